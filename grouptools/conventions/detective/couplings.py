"""Couplings and 3j symbols of known degrees.

In a convention a tensor is the standard one with its slices moved, multiplied by powers of i, and
by the sign of the rule for real couplings; the slices of equal degrees move alike.  Couplings
commute with rotations, so they say nothing of axes: reversing an axis is the phase (-1)^l.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.choices import VALUES
from grouptools.conventions.convention import Convention
from grouptools.conventions.coupling_signs import COUPLING_SIGNS, coupling_sign
from grouptools.conventions.detective.case import Arrays, Finding, missing_orders
from grouptools.conventions.detective.functions import AXES_PLACES, phases, places
from grouptools.conventions.detective.phase_equations import PhaseEquations, shortest
from grouptools.conventions.detective.reading import numbers
from grouptools.conventions.detective.slices import Search, Tensor
from grouptools.conventions.orders import RULES, Order
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError

__all__ = ["ClebschGordan"]

Numbers = NDArray[Any]
Degrees = tuple[int, int, int]

#: axes whose permutation reverses space
_IMPROPER = ("yxz", "xzy", "zyx")
#: for couplings and for 3j symbols, the sign with which the phase of each index enters
_SIGNS = ((-1, -1, 1), (-1, -1, -1))


@dataclass(frozen=True)
class Writing:
    """How tensors are written but for the order and phase of components.

    `same_signs`: the rules that have the signs of `coupling_sign` in the tensors at hand.
    """

    basis: str
    coupling: str
    coupling_order: str
    coupling_sign: str
    same_signs: tuple[str, ...] = ()


class ClebschGordan:
    """Tensors by their degrees (l1, l2, l3)."""

    fields = (
        "basis",
        "axes",
        "order",
        "phase",
        "coupling",
        "coupling_sign",
        "coupling_order",
    )

    def __init__(self, tensors: Mapping[Degrees, object]) -> None:
        self.data: Arrays = {}
        self.spins: dict[str, Degrees] = {}
        for spins, given in tensors.items():
            name = str(spins) if len(tensors) > 1 else ""
            self.spins[name] = spins
            self.data[name] = _tensor(given, spins)
        self.degrees = sorted({l for spins in self.spins.values() for l in spins})

    def expected(self, convention: Convention) -> Arrays:
        """The tensors of a convention."""
        writing = Writing(
            convention.basis,
            str(convention.coupling),
            str(convention.coupling_order),
            str(convention.coupling_sign),
        )
        found = {}
        for name, spins in self.spins.items():
            signs = _SIGNS[writing.coupling == "3j"]
            tensor = _standard(writing, spins)
            for axis, (l, sign) in enumerate(zip(spins, signs, strict=True)):
                factors = phases(convention, l) if sign > 0 else phases(convention, l).conj()
                shape = tuple(-1 if k == axis else 1 for k in range(3))
                tensor = tensor.take(places(convention, l), axis) * factors.reshape(shape)
            if convention.axes in _IMPROPER:
                tensor = tensor * (-1) ** sum(spins)
            found[name] = tensor.transpose(_axes(writing.coupling_order))
        return found

    def scales(self, expected: Arrays) -> Arrays:
        """The largest entry of each tensor."""
        return {name: np.abs(tensor).max() for name, tensor in expected.items()}

    def findings(self, rtol: float) -> Iterator[Finding]:
        """One for each basis, norm, order of indices, rule of signs and plainest order."""
        written = [(writing, self._tensors(writing, rtol)) for writing in self._writings()]
        written = [(writing, tensors) for writing, tensors in written if tensors]
        for broken in range(len(self.degrees) + 1):
            found = [f for writing, tensors in written for f in self._at(broken, writing, tensors)]
            if found:
                yield from found
                return
            if not broken:  # keep those in which every slice has the sizes of a standard one
                written = [
                    (writing, tensors)
                    for writing, tensors in written
                    if Search(tensors, {}, self.degrees).is_possible
                ]

    def _writings(self) -> Iterator[Writing]:
        texts = VALUES["basis"], VALUES["coupling"], VALUES["coupling_order"]
        for basis, coupling, order in product(*texts):
            if (basis, coupling) == ("real", "3j"):
                continue
            rules: dict[tuple[int, ...], list[str]] = {}
            for rule in COUPLING_SIGNS:
                signs = tuple(_sign(basis, rule, spins) for spins in self.spins.values())
                rules.setdefault(signs, []).append(rule)
            for same in rules.values():
                yield Writing(basis, coupling, order, same[0], tuple(same))

    def _tensors(self, writing: Writing, rtol: float) -> list[Tensor]:
        """The data beside the standard tensors; none where a shape differs."""
        axes, signs = _axes(writing.coupling_order), _SIGNS[writing.coupling == "3j"]
        tensors = []
        for name, spins in self.spins.items():
            stored = _standard(writing, spins).transpose(axes)
            if stored.shape != self.data[name].shape:
                return []
            terms = tuple((signs[k], spins[k]) for k in axes)
            allowed = rtol * float(np.abs(stored).max())
            tensors.append(Tensor(terms, self.data[name], stored, allowed))
        return tensors

    def _at(self, broken: int, writing: Writing, tensors: list[Tensor]) -> Iterator[Finding]:
        """What fits with so many degrees that differ from a rule of order."""
        choices = {
            "basis": [writing.basis],
            "axes": list(AXES_PLACES),
            "coupling": [writing.coupling],
            "coupling_sign": list(writing.same_signs),
            "coupling_order": [writing.coupling_order],
        }
        for free in combinations([l for l in self.degrees if l], broken):
            kept: dict[tuple[tuple[int, ...], ...], list[str]] = {}
            rest = [l for l in self.degrees if l not in free]
            for rule, of in RULES.items():
                kept.setdefault(tuple(of(l) for l in rest), []).append(rule)
            for rows, rules in kept.items():
                known = dict(zip(rest, rows, strict=True))
                for found, fitting in _solutions(writing, tensors, known, free):
                    other = tuple((l, tuple(found[l])) for l in free)
                    orders = tuple(Order(rule, other) for rule in rules)
                    yield Finding(choices, orders, fitting, broken, self._missing(found))

    def _missing(self, orders: Mapping[int, Sequence[int]]) -> tuple[tuple[int, int], ...]:
        """The components of which all entries are missing."""
        known: dict[int, set[int]] = {l: set() for l in self.degrees}
        for tensor in self.data.values():
            for axis, size in enumerate(tensor.shape):
                others = tuple(k for k in range(3) if k != axis)
                seen = np.flatnonzero(~np.isnan(tensor).all(axis=others))
                known[size // 2] |= set(seen.tolist())
        return missing_orders({l: [orders[l][k] for k in places] for l, places in known.items()})


def _solutions(
    writing: Writing, tensors: list[Tensor], kept: Mapping[int, Sequence[int]], free: Sequence[int]
) -> Iterator[tuple[Mapping[int, Sequence[int]], tuple[Phase, ...]]]:
    """The first orders that explain the tensors, where `free` degrees may have any, and phases."""
    for odd in (0,) if writing.basis == "real" else (0, 1):
        search = Search(tensors, kept, free)
        for orders, system in search.solutions(PhaseEquations(odd)):
            yield orders, shortest([system])
            return


def _axes(coupling_order: str) -> tuple[int, ...]:
    """The index, of m1, m2, m3, that each stored axis holds."""
    return tuple(int(name[1]) - 1 for name in coupling_order.split())


def _standard(writing: Writing, spins: Degrees) -> Numbers:
    """The tensor [m1, m2, m3] of standard harmonics."""
    tensor = _tabulated(writing.basis, writing.coupling, spins)
    return _sign(writing.basis, writing.coupling_sign, spins) * tensor


def _sign(basis: str, rule: str, spins: Degrees) -> int:
    """The sign of a rule, which real bases have only."""
    return coupling_sign(rule, *spins) if basis == "real" else 1


@lru_cache(maxsize=512)
def _tabulated(basis: str, coupling: str, spins: Degrees) -> Numbers:
    from grouptools.numeric.coupling import clebsch_gordan, wigner_3j

    if coupling == "3j":
        return wigner_3j(*spins)
    tensor = clebsch_gordan(*spins, basis=basis)
    return tensor / np.sqrt(2 * spins[2] + 1) if coupling == "unit" else tensor


def _tensor(given: object, spins: Degrees) -> Numbers:
    """A tensor whose axes belong to the degrees, in some order."""
    tensor = numbers(given, f"the tensor of {spins}")
    wanted = tuple(2 * l + 1 for l in spins)
    if sorted(tensor.shape) != sorted(wanted):
        raise ArgumentError(
            f"a tensor of shape {tensor.shape} was given with the degrees {spins}, but it has the "
            f"shape {wanted}, or these lengths in another order"
        )
    if np.isnan(tensor).all():
        raise ArgumentError(f"the tensor of {spins} is nan throughout: pass some numbers")
    return tensor
