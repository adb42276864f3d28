"""What forward and backward passes share: runs of edges, and M of a block of edges."""

from __future__ import annotations

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part
from grouptools.numeric.contraction.tables import Integers, Sums
from grouptools.numeric.simd import fma, load, spread, store, width_of

__all__ = ["AHEAD", "RUN", "combine", "fill_matrix", "one_run", "whole_runs"]

#: A run is what a group of edges has of the edges RUN*i, ..., RUN*i + RUN - 1.  A path is applied
#: to all of a run before the next path is: its rows stay in the first cache.  So the order of a sum
#: depends on the numbers of its own edges, and not on which others are in the group.
RUN = 4
#: How many edges ahead weights are asked for.
AHEAD = 16


@part
def whole_runs(edges: Integers, begin: int, most: int) -> int:
    """Where to stop after at most so many edges, RUN or more, and not inside a run."""
    end = min(begin + most, len(edges))
    if end < len(edges):
        while edges[end] // RUN == edges[end - 1] // RUN:
            end -= 1
    return end


@part
def one_run(edges: Integers, begin: int, last: int) -> int:
    """Where the run ends that begins at `begin`."""
    end = begin + 1
    while end < last and edges[end] // RUN == edges[begin] // RUN:
        end += 1
    return end


@part
def fill_matrix(
    sums: Sums,
    y: Floats,
    step: int,
    edges: Integers,
    block: tuple[int, int],
    ys: Floats,
    m: Floats,
    first: int,
) -> None:
    """M, from a row on, of a block of edges, a lane each; other lanes hold anything.

    `y`: flat, row e at e * step.  `ys`: lanes for y.
    """
    width = width_of(m)
    for k in range(block[1] - block[0]):
        begin = edges[block[0] + k] * step
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
