"""Harmonics of a block of points, one point in each lane, for any l_max.

Along l, for every m, the part of the polar angle p(l, m) is found from its step D = p(l) - p(l-1):

    (l + m) D(l) = (l - 1 - m) D(l-1) - (2l - 1) d p(l-1),   d = 1 - |z|,   p(l) = p(l-1) + D(l).

At the poles d = 0 and p = 1 exactly; elsewhere the error stays near one unit for every l, where
the recursion for p itself loses up to l^2 units [Reinsch's modification of Clenshaw's algorithm;
Gentleman 1969, Comput. J. 12, 160].  Where z < 0 the parity (-1)^(l-m) is put on afterwards.

Rows of one degree lie in buffers with a lane for each point; see `grouptools.numeric.columns`.
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import drop_columns, lanes_buffer, write_columns
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.harmonics.derivatives import derive_row, finish_row, slope_row
from grouptools.numeric.harmonics.directions import (
    azimuthal_powers,
    polar_distance,
    rescale,
    unit_vectors,
)
from grouptools.numeric.simd import (
    fma,
    load,
    load_points,
    negative,
    spread,
    store,
    where_less,
)

__all__ = ["evaluate_derivatives", "evaluate_values"]

#: Columns that collect before they leave, if there are so many, for values and with derivatives.
ROOM, SMALL_ROOM = 144, 64


@part
def start_block(
    xyz: Floats,
    first: int,
    l_max: int,
    limits: Floats,
    careful: bool,
    scratch: Floats,
    powers: Floats,
    steps: Floats,
) -> Any:
    """Read a block of points; return unit vectors, 1 - |z|, powers of two s, t, -1 where z < 0."""
    scalar = limits[2]
    width = 64 // limits.itemsize
    one = spread(scalar)
    x, y, z = load_points(xyz, first, (scalar, scalar, scalar))
    x, y, z, s, t = rescale(x, y, z, scratch, width, limits)
    unit = unit_vectors(x, y, z, one)
    azimuthal_powers(powers, l_max, width, unit, one, careful)
    for m in range(l_max + 1):
        store(steps, 2 * m * width, one)
        store(steps, (2 * m + 1) * width, one - one)
    side = where_less(unit[4], one - one, negative(one), one)
    return unit, polar_distance(unit, one), s, t, side


@part
def add_row(
    steps: Floats,
    powers: Floats,
    table: Floats,
    l: int,
    l_max: int,
    width: int,
    distance: Any,
    scale: Any,
    row: Floats,
    middle: int,
) -> None:
    """Go on to degree l and write scale * Y(l, m) to row[middle + m], m = -l..l."""
    t = l * (l + 1) // 2
    for m in range(l):
        place = 2 * m * width
        p, step = load(steps, place), load(steps, place + width)
        change = negative(spread(table[t + m, 0])) * p
        step = fma(change, distance[1], fma(change, distance[0], spread(table[t + m, 1]) * step))
        p = p + step
        store(steps, place, p)
        store(steps, place + width, step)
        q = p * (scale * spread(table[t + m, 2]))
        store(row, (middle - m) * width, q * load(powers, (l_max - m) * width))
        store(row, (middle + m) * width, q * load(powers, (l_max + m) * width))
    q = scale * spread(table[t + l, 2])
    store(row, (middle - l) * width, q * load(powers, (l_max - l) * width))
    store(row, (middle + l) * width, q * load(powers, (l_max + l) * width))


@kernel
def evaluate_values(
    xyz: Floats,
    start: int,
    stop: int,
    l_max: int,
    table: Floats,
    limits: Floats,
    normalize: bool,
    careful: bool,
    ahead: bool,
    out: Floats,
) -> None:
    """out[i] = [Y(l, m) for l in range(l_max + 1) for m in range(-l, l + 1)] at xyz[i]."""
    columns = (l_max + 1) ** 2
    width = 64 // limits.itemsize
    scratch = lanes_buffer(5, limits)
    powers = lanes_buffer((2 * l_max + 1), limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    room = min(columns, max(ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(room, limits)
    one = spread(limits[2])
    flat = out.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        begin = first * columns
        unit, distance, s, t, side = start_block(
            xyz, first, l_max, limits, careful, scratch, powers, steps
        )
        scale, r = one, unit[6]
        step = side * (where_less(one - one, r, one, one - one) if normalize else r * s * t)
        written, filled = 0, 0
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                write_columns(buffer, 0, done, width, flat, begin + written, columns, ahead)
                drop_columns(buffer, 0, done, filled, width)
                written, filled = written + done, filled - done
            add_row(steps, powers, table, l, l_max, width, distance, scale, buffer, filled + l)
            filled += 2 * l + 1
            scale = scale * step
        write_columns(buffer, 0, filled, width, flat, begin + written, columns, ahead)


@part
def leave(
    buffer: Floats,
    room: int,
    count: int,
    width: int,
    flat: Any,
    first: int,
    columns: int,
    written: int,
    order: int,
    ahead: bool,
) -> None:
    """Write `count` columns of every component to values, gradients and Hessians."""
    values, gradients, hessians = flat
    write_columns(buffer, 0, count, width, values, first * columns + written, columns, ahead)
    for i in range(3):
        place = (3 * first + i) * columns + written
        start = (1 + i) * room
        write_columns(buffer, start, count, width, gradients, place, 3 * columns, ahead)
    if order == 2:
        for i in range(3):
            for j in range(3):
                low, high = min(i, j), max(i, j)
                start = (4 + (high if low == 0 else low + high + 1)) * room
                place = (9 * first + 3 * i + j) * columns + written
                write_columns(buffer, start, count, width, hessians, place, 9 * columns, ahead)


@kernel
def evaluate_derivatives(
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
    order: int,
    values: Floats,
    gradients: Floats,
    hessians: Floats,
) -> None:
    """Values as `evaluate_values`, gradients [axis][l, m], and for order 2 [axis][axis][l, m]."""
    columns = (l_max + 1) ** 2
    width = 64 // limits.itemsize
    parts = 4 if order == 1 else 10
    scratch = lanes_buffer(5, limits)
    powers = lanes_buffer((2 * l_max + 1), limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    room = min(columns, max(SMALL_ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(parts * room, limits)
    # rows of this degree and the one before: S, its three and its six derivatives
    length = 2 * l_max + 5
    rows = lanes_buffer(2 * 10 * length, limits)
    one = spread(limits[2])
    zero = one - one
    flat = (values.reshape(-1), gradients.reshape(-1), hessians.reshape(-1))
    for block in range(start, stop, width):
        first = min(block, stop - width)
        unit, distance, s, t, side = start_block(
            xyz, first, l_max, limits, careful, scratch, powers, steps
        )
        r = unit[6]
        scale, step, inverse = one, side, where_less(zero, r, one, zero)
        if normalize:
            inverse = inverse / where_less(zero, r, r, one) / s / t
            step = side * where_less(zero, r, one, zero)
        else:
            step = side * r * s * t
        written, filled = 0, 0
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                leave(buffer, room, done, width, flat, first, columns, written, order, ahead)
                for c in range(parts):
                    drop_columns(buffer, c * room, done, filled, width)
                written, filled = written + done, filled - done
            here = (l % 2) * 10 * length + l_max + 2
            lower = ((l + 1) % 2) * 10 * length + l_max + 2
            add_row(steps, powers, table, l, l_max, width, distance, scale, rows, here)
            derive_row(rows, lower, here + length, length, slopes, l, width)
            if order == 2:
                for c in range(3):
                    target = here + 4 * length if c == 0 else here + (6 + c) * length
                    if c == 0:
                        derive_row(rows, lower + length, target, length, slopes, l, width)
                    else:
                        slope_row(rows, lower + (1 + c) * length, target, slopes, l, width)
            finish_row(
                rows,
                here,
                length,
                l,
                width,
                unit,
                inverse,
                normalize,
                order,
                buffer,
                room,
                filled + l,
            )
            filled += 2 * l + 1
            scale = scale * step
        leave(buffer, room, filled, width, flat, first, columns, written, order, ahead)
