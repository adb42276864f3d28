"""What the polynomials of this room share: the order of monomials, and the ways out of flint.

flint does the algebra (`fmpz_mpoly`, integer polynomials in several variables).  Harmonics and
Wigner D are such polynomials times one square root of a rational each, so that a pair
(square, polynomial) is all there is: it means sign(square) sqrt(|square|) * polynomial.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from math import gcd
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.surd import SurdArray, reduced, root_to_sympy

if TYPE_CHECKING:
    import flint
    import sympy

    #: Leading index, trailing index, signed square of the root, integer polynomial.
    Piece = tuple[tuple[int, ...], tuple[int, ...], Fraction, flint.fmpz_mpoly]

__all__ = [
    "exact_expression",
    "integer_ring",
    "monomial_positions",
    "monomials",
    "polynomial_to_sympy",
    "tabulate",
    "variables_to_sympy",
]


def monomials(degree: int, variables_count: int) -> list[tuple[int, ...]]:
    """Exponents of all monomials of one degree, in lexicographically descending order.

    In three variables, x^l comes first and z^l last:
    [(a, b, degree - a - b) for a in range(degree, -1, -1) for b in range(degree - a, -1, -1)]

    Returns comb(degree + variables_count - 1, degree) tuples of length `variables_count`.

    >>> monomials(2, 3)
    [(2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 2, 0), (0, 1, 1), (0, 0, 2)]
    """
    for name, value, least in (("degree", degree, 0), ("variables_count", variables_count, 1)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ArgumentError(
                f"{name} = {value!r} was given, but it must be an integer of at least {least}"
            )
    return list(monomial_positions(degree, variables_count))


@cache
def monomial_positions(degree: int, variables_count: int) -> Mapping[tuple[int, ...], int]:
    """Where each exponent tuple stands in `monomials(degree, variables_count)`."""
    ordered = _descending(degree, variables_count)
    return MappingProxyType({exponents: i for i, exponents in enumerate(ordered)})


def integer_ring(names: str) -> tuple[flint.fmpz_mpoly, ...]:
    """The generators of Z[names], names separated by blanks."""
    import flint

    return flint.fmpz_mpoly_ctx.get(tuple(names.split()), "lex").gens()


def tabulate(shape: Sequence[int], pieces: Iterable[Piece], pi_power: int = 0) -> SurdArray:
    """Write the coefficients of rooted homogeneous polynomials into one array.

    The coefficient of the i-th monomial of a piece stands at (*leading, i, *trailing).
    """
    indices: list[tuple[int, ...]] = []
    roots: list[int] = []
    numerators: list[int] = []
    denominators: list[int] = []
    for leading, trailing, square, polynomial in pieces:
        if polynomial.is_zero():
            continue
        positions = monomial_positions(int(polynomial.total_degree()), len(polynomial.degrees()))
        indices += [(*leading, positions[e], *trailing) for e in polynomial.monoms()]
        roots += map(int, polynomial.coeffs())
        numerators += [square.numerator] * len(polynomial)
        denominators += [square.denominator] * len(polynomial)
    places = np.array(indices, dtype=np.int64).reshape(-1, len(shape))
    order = np.lexsort(places.T[::-1])
    coefficients = np.array(roots, dtype=object)[order]
    squares = coefficients * abs(coefficients) * np.array(numerators, dtype=object)[order]
    fractions = reduced(squares, np.array(denominators, dtype=object)[order])
    return SurdArray(shape, places[order], *fractions, pi_power)


def polynomial_to_sympy(
    square: Fraction,
    parts: Sequence[flint.fmpz_mpoly],
    variables: Sequence[sympy.Expr],
    pi_power: int = 0,
) -> sympy.Expr:
    """The value of a rooted polynomial at sympy expressions.

    `parts`: the polynomial, or its real and its imaginary part.  What their integers have in
    common goes to the root, which carries the factor pi**(pi_power / 2).
    """
    import sympy

    content = gcd(*(int(c) for part in parts for c in part.coeffs()))
    if content == 0:
        return sympy.Integer(0)
    value = sympy.Add(
        *(sympy.I**i * _value(part // content, variables) for i, part in enumerate(parts))
    )
    return root_to_sympy(square * content**2, pi_power) * value


def exact_expression(value: object) -> sympy.Expr | None:
    """Read a symbol, an expression or an exact number; None for floats, texts and other things."""
    import sympy

    try:
        expression = sympy.sympify(value, strict=True)
    except sympy.SympifyError:
        return None
    is_exact = isinstance(expression, sympy.Expr) and not expression.has(sympy.Float)
    return expression if is_exact else None


def variables_to_sympy(variables: Sequence[object] | None, names: str) -> tuple[sympy.Expr, ...]:
    """Read the variables to write a polynomial in: by default real symbols called `names`."""
    import sympy

    if variables is None:
        return tuple(sympy.symbols(names, real=True, seq=True))
    given = [exact_expression(v) for v in variables] if isinstance(variables, Iterable) else []
    expressions = tuple(v for v in given if v is not None)
    if len(expressions) != len(given) or len(given) != len(names.split()):
        raise ArgumentError(
            f"variables = {variables!r} was given, but {len(names.split())} symbols or exact "
            f"numbers are expected: pass them in the order ({', '.join(names.split())})"
        )
    return expressions


def _value(polynomial: flint.fmpz_mpoly, variables: Sequence[sympy.Expr]) -> sympy.Expr:
    """The value of an integer polynomial at sympy expressions."""
    import sympy

    powers = [
        [variable**k for k in range(top + 1)]
        for variable, top in zip(variables, polynomial.degrees(), strict=True)
    ]
    return sympy.Add(
        *(
            sympy.Mul(int(c), *(powers[i][k] for i, k in enumerate(exponents) if k))
            for exponents, c in zip(polynomial.monoms(), polynomial.coeffs(), strict=True)
        )
    )


def _descending(degree: int, variables_count: int) -> list[tuple[int, ...]]:
    if variables_count == 1:
        return [(degree,)]
    return [
        (first, *rest)
        for first in range(degree, -1, -1)
        for rest in _descending(degree - first, variables_count - 1)
    ]
