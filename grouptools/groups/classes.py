"""Conjugacy classes of a finite group, and where powers send them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grouptools.groups.elements import Integers, locked
from grouptools.groups.subsets import conjugated

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup

__all__ = ["ConjugacyClass", "class_numbers", "conjugacy_classes", "powers"]


@dataclass(frozen=True, slots=True)
class ConjugacyClass:
    """The elements h g h^-1 of a finite group.

    `representative`: the smallest of them.
    `elements`: all, from small to large.
    `order`: the smallest n > 0 with g^n = 1.
    """

    representative: int
    elements: tuple[int, ...]
    order: int

    @property
    def size(self) -> int:
        """The number of elements."""
        return len(self.elements)


def conjugacy_classes(group: FiniteGroup) -> tuple[ConjugacyClass, ...]:
    """See `FiniteGroup.conjugacy_classes`."""
    numbers = group.class_of
    members: list[list[int]] = [[] for _ in range(int(numbers.max()) + 1)]
    for g, c in enumerate(numbers):
        members[c].append(g)
    return tuple(ConjugacyClass(m[0], tuple(m), group.order_of(m[0])) for m in members)


def class_numbers(group: FiniteGroup) -> Integers:
    """See `FiniteGroup.class_of`."""
    from grouptools.groups.actions import orbit_numbers

    every = np.arange(group.order, dtype=np.int32)
    return locked(orbit_numbers([conjugated(group, g, every) for g in group.generators]))


def powers(group: FiniteGroup, exponent: int) -> Integers:
    """The elements g^exponent for all g, by repeated squaring."""
    base = np.arange(group.order, dtype=np.int32)
    result = np.zeros(group.order, dtype=np.int32)
    rest = exponent % group.exponent
    while rest:
        if rest % 2:
            result = group.table[result, base]
        base = group.table[base, base]
        rest //= 2
    return result
