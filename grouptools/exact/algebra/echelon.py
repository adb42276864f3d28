"""Reduced row echelon form and null space over a number field, by flint over the rationals.

Restriction of scalars: a row r over Q(t), of degree d, is d rational rows r, t r, ..., t^(d-1) r,
each element written as its d coefficients.  The space that they span is one over Q(t), and its
reduced echelon form over Q is that over Q(t) written the same way, since that one has the pivots
and zeros which make the form unique.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.algebra.parts import collected, numbered

if TYPE_CHECKING:
    import flint

__all__ = ["null_space", "rank", "reduced_echelon"]


def reduced_echelon(matrix: FieldMatrix) -> tuple[FieldMatrix, tuple[int, ...]]:
    """The reduced row echelon form, without its zero rows, and the columns of its pivots.

    >>> form, pivots = reduced_echelon(FieldMatrix.from_rows([[2, 4, 2], [1, 2, 2]]))
    >>> form.to_sympy(), pivots
    (Matrix([
    [1, 2, 0],
    [0, 0, 1]]), (0, 2))
    """
    d = matrix.field.degree
    echelon, rank_over_q = _restricted(matrix).rref()
    rows = echelon.tolist()[: int(rank_over_q) : d]
    pivots = tuple(next(j for j, entry in enumerate(row) if entry != 0) // d for row in rows)
    return _from_coefficients(matrix.field, rows, matrix.shape[1]), pivots


def null_space(matrix: FieldMatrix) -> FieldMatrix:
    """A basis of {x : matrix x = 0}, one vector a row, in reduced row echelon form.

    >>> null_space(FieldMatrix.from_rows([[1, 1, 1]])).to_sympy()
    Matrix([
    [1, 0, -1],
    [0, 1, -1]])
    """
    n = matrix.shape[1]
    field = matrix.field
    # Of the reversed columns the pivots come first that are last here: the solution of each free
    # column then begins with it.
    form, reversed_pivots = reduced_echelon(matrix.taken(columns=reversed(range(n))))
    pivots = [n - 1 - j for j in reversed_pivots]
    free = [j for j in range(n) if j not in set(pivots)]
    solved = form.rows()
    zero, one = field.element(0), field.element(1)
    rows = []
    for j in free:
        row = [zero] * n
        row[j] = one
        for pivot, equation in zip(pivots, solved, strict=True):
            row[pivot] = -equation[n - 1 - j]
        rows.append(row)
    return FieldMatrix.from_rows(rows, field, n)


def rank(matrix: FieldMatrix) -> int:
    """The rank over the field."""
    return int(_restricted(matrix).rank()) // matrix.field.degree


def _restricted(matrix: FieldMatrix) -> flint.fmpq_mat:
    """The rational matrix of the rows r, t r, ..., t^(d-1) r in coefficients."""
    import flint

    field, (rows, columns) = matrix.field, matrix.shape
    d = field.degree
    if d == 1:
        return matrix.parts[0]
    width = d * columns
    entries: list[list[flint.fmpq]] = []
    for s in range(d):  # t^s A, each part a slice of every d-th column
        shifted = [(power + s, part) for power, part in numbered(matrix.parts)]
        table = [flint.fmpq(0)] * (rows * width)
        for k, part in enumerate(collected(field, shifted, matrix.shape)):
            table[k::d] = part.entries()
        entries += [table[i * width : (i + 1) * width] for i in range(rows)]
    return flint.fmpq_mat(d * rows, width, [entry for row in entries for entry in row])


def _from_coefficients(field: Field, rows: list[list[flint.fmpq]], columns: int) -> FieldMatrix:
    """The matrix whose elements are written as coefficients, column after column."""
    import flint

    d = field.degree
    parts = [
        flint.fmpq_mat(len(rows), columns, [entry for row in rows for entry in row[k::d]])
        for k in range(d)
    ]
    return FieldMatrix(field, parts)
