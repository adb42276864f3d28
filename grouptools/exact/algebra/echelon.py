"""Reduced row echelon form, null space and rank over a number field, by flint, exact."""

from __future__ import annotations

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.algebra.modular import modular_echelon, modular_null_space

__all__ = ["null_space", "rank", "reduced_echelon"]

# Below so many entries flint's elimination over the rationals is faster than one modulo a prime.
_FEW = 20_000


def reduced_echelon(matrix: FieldMatrix) -> tuple[FieldMatrix, tuple[int, ...]]:
    """The reduced row echelon form, without its zero rows, and the columns of its pivots.

    >>> form, pivots = reduced_echelon(FieldMatrix.from_rows([[2, 4, 2], [1, 2, 2]]))
    >>> form.to_sympy(), pivots
    (Matrix([
    [1, 2, 0],
    [0, 0, 1]]), (0, 2))
    """
    rows, columns = matrix.shape
    if rows == 0:
        return matrix, ()
    if matrix.field.degree > 1 or rows * columns > _FEW:
        return modular_echelon(matrix)
    echelon, found = matrix.parts[0].rref()
    form = FieldMatrix(matrix.field, [echelon]).taken(rows=range(int(found)))
    pivots = tuple(
        next(j for j, entry in enumerate(row) if entry) for row in form.parts[0].tolist()
    )
    return form, pivots


def null_space(matrix: FieldMatrix) -> FieldMatrix:
    """A basis of {x : matrix x = 0}, one vector a row, in reduced row echelon form.

    >>> null_space(FieldMatrix.from_rows([[1, 1, 1]])).to_sympy()
    Matrix([
    [1, 0, -1],
    [0, 1, -1]])
    """
    if matrix.shape[0] == 0:
        return FieldMatrix.identity(matrix.shape[1], matrix.field)
    return modular_null_space(matrix)


def rank(matrix: FieldMatrix) -> int:
    """The rank over the field.

    >>> rank(FieldMatrix.from_rows([[1, 2, 3], [2, 4, 6]]))
    1
    """
    rows, columns = matrix.shape
    if rows < columns:
        return rank(matrix.transposed())
    return columns - null_space(matrix).shape[0]
