"""Wigner D as polynomials and at exact rotations: homomorphism, covariance, agreement."""

from fractions import Fraction
from math import comb, factorial, isqrt

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from grouptools.checks.turns import product
from grouptools.errors import ArgumentError
from grouptools.exact.harmonics import solid_harmonics
from grouptools.exact.polynomials import monomials
from grouptools.exact.real_basis import unitary_to_real
from grouptools.exact.rotations import rotation_matrix, rotation_quaternion
from grouptools.exact.wigner import wigner_D, wigner_D_coefficients, wigner_D_polynomials

HALF = Fraction(1, 2)
SQRT5 = sympy.sqrt(5)
NAMES = ("x", "y", "z", "w")

# Generators of the cubic, hexagonal and icosahedral groups, a half turn, and a rational rotation.
QUARTER_TURN = sympy.Matrix([[0, -1, 0], [1, 0, 0], [0, 0, 1]])
THIRD_TURN = sympy.Matrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
SIXTH_TURN = sympy.Matrix([[1, -sympy.sqrt(3), 0], [sympy.sqrt(3), 1, 0], [0, 0, 2]]) / 2
FIFTH_TURN = (
    sympy.Matrix(
        [[2, -1 - SQRT5, SQRT5 - 1], [1 + SQRT5, SQRT5 - 1, -2], [SQRT5 - 1, 2, 1 + SQRT5]]
    )
    / 4
)
HALF_TURN = sympy.diag(-1, 1, -1)
RATIONAL = sympy.Matrix([[2, -2, 1], [1, 2, 2], [-2, -1, 2]]) / 3
ROTATIONS = {
    "identity": sympy.eye(3),
    "half": HALF_TURN,
    "cubic": QUARTER_TURN,
    "cubic diagonal": THIRD_TURN,
    "hexagonal": SIXTH_TURN,
    "icosahedral": FIFTH_TURN,
    "rational": RATIONAL,
}
PAIRS = [
    (QUARTER_TURN, THIRD_TURN),
    (SIXTH_TURN, HALF_TURN),
    (FIFTH_TURN, THIRD_TURN),
    (RATIONAL, QUARTER_TURN),
]
by_name = pytest.mark.parametrize("R", ROTATIONS.values(), ids=ROTATIONS.keys())

# Unit quaternions with entries in Q, Q(sqrt2) and Q(sqrt5)
QUATERNIONS = [
    (HALF, HALF, -HALF, HALF),
    (0, 0, sympy.sqrt(2) / 2, sympy.sqrt(2) / 2),
    ((SQRT5 - 1) / 4, 0, HALF, (1 + SQRT5) / 4),
    (Fraction(2, 15), Fraction(-6, 15), Fraction(11, 15), Fraction(8, 15)),
]


def is_zero(matrix):
    return matrix.applyfunc(sympy.expand).is_zero_matrix


def is_homomorphism(first, second, both):
    return is_zero(first * second - both)


def is_unitary(D):
    return is_zero(D * D.H - sympy.eye(D.rows))


def is_covariant(l, D, R):
    """Y_l(R x) = D Y_l(x) as polynomials in x."""
    xyz = sympy.symbols("x y z", real=True)
    turned = solid_harmonics(l, list(R * sympy.Matrix(xyz)))
    return is_zero(sympy.Matrix(turned) - D * sympy.Matrix(solid_harmonics(l, xyz)))


# D as polynomials: exact over integer quaternions, where D(p) D(q) = D(pq) without any norm.


def rational_form(array):
    """D[m', m] g(m) / g(m'), whose entries are polynomials with rational coefficients.

    g(m)^2 = (j+m)! (j-m)!, twice that at m = 0 of the real basis.
    """
    n = array.shape[0] - 1
    g = [factorial(k) * factorial(n - k) for k in range(n + 1)]
    if len(array.shape) == 3:
        g[n // 2] *= 2
    form = {}
    lists = array.indices.tolist(), array.numerators.tolist(), array.denominators.tolist()
    for index, n_square, d_square in zip(*lists, strict=True):
        square = Fraction(n_square * g[index[1]], d_square * g[index[0]])
        root = Fraction(isqrt(abs(square.numerator)), isqrt(square.denominator))
        assert root**2 == abs(square)
        form[tuple(index)] = root if square > 0 else -root
    return form


def at_quaternion(form, shape, quaternion):
    n, count = shape[0] - 1, shape[2]
    order = monomials(n, 4)
    assert count == len(order) == comb(n + 3, 3)
    powers = [[v**k for k in range(n + 1)] for v in quaternion]
    values = [powers[0][a] * powers[1][b] * powers[2][c] * powers[3][d] for a, b, c, d in order]
    matrix = np.zeros((*shape[:2], 2), dtype=object)
    for (row, column, i, *part), coefficient in form.items():
        matrix[row, column, part[0] if part else 0] += coefficient * values[i]
    return matrix[..., 0], matrix[..., 1]


def multiplies(form, shape, p, q):
    (a, b), (c, d) = at_quaternion(form, shape, p), at_quaternion(form, shape, q)
    re, im = at_quaternion(form, shape, product(p, q))
    return bool(np.all(a @ c - b @ d == re) and np.all(a @ d + b @ c == im))


CASES = [(l, "real") for l in (0, 1, 2, 3, 5, 8)] + [
    (j, "complex") for j in (0, HALF, 1, Fraction(3, 2), 4, Fraction(11, 2))
]


@pytest.mark.parametrize(("j", "basis"), CASES)
def test_coefficients_multiply(j, basis):
    array = wigner_D_coefficients(j, basis=basis)
    form = rational_form(array)
    assert multiplies(form, array.shape, (1, -2, 3, 1), (2, 1, 1, -3))


@pytest.mark.parametrize(("j", "basis"), [(2, "real"), (HALF, "complex"), (2, "complex")])
def test_multiplication_fails_when_one_coefficient_is_wrong(j, basis):
    array = wigner_D_coefficients(j, basis=basis)
    form = rational_form(array)
    form[next(iter(form))] += 1
    assert not multiplies(form, array.shape, (1, -2, 3, 1), (2, 1, 1, -3))


@settings(max_examples=10, deadline=None)
@given(*[st.tuples(*[st.integers(-5, 5)] * 4)] * 2, st.sampled_from(CASES[:4] + CASES[6:10]))
def test_coefficients_multiply_everywhere(p, q, case):
    array = wigner_D_coefficients(case[0], basis=case[1])
    assert multiplies(rational_form(array), array.shape, p, q)


@pytest.mark.parametrize(
    ("j", "basis"), [(0, "real"), (2, "real"), (HALF, "complex"), (2, "complex")]
)
def test_coefficients_and_polynomials_agree(j, basis):
    variables = sympy.symbols(NAMES, real=True)
    array = wigner_D_coefficients(j, basis=basis)
    order = monomials(array.shape[0] - 1, 4)
    matrix = sympy.zeros(*array.shape[:2])
    for (row, column, i, *part), value in array.items():
        term = sympy.prod(v**e for v, e in zip(variables, order[i], strict=True))
        matrix[row, column] += sympy.I ** (part[0] if part else 0) * value * term
    assert is_zero(matrix - wigner_D_polynomials(j, basis=basis))


@pytest.mark.parametrize("l", [1, 2])
def test_polynomials_are_orthogonal(l):
    D = wigner_D_polynomials(l)
    norm = sum(v**2 for v in sympy.symbols(NAMES, real=True))
    assert is_zero(D * D.T - sympy.eye(2 * l + 1) * norm ** (2 * l))
    D[0, 0] += 1
    assert not is_zero(D * D.T - sympy.eye(2 * l + 1) * norm ** (2 * l))


def test_spinor():
    x, y, z, w = sympy.symbols(NAMES, real=True)
    # w - i (x sx + y sy + z sz), in the order m = -1/2, 1/2
    expected = sympy.Matrix(
        [[w + sympy.I * z, y - sympy.I * x], [-y - sympy.I * x, w - sympy.I * z]]
    )
    assert is_zero(wigner_D_polynomials(HALF, basis="complex") - expected)


# Exact rotations


@by_name
def test_vector_representation(R):
    order = [1, 2, 0]  # y, z, x
    assert wigner_D(1, R) == R.extract(order, order).applyfunc(sympy.expand)


@by_name
@pytest.mark.parametrize("l", [0, 2, 3])
def test_covariance(l, R):
    assert is_covariant(l, wigner_D(l, R), R)


@pytest.mark.parametrize("pair", PAIRS, ids=["cubic", "hexagonal", "icosahedral", "rational"])
@pytest.mark.parametrize(("l", "basis"), [(1, "real"), (3, "real"), (2, "complex")])
def test_homomorphism(l, basis, pair):
    first, second = (wigner_D(l, R, basis=basis) for R in pair)
    both = wigner_D(l, (pair[0] * pair[1]).applyfunc(sympy.expand), basis=basis)
    assert is_homomorphism(first, second, both)
    assert is_unitary(first)


def test_identities_fail_when_one_entry_is_wrong():
    first, second = wigner_D(2, QUARTER_TURN), wigner_D(2, THIRD_TURN)
    both = wigner_D(2, QUARTER_TURN * THIRD_TURN)
    assert is_homomorphism(first, second, both)
    wrong = both.copy()
    wrong[3, 1] += sympy.Rational(1, 1000)
    assert not is_homomorphism(first, second, wrong)
    assert not is_unitary(wrong)
    assert not is_covariant(2, wrong, QUARTER_TURN * THIRD_TURN)


@pytest.mark.parametrize("j", [HALF, Fraction(3, 2), 2])
@pytest.mark.parametrize("q", QUATERNIONS, ids=str)
def test_spinor_homomorphism(j, q):
    p = QUATERNIONS[0]
    both = [sympy.expand(v) for v in product(p, [sympy.sympify(v) for v in q])]
    first, second, third = (wigner_D(j, v, basis="complex") for v in (p, q, both))
    assert is_homomorphism(first, second, third)
    assert is_unitary(second)
    assert is_zero(wigner_D(j, [-v for v in q], basis="complex") - (-1) ** int(2 * j) * second)


@pytest.mark.parametrize("l", [4, 6])
def test_icosahedral_generator(l):
    D = wigner_D(l, FIFTH_TURN)
    assert D.trace().expand() == 1 + 2 * sum(
        sympy.cos(2 * sympy.pi * m / 5) for m in range(1, l + 1)
    )
    order = np.linalg.matrix_power(np.array(D.evalf(30).tolist(), dtype=float), 5)
    assert np.abs(order - np.eye(2 * l + 1)).max() < 1e-13


@by_name
@pytest.mark.parametrize("l", [1, 3])
def test_real_and_complex(l, R):
    U = unitary_to_real(l)
    assert is_zero(U * wigner_D(l, R, basis="complex").conjugate() * U.H - wigner_D(l, R))


@by_name
def test_matrix_and_quaternion(R):
    quaternion = rotation_quaternion(R)
    assert next(v for v in (quaternion[3], *quaternion) if v) > 0
    assert rotation_matrix(quaternion) == R.applyfunc(sympy.expand)
    assert is_zero(wigner_D(2, quaternion) - wigner_D(2, R))
    scipy_matrix = Rotation.from_quat([float(v) for v in quaternion]).as_matrix()
    assert np.abs(scipy_matrix - np.array(R.tolist(), dtype=float)).max() < 1e-15


@settings(max_examples=10, deadline=None)
@given(st.tuples(*[st.integers(-4, 4)] * 4).filter(any), st.integers(0, 3))
def test_polynomials_at_integers_give_rational_rotations(q, l):
    norm = sum(v * v for v in q)
    x, y, z, w = q
    columns = [product(product(q, e), (-x, -y, -z, w)) for e in np.eye(4, dtype=int).tolist()[:3]]
    R = sympy.Matrix([c[:3] for c in columns]).T / norm
    assert is_zero(wigner_D_polynomials(l, q) / norm**l - wigner_D(l, R))


# Errors


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: wigner_D(1, sympy.eye(3) * 1.0), r"the float 1\.0+ was given in a rotation, but"),
        (lambda: wigner_D(1, np.eye(3)), r"only exact numbers are taken: pass sympy numbers"),
        (lambda: wigner_D(1, sympy.diag(1, 1, sympy.Symbol("a"))), r"a was given in a rotation"),
        (lambda: wigner_D(1, sympy.diag(1, 1, sympy.cos(1))), r"must be real algebraic numbers"),
        (lambda: wigner_D(1, sympy.diag(1, sympy.I, 1)), r"I was given in a rotation, but"),
        (
            lambda: wigner_D(1, [[1, HALF, 0], [0, 1, 0], [0, 0, 1]]),
            r"not orthogonal: entry \(0, 1\) of R\^T R - 1 is 1/2 where 0 is expected",
        ),
        (
            lambda: wigner_D(1, sympy.diag(1, 1, 2)),
            r"entry \(2, 2\) of R\^T R - 1 is 3 where 0 is expected; pass a rotation matrix",
        ),
        (
            lambda: wigner_D(2, -QUARTER_TURN),
            r"determinant -1, .*: multiply the matrix by -1, and the resulting D by the parity",
        ),
        (lambda: wigner_D(1, (1, 1, 0, 0)), r"squared length is 2 where a rotation needs 1: divid"),
        (lambda: wigner_D(1, (0, 0, 0, 0)), r"squared length is 0"),
        (lambda: wigner_D(1, (1, 0, 0)), r"type tuple was given that is neither a 3x3 matrix nor"),
        (lambda: wigner_D(1, 7), r"type int was given that is neither"),
        (lambda: wigner_D(1, "abcd"), r"type str was given that is neither"),
        (lambda: wigner_D(1, Rotation.identity()), r"type Rotation was given that is neither"),
        (lambda: wigner_D(HALF, QUARTER_TURN, basis="complex"), r"only up to a sign for half-int"),
        (lambda: wigner_D(HALF, (0, 0, 0, 1)), r"j = 1/2 was given with basis='real', but half-"),
        (lambda: wigner_D_coefficients(HALF), r"have no real basis: pass basis='complex'"),
        (lambda: wigner_D_coefficients(1, basis="x"), r"basis = 'x' was given"),
        (lambda: wigner_D_coefficients(-1), r"j = -1 was given, but a spin is"),
        (lambda: wigner_D_polynomials(1, (1, 2, 3)), r"4 symbols or exact .* order \(x, y, z, w\)"),
        (lambda: rotation_matrix(QUARTER_TURN), r"a 3x3 matrix was given, but a quaternion"),
        (lambda: rotation_quaternion((0, 0, 0, 1)), r"a quaternion was given, but a 3x3 matrix"),
    ],
)
def test_errors(call, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        call()
