"""Chebyshev and Bernstein polynomials of a distance on [0, c]."""

from __future__ import annotations

from functools import lru_cache
from math import comb, perm
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from grouptools.exact.quantum_numbers import degree as read_degree
from grouptools.numeric.arguments import Floats
from grouptools.numeric.blocks import three_flat
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.radial.distances import (
    Result,
    evaluate,
    positive,
    read_distances,
)
from grouptools.numeric.radial.polynomial_kernels import evaluate_bernstein, evaluate_chebyshev

__all__ = ["bernstein_basis", "chebyshev_basis"]


def chebyshev_basis(
    degree: int,
    r: ArrayLike,
    cutoff: float,
    *,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """Chebyshev polynomials of the first kind on [0, c].

    T_0 = 1, T_1 = t, T_{k+1} = 2 t T_k - T_{k-1}, t = 2 r/c - 1     [DLMF 18.9.1]

    Entries: [T(k, 2 * r / cutoff - 1) for k in range(degree + 1)]

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of shape (..., degree + 1); with derivatives=1 or 2 a tuple of it and the
    first and second derivatives in r, of the same shape.  Beyond the cut-off the polynomials go
    on, and grow to infinity: leave such distances out.

    Raises `ArgumentError` for negative r and beyond the tested range: degree <= 256 and r <= c,
    within degree + 4 units of rounding of the largest value of each.

    >>> chebyshev_basis(3, [0.0, 1.0, 2.0], 2.0)
    array([[ 1., -1.,  1., -1.],
           [ 1.,  0., -1.,  0.],
           [ 1.,  1.,  1.,  1.]])
    """
    n, c = read_degree(degree, "degree"), positive(cutoff, "cutoff")
    flat, shape, target = read_distances(r, dtype)
    check_tested("chebyshev_basis", n, target)

    def work(points: Floats, start: int, stop: int, outs: Any) -> None:
        evaluate_chebyshev(points, start, stop, c, n, len(outs) - 1, *three_flat(outs))

    return evaluate(work, flat, shape, (n + 1,), target, derivatives, out)


def bernstein_basis(
    degree: int,
    r: ArrayLike,
    cutoff: float,
    *,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """Bernstein polynomials on [0, c]: none is negative, and they add up to 1.

    B(k) = C(n, k) s^k (1 - s)^(n-k), s = r/c, n = degree
    [Farouki 2012, Comput. Aided Geom. Des. 29, 379, eq. (2)]

    Entries: [comb(n, k) * s**k * (1 - s) ** (n - k) for k in range(n + 1)]

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of shape (..., degree + 1); with derivatives=1 or 2 a tuple of it and the
    first and second derivatives in r, of the same shape.  Beyond the cut-off the polynomials go
    on, and grow to infinity: leave such distances out.

    Raises `ArgumentError` for negative r and beyond the tested range: degree <= 256 and r <= c,
    within degree + 4 units of rounding of the largest value of each.

    >>> bernstein_basis(2, [0.0, 1.0, 2.0], 2.0)
    array([[1.  , 0.  , 0.  ],
           [0.25, 0.5 , 0.25],
           [0.  , 0.  , 1.  ]])
    """
    n, c = read_degree(degree, "degree"), positive(cutoff, "cutoff")
    flat, shape, target = read_distances(r, dtype)
    check_tested("bernstein_basis", n, target)
    binomials = _binomials(n)

    def work(points: Floats, start: int, stop: int, outs: Any) -> None:
        evaluate_bernstein(points, start, stop, c, binomials, len(outs) - 1, *three_flat(outs))

    return evaluate(work, flat, shape, (n + 1,), target, derivatives, out)


@lru_cache(maxsize=64)
def _binomials(n: int) -> Floats:
    """Entries: [[n!/(n-j)! * C(n - j, k) for k in range(n + 1)] for j in range(3)], rounded."""
    rows = [[perm(n, j) * comb(max(n - j, 0), k) for k in range(n + 1)] for j in range(3)]
    table = np.array([[float(entry) for entry in row] for row in rows])
    table.setflags(write=False)
    return table
