"""The part that all Wigner kernels share: one rotation in each lane, one degree after another.

Each lane holds a unit quaternion.  Where |a| < |b| the recursion runs at the half turn's other
side, by P(l; k, m)(-c) = (-1)^(l-m) P(l; -k, m)(c), so that d <= 1 always: at the identity and at
every half turn that takes z to -z the values are exact, and elsewhere errors do not grow with l
faster than those of the powers of a and b [Reinsch's modification; Gentleman 1969, Comput. J. 12,
160].

Pairs (k, m) with 0 <= k <= m stand at the index j (j+1)/2 + i, k = i + low, m = j + low.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part
from grouptools.numeric.simd import (
    fma,
    load,
    load_points,
    negative,
    prefetch,
    spread,
    store,
    store_tile,
    where_less,
)

__all__ = ["WHOLE", "WIDTH", "Doubles", "Places", "advance", "begin", "write_rows"]

#: Lanes of float64.
WIDTH = 8

#: Matrices of more numbers leave the buffer row by row.
WHOLE = 1200

#: How far ahead of a store its cache line is asked for, in numbers.
AHEAD = 128

Doubles = NDArray[np.float64]
Places = NDArray[np.int64]


@part
def begin(
    quaternions: Doubles, first: int, powers: Doubles, top: int, state: Doubles, pairs: int
) -> Any:
    """Fill powers of a and -b to `top`, start the recursion; return (d, c) of eight rotations.

    powers: [Re a^s, Im a^s, Re (-b)^s, Im (-b)^s] for s in range(top + 1), lanes each.
    """
    scalar = 1.0
    x, y, z, w = load_points(quaternions, first, (scalar, scalar, scalar, scalar))
    one = spread(scalar)
    zero = one - one
    ar, ai, br, bi = w, negative(z), negative(y), x
    a_square, b_square = fma(w, w, z * z), fma(x, x, y * y)
    c = a_square - b_square
    d = where_less(a_square, b_square, a_square, b_square) * (spread(2.0) / (a_square + b_square))
    store(powers, 0, one)
    store(powers, WIDTH, zero)
    store(powers, 2 * WIDTH, one)
    store(powers, 3 * WIDTH, zero)
    p, q, u, v = one, zero, one, zero
    for s in range(1, top + 1):
        p, q = fma(p, ar, negative(q * ai)), fma(p, ai, q * ar)
        u, v = fma(u, br, negative(v * bi)), fma(u, bi, v * br)
        place = 4 * s * WIDTH
        store(powers, place, p)
        store(powers, place + WIDTH, q)
        store(powers, place + 2 * WIDTH, u)
        store(powers, place + 3 * WIDTH, v)
    for pair in range(2 * pairs):
        store(state, 2 * pair * WIDTH, one)
        store(state, (2 * pair + 1) * WIDTH, zero)
    return d, c


@part
def advance(
    state: Doubles, values: Doubles, table: Doubles, base: int, n: int, d: Any, c: Any
) -> None:
    """Go on to the n-th degree: values[2 t], values[2 t + 1] = P(l; k, m), P(l; -k, m), lanes.

    `base`: where the n-th degree begins in the table.
    """
    one = spread(1.0)
    zero = one - one
    turned = where_less(c, zero, negative(one), one)
    sign = one
    if n % 2 == 1:
        sign = turned
    place = base
    t = 0
    for j in range(n + 1):
        for _ in range(j + 1):
            s = 4 * t * WIDTH
            p, step = load(state, s), load(state, s + WIDTH)
            step = fma(negative(spread(table[place]) * d), p, spread(table[place + 1]) * step)
            p = p + step
            store(state, s, p)
            store(state, s + WIDTH, step)
            p = p * (spread(table[place + 2]) * sign)
            q, step = load(state, s + 2 * WIDTH), load(state, s + 3 * WIDTH)
            step = fma(negative(spread(table[place + 3]) * d), q, spread(table[place + 4]) * step)
            q = q + step
            store(state, s + 2 * WIDTH, q)
            store(state, s + 3 * WIDTH, step)
            q = q * (spread(table[place + 5]) * sign)
            store(values, 2 * t * WIDTH, where_less(c, zero, q, p))
            store(values, (2 * t + 1) * WIDTH, where_less(c, zero, p, q))
            place += 6
            t += 1
        sign = sign * turned


@part
def write_rows(
    buffer: Doubles, start: int, count: int, out: Floats, offset: int, step: int
) -> None:
    """out[offset + p*step + k] = buffer[(start + k)*WIDTH + p] for p < WIDTH, k < count.

    Eight streams are written in turns, which the hardware does not foresee: asked for ahead of
    time, large results are written up to twice as fast.
    """
    k = 0
    while k < count:
        if count < WIDTH:
            for p in range(WIDTH):
                out[offset + p * step + k] = buffer[(start + k) * WIDTH + p]
            k += 1
        else:
            k = min(k, count - WIDTH)
            target = offset + k
            for p in range(WIDTH):
                prefetch(out, target + p * step + AHEAD)
            store_tile(buffer, (start + k) * WIDTH, WIDTH, out, target, step)
            k += WIDTH
