"""Contractions of numpy arrays: the product, its gradients, and gradients of these.

    T(x, y, w, g) = sum C[m1, m2, m3] x[s(e), u, m1] y[e, m2] w[e, u] g[t(e), u, m3]

over edges e, paths of a plan of mode "uvu", channels u and components.  Arrays are of one dtype,
float32 or float64: x (nodes, ...), y (edges, ...), g (count, ...); w (edges, ...) or (1, ...), one
row for all edges.  s(e) = `source[e]` and t(e) = `target[e]`, int64; None stands for e.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.contraction.backward import pull_back
from grouptools.numeric.contraction.blocks import AHEAD, RUN
from grouptools.numeric.contraction.forward import contract
from grouptools.numeric.contraction.packing import unpack_rows
from grouptools.numeric.contraction.plan import ProductPlan
from grouptools.numeric.contraction.sides import CHUNK, Side, given_side, one_row, wanted_side
from grouptools.numeric.contraction.splitting import check_index, split_edges
from grouptools.numeric.contraction.tables import tables_of
from grouptools.numeric.memory import empty
from grouptools.numeric.threads import SMALLEST_SLICE, get_num_threads, run_sliced

__all__ = ["Edges", "product", "product_gradients", "second_gradients"]

Floats = NDArray[Any]
Integers = NDArray[np.int64]
#: Groups of edges whose sums of gradients for shared weights are added at the end.
GROUPS = 16
#: Edges whose rows are placed at once.
LONGEST = 1 << 15


class Edges:
    """Edges from rows of x to rows of the result.

    Raises `ArgumentError` for indices that are no rows.
    """

    def __init__(
        self, source: Integers | None, target: Integers | None, edges: int, nodes: int, count: int
    ) -> None:
        self.source = None if source is None else check_index("source", source, edges, nodes)
        self.target = None if target is None else check_index("target", target, edges, count)
        self.count = edges
        self.x_rows = edges if source is None else nodes
        self.out_rows = edges if target is None else count


def product(
    plan: ProductPlan,
    edges: Edges,
    x: Floats,
    y: Floats,
    w: Floats,
    second: tuple[Floats, Floats, Floats] | None = None,
) -> Floats:
    """dT/dg; or with second = (x2, y2, w2) its differential in their direction."""
    _check(plan, edges, (x, y, w), second or ())
    tables, (x_rows, w_rows, out_rows) = tables_of(plan, x.dtype.name, backward=False)
    result = empty((edges.out_rows, out_rows.plain), x.dtype)
    sides = [
        given_side(x, x_rows, edges.source),
        given_side(w, w_rows, None),
        wanted_side(result, out_rows, edges.target),
    ]
    y2 = None
    if second is not None:
        x2, y2, w2 = second
        sides += [given_side(x2, x_rows, edges.source), given_side(w2, w_rows, None)]
    rows = _flat(y, y2)

    def work(some: Integers, spots: Integers) -> None:
        contract(tables, *rows, some, spots)

    _run(work, sides, edges.target, edges, plan)
    sides[2].finish()
    return result


def product_gradients(
    plan: ProductPlan,
    edges: Edges,
    x: Floats,
    y: Floats,
    w: Floats,
    g: Floats,
    wanted: tuple[bool, bool, bool],
    second: tuple[Floats, Floats, Floats] | None = None,
) -> tuple[Floats, Floats, Floats]:
    """dT/dx, dT/dy and dT/dw, those wanted; the others are empty.

    With second = (x2, y2, w2), of T(x2, y, w, g) + T(x, y2, w, g) + T(x, y, w2, g).
    """
    _check(plan, edges, (x, y, w, g), second or ())
    tables, (x_rows, w_rows, out_rows) = tables_of(plan, x.dtype.name, backward=True)
    gx = empty((edges.x_rows if wanted[0] else 0, x_rows.plain), x.dtype)
    gy = empty((len(y) if wanted[1] else 0, y.shape[1]), x.dtype)
    gw = empty((len(w) if wanted[2] else 0, w_rows.plain), x.dtype)
    shared = wanted[2] and len(w) == 1
    sides = [
        given_side(x, x_rows, edges.source),
        given_side(w, w_rows, None),
        given_side(g, out_rows, edges.target),
        wanted_side(gx, x_rows, edges.source) if wanted[0] else one_row(x_rows, x.dtype),
        one_row(w_rows, x.dtype) if shared or not wanted[2] else wanted_side(gw, w_rows, None),
    ]
    y2 = None
    if second is not None:
        x2, y2, w2 = second
        sides += [given_side(x2, x_rows, edges.source), given_side(w2, w_rows, None)]
    flags = wanted[0] or wanted[2], wanted[1], shared
    sums: list[Floats] = []
    rows = _flat(y, y2)

    def work(some: Integers, spots: Integers) -> None:
        pull_back(tables, *rows, gy.reshape(-1), flags, some, spots)

    _run(work, sides, edges.source, edges, plan, sums if shared else None)
    sides[3].finish()
    if shared:
        only = np.zeros(1, np.int64)
        total = np.sum(sums, axis=0)
        unpack_rows(total, w_rows.packed, gw.reshape(-1), w_rows.plain, only, w_rows.terms)
    return gx, gy, gw


def second_gradients(
    plan: ProductPlan,
    edges: Edges,
    given: tuple[Floats, Floats, Floats, Floats],
    second: tuple[Floats | None, Floats | None, Floats | None],
    wanted: tuple[bool, bool, bool, bool],
) -> tuple[Floats, Floats, Floats, Floats]:
    """Gradients for x, y, w and g of T(x2, y, w, g) + T(x, y2, w, g) + T(x, y, w2, g).

    `given`: x, y, w, g; `second`: x2, y2, w2, None for zeros.  What is not wanted is empty.
    """
    x, y, w, g = given
    x2, y2, w2 = (
        np.zeros((1, one.shape[1]), one.dtype) if other is None else other
        for one, other in zip((x, y, w), second, strict=True)
    )
    direction = x2, y2, w2
    gx, gy, gw = product_gradients(plan, edges, x, y, w, g, wanted[:3], direction)
    gg = (
        product(plan, edges, x, y, w, direction)
        if wanted[3]
        else np.empty((0, g.shape[1]), g.dtype)
    )
    return gx, gy, gw, gg


def _check(
    plan: ProductPlan, edges: Edges, given: Sequence[Floats], second: Sequence[Floats]
) -> None:
    """Shapes and dtypes of x, y, w, g; x2, y2 and w2 may have one row for all."""
    sizes = [sum(n * d for n, d in layout) for layout in plan.layouts]
    columns = sizes[0], sizes[1], plan.weight_numel, sizes[2]
    rows = edges.x_rows, edges.count, edges.count, edges.out_rows
    for k, array in (*enumerate(given), *enumerate(second)):
        one = len(array) == 1 and (k == 2 or array is not given[k])
        fits = array.ndim == 2 and array.shape[1] == columns[k] and (one or len(array) == rows[k])
        if not fits or array.dtype != given[0].dtype or array.dtype.char not in "fd":
            raise ArgumentError(
                f"{'xywg'[k]} of shape {array.shape} and dtype {array.dtype} was given, but "
                f"{(rows[k], columns[k])} and float32 or float64 for all are expected"
            )


def _flat(y: Floats, y2: Floats | None) -> tuple[Floats, Floats | None, tuple[int, int, int]]:
    """Both flat; the numbers in a row, and from one row to the next: 0 where one row is for all."""
    size = y.shape[1]
    steps = size, *(size if rows is not None and len(rows) > 1 else 0 for rows in (y, y2))
    return y.reshape(-1), None if y2 is None else y2.reshape(-1), steps


def _run(
    work: Callable[[Integers, Integers], None],
    sides: list[Side],
    index: Integers | None,
    edges: Edges,
    plan: ProductPlan,
    sums: list[Floats] | None = None,
) -> None:
    """Call work(edges, spots) on groups of edges that add to different rows, chunk by chunk.

    `sums`: gets what each group adds up in the last side, which is one row; then the number of
    groups does not depend on that of threads.
    """
    size = 8 * max(plan.weight_numel, 1) * edges.count
    if sums is None:
        groups = max(min(get_num_threads(), size // SMALLEST_SLICE), 1)
    else:
        groups = max(min(GROUPS, edges.count // CHUNK), 1)
    rows = edges.out_rows if index is edges.target else edges.x_rows
    order, ends = split_edges(index, edges.count, rows, groups)
    own = [[side.alone(min(CHUNK, edges.count)) for side in sides] for _ in range(groups)]
    if sums is not None:
        sums += [group[4].rows for group in own]

    def run(first: int, last: int) -> None:
        for k in range(first, last):
            for chunk in _chunks(order[ends[k] : ends[k + 1]], own[k]):
                _work_on(work, own[k], chunk)

    run_sliced(run, groups, size // groups)


def _chunks(edges: Integers, sides: list[Side]) -> Iterator[Integers]:
    """Parts of a group that hold whole runs, smaller ones where a side is packed by chunks."""
    most = CHUNK if any(side.in_chunks for side in sides) else LONGEST
    start = 0
    while start < len(edges):
        stop = min(start + most, len(edges))
        while stop < len(edges) and edges[stop] // RUN == edges[stop - 1] // RUN:
            stop -= 1
        yield edges[start:stop]
        start = stop


def _work_on(
    work: Callable[[Integers, Integers], None], sides: list[Side], edges: Integers
) -> None:
    spots = np.empty((len(sides), len(edges) + AHEAD), np.int64)
    for side, row in zip(sides, spots, strict=True):
        side.begin(edges)
        side.place(edges, row)
    work(edges, spots)
    for side in sides:
        side.end(edges)
