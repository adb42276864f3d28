"""Immutable matrices over a number field, as one flint matrix for each power of its generator.

A = sum_k A_k t^k with rational A_k: sums and products are those of flint's rational matrices,
reduced by the minimal polynomial of t.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.parts import coefficients, collected, numbered

if TYPE_CHECKING:
    import flint
    import sympy

__all__ = ["FieldMatrix", "alike"]


class FieldMatrix:
    """A matrix over `field`; `parts[k]` is the rational `flint.fmpq_mat` that multiplies t^k.

    >>> turn = FieldMatrix.from_rows([[0, -1], [1, 0]])
    >>> (turn @ turn).to_sympy()
    Matrix([
    [-1,  0],
    [ 0, -1]])
    """

    __slots__ = ("field", "parts")

    def __init__(self, field: Field, parts: Sequence[flint.fmpq_mat]) -> None:
        """Take one matrix for each power of the generator, all of one shape."""
        self.field = field
        self.parts = tuple(parts)

    @classmethod
    def from_rows(
        cls, rows: Sequence[Sequence[object]], field: Field = RATIONALS, columns: int | None = None
    ) -> FieldMatrix:
        """Build it from rows of rational numbers or elements; `columns` is needed without rows."""
        import flint

        width = len(rows[0]) if rows else columns or 0
        elements = [
            [v if isinstance(v, flint.fmpq_poly) else field.element(v) for v in row] for row in rows
        ]
        parts = [
            flint.fmpq_mat(len(rows), width, [e[k] for row in elements for e in row])
            for k in range(field.degree)
        ]
        return cls(field, parts)

    @classmethod
    def identity(cls, n: int, field: Field = RATIONALS) -> FieldMatrix:
        """The n x n identity."""
        return cls.diagonal([field.element(1)] * n, field)

    @classmethod
    def zeros(cls, rows: int, columns: int, field: Field = RATIONALS) -> FieldMatrix:
        """A matrix of zeros."""
        import flint

        return cls(field, [flint.fmpq_mat(rows, columns) for _ in range(field.degree)])

    @classmethod
    def diagonal(cls, elements: Sequence[Element], field: Field = RATIONALS) -> FieldMatrix:
        """The matrix with these elements on its diagonal."""
        import flint

        n = len(elements)
        matrix = cls.zeros(n, n, field)
        for i, element in enumerate(elements):
            given = element if isinstance(element, flint.fmpq_poly) else field.element(element)
            for k, value in enumerate(given.coeffs()):
                if value:
                    matrix.parts[k][i, i] = value
        return matrix

    @classmethod
    def permutation(cls, images: Sequence[int]) -> FieldMatrix:
        """The matrix that sends the basis vector j to the basis vector images[j]."""
        import flint

        n = len(images)
        matrix = flint.fmpq_mat(n, n)
        for j, i in enumerate(images):
            matrix[int(i), j] = flint.fmpq(1)
        return cls(RATIONALS, [matrix])

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.parts[0].nrows(), self.parts[0].ncols()

    def over(self, field: Field) -> FieldMatrix:
        """The same matrix over a larger field."""
        if field == self.field:
            return self
        rows, columns = self.shape
        if self.field.degree == 1:
            zeros = FieldMatrix.zeros(rows, columns, field).parts
            return FieldMatrix(field, [self.parts[0], *zeros[1:]])
        return self.map(lambda e: self.field.embed(e, field), field)

    def map(
        self, function: Callable[[Element], Element], field: Field | None = None
    ) -> FieldMatrix:
        """Apply a function to every element; `field` is that of the values."""
        target = field or self.field
        rows = [[function(e) for e in row] for row in self.rows()]
        return FieldMatrix.from_rows(rows, target, self.shape[1])

    def rows(self) -> list[list[Element]]:
        """The entries as elements of the field."""
        import flint

        tables = [part.tolist() for part in self.parts]
        return [
            [flint.fmpq_poly(list(entry)) for entry in zip(*row, strict=True)]
            for row in zip(*tables, strict=True)
        ]

    def __getitem__(self, index: tuple[int, int]) -> Element:
        """One entry, an element of the field."""
        import flint

        return flint.fmpq_poly([part[index] for part in self.parts])

    def __add__(self, other: FieldMatrix) -> FieldMatrix:
        """The sum."""
        a, b = alike(self, other)
        return FieldMatrix(a.field, [p + q for p, q in zip(a.parts, b.parts, strict=True)])

    def __sub__(self, other: FieldMatrix) -> FieldMatrix:
        """The difference."""
        a, b = alike(self, other)
        return FieldMatrix(a.field, [p - q for p, q in zip(a.parts, b.parts, strict=True)])

    def __neg__(self) -> FieldMatrix:
        """The negative."""
        return FieldMatrix(self.field, [-part for part in self.parts])

    def __matmul__(self, other: FieldMatrix) -> FieldMatrix:
        """The matrix product."""
        a, b = alike(self, other)
        if a.shape[1] != b.shape[0]:
            raise ArgumentError(f"matrices of shapes {a.shape} and {b.shape} have no product")
        if a.field.degree == 1:
            return FieldMatrix(a.field, [a.parts[0] * b.parts[0]])
        left, right = numbered(a.parts), numbered(b.parts)
        products = [(i + j, p * q) for i, p in left for j, q in right]
        return FieldMatrix(a.field, collected(a.field, products, (a.shape[0], b.shape[1])))

    def scaled(self, element: object) -> FieldMatrix:
        """The matrix times a number: rational, or an element of its field."""
        import flint

        if not isinstance(element, flint.fmpq_poly):
            element = self.field.element(element)
        factors = [(j, c) for j, c in enumerate(coefficients(element, self.field)) if c]
        products = [(i + j, part * c) for i, part in numbered(self.parts) for j, c in factors]
        return FieldMatrix(self.field, collected(self.field, products, self.shape))

    def transposed(self) -> FieldMatrix:
        """The transpose."""
        return FieldMatrix(self.field, [part.transpose() for part in self.parts])

    def conjugated(self) -> FieldMatrix:
        """The complex conjugate."""
        return self if self.field.is_real else self.map(self.field.conjugate)

    def inverse(self) -> FieldMatrix:
        """The inverse; raises ZeroDivisionError for a singular matrix."""
        if len(self.parts) == 1:
            return FieldMatrix(self.field, [self.parts[0].inv()])
        from grouptools.exact.algebra.assembling import beside
        from grouptools.exact.algebra.echelon import reduced_echelon

        n = self.shape[0]
        both, pivots = reduced_echelon(beside([self, FieldMatrix.identity(n, self.field)]))
        if pivots != tuple(range(n)):
            raise ZeroDivisionError("a singular matrix has no inverse")
        return both.taken(range(n), range(n, 2 * n))

    def trace(self) -> Element:
        """The sum of the diagonal."""
        return sum((self[i, i] for i in range(self.shape[0])), self.field.element(0))

    def is_zero(self) -> bool:
        """Whether every entry is zero."""
        return not any(self.parts)

    def taken(
        self, rows: Iterable[int] | None = None, columns: Iterable[int] | None = None
    ) -> FieldMatrix:
        """The chosen rows and columns, in the order given; all of them where None is given."""
        import flint

        chosen = list(range(self.shape[0]) if rows is None else rows)
        kept = list(range(self.shape[1]) if columns is None else columns)
        parts = []
        few = 4 * len(chosen) * len(kept) < self.shape[0] * self.shape[1]
        for part in self.parts:
            if few:  # a list of the whole matrix would cost more than the entries one by one
                entries = [part[i, j] for i in chosen for j in kept]
            else:
                table = part.tolist()
                entries = [table[i][j] for i in chosen for j in kept]
            parts.append(flint.fmpq_mat(len(chosen), len(kept), entries))
        return FieldMatrix(self.field, parts)

    def reshaped(self, rows: int, columns: int) -> FieldMatrix:
        """The same entries, row after row, in another shape."""
        import flint

        return FieldMatrix(
            self.field, [flint.fmpq_mat(rows, columns, part.entries()) for part in self.parts]
        )

    def __eq__(self, other: object) -> bool:
        """Whether field and entries are equal."""
        return (
            isinstance(other, FieldMatrix)
            and self.field == other.field
            and self.shape == other.shape
            and all(p == q for p, q in zip(self.parts, other.parts, strict=True))
        )

    def __hash__(self) -> int:
        """Hash the entries."""
        return hash((self.field, self.shape, self.key()))

    def key(self) -> tuple[tuple[int, ...], ...]:
        """The entries as integers, numerators and one denominator a part: equal where they are."""
        keys = []
        for part in self.parts:
            numerators, denominator = part.numer_denom()
            keys.append((int(denominator), *map(int, numerators.entries())))
        return tuple(keys)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the field, the shape and the key."""
        return _of_key, (self.field, self.shape, self.key())

    def to_sympy(
        self,
        row_squares: Sequence[Element] | None = None,
        column_squares: Sequence[Element] | None = None,
    ) -> sympy.Matrix:
        """The sympy Matrix of a_ij sqrt(row_squares[i] column_squares[j])."""
        from grouptools.exact.algebra.writing import sympy_matrix

        return sympy_matrix(self, row_squares, column_squares)

    def to_numpy(
        self,
        dtype: DTypeLike = np.float64,
        row_squares: Sequence[Element] | None = None,
        column_squares: Sequence[Element] | None = None,
    ) -> NDArray[Any]:
        """The floats nearest to a_ij sqrt(row_squares[i] column_squares[j]), for a real field.

        Returns an array of shape `self.shape`.
        """
        from grouptools.exact.algebra.floats import rounded_matrix

        return rounded_matrix(self, dtype, row_squares, column_squares)

    def __repr__(self) -> str:
        """Show the entries as sympy writes them."""
        return f"FieldMatrix({self.to_sympy().tolist()}, {self.field})"


def _of_key(field: Field, shape: tuple[int, int], key: Sequence[tuple[int, ...]]) -> FieldMatrix:
    import flint

    return FieldMatrix(
        field,
        [flint.fmpq_mat(flint.fmpz_mat(*shape, numbers)) / one for one, *numbers in key],
    )


def alike(a: FieldMatrix, b: FieldMatrix) -> tuple[FieldMatrix, FieldMatrix]:
    """Both over one field."""
    if a.field == b.field:
        return a, b
    field = a.field.joined(b.field)
    return a.over(field), b.over(field)
