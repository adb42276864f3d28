"""Rows of derivatives of solid harmonics, from the degree below, in lanes.

    d/dx S(l, +-k) = b S(l-1, +-(k-1)) - e S(l-1, +-(k+1)),
    d/dy S(l, +-k) = -+(b S(l-1, -+(k-1)) + e S(l-1, -+(k+1))),    d/dz S(l, m) = g S(l-1, m),

b, e, g of `grouptools.numeric.harmonics.tables.gradient_table`.  The second derivatives are the
same combinations of the first derivatives of degree l - 1.  On the unit sphere, with
T = grad S - l v S,

    grad Y(v/|v|) = T/|v|,
    d_i d_j Y(v/|v|) = (S_ij - l (v_i T_j + v_j T_i) + ((2l - l^2) v_i v_j - l delta_ij) S)/|v|^2.

A row has a lane for each point in each of its columns m = -l..l around a middle, and two columns
of zeros on either side.
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part
from grouptools.numeric.simd import fma, load, negative, spread, store

__all__ = ["derive_row", "finish_row", "slope_row"]


@part
def derive_row(
    rows: Floats, lower: int, target: int, length: int, slopes: Floats, l: int, width: int
) -> None:
    """d/dx, d/dy, d/dz at `target`, `target + length`, ..., of the row whose lower is at `lower`.

    `lower` and `target` are the columns of m = 0.
    """
    t = l * (l + 1) // 2
    x, y, z = target, target + length, target + 2 * length
    up = negative(spread(slopes[t, 1]))
    middle = load(rows, lower * width)
    store(rows, x * width, up * load(rows, (lower + 1) * width))
    store(rows, y * width, up * load(rows, (lower - 1) * width))
    store(rows, z * width, spread(slopes[t, 2]) * middle)
    for k in range(1, l + 1):
        b, e, g = spread(slopes[t + k, 0]), spread(slopes[t + k, 1]), spread(slopes[t + k, 2])
        near = load(rows, (lower + k - 1) * width)
        other = load(rows, (lower - k + 1) * width)
        if k == 1:
            other = other - other
        far = e * load(rows, (lower + k + 1) * width)
        far_other = e * load(rows, (lower - k - 1) * width)
        store(rows, (x + k) * width, fma(b, near, negative(far)))
        store(rows, (y - k) * width, fma(b, near, far))
        store(rows, (x - k) * width, fma(b, other, negative(far_other)))
        store(rows, (y + k) * width, negative(fma(b, other, far_other)))
        store(rows, (z + k) * width, g * load(rows, (lower + k) * width))
        store(rows, (z - k) * width, g * load(rows, (lower - k) * width))


@part
def slope_row(rows: Floats, lower: int, target: int, slopes: Floats, l: int, width: int) -> None:
    """d/dz alone."""
    t = l * (l + 1) // 2
    store(rows, target * width, spread(slopes[t, 2]) * load(rows, lower * width))
    for k in range(1, l + 1):
        g = spread(slopes[t + k, 2])
        store(rows, (target + k) * width, g * load(rows, (lower + k) * width))
        store(rows, (target - k) * width, g * load(rows, (lower - k) * width))


@part
def finish_row(
    rows: Floats,
    here: int,
    length: int,
    l: int,
    width: int,
    unit: Any,
    inverse: Any,
    normalize: bool,
    order: int,
    buffer: Floats,
    room: int,
    middle: int,
) -> None:
    """Bound the rows by zeros; put values, gradients, Hessians of Y or S into the buffer."""
    zero = inverse - inverse
    for c in range(4):
        row = here + c * length
        for k in range(l + 1, l + 3):
            store(rows, (row + k) * width, zero)
            store(rows, (row - k) * width, zero)
    v = (unit[0], unit[2], unit[4])
    # -l as a float of the right precision
    degree = negative(spread(rows.dtype.type(l)))
    outer = degree * (degree + spread(rows.dtype.type(2)))
    for m in range(-l, l + 1):
        place = (here + m) * width
        target = (middle + m) * width
        value = load(rows, place)
        store(buffer, target, value)
        inner = degree * value
        gap, jump = length * width, room * width
        if not normalize:
            for c in range(1, 4 if order == 1 else 10):
                store(buffer, target + c * jump, load(rows, place + c * gap))
            if order == 2:
                total = load(rows, place + 4 * gap) + load(rows, place + 9 * gap)
                store(buffer, target + 7 * jump, negative(total))
            continue
        tx = fma(v[0], inner, load(rows, place + gap))
        ty = fma(v[1], inner, load(rows, place + 2 * gap))
        tz = fma(v[2], inner, load(rows, place + 3 * gap))
        store(buffer, target + jump, tx * inverse)
        store(buffer, target + 2 * jump, ty * inverse)
        store(buffer, target + 3 * jump, tz * inverse)
        if order == 2:
            xx, zz = load(rows, place + 4 * gap), load(rows, place + 9 * gap)
            yy = negative(xx + zz)
            xy, xz, yz = (
                load(rows, place + 5 * gap),
                load(rows, place + 6 * gap),
                load(rows, place + 8 * gap),
            )
            square = inverse * inverse
            tx, ty, tz = tx * degree, ty * degree, tz * degree
            radial = outer * value
            # d_i d_j = S_ij + v_i T'_j + v_j (T'_i + v_i R)
            ax, ay, az = fma(v[0], radial, tx), fma(v[1], radial, ty), fma(v[2], radial, tz)
            xx = fma(v[0], tx, fma(v[0], ax, xx)) + inner
            yy = fma(v[1], ty, fma(v[1], ay, yy)) + inner
            zz = fma(v[2], tz, fma(v[2], az, zz)) + inner
            store(buffer, target + 4 * jump, xx * square)
            store(buffer, target + 5 * jump, fma(v[1], tx, fma(v[0], ay, xy)) * square)
            store(buffer, target + 6 * jump, fma(v[2], tx, fma(v[0], az, xz)) * square)
            store(buffer, target + 7 * jump, yy * square)
            store(buffer, target + 8 * jump, fma(v[2], ty, fma(v[1], az, yz)) * square)
            store(buffer, target + 9 * jump, zz * square)
