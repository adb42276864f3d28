"""Steps of a contraction in lanes over channels, for some edges and one path.

Each is a function of kernels, (kind, (spots, matrix), words).  `kind`: how many components are
summed over; 0 stands for a multiple of one, where component m3 goes with m1 = m3.  `spots`: the
addresses of the edges' rows, a row of `spots` for each side.  `matrix`: M, its rows 64 bytes apart
with a number for each edge, or N, its rows 64 bytes apart too, of lanes.  `words`: how many bytes
from the beginning of `spots` the first edge is, and from one side to the next; how many edges; how
many bytes further the weights are to be asked for; the places of the path in rows of x, weights and
results; the step from one component to the next; the number of components not summed over; and
what is said below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from numba import types
from numba.core import cgutils

from grouptools.numeric.contraction.addresses import RowEmitter, by_kind, word
from grouptools.numeric.llvm import BYTES, Lanes, load_vector, permute, vector_address
from grouptools.numeric.simd import intrinsic

__all__ = [
    "add_couplings",
    "add_pullbacks",
    "add_second_couplings",
    "add_second_pullbacks",
    "outer",
    "second_outer",
    "total",
]

#: The place of a path in the rows of each side is that in rows of x (0), weights (1), results (2).
WEIGHTS = 1
FORWARD, BACKWARD, OUTER = (0, 1, 2), (0, 1, 2, 0, 1), (0, 1, 2)


class _Piece(NamedTuple):
    """One edge and one or two registers of channels, the `u`-th byte of them on.

    `addresses`: of the path's first component in the row of each side.
    """

    rows: RowEmitter
    kind: int
    blocks: range
    edge: Any
    u: Any
    step: Any
    addresses: list[Any]

    def tile(self, place: Any, count: int) -> list[list[Any]]:
        """Lanes [b][k] of `count` components."""
        places = [self.rows.at(place, self.step, k) for k in range(count)]
        return [[self.rows.load(place, b) for place in places] for b in self.blocks]

    def lanes(self, place: Any) -> list[Any]:
        """Lanes [b] of one component."""
        return [self.rows.load(place, b) for b in self.blocks]

    def numbers(self, m: Any, parts: Sequence[Any]) -> list[Any]:
        """Where the numbers of this edge begin in parts of M."""
        own = self.rows.at(m, word(self.rows.itemsize), self.edge)
        return [self.rows.further(own, part) for part in parts]

    def products(self, x: Any, w: Any, second: Sequence[Any], count: int) -> list[list[list[Any]]]:
        """[w x], or with second = (x2, w2) [w x2 + w2 x, w x]."""
        rows, ws, xs = self.rows, self.lanes(w), self.tile(x, count)
        plain = [[rows.mul(a, ws[b]) for a in xs[b]] for b in self.blocks]
        if not second:
            return [plain]
        others, w2s = self.tile(second[0], count), self.lanes(second[1])
        both = [
            [rows.fma(c, ws[b], rows.mul(a, w2s[b])) for a, c in zip(xs[b], others[b], strict=True)]
            for b in self.blocks
        ]
        return [both, plain]


def _over_edges(emit: Callable[..., None], places: Sequence[int], sides: Sequence[int]) -> Any:
    """A step by emit(piece, *words).  `sides`: their numbers; `places`: those of the path."""
    return by_kind(partial(_edges, emit, tuple(zip(sides, places, strict=True))))


def _edges(
    emit: Callable[..., None],
    sides: Sequence[tuple[int, int]],
    rows: RowEmitter,
    kind: int,
    spots: Any,
    matrix: Any,
    *words: Any,
) -> None:
    """Emit the loops over edges and over channels, two registers of them at a time."""
    builder = rows.builder
    begin, pitch, count, ahead, *rest = words
    places, step, further = rest[:3], rest[3], rest[4:]
    spots = rows.further(spots, begin)
    with rows.loop(count) as k:
        at = rows.at(spots, word(8), k)
        bases = [
            rows.further(rows.address_at(rows.at(at, pitch, side)), places[place])
            for side, place in sides
        ]
        asked = [
            rows.further(rows.address_at(rows.further(rows.at(at, pitch, side), ahead)), places[1])
            for side, place in sides
            if place == WEIGHTS
        ]
        pairs = builder.udiv(builder.add(step, word(BYTES)), word(2 * BYTES))
        with rows.loop(pairs) as pair:
            u = builder.mul(pair, word(2 * BYTES))
            for place in asked:
                line = rows.further(place, u)
                for b in range(2):
                    rows.fetch(rows.further(line, word(b * BYTES)))
            two = builder.icmp_unsigned("<", builder.add(u, word(BYTES)), step)
            addresses = [rows.further(base, u) for base in bases]
            with builder.if_else(two) as branches:
                for blocks, branch in zip((range(2), range(1)), branches, strict=True):
                    with branch:
                        emit(_Piece(rows, kind, blocks, k, u, step, addresses), matrix, *further)


def _couple(piece: _Piece, m: Any, other: Any, *parts: Any) -> None:
    rows, kind = piece.rows, piece.kind
    x, w, z, *second = piece.addresses
    matrices = piece.numbers(m, parts)
    found = piece.products(x, w, second, kind) if kind else []
    with rows.loop(other) as c:
        if kind == 0:
            moved = [rows.at(second[0], piece.step, c), second[1]] if second else []
            found = piece.products(rows.at(x, piece.step, c), w, moved, 1)
        target = rows.at(z, piece.step, c)
        sums = piece.lanes(target)
        for xs, part in zip(found, matrices, strict=True):
            row = rows.at(part, word(kind * BYTES), c)
            for k in range(max(kind, 1)):
                number = rows.number(row, k)
                sums = [rows.fma(xs[b][k], number, sums[b]) for b in piece.blocks]
        for b in piece.blocks:
            rows.store(sums[b], target, b)


def _pull(piece: _Piece, m: Any, other: Any, more: Any, *parts: Any) -> None:
    rows, kind, builder = piece.rows, piece.kind, piece.rows.builder
    x, w, g, gx, gw, *second = piece.addresses
    matrices = piece.numbers(m, parts)
    adds = builder.icmp_unsigned("!=", more, word(0))
    kept = [cgutils.alloca_once(builder, rows.kind) for _ in piece.blocks]
    for before, place in zip(piece.lanes(gw), kept, strict=True):
        builder.store(builder.select(adds, before, rows.zero), place)
    pairs = [(x, w)] if not second else [(second[0], second[1]), (x, w)]
    terms = [(a, piece.lanes(v), part) for (a, v), part in zip(pairs, matrices, strict=True)]
    gs = piece.tile(g, kind)
    with rows.loop(other) as c:
        if kind == 0:
            gs = piece.tile(rows.at(g, piece.step, c), 1)
        target = rows.at(gx, piece.step, c)
        sums = piece.lanes(target)
        for source, ws, part in terms:
            h = _dots(rows, gs, rows.at(part, word(kind * BYTES), c))
            sums = [rows.fma(h[b], ws[b], sums[b]) for b in piece.blocks]
            for b, a in enumerate(piece.lanes(rows.at(source, piece.step, c))):
                builder.store(rows.fma(h[b], a, builder.load(kept[b])), kept[b])
        for b in piece.blocks:
            rows.store(sums[b], target, b)
    for b in piece.blocks:
        rows.store(builder.load(kept[b]), gw, b)


def _dots(rows: RowEmitter, gs: list[list[Any]], m: Any) -> list[Any]:
    """The sum over k of gs[b][k] * M[k] for each b."""
    number = rows.number(m)
    h = [rows.mul(row[0], number) for row in gs]
    for k in range(1, len(gs[0])):
        number = rows.number(m, k)
        h = [rows.fma(row[k], number, value) for row, value in zip(gs, h, strict=True)]
    return h


def _outer(piece: _Piece, n: Any, other: Any, begin: Any) -> None:
    rows, kind, builder = piece.rows, piece.kind, piece.rows.builder
    x, w, g, *second = piece.addresses
    n = rows.further(n, begin)
    gs = piece.tile(g, kind)
    fresh = builder.icmp_unsigned("==", piece.u, word(0))
    with rows.loop(other) as c:
        moved = [rows.at(second[0], piece.step, c), second[1]] if second else []
        xs, *_ = piece.products(rows.at(x, piece.step, c), w, moved, 1)
        if kind == 0:  # all in one row of N
            gs = piece.tile(rows.at(g, piece.step, c), 1)
            fresh = builder.and_(fresh, builder.icmp_unsigned("==", c, word(0)))
        row = rows.at(n, word(kind * BYTES), c)
        for k in range(max(kind, 1)):
            value = builder.select(fresh, rows.zero, rows.load(row, k))
            for b in piece.blocks:
                value = rows.fma(xs[b][0], gs[b][k], value)
            rows.store(value, row, k)


#: Where M of the first edge begins, and M2 in the second:
#: z[m3] += sum over m1 of (w x[m1]) M[m3, m1], or
#: z[m3] += sum of (w x2 + w2 x)[m1] M[m3, m1] + (w x[m1]) M2[m3, m1].
#: Sides: x, weights, z; and x2, weights2.
add_couplings = _over_edges(_couple, FORWARD, range(3))
add_second_couplings = _over_edges(_couple, (*FORWARD, 0, 1), range(5))

#: Whether gw is added to; where M begins, and M2 in the second:
#: with h[m1] the sum over m3 of M[m1, m3] g[m3] and h2 made of M2,
#: gx[m1] += w h[m1], gw = sum of x[m1] h[m1], or
#: gx[m1] += w2 h[m1] + w h2[m1], gw = sum of x2[m1] h[m1] + x[m1] h2[m1].
#: Sides: x, weights, g, gx, gw; and x2, weights2.
add_pullbacks = _over_edges(_pull, BACKWARD, range(5))
add_second_pullbacks = _over_edges(_pull, (*BACKWARD, 0, 1), range(7))

#: Where N begins, of one edge: N[m1, m3] = sum over channels,
#: lane by lane, of w x[m1] g[m3] or (w x2 + w2 x)[m1] g[m3].  Sides as in `add_pullbacks`.
outer = _over_edges(_outer, OUTER, range(3))
second_outer = _over_edges(_outer, (*OUTER, 0, 1), (0, 1, 2, 5, 6))


@intrinsic
def total(_: Any, rows: Any, place: Any) -> Any:  # noqa: ARG001 - numba reads names
    """Lane k: the sum of the lanes of row k of as many rows of lanes from rows[place] on.

    Rows at a distance of half of them are joined, then of a quarter, ...: each time one half of
    the lanes of one is put beside one half of the other's, and the other halves are added.
    """
    lanes = Lanes(rows.dtype)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values = []
        for k in range(lanes.width):
            start = builder.add(arguments[1], word(k * lanes.width))
            address = vector_address(
                context, builder, signature.args[0], arguments[0], start, lanes.width
            )
            values.append(load_vector(builder, address))
        half = lanes.width // 2
        while half:
            pairs = zip(values[:half], values[half:], strict=True)
            values = [_join(builder, a, b, half) for a, b in pairs]
            half //= 2
        return values[0]

    return lanes(rows, types.intp), generate


def _join(builder: Any, a: Any, b: Any, half: int) -> Any:
    """Sums over lanes that differ by `half`: a's where that bit of the place is 0, b's where 1."""
    width = a.type.count
    low = [k if not k & half else width + k - half for k in range(width)]
    high = [k + half if not k & half else width + k for k in range(width)]
    return builder.fadd(permute(builder, a, b, low), permute(builder, a, b, high))
