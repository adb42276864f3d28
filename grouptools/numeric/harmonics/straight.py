"""The recursion for harmonics and their derivatives as straight-line code of small degrees.

The same as in `grouptools.numeric.harmonics.kernels`, one operation after another.  Derivatives
come from the degree below, as in `grouptools.codegen.harmonics`: with S the solid harmonics and
k = |m|,

    d/dx S(l, +-k) = b S(l-1, +-(k-1)) - e S(l-1, +-(k+1)),
    d/dy S(l, +-k) = -+(b S(l-1, -+(k-1)) + e S(l-1, -+(k+1))),    d/dz S(l, m) = g S(l-1, m).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from grouptools.numeric.emitter import Emitter

__all__ = ["Direction", "Numbers", "direction_of", "rows_of", "solid_derivatives"]

#: Up to this degree the recursion for p itself is as accurate, and shorter.
PLAIN = 3


class Direction(NamedTuple):
    """Vectors of a block: v/|v|, |v|, 1/|v|, its square, 1 (or 0 for v = 0), 1 - |z|/|v|."""

    x: Any
    y: Any
    z: Any
    r: Any
    inverse: Any
    inverse_square: Any
    present: Any
    d: Any


class Numbers:
    """Entries of the two tables, in every lane."""

    def __init__(self, emitter: Emitter, table: tuple[Any, Any], slopes: tuple[Any, Any]) -> None:
        self._emitter, self._table, self._slopes = emitter, table, slopes

    def value(self, l: int, m: int, which: int) -> Any:
        """Of alpha, gamma, W."""
        return self._emitter.entry(*self._table, 3 * (l * (l + 1) // 2 + m) + which)

    def slope(self, l: int, m: int, which: int) -> Any:
        """Of b, e, g."""
        return self._emitter.entry(*self._slopes, 3 * (l * (l + 1) // 2 + m) + which)


def direction_of(e: Emitter, x: Any, y: Any, z: Any, power: Any, cap: Any) -> Direction:
    """Unit vectors of (x, y, z)/power; `cap` is the largest factor for derivatives."""
    one, zero = e.number(1), e.number(0)
    planar = e.fma(y, y, e.mul(x, x))
    r = e.sqrt(e.fma(z, z, planar))
    present = e.where_less(zero, r, one, zero)
    longer = e.add(r, e.abs(z))
    quotient = e.div(present, e.where_less(zero, r, e.mul(r, longer), one))
    inverse, d = e.mul(quotient, longer), e.mul(quotient, planar)
    x, y, z = (e.mul(v, inverse) for v in (x, y, z))
    inverse = e.mul(inverse, power)
    inverse = e.where_less(inverse, cap, inverse, cap)
    square = e.mul(inverse, inverse)
    square = e.where_less(square, cap, square, cap)
    return Direction(x, y, z, e.div(r, power), inverse, square, present, d)


def rows_of(
    e: Emitter, v: Direction, numbers: Numbers, l_max: int, normalize: bool
) -> Iterator[dict[int, Any]]:
    """Yield, for each degree, S(l, m) by order: of the unit vector, or with r^l."""
    polar = _polar_plain if l_max <= PLAIN else _polar
    sign = (
        e.number(1) if l_max <= PLAIN else e.where_less(v.z, e.number(0), e.number(-1), e.number(1))
    )
    x, y = e.mul(v.x, sign), e.mul(v.y, sign)
    start = e.fma(e.add(e.add(v.x, v.y), v.z), e.number(0), e.number(1))  # 1, or nan if one is
    powers: list[tuple[Any, Any]] = [(start, e.number(0))]
    scale = None if normalize else v.r
    for l, parts in enumerate(polar(e, v, numbers, l_max)):
        row = {}
        if l == 1:
            powers.append((e.mul(start, x), e.mul(start, y)))
        elif l:
            re, im = powers[-1]
            powers.append((e.fms(re, x, e.mul(im, y)), e.fma(re, y, e.mul(im, x))))
        for m, p in enumerate(parts):
            q = numbers.value(l, m, 2)
            if p is not None:
                q = e.mul(q, p)
            if l and scale is not None:
                q = e.mul(q, scale)
            if l % 2:
                q = e.mul(q, sign)
            re, im = powers[m]
            row[m] = e.mul(q, re)
            if m:
                row[-m] = e.mul(q, im)
        if l and scale is not None:
            scale = e.mul(scale, v.r)
        yield row


def _polar(e: Emitter, v: Direction, numbers: Numbers, l_max: int) -> Iterator[list[Any]]:
    """Yield [p(l, m) for m in range(l + 1)], up to the parity; None stands for 1."""
    p: list[Any] = []
    steps: list[Any] = []
    for l in range(l_max + 1):
        for m in range(l):
            alpha, gamma = numbers.value(l, m, 0), numbers.value(l, m, 1)
            change = e.neg(alpha if p[m] is None else e.mul(p[m], alpha))
            if steps[m] is None:
                steps[m] = e.mul(change, v.d)
            else:
                steps[m] = e.fma(change, v.d, e.mul(steps[m], gamma))
            p[m] = e.add(e.number(1) if p[m] is None else p[m], steps[m])
        p.append(None)
        steps.append(None)
        yield list(p)
        if l == 0:
            p[0] = v.present  # from here on the zero vector has no harmonics


def _polar_plain(e: Emitter, v: Direction, numbers: Numbers, l_max: int) -> Iterator[list[Any]]:
    """The same by the recursion for p itself, which the first few degrees can afford."""
    rows: list[list[Any]] = []
    for l in range(l_max + 1):
        row: list[Any] = [None] * (l + 1)
        for m in range(l):
            if l == m + 1:
                row[m] = v.z
                continue
            alpha, gamma = numbers.value(l, m, 0), numbers.value(l, m, 1)
            older = rows[l - 2][m]
            if older is None:
                older = v.present if m == 0 else e.number(1)
            row[m] = e.fms(e.mul(alpha, v.z), rows[l - 1][m], e.mul(gamma, older))
        rows.append(row)
        yield row


def solid_derivatives(
    e: Emitter, numbers: Numbers, lower: dict[int, Any], l: int, nothing: Any
) -> Callable[[int, int], Any]:
    """derivative(m, axis) of S(l, m), from the degree below; emitted when it is asked for."""

    @cache
    def times(which: int, k: int, m: int) -> Any | None:
        """B, e or g of S(l, k) times S(l-1, m)."""
        return e.mul(numbers.slope(l, k, which), lower[m]) if m in lower else None

    def derivative(m: int, axis: int) -> Any:
        k, side = abs(m), -1 if (m < 0) == (axis == 0) else 1  # of the orders below
        if axis == 2:
            result = times(2, k, m)
        else:
            far = times(1, k, side * (k + 1))
            near = times(0, k, side * (k - 1)) if k > 1 or side * k == 1 else None
            if far is None:
                result = near
            elif near is None:
                result = e.neg(far) if axis == 0 else far
            else:
                result = e.sub(near, far) if axis == 0 else e.add(near, far)
            if axis == 1 and m >= 0 and result is not None:
                result = e.neg(result)
        return nothing if result is None else result

    return derivative
