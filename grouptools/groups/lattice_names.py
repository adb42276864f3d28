"""The symmorphic plane and space groups by name: 13 in the plane, 73 in space.

The names are the Hermann-Mauguin symbols of the International Tables for Crystallography, volume
A, and the lattice vectors are the primitive ones of its cells, in axes of the lengths and angles
of the tables but with all lengths 1 that the symmetry leaves free.

    P  the cell's own vectors: at right angles, or at 120 degrees for a three-fold or six-fold axis
    A, B, C, F, I   (b - c)/2, (b + c)/2 for A instead of b, c; and so on
    R  the obverse setting, (2a + b + c)/3 and what the three-fold axis makes of it

A monoclinic class has its axis along b, as in the tables of space groups: "C2/m" is "C 1 2/m 1".
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lattice import LatticeGroup
from grouptools.groups.named import PointGroup
from grouptools.groups.planar import make_planar
from grouptools.groups.point_groups import point_group
from grouptools.groups.symbols import CLASSES, Symbol

__all__ = ["lattice_group"]

#: Family, n and setting of the point group, and the lattice, of the plane groups.
_PLANE = {
    "p1": ("cyclic", 1, "x", "p"),
    "p2": ("cyclic", 2, "x", "p"),
    "p1m1": ("dihedral", 1, "y", "p"),
    "p11m": ("dihedral", 1, "x", "p"),
    "c1m1": ("dihedral", 1, "y", "c"),
    "c11m": ("dihedral", 1, "x", "c"),
    "p2mm": ("dihedral", 2, "x", "p"),
    "c2mm": ("dihedral", 2, "x", "c"),
    "p4": ("cyclic", 4, "x", "p"),
    "p4mm": ("dihedral", 4, "x", "p"),
    "p3": ("cyclic", 3, "x", "p"),
    "p3m1": ("dihedral", 3, "y", "p"),
    "p31m": ("dihedral", 3, "x", "p"),
    "p6": ("cyclic", 6, "x", "p"),
    "p6mm": ("dihedral", 6, "x", "p"),
}
_SHORT = {"pm": "p1m1", "cm": "c1m1", "pmm": "p2mm", "cmm": "c2mm", "p4m": "p4mm", "p6m": "p6mm"}

_HALF, _THIRD = Fraction(1, 2), Fraction(1, 3)
#: The primitive vectors of each lattice on the vectors a, b, c of its cell.
_PRIMITIVE = {
    "p": ((1, 0), (0, 1)),
    "c": ((_HALF, -_HALF), (_HALF, _HALF)),
    "P": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "A": ((1, 0, 0), (0, _HALF, -_HALF), (0, _HALF, _HALF)),
    "B": ((_HALF, 0, -_HALF), (0, 1, 0), (_HALF, 0, _HALF)),
    "C": ((_HALF, -_HALF, 0), (_HALF, _HALF, 0), (0, 0, 1)),
    "F": ((0, _HALF, _HALF), (_HALF, 0, _HALF), (_HALF, _HALF, 0)),
    "I": ((-_HALF, _HALF, _HALF), (_HALF, -_HALF, _HALF), (_HALF, _HALF, -_HALF)),
    "R": (
        (2 * _THIRD, _THIRD, _THIRD),
        (-_THIRD, _THIRD, _THIRD),
        (-_THIRD, -2 * _THIRD, _THIRD),
    ),
}


def lattice_group(name: str) -> LatticeGroup:
    """The symmorphic plane or space group with a Hermann-Mauguin symbol.

    `name`: "p1" ... "p6m", short or full, for the plane; for space a letter for the lattice and a
    crystal class, "Pm-3m", "R3m", "C2/m", "P-4m2".  Spaces and underscores are not read.
    Raises `ArgumentError` for a name that it does not know, and for a lattice that the class does
    not keep.  Tested for all 13 + 73 groups.

    >>> group = lattice_group("p6m")
    >>> group.point_group.order, group.vectors_to_sympy()
    (12, Matrix([
    [   1,         0],
    [-1/2, sqrt(3)/2]]))
    >>> lattice_group("Fm-3m").matrices.shape
    (48, 3, 3)
    """
    text = re.sub(r"[\s_]", "", name) if isinstance(name, str) else ""
    found = _made(text)
    if found is None:
        raise ArgumentError(
            f"the lattice group {name!r} was asked for, but no symmorphic plane or space group has "
            f"this name: write one such as 'p4m' or 'Pm-3m'; groups with glides or screws have no "
            f"point that the point group fixes"
        )
    return found


@cache
def _made(text: str) -> LatticeGroup | None:
    text = _SHORT.get(text, text)
    if text in _PLANE:
        family, n, setting, lattice = _PLANE[text]
        group = make_planar(Symbol(family, n, setting))
        return LatticeGroup(text, group, _cell(group) @ _vectors(lattice))
    lattice = text[:1]
    space = _crystal_class(text[1:], lattice)
    if lattice not in _PRIMITIVE or lattice.islower() or space is None:
        return None
    return LatticeGroup(text, space, _cell(space) @ _vectors(lattice))


def _crystal_class(symbol: str, lattice: str) -> PointGroup | None:
    """The point group of a Hermann-Mauguin symbol, with the axes of the tables of space groups."""
    for row in CLASSES:
        names = {row.short, row.full.replace(" ", ""), *row.others}
        if row.schoenflies[0] == "I" or symbol not in names:
            continue
        if row.short in {"2", "m", "2/m"} and symbol == row.short:
            return point_group(row.short, setting="b")
        if row.short in {"32", "3m", "-3m"} and symbol == row.short and lattice != "R":
            return None  # P32 is a screw axis, and the tables write P321 or P312
        return point_group(row.schoenflies, setting=row.setting or None)
    return None


def _cell(group: PointGroup) -> FieldMatrix:
    """The vectors of a cell, one a column, in the frame of the group."""
    n = group.turn_order
    rows = FieldMatrix.identity(group.dimension).rows()
    if n % 3 == 0:
        rows[0][1] = RATIONALS.element(-_HALF)
    return FieldMatrix.from_rows(rows)


def _vectors(lattice: str) -> FieldMatrix:
    return FieldMatrix.from_rows(_PRIMITIVE[lattice]).transposed()
