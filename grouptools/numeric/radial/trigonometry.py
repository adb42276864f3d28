"""Sine and cosine of lanes, for arguments that are sums of two floats.

x is brought to [-pi/4, pi/4] by multiples of pi/2 in three parts (Cody and Waite); the first step
is exact by fma.  There the Taylor polynomials of degree 17 and 16 are within 3e-18.  Beyond 1e5,
and for what is not finite, the C library does one lane after another.
"""

from __future__ import annotations

import math
from math import factorial
from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part
from grouptools.numeric.simd import (
    absolute,
    all_between,
    fma,
    load,
    negative,
    spread,
    store,
    where_less,
)

__all__ = ["sine_cosine"]

LARGEST = 1e5
# To the nearest integer: adding this leaves no bits below one.
TO_INTEGER = 1.5 * 2.0**52
TWO_OVER_PI = 2 / math.pi
# pi/2 as a sum of three floats, each the nearest to what is left.
HALF_PI = (1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33)
SINE = tuple((-1) ** k / factorial(2 * k + 1) for k in range(9))
COSINE = tuple((-1) ** k / factorial(2 * k) for k in range(9))


@part
def sine_cosine(x: Any, x_low: Any, scratch: Floats, width: int) -> Any:
    """(sin, cos) of x + x_low, for x >= 0 and x_low within a few units of the last place of x.

    Both are 0 where x is infinite: the limit of what they are divided by is all that matters.
    """
    sine, cosine = _by_polynomials(x, x_low)
    if all_between(spread(0.0), x, spread(LARGEST)):
        return sine, cosine
    # only the lanes that need it, so that no result depends on the other points of its block
    s, c, low = scratch[:width], scratch[width : 2 * width], scratch[2 * width : 3 * width]
    store(s, 0, sine)
    store(c, 0, cosine)
    store(low, 0, x_low)
    store(scratch, 3 * width, x)
    for p in range(width):
        value = scratch[3 * width + p]
        if not value <= LARGEST:
            infinite = value == np.inf
            up = 0.0 if infinite else math.sin(value)
            along = 0.0 if infinite else math.cos(value)
            s[p] = up + (0.0 if infinite else low[p] * along)
            c[p] = along - (0.0 if infinite else low[p] * up)
    return load(s, 0), load(c, 0)


@part
def _by_polynomials(x: Any, x_low: Any) -> Any:
    shift, half = spread(TO_INTEGER), spread(0.5)
    turns = (x * spread(TWO_OVER_PI) + shift) - shift
    back = negative(turns)
    t = fma(back, spread(HALF_PI[0]), x)
    t = fma(back, spread(HALF_PI[2]), fma(back, spread(HALF_PI[1]), t) + x_low)
    square = t * t
    p, q = spread(SINE[8]), spread(COSINE[8])
    for k in range(7, 0, -1):
        p = fma(p, square, spread(SINE[k]))
        if k > 1:
            q = fma(q, square, spread(COSINE[k]))
    sine = fma(p * square, t, t)
    # 1 - t^2/2 + ..., with what the difference rounds off
    bend = half * square
    flat = spread(1.0) - bend
    cosine = flat + fma(q * square, square, (spread(1.0) - flat) - bend)
    # quarter turns, -2 to 2
    quarter = fma(spread(-4.0), (turns * spread(0.25) + shift) - shift, turns)
    odd = absolute(absolute(quarter) - spread(1.0))
    first = where_less(odd, half, cosine, sine)
    second = where_less(odd, half, sine, cosine)
    low, high = spread(-0.5), spread(1.5)
    first = where_less(quarter, low, negative(first), first)
    first = where_less(high, quarter, negative(first), first)
    # the line above turned -2 once and 2 once; a cosine turns at 1 and at both ends
    second = where_less(half, quarter, negative(second), second)
    second = where_less(quarter, spread(-1.5), negative(second), second)
    return first, second
