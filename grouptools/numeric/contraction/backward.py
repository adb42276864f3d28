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

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import lanes_buffer
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.contraction.blocks import (
    AHEAD,
    combine,
    fill_matrix,
    one_run,
    whole_runs,
)
from grouptools.numeric.contraction.lanes import (
    add_pullbacks,
    add_second_pullbacks,
    outer,
    second_outer,
    total,
)
from grouptools.numeric.contraction.tables import Integers, Sums, Tables
from grouptools.numeric.llvm import BYTES
from grouptools.numeric.simd import store, store_tile, width_of

__all__ = ["pull_back"]


@kernel
def pull_back(
    tables: Tables,
    y: Floats,
    y2: Floats | None,
    steps: tuple[int, int, int],
    gy: Floats,
    wanted: tuple[bool, bool, bool],
    edges: Integers,
    spots: Integers,
) -> None:
    """Gradients of some edges: those of x are added to, those of weights and y written.

    `y`, `y2`, `gy`: flat.  `steps`: numbers in a row of y, from one row to the next in y and y2.
    `wanted`: whether gradients of x or weights are, those of y are; whether gradients of weights
    are added to what is there.
    `spots`: the addresses of the edges' rows, packed, of x, weights, g, the gradients of x and
    weights, and of x2 and weights2 where there is a y2; AHEAD more of each are any addresses.
    """
    width, paths, sums = width_of(y), tables.paths, tables.matrix
    rows = len(sums.rows)
    whole = -(-rows // width) * width
    ys, m = lanes_buffer(steps[0], y), lanes_buffer(2 * rows, y)
    n, totals = lanes_buffer(whole, y), lanes_buffer(whole, y)
    end = 0
    while end < len(edges):
        begin, end = end, whole_runs(edges, end, width)
        block = begin, end
        if wanted[0]:
            fill_matrix(sums, y, steps[1], edges, block, ys, m, 0)
            if y2 is not None:
                fill_matrix(sums, y2, steps[2], edges, block, ys, m, rows)
            last = begin
            while last < end:
                first, last = last, one_run(edges, last, end)
                _pull(paths, m, y2, spots, begin, first, last, wanted[2])
        if wanted[1]:
            _outer(paths, n, totals, y2, spots, block)
            _write_sums(tables.pulls, totals, n, ys, gy, edges, block)


@part
def _pull(
    paths: Integers,
    m: Floats,
    second: Floats | None,
    spots: Integers,
    block: int,
    first: int,
    last: int,
    adds: bool,
) -> None:
    """Gradients of x and weights by all paths, for the edges first, ..., last - 1."""
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
    n: Floats,
    totals: Floats,
    second: Floats | None,
    spots: Integers,
    block: tuple[int, int],
) -> None:
    """totals[k, row]: N of the k-th edge of a block, summed over channels."""
    width, pitch = width_of(n), spots.strides[0]
    rows = n.size // width
    for k in range(block[0], block[1]):
        for p in range(len(paths)):
            kind, other, x, w = paths[p, 0], paths[p, 1], paths[p, 2], paths[p, 3]
            g, step, row = paths[p, 4], paths[p, 5], paths[p, 6] * BYTES
            words = 8 * k, pitch, 1, 8 * AHEAD, x, w, g, step, other, row
            if second is None:
                outer(kind, (spots, n), words)
            else:
                second_outer(kind, (spots, n), words)
        for row in range(0, rows, width):
            store(totals, (k - block[0]) * rows + row, total(n, row * width))


@part
def _write_sums(
    sums: Sums,
    totals: Floats,
    n: Floats,
    ys: Floats,
    gy: Floats,
    edges: Integers,
    block: tuple[int, int],
) -> None:
    """gy[edges[k]] = the combinations of totals[k], for the edges k of a block."""
    width = width_of(n)
    rows, size = n.size // width, ys.size // width
    for row in range(0, rows, width):  # n: rows of N with a lane for each edge
        store_tile(totals, row, rows, n, row * width, width)
    combine(sums, n, ys, 0)
    for k in range(block[1] - block[0]):
        begin = edges[block[0] + k] * size
        for j in range(size):
            gy[begin + j] = ys[j * width + k]
