"""Values, gradients and Hessians of one order at a block of points, from the degree below.

Each S(l, +-k) comes with its derivatives, which the degree below gives:

    d/dx S(l, +-k) = b S(l-1, +-(k-1)) - e S(l-1, +-(k+1)),
    d/dy S(l, +-k) = -+(b S(l-1, -+(k-1)) + e S(l-1, -+(k+1))),    d/dz S(l, m) = g S(l-1, m),

b, e, g of `grouptools.numeric.harmonics.tables.gradient_table`; the second derivatives are the
same combinations of the first ones of degree l - 1.  On the unit sphere, with T = grad S - l v S,

    grad Y(v/|v|) = T/|v|,
    d_i d_j Y(v/|v|) = (S_ij - l (v_i T_j + v_j T_i) + ((2l - l^2) v_i v_j - l delta_ij) S)/|v|^2.

Rows of the degree below hold S(l-1, k) and S(l-1, -k) side by side, k = -1, 0, 1, ..., with zeros
where there is no such order and for the second column of k = 0.  Components of a result stay side
by side in the buffer as well, so that each loop runs along few addresses.
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import write_columns
from grouptools.numeric.compilation import part
from grouptools.numeric.simd import fma, load, negative, store, where_less, width_of

__all__ = [
    "around",
    "flush",
    "length_factors",
    "moved_on",
    "pair_at",
    "put_gradient",
    "put_hessian",
    "put_pair",
    "slopes_of",
]


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
    buffer: Floats, place: int, gap: int, value: Any, slope: Any, v: Any, factors: Any
) -> None:
    """A value and its gradient; `factors`: -l and 1/|v|, or 0 and 1 for solid harmonics."""
    t = tangent_of(slope, v, factors[0] * value)
    store(buffer, place, value)
    store(buffer, place + gap, t[0] * factors[1])
    store(buffer, place + 2 * gap, t[1] * factors[1])
    store(buffer, place + 3 * gap, t[2] * factors[1])


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
def length_factors(unit: Any, s: Any, power: Any, side: Any, cap: Any, normalize: bool) -> Any:
    """What the value is multiplied by from degree to degree, and a derivative of first order."""
    zero = cap - cap
    one = cap / cap
    r = unit[6]
    present = where_less(zero, r, one, zero)
    if not normalize:
        return side * r * s, one
    inverse = present / where_less(zero, r, r, one) * power
    return side * present, where_less(inverse, cap, inverse, cap)


@part
def flush(buffer: Floats, count: int, arrays: Any, places: Any, columns: int, ahead: bool) -> None:
    """Write `count` columns of every component to rows of `columns` numbers from `places` on."""
    width = width_of(buffer)
    gap = 10 * width
    write_columns(buffer, 0, gap, count, arrays[0], places[0], columns, ahead)
    for c in range(3):
        place = places[1] + c * columns
        write_columns(buffer, (1 + c) * width, gap, count, arrays[1], place, 3 * columns, ahead)
    for c in range(9):
        i, j = min(c // 3, c % 3), max(c // 3, c % 3)
        source = (4 + i + j + (1 if i else 0)) * width
        place = places[2] + c * columns
        write_columns(buffer, source, gap, count, arrays[2], place, 9 * columns, ahead)


@part
def moved_on(places: Any, count: int) -> Any:
    """Places in three arrays, `count` numbers on."""
    return places[0] + count, places[1] + count, places[2] + count


@part
def around(rows: Floats, lower: int, k: int, width: int, b: Any, e: Any, g: Any) -> Any:
    """`slopes_of` the row at `lower`."""
    near, here = pair_at(rows, lower, k - 1, width), pair_at(rows, lower, k, width)
    return slopes_of(b, e, g, near, pair_at(rows, lower, k + 1, width), here)
