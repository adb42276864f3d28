"""Gaussians of a distance with evenly spaced centres."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from grouptools.errors import ArgumentError
from grouptools.numeric.arguments import Floats
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.radial.distances import (
    Result,
    at_least,
    evaluate,
    in_pieces,
    positive,
    read_distances,
)

__all__ = ["gaussian_basis"]


def gaussian_basis(
    count: int,
    r: ArrayLike,
    cutoff: float,
    *,
    start: float = 0.0,
    width: float | None = None,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """Gaussians exp(-((r - mu_k)/sigma)^2/2) with centres from `start` to the cut-off.

    Entries: [exp(-((r - mu(k)) / width) ** 2 / 2) for k in range(count)]
    with mu(k) = start + k*step, step = (cutoff - start)/(count - 1), each correctly rounded.

    `width`: sigma, by default the step, as in SchNetPack; the gamma of SchNet's paper
    [Schuett et al. 2017, arXiv:1706.08566] is 1/(2 sigma^2).  step/sqrt(2), and a factor 1/1.12
    after it, is the Gaussian of e3nn's `soft_one_hot_linspace` with cutoff=False.

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of shape (..., count); with derivatives=1 or 2 a tuple of it and the first and
    second derivatives in r, of the same shape.

    Raises `ArgumentError` for negative r, fewer than 2 centres, a `start` that is not below the
    cut-off, and beyond the tested range: count <= 1000, within 4 units of rounding of the largest
    value of each.

    >>> gaussian_basis(3, 1.0, 2.0).round(6)
    array([0.606531, 1.      , 0.606531])
    """
    count, c = at_least(2, count, "count"), positive(cutoff, "cutoff")
    flat, shape, target = read_distances(r, dtype)
    check_tested("gaussian_basis", count, target)
    if not -np.inf < float(start) < c:
        raise ArgumentError(
            f"start = {start!r} was given, but the first centre lies below cutoff = {c!r}: pass a "
            f"finite number below it"
        )
    centers, step = _centers(count, float(start), c)
    sigma = step if width is None else positive(width, "width")

    def piece(r: Floats, outs: list[Floats]) -> None:
        t = (r[:, np.newaxis] - centers) / sigma
        square = t * t
        value = np.exp(-0.5 * square)
        outs[0][...] = value
        if len(outs) > 1:
            outs[1][...] = np.where(value == 0, value, t * (value / -sigma))
        if len(outs) > 2:
            outs[2][...] = np.where(value == 0, value, (square - 1) * (value / sigma / sigma))

    with np.errstate(over="ignore", invalid="ignore"):
        return evaluate(in_pieces(piece, count), flat, shape, (count,), target, derivatives, out)


@lru_cache(maxsize=128)
def _centers(count: int, start: float, cutoff: float) -> tuple[Floats, float]:
    """The floats nearest to evenly spaced centres, and to their distance."""
    step = (Fraction(cutoff) - Fraction(start)) / (count - 1)
    centers = np.array([float(Fraction(start) + k * step) for k in range(count)])
    centers.setflags(write=False)
    return centers, float(step)
