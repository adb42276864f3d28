"""Elements of number fields, times square roots of others, as sympy numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import comb
from typing import TYPE_CHECKING, Any

from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.roots import square_root
from grouptools.exact.algebra.subfields import over_smallest_field

if TYPE_CHECKING:
    import sympy

    from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = ["element_to_sympy", "root_to_sympy", "sympy_matrix"]


def element_to_sympy(field: Field, element: Element) -> sympy.Expr:
    """An element as a sympy number: a sum of cos(2 pi j/n), or of roots of unity.

    t^k = sum over i of binomial(k, i) cos((k - 2 i) x) for t = 2 cos x.
    """
    import sympy

    coefficients = [sympy.Rational(int(c.p), int(c.q)) for c in element.coeffs()]
    if field.is_real:
        cosines = [sympy.Integer(0)] * len(coefficients)
        for k, c in enumerate(coefficients):
            for i in range(k + 1):
                cosines[abs(k - 2 * i)] += comb(k, i) * c
        coefficients = cosines
    terms = (c * _basis_number(field, j) for j, c in enumerate(coefficients) if c)
    return sympy.expand(sympy.Add(*terms))


@cache
def _basis_number(field: Field, j: int) -> sympy.Expr:
    """The number cos(2 pi j/n) of a real field, zeta_n^j of a complex one."""
    import sympy

    angle = 2 * sympy.pi * j / field.order
    if field.is_real:
        return sympy.cos(angle)
    return sympy.cos(angle) + sympy.I * sympy.sin(angle)


def root_to_sympy(field: Field, element: Element, square: Element) -> sympy.Expr:
    """The sympy number element * sqrt(square), for square > 0 in a real field."""
    import sympy

    if element == 0 or square == 1:
        return field.to_sympy(element)
    if square.degree() > 0:
        found = square_root(field, square)
        if found is not None:  # the root is in a field of our kind
            joined = found[0].joined(field)
            root = found[0].embed(found[1], joined)
            product = field.embed(element, joined) * root % joined.modulus
            return element_to_sympy(*_smallest(joined, product))
    return sympy.expand(field.to_sympy(element) * sympy.sqrt(field.to_sympy(square)))


def _smallest(field: Field, element: Element) -> tuple[Field, Element]:
    smallest, (same,) = over_smallest_field(field, [element])
    return smallest, same


def sympy_matrix(
    matrix: FieldMatrix,
    row_squares: Sequence[Element] | None = None,
    column_squares: Sequence[Element] | None = None,
) -> sympy.Matrix:
    """The sympy Matrix of matrix[i, j] * sqrt(row_squares[i] * column_squares[j])."""
    import sympy

    rows, columns = matrix.shape
    field = matrix.field
    one = field.element(1)
    left, right = row_squares or [one] * rows, column_squares or [one] * columns
    known: dict[tuple[Any, ...], sympy.Expr] = {}
    entries = []
    for i, row in enumerate(matrix.rows()):
        for j, element in enumerate(row):
            square = left[i] * right[j] % field.modulus
            key = (tuple(element.coeffs()), tuple(square.coeffs()))
            if key not in known:
                known[key] = root_to_sympy(field, element, square)
            entries.append(known[key])
    return sympy.Matrix(rows, columns, entries)
