"""Representations of Lie groups at single elements, exact and in floats."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.spatial.transform import Rotation

from grouptools.errors import ArgumentError
from grouptools.exact.wigner import wigner_D
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.representations import Irrep, irreps

EPS = 2.0**-53
SQRT5 = sympy.sqrt(5)
HALF = sympy.Rational(1, 2)
QUATERNIONS = [
    (HALF, HALF, -HALF, HALF),
    (0, 0, sympy.sqrt(2) / 2, sympy.sqrt(2) / 2),
    ((SQRT5 - 1) / 4, 0, HALF, (1 + SQRT5) / 4),
    tuple(sympy.Rational(n, 15) for n in (2, -6, 11, 8)),
]
RATIONAL = sympy.Matrix([[2, -2, 1], [1, 2, 2], [-2, -1, 2]]) / 3
GROUPS = [SO2(), O2(), SU2(), SO3(), O3()]
every_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)


@pytest.mark.parametrize("q", QUATERNIONS)
def test_exact_matrices_are_wigner_matrices(q):
    for l in range(3):
        assert Irrep(l, SO3()).representation(q) == wigner_D(l, q)
        assert Irrep(f"{l}e").representation(q) == wigner_D(l, q)
    for j in (HALF, 1, 3 * HALF):
        assert Irrep(j, SU2()).representation(q) == wigner_D(j, q, basis="complex")


def test_exact_matrices_of_improper_elements():
    for l in range(3):
        for parity, sign in (("e", 1), ("o", -1)):
            assert Irrep(f"{l}{parity}").representation(-RATIONAL) == sign * wigner_D(l, RATIONAL)
    assert Irrep("1o").representation(-sympy.eye(3)) == -sympy.eye(3)


def test_exact_matrices_in_the_plane():
    t = sympy.Symbol("t", real=True)
    turn = Irrep(3, SO2()).representation(t)
    assert turn == sympy.Matrix(
        [[sympy.cos(3 * t), sympy.sin(3 * t)], [-sympy.sin(3 * t), sympy.cos(3 * t)]]
    )
    fifth = sympy.pi * 2 / 5
    c, s = sympy.cos(fifth), sympy.sin(fifth)
    rotation, mirrored = sympy.Matrix([[c, -s], [s, c]]), sympy.Matrix([[c, s], [s, -c]])
    for k in (1, 2, 4):
        rep = Irrep(k, O2()).representation
        assert sympy.simplify(rep(rotation) - rep(fifth)).is_zero_matrix
        product = rep(rotation) * sympy.diag(-1, 1)
        assert sympy.simplify(rep(mirrored) - product).is_zero_matrix
    assert Irrep("0-", O2()).representation(mirrored) == sympy.Matrix([[-1]])
    wave = Irrep("-2", SO2(), real=False).representation(t)
    assert sympy.simplify(wave[0] - sympy.exp(-2 * sympy.I * t)) == 0


@pytest.mark.parametrize("q", QUATERNIONS[2:])
def test_exact_matrices_of_what_is_no_irrep(q):
    """Kronecker products and minors of the orthonormal matrices."""
    rep = Irrep("1", SO3()).representation
    product = rep * rep
    D = wigner_D(1, q)
    assert sympy.simplify(product(q) - sympy.kronecker_product(D, D)).is_zero_matrix
    assert sympy.expand((rep + product)(q).trace() - (rep + product).character(q)) == 0
    assert sympy.simplify(rep.antisymmetric_power(3)(q)[0]) == 1


def test_spinors_multiply_to_the_product_of_matrices():
    spinor = Irrep("1/2", SU2()).representation
    q = QUATERNIONS[3]
    D = wigner_D(Fraction(1, 2), q, basis="complex")
    product = (spinor * spinor)(q)
    assert sympy.expand(product - sympy.kronecker_product(D, D)).is_zero_matrix


def random_elements(group, count=6):
    rng = np.random.default_rng(4)
    if group.dimension == 2:
        angles = rng.uniform(-4, 4, count)
        c, s = np.cos(angles), np.sin(angles)
        matrices = np.array([[c, -s], [s, c]]).transpose(2, 0, 1)
        if group.name == "O(2)":
            matrices[::2] = matrices[::2] @ np.diag([1.0, -1.0])
        return matrices
    rotations = Rotation.random(count, rng=4)
    if group.name == "SU(2)":
        return rotations.as_quat() * np.array([1, -1] * (count // 2))[:, None]
    matrices = rotations.as_matrix()
    if group.name == "O(3)":
        matrices[::2] *= -1
    return matrices


def product_of(group, a, b):
    if group.name != "SU(2)":
        return a @ b
    both = (Rotation.from_quat(a) * Rotation.from_quat(b)).as_quat()
    w = a[:, 3] * b[:, 3] - (a[:, :3] * b[:, :3]).sum(axis=1)  # the sign that rotations lose
    return both * (np.sign(w) * np.sign(both[:, 3]))[:, None]


def largest_deviation(a, b):
    return np.abs(a - b).max()


@every_group
def test_numeric_products(group):
    """D(g) D(h) = D(gh), to rounding: some eps for each dimension and unit of the exponent."""
    a, b = random_elements(group), random_elements(group)[::-1]
    for one in irreps(group, 3):
        rep = one.representation + one.representation.tensor(one.representation)
        left = rep.numeric(a) @ rep.numeric(b)
        right = rep.numeric(product_of(group, a, b))
        assert left.shape == (6, rep.dimension, rep.dimension)
        assert largest_deviation(left, right) < 40 * rep.dimension * EPS, one
        unit = left @ left.conj().swapaxes(-1, -2)
        assert largest_deviation(unit, np.eye(rep.dimension)) < 40 * rep.dimension * EPS, one


def test_numeric_products_see_a_wrong_order():
    rep, a = Irrep("2", SO3()).representation, random_elements(SO3())
    assert largest_deviation(rep.numeric(a[0]) @ rep.numeric(a[1]), rep.numeric(a[1] @ a[0])) > 0.1


@pytest.mark.parametrize("q", QUATERNIONS)
def test_numeric_matrices_are_the_exact_ones(q):
    floats = np.array([float(x) for x in q])
    minus = np.array(RATIONAL.tolist(), dtype=float) * -1
    for j in (HALF, 1, 3 * HALF):
        exact = np.array(wigner_D(j, q, basis="complex").evalf(20).tolist(), dtype=complex)
        rep = Irrep(j, SU2()).representation
        assert largest_deviation(rep.numeric(floats), exact) < 100 * EPS
        assert largest_deviation(rep.numeric(-floats), (-1) ** int(2 * j) * exact) < 100 * EPS
    for l in (1, 3):
        exact = np.array(wigner_D(l, q).evalf(20).tolist(), dtype=float)
        rep = Irrep(l, SO3()).representation
        assert largest_deviation(rep.numeric(Rotation.from_quat(floats)), exact) < 100 * EPS
        improper = np.array((-wigner_D(l, RATIONAL)).evalf(20).tolist(), dtype=float)
        assert largest_deviation(Irrep(f"{l}o").representation.numeric(minus), improper) < 100 * EPS


def test_numeric_identity_and_full_turn():
    spinor = Irrep("1/2", SU2()).representation
    assert largest_deviation(spinor.numeric([0, 0, 0, 1.0]), np.eye(2)) < 4 * EPS
    assert largest_deviation(spinor.numeric([0, 0, 0, -1.0]), -np.eye(2)) < 4 * EPS
    assert (
        largest_deviation(Irrep("2", SO3()).representation.numeric(np.eye(3)), np.eye(5)) < 4 * EPS
    )
    assert Irrep("2", SO2()).representation.numeric([0.1, 0.2, 0.3]).shape == (3, 2, 2)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: irreps(SO3()),
            (
                "the irreps of SO(3) were asked for, but there are infinitely many: pass l_max, "
                "the largest degree"
            ),
        ),
        (
            lambda: Irrep("1"),
            (
                "'1' was given as an irrep of O(3), but its irreps are degree and parity, '0e', "
                "'0o', '1o', '1e', ..."
            ),
        ),
        (
            lambda: Irrep("2/2", SU2()),
            ("'2/2' was given as an irrep of SU(2), but its irreps are spins '0', '1/2', '1', ..."),
        ),
        (
            lambda: Irrep("0", O2()),
            (
                "'0' was given as an irrep of O(2), but its irreps are '0+', '0-' and frequencies "
                "'1', '2', ..."
            ),
        ),
        (
            lambda: Irrep("1", SO3()).representation(-sympy.eye(3)),
            (
                "the matrix has determinant -1, but a rotation has 1: multiply the matrix by -1, "
                "and the resulting D by the parity of the irrep, (-1)**l for harmonics"
            ),
        ),
        (
            lambda: Irrep("1", SO2()).representation(sympy.diag(1, -1)),
            (
                "the matrix [[1, 0], [0, -1]] was given as an element of SO(2), but it is a "
                "reflection: use O(2)"
            ),
        ),
        (
            lambda: Irrep("1", O2()).representation(sympy.diag(1, 2)),
            (
                "the matrix [[1, 0], [0, 2]] was given as an element of O(2), but it is not "
                "orthogonal: R^T R - 1 is [[0, 0], [0, 3]]"
            ),
        ),
        (
            lambda: Irrep("1", SO2()).representation(0.5),
            (
                "0.5 was given as an element of SO(2), but an exact angle or 2x2 matrix is "
                "expected: pass sympy numbers, or floats to `numeric`"
            ),
        ),
        (
            lambda: Irrep("1/2", SU2()).representation(sympy.eye(3)),
            (
                "an element of SU(2) was given that is not of four numbers, but a unit quaternion "
                "(x, y, z, w) is expected"
            ),
        ),
        (
            lambda: Irrep("1", SO3()).representation.numeric([1.0, 2.0]),
            (
                "an array of shape (2,) was given as elements of SO(3), but quaternions (..., 4), "
                "matrices (..., 3, 3) or a scipy Rotation are expected"
            ),
        ),
        (
            lambda: Irrep("1", SO3()).representation.numeric(-np.eye(3)),
            "a matrix of determinant -1 was given as an element of SO(3): use O(3)",
        ),
        (
            lambda: Irrep("1o").representation.numeric(2 * np.eye(3)),
            (
                "a matrix was given as an element of O(3) that is not orthogonal: R^T R - 1 "
                "reaches 3.0e+00"
            ),
        ),
    ],
)
def test_errors(make, message):
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == message
