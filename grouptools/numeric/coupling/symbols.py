"""Single symbols and families of them, each by the recursion that is best conditioned.

An error eps in a and b moves the null vector by eps |T| / gap, |T| the size of the matrix and gap
the distance of its next eigenvalue.  With the largest spin as the fixed one that is at most about
the smallest spin times eps; with a small spin fixed and a long way to go it is the square of the
others.  So one symbol is found by moving the projection of a smaller spin (3j) or a spin coupled
to the smallest (6j), and a family whose fixed spin is small is put together symbol by symbol.

All spins and projections are doubled; `work` has three rows as long as the longest recursion.
Selection rules hold for what is asked, but for `single_3j`, `single_6j` and `sum_9j`.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.compilation import kernel
from grouptools.numeric.coupling.recursion import (
    j_recursion,
    m_recursion,
    parity,
    solve,
    x_recursion,
)

__all__ = [
    "is_triad",
    "projections_3j",
    "row_3j",
    "single_3j",
    "single_6j",
    "spins_3j",
    "spins_6j",
    "sum_9j",
]

Floats = NDArray[np.float64]


@kernel
def is_triad(t1: int, t2: int, t3: int) -> bool:
    """Whether |j1 - j2| <= j3 <= j1 + j2 in integer steps."""
    return (t1 + t2 + t3) % 2 == 0 and abs(t1 - t2) <= t3 <= t1 + t2


@kernel
def row_3j(t1: int, t2: int, t3: int, m1: int, work: Floats) -> tuple[int, int]:
    """Put sqrt(2 j1 + 1) (j1 j2 j3; m1 m2 m3) over m2 into work[2]; return lowest 2*m2, length."""
    low, n = m_recursion(t1, t2, t3, m1, work[0], work[1])
    # (j1 j2 j3; m1 j2 m3) and (j1 j2 j3; m1 m2 -j3) have the sign of (-1)^(j2 - j3 - m1)
    solve(work[0], work[1], n, parity((t2 - t3 - m1) // 2), work[2])
    return low, n


@kernel
def single_3j(
    t1: int, t2: int, t3: int, m1: int, m2: int, work: Floats, key: NDArray[np.int64]
) -> float:
    """(j1 j2 j3; m1 m2 -m1-m2); `key` remembers which row `work` holds."""
    m3 = -m1 - m2
    if not is_triad(t1, t2, t3) or abs(m1) > t1 or abs(m2) > t2 or abs(m3) > t3:
        return 0.0
    if t2 >= t1 and t2 >= t3:
        t1, t2, t3, m1, m2 = t2, t3, t1, m2, m3
    elif t3 >= t1 and t3 >= t2:
        t1, t2, t3, m1, m2 = t3, t1, t2, m3, m1
    # (-m1 -m2 -m3) has the factor (-1)^(j1+j2+j3), so that it is exactly 0 where m is 0
    flip = m1 > 0 or (m1 == 0 and m2 > 0)
    sign = parity((t1 + t2 + t3) // 2)
    if m1 == 0 and m2 == 0 and sign < 0.0:
        return 0.0
    if flip:
        m1, m2 = -m1, -m2
    if key[0] != t1 or key[1] != t2 or key[2] != t3 or key[3] != m1:
        key[0], key[1], key[2], key[3] = t1, t2, t3, m1
        key[4], key[5] = row_3j(t1, t2, t3, m1, work)
    value = work[2, (m2 - key[4]) // 2] / sqrt(t1 + 1.0)
    return float(value * sign if flip else value)


@kernel
def projections_3j(t1: int, t2: int, t3: int, m1: int, work: Floats, out: Floats) -> int:
    """Put (j1 j2 j3; m1 m2 m3) over m2 into out; return the lowest 2*m2."""
    low, high = max(-t2, -t3 - m1), min(t2, t3 - m1)
    n = (high - low) // 2 + 1
    if 4 * (t1 + 1) < n:
        key = np.full(6, -1)
        for k in range(n):
            out[k] = single_3j(t1, t2, t3, m1, low + 2 * k, work, key)
        return low
    row_3j(t1, t2, t3, m1, work)
    for k in range(n):
        out[k] = work[2, k] / sqrt(t1 + 1.0)
    return low


@kernel
def spins_3j(t1: int, t2: int, m1: int, m2: int, work: Floats, out: Floats) -> Any:
    """Put (j1 j2 j3; m1 m2 m3) over j3 into out; return the lowest 2*j3."""
    low, n = j_recursion(t1, t2, m1, m2, work[0], work[1])
    sign = parity((t1 - t2 + m1 + m2) // 2)
    solve(work[0], work[1], n, sign, work[2])
    for k in range(n):
        out[k] = work[2, k] / sqrt(low + 2 * k + 1.0)
    return low


@kernel
def _row_6j(t2: int, t3: int, t4: int, t5: int, t6: int, work: Floats) -> tuple[int, int]:
    """Put sqrt((2x+1)(2 j4+1)) {x j2 j3; j4 j5 j6} into work[2]; return lowest 2*x, length."""
    low, n = x_recursion(t2, t3, t4, t5, t6, work[0], work[1])
    solve(work[0], work[1], n, parity((t2 + t3 + t5 + t6) // 2), work[2])
    return low, n


@kernel
def single_6j(
    t1: int, t2: int, t3: int, t4: int, t5: int, t6: int, work: Floats, key: NDArray[np.int64]
) -> float:
    """{j1 j2 j3; j4 j5 j6}; `key` remembers which row `work` holds."""
    if not (
        is_triad(t1, t2, t3)
        and is_triad(t1, t5, t6)
        and is_triad(t4, t2, t6)
        and is_triad(t4, t5, t3)
    ):
        return 0.0
    # the first column away from the smallest spin, and in it the largest of the rest below
    low1, low2, low3 = min(t1, t4), min(t2, t5), min(t3, t6)
    if low1 <= low2 and low1 <= low3:
        t1, t2, t4, t5 = t2, t1, t5, t4
        low1, low2 = low2, low1
    if low2 <= low3:
        t2, t3, t5, t6 = t3, t2, t6, t5
    if max(t2, t5) > max(t1, t4):
        t1, t2, t4, t5 = t2, t1, t5, t4
    if t1 > t4:
        t1, t2, t4, t5 = t4, t5, t1, t2
    if key[0] != t2 or key[1] != t3 or key[2] != t4 or key[3] != t5 or key[4] != t6:
        key[0], key[1], key[2], key[3], key[4] = t2, t3, t4, t5, t6
        key[5] = _row_6j(t2, t3, t4, t5, t6, work)[0]
    return float(work[2, (t1 - key[5]) // 2] / sqrt((t1 + 1.0) * (t4 + 1.0)))


@kernel
def spins_6j(
    t2: int, t3: int, t4: int, t5: int, t6: int, work: Floats, out: Floats
) -> tuple[int, int]:
    """Put {x j2 j3; j4 j5 j6} over x into out; return the lowest 2*x and the length."""
    low, high = max(abs(t2 - t3), abs(t5 - t6)), min(t2 + t3, t5 + t6)
    n = (high - low) // 2 + 1
    if 4 * (t4 + 1) < n:
        key = np.full(6, -1)
        for k in range(n):
            out[k] = single_6j(low + 2 * k, t2, t3, t4, t5, t6, work, key)
        return low, n
    _row_6j(t2, t3, t4, t5, t6, work)
    for k in range(n):
        out[k] = work[2, k] / sqrt((low + 2 * k + 1.0) * (t4 + 1.0))
    return low, n


@kernel
def sum_9j(t: NDArray[np.int64], work: Floats, families: Floats) -> Any:
    """{j1 j2 j3; j4 j5 j6; j7 j8 j9} of nine doubled spins [Varshalovich et al. 1988, 10.2.4 (20)].

    sum_x (-1)^(2x) (2x+1) {x j8 j4; j7 j1 j9} {x j4 j8; j5 j2 j6} {x j1 j9; j3 j6 j2}
    """
    a, b, c, d, e, f, g, h, i = t
    if not (
        is_triad(a, b, c)
        and is_triad(d, e, f)
        and is_triad(g, h, i)
        and is_triad(a, d, g)
        and is_triad(b, e, h)
        and is_triad(c, f, i)
    ):
        return 0.0
    # a change of two rows or columns has the factor (-1)^(j1 + ... + j9)
    if t.sum() // 2 % 2 and _has_equal_lines(t):
        return 0.0
    low1, n1 = spins_6j(h, d, g, a, i, work, families[0])
    low2, n2 = spins_6j(d, h, e, b, f, work, families[1])
    low3, n3 = spins_6j(a, i, c, f, b, work, families[2])
    low = max(low1, low2, low3)
    high = min(low1 + 2 * n1, low2 + 2 * n2, low3 + 2 * n3)
    total = 0.0
    for x in range(low, high, 2):
        k1, k2, k3 = (x - low1) // 2, (x - low2) // 2, (x - low3) // 2
        total += (x + 1.0) * families[0, k1] * families[1, k2] * families[2, k3]
    return total * parity(low)


@kernel
def _has_equal_lines(t: NDArray[np.int64]) -> bool:
    """Whether two rows or two columns of nine spins are equal."""
    for i in range(3):
        k = (i + 1) % 3
        rows = (
            t[3 * i] == t[3 * k] and t[3 * i + 1] == t[3 * k + 1] and t[3 * i + 2] == t[3 * k + 2]
        )
        if rows or (t[i] == t[k] and t[i + 3] == t[k + 3] and t[i + 6] == t[k + 6]):
            return True
    return False
