"""Rotation groups of the Platonic solids, and the harmonics that they leave alone.

A sum over the points of orbits integrates every harmonic that is not invariant, and an invariant
one if its values at one point of each orbit, times the sizes of the orbits, add up to 0 [Sobolev
1962; McLaren 1963, Math. Comput. 17, 361].  With v the vertices on fourfold or fivefold axes,

    I_l(x) = sum(P_l(x . v) for v in vertices), l even,

spans the invariant harmonics of even degree where these are one-dimensional: l = 4, 6, 8 and 10 for
the octahedron, l = 6, 10, 12, 16, ..., 28 for the icosahedron.  The invariant of odd degree that
comes first, 9 or 15, is the product of the forms that vanish on the mirror planes.
[Molien's series, Meyer 1954, Canad. J. Math. 6, 135]
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import permutations, product
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import flint

__all__ = ["Vector", "dot", "invariant", "matrix", "rotations", "special_point"]

#: Coordinates as balls; a quaternion has four, the scalar last.
Vector: TypeAlias = "tuple[flint.arb, ...]"


def _golden() -> flint.arb:
    import flint

    return (1 + flint.arb(5).sqrt()) / 2


def _signed(values: Iterable[flint.arb | int]) -> list[Vector]:
    """All choices of signs of the entries that are not 0."""
    import flint

    choices = [(flint.arb(0),) if v == 0 else (flint.arb(v), -flint.arb(v)) for v in values]
    return list(product(*choices))


def _is_even(order: tuple[int, ...]) -> bool:
    return sum(a > b for i, a in enumerate(order) for b in order[i + 1 :]) % 2 == 0


def rotations(group: str) -> list[Vector]:
    """Unit quaternions of the group "T", "O" or "I", one of each pair q, -q.

    It is the one whose first component that is not 0, in the order w, x, y, z, is positive.
    """
    import flint

    units = [
        tuple(flint.arb(entry) for entry in row)
        for k in range(4)
        for row in [[int(i == (k - 1) % 4) for i in range(4)]]
    ]
    units += _signed([flint.arb(1) / 2] * 4)
    if group == "O":
        half = flint.arb(1) / 2
        for pair in [(3, 0), (3, 1), (3, 2), (0, 1), (0, 2), (1, 2)]:
            units += _signed([half.sqrt() if i in pair else flint.arb(0) for i in range(4)])
    if group == "I":
        golden = _golden() / 2
        entries = (golden, flint.arb(1) / 2, golden - flint.arb(1) / 2, flint.arb(0))
        for order in permutations(range(4)):
            if _is_even(order):
                units += _signed([entries[i] for i in order])
    return [q for q in units if _leads_positive(q)]


def _leads_positive(q: Vector) -> bool:
    lead = next(entry for entry in (q[3], q[0], q[1], q[2]) if entry != 0)
    return bool(lead > 0)


def matrix(q: Vector) -> list[Vector]:
    """The rows of the rotation matrix of a unit quaternion."""
    x, y, z, w = q
    return [
        (w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z),
    ]


def special_point(group: str, size: int) -> Vector:
    """A point, not normalised, whose orbit under the group has fewer points than the group."""
    import flint

    zero, one = flint.arb(0), flint.arb(1)
    if group == "I":
        golden = _golden()
        # on a fivefold axis, a threefold one
        return {12: (golden, zero, one), 20: (one, one, one)}[size]
    # on a fourfold axis of O, a threefold one of T
    return {6: (zero, zero, one), 4: (one, one, one)}[size]


@lru_cache(maxsize=8)
def _vertices_and_mirrors(group: str, _precision: int) -> tuple[list[Vector], list[Vector]]:
    """One of each pair of opposite vertices, and the normals of the mirror planes."""
    import flint

    if group == "O":
        entries = [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
        mirrors = [*entries, (0, 1, 1), (0, 1, -1), (1, 0, 1), (1, 0, -1), (1, 1, 0), (1, -1, 0)]
        return [
            [tuple(flint.arb(entry) for entry in row) for row in rows]
            for rows in (entries, mirrors)
        ]  # type: ignore[return-value]
    golden = _golden()
    norm = (1 + golden**2).sqrt()
    vertices: list[Vector] = []
    for sign in (1, -1):
        a, b, zero = golden / norm, sign / norm, flint.arb(0)
        vertices += [(a, zero, b), (zero, b, a), (b, a, zero)]
    # half turns are about the normals of mirror planes
    return vertices, [q[:3] for q in rotations(group) if q[3] == 0]


def dot(a: Vector, b: Vector) -> flint.arb:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def invariant(group: str, l: int, x: Vector) -> tuple[flint.arb, Vector]:
    """The invariant of degree l at x, and its gradient in x."""
    import flint

    vertices, mirrors = _vertices_and_mirrors(group, flint.ctx.prec)
    value, slope = flint.arb(0), [flint.arb(0)] * 3
    if l % 2:
        factors = [dot(x, normal) for normal in mirrors]
        value = flint.arb(1)
        for factor in factors:
            value *= factor
        for i, normal in enumerate(mirrors):
            others = flint.arb(1)
            for k, factor in enumerate(factors):
                others *= factor if k != i else 1
            slope = [s + others * n for s, n in zip(slope, normal, strict=True)]
        return value, tuple(slope)
    for vertex in vertices:
        p, dp = _legendre(l, dot(x, vertex))
        value += p
        slope = [s + dp * v for s, v in zip(slope, vertex, strict=True)]
    return value, tuple(slope)


def _legendre(l: int, t: flint.arb) -> tuple[flint.arb, flint.arb]:
    """P_l and its derivative [DLMF 14.10.3, 14.10.5 differentiated]."""
    import flint

    before, p = flint.arb(0), flint.arb(1)
    slope_before, slope = flint.arb(0), flint.arb(0)
    for k in range(l):
        slope_before, slope = slope, slope_before + (2 * k + 1) * p
        before, p = p, ((2 * k + 1) * t * p - k * before) / (k + 1)
    return p, slope
