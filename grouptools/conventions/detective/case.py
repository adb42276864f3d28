"""What each kind of array tells the detective, and what the detective may find in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.choices import OPEN
from grouptools.conventions.convention import Convention
from grouptools.conventions.detective.phase_equations import length
from grouptools.conventions.orders import Order
from grouptools.conventions.phases import Phase

__all__ = ["Arrays", "Case", "Finding", "column_scales", "missing_orders"]

#: name -> array; the name is empty where there is one array only
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Finding:
    """Choices that agree with the data: each combination of `choices`, `orders` and `phases`.

    `broken`: the number of degrees in which the order differs from a rule.
    `missing`: the components (l, m) of which the data hold nothing.
    """

    choices: Mapping[str, Sequence[str]]
    orders: tuple[Order, ...] = ()
    phases: tuple[Phase, ...] = ()
    broken: int = 0
    missing: tuple[tuple[int, int], ...] = ()

    def values(self) -> dict[str, list[str]]:
        """All texts of each field."""
        found = {field: list(texts) for field, texts in self.choices.items()}
        if self.orders:
            found |= {"order": list(map(str, self.orders)), "phase": list(map(str, self.phases))}
        return found

    def conventions(self) -> list[Convention]:
        """One convention for each order and phase, with what the kind does not use left open."""
        chosen: dict[str, Any] = dict.fromkeys(OPEN)
        chosen |= {field: texts[0] for field, texts in self.choices.items()}
        if not self.orders:
            return [Convention(**chosen)]
        return [
            Convention(**chosen, order=str(order), phase=str(phase))
            for order, phase in product(self.orders, self.phases)
        ]

    @property
    def rank(self) -> tuple[int, int]:
        """How far it is from the plainest: degrees out of order, factors of the phase."""
        return self.broken, min(map(length, self.phases), default=0)


class Case(Protocol):
    """An array (or several by name) with what is known about it."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The choices on which it depends."""

    @property
    def data(self) -> Arrays:
        """The numbers, nan where they are missing."""

    def expected(self, convention: Convention) -> Arrays:
        """What the data would be in a convention that makes all choices of `fields`."""

    def scales(self, expected: Arrays) -> Arrays:
        """What a deviation is compared with, entry by entry (broadcast)."""

    def findings(self, rtol: float) -> Iterable[Finding]:
        """What agrees with the data, by their structure; checked against `expected` after that."""


def missing_orders(seen: Mapping[int, Sequence[int | None]]) -> tuple[tuple[int, int], ...]:
    """The components of the degrees seen that are not."""
    return tuple(
        (l, m) for l, part in sorted(seen.items()) for m in range(-l, l + 1) if m not in part
    )


def column_scales(expected: Arrays) -> Arrays:
    """The largest size in each column, 1 for a column of zeros."""
    found = {}
    for name, values in expected.items():
        largest = np.max(np.abs(values), axis=0, keepdims=True)
        found[name] = np.where(largest > 0, largest, 1.0)
    return found
