"""Exact, proved and versioned bases for rotation-equivariant computation.

    import grouptools as gt

    gt.clebsch_gordan(1, 1, 2)                  floats, each the nearest to the exact number
    gt.spherical_harmonics(8, points)           harmonics of many points, within stated bounds
    gt.wigner_D(2, quaternions)                 Wigner matrices, without Euler angles
    gt.wigner_3j_table(20)                      couplings in bulk
    gt.exact.clebsch_gordan(1, 1, 2)            the exact numbers, as sympy objects
    gt.table("clebsch_gordan", l_max=6)         a table with convention, certificate and digest
    gt.checks.run_all(l_max=3)                  the identities that tie all of it together

Everything is imported on first use; the convention of every number is `gt.GROUPTOOLS`.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

__version__ = "0.1.0"

_ORIGINS = {
    "BASIS_VERSION": "conventions",
    "Convention": "conventions",
    "GROUPTOOLS": "conventions",
    "Quadrature": "numeric.quadrature",
    "Table": "tables",
    "bernstein_basis": "numeric.radial",
    "bump_cutoff": "numeric.radial",
    "certificates": "certificates",
    "character": "numeric.wigner",
    "chebyshev_basis": "numeric.radial",
    "checks": "checks",
    "circle_quadrature": "numeric.quadrature",
    "circular_harmonics": "numeric.circular",
    "clebsch_gordan": "numeric.coupling",
    "clebsch_gordan_block": "numeric.coupling",
    "clebsch_gordan_blocks": "numeric.coupling",
    "clebsch_gordan_sparse": "numeric.coupling",
    "clebsch_gordan_table": "numeric.coupling",
    "clebsch_gordan_values": "numeric.coupling",
    "codegen": "codegen",
    "conventions": "conventions",
    "cosine_cutoff": "numeric.radial",
    "error_bound": "numeric.bounds",
    "errors": "errors",
    "exact": "exact",
    "gaussian_basis": "numeric.radial",
    "get_kept_memory": "numeric.memory",
    "get_num_threads": "numeric.threads",
    "load_table": "tables",
    "polynomial_cutoff": "numeric.radial",
    "rotate_coefficients": "numeric.wigner",
    "set_kept_memory": "numeric.memory",
    "set_num_threads": "numeric.threads",
    "sine_basis": "numeric.radial",
    "so3_quadrature": "numeric.quadrature",
    "sphere_quadrature": "numeric.quadrature",
    "spherical_bessel": "numeric.radial",
    "spherical_bessel_basis": "numeric.radial",
    "spherical_bessel_zeros": "numeric.radial",
    "spherical_harmonics": "numeric.harmonics.evaluation",
    "spherical_harmonics_pullback": "numeric.harmonics.pullback",
    "table": "tables",
    "tables": "tables",
    "threads_limited_to": "numeric.threads",
    "wigner_3j": "numeric.coupling",
    "wigner_3j_block": "numeric.coupling",
    "wigner_3j_blocks": "numeric.coupling",
    "wigner_3j_over_j3": "numeric.coupling",
    "wigner_3j_over_m2": "numeric.coupling",
    "wigner_3j_sparse": "numeric.coupling",
    "wigner_3j_table": "numeric.coupling",
    "wigner_3j_values": "numeric.coupling",
    "wigner_6j": "numeric.coupling",
    "wigner_6j_over_j1": "numeric.coupling",
    "wigner_6j_table": "numeric.coupling",
    "wigner_6j_values": "numeric.coupling",
    "wigner_9j": "numeric.coupling",
    "wigner_9j_values": "numeric.coupling",
    "wigner_D": "numeric.wigner",
    "wigner_D_blocks": "numeric.wigner",
    "wigner_d": "numeric.wigner",
}

if TYPE_CHECKING:
    from grouptools import certificates, checks, codegen, conventions, errors, exact, tables
    from grouptools.conventions import BASIS_VERSION, GROUPTOOLS, Convention
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
    from grouptools.tables import Table, load_table, table

__all__ = [
    "BASIS_VERSION",
    "GROUPTOOLS",
    "Convention",
    "Quadrature",
    "Table",
    "bernstein_basis",
    "bump_cutoff",
    "certificates",
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
    "cosine_cutoff",
    "error_bound",
    "errors",
    "exact",
    "gaussian_basis",
    "get_kept_memory",
    "get_num_threads",
    "load_table",
    "polynomial_cutoff",
    "rotate_coefficients",
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
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
