"""The forward pass of a contraction, z[t(e)] += sum C x[s(e)] y[e] w[e], and its differential.

M, the sums over m2 of C[m1, m2, m3] y[m2], is computed for a block of edges, a lane each; then for
every path and edge, in lanes over channels,

    z[u, m3] += sum over m1 of (w[u] x[u, m1]) M[m1, m3].

The differential of z in the direction (x2, y2, w2) is the same with M2 made of y2:

    z[u, m3] += sum of (w x2 + w2 x)[u, m1] M[m1, m3] + (w x)[u, m1] M2[m1, m3].
"""

from __future__ import annotations

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import lanes_buffer
from grouptools.numeric.compilation import kernel, part
from grouptools.numeric.contraction.blocks import AHEAD, fill_matrix, one_run, whole_runs
from grouptools.numeric.contraction.lanes import add_couplings, add_second_couplings
from grouptools.numeric.contraction.tables import Integers, Tables
from grouptools.numeric.llvm import BYTES
from grouptools.numeric.simd import width_of

__all__ = ["contract"]


@kernel
def contract(
    tables: Tables,
    y: Floats,
    y2: Floats | None,
    steps: tuple[int, int, int],
    edges: Integers,
    spots: Integers,
) -> None:
    """Add what some edges give to the results.

    `y`, `y2`: flat.  `steps`: numbers in a row of y, from one row to the next in y and y2.
    `spots`: the addresses of the edges' rows, packed, of x, weights and results, and of x2 and
    weights2 where there is a y2; AHEAD more of each are any addresses.
    """
    width, paths, sums = width_of(y), tables.paths, tables.matrix
    rows = len(sums.rows)
    ys, m = lanes_buffer(steps[0], y), lanes_buffer(2 * rows, y)
    end = 0
    while end < len(edges):
        begin, end = end, whole_runs(edges, end, width)
        block = begin, end
        fill_matrix(sums, y, steps[1], edges, block, ys, m, 0)
        if y2 is not None:
            fill_matrix(sums, y2, steps[2], edges, block, ys, m, rows)
        last = begin
        while last < end:
            first, last = last, one_run(edges, last, end)
            _couple(paths, m, y2, spots, begin, first, last)


@part
def _couple(
    paths: Integers,
    m: Floats,
    second: Floats | None,
    spots: Integers,
    block: int,
    first: int,
    last: int,
) -> None:
    """All paths, for the edges first, ..., last - 1; M is that of the edges from `block` on."""
    begin, pitch, count = 8 * first, spots.strides[0], last - first
    for p in range(len(paths)):
        kind, other, x, w = paths[p, 0], paths[p, 1], paths[p, 2], paths[p, 3]
        z, step = paths[p, 4], paths[p, 5]
        own = paths[p, 6] * BYTES + (first - block) * m.itemsize
        words = begin, pitch, count, 8 * AHEAD, x, w, z, step, other, own
        if second is None:
            add_couplings(kind, (spots, m), words)
        else:
            add_second_couplings(kind, (spots, m), (*words, own + m.size // 2 * m.itemsize))
