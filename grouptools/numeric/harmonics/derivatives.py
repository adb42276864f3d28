"""Harmonics of a block of points with gradients and Hessians, for any l_max.

Each S(l, +-k) comes with its derivatives, which the degree below gives:

    d/dx S(l, +-k) = b S(l-1, +-(k-1)) - e S(l-1, +-(k+1)),
    d/dy S(l, +-k) = -+(b S(l-1, -+(k-1)) + e S(l-1, -+(k+1))),    d/dz S(l, m) = g S(l-1, m),

b, e, g of `grouptools.numeric.harmonics.tables.gradient_table`; the second derivatives are the
same combinations of the first ones of degree l - 1.  On the unit sphere, with T = grad S - l v S,

    grad Y(v/|v|) = T/|v|,
    d_i d_j Y(v/|v|) = (S_ij - l (v_i T_j + v_j T_i) + ((2l - l^2) v_i v_j - l delta_ij) S)/|v|^2.

Rows of the degree below lie around a middle column, with two columns of zeros on either side.
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import drop_columns, lanes_buffer, write_columns
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.harmonics.kernels import next_polar, start_block
from grouptools.numeric.simd import fma, load, negative, spread, store, where_less, width_of

__all__ = ["evaluate_gradients", "evaluate_hessians"]

#: Columns of each component that collect before they leave.
ROOM = 64


@part
def room_for(l_max: int, width: int) -> int:
    """Columns of a buffer; odd, since distances of 4096 bytes would make stores wait."""
    return min((l_max + 1) ** 2, max(ROOM, 4 * l_max + 2 + 3 * width)) | 1


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
def triple(rows: Floats, lower: int, k: int, width: int, b: Any, e: Any, g: Any) -> Any:
    """Derivatives of S(l, k) and S(l, -k), or their derivatives, from the row around `lower`."""
    here, far = pair_at(rows, lower, k, width), pair_at(rows, lower, k + 1, width)
    near = pair_at(rows, lower, k - 1, width)
    zero = e - e
    if k == 0:
        # d/dx = -e S(l-1, 1), d/dy = -e S(l-1, -1)
        return ((negative(e * far[0]), negative(e * far[1]), g * here[0]), (zero, zero, zero))
    return slopes_of(b, e, g, (near[0], near[1] if k > 1 else zero), far, here)


@part
def pair_at(row: Floats, middle: int, k: int, width: int) -> Any:
    """Columns +k and -k of a row."""
    return load(row, (middle + k) * width), load(row, (middle - k) * width)


@part
def tangent_of(slope: Any, v: Any, inner: Any) -> Any:
    """T = grad S + v (-l S), component by component."""
    return fma(v[0], inner, slope[0]), fma(v[1], inner, slope[1]), fma(v[2], inner, slope[2])


@part
def put_gradient(
    buffer: Floats, place: int, jump: int, value: Any, slope: Any, v: Any, factors: Any
) -> None:
    """A value and its gradient; `factors`: -l and 1/|v|, or 0 and 1 for solid harmonics."""
    t = tangent_of(slope, v, factors[0] * value)
    store(buffer, place, value)
    store(buffer, place + jump, t[0] * factors[1])
    store(buffer, place + 2 * jump, t[1] * factors[1])
    store(buffer, place + 3 * jump, t[2] * factors[1])


@part
def put_hessian(
    buffer: Floats, place: int, jump: int, value: Any, slope: Any, curve: Any, v: Any, factors: Any
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
    store(buffer, place + 4 * jump, xx * square)
    store(buffer, place + 5 * jump, xy * square)
    store(buffer, place + 6 * jump, xz * square)
    store(buffer, place + 7 * jump, yy * square)
    store(buffer, place + 8 * jump, yz * square)
    store(buffer, place + 9 * jump, zz * square)


@part
def close_row(rows: Floats, middle: int, l: int, width: int, zero: Any) -> None:
    """Two columns of zeros on either side."""
    for k in range(l + 1, l + 3):
        store(rows, (middle + k) * width, zero)
        store(rows, (middle - k) * width, zero)


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
def flush(
    buffer: Floats, room: int, count: int, width: int, flat: Any, block: Any, ahead: bool
) -> None:
    """Write `count` columns of every component; `block`: (first point, columns, written)."""
    first, columns, written = block
    write_columns(buffer, 0, count, width, flat[0], first * columns + written, columns, ahead)
    for c in range(3):
        place = (3 * first + c) * columns + written
        write_columns(buffer, (1 + c) * room, count, width, flat[1], place, 3 * columns, ahead)
    if len(flat) == 3:
        for c in range(9):
            i, j = min(c // 3, c % 3), max(c // 3, c % 3)
            source = (4 + i + j + (1 if i else 0)) * room
            place = (9 * first + c) * columns + written
            write_columns(buffer, source, count, width, flat[2], place, 9 * columns, ahead)


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
    powers = lanes_buffer(2 * l_max + 1, limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    scratch = lanes_buffer(5, limits)
    room = room_for(l_max, width)
    buffer = lanes_buffer(4 * room, limits)
    jump = room * width
    length = 2 * l_max + 5
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
                flush(buffer, room, done, width, flat, (first, columns, written), ahead)
                for c in range(4):
                    drop_columns(buffer, c * room, done, filled, width)
                written, filled = written + done, filled - done
            middle = filled + l
            here, lower = (l % 2) * length + l_max + 2, ((l + 1) % 2) * length + l_max + 2
            factors = (degree, inverse)
            near, now = pair_at(rows, lower, 0, width), pair_at(rows, lower, 1, width)
            at = l * (l + 1) // 2
            q = next_polar(steps, table, at, 0, l, width, distance, scale)
            value = q * load(powers, l_max * width)
            up = negative(spread(slopes[3 * at + 1]))
            slope = (up * now[0], up * now[1], spread(slopes[3 * at + 2]) * near[0])
            store(rows, here * width, value)
            put_gradient(buffer, middle * width, jump, value, slope, v, factors)
            near = (near[0], zero)
            for k in range(1, l + 1):
                far = pair_at(rows, lower, k + 1, width)
                b, e, g = (
                    spread(slopes[3 * (at + k) + 0]),
                    spread(slopes[3 * (at + k) + 1]),
                    spread(slopes[3 * (at + k) + 2]),
                )
                q = next_polar(steps, table, at + k, k, l, width, distance, scale)
                re, im = pair_at(powers, l_max, k, width)
                value, other = q * re, q * im
                slope, slope_other = slopes_of(b, e, g, near, far, now)
                store(rows, (here + k) * width, value)
                store(rows, (here - k) * width, other)
                put_gradient(buffer, (middle + k) * width, jump, value, slope, v, factors)
                put_gradient(buffer, (middle - k) * width, jump, other, slope_other, v, factors)
                near, now = now, far
            close_row(rows, here, l, width, zero)
            filled += 2 * l + 1
            scale = scale * step
            if normalize:
                degree = degree - one
        flush(buffer, room, filled, width, flat, (first, columns, written), ahead)


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
    powers = lanes_buffer(2 * l_max + 1, limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    scratch = lanes_buffer(5, limits)
    room = room_for(l_max, width)
    buffer = lanes_buffer(10 * room, limits)
    jump = room * width
    length = 2 * l_max + 5
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
        scale, degree, outer, written, filled = one, zero, zero, 0, 0
        for k in range(8 * length):
            store(rows, k * width, zero)
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                flush(buffer, room, done, width, flat, (first, columns, written), ahead)
                for c in range(10):
                    drop_columns(buffer, c * room, done, filled, width)
                written, filled = written + done, filled - done
            middle = filled + l
            here = (l % 2) * 4 * length + l_max + 2
            lower = ((l + 1) % 2) * 4 * length + l_max + 2
            factors = (degree, inverse, outer, where_less(square, cap, square, cap))
            at = l * (l + 1) // 2
            for k in range(l + 1):
                b, e, g = (
                    spread(slopes[3 * (at + k)]),
                    spread(slopes[3 * (at + k) + 1]),
                    spread(slopes[3 * (at + k) + 2]),
                )
                q = next_polar(steps, table, at + k, k, l, width, distance, scale)
                re, im = pair_at(powers, l_max, k, width)
                value, other = q * re, q * im
                slope, slope_other = triple(rows, lower, k, width, b, e, g)
                (xx, xy, xz), (xx2, xy2, xz2) = triple(rows, lower + length, k, width, b, e, g)
                y, y2 = pair_at(rows, lower + 2 * length, k, width)
                z, z2 = pair_at(rows, lower + 3 * length, k, width)
                if k:  # first the other, so that nothing is written twice for k = 0
                    curve = (xx2, xy2, xz2, g * y2, g * z2)
                    store(rows, (here - k) * width, other)
                    for c, part_ in enumerate(slope_other):
                        store(rows, (here + (1 + c) * length - k) * width, part_)
                    place = (middle - k) * width
                    put_gradient(buffer, place, jump, other, slope_other, v, factors)
                    put_hessian(buffer, place, jump, other, slope_other, curve, v, factors)
                curve = (xx, xy, xz, g * y, g * z)
                store(rows, (here + k) * width, value)
                for c, part_ in enumerate(slope):
                    store(rows, (here + (1 + c) * length + k) * width, part_)
                place = (middle + k) * width
                put_gradient(buffer, place, jump, value, slope, v, factors)
                put_hessian(buffer, place, jump, value, slope, curve, v, factors)
            for c in range(4):
                close_row(rows, here + c * length, l, width, zero)
            filled += 2 * l + 1
            scale = scale * step
            if normalize:
                degree = degree - one
                outer = degree * (zero - one - one - degree)
        flush(buffer, room, filled, width, flat, (first, columns, written), ahead)
