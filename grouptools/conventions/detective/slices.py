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
Orders = Mapping[int, Sequence[int]]

#: Positions tried in one search at most: of thousands of orders that exist none took 300.
_MOST = 1000


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

        `orders`: the m of the first positions of each degree; `fixed`: axis -> its one position.
        """
        positions = [
            [fixed[axis]] if axis in fixed else list(range(len(orders.get(l, ()))))
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
    """All ways to give orders to some degrees, with the equations for the phases."""

    def __init__(self, tensors: Sequence[Tensor], kept: Orders, free: Sequence[int]) -> None:
        self.tensors = tensors
        self.kept = kept
        self.domains = {l: self._domains(l) for l in free}
        # the first positions of all degrees come first, so that entries are compared early
        places = ((k / (2 * l + 1), l, k) for l in free for k in range(2 * l + 1))
        self.variables = [(l, k) for _, l, k in sorted(places)]
        self._left = _MOST

    @property
    def is_possible(self) -> bool:
        """Whether there is an order m for every position."""
        return all(domain for domains in self.domains.values() for domain in domains)

    def _domains(self, l: int) -> list[list[int]]:
        """For each position of a degree the orders m whose slices have its sizes, sorted."""
        return [
            [
                m
                for m in range(-l, l + 1)
                if all(
                    tensor.may_be(axis, position, l + m)
                    for tensor in self.tensors
                    for axis, (_, other) in enumerate(tensor.axes)
                    if other == l
                )
            ]
            for position in range(2 * l + 1)
        ]

    def solutions(self, system: PhaseEquations) -> Iterator[tuple[Orders, PhaseEquations]]:
        """Orders of all degrees and what is known of the phases then."""
        for tensor in self.tensors:
            if all(l in self.kept for _, l in tensor.axes):
                extended = _extended(system, tensor, self.kept, {})
                if extended is None:
                    return
                system = extended
        yield from self._placed(0, self.kept, system)

    def _placed(
        self, count: int, orders: Orders, system: PhaseEquations
    ) -> Iterator[tuple[Orders, PhaseEquations]]:
        if count == len(self.variables):
            yield orders, system
            return
        l, position = self.variables[count]
        for m in self.domains[l][position]:
            if m in orders.get(l, ()) or self._left == 0:
                continue
            self._left -= 1
            longer = {**orders, l: (*orders.get(l, ()), m)}
            extended = self._compared(longer, l, position, system)
            if extended is not None:
                yield from self._placed(count + 1, longer, extended)

    def _compared(
        self, orders: Orders, l: int, position: int, system: PhaseEquations
    ) -> PhaseEquations | None:
        """The equations with those of the entries at a new position."""
        known: PhaseEquations | None = system
        for tensor in self.tensors:
            for axis, (_, other) in enumerate(tensor.axes):
                if other == l and known is not None:
                    known = _extended(known, tensor, orders, {axis: position})
        return known


def _extended(
    system: PhaseEquations, tensor: Tensor, orders: Orders, fixed: Mapping[int, int]
) -> PhaseEquations | None:
    equations = tensor.equations(orders, fixed)
    return None if equations is None else system.extended(equations)
