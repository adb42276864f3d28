"""Derivatives of D(exp(w) R) with respect to w, by the generators, and by coordinates of R.

d/dw_i D(exp(w) R) at w = 0 is X_i D, where X_i acts on rows and couples m to few others.  Real:
with c_m = sqrt((l-m)(l+m+1))/2 for m > 0 and c_0 = sqrt(l(l+1)/2),

    X_x[m, -m-1] = c_m, X_x[m+1, -m] = c_m, X_y[m+1, m] = c_m, X_y[-m-1, -m] = c_m, X_z[-m, m] = m

for m >= 0, the second and the fourth for m > 0, and X^T = -X.  Complex: X = -i J, the standard
matrices of angular momentum [Varshalovich et al. 1988, 2.3].

Coordinates u of R have J_i(a) = components of the rotation vector per du_a and K_i(a, b) = the
symmetric part of dJ_i(a)/du_b, so that

    dD/du_a = J_i(a) X_i D,
    d2D/du_a du_b = K_i(a, b) X_i D + J_i(a) J_j(b) (X_i X_j + X_j X_i)/2 D.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.compilation import kernel, part

__all__ = ["differentiate", "generators"]


@lru_cache(maxsize=256)
def generators(twice_j: int, basis: str) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Rows (3, n, 2) and values (3, n, 2): X_i[r, rows[i, r, s]] = values[i, r, s], rest 0."""
    n = twice_j + 1
    rows = np.zeros((3, n, 2), np.int64)
    values = np.zeros((3, n, 2), float if basis == "real" else complex)
    filled = np.zeros((3, n), int)
    entries = _real(twice_j // 2) if basis == "real" else _complex(twice_j)
    for axis, row, column, value in entries:
        place = axis, row, filled[axis, row]
        rows[place], values[place] = column, value
        filled[axis, row] += 1
    rows.setflags(write=False)
    values.setflags(write=False)
    return rows, values


def _real(l: int) -> list[tuple[int, int, int, float]]:
    upper = []
    for m in range(l):
        c = sqrt((l - m) * (l + m + 1)) / 2 if m else sqrt(l * (l + 1) / 2)
        upper += [(0, m, -m - 1, c), (1, m + 1, m, c)]
        upper += [(0, m + 1, -m, c), (1, -m - 1, -m, c)] if m else []
    upper += [(2, -m, m, float(m)) for m in range(1, l + 1)]
    both = upper + [(axis, column, row, -value) for axis, row, column, value in upper]
    return [(axis, l + row, l + column, value) for axis, row, column, value in both]


def _complex(twice_j: int) -> list[tuple[int, int, int, complex]]:
    entries = []
    for k in range(twice_j):
        # J_+ from m = k - j to m + 1
        c = sqrt((k + 1) * (twice_j - k)) / 2
        entries += [(0, k + 1, k, -1j * c), (0, k, k + 1, -1j * c)]
        entries += [(1, k + 1, k, complex(-c)), (1, k, k + 1, complex(c))]
    return entries + [(2, k, k, -1j * (k - twice_j / 2)) for k in range(twice_j + 1)]


@part
def act(rows: Any, values: Any, axis: int, source: Any, target: Any, add: bool, scale: Any) -> None:
    """Target = scale X_axis source, or that added to it; rows of n numbers, flat."""
    n = rows.shape[1]
    for r in range(n):
        p, q = rows[axis, r, 0] * n, rows[axis, r, 1] * n
        f, g = values[axis, r, 0] * scale, values[axis, r, 1] * scale
        start = r * n
        for c in range(n):
            value = f * source[p + c] + g * source[q + c]
            if add:
                value += target[start + c]
            target[start + c] = value


@part
def combine_pairs(
    turned: Any, J: Any, bends: Any, a: int, b: int, target: Any, mirror: Any
) -> None:
    """The second derivative by the coordinates a and b, to both of its places."""
    f, g, h = bends[0, a, b], bends[1, a, b], bends[2, a, b]
    xx, yy, zz = J[0, a] * J[0, b], J[1, a] * J[1, b], J[2, a] * J[2, b]
    xy = J[0, a] * J[1, b] + J[1, a] * J[0, b]
    yz = J[1, a] * J[2, b] + J[2, a] * J[1, b]
    zx = J[2, a] * J[0, b] + J[0, a] * J[2, b]
    for k in range(turned.shape[1]):
        value = f * turned[0, k] + g * turned[1, k] + h * turned[2, k]
        value += xx * turned[3, k] + yy * turned[4, k] + zz * turned[5, k]
        value += xy * turned[6, k] + yz * turned[7, k] + zx * turned[8, k]
        target[k] = value
        mirror[k] = value


@kernel
def differentiate(
    matrices: Any,
    start: int,
    stop: int,
    rows: Any,
    values: Any,
    jacobians: Any,
    bends: Any,
    first: Any,
    second: Any,
    order: int,
) -> None:
    """first[i, a] = J_k(a) X_k D and, for order 2, second[i, a, b] of each matrix, flat.

    matrices (count, n n), jacobians (count, 3, q), bends (count, 3, q, q).
    """
    size = matrices.shape[1]
    coordinates = jacobians.shape[2]
    # X_x D, X_y D, X_z D; their squares; halves of anticommutators xy, yz, zx
    turned = np.empty((9, size), matrices.dtype)
    for i in range(start, stop):
        J = jacobians[i]
        for axis in range(3):
            act(rows, values, axis, matrices[i], turned[axis], False, 1.0)
        for a in range(coordinates):
            f, g, h = J[0, a], J[1, a], J[2, a]
            target = first[i, a]
            for k in range(size):
                target[k] = f * turned[0, k] + g * turned[1, k] + h * turned[2, k]
        if order == 1:
            continue
        for axis in range(3):
            other = (axis + 1) % 3
            act(rows, values, axis, turned[axis], turned[3 + axis], False, 1.0)
            act(rows, values, axis, turned[other], turned[6 + axis], False, 0.5)
            act(rows, values, other, turned[axis], turned[6 + axis], True, 0.5)
        for a in range(coordinates):
            for b in range(a, coordinates):
                combine_pairs(turned, J, bends[i], a, b, second[i, a, b], second[i, b, a])
