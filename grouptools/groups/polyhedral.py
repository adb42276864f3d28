"""Generators of the cubic and icosahedral point groups, in the frame (1, 1, 1).

Two-fold or four-fold axes lie along x, y, z and a three-fold one along (1, 1, 1).  The icosahedron
has its five-fold axes along (0, +-1, +-p) and its cyclic permutations, p = (1 + sqrt5)/2; the other
choice with the same two-fold axes, (+-1, 0, +-p), is this one turned by 90 degrees about z.

    T  C2^2 = C3^3 = (C2 C3)^3 = 1    O  C4^4 = C3^3 = (C4 C3)^2 = 1
    Td S4^4 = C3^3 = (S4^-1 C3)^2 = 1    I  C5^5 = C3^3 = (C5 C3)^2 = 1

[Coxeter & Moser 1980, Generators and Relations for Discrete Groups, table 5].  Th, Oh and Ih have
the inversion i besides.
"""

from __future__ import annotations

from fractions import Fraction

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import diagonal, embedded, turn
from grouptools.groups.axial import Generator

__all__ = ["polyhedral_generators"]


def polyhedral_generators(family: str) -> list[Generator]:
    """The generators of T, Td, Th, O, Oh, I or Ih, in their order."""
    third = _named("C3", FieldMatrix.permutation((1, 2, 0)))  # x to y, y to z, z to x
    quarter = turn(1, 4)
    first = {
        "T": ("C2", diagonal(-1, -1, 1)),
        "Th": ("C2", diagonal(-1, -1, 1)),
        "Td": ("S4", embedded(quarter, -1)),
        "O": ("C4", embedded(quarter, 1)),
        "Oh": ("C4", embedded(quarter, 1)),
        "I": ("C5", _fifth_turn()),
        "Ih": ("C5", _fifth_turn()),
    }[family]
    generators = [_named(*first), third]
    if family.endswith("h"):
        generators.append(Generator("i", "inversion", diagonal(-1, -1, -1)))
    return generators


def _named(name: str, matrix: FieldMatrix) -> Generator:
    return Generator(name, name, matrix)


def _fifth_turn() -> FieldMatrix:
    """The rotation by 72 degrees about (0, 1, p)."""
    field = Field.real(5)  # its generator is t = 1/p = p - 1
    one, t, p = field.element(1), field.element([0, 1]), field.element([1, 1])
    return FieldMatrix.from_rows([[t, -p, one], [p, one, t], [-one, t, p]], field).scaled(
        Fraction(1, 2)
    )
