"""Spherical Bessel functions of a block of arguments, one in each lane.

Up to l = x the recurrence upward from sine and cosine is stable,

    j_{l+1} = (2l+1)/x j_l - j_{l-1}                                        [DLMF 10.51.1],

and beyond it the ratios r_l = j_l/j_{l-1}, found downward from where they no longer matter,

    r_l = 1 / ((2l + 1)/x - r_{l+1}),   j_l = r_l j_{l-1}                    [DLMF 10.51.1].

Both run in every lane, and each degree is taken from the one that is stable there.  Derivatives
come from neighbours, without a division by x,

    j_l' = (l j_{l-1} - (l+1) j_{l+1}) / (2l+1)                              [DLMF 10.51.2].
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.blocks import WIDTH, write_block
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.radial.trigonometry import sine_cosine
from grouptools.numeric.simd import (
    absolute,
    all_between,
    fma,
    load,
    load_points,
    negative,
    spread,
    store,
    where_less,
)

__all__ = ["evaluate_bessel", "evaluate_bessel_basis"]

# Where x is smaller, sin(x)/x = 1.
TINY = 1e-9


@part
def bessel_rows(rows: Floats, x: Any, x_low: Any, l_max: int, scratch: Floats) -> None:
    """rows[l] = j_l(x + x_low) for l = 0..l_max and lanes x >= 0."""
    sine, cosine = sine_cosine(x, x_low, scratch, WIDTH)
    inverse, low = _inverse(x, x_low)
    if not all_between(spread(float(l_max)), x, spread(np.inf)):
        # what is left out beyond `top` changes the ratio at l_max by 1e-17 or less where x <= l_max
        top = l_max + 2 + int(7.5 * l_max ** (1.0 / 3.0))
        ratio = x - x
        for l in range(top, 0, -1):
            k = spread(2.0 * l + 1.0)
            ratio = spread(1.0) / (fma(k, low, k * inverse) - ratio)
            if l <= l_max:
                store(rows, l * WIDTH, ratio)
    below = where_less(x, spread(TINY), spread(1.0), fma(sine, low, sine * inverse))
    store(rows, 0, below)
    before = cosine * inverse
    for l in range(1, l_max + 1):
        k = spread(2.0 * l - 1.0)
        a = k * inverse
        a_low = fma(k, low, fma(k, inverse, negative(a)))
        up = fma(a, below, fma(a_low, below, negative(before)))
        here = where_less(x, spread(float(l)), below * load(rows, l * WIDTH), up)
        store(rows, l * WIDTH, here)
        before, below = below, here


@part
def _inverse(x: Any, x_low: Any) -> Any:
    """1/(x + x_low) as a sum of two floats; the second is left out where it might overflow.

    Without it each step would err the same way, and l steps by l units.
    """
    zero = spread(0.0)
    inverse = spread(1.0) / x
    low = (fma(negative(x), inverse, spread(1.0)) - x_low * inverse) * inverse
    low = where_less(spread(1e300), x, zero, where_less(x, spread(1e-300), zero, low))
    return inverse, low


@part
def first_derivative(rows: Floats, l: int) -> Any:
    """j_l' from rows of j up to degree l + 1."""
    after = load(rows, (l + 1) * WIDTH)
    if l == 0:
        return negative(after)
    scale = 1.0 / (2.0 * l + 1.0)
    change = spread(l * scale) * load(rows, (l - 1) * WIDTH)
    return fma(spread(-(l + 1.0) * scale), after, change)


@part
def second_derivative(rows: Floats, l: int) -> Any:
    """j_l'' from rows of j up to degree l + 2; the formula for j_l', twice."""
    up = (l + 1.0) * (l + 2.0) / ((2.0 * l + 1.0) * (2.0 * l + 3.0))
    here = l * l / ((2.0 * l + 1.0) * (2.0 * l - 1.0))
    here += (l + 1.0) ** 2 / ((2.0 * l + 1.0) * (2.0 * l + 3.0))
    value = spread(up) * load(rows, (l + 2) * WIDTH)
    value = fma(spread(-here), load(rows, l * WIDTH), value)
    if l >= 2:
        down = l * (l - 1.0) / ((2.0 * l + 1.0) * (2.0 * l - 1.0))
        value = fma(spread(down), load(rows, (l - 2) * WIDTH), value)
    return value


@kernel
def evaluate_bessel(
    x: Floats, start: int, stop: int, l_max: int, order: int, out: Floats, d1: Floats, d2: Floats
) -> None:
    """out[i] = [j_l(x_i) for l in range(l_max + 1)], d1 and d2 its derivatives up to `order`."""
    columns = l_max + 1
    rows = np.empty((l_max + 3) * WIDTH)
    result = np.empty(columns * WIDTH)
    scratch = np.empty(4 * WIDTH)
    for first in range(start, stop, WIDTH):
        (given,) = load_points(x, first, (1.0,))
        size = absolute(given)
        bessel_rows(rows, size, spread(0.0), l_max + order, scratch)
        # j_l(-x) = (-1)^l j_l(x)
        turn = where_less(given, spread(0.0), spread(-1.0), spread(1.0))
        for k in range(order + 1):
            sign = turn if k == 1 else spread(1.0)
            for l in range(columns):
                value = load(rows, l * WIDTH)
                if k == 1:
                    value = first_derivative(rows, l)
                elif k == 2:
                    value = second_derivative(rows, l)
                store(result, l * WIDTH, value * sign)
                sign = sign * turn
            target = out if k == 0 else d1 if k == 1 else d2
            write_block(result, columns, target, first, 0, columns, stop - start)


@kernel
def evaluate_bessel_basis(
    r: Floats,
    start: int,
    stop: int,
    cutoff: float,
    zeros: Floats,
    order: int,
    out: Floats,
    d1: Floats,
    d2: Floats,
) -> None:
    """out[i] = [[s j_l(z r_i/c) for n] for l], (z, z_low, s, s z/c, s z^2/c^2) = zeros[l, n].

    d1 and d2 are derivatives in r; z + z_low is a zero of j_l to twice the working precision.
    """
    l_count, n_count, _ = zeros.shape
    columns = l_count * n_count
    rows = np.empty((l_count + 2) * WIDTH)
    results = np.empty((order + 1, columns * WIDTH))
    scratch = np.empty(4 * WIDTH)
    c = spread(cutoff)
    for first in range(start, stop, WIDTH):
        (given,) = load_points(r, first, (1.0,))
        share = given / c
        share_low = fma(negative(share), c, given) / c
        for l in range(l_count):
            for n in range(n_count):
                z = spread(zeros[l, n, 0])
                x = z * share
                x_low = fma(z, share, negative(x))
                x_low = fma(spread(zeros[l, n, 1]), share, fma(z, share_low, x_low))
                bessel_rows(rows, x, x_low, l + order, scratch)
                place = (l * n_count + n) * WIDTH
                store(results[0], place, spread(zeros[l, n, 2]) * load(rows, l * WIDTH))
                if order > 0:
                    store(results[1], place, spread(zeros[l, n, 3]) * first_derivative(rows, l))
                if order > 1:
                    store(results[2], place, spread(zeros[l, n, 4]) * second_derivative(rows, l))
        for k in range(order + 1):
            target = out if k == 0 else d1 if k == 1 else d2
            write_block(results[k], columns, target, first, 0, columns, stop - start)
