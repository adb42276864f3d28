"""Values of solid and circular harmonics at points, by recursions of their own.

The harmonics of space are T(z, r^2) Re (x + iy)^m and T(z, r^2) Im (x + iy)^m, where T is the
m-th derivative of the Legendre polynomial, made homogeneous and its coefficients coprime:

    T_m = 1,    (l - m) T_l = (2l - 1) z T_(l-1) - (l + m - 1) r^2 T_(l-2)

[DLMF 14.10.3, the common factors left out].  Those of the plane are Im and Re of (x + iy)^n.  In
coordinates with y = s y', Im (x + iy)^m / s is a polynomial in x, y' and s^2, and so is r^2.
A harmonic polynomial of degree l that vanishes at 2l + 1 points (2 in the plane) at which the
matrix of the harmonics is regular is zero.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from flint import fmpq_poly

from grouptools.certificates.number_field import Element, NumberField

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Dual", "determining_points", "harmonic_character", "harmonic_values", "norm_squares"]


class Dual:
    """value + slope * eps with eps^2 = 0: the derivative of what is computed with it."""

    __slots__ = ("slope", "value")

    def __init__(self, value: Any, slope: Any) -> None:
        self.value, self.slope = value, slope

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: Dual) -> Dual:
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other: Any) -> Dual:
        if not isinstance(other, Dual):
            return Dual(self.value * other, self.slope * other)
        slope = self.value * other.slope + self.slope * other.value
        return Dual(self.value * other.value, slope)

    def __mod__(self, modulus: Any) -> Dual:
        return Dual(self.value % modulus, self.slope % modulus)


def harmonic_values(l: int, point: Sequence[Any], square: Element, modulus: Element) -> list[Any]:
    """The harmonics of degree l at a point (x, y', z) or (x, y') of numbers or `Dual`s.

    Order: m = -l, ..., l in space; the sine, then the cosine, in the plane.
    """
    x, y = point[:2]
    one = x * 0 + _one(x)
    cosines, sines = [one], [one * 0]
    for _ in range(l):
        c, s = cosines[-1], sines[-1]
        cosines.append((x * c - y * s % modulus * square) % modulus)
        sines.append((x * s + y * c) % modulus)
    if len(point) == 2:
        return [sines[l], cosines[l]] if l else [one]
    z = point[2]
    heights, radii = [one], [one]
    r_square = (x * x + y * y % modulus * square + z * z) % modulus
    for k in range(l):
        heights.append(heights[-1] * z % modulus)
        if k % 2 == 0:
            radii.append(radii[-1] * r_square % modulus)
    values = []
    for m in range(-l, l + 1):
        order = abs(m)
        zonal = one * 0
        for k, c in enumerate(_zonal(l, order)):
            zonal = zonal + heights[l - order - 2 * k] * radii[k] * c
        values.append(zonal % modulus * (sines if m < 0 else cosines)[order] % modulus)
    return values


def norm_squares(l: int, dimension: int) -> list[Fraction]:
    """Pi over the integrals of the squared harmonics over the sphere or circle, for s = 1."""
    if dimension == 2:
        return [Fraction(1)] * 2 if l else [Fraction(1, 2)]
    return [_norm_square(l, abs(m)) for m in range(-l, l + 1)]


def harmonic_character(l: int, dimension: int, trace: Element, turn: int, p: Element) -> Element:
    """The character on the harmonics of degree l of a matrix with this trace and det `turn`.

    1 + sum of 2 cos(k theta) in space, with a sign (-1)^l where det = -1; in the plane
    2 cos(l theta), or 0 for a reflection.
    """
    one = fmpq_poly([1])
    if dimension == 2 and (turn < 0 or l == 0):
        return one if l == 0 else one * 0
    double_cosine = trace if dimension == 2 else trace * turn - 1
    before, now, total = one * 2, double_cosine, one
    for _ in range(l):
        total += now
        last = now
        before, now = now, (double_cosine * now - before) % p
    if dimension == 2:
        return last % p
    return total % p * (turn**l)


@lru_cache(maxsize=512)
def determining_points(
    field: NumberField, dimension: int, l: int, square: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """The first integer points (x, y', z) at which the harmonics of degree l are independent.

    `square`: s^2 as [denominator, c_0, ...], positive.
    """
    size = (2 * l + 1 if dimension == 3 else 2) if l else 1
    s_square = field.read(square)
    for bound in range(1, l + 2):
        points = _lines(dimension, bound)
        values = [
            harmonic_values(l, [fmpq_poly([i]) for i in point], s_square, field.modulus)
            for point in points
        ]
        chosen = field.pivots(list(zip(*values, strict=True)))
        if len(chosen) == size:
            break
    return tuple(points[i] for i in chosen)


def _lines(dimension: int, bound: int) -> list[tuple[int, ...]]:
    """The integer points up to `bound`, one of each line through zero, the smallest first."""
    cube = product(range(-bound, bound + 1), repeat=dimension)
    points = [p for p in cube if gcd(*p) == 1 and next(i for i in p if i) > 0]
    return sorted(points, key=lambda p: (max(map(abs, p)), sum(map(abs, p)), [-i for i in p]))


@lru_cache(maxsize=4096)
def _zonal(l: int, m: int) -> tuple[int, ...]:
    """The coefficients of z^(l-m-2k) r^(2k), coprime, that of k = 0 positive."""
    before: list[Fraction] = []
    now = [Fraction(1)]
    for n in range(m + 1, l + 1):
        after = [Fraction(2 * n - 1, n - m) * c for c in now] + [Fraction(0)]
        for k, c in enumerate(before):
            after[k + 1] -= Fraction(n + m - 1, n - m) * c
        before, now = now, after[: (n - m) // 2 + 1]
    denominator = lcm(*(c.denominator for c in now))
    integers = [int(c * denominator) for c in now]
    return tuple(c // gcd(*integers) for c in integers)


@lru_cache(maxsize=4096)
def _norm_square(l: int, m: int) -> Fraction:
    """1 over the integral of (1 - z^2)^m T(z, 1)^2 over z, doubled for m = 0."""
    zonal = [0] * (l - m + 1)
    for k, c in enumerate(_zonal(l, m)):
        zonal[l - m - 2 * k] = c
    polynomial = fmpq_poly([1, 0, -1]) ** m * fmpq_poly(zonal) ** 2
    integral = polynomial.integral()
    whole = integral(1) - integral(-1)
    return Fraction(int(whole.q), int(whole.p)) / (1 if m else 2)


def _one(like: Any) -> Any:
    return Dual(fmpq_poly([1]), fmpq_poly([0])) if isinstance(like, Dual) else fmpq_poly([1])
