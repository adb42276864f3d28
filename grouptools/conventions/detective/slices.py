"""Tensors whose slices are moved and take phases: which order and which phases explain them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.detective.phase_equations import Equation, PhaseEquations

__all__ = ["Search", "Tensor"]

Numbers = NDArray[Any]
#: degree -> position -> m, for the positions that have one
Orders = Mapping[int, Mapping[int, int]]

#: A search tries so many positions, then begins again with more assumed of the phases, so that
#: contradictions show earlier.  All of thousands of orders were found so; with no limit a tensor
#: with l3 = 0, where every slice has the same sizes, takes factorial time where there is none.
_TRIES = 500


@dataclass(frozen=True)
class Tensor:
    """Data, nan where missing, and the standard tensor, m ascending along each axis.

    `axes`: for each axis (sign, l): a slice of order m carries i^(sign p(l, m)).
    `allowed`: how far an entry may be off.
    """

    axes: tuple[tuple[int, int], ...]
    data: Numbers
    standard: Numbers
    allowed: float

    def may_be(self, axis: int, position: int, place: int) -> bool:
        """Whether the sizes in a slice are some of those in a standard one, in any order."""
        found = np.abs(self.data.take(position, axis)).ravel()
        sizes = np.sort(found[~np.isnan(found)])
        wanted = np.sort(np.abs(self.standard.take(place, axis)).ravel())
        if len(sizes) == len(wanted):
            return bool((np.abs(sizes - wanted) <= self.allowed).all())
        rest = iter(wanted.tolist())
        return all(any(abs(size - w) <= self.allowed for w in rest) for size in sizes.tolist())

    def equations(self, orders: Orders, fixed: Mapping[int, int]) -> list[Equation] | None:
        """What the entries say of the phases; None where a size contradicts the orders.

        `fixed`: axis -> its one position; the other axes have all that `orders` knows.
        """
        positions = [
            [fixed[axis]] if axis in fixed else list(orders.get(l, {}))
            for axis, (_, l) in enumerate(self.axes)
        ]
        ms = [
            np.array([orders[l][k] for k in chosen], dtype=np.int64)
            for chosen, (_, l) in zip(positions, self.axes, strict=True)
        ]
        found = self.data[np.ix_(*positions)]
        wanted = self.standard[np.ix_(*(m + l for m, (_, l) in zip(ms, self.axes, strict=True)))]
        known = ~np.isnan(found)
        if (known & (np.abs(np.abs(found) - np.abs(wanted)) > self.allowed)).any():
            return None
        entries = np.argwhere(known & (np.abs(wanted) > 4 * self.allowed))
        places = tuple(entries.T)
        ratios = found[places] / wanted[places]
        powers = np.round(np.angle(ratios) / (np.pi / 2)).astype(np.int64) % 4
        turned = wanted[places] * np.array([1, 1j, -1, -1j])[powers]
        if (np.abs(found[places] - turned) > self.allowed).any():
            return None
        columns = [m[entries[:, axis]].tolist() for axis, m in enumerate(ms)]
        return [
            (tuple((sign, l, m) for (sign, l), m in zip(self.axes, row, strict=True)), power)
            for *row, power in zip(*columns, powers.tolist(), strict=True)
        ]


class Search:
    """The ways to give an order to each free degree, with the equations for the phases."""

    def __init__(
        self, tensors: Sequence[Tensor], kept: Mapping[int, Sequence[int]], free: Sequence[int]
    ) -> None:
        self.tensors = tensors
        self.kept: Orders = {l: dict(enumerate(orders)) for l, orders in kept.items()}
        self.domains = {(l, k): self._domain(l, k) for l in free for k in range(2 * l + 1)}
        self._left = 0

    def _domain(self, l: int, position: int) -> list[int]:
        """The orders m of which a slice has the sizes that are found, sorted."""
        slices = list(self._axes_of(l))
        return [
            m
            for m in range(-l, l + 1)
            if all(tensor.may_be(axis, position, l + m) for tensor, axis in slices)
        ]

    def _axes_of(self, l: int) -> Iterator[tuple[Tensor, int]]:
        """The tensors and their axes of a degree."""
        for tensor in self.tensors:
            yield from ((tensor, axis) for axis, (_, other) in enumerate(tensor.axes) if other == l)

    @property
    def is_possible(self) -> bool:
        """Whether there is an order m for every position."""
        return all(self.domains.values())

    def solutions(
        self, system: PhaseEquations
    ) -> Iterator[tuple[dict[int, tuple[int, ...]], PhaseEquations]]:
        """Orders of all degrees and what is known of the phases then."""
        known: PhaseEquations | None = system if self.is_possible else None
        for tensor in self.tensors:
            if known is not None and all(l in self.kept for _, l in tensor.axes):
                known = _extended(known, tensor, self.kept, {})
        if known is None:
            return
        sequence = self._sequence()
        for assumed in (known, *known.assuming()):
            self._left = _TRIES
            for orders, found in self._placed(sequence, self.kept, assumed):
                yield (
                    {l: tuple(m for _, m in sorted(at.items())) for l, at in orders.items()},
                    found,
                )
            if self._left and assumed is known:  # everything was tried
                return

    def _sequence(self) -> list[tuple[int, int]]:
        """The free positions, next always the one that lets most entries be compared."""
        known = {l: np.full(2 * l + 1, l in self.kept) for t in self.tensors for _, l in t.axes}
        # of several the one that is nearest to the beginning of its degree
        rest = sorted(self.domains, key=lambda place: (place[1] / (2 * place[0] + 1), place))
        sequence = []
        while rest:
            l, k = max(rest, key=lambda place: self._compared_at(place, known))
            rest.remove((l, k))
            sequence.append((l, k))
            known[l][k] = True
        return sequence

    def _compared_at(self, place: tuple[int, int], known: Mapping[int, Numbers]) -> int:
        """The number of entries that a position completes."""
        l, k = place
        count = 0
        for tensor, axis in self._axes_of(l):
            chosen = [known[other] for _, other in tensor.axes]
            chosen[axis] = np.arange(2 * l + 1) == k
            count += int((np.abs(tensor.data[np.ix_(*chosen)]) > tensor.allowed).sum())
        return count

    def _placed(
        self, sequence: Sequence[tuple[int, int]], orders: Orders, system: PhaseEquations
    ) -> Iterator[tuple[Orders, PhaseEquations]]:
        """All ways to place the positions in sequence, one after another."""
        if not sequence:
            yield orders, system
            return
        (l, position), *others = sequence
        placed = orders.get(l, {})
        for m in self.domains[l, position]:
            if m in placed.values() or self._left == 0:
                continue
            self._left -= 1
            longer = {**orders, l: {**placed, position: m}}
            known: PhaseEquations | None = system
            for tensor, axis in self._axes_of(l):
                if known is not None:
                    known = _extended(known, tensor, longer, {axis: position})
            if known is not None:
                yield from self._placed(others, longer, known)


def _extended(
    system: PhaseEquations, tensor: Tensor, orders: Orders, fixed: Mapping[int, int]
) -> PhaseEquations | None:
    equations = tensor.equations(orders, fixed)
    return None if equations is None else system.extended(equations)
