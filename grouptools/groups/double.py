"""Double groups: the point groups as they act on spinors, where a turn by 2 pi is -1.

A rotation by the angle t about the unit vector n lifts to the matrices exp(-i t (n . sigma) / 2)
and its negative; a reflection or the inversion, to the lifts of -1 times it, since the inversion
leaves spinors alone [Bethe 1929, Ann. Phys. 395, 133; Altmann & Herzig 1994, ch. 13].  An element
is a pair of such a matrix and the determinant of what it does in space.
"""

from __future__ import annotations

from functools import cache, reduce
from typing import NamedTuple

import numpy as np

from grouptools.exact.algebra.assembling import block_diagonal
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import determinant, diagonal
from grouptools.groups.elements import Integers, generated, locked
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.named import PointGroup
from grouptools.groups.point_groups import point_group

__all__ = ["DoubleGroup", "double_group", "flip_azimuth", "half_turn_spin", "turn_angle", "z_spin"]

#: How often the axes of the standard setting are permuted cyclically in the settings "b", "a".
_PERMUTED = {"b": 1, "a": 2}


class Lift(NamedTuple):
    """A generator: its name, the element of the point group and its matrix, and one on spinors."""

    name: str
    element: int
    matrix: FieldMatrix
    spin: FieldMatrix


class DoubleGroup(FiniteGroup):
    """The double group of a point group, of twice its order.

    Its generators are lifts of those of the point group, and "R", the turn by 2 pi, where these
    do not generate it.  It acts on space as the point group does, so that R does nothing there.
    `point_group`: the point group.
    `projection[g]`: the element of the point group that g is a lift of.
    `spin`: the matrices of the generators on spinors, in the basis m = -1/2, 1/2, over a
    cyclotomic field.
    `turn`: the element R.
    """

    point_group: PointGroup
    projection: Integers
    spin: tuple[FieldMatrix, ...]
    turn: int

    def __init__(self, point_group: PointGroup) -> None:
        lifts = _lifts(point_group)
        pairs = [block_diagonal([g.spin, diagonal(determinant(g.matrix))]) for g in lifts]
        field = reduce(Field.joined, (pair.field for pair in pairs))
        pairs = [pair.over(field) for pair in pairs]
        one = FieldMatrix.identity(3, field)
        elements, steps, right = generated(pairs, FieldMatrix.__matmul__, one, FieldMatrix.key)
        super().__init__(
            f"double {point_group.name}",
            steps,
            right,
            [g.name for g in lifts],
            [g.matrix for g in lifts],
            point_group.frame,
            point_group.field,
        )
        table = point_group.table
        projected = self.images([g.element for g in lifts], lambda g, h: int(table[g, h]), 0)
        self.point_group = point_group
        self.projection = locked(np.array(projected, dtype=np.int32))
        self.spin = tuple(g.spin.over(field) for g in lifts)
        self.turn = elements.index(diagonal(-1, -1, 1).over(field))


def double_group(group: PointGroup | str) -> DoubleGroup:
    """The double group of a point group of space, given itself or by name.

    >>> double_group("O").order, double_group("O").order_of("C4")
    (48, 8)
    """
    return _made(point_group(group) if isinstance(group, str) else group)


@cache
def _made(group: PointGroup) -> DoubleGroup:
    return DoubleGroup(group)


def z_spin(k: int, n: int, twice_m: int = 1) -> tuple[Element, Field]:
    """exp(2 pi i k m/n), which a turn about z by 2 pi k/n makes of the component -m."""
    field = Field.cyclotomic(2 * n)
    return field.root_of_unity(k * twice_m, 2 * n), field


def half_turn_spin(eighths: int, twice_m: int = 1) -> FieldMatrix:
    """A half-turn about the axis at azimuth 2 pi eighths/8, on the components -m, m of spin m."""
    field = Field.cyclotomic(8)
    phase = field.root_of_unity(-2 * twice_m, 8)  # (-i)^(2m)
    turned = field.root_of_unity(eighths * twice_m, 8)
    upper = phase * turned % field.modulus
    lower = phase * field.conjugate(turned) % field.modulus
    zero = field.element(0)
    return FieldMatrix.from_rows([[zero, upper], [lower, zero]], field)


def turn_angle(group: PointGroup, role: str) -> tuple[int, int]:
    """(k, n): the generator of this role is a turn by 2 pi k/n about z, or -1 times one."""
    if role == "horizontal":
        return 1, 2
    n = group.turn_order
    if role != "turn":
        return 0, 1
    # S_n is i times a turn by 2 pi/n + pi
    reflects = determinant(group.natural[group.roles.index("turn")]) < 0
    return (n // 2 + 1, n) if reflects else (1, n)


def flip_azimuth(group: PointGroup) -> int:
    """The azimuth of C2', or of the normal of sigma_v, in eighths of a turn."""
    eighths = {"y": 2, "xy": 1}.get(group.symbol.setting, 0)
    return eighths + (2 if group.symbol.family == "Cv" else 0)


def _lifts(group: PointGroup) -> list[Lift]:
    """One lift of each generator, and R where no product of them is a turn by 2 pi."""
    spins = _spins(group)
    lifts = [
        Lift(name, element, matrix, spin)
        for name, element, matrix, spin in zip(
            group.generator_names, group.generators, group.natural, spins, strict=True
        )
        if element
    ]
    if group.name in {"C1", "Ci"}:
        lifts.append(Lift("R", 0, diagonal(1, 1, 1), diagonal(-1, -1)))
    return lifts


def _spins(group: PointGroup) -> list[FieldMatrix]:
    """The matrices of the generators on spinors."""
    if group.symbol.family[0] in "TOI":
        return [_polyhedral(role) for role in group.roles]
    spins = []
    for role in group.roles:
        if role == "flip":
            spins.append(half_turn_spin(flip_azimuth(group)))
        else:
            entry, field = z_spin(*turn_angle(group, role))
            spins.append(FieldMatrix.diagonal([entry, field.conjugate(entry)], field))
    third = _polyhedral("C3")
    for _ in range(_PERMUTED.get(group.symbol.setting, 0)):  # x, y, z are now called z, x, y
        spins = [third.inverse() @ spin @ third for spin in spins]
    return spins


@cache
def _polyhedral(role: str) -> FieldMatrix:
    """The lift of a generator of a polyhedral group: [[w + iz, y - ix], [-y - ix, w - iz]]."""
    if role == "inversion":
        return FieldMatrix.identity(2)
    if role in {"C2", "C4", "S4"}:  # S4 is -1 times C4^-1
        entry, field = z_spin({"S4": -1}.get(role, 1), 2 if role == "C2" else 4)
        return FieldMatrix.diagonal([entry, field.conjugate(entry)], field)
    field = Field.cyclotomic(4 if role == "C3" else 20)
    i, one = field.root_of_unity(1, 4), field.element(1)
    t = field.double_cosine(1, 5) if role == "C5" else one
    w, x, y, z = (one + t, 0 * t, t, one) if role == "C5" else (one, one, one, one)
    rows = [[w + i * z, y - i * x], [-y - i * x, w - i * z]]
    half = field.element(1) / 2
    return FieldMatrix.from_rows([[e * half % field.modulus for e in row] for row in rows], field)
