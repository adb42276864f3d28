"""The tensor product with harmonics of an edge, in a frame where the edge is the polar axis.

[Passaro and Zitnick 2023, arXiv:2302.03655, section 4].  There Y(l2, m2) = sqrt(2 l2 + 1) for
m2 = 0 and 0 else, and a path l1 (x) l2 -> l3 with the weight w is, by C[m1, 0, m3] alone,

    z[+-m] = a x[+-m],                  a = w sqrt(2 l2 + 1) C[m, 0, m]      l1 + l2 + l3 even,
    z[m] + i z[-m] = i b (x[m] + i x[-m]),  b = w sqrt(2 l2 + 1) C[m, 0, -m]     odd,

for m = 0, ..., min(l1, l3): a linear map that commutes with SO(2).  Sums over l2 are sums of the a
and of the b, so that a pair l1, l3 costs min(l1, l3) multiplications in place of their third power.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.contraction.coefficients import path_coefficients
from grouptools.numeric.contraction.plan import Path, ProductPlan
from grouptools.representations.irreps_value import Irreps
from grouptools.representations.lie_labels import label_degree

__all__ = ["Block", "Piece", "SO2Plan", "so2_plan"]


#: (m, term) -> (piece, where the term is in it)
_Places = dict[tuple[int, int], tuple[int, int]]


class Piece(NamedTuple):
    """Components m, and -m if m > 0, of the terms of a sum that have them and one `sign`.

    `sign`: p (-1)^l for the parity p of O(3), 0 for SO(3): paths with l1 + l2 + l3 even keep it.
    """

    m: int
    sign: int
    terms: tuple[int, ...]


class Block(NamedTuple):
    """A matrix a or b between two pieces, by their numbers."""

    first: int
    last: int
    turns: bool  # b


@dataclass(frozen=True)
class SO2Plan:
    """What `ProductPlan` computes, in the frames of edges.

    `first`, `last`: the pieces of x and of the result; `blocks`: the maps between them.
    `order`: the components of x, piece after piece, [(term, signed m) for m, -m for terms], each
    by its number among those of all terms; `back`: where each component of the result lies among
    its pieces.
    `matrix`: from the weights of paths to those of blocks, [path, number], numbers in the order
    [a[k, i] for block for k in terms of the result for i in terms of x], then those of `still`.
    `terms`: (component of x, number, component of the result, sign) for all products in the blocks.
    `still`: the paths with l2 = 0, which need no frame, and are there where an edge has length 0.
    """

    product: ProductPlan
    channels: int
    first: tuple[Piece, ...]
    last: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    order: NDArray[np.int64]
    back: NDArray[np.int64]
    matrix: NDArray[np.float64]
    terms: NDArray[np.int64]
    still: ProductPlan | None

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """How many terms of the result and of x each block has."""
        return _shapes(self.first, self.last, self.blocks)


def so2_plan(product: ProductPlan) -> SO2Plan:
    """The plan of a product of mode "uvu" with harmonics, on equally many copies of each term.

    Raises `ArgumentError` for another one.

    >>> from grouptools.numeric.contraction.plan import channelwise_plan
    >>> plan = so2_plan(channelwise_plan("8x0e + 8x1o", "0e + 1o + 2e", "8x0e + 8x1o"))
    >>> plan.matrix.shape, plan.shapes  # m = 0 and 1; the last 2 of 7 are 0e and 1o themselves
    ((5, 7), [(2, 2), (1, 1)])
    """
    channels = _channels(product)
    first, order = _pieces(product.irreps_x)
    last, placed = _pieces(product.irreps_out)
    entries: dict[Block, dict[tuple[int, int, int], float]] = defaultdict(dict)
    still = []
    for number, path in enumerate(product.paths):
        if _degree(product.irreps_y, path.second):
            for block, k, i, value in _entries(product, path, _places(first), _places(last)):
                entries[block][number, k, i] = value
        else:
            still.append(number)
    blocks = tuple(sorted(entries))
    shapes = _shapes(first, last, blocks)
    starts = list(accumulate((a * b for a, b in shapes), initial=0))
    matrix = np.zeros((len(product.paths), starts[-1] + len(still)))
    for block, start, (_, columns) in zip(blocks, starts, shapes, strict=False):
        for (number, k, i), value in entries[block].items():
            matrix[number, start + k * columns + i] = value
    matrix[still, starts[-1] + np.arange(len(still))] = 1
    sums = _components(first, order), _components(last, placed)
    parts = (_terms(sums, block, start) for block, start in zip(blocks, starts, strict=False))
    return SO2Plan(
        *(product, channels, first, last, blocks, order, np.argsort(placed), matrix),
        terms=np.array(list(chain(*parts)), dtype=np.int64).reshape(-1, 4),
        still=_still(product, [product.paths[number] for number in still]),
    )


def _shapes(
    first: tuple[Piece, ...], last: tuple[Piece, ...], blocks: tuple[Block, ...]
) -> list[tuple[int, int]]:
    return [(len(last[b.last].terms), len(first[b.first].terms)) for b in blocks]


def _components(pieces: tuple[Piece, ...], order: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The numbers of the components of each piece, [m or -m, term]."""
    sizes = [len(piece.terms) * (2 if piece.m else 1) for piece in pieces]
    parts = np.split(order, np.cumsum(sizes)[:-1])
    return [part.reshape(-1, len(piece.terms)) for part, piece in zip(parts, pieces, strict=True)]


def _terms(
    sums: tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]], block: Block, start: int
) -> Iterator[tuple[int, int, int, int]]:
    """The products in one block, whose numbers begin at `start`."""
    x, z = sums[0][block.first], sums[1][block.last]
    for number, (k, i) in enumerate(np.ndindex(z.shape[1], x.shape[1]), start):
        for s in range(len(x)):
            sign = -1 if block.turns and s == 0 else 1
            yield int(x[1 - s if block.turns else s, i]), number, int(z[s, k]), sign


def _entries(
    product: ProductPlan, path: Path, first: _Places, last: _Places
) -> Iterator[tuple[Block, int, int, float]]:
    """(block, row, column, a or b where w = 1) for each m; each coefficient is rounded once."""
    sums = product.irreps_x, product.irreps_y, product.irreps_out
    one, two, three = (irreps[k].irrep for irreps, k in zip(sums, path[:3], strict=True))
    l1, l2, l3 = map(_degree, sums, path[:3])
    square = path.square * (2 * l2 + 1)
    c = path_coefficients(one, two, three, path.copy, square, "float64")[:, l2]
    turns = (l1 + l2 + l3) % 2
    for m in range(turns, min(l1, l3) + 1):
        a, i = first[m, path.first]
        b, k = last[m, path.target]
        yield Block(a, b, bool(turns)), k, i, float(c[l1 + m, l3 + (-m if turns else m)])


def _places(pieces: tuple[Piece, ...]) -> _Places:
    return {
        (piece.m, term): (number, place)
        for number, piece in enumerate(pieces)
        for place, term in enumerate(piece.terms)
    }


def _pieces(irreps: Irreps) -> tuple[tuple[Piece, ...], NDArray[np.int64]]:
    """The pieces, and where their components lie among those of all terms."""
    degrees = [_degree(irreps, k) for k in range(len(irreps))]
    starts = list(accumulate((2 * l + 1 for l in degrees), initial=0))
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, l in enumerate(degrees):
        for m in range(l + 1):
            members[m, _sign(irreps, k)].append(k)
    pieces = tuple(Piece(m, sign, tuple(terms)) for (m, sign), terms in sorted(members.items()))
    order = [
        starts[k] + degrees[k] + signed
        for m, _, terms in pieces
        for signed in ([m, -m] if m else [0])
        for k in terms
    ]
    return pieces, np.array(order, dtype=np.int64)


def _still(product: ProductPlan, paths: list[Path]) -> ProductPlan | None:
    """The product over these paths alone, all with y of degree 0."""
    if not paths:
        return None
    y = Irreps([product.irreps_y[paths[0].second]], product.irreps_y.group)
    moved = tuple(path._replace(second=0) for path in paths)
    return ProductPlan(product.irreps_x, y, product.irreps_out, moved, product.mode)


def _channels(product: ProductPlan) -> int:
    """The number of copies of each term; refuses what no frame helps."""
    x, y, out = product.irreps_x, product.irreps_y, product.irreps_out
    counts = {n for n, _ in [*x, *out]}
    degrees = [_degree(y, k) for k in range(len(y))] if _is_rotation(x) else []
    harmonic = all(_sign(y, k) >= 0 and degrees.count(l) == 1 for k, l in enumerate(degrees))
    if product.mode != "uvu" or len(counts) != 1 or not degrees or not harmonic:
        raise ArgumentError(
            f"a product {x!s} (x) {y!s} -> {out!s} of {x.group.name} in mode {product.mode!r} was "
            f"given, but a frame along an edge needs mode 'uvu', irreps of SO(3) or O(3), equally "
            f"many copies of each, and harmonics as second factor"
        )
    return int(counts.pop())


def _is_rotation(irreps: Irreps) -> bool:
    return irreps.group.name in {"SO(3)", "O(3)"}


def _degree(irreps: Irreps, term: int) -> int:
    return int(label_degree(irreps[term].irrep.label))


def _sign(irreps: Irreps, term: int) -> int:
    """The sign p (-1)^l of a term of parity p, 0 for SO(3)."""
    label = irreps[term].irrep.label
    if label[-1] not in "eo":
        return 0
    return 1 if (label[-1] == "e") == (_degree(irreps, term) % 2 == 0) else -1
