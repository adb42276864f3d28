"""The exact numbers by which couplings and harmonics of two conventions differ.

With M_l the unitary change of features of degree l from a source s to a target t,

    C_t = c M_l3 C_s M_l1^-1 M_l2^-1,    Y_t = n M_l Y_s,

because rotations fix a coupling, and harmonics of one degree, up to one factor.  c is a sign (a
power of i between a real and a complex basis) times a ratio of norms; n is a ratio of norms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grouptools.conventions.change import norms
from grouptools.conventions.convention import Convention
from grouptools.conventions.coupling_signs import coupling_sign
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_triangle, degree

if TYPE_CHECKING:
    import sympy

__all__ = ["coupling_factor", "coupling_phase", "coupling_square", "harmonics_factor"]


def coupling_factor(
    l1: int, l2: int, l3: int, source: Convention, target: Convention
) -> sympy.Expr:
    """The exact c in C_target = c M_l3 C_source M_l1^-1 M_l2^-1 for the coupling l1 x l2 -> l3.

    Returns a sympy number.
    Raises `SelectionRuleError` where |l1 - l2| <= l3 <= l1 + l2 is broken, and `ArgumentError` for
    a convention that has no couplings, or 3j symbols: these give no features l3.
    Tested for l <= 4 against the tensors themselves, e3nn 0.4.4 for all that it has, l <= 11.

    >>> from grouptools.conventions import E3NN, GROUPTOOLS
    >>> coupling_factor(1, 1, 0, E3NN, GROUPTOOLS), coupling_factor(1, 1, 2, E3NN, GROUPTOOLS)
    (-1, sqrt(5))
    """
    import sympy

    ratio = sympy.Rational(coupling_square(l3, target), coupling_square(l3, source))
    return coupling_phase(l1, l2, l3, source, target) * sympy.sqrt(ratio)


def coupling_phase(l1: int, l2: int, l3: int, source: Convention, target: Convention) -> sympy.Expr:
    """The part 1, -1, i or -i of `coupling_factor`.

    This library's real coupling is that of the complex basis times (-i)^(l1 + l2 + l3 odd).
    """
    import sympy

    numbers = degree(l1, "l1"), degree(l2, "l2"), degree(l3, "l3")
    check_triangle(*(2 * l for l in numbers))
    turn = (source.basis == "real") - (target.basis == "real")
    phase = sympy.I ** (turn * (sum(numbers) % 2))
    return phase * _sign(numbers, target) * _sign(numbers, source)


def coupling_square(l3: int, convention: Convention) -> int:
    """The sum of the squares of all entries of a coupling to degree l3."""
    if convention.coupling not in ("orthonormal", "unit"):
        has = (
            "no couplings" if convention.coupling is None else "3j symbols, which give no features"
        )
        raise ArgumentError(
            f"{convention!r} was given for weights of tensor products, but it has {has}: add "
            f"`coupling = orthonormal` or `coupling = unit`"
        )
    return 2 * l3 + 1 if convention.coupling == "orthonormal" else 1


def harmonics_factor(l: int, source: Convention, target: Convention) -> sympy.Expr:
    """The exact n in Y_target = n M_l Y_source for the harmonics of degree l, M_l unitary.

    Raises `ArgumentError` for unnormalized harmonics, whose norms differ within a degree.

    >>> from grouptools.conventions import E3NN, GROUPTOOLS
    >>> harmonics_factor(2, E3NN, GROUPTOOLS)
    1/(2*sqrt(pi))
    """
    for convention in (source, target):
        if convention.normalization == "unnormalized":
            raise ArgumentError(
                f"{convention!r} was given for weights of products with harmonics, but its "
                f"harmonics of one degree have different norms, which no weight can take up: "
                f"take integral, component or norm"
            )
    return norms(l, target)[0] / norms(l, source)[0]


def _sign(numbers: tuple[int, int, int], convention: Convention) -> int:
    if convention.basis == "complex":
        return 1
    if convention.coupling_sign is None:
        raise ArgumentError(
            f"{convention!r} was given for weights of tensor products, but it leaves the sign of "
            f"couplings open: add `coupling_sign = ...`"
        )
    return coupling_sign(convention.coupling_sign, *numbers)
