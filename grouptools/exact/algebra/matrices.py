"""Immutable matrices over a number field, as one flint matrix for each power of its generator.

A = sum_k A_k t^k with rational A_k: sums and products are those of flint's rational matrices,
reduced by the minimal polynomial of t.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.rounding import round_enclosed

if TYPE_CHECKING:
    import flint
    import sympy

__all__ = ["FieldMatrix"]


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
            for part, value in zip(matrix.parts, _coefficients(given, field), strict=True):
                part[i, i] = value
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
        a, b = _alike(self, other)
        return FieldMatrix(a.field, [p + q for p, q in zip(a.parts, b.parts, strict=True)])

    def __sub__(self, other: FieldMatrix) -> FieldMatrix:
        """The difference."""
        a, b = _alike(self, other)
        return FieldMatrix(a.field, [p - q for p, q in zip(a.parts, b.parts, strict=True)])

    def __neg__(self) -> FieldMatrix:
        """The negative."""
        return FieldMatrix(self.field, [-part for part in self.parts])

    def __matmul__(self, other: FieldMatrix) -> FieldMatrix:
        """The matrix product."""
        a, b = _alike(self, other)
        if a.shape[1] != b.shape[0]:
            raise ArgumentError(f"matrices of shapes {a.shape} and {b.shape} have no product")
        products = [(i + j, p * q) for i, p in _nonzero(a.parts) for j, q in _nonzero(b.parts)]
        return _collect(a.field, products, (a.shape[0], b.shape[1]))

    def scaled(self, element: object) -> FieldMatrix:
        """The matrix times a number: rational, or an element of its field."""
        import flint

        if not isinstance(element, flint.fmpq_poly):
            element = self.field.element(element)
        factors = _coefficients(element, self.field)
        products = [
            (i + j, part * c)
            for i, part in enumerate(self.parts)
            for j, c in enumerate(factors)
            if c
        ]
        return _collect(self.field, products, self.shape)

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
        return all(not any(part.numer_denom()[0].entries()) for part in self.parts)

    def taken(
        self, rows: Iterable[int] | None = None, columns: Iterable[int] | None = None
    ) -> FieldMatrix:
        """The chosen rows and columns, in the order given; all of them where None is given."""
        import flint

        chosen = list(range(self.shape[0]) if rows is None else rows)
        kept = list(range(self.shape[1]) if columns is None else columns)
        parts = []
        for part in self.parts:
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

    def to_sympy(self) -> sympy.Matrix:
        """A sympy Matrix with the same entries."""
        import sympy

        rows, columns = self.shape
        known: dict[tuple[Any, ...], Any] = {}
        entries = []
        for row in self.rows():
            for element in row:
                key = tuple(element.coeffs())
                if key not in known:
                    known[key] = self.field.to_sympy(element)
                entries.append(known[key])
        return sympy.Matrix(rows, columns, entries)

    def to_numpy(
        self,
        dtype: DTypeLike = np.float64,
        row_squares: Sequence[Element] | None = None,
        column_squares: Sequence[Element] | None = None,
    ) -> NDArray[Any]:
        """The floats nearest to a_ij sqrt(row_squares[i] column_squares[j]), for a real field.

        Returns an array of shape `self.shape`.
        """
        rows, columns = self.shape
        left = row_squares or [self.field.element(1)] * rows
        right = column_squares or [self.field.element(1)] * columns
        known: dict[tuple[Any, ...], float] = {}
        result = np.zeros((rows, columns), dtype)
        for i, row in enumerate(self.rows()):
            for j, element in enumerate(row):
                if element == 0:
                    continue
                square = left[i] * right[j] % self.field.modulus
                key = (tuple(element.coeffs()), tuple(square.coeffs()))
                if key not in known:
                    known[key] = round_root(self.field, element, square, dtype)
                result[i, j] = known[key]
        return result

    def __repr__(self) -> str:
        """Show the entries as sympy writes them."""
        return f"FieldMatrix({self.to_sympy().tolist()}, {self.field})"


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

    a, b = _alike(a, b)
    shape = (a.shape[0] * b.shape[0], a.shape[1] * b.shape[1])
    products = []
    for p, left in _nonzero(a.parts):
        for q, right in _nonzero(b.parts):
            first, second = left.tolist(), right.tolist()
            entries = [x * y for row in first for other in second for x in row for y in other]
            products.append((p + q, flint.fmpq_mat(*shape, entries)))
    return _collect(a.field, products, shape)


def _alike(a: FieldMatrix, b: FieldMatrix) -> tuple[FieldMatrix, FieldMatrix]:
    """Both over one field."""
    if a.field == b.field:
        return a, b
    field = a.field.joined(b.field)
    return a.over(field), b.over(field)


def _nonzero(parts: Sequence[flint.fmpq_mat]) -> list[tuple[int, flint.fmpq_mat]]:
    if len(parts) == 1:
        return [(0, parts[0])]
    return [(k, p) for k, p in enumerate(parts) if any(p.numer_denom()[0].entries())]


def _coefficients(element: Element, field: Field) -> list[flint.fmpq]:
    return [element[k] for k in range(field.degree)]


def _collect(
    field: Field, products: Sequence[tuple[int, flint.fmpq_mat]], shape: tuple[int, int]
) -> FieldMatrix:
    """Sum of products[.][1] * t^products[.][0], reduced by the minimal polynomial of t."""
    if field.degree == 1 and len(products) == 1:
        return FieldMatrix(field, [products[0][1]])
    parts = list(FieldMatrix.zeros(*shape, field).parts)
    for power, matrix in products:
        for k, c in enumerate(field.powers[power]):
            if c:
                parts[k] = parts[k] + (matrix if c == 1 else matrix * c)
    return FieldMatrix(field, parts)
