"""Rows of features from channels first to components first, and back, in whole lanes.

packed[first + m*step + u] = plain[begin + u*dimension + m]      (`tables.Rows`)
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import kernel
from grouptools.numeric.contraction.addresses import KINDS, RowEmitter, by_kind, word
from grouptools.numeric.contraction.tables import Integers
from grouptools.numeric.llvm import BYTES, permute
from grouptools.numeric.simd import width_of

__all__ = ["pack_rows", "unpack_rows"]


def _gathered(builder: Any, vectors: list[Any], places: list[int]) -> Any:
    """The numbers at `places` of all vectors, one after the other."""
    width = vectors[0].type.count
    result = vectors[0]
    order = [place if place < width else 0 for place in places]
    if len(vectors) == 1:
        return permute(builder, result, result, order)
    for j, vector in enumerate(vectors[1:], 1):
        mine = [p - j * width + width if p // width == j else None for p in places]
        kept = order if j == 1 else list(range(width))
        mask = [k if m is None else m for k, m in zip(kept, mine, strict=True)]
        result = permute(builder, result, vector, mask)
    return result


def _split(rows: RowEmitter, d: int, plain: Any, packed: Any, *words: Any) -> None:
    """packed[m*step + u] = plain[u*d + m], for whole lanes of channels u."""
    begin, spot, step, count = words
    plain, packed = rows.further(plain, begin), rows.further(packed, spot)
    with rows.loop(count) as k:
        source, target = rows.at(plain, word(d * BYTES), k), rows.at(packed, word(BYTES), k)
        vectors = [rows.load(source, j) for j in range(d)]
        for m in range(d):
            places = [p * d + m for p in range(rows.width)]
            rows.store(_gathered(rows.builder, vectors, places), rows.at(target, step, m))


def _join(rows: RowEmitter, d: int, plain: Any, packed: Any, *words: Any) -> None:
    """plain[u*d + m] = packed[m*step + u], for whole lanes of channels u."""
    begin, spot, step, count = words
    plain, packed = rows.further(plain, begin), rows.further(packed, spot)
    width = rows.width
    with rows.loop(count) as k:
        source, target = rows.at(packed, word(BYTES), k), rows.at(plain, word(d * BYTES), k)
        columns = [rows.load(rows.at(source, step, m)) for m in range(d)]
        for j in range(d):
            flat = range(j * width, (j + 1) * width)
            places = [i % d * width + i // d for i in flat]
            rows.store(_gathered(rows.builder, columns, places), target, j)


_split_lanes, _join_lanes = by_kind(_split), by_kind(_join)


@kernel
def pack_rows(
    plain: Floats, size: int, which: Integers, packed: Floats, row: int, terms: Integers
) -> None:
    """Pack the rows `which` of `size` numbers to rows 0, 1, ... of `row` numbers, all flat."""
    item, width = plain.itemsize, width_of(plain)
    for k in range(len(which)):
        for t in range(len(terms)):
            first, step, n = terms[t, 0], terms[t, 1], terms[t, 2]
            d, begin = terms[t, 3], terms[t, 4]
            whole = n // width if d in KINDS else 0
            a, b = which[k] * size + begin, k * row + first
            _split_lanes(d, (plain, packed), (a * item, b * item, step * item, whole))
            for m in range(d):
                for u in range(whole * width, step):
                    packed[b + m * step + u] = plain[a + u * d + m] if u < n else 0.0


@kernel
def unpack_rows(
    packed: Floats, row: int, plain: Floats, size: int, which: Integers, terms: Integers
) -> None:
    """Write packed rows 0, 1, ... as the rows `which`, the inverse of `pack_rows`."""
    item, width = plain.itemsize, width_of(plain)
    for k in range(len(which)):
        for t in range(len(terms)):
            first, step, n = terms[t, 0], terms[t, 1], terms[t, 2]
            d, begin = terms[t, 3], terms[t, 4]
            whole = n // width if d in KINDS else 0
            a, b = which[k] * size + begin, k * row + first
            _join_lanes(d, (plain, packed), (a * item, b * item, step * item, whole))
            for u in range(whole * width, n):
                for m in range(d):
                    plain[a + u * d + m] = packed[b + m * step + u]
