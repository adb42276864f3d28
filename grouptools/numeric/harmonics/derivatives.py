"""Harmonics of a block of points with gradients and Hessians, for any l_max.

Each S(l, +-k) comes with its derivatives, which `grouptools.numeric.harmonics.components` makes of
the degree below; rows of two degrees are kept, and components collect side by side in the buffer.
"""

from __future__ import annotations

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import drop_columns, lanes_buffer
from grouptools.numeric.compilation import kernel
from grouptools.numeric.harmonics.components import (
    around,
    flush,
    length_factors,
    pair_at,
    put_gradient,
    put_hessian,
    put_pair,
    slopes_of,
)
from grouptools.numeric.harmonics.kernels import next_polar, start_block
from grouptools.numeric.simd import spread, store, where_less, width_of

__all__ = ["evaluate_gradients", "evaluate_hessians"]

#: Columns of each component that collect before they leave, for gradients and for Hessians.
ROOM, SMALL_ROOM = 800, 64


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
    room = min(columns, max(ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(4 * room, limits)
    length = 2 * (l_max + 4)
    rows = lanes_buffer(2 * length, limits)
    cap = spread(limits[1])
    one, zero = cap / cap, cap - cap
    flat = values.reshape(-1), gradients.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        unit, distance, s, power, side = start_block(
            xyz, first, l_max, limits, careful, powers, steps
        )
        v = (unit[0], unit[2], unit[4])
        step, inverse = length_factors(unit, s, power, side, cap, normalize)
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
    room = min(columns, max(SMALL_ROOM, 4 * l_max + 2 + 3 * width))
    buffer = lanes_buffer(10 * room, limits)
    length = 2 * (l_max + 4)
    rows = lanes_buffer(8 * length, limits)  # S, and its three derivatives, of two degrees
    cap = spread(limits[1])
    one, zero = cap / cap, cap - cap
    flat = values.reshape(-1), gradients.reshape(-1), hessians.reshape(-1)
    for block in range(start, stop, width):
        first = min(block, stop - width)
        unit, distance, s, power, side = start_block(
            xyz, first, l_max, limits, careful, powers, steps
        )
        v = (unit[0], unit[2], unit[4])
        step, inverse = length_factors(unit, s, power, side, cap, normalize)
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
