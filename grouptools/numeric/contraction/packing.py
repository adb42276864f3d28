"""Rows of features from channels first to components first, and back, in whole lanes.

packed[first + m*step + u] = plain[begin + u*dimension + m]      (`tables.Rows`)
"""

from __future__ import annotations

from typing import Any

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import kernel, shared
from grouptools.numeric.contraction.addresses import KINDS, RowEmitter, by_kind, word
from grouptools.numeric.contraction.tables import Integers
from grouptools.numeric.llvm import BYTES, permute
from grouptools.numeric.simd import width_of

__all__ = ["pack_row", "pack_rows", "unpack_row", "unpack_rows"]


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


@shared
def pack_row(plain: Floats, place: int, packed: Floats, spot: int, terms: Integers) -> None:
    """Pack the row at plain[place] to packed[spot]; both arrays are flat."""
    size, width = plain.itemsize, width_of(plain)
    for t in range(len(terms)):
        first, step, n = terms[t, 0], terms[t, 1], terms[t, 2]
        d, begin = terms[t, 3], terms[t, 4]
        whole = n // width if d <= KINDS else 0
        a, b = place + begin, spot + first
        _split_lanes(d, (plain, packed), (a * size, b * size, step * size, whole))
        for m in range(d):
            for u in range(whole * width, step):
                packed[b + m * step + u] = plain[a + u * d + m] if u < n else 0.0


@shared
def unpack_row(packed: Floats, spot: int, plain: Floats, place: int, terms: Integers) -> None:
    """Write the row at packed[spot] to plain[place]; both arrays are flat."""
    size, width = plain.itemsize, width_of(plain)
    for t in range(len(terms)):
        first, step, n = terms[t, 0], terms[t, 1], terms[t, 2]
        d, begin = terms[t, 3], terms[t, 4]
        whole = n // width if d <= KINDS else 0
        a, b = place + begin, spot + first
        _join_lanes(d, (plain, packed), (a * size, b * size, step * size, whole))
        for u in range(whole * width, n):
            for m in range(d):
                plain[a + u * d + m] = packed[b + m * step + u]


@kernel
def pack_rows(
    plain: Floats, size: int, packed: Floats, row: int, begin: int, terms: Integers
) -> None:
    """Pack rows of `size` numbers to rows of `row`, from packed[begin] on."""
    for k in range(len(plain) // size if size else 0):
        pack_row(plain, k * size, packed, k * row + begin, terms)


@kernel
def unpack_rows(packed: Floats, row: int, plain: Floats, size: int, terms: Integers) -> None:
    """Write rows of `row` numbers as rows of `size`."""
    for k in range(len(plain) // size if size else 0):
        unpack_row(packed, k * row, plain, k * size, terms)
