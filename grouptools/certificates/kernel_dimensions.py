"""How many kernels there are, by characters of a finite group or weights of a Lie group.

    dim Hom_G(V (x) V_in, V_out) = 1/|G| sum_g chi_V(g) chi_in(g) conj(chi_out(g))

[Serre 1977, Linear Representations of Finite Groups, 2.3]; the integral over a Lie group counts
the irreps that both sides share.  In O(2) all reflections are conjugate, and their average is the
character at one.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq_poly

from grouptools.certificates.finite_images import determinant
from grouptools.certificates.kernel_groups import ProvedGroup, ProvedRepresentation
from grouptools.certificates.lie_images import Weights, common_irreps
from grouptools.certificates.number_field import Element
from grouptools.certificates.solid_harmonics import harmonic_character

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grouptools.certificates.finite_images import LeftProducts
    from grouptools.certificates.kernel_data import Matrix

__all__ = ["Dimensions"]


class Dimensions:
    """Counts kernels between two representations of one group."""

    def __init__(
        self, group: ProvedGroup, rep_in: ProvedRepresentation, rep_out: ProvedRepresentation
    ) -> None:
        """Take what was proved; nothing is computed yet."""
        self._group, self._in, self._out = group, rep_in, rep_out
        self._sums: list[tuple[Element, int, Element]] | None = None

    def of(self, l: int, kind: str, permutations: Sequence[Sequence[int]]) -> Fraction | None:
        """The number of kernels of degree l, or on a grid that generators permute so."""
        if self._group.data.lie is not None:
            return self._lie(l, kind)
        p, order = self._group.field.modulus, len(self._group.left[0])
        total = fmpq_poly([0])
        if kind == "harmonics":
            dimension = len(self._group.data.frame)
            for trace, turn, product in self._by_class():
                total += harmonic_character(l, dimension, trace, turn, p) * product % p
        else:
            fixed = [1] * order
            if kind == "points":
                fixed = _fixed_points(self._group.left, permutations)
            for count, product in zip(fixed, self._products(), strict=True):
                total += product * count
        mean = total % p / order
        if mean.degree() > 0:
            return None
        return Fraction(int(mean[0].p), int(mean[0].q))

    def _products(self) -> list[Element]:
        """chi_in conj(chi_out) at every element."""
        field = self._group.field
        return [
            a * field.conjugate(b) % field.modulus
            for a, b in zip(self._in.traces, self._out.traces, strict=True)
        ]

    def _by_class(self) -> list[tuple[Element, int, Element]]:
        """Trace and determinant on the space, and the sum of the products over all such."""
        if self._sums is None:
            natural = self._group.natural
            sums: dict[tuple[tuple[str, ...], int], tuple[Element, int, Element]] = {}
            triples = zip(
                natural.traces if natural else (), self._group.turns, self._products(), strict=True
            )
            for trace, turn, product in triples:
                key = (tuple(map(str, trace.coeffs())), turn)
                before = sums[key][2] if key in sums else 0
                sums[key] = (trace, turn, product + before)
            self._sums = list(sums.values())
        return self._sums

    def _lie(self, l: int, kind: str) -> Fraction:
        lie = self._group.data.lie or ""
        space: Weights = Counter({(0, 1): 1})
        dimension = len(self._group.data.frame)
        if kind == "harmonics":
            orders = range(-l, l + 1) if dimension == 3 else {-l, l}
            space = Counter({(m, self._parity() ** l): 1 for m in orders})
        left, right = (rep.weights or Counter() for rep in (self._in, self._out))
        count = common_irreps(lie, left, right, space)
        if lie != "O(2)":
            return count
        field = self._group.field
        trace = _trace(self._in.data.images[1]) * _trace(self._out.data.images[1]) % field.modulus
        if kind == "harmonics":
            natural = self._group.data.natural[1]
            turn = int(determinant(field, natural)[0])
            trace *= harmonic_character(l, dimension, _trace(natural), turn, field.modulus)
        value = (trace % field.modulus)[0]
        return count + Fraction(int(value.p), 2 * int(value.q))

    def _parity(self) -> int:
        """The sign of the inversion of O(3) on vectors, 1 for other groups."""
        natural = self._group.natural
        return min((sign for _, sign in (natural.weights if natural else None) or {}), default=1)


def _fixed_points(left: LeftProducts, permutations: Sequence[Sequence[int]]) -> list[int]:
    """How many points each element of a finite group leaves where they are."""
    order, count = len(left[0]), len(permutations[0])
    known: list[Sequence[int] | None] = [None] * order
    known[0] = range(count)
    queue = [0]
    for g in queue:  # it grows meanwhile
        before = known[g] or ()
        for s, permutation in enumerate(permutations):
            if known[left[s][g]] is None:
                known[left[s][g]] = [permutation[i] for i in before]
                queue.append(left[s][g])
    return [sum(i == j for i, j in enumerate(image or ())) for image in known]


def _trace(matrix: Matrix) -> Element:
    zero = fmpq_poly([0])
    return sum((e for i, row in enumerate(matrix) for j, e in row if i == j), zero)
