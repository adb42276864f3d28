"""Finite groups of integer matrices, and lengths and angles that they keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.construction import generator_names
from grouptools.groups.elements import generated
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.lattice import LatticeGroup

__all__ = ["from_integer_matrices"]

#: The largest finite group of integer 3 x 3 matrices has 48 elements, of 4 x 4 ones 1152.
LIMIT = 2000


def from_integer_matrices(
    generators: Sequence[Any], names: Sequence[str] | None, name: str | None, basis: Any
) -> LatticeGroup:
    """See `LatticeGroup.from_matrices`."""
    letters = generator_names(names, len(generators))
    read = [_read(given, letter) for given, letter in zip(generators, letters, strict=True)]
    for letter, matrix in zip(letters, read, strict=True):
        if matrix.shape != read[0].shape:
            raise ArgumentError(
                f"generator {letter!r} of shape {matrix.shape} and {letters[0]!r} of shape "
                f"{read[0].shape} were given, but all must have one"
            )
    n = read[0].shape[0]
    one = FieldMatrix.identity(n)
    elements, steps, right = generated(read, FieldMatrix.__matmul__, one, FieldMatrix.key, LIMIT)
    if basis is None:
        vectors, frame = _invariant_basis(elements)
    else:
        from grouptools.exact.algebra.reading import read_matrix

        vectors = read_matrix(basis, "the basis").transposed()
        frame = [vectors.field.element(1)] * n
        if vectors.shape != (n, n):
            raise ArgumentError(
                f"{vectors.shape[1]} lattice vectors of {vectors.shape[0]} coordinates were given "
                f"with {n} x {n} matrices: pass {n} of each"
            )
    natural = _natural(vectors, frame, read, letters)
    called = f"<{', '.join(letters)}>"
    point_group = FiniteGroup(called, steps, right, letters, natural, frame, vectors.field)
    return LatticeGroup(name or called, point_group, vectors)


def _read(rows: Any, letter: str) -> FieldMatrix:
    """A square matrix of integers with determinant 1 or -1."""
    from grouptools.exact.algebra.reading import read_matrix

    matrix = read_matrix(rows, f"generator {letter!r}")
    rational = matrix.field.degree == 1
    if not rational or matrix.shape[0] != matrix.shape[1] or matrix.parts[0].numer_denom()[1] != 1:
        raise ArgumentError(
            f"generator {letter!r} was given, but a matrix of a lattice is square and of integers"
        )
    determinant = matrix.parts[0].det()
    if abs(determinant) != 1:
        raise ArgumentError(
            f"generator {letter!r} has determinant {determinant}, but a matrix that sends a "
            f"lattice to itself has determinant 1 or -1"
        )
    return matrix


def _invariant_basis(elements: Sequence[FieldMatrix]) -> tuple[FieldMatrix, list[Element]]:
    """Lattice vectors B and a frame D with B^T D B = G, an invariant form; B is triangular.

    G is the mean of M^T M, with the first vector of each set of axes that M_h mix of length 1.
    """
    n = elements[0].shape[0]
    gram = sum((m.transposed() @ m for m in elements[1:]), elements[0].transposed() @ elements[0])
    lengths = [gram[i, i] for i in range(n)]
    linked = [[any(m[i, j] != 0 for m in elements) for j in range(n)] for i in range(n)]
    first = list(range(n))
    for _ in range(n):  # the smallest axis that each is linked with
        first = [min(first[j] for j in range(n) if linked[i][j] or linked[j][i]) for i in range(n)]
    field = gram.field
    scale = FieldMatrix.diagonal([field.inverse(lengths[i]) for i in first])
    gram = scale @ gram
    lower, frame = FieldMatrix.identity(n).rows(), [gram[0, 0]]
    for k in range(1, n):  # row k of L, L G L^T = D, is orthogonal to the axes before it
        row = gram.taken([k], range(k)) @ gram.taken(range(k), range(k)).inverse()
        lower[k][:k] = (-row).rows()[0]
        frame.append(gram[k, k] - (row @ gram.taken(range(k), [k]))[0, 0])
    return FieldMatrix.from_rows(lower).inverse().transposed(), frame


def _natural(
    basis: FieldMatrix,
    frame: Sequence[Element],
    matrices: Sequence[FieldMatrix],
    names: Sequence[str],
) -> list[FieldMatrix]:
    """B M B^-1, which must be orthogonal in the frame."""
    try:
        inverse = basis.inverse()
    except ZeroDivisionError:
        raise ArgumentError(
            "the lattice vectors given are linearly dependent: pass a basis"
        ) from None
    squares = FieldMatrix.diagonal(list(frame), basis.field)
    natural = []
    for name, matrix in zip(names, matrices, strict=True):
        image = basis @ matrix @ inverse
        if image.transposed() @ squares @ image != squares.over(image.field):
            raise ArgumentError(
                f"generator {name!r} does not keep the lengths and angles of the lattice vectors "
                f"given: pass others, or none"
            )
        natural.append(image)
    return natural
