"""Networks of distances: basis, perceptron, cut-off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.layers.moments import Scalar, mean_squares
from grouptools.nn.layers.perceptron import Perceptron
from grouptools.nn.radial.bases import bessel_basis, chebyshev_basis, gaussian_basis
from grouptools.nn.radial.cutoffs import bump_cutoff, cosine_cutoff, polynomial_cutoff
from grouptools.numeric.radial.distances import positive

__all__ = ["RadialNetwork"]

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
    """Functions of a distance, f(r) P(B(r)): a perceptron P of a basis B, times a cut-off f.

    `width`: how many.  `basis`: "bessel", "gaussian" or "chebyshev", of `count` functions;
    `envelope`: "polynomial", "cosine" or "bump"; `hidden`: the widths between basis and result;
    `function`: between them.  The basis is divided by the square root of its mean square over the
    ball |x| < cutoff, and the result likewise, so that over points of the ball the results have
    variance 1 at first, in the limit of wide layers.  All are 0 from the cut-off on, and as smooth
    there as f is.

    Distances (...) to (..., width).
    Raises `ArgumentError` for other names, and for a cut-off that is not positive.

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
        for name, value, known in (("basis", basis, BASES), ("envelope", envelope, CUTOFFS)):
            if value not in known:
                raise ArgumentError(
                    f"{name} = {value!r} was given, but it must be one of {', '.join(known)}"
                )
        self.basis, self.count, self.envelope = basis, count, envelope
        self.perceptron = Perceptron([count, *hidden, width], function)
        r, share = _ball(self.cutoff)
        square = BASES[basis](r, count, self.cutoff).square().mean(-1)
        self.basis_scale = 1 / sqrt(float(square @ share))
        square = square / (square @ share)
        with torch.no_grad():
            for _ in hidden:
                square = mean_squares(self.perceptron.function, square)
        inside = CUTOFFS[envelope](r, self.cutoff).square() * square
        self.scale = 1 / sqrt(float(inside @ share))

    def forward(self, r: Tensor) -> Tensor:
        """The functions, (..., width), of distances (...)."""
        inside = r.clamp(max=self.cutoff)  # polynomials would grow beyond
        values = BASES[self.basis](inside, self.count, self.cutoff) * self.basis_scale
        fall = CUTOFFS[self.envelope](r, self.cutoff) * self.scale
        found: Tensor = self.perceptron(values) * fall.unsqueeze(-1)
        return found

    def extra_repr(self) -> str:
        """The basis and the cut-off."""
        return f"{self.count} {self.basis}, {self.envelope} cut-off at {self.cutoff:g}"


def _ball(cutoff: float) -> tuple[Tensor, Tensor]:
    """Distances, and the share of the ball near each of them."""
    x, w = np.polynomial.legendre.leggauss(200)
    share = 1.5 * (x + 1) ** 2 / 4 * w  # 3 r^2 dr / c^3
    return torch.from_numpy((x + 1) / 2 * cutoff), torch.from_numpy(share)
