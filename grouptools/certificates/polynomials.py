"""Families of polynomials that a rotation turns into one another.

A family holds the components f_c = sum of entries * monomial / sqrt(weight of c).  A monomial
x^a y^b ... is stored under the code a + b B + c B^2 + ... with B above all exponents, so that
multiplying monomials adds their codes.
Linear vector fields sum of sign * x_k d/dx_i act on it, and the Laplacian.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grouptools.certificates.multiquadratic import Number
from grouptools.certificates.scaling import scaled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from grouptools.certificates.request import Labels
    from grouptools.certificates.rotations import Matrix

__all__ = ["Family", "Residuals", "VectorField", "laplacian", "turn"]

#: Terms (i, k, sign), standing for sign * x_k d/dx_i.
VectorField = tuple[tuple[int, int, int], ...]
#: What is left of equations, by (component, code of the monomial).
Residuals = dict[tuple[int, int], Number]


@dataclass(frozen=True)
class Family:
    """Polynomials f_c = factor sqrt(root) / sqrt(weights[c]) sum of rows[c][code] * monomial."""

    variables: int
    base: int
    weights: tuple[int, ...]
    rows: tuple[dict[int, Number], ...]
    factor: Fraction
    root: int

    @classmethod
    def build(
        cls,
        variables: int,
        largest: int,
        weights: tuple[int, ...],
        entries: Iterable[tuple[int, Labels, int, int]],
        root: int | None = None,
    ) -> Family:
        """Take entries (component, exponents, n, d), no exponent above `largest`.

        `root` is as in `scaled`.
        """
        base = 2 * largest + 2  # products of two monomials, too, have exponents below it
        coded = []
        for c, exponents, n, d in entries:
            code = 0
            for exponent in reversed(exponents):
                code = code * base + exponent
            coded.append(((c, code), n, d, weights[c]))
        common = scaled(coded, root)
        rows: tuple[dict[int, Number], ...] = tuple({} for _ in weights)
        for (c, code), value in common.values.items():
            rows[c][code] = value
        return cls(variables, base, weights, rows, common.factor, common.root)

    def exponents(self, code: int) -> Labels:
        """Return the exponents of a monomial."""
        exponents = []
        for _ in range(self.variables):
            code, exponent = divmod(code, self.base)
            exponents.append(exponent)
        return tuple(exponents)

    def square(self, component: int) -> Fraction:
        """Return the square of what the entries of one component are multiplied by."""
        return self.factor**2 * self.root / self.weights[component]

    def monomial(self, code: int) -> str:
        """Write a monomial, such as x z^2."""
        pairs = zip("xyzw", self.exponents(code), strict=False)
        factors = [v if e == 1 else f"{v}^{e}" for v, e in pairs if e]
        return " ".join(factors) or "1"


def turn(family: Family, field: VectorField, generator: Matrix, sign: int) -> Residuals:
    """Return field(f_c) - sign * sum over k of generator[c, k] f_k, in entries."""
    columns: list[list[tuple[int, int]]] = [[] for _ in family.rows]
    for (row, column), entry in generator.items():
        columns[column].append((row, -sign * entry))
    moves: dict[int, list[tuple[int, int]]] = {}
    residuals: list[dict[int, Number]] = [defaultdict(int) for _ in family.rows]
    for component, polynomial in enumerate(family.rows):
        derived = residuals[component]
        for code, value in polynomial.items():
            if code not in moves:
                moves[code] = _moves(family, field, code)
            for target, exponent in moves[code]:
                derived[target] += exponent * value
        for row, entry in columns[component]:
            turned = residuals[row]
            for code, value in polynomial.items():
                turned[code] += entry * value
    return _nonzero(residuals)


def laplacian(family: Family) -> Residuals:
    """Return the Laplacian of each component, in entries."""
    residuals: list[dict[int, Number]] = [defaultdict(int) for _ in family.rows]
    for polynomial, derived in zip(family.rows, residuals, strict=True):
        for code, value in polynomial.items():
            for i, exponent in enumerate(family.exponents(code)):
                if exponent > 1:
                    derived[code - 2 * family.base**i] += exponent * (exponent - 1) * value
    return _nonzero(residuals)


def _moves(family: Family, field: VectorField, code: int) -> list[tuple[int, int]]:
    """Return the monomials, with coefficients, that a vector field makes of one."""
    exponents = family.exponents(code)
    return [
        (code - family.base**i + family.base**k, sign * exponents[i])
        for i, k, sign in field
        if exponents[i]
    ]


def _nonzero(residuals: list[dict[int, Number]]) -> Residuals:
    return {
        (component, code): value
        for component, polynomial in enumerate(residuals)
        for code, value in polynomial.items()
        if value
    }
