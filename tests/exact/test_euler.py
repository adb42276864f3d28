"""Wigner d and D in Euler angles: published values, sympy, and the other forms of D."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from sympy.physics.quantum.spin import Rotation as SympyRotation

from grouptools.checks.turns import product
from grouptools.errors import ArgumentError
from grouptools.exact.euler import wigner_d, wigner_D_euler
from grouptools.exact.wigner import wigner_D, wigner_D_polynomials

ORACLES = Path(__file__).parents[1] / "golden" / "oracles"
SMALL_D = json.loads((ORACLES / "wigner_small_d.json").read_text())["rows"]
HALF = Fraction(1, 2)
NAMES = ("x", "y", "z", "w")


def is_zero(matrix):
    return matrix.applyfunc(sympy.expand).is_zero_matrix


# Small d


def in_half_angle(expression, angle):
    """Normal form of a trigonometric polynomial: linear in sin(angle/2)."""
    c, s = sympy.symbols("c s")
    known = {
        sympy.sin(2 * angle): 2 * (2 * s * c) * (c**2 - s**2),
        sympy.sin(angle): 2 * s * c,
        sympy.cos(angle): c**2 - s**2,
        sympy.sin(angle / 2): s,
        sympy.cos(angle / 2): c,
    }
    return sympy.rem(expression.subs(known).expand(), s**2 + c**2 - 1, s)


@pytest.mark.parametrize("row", SMALL_D, ids=lambda r: f"{r['j']}_{r['mp']}_{r['m']}")
def test_published_small_d(row):
    theta = sympy.Symbol("theta", real=True)
    twice_j, twice_mp, twice_m = (int(2 * Fraction(row[name])) for name in ("j", "mp", "m"))
    d = wigner_d(Fraction(twice_j, 2), theta)
    expected = in_half_angle(sympy.sympify(row["d"], locals={"theta": theta}), theta)
    r, c = (twice_j + twice_mp) // 2, (twice_j + twice_m) // 2  # rows and columns of m', m
    sign = (-1) ** (r - c)
    for value in (d[r, c], d[twice_j - c, twice_j - r], sign * d[c, r]):
        assert in_half_angle(value - expected, theta) == 0


@pytest.mark.parametrize("j", [0, HALF, 1, Fraction(5, 2)])
def test_small_d_against_sympy(j):
    beta = sympy.Rational(13, 10)
    found = wigner_d(j, beta)
    for row in range(found.rows):
        column = found.cols // 2
        spin = sympy.Rational(found.rows - 1, 2)
        expected = SympyRotation.d(spin, row - spin, column - spin, beta).doit()
        assert abs((found[row, column] - expected).evalf(30)) < 1e-25


@pytest.mark.parametrize("j", [HALF, 1, Fraction(7, 2), 4])
def test_small_d_is_a_rotation(j):
    turn = [wigner_d(j, sympy.pi * k / 3) for k in range(7)]
    assert is_zero(turn[1] * turn[1] - turn[2])
    assert is_zero(turn[2] * turn[2].T - sympy.eye(turn[2].rows))
    assert turn[0] == sympy.eye(turn[0].rows)
    assert turn[6] == turn[0] * (-1) ** int(2 * j)


@pytest.mark.parametrize("j", [Fraction(19, 2), 10])
def test_large_small_d(j):
    quarter = np.array(wigner_d(j, sympy.pi / 2).tolist(), dtype=float)
    n = len(quarter) - 1
    half = np.diag([(-1.0) ** (n - k) for k in range(n + 1)])[::-1]  # (-1)^(j-m) at m' = -m
    assert np.abs(quarter @ quarter - half).max() < 1e-14


# Euler angles

ANGLES = tuple(sympy.pi * sympy.Rational(n, d) for n, d in ((1, 2), (2, 3), (-5, 6)))


def about_z(angle):
    c, s = sympy.cos(angle), sympy.sin(angle)
    return sympy.Matrix([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def about_y(angle):
    c, s = sympy.cos(angle), sympy.sin(angle)
    return sympy.Matrix([[c, 0, s], [0, 1, 0], [-s, 0, c]])


@pytest.mark.parametrize("basis", ["real", "complex"])
@pytest.mark.parametrize("l", [0, 1, 2, 4])
def test_euler_angles_and_matrix(l, basis):
    a, b, c = ANGLES
    R = about_z(a) * about_y(b) * about_z(c)
    assert is_zero(wigner_D_euler(l, a, b, c, basis=basis) - wigner_D(l, R, basis=basis))


@pytest.mark.parametrize(
    ("j", "basis"),
    [(1, "real"), (3, "real"), (1, "complex"), (HALF, "complex"), (Fraction(5, 2), "complex")],
)
def test_euler_angles_and_quaternion(j, basis):
    a, b, c = 0.8, 1.9, -2.3
    turns = [(0, 0, np.sin(a / 2), np.cos(a / 2)), (0, np.sin(b / 2), 0, np.cos(b / 2))]
    turns.append((0, 0, np.sin(c / 2), np.cos(c / 2)))
    q = product(product(turns[0], turns[1]), turns[2])
    names = sympy.symbols(("alpha", "beta", "gamma"), real=True)
    euler = sympy.lambdify(names, wigner_D_euler(j, basis=basis), "numpy")
    form = sympy.lambdify(
        sympy.symbols(NAMES, real=True), wigner_D_polynomials(j, basis=basis), "numpy"
    )
    assert np.abs(euler(a, b, c) - form(*q)).max() < 1e-14


@pytest.mark.parametrize("j", [HALF, 2])
def test_complex_euler_is_the_physics_standard(j):
    a, c = sympy.symbols("alpha gamma", real=True)
    D, d = wigner_D_euler(j, basis="complex"), wigner_d(j)
    n = D.rows - 1
    for row in range(n + 1):
        for column in range(n + 1):
            mp, m = sympy.Rational(2 * row - n, 2), sympy.Rational(2 * column - n, 2)
            expected = sympy.exp(-sympy.I * mp * a) * d[row, column] * sympy.exp(-sympy.I * m * c)
            assert sympy.expand(D[row, column] - expected, power_exp=False) == 0


def test_real_euler_is_real():
    assert all(entry.is_real for entry in wigner_D_euler(3))


# Errors


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: wigner_D_euler(HALF), r"j = 1/2 was given with basis='real'"),
        (lambda: wigner_D_euler(1, 0, 0.5, 0), r"beta = 0\.5 was given, but an exact angle"),
        (lambda: wigner_d(1, "pi"), r"beta = 'pi' was given, but an exact angle in radians"),
        (lambda: wigner_d(Fraction(1, 3)), r"j = Fraction\(1, 3\) was given, but a spin"),
    ],
)
def test_errors(call, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        call()
