"""The point groups of the plane: C_n, the n rotations, and D_n, with n reflections besides."""

from __future__ import annotations

from functools import cache

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Field
from grouptools.groups.axes import axial_frame, diagonal, turn
from grouptools.groups.named import PointGroup
from grouptools.groups.symbols import Symbol

__all__ = ["cyclic", "dihedral"]


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


def dihedral(n: int) -> PointGroup:
    """The group D_n of n rotations and n reflections of the plane, of order 2n.

    Its generators are r, the rotation by 2 pi/n (left out for n = 1), and f: y -> -y.
    Raises `ArgumentError` unless n is a positive integer.  Tested for n <= 12.

    >>> dihedral(6).order, dihedral(6).generator_names
    (12, ('r', 'f'))
    """
    return _planar("dihedral", n)


def _planar(family: str, n: int) -> PointGroup:
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise ArgumentError(
            f"n = {n!r} was given, but the number of rotations of a {family} group is a positive "
            f"integer"
        )
    return _made(family, n)


@cache
def _made(family: str, n: int) -> PointGroup:
    generators = {"r": turn(1, n)} if n > 1 else {}
    roles = ["turn"] if n > 1 else []
    if family == "dihedral":
        generators["f"] = diagonal(1, -1)
        roles.append("flip")
    letter = "C" if family == "cyclic" else "D"
    return PointGroup(
        Symbol(family, n, "x"),
        f"{letter}{n}",
        generators or {"E": diagonal(1, 1)},
        roles or ["E"],
        axial_frame(n),
        Field.real(n),
    )
