"""Sets of elements of a finite group: what they generate, and what commutes with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from grouptools.groups.elements import Integers

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup

__all__ = [
    "centralising",
    "closure",
    "commutators",
    "conjugated",
    "normalising",
    "smallest_generators",
]

Flags = NDArray[np.bool_]


def closure(table: Integers, generators: Iterable[int]) -> Flags:
    """Which elements the generators generate, one flag an element."""
    steps = np.array(sorted(set(generators)), dtype=np.intp)
    reached = np.zeros(len(table), dtype=bool)
    reached[0] = True
    front = np.zeros(1, dtype=np.intp)
    while len(front):
        new = np.zeros_like(reached)
        new[table[front][:, steps].ravel()] = True
        front = np.flatnonzero(new & ~reached)
        reached |= new
    return reached


def smallest_generators(table: Integers, members: Flags) -> list[int]:
    """Generators of a subgroup: each the smallest element that those before do not generate."""
    chosen: list[int] = []
    reached = closure(table, chosen)
    while (missing := np.flatnonzero(members & ~reached)).size:
        chosen.append(int(missing[0]))
        reached = closure(table, chosen)
    return chosen


def conjugated(group: FiniteGroup, g: int, elements: Sequence[int] | Integers) -> Integers:
    """The elements g h g^-1, in the order of `elements`."""
    images: Integers = group.table[group.table[g, np.asarray(elements)], group.inverses[g]]
    return images


def centralising(group: FiniteGroup, elements: Sequence[int]) -> Flags:
    """Which elements commute with each of these."""
    chosen = np.array(sorted(set(elements)), dtype=np.intp)
    same = group.table[:, chosen] == group.table[chosen, :].T
    return np.asarray(same.all(axis=1))


def normalising(group: FiniteGroup, generators: Sequence[int], members: Flags) -> Flags:
    """Which elements g send a subgroup to itself by h -> g h g^-1; generators of it suffice."""
    chosen = np.array(sorted(set(generators)), dtype=np.intp)
    images = group.table[group.table[:, chosen], group.inverses[:, None]]  # [g, h]
    return np.asarray(members[images].all(axis=1))


def commutators(group: FiniteGroup) -> list[int]:
    """All elements g h g^-1 h^-1."""
    values = group.table[group.table, group.inverses[group.table.T]]  # (g h) (h g)^-1
    return [int(g) for g in np.unique(values)]
