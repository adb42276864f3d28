"""Finite groups: elements 0, ..., order - 1 in a canonical order, and their Cayley table.

The identity is 0; the others follow breadth-first over the named generators: each element in
turn is multiplied by each generator from the right, and what is new gets the next number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group

__all__ = ["FiniteGroup", "generated"]

Integers = NDArray[np.int32]
T = TypeVar("T")


class FiniteGroup(Group):
    """A finite group.

    `table[g, h]` is the number of the product g h.
    `generators[s]` is the number of the generator `generator_names[s]`.
    `steps[g]` is (h, s) with g = h * generators[s] and h < g; (0, -1) for the identity.
    """

    def __init__(
        self,
        name: str,
        steps: Sequence[tuple[int, int]],
        right: Integers,
        generator_names: Sequence[str],
        natural: Sequence[FieldMatrix] = (),
        frame: Sequence[Element] = (),
        field: Field = RATIONALS,
    ) -> None:
        """Take what `generated` finds: `right[s, g]` is the number of g * generators[s]."""
        super().__init__(
            name, generator_names, [False] * len(generator_names), natural, frame, field
        )
        self.steps = tuple(steps)
        self.generators = tuple(int(row[0]) for row in right)
        self.table = _table(self.steps, right)
        self.table.flags.writeable = False

    @property
    def order(self) -> int:
        """The number of elements."""
        return len(self.steps)

    @cached_property
    def inverses(self) -> Integers:
        """`inverses[g]` is the number of g^-1."""
        return np.argmin(self.table, axis=1).astype(np.int32)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Name, generators, their matrices and the Cayley table."""
        return (*super().key, self.generators, self.table.tobytes())

    def images(self, generator_images: Sequence[T], product: Callable[[T, T], T], one: T) -> list[T]:
        """Extend the images of the generators to all elements, in their order.

        `product`, `one`: multiplication and identity of the images.
        """
        result = [one]
        for h, s in self.steps[1:]:
            result.append(product(result[h], generator_images[s]))
        return result

    @cached_property
    def matrices(self) -> tuple[FieldMatrix, ...]:
        """The matrices of all elements in the scaled coordinates of `frame`."""
        one = FieldMatrix.identity(self.dimension, self.field)
        return tuple(self.images(self.natural, FieldMatrix.__matmul__, one))


def generated(
    generators: Sequence[T],
    product: Callable[[T, T], T],
    one: T,
    key: Callable[[T], Hashable],
    limit: int = 20_000,
) -> tuple[list[T], list[tuple[int, int]], Integers]:
    """The group that elements of any kind generate, breadth-first.

    Returns the elements, `steps` and `right` as `FiniteGroup` takes them; at most `limit`
    elements are found before it gives up with an `ArgumentError`.
    """
    from grouptools.errors import ArgumentError

    elements, steps = [one], [(0, -1)]
    number = {key(one): 0}
    right: list[list[int]] = [[] for _ in generators]
    for g, element in enumerate(elements):  # the list grows meanwhile
        for s, generator in enumerate(generators):
            new = product(element, generator)
            found = number.setdefault(key(new), len(elements))
            if found == len(elements):
                elements.append(new)
                steps.append((g, s))
            right[s].append(found)
        if len(elements) > limit:
            raise ArgumentError(
                f"{len(generators)} generators were given that generate more than {limit} "
                f"elements: pass generators of a finite group"
            )
    return elements, steps, np.array(right, dtype=np.int32).reshape(len(generators), -1)


def _table(steps: Sequence[tuple[int, int]], right: Any) -> Integers:
    """The Cayley table: a column is the column of the element before, times a generator."""
    order = len(steps)
    table = np.empty((order, order), dtype=np.int32)
    table[:, 0] = np.arange(order)
    for g, (h, s) in enumerate(steps[1:], 1):
        table[:, g] = right[s][table[:, h]]
    return table
