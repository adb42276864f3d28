"""Sums of square roots: normal form, arithmetic, sign."""

from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grouptools.certificates.multiquadratic import Multiquadratic, sign, square_split

RATIONALS = st.fractions(min_value=-50, max_value=50, max_denominator=50)
NUMBERS = st.dictionaries(st.sampled_from([1, 2, 3, 5, 6, 10, 15, 30]), RATIONALS, max_size=4).map(
    Multiquadratic
)


def same(first, second):
    return not first - second


@given(st.integers(1, 10**30))
def test_square_split_is_exact(n):
    s, k = square_split(n)
    assert s * s * k == n
    assert all(k % (p * p) for p in range(2, 100))


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, (1, 1)),
        (997**2, (997, 1)),
        (1009**2 * 2, (1009, 2)),
        (1009**2 * 1013, (1009, 1013)),
        (1009**3 * 1013**2, (1009 * 1013, 1009)),
        ((2**127 - 1) ** 2 * 6, (2**127 - 1, 6)),
        ((2**127 - 1) ** 3, (1, (2**127 - 1) ** 3)),  # too large to split: kept whole
    ],
)
def test_square_split_of_large_primes(n, expected):
    assert square_split(n) == expected


@given(NUMBERS, NUMBERS, NUMBERS)
def test_it_is_a_commutative_ring(a, b, c):
    assert same(a + b, b + a)
    assert same(a * b, b * a)
    assert same((a * b) * c, a * (b * c))
    assert same(a * (b + c), a * b + a * c)
    assert same(a - a, Multiquadratic({}))
    assert same(1 * a + 0, a)
    assert same(2 - a, -(a - 2))


@given(RATIONALS)
def test_the_square_of_a_root(square):
    root = Multiquadratic.root(square)
    assert same(root * root, Multiquadratic({1: abs(square)}))
    assert sign(root) == (square > 0) - (square < 0)


@given(NUMBERS)
def test_sign_agrees_with_a_float(number):
    value = sum(float(q) * k**0.5 for k, q in number.terms.items())
    if abs(value) > 1e-9:
        assert sign(number) == (1 if value > 0 else -1)


def test_sign_of_a_close_difference():
    # isqrt(2 * 10**400) / 10**200 lies below sqrt(2) by less than 10**-200
    below = Fraction(isqrt(2 * 10**400), 10**200)
    assert sign(Multiquadratic({2: Fraction(1), 1: -below})) == 1
    assert sign(Multiquadratic({2: Fraction(-1), 1: below})) == -1
    assert sign(0) == 0


def test_text():
    number = Multiquadratic.root(Fraction(3, 4)) - Multiquadratic.root(Fraction(2)) + 1
    assert str(number) == "1 - sqrt(2) + sqrt(3)/2"
    assert str(number - number) == "0"
    assert str(Multiquadratic({5: Fraction(-3)})) == "-3*sqrt(5)"
