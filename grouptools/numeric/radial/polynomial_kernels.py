"""Chebyshev and Bernstein polynomials of a block of distances, one in each lane.

Chebyshev polynomials are found from their steps, at the distance u = 1 - |t| from the nearer end,

    D_{k+1} = D_k - 2 u T_k,   T_{k+1} = T_k + D_{k+1}     [Reinsch; Gentleman 1969],

where the recurrence for T_k itself would lose k^2 units; T_k(-t) = (-1)^k T_k(t).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.blocks import WIDTH, write_block
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.simd import fma, load, load_points, negative, spread, store, where_less

__all__ = ["evaluate_bernstein", "evaluate_chebyshev"]


@kernel
def evaluate_chebyshev(
    r: Floats,
    start: int,
    stop: int,
    cutoff: float,
    degree: int,
    order: int,
    out: Floats,
    d1: Floats,
    d2: Floats,
) -> None:
    """out[i] = [T_k(2 r_i/c - 1) for k in range(degree + 1)], d1 and d2 derivatives in r."""
    columns = degree + 1
    rows = np.empty((3, columns * WIDTH))
    one, two, four = spread(1.0), spread(2.0), spread(4.0)
    c = spread(cutoff)
    chain = spread(2.0 / cutoff)
    for first in range(start, stop, WIDTH):
        (given,) = load_points(r, first, (1.0,))
        rest = c - given
        u = where_less(given, rest, given, rest) / c * two
        side = where_less(given, rest, negative(one), one)
        u2 = negative(u + u)
        nothing = u - u  # nan where r is
        value, slope, bend = one + nothing, nothing, nothing
        step, slope_step, bend_step = u, nothing - one, nothing
        sign = one
        for k in range(columns):
            store(rows[0], k * WIDTH, sign * value)
            store(rows[1], k * WIDTH, sign * side * slope * chain)
            store(rows[2], k * WIDTH, sign * bend * chain * chain)
            bend_step = fma(u2, bend, fma(four, slope, bend_step))
            slope_step = fma(u2, slope, fma(two, value, slope_step))
            step = fma(u2, value, step)
            value, slope, bend = value + step, slope + slope_step, bend + bend_step
            sign = sign * side
        for k in range(order + 1):
            target = out if k == 0 else d1 if k == 1 else d2
            write_block(rows[k], columns, target, first, 0, columns, stop - start)


@part
def bernstein_rows(
    rows: Floats,
    powers: Floats,
    rest_powers: Floats,
    binomials: Floats,
    j: int,
    nothing: Any,
    scale: Any,
) -> None:
    """The j-th derivatives times `scale`: j-th differences of polynomials of degree n - j."""
    n = binomials.shape[1] - 1
    for k in range(n + 1):
        value = nothing
        if k <= n - j:
            value = load(powers, k * WIDTH) * load(rest_powers, (n - j - k) * WIDTH)
            value = spread(binomials[j, k]) * value * scale
        store(rows, k * WIDTH, value)
    for _ in range(j):
        for k in range(n, 0, -1):
            place = k * WIDTH
            store(rows, place, load(rows, place - WIDTH) - load(rows, place))
        store(rows, 0, negative(load(rows, 0)))


@kernel
def evaluate_bernstein(
    r: Floats,
    start: int,
    stop: int,
    cutoff: float,
    binomials: Floats,
    order: int,
    out: Floats,
    d1: Floats,
    d2: Floats,
) -> None:
    """out[i] = [C(n, k) s^k (1-s)^(n-k) for k in range(n + 1)], s = r_i/c; d1, d2 as above.

    binomials[j, k] = n!/(n-j)! C(n - j, k), 0 where k > n - j.
    """
    columns = binomials.shape[1]
    powers = np.empty(columns * WIDTH)
    rest_powers = np.empty(columns * WIDTH)
    rows = np.empty(columns * WIDTH)
    c, inverse = spread(cutoff), spread(1.0 / cutoff)
    for first in range(start, stop, WIDTH):
        (given,) = load_points(r, first, (1.0,))
        s, rest = given / c, (c - given) / c
        power, rest_power = spread(1.0) + (s - s), spread(1.0) + (s - s)
        for k in range(columns):
            store(powers, k * WIDTH, power)
            store(rest_powers, k * WIDTH, rest_power)
            power, rest_power = power * s, rest_power * rest
        scale = spread(1.0)
        for j in range(order + 1):
            bernstein_rows(rows, powers, rest_powers, binomials, j, s - s, scale)
            scale = scale * inverse
            target = out if j == 0 else d1 if j == 1 else d2
            write_block(rows, columns, target, first, 0, columns, stop - start)
