"""Isomorphisms of finite groups, by trying images of the generators."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from grouptools.groups.elements import Integers, locked

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup

__all__ = ["extended_homomorphism", "isomorphism"]


def isomorphism(source: FiniteGroup, target: FiniteGroup) -> Integers | None:
    """See `FiniteGroup.isomorphism`."""
    if source.order != target.order:
        return None
    kinds, candidates = _kinds(source), _kinds(target)
    if Counter(kinds) != Counter(candidates):
        return None
    options = [
        [h for h in range(target.order) if candidates[h] == kinds[g]] for g in source.generators
    ]
    return _extended(source, target, options, [])


def extended_homomorphism(
    source: FiniteGroup, target: FiniteGroup, images: list[int]
) -> Integers | None:
    """The homomorphism that sends each generator to its image; None where there is none."""
    table = target.table
    extended = np.array(source.images(images, lambda g, h: int(table[g, h]), 0), dtype=np.int32)
    for row, image in zip(source.right, images, strict=True):
        if (extended[row] != table[extended, image]).any():
            return None
    return extended


def _kinds(group: FiniteGroup) -> list[tuple[int, ...]]:
    """What an isomorphism keeps of each element: its order, its class's size, its roots."""
    sizes = np.bincount(group.class_of)
    every = np.arange(group.order)
    roots = np.bincount(group.table[every, every], minlength=group.order)
    return [
        (int(group.orders[g]), int(sizes[group.class_of[g]]), int(roots[g]))
        for g in range(group.order)
    ]


def _extended(
    source: FiniteGroup, target: FiniteGroup, options: list[list[int]], chosen: list[int]
) -> Integers | None:
    """Choose the images of the generators that are left, the smallest that work."""
    s = len(chosen)
    if s == len(options):
        found = extended_homomorphism(source, target, chosen)
        return locked(found) if found is not None and len(set(found)) == source.order else None
    a = source.generators[s]
    for image in options[s]:
        fits = all(
            source.order_of(source.multiply(b, a)) == target.orders[target.table[other, image]]
            for b, other in zip(source.generators, chosen, strict=False)
        )
        if fits and (found := _extended(source, target, options, [*chosen, image])) is not None:
            return found
    return None
