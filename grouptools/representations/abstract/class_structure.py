"""Conjugacy classes of a finite group, orders of their elements and power maps."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np
from numpy.typing import NDArray

from grouptools.groups.finite import FiniteGroup

__all__ = ["ClassStructure", "Integers", "class_structure"]

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ClassStructure:
    """The conjugacy classes of `group`, in the order of their smallest elements.

    `members[r]`: the elements of class r in ascending order; `members[r][0]` stands for it.
    `class_of[g]`: the class of the element g.
    `powers[r][j]`: the class of g^j for g in class r and 0 <= j < order of g.
    """

    group: FiniteGroup
    members: tuple[Integers, ...]
    class_of: Integers
    powers: tuple[Integers, ...]

    @property
    def sizes(self) -> Integers:
        """How many elements each class has."""
        return np.array([len(elements) for elements in self.members])

    @property
    def orders(self) -> tuple[int, ...]:
        """The order of the elements of each class."""
        return tuple(len(power) for power in self.powers)

    @property
    def exponent(self) -> int:
        """The smallest e with g^e = 1 for every g."""
        return lcm(*self.orders)

    @property
    def inverse(self) -> Integers:
        """The class of the inverses of each class."""
        return np.array([power[-1] for power in self.powers])

    def power(self, exponent: int) -> Integers:
        """[the class of g**exponent for g in the representatives]."""
        return np.array([power[exponent % len(power)] for power in self.powers])

    def products(self, r: int) -> Integers:
        """The number of pairs (x, y), x in class r, y in class s, with x y = members[t][0].

        Index order: [[a[s, t] for t in range(n)] for s in range(n)], n the number of classes.
        """
        group, n = self.group, len(self.members)
        inverses = group.inverses[self.members[r]]
        targets = np.array([elements[0] for elements in self.members])
        found = self.class_of[group.table[inverses[:, None], targets[None, :]]]
        return np.bincount((found * n + np.arange(n)).ravel(), minlength=n * n).reshape(n, n)


def class_structure(group: FiniteGroup) -> ClassStructure:
    """The conjugacy classes of a finite group.

    >>> class_structure(FiniteGroup.from_permutations([(1, 0, 2), (1, 2, 0)])).sizes.tolist()
    [1, 3, 2]
    """
    class_of = group.class_of.astype(np.int64)
    members = [np.flatnonzero(class_of == r) for r in range(int(class_of.max()) + 1)]
    powers = []
    for elements in members:
        g, power = int(elements[0]), 0
        sequence = [0]
        while (power := int(group.table[power, g])) != 0:
            sequence.append(int(class_of[power]))
        powers.append(np.array(sequence))
    return ClassStructure(group, tuple(members), class_of, tuple(powers))
