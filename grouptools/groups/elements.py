"""The elements of a finite group, 0, ..., order - 1 in a canonical order, and their products.

The identity is 0; the others follow breadth-first over the named generators: each element in
turn is multiplied by each generator from the right, and what is new gets the next number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from itertools import groupby
from math import lcm
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group

if TYPE_CHECKING:
    import sympy

__all__ = ["Elements", "Integers", "generated", "locked"]

Integers = NDArray[np.int32]
T = TypeVar("T")


class Elements(Group):
    """A finite group as the arithmetic of its elements; `FiniteGroup` adds what it is made of.

    `generators[s]` is the number of the generator `generator_names[s]`.
    `right[s, g]` is the number of the product g * generators[s].
    `steps[g]` is (h, s) with g = h * generators[s] and h < g; (0, -1) for the identity.
    `given[g]` is what element g was given as, a permutation or an index of a table; or ().
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
        given: Sequence[Any] = (),
    ) -> None:
        """Take what `generated` finds."""
        super().__init__(
            name, generator_names, [False] * len(generator_names), natural, frame, field
        )
        self.steps = tuple(steps)
        self.right = right
        self.right.flags.writeable = False
        self.generators = tuple(int(row[0]) for row in right)
        self.given = tuple(given)

    @property
    def order(self) -> int:
        """The number of elements."""
        return len(self.steps)

    @cached_property
    def table(self) -> Integers:
        """The Cayley table: `table[g, h]` is the number of the product g h."""
        table = np.empty((self.order, self.order), dtype=np.int32)
        table[:, 0] = np.arange(self.order)
        for g, (h, s) in enumerate(self.steps[1:], 1):  # the column before, times a generator
            table[:, g] = self.right[s][table[:, h]]
        return locked(table)

    @cached_property
    def inverses(self) -> Integers:
        """`inverses[g]` is the number of g^-1."""
        return locked(np.argmin(self.table, axis=1).astype(np.int32))

    @cached_property
    def orders(self) -> Integers:
        """`orders[g]` is the smallest n > 0 with g^n = 1."""
        orders = np.zeros(self.order, dtype=np.int32)
        every = power = np.arange(self.order, dtype=np.int32)
        for n in range(1, self.order + 1):
            orders[(power == 0) & (orders == 0)] = n
            if orders.all():
                break
            power = self.table[power, every]
        return locked(orders)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Name, generators, their matrices and their products with all elements."""
        return (*super().key, self.generators, self.right.tobytes())

    def multiply(self, g: int | str, h: int | str) -> int:
        """The product g h."""
        return int(self.table[self.element(g), self.element(h)])

    def inverse(self, g: int | str) -> int:
        """The element g^-1."""
        return int(self.inverses[self.element(g)])

    def power(self, g: int | str, exponent: int) -> int:
        """The element g^exponent, for an integer of any sign."""
        element, result = self.element(g), 0
        for _ in range(exponent % self.order_of(g)):
            result = int(self.table[result, element])
        return result

    def order_of(self, g: int | str) -> int:
        """The smallest n > 0 with g^n = 1."""
        return int(self.orders[self.element(g)])

    @property
    def exponent(self) -> int:
        """The smallest n > 0 with g^n = 1 for every element g."""
        return lcm(*map(int, self.orders))

    @property
    def is_abelian(self) -> bool:
        """Whether all elements commute."""
        own = list(self.generators)
        block = self.table[np.ix_(own, own)]
        return bool((block == block.T).all())

    def element(self, g: int | str) -> int:
        """The number of an element that is given by its number or as a word, "r^2 f".

        Raises `ArgumentError` where there is no such element or generator.
        """
        if isinstance(g, str):
            return self._from_word(g)
        number = int(g) if isinstance(g, int | np.integer) and not isinstance(g, bool) else -1
        if not 0 <= number < self.order:
            raise ArgumentError(
                f"element {g!r} was given, but those of {self.name} are the integers "
                f"0, ..., {self.order - 1} and words in {', '.join(self.generator_names)}"
            )
        return number

    def word(self, g: int | str) -> tuple[str, ...]:
        """The names of generators whose product, from left to right, is g: the first shortest."""
        letters: list[str] = []
        element = self.element(g)
        while element:
            element, s = self.steps[element]
            letters.append(self.generator_names[s])
        return tuple(reversed(letters))

    def element_name(self, g: int | str) -> str:
        """The word of g with powers, "r^2 f"; "E" for the identity."""
        runs = [(letter, len(list(run))) for letter, run in groupby(self.word(g))]
        bases = [(f"({a})" if "^" in a and n > 1 else a, n) for a, n in runs]
        return " ".join(a if n == 1 else f"{a}^{n}" for a, n in bases) or "E"

    def images(
        self, generator_images: Sequence[T], product: Callable[[T, T], T], one: T
    ) -> list[T]:
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
        self._require_space()
        one = FieldMatrix.identity(self.dimension, self.field)
        return tuple(self.images(self.natural, FieldMatrix.__matmul__, one))

    def matrix(self, g: int | str) -> sympy.Matrix:
        """The orthogonal matrix of an element, exact: a sympy Matrix of shape (d, d)."""
        self._require_space()
        inverses = [self.field.inverse(square) for square in self.frame]
        return self.matrices[self.element(g)].to_sympy(self.frame, inverses)

    def to_numpy(self) -> NDArray[np.float64]:
        """The orthogonal matrices of all elements, correctly rounded.

        Returns a float64 array of shape (order, d, d).
        """
        from grouptools.exact.algebra.assembling import stacked

        self._require_space()
        squares = list(self.frame) * self.order
        inverses = [self.field.inverse(square) for square in self.frame]
        flat = stacked(self.matrices).to_numpy(np.float64, squares, inverses)
        return flat.reshape(self.order, self.dimension, self.dimension)

    def _require_space(self) -> None:
        if not self.natural:
            raise ArgumentError(
                f"matrices of {self.name} were asked for, but it was given without a space to "
                f"act on: make it from matrices"
            )

    def _from_word(self, word: str) -> int:
        numbers = dict(zip(self.generator_names, self.generators, strict=True))
        numbers.setdefault("E", 0)
        result = 0
        for letter in word.split():
            if letter in numbers:
                result = self.multiply(result, numbers[letter])
                continue
            name, _, exponent = letter.rpartition("^")
            name = name.removeprefix("(").removesuffix(")")
            if name not in numbers or not exponent.removeprefix("-").isdecimal():
                raise ArgumentError(
                    f"the word {word!r} was given, but {letter!r} is no power of a generator of "
                    f"{self.name}: its generators are {', '.join(self.generator_names)}"
                )
            result = self.multiply(result, self.power(numbers[name], int(exponent)))
        return result


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
                f"elements: pass generators of a smaller group"
            )
    return elements, steps, np.array(right, dtype=np.int32).reshape(len(generators), -1)


def locked(array: Integers) -> Integers:
    """The array, read-only from now on."""
    array.flags.writeable = False
    return array
