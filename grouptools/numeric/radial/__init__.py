"""Radial functions in bulk: Bessel functions, other bases and cut-offs, with derivatives.

Bases `spherical_bessel_basis`, `sine_basis`, `gaussian_basis`, `chebyshev_basis`,
`bernstein_basis`; cut-offs `polynomial_cutoff`, `cosine_cutoff`, `bump_cutoff`; and
`spherical_bessel` with its `spherical_bessel_zeros`.  Everything is imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "bernstein_basis": "polynomial_bases",
    "bump_cutoff": "cutoffs",
    "chebyshev_basis": "polynomial_bases",
    "cosine_cutoff": "cutoffs",
    "gaussian_basis": "gaussians",
    "polynomial_cutoff": "cutoffs",
    "sine_basis": "bessel",
    "spherical_bessel": "bessel",
    "spherical_bessel_basis": "bessel",
    "spherical_bessel_zeros": "bessel",
}

if TYPE_CHECKING:
    from grouptools.numeric.radial.bessel import (
        sine_basis,
        spherical_bessel,
        spherical_bessel_basis,
        spherical_bessel_zeros,
    )
    from grouptools.numeric.radial.cutoffs import bump_cutoff, cosine_cutoff, polynomial_cutoff
    from grouptools.numeric.radial.gaussians import gaussian_basis
    from grouptools.numeric.radial.polynomial_bases import bernstein_basis, chebyshev_basis

__all__ = [
    "bernstein_basis",
    "bump_cutoff",
    "chebyshev_basis",
    "cosine_cutoff",
    "gaussian_basis",
    "polynomial_cutoff",
    "sine_basis",
    "spherical_bessel",
    "spherical_bessel_basis",
    "spherical_bessel_zeros",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
