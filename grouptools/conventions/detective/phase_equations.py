"""Equations for the phase of a convention, solved over the field of two elements.

With the switches a, b, c, d, k and t_1, t_2, ... of a `Phase`, all 0 or 1, a component has the
phase i^p,

    p(l, m) = 2 [(m > 0)(a m + c) + (m < 0)(b m + d) + t_|m| + k l] + h l    (mod 4),

so that, for each h = 0, 1, an equation "sum of p(l, m) with signs is q" is linear in the switches.
A row is an integer whose bit 0 is the right-hand side, then a, b, c, d, k, then t_1, t_2, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from grouptools.conventions.phases import Phase

__all__ = ["Equation", "PhaseEquations", "length", "shortest", "shortest_phases"]

#: terms (sign, l, m) and the power of i that the signed sum of their p is
Equation = tuple[tuple[tuple[int, int, int], ...], int]

_SWITCHES = 5


class PhaseEquations:
    """Equations that agree with each other, in echelon form: highest unknown -> its row."""

    def __init__(self, odd: int, rows: dict[int, int] | None = None) -> None:
        self.odd = odd
        self._rows = rows or {}

    def extended(self, equations: Iterable[Equation]) -> PhaseEquations | None:
        """These and more equations; None if no phase solves them all."""
        rows = []
        for terms, power in equations:
            row, even = self._row(terms, power)
            if not even:
                return None
            rows.append(row)
        return self._with(rows)

    def assuming(self) -> Iterator[PhaseEquations]:
        """These equations with each setting of a + b, c + d and k that they allow.

        a + b and c + d are what m and -m differ in.
        """
        for x, y, z in product((0, 1), repeat=3):
            more = self._with([0b000110 | x, 0b011000 | y, 0b100000 | z])
            if more is not None:
                yield more

    def _with(self, more: Iterable[int]) -> PhaseEquations | None:
        rows = dict(self._rows)
        for given in more:
            row = given
            while (unknown := row.bit_length() - 1) > 0 and unknown in rows:
                row ^= rows[unknown]
            if row == 1:  # 0 = 1
                return None
            if row:
                rows[unknown] = row
        return PhaseEquations(self.odd, rows)

    def _row(self, terms: Iterable[tuple[int, int, int]], power: int) -> tuple[int, bool]:
        row = 0
        for sign, l, m in terms:
            row ^= _unknowns(l, m)
            power -= sign * self.odd * l
        return row ^ (power // 2 % 2), power % 2 == 0

    def solutions(self) -> Iterator[Phase]:
        """A phase for each setting of a, b, c, d, k that has one; a free t_|m| is 0."""
        turns = sorted(unknown for unknown in self._rows if unknown > _SWITCHES)
        for switches in product((0, 1), repeat=_SWITCHES):
            known = 1 | sum(bit << place for place, bit in enumerate(switches, start=1))
            if any(
                (row & known).bit_count() % 2
                for unknown, row in self._rows.items()
                if unknown <= _SWITCHES
            ):
                continue
            for unknown in turns:  # from low to high: a row has no unknown above its own
                known |= (self._rows[unknown] & known).bit_count() % 2 << unknown
            a, b, c, d, k = switches
            turned = frozenset(u - _SWITCHES for u in turns if known >> u & 1)
            yield Phase(a, b, c, d, self.odd + 2 * k, turned)


def _unknowns(l: int, m: int) -> int:
    """The unknowns in p(l, m), as bits."""
    row = (l % 2) << 5
    if m:
        first = 1 if m > 0 else 2
        row |= (m % 2) << first | 1 << first + 2 | 1 << _SWITCHES + abs(m)
    return row


def length(phase: Phase) -> int:
    """The number of factors in a phase's text and of the |m| in it: rules come before signs."""
    factors = 0 if phase == Phase() else str(phase).count(" * ") + 1
    return factors + len(phase.turned)


def shortest_phases(equations: Iterable[Equation], *, real: bool) -> tuple[Phase, ...]:
    """The shortest phases that solve all equations; none if there is none.

    >>> [str(p) for p in shortest_phases([(((1, 1, 1),), 2), (((1, 1, -1),), 0)], real=True)]
    ['(-1)^m for m>0', '-1 for m>0']
    """
    given = list(equations)
    systems = [PhaseEquations(odd).extended(given) for odd in ((0,) if real else (0, 1))]
    return shortest(systems)


def shortest(systems: Iterable[PhaseEquations | None]) -> tuple[Phase, ...]:
    """The shortest of the phases that solve one of these systems."""
    found = {phase: None for system in systems if system for phase in system.solutions()}
    least = min(map(length, found), default=0)
    return tuple(sorted((p for p in found if length(p) == least), key=_rank))


def _rank(phase: Phase) -> tuple[bool, str]:
    """Rules before single signs."""
    return bool(phase.turned), str(phase)
