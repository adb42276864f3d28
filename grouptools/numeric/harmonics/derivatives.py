"""Harmonics of a block of points with gradients and Hessians, for any l_max.

Each S(l, +-k) comes with its derivatives, which the degree below gives:

    d/dx S(l, +-k) = b S(l-1, +-(k-1)) - e S(l-1, +-(k+1)),
    d/dy S(l, +-k) = -+(b S(l-1, -+(k-1)) + e S(l-1, -+(k+1))),    d/dz S(l, m) = g S(l-1, m),

b, e, g of `grouptools.numeric.harmonics.tables.gradient_table`; the second derivatives are the
same combinations of the first ones of degree l - 1.  On the unit sphere, with T = grad S - l v S,

    grad Y(v/|v|) = T/|v|,
    d_i d_j Y(v/|v|) = (S_ij - l (v_i T_j + v_j T_i) + ((2l - l^2) v_i v_j - l delta_ij) S)/|v|^2.

Rows of the degree below hold S(l-1, k) and S(l-1, -k) side by side, k = -1, 0, 1, ..., with zeros
where there is no such order and for the second column of k = 0.  Components of a result stay side by
side in the buffer as well, so that each loop runs along few addresses.
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import drop_columns, lanes_buffer, write_columns
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.harmonics.kernels import next_polar, start_block
from grouptools.numeric.simd import (
    fma,
    load,
    negative,
    spread,
    store,
    where_less,
    width_of,
)

__all__ = ["evaluate_gradients", "evaluate_hessians"]

#: Columns of each component that collect before they leave.
ROOM = 64


@part
def pair_at(row: Floats, start: int, k: int, width: int) -> Any:
    """The two columns of k."""
    place = (start + 2 * k) * width
    return load(row, place), load(row, place + width)


@part
def put_pair(row: Floats, start: int, k: int, width: int, first: Any, second: Any) -> None:
    """Store the two columns of k."""
    place = (start + 2 * k) * width
    store(row, place, first)
    store(row, place + width, second)


@part
def slopes_of(b: Any, e: Any, g: Any, near: Any, far: Any, here: Any) -> Any:
    """The three derivatives of S(l, k) and of S(l, -k), from pairs for +m and -m of degree l - 1.

    `near`, `far`, `here`: S(l-1, +-m) at m = k - 1, k + 1, k.
    """
    up, up_other = e * far[0], e * far[1]
    x, y = fma(b, near[0], negative(up)), negative(fma(b, near[1], up_other))
    x_other, y_other = fma(b, near[1], negative(up_other)), fma(b, near[0], up)
    return (x, y, g * here[0]), (x_other, y_other, g * here[1])


@part
def tangent_of(slope: Any, v: Any, inner: Any) -> Any:
    """T = grad S + v (-l S), component by component."""
    return fma(v[0], inner, slope[0]), fma(v[1], inner, slope[1]), fma(v[2], inner, slope[2])


@part
def put_gradient(
    buffer: Floats, place: int, width: int, value: Any, slope: Any, v: Any, factors: Any
) -> None:
    """A value and its gradient; `factors`: -l and 1/|v|, or 0 and 1 for solid harmonics."""
    t = tangent_of(slope, v, factors[0] * value)
    store(buffer, place, value)
    store(buffer, place + width, t[0] * factors[1])
    store(buffer, place + 2 * width, t[1] * factors[1])
    store(buffer, place + 3 * width, t[2] * factors[1])


@part
def put_hessian(
    buffer: Floats, place: int, width: int, value: Any, slope: Any, curve: Any, v: Any, factors: Any
) -> None:
    """xx, xy, xz, yy, yz, zz; `curve`: the solid harmonic's xx, xy, xz, yz, zz.

    `factors`: -l (or 0), 1/|v| (or 1), 2l - l^2 (or 0), 1/|v|^2 (or 1).
    """
    inner = factors[0] * value
    t = tangent_of(slope, v, inner)
    t = (t[0] * factors[0], t[1] * factors[0], t[2] * factors[0])
    radial = factors[2] * value
    a = fma(v[0], radial, t[0]), fma(v[1], radial, t[1]), fma(v[2], radial, t[2])
    square = factors[3]
    xx = fma(v[0], t[0], fma(v[0], a[0], curve[0])) + inner
    xy = fma(v[1], t[0], fma(v[0], a[1], curve[1]))
    xz = fma(v[2], t[0], fma(v[0], a[2], curve[2]))
    yy = fma(v[1], t[1], fma(v[1], a[1], negative(curve[0] + curve[4]))) + inner
    yz = fma(v[2], t[1], fma(v[1], a[2], curve[3]))
    zz = fma(v[2], t[2], fma(v[2], a[2], curve[4])) + inner
    store(buffer, place + 4 * width, xx * square)
    store(buffer, place + 5 * width, xy * square)
    store(buffer, place + 6 * width, xz * square)
    store(buffer, place + 7 * width, yy * square)
    store(buffer, place + 8 * width, yz * square)
    store(buffer, place + 9 * width, zz * square)


@part
def length_factors(unit: Any, s: Any, t: Any, side: Any, cap: Any, normalize: bool) -> Any:
    """What the value is multiplied by from degree to degree, and a derivative of first order."""
    zero = cap - cap
    one = cap / cap
    r = unit[6]
    present = where_less(zero, r, one, zero)
    if not normalize:
        return side * r * s * t, one
    inverse = present / where_less(zero, r, r, one) / s / t
    return side * present, where_less(inverse, cap, inverse, cap)


@part
def flush(buffer: Floats, parts: int, count: int, flat: Any, block: Any, ahead: bool) -> None:
    """Write `count` columns of every component; `block`: (first point, columns, written)."""
    first, columns, written = block
    width = width_of(buffer)
    gap = parts * width
    write_columns(buffer, 0, gap, count, flat[0], first * columns + written, columns, ahead)
    for c in range(3):
        place = (3 * first + c) * columns + written
        write_columns(buffer, (1 + c) * width, gap, count, flat[1], place, 3 * columns, ahead)
    if len(flat) == 3:
        for c in range(9):
            i, j = min(c // 3, c % 3), max(c // 3, c % 3)
            source = (4 + i + j + (1 if i else 0)) * width
            place = (9 * first + c) * columns + written
            write_columns(buffer, source, gap, count, flat[2], place, 9 * columns, ahead)


@kernel
def evaluate_gradients(
    xyz: Floats,
    start: int,
    stop: int,
    l_max: int,
    table: Floats,
    slopes: Floats,
    limits: Floats,
    normalize: bool,
    careful: bool,
    ahead: bool,
    values: Floats,
    gradients: Floats,
) -> None:
    """Values as in `evaluate_values`, and gradients[i, axis, l*l + l + m]."""
    columns = (l_max + 1) ** 2
    width = width_of(limits)
    powers = lanes_buffer(2 * (l_max + 1), limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    scratch = lanes_buffer(5, limits)
    room = min(columns, max(ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(4 * room, limits)
    length = 2 * (l_max + 4)
    rows = lanes_buffer(2 * length, limits)
    cap = spread(limits[3])
    one, zero = cap / cap, cap - cap
    flat = values.reshape(-1), gradients.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        unit, distance, s, t, side = start_block(
            xyz, first, l_max, limits, careful, scratch, powers, steps
        )
        v = (unit[0], unit[2], unit[4])
        step, inverse = length_factors(unit, s, t, side, cap, normalize)
        scale, degree, written, filled = one, zero, 0, 0
        for k in range(2 * length):
            store(rows, k * width, zero)
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                flush(buffer, 4, done, flat, (first, columns, written), ahead)
                drop_columns(buffer, 4 * done, 4 * filled)
                written, filled = written + done, filled - done
            here, lower = (l % 2) * length + 2, ((l + 1) % 2) * length + 2
            factors = (degree, inverse)
            near, now = (zero, zero), pair_at(rows, lower, 0, width)
            at = l * (l + 1) // 2
            for k in range(l + 1):
                far = pair_at(rows, lower, k + 1, width)
                b, e, g = (
                    spread(slopes[3 * (at + k)]),
                    spread(slopes[3 * (at + k) + 1]),
                    spread(slopes[3 * (at + k) + 2]),
                )
                q = next_polar(steps, table, at + k, k, l, width, distance, scale)
                re, im = pair_at(powers, 0, k, width)
                value, other = q * re, q * im
                slope, slope_other = slopes_of(b, e, g, near, far, now)
                put_pair(rows, here, k, width, value, other)
                place = 4 * (filled + l - k) * width
                put_gradient(buffer, place, width, other, slope_other, v, factors)
                place = 4 * (filled + l + k) * width  # written last where k = 0
                put_gradient(buffer, place, width, value, slope, v, factors)
                near, now = now, far
            for k in range(l + 1, l + 3):
                put_pair(rows, here, k, width, zero, zero)
            filled += 2 * l + 1
            scale = scale * step
            if normalize:
                degree = degree - one
        flush(buffer, 4, filled, flat, (first, columns, written), ahead)


@kernel
def evaluate_hessians(
    xyz: Floats,
    start: int,
    stop: int,
    l_max: int,
    table: Floats,
    slopes: Floats,
    limits: Floats,
    normalize: bool,
    careful: bool,
    ahead: bool,
    values: Floats,
    gradients: Floats,
    hessians: Floats,
) -> None:
    """As `evaluate_gradients`, and hessians[i, axis, axis, l*l + l + m]."""
    columns = (l_max + 1) ** 2
    width = width_of(limits)
    powers = lanes_buffer(2 * (l_max + 1), limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    scratch = lanes_buffer(5, limits)
    room = min(columns, max(ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(10 * room, limits)
    length = 2 * (l_max + 4)
    rows = lanes_buffer(8 * length, limits)  # S, and its three derivatives, of two degrees
    cap = spread(limits[3])
    one, zero = cap / cap, cap - cap
    flat = values.reshape(-1), gradients.reshape(-1), hessians.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        unit, distance, s, t, side = start_block(
            xyz, first, l_max, limits, careful, scratch, powers, steps
        )
        v = (unit[0], unit[2], unit[4])
        step, inverse = length_factors(unit, s, t, side, cap, normalize)
        square = inverse * inverse
        square = where_less(square, cap, square, cap)
        scale, degree, outer, written, filled = one, zero, zero, 0, 0
        for k in range(8 * length):
            store(rows, k * width, zero)
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                flush(buffer, 10, done, flat, (first, columns, written), ahead)
                drop_columns(buffer, 10 * done, 10 * filled)
                written, filled = written + done, filled - done
            here, lower = (l % 2) * 4 * length + 2, ((l + 1) % 2) * 4 * length + 2
            factors = (degree, inverse, outer, square)
            at = l * (l + 1) // 2
            for k in range(l + 1):
                b, e, g = (
                    spread(slopes[3 * (at + k)]),
                    spread(slopes[3 * (at + k) + 1]),
                    spread(slopes[3 * (at + k) + 2]),
                )
                q = next_polar(steps, table, at + k, k, l, width, distance, scale)
                re, im = pair_at(powers, 0, k, width)
                value, other = q * re, q * im
                slope, slope_other = around(rows, lower, k, width, b, e, g)
                curve, curve_other = around(rows, lower + length, k, width, b, e, g)
                y, y_other = pair_at(rows, lower + 2 * length, k, width)
                z, z_other = pair_at(rows, lower + 3 * length, k, width)
                put_pair(rows, here, k, width, value, other)
                for c in range(3):
                    row = here + (1 + c) * length
                    put_pair(rows, row, k, width, slope[c], slope_other[c] if k else zero)
                place = 10 * (filled + l - k) * width
                put_gradient(buffer, place, width, other, slope_other, v, factors)
                curves = curve_other[0], curve_other[1], curve_other[2], g * y_other, g * z_other
                put_hessian(buffer, place, width, other, slope_other, curves, v, factors)
                place = 10 * (filled + l + k) * width  # written last where k = 0
                put_gradient(buffer, place, width, value, slope, v, factors)
                curves = curve[0], curve[1], curve[2], g * y, g * z
                put_hessian(buffer, place, width, value, slope, curves, v, factors)
            for c in range(4):
                for k in range(l + 1, l + 3):
                    put_pair(rows, here + c * length, k, width, zero, zero)
            filled += 2 * l + 1
            scale = scale * step
            if normalize:
                degree = degree - one
                outer = degree * (zero - one - one - degree)
        flush(buffer, 10, filled, flat, (first, columns, written), ahead)


@part
def around(rows: Floats, lower: int, k: int, width: int, b: Any, e: Any, g: Any) -> Any:
    """`slopes_of` the row at `lower`."""
    near, here = pair_at(rows, lower, k - 1, width), pair_at(rows, lower, k, width)
    return slopes_of(b, e, g, near, pair_at(rows, lower, k + 1, width), here)
