"""Checkers of Clebsch-Gordan coefficients, 3j symbols and Gaunt coefficients.

Each block is proved to be the one solution of its defining equations.  It is invariant under
so(3), exactly.  By Schur's lemma the invariants of one triad form a line (multiplicity 1), and
columns of norm 1 are not zero (rank = dimension), so that norm and sign, or the exact value of
one entry, leave no freedom.  What the claims about whole collections add - orthonormal rows,
exchanged columns - follows from these and is checked all the same.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.certificates.claim import Claim, Tally, case_text, exact_text
from grouptools.certificates.invariants import Tensor, first_variant
from grouptools.certificates.multiquadratic import Multiquadratic, sign
from grouptools.certificates.orthogonality import first_skew_columns, first_skew_rows
from grouptools.certificates.request import Labels, Request, triads
from grouptools.certificates.stretched import gaunt_square, projections, stretched_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grouptools.certificates.rows import Block, Blocks, Domains

__all__ = ["check_clebsch_gordan", "check_gaunt", "check_wigner_3j", "coupling_domains"]

_GENERATORS = {"real": "X_x, X_y, X_z", "complex": "J_z, J_+, J_-"}


def coupling_domains(request: Request) -> dict[Labels, Domains]:
    """Return the values of m1, m2, m3 in each block."""
    return {spins: tuple(range(-t, t + 1, 2) for t in spins) for spins in sorted(triads(request))}


def check_clebsch_gordan(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Columns orthonormal, generators intertwined, Condon-Shortley sign, rows orthonormal."""
    columns = Tally("sum over m1, m2 of C[m1,m2,m3] C[m1,m2,n3] = delta: orthonormal columns")
    generators = _GENERATORS[request.basis]
    intertwining = Tally(f"(J1 + J2) C = C J3 for the generators {generators}")
    phase = Tally("<j1 j1 j2 j3-j1 | j3 j3> > 0, in the real basis through U")
    tensors = {}
    for spins, block in blocks.items():
        tensor = tensors[spins] = Tensor.from_block(request.basis, spins, block)
        here = _spins_text(request, spins)
        columns.add((spins[2] + 1) * (spins[2] + 2) // 2, _at(here, first_skew_columns(tensor)))
        intertwining.add(3 * tensor.size, _at(here, first_variant(tensor, third_dual=True)))
        number, square = stretched_entry(tensor, third_dual=True)
        wrong = None if sign(number) > 0 else f"the entry is {exact_text(number, square)}"
        phase.add(1, _at(here, wrong))
    yield from (columns.claim(), intertwining.claim(), phase.claim())
    if request.block is None:
        yield _orthonormal_rows(request, tensors)


def check_wigner_3j(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Invariant, of norm 1, with the sign of the stretched coefficient; symmetric."""
    invariance = Tally("(J1 + J2 + J3) w = 0 for the generators J_z, J_+, J_-")
    norm = Tally("sum over m1, m2, m3 of w[m1,m2,m3]^2 = 1")
    phase = Tally("(-1)^(j1-j2+j3) (j1 j2 j3; j1 j3-j1 -j3) > 0")
    for spins, block in blocks.items():
        tensor = Tensor.from_block("complex", spins, block)
        here = _spins_text(request, spins)
        invariance.add(3 * tensor.size, _at(here, first_variant(tensor, third_dual=False)))
        excess = sum((Fraction(abs(n), d) for n, d in block.values()), Fraction(-1))
        norm.add(1, f"{here}: residual {excess}" if excess else None)
        number, square = stretched_entry(tensor, third_dual=False)
        number = number * (-1) ** ((spins[0] - spins[1] + spins[2]) // 2)
        wrong = None if sign(number) > 0 else f"this is {exact_text(number, square)}"
        phase.add(1, _at(here, wrong))
    yield from (invariance.claim(), norm.claim(), phase.claim())
    if request.block is None:
        yield _symmetric(request, blocks)


def check_gaunt(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Invariant, with the exact value of one integral for each triad; symmetric."""
    invariance = Tally(f"(L1 + L2 + L3) G = 0 for the generators {_GENERATORS[request.basis]}")
    value = Tally(
        "int Y(l1,l1) Y(l2,l3-l1) Y(l3,-l3), complex, is the integral of the polynomials; "
        "in the real basis through U"
    )
    for spins, block in blocks.items():
        tensor = Tensor.from_block(request.basis, spins, block)
        here = _spins_text(request, spins)
        variant = first_variant(tensor, third_dual=False, pi_power=-1)
        invariance.add(3 * tensor.size, _at(here, variant))
        number, square = stretched_entry(tensor, third_dual=False)
        residual = Multiquadratic.root(square) * number
        residual = residual - Multiquadratic.root(gaunt_square(spins))
        wrong = None
        if residual:
            m = case_text("m1 m2 m3", projections(spins, third_dual=False))
            wrong = f"{m}: residual {exact_text(residual, pi_power=-1)}"
        value.add(1, _at(here, wrong))
    yield from (invariance.claim(), value.claim())
    if request.block is None:
        yield _symmetric(request, blocks)


def _spins_text(request: Request, spins: Labels) -> str:
    return case_text(" ".join(request.shape.quantum), spins)


def _at(here: str, failure: str | None) -> str | None:
    """Say in which block a failing case lies."""
    return failure and f"{here}, {failure}"


def _orthonormal_rows(request: Request, tensors: dict[Labels, Tensor]) -> Claim:
    """Check the rows of j1 x j2 wherever all j3 lie within the table."""
    tally = Tally(
        "sum over j3, m3 of C[m1,m2,m3] C[n1,n2,m3] = delta where j1 + j2 is in the table: "
        "orthonormal rows"
    )
    for t1, t2 in sorted({spins[:2] for spins in tensors if sum(spins[:2]) <= request.largest}):
        size = (t1 + 1) * (t2 + 1)
        failure = first_skew_rows(
            [tensors[t1, t2, t3] for t3 in range(abs(t1 - t2), t1 + t2 + 1, 2)]
        )
        tally.add(size * (size + 1) // 2, _at(case_text("j1 j2", (t1, t2)), failure))
    return tally.claim()


def _symmetric(request: Request, blocks: Blocks) -> Claim:
    """Compare each entry with those of exchanged columns and, in the complex basis, of -m."""
    signed = request.kind == "wigner_3j"
    factor = "(-1)^(j1+j2+j3)" if signed else "1"
    turned = "" if request.basis == "real" else " or the signs of all m"
    tally = Tally(f"exchanging two columns{turned} multiplies by {factor}")
    images = [((1, 0, 2), 1), ((0, 2, 1), 1)]
    if turned:
        images.append(((0, 1, 2), -1))
    for spins, block in blocks.items():
        odd = signed and sum(spins) // 2 % 2 == 1
        for order, turn in images:
            image = blocks[tuple(spins[i] for i in order)]
            failure = _first_asymmetry(block, image, order, turn, -1 if odd else 1)
            tally.add(len(block), _at(_spins_text(request, spins), failure))
    return tally.claim()


def _first_asymmetry(
    block: Block, image: Block, order: Labels, turn: int, factor: int
) -> str | None:
    """Return the smallest entry that is not `factor` times its image, in words."""
    for m in sorted(block):
        n, d = block[m]
        other, d2 = image.get(tuple([turn * m[i] for i in order]), (0, 1))
        if n != factor * other or d != d2:
            first, second = (Multiquadratic.root(Fraction(*pair)) for pair in ((n, d), (other, d2)))
            change = "m -> -m" if turn < 0 else "columns {}, {}, {}".format(*(i + 1 for i in order))
            return f"{case_text('m1 m2 m3', m)}: {first}, but {second} with {change}"
    return None
