"""Wigner matrices at known rotations.

In a convention D is one of B, B^T, conj(B), B^+ with B = S B_standard(P R P^-1) S^+, S a
permutation with phases, so that B is found among the standard ones by `placings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.choices import VALUES
from grouptools.conventions.convention import Convention
from grouptools.conventions.detective.case import Arrays, Finding, missing_orders
from grouptools.conventions.detective.functions import (
    AXES_PLACES,
    as_wigner_D,
    phases,
    places,
    standard_D,
)
from grouptools.conventions.detective.phase_equations import Equation, shortest_phases
from grouptools.conventions.detective.reading import numbers, read_matrices, whole_columns
from grouptools.conventions.detective.shortest_orders import shortest_orders
from grouptools.conventions.detective.signed_permutations import Placing, placings
from grouptools.errors import ArgumentError

__all__ = ["LEAST", "MOST", "WignerD", "equations_of", "seen_in", "too_many"]

Numbers = NDArray[Any]

#: Rotations that leave more placings than this open are not in general position.
MOST = 16
#: Squared deviations are differences of numbers near 1: none below this can be told from 0.
LEAST = 1e-7


class WignerD:
    """D (n, 2l+1, 2l+1) of n rotations."""

    fields = ("basis", "axes", "order", "phase", "wigner_D")

    def __init__(self, array: object, rotations: object) -> None:
        self.rotations = read_matrices(rotations, "rotations")
        given = numbers(array, "the array")
        shape, n = given.shape, len(self.rotations)
        size = shape[-1] if shape else 0
        if given.ndim < 2 or shape[-2] != size or size % 2 == 0 or given.size != n * size * size:
            raise ArgumentError(
                f"an array of shape {shape} was given with {n} rotations, but Wigner matrices have "
                f"the shape (..., 2l+1, 2l+1), one for each rotation"
            )
        self.l = size // 2
        self.data: Arrays = {"": whole_columns(given.reshape(n, size, size), "the array")}
        self._standard = cache(self._evaluated)

    def _evaluated(self, basis: str, axes: str) -> Numbers:
        return standard_D(basis, axes, self.l, self.rotations)

    def expected(self, convention: Convention) -> Arrays:
        """D_c of the rotations."""
        chosen, factors = places(convention, self.l), phases(convention, self.l)
        B = self._standard(convention.basis, convention.axes)[:, chosen][:, :, chosen]
        return {"": as_wigner_D(str(convention.wigner_D), factors[:, None] * B * factors.conj())}

    def scales(self, expected: Arrays) -> Arrays:
        """1, since the matrices are unitary."""
        return {name: np.ones(()) for name in expected}

    def findings(self, rtol: float) -> Iterator[Finding]:
        """One for each basis, axes and equation that agree."""
        allowed = np.full((2 * self.l + 1,) * 2, max(rtol, LEAST))
        for basis in VALUES["basis"]:
            # in a real basis D is orthogonal: only the first two equations differ
            for text in VALUES["wigner_D"][: 2 if basis == "real" else 4]:
                B = as_wigner_D(text, self.data[""])
                for axes in AXES_PLACES:
                    found = list(islice(placings(B, self._standard(basis, axes), allowed), MOST))
                    if len(found) == MOST:
                        raise too_many(len(self.rotations), self.l)
                    choices = {"basis": [basis], "axes": [axes], "wigner_D": [text]}
                    for placing in found:
                        yield from _findings(choices, self.l, placing)


def too_many(rotations: int, l: int) -> ArgumentError:
    """The error where rotations do not tell conventions apart."""
    count = f"{rotations} rotations were" if rotations > 1 else "a rotation was"
    return ArgumentError(
        f"{count} given that leave the order or the phases of degree {l} open: pass rotations "
        f"about axes and by angles in general position"
    )


def equations_of(l: int, placing: Placing) -> list[Equation]:
    """p(l, m) - p(l, m') of all positions against the first."""
    (a, p), *others = (pair for pair in placing if pair is not None)
    return [(((1, l, b - l), (-1, l, a - l)), q - p) for b, q in others]


def seen_in(l: int, placing: Placing) -> list[int | None]:
    """The orders m that a placing gives to the positions."""
    return [None if pair is None else pair[0] - l for pair in placing]


def _findings(choices: Mapping[str, Sequence[str]], l: int, placing: Placing) -> Iterator[Finding]:
    real = choices["basis"] == ["real"]
    fitting = shortest_phases(equations_of(l, placing), real=real)
    if fitting:
        seen = {l: seen_in(l, placing)}
        broken, orders = shortest_orders(seen)
        yield Finding(choices, orders, fitting, broken, missing_orders(seen))
