"""Exact, proved and versioned bases for rotation-equivariant computation.

    import grouptools as gt

    gt.clebsch_gordan(1, 1, 2)                  floats, each the nearest to the exact number
    gt.spherical_harmonics(8, points)           harmonics of many points, within stated bounds
    gt.wigner_D(2, quaternions)                 Wigner matrices, without Euler angles
    gt.exact.clebsch_gordan(1, 1, 2)            the exact numbers, as sympy objects
    gt.point_group("m-3m").irreps()             groups and their exact representations
    gt.kernel_basis(rep_in, rep_out, l_max=4)   every equivariant kernel, exact and proved
    gt.crystal_tensor("elastic", group)         the form of a property tensor
    gt.convert(array, "harmonics", "e3nn", "scipy")    the same numbers, another convention
    gt.detect_convention(array, "harmonics", points=points)     whose convention it is
    gt.table("clebsch_gordan", l_max=6)         a table with convention, certificate and digest
    gt.checks.run_all(l_max=3)                  the identities that tie all of it together

Everything is imported on first use; the convention of every number is `gt.GROUPTOOLS`.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

__version__ = "0.1.0"

#: module -> the public names that come from it; a room is its own name
_NAMES = {
    "certificates": "certificates",
    "checks": "checks",
    "codegen": "codegen",
    "conventions": "BASIS_VERSION Convention GROUPTOOLS change_of_basis conventions convert",
    "conventions.detective": "detect_convention",
    "conventions.migration": "migrate_weights",
    "errors": "errors",
    "exact": "exact",
    "groups": """
        FiniteGroup O2 O3 SO2 SO3 SU2 cyclic dihedral direct_product double_group groups
        icosahedral lattice_group point_group semidirect_product
    """,
    "kernels": """
        KernelBasis adapted_harmonics cartesian_tensor crystal_tensor equivariant_maps
        invariant_tensors kernel_basis kernels load_kernel_basis
    """,
    "numeric.bounds": "error_bound",
    "numeric.circular": "circular_harmonics",
    "numeric.coupling": """
        clebsch_gordan clebsch_gordan_block clebsch_gordan_blocks clebsch_gordan_sparse
        clebsch_gordan_table clebsch_gordan_values wigner_3j wigner_3j_block
        wigner_3j_blocks wigner_3j_over_j3 wigner_3j_over_m2 wigner_3j_sparse
        wigner_3j_table wigner_3j_values wigner_6j wigner_6j_over_j1 wigner_6j_table
        wigner_6j_values wigner_9j wigner_9j_values
    """,
    "numeric.harmonics.evaluation": "spherical_harmonics",
    "numeric.harmonics.pullback": "spherical_harmonics_pullback",
    "numeric.memory": "get_kept_memory set_kept_memory",
    "numeric.quadrature": "Quadrature circle_quadrature so3_quadrature sphere_quadrature",
    "numeric.radial": """
        bernstein_basis bump_cutoff chebyshev_basis cosine_cutoff gaussian_basis
        polynomial_cutoff sine_basis spherical_bessel spherical_bessel_basis
        spherical_bessel_zeros
    """,
    "numeric.threads": "get_num_threads set_num_threads threads_limited_to",
    "numeric.wigner": "character rotate_coefficients wigner_D wigner_D_blocks wigner_d",
    "representations": """
        Irrep Irreps Representation group_clebsch_gordan representation_from_matrices
        representations
    """,
    "tables": "Table load_table table tables",
}

if TYPE_CHECKING:
    from grouptools import (
        certificates,
        checks,
        codegen,
        conventions,
        errors,
        exact,
        groups,
        kernels,
        representations,
        tables,
    )
    from grouptools.conventions import (
        BASIS_VERSION,
        GROUPTOOLS,
        Convention,
        change_of_basis,
        convert,
    )
    from grouptools.conventions.detective import detect_convention
    from grouptools.conventions.migration import migrate_weights
    from grouptools.groups import (
        O2,
        O3,
        SO2,
        SO3,
        SU2,
        FiniteGroup,
        cyclic,
        dihedral,
        direct_product,
        double_group,
        icosahedral,
        lattice_group,
        point_group,
        semidirect_product,
    )
    from grouptools.kernels import (
        KernelBasis,
        adapted_harmonics,
        cartesian_tensor,
        crystal_tensor,
        equivariant_maps,
        invariant_tensors,
        kernel_basis,
        load_kernel_basis,
    )
    from grouptools.numeric.bounds import error_bound
    from grouptools.numeric.circular import circular_harmonics
    from grouptools.numeric.coupling import (
        clebsch_gordan,
        clebsch_gordan_block,
        clebsch_gordan_blocks,
        clebsch_gordan_sparse,
        clebsch_gordan_table,
        clebsch_gordan_values,
        wigner_3j,
        wigner_3j_block,
        wigner_3j_blocks,
        wigner_3j_over_j3,
        wigner_3j_over_m2,
        wigner_3j_sparse,
        wigner_3j_table,
        wigner_3j_values,
        wigner_6j,
        wigner_6j_over_j1,
        wigner_6j_table,
        wigner_6j_values,
        wigner_9j,
        wigner_9j_values,
    )
    from grouptools.numeric.harmonics.evaluation import spherical_harmonics
    from grouptools.numeric.harmonics.pullback import spherical_harmonics_pullback
    from grouptools.numeric.memory import get_kept_memory, set_kept_memory
    from grouptools.numeric.quadrature import (
        Quadrature,
        circle_quadrature,
        so3_quadrature,
        sphere_quadrature,
    )
    from grouptools.numeric.radial import (
        bernstein_basis,
        bump_cutoff,
        chebyshev_basis,
        cosine_cutoff,
        gaussian_basis,
        polynomial_cutoff,
        sine_basis,
        spherical_bessel,
        spherical_bessel_basis,
        spherical_bessel_zeros,
    )
    from grouptools.numeric.threads import get_num_threads, set_num_threads, threads_limited_to
    from grouptools.numeric.wigner import (
        character,
        rotate_coefficients,
        wigner_D,
        wigner_d,
        wigner_D_blocks,
    )
    from grouptools.representations import (
        Irrep,
        Irreps,
        Representation,
        group_clebsch_gordan,
        representation_from_matrices,
    )
    from grouptools.tables import Table, load_table, table

__all__ = [
    "BASIS_VERSION",
    "GROUPTOOLS",
    "O2",
    "O3",
    "SO2",
    "SO3",
    "SU2",
    "Convention",
    "FiniteGroup",
    "Irrep",
    "Irreps",
    "KernelBasis",
    "Quadrature",
    "Representation",
    "Table",
    "adapted_harmonics",
    "bernstein_basis",
    "bump_cutoff",
    "cartesian_tensor",
    "certificates",
    "change_of_basis",
    "character",
    "chebyshev_basis",
    "checks",
    "circle_quadrature",
    "circular_harmonics",
    "clebsch_gordan",
    "clebsch_gordan_block",
    "clebsch_gordan_blocks",
    "clebsch_gordan_sparse",
    "clebsch_gordan_table",
    "clebsch_gordan_values",
    "codegen",
    "conventions",
    "convert",
    "cosine_cutoff",
    "crystal_tensor",
    "cyclic",
    "detect_convention",
    "dihedral",
    "direct_product",
    "double_group",
    "equivariant_maps",
    "error_bound",
    "errors",
    "exact",
    "gaussian_basis",
    "get_kept_memory",
    "get_num_threads",
    "group_clebsch_gordan",
    "groups",
    "icosahedral",
    "invariant_tensors",
    "kernel_basis",
    "kernels",
    "lattice_group",
    "load_kernel_basis",
    "load_table",
    "migrate_weights",
    "point_group",
    "polynomial_cutoff",
    "representation_from_matrices",
    "representations",
    "rotate_coefficients",
    "semidirect_product",
    "set_kept_memory",
    "set_num_threads",
    "sine_basis",
    "so3_quadrature",
    "sphere_quadrature",
    "spherical_bessel",
    "spherical_bessel_basis",
    "spherical_bessel_zeros",
    "spherical_harmonics",
    "spherical_harmonics_pullback",
    "table",
    "tables",
    "threads_limited_to",
    "wigner_3j",
    "wigner_3j_block",
    "wigner_3j_blocks",
    "wigner_3j_over_j3",
    "wigner_3j_over_m2",
    "wigner_3j_sparse",
    "wigner_3j_table",
    "wigner_3j_values",
    "wigner_6j",
    "wigner_6j_over_j1",
    "wigner_6j_table",
    "wigner_6j_values",
    "wigner_9j",
    "wigner_9j_values",
    "wigner_D",
    "wigner_D_blocks",
    "wigner_d",
]

__getattr__, __dir__ = attach(
    __name__,
    {name: f"{__name__}.{home}" for home, names in _NAMES.items() for name in names.split()},
)
