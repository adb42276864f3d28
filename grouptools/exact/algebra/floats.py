"""Correct rounding of elements of real number fields, times square roots of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.rounding import round_enclosed

if TYPE_CHECKING:
    import flint

    from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = ["round_root", "rounded_matrix"]


def round_root(field: Field, element: Element, square: Element, dtype: DTypeLike) -> float:
    """The float nearest to element * sqrt(square), in a real field, square > 0."""
    import flint

    if element == 0:
        return 0.0
    whole = element * element * square % field.modulus

    def ball(bits: int) -> flint.arb:
        with flint.ctx.workprec(bits):
            return field.enclosure(whole, bits).sqrt()

    rational = whole[0] if whole.degree() == 0 else None
    return field.sign(element) * round_enclosed(ball, rational, dtype)


def rounded_matrix(
    matrix: FieldMatrix,
    dtype: DTypeLike = np.float64,
    row_squares: Sequence[Element] | None = None,
    column_squares: Sequence[Element] | None = None,
) -> NDArray[Any]:
    """The floats nearest to matrix[i, j] * sqrt(row_squares[i] * column_squares[j])."""
    rows, columns = matrix.shape
    field = matrix.field
    left = row_squares or [field.element(1)] * rows
    right = column_squares or [field.element(1)] * columns
    known: dict[tuple[Any, ...], float] = {}
    result = np.zeros((rows, columns), dtype)
    for i, row in enumerate(matrix.rows()):
        for j, element in enumerate(row):
            if element == 0:
                continue
            square = left[i] * right[j] % field.modulus
            key = (tuple(element.coeffs()), tuple(square.coeffs()))
            if key not in known:
                known[key] = round_root(field, element, square, dtype)
            result[i, j] = known[key]
    return result
