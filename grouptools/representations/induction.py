"""Induced representations [Serre 1977, Linear Representations of Finite Groups, 7.1]."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.subgroup import Subgroup
from grouptools.representations.representation import Representation
from grouptools.representations.restriction import embedding

__all__ = ["induced", "subgroup_by_matrices"]


def induced(rep: Representation, group: object, subgroup: object = None) -> Representation:
    """The representation of a finite group on copies of V, one a coset of a subgroup.

    With t_k the smallest element of the left coset k, and g t_k = t_k' h, h in H:
    g (k, v) = (k', rep(h) v).

    Order of the basis: [(k, i) for k in range(index) for i in range(rep.dimension)]

    `group`: the finite group, or the `Subgroup` whose `group` is that of `rep`, so that its
    parent is meant.  `subgroup`: the `Subgroup`, needed where a group is given in which the
    subgroup is not found by its matrices.
    Raises `ArgumentError` where `rep` is no representation of that subgroup.
    """
    chosen = _subgroup(rep, group, subgroup)
    parent, count = chosen.parent, chosen.index
    cosets = chosen.projection
    smallest = np.unique(cosets, return_index=True)[1]
    number = {int(g): h for h, g in enumerate(chosen.inclusion)}
    images, permutations = [], []
    for s in parent.generators:
        products = parent.table[s, smallest]
        targets = cosets[products]
        rest = parent.table[parent.inverses[smallest[targets]], products]
        blocks = [rep.element_images[number[int(h)]] for h in rest]
        images.append(_block_permutation(targets.tolist(), blocks))
        if rep.permutation is not None:
            permutations.append(np.array([_places(block) for block in blocks]))
            permutations[-1] = (permutations[-1] + targets[:, None] * rep.dimension).ravel()
    return Representation(
        parent,
        images,
        list(rep.squares) * count,
        f"{rep.name} induced to {parent.name}",
        permutation=np.array(permutations) if permutations else None,
    )


def _block_permutation(targets: Sequence[int], blocks: Sequence[FieldMatrix]) -> FieldMatrix:
    """The matrix with blocks[k] at the block row targets[k] of the block column k."""
    field, n = blocks[0].field, blocks[0].shape[0]
    size = n * len(blocks)
    table = [[field.element(0)] * size for _ in range(size)]
    for k, (target, block) in enumerate(zip(targets, blocks, strict=True)):
        for i, row in enumerate(block.rows()):
            table[n * target + i][n * k : n * (k + 1)] = row
    return FieldMatrix.from_rows(table, field, size)


def _places(block: FieldMatrix) -> list[int]:
    """The row of the one in each column of a permutation matrix."""
    columns = block.transposed().rows()
    return [next(i for i, entry in enumerate(column) if entry != 0) for column in columns]


def _subgroup(rep: Representation, group: object, subgroup: object) -> Subgroup:
    """The subgroup of which `rep` is a representation, in the group to induce to."""
    given = group if subgroup is None else subgroup
    if isinstance(given, Subgroup):
        if given.group != rep.group or (subgroup is not None and given.parent != group):
            raise ArgumentError(
                f"{rep!r} was given to induce from {given!r}, but it is a representation of "
                f"{rep.group.name}: restrict it to that subgroup first"
            )
        return given
    if not isinstance(group, FiniteGroup) or not isinstance(rep.group, FiniteGroup):
        raise ArgumentError(
            f"{group!r} was given to induce to, but a finite group is expected that contains "
            f"{rep.group.name}"
        )
    return subgroup_by_matrices(group, rep.group)


def subgroup_by_matrices(group: FiniteGroup, part: FiniteGroup) -> Subgroup:
    """The subgroup of a group that has the matrices of another, with that one's generators."""
    elements = embedding(group, part)
    found = Subgroup(group, elements)
    found.group = part  # the same elements in the same order: both follow the generators
    found.inclusion = np.array(part.images(elements, lambda g, h: int(group.table[g, h]), 0))
    return found
