"""The ranges that identities run over: spins, projections, triads."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

__all__ = [
    "Spin",
    "couplings",
    "dimension",
    "half_of",
    "is_triad",
    "position",
    "projections",
    "sign",
    "smallest_first",
    "spin",
    "spins",
    "spins_in_bases",
    "triads",
    "twice",
]

#: An int where it is an integer, else a Fraction.
Spin = int | Fraction


def spin(twice_j: int) -> Spin:
    """Return twice_j / 2."""
    return Fraction(twice_j, 2) if twice_j % 2 else twice_j // 2


def twice(j: Spin) -> int:
    """Return 2j."""
    return 2 * j.numerator // j.denominator


def spins(last: Spin, *, half: bool = True) -> list[Spin]:
    """Return 0, 1/2, 1, ... up to `last`, or the integers only.

    >>> spins(1)
    [0, Fraction(1, 2), 1]
    """
    return [spin(t) for t in range(0, twice(last) + 1, 1 if half else 2)]


def projections(j: Spin) -> list[Spin]:
    """Return -j, ..., j."""
    return [spin(m) for m in range(-twice(j), twice(j) + 1, 2)]


def couplings(j1: Spin, j2: Spin) -> list[Spin]:
    """Return the spins in j1 x j2, |j1 - j2|, ..., j1 + j2."""
    t1, t2 = twice(j1), twice(j2)
    return [spin(t) for t in range(abs(t1 - t2), t1 + t2 + 1, 2)]


def triads(last: Spin, *, half: bool = True) -> list[tuple[Spin, Spin, Spin]]:
    """All (j1, j2, j3) up to `last` that keep the triangle rule, the smallest sums first."""
    return smallest_first(t for t in product(spins(last, half=half), repeat=3) if is_triad(*t))


def smallest_first(cases: Iterator[Any]) -> list[Any]:
    """Sort tuples of spins by their sum."""
    return sorted(cases, key=lambda case: (sum(case), case))


def is_triad(j1: Spin, j2: Spin, j3: Spin) -> bool:
    """Whether j1 x j2 contains j3."""
    t1, t2, t3 = twice(j1), twice(j2), twice(j3)
    return abs(t1 - t2) <= t3 <= t1 + t2 and (t1 + t2 + t3) % 2 == 0


def dimension(j: Spin) -> int:
    """Return 2j + 1."""
    return twice(j) + 1


def position(j: Spin, m: Spin) -> int:
    """Return the place of m in -j, ..., j."""
    return int(j + m)


def sign(power: Spin) -> int:
    """Return (-1)**power for an integer power."""
    return -1 if power % 2 else 1


def spins_in_bases(last: Spin) -> Iterator[tuple[str, Spin]]:
    """Yield every spin up to `last` with the bases that it has: half-integers have no real one."""
    for j in spins(last):
        yield "complex", j
        if j % 1 == 0:
            yield "real", j


def half_of(l_max: int, last: int = 3) -> int:
    """How far an identity goes whose cases grow fast: to half of l_max, and to `last` at most.

    >>> [half_of(l_max) for l_max in range(8)]
    [0, 1, 1, 2, 2, 3, 3, 3]
    """
    return min((l_max + 1) // 2, last)
