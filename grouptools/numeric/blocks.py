"""Running kernels that take points in blocks of `WIDTH`, in float64, over any number of points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats, for_reading
from grouptools.numeric.columns import write_columns
from grouptools.numeric.compilation import part
from grouptools.numeric.threads import run_sliced

__all__ = ["WIDTH", "Work", "run_blocks", "three_flat", "write_block"]

#: work(points, start, stop, outs) writes the rows start to stop of each of `outs`.
Work = Callable[[Floats, int, int, Sequence[Any]], None]

#: Points in a block: as many as there are float64 in lanes.
WIDTH = 8
# A kernel that writes more numbers than this into an array asks for its memory ahead.
LARGE = 1 << 17


@part
def write_block(
    rows: Floats, count: int, out: Floats, first: int, offset: int, step: int, points: int
) -> None:
    """out[(first + p)*step + offset + k] = rows[k*WIDTH + p] for p < WIDTH, k < count.

    `points`: how many points the kernel is called for.
    """
    ahead = points * step > LARGE
    write_columns(rows, 0, WIDTH, count, out, first * step + offset, step, ahead)


def three_flat(outs: Sequence[Any]) -> list[Any]:
    """Three flat arrays for a kernel that takes three, of which it writes only those asked for."""
    flat = [out.reshape(-1) for out in outs]
    return [*flat, *(flat[0] for _ in range(3 - len(flat)))]


def run_blocks(work: Work, points: Floats, outs: Sequence[Any]) -> None:
    """Call work(points, start, stop, outs) on slices of whole blocks that cover all points.

    The last points, fewer than a block, are filled up with zeros and worked on apart.
    """
    count, width = len(points), WIDTH
    whole = count - count % width
    size = sum(out[:1].size for out in outs)
    points = for_reading(points)
    if whole:
        run_sliced(lambda start, stop: work(points, start, stop, outs), whole, size, multiple=width)
    if whole < count:
        padded = np.zeros((width, *points.shape[1:]), points.dtype)
        padded[: count - whole] = points[whole:]
        parts = [np.empty((width, *out.shape[1:]), out.dtype) for out in outs]
        work(for_reading(padded), 0, width, parts)
        for out, piece in zip(outs, parts, strict=True):
            out[whole:] = piece[: count - whole]
