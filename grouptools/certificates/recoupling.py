"""Checkers of 6j and 9j symbols: every value against an independent exact derivation.

{j1 j2 j3; j4 j5 j6} as a function of j = j1 obeys the three-term recursion [Schulten and Gordon
1975, J. Math. Phys. 16, 1961, (9)]

    j E(j+1) f(j+1) + F(j) f(j) + (j+1) E(j) f(j-1) = 0,
    E(j)^2 = A(j) B(j),  A(j) = (j^2 - (j2-j3)^2) (j^2 - (j5-j6)^2),
    B(j) = ((j2+j3+1)^2 - j^2) ((j5+j6+1)^2 - j^2),
    F(j) = (2j+1) (a (-a + a2 + a3 - 2 a4) + a5 (a + a2 - a3) + a6 (a - a2 + a3)),

a = j (j+1) and likewise a2..a6.  With f = r D(j,j2,j3) D(j,j5,j6), where
D(a,b,c)^2 = (a+b-c)! (a-b+c)! (-a+b+c)! / (a+b+c+1)!, it is rational:

    j A(j+1) r(j+1) + F(j) r(j) + (j+1) B(j) r(j-1) = 0.

Downward from the largest j it determines f up to a factor, which follows from
sum over j of (2j+1) (2 j4+1) f(j)^2 = 1 and f(j max) (-1)^(j2+j3+j5+j6) > 0.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import factorial
from typing import TYPE_CHECKING

from flint import fmpq

from grouptools.certificates.claim import Claim, Tally, case_text, exact_text
from grouptools.certificates.multiquadratic import Multiquadratic
from grouptools.certificates.request import Labels, Request, is_triad, spins_up_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grouptools.certificates.rows import Block, Blocks, Domains

__all__ = ["check_wigner_6j", "check_wigner_9j", "recoupling_domains"]

#: How the labels of one symbol are permuted, and whether the sign (-1)^(sum of j) goes with it.
_Symmetries = tuple[tuple[Labels, bool], ...]

_SYMMETRIES_6J: _Symmetries = (
    ((1, 0, 2, 4, 3, 5), False),
    ((0, 2, 1, 3, 5, 4), False),
    ((3, 4, 2, 0, 1, 5), False),
)
_SYMMETRIES_9J: _Symmetries = (
    ((0, 3, 6, 1, 4, 7, 2, 5, 8), False),
    ((3, 4, 5, 0, 1, 2, 6, 7, 8), True),
    ((0, 1, 2, 6, 7, 8, 3, 4, 5), True),
)


def recoupling_domains(request: Request) -> dict[Labels, Domains]:
    """Return the values of the spins: one block holds them all, as labels."""
    if request.block:
        return {request.block: ()}
    return {(): (spins_up_to(request),) * len(request.fields)}


def check_wigner_6j(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Equal to the recursion; the tetrahedral symmetries."""
    expected = {request.block: _one_6j(*request.block)} if request.block else _all_6j(request)
    statement = "each value is that of the Schulten-Gordon recursion in j1, normalised"
    yield from _claims(request, blocks, expected, statement, _SYMMETRIES_6J, "24 tetrahedral")


def check_wigner_9j(request: Request, blocks: Blocks) -> Iterator[Claim]:
    """Equal to the sum over three 6j symbols of the recursion; permutations and transposition."""
    labels = [request.block] if request.block else _all_9j(spins_up_to(request))
    expected = {spins: _one_9j(*spins) for spins in labels}
    statement = "each value is the sum over x of (-1)^(2x) (2x+1) times three 6j of the recursion"
    yield from _claims(request, blocks, expected, statement, _SYMMETRIES_9J, "72")


def _claims(
    request: Request,
    blocks: Blocks,
    expected: dict[Labels, fmpq],
    statement: str,
    symmetries: _Symmetries,
    number: str,
) -> Iterator[Claim]:
    """Compare a table with the expected signed squares and with its own permutations."""
    # the labels inside a block of one symbol are (): its quantum numbers are those of the block
    table = {block + labels: entry for block in blocks for labels, entry in blocks[block].items()}
    values = Tally(statement + " (absent rows are zero)")
    values.add(len(expected.keys() | table.keys()), _first_wrong(request, expected, table))
    yield values.claim()
    if not request.block:
        symmetric = Tally(f"the {number} symmetries, by their generators")
        symmetric.add(len(symmetries) * len(table), _first_skew(request, table, symmetries))
        yield symmetric.claim()


def _first_wrong(request: Request, expected: dict[Labels, fmpq], table: Block) -> str | None:
    wrong = [spins for spins in table if spins not in expected]
    for spins, square in expected.items():
        n, d = table.get(spins, (0, 1))
        if square.p != n or square.q != d:
            wrong.append(spins)
    if not wrong:
        return None
    spins = min(wrong)
    found = Multiquadratic.root(Fraction(*table.get(spins, (0, 1))))
    square = expected.get(spins, fmpq(0))
    due = Multiquadratic.root(Fraction(int(square.p), int(square.q)))
    case = case_text(" ".join(request.shape.quantum), spins)
    return f"{case}: {found} instead of {due}, residual {exact_text(found - due)}"


def _first_skew(request: Request, table: Block, symmetries: _Symmetries) -> str | None:
    names = " ".join(request.shape.quantum)
    for spins in sorted(table):
        n, d = table[spins]
        for order, signed in symmetries:
            image = tuple([spins[i] for i in order])
            other, d2 = table.get(image, (0, 1))
            if signed and sum(spins) // 2 % 2:
                other = -other
            if n != other or d != d2:
                residual = Multiquadratic.root(Fraction(n, d))
                residual -= Multiquadratic.root(Fraction(other, d2))
                at = f"{case_text(names, spins)} and {case_text(names, image)}"
                return f"{at}: residual {exact_text(residual)}"
    return None


def _all_6j(request: Request) -> dict[Labels, fmpq]:
    """Signed squares of all nonzero symbols in the table, family by family.

    Four families f(j1) are the same function by symmetry: one of them is derived.
    """
    found: dict[Labels, fmpq] = {}
    spins = spins_up_to(request)
    for b, c, e, f in product(spins, repeat=4):
        images = {(b, c, e, f), (c, b, f, e), (e, f, b, c), (f, e, c, b)}
        if max(images) != (b, c, e, f):
            continue
        for d in spins:
            if not (is_triad(d, b, f) and is_triad(d, c, e)):
                continue
            for a, square in _family(b, c, d, e, f).items():
                if square and a <= request.largest:
                    for b2, c2, e2, f2 in images:
                        found[a, b2, c2, d, e2, f2] = square
    return found


def _one_6j(a: int, b: int, c: int, d: int, e: int, f: int) -> fmpq:
    """Signed square of one symbol, zero where a triad breaks the triangle rule."""
    if not (is_triad(d, b, f) and is_triad(d, c, e)):
        return fmpq(0)
    return _family(b, c, d, e, f).get(a, fmpq(0))


@lru_cache(maxsize=1 << 16)
def _family(b: int, c: int, d: int, e: int, f: int) -> dict[int, fmpq]:
    """Signed squares {a: {a b c; d e f}^2} over all doubled a, by the recursion downward.

    The triads (d, b, f) and (d, c, e) obey the triangle rule.
    """
    low, high = max(abs(b - c), abs(e - f)), min(b + c, e + f)
    values = {high + 2: fmpq(0), high: fmpq(1)}
    for t in range(high, low, -2):
        above = t * _lower_factor(t + 2, b, c, e, f) * values[t + 2]
        here = _diagonal(t, b, c, d, e, f) * values[t]
        values[t - 2] = -(above + here) / ((t + 2) * _upper_factor(t, b, c, e, f))
    del values[high + 2]
    squares = {}
    norm = fmpq(0)
    for t, r in values.items():
        squares[t] = r * r * _triangle(t, b, c) * _triangle(t, e, f)
        norm += (t + 1) * (d + 1) * squares[t]
    phase = -1 if (b + c + e + f) // 2 % 2 else 1
    return {
        t: phase * square / norm if values[t] > 0 else -phase * square / norm
        for t, square in squares.items()
    }


def _lower_factor(t: int, b: int, c: int, e: int, f: int) -> int:
    """Return 16 A(t/2)."""
    return (t * t - (b - c) ** 2) * (t * t - (e - f) ** 2)


def _upper_factor(t: int, b: int, c: int, e: int, f: int) -> int:
    """Return 16 B(t/2)."""
    return ((b + c + 2) ** 2 - t * t) * ((e + f + 2) ** 2 - t * t)


def _diagonal(t: int, b: int, c: int, d: int, e: int, f: int) -> int:
    """Return 32 F(t/2)."""
    a, a2, a3, a4, a5, a6 = (s * (s + 2) for s in (t, b, c, d, e, f))
    return 2 * (t + 1) * (a * (-a + a2 + a3 - 2 * a4) + a5 * (a + a2 - a3) + a6 * (a - a2 + a3))


@lru_cache(maxsize=1 << 16)
def _triangle(a: int, b: int, c: int) -> fmpq:
    """Return D(a/2, b/2, c/2)^2 of the module's text."""
    numerator = (
        factorial((a + b - c) // 2) * factorial((a - b + c) // 2) * factorial((b + c - a) // 2)
    )
    return fmpq(numerator, factorial((a + b + c) // 2 + 1))


def _all_9j(spins: range) -> list[Labels]:
    """All symbols whose rows and columns obey the triangle rule."""
    rows = [abc for abc in product(spins, repeat=3) if is_triad(*abc)]
    return [
        first + second + third
        for first, second in product(rows, repeat=2)
        for third in rows
        if all(map(is_triad, first, second, third))
    ]


def _one_9j(*t: int) -> fmpq:
    """Signed square of one 9j symbol.

    Each 6j is r times four factors D; those with x occur twice, so that the sum is rational
    but for the D of the six triads of the symbol.
    """
    a, b, c, d, e, f, g, h, i = t
    outer = ((a, b, c), (d, e, f), (g, h, i), (a, d, g), (b, e, h), (c, f, i))
    if not all(is_triad(*triad) for triad in outer):
        return fmpq(0)
    total = fmpq(0)
    for x in range(max(abs(a - i), abs(d - h), abs(b - f)), min(a + i, d + h, b + f) + 1, 2):
        term = _reduced_6j(x, a, i, g, h, d) * _reduced_6j(x, d, h, e, b, f)
        term *= _reduced_6j(x, b, f, c, i, a)
        term *= _triangle(x, a, i) * _triangle(x, d, h) * _triangle(x, b, f) * (x + 1)
        total += -term if x % 2 else term
    square = total * total if total > 0 else -total * total
    for triad in outer:
        square *= _triangle(*triad)
    return square


@lru_cache(maxsize=1 << 16)
def _reduced_6j(a: int, b: int, c: int, d: int, e: int, f: int) -> fmpq:
    """Return {a b c; d e f} / (D(a,b,c) D(a,e,f) D(d,b,f) D(d,e,c)), a rational number."""
    square = _family(b, c, d, e, f)[a]
    for triad in ((a, b, c), (a, e, f), (d, b, f), (d, e, c)):
        square /= _triangle(*triad)
    root = fmpq(abs(square).p.isqrt(), square.q.isqrt())
    return root if square > 0 else -root
