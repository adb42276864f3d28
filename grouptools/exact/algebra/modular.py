"""Reduced echelon forms and null spaces over number fields, from their images modulo primes.

A prime p = 1 modulo the order of the field splits completely: modulo p the generator t is one of
`degree` roots r of its minimal polynomial, and a matrix over the field is one matrix of residues
for each.  flint brings these to echelon form; the coefficients of 1, t, t^2, ... follow by
interpolation, as integers modulo p; more primes and the Chinese remainder theorem enlarge the
modulus until small fractions have the same residues [Wang 1981, SYMSAC, 212; Dixon 1982, Numer.
Math. 40, 137].  What is found is proved by multiplying out: see `_solves` and `_spans`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import isqrt, lcm
from typing import TYPE_CHECKING, Any

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix

if TYPE_CHECKING:
    import flint

__all__ = ["modular_echelon", "modular_null_space"]

Pivots = tuple[int, ...]
Reduction = Callable[[Any], Any]
Proof = Callable[[FieldMatrix, FieldMatrix, Pivots], bool]

# Just below 2^62: products of residues fit in flint's words.
_LARGEST = 2**62


def modular_null_space(matrix: FieldMatrix) -> FieldMatrix:
    """The basis of {x : matrix x = 0} in reduced echelon form, one vector a row."""
    return _lifted(matrix, _kernel, _solves, least=True)[0]


def modular_echelon(matrix: FieldMatrix) -> tuple[FieldMatrix, Pivots]:
    """The reduced echelon form without its zero rows, and the columns of its pivots."""
    return _lifted(matrix, _row_space, _spans, least=False)


def _solves(matrix: FieldMatrix, form: FieldMatrix, _: Pivots) -> bool:
    """Whether the rows of the form are in the null space; then they are all of it.

    They are independent, and as many as the null space has dimensions modulo p, which is not
    less than over the field.
    """
    return (matrix @ form.transposed()).is_zero()


def _spans(matrix: FieldMatrix, form: FieldMatrix, pivots: Pivots) -> bool:
    """Whether each row of the matrix combines rows of the form; then both span the same space.

    The form has as many rows as the rank modulo p, which is not more than over the field.
    """
    return (matrix - matrix.taken(columns=pivots) @ form).is_zero()


def _lifted(
    matrix: FieldMatrix, reduction: Reduction, proves: Proof, *, least: bool
) -> tuple[FieldMatrix, Pivots]:
    """Take primes until what they give together is proved.

    Of primes that disagree on the pivots, those of the `least` number of rows are right, or of
    the largest number, and then those of the first pivots: a prime that divides a minor by
    chance makes ranks smaller and pivots later.
    """
    field, integral, width = matrix.field, _integral_parts(matrix), matrix.shape[1]
    residues: list[list[int]] = []
    best: tuple[int, Pivots] = (0, ())
    modulus = attempt = 1
    for n, p in enumerate(_primes(field.order), 1):
        image = _image(field, integral, p, reduction)
        if image is None:
            continue
        parts, pivots = image
        rank = (len(pivots) if least else -len(pivots), pivots)
        if not residues or rank < best:
            best, modulus, residues = rank, p, parts
        elif rank == best:
            residues, modulus = _combined(residues, modulus, parts, p), modulus * p
        if n < attempt:
            continue
        attempt = n + 1 + n // 2
        form = _reconstructed(field, residues, modulus, (len(best[1]), width))
        if form is not None and proves(matrix, form, best[1]):
            return form, best[1]
    raise ArithmeticError("no prime splits in the field")  # there are infinitely many


def _integral_parts(matrix: FieldMatrix) -> list[flint.fmpz_mat]:
    """The parts of a rational multiple of the matrix that is integral."""
    pairs = [part.numer_denom() for part in matrix.parts]
    common = lcm(*(int(denominator) for _, denominator in pairs))
    return [numerator * (common // int(denominator)) for numerator, denominator in pairs]


def _primes(order: int) -> Iterator[int]:
    """The primes p = 1 modulo `order` from 2^62 downwards."""
    p = _LARGEST // order * order + 1
    while True:
        p = _prime_below(p, order)
        yield p


@cache
def _prime_below(p: int, order: int) -> int:
    """The next prime p - order, p - 2 order, ..."""
    import flint

    while not flint.fmpz(p := p - order).is_prime():
        pass
    return p


@cache
def _places(field: Field, p: int) -> tuple[list[int], flint.nmod_mat]:
    """The roots of the minimal polynomial modulo p, and the inverse of their Vandermonde matrix."""
    import flint

    if field.degree == 1:
        return [0], flint.nmod_mat(1, 1, [1], p)
    minimal = flint.nmod_poly([int(c.p) for c in field.modulus.coeffs()], p)
    roots = sorted(-int(factor[0]) % p for factor, _ in minimal.factor()[1])
    powers = [pow(r, k, p) for r in roots for k in range(field.degree)]
    return roots, flint.nmod_mat(field.degree, field.degree, powers, p).inv()


def _image(
    field: Field, integral: Sequence[flint.fmpz_mat], p: int, reduction: Reduction
) -> tuple[list[list[int]], Pivots] | None:
    """The coefficients of the reduced matrix modulo p; None where the places disagree."""
    import flint

    roots, inverse = _places(field, p)
    parts = [flint.nmod_mat(part, p) for part in integral]
    forms, found = [], set()
    for root in roots:
        value = parts[0]
        for k, part in enumerate(parts[1:], 1):
            value = value + part * pow(root, k, p)
        forms.append(reduction(value))
        found.add(_pivots(forms[-1]))
    if len(found) > 1:
        return None
    coefficients = []
    for k in range(field.degree):
        total = forms[0] * inverse[k, 0]
        for j, form in enumerate(forms[1:], 1):
            total = total + form * inverse[k, j]
        coefficients.append(list(map(int, total.entries())))
    return coefficients, found.pop()


def _kernel(matrix: flint.nmod_mat) -> flint.nmod_mat:
    """The null space of a matrix of residues, a basis in reduced echelon form, one a row."""
    columns, nullity = matrix.nullspace()
    return _first_rows(columns.transpose(), int(nullity)).rref()[0]


def _row_space(matrix: flint.nmod_mat) -> flint.nmod_mat:
    """The reduced echelon form of a matrix of residues, without zero rows."""
    form, rank = matrix.rref()
    return _first_rows(form, int(rank))


def _pivots(form: flint.nmod_mat) -> Pivots:
    """The columns of the first entries of the rows."""
    width, entries = form.ncols(), form.entries()
    rows = (entries[i * width : (i + 1) * width] for i in range(form.nrows()))
    return tuple(next(j for j, entry in enumerate(row) if entry) for row in rows)


def _first_rows(matrix: flint.nmod_mat, count: int) -> flint.nmod_mat:
    """The first rows, by a product: flint's matrices have no slices."""
    import flint

    rows = matrix.nrows()
    if count == rows:
        return matrix
    chosen = flint.nmod_mat(count, rows, [0] * (count * rows), int(matrix.modulus()))
    for i in range(count):
        chosen[i, i] = 1
    return chosen * matrix


def _combined(
    old: Sequence[Sequence[int]], modulus: int, new: Sequence[Sequence[int]], p: int
) -> list[list[int]]:
    """The residues modulo modulus * p that are `old` modulo one and `new` modulo the other."""
    inverse = pow(modulus, -1, p)
    return [
        [a + modulus * ((b - a) * inverse % p) for a, b in zip(*pair, strict=True)]
        for pair in zip(old, new, strict=True)
    ]


def _reconstructed(
    field: Field, residues: Sequence[Sequence[int]], modulus: int, shape: tuple[int, int]
) -> FieldMatrix | None:
    """The matrix of the small fractions with these residues; None where one has none."""
    import flint

    known: dict[int, Any] = {}
    for part in residues:
        for residue in part:
            if residue not in known:
                known[residue] = _fraction(residue, modulus)
                if known[residue] is None:
                    return None
    parts = [flint.fmpq_mat(*shape, [known[residue] for residue in part]) for part in residues]
    return FieldMatrix(field, parts)


def _fraction(residue: int, modulus: int) -> flint.fmpq | None:
    """The n/d with n = residue d and n^2, d^2 < modulus/2, by Euclid's algorithm."""
    import flint

    bound = isqrt(modulus // 2)
    before, now = modulus, residue
    s_before, s_now = 0, 1
    while now > bound:
        quotient = before // now
        before, now = now, before - quotient * now
        s_before, s_now = s_now, s_before - quotient * s_now
    if abs(s_now) > bound:
        return None
    return flint.fmpq(now, s_now)
