"""Functions of distances: bases, cut-offs, and networks made of both."""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "RadialNetwork": "network",
    "bessel_basis": "bases",
    "bump_cutoff": "cutoffs",
    "chebyshev_basis": "bases",
    "cosine_cutoff": "cutoffs",
    "gaussian_basis": "bases",
    "polynomial_cutoff": "cutoffs",
    "variance_at": "network",
}

if TYPE_CHECKING:
    from grouptools.nn.radial.bases import bessel_basis, chebyshev_basis, gaussian_basis
    from grouptools.nn.radial.cutoffs import bump_cutoff, cosine_cutoff, polynomial_cutoff
    from grouptools.nn.radial.network import RadialNetwork, variance_at

__all__ = [
    "RadialNetwork",
    "bessel_basis",
    "bump_cutoff",
    "chebyshev_basis",
    "cosine_cutoff",
    "gaussian_basis",
    "polynomial_cutoff",
    "variance_at",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
