"""Networks of distances: basis, perceptron, cut-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import sqrt

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.norms import directions
from grouptools.nn.layers.moments import Scalar
from grouptools.nn.layers.perceptron import Perceptron
from grouptools.nn.radial.bases import bessel_basis, chebyshev_basis, gaussian_basis
from grouptools.nn.radial.cutoffs import bump_cutoff, cosine_cutoff, polynomial_cutoff
from grouptools.numeric.radial.distances import positive

__all__ = ["RadialNetwork", "variance_at"]

BASES: dict[str, Callable[[Tensor, int, float], Tensor]] = {
    "bessel": bessel_basis,
    "chebyshev": chebyshev_basis,
    "gaussian": gaussian_basis,
}
CUTOFFS: dict[str, Callable[[Tensor, float], Tensor]] = {
    "bump": bump_cutoff,
    "cosine": cosine_cutoff,
    "polynomial": polynomial_cutoff,
}


class RadialNetwork(torch.nn.Module):
    """Functions of a distance: a perceptron P of the direction of a basis B, times a cut-off f.

    R(r) = s f(r) P(n^(1/2) B(r)/|B(r)|),   s^-2 = the mean of f^2 over the ball |x| < cutoff

    At first each R has variance s^2 f(r)^2 at every distance r, whatever the basis: see
    `variance_at`; over points of the ball that is 1.  Exactly so over the weights where P is one
    linear map, in the limit of wide layers elsewhere.  All are 0 from the cut-off on, and as smooth
    there as f is.

    `width`: how many.  `basis`: "bessel", "gaussian" or "chebyshev", of n = `count` functions;
    `envelope`: "polynomial", "cosine" or "bump"; `hidden`: the widths between basis and result;
    `function`: between them.

    Distances (...) to (..., width).
    Raises `ArgumentError` for other names and counts, and for a cut-off that is not positive.

    >>> network = RadialNetwork(16, cutoff=5.0)
    >>> network(torch.tensor([1.0, 5.0, 6.0])).abs().sum(1) > 0
    tensor([ True, False, False])
    """

    def __init__(
        self,
        width: int,
        cutoff: float,
        *,
        basis: str = "bessel",
        count: int = 8,
        envelope: str = "polynomial",
        hidden: Sequence[int] = (64, 64),
        function: Scalar = torch.nn.functional.silu,
    ) -> None:
        super().__init__()
        self.cutoff = positive(cutoff, "cutoff")
        _check_name("basis", basis, BASES)
        _check_name("envelope", envelope, CUTOFFS)
        self.basis, self.count, self.envelope = basis, count, envelope
        BASES[basis](torch.zeros(1), count, self.cutoff)  # refuses a count that it does not have
        self.perceptron = Perceptron([count, *hidden, width], function)
        self.scale = _scale(envelope)

    def forward(self, r: Tensor) -> Tensor:
        """The functions, (..., width), of distances (...)."""
        inside = r.clamp(max=self.cutoff)  # polynomials would grow beyond
        unit, _ = directions(BASES[self.basis](inside, self.count, self.cutoff))
        fall = CUTOFFS[self.envelope](r, self.cutoff) * self.scale
        found: Tensor = self.perceptron(unit * self.count**0.5) * fall.unsqueeze(-1)
        return found

    def extra_repr(self) -> str:
        """The basis and the cut-off."""
        return f"{self.count} {self.basis}, {self.envelope} cut-off at {self.cutoff:g}"


def variance_at(r: Tensor, cutoff: float, envelope: str = "polynomial") -> Tensor:
    """The variance s^2 f(r)^2 of the functions of a `RadialNetwork` at distances r, at first.

    `r`: distances (...).  Returns a tensor of the shape of r.
    Raises `ArgumentError` for other names, and for a cut-off that is not positive.

    >>> variance_at(torch.tensor([0.0, 1.0, 2.0]), cutoff=2.0)
    tensor([4.3857, 3.2096, 0.0000])
    """
    _check_name("envelope", envelope, CUTOFFS)
    return (CUTOFFS[envelope](r, positive(cutoff, "cutoff")) * _scale(envelope)).square()


def _check_name(name: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise ArgumentError(
            f"{name} = {value!r} was given, but it must be one of {', '.join(known)}"
        )


@lru_cache
def _scale(envelope: str) -> float:
    """s, by Gauss and Legendre's rule; it does not depend on the cut-off."""
    x, w = np.polynomial.legendre.leggauss(200)
    r = (x + 1) / 2
    square = CUTOFFS[envelope](torch.from_numpy(r), 1.0).square().numpy()
    return 1 / sqrt(square @ (1.5 * r * r * w))  # 3 r^2 dr
