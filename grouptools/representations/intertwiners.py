"""Hom_G(V, W): the linear maps that commute with a group, by exact null space.

T intertwines V and W iff T V(s) = W(s) T for every generator s, be it an element of the group or
of the Lie algebra [Serre 1977, Linear Representations of Finite Groups, 2.2].  One generator is
solved on the pairs of its invariant blocks of coordinates, each a small system; the others are
solved on the space found so far.  All spaces are in reduced echelon form throughout, so the order
in which generators are taken does not show in the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.bases import CanonicalBasis, orthogonalised
from grouptools.exact.algebra.echelon import null_space
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.representation import Representation

__all__ = ["commuting_space", "intertwiner_weights", "intertwiners"]


def intertwiners(source: Representation, target: Representation) -> CanonicalBasis:
    """The canonical basis of Hom_G(source, target).

    Order of the unknowns: [T[w, v] for w in range(target.dimension)
                            for v in range(source.dimension)]
    in scaled coordinates; T[w, v] sqrt(target.squares[w] / source.squares[v]) is the orthonormal
    matrix, and the inner product is tr(A B^+) of orthonormal matrices.

    Returns a `CanonicalBasis`, one map a row of `vectors`.
    Raises `ArgumentError` for representations of two groups.

    >>> from grouptools.groups.group import Group
    >>> turn = FieldMatrix.from_rows([[0, -1], [1, 0]])
    >>> quarter = Group("C4", ["r"], [False], [turn], [turn.field.element(1)] * 2, turn.field)
    >>> plane = Representation(quarter, [turn])
    >>> intertwiners(plane, plane).vectors.to_sympy()
    Matrix([
    [1, 0,  0, 1],
    [0, 1, -1, 0]])
    """
    if source.group != target.group:
        raise ArgumentError(
            f"representations of {source.group.name} and of {target.group.name} were given, but "
            f"intertwiners are between representations of one group"
        )
    field = source.field.joined(target.field)
    pairs = [
        (v.over(field), w.over(field)) for v, w in zip(source.images, target.images, strict=True)
    ]
    return orthogonalised(commuting_space(pairs), intertwiner_weights(source, target, field))


def intertwiner_weights(
    source: Representation, target: Representation, field: Field
) -> list[Element]:
    """[target.squares[w] / source.squares[v] for each unknown T[w, v]], in the field of both."""
    inverses = [
        source.field.embed(source.field.inverse(square), field) for square in source.squares
    ]
    squares = [target.field.embed(square, field) for square in target.squares]
    return [w * v % field.modulus for w in squares for v in inverses]


def commuting_space(pairs: Sequence[tuple[FieldMatrix, FieldMatrix]]) -> FieldMatrix:
    """The T with T v = w T for each (v, w) in pairs, one a row, in reduced echelon form."""
    blocks = [(_blocks(v), _blocks(w)) for v, w in pairs]
    sizes = [max(map(len, a)) * max(map(len, b)) for a, b in blocks]
    order = sorted(range(len(pairs)), key=lambda s: (sizes[s], s))
    space = _first_space(*pairs[order[0]], *blocks[order[0]])
    for s in order[1:]:
        if not space.shape[0]:
            break
        space = _restricted_space(space, *pairs[s])
    return space


def _blocks(matrix: FieldMatrix) -> list[list[int]]:
    """The coordinates, parted so that the matrix is block diagonal."""
    n = matrix.shape[0]
    root = list(range(n))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for part in matrix.parts:
        for k, entry in enumerate(part.entries()):
            if entry:
                i, j = find(k // n), find(k % n)
                root[max(i, j)] = min(i, j)
    blocks: dict[int, list[int]] = {}
    for i in range(n):
        blocks.setdefault(find(i), []).append(i)
    return list(blocks.values())


def _first_space(
    v: FieldMatrix, w: FieldMatrix, v_blocks: list[list[int]], w_blocks: list[list[int]]
) -> FieldMatrix:
    """The space of one generator: that of each pair of blocks, put together."""
    field, width = v.field, v.shape[1]
    lefts = [w.taken(block, block) for block in w_blocks]
    rights = [v.taken(block, block) for block in v_blocks]
    left_keys, right_keys = [m.key() for m in lefts], [m.key() for m in rights]
    known: dict[Any, list[list[tuple[int, Element]]]] = {}
    rows = []
    for i, left in enumerate(lefts):
        for j, right in enumerate(rights):
            key = (left_keys[i], right_keys[j])
            if key not in known:
                known[key] = _solutions(left, right)
            places = [a * width + b for a in w_blocks[i] for b in v_blocks[j]]
            rows += [[(places[k], e) for k, e in solution] for solution in known[key]]
    rows.sort(key=lambda row: row[0][0])
    zero = field.element(0)
    dense = [[zero] * (w.shape[0] * width) for _ in rows]
    for line, row in zip(dense, rows, strict=True):
        for place, element in row:
            line[place] = element
    return FieldMatrix.from_rows(dense, field, w.shape[0] * width)


def _solutions(w: FieldMatrix, v: FieldMatrix) -> list[list[tuple[int, Element]]]:
    """The T with T v = w T: the nonzero entries of each solution, with their places."""
    one_w, one_v = (FieldMatrix.identity(m.shape[0], m.field) for m in (w, v))
    system = kronecker(w, one_v) - kronecker(one_w, v.transposed())
    return [
        [(k, element) for k, element in enumerate(row) if element != 0]
        for row in null_space(system).rows()
    ]


def _restricted_space(space: FieldMatrix, v: FieldMatrix, w: FieldMatrix) -> FieldMatrix:
    """The T of a space with T v = w T; an echelon form of coordinates in one is one again."""
    k, n, m = space.shape[0], v.shape[0], w.shape[0]
    right = (space.reshaped(k * m, n) @ v).reshaped(k, m * n).transposed()
    left = (w @ space.transposed().reshaped(m, n * k)).reshaped(m * n, k)
    return null_space(left - right) @ space
