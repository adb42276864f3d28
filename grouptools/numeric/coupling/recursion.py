"""The three-term recursions of 3j and 6j symbols, solved from both ends.

Along one quantum number, with the others fixed, the symbols times their weight are the unit
vector h in the null space of a symmetric tridiagonal matrix:

    a[k + 1] h[k + 1] + b[k] h[k] + a[k] h[k - 1] = 0,    sum(h[k]**2) = 1.

`m_recursion`: h = sqrt(2 j1 + 1) (j1 j2 j3; m1 m2 -m1-m2) over m2 [from (J2 + J3)^2 = J1^2];
`j_recursion`: h = sqrt(2 j3 + 1) (j1 j2 j3; m1 m2 -m1-m2) over j3;
`x_recursion`: h = sqrt((2 x + 1)(2 j4 + 1)) {x j2 j3; j4 j5 j6} over x
[Schulten, Gordon, J. Math. Phys. 16 (1975) 1961, (6) to (9); Luscombe, Luban, Phys. Rev. E 57
(1998) 7274].  h falls off towards both ends and oscillates between; a recursion is stable as long
as it grows or oscillates.  So `solve` goes from the right end to the first peak, which is where
the falling part is over, then from the left end to there, and joins the two.

Spins and projections are doubled integers (t for 2j) in int64; every product of them that is
formed stays below 2**53, so that b is rounded once, for j to 1000 (x and j3 to 2000).
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.compilation import kernel

__all__ = ["j_recursion", "m_recursion", "parity", "solve", "x_recursion"]

Floats = NDArray[np.float64]

LARGE = 2.0**400
SMALL = 2.0**-400


@kernel
def parity(n: int) -> float:
    """Return (-1)**n."""
    return 1.0 - 2.0 * (n & 1)


@kernel
def m_recursion(t1: int, t2: int, t3: int, m1: int, a: Floats, b: Floats) -> tuple[int, int]:
    """Fill a and b of the recursion over m2; return the lowest 2*m2 and the number of terms."""
    low, high = max(-t2, -t3 - m1), min(t2, t3 - m1)
    n = (high - low) // 2 + 1
    i2, i3 = (t2 + low) // 2, (t3 + m1 + low) // 2
    for k in range(n):
        x, y = float(i2 + k), float(i3 + k)
        a[k] = sqrt((x * (t2 + 1 - x)) * (y * (t3 + 1 - y)))
    constant = t2 * (t2 + 2) + t3 * (t3 + 2) - t1 * (t1 + 2)
    for k in range(n):
        m2 = low + 2 * k
        b[k] = 0.25 * (constant - 2 * m2 * (m1 + m2))
    return low, n


@kernel
def j_recursion(t1: int, t2: int, m1: int, m2: int, a: Floats, b: Floats) -> tuple[int, int]:
    """Fill a and b of the recursion over j3; return the lowest 2*j3 and the number of terms."""
    m3 = -m1 - m2
    low, high = max(abs(t1 - t2), abs(m3)), t1 + t2
    n = (high - low) // 2 + 1
    least, most, third = float((t1 - t2) ** 2), float((t1 + t2 + 2) ** 2), float(m3 * m3)
    skew = (t1 - t2) * (t1 + t2 + 2) * m3
    for k in range(n):
        t = low + 2 * k
        s = float(t * t)
        a[k] = (
            0.25 * sqrt(((s - least) * (most - s)) * ((s - third) / (s * (s - 1.0)))) if k else 0.0
        )
        x = t * (t + 2)
        b[k] = 0.5 * (x * (m2 - m1) - skew) / x if x else 0.5 * (m2 - m1)
    return low, n


@kernel
def x_recursion(
    t2: int, t3: int, t4: int, t5: int, t6: int, a: Floats, b: Floats
) -> tuple[int, int]:
    """Fill a and b of the recursion over x; return the lowest 2*x and the number of terms."""
    low, high = max(abs(t2 - t3), abs(t5 - t6)), min(t2 + t3, t5 + t6)
    n = (high - low) // 2 + 1
    c2, c3, c4, c5, c6 = t2 * (t2 + 2), t3 * (t3 + 2), t4 * (t4 + 2), t5 * (t5 + 2), t6 * (t6 + 2)
    least, most = float((t2 - t3) ** 2), float((t2 + t3 + 2) ** 2)
    least2, most2 = float((t5 - t6) ** 2), float((t5 + t6 + 2) ** 2)
    total, skew = c2 + c3 + c5 + c6 - 2 * c4, (c2 - c3) * (c5 - c6)
    for k in range(n):
        t = low + 2 * k
        s = float(t * t)
        inner = ((s - least) * (most - s)) * (((s - least2) * (most2 - s)) / (s * (s - 1.0)))
        a[k] = 0.125 * sqrt(inner) if k else 0.0
        x = t * (t + 2)
        b[k] = 0.25 * (x * (total - x) + skew) / x if x else 0.25 * total
    return low, n


@kernel
def solve(a: Floats, b: Floats, n: int, sign: float, h: Floats) -> None:
    """The unit null vector h[:n] whose last entry has the sign; entries below 1e-300 may be 0."""
    x, y, z, peak, right = 1.0, 0.0, 0.0, n - 1, 1.0
    h[peak] = 1.0
    while peak > 0:
        z = -(b[peak] * x + y) / a[peak]
        if abs(z) < abs(x):
            break
        y, x = a[peak] * x, z
        peak -= 1
        h[peak] = x
        right += x * x
        if abs(x) > LARGE:
            for i in range(peak, n):
                h[i] *= SMALL
            x, y, right = x * SMALL, y * SMALL, right * SMALL * SMALL
    if peak == 0:
        _scale(h, 0, n, sign / sqrt(right))
        return
    u, v, w, left = 1.0, 0.0, 0.0, 0.0
    for k in range(peak):
        h[k] = u
        left += u * u
        w = u
        u = -(b[k] * u + v) / a[k + 1]
        v = a[k + 1] * w
        if abs(u) > LARGE:
            for i in range(k + 1):
                h[i] *= SMALL
            u, v, w, left = u * SMALL, v * SMALL, w * SMALL, left * SMALL * SMALL
    # u, w continue the left part to the peak and stand before it; x, z do for the right part.
    ratio = (u * x + w * z) / (x * x + z * z)
    scale = (sign if ratio > 0.0 else -sign) / sqrt(left + ratio * ratio * right)
    _scale(h, 0, peak, scale)
    _scale(h, peak, n, scale * ratio)


@kernel
def _scale(h: Floats, start: int, stop: int, factor: float) -> None:
    for k in range(start, stop):
        h[k] *= factor
