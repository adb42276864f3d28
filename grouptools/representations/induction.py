"""Induced representations [Serre 1977, Linear Representations of Finite Groups, 7.1]."""

from __future__ import annotations

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
    parent = chosen.parent
    cosets = chosen.projection
    smallest = np.unique(cosets, return_index=True)[1]
    number = {int(g): h for h, g in enumerate(chosen.inclusion)}
    n = rep.dimension
    images, permutations = [], []
    for s in parent.generators:
        table = [[rep.field.element(0)] * (n * len(smallest)) for _ in range(n * len(smallest))]
        places: list[int] = [0] * len(table)
        for k, t in enumerate(smallest.tolist()):
            product = int(parent.table[s, t])
            target = int(cosets[product])
            h = number[int(parent.table[parent.inverses[smallest[target]], product])]
            for i, row in enumerate(rep.element_images[h].rows()):
                table[n * target + i][n * k : n * (k + 1)] = row
                for j, entry in enumerate(row):
                    if entry != 0:
                        places[n * k + j] = n * target + i
        images.append(FieldMatrix.from_rows(table, rep.field, len(table)))
        permutations.append(places)
    return Representation(
        parent,
        images,
        list(rep.squares) * len(smallest),
        f"{rep.name} induced to {parent.name}",
        permutation=np.array(permutations) if rep.permutation is not None else None,
    )


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
