"""Exact scalar products of polynomials over the circle and the sphere.

The integral of a monomial with even exponents is
    2 pi (a-1)!! (b-1)!! / (a+b)!!                   over the circle,
    4 pi (a-1)!! (b-1)!! (c-1)!! / (a+b+c+1)!!       over the sphere,
and 0 where an exponent is odd.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grouptools.certificates.multiquadratic import Number
    from grouptools.certificates.polynomials import Family

__all__ = ["scalar_products"]


def scalar_products(family: Family) -> tuple[dict[tuple[int, int], Number], Fraction]:
    """Return (sums, scale): the integral of f_c f_k is sums[c, k] * scale / sqrt(w_c w_k).

    Pairs with c <= k; what is not there is zero.  The factor pi of the integral and the factor
    1/pi of the two harmonics cancel.
    """
    codes = {code for polynomial in family.rows for code in polynomial}
    degree = 2 * max((sum(family.exponents(code)) for code in codes), default=0)
    top = _double_factorial(degree + family.variables - 2)
    classes = {code: tuple(e % 2 for e in family.exponents(code)) for code in codes}
    parts: list[dict[tuple[int, ...], list[tuple[int, Number]]]] = []
    for polynomial in family.rows:
        by_parity: dict[tuple[int, ...], list[tuple[int, Number]]] = defaultdict(list)
        for code, value in polynomial.items():
            by_parity[classes[code]].append((code, value))
        parts.append(by_parity)
    moments: dict[int, int] = {}
    sums: dict[tuple[int, int], Number] = {}
    for c, first in enumerate(parts):
        for k in range(c, len(parts)):
            for parity in first.keys() & parts[k].keys():
                product = _product(family, first[parity], parts[k][parity], moments, top)
                sums[c, k] = sums.get((c, k), 0) + product
    full_circle = 2 if family.variables == 2 else 4
    return sums, family.factor**2 * family.root * Fraction(full_circle, top)


def _product(
    family: Family,
    first: list[tuple[int, Number]],
    second: list[tuple[int, Number]],
    moments: dict[int, int],
    top: int,
) -> Number:
    """Sum the products of coefficients, each times its integral over the common factor."""
    total: Number = 0
    for code, value in first:
        inner: Number = 0
        for other_code, other in second:
            both = code + other_code
            if both not in moments:
                moments[both] = _moment(family, both, top)
            inner += moments[both] * other
        total += value * inner
    return total


def _moment(family: Family, code: int, top: int) -> int:
    """Return the integral of a monomial with even exponents, times top / (2 pi or 4 pi)."""
    exponents = family.exponents(code)
    numerator = prod(_double_factorial(e - 1) for e in exponents)
    return numerator * (top // _double_factorial(sum(exponents) + family.variables - 2))


def _double_factorial(n: int) -> int:
    return prod(range(n, 0, -2))
