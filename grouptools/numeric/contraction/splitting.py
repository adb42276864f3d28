"""Edges split into groups that add to different rows, each in the order of the edges.

So groups can run side by side, and every sum is taken in the same order whatever their number.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.compilation import kernel
from grouptools.numeric.contraction.tables import Integers

__all__ = ["check_index", "split_edges"]


def check_index(name: str, index: NDArray[Any], edges: int, count: int) -> Integers:
    """The row in range(count) of each edge, as int64; raises `ArgumentError` where it is none."""
    if index.shape != (edges,) or index.dtype.kind not in "iu":
        raise ArgumentError(
            f"{name} nodes of shape {index.shape} and dtype {index.dtype} were given, but an "
            f"integer for each of {edges} edges is expected"
        )
    if index.size and not 0 <= index.min() <= index.max() < count:
        raise ArgumentError(
            f"{name} nodes from {index.min()} to {index.max()} were given, but there are {count} "
            f"nodes: number them from 0 to {count - 1}"
        )
    return np.ascontiguousarray(index, dtype=np.int64)


def split_edges(
    index: Integers | None, edges: int, count: int, groups: int
) -> tuple[Integers, Integers]:
    """(order, ends): group k is order[ends[k] : ends[k + 1]], about as many edges in each.

    `index`: the row in range(count) that each edge adds to; None where each has its own.
    """
    if groups == 1 or index is None:
        return np.arange(edges), np.arange(groups + 1) * edges // groups
    found: tuple[Any, Any] = _split(index, count, groups)
    return found


@kernel
def _split(index: Integers, count: int, groups: int) -> tuple[Integers, Integers]:
    """A row belongs to the group in which its first edge would be if all were sorted by row."""
    edges = np.zeros(count, np.int64)
    for row in index:
        edges[row] += 1
    group_of = np.empty(count, np.int64)
    ends = np.zeros(groups + 1, np.int64)
    before = 0
    for row in range(count):
        group = min(before * groups // max(len(index), 1), groups - 1)
        group_of[row] = group
        ends[group + 1] += edges[row]
        before += edges[row]
    for group in range(groups):
        ends[group + 1] += ends[group]
    places = ends.copy()
    order = np.empty(len(index), np.int64)
    for e in range(len(index)):
        group = group_of[index[e]]
        order[places[group]] = e
        places[group] += 1
    return order, ends
