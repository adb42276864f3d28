"""Values of harmonics at known points.

Each column is compared with every standard harmonic of its degree about each of the axes.  It is
one of them up to a factor, or the data are in no convention; the factors give phase and
normalization, the places the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.choices import VALUES
from grouptools.conventions.convention import Convention
from grouptools.conventions.detective.case import (
    Arrays,
    Finding,
    column_scales,
    missing_orders,
)
from grouptools.conventions.detective.functions import (
    AXES_PLACES,
    phases,
    places,
    standard_harmonics,
    standard_norms,
)
from grouptools.conventions.detective.phase_equations import Equation, shortest_phases
from grouptools.conventions.detective.reading import numbers, read_points, whole_columns
from grouptools.conventions.detective.shortest_orders import shortest_orders
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

__all__ = ["Harmonics"]

Numbers = NDArray[Any]

#: Two harmonics whose directions at the points differ by less than this many rtol look alike.
_APART = 4


@dataclass(frozen=True)
class Match:
    """What a column is: i^power times `size` times the standard harmonic of order m."""

    m: int
    size: float
    power: int


class Harmonics:
    """Values (n, (l_max + 1)^2), or of one degree, at most 2l+1 columns in their order."""

    fields = ("basis", "axes", "order", "phase", "normalization")

    def __init__(self, array: object, points: object, l: int | None) -> None:
        self.points = read_points(points)
        given = numbers(array, "the array")
        if given.ndim == 0 or given.size != len(self.points) * given.shape[-1]:
            raise ArgumentError(
                f"an array of shape {given.shape} was given with {len(self.points)} points, but "
                f"values of harmonics have one row for each point: (..., (l_max + 1)^2), or with "
                f"l= (..., 2l+1 or fewer)"
            )
        values = whole_columns(given.reshape(len(self.points), -1), "the array")
        self.degrees = _degrees(values.shape[1], l)
        self.data: Arrays = {"": values}
        self._standard = cache(self._evaluated)

    def _evaluated(self, basis: str, axes: str) -> Numbers:
        return standard_harmonics(basis, axes, self.degrees[-1], self.points)

    def standard(self, basis: str, axes: str, l: int) -> Numbers:
        """The standard harmonics of degree l at the points, about these axes."""
        return self._standard(basis, axes)[:, l * l : (l + 1) ** 2]

    def columns(self, l: int) -> Numbers:
        """The columns of the data of degree l."""
        values = self.data[""]
        return values if len(self.degrees) == 1 else values[:, l * l : (l + 1) ** 2]

    def expected(self, convention: Convention) -> Arrays:
        """Y_c at the points."""
        parts = []
        for l in self.degrees:
            chosen = places(convention, l)
            factors = standard_norms(l, convention.basis, convention.normalization)[chosen]
            standard = self.standard(convention.basis, convention.axes, l)[:, chosen]
            parts.append(standard * (factors * phases(convention, l)))
        values = np.concatenate(parts, axis=1)
        if values.shape[1] > self.data[""].shape[1]:
            values = values[:, _aligned(self.data[""], values)]
        return {"": values}

    def scales(self, expected: Arrays) -> Arrays:
        """The largest entry of each column."""
        return column_scales(expected)

    def findings(self, rtol: float) -> Iterator[Finding]:
        """One for each basis, axes and normalization that agree."""
        for basis in VALUES["basis"]:
            for axes in AXES_PLACES:
                self._check_apart(basis, axes, rtol)
                matches = {l: self._matches(basis, axes, l, rtol) for l in self.degrees}
                found = {l: row for l, row in matches.items() if row is not None}
                if len(found) == len(matches):
                    yield from _findings(basis, axes, found, rtol)

    def _matches(self, basis: str, axes: str, l: int, rtol: float) -> list[Match | None] | None:
        """What each column of degree l is, None for a missing one; None if one is nothing."""
        standard = self.standard(basis, axes, l)
        row: list[Match | None] = []
        for column in self.columns(l).T:
            match = None if np.isnan(column[0]) else _match(column, standard, l, rtol)
            if match is None and not np.isnan(column[0]):
                return None
            row.append(match)
        seen = [match.m for match in row if match]
        return row if len(set(seen)) == len(seen) else None

    def _check_apart(self, basis: str, axes: str, rtol: float) -> None:
        """Raise unless the points tell the standard harmonics of each degree apart."""
        for l in self.degrees:
            standard = self.standard(basis, axes, l)
            lengths = np.linalg.norm(standard, axis=0)
            seen = lengths.min() > _APART * rtol * lengths.max()
            if seen:
                unit = standard / lengths
                cosines = np.abs(unit.conj().T @ unit) - np.eye(2 * l + 1)
                seen = 1 - cosines.max() ** 2 > (_APART * rtol) ** 2
            if not seen:
                raise ArgumentError(
                    f"{len(self.points)} points were given that do not tell the harmonics of "
                    f"degree {l} apart: pass more points, in general position"
                )


def _degrees(columns: int, l: int | None) -> list[int]:
    if l is not None:
        if columns > 2 * degree(l) + 1:
            raise ArgumentError(
                f"{columns} columns were given with l = {l}, but degree {l} has {2 * l + 1} at most"
            )
        return [degree(l)]
    root = isqrt(columns)
    if root * root != columns:
        raise ArgumentError(
            f"{columns} columns were given, but all degrees to l_max have (l_max + 1)^2: pass l= "
            f"where they are of one degree"
        )
    return list(range(root))


def _match(column: Numbers, standard: Numbers, l: int, rtol: float) -> Match | None:
    """The standard harmonic that a column is a multiple of."""
    products = standard.conj().T @ column
    squares = np.sum(np.abs(standard) ** 2, axis=0)
    place = int(np.argmax(np.abs(products) ** 2 / squares))
    factor = complex(products[place] / squares[place])
    largest = np.abs(column).max()
    if largest == 0 or np.abs(column - factor * standard[:, place]).max() > rtol * largest:
        return None
    power = round(float(np.angle(factor)) / (np.pi / 2)) % 4
    return Match(place - l, abs(factor), power)


def _findings(
    basis: str, axes: str, matches: dict[int, list[Match | None]], rtol: float
) -> Iterator[Finding]:
    seen: dict[int, Sequence[int | None]] = {
        l: [match.m if match else None for match in row if match or len(row) > 2 * l]
        for l, row in matches.items()
    }
    found = [(l, match) for l, row in matches.items() for match in row if match]
    equations: list[Equation] = [(((1, l, match.m),), match.power) for l, match in found]
    fitting = shortest_phases(equations, real=basis == "real")
    if not fitting:
        return
    broken, orders = shortest_orders(seen)
    for normalization in VALUES["normalization"]:
        if all(
            abs(match.size / standard_norms(l, basis, normalization)[l + match.m] - 1) <= 2 * rtol
            for l, match in found
        ):
            choices = {"basis": [basis], "axes": [axes], "normalization": [normalization]}
            yield Finding(choices, orders, fitting, broken, missing_orders(seen))


def _aligned(data: Numbers, expected: Numbers) -> list[int]:
    """Increasing columns of what is expected, one for each of the data, with the fewest misses.

    best[k]: the least sum of misses, and its columns, for the first k columns of the data.
    """
    wanted = data.shape[1]
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(np.inf, ())] * wanted]
    for place, column in enumerate(expected.T):
        distances = np.abs(data - column[:, None]).max(axis=0) / np.abs(column).max()
        misses = np.minimum(np.nan_to_num(distances), 1.0)
        for k in range(wanted, 0, -1):
            cost, path = best[k - 1]
            best[k] = min(best[k], (cost + float(misses[k - 1]), (*path, place)))
    return list(best[wanted][1])
