"""Scaled matrices to orthonormal ones: sqrt(n_i) M[i, j] / sqrt(n_j), as sympy numbers or floats.

An element sum_k c_k zeta^k of a cyclotomic field has the real part sum_k c_k cos(2 pi k/n) and
the imaginary part sum_k c_k cos(2 pi (k/n - 1/4)), both in real fields.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.floats import rounded_matrix
from grouptools.exact.algebra.matrices import FieldMatrix

if TYPE_CHECKING:
    import sympy

    from grouptools.representations.representation import Representation

__all__ = [
    "equal_images",
    "floats",
    "is_orthonormal_equal",
    "matrix_to_sympy",
    "number_to_sympy",
    "real_and_imaginary",
    "rectangular_floats",
]

#: The float types of real parts.
_PARTS = {"f": np.float32, "d": np.float64, "F": np.float32, "D": np.float64}


def matrix_to_sympy(rep: Representation, matrix: FieldMatrix) -> sympy.Matrix:
    """The orthonormal matrix of a scaled one, in the basis of a representation."""
    return matrix.to_sympy(rep.squares, rep.inverse_squares)


def number_to_sympy(field: Field, element: Element) -> sympy.Expr:
    """A character as a sympy number: one cosine and sine where it is one, else a sum.

    >>> field = Field.cyclotomic(7)
    >>> number_to_sympy(field, field.root_of_unity(6, 7))
    cos(2*pi/7) - I*sin(2*pi/7)
    """
    import sympy

    if field.is_real:
        return _wave(field, element, sympy.cos, sympy.Integer(0))
    real, imaginary = real_and_imaginary(field, element)
    target = parts_field(field)
    cosine = _wave(target, real, sympy.cos, sympy.Integer(0))
    sine = _wave(target, imaginary, sympy.sin, sympy.pi / 2)  # cos x = sin(x + pi/2)
    return sympy.expand(cosine + sympy.I * sine)


def _wave(
    field: Field, element: Element, function: Callable[[Any], sympy.Expr], phase: sympy.Expr
) -> sympy.Expr:
    """An element that is +-1 or +-2 times a cosine, by it or by a sine; else as a sum."""
    import sympy

    if element.degree() > 0:
        for multiple in (1, 2):
            for sign in (1, -1):
                k = _cosines(field).get(tuple((sign * multiple * element).coeffs()))
                if k is not None:
                    angle = 2 * sympy.pi * k / field.order + phase
                    return sign * function(angle) * sympy.Rational(2, multiple)
    return field.to_sympy(element)


@lru_cache(maxsize=256)
def _cosines(field: Field) -> dict[tuple[Any, ...], int]:
    """The k of each 2 cos(2 pi k/n), by its coefficients."""
    n = field.order
    return {tuple(field.double_cosine(k, n).coeffs()): k for k in range(1, n // 2 + 1)}


def floats(
    rep: Representation, matrices: Sequence[FieldMatrix], dtype: DTypeLike | None = None
) -> NDArray[Any]:
    """The orthonormal matrices of scaled ones, (len(matrices), n, n), rounded correctly."""
    n, count = rep.dimension, len(matrices)
    if not n:
        return np.zeros((count, 0, 0), dtype)
    whole = stacked(matrices).over(rep.field)
    rows = list(rep.squares) * count
    return rectangular_floats(whole, rows, rep.inverse_squares, dtype).reshape(count, n, n)


def rectangular_floats(
    matrix: FieldMatrix,
    row_squares: Sequence[Element],
    column_squares: Sequence[Element],
    dtype: DTypeLike | None = None,
) -> NDArray[Any]:
    """The floats nearest to matrix[i, j] * sqrt(row_squares[i] * column_squares[j])."""
    field, real = matrix.field, matrix.field.is_real
    target = np.dtype(dtype if dtype is not None else np.float64 if real else np.complex128)
    if target.char not in _PARTS or (not real and target.kind != "c"):
        wanted = "float64, float32, complex128 or complex64" if real else "complex128 or complex64"
        raise ArgumentError(f"dtype = {dtype!r} was given, but these matrices are held by {wanted}")
    part = _PARTS[target.char]
    if real:
        return rounded_matrix(matrix, part, row_squares, column_squares).astype(target)
    result = np.zeros(matrix.shape, target)
    rows, columns = (
        [real_and_imaginary(field, e)[0] for e in squares]
        for squares in (row_squares, column_squares)
    )
    entries = [[real_and_imaginary(field, e) for e in row] for row in matrix.rows()]
    for k, values in enumerate((result.real, result.imag)):
        taken = [[both[k] for both in row] for row in entries]
        wide = FieldMatrix.from_rows(taken, parts_field(field), matrix.shape[1])
        values[...] = rounded_matrix(wide, part, rows, columns)
    return result


def equal_images(first: Representation, second: Representation) -> bool:
    """Whether two representations of one group have the same orthonormal matrices."""
    if first.dimension != second.dimension:
        return False
    field = first.field.joined(second.field)
    ratios = [
        first.field.embed(a, field) * field.inverse(second.field.embed(b, field)) % field.modulus
        for a, b in zip(first.squares, second.squares, strict=True)
    ]
    return all(
        is_orthonormal_equal(a.over(field), b.over(field), ratios)
        for a, b in zip(first.images, second.images, strict=True)
    )


def is_orthonormal_equal(a: FieldMatrix, b: FieldMatrix, ratios: Sequence[Element]) -> bool:
    """Whether sqrt(r_i) a[i, j] / sqrt(r_j) = b[i, j] for all i, j, in a field r is in.

    Compared are signs and squares where r_i and r_j differ.
    """
    field = a.field
    if all(ratio == ratios[0] for ratio in ratios):
        return a == b
    for i, (row, other) in enumerate(zip(a.rows(), b.rows(), strict=True)):
        for j, (x, y) in enumerate(zip(row, other, strict=True)):
            if ratios[i] == ratios[j]:
                same = x == y
            else:
                difference = (ratios[i] * x * x - ratios[j] * y * y) % field.modulus
                same = difference == 0 and _same_sign(field, x, y)
            if not same:
                return False
    return True


def parts_field(field: Field) -> Field:
    """The real field that holds real and imaginary parts of a cyclotomic one."""
    return Field.real(lcm(4, field.order))


@lru_cache(maxsize=256)
def _part_table(field: Field) -> tuple[tuple[Element, Element], ...]:
    """(2 cos, 2 sin) of 2 pi k/n for each power zeta^k of a cyclotomic field."""
    target, n = parts_field(field), field.order
    return tuple(
        (target.double_cosine(4 * k, 4 * n), target.double_cosine(4 * k - n, 4 * n))
        for k in range(field.degree)
    )


def real_and_imaginary(field: Field, element: Element) -> tuple[Element, Element]:
    """Real and imaginary part of an element, in `parts_field(field)`.

    >>> quarter = Field.cyclotomic(4)
    >>> real_and_imaginary(quarter, quarter.element([2, 3]))
    (2, 3)
    """
    if field.degree == 1:
        return element, field.element(0)
    target = parts_field(field)
    real = imaginary = target.element(0)
    for c, (cosine, sine) in zip(element.coeffs(), _part_table(field), strict=False):
        real += cosine * c / 2
        imaginary += sine * c / 2
    return real, imaginary


def _same_sign(field: Field, x: Element, y: Element) -> bool:
    """Whether x / y is positive, for x^2 / y^2 that is, or both are zero."""
    if x == 0 or y == 0:
        return bool(x == y)
    if field.is_real:
        return field.sign(x) == field.sign(y)
    quotient = x * field.inverse(y) % field.modulus
    return parts_field(field).sign(real_and_imaginary(field, quotient)[0]) > 0
