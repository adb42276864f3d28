"""Harmonics of a block of points with gradients and Hessians, for any l_max.

Each S(l, +-k) comes with its derivatives, which `grouptools.numeric.harmonics.components` makes of
the degree below; rows of two degrees are kept, and components collect in a buffer.  Values and
gradients leave it while the next degree is computed: storing a line at a time takes as long as the
arithmetic, and the processor does both at once only where they are near each other.

`ahead` and `streaming` are for large results: cache lines are asked for early, a few for each step,
or blocks leave as `grouptools.numeric.streaming` says.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import drop_columns, lanes_buffer
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.harmonics.components import (
    around,
    flush,
    length_factors,
    moved_on,
    pair_at,
    put_gradient,
    put_hessian,
    put_pair,
    slopes_of,
)
from grouptools.numeric.harmonics.directions import (
    azimuthal_powers,
    first_power,
    next_power,
    put_power,
)
from grouptools.numeric.harmonics.kernels import next_polar, start_block
from grouptools.numeric.simd import prefetch, spread, store, store_lines, where_less, width_of
from grouptools.numeric.streaming import (
    finish_block,
    leave,
    leave_step,
    rows_at,
    stage,
    staged_at,
    ways_of,
)

__all__ = ["evaluate_hessians", "gradients_kernel"]

#: Columns of each component that collect before they leave, for Hessians.
ROOM = 64


@part
def slopes_at(slopes: Floats, entry: int) -> Any:
    """b, e, g in every lane."""
    return (
        spread(slopes[3 * entry]),
        spread(slopes[3 * entry + 1]),
        spread(slopes[3 * entry + 2]),
    )


@part
def clear(rows: Floats, start: int, stop: int, width: int, zero: Any) -> None:
    """Columns start, ..., stop - 1 are 0."""
    for k in range(start, stop):
        store(rows, k * width, zero)


@part
def put_with_gradients(
    buffer: Floats, places: Any, gap: int, pair: Any, slopes: Any, v: Any, factors: Any
) -> None:
    """Y(l, -k) and Y(l, k) with gradients; the second is the one that stays where k = 0."""
    put_gradient(buffer, places[0], gap, pair[1], slopes[1], v, factors)
    put_gradient(buffer, places[1], gap, pair[0], slopes[0], v, factors)


@part
def put_with_hessians(
    buffer: Floats,
    rows: Floats,
    lower: int,
    length: int,
    k: int,
    places: Any,
    width: int,
    pair: Any,
    slopes: Any,
    numbers: Any,
    v: Any,
    factors: Any,
) -> None:
    """The same with Hessians; `numbers`: b, e, g."""
    put_with_gradients(buffer, places, width, pair, slopes, v, factors)
    curve, other = around(rows, lower + length, k, width, numbers[0], numbers[1], numbers[2])
    y, y_other = pair_at(rows, lower + 2 * length, k, width)
    z, z_other = pair_at(rows, lower + 3 * length, k, width)
    g = numbers[2]
    curves = other[0], other[1], other[2], g * y_other, g * z_other
    put_hessian(buffer, places[0], width, pair[1], slopes[1], curves, v, factors)
    curves = curve[0], curve[1], curve[2], g * y, g * z
    put_hessian(buffer, places[1], width, pair[0], slopes[0], curves, v, factors)


@part
def ask_for(arrays: Any, places: Any, n: int) -> None:
    """Ask for lines of a block to come; calls for n = 0, 1, ... ask for all."""
    line = width_of(arrays[0])
    for j in range(n * 16 // line, (n + 1) * 16 // line):
        prefetch(arrays[0], places[0] + j * line)
        for c in range(3):
            prefetch(arrays[1], places[1] + (3 * j + c) * line)


@part
def write_lines(
    ring: Floats, start: int, count: Any, arrays: Any, places: Any, gone: int, step: int
) -> None:
    """Write columns of values and three components from `start` on, a line or `count` of each."""
    plane = ring.size // 4
    at = places[0] + gone, places[1] + gone
    store_lines(ring, start, count, arrays[0], at[0], step)
    store_lines(ring, start + plane, count, arrays[1], at[1], 3 * step)
    store_lines(ring, start + 2 * plane, count, arrays[1], at[1] + step, 3 * step)
    store_lines(ring, start + 3 * plane, count, arrays[1], at[1] + 2 * step, 3 * step)


@lru_cache
def gradients_kernel(streaming: bool) -> Callable[..., None]:
    """Values as in `evaluate_values`, and gradients[i, axis, l*l + l + m], by evaluate(...)."""

    @kernel
    def evaluate(
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
        columns, width, length = (l_max + 1) ** 2, width_of(limits), 2 * (l_max + 4)
        powers = lanes_buffer(2 * (l_max + 1), limits)
        steps = lanes_buffer(2 * (l_max + 1), limits)
        line = width_of(values)
        room = (4 * l_max // line + 2) * line  # as many as wait at most
        # values and three components, in columns that are written over once they have left
        ring = lanes_buffer(4 * room * width // line, values)
        rows = lanes_buffer(2 * length, limits)
        cap = spread(limits[1])
        one, zero = cap / cap, cap - cap
        flat, size = (values.reshape(-1), gradients.reshape(-1)), width * columns
        staged, there = stage(1, size, flat[0], streaming)
        here = 0
        ways = ways_of(there, flat, start, columns, size, True)  # nothing, where the first goes
        for block in range(start, stop, width):
            first, opens = min(block, stop - width), block == start
            if streaming and first < block:  # the last points, with some that were done before
                leave(staged, flat, ways)
                ways, opens = ways_of(there, flat, first, columns, size, True), True
            arrays = (staged, staged) if streaming else flat
            places = staged_at(here, size, staged) if streaming else rows_at(first, columns)
            following = rows_at(first + width, columns)
            unit, distance, s, power, side = start_block(xyz, first, l_max, limits, steps)
            azimuth, upper = first_power(unit, one)
            v = (unit[0], unit[2], unit[4])
            step, inverse = length_factors(unit, s, power, side, cap, normalize)
            scale, degree, middle, ready, gone, left = one, zero, 0, 0, 0, 0
            clear(rows, 0, 2 * length, width, zero)
            for l in range(l_max + 1):
                here_row, lower = (l % 2) * length + 2, ((l + 1) % 2) * length + 2
                near, now = (zero, zero), pair_at(rows, lower, 0, width)
                put_power(powers, l, width, azimuth)
                azimuth = next_power(azimuth, upper, careful)
                for k in range(l + 1):
                    entry = l * (l + 1) // 2 + k
                    far = pair_at(rows, lower, k + 1, width)
                    b, e, g = slopes_at(slopes, entry)
                    q = next_polar(steps, table, entry, k, l, width, distance, scale)
                    re, im = pair_at(powers, 0, k, width)
                    pair = q * re, q * im
                    put_pair(rows, here_row, k, width, pair[0], pair[1])
                    below = middle - k + (room if middle < k else 0)
                    above = middle + k - (room if middle + k >= room else 0)
                    at = below * width, above * width
                    derived = slopes_of(b, e, g, near, far, now)
                    put_with_gradients(ring, at, room * width, pair, derived, v, (degree, inverse))
                    near, now = now, far
                    if streaming:
                        leave_step(staged, flat, ways, entry)
                    elif ahead:
                        ask_for(flat, following, entry)
                    if k % (line // 2) == 0 and gone + line <= ready:
                        write_lines(ring, left * width, None, arrays, places, gone, columns)
                        gone, left = gone + line, left + line
                        left = 0 if left == room else left
                clear(rows, here_row + 2 * (l + 1), here_row + 2 * (l + 3), width, zero)
                ready += 2 * l + 1
                middle += 2 * l + 2
                middle -= room if middle >= room else 0
                scale = scale * step
                if normalize:
                    degree = degree - one
            while gone + line <= columns:
                write_lines(ring, left * width, None, arrays, places, gone, columns)
                gone, left = gone + line, left + line
                left = 0 if left == room else left
            if gone < columns:
                write_lines(ring, left * width, columns - gone, arrays, places, gone, columns)
            if streaming:
                ways = ways_of(here, flat, first, columns, size, opens)
                finish_block(staged, here, there, flat, ways, size, opens)
                here, there = there, here
        if streaming:
            leave(staged, flat, ways)

    return evaluate


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
    """As by `gradients_kernel`, and hessians[i, axis, axis, l*l + l + m]."""
    columns, width, length = (l_max + 1) ** 2, width_of(limits), 2 * (l_max + 4)
    powers = lanes_buffer(2 * (l_max + 1), limits)
    steps = lanes_buffer(2 * (l_max + 1), limits)
    room = min(columns, max(ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(10 * room, limits)
    rows = lanes_buffer(8 * length, limits)  # S, and its three derivatives, of two degrees
    cap = spread(limits[1])
    one, zero = cap / cap, cap - cap
    flat = values.reshape(-1), gradients.reshape(-1), hessians.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        places = rows_at(first, columns)
        unit, distance, s, power, side = start_block(xyz, first, l_max, limits, steps)
        azimuthal_powers(powers, l_max, width, unit, cap / cap, careful)
        v = (unit[0], unit[2], unit[4])
        step, inverse = length_factors(unit, s, power, side, cap, normalize)
        square = inverse * inverse
        square = where_less(square, cap, square, cap)
        scale, degree, outer, filled = one, zero, zero, 0
        clear(rows, 0, 8 * length, width, zero)
        for l in range(l_max + 1):
            if filled + 2 * l + 1 > room:
                done = (filled - width) // width * width
                flush(buffer, done, flat, places, columns, ahead)
                drop_columns(buffer, 10 * done, 10 * filled)
                places, filled = moved_on(places, done), filled - done
            here_row, lower = (l % 2) * 4 * length + 2, ((l + 1) % 2) * 4 * length + 2
            factors = (degree, inverse, outer, square)
            for k in range(l + 1):
                entry = l * (l + 1) // 2 + k
                numbers = slopes_at(slopes, entry)
                q = next_polar(steps, table, entry, k, l, width, distance, scale)
                re, im = pair_at(powers, 0, k, width)
                pair = q * re, q * im
                derived = around(rows, lower, k, width, numbers[0], numbers[1], numbers[2])
                put_pair(rows, here_row, k, width, pair[0], pair[1])
                for c in range(3):
                    row = here_row + (1 + c) * length
                    put_pair(rows, row, k, width, derived[0][c], derived[1][c] if k else zero)
                at = 10 * (filled + l - k) * width, 10 * (filled + l + k) * width
                put_with_hessians(
                    buffer, rows, lower, length, k, at, width, pair, derived, numbers, v, factors
                )
            for c in range(4):
                row = here_row + c * length
                clear(rows, row + 2 * (l + 1), row + 2 * (l + 3), width, zero)
            filled += 2 * l + 1
            scale = scale * step
            if normalize:
                degree = degree - one
                outer = degree * (zero - one - one - degree)
        flush(buffer, filled, flat, places, columns, ahead)
