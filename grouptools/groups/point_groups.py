"""Point groups by name: `point_group("m-3m")`, and `icosahedral()`."""

from __future__ import annotations

from functools import cache, reduce

from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.groups.axes import axial_frame
from grouptools.groups.axial import axial_generators, axial_order
from grouptools.groups.named import PointGroup
from grouptools.groups.polyhedral import polyhedral_generators
from grouptools.groups.symbols import Symbol, read_symbol

__all__ = ["icosahedral", "make_point_group", "point_group"]


def point_group(name: str, *, setting: str | None = None) -> PointGroup:
    """The point group of space with a Schoenflies or Hermann-Mauguin symbol.

    `name`: "C4", "C3v", "C2h", "S4", "D3", "D6h", "D2d" for any n; Ci, Cs, T, Td, Th, O, Oh, I, Ih;
    or a short or full symbol of one of the 32 crystal classes, "m-3m" and "4/m -3 2/m".
    `setting`: where its axes lie, by default as in the International Tables, but z for the axis of
    a monoclinic class; `grouptools.groups.symbols` explains the others.
    Raises `ArgumentError` for a name or a setting that it does not know, with those near to it.
    Tested for n <= 12.

    >>> group = point_group("m-3m")
    >>> group.name, group.order, group.generator_names
    ('Oh', 48, ('C4', 'C3', 'i'))
    >>> point_group("3m") == point_group("C3v"), point_group("31m") == point_group("C3v")
    (True, False)
    """
    return make_point_group(read_symbol(name, setting))


def icosahedral(*, reflections: bool = False) -> PointGroup:
    """The group I of the 60 rotations of an icosahedron, or I_h, of 120, with its reflections.

    Two-fold axes lie along x, y, z and a five-fold one along (0, 1, (1 + sqrt5)/2).

    >>> icosahedral().order, icosahedral(reflections=True).order
    (60, 120)
    """
    return make_point_group(Symbol("Ih" if reflections else "I", 0))


@cache
def make_point_group(symbol: Symbol) -> PointGroup:
    """The point group of a symbol that has been read."""
    if symbol.family[0] in "TOI":
        generators = polyhedral_generators(symbol.family)
        order = 1
    else:
        generators = axial_generators(symbol)
        order = axial_order(symbol)
    field = reduce(Field.joined, (g.matrix.field for g in generators), RATIONALS)
    one = field.element(1)
    return PointGroup(
        symbol,
        symbol.schoenflies,
        {g.name: g.matrix for g in generators},
        [g.role for g in generators],
        (*axial_frame(order), one),
        field,
    )
