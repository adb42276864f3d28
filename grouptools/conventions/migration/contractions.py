"""Weights of MACE's symmetric contractions: products of nu features, coupled from left to right.

A path is a chain l_1, (l_1 l_2) L_2, (L_2 l_3) L_3, ... to the irrep of the result; its tensor is
the product of couplings C(L_k; L_(k-1), l_k), the result's index first.  Its weights are
multiplied by the product of the signs by which these differ between the conventions [Batatia et
al. 2022, arXiv:2206.07697, eq. 10 and 11].
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from grouptools.conventions.change import unitary_change
from grouptools.conventions.convention import Convention
from grouptools.conventions.migration.factors import coupling_phase
from grouptools.conventions.migration.instructions import degree_and_parity
from grouptools.errors import ArgumentError
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps

if TYPE_CHECKING:
    import sympy

__all__ = ["Contraction"]

#: degree and parity
_Kind = tuple[int, int]
#: what was coupled last, and the couplings (result, left, right) on the way
_Chain = tuple[_Kind, tuple[tuple[int, int, int], ...]]

#: from this correlation on, MACE leaves out what has not the parity (-1)^l of harmonics, l > 11
_FILTERED, _LARGEST = 4, 11


@dataclass(frozen=True)
class Contraction:
    """The paths of one order of a symmetric contraction.

    `irreps_in`: of the features that are multiplied, in order; multiplicities do not matter.
    `irrep_out`: of the result; `correlation`: how many features are multiplied.
    `axis`: of the tensor along which the paths lie: 1 of weights (elements, paths, channels).
    `constant`: whether the tensor holds the products of couplings themselves, MACE's `U_matrix_...`
    whose paths lie along the last axis, rather than weights.

    Order of the paths: those of `correlation - 1` features in their order, coupled with the terms
    of irreps_in in order to each degree in order, then sorted by degree and, odd first, parity.
    """

    irreps_in: Irreps
    irrep_out: Irrep
    correlation: int
    axis: int = 1
    constant: bool = False

    def __post_init__(self) -> None:
        if type(self.correlation) is not int or self.correlation < 1:
            raise ArgumentError(
                f"correlation = {self.correlation!r} was given, but it is how many features are "
                f"multiplied: 1, 2, 3, ..."
            )

    def chains(self) -> list[tuple[tuple[int, int, int], ...]]:
        """The couplings (result, left, right) of each path.

        >>> Contraction(Irreps("0e + 1o"), Irrep("1o"), 2).chains()
        [((1, 0, 1),), ((1, 1, 0),)]
        """
        kept = degree_and_parity(self.irrep_out)
        kinds = [degree_and_parity(irrep) for _, irrep in self.irreps_in]
        filtered = self.correlation == _FILTERED
        return [steps for kind, steps in _chains(kinds, self.correlation, filtered) if kind == kept]

    def runs(self, source: Convention, target: Convention) -> list[tuple[int, sympy.Expr]]:
        """How many weights in a row are multiplied with which factor.

        Where no path leads to the result, MACE keeps one, of zeros.
        Raises `ArgumentError` for a complex basis, and for constants in another basis.
        """
        import sympy

        one = sympy.Integer(1)
        self._check(source, target)
        return [
            (1, prod((1 / coupling_phase(*step, source, target) for step in steps), start=one))
            for steps in self.chains() or [()]
        ]

    def _check(self, source: Convention, target: Convention) -> None:
        for convention in (source, target):
            if convention.basis == "complex":
                raise ArgumentError(
                    f"{convention!r} was given for weights of a symmetric contraction, but these "
                    f"are defined in a real basis: choose one"
                )
        degrees = {
            degree_and_parity(irrep)[0] for _, irrep in (*self.irreps_in, (1, self.irrep_out))
        }
        if self.constant and any(
            not unitary_change(l, source, target).is_Identity for l in degrees
        ):
            raise ArgumentError(
                f"constants of a symmetric contraction were given from {source!r} to {target!r}, "
                f"whose harmonics differ: migrate the weights, and take the constants from a "
                f"network that is built anew"
            )


def _chains(kinds: list[_Kind], length: int, filtered: bool) -> list[_Chain]:
    if length == 1:
        return [(kind, ()) for kind in kinds]
    found = [
        ((l, p * q), (*steps, (l, left, right)))
        for (left, p), steps in _chains(kinds, length - 1, filtered)
        for right, q in kinds
        for l in range(abs(left - right), left + right + 1)
        if not filtered or (p * q == (-1) ** l and l <= _LARGEST)
    ]
    return sorted(found, key=lambda chain: chain[0])
