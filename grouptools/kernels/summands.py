"""The representations that a kernel maps between, as direct sums of few different ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.groups.group import Group
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps
from grouptools.representations.representation import Representation

__all__ = ["Scaled", "Summands", "check_one_group", "over_field", "summands_of"]


@dataclass(frozen=True, eq=False)
class Scaled:
    """A representation, equal to another where group and scaled matrices are."""

    representation: Representation
    key: tuple[Any, ...] = field(init=False)

    def __post_init__(self) -> None:
        rep = self.representation
        squares = tuple(map(str, rep.squares))
        if rep.permutation is None:
            images: Any = tuple(image.key() for image in rep.images)
        else:
            images = tuple(map(tuple, np.asarray(rep.permutation).tolist()))
        key = (rep.group, rep.field, squares, rep.permutation is None, images)
        object.__setattr__(self, "key", key)

    def __eq__(self, other: object) -> bool:
        """Whether the keys are equal."""
        return isinstance(other, Scaled) and self.key == other.key

    def __hash__(self) -> int:
        """Hash the key."""
        return hash(self.key)


@dataclass(frozen=True, eq=False)
class Summands:
    """A direct sum.

    `kinds`: the different summands.
    `offsets[k]`: where the copies of kinds[k] begin, in order.
    """

    group: Group
    name: str
    dimension: int
    kinds: tuple[Representation, ...]
    offsets: tuple[NDArray[np.int64], ...]

    @cached_property
    def field(self) -> Field:
        """The smallest field of all summands."""
        result = self.group.field
        for kind in self.kinds:
            result = result.joined(kind.field)
        return result

    def over(self, target: Field) -> Summands:
        """The same sum with matrices over a larger field."""
        kinds = tuple(over_field(kind, target) for kind in self.kinds)
        return Summands(self.group, self.name, self.dimension, kinds, self.offsets)

    def squares(self) -> list[Element]:
        """The squared norms of the basis vectors."""
        result: list[Element] = [None] * self.dimension
        for kind, starts in zip(self.kinds, self.offsets, strict=True):
            for start in starts.tolist():
                result[start : start + kind.dimension] = kind.squares
        return result

    def nonzero(self, s: int) -> Iterator[tuple[int, int, Element]]:
        """(i, j, image[i, j]) for the nonzero entries of the image of generator s, by rows."""
        blocks = []
        for kind, starts in zip(self.kinds, self.offsets, strict=True):
            rows = [[(j, e) for j, e in enumerate(row) if e != 0] for row in kind.images[s].rows()]
            blocks += [(start, rows) for start in starts.tolist()]
        for start, rows in sorted(blocks, key=lambda block: block[0]):
            for i, row in enumerate(rows):
                for j, element in row:
                    yield start + i, start + j, element


def summands_of(given: object) -> Summands:
    """Take an `Irrep`, `Irreps` or `Representation` apart.

    Raises `ArgumentError` for anything else.
    """
    if isinstance(given, Irrep):
        return _collected(given.group, str(given), [given.representation])
    if isinstance(given, Irreps):
        parts = [irrep.representation for n, irrep in given.terms for _ in range(n)]
        return _collected(given.group, str(given), parts)
    if isinstance(given, Representation):
        return _collected(given.group, given.name, given.summands)
    raise ArgumentError(
        f"{given!r} was given where a representation is expected: pass an Irrep, Irreps or a "
        f"Representation, such as group.irrep(...) or group.regular_representation()"
    )


def check_one_group(source: Summands, target: Summands) -> None:
    """Raise `ArgumentError` unless both are of one group."""
    if source.group != target.group:
        raise ArgumentError(
            f"representations of {source.group.name} and of {target.group.name} were given, but "
            f"kernels are between representations of one group: restrict one of them first"
        )


def over_field(rep: Representation, target: Field) -> Representation:
    """The same representation with matrices over a larger field."""
    if rep.field == target:
        return rep
    images = [image.over(target) for image in rep.images]
    squares = [rep.field.embed(square, target) for square in rep.squares]
    return Representation(
        rep.group, images, squares, rep.name, permutation=rep.permutation, irrep=rep.irrep
    )


def _collected(group: Group, name: str, parts: Any) -> Summands:
    numbers: dict[int, int] = {}
    known: dict[Scaled, int] = {}
    kinds: list[Representation] = []
    offsets: list[list[int]] = []
    start = 0
    for part in parts:
        if id(part) not in numbers:
            number = known.setdefault(Scaled(part), len(kinds))
            numbers[id(part)] = number
            if number == len(kinds):
                kinds.append(part)
                offsets.append([])
        offsets[numbers[id(part)]].append(start)
        start += part.dimension
    arrays = tuple(np.array(starts, dtype=np.int64) for starts in offsets)
    return Summands(group, name, start, tuple(kinds), arrays)
