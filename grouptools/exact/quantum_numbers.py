"""Reading degrees, spins and projections.

Inside grouptools.exact a half-integer j is the integer `twice_j` = 2j, so that no float ever
stands for a quantum number.  Outside it is an int, a `Fraction` or a sympy `Rational`.
"""

from __future__ import annotations

from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError, SelectionRuleError

__all__ = [
    "check_basis",
    "check_triangle",
    "degree",
    "is_triad",
    "projection",
    "spin_text",
    "twice_spin",
]

if TYPE_CHECKING:
    import sympy

    #: What is accepted where a spin or a projection is due.
    Spin = int | Fraction | sympy.Rational


def degree(value: object, name: str = "l") -> int:
    """Return `value` as a non-negative int, the degree of a harmonic or an irrep of SO(3).

    >>> degree(3)
    3
    """
    if type(value) is int and value >= 0:  # what is mostly given, without detours
        return value
    number = _fraction(value)
    if number is None or number.denominator != 1 or number < 0:
        raise ArgumentError(
            f"{name} = {value!r} was given, but a degree is a non-negative integer: "
            f"pass {name} = 0, 1, 2, ..."
        )
    return int(number)


def twice_spin(value: object, name: str = "j") -> int:
    """Return 2j as an int for a spin j = 0, 1/2, 1, ...

    >>> twice_spin(Fraction(3, 2))
    3
    """
    number = _fraction(value)
    if number is None or number.denominator > 2 or number < 0:
        raise ArgumentError(
            f"{name} = {value!r} was given, but a spin is a non-negative integer or half-integer: "
            f"pass an int, Fraction(n, 2) or sympy.Rational(n, 2)"
        )
    return int(2 * number)


def projection(value: object, name: str = "m") -> int:
    """Return 2m as an int for a projection m of either sign.

    >>> projection(Fraction(-1, 2))
    -1
    """
    number = _fraction(value)
    if number is None or number.denominator > 2:
        raise ArgumentError(
            f"{name} = {value!r} was given, but a projection is an integer or half-integer: "
            f"pass an int, Fraction(n, 2) or sympy.Rational(n, 2)"
        )
    return int(2 * number)


def check_basis(basis: str) -> None:
    """Raise `ArgumentError` unless `basis` is "real" or "complex"."""
    if basis not in ("real", "complex"):
        raise ArgumentError(f"basis = {basis!r} was given, but it must be 'real' or 'complex'")


def is_triad(twice_j1: int, twice_j2: int, twice_j3: int) -> bool:
    """Whether |j1 - j2| <= j3 <= j1 + j2 in integer steps: j1 x j2 contains j3."""
    total = twice_j1 + twice_j2 + twice_j3
    return total % 2 == 0 and abs(twice_j1 - twice_j2) <= twice_j3 <= twice_j1 + twice_j2


def check_triangle(twice_j1: int, twice_j2: int, twice_j3: int) -> None:
    """Raise `SelectionRuleError` unless |j1 - j2| <= j3 <= j1 + j2 in integer steps."""
    if is_triad(twice_j1, twice_j2, twice_j3):
        return
    j1, j2, j3 = map(spin_text, (twice_j1, twice_j2, twice_j3))
    low, high = spin_text(abs(twice_j1 - twice_j2)), spin_text(twice_j1 + twice_j2)
    raise SelectionRuleError(
        f"({j1}, {j2}, {j3}) breaks the triangle rule: "
        f"{j1} x {j2} contains only the spins from {low} to {high} in steps of 1"
    )


def spin_text(twice_j: int) -> str:
    """Write the spin twice_j / 2 as physicists do.

    >>> spin_text(3), spin_text(-4)
    ('3/2', '-2')
    """
    return str(Fraction(twice_j, 2))


def _fraction(value: object) -> Fraction | None:
    """Return the exact value of an int, numpy integer, Fraction or sympy Rational, else None."""
    if isinstance(value, bool) or not isinstance(value, Rational):
        return None
    return Fraction(int(value.numerator), int(value.denominator))
