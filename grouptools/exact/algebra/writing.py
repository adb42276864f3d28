"""Elements of number fields, times square roots of others, as sympy numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grouptools.exact.algebra.fields import Element, Field

if TYPE_CHECKING:
    import sympy

    from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = ["root_to_sympy", "sympy_matrix"]


def root_to_sympy(field: Field, element: Element, square: Element) -> sympy.Expr:
    """The sympy number element * sqrt(square), for square > 0 in a real field."""
    import sympy

    square = square % field.modulus
    if element == 0 or square == 1:
        return field.to_sympy(element)
    root = sympy.sqrtdenest(sympy.sqrt(field.to_sympy(square)))
    return sympy.expand(field.to_sympy(element) * root)


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
