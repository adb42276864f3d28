"""The index symmetry of a tensor, "ijkl=jikl=klij", and its independent components.

T_ijkl = T_jikl = T_klij says which permutations of the indices leave T as it is, those with a
minus sign which reverse it.  They generate a signed permutation group; its orbits on the index
tuples are the independent components of a tensor without any other symmetry.

Order of the components (part of the meaning of `BASIS_VERSION`).  Of interchangeable neighbours
the indices are paired, from the right; a pair counts in Voigt's order 11, 22, 33, 23, 13, 12
(in the plane 11, 22, 12) and a single index in the order 1, 2, 3.  Index tuples are sorted by
that, from left to right, those of equal indices before all others; an orbit stands where its first
tuple does, and is written as it.  A d_22 that the tensor carries is then named before the d_21 or
d_16 that are tied to it, as the books have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import NamedTuple

from grouptools.errors import ArgumentError

__all__ = ["LARGEST_RANK", "VOIGT_PAIRS", "Component", "IndexSymmetry"]

#: The largest number of indices.
LARGEST_RANK = 6

#: The pairs of indices in Voigt's order, for the plane and for space.
VOIGT_PAIRS = {
    2: ((0, 0), (1, 1), (0, 1)),
    3: ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1)),
}
# What Voigt's pairs are called; of the plane's, 6 keeps its meaning.
_VOIGT_NAMES = {2: ("1", "2", "6"), 3: ("1", "2", "3", "4", "5", "6")}
_LETTERS = "ijklmn"

Index = tuple[int, ...]


class Component(NamedTuple):
    """An independent component: its first index tuple, and all (index tuple, sign) equal to it."""

    first: Index
    members: tuple[tuple[Index, int], ...]


@dataclass(frozen=True)
class IndexSymmetry:
    """The signed permutations of the indices of a tensor that leave it unchanged.

    `rank`: the number of indices.
    `permutations`: pairs (p, sign) with T[i[0], i[1], ...] = sign * T[i[p[0]], i[p[1]], ...], all
    of the group, the identity first.

    >>> IndexSymmetry.parse("ij=-ji").permutations
    (((0, 1), 1), ((1, 0), -1))
    """

    rank: int
    permutations: tuple[tuple[Index, int], ...]

    @classmethod
    def parse(cls, text: str | int | IndexSymmetry) -> IndexSymmetry:
        """Read "ijkl=jikl=klij"; "ij" or the rank 2 for a tensor without index symmetry.

        Raises `ArgumentError` for what is no such text, and where only T = 0 has the symmetry.
        """
        if isinstance(text, IndexSymmetry):
            return text
        if isinstance(text, int) and 0 <= text <= LARGEST_RANK:
            text = _LETTERS[:text]
        if not isinstance(text, str):
            raise ArgumentError(
                f"{text!r} was given as index symmetry: pass a rank from 0 to {LARGEST_RANK} or a "
                f'text such as "ij=ji" or "ijkl=jikl=klij"'
            )
        return _parsed(text)

    @property
    def text(self) -> str:
        """Generators of the symmetry, as `parse` reads them."""
        letters = _LETTERS[: self.rank]
        chosen: list[tuple[Index, int]] = []
        known = _closure(self.rank, chosen) or {}
        for p, sign in sorted(self.permutations, key=_moved):
            if p not in known:
                chosen.append((p, sign))
                known = _closure(self.rank, chosen) or {}
        parts = ["-" * (sign < 0) + "".join(letters[k] for k in p) for p, sign in chosen]
        return "=".join([letters, *parts])

    @cached_property
    def slots(self) -> tuple[tuple[int, ...], ...]:
        """The positions of the indices, those of a symmetric pair of neighbours together.

        >>> IndexSymmetry.parse("ijk=ikj").slots
        ((0,), (1, 2))
        """
        symmetric = {p for p, sign in self.permutations if sign > 0}
        slots: list[tuple[int, ...]] = []
        right = self.rank - 1
        while right >= 0:
            swapped = list(range(self.rank))
            swapped[right - 1 : right + 1] = [right, right - 1]
            if right and tuple(swapped) in symmetric:
                slots.append((right - 1, right))
            else:
                slots.append((right,))
            right -= len(slots[-1])
        return tuple(reversed(slots))

    def components(self, dimension: int = 3) -> tuple[Component, ...]:
        """The independent components in their order, for indices 0, ..., dimension - 1."""
        return _components(self, dimension)

    def key(self, index: Index, dimension: int = 3) -> tuple[int, ...]:
        """What unequal index tuples are sorted by: the place of each slot in its order."""
        pairs = VOIGT_PAIRS.get(dimension, ())
        places = []
        for slot in self.slots:
            chosen = tuple(sorted(index[p] for p in slot))
            places.append(pairs.index(chosen) if len(slot) == 2 else chosen[0])
        return tuple(places)

    @property
    def has_voigt_label(self) -> bool:
        """Whether components are named by Voigt's digits: above rank 2, where there are pairs."""
        return self.rank > 2 and any(len(slot) == 2 for slot in self.slots)

    def label(self, index: Index, dimension: int = 3) -> str:
        """The digits that name a component: Voigt's where the rank is above 2.

        >>> IndexSymmetry.parse("ijkl=jikl=klij").label((1, 2, 1, 2))
        '44'
        """
        if not self.has_voigt_label:
            return "".join(str(i + 1) for i in index)
        names = _VOIGT_NAMES[dimension]
        places = self.key(index, dimension)
        return "".join(
            names[place] if len(slot) == 2 else str(place + 1)
            for slot, place in zip(self.slots, places, strict=True)
        )


@cache
def _parsed(text: str) -> IndexSymmetry:
    first, *others = (part.strip() for part in text.split("="))
    rank = len(first)
    if first.startswith("-") or len(set(first)) < rank or (first and not first.isalpha()):
        raise ArgumentError(
            f"{text!r} was given as index symmetry, but {first!r} is no row of different letters: "
            f'write one letter an index, as in "ijkl=jikl=klij"'
        )
    if rank > LARGEST_RANK:
        raise ArgumentError(f"{text!r} has {rank} indices, but {LARGEST_RANK} is the most")
    given = []
    for part in others:
        letters = part.removeprefix("-").strip()
        if sorted(letters) != sorted(first):
            raise ArgumentError(
                f"{text!r} was given as index symmetry, but {part!r} does not have the letters of "
                f"{first!r}: every part permutes the same letters"
            )
        given.append((tuple(map(first.index, letters)), -1 if part.startswith("-") else 1))
    known = _closure(rank, given)
    if known is None:
        raise ArgumentError(f"{text!r} was given as index symmetry, but only T = 0 has it")
    return IndexSymmetry(rank, tuple(sorted(known.items())))


def _closure(rank: int, given: Iterable[tuple[Index, int]]) -> dict[Index, int] | None:
    """The group that signed permutations generate; None where it reverses every tensor."""
    one = tuple(range(rank))
    generators = list(given)
    known, frontier = {one: 1}, [one]
    for p in frontier:  # it grows meanwhile
        for q, sign in generators:
            image = tuple(p[k] for k in q)
            if image not in known:
                known[image] = known[p] * sign
                frontier.append(image)
            elif known[image] != known[p] * sign:
                return None
    return known


def _moved(signed: tuple[Index, int]) -> tuple[int, Index]:
    """Those that move few indices first."""
    p, _ = signed
    return sum(k != position for position, k in enumerate(p)), p


@cache
def _components(symmetry: IndexSymmetry, dimension: int) -> tuple[Component, ...]:
    found: list[Component] = []
    seen: set[Index] = set()
    for index in sorted(
        product(range(dimension), repeat=symmetry.rank),
        key=lambda index: (len(set(index)) > 1, symmetry.key(index, dimension), index),
    ):
        if index in seen:
            continue
        signs: dict[Index, int] = {}
        vanishes = False
        for p, sign in symmetry.permutations:
            image = tuple(index[k] for k in p)
            vanishes = vanishes or signs.setdefault(image, sign) != sign
        seen.update(signs)
        if not vanishes:
            found.append(Component(index, tuple(sorted(signs.items()))))
    return tuple(found)
