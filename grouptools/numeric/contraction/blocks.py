"""What forward and backward passes share: where the rows of edges lie, and M of a block of edges.

Edges are taken in chunks.  Rows that every edge has of its own (x without source nodes, results
without target nodes, weights that do not fill whole lanes) are packed for one chunk at a time; so
nothing that is kept grows with the number of edges.
"""

from __future__ import annotations

from typing import NamedTuple

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part, shared
from grouptools.numeric.contraction.packing import pack_row, unpack_row
from grouptools.numeric.contraction.tables import Integers, Sums
from grouptools.numeric.simd import fma, load, spread, store, width_of

__all__ = [
    "AHEAD",
    "BY_EDGE",
    "BY_INDEX",
    "CHUNK",
    "IN_CHUNKS",
    "SUB",
    "Side",
    "combine",
    "fill_matrix",
    "one_run",
    "read_chunk",
    "whole_runs",
    "write_chunk",
]

#: Edges whose places are known at once; a multiple of the lanes of every dtype.
CHUNK = 256
#: Edges that a path is applied to before the next path is, at most: their rows stay in the first
#: cache.
SUB = 4
#: How many edges ahead weights are asked for.
AHEAD = 16

BY_INDEX, BY_EDGE, IN_CHUNKS = range(3)


class Side(NamedTuple):
    """Rows of x, weights or results: what kernels read or write, and which row an edge has.

    `rows`: flat, packed.  `way`: BY_INDEX, edge e has rows[which[e] * stride]; BY_EDGE,
    rows[e * stride]; IN_CHUNKS, the k-th edge of a chunk has rows[k * stride], packed from
    plain[e * size] by `terms` before it is worked on, or unpacked to there afterwards.
    """

    rows: Floats
    way: int
    which: Integers
    stride: int
    plain: Floats
    size: int
    terms: Integers


@part
def whole_runs(order: Integers, begin: int, most: int, last: int) -> int:
    """Where to stop after at most so many edges, more than SUB, and not inside a run."""
    end = min(begin + most, last)
    if end < last:
        while order[end] // SUB == order[end - 1] // SUB:
            end -= 1
    return end


@part
def one_run(order: Integers, begin: int, last: int) -> int:
    """Where a run ends: what a group has of the edges SUB*i, ..., SUB*i + SUB - 1.

    A path is applied to a run before the next path is, so that the order of each sum depends on
    the numbers of its own edges, and not on which others are in the group.
    """
    end = begin + 1
    while end < last and order[end] // SUB == order[begin] // SUB:
        end += 1
    return end


@shared
def read_chunk(
    side: Side, spots: Integers, order: Integers, start: int, last: int, given: bool
) -> None:
    """spots[k] = the address of the row of the edge order[start + k], for a chunk and beyond.

    Beyond the `last` edge it is that edge again.  Rows packed by chunks are packed where they are
    `given`, or zeroed to be added to.
    """
    for k in range(len(spots)):
        e = order[min(start + k, last - 1)]
        if side.way == BY_INDEX:
            place = side.which[e] * side.stride
        elif side.way == BY_EDGE:
            place = e * side.stride
        else:
            place = min(k, CHUNK - 1) * side.stride
            if k < CHUNK and start + k < last:
                if given:
                    pack_row(side.plain, e * side.size, side.rows, place, side.terms)
                else:
                    side.rows[place : place + side.stride] = 0.0
        spots[k] = side.rows.ctypes.data + place * side.rows.itemsize


@shared
def write_chunk(side: Side, order: Integers, start: int, count: int) -> None:
    """Write the rows of a chunk of results where they belong."""
    if side.way == IN_CHUNKS:
        for k in range(count):
            place = order[start + k] * side.size
            unpack_row(side.rows, k * side.stride, side.plain, place, side.terms)


@part
def fill_matrix(
    sums: Sums,
    y: Floats,
    step: int,
    order: Integers,
    start: int,
    count: int,
    ys: Floats,
    m: Floats,
    first: int,
) -> None:
    """M, from a row on, of the edges order[start], ..., a lane each; other lanes hold anything.

    `y`: flat, row e at e * step.  `ys`: lanes for y.
    """
    width = width_of(m)
    for k in range(count):
        begin = order[start + k] * step
        for j in range(ys.size // width):
            ys[j * width + k] = y[begin + j]
    combine(sums, ys, m, first)


@part
def combine(sums: Sums, given: Floats, out: Floats, first: int) -> None:
    """Linear combinations of rows of lanes, from the row `first` of `out` on."""
    width = width_of(out)
    rows, starts, orders, numbers = sums.rows, sums.starts, sums.orders, sums.numbers
    for r in range(len(rows)):
        t = starts[r]
        value = load(given, orders[t] * width) * spread(numbers[t])
        for s in range(t + 1, starts[r + 1]):
            value = fma(load(given, orders[s] * width), spread(numbers[s]), value)
        store(out, (first + rows[r]) * width, value)
