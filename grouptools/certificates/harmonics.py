"""Checkers of solid spherical harmonics and of circular harmonics, as polynomials.

Harmonic, homogeneous of degree l, orthonormal under the exact integral of monomials, turned by
the standard generators (which fixes the order of m and all relative signs), and one sign:
together they leave no freedom.  Different l are orthogonal because the Laplacian on the sphere
is symmetric and its eigenvalues differ; orthogonality is checked within each l.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from grouptools.certificates.claim import Claim, Tally, case_text, exact_text
from grouptools.certificates.integrals import scalar_products
from grouptools.certificates.multiquadratic import Number, sign
from grouptools.certificates.polynomials import Family, Residuals, VectorField, laplacian, turn
from grouptools.certificates.request import Labels, Request, spins_up_to
from grouptools.certificates.rotations import AXES, Matrix, component_generators, weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grouptools.certificates.rows import Block, Blocks, Domains

__all__ = [
    "check_circular_harmonics",
    "check_spherical_harmonics",
    "circular_domains",
    "spherical_domains",
]

#: 2 (e_a x r) . grad, twice the derivative of f(R r) for a rotation R about the axis a.
_ROTATIONS: dict[str, VectorField] = {
    "x": ((2, 1, 2), (1, 2, -2)),
    "y": ((0, 2, 2), (2, 0, -2)),
    "z": ((1, 0, 2), (0, 1, -2)),
}


@dataclass(frozen=True)
class _Harmonics:
    """All harmonics of one degree t/2, as components, and what is to hold for them.

    `m`: the doubled m of each harmonic.
    `parts`: the names of its components, ("re", "im") where it is complex.
    `turns`: for each generator its name, its vector field and its matrix, both doubled.
    `leading`: component and monomial of the coefficient that must be positive.
    """

    t: int
    m: tuple[int, ...]
    parts: tuple[str, ...]
    family: Family
    turns: list[tuple[str, VectorField, Matrix]]
    leading: tuple[int, int]

    def component(self, index: int) -> str:
        """Name one component."""
        harmonic, part = divmod(index, len(self.parts))
        return f"{case_text('m', (self.m[harmonic],))}{self.parts[part]}"


def spherical_domains(request: Request) -> dict[Labels, Domains]:
    """Return the values of m, the exponents and, in the complex basis, the part."""
    degrees = request.block or spins_up_to(request)
    part = ((0, 1),) if request.basis == "complex" else ()
    return {(t,): (range(-t, t + 1, 2), *[range(t // 2 + 1)] * 3, *part) for t in degrees}


def circular_domains(request: Request) -> dict[Labels, Domains]:
    """Return the values of m, which is -n or n, and the exponents."""
    degrees = request.block or spins_up_to(request)
    return {(t,): ((-t, t), *[range(t // 2 + 1)] * 2) for t in degrees}


def check_spherical_harmonics(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Check r^l Y(l, m) as polynomials in x, y, z."""
    harmonics = [_spherical(request.basis, t, block) for (t,), block in blocks.items()]
    product = "conj(Y[m]) Y[n]" if request.basis == "complex" else "Y[m] Y[n]"
    yield _homogeneous(request, blocks)
    yield _harmonic(request, harmonics)
    yield _orthonormal(request, harmonics, f"the integral of {product} over the sphere is delta")
    yield _turning(request, harmonics, "(e_a x r) . grad Y = X_a Y for the three generators")
    yield _positive(request, harmonics, "the coefficient of z^l in Y(l, 0) is positive")


def check_circular_harmonics(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Check r^n sin(n phi) / sqrt(pi) and r^n cos(n phi) / sqrt(pi) as polynomials in x, y."""
    harmonics = [_circular(t, block) for (t,), block in blocks.items()]
    yield _homogeneous(request, blocks)
    yield _harmonic(request, harmonics)
    yield _orthonormal(request, harmonics, "the integral of f[m] f[n] over the circle is delta")
    yield _turning(request, harmonics, "df[-n]/dphi = n f[n] and df[n]/dphi = -n f[-n]")
    yield _positive(request, harmonics, "the coefficient of x^n in f[n] is positive")


def _spherical(basis: str, t: int, block: Block) -> _Harmonics:
    parts = (" (real part)", " (imaginary part)") if basis == "complex" else ("",)
    copies = len(parts)
    w = tuple(entry for entry in weights(basis, t) for _ in parts)
    entries = (
        (copies * ((labels[0] + t) // 2) + sum(labels[4:]), labels[1:4], n, d)
        for labels, (n, d) in block.items()
    )
    family = Family.build(3, t // 2, w, entries)
    generators = component_generators(basis, t)
    turns = [(f"X_{axis}", _ROTATIONS[axis], generators[axis]) for axis in AXES]
    leading = (copies * t // 2, t // 2 * family.base**2)
    return _Harmonics(t, tuple(range(-t, t + 1, 2)), parts, family, turns, leading)


def _circular(t: int, block: Block) -> _Harmonics:
    m = tuple(sorted({-t, t}))
    entries = ((m.index(k), (x, y), n, d) for (k, x, y), (n, d) in block.items())
    family = Family.build(2, t // 2, (1,) * len(m), entries)
    generator = {(0, 1): t, (1, 0): -t} if t else {}
    turns = [("d/dphi", _ROTATIONS["z"], generator)]
    return _Harmonics(t, m, ("",), family, turns, (len(m) - 1, t // 2))


def _homogeneous(request: Request, blocks: Blocks) -> Claim:
    name = request.shape.quantum[0]
    variables = len({"x", "y", "z"} & set(request.fields))
    tally = Tally(f"every monomial has degree {name}")
    for (t,), block in blocks.items():
        wrong = [labels for labels in block if 2 * sum(labels[1 : 1 + variables]) != t]
        failure = None
        if wrong:
            m, *exponents = min(wrong)[: 1 + variables]
            failure = f"{case_text(f'{name} m', (t, m))}: exponents {tuple(exponents)}"
        tally.add(len(block), failure)
    return tally.claim()


def _harmonic(request: Request, harmonics: list[_Harmonics]) -> Claim:
    tally = Tally("the Laplacian is identically zero")
    for each in harmonics:
        residuals = laplacian(each.family)
        tally.add(len(each.family.rows), _first(request, each, "", residuals, Fraction(1)))
    return tally.claim()


def _turning(request: Request, harmonics: list[_Harmonics], statement: str) -> Claim:
    tally = Tally(statement)
    for each in harmonics:
        for name, field, generator in each.turns:
            residuals = turn(each.family, field, generator, 1)
            failure = _first(request, each, f", {name}", residuals, Fraction(1, 4))
            tally.add(len(each.family.rows), failure)
    return tally.claim()


def _positive(request: Request, harmonics: list[_Harmonics], statement: str) -> Claim:
    tally = Tally(statement)
    for each in harmonics:
        component, power = each.leading
        number = each.family.rows[component].get(power, 0)
        failure = None
        if sign(number) <= 0:
            found = exact_text(number, each.family.square(component), -1)
            failure = f"{_at(request, each)}: the coefficient is {found}"
        tally.add(1, failure)
    return tally.claim()


def _orthonormal(request: Request, harmonics: list[_Harmonics], statement: str) -> Claim:
    tally = Tally(statement)
    for each in harmonics:
        sums, scale = scalar_products(each.family)
        parts = len(each.parts)
        for i, k in combinations_with_replacement(range(len(each.m)), 2):
            products = _hermitian(sums, i, k) if parts == 2 else [sums.get((i, k), 0)]
            w, w2 = (each.family.weights[parts * c] for c in (i, k))
            for part, product in zip(each.parts, products, strict=True):
                residual = product * scale.numerator
                if i == k and part == each.parts[0]:
                    residual -= w * scale.denominator
                failure = None
                if residual:
                    case = case_text("m n", (each.m[i], each.m[k]))
                    found = exact_text(residual, Fraction(1, scale.denominator**2 * w * w2))
                    failure = f"{_at(request, each)}, {case}{part}: residual {found}"
                tally.add(1, failure)
    return tally.claim()


def _hermitian(sums: dict[tuple[int, int], Number], i: int, k: int) -> list[Number]:
    """Return the real and imaginary part of the integral of conj(Y_i) Y_k."""

    def part(c: int, other: int) -> Number:
        return sums.get((min(c, other), max(c, other)), 0)

    real = part(2 * i, 2 * k) + part(2 * i + 1, 2 * k + 1)
    return [real, part(2 * i, 2 * k + 1) - part(2 * i + 1, 2 * k)]


def _at(request: Request, each: _Harmonics) -> str:
    return case_text(request.shape.quantum[0], (each.t,))


def _first(
    request: Request, each: _Harmonics, equation: str, residuals: Residuals, square: Fraction
) -> str | None:
    """Return the smallest failing component and monomial, in words."""
    if not residuals:
        return None
    component, code = min(residuals)
    text = exact_text(residuals[component, code], square * each.family.square(component), -1)
    where = f"{each.component(component)}{equation}, monomial {each.family.monomial(code)}"
    return f"{_at(request, each)}, {where}: residual {text}"
