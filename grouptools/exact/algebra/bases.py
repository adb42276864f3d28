"""The canonical orthogonal basis of a space of solutions.

The rule (part of the meaning of `BASIS_VERSION`): bring the space to reduced row echelon form in
the documented order of the unknowns; orthogonalise the rows in that order under the invariant
inner product sum_i weights[i] x_i conj(y_i), inside the field; scale each row by a positive
rational so that the coefficients of its entries over 1, t, t^2, ... are integers without a common
factor.  No square root is taken: the squared norm of each row is kept beside it.  At the pivot of
its echelon form a row is a positive integer, and every row before it is zero there.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd, lcm
from typing import NamedTuple

from grouptools.exact.algebra.echelon import reduced_echelon
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = [
    "CanonicalBasis",
    "canonical_basis",
    "orthogonalised",
    "primitive_rows",
    "weighted_squares",
]


class CanonicalBasis(NamedTuple):
    """Orthogonal vectors, one a row of `vectors`, and their squared norms in the same field."""

    vectors: FieldMatrix
    squares: tuple[Element, ...]


def canonical_basis(vectors: FieldMatrix, weights: Sequence[Element]) -> CanonicalBasis:
    """The canonical basis of the space that the rows of `vectors` span.

    `weights`: the positive squared norms of the unknowns, one a column, in a real field that
    contains that of `vectors`, or in the field of `vectors` where that is complex.

    >>> from grouptools.exact.algebra.fields import RATIONALS
    >>> rows = FieldMatrix.from_rows([[0, 2, -2], [1, 0, -1]])
    >>> canonical_basis(rows, [RATIONALS.element(1)] * 3).vectors.to_sympy()
    Matrix([
    [ 1, 0, -1],
    [-1, 2, -1]])
    """
    echelon, _ = reduced_echelon(vectors)
    return orthogonalised(echelon, weights)


def orthogonalised(echelon: FieldMatrix, weights: Sequence[Element]) -> CanonicalBasis:
    """Gram-Schmidt without square roots, row after row, of a reduced echelon form."""
    field = echelon.field
    if not echelon.shape[0]:
        return CanonicalBasis(echelon, ())
    weighted = echelon @ FieldMatrix.diagonal(list(weights), field)
    eliminated = _elimination((weighted @ echelon.conjugated().transposed()).rows(), field)
    vectors = primitive_rows(eliminated @ echelon if eliminated else echelon)
    return CanonicalBasis(vectors, weighted_squares(vectors, weights))


def weighted_squares(vectors: FieldMatrix, weights: Sequence[Element]) -> tuple[Element, ...]:
    """[sum(weights[i] * abs(v[i]) ** 2 for i in range(len(v))) for v in vectors]."""
    field = vectors.field
    zero = field.element(0)
    return tuple(
        sum((w * v * field.conjugate(v) for w, v in zip(weights, row, strict=True) if v != 0), zero)
        % field.modulus
        for row in vectors.rows()
    )


def primitive_rows(vectors: FieldMatrix) -> FieldMatrix:
    """Each row times the positive rational that makes its coefficients coprime integers."""
    import flint

    tables = [part.tolist() for part in vectors.parts]
    for i in range(vectors.shape[0]):
        entries = [entry for table in tables for entry in table[i] if entry]
        if not entries:
            continue
        denominator = lcm(*(int(entry.q) for entry in entries))
        content = gcd(*(int(entry.p) * (denominator // int(entry.q)) for entry in entries))
        factor = flint.fmpq(denominator, content)
        for table in tables:
            table[i] = [entry * factor for entry in table[i]]
    shape = vectors.shape
    parts = [flint.fmpq_mat(*shape, [e for row in table for e in row]) for table in tables]
    return FieldMatrix(vectors.field, parts)


def _elimination(gram: list[list[Element]], field: Field) -> FieldMatrix | None:
    """The unit lower triangular L with L gram L^+ diagonal, or None where gram is diagonal."""
    size = len(gram)
    if not any(gram[i][j] != 0 for i in range(size) for j in range(i)):
        return None
    result = FieldMatrix.identity(size, field).rows()
    for j in range(size):
        inverse = field.inverse(gram[j][j])
        for i in range(j + 1, size):
            if gram[i][j] == 0:
                continue
            factor = gram[i][j] * inverse % field.modulus
            for table in (gram, result):
                table[i] = [
                    (a - factor * b) % field.modulus
                    for a, b in zip(table[i], table[j], strict=True)
                ]
    return FieldMatrix.from_rows(result, field)
