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
    """An element as a sympy number: one cosine or sine where it is a multiple of one, else a sum.

    >>> field = Field.cyclotomic(7)
    >>> element_to_sympy(field, field.root_of_unity(6, 7))
    cos(2*pi/7) - I*sin(2*pi/7)
    """
    import sympy

    if element.degree() <= 0:
        return _rational_to_sympy(element[0])
    if field.is_real:
        return sympy.expand(_real_to_sympy(*_smallest(field, element)))
    real, imaginary = _parts(field, element)
    return sympy.expand(_real_to_sympy(*real) + sympy.I * _real_to_sympy(*imaginary))


def _real_to_sympy(field: Field, element: Element) -> sympy.Expr:
    """The sum of c_j cos(2 pi j/n) with t^k = sum of binomial(k, i) cos((k - 2 i) 2 pi/n)."""
    import sympy

    if element.degree() <= 0:
        return _rational_to_sympy(element[0])
    leading = element.leading_coefficient()
    known = _multiples_of_cosines(field).get(tuple((element / leading).coeffs()))
    if known is not None:
        k, own = known
        return _rational_to_sympy(leading / own) * 2 * _cosine_to_sympy(k, field.order)
    cosines = [sympy.Integer(0)] * (element.degree() + 1)
    for k, c in enumerate(map(_rational_to_sympy, element.coeffs())):
        for i in range(k + 1):
            cosines[abs(k - 2 * i)] += comb(k, i) * c
    return sympy.Add(*(c * _cosine_to_sympy(j, field.order) for j, c in enumerate(cosines)))


def _parts(field: Field, element: Element) -> tuple[tuple[Field, Element], tuple[Field, Element]]:
    """The real and the imaginary part of an element of a cyclotomic field."""
    larger = field.joined(Field.cyclotomic(4))
    given = field.embed(element, larger)
    conjugate = larger.conjugate(given)
    minus_i = larger.root_of_unity(3, 4)
    imaginary = (given - conjugate) * minus_i % larger.modulus
    return _smallest(larger, (given + conjugate) / 2), _smallest(larger, imaginary / 2)


@cache
def _multiples_of_cosines(field: Field) -> dict[tuple[Any, ...], tuple[int, Any]]:
    """For 2 cos(2 pi k/n), the coefficients of its monic multiple: k and the leading one."""
    found: dict[tuple[Any, ...], tuple[int, Any]] = {}
    for k in range(1, field.order // 2 + 1):
        cosine = field.double_cosine(k, field.order)
        if cosine.degree() > 0:
            leading = cosine.leading_coefficient()
            found.setdefault(tuple((cosine / leading).coeffs()), (k, leading))
    return found


@cache
def _cosine_to_sympy(k: int, n: int) -> sympy.Expr:
    """The sympy number cos(2 pi k/n), as a sine where that has the smaller denominator."""
    import sympy

    angle, complement = sympy.Rational(2 * k, n), sympy.Rational(n - 4 * k, 2 * n)
    if complement.q < angle.q:
        return sympy.sin(complement * sympy.pi)
    return sympy.cos(angle * sympy.pi)


def _rational_to_sympy(value: Any) -> sympy.Rational:
    import sympy

    return sympy.Rational(int(value.p), int(value.q))


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
            return element_to_sympy(joined, product)
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
