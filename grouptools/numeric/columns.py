"""Columns of lanes that leave as rows of an array.

A kernel computes one column after another, each with a number for every point of a block; the
result wants all columns of a point side by side.  Columns collect in a small buffer that stays in
the first cache, and leave it by transposed tiles, so that each number of the result is written
once, in whole vectors.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import part, shared
from grouptools.numeric.simd import (
    load,
    prefetch,
    store,
    store_tile,
    store_tile_4,
    store_tile_8,
    width_of,
)

__all__ = ["drop_columns", "lanes_buffer", "write_columns"]


@part
def lanes_buffer(columns: int, like: Floats) -> Any:
    """Zeros for `columns` columns of lanes of the dtype of `like`, at a multiple of 64 bytes."""
    width = width_of(like)
    raw = np.zeros((columns + 1) * width, like.dtype)
    start = (-raw.ctypes.data % 64) // like.itemsize
    return raw[start : start + columns * width]


@shared
def write_columns(
    buffer: Floats,
    start: int,
    gap: int,
    count: int,
    out: Floats,
    offset: int,
    step: int,
    ahead: bool,
) -> None:
    """out[offset + p*step + k] = buffer[start + k*gap + p] for p < width, k < count.

    Where `count` is no multiple of a tile the last tile overlaps the one before.  With `ahead`
    each tile asks for the cache lines of the next block: the hardware does not foresee the order
    of the stores, and told of it writes large results twice as fast.  (Putting whole lines
    together first, to store them past the cache, was measured to be slower: such stores wait.)
    """
    width = width_of(buffer)
    tile = width if count >= width else 8 if count >= 8 else 4 if count >= 4 else 1
    k = 0
    while k < count:
        if count - k == 1:
            tile = 1
        k = min(k, count - tile)
        place, target = start + k * gap, offset + k
        if ahead:
            for p in range(width):
                prefetch(out, target + (width + p) * step)
        if tile == width:
            store_tile(buffer, place, gap, out, target, step)
        elif tile == 8:
            store_tile_8(buffer, place, gap, out, target, step)
        elif tile == 4:
            store_tile_4(buffer, place, gap, out, target, step)
        else:
            for p in range(width):
                out[target + p * step] = buffer[place + p]
        k += tile


@part
def drop_columns(buffer: Floats, dropped: int, filled: int) -> None:
    """Move columns dropped, ..., filled to the front of the buffer, one after another."""
    width = width_of(buffer)
    for k in range(filled - dropped):
        store(buffer, k * width, load(buffer, (dropped + k) * width))
