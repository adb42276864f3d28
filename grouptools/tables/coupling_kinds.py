"""Tables of coupling and recoupling coefficients: one block, or all blocks up to a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from grouptools.exact.coupling import clebsch_gordan, wigner_3j_array
from grouptools.exact.quantum_numbers import is_triad
from grouptools.exact.recoupling import squared_6j, squared_9j
from grouptools.exact.surd import SurdArray
from grouptools.exact.triple_integrals import gaunt
from grouptools.tables.exact_table import Axis, Label, Parameters

__all__ = [
    "clebsch_gordan_table",
    "gaunt_table",
    "wigner_3j_table",
    "wigner_6j_table",
    "wigner_9j_table",
]

Derived = tuple[tuple[Axis, ...], SurdArray]
Number = int | Fraction
Block = Callable[[Any, Any, Any], SurdArray]


def clebsch_gordan_table(parameters: Parameters) -> Derived:
    """Couplings; axes (j1, m1), (j2, m2), (j3, m3)."""
    basis = str(parameters["basis"])
    return _couplings(parameters, "j", lambda a, b, c: clebsch_gordan(a, b, c, basis=basis))


def wigner_3j_table(parameters: Parameters) -> Derived:
    """3j symbols; axes (j1, m1), (j2, m2), (j3, m3)."""
    return _couplings(parameters, "j", wigner_3j_array)


def gaunt_table(parameters: Parameters) -> Derived:
    """Gaunt coefficients; axes (l1, m1), (l2, m2), (l3, m3)."""
    basis = str(parameters["basis"])
    return _couplings(parameters, "l", lambda a, b, c: gaunt(a, b, c, basis=basis))


def wigner_6j_table(parameters: Parameters) -> Derived:
    """6j symbols; six axes j1, ..., j6."""
    return _recouplings(parameters, 6, squared_6j)


def wigner_9j_table(parameters: Parameters) -> Derived:
    """9j symbols; nine axes j1, ..., j9."""
    return _recouplings(parameters, 9, squared_9j)


def spins_of(parameters: Parameters) -> range | None:
    """Return the doubled spins of a collection, or None for a single block."""
    if "l_max" in parameters:
        return range(0, 2 * int(parameters["l_max"]) + 1, 2)
    if "j_max" in parameters:
        return range(int(2 * Fraction(parameters["j_max"])) + 1)
    return None


def _couplings(parameters: Parameters, letter: str, block: Block) -> Derived:
    """Every block (j1, j2, j3) that the triangle rule allows, side by side."""
    spins = spins_of(parameters)
    if spins is None:
        js = [_number(parameters[f"{letter}{i}"]) for i in (1, 2, 3)]
        single = tuple(
            Axis((f"m{i}",), tuple((m,) for m in _projections(int(2 * j))))
            for i, j in enumerate(js, 1)
        )
        return single, block(*js)
    start = {t: sum(s + 1 for s in spins if s < t) for t in spins}
    labels = tuple((_half(t), m) for t in spins for m in _projections(t))
    axes = tuple(Axis((f"{letter}{i}", f"m{i}"), labels) for i in (1, 2, 3))
    blocks = (
        ((start[a], start[b], start[c]), block(_half(a), _half(b), _half(c)))
        for a, b, c in product(spins, repeat=3)
        if is_triad(a, b, c)
    )
    return axes, SurdArray.assemble([axis.size for axis in axes], blocks)


def _recouplings(parameters: Parameters, count: int, squared: Callable[..., Fraction]) -> Derived:
    """Every symbol of `count` spins up to the bound; those that break a triad are zero."""
    spins = spins_of(parameters)
    names = [f"j{i}" for i in range(1, count + 1)]
    if spins is None:
        twice = [int(2 * _number(parameters[name])) for name in names]
        return (), SurdArray.from_entries((), {(): squared(*twice)})
    axes = tuple(Axis((name,), tuple((_half(t),) for t in spins)) for name in names)
    position = {t: i for i, t in enumerate(spins)}
    candidates = _six_spins(spins) if count == 6 else _nine_spins(spins)
    squares = {tuple(position[t] for t in spin): squared(*spin) for spin in candidates}
    return axes, SurdArray.from_entries([axis.size for axis in axes], squares)


def _six_spins(spins: range) -> Iterator[tuple[int, ...]]:
    """Doubled spins of which (123), (156), (426), (453) are triads."""
    triads = [t for t in product(spins, repeat=3) if is_triad(*t)]
    for (a, b, c), (d, e) in product(triads, product(spins, repeat=2)):
        if is_triad(d, e, c):
            yield from (
                (a, b, c, d, e, f) for f in spins if is_triad(a, e, f) and is_triad(d, b, f)
            )


def _nine_spins(spins: range) -> Iterator[tuple[int, ...]]:
    """Doubled spins of which every row and every column is a triad."""
    triads = [t for t in product(spins, repeat=3) if is_triad(*t)]
    for first, second in product(triads, repeat=2):
        for third in triads:
            if all(map(is_triad, first, second, third)):
                yield (*first, *second, *third)


def _projections(twice_j: int) -> list[Label]:
    return [_half(m) for m in range(-twice_j, twice_j + 1, 2)]


def _half(twice: int) -> Number:
    return twice // 2 if twice % 2 == 0 else Fraction(twice, 2)


def _number(value: int | str) -> Number:
    return value if isinstance(value, int) else Fraction(value)
