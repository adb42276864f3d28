"""Number fields and matrices over them: their definitions, and sympy's domains."""

from fractions import Fraction
from random import Random

import flint
import numpy as np
import pytest
import sympy
from sympy.polys.matrices import DomainMatrix

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import beside, block_diagonal, kronecker, stacked
from grouptools.exact.algebra.echelon import rank
from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.exact.algebra.floats import round_root
from grouptools.exact.algebra.matrices import FieldMatrix

REAL = [Field.real(n) for n in (1, 5, 7, 8, 9, 12, 15, 16, 20)]
COMPLEX = [Field.cyclotomic(n) for n in (3, 4, 5, 8, 12)]
FIELDS = [pytest.param(field, id=repr(field)) for field in REAL + COMPLEX]
REALS = [pytest.param(field, id=repr(field)) for field in REAL]
SMALL = [pytest.param(Field.real(n), id=str(n)) for n in (1, 5, 7, 8)]


class Sampler:
    """Elements and matrices with small coefficients, many of them zero."""

    def __init__(self, field, seed):
        self.field = field
        self.random = Random(seed)

    def element(self):
        numbers = [Fraction(self.random.randint(-4, 4), self.random.randint(1, 4))]
        numbers += self.random.choices([0, 1, -1, 2, Fraction(1, 3)], k=self.field.degree - 1)
        return self.field.element(self.random.choice([[0], [1], numbers, numbers]))

    def matrix(self, rows, columns):
        """Of low rank too: a product through a dimension that may be smaller."""
        size = self.random.randint(1, min(rows, columns))
        shapes = ((rows, size), (size, columns))
        left, right = ([[self.element() for _ in range(c)] for _ in range(r)] for r, c in shapes)
        return FieldMatrix.from_rows(left, self.field) @ FieldMatrix.from_rows(right, self.field)


def sympy_domain(field):
    """Q(t), t = 2 cos(2 pi/n): the largest root of its minimal polynomial."""
    if field.degree == 1:
        return sympy.QQ
    coefficients = [int(c.p) for c in reversed(field.modulus.coeffs())]
    return sympy.QQ.alg_field_from_poly(sympy.Poly(coefficients, sympy.Symbol("t")), root_index=-1)


def to_domain(element, field, domain):
    values = [sympy.QQ(int(c.p), int(c.q)) for c in reversed(element.coeffs())] or [sympy.QQ(0)]
    return values[0] if field.degree == 1 else domain(values)


def to_domain_matrix(matrix, domain):
    rows = [[to_domain(e, matrix.field, domain) for e in row] for row in matrix.rows()]
    return DomainMatrix(rows, matrix.shape, domain)


def kronecker_of_sympy(a, b):
    (r, c), (s, d) = a.shape, b.shape
    x, y = a.to_dense().to_list(), b.to_dense().to_list()
    rows = [
        [x[i][j] * y[k][m] for j in range(c) for m in range(d)] for i in range(r) for k in range(s)
    ]
    return DomainMatrix(rows, (r * s, c * d), a.domain)


@pytest.mark.parametrize("n", range(1, 25))
def test_generators_have_the_minimal_polynomials_of_sympy(n):
    x = sympy.Symbol("x")
    real = sympy.Poly(sympy.minimal_polynomial(2 * sympy.cos(2 * sympy.pi / n), x), x)
    field = Field.real(n)
    t = field.double_cosine(1, n)
    value = sum((int(c) * t**k for k, c in enumerate(reversed(real.all_coeffs()))), flint.fmpq(0))
    assert value % field.modulus == 0
    assert field.degree == real.degree()
    cyclotomic = Field.cyclotomic(n)
    assert cyclotomic.degree == sympy.totient(n)
    zeta = cyclotomic.root_of_unity(1, n)
    polynomial = sympy.Poly(sympy.cyclotomic_poly(n, x), x)
    powers = ((int(c), k) for k, c in enumerate(reversed(polynomial.all_coeffs())))
    assert sum((c * zeta**k for c, k in powers), flint.fmpq(0)) % cyclotomic.modulus == 0


@pytest.mark.parametrize("n", [1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24])
def test_cosines_and_roots_of_unity(n):
    """C_j C_k = C_j+k + C_j-k for C_k = 2 cos(2 pi k/n); roots multiply; their values."""
    field, complex_field = Field.real(n), Field.cyclotomic(n)
    for j in range(-n, n + 1):
        for k in range(n):
            a, b = field.double_cosine(j, n), field.double_cosine(k, n)
            both = field.double_cosine(j + k, n) + field.double_cosine(j - k, n)
            assert (a * b - both) % field.modulus == 0
            root = complex_field.root_of_unity(j, n) * complex_field.root_of_unity(k, n)
            assert (root - complex_field.root_of_unity(j + k, n)) % complex_field.modulus == 0
        ball = field.enclosure(field.double_cosine(j, n), 128)
        assert ball.overlaps(2 * flint.arb.cos_pi_fmpq(flint.fmpq(2 * j, n)))
        conjugate = complex_field.conjugate(complex_field.root_of_unity(j, n))
        assert conjugate == complex_field.root_of_unity(-j, n)


def test_one_wrong_cosine_breaks_the_identity():
    field = Field.real(7)
    a, b = field.double_cosine(1, 7), field.double_cosine(2, 7)
    right = field.double_cosine(3, 7) + field.double_cosine(1, 7)
    assert (a * b - right) % field.modulus == 0
    assert (a * b - right - field.double_cosine(1, 7)) % field.modulus != 0


def test_equal_fields_have_one_form():
    assert Field.real(3) == Field.real(4) == Field.real(6) == RATIONALS == Field.cyclotomic(2)
    assert Field.real(10) == Field.real(5)
    assert Field.cyclotomic(14) == Field.cyclotomic(7)
    assert Field.real(5).joined(Field.real(8)) == Field.real(40)
    assert Field.real(5).joined(Field.cyclotomic(4)) == Field.cyclotomic(20)
    with pytest.raises(ArgumentError, match="n = 0 was given, but the order of a field is a posit"):
        Field.real(0)
    with pytest.raises(ArgumentError, match=r"2 cos\(2 pi 1/7\) was asked for, but it is not in"):
        Field.real(5).double_cosine(1, 7)
    with pytest.raises(ArgumentError, match=r"exp\(2 pi i 1/3\) was asked for, but it is not in"):
        Field.real(5).root_of_unity(1, 3)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seed", range(8))
def test_embedding_and_inverse(field, seed):
    sample = Sampler(field, seed)
    a, b = sample.element(), sample.element()
    larger = field.joined(Field.real(8)) if field.is_real else field.joined(Field.cyclotomic(7))
    image = field.embed(a * b % field.modulus, larger)
    assert (field.embed(a, larger) * field.embed(b, larger) - image) % larger.modulus == 0
    if field.is_real:
        assert field.enclosure(a, 100).overlaps(larger.enclosure(field.embed(a, larger), 100))
        assert field.sign(a) * field.sign(b) == field.sign(a * b % field.modulus)
    if a == 0:
        with pytest.raises(ZeroDivisionError):
            field.inverse(a)
    else:
        assert a * field.inverse(a) % field.modulus == 1


@pytest.mark.parametrize("field", SMALL)
@pytest.mark.parametrize("seed", range(8))
def test_arithmetic_is_that_of_sympy(field, seed):
    sample = Sampler(field, seed)
    domain = sympy_domain(field)
    a, b = sample.matrix(3, 2), sample.matrix(2, 4)
    c = sample.matrix(3, 2)
    factor = sample.element()

    def same(ours, theirs):
        assert to_domain_matrix(ours, domain).to_dense() == theirs.to_dense()

    da, db, dc = (to_domain_matrix(m, domain) for m in (a, b, c))
    same(a @ b, da * db)
    same(a + c, da + dc)
    same(a - c, da - dc)
    same(-a, -da)
    same(a.transposed(), da.transpose())
    same(a.scaled(factor), da.scalarmul(to_domain(factor, field, domain)))
    same(beside([a, c]), da.hstack(dc))
    same(stacked([a, c]), da.vstack(dc))
    same(kronecker(a, b), kronecker_of_sympy(da, db))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seed", range(8))
def test_assembled_matrices(field, seed):
    sample = Sampler(field, seed)
    a, b = sample.matrix(2, 3), sample.matrix(3, 2)
    c, d = sample.matrix(3, 1), sample.matrix(2, 2)
    assert kronecker(a, b) @ kronecker(c, d) == kronecker(a @ c, b @ d)
    assert block_diagonal([a, b]) @ block_diagonal([c, d]) == block_diagonal([a @ c, b @ d])
    assert beside([a, d]) @ stacked([b, d]) == a @ b + d @ d
    assert kronecker(a, b).reshaped(6, 6)[5, 4] == a[1, 2] * b[2, 0] % field.modulus
    assert (a @ b).trace() == (b @ a).trace()
    assert a.taken([1], [2, 0]).rows() == [[a[1, 2], a[1, 0]]]
    larger = field.joined(Field.cyclotomic(4))
    assert (a @ b).over(larger) == a.over(larger) @ b.over(larger)
    if any(entry != 0 for entry in a.rows()[0]):
        assert kronecker(a, b) @ kronecker(c, d) != kronecker(a @ c, b @ d) + one_wrong(field)


def one_wrong(field):
    """A matrix of the size above with one entry that is not zero."""
    return FieldMatrix.from_rows([[0, 0], [0, 1], *[[0, 0]] * 4], field)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("seed", range(8))
def test_inverses_of_matrices(field, seed):
    sample = Sampler(field, seed)
    a = sample.matrix(3, 3)
    if rank(a) < 3:
        with pytest.raises(ZeroDivisionError):
            a.inverse()
    else:
        assert a @ a.inverse() == a.inverse() @ a == FieldMatrix.identity(3, field)


def test_matrices_compare_and_hash_by_value():
    a = FieldMatrix.from_rows([[1, Fraction(1, 2)]])
    assert a == FieldMatrix.from_rows([[1, Fraction(2, 4)]])
    assert hash(a) == hash(FieldMatrix.from_rows([[1, Fraction(2, 4)]]))
    assert a != FieldMatrix.from_rows([[1], [Fraction(1, 2)]])
    assert a != a.over(Field.real(5))
    assert a.key() == (a + FieldMatrix.zeros(1, 2)).key()
    assert repr(a) == "FieldMatrix([[1, 1/2]], RATIONALS)"
    with pytest.raises(ArgumentError, match=r"matrices of shapes \(1, 2\) and \(1, 2\) have no"):
        _ = a @ a


def test_empty_matrices():
    for field in (RATIONALS, Field.real(5)):
        empty = FieldMatrix.from_rows([], field, 3)
        assert empty.shape == (0, 3)
        assert (FieldMatrix.zeros(2, 0, field) @ FieldMatrix.zeros(0, 2, field)).is_zero()
        assert empty.transposed().shape == (3, 0)
        assert empty.to_numpy().shape == (0, 3)
        assert empty.to_sympy().shape == (0, 3)


@pytest.mark.parametrize("field", REALS)
@pytest.mark.parametrize("seed", range(8))
def test_floats_are_those_nearest(field, seed):
    sample = Sampler(field, seed)
    """No float is nearer to element sqrt(square): by enclosures of 300 bits."""
    element = sample.element()
    square = sample.element() ** 2 % field.modulus + sample.element() ** 2 % field.modulus + 1
    for dtype in (np.float64, np.float32):
        rounded = dtype(round_root(field, element, square, dtype))
        with flint.ctx.workprec(300):
            exact = field.enclosure(element, 300) * field.enclosure(square, 300).sqrt()
            ulp = np.spacing(np.abs(rounded) if rounded else dtype(1))
            assert abs(exact - flint.arb(float(rounded))) <= flint.arb(float(ulp)) / 2
    row = FieldMatrix.from_rows([[element, 1]], field)
    floats = row.to_numpy(np.float64, [square], [field.element(1), field.element(4)])
    assert floats[0, 0] == round_root(field, element, square, np.float64)
    assert floats[0, 1] == round_root(field, field.element(2), square, np.float64)


def test_a_float_one_off_is_seen():
    """The bound above is no weaker than it says: the neighbours of the float break it."""
    field = Field.real(5)
    rounded = round_root(field, field.double_cosine(1, 5), field.element(1), np.float64)
    with flint.ctx.workprec(300):
        exact = field.enclosure(field.double_cosine(1, 5), 300)
        for neighbour in (np.nextafter(rounded, 1), np.nextafter(rounded, 0)):
            assert abs(exact - flint.arb(float(neighbour))) > flint.arb(np.spacing(rounded)) / 2


def test_permutation_matrices():
    matrix = FieldMatrix.permutation([2, 0, 1])
    column = FieldMatrix.from_rows([[1], [10], [100]])
    assert (matrix @ column).to_sympy().T.tolist() == [[10, 100, 1]]
