"""The numbers in the recursion for Wigner matrices.

With a, b of `grouptools.exact.cayley_klein`, m >= |k|, D_{km} = a^(m+k) b^(m-k) P(l; k, m), and
P = W p with p = 1 where |b| = 0.  The steps D(l) = p(l) - p(l-1) obey, for |a|^2 + |b|^2 = 1,

    D(l) = gamma D(l-1) - alpha d p(l-1),   d = 1 - |a|^2 + |b|^2 = 2 |b|^2,
    alpha = (2l-1) l / ((l-k) (l+m)),   gamma = l (l-1+k) (l-1-m) / ((l-1) (l-k) (l+m)),
    W(l; k, m)^2 = C(l+m, m-k) C(l-k, m-k)

[DLMF 18.9.1, 18.9.2 and 18.6.1 for Jacobi polynomials P_n^(m-k, m+k), n = l - m].  alpha and gamma
are quotients of integers that float64 holds exactly, so that they are correctly rounded; W is
within 1.25 units.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray

__all__ = ["COLUMNS", "recursion_table"]

#: Numbers for each degree and pair: alpha, gamma, W for k, then for -k.
COLUMNS = 6

#: A table serves every smaller l, so that few sizes are made.
_SIZES = (4, 8, 16, 32, 64, 128)


def recursion_table(steps: int, twice_low: int, *, real: bool) -> NDArray[np.float64]:
    """Entries: [alpha, gamma, W, alpha', gamma', W'] for n in range(steps + 1) or further,
    for j in range(n + 1) for i in range(j + 1), flat: those of k = i + low, m = j + low,
    l = n + low, and of -k.

    `twice_low`: 0, or 1 for half-integers.  `real`: W of k = 0 holds the factor by which the
    real basis differs, half of sqrt(2) for m > 0 and a half for m = 0.
    """
    size = next((size for size in _SIZES if size >= steps), steps)
    return _table(size, twice_low, real)


@lru_cache(maxsize=16)
def _table(steps: int, twice_low: int, real: bool) -> NDArray[np.float64]:
    low = twice_low / 2
    pairs = (steps + 1) * (steps + 2) // 2
    j_of = np.repeat(np.arange(steps + 1), np.arange(1, steps + 2))
    i_of = np.arange(pairs) - j_of * (j_of + 1) // 2
    binomials = _binomials(2 * steps + 1 + twice_low)
    rows = []
    for n in range(steps + 1):
        count = (n + 1) * (n + 2) // 2
        i, j = i_of[:count], j_of[:count]
        l, m = n + low, j + low
        row = np.zeros((count, COLUMNS))
        inner = j < n
        for column, k, gap in ((0, i + low, j - i), (3, -(i + low), i + j + twice_low)):
            below = (l - k) * (l + m)
            alpha, gamma = row[:, column], row[:, column + 1]
            np.divide((2 * l - 1) * l, below, out=alpha, where=inner)
            if n + low > 1:
                np.divide(l * (l - 1 + k) * (l - 1 - m), (l - 1) * below, out=gamma, where=inner)
            upper, other = (l + m).astype(int), (l - k).astype(int)
            row[:, column + 2] = np.sqrt(binomials[upper, gap] * binomials[other, gap])
            if real:
                row[i == 0, column + 2] *= np.where(j[i == 0] > 0, sqrt(0.5), 0.5)
        rows.append(row)
    table = np.concatenate(rows).reshape(-1)
    table.setflags(write=False)
    return table


def _binomials(top: int) -> NDArray[np.float64]:
    """[[C(n, r) for r in range(top + 1)] for n in range(top + 1)], correctly rounded."""
    return np.array([[float(comb(n, r)) for r in range(top + 1)] for n in range(top + 1)])
