"""Matrices that another set of matrices becomes when its rows and columns move and take phases.

Given X_r and B_r for some rotations r, find all places s and powers p with

    X_r[i, j] = i^(p_i - p_j) B_r[s_i, s_j]    for all r.

Each entry X[i, j] is compared, over all rotations at once, with each i^q B[a, b]; then positions
are placed one after another, each where all entries that it shares with those before it agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Placing", "placings"]

Numbers = NDArray[Any]

#: For each position its place and power; None where the data say nothing of it.
Placing = tuple[tuple[int, int] | None, ...]

_ALL = 0b1111
#: [set of powers q, power p] -> the powers q + p, and p - q; a set has bit q where q is in it
_PLUS, _MINUS = (
    [
        [sum(1 << (sign * q + p) % 4 for q in range(4) if powers >> q & 1) for p in range(4)]
        for powers in range(16)
    ]
    for sign in (1, -1)
)


def placings(data: Numbers, standard: Numbers, allowed: Numbers) -> Iterator[Placing]:
    """All solutions, in the order of their places; the first position seen has p = 0.

    `data`, `standard`: shape (n, size, size), nan where all n are missing.
    `allowed`: the root mean square deviation that an entry may have, shape (size, size).
    """
    size = data.shape[-1]
    powers = _agreeing_powers(data, standard, allowed)
    known = ~np.isnan(data[0])
    seen = [i for i in range(size) if known[i].any() or known[:, i].any()]
    seen.sort(key=lambda i: not known[i, i])
    yield from _extended(seen, [], powers.tolist(), size)


def _agreeing_powers(data: Numbers, standard: Numbers, allowed: Numbers) -> NDArray[np.int64]:
    """[i, j, a, b] -> the set of q for which X[i, j] is i^q B[a, b]; all where X is missing."""
    n, size, _ = data.shape
    x, b = data.reshape(n, -1), standard.reshape(n, -1)
    missing = np.isnan(x[0])
    x = np.where(missing, 0, x)
    products = x.T @ b.conj()
    squares = np.sum(np.abs(x) ** 2, axis=0)[:, None] + np.sum(np.abs(b) ** 2, axis=0)
    bound = n * allowed.reshape(-1, 1) ** 2
    found = np.zeros(products.shape, np.int64)
    for q, phase in enumerate((1, 1j, -1, -1j)):
        found |= (squares - 2 * (np.conj(phase) * products).real <= bound).astype(np.int64) << q
    found[missing] = _ALL
    return found.reshape(size, size, size, size)


def _extended(
    seen: list[int], placed: list[tuple[int, int]], powers: list[Any], size: int
) -> Iterator[Placing]:
    """All placings that begin with those placed, of the first positions seen."""
    if len(placed) == len(seen):
        at = dict(zip(seen, placed, strict=True))
        yield tuple(at.get(i) for i in range(size))
        return
    i = seen[len(placed)]
    taken = {place for place, _ in placed}
    for a in range(size):
        if a in taken or not powers[i][i][a][a] & 1:
            continue
        possible = _ALL if placed else 1
        for j, (b, p) in zip(seen, placed, strict=False):
            possible &= _PLUS[powers[i][j][a][b]][p] & _MINUS[powers[j][i][b][a]][p]
            if not possible:
                break
        for p in range(4):
            if possible >> p & 1:
                yield from _extended(seen, [*placed, (a, p)], powers, size)
