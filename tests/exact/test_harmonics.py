"""Harmonics satisfy their defining equations exactly, and the checks can fail."""

import json
from fractions import Fraction
from functools import cache
from math import factorial, prod
from pathlib import Path

import flint
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from grouptools.errors import ArgumentError
from grouptools.exact.circular import (
    circular_harmonic_coefficients,
    circular_harmonics,
    circular_harmonics_gradient,
)
from grouptools.exact.harmonics import (
    harmonic_coefficients,
    harmonic_factors,
    solid_harmonics,
    solid_harmonics_gradient,
    spherical_harmonics,
    spherical_harmonics_gradient,
)
from grouptools.exact.polynomials import monomials
from grouptools.exact.real_basis import unitary_to_real

ORACLES = Path(__file__).parents[1] / "golden" / "oracles"
WIKIPEDIA = json.loads((ORACLES / "real_sph_wikipedia.json").read_text())["rows"]
XYZ = x, y, z = sympy.symbols("x y z", real=True)
PI = sympy.pi
# rational points of the unit sphere
U = tuple(sympy.Rational(n, 7) for n in (2, -3, 6))
V = tuple(sympy.Rational(n, 9) for n in (-4, 1, 8))


# Each row of coefficients is one root times integers: (square of the root over pi, integers).


def rooted_rows(array):
    """Split each row of a coefficient array into its root and integers."""
    rows = []
    for m in range(array.shape[0]):
        squares = [array.square((m, i)) for i in range(array.shape[1])]
        unit = abs(next(s for s in squares if s))
        ratios = [exact_root(s / unit) for s in squares]
        common = np.lcm.reduce([r.denominator for r in ratios])
        rows.append((unit / int(common) ** 2, [int(r * int(common)) for r in ratios]))
    return rows


def exact_root(square):
    root = Fraction(int(flint.fmpz(abs(square.numerator)).isqrt()), 1)
    root /= int(flint.fmpz(square.denominator).isqrt())
    assert root**2 == abs(square), "the coefficients of a row share one root"
    return root if square > 0 else -root


def polynomials(rows, l):
    ring = flint.fmpq_mpoly_ctx.get(("x", "y", "z"), "lex")
    order = monomials(l, 3)
    return [ring.from_dict(dict(zip(order, integers, strict=True))) for _, integers in rows]


def is_harmonic(rows, l):
    zero = 0 * polynomials(rows, l)[0]
    return all(
        sum((p.derivative(i).derivative(i) for i in range(3)), zero) == 0
        for p in polynomials(rows, l)
    )


def sphere_moment(exponents):
    """Integral of a monomial over the unit sphere, divided by pi."""
    if any(e % 2 for e in exponents):
        return Fraction(0)
    total = sum(exponents)
    doubled = prod(factorial(e) // (2 ** (e // 2) * factorial(e // 2)) for e in exponents)
    return Fraction(4 * doubled * 2 ** (total // 2) * factorial(total // 2), factorial(total + 1))


def is_orthonormal(rows, l):
    order = monomials(l, 3)
    moments = flint.fmpq_mat(
        [[to_fmpq(sphere_moment(np.add(e, f).tolist())) for f in order] for e in order]
    )
    matrix = flint.fmpq_mat([integers for _, integers in rows])
    gram = matrix * moments * matrix.transpose()
    return all(
        gram[i, j] == (1 / to_fmpq(rows[i][0]) if i == j else 0)  # pi / pi = 1
        for i in range(len(rows))
        for j in range(len(rows))
    )


def adds_up(rows, l):
    """sum_m R_lm^2 = (2l+1)/(4 pi) r^(2l) as polynomials."""
    found = polynomials(rows, l)
    a, b, c = found[0].context().gens()
    total = sum((to_fmpq(sq) * p * p for (sq, _), p in zip(rows, found, strict=True)), 0 * a)
    return total == flint.fmpq(2 * l + 1, 4) * (a * a + b * b + c * c) ** l


def to_fmpq(fraction):
    return flint.fmpq(fraction.numerator, fraction.denominator)


@cache
def rows_of(l):
    return rooted_rows(harmonic_coefficients(l))


def test_monomials_descend_lexicographically():
    assert monomials(2, 2) == [(2, 0), (1, 1), (0, 2)]
    for degree, n in [(0, 1), (0, 4), (3, 1), (4, 3), (5, 4)]:
        order = monomials(degree, n)
        assert order == sorted(order, reverse=True)
        assert len(set(order)) == sympy.binomial(degree + n - 1, degree)
        assert all(sum(e) == degree for e in order)
    harmonic_coefficients(11)
    assert {type(k) for e in monomials(11, 3) for k in e} == {int}  # not flint's


@pytest.mark.parametrize("arguments", [(-1, 3), (2, 0), (1.0, 2), (True, 2)], ids=str)
def test_monomials_refuse(arguments):
    with pytest.raises(ArgumentError, match=r"was given, but it must be an integer of at least"):
        monomials(*arguments)


@pytest.mark.parametrize("row", WIKIPEDIA, ids=lambda row: f"l{row['l']}m{row['m']}")
def test_wikipedia(row):
    names = {"x": x, "y": y, "z": z, "r": sympy.sqrt(x**2 + y**2 + z**2)}
    expected = sympy.sympify(f"({row['norm']})*({row['poly']})", locals=names)
    found = solid_harmonics(row["l"])[row["l"] + row["m"]]
    assert (found - expected).expand() == 0


@pytest.mark.parametrize("l", [*range(8), 20])
def test_harmonic_orthonormal_and_addition(l):
    rows = rows_of(l)
    assert is_harmonic(rows, l)
    assert is_orthonormal(rows, l)
    assert adds_up(rows, l)


@pytest.mark.parametrize("check", [is_harmonic, is_orthonormal, adds_up])
def test_checks_fail_when_one_coefficient_is_wrong(check):
    rows = [(square, list(integers)) for square, integers in rows_of(3)]
    assert check(rows, 3)
    rows[2][1][monomials(3, 3).index((0, 1, 2))] += 1
    assert not check(rows, 3)


def test_addition_theorem_at_l_20():
    cosine = sum(a * b for a, b in zip(U, V, strict=True))
    pairs = zip(solid_harmonics(20, U), solid_harmonics(20, V), strict=True)
    total = sum(a * b for a, b in pairs)
    assert total == sympy.Rational(41, 4) / PI * sympy.legendre(20, cosine)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 8), st.tuples(*[st.integers(-9, 9)] * 3).filter(any))
def test_sum_of_squares_over_the_sphere(l, point):
    total = sum(value**2 for value in spherical_harmonics(l, point))
    assert total.expand() == sympy.Rational(2 * l + 1, 4) / PI


@pytest.mark.parametrize("l", range(5))
def test_real_and_complex(l):
    complex_ones = sympy.Matrix(solid_harmonics(l, basis="complex"))
    difference = unitary_to_real(l) * complex_ones - sympy.Matrix(solid_harmonics(l))
    assert difference.expand().is_zero_matrix


@pytest.mark.parametrize("l", range(5))
def test_complex_against_sympy(l):
    theta, phi = sympy.Rational(7, 5), sympy.Rational(-11, 4)
    r = sympy.sin(theta)
    at = {x: r * sympy.cos(phi), y: r * sympy.sin(phi), z: sympy.cos(theta)}
    for m, found in zip(range(-l, l + 1), solid_harmonics(l, basis="complex"), strict=True):
        expected = complex(sympy.Ynm(l, m, theta, phi).expand(func=True).evalf(30))
        assert complex(found.subs(at).evalf(30)) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("basis", ["real", "complex"])
@pytest.mark.parametrize("l", [0, 1, 4])
def test_coefficients_and_expressions_agree(l, basis):
    array = harmonic_coefficients(l, basis=basis)
    rows = [sympy.Integer(0)] * (2 * l + 1)
    for (m, i, *part), value in array.items():
        power = prod(v**e for v, e in zip(XYZ, monomials(l, 3)[i], strict=True))
        rows[m] += sympy.I ** (part[0] if part else 0) * value * power
    difference = sympy.Matrix(rows) - sympy.Matrix(solid_harmonics(l, basis=basis))
    assert difference.expand().is_zero_matrix
    assert array.pi_power == -1


@pytest.mark.parametrize("l", [0, 1, 2, 5, 9])
def test_factors_multiply_to_the_harmonic(l):
    r2 = x**2 + y**2 + z**2
    for m, expected in zip(range(-l, l + 1), solid_harmonics(l), strict=True):
        square, zonal, order, azimuthal = harmonic_factors(l, m)
        assert order == abs(m)
        assert np.gcd.reduce(zonal) == 1
        assert zonal[0] > 0
        turned = ((x + sympy.I * y) ** order).expand()
        plane = sympy.im(turned) if azimuthal == "sin" else sympy.re(turned)
        axis = sum(c * z ** (l - order - 2 * k) * r2**k for k, c in enumerate(zonal))
        root = sympy.sqrt(sympy.Rational(square.numerator, square.denominator) / PI)
        assert (root * axis * plane - expected).expand() == 0


@pytest.mark.parametrize("basis", ["real", "complex"])
@pytest.mark.parametrize("l", [0, 1, 3])
def test_gradients(l, basis):
    solids = sympy.Matrix(solid_harmonics(l, basis=basis))
    assert (solid_harmonics_gradient(l, basis=basis) - solids.jacobian(XYZ)).expand().is_zero_matrix
    at = dict(zip(XYZ, (1, -2, 2), strict=True))
    expected = sympy.Matrix(spherical_harmonics(l, basis=basis)).jacobian(XYZ).subs(at)
    found = spherical_harmonics_gradient(l, basis=basis)
    assert (found.subs(at) - expected).expand().is_zero_matrix
    found_there = spherical_harmonics_gradient(l, (1, -2, 2), basis=basis)
    assert (found_there - expected).expand().is_zero_matrix
    assert (found.subs(at) * sympy.Matrix([1, -2, 2])).expand().is_zero_matrix


def test_gradient_check_fails_when_one_coefficient_is_wrong():
    wrong = list(solid_harmonics(2))
    wrong[2] += x * y
    difference = solid_harmonics_gradient(2) - sympy.Matrix(wrong).jacobian(XYZ)
    assert not difference.expand().is_zero_matrix


def test_directions():
    assert spherical_harmonics(3, (6, -9, 18)) == solid_harmonics(3, U)
    assert spherical_harmonics(0, (0, 0, 0)) == (1 / (2 * sympy.sqrt(PI)),)
    with pytest.raises(ArgumentError, match=r"\(0, 0, 0\) was given, but the zero vector has no"):
        spherical_harmonics(1, (0, 0, 0))
    with pytest.raises(ArgumentError, match=r"pass a vector of positive length"):
        spherical_harmonics_gradient(2, (0, 0, 0))


# The circle


@pytest.mark.parametrize("n", [0, 1, 2, 5, 20])
def test_circular(n):
    phi = sympy.Symbol("phi", real=True)
    a, b = sympy.symbols("x y", real=True)
    found = circular_harmonics(n)
    if n <= 5:
        at = {a: sympy.cos(phi), b: sympy.sin(phi)}
        expected = [sympy.sin(n * phi), sympy.cos(n * phi)] if n else [1 / sympy.sqrt(2)]
        for f, e in zip(found, expected, strict=True):
            assert (
                sympy.expand_trig(f.subs(at) - e / sympy.sqrt(PI))
                .expand(trig=True)
                .rewrite(sympy.exp)
                .expand()
                == 0
            )
    assert sum(f**2 for f in found).expand() == ((a**2 + b**2) ** n / PI).expand() / (1 if n else 2)
    array = circular_harmonic_coefficients(n)
    assert array.shape == (2 if n else 1, n + 1)
    for (m, i), value in array.items():
        (k, k2) = monomials(n, 2)[i]
        assert sympy.Poly(found[m], a, b).coeff_monomial(a**k * b**k2) == value
    jacobian = sympy.Matrix(found).jacobian([a, b])
    assert (circular_harmonics_gradient(n) - jacobian).expand().is_zero_matrix


# Errors


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: harmonic_coefficients(-1), r"l = -1 was given, but a degree is a non-negative"),
        (lambda: solid_harmonics(1.5), r"l = 1\.5 was given, but a degree is a non-negative"),
        (lambda: circular_harmonics(-2), r"n = -2 was given, but a degree"),
        (lambda: harmonic_coefficients(1, basis="cubic"), r"basis = 'cubic' was given, but it"),
        (lambda: solid_harmonics(1, basis="x"), r"must be 'real' or 'complex'"),
        (lambda: solid_harmonics_gradient(1, basis="x"), r"must be 'real' or 'complex'"),
        (lambda: harmonic_factors(2, 3), r"m = 3 was given with l = 2, but .* from -2 to 2"),
        (lambda: harmonic_factors(2, Fraction(1, 2)), r"m = Fraction\(1, 2\) was given with l = 2"),
        (lambda: solid_harmonics(1, (1, 2)), r"3 symbols or exact numbers .* order \(x, y, z\)"),
        (lambda: solid_harmonics(1, (1, 2, 0.5)), r"\(1, 2, 0\.5\) was given, but 3 symbols"),
        (lambda: solid_harmonics(1, "xyz"), r"variables = 'xyz' was given"),
        (lambda: solid_harmonics(1, 3), r"variables = 3 was given"),
        (lambda: circular_harmonics(1, (1, 2, 3)), r"2 symbols or exact numbers"),
    ],
)
def test_errors(call, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        call()
