"""Exact numbers into fields and back: values, the smallest field, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy
from sympy import GoldenRatio, I, Rational, cos, cot, exp, pi, sec, sin, sqrt, tan

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.algebra.reading import read_matrix, read_numbers
from grouptools.exact.algebra.roots import rational_root, square_root
from grouptools.exact.algebra.subfields import over_smallest_field, restricted

HALF = Rational(1, 2)

# Each number with the smallest field of our kind that contains it.
NUMBERS = [
    (0, 1),
    (-3, 1),
    (Fraction(2, 3), 1),
    (np.int32(5), 1),
    (flint.fmpz(2), 1),
    (flint.fmpq(2, 3), 1),
    (Rational(-7, 4), 1),
    (sqrt(2), 8),
    (sqrt(3) / 2, 12),
    (sqrt(5), 5),
    (sqrt(6), 24),
    (sqrt(21), 21),
    (sqrt(Rational(2, 5)), 40),
    (sqrt(2) * sqrt(3) + sqrt(6), 24),
    ((sqrt(2) + 1) * (sqrt(2) - 1), 1),
    ((1 + sqrt(5)) ** -2, 5),
    (GoldenRatio, 5),
    (cos(2 * pi / 7), 7),
    (sin(2 * pi / 7), 28),
    (cos(pi / 9) * 3 - 1, 9),
    (cos(pi / 16), 32),
    (sin(pi / 12), 24),
    (tan(pi / 8), 8),
    (tan(pi / 5), 20),
    (cot(3 * pi / 10), 20),
    (sec(pi / 5), 5),
    (cos(-11 * pi / 7), 7),
    (sin(2 * pi / 5), 20),
    (cos(pi / 8), 16),
    (cos(pi / 24), 48),
    (sin(pi / 30), 15),
    (sqrt(sqrt(2) + 2), 16),
    (sqrt(2 + sqrt(2 + sqrt(2))), 32),
    (sqrt(3 - 2 * sqrt(2)), 8),
    (sqrt(7 * (5 - sqrt(5)) / 2), 35),
    (sqrt(6 + 2 * sqrt(5)), 5),
    (sqrt(-3) * I, 12),
    (exp(2 * pi * I / 5) + exp(-2 * pi * I / 5), 5),
    (Rational(9) ** Rational(-3, 4), 12),
]
COMPLEX = [
    (I, 4),
    (sqrt(-3), 3),
    (exp(2 * pi * I / 5), 5),
    ((-1) ** Rational(1, 3), 3),
    ((-1) ** Rational(2, 7), 7),
    (sqrt(I), 8),
    ((1 + I) / sqrt(2), 8),
    (1 / (2 + I), 4),
    (sqrt(2) * I, 8),
    (sqrt(-2 - sqrt(2)), 16),
    (cos(2 * pi / 5) + I * sin(2 * pi / 5), 5),
]


def refused(value, **options):
    with pytest.raises(ArgumentError) as error:
        read_numbers([value], "v", **options)
    return str(error.value)


def distance(field, element, value):
    """Between the element, its generator evaluated by sympy, and the number, in 50 digits."""
    angle = 2 * pi / field.order
    generator = 2 * cos(angle) if field.is_real else exp(I * angle)
    if field.order == 1:
        generator = sympy.Integer(0)
    t = generator.evalf(60)
    found = sum((Rational(int(c.p), int(c.q)) * t**k for k, c in enumerate(element.coeffs())), 0)
    return abs(sympy.N(found - sympy.sympify(value).evalf(60), 60))


def as_sympy(value):
    if isinstance(value, flint.fmpz | flint.fmpq):
        return Rational(str(value))
    return sympy.sympify(value)


@pytest.mark.parametrize(("value", "order"), NUMBERS, ids=[str(v) for v, _ in NUMBERS])
def test_real_numbers(value, order):
    field, (element,) = read_numbers([value], "v")
    assert field == Field.real(order)
    assert field.order == order
    assert distance(field, element, as_sympy(value)) < Rational(1, 10**50)
    assert read_numbers([field.to_sympy(element)], "v") == (field, [element])
    assert read_numbers([value], "v", real=False) == (field, [element])


@pytest.mark.parametrize(("value", "order"), COMPLEX, ids=[str(v) for v, _ in COMPLEX])
def test_complex_numbers(value, order):
    field, (element,) = read_numbers([value], "v", real=False)
    assert field == Field.cyclotomic(order)
    assert distance(field, element, value) < Rational(1, 10**50)
    assert read_numbers([field.to_sympy(element)], "v", real=False) == (field, [element])
    assert refused(value) == f"entry 0 of v is {value}, but it must be real: pass real numbers only"


def test_a_wrong_element_is_far_away():
    field, (element,) = read_numbers([sin(2 * pi / 5)], "v")
    assert distance(field, element + Fraction(1, 10**40).numerator, sin(2 * pi / 5)) > 0.5
    wrong = element + flint.fmpq(1, 10**40)
    assert distance(field, wrong, sin(2 * pi / 5)) > Rational(1, 10**41)


def test_numbers_of_several_fields_meet_in_the_smallest():
    field, elements = read_numbers([sqrt(3), sqrt(7), 1], "v")
    assert field == Field.real(84)
    assert [e * e % field.modulus for e in elements] == [3, 7, 1]
    assert read_numbers([sqrt(3) * sqrt(7), 2], "v")[0] == Field.real(21)
    assert read_numbers([sqrt(3) - sqrt(3), sqrt(2) ** 2], "v")[0] == RATIONALS
    assert read_numbers([], "v") == (RATIONALS, [])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "is the float 0.5, but only exact numbers are taken: pass integers, fractions or"),
        (np.float32(1), "is the float32 np.float32(1.0), but only exact numbers are taken"),
        (1j, "is the complex 1j, but only exact numbers are taken"),
        (sympy.Float(1), "contains the float 1.00000000000000, but only exact numbers are taken"),
        (sqrt(2) * 1.5, "contains the float 1.50000000000000, but only exact numbers are taken"),
        ("1/2", "is the str '1/2', but only exact numbers are taken"),
        (True, "is the bool True, but only exact numbers are taken"),
        (None, "is the NoneType None, but only exact numbers are taken"),
        ([1], "is the list [1], but only exact numbers are taken"),
        (Decimal(1), "is the Decimal Decimal('1'), but only exact numbers are taken"),
        (
            2 ** Rational(1, 3),
            "contains 2**(1/3), which is in no cyclotomic field of degree 128 or",
        ),
        (1 + 5 ** Rational(1, 4), "contains 5**(1/4), which is in no cyclotomic field"),
        (sqrt(1 + sqrt(2)), "contains sqrt(1 + sqrt(2)), which is in no cyclotomic field"),
        (sqrt(2 + sqrt(5)), "contains sqrt(2 + sqrt(5)), which is in no cyclotomic field"),
        (pi, "contains pi, which is in no cyclotomic field"),
        (cos(1), "contains cos(1), which is in no cyclotomic field"),
        (exp(1), "contains E, which is in no cyclotomic field"),
        (exp(I), "contains exp(I), which is in no cyclotomic field"),
        (2**pi, "contains 2**pi, which is in no cyclotomic field"),
        (sympy.Symbol("x") + 1, "contains x, which is in no cyclotomic field"),
        (sympy.nan, "contains nan, which is in no cyclotomic field"),
        (
            sqrt(10007),
            "contains sqrt(10007), which is in no cyclotomic field of degree 128 or less",
        ),
        (cos(pi / 1000), "contains cos(1/1000*pi), which is in no cyclotomic field of degree 128"),
        (
            sqrt(1 + 2 * I),
            "contains sqrt(1 + 2*I), the root of a complex number, which is not read",
        ),
    ],
)
def test_what_is_refused(value, text):
    assert refused(value).startswith(f"entry 0 of v {text}")


def test_matrices():
    third = sympy.Matrix([[-HALF, -sqrt(3) / 2], [sqrt(3) / 2, -HALF]])
    matrix = read_matrix(third, "m")
    assert matrix.field == Field.real(12)
    assert matrix.to_sympy() == third
    assert matrix @ matrix @ matrix == FieldMatrix.identity(2, matrix.field)
    assert read_matrix(matrix, "m") is matrix
    assert read_matrix(np.eye(2, dtype=np.int8), "m") == FieldMatrix.identity(2)
    assert read_matrix(((1, Fraction(1, 2)),), "m") == FieldMatrix.from_rows([[1, Fraction(1, 2)]])
    phase = read_matrix([[I, 0], [0, -I]], "m", real=False)
    assert phase.field == Field.cyclotomic(4)
    assert phase @ phase.conjugated() == FieldMatrix.identity(2, phase.field)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (3, "the map of type int was given, but a matrix is expected: pass a sequence of rows"),
        ([1, 2], "the map of type list was given, but a matrix is expected: pass a sequence of"),
        ([[1, 2], [3]], "the map has rows of lengths [1, 2], but a matrix has rows of one length"),
        ([], "the map has rows of lengths [], but a matrix has rows of one length, 1 or more"),
        ([[]], "the map has rows of lengths [0], but a matrix has rows of one length, 1 or more"),
        ([[1, 0], [0, 0.5]], "entry (1, 1) of the map is the float 0.5, but only exact numbers"),
        ([[1, I]], "entry (0, 1) of the map is I, but it must be real: pass real numbers only"),
        (np.eye(2), "entry (0, 0) of the map is the float 1.0, but only exact numbers are taken"),
    ],
)
def test_what_is_no_matrix(rows, text):
    with pytest.raises(ArgumentError) as error:
        read_matrix(rows, "the map")
    assert str(error.value).startswith(text)


@pytest.mark.parametrize("n", [0, *range(2, 40), 97, 101, Fraction(8, 15), Fraction(49, 12)])
def test_roots_of_rationals(n):
    n = Fraction(n)
    field, root = rational_root(n.numerator, n.denominator)
    assert (root * root - flint.fmpq(n.numerator, n.denominator)) % field.modulus == 0
    assert field.sign(root) == (n > 0)
    assert over_smallest_field(field, [root])[0] == field


@pytest.mark.parametrize("order", [5, 7, 8, 9, 12, 16, 20])
def test_roots_of_squares_and_of_half_angles(order):
    """Of squares inside the field; of 2 + 2 cos x = (2 cos(x/2))^2 in a larger one."""
    field = Field.real(order)
    for k in range(1, order // 2):
        cosine = field.double_cosine(k, order)
        for element in (cosine, cosine + 3, 2 * cosine - 1):
            square = element * element % field.modulus
            inside, root = square_root(field, square)
            positive = element * field.sign(element)
            assert (inside.embed(root, field) - positive) % field.modulus == 0
        larger, half = square_root(field, 2 + cosine)
        expected = larger.double_cosine(k, 2 * order)
        assert (half - expected * larger.sign(expected)) % larger.modulus == 0


def test_what_has_no_abelian_root():
    assert rational_root(210) is None  # it is in Q(zeta_840), of degree 192
    field, (root_five, golden) = read_numbers([sqrt(5), GoldenRatio], "v")
    assert square_root(field, root_five) is None
    assert square_root(field, golden) is None
    assert square_root(field, 1 + root_five) is None
    assert square_root(field, golden * golden % field.modulus) == (field, golden)
    for negative in (1 - golden, field.element(-4)):
        with pytest.raises(ArgumentError, match=r"a root of the negative number .* was"):
            square_root(field, negative)


def test_subfields():
    field = Field.real(60)
    for smaller in (5, 12, 15, 20, 1):
        target = Field.real(smaller)
        elements = [target.double_cosine(k, smaller) + k for k in range(3)]
        images = [target.embed(e, field) for e in elements]
        assert restricted(field, images, target) == elements
        assert over_smallest_field(field, images) == (target, elements)
    assert restricted(field, [field.double_cosine(1, 60)], Field.real(20)) is None
    complex_field = Field.cyclotomic(15)
    sixth = complex_field.root_of_unity(1, 6)
    assert over_smallest_field(complex_field, [sixth])[0] == Field.cyclotomic(3)
    both = sixth + complex_field.conjugate(sixth)
    assert over_smallest_field(complex_field, [both]) == (RATIONALS, [RATIONALS.element(1)])


def test_written_numbers_are_short():
    """One cosine or sine where it is one; radicals where sympy has them."""

    def written(value, **options):
        field, (element,) = read_numbers([value], "v", **options)
        return field.to_sympy(element)

    for value in (cos(2 * pi / 7), -3 * sin(pi / 7), sqrt(3) / 2, (1 + sqrt(5)) / 4, sin(pi / 9)):
        assert written(value) == sympy.expand(value)
    assert written(exp(-2 * pi * I / 7), real=False) == cos(2 * pi / 7) - I * sin(2 * pi / 7)
    field = Field.real(7)
    square = field.element(1) - field.double_cosine(1, 7) ** 2 / 4 % field.modulus
    row = FieldMatrix.from_rows([[1, -1]], field).to_sympy([square], [field.element(1)] * 2)
    assert row.tolist() == [[sin(2 * pi / 7), -sin(2 * pi / 7)]]
    root_two = FieldMatrix.from_rows([[3]]).to_sympy([RATIONALS.element(2)])
    assert root_two[0, 0] == 3 * sqrt(2)
