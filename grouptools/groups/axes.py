"""Exact matrices of rotations and reflections about the axes of a group.

The frame of an n-fold axis along z is (1, s^2, 1), s = sin(2 pi/n), so that a turn by 2 pi k/n is

    [[cos(2 pi k/n), -s sin(2 pi k/n)], [sin(2 pi k/n) / s, cos(2 pi k/n)]]

on x, y, and both s sin(2 pi k/n) = s^2 U and sin(2 pi k/n) / s = U, U the Chebyshev polynomial
U_(k-1)(cos(2 pi/n)), lie in Q(2 cos(2 pi/n)) [DLMF 18.5.2].  For n = 1, 2, 4 it is (1, 1, 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from grouptools.exact.algebra.assembling import block_diagonal
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = [
    "axial_frame",
    "chebyshev",
    "determinant",
    "diagonal",
    "embedded",
    "equal_in_frames",
    "permuted_axes",
    "turn",
]


@cache
def axial_frame(n: int) -> tuple[Element, Element]:
    """Squared lengths of the axes x, y: 1 and sin(2 pi/n)^2; 1 and 1 for n = 1, 2."""
    field = Field.real(n)
    one = field.element(1)
    if n <= 2:
        return one, one
    double = field.double_cosine(1, n)
    return one, (one - double * double / 4) % field.modulus


@cache
def chebyshev(k: int, n: int) -> Element:
    """sin(2 pi k/n) / sin(2 pi/n) in Q(2 cos(2 pi/n)), n >= 3: S_k+1 = 2 cos S_k - S_k-1."""
    field = Field.real(n)
    double = field.double_cosine(1, n)
    before, now = field.element(0), field.element(1)
    for _ in range(k % n):
        before, now = now, (double * now - before) % field.modulus
    return before


@cache
def turn(k: int, n: int) -> FieldMatrix:
    """The rotation of the plane by 2 pi k/n, in the frame of an n-fold axis."""
    field = Field.real(n)
    cosine = field.double_cosine(k, n) / 2
    if n <= 2:
        return FieldMatrix.diagonal([cosine, cosine], field)
    ratio, (_, square) = chebyshev(k, n), axial_frame(n)
    across = square * ratio % field.modulus
    return FieldMatrix.from_rows([[cosine, -across], [ratio, cosine]], field)


def diagonal(*entries: int) -> FieldMatrix:
    """The diagonal matrix of these integers, over Q."""
    return FieldMatrix.diagonal(entries)


def embedded(plane: FieldMatrix, along: int) -> FieldMatrix:
    """A matrix of the plane x, y together with a sign on z."""
    return block_diagonal([plane, diagonal(along)])


def permuted_axes(matrix: FieldMatrix, order: Sequence[int]) -> FieldMatrix:
    """The matrix after the axis i of space was named order[i]."""
    place = [0] * len(order)
    for i, target in enumerate(order):
        place[target] = i
    return matrix.taken(place, place)


def determinant(matrix: FieldMatrix) -> int:
    """1 or -1: the determinant of an orthogonal 2 x 2 or 3 x 3 matrix in any frame."""
    modulus, a = matrix.field.modulus, matrix.rows()
    if len(a) == 2:
        value = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    else:
        next_two = ((1, 2), (2, 0), (0, 1))
        minors = [a[1][j] * a[2][k] - a[1][k] * a[2][j] for j, k in next_two]
        value = sum(x * y for x, y in zip(a[0], minors, strict=True))
    return 1 if value % modulus == 1 else -1


def equal_in_frames(
    a: FieldMatrix, b: FieldMatrix, frame_a: Sequence[Element], frame_b: Sequence[Element]
) -> bool:
    """Whether two matrices over one field, each in a frame of its own, are one orthogonal map.

    sqrt(m_i / m_j) a[i, j] = sqrt(n_i / n_j) b[i, j]: squares and signs are compared.
    """
    field = a.field
    for i, (row, other) in enumerate(zip(a.rows(), b.rows(), strict=True)):
        for j, (x, y) in enumerate(zip(row, other, strict=True)):
            left = frame_a[i] * frame_b[j] % field.modulus * x * x
            right = frame_b[i] * frame_a[j] % field.modulus * y * y
            if (left - right) % field.modulus != 0:
                return False
            if x != 0 and field.sign(x) != field.sign(y):
                return False
    return True
