"""How the kernels of one degree are held: few different patterns, each in many places.

The constraint ties K[a, b, m] only within a pair of summands, or within an orbit of pairs where
both representations permute their basis.  So the canonical basis is made of patterns, solutions
on a few pairs (a, b), and each pattern is repeated for other pairs: 16 x 8 times for the pair
(0e, 1o) of "16x0e" and "8x1o", once an orbit for a regular representation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.algebra.bases import CanonicalBasis
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = [
    "Copies",
    "Entries",
    "Part",
    "Pattern",
    "Placed",
    "assembled",
    "integers",
    "matrix_of",
    "pattern_of",
]

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pattern:
    """Canonical solutions on a few pairs (a, b), as sparse integer rows.

    `solution`, `pair`, `order`: of each nonzero entry the row, the pair and the position of m, in
    ascending order.
    `coefficients`: its coefficients over 1, t, ..., t^(d-1), shape (entries, d); int64, or Python
    integers where they are longer.
    `squares`: the squared norm of each row.
    `pairs`, `orders`: how many pairs and orders m there are.
    """

    solution: Integers
    pair: Integers
    order: Integers
    coefficients: NDArray[Any]
    squares: tuple[Element, ...]
    pairs: int
    orders: int

    @property
    def dimension(self) -> int:
        """The number of solutions."""
        return len(self.squares)

    @cached_property
    def pivots(self) -> Integers:
        """The index of the entry of each row at the pivot of its echelon form.

        Rows are orthogonalised in order: the pivot is the first place that no row before has.
        """
        place = self.pair * self.orders + self.order
        ends = np.searchsorted(self.solution, np.arange(self.dimension + 1))
        covered = np.zeros(self.pairs * self.orders, dtype=bool)
        result = np.empty(self.dimension, dtype=np.int64)
        for i in range(self.dimension):
            own = place[ends[i] : ends[i + 1]]
            result[i] = ends[i] + np.flatnonzero(~covered[own])[0]
            covered[own] = True
        return result


class Copies(NamedTuple):
    """A pattern, and the pairs of each copy: `places[c, p]` is a * n_in + b of pair p.

    A pattern with one order, of a part with more, has triples (a, b, m) for pairs: there
    `places[c, p]` is (a * n_in + b) * orders + m.
    """

    pattern: Pattern
    places: Integers


class Placed(NamedTuple):
    """Copies, and the number of each solution in the whole basis: `rows[c, i]`."""

    pattern: Pattern
    places: Integers
    rows: Integers


class Entries(NamedTuple):
    """Sparse rows: of each nonzero entry the row, a, b, the position of m, the coefficients."""

    row: Integers
    a: Integers
    b: Integers
    m: Integers
    coefficients: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Part:
    """The canonical basis of the kernels of one degree.

    `degree`: l; `orders`: the number of harmonics of this degree.
    `shape`: (n_out, n_in).
    `placed`: the patterns and where they are.
    """

    degree: int
    orders: int
    shape: tuple[int, int]
    field: Field
    placed: tuple[Placed, ...]

    @cached_property
    def dimension(self) -> int:
        """The number of kernels."""
        return sum(copies.rows.size for copies in self.placed)

    @property
    def squares(self) -> list[Element]:
        """The squared norm of each kernel, sum(n_a / (n_b * n_m) * abs(K[a, b, m])**2).

        Without the factor 1/pi that the norms of harmonics leave out.
        """
        result: list[Element] = [None] * self.dimension
        for pattern, _, rows in self.placed:
            for numbers in rows.tolist():
                for number, square in zip(numbers, pattern.squares, strict=True):
                    result[number] = square
        return result

    def entries(self) -> Entries:
        """All nonzero entries, in the order of (row, a, b, m)."""
        empty = np.zeros(0, dtype=np.int64)
        numbers, places = [empty], [empty]
        coefficients: list[NDArray[Any]] = [np.zeros((0, self.field.degree), np.int64)]
        for pattern, pairs, rows in self.placed:
            numbers.append(rows[:, pattern.solution].ravel())
            places.append((pairs[:, pattern.pair] * pattern.orders + pattern.order).ravel())
            coefficients.append(np.tile(pattern.coefficients, (len(rows), 1)))
        row, place = np.concatenate(numbers), np.concatenate(places)
        sequence = np.lexsort((place, row))
        pair, m = np.divmod(place[sequence], self.orders)
        a, b = np.divmod(pair, self.shape[1])
        return Entries(row[sequence], a, b, m, np.concatenate(coefficients)[sequence])


def pattern_of(basis: CanonicalBasis, pairs: int, orders: int) -> Pattern:
    """The pattern of a canonical basis of vectors [K[p, m] for p in pairs for m in orders]."""
    tables = [integers(part.numer_denom()[0].entries()) for part in basis.vectors.parts]
    dense = np.stack(tables, axis=-1).reshape(-1, len(tables))
    nonzero = np.flatnonzero((dense != 0).any(axis=1))
    solution, place = np.divmod(nonzero, max(1, pairs * orders))
    pair, order = np.divmod(place, orders)
    return Pattern(solution, pair, order, dense[nonzero], basis.squares, pairs, orders)


def assembled(
    degree: int, orders: int, shape: tuple[int, int], field: Field, copies: Sequence[Copies]
) -> Part:
    """Number the solutions of all copies in the order of their pivots in (a, b, m)."""
    kept = [c for c in copies if c.pattern.dimension and len(c.places)]
    pivots = []
    for pattern, places in kept:
        entry = pattern.pivots
        pivots.append(places[:, pattern.pair[entry]] * pattern.orders + pattern.order[entry])
    ranks = np.argsort(np.argsort(np.concatenate([p.ravel() for p in pivots]))) if pivots else ()
    placed, start = [], 0
    for (pattern, places), pivot in zip(kept, pivots, strict=True):
        rows = np.asarray(ranks[start : start + pivot.size], np.int64).reshape(pivot.shape)
        placed.append(Placed(pattern, places, rows))
        start += pivot.size
    return Part(degree, orders, shape, field, tuple(placed))


def matrix_of(part: Part) -> FieldMatrix:
    """The rows as a dense matrix over the field, for comparing spaces."""
    n_out, n_in = part.shape
    row, a, b, m, coefficients = part.entries()
    width = n_out * n_in * part.orders
    zero = part.field.element(0)
    table = [[zero] * width for _ in range(part.dimension)]
    place = (a * n_in + b) * part.orders + m
    for i, j, element in zip(row.tolist(), place.tolist(), coefficients.tolist(), strict=True):
        table[i][j] = part.field.element(element)
    return FieldMatrix.from_rows(table, part.field, width)


def integers(entries: Sequence[Any]) -> NDArray[Any]:
    """Python integers as int64, or as they are where they do not fit."""
    numbers = list(map(int, entries))
    try:
        return np.array(numbers, dtype=np.int64)
    except OverflowError:
        array = np.empty(len(numbers), dtype=object)
        array[:] = numbers
        return array
