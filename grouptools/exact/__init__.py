"""Exact derivation: sympy in, sympy out.

Couplings (`clebsch_gordan`, `wigner_3j`, `wigner_6j`, `wigner_9j`, `gaunt`), harmonics as
polynomials (`solid_harmonics`, `spherical_harmonics`, `circular_harmonics`), Wigner matrices
(`wigner_d`, `wigner_D`, `wigner_D_euler`, `wigner_D_polynomials`), radial functions
(`spherical_bessel`, `spherical_bessel_zeros`, `polynomial_cutoff`) and correct rounding
(`to_float`).  Everything is imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "SurdArray": "surd",
    "circular_harmonic_coefficients": "circular",
    "circular_harmonics": "circular",
    "circular_harmonics_gradient": "circular",
    "clebsch_gordan": "coupling",
    "clebsch_gordan_coefficient": "coupling",
    "gaunt": "triple_integrals",
    "gaunt_coefficient": "triple_integrals",
    "harmonic_coefficients": "harmonics",
    "monomials": "polynomials",
    "polynomial_cutoff": "radial",
    "rotation_matrix": "rotations",
    "rotation_quaternion": "rotations",
    "round_roots": "rounding",
    "solid_harmonics": "harmonics",
    "solid_harmonics_gradient": "harmonics",
    "spherical_bessel": "radial",
    "spherical_bessel_zeros": "radial",
    "spherical_harmonics": "harmonics",
    "spherical_harmonics_gradient": "harmonics",
    "to_float": "rounding",
    "unitary_to_real": "real_basis",
    "wigner_3j": "coupling",
    "wigner_3j_array": "coupling",
    "wigner_6j": "recoupling",
    "wigner_9j": "recoupling",
    "wigner_D": "wigner",
    "wigner_D_coefficients": "wigner",
    "wigner_D_euler": "euler",
    "wigner_D_polynomials": "wigner",
    "wigner_d": "euler",
}

if TYPE_CHECKING:
    from grouptools.exact.circular import (
        circular_harmonic_coefficients,
        circular_harmonics,
        circular_harmonics_gradient,
    )
    from grouptools.exact.coupling import (
        clebsch_gordan,
        clebsch_gordan_coefficient,
        wigner_3j,
        wigner_3j_array,
    )
    from grouptools.exact.euler import wigner_d, wigner_D_euler
    from grouptools.exact.harmonics import (
        harmonic_coefficients,
        solid_harmonics,
        solid_harmonics_gradient,
        spherical_harmonics,
        spherical_harmonics_gradient,
    )
    from grouptools.exact.polynomials import monomials
    from grouptools.exact.radial import (
        polynomial_cutoff,
        spherical_bessel,
        spherical_bessel_zeros,
    )
    from grouptools.exact.real_basis import unitary_to_real
    from grouptools.exact.recoupling import wigner_6j, wigner_9j
    from grouptools.exact.rotations import rotation_matrix, rotation_quaternion
    from grouptools.exact.rounding import round_roots, to_float
    from grouptools.exact.surd import SurdArray
    from grouptools.exact.triple_integrals import gaunt, gaunt_coefficient
    from grouptools.exact.wigner import wigner_D, wigner_D_coefficients, wigner_D_polynomials

__all__ = [
    "SurdArray",
    "circular_harmonic_coefficients",
    "circular_harmonics",
    "circular_harmonics_gradient",
    "clebsch_gordan",
    "clebsch_gordan_coefficient",
    "gaunt",
    "gaunt_coefficient",
    "harmonic_coefficients",
    "monomials",
    "polynomial_cutoff",
    "rotation_matrix",
    "rotation_quaternion",
    "round_roots",
    "solid_harmonics",
    "solid_harmonics_gradient",
    "spherical_bessel",
    "spherical_bessel_zeros",
    "spherical_harmonics",
    "spherical_harmonics_gradient",
    "to_float",
    "unitary_to_real",
    "wigner_3j",
    "wigner_3j_array",
    "wigner_6j",
    "wigner_9j",
    "wigner_D",
    "wigner_D_coefficients",
    "wigner_D_euler",
    "wigner_D_polynomials",
    "wigner_d",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
