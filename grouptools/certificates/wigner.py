"""Checker of Wigner D matrices as polynomials in the quaternion q = (x, y, z, w), scalar last.

With L_a the derivative along q -> q exp(t e_a / 2), the polynomial identities
L_a D(q) = D(q) X_a and D(1) = 1 prove D(q exp(t e_a / 2)) = D(q) exp(t X_a), hence
D(p q) = D(p) D(q) and D(q) orthogonal (unitary) on unit quaternions, since X_a is antisymmetric
(anti-Hermitian).  X_a are the standard generators: -i J_a in the complex basis, and
U conj(-i J_a) U^+ in the real one, where D_real = U conj(D_complex) U^+.  Being homogeneous of
degree 2l fixes D away from the unit quaternions too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.certificates.claim import Claim, Tally, case_text, exact_text
from grouptools.certificates.multiquadratic import Multiquadratic
from grouptools.certificates.polynomials import Family, VectorField, turn
from grouptools.certificates.request import Labels, Request, spins_up_to
from grouptools.certificates.rotations import AXES, component_generators, weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grouptools.certificates.rows import Block, Blocks, Domains

__all__ = ["check_wigner_d_matrices", "wigner_domains"]

_X, _Y, _Z, _W = range(4)

#: 2 L_a: the components of the quaternion product q e_a, on d/dx, d/dy, d/dz, d/dw.
_FIELDS: dict[str, VectorField] = {
    "x": ((_X, _W, 1), (_Y, _Z, 1), (_Z, _Y, -1), (_W, _X, -1)),
    "y": ((_X, _Z, -1), (_Y, _W, 1), (_Z, _X, 1), (_W, _Y, -1)),
    "z": ((_X, _Y, 1), (_Y, _X, -1), (_Z, _W, 1), (_W, _Z, -1)),
}

#: The axes x, y, z in the order of the real harmonics of degree 1: y, z, x.
_REAL_ORDER = (1, 2, 0)


def wigner_domains(request: Request) -> dict[Labels, Domains]:
    """Return the values of m, n, the exponents and, in the complex basis, the part."""
    spins = request.block or spins_up_to(request)
    part = ((0, 1),) if request.basis == "complex" else ()
    return {(t,): (*[range(-t, t + 1, 2)] * 2, *[range(t + 1)] * 4, *part) for t in spins}


def check_wigner_d_matrices(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Check D(q)[m, n] as polynomials in x, y, z, w."""
    j = request.shape.quantum[0]
    homogeneous = Tally(f"every monomial has degree 2{j}")
    identity = Tally("D(1) = 1")
    generators = Tally(
        "X_a = dD(exp(t e_a / 2))/dt at q = 1 are the standard generators, antisymmetric "
        "(anti-Hermitian in the complex basis), [X_x, X_y] = X_z and so on"
    )
    homomorphism = Tally(
        "dD(q exp(t e_a / 2))/dt at t = 0 is D(q) X_a for every q: with D(1) = 1, "
        "D(p q) = D(p) D(q) and D is orthogonal (unitary)"
    )
    for (t,), block in blocks.items():
        matrix = _Polynomials(request.basis, t, block)
        here = case_text(j, (t,))
        wrong = [labels for labels in block if sum(labels[2:6]) != t]
        case = wrong and f"{case_text('m n', min(wrong)[:2])}, exponents {min(wrong)[2:6]}"
        homogeneous.add(len(block), f"{here}, {case}" if wrong else None)
        identity.add(*matrix.at_identity(here))
        generators.add(*matrix.generators(here))
        homomorphism.add(*matrix.derivatives(here))
    yield from (t.claim() for t in (homogeneous, identity, generators, homomorphism))
    if request.basis == "real" and (2,) in blocks:
        yield _rotation_claim(blocks[2,])


class _Polynomials:
    """D[m, n] for all m, n of one spin t/2: component (m, n), or (m, n, part)."""

    def __init__(self, basis: str, t: int, block: Block) -> None:
        self.t = t
        self.parts = 2 if basis == "complex" else 1
        self.columns = self.parts * (t + 1)
        self.w = weights(basis, t)
        self.standard = component_generators(basis, t)
        entries = ((self._component(labels), labels[2:6], n, d) for labels, (n, d) in block.items())
        both = tuple(a * b for a in self.w for b in self.w for _ in range(self.parts))
        self.family = Family.build(4, t, both, entries, root=1)

    def at_identity(self, here: str) -> tuple[int, str | None]:
        """Count the entries of D(1) and say which is the first that is not that of 1."""
        due = {(m * (self.columns + self.parts)): w for m, w in enumerate(self.w)}
        power = self.t * self.family.base**_W
        return len(self.family.rows), self._first_wrong(here, power, due)

    def generators(self, here: str) -> tuple[int, str | None]:
        """Compare the coefficients of x w^(2l-1), y w^(2l-1), z w^(2l-1) with 2 X_a."""
        failure = None
        for position, axis in enumerate(AXES):
            due = {
                row + column // self.parts * self.columns: -entry * self.w[column // self.parts]
                for (row, column), entry in self.standard[axis].items()
                if column % self.parts == 0
            }
            power = self.family.base**position + (self.t - 1) * self.family.base**_W
            failure = failure or self._first_wrong(f"{here}, X_{axis}", power, due)
        return 3 * len(self.family.rows), failure

    def derivatives(self, here: str) -> tuple[int, str | None]:
        """Compare the derivatives along q -> q exp(t e_a / 2) with D(q) X_a, as polynomials."""
        failure = None
        for axis in AXES:
            matrix = {
                (row + offset, column + offset): entry
                for (row, column), entry in self.standard[axis].items()
                for offset in range(0, len(self.family.rows), self.columns)
            }
            residuals = turn(self.family, _FIELDS[axis], matrix, -1)
            if residuals and not failure:
                component, code = min(residuals)
                square = self.family.square(component) / 4
                at = f"{self._text(component)}, monomial {self.family.monomial(code)}"
                text = exact_text(residuals[component, code], square)
                failure = f"{here}, e_{axis}, {at}: residual {text}"
        return 3 * len(self.family.rows), failure

    def _first_wrong(self, here: str, power: int, due: dict[int, int]) -> str | None:
        """Compare the coefficients of one monomial, times sqrt(w w'), with those due."""
        factor = self.family.factor
        for component, polynomial in enumerate(self.family.rows):
            found = polynomial.get(power, 0) * factor.numerator
            residual = found - due.get(component, 0) * factor.denominator
            if residual:
                square = self.family.square(component) / factor.numerator**2
                return f"{here}, {self._text(component)}: residual {exact_text(residual, square)}"
        return None

    def _component(self, labels: Labels) -> int:
        m, n = (labels[0] + self.t) // 2, (labels[1] + self.t) // 2
        return m * self.columns + n * self.parts + sum(labels[6:])

    def _text(self, component: int) -> str:
        m, column = divmod(component, self.columns)
        n, part = divmod(column, self.parts)
        name = (" (real part)", " (imaginary part)")[part] if self.parts == 2 else ""
        return case_text("m n", (2 * m - self.t, 2 * n - self.t)) + name


def _rotation_claim(block: Block) -> Claim:
    """D^1 is the rotation v -> q v q^-1 in the order y, z, x, as homogeneous polynomials."""
    tally = Tally("D^1 is the rotation matrix R(q) in the order y, z, x")
    due = _rotation_matrix()
    wrong = [labels for labels in due.keys() | block.keys() if due.get(labels) != block.get(labels)]
    failure = None
    if wrong:
        labels = min(wrong)
        found, expected = (
            Multiquadratic.root(Fraction(*entries.get(labels, (0, 1)))) for entries in (block, due)
        )
        at = f"{case_text('m n', labels[:2])}, exponents {labels[2:]}"
        failure = f"{at}: {found} instead of {expected}, residual {exact_text(found - expected)}"
    tally.add(9, failure)
    return tally.claim()


def _rotation_matrix() -> Block:
    """Return R = w^2 - v.v + 2 v v^T + 2 w [v x], v = (x, y, z), as signed squares."""
    entries: Block = {}
    for row, i in enumerate(_REAL_ORDER):
        for column, k in enumerate(_REAL_ORDER):
            labels = (2 * row - 2, 2 * column - 2)
            if i == k:
                for axis in range(4):
                    entries[labels + _powers(axis, axis)] = (1 if axis in (i, _W) else -1, 1)
                continue
            entries[labels + _powers(i, k)] = (4, 1)
            turned = -1 if (k - i) % 3 == 1 else 1  # [v x]_xy = -z
            entries[labels + _powers(3 - i - k, _W)] = (4 * turned, 1)
    return entries


def _powers(first: int, second: int) -> Labels:
    """Return the exponents of the product of two variables."""
    return tuple((first == axis) + (second == axis) for axis in range(4))
