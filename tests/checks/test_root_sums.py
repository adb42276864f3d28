"""Sums of square roots: a field inside the complex numbers, and the ways in."""

from fractions import Fraction
from math import isclose, sqrt

import flint
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from grouptools.checks.arrays import adjoint, contract, identity, matmul, objects
from grouptools.checks.root_sums import RootSum, magnitude, read_number, root, signed_root
from grouptools.errors import ArgumentError

rationals = st.fractions(-3, 3, max_denominator=12)
terms = st.tuples(rationals, st.sampled_from([1, -1, 2, -2, 3, -6, 8, 45]))
numbers = st.lists(terms, max_size=4).map(
    lambda parts: sum((root(k) * c for c, k in parts), RootSum({}))
)
fast = settings(deadline=None, max_examples=60)


def value(number):
    """The complex float, by another way than the library's."""
    if isinstance(number, int):
        return complex(number)
    parts = ((int(c.p) / int(c.q), k) for k, c in number.terms.items())
    return sum((c * (sqrt(k) if k > 0 else 1j * sqrt(-k)) for c, k in parts), 0j)


@fast
@given(numbers, numbers, numbers)
def test_they_are_a_commutative_ring(a, b, c):
    assert not a * (b + c) - (a * b + a * c)
    assert not (a * b) * c - a * (b * c)
    assert not a * b - b * a
    assert not a - a
    assert not (a * b).conjugate() - a.conjugate() * b.conjugate()


@fast
@given(numbers, numbers)
def test_they_calculate_as_complex_numbers_do(a, b):
    for exact, expected in ((a + b, value(a) + value(b)), (a * b, value(a) * value(b))):
        assert abs(value(exact) - expected) < 1e-12
        assert isclose(magnitude(exact), abs(expected), abs_tol=1e-12)
    assert value(a.conjugate()) == value(a).conjugate()


@fast
@given(numbers)
def test_text_is_read_by_sympy_as_the_same_number(a):
    assert not read_number(sympy.sympify(str(a))) - a
    assert not 2 * a - Fraction(1, 2) * a * 4


def test_with_ints_and_fractions():
    number = root(2) + 1
    assert repr(number) == "1 + sqrt(2)"
    assert repr(3 - number * Fraction(1, 2)) == "5/2 - 1/2*sqrt(2)"
    assert not number * 0
    assert repr(signed_root(Fraction(-1, 2))) == "-1/2*sqrt(2)"
    assert root(0) == signed_root(Fraction(0)) == 0
    assert repr(RootSum({})) == "0"


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__mul__"])
def test_other_types_are_left_to_themselves(operation):
    assert getattr(root(2), operation)("text") is NotImplemented


def test_polynomials():
    x, y = flint.fmpq_mpoly_ctx.get(("x", "y"), "lex").gens()
    polynomial = RootSum({2: x, -3: x * y})
    assert not polynomial.map(lambda p: p.derivative(0)) - RootSum({2: x**0, -3: y})
    assert magnitude(polynomial * polynomial.conjugate()) == pytest.approx(3)
    assert not polynomial * RootSum({1: 0 * x})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (0, "0"),
        (np.int64(2), "2"),
        (0.5, "1/2"),
        (np.float32(0.25), "1/4"),
        (0.5 + 2j, "1/2 + 2*sqrt(-1)"),
        (sympy.sqrt(2) / 3 - sympy.I * sympy.sqrt(6), "1/3*sqrt(2) - sqrt(-6)"),
        ((1 - sympy.sqrt(2)) * (1 + sympy.sqrt(2)), "-1"),
        (1 / (1 + sympy.sqrt(5)), "-1/4 + 1/4*sqrt(5)"),
        (sympy.cos(sympy.pi / 5), "1/4 + 1/4*sqrt(5)"),
        (sympy.Float("0.5"), "1/2"),
    ],
    ids=str,
)
def test_reading(given, text):
    assert str(read_number(given)) == text


def test_reading_divides_by_the_root_of_pi():
    assert str(read_number(sympy.sqrt(3 / sympy.pi) / 2, -1)) == "1/2*sqrt(3)"
    assert magnitude(read_number(0.5, -1)) == pytest.approx(sqrt(np.pi) / 2, rel=1e-15)


@pytest.mark.parametrize(
    "given",
    [
        sympy.Symbol("x"),
        sympy.sqrt(1 + sympy.sqrt(2)),
        2 ** sympy.Rational(1, 3),
        sympy.pi,
        sympy.oo,
        sympy.nan,
        sympy.zoo,
        float("nan"),
        float("inf"),
        "1",
        None,
        [1],
    ],
    ids=str,
)
def test_what_is_no_sum_of_roots(given):
    with pytest.raises(ArgumentError, match="only sums of square roots of rationals and finite"):
        read_number(given)


@fast
@given(st.lists(numbers, min_size=6, max_size=6), st.lists(numbers, min_size=6, max_size=6))
def test_products_of_arrays_are_numpys(first, second):
    left, right = objects([*first[:5], 0]).reshape(2, 3), objects([7, *second[1:]]).reshape(3, 2)
    assert not np.any(matmul(left, right) - left.dot(right))
    assert not np.any(contract(left, 0, right, 1) - np.tensordot(left, right, (0, 1)))
    assert not np.any(matmul(identity(2), left) - left)
    assert not np.any(adjoint(adjoint(left)) - left)
