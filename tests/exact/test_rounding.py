"""Correct rounding, judged by 60-digit evaluation and by exact midpoints."""

from fractions import Fraction
from functools import partial

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from grouptools import exact
from grouptools.errors import ArgumentError
from grouptools.exact.rounding import round_roots, to_float

DTYPES = (np.float64, np.float32)
positive = st.integers(1, 10**40)


def is_nearest(rounded, lower, upper):
    """Whether `rounded` is the float nearest to every number of [lower, upper], all Fractions."""
    kind = type(rounded)
    below, above = (np.nextafter(rounded, kind(side)) for side in (-np.inf, np.inf))
    low = (Fraction(float(below)) + Fraction(float(rounded))) / 2
    high = (Fraction(float(above)) + Fraction(float(rounded))) / 2
    return low <= lower and upper <= high


def enclosed(n, d, pi_power):
    """sign(n) sqrt(|n| / d pi**pi_power) to 60 digits, as two Fractions."""
    with mpmath.workdps(75):
        value = mpmath.sqrt(mpmath.mpf(abs(n)) / d * mpmath.pi**pi_power) * (1 if n > 0 else -1)
        middle = Fraction(int(mpmath.floor(value * 10**68)), 10**68)
    slack = abs(middle) / 10**60 + Fraction(2, 10**68)
    return middle - slack, middle + slack


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("pi_power", [0, -1])
@given(n=positive, d=positive, sign=st.sampled_from([1, -1]))
def test_random_roots(dtype, pi_power, n, d, sign):
    rounded = round_roots([sign * n], [d], pi_power=pi_power, dtype=dtype)[0]
    assert is_nearest(rounded, *enclosed(sign * n, d, pi_power))


@pytest.mark.parametrize("dtype", DTYPES)
@given(mantissa=st.integers(2**52, 2**53 - 1), up=st.integers(-1, 1), exponent=st.integers(-40, 40))
def test_ties_go_to_even_and_their_neighbours_do_not(dtype, mantissa, up, exponent):
    bits = 24 if dtype is np.float32 else 53
    odd = 2 * (mantissa >> (53 - bits)) + 1  # a midpoint between two floats
    scale = Fraction(2) ** exponent
    square = (odd * scale) ** 2 + up * Fraction(1, 10**90)
    rounded = round_roots([square.numerator], [square.denominator], dtype=dtype)[0]
    down = odd // 2
    expected = (down + (down % 2 if up == 0 else up > 0)) * 2 * scale
    assert Fraction(float(rounded)) == expected


@pytest.mark.parametrize("dtype", DTYPES)
def test_subnormal_numbers(dtype):
    smallest = Fraction(float(np.finfo(dtype).smallest_subnormal))
    for factor in (Fraction(1, 3), Fraction(1, 2), Fraction(5, 9), Fraction(3, 2), Fraction(7, 2)):
        square = (factor * smallest) ** 2
        rounded = round_roots([square.numerator], [square.denominator], dtype=dtype)[0]
        whole = round(factor)  # ties to even, as Python rounds a Fraction
        assert Fraction(float(rounded)) == whole * smallest


@pytest.mark.parametrize(
    "value",
    [
        sympy.sqrt(2) + sympy.sqrt(3),
        -sympy.pi / 7,
        sympy.Rational(1, 3),
        sympy.sqrt(5) / 10**30,
        sympy.cos(1),
        sympy.Integer(0),
    ],
)
@pytest.mark.parametrize("dtype", DTYPES)
def test_sympy_numbers(value, dtype):
    rounded = to_float(value, dtype)
    near = Fraction(str(sympy.N(value, 60)))
    slack = abs(near) / 10**50
    assert is_nearest(rounded, near - slack, near + slack)


def test_a_midpoint_in_disguise_is_settled_exactly():
    root = sympy.sqrt(2, evaluate=False)
    disguised = sympy.Add(
        sympy.Rational(2**53 + 1), sympy.Mul(root, root, evaluate=False), -2, evaluate=False
    )
    assert to_float(disguised) == float(2**53)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: to_float(sympy.I), "only a real number"),
        (lambda: to_float(sympy.Symbol("x")), "only a real number"),
        (lambda: round_roots([1], [2], dtype=np.int64), "must be float64 or float32"),
        (lambda: round_roots([1], [2], pi_power=2), "it is 0 or -1"),
    ],
)
def test_bad_input(call, text):
    with pytest.raises(ArgumentError, match=text):
        call()


def triples(l_max):
    return [
        (l1, l2, l3)
        for l1 in range(l_max + 1)
        for l2 in range(l1 + 1)
        for l3 in range(l1 - l2, min(l1 + l2, l_max) + 1)
    ]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("derive", "requests"),
    [
        (exact.clebsch_gordan, triples(10)),
        (partial(exact.clebsch_gordan, basis="complex"), triples(10)),
        (exact.wigner_3j_array, triples(10)),
        (exact.gaunt, triples(10)),
        (exact.harmonic_coefficients, [(l,) for l in range(11)]),
        (partial(exact.harmonic_coefficients, basis="complex"), [(l,) for l in range(11)]),
        (exact.circular_harmonic_coefficients, [(n,) for n in range(11)]),
        (exact.wigner_D_coefficients, [(l,) for l in range(11)]),
    ],
)
def test_every_entry_to_l_10_is_correctly_rounded(derive, requests, dtype):
    seen = {}
    for request in requests:
        block = derive(*request)
        values = block.values(dtype)
        for n, d, value in zip(block.numerators, block.denominators, values, strict=True):
            assert seen.setdefault((abs(n), d), abs(value)) == abs(value)
    for (n, d), value in seen.items():
        assert is_nearest(value, *enclosed(n, d, block.pi_power))


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_neighbouring_float_is_found_wrong(dtype):
    right = round_roots([1], [2], dtype=dtype)[0]
    assert is_nearest(right, *enclosed(1, 2, 0))
    for side in (-np.inf, np.inf):
        assert not is_nearest(np.nextafter(right, dtype(side)), *enclosed(1, 2, 0))
