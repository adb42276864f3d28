"""Circular harmonics of a block of points, one in each lane.

cos(n phi) and sin(n phi) are the real and imaginary part of ((x + iy)/r)^n, each product kept to
twice the working precision.  Derivatives of the functions of the direction alone, f(phi), are

    grad f = f' p/r,   grad grad f = (f'' p p - f' (u p + p u))/r^2,   u = (x, y)/r, p = (-y, x)/r,

and those of solid ones lower n by one, d(x + iy)^n/dx = n (x + iy)^(n-1), d/dy = i d/dx.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.blocks import WIDTH, write_block
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.harmonics.directions import azimuthal_powers, rescale, unit_vectors
from grouptools.numeric.simd import fma, load, load_points, negative, spread, store, where_less

__all__ = ["evaluate_circular"]


@part
def power(powers: Floats, n: int, turn: int) -> Any:
    """The real part of i^turn (x + iy)^n / r^n, turn = 0, 1, 2 or 3."""
    value = load(powers, (2 * n + turn % 2) * WIDTH)
    if turn == 1 or turn == 2:  # noqa: PLR1714  # compiled: no set is built
        value = negative(value)
    return value


@part
def solid_rows(
    rows: Floats, powers: Floats, scales: Floats, factors: Floats, n_max: int, order: int, y: int
) -> None:
    """Derivatives of solid harmonics, `order` in all, `y` of them in the direction y."""
    for n in range(n_max + 1):
        factor = factors[n]
        for k in range(order):
            factor *= n - k
        lower = max(n - order, 0)
        scale = load(scales, lower * WIDTH) * spread(factor)
        store(rows, 2 * n * WIDTH, power(powers, lower, y) * scale)
        if n > 0:
            imaginary = power(powers, lower, (y + 3) % 4)
            store(rows, (2 * n - 1) * WIDTH, imaginary * scale)


@part
def angular_rows(
    rows: Floats,
    powers: Floats,
    factors: Floats,
    n_max: int,
    order: int,
    u: Any,
    v: Any,
    a: int,
    b: int,
) -> None:
    """Derivatives of the functions f of the angle, times r^order, along axes a and, second, b."""
    u_a, p_a = (u, negative(v)) if a == 0 else (v, u)
    u_b, p_b = (u, negative(v)) if b == 0 else (v, u)
    # f' first + f'' second
    first, second = p_a, p_a - p_a
    if order > 1:
        first, second = negative(u_a * p_b + p_a * u_b), p_a * p_b
    for n in range(n_max + 1):
        once, twice = spread(n * factors[n]), spread(-n * n * factors[n])
        cosine, sine = power(powers, n, 0), power(powers, n, 3)
        row = fma(twice * cosine, second, negative(once * sine) * first)
        store(rows, 2 * n * WIDTH, row)
        if n > 0:
            row = fma(twice * sine, second, once * cosine * first)
            store(rows, (2 * n - 1) * WIDTH, row)


@part
def length_powers(scales: Floats, n_max: int, r: Any) -> None:
    """scales[n] = r^n."""
    scale = spread(1.0)
    for n in range(n_max + 1):
        store(scales, n * WIDTH, scale)
        scale = scale * r


@part
def shrink(rows: Floats, columns: int, a: Any, b: Any) -> None:
    """Rows times a b, one after the other, so that 0 stays 0 and nothing overflows on the way."""
    for k in range(columns):
        store(rows, k * WIDTH, load(rows, k * WIDTH) * a * b)


@kernel
def evaluate_circular(
    xy: Floats,
    start: int,
    stop: int,
    factors: Floats,
    normalize: bool,
    order: int,
    out: Floats,
    d1: Floats,
    d2: Floats,
) -> None:
    """out[i] = [Y(0), Y(-1), Y(1), Y(-2), ...], d1 and d2 its derivatives up to `order`."""
    n_max = len(factors) - 1
    columns = 2 * n_max + 1
    powers = np.empty(2 * (n_max + 1) * WIDTH)
    scales = np.empty((n_max + 1) * WIDTH)
    rows = np.empty(columns * WIDTH)
    zero, one = spread(0.0), spread(1.0)
    for first in range(start, stop, WIDTH):
        x, y = load_points(xy, first, (1.0, 1.0))
        x, y, z, s, power = rescale(x, y, zero)
        unit = unit_vectors(x, y, z, one)
        azimuthal_powers(powers, n_max, WIDTH, unit, one, True)
        r, u, v = unit[6], unit[0], unit[2]
        length_powers(scales, n_max, one if normalize else r * s)
        inverse = where_less(zero, r, one, zero) / where_less(zero, r, r, one)
        solid_rows(rows, powers, scales, factors, n_max, 0, 0)
        write_block(rows, columns, out, first, 0, columns, stop - start)
        for place in range((order > 0) * 2 + (order > 1) * 4):  # x, y, xx, xy, yx, yy
            k = 1 if place < 2 else 2
            a, b = (place, place) if k == 1 else ((place - 2) // 2, place % 2)
            if normalize:
                angular_rows(rows, powers, factors, n_max, k, u, v, a, b)
                for _ in range(k):
                    shrink(rows, columns, inverse, power)
            else:
                solid_rows(rows, powers, scales, factors, n_max, k, a if k == 1 else a + b)
            target, index, step = (d1, place, 2) if k == 1 else (d2, place - 2, 4)
            write_block(rows, columns, target, first, index * columns, step * columns, stop - start)
