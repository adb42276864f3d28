"""Gaunt coefficients, the integrals of three spherical harmonics, exact.

complex: int Y_l1^m1 Y_l2^m2 Y_l3^m3 = sqrt((2l1+1)(2l2+1)(2l3+1) / 4 pi)
         (l1 l2 l3; 0 0 0) (l1 l2 l3; m1 m2 m3)          [Varshalovich et al. 1988, 5.9.1 (5)]
real:    the same integral over real harmonics, sqrt((2l1+1)(2l2+1) / (4 pi (2l3+1)))
         <l1 0 l2 0 | l3 0> C_real(m1, m2, m3)            [Homeier and Steinborn 1996]

No conjugate stands in either integral; both vanish where l1 + l2 + l3 is odd.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.exact.coupling import clebsch_gordan, wigner_3j, wigner_3j_array
from grouptools.exact.quantum_numbers import check_basis, check_triangle, degree
from grouptools.exact.surd import SurdArray

if TYPE_CHECKING:
    import sympy

__all__ = ["gaunt", "gaunt_coefficient"]


def gaunt(l1: int, l2: int, l3: int, *, basis: str = "real") -> SurdArray:
    """Integrals of three spherical harmonics over the sphere, all m.

    Entries: [[[int Y(l1, m1) Y(l2, m2) Y(l3, m3) for m3 in range(-l3, l3 + 1)]
               for m2 in range(-l2, l2 + 1)] for m1 in range(-l1, l1 + 1)]

    Returns a `SurdArray` of shape (2*l1 + 1, 2*l2 + 1, 2*l3 + 1) with a factor 1/sqrt(pi).
    Raises `SelectionRuleError` when (l1, l2, l3) breaks the triangle rule.
    Tested exactly, against integrals of polynomials, for every triple to l = 4.

    >>> gaunt(1, 1, 2)[1, 1, 2]
    sqrt(5)/(5*sqrt(pi))
    """
    l1, l2, l3 = degree(l1, "l1"), degree(l2, "l2"), degree(l3, "l3")
    check_basis(basis)
    check_triangle(2 * l1, 2 * l2, 2 * l3)
    parity = clebsch_gordan(l1, l2, l3, basis="complex").square((l1, l2, l3))
    if basis == "real":
        factor = parity * Fraction((2 * l1 + 1) * (2 * l2 + 1), 4 * (2 * l3 + 1))
        return clebsch_gordan(l1, l2, l3).scaled(factor, pi_power=-1)
    # (l1 l2 l3; 0 0 0) = (-1)^(l1-l2) <l1 0 l2 0 | l3 0> / sqrt(2 l3 + 1)
    factor = parity * Fraction((2 * l1 + 1) * (2 * l2 + 1), 4) * (-1) ** abs(l1 - l2)
    return wigner_3j_array(l1, l2, l3).scaled(factor, pi_power=-1)


def gaunt_coefficient(l1: int, l2: int, l3: int, m1: int, m2: int, m3: int) -> sympy.Expr:
    """One integral of three complex spherical harmonics, of any size.

    Returns a sympy number; 0 where a selection rule makes it vanish.

    >>> gaunt_coefficient(1, 0, 1, 1, 0, -1)
    -1/(2*sqrt(pi))
    """
    import sympy

    l1, l2, l3 = degree(l1, "l1"), degree(l2, "l2"), degree(l3, "l3")
    root = sympy.sqrt(sympy.Rational((2 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1), 4))
    parity = wigner_3j(l1, l2, l3, 0, 0, 0)
    return root * parity * wigner_3j(l1, l2, l3, m1, m2, m3) / sympy.sqrt(sympy.pi)
