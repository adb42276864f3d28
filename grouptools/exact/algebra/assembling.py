"""Matrices put together from others: beside, below, direct sum and Kronecker product."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix, alike
from grouptools.exact.algebra.parts import collected, numbered

__all__ = ["beside", "block_diagonal", "kronecker", "stacked"]


def beside(matrices: Sequence[FieldMatrix]) -> FieldMatrix:
    """Matrices of as many rows, side by side."""
    return stacked([m.transposed() for m in matrices]).transposed()


def stacked(matrices: Sequence[FieldMatrix]) -> FieldMatrix:
    """Matrices of as many columns, one below the other."""
    import flint

    field = reduce(Field.joined, (m.field for m in matrices))
    over = [m.over(field) for m in matrices]
    rows, columns = sum(m.shape[0] for m in over), over[0].shape[1]
    parts = [
        flint.fmpq_mat(rows, columns, [e for m in over for e in m.parts[k].entries()])
        for k in range(field.degree)
    ]
    return FieldMatrix(field, parts)


def block_diagonal(matrices: Sequence[FieldMatrix]) -> FieldMatrix:
    """The direct sum."""
    field = reduce(Field.joined, (m.field for m in matrices))
    width = sum(m.shape[1] for m in matrices)
    rows, start = [], 0
    for matrix in matrices:
        before, after = start, width - start - matrix.shape[1]
        zero = field.element(0)
        rows += [[zero] * before + row + [zero] * after for row in matrix.over(field).rows()]
        start += matrix.shape[1]
    return FieldMatrix.from_rows(rows, field, width)


def kronecker(a: FieldMatrix, b: FieldMatrix) -> FieldMatrix:
    """Entries: a[i, j] * b[k, l] at row (i, k), column (j, l), the last index fastest."""
    import flint

    a, b = alike(a, b)
    shape = (a.shape[0] * b.shape[0], a.shape[1] * b.shape[1])
    products = []
    for p, left in numbered(a.parts):
        for q, right in numbered(b.parts):
            first, second = left.tolist(), right.tolist()
            entries = [x * y for row in first for other in second for x in row for y in other]
            products.append((p + q, flint.fmpq_mat(*shape, entries)))
    return FieldMatrix(a.field, collected(a.field, products, shape))
