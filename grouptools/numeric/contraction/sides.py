"""The rows of x, weights and results that kernels read and add to, and which of them an edge has.

Rows that edges share, those of nodes, are packed beforehand.  Rows that every edge has of its own
(x without source nodes, results without target nodes, weights that do not fill whole lanes) are
packed for one chunk of the edges at a time.  So nothing packed is kept that grows with the edges.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.contraction.packing import pack_rows, unpack_rows
from grouptools.numeric.contraction.tables import Integers, Rows
from grouptools.numeric.llvm import BYTES
from grouptools.numeric.memory import empty
from grouptools.numeric.threads import run_sliced

__all__ = ["CHUNK", "Side", "given_side", "one_row", "wanted_side"]

Floats = NDArray[Any]

#: Edges in a chunk.
CHUNK = 1024
#: From how many bytes on memory for packed rows is kept for the next call.
SMALL = 1 << 16


class Side:
    """Packed rows; edge e has row index[e], or e, or all have the only one.

    `stride`: numbers from one row to the next.
    """

    in_chunks = False

    def __init__(self, rows: Floats, stride: int, index: Integers | None = None) -> None:
        self.rows, self.stride, self.index = rows, stride, index

    def place(self, edges: Integers, spots: Integers) -> None:
        """spots[k] = the address of the row of edges[k]; addresses beyond are those of the last."""
        count = len(edges)
        if self.index is None:
            spots[:count] = edges
        else:
            np.take(self.index, edges, out=spots[:count])
        spots[count:] = spots[count - 1]
        spots *= self.stride * self.rows.itemsize
        spots += self.rows.ctypes.data

    def begin(self, edges: Integers) -> None:
        """Prepare the rows of some edges."""

    def end(self, edges: Integers) -> None:
        """Write the rows of some edges where they belong."""

    def finish(self) -> None:
        """Write what all edges have added up where it belongs."""

    def alone(self, most: int) -> Side:  # noqa: ARG002 - needed where rows are packed by chunks
        """The side for one group of edges, whose rows no other disturbs; `most` edges at once."""
        return Side(self.rows.copy(), 0) if self.stride == 0 else self


class _Chunks(Side):
    """Rows of edges: packed from or to plain[e], for a chunk of them at a time."""

    in_chunks = True

    def __init__(self, plain: Floats, layout: Rows, *, given: bool, most: int = 0) -> None:
        super().__init__(_scratch(most * layout.packed, plain.dtype), layout.packed)
        self._plain, self._layout, self._given = plain, layout, given

    def place(self, edges: Integers, spots: Integers) -> None:
        super().place(np.arange(len(edges)), spots)

    def begin(self, edges: Integers) -> None:
        if self._given:
            _pack(self._plain, self._layout, edges, self.rows)
        else:
            self.rows[: len(edges) * self.stride] = 0.0

    def end(self, edges: Integers) -> None:
        if not self._given:
            _unpack(self.rows, self._layout, edges, self._plain)

    def alone(self, most: int) -> Side:
        return _Chunks(self._plain, self._layout, given=self._given, most=most)


class _Sums(Side):
    """Rows of results that edges add to, zero at first."""

    def __init__(self, result: Floats, layout: Rows, index: Integers) -> None:
        rows = _scratch(len(result) * layout.packed, result.dtype)
        rows[:] = 0.0
        super().__init__(rows, layout.packed, index)
        self._result, self._layout = result, layout

    def finish(self) -> None:
        size = self._layout.packed

        def unpack(first: int, last: int) -> None:
            part = self.rows[first * size : last * size]
            _unpack(part, self._layout, np.arange(first, last), self._result)

        run_sliced(unpack, len(self._result), size)


def given_side(array: Floats, layout: Rows, index: Integers | None) -> Side:
    """Rows to read: those of an index, one for each edge, or one for all."""
    if index is None and len(array) != 1:
        return _of_edges(array, layout, given=True)
    size = layout.packed
    packed = _scratch(len(array) * size, array.dtype)

    def pack(first: int, last: int) -> None:
        _pack(array, layout, np.arange(first, last), packed[first * size : last * size])

    run_sliced(pack, len(array), size)
    return Side(packed, 0) if len(array) == 1 else Side(packed, size, index)


def wanted_side(result: Floats, layout: Rows, index: Integers | None) -> Side:
    """Rows to write: those of an index, summed, or one for each edge."""
    if index is None:
        return _of_edges(result, layout, given=False)
    return _Sums(result, layout, index)


def one_row(layout: Rows, dtype: np.dtype[Any]) -> Side:
    """One row of zeros that all edges add to."""
    return Side(np.zeros(layout.packed, dtype), 0)


def _of_edges(array: Floats, layout: Rows, *, given: bool) -> Side:
    """Rows as they are where they are packed, else packed by chunks."""
    if layout.packed == layout.plain and (layout.terms[:, 3] == 1).all():
        return Side(array.reshape(-1), layout.plain)
    return _Chunks(array, layout, given=given)


def _pack(plain: Floats, layout: Rows, which: Integers, packed: Floats) -> None:
    pack_rows(plain.reshape(-1), layout.plain, which, packed, layout.packed, layout.terms)


def _unpack(packed: Floats, layout: Rows, which: Integers, plain: Floats) -> None:
    unpack_rows(packed, layout.packed, plain.reshape(-1), layout.plain, which, layout.terms)


def _scratch(count: int, dtype: np.dtype[Any]) -> Floats:
    """Numbers of any content, at a multiple of 64 bytes."""
    extra = BYTES // dtype.itemsize
    raw = empty((count + extra,), dtype, large=SMALL)
    begin = -raw.ctypes.data % BYTES // dtype.itemsize
    return raw[begin : begin + count]
