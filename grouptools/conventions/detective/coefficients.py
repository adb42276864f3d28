"""Coefficients of a function, before and after a rotation of it.

With f = sum_k c_k Y_k, the function x -> f(R^-1 x) has the coefficients

    c' = N^-1 conj(B) N c,    Y(R x) = B Y(x) for the orthonormal harmonics, N their norms,

so that enough vectors give the matrix; it is found among the standard ones by `placings`.  Norms
that are the same throughout a degree leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
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
    standard_D,
    standard_norms,
)
from grouptools.conventions.detective.phase_equations import shortest_phases
from grouptools.conventions.detective.reading import numbers, read_matrices
from grouptools.conventions.detective.shortest_orders import Seen, shortest_orders
from grouptools.conventions.detective.signed_permutations import Placing, placings
from grouptools.conventions.detective.wigner_d import LEAST, MOST, equations_of, seen_in, too_many
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

__all__ = ["Coefficients"]

Numbers = NDArray[Any]

#: The rounding of a matrix that was solved for may be this many times that of the data.
_WORST = 300.0


class Coefficients:
    """A pair of arrays (n, dimension), shell after shell, before and after one rotation."""

    fields = ("basis", "axes", "order", "phase", "normalization")

    def __init__(self, array: object, rotation: object, degrees: Sequence[int]) -> None:
        self.rotation = read_matrices(rotation, "rotation")
        if len(self.rotation) != 1:
            raise ArgumentError(
                f"{len(self.rotation)} rotations were given, but coefficients are compared before "
                f"and after one: pass rotation= one rotation"
            )
        self.shells = [degree(l) for l in degrees]
        self.before, after = _pair(array, sum(2 * l + 1 for l in self.shells))
        self.data: Arrays = {"after": after}
        self.degrees = sorted(set(self.shells))
        self._standard = cache(self._evaluated)
        self._solved = {l: self._solve(l) for l in self.degrees}

    def _evaluated(self, basis: str, axes: str, l: int) -> Numbers:
        return standard_D(basis, axes, l, self.rotation).conj()

    def _shells(self, values: Numbers, l: int) -> Numbers:
        """The vectors of all shells of degree l, below each other."""
        ends = np.cumsum([2 * shell + 1 for shell in self.shells])
        parts = np.split(values, ends[:-1], axis=1)
        return np.vstack(
            [part for part, shell in zip(parts, self.shells, strict=True) if shell == l]
        )

    def _solve(self, l: int) -> tuple[Numbers, Numbers]:
        """The matrix of degree l, and the relative error of its entries for errors of 1."""
        before, after = self._shells(self.before, l), self._shells(self.data["after"], l)
        sizes = np.sqrt(np.mean(np.abs(before) ** 2 + np.abs(after) ** 2, axis=0))
        values = np.linalg.svd(before / np.where(sizes > 0, sizes, 1), compute_uv=False)
        if len(before) < 2 * l + 1 or values[-1] * _WORST <= values[0]:
            raise ArgumentError(
                f"{len(before)} vectors of degree {l} were given, but {2 * l + 1} that are "
                f"linearly independent are needed: pass the coefficients of more functions"
            )
        matrix = np.linalg.lstsq(before / sizes, after / sizes, rcond=None)[0].T
        return matrix * (sizes[:, None] / sizes), sizes[:, None] / sizes * values[0] / values[-1]

    def expected(self, convention: Convention) -> Arrays:
        """The coefficients after the rotation, as they follow from those before it."""
        blocks = {l: self._block(convention, l) for l in self.degrees}
        ends = np.cumsum([2 * l + 1 for l in self.shells])
        parts = np.split(self.before, ends[:-1], axis=1)
        turned = [part @ blocks[l].T for part, l in zip(parts, self.shells, strict=True)]
        return {"after": np.concatenate(turned, axis=1)}

    def _block(self, convention: Convention, l: int) -> Numbers:
        chosen, factors = places(convention, l), phases(convention, l).conj()
        standard = self._standard(convention.basis, convention.axes, l)[0]
        norms = standard_norms(l, convention.basis, convention.normalization)[chosen]
        matrix = factors[:, None] * standard[np.ix_(chosen, chosen)] * factors.conj()
        return np.asarray(matrix / norms[:, None] * norms)

    def scales(self, expected: Arrays) -> Arrays:
        """The largest entry of each column."""
        return column_scales(expected)

    def findings(self, rtol: float) -> Iterator[Finding]:
        """One for each basis, axes and kind of norms that agree."""
        for basis in VALUES["basis"]:
            for axes in AXES_PLACES:
                for norms in self._kinds_of_norms(basis):
                    choices = {"basis": [basis], "axes": [axes], "normalization": norms}
                    ways = [self._placings(basis, axes, norms[0], l, rtol) for l in self.degrees]
                    for placed in islice(product(*ways), MOST):
                        yield from self._findings(choices, placed)

    def _kinds_of_norms(self, basis: str) -> list[list[str]]:
        """The normalizations that differ only by a factor for each degree, together."""
        kinds: dict[tuple[float, ...], list[str]] = {}
        for text in VALUES["normalization"]:
            ratios = [standard_norms(l, basis, text) for l in self.degrees]
            key = tuple(float(x) for row in ratios for x in np.round(row / row[0], 9))
            kinds.setdefault(key, []).append(text)
        return list(kinds.values())

    def _placings(self, basis: str, axes: str, norms: str, l: int, rtol: float) -> list[Placing]:
        matrix, spread = self._solved[l]
        N = standard_norms(l, basis, norms)
        standard = self._standard(basis, axes, l) * (N / N[:, None])
        found = list(islice(placings(matrix[None], standard, max(rtol, LEAST) * spread), MOST))
        if len(found) == MOST:
            raise too_many(1, l)
        return found

    def _findings(
        self, choices: Mapping[str, Sequence[str]], placed: tuple[Placing, ...]
    ) -> Iterator[Finding]:
        """What the placings of all degrees say together; conj(B) has the conjugate phases."""
        equations = [
            (terms, -power)
            for l, placing in zip(self.degrees, placed, strict=True)
            for terms, power in equations_of(l, placing)
        ]
        fitting = shortest_phases(equations, real=choices["basis"] == ["real"])
        if fitting:
            seen: dict[int, Seen] = {
                l: seen_in(l, placing) for l, placing in zip(self.degrees, placed, strict=True)
            }
            broken, orders = shortest_orders(seen)
            yield Finding(choices, orders, fitting, broken, missing_orders(seen))


def _pair(array: object, dimension: int) -> tuple[Numbers, Numbers]:
    """Before and after, each (n, dimension)."""
    if not isinstance(array, (tuple, list)) or len(array) != 2:
        raise ArgumentError(
            "coefficients are recognised by a pair of arrays: pass (before, after), of one shape"
        )
    before, after = (numbers(a, f"the array {n}") for a, n in zip(array, _NAMES, strict=True))
    if before.ndim == 0 or before.shape != after.shape or before.shape[-1] != dimension:
        raise ArgumentError(
            f"arrays of shapes {before.shape} and {after.shape} were given, but the degrees add up "
            f"to {dimension}: pass two arrays of shape (..., {dimension}), components last"
        )
    if np.isnan(before).any() or np.isnan(after).any():
        raise ArgumentError("coefficients with nan were given, but no component may be missing")
    return before.reshape(-1, dimension), after.reshape(-1, dimension)


_NAMES = ("before", "after")
