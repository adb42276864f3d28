"""Weights of tensor products: what each path's are multiplied with.

A layer computes, for each path,

    z[w, m3] = a sum W[u, v, w] C[m1, m2, m3] x[u, m1] y[v, m2]

with a the layer's normalization.  It gives the same function, with inputs and results in the
target's convention, where W is multiplied by a_s |C_s| / (a_t |C_t| c n): c the sign and n the
norms of harmonics of `grouptools.conventions.migration.factors`, |C| the norm of the coupling.

    irrep_normalization   component   a^2 |C|^2 = 2 l3 + 1
                          norm        a^2 |C|^2 = (2 l1 + 1)(2 l2 + 1)
                          none        a = 1
    path_normalization    element     a^2 / (the products of copies of all paths into the term)
                          path        a^2 / (those of the path, times the number of paths)
                          none        as it is

These are e3nn's; its defaults are component and element.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from grouptools.conventions.convention import Convention
from grouptools.conventions.migration.factors import (
    coupling_phase,
    coupling_square,
    harmonics_factor,
)
from grouptools.conventions.migration.instructions import (
    Instruction,
    check_instruction,
    degree_and_parity,
    fan_in,
    full_instructions,
    weight_numel,
)
from grouptools.errors import ArgumentError
from grouptools.representations.irreps_value import Irreps

if TYPE_CHECKING:
    import sympy

__all__ = ["PathRule", "TensorProduct", "migration_rules"]

IRREP_NORMALIZATIONS = ("component", "norm", "none")
PATH_NORMALIZATIONS = ("element", "path", "none")


class PathRule(NamedTuple):
    """A path, where its weights lie among the flat ones, and what they are multiplied with."""

    instruction: Instruction
    slice: slice
    factor: sympy.Expr


@dataclass(frozen=True)
class TensorProduct:
    """The paths of a tensor product, and how it is normalized under the source and the target.

    `harmonics`: 1 or 2 where that factor holds spherical harmonics in the normalization of each
    convention, 0 where none does or the model fixes their normalization itself.
    `irrep_normalization`, `path_normalization`: of the source and of the target.
    `axis`: of the tensor along which the flat weights lie: the last one, or of the last layer of a
    radial network the one of its outputs.
    Raises `ArgumentError` for a path that cannot be, or a choice that does not exist.
    """

    irreps_in1: Irreps
    irreps_in2: Irreps
    irreps_out: Irreps
    instructions: tuple[Instruction, ...]
    harmonics: int = 0
    irrep_normalization: tuple[str, str] = ("component", "component")
    path_normalization: tuple[str, str] = ("element", "element")
    axis: int = -1

    def __post_init__(self) -> None:
        for path in self.instructions:
            check_instruction(path, *self._terms)
        for name, given, known in (
            ("irrep_normalization", self.irrep_normalization, IRREP_NORMALIZATIONS),
            ("path_normalization", self.path_normalization, PATH_NORMALIZATIONS),
            ("harmonics", (self.harmonics,), (0, 1, 2)),
        ):
            wrong = [value for value in given if value not in known]
            if wrong:
                raise ArgumentError(
                    f"{name} = {wrong[0]!r} was given, but it is one of "
                    f"{', '.join(map(str, known))}"
                )

    @property
    def _terms(self) -> tuple[Irreps, Irreps, Irreps]:
        return self.irreps_in1, self.irreps_in2, self.irreps_out

    def rules(self, source: Convention, target: Convention) -> tuple[PathRule, ...]:
        """Path after path, the slice of the flat weights and the exact factor."""
        sizes = [weight_numel(path, *self._terms) for path in self.instructions]
        slices = [slice(a, b) for a, b in pairwise(accumulate(sizes, initial=0))]
        return tuple(
            PathRule(path, part, self._factor(path, source, target))
            for path, part in zip(self.instructions, slices, strict=True)
        )

    def runs(self, source: Convention, target: Convention) -> list[tuple[int, sympy.Expr]]:
        """How many weights in a row are multiplied with which factor."""
        rules = self.rules(source, target)
        for path, _, factor in rules:
            if not path.has_weight and factor != 1:
                raise ArgumentError(
                    f"the path {tuple(path)} has no weights that could take up the factor {factor}:"
                    f" give it weights, or multiply those of the layer that reads its result"
                )
        return [(part.stop - part.start, factor) for _, part, factor in rules]

    def _factor(self, path: Instruction, source: Convention, target: Convention) -> sympy.Expr:
        import sympy

        ends = (
            self.irreps_in1[path.first],
            self.irreps_in2[path.second],
            self.irreps_out[path.target],
        )
        l1, l2, l3 = (degree_and_parity(irrep)[0] for _, irrep in ends)
        squares = [self._square(path, l1, l2, l3, c, k) for k, c in enumerate((source, target))]
        ratio = squares[0] / squares[1]
        factor = sympy.sqrt(sympy.Rational(ratio.numerator, ratio.denominator))
        if self.harmonics:
            factor /= harmonics_factor((l1, l2)[self.harmonics - 1], source, target)
        return factor / coupling_phase(l1, l2, l3, source, target)

    def _square(
        self, path: Instruction, l1: int, l2: int, l3: int, convention: Convention, side: int
    ) -> Fraction:
        """a^2 |C|^2 of a path under the source (side 0) or the target (side 1)."""
        match self.irrep_normalization[side]:
            case "component":
                square = 2 * l3 + 1
            case "norm":
                square = (2 * l1 + 1) * (2 * l2 + 1)
            case _:
                square = coupling_square(l3, convention)
        alike = [other for other in self.instructions if other.target == path.target]
        match self.path_normalization[side]:
            case "element":
                products = sum(fan_in(other, *self._terms) for other in alike)
            case "path":
                products = fan_in(path, *self._terms) * len(alike)
            case _:
                products = 1
        return Fraction(square, products or 1)


def migration_rules(
    irreps_in1: Irreps | str,
    irreps_in2: Irreps | str,
    irreps_out: Irreps | str,
    instructions: tuple[Instruction, ...] | None = None,
    *,
    source: Convention | str,
    target: Convention | str,
    harmonics: int = 0,
    irrep_normalization: tuple[str, str] = ("component", "component"),
    path_normalization: tuple[str, str] = ("element", "element"),
) -> tuple[PathRule, ...]:
    """What the weights of each path of a tensor product are multiplied with, exact.

    [(path, slice of the flat weights, factor) for path in instructions]

    `instructions`: (i1, i2, i_out, mode, has_weight) each, as in e3nn; by default every path, in
    the order of e3nn's FullyConnectedTensorProduct.  The rest as in `TensorProduct`.
    Factors are sympy numbers; those from target to source are their inverses.
    Raises `ArgumentError` for what is no irreps of O(3) or SO(3), no path or no convention.
    Tested for l <= 4, with e3nn 0.4.4, e3nn 0.6.0 and numpy.

    >>> rules = migration_rules("2x1o", "1o", "2x0e + 2x1e", source="e3nn", target="grouptools")
    >>> [(rule.slice, rule.factor) for rule in rules]
    [(slice(0, 4, None), -1), (slice(4, 8, None), 1)]
    """
    from grouptools.conventions.migration.reading import read_convention

    terms = Irreps(irreps_in1), Irreps(irreps_in2), Irreps(irreps_out)
    paths = full_instructions(*terms) if instructions is None else instructions
    product = TensorProduct(
        *terms,
        tuple(Instruction(*path) for path in paths),
        harmonics,
        irrep_normalization,
        path_normalization,
    )
    return product.rules(read_convention(source), read_convention(target))
