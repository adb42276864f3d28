"""The point groups of the plane: C_n, the n rotations, and D_n, with n reflections besides."""

from __future__ import annotations

from functools import cache

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Field
from grouptools.groups.axes import axial_frame, diagonal, turn
from grouptools.groups.axial import flip
from grouptools.groups.named import PointGroup
from grouptools.groups.symbols import Symbol, settings

__all__ = ["cyclic", "dihedral", "make_planar"]


def cyclic(n: int) -> PointGroup:
    """The group C_n of the rotations of the plane by multiples of 2 pi/n.

    Its generator is r, the rotation by 2 pi/n; C_1 has the generator E.
    Raises `ArgumentError` unless n is a positive integer.  Tested for n <= 12.

    >>> cyclic(4).matrix("r")
    Matrix([
    [0, -1],
    [1,  0]])
    """
    return _planar("cyclic", n)


def dihedral(n: int, *, setting: str = "x") -> PointGroup:
    """The group D_n of n rotations and n reflections of the plane, of order 2n.

    Its generators are r, the rotation by 2 pi/n (left out for n = 1), and f: y -> -y.
    `setting`: "y" has f: x -> -x instead, for odd n, where that is another group.
    Raises `ArgumentError` unless n is a positive integer and the setting one of these.  Tested for
    n <= 12.

    >>> dihedral(6).order, dihedral(6).generator_names
    (12, ('r', 'f'))
    """
    return _planar("dihedral", n, setting)


def _planar(family: str, n: int, setting: str = "x") -> PointGroup:
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ArgumentError(
            f"n = {n!r} was given, but the number of rotations of a {family} group is a positive "
            f"integer"
        )
    symbol = Symbol(family, n, setting)
    if setting not in settings(symbol):
        raise ArgumentError(
            f"setting = {setting!r} was given for {family}({n}), but its settings are: "
            f"{', '.join(map(repr, settings(symbol)))}"
        )
    return make_planar(symbol)


@cache
def make_planar(symbol: Symbol) -> PointGroup:
    """The group of the plane with this family, n and setting."""
    family, n, setting = symbol
    generators = {"r": turn(1, n)} if n > 1 else {}
    roles = ["turn"] if n > 1 else []
    if family == "dihedral":
        generators["f"] = flip(setting, n)
        roles.append("flip")
    letter = "C" if family == "cyclic" else "D"
    return PointGroup(
        symbol,
        f"{letter}{n}",
        generators or {"E": diagonal(1, 1)},
        roles or ["E"],
        axial_frame(n),
        Field.real(n),
    )
