"""What the kernels of contractions read: where rows, paths and coefficients lie.

Rows of features are packed: components first, then channels, filled up to whole lanes with zeros,

    packed[first + m*step + u] = row[begin + u*dimension + m].

In a block of edges M holds, for each path, the sums over m2 of C[m1, m2, m3] y[m2], a row of
numbers of edges for each (m3, m1) forward and for each (m1, m3) backward; N, the derivative with
respect to M, has the same rows.  A path whose matrix would not fit into registers is cut into
pieces of the components that are summed over.  Where y has one component and C
is a multiple of one, the path is a multiple of one, and has one row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.contraction.addresses import KINDS
from grouptools.numeric.contraction.plan import Layout, ProductPlan
from grouptools.numeric.llvm import BYTES

__all__ = ["Rows", "Sums", "Tables", "rows_of", "tables_of"]

Integers = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]


class Sums(NamedTuple):
    """Linear combinations: out[rows[r]] = sum of numbers[t] * given[orders[t]].

    t goes over range(starts[r], starts[r + 1]).  Rows with as many terms follow one another, so
    that loops over them are as long as the one before.
    """

    rows: Integers
    starts: Integers
    orders: Integers
    numbers: Floats


class Rows(NamedTuple):
    """How rows of features are packed.

    `terms`: (first, step, multiplicity, dimension, begin) of each.
    """

    terms: Integers
    packed: int
    plain: int


class Tables(NamedTuple):
    """The paths of a plan, for the forward pass or the backward passes.

    `paths`: (kind, other, x, w, out, step, row, again) for each piece: the number of components
    summed over, or 0 for a multiple of one; the number of those that are not; where its x, weights
    and result lie in packed rows and from one component to the next, in bytes; its first row of M,
    and of N; whether an earlier piece has the same weights.
    `matrix`: the rows of M from y.  `pulls`: the derivatives with respect to y from rows of N.
    """

    paths: Integers
    matrix: Sums
    pulls: Sums


def rows_of(layout: Layout, width: int) -> Rows:
    """How rows of these (multiplicity, dimension) are packed in lanes of `width` numbers."""
    terms, packed, plain = [], 0, 0
    for n, dimension in layout:
        step = -(-n // width) * width
        terms.append((packed, step, n, dimension, plain))
        packed += step * dimension
        plain += n * dimension
    return Rows(np.array(terms, dtype=np.int64).reshape(-1, 5), packed, plain)


@lru_cache(maxsize=256)
def tables_of(
    plan: ProductPlan, dtype: str, backward: bool
) -> tuple[Tables, tuple[Rows, Rows, Rows]]:
    """The paths of a plan of mode "uvu", and how rows of x, weights and results are packed."""
    width = BYTES // np.dtype(dtype).itemsize
    weights = tuple((n, 1) for (n,) in plan.weight_shapes)
    x, w, out = (rows_of(layout, width) for layout in (plan.layouts[0], weights, plan.layouts[2]))
    made = _Pieces(plan, dtype, backward, x, w, out)
    for number in range(len(plan.paths)):
        made.add(number)
    return made.finished(), (x, w, out)


class _Pieces:
    """The pieces of paths, as they are found."""

    def __init__(
        self, plan: ProductPlan, dtype: str, backward: bool, x: Rows, w: Rows, out: Rows
    ) -> None:
        self._plan, self._dtype, self._backward = plan, dtype, backward
        self._rows = x, w, out
        dimensions = [n * d for n, d in plan.layouts[1]]
        self._y = np.cumsum([0, *dimensions]).tolist()
        self._paths: list[tuple[int, ...]] = []
        self._matrix: list[list[tuple[int, float]]] = []
        self._pulls: list[list[tuple[int, float]]] = [[] for _ in range(self._y[-1])]

    def add(self, number: int) -> None:
        """Cut path `number` into pieces."""
        path = self._plan.paths[number]
        c = self._plan.coefficients(path, self._dtype)
        x, w, out = (
            rows.terms[k].tolist()
            for rows, k in zip(self._rows, (path.first, number, path.target), strict=True)
        )
        y, step = self._y[path.second], x[1]
        if _is_multiple_of_one(c):
            self._add_piece((0, len(c), x[0], w[0], out[0], step), 0, y, c[:1, :, 0])
            return
        for again, piece in enumerate(_pieces(c.shape[2 if self._backward else 0])):
            skipped = piece.start * step
            if self._backward:
                part = c[:, :, piece].transpose(0, 2, 1)  # (m1, m3, m2)
                places = x[0], w[0], out[0] + skipped
            else:
                part = c[piece].transpose(2, 0, 1)  # (m3, m1, m2)
                places = x[0] + skipped, w[0], out[0]
            other, kind, _ = part.shape
            numbers = kind, other, *places, step
            self._add_piece(numbers, min(again, 1), y, part.reshape(-1, part.shape[2]))

    def _add_piece(self, numbers: tuple[int, ...], again: int, y: int, c: Floats) -> None:
        """A piece whose rows of M are c[row, m2]."""
        kind, other, *places = numbers
        size, first = np.dtype(self._dtype).itemsize, len(self._matrix)
        self._paths.append((kind, other, *(size * place for place in places), first, again))
        for k, row in enumerate(c.tolist()):
            found = [(y + m, value) for m, value in enumerate(row) if value]
            self._matrix.append(found)
            for m, value in found:
                self._pulls[m].append((first + k, value))

    def finished(self) -> Tables:
        """All of it as arrays."""
        paths = np.array(self._paths, dtype=np.int64).reshape(-1, 8)
        return Tables(paths, *(_sums(lists, self._dtype) for lists in (self._matrix, self._pulls)))


def _pieces(count: int) -> Iterator[slice]:
    """As many components as there is code for, the most first.

    >>> list(_pieces(9))
    [slice(0, 7, None), slice(7, 9, None)]
    """
    done = 0
    while done < count:
        size = max(kind for kind in KINDS if kind <= count - done)
        yield slice(done, done + size)
        done += size


def _is_multiple_of_one(c: Floats) -> bool:
    """Whether C[m1, 0, m3] is c times one."""
    return bool(c.shape[1] == 1 and np.array_equal(c[:, 0], c[0, 0, 0] * np.eye(*c.shape[::2])))


def _sums(lists: list[list[tuple[int, float]]], dtype: str) -> Sums:
    """Row k is the combination lists[k]; nothing is zero times the first."""
    lists = [one or [(0, 0.0)] for one in lists]
    order = sorted(range(len(lists)), key=lambda k: len(lists[k]))
    pairs = [pair for k in order for pair in lists[k]]
    return Sums(
        np.array(order, dtype=np.int64),
        np.cumsum([0, *(len(lists[k]) for k in order)]),
        np.array([k for k, _ in pairs], dtype=np.int64),
        np.array([c for _, c in pairs], dtype=dtype),
    )
