"""Radial functions: the defining equations of each, and the proof behind each enclosure."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import flint
import mpmath
import numpy as np
import pytest
import scipy.special
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.radial import (
    Enclosure,
    polynomial_cutoff,
    spherical_bessel,
    spherical_bessel_polynomials,
    spherical_bessel_zeros,
)

x = sympy.Symbol("x")


# Closed forms


def bessel_residual(f, l):
    """x^2 f'' + 2x f' + (x^2 - l(l+1)) f [DLMF 10.47.1], which is 0 for a closed form of j_l."""
    return sympy.expand(x**2 * f.diff(x, 2) + 2 * x * f.diff(x) + (x**2 - l * (l + 1)) * f)


@pytest.mark.parametrize("l", range(13))
def test_bessel_obeys_the_differential_equation(l):
    assert bessel_residual(spherical_bessel(l), l) == 0


@pytest.mark.parametrize("l", [1, 4, 12])
def test_differential_equation_notices_one_wrong_coefficient(l):
    # l = 0 has one coefficient only: a wrong one is a wrong scale, left to the next test
    f = spherical_bessel(l)
    assert bessel_residual(f + sympy.sin(x) / x ** (l + 1), l) != 0
    assert bessel_residual(f, l + 1) != 0


@pytest.mark.parametrize("l", range(13))
def test_bessel_starts_as_x_to_the_l_over_double_factorial(l):
    # DLMF 10.52.1.  The power series of sin and cos to x**(2l) settle every term up to x**l.
    order = 2 * l + 2
    sine = sum((-1) ** k * x ** (2 * k + 1) / sympy.factorial(2 * k + 1) for k in range(l + 2))
    cosine = sum((-1) ** k * x ** (2 * k) / sympy.factorial(2 * k) for k in range(l + 2))
    series = spherical_bessel(l).subs({sympy.sin(x): sine, sympy.cos(x): cosine})
    terms = sympy.Poly(sympy.expand(series * x ** (l + 1)), x).as_dict()
    low = {power: c for (power,), c in terms.items() if power < order}
    assert low == {2 * l + 1: 1 / sympy.factorial2(2 * l + 1)}


def test_bessel_polynomials_obey_the_recurrence_to_50():
    # j_{l+1} = (2l+1)/x j_l - j_{l-1} [DLMF 10.51.1], for the factors of sin and cos apart
    tables = [spherical_bessel_polynomials(l) for l in range(52)]
    assert tables[0] == ((0, 1), (0, 0))
    assert tables[1] == ((0, 0, 1), (0, -1, 0))
    for l in range(1, 51):
        for part in (0, 1):
            below, here, above = (tables[l + step][part] for step in (-1, 0, 1))
            shifted = [0, *((2 * l + 1) * c for c in here)]
            padded = [*below, 0, 0]
            assert list(above) == [a - b for a, b in zip(shifted, padded, strict=True)]


@pytest.mark.parametrize("l", [0, 1, 2, 7, 30])
def test_bessel_agrees_with_mpmath(l):
    f = spherical_bessel(l)
    with mpmath.workdps(40):
        for at in (sympy.Rational(1, 3), sympy.Integer(5), sympy.Rational(311, 7)):
            t = mpmath.mpf(at.p) / at.q
            expected = mpmath.sqrt(mpmath.pi / (2 * t)) * mpmath.besselj(l + mpmath.mpf(1) / 2, t)
            found = mpmath.mpf(str(f.subs(x, at).evalf(40, maxn=1000)))
            assert mpmath.almosteq(found, expected, rel_eps=mpmath.mpf(10) ** -35)


def test_bessel_takes_any_exact_argument():
    r = sympy.Symbol("r", positive=True)
    assert spherical_bessel(1, 2 * r) == spherical_bessel(1).subs(x, 2 * r)
    assert spherical_bessel(2, sympy.pi) == 3 / sympy.pi**2
    assert [spherical_bessel(l, 0) for l in range(3)] == [1, 0, 0]
    assert spherical_bessel(np.int64(3), x) == spherical_bessel(3)
    assert spherical_bessel(0, Fraction(1, 2)) == 2 * sympy.sin(sympy.Rational(1, 2))


# Zeros


def sign_of_bessel(l, point):
    """The sign of J_{l+1/2}, and so of j_l, at a rational, by arb's own Bessel function."""
    with flint.ctx.workprec(4000):
        t = flint.arb(flint.fmpq(int(point.p), int(point.q)))
        value = t.bessel_j(flint.arb(2 * l + 1) / 2)
    assert not value.contains(0)
    return 1 if value > 0 else -1


@pytest.mark.parametrize("l", [0, 1, 2, 5, 9])
def test_zeros_agree_with_mpmath_to_50_digits(l):
    with mpmath.workdps(60):
        for n, zero in enumerate(spherical_bessel_zeros(l, 4, digits=50), start=1):
            expected = mpmath.besseljzero(l + mpmath.mpf(1) / 2, n)
            assert abs(mpmath.mpf(str(zero)) / expected - 1) < mpmath.mpf(10) ** -49
            assert str(zero) == mpmath.nstr(expected, 50, strip_zeros=False)


def test_zeros_of_degree_zero_are_multiples_of_pi():
    zeros = spherical_bessel_zeros(0, 40, digits=1000)
    for n, zero in enumerate(zeros, start=1):
        lower, upper = (flint.fmpq(int(end.p), int(end.q)) for end in (zero.lower, zero.upper))
        with flint.ctx.workprec(4000):
            assert lower < n * flint.arb.pi() < upper
        # evalf(1000) itself has a wrong last digit for n = 14: round a longer value instead
        with localcontext(prec=1000):
            assert Decimal(str(zero)) == +Decimal(str((n * sympy.pi).evalf(1060)))


@pytest.mark.parametrize(
    ("l", "count", "digits"),
    [(0, 3, 1), (1, 30, 1), (2, 5, 1000), (7, 10, 30), (20, 20, 100), (100, 10, 60)],
)
def test_each_enclosure_is_narrow_and_holds_a_sign_change(l, count, digits):
    zeros = spherical_bessel_zeros(l, count, digits)
    assert len(zeros) == count
    sign = 1
    for zero in zeros:
        assert 0 < zero.upper - zero.lower <= zero.lower / 10**digits
        assert sign_of_bessel(l, zero.lower) == sign
        assert sign_of_bessel(l, zero.upper) == -sign
        sign = -sign
    for before, after in pairwise(zeros):
        assert after.lower - before.upper > sympy.Rational(314, 100)


def test_zeros_interlace():
    # z[l, n] < z[l+1, n] < z[l, n+1] [DLMF 10.21.2]; together with z[0, n] = n pi this counts
    # the zeros of every degree without the comparison theorem that the code relies on.
    table = [spherical_bessel_zeros(l, 40 - l, digits=5) for l in range(31)]
    for lower_degree, higher_degree in pairwise(table):
        for (left, right), between in zip(pairwise(lower_degree), higher_degree, strict=True):
            assert left.upper < between.lower
            assert between.upper < right.lower


@pytest.mark.parametrize("l", [1, 10, 100])
def test_number_of_zeros_agrees_with_a_fine_scan(l):
    zeros = spherical_bessel_zeros(l, 100)
    grid = np.linspace(1e-3, float(zeros[-1]) + 1e-3, 200_001)
    values = scipy.special.spherical_jn(l, grid[grid > l / 2])
    assert np.count_nonzero(np.diff(np.sign(values))) == 100


def test_text_holds_the_digits_asked_for():
    reference = Decimal(str(spherical_bessel_zeros(3, 6, digits=150)[5]))
    for digits in (1, 2, 3, 17, 100):
        text = str(spherical_bessel_zeros(3, 6, digits=digits)[5])
        with localcontext(prec=digits):
            assert Decimal(text) == +reference
        assert digits < 3 or len(text) == digits + 1


def test_zeros_round_to_the_nearest_float():
    floats = [float(zero) for zero in spherical_bessel_zeros(0, 200)]
    assert floats == [float((n * sympy.pi).evalf(60)) for n in range(1, 201)]
    with pytest.raises(ArgumentError, match="digits = 20 or more"):
        float(spherical_bessel_zeros(0, 1, digits=5)[0])


def test_zeros_leave_the_precision_of_flint_alone():
    before = flint.ctx.prec
    assert spherical_bessel_zeros(4, 0) == []
    assert spherical_bessel_zeros(4, 2)[1].midpoint > 0
    assert flint.ctx.prec == before


def test_enclosure_says_what_it_knows():
    third = Enclosure(sympy.Rational(33332, 10**5), sympy.Rational(33334, 10**5), 4)
    assert (str(third), repr(third)) == ("0.3333", "Enclosure(0.3333)")
    assert third.midpoint == sympy.Rational(33333, 10**5)
    assert str(Enclosure(sympy.Rational(3, 2), sympy.Rational(3, 2), 5)) == "1.5000"
    assert str(Enclosure(sympy.Integer(-2), sympy.Integer(-2), 1)) == "-2"


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (sympy.Rational(1, 3), sympy.Rational(1, 2)),
        (sympy.Rational(2), sympy.Rational(1)),
        (0.25, sympy.Rational(1, 4)),
        (sympy.pi, sympy.pi),
    ],
)
def test_enclosure_refuses_ends_that_prove_nothing(lower, upper):
    with pytest.raises(ArgumentError, match="needs sympy Rationals, ascending, that agree"):
        Enclosure(lower, upper, 1)


# Cut-off polynomials


def is_flat(f, p, smoothness):
    """Whether f is 1 at 0, 0 at 1, flat to order p - 1 at 0 and to order `smoothness` at 1."""
    at_zero = [f.diff(x, order).subs(x, 0) for order in range(p)]
    at_one = [f.diff(x, order).subs(x, 1) for order in range(smoothness + 1)]
    return at_zero == [1] + [0] * (p - 1) and not any(at_one)


@pytest.mark.parametrize("smoothness", [0, 1, 2, 3, 8])
@pytest.mark.parametrize("p", [1, 2, 6, 10])
def test_cutoff_is_flat_at_both_ends(p, smoothness):
    f = polynomial_cutoff(p, smoothness)
    assert is_flat(f, p, smoothness)
    # p + smoothness + 1 conditions on as many coefficients: there is no other polynomial
    assert sympy.degree(f, x) == p + smoothness


@pytest.mark.parametrize("power", range(6))
def test_flatness_notices_one_wrong_coefficient(power):
    f = polynomial_cutoff(3, 2)
    assert is_flat(f, 3, 2)
    assert not is_flat(f + x**power, 3, 2)


@pytest.mark.parametrize("p", range(1, 11))
def test_cutoff_of_smoothness_two_is_the_envelope_of_dimenet(p):
    expected = (
        1
        - sympy.Rational((p + 1) * (p + 2), 2) * x**p
        + p * (p + 2) * x ** (p + 1)
        - sympy.Rational(p * (p + 1), 2) * x ** (p + 2)
    )
    assert polynomial_cutoff(p) == expected


def test_cutoff_takes_any_exact_argument():
    r = sympy.Symbol("r")
    assert polynomial_cutoff(1, 0, r / 5) == 1 - r / 5
    assert polynomial_cutoff(6, 3, sympy.Integer(1)) == 0


# Errors


@pytest.mark.parametrize("call", [spherical_bessel, spherical_bessel_polynomials])
@pytest.mark.parametrize("l", [-1, 1.5, True, "2"])
def test_bad_degree(call, l):
    with pytest.raises(ArgumentError, match="a degree is a non-negative integer"):
        call(l)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: spherical_bessel_zeros(-1, 3), "l = -1 was given, but a degree"),
        (
            lambda: spherical_bessel_zeros(1, -3),
            "count = -3 was given, but it must be an integer: pass 0 or more",
        ),
        (
            lambda: spherical_bessel_zeros(1, 3, digits=0),
            "digits = 0 was given, but it must be an integer: pass 1 or more",
        ),
        (lambda: spherical_bessel_zeros(1, 3, digits=2.5), "digits = 2.5 was given"),
        (
            lambda: polynomial_cutoff(0),
            "p = 0 was given, but it must be an integer: pass 1 or more",
        ),
        (lambda: polynomial_cutoff(2, -1), "smoothness = -1 was given"),
        (lambda: polynomial_cutoff(2, 2, 0.5), "x = 0.5 was given, but an exact sympy expression"),
        (lambda: spherical_bessel(2, "x"), "x = 'x' was given, but an exact sympy expression"),
        (lambda: spherical_bessel(2, True), "x = True was given, but an exact sympy expression"),
    ],
)
def test_error_texts(call, text):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value).startswith(text)
