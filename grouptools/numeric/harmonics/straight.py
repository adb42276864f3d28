"""The recursion for harmonics and their derivatives as straight-line code of small degrees.

The same as in `grouptools.numeric.harmonics.kernels`, one operation after another.  Derivatives
come from the degree below, as in `grouptools.codegen.harmonics`: with S the solid harmonics and
k = |m|,

    d/dx S(l, +-k) = b S(l-1, +-(k-1)) - e S(l-1, +-(k+1)),
    d/dy S(l, +-k) = -+(b S(l-1, -+(k-1)) + e S(l-1, -+(k+1))),    d/dz S(l, m) = g S(l-1, m).
"""

from __future__ import annotations

from collections.abc import Iterator
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
) -> list[dict[int, Any]]:
    """S(l, m) by degree and order: of the unit vector, or with r^l."""
    polar = _polar_plain if l_max <= PLAIN else _polar
    sign = (
        e.number(1) if l_max <= PLAIN else e.where_less(v.z, e.number(0), e.number(-1), e.number(1))
    )
    x, y = e.mul(v.x, sign), e.mul(v.y, sign)
    start = e.fma(e.add(e.add(v.x, v.y), v.z), e.number(0), e.number(1))  # 1, or nan if one is
    powers: list[tuple[Any, Any]] = [(start, e.number(0)), (e.mul(start, x), e.mul(start, y))]
    for _ in range(l_max - 1):
        re, im = powers[-1]
        powers.append((e.fms(re, x, e.mul(im, y)), e.fma(re, y, e.mul(im, x))))
    signed = [(e.mul(re, sign), e.mul(im, sign)) for re, im in powers]
    scale = None if normalize else v.r
    rows: list[dict[int, Any]] = []
    for l, parts in enumerate(polar(e, v, numbers, l_max)):
        row = {}
        for m, p in enumerate(parts):
            q = numbers.value(l, m, 2)
            if p is not None:
                q = e.mul(q, p)
            if l and scale is not None:
                q = e.mul(q, scale)
            re, im = (signed if l % 2 else powers)[m]
            row[m] = e.mul(q, re)
            if m:
                row[-m] = e.mul(q, im)
        if l and scale is not None:
            scale = e.mul(scale, v.r)
        rows.append(row)
    return rows


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
) -> dict[int, list[Any]]:
    """The derivatives of S(l, m) by m, from the degree below."""
    result = {}
    if l == 0:
        return {0: [nothing] * 3}
    for k in range(l + 1):
        b, up, g = (numbers.slope(l, k, i) for i in range(3))
        plus, minus = lower.get(k + 1), lower.get(-k - 1)
        far = [e.mul(up, s) if s is not None else None for s in (plus, minus)]
        if k == 0:
            gone = [e.neg(f) if f is not None else nothing for f in far]
            result[0] = [gone[0], gone[1], e.mul(g, lower[0])]
            continue
        near, other = lower[k - 1], lower[1 - k] if k > 1 else None
        along = _minus(e, e.mul(b, near), far[0]), _plus(e, e.mul(b, near), far[0])
        across = e.mul(b, other) if other is not None else nothing
        slopes = [e.mul(g, lower[m]) if m in lower else nothing for m in (k, -k)]
        result[k] = [along[0], e.neg(_plus(e, across, far[1])), slopes[0]]
        result[-k] = [_minus(e, across, far[1]), along[1], slopes[1]]
    return result


def _plus(e: Emitter, a: Any, b: Any | None) -> Any:
    return a if b is None else e.add(a, b)


def _minus(e: Emitter, a: Any, b: Any | None) -> Any:
    return a if b is None else e.sub(a, b)
