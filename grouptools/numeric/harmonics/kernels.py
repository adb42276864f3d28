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
    width_of,
)

__all__ = ["evaluate_values", "next_polar", "start_block"]

#: Columns that collect before they leave, if there are so many.
ROOM = 144


@part
def start_block(
    xyz: Floats,
    first: int,
    l_max: int,
    limits: Floats,
    steps: Floats,
) -> Any:
    """Read a block: unit vectors, 1 - |z|, s and 1/s of `rescale`, -1 where z < 0 (else 1)."""
    scalar = limits[0]
    width = width_of(limits)
    one = spread(scalar)
    x, y, z = load_points(xyz, first, (scalar, scalar, scalar))
    x, y, z, s, power = rescale(x, y, z)
    unit = unit_vectors(x, y, z, one)
    for m in range(l_max + 1):
        store(steps, 2 * m * width, one)
        store(steps, (2 * m + 1) * width, one - one)
    side = where_less(unit[4], one - one, negative(one), one)
    return unit, polar_distance(unit, one), s, power, side


@part
def next_polar(
    steps: Floats,
    table: Floats,
    entry: int,
    m: int,
    l: int,
    width: int,
    distance: Any,
    scale: Any,
) -> Any:
    """Go on to p(l, m), and return scale * W(l, m) p(l, m); `entry` is the row of the table."""
    q = scale * spread(table[3 * entry + 2])
    if m == l:
        return q
    place = 2 * m * width
    p, step = load(steps, place), load(steps, place + width)
    change = negative(spread(table[3 * entry])) * p
    step = fma(change, distance[1], fma(change, distance[0], spread(table[3 * entry + 1]) * step))
    p = p + step
    store(steps, place, p)
    store(steps, place + width, step)
    return q * p


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
    width = width_of(limits)
    powers = lanes_buffer(2 * (l_max + 1), limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    room = min(columns, max(ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(room, limits)
    one = spread(limits[0])
    flat = out.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        begin = first * columns
        unit, distance, s, _, side = start_block(xyz, first, l_max, limits, steps)
        azimuthal_powers(powers, l_max, width, unit, one, careful)
        scale, r = one, unit[6]
        step = side * (where_less(one - one, r, one, one - one) if normalize else r * s)
        written, filled = 0, 0
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                write_columns(buffer, 0, width, done, flat, begin + written, columns, ahead)
                drop_columns(buffer, done, filled)
                written, filled = written + done, filled - done
            for m in range(l + 1):
                q = next_polar(steps, table, l * (l + 1) // 2 + m, m, l, width, distance, scale)
                store(buffer, (filled + l - m) * width, q * load(powers, (2 * m + 1) * width))
                store(buffer, (filled + l + m) * width, q * load(powers, 2 * m * width))
            filled += 2 * l + 1
            scale = scale * step
        write_columns(buffer, 0, width, filled, flat, begin + written, columns, ahead)
