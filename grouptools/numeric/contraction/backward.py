"""The backward pass of a contraction: gradients for x, y and weights, and their differential.

With T = sum C x[s(e)] y[e] w[e] g[t(e)], M the sums over m2 of C[m1, m2, m3] y[m2], and for every
path and edge

    h[u, m1] = sum over m3 of M[m1, m3] g[u, m3],
    dT/dx[u, m1] += w[u] h[u, m1],   dT/dw[u] = sum over m1 of x[u, m1] h[u, m1],
    N[m1, m3] = sum over u of w[u] x[u, m1] g[u, m3],   dT/dy[m2] += sum C[m1, m2, m3] N[m1, m3].

The gradients of T(x2, y, w, g) + T(x, y2, w, g) + T(x, y, w2, g) are, with h2 made of y2,

    dx += w2 h + w h2,   dw = sum of x2 h + x h2,   N = sum of (w x2 + w2 x) g.
"""

from __future__ import annotations

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import lanes_buffer
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.contraction.blocks import (
    AHEAD,
    CHUNK,
    SUB,
    Side,
    fill_matrix,
    read_chunk,
    write_chunk,
)
from grouptools.numeric.contraction.lanes import (
    add_pullbacks,
    add_second_pullbacks,
    outer,
    second_outer,
    total,
)
from grouptools.numeric.contraction.tables import Integers, Tables
from grouptools.numeric.llvm import BYTES
from grouptools.numeric.simd import fma, load, spread, store, width_of

__all__ = ["pull_back"]

#: The first edge of a block of M in a chunk; the first and the end of some edges of that block.
Ends = tuple[int, int, int]
#: pulls, ends, sums, entries and factors of `Tables`.
Pulls = tuple[Integers, Integers, Integers, Integers, Floats]


@kernel
def pull_back(
    tables: Tables,
    sides: tuple[Side, ...],
    y: Floats,
    y2: Floats | None,
    gy: Floats,
    wanted: tuple[bool, bool, bool],
    order: Integers,
    first: int,
    last: int,
) -> None:
    """Gradients of the edges order[first:last].

    `sides`: x, weights, g, the gradients of x and weights; and x2, weights2 where there is a y2.
    `wanted`: whether gradients of x or weights are, those of y are; whether gradients of weights
    are added to what is there.
    """
    width, paths = width_of(y), tables.paths
    sums = tables.starts, tables.orders, tables.numbers
    pulls = tables.pulls, tables.ends, tables.sums, tables.entries, tables.factors
    rows = len(tables.starts) - 1
    spots = np.empty((len(sides), CHUNK + AHEAD), np.int64)
    ys, m = lanes_buffer(y.shape[1], y), lanes_buffer(2 * rows, y)
    entries = 1
    for p in range(len(paths)):
        entries = max(entries, paths[p, 0] * paths[p, 1])
    n = lanes_buffer(SUB * entries, y)
    gys = lanes_buffer(-(-gy.shape[1] // width) * width * SUB, y)
    for start in range(first, last, CHUNK):
        count = min(CHUNK, last - start)
        for s in range(len(sides)):
            read_chunk(sides[s], spots[s], order, start, last, not 3 <= s <= 4)
        for block in range(0, count, width):
            end = min(block + width, count)
            fill_matrix(sums, y, order, start + block, end - block, ys, m, 0)
            if y2 is not None:
                fill_matrix(sums, y2, order, start + block, end - block, ys, m, rows)
            for k in range(block, end, SUB):
                edges = block, k, min(k + SUB, end)
                if wanted[0]:
                    _pull(paths, m, y2, spots, edges, wanted[2])
                if wanted[1]:
                    _outer(paths, pulls, n, y2, spots, edges, gys)
                    _write_sums(gys, gy, order, start, edges)
        write_chunk(sides[3], order, start, count)
        write_chunk(sides[4], order, start, count)


@part
def _pull(
    paths: Integers, m: Floats, second: Floats | None, spots: Integers, edges: Ends, adds: bool
) -> None:
    """Gradients of x and weights by all paths."""
    block, first, last = edges
    begin, pitch, count = 8 * first, spots.strides[0], last - first
    for p in range(len(paths)):
        kind, other, x, w = paths[p, 0], paths[p, 1], paths[p, 2], paths[p, 3]
        g, step, more = paths[p, 4], paths[p, 5], paths[p, 7] + int(adds)
        own = paths[p, 6] * BYTES + (first - block) * m.itemsize
        words = begin, pitch, count, 8 * AHEAD, x, w, g, step, other, more, own
        if second is None:
            add_pullbacks(kind, (spots, m), words)
        else:
            add_second_pullbacks(kind, (spots, m), (*words, own + m.size // 2 * m.itemsize))


@part
def _outer(
    paths: Integers,
    pulls: Pulls,
    n: Floats,
    second: Floats | None,
    spots: Integers,
    edges: Ends,
    gys: Floats,
) -> None:
    """Gradients of y by all paths: N, and what it gives to each, lanes over channels."""
    starts, ends, sums, entries, factors = pulls
    width, padded, size = width_of(n), gys.size // SUB, n.size // SUB
    begin, pitch, count = 8 * edges[1], spots.strides[0], edges[2] - edges[1]
    gys[:] = 0.0
    for p in range(len(paths)):
        kind, other, x, w = paths[p, 0], paths[p, 1], paths[p, 2], paths[p, 3]
        words = begin, pitch, count, 8 * AHEAD, x, w, paths[p, 4], paths[p, 5], other
        if second is None:
            outer(kind, (spots, n), (*words, size * n.itemsize))
        else:
            second_outer(kind, (spots, n), (*words, size * n.itemsize))
        for k in range(count):
            for r in range(starts[p], starts[p + 1]):
                place = k * padded + sums[r] * width
                value = load(gys, place)
                for t in range(ends[r], ends[r + 1]):
                    row = load(n, k * size + entries[t] * width)
                    value = fma(row, spread(factors[t]), value)
                store(gys, place, value)


@part
def _write_sums(gys: Floats, gy: Floats, order: Integers, start: int, edges: Ends) -> None:
    """gy[e] = the sums over lanes."""
    width, size = width_of(gys), gy.shape[1]
    padded = gys.size // SUB
    for k in range(edges[1], edges[2]):
        e = order[start + k]
        base = (k - edges[1]) * padded
        for j in range(0, size, width):
            store(gys, base, total(gys, base + j * width))
            for i in range(min(width, size - j)):
                gy[e, j + i] = gys[base + i]
