"""Reading the plain data of a kernel basis: numbers, sparse matrices, groups, representations.

What is not laid out as it must be raises `ArgumentError`; numbers that are written in another
than their one form, zeros and entries out of order are flaws, which fail the first claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from grouptools.certificates.number_field import Element, NumberField, is_lowest
from grouptools.errors import ArgumentError

__all__ = ["GroupData", "KernelVector", "Matrix", "Reader", "RepresentationData", "entry", "items"]

#: The rows of a matrix, each the pairs (column, number) of its entries that are not zero.
Matrix = tuple[tuple[tuple[int, Element], ...], ...]

#: The entries of a kernel K[a, b, m] that are not zero, by (a, b, m).
KernelVector = dict[tuple[int, int, int], Element]


@dataclass(frozen=True)
class GroupData:
    """A group by its generators.

    `right`: right[s][g] is the number of g times generator s; () for a Lie group.
    `frame`, `natural`: squared lengths of axes and matrices of the generators, () without a space.
    """

    name: str
    lie: str | None
    right: tuple[tuple[int, ...], ...]
    generators: tuple[str, ...]
    derivations: tuple[bool, ...]
    frame: tuple[Element, ...]
    natural: tuple[Matrix, ...]


@dataclass(frozen=True)
class RepresentationData:
    """Images of the generators, and squared norms of the basis vectors."""

    squares: tuple[Element, ...]
    images: tuple[Matrix, ...]


class Reader:
    """Reads numbers of one field; `flaws` says what is not written in its one form."""

    def __init__(self, field: object) -> None:
        """Take the field as [order, kind]."""
        order, kind = items(field, "field", 2)
        self.field = NumberField(order, kind)
        self.field.modulus  # noqa: B018  raises for what is no field
        self.flaws: list[str] = []

    def numbers(self, given: object, where: str) -> list[Element]:
        """A list of elements."""
        return [self.element(items(e, where), where) for e in items(given, where)]

    def element(self, numbers: Sequence[int], where: str) -> Element:
        """[denominator, c_0, ..., c_k] as a number."""
        if not numbers or type(numbers[0]) is not int or numbers[0] == 0:
            raise ArgumentError(
                f"{where} holds {list(numbers)!r}, but an element is [denominator, c_0, c_1, ...]"
            )
        element = self.field.read(numbers)
        if not is_lowest(numbers):
            self.flaws.append(f"{where}: {list(numbers)} is not in lowest terms")
        return element

    def matrix(self, given: object, size: int, where: str) -> Matrix:
        """A square matrix from its entries [i, j, denominator, c_0, ...]."""
        rows: list[list[tuple[int, Element]]] = [[] for _ in range(size)]
        entries = [items(e, where) for e in items(given, where)]
        places = [tuple(e[:2]) for e in entries]
        self.ordered(places, (size, size), where)
        for (i, j), numbers in zip(places, entries, strict=True):
            element = self.element(numbers[2:], where)
            self.nonzero(element, f"{where}, entry {[i, j]}")
            rows[i].append((j, element))
        return tuple(map(tuple, rows))

    def ordered(
        self, places: Sequence[tuple[int, ...]], shape: tuple[int, ...], where: str
    ) -> None:
        """Check indices: in range, else `ArgumentError`; in order and given once, else a flaw."""
        for place in places:
            if len(place) != len(shape) or not all(
                type(i) is int and 0 <= i < n for i, n in zip(place, shape, strict=True)
            ):
                raise ArgumentError(
                    f"{where} has an entry at {list(place)}, but its shape is {list(shape)}"
                )
        wrong = next((b for a, b in pairwise(places) if a >= b), None)
        if wrong is not None:
            self.flaws.append(f"{where}: the entry {list(wrong)} is out of order or repeated")

    def nonzero(self, element: Element, where: str) -> None:
        """Note an entry that is zero and should have been left out."""
        if element == 0:
            self.flaws.append(f"{where}: zero is written")

    def group(self, given: object) -> GroupData:
        """Read the part "group"."""
        names = tuple(map(str, items(entry(given, "generators"), "generators")))
        count = len(names)
        if not count:
            raise ArgumentError("a group without generators was given, but at least one is needed")
        frame = self.numbers(entry(given, "frame"), "frame")
        matrices = items(entry(given, "natural"), "natural", count if frame else 0)
        flags = tuple(items(entry(given, "derivations"), "derivations", count))
        return GroupData(
            str(entry(given, "name")),
            entry(given, "lie"),
            _table(entry(given, "right"), entry(given, "order"), count),
            names,
            tuple(flag is True for flag in flags),
            tuple(frame),
            tuple(
                self.matrix(m, len(frame), f"natural matrix of {name}")
                for m, name in zip(matrices, names, strict=False)
            ),
        )

    def representation(self, given: object, name: str, generators: Sequence[str]) -> Any:
        """Read "rep_in" or "rep_out"."""
        squares = self.numbers(entry(given, "squares"), f"{name} squares")
        if not squares:
            raise ArgumentError(f"{name} has no squares, but a representation has a dimension > 0")
        images = items(entry(given, "images"), f"{name} images", len(generators))
        return RepresentationData(
            tuple(squares),
            tuple(
                self.matrix(m, len(squares), f"{name} image of {s}")
                for m, s in zip(images, generators, strict=True)
            ),
        )

    def vector(self, given: object, shape: tuple[int, int, int], where: str) -> KernelVector:
        """The entries [a, b, m, c_0, c_1, ...] of one kernel."""
        entries = [items(e, where) for e in items(given, where)]
        places = [(*e[:3],) for e in entries]
        self.ordered(places, shape, where)
        vector: KernelVector = {}
        for place, numbers in zip(places, entries, strict=True):
            element = self.element([1, *numbers[3:]], where)
            self.nonzero(element, f"{where}, entry {list(place)}")
            vector[place] = element
        return vector


def entry(given: object, name: str) -> Any:
    """One entry of a dictionary; raises `ArgumentError` where it is not there."""
    if not isinstance(given, Mapping) or name not in given:
        raise ArgumentError(
            f"the plain data have no entry {name!r} where one is due: pass KernelBasis.plain()"
        )
    return given[name]


def items(given: object, where: str, count: int | None = None) -> list[Any]:
    """The items of a list or tuple, `count` of them; raises `ArgumentError` otherwise."""
    if not isinstance(given, list | tuple) or count not in (None, len(given)):
        due = "a list" if count is None else f"a list of length {count}"
        raise ArgumentError(f"{given!r} was given as {where}, but it must be {due}")
    return list(given)


def _table(right: object, order: object, count: int) -> tuple[tuple[int, ...], ...]:
    """The products g * generator of a finite group, as many as its order says."""
    if right is None and order is None:
        return ()
    if type(order) is not int or order < 1:
        raise ArgumentError(f"order = {order!r} was given, but it must be a positive integer")
    table = [items(row, "right", order) for row in items(right, "right", count)]
    if not all(type(g) is int and 0 <= g < order for row in table for g in row):
        raise ArgumentError(f"right holds what is no element 0, ..., {order - 1} of the group")
    return tuple(map(tuple, table))
