"""Echelon forms, null spaces and canonical bases: their definitions, and sympy's domains."""

from fractions import Fraction
from itertools import islice
from math import gcd, prod
from random import Random

import flint
import pytest
import sympy
from sympy.polys.matrices import DomainMatrix

from grouptools.exact.algebra import modular
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.bases import canonical_basis, primitive_rows, weighted_squares
from grouptools.exact.algebra.echelon import null_space, rank, reduced_echelon
from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.algebra.modular import modular_echelon, modular_null_space

REAL = [Field.real(n) for n in (1, 5, 7, 8, 12, 15)]
FIELDS = [*REAL, *(Field.cyclotomic(n) for n in (3, 4, 5, 12))]
fields = pytest.mark.parametrize("field", FIELDS, ids=repr)
real_fields = pytest.mark.parametrize("field", REAL, ids=repr)
seeds = pytest.mark.parametrize("seed", range(6))


def random_matrix(field, random, rows, columns, size=None):
    """A matrix of rank at most `size`, with small coefficients."""
    values = [0, 0, 0, 1, -1, 2, Fraction(1, 2), Fraction(-2, 3)]

    def table(r, c):
        return [
            [field.element(random.choices(values, k=field.degree)) for _ in range(c)]
            for _ in range(r)
        ]

    if size is None:
        return FieldMatrix.from_rows(table(rows, columns), field)
    left = FieldMatrix.from_rows(table(rows, size), field)
    return left @ FieldMatrix.from_rows(table(size, columns), field)


def is_reduced_echelon(matrix, pivots):
    """Each pivot is 1, alone in its column, first in its row, further right in each row."""
    rows = matrix.rows()
    for i, j in enumerate(pivots):
        column = [row[j] for row in rows]
        if column != [int(k == i) for k in range(len(rows))] or any(e != 0 for e in rows[i][:j]):
            return False
    return list(pivots) == sorted(pivots) and len(pivots) == len(rows)


def to_sympy_domain(matrix):
    """Over Q(t), t = 2 cos(2 pi/n): the largest root of its minimal polynomial."""
    field = matrix.field
    if field.degree == 1:
        return DomainMatrix.from_Matrix(matrix.to_sympy()).to_field()
    coefficients = [int(c.p) for c in reversed(field.modulus.coeffs())]
    minimal = sympy.Poly(coefficients, sympy.Symbol("t"))
    domain = sympy.QQ.alg_field_from_poly(minimal, root_index=-1)
    rows = [
        [domain([sympy.QQ(int(c.p), int(c.q)) for c in reversed(e.coeffs())] or [0]) for e in row]
        for row in matrix.rows()
    ]
    return DomainMatrix(rows, matrix.shape, domain)


@fields
@seeds
def test_reduced_echelon_forms(field, seed):
    """The definition, and the same rows spanned: each side reduces to nothing more."""
    random = Random(seed)
    matrix = random_matrix(field, random, 5, 7, random.randint(1, 5))
    form, pivots = reduced_echelon(matrix)
    assert is_reduced_echelon(form, pivots)
    assert matrix == matrix.taken(columns=pivots) @ form
    assert rank(matrix) == rank(matrix.transposed()) == len(pivots)
    mixed = random_matrix(field, random, 5, 5)
    if rank(mixed) == 5:
        assert reduced_echelon(mixed @ matrix) == (form, pivots)
    assert modular_echelon(matrix) == (form, pivots)


@fields
@seeds
def test_null_spaces(field, seed):
    random = Random(seed)
    matrix = random_matrix(field, random, 6, 7, random.randint(1, 6))
    space = null_space(matrix)
    assert space.shape == (7 - rank(matrix), 7)
    assert (matrix @ space.transposed()).is_zero()
    form, pivots = reduced_echelon(space)
    assert form == space
    assert is_reduced_echelon(space, pivots)
    assert null_space(space) == reduced_echelon(matrix)[0] if space.shape[0] else True


@pytest.mark.parametrize("field", [Field.real(n) for n in (1, 5, 7, 8)], ids=repr)
@pytest.mark.parametrize("seed", range(3))
def test_forms_are_those_of_sympy(field, seed):
    matrix = random_matrix(field, Random(seed), 4, 5, 3)
    theirs, pivots = to_sympy_domain(matrix).rref()
    form, ours = reduced_echelon(matrix)
    assert ours == pivots
    whole = stacked([form, FieldMatrix.zeros(4 - form.shape[0], 5, field)])
    assert to_sympy_domain(whole).to_dense() == theirs.to_dense()


def test_one_wrong_entry_is_no_reduced_form():
    form, pivots = reduced_echelon(FieldMatrix.from_rows([[1, 2, 3], [4, 5, 6]]))
    assert is_reduced_echelon(form, pivots)
    for wrong in ([[0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 0]], [[0, 0, 0], [1, 0, 0]]):
        assert not is_reduced_echelon(form + FieldMatrix.from_rows(wrong), pivots)
    assert not is_reduced_echelon(form, (0,))


@fields
def test_degenerate_shapes(field):
    for rows, columns in ((0, 3), (3, 3), (1, 1), (2, 5), (5, 2)):
        zero = FieldMatrix.zeros(rows, columns, field)
        assert null_space(zero) == FieldMatrix.identity(columns, field)
        assert reduced_echelon(zero) == (FieldMatrix.zeros(0, columns, field), ())
        assert rank(zero) == 0
    one = FieldMatrix.identity(3, field)
    assert null_space(one).shape == (0, 3)
    assert reduced_echelon(one) == (one, (0, 1, 2))


@pytest.mark.parametrize("field", [RATIONALS, Field.real(5), Field.cyclotomic(3)], ids=repr)
def test_primes_that_divide_a_minor_are_passed_over(field):
    """Ranks and pivots are smaller or later modulo the first primes; the result is not."""
    first, second, third = islice(modular._primes(field.order), 3)
    smaller_rank = FieldMatrix.from_rows([[first, 0, 1], [0, second * first, 1]], field)
    later_pivot = FieldMatrix.from_rows([[first, 1, 0], [0, 0, second]], field)
    never = FieldMatrix.from_rows([[1, 1, 0], [1, 1 + first * second * third, 0]], field)
    for matrix in (smaller_rank, later_pivot, never):
        form, pivots = modular_echelon(matrix)
        assert matrix == matrix.taken(columns=pivots) @ form
        assert is_reduced_echelon(form, pivots)
        assert pivots == {id(later_pivot): (0, 2)}.get(id(matrix), (0, 1))
        space = modular_null_space(matrix)
        assert space.shape == (1, 3)
        assert (matrix @ space.transposed()).is_zero()
    denominator = FieldMatrix.from_rows([[first, -1]], field)  # x_1 = x_2 / p
    assert modular_echelon(denominator)[0] == FieldMatrix.from_rows(
        [[1, Fraction(-1, first)]], field
    )


def test_places_that_disagree_are_passed_over():
    """An element of Q(sqrt 5) in one of the two prime ideals above the first prime only."""
    field = Field.real(5)
    p = next(modular._primes(field.order))
    root = modular._places(field, p)[0][0]
    element = field.element([-root, 1])  # t - root
    matrix = FieldMatrix.from_rows([[element, 1], [0, 1]], field)
    assert rank(matrix) == 2
    assert modular_echelon(matrix)[0] == FieldMatrix.identity(2, field)


@pytest.mark.parametrize("field", [RATIONALS, Field.real(5), Field.cyclotomic(3)], ids=repr)
def test_large_fractions_take_more_primes(field):
    """Powers of 3^i: the null space holds the coefficients of prod_i (x - 3^i)."""
    size = 12
    rows = [[3 ** (i * j) for j in range(size)] for i in range(size - 1)]
    matrix = FieldMatrix.from_rows(rows, field).scaled(field.element([1, 3]))
    x = flint.fmpz_poly([0, 1])
    product = prod((x - 3**i for i in range(size - 1)), start=x**0)
    constant = int(product[0])
    expected = [[Fraction(int(product[k]), constant) for k in range(size)]]
    assert null_space(matrix) == FieldMatrix.from_rows(expected, field)
    assert constant.bit_length() > 80
    assert modular_echelon(matrix)[0] == null_space(FieldMatrix.from_rows(expected, field))


def test_large_systems_over_root_five():
    """300 unknowns in Q(sqrt 5) with a known null space, found at once."""
    field, random = Field.real(5), Random(3)
    kernel = FieldMatrix.from_rows(
        [[1 if i == j else 0 for j in range(10)] for i in range(10)], field
    )
    tail = random_matrix(field, random, 10, 290)
    mixing = random_matrix(field, random, 290, 290)
    system = stacked([-(mixing @ tail.transposed()).transposed(), mixing.transposed()]).transposed()
    expected = stacked([kernel.transposed(), tail.transposed()]).transposed()
    assert null_space(system) == expected


@real_fields
@seeds
def test_canonical_bases(field, seed):
    """Orthogonal, of the same span, primitive integers; the same from any spanning vectors."""
    random = Random(seed)
    vectors = random_matrix(field, random, 3, 6, random.randint(1, 3))
    weights = [field.element(random.randint(1, 5)) for _ in range(6)]
    basis, squares = canonical_basis(vectors, weights)
    gram = basis @ FieldMatrix.diagonal(weights, field) @ basis.transposed()
    assert gram == FieldMatrix.diagonal(list(squares), field)
    assert all(field.sign(square) == 1 for square in squares)
    assert reduced_echelon(basis) == reduced_echelon(vectors)
    assert weighted_squares(basis, weights) == squares
    for row, pivot in zip(basis.rows(), reduced_echelon(vectors)[1], strict=True):
        coefficients = [c for e in row for c in e.coeffs()]
        assert all(c.q == 1 for c in coefficients)
        assert gcd(*(int(c.p) for c in coefficients)) == 1
        assert row[pivot].degree() == 0
        assert row[pivot][0] > 0
    mixed = random_matrix(field, random, 3, 3)
    if rank(mixed) == 3:
        assert canonical_basis(mixed @ vectors, weights).vectors == basis
    if basis.shape[0] > 1:  # a changed vector is no longer orthogonal
        wrong = FieldMatrix.from_rows([*basis.rows()[1:], basis.rows()[0]], field) + basis
        gram = wrong @ FieldMatrix.diagonal(weights, field) @ basis.transposed()
        assert gram != FieldMatrix.diagonal(list(squares), field)


def test_primitive_rows():
    field = Field.real(5)
    half = flint.fmpq(1, 2)
    rows = FieldMatrix.from_rows([[field.element([half, 3]), 0], [0, 0], [-4, 6]], field)
    assert primitive_rows(rows) == FieldMatrix.from_rows(
        [[field.element([1, 6]), 0], [0, 0], [-2, 3]], field
    )
