"""Lanes of unit vectors, their powers and polar distance, to twice the working precision.

A unit vector that is rounded costs harmonics of degree l an error of l units, so that it is kept
as a sum of two floats: v/|v| = high + low.  Products and remainders are exact by fma
[Dekker 1971; Ogita, Rump, Oishi 2005].
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part
from grouptools.numeric.simd import (
    absolute,
    all_between,
    fma,
    load_points,
    maximum,
    negative,
    power_of_two_for,
    spread,
    sqrt,
    store,
    where_less,
)

__all__ = [
    "azimuthal_powers",
    "first_power",
    "next_power",
    "ordinary_vectors",
    "polar_distance",
    "put_power",
    "rescale",
    "unit_vectors",
]


@part
def rescale(x: Any, y: Any, z: Any) -> Any:
    """(x, y, z, s, 1/s): vectors with their largest component in [2, 4), times powers of two s.

    So squares neither overflow nor vanish, and nothing is rounded but what is 2^1000 times smaller
    than another component.
    """
    power = power_of_two_for(maximum(maximum(absolute(x), absolute(y)), absolute(z)))
    one = power / power
    return x * power, y * power, z * power, one / power, power


@part
def ordinary_vectors(xyz: Floats, first: int, limits: Floats) -> Any:
    """(x, y, z, power): a block of points times powers of two, which are 1 for ordinary lengths.

    limits[0] is 1; squared lengths between limits[2] and limits[3] are ordinary.
    """
    one = limits[0]
    x, y, z = load_points(xyz, first, (one, one, one))
    power = spread(one)
    square = fma(z, z, fma(y, y, x * x))
    if not all_between(spread(limits[2]), square, spread(limits[3])):
        x, y, z, _, power = rescale(x, y, z)
    return x, y, z, power


@part
def unit_vectors(x: Any, y: Any, z: Any, one: Any) -> Any:
    """(xh, xl, yh, yl, zh, zl, r): v/|v| as sums of two floats, and |v| rounded; 0 for v = 0."""
    zero = one - one
    xx, yy, zz = x * x, y * y, z * z
    first = xx + yy
    total = first + zz
    # what was rounded off, of the products and of the sums
    lost = fma(x, x, negative(xx)) + fma(y, y, negative(yy)) + fma(z, z, negative(zz))
    lost = lost + _sum_error(xx, yy, first) + _sum_error(first, zz, total)
    root = sqrt(total)
    inverse = where_less(zero, total, one, zero) / where_less(zero, total, root, one)
    root_low = (fma(negative(root), root, total) + lost) * inverse * (one / (one + one))
    xh, yh, zh = x * inverse, y * inverse, z * inverse
    xl = (fma(negative(xh), root, x) - xh * root_low) * inverse
    yl = (fma(negative(yh), root, y) - yh * root_low) * inverse
    zl = (fma(negative(zh), root, z) - zh * root_low) * inverse
    # nan and inf have no direction; 0 * nan keeps them so
    lost = (xh + yh + zh) * zero
    return xh + lost, xl, yh + lost, yl, zh + lost, zl, root


@part
def _sum_error(a: Any, b: Any, total: Any) -> Any:
    """A + b - total, exactly, where total = a + b rounded."""
    back = total - a
    return (a - (total - back)) + (b - back)


@part
def polar_distance(unit: Any, one: Any) -> Any:
    """1 - |z| = (x^2 + y^2)/(1 + |z|) of unit vectors, as a sum of two floats."""
    zero = one - one
    xh, xl, yh, yl, zh, zl, _ = unit
    xx, yy = xh * xh, yh * yh
    top = xx + yy
    top_low = fma(xh, xh, negative(xx)) + fma(yh, yh, negative(yy)) + _sum_error(xx, yy, top)
    top_low = top_low + (one + one) * fma(xh, xl, yh * yl)
    below = absolute(zh)
    bottom = one + below
    bottom_low = _sum_error(one, below, bottom) + where_less(zh, zero, negative(zl), zl)
    high = top / bottom
    return high, (fma(negative(high), bottom, top) + top_low - high * bottom_low) / bottom


@part
def azimuthal_powers(
    powers: Floats, l_max: int, width: int, unit: Any, one: Any, careful: bool
) -> None:
    """Columns 2m and 2m + 1 of `powers`: Re and Im of (x + iy)^m times sign(z)^m."""
    power, upper = first_power(unit, one)
    put_power(powers, 0, width, power)
    for m in range(1, l_max + 1):
        power = next_power(power, upper, careful)
        put_power(powers, m, width, power)


@part
def first_power(unit: Any, one: Any) -> Any:
    """Re and Im of 1 or nan, as sums of two floats, and (xh, xl, yh, yl) times sign(z)."""
    zero = one - one
    xh, xl, yh, yl, zh, _, _ = unit
    up = where_less(zh, zero, negative(one), one)
    lost = (xh + yh + zh) * zero
    return (one + lost, zero, lost, zero), (xh * up, xl * up, yh * up, yl * up)


@part
def next_power(power: Any, upper: Any, careful: bool) -> Any:
    """(x + iy)^(m + 1) of (x + iy)^m; `careful`: to twice the working precision."""
    re, re_low, im, im_low = power
    xh, xl, yh, yl = upper
    if careful:
        high, low = _product_difference(re, re_low, xh, xl, im, im_low, yh, yl)
        im, im_low = _product_difference(re, re_low, yh, yl, negative(im), negative(im_low), xh, xl)
        return high, low, im, im_low
    return fma(re, xh, negative(im * yh)), re_low, fma(re, yh, im * xh), im_low


@part
def put_power(powers: Floats, m: int, width: int, power: Any) -> None:
    """Store Re and Im."""
    store(powers, 2 * m * width, power[0])
    store(powers, (2 * m + 1) * width, power[2])


@part
def _product_difference(
    a: Any, a_low: Any, b: Any, b_low: Any, c: Any, c_low: Any, d: Any, d_low: Any
) -> Any:
    """A b - c d of numbers that are sums of two floats each, as such a sum."""
    first, second = a * b, c * d
    high = first - second
    low = fma(a, b, negative(first)) - fma(c, d, negative(second))
    low = low + _sum_error(first, negative(second), high)
    low = low + (fma(a, b_low, a_low * b) - fma(c, d_low, c_low * d))
    total = high + low
    return total, low - (total - high)
