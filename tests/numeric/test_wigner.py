"""Wigner matrices in floats: their defining equations, and agreement with exact ones and peers."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.spatial.transform import Rotation

import grouptools as gt
from grouptools.numeric.wigner import (
    character,
    rotate_coefficients,
    wigner_D,
    wigner_d,
    wigner_D_blocks,
)
from tests.accuracy.wigner_sums import Sums

EPS = 2.0**-52
RNG = np.random.default_rng(2)
R1, R2 = Rotation.random(20, random_state=1), Rotation.random(20, random_state=2)
SPINS = [Fraction(t, 2) for t in (0, 1, 2, 3, 7, 8, 33)]
#: x, y, z in the order of degree 1
YZX = np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]])
#: quaternions with integer components: identity, half turns, cubic rotations, others
INTEGERS = [
    *[(0, 0, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (1, 1, 0, 0), (1, 1, 1, 1)],
    *[(1, 0, 0, 1), (0, -1, 0, 1), (3, 0, 0, 4), (0, 3, 4, 0), (1, 2, 2, 0), (2, -4, -5, 6)],
    *[(-1, -2, 3, -1), (0, 0, 0, -2)],
]


def product(p, q):
    """Of quaternions, scalar last."""
    return (Rotation.from_quat(p) * Rotation.from_quat(q)).as_quat()


def su2(q):
    x, y, z, w = np.moveaxis(q, -1, 0)
    rows = [[w - 1j * z, -y - 1j * x], [y - 1j * x, w + 1j * z]]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def su2_quaternion(u):
    a, b = u[..., 0, 0], u[..., 1, 0]
    return np.stack([-b.imag, b.real, -a.imag, a.real], axis=-1)


def size(D):
    return np.abs(D).max()


# The defining equations


@pytest.mark.parametrize("l", [0, 1, 2, 3, 5, 8, 16, 20, 40])
def test_products_and_inverses_of_rotations(l):
    first, second = wigner_D(l, R1), wigner_D(l, R2)
    bound = 16 * EPS * (l + 1) ** 1.5
    assert size(first @ second - wigner_D(l, R1 * R2)) < bound
    assert size(first @ np.swapaxes(first, 1, 2) - np.eye(2 * l + 1)) < bound
    assert size(wigner_D(l, R1.inv()) - np.swapaxes(first, 1, 2)) < bound


@pytest.mark.parametrize("place", [(0, 0), (3, 2), (4, 1)])
def test_one_wrong_entry_breaks_the_product(place):
    first, second, both = wigner_D(2, R1), wigner_D(2, R2), wigner_D(2, R1 * R2)
    assert size(first @ second - both) < 32 * EPS
    first[:, *place] += 1e-12
    assert size(first @ second - both) > 1e-13


@pytest.mark.parametrize("j", SPINS)
def test_products_and_inverses_in_su2(j):
    p, q = R1.as_quat(), R2.as_quat()
    first, second = (wigner_D(j, quaternion, basis="complex") for quaternion in (p, q))
    pq = su2_quaternion(su2(p) @ su2(q))
    bound = 16 * EPS * (float(j) + 1) ** 1.5
    assert size(first @ second - wigner_D(j, pq, basis="complex")) < bound
    adjoint = np.conj(np.swapaxes(first, 1, 2))
    assert size(first @ adjoint - np.eye(int(2 * j + 1))) < bound


def test_degree_one_is_the_rotation_and_one_half_its_element_of_su2():
    assert size(wigner_D(1, R1) - YZX @ R1.as_matrix() @ YZX.T) < 8 * EPS
    q = R1.as_quat()
    ascending = su2(q)[:, ::-1, ::-1]
    assert size(wigner_D(Fraction(1, 2), q, basis="complex") - ascending) < 8 * EPS


@pytest.mark.parametrize("l", [0, 1, 2, 5, 9])
def test_harmonics_turn_with_the_point(l):
    points = RNG.normal(size=(20, 3))
    before = gt.spherical_harmonics(l, points)[:, l * l :]
    after = gt.spherical_harmonics(l, R1.apply(points))[:, l * l :]
    turned = np.einsum("nij,nj->ni", wigner_D(l, R1), before)
    assert size(turned - after) < 64 * EPS * (l + 1) ** 1.5


@pytest.mark.parametrize("j", SPINS[:6])
@pytest.mark.parametrize("basis", ["real", "complex"])
def test_equal_to_exact_matrices(j, basis):
    if basis == "real" and j.denominator == 2:
        return
    found = wigner_D(j, np.array(INTEGERS), basis=basis)
    for q, D in zip(INTEGERS, found, strict=True):
        length = sympy.sqrt(sum(v * v for v in q))
        exact = gt.exact.wigner_D(j, [sympy.Integer(v) / length for v in q], basis=basis)
        expected = np.array(exact.evalf(20).tolist(), dtype=complex)
        assert size(D - expected) < 4 * EPS * (j + 1)


def test_one_wrong_coefficient_is_seen():
    import flint

    D = wigner_D(2, [1, 2, 3, 4])
    q = [flint.arb(v) / flint.arb(30).sqrt() for v in (1, 2, 3, 4)]
    sums = Sums(4, q, flint.arb(1))
    exact = np.array([[float(sums.real_entry(r, c)) for c in range(5)] for r in range(5)])
    assert size(D - exact) < 16 * EPS
    D[1, 3] = np.nextafter(np.float32(D[1, 3]), np.float32(2))
    assert size(D - exact) > 16 * EPS


@pytest.mark.parametrize("l", [1, 4, 12])
def test_the_two_bases_are_tied_by_the_unitary_matrix(l):
    U = np.array(gt.exact.unitary_to_real(l).evalf(20).tolist(), dtype=complex)
    D = wigner_D(l, R1, basis="complex")
    assert size(U @ np.conj(D) @ np.conj(U.T) - wigner_D(l, R1)) < 16 * EPS * (l + 1)


@pytest.mark.parametrize("l", [1, 2, 6, 20])
def test_equal_to_matrices_of_lie_learn(l):
    dense = pytest.importorskip(
        "lie_learn.representations.SO3.pinchon_hoggan.pinchon_hoggan_dense", exc_type=ImportError
    )
    for rotation, D in zip(R1, wigner_D(l, R1), strict=True):
        angles = rotation.as_euler("ZYZ")
        theirs = dense.rot_mat(*angles, l=l, J=dense.Jd[l])
        assert size(D - theirs) < 64 * EPS * (l + 1)


# Derivatives: the equations of X_i, at every rotation; exactness is measured in tests/accuracy

DERIVED = {"quaternion": 4, "rotation_vector": 3, "perturbation": 3}
NEAR = np.array([*INTEGERS, (1e-9, 0, 0, 1), (1, 1e-12, 0, 1e-9), (3e-5, 1e-4, 1, 2e-4)], float)


@pytest.mark.parametrize("name", DERIVED)
@pytest.mark.parametrize("basis", ["real", "complex"])
def test_derivatives_of_degree_one_generate_those_of_a_product(name, basis):
    """D^2 is a part of D^1 x D^1, by real or complex couplings."""
    C = gt.exact.clebsch_gordan(1, 1, 2, basis=basis).to_numpy()
    options = {"basis": basis, "derivatives": 2, "with_respect_to": name}
    D, d, h = wigner_D(1, NEAR, **options)
    E, e, f = wigner_D(2, NEAR, **options)

    def pair(x, y):
        return np.einsum("...ab,...cd,ack,bdl->...kl", x, y, C, C)

    d_left, d_right = d[:, :, None], d[:, None, :]
    assert size(pair(D, D) - E) < 16 * EPS
    one = D[:, None]
    scale = np.linalg.norm(NEAR, axis=1)[:, None, None, None] if name == "quaternion" else 1.0
    assert size((pair(d, one) + pair(one, d) - e) * scale) < 64 * EPS
    two = D[:, None, None]
    second = pair(h, two) + pair(two, h) + pair(d_left, d_right) + pair(d_right, d_left)
    scale = scale[..., None] ** 2 if name == "quaternion" else 1.0
    assert size((second - f) * scale) < 256 * EPS
    assert size(f - np.swapaxes(f, 1, 2)) == 0


def test_generators_are_derivatives_of_the_rotation():
    _, d = wigner_D(1, np.eye(3), derivatives=1, with_respect_to="perturbation")
    cross = [np.cross(axis, np.eye(3)).T for axis in np.eye(3)]
    for found, expected in zip(d, cross, strict=True):
        assert size(found - YZX @ expected @ YZX.T) < 4 * EPS
    _, at_identity = wigner_D(3, np.eye(3), derivatives=1, with_respect_to="rotation_vector")
    _, generators = wigner_D(3, np.eye(3), derivatives=1, with_respect_to="perturbation")
    assert size(at_identity - generators) == 0


def test_quaternions_are_scaled_out():
    q = RNG.normal(size=(5, 4))
    D, d, h = wigner_D(3, q, derivatives=2)
    assert size(np.einsum("nakl,na->nkl", d, q)) < 64 * EPS
    E, e, f = wigner_D(3, 8 * q, derivatives=2)
    assert size(D - E) == 0
    assert size(d - 8 * e) < 64 * EPS
    assert size(h - 64 * f) < 512 * EPS


def test_half_integers_are_differentiated_through_the_given_quaternion():
    q, h = np.array([0.1, -0.2, 0.3, -0.9]), 1e-6
    j = Fraction(3, 2)
    _, d = wigner_D(j, q, basis="complex", derivatives=1)
    step = np.array([h, 0, 0, 0])
    up, down = (wigner_D(j, q + s * step, basis="complex") for s in (1, -1))
    assert size((up - down) / (2 * h) - d[0]) < 1e-8


# Several degrees, rotated coefficients


@pytest.mark.parametrize("basis", ["real", "complex"])
@pytest.mark.parametrize("count", [1, 7, 8, 19])
def test_blocks_are_the_matrices_of_each_degree(basis, count):
    q = R1.as_quat()[:count]
    blocks = wigner_D_blocks(18, q, basis=basis)
    for l, block in enumerate(blocks):
        assert np.array_equal(block, wigner_D(l, q, basis=basis))
    halves = wigner_D_blocks(Fraction(5, 2), q, basis="complex")
    assert [block.shape for block in halves] == [(count, n, n) for n in (2, 4, 6)]
    assert np.array_equal(halves[2], wigner_D(Fraction(5, 2), q, basis="complex"))


def test_blocks_with_derivatives():
    values, first, second = wigner_D_blocks(3, R1, derivatives=2, with_respect_to="perturbation")
    for l in range(4):
        D, d, h = wigner_D(l, R1, derivatives=2, with_respect_to="perturbation")
        assert np.array_equal(values[l], D)
        assert np.array_equal(first[l], d)
        assert np.array_equal(second[l], h)


def by_blocks(vectors, rotation, degrees):
    parts, start = [], 0
    for l in degrees:
        part = vectors[..., start : start + 2 * l + 1]
        parts.append(np.einsum("...ij,...j->...i", wigner_D(l, rotation), part))
        start += 2 * l + 1
    return np.concatenate(parts, axis=-1)


@pytest.mark.parametrize("degrees", [[0], [1], [2, 0, 1, 2], [3, 3, 3, 0, 0, 1], list(range(8))])
@pytest.mark.parametrize("batch", [(20,), (3, 20), (1,)])
def test_rotated_coefficients(degrees, batch):
    vectors = RNG.normal(size=(*batch, sum(2 * l + 1 for l in degrees)))
    for rotation in (R1, R1[3], R1[3:4]):
        found = rotate_coefficients(vectors, rotation, degrees)
        assert size(found - by_blocks(vectors, rotation, degrees)) < 64 * EPS
    single = rotate_coefficients(vectors.astype(np.float32), R1, degrees)
    assert single.dtype == np.float32
    assert size(single - by_blocks(vectors, R1, degrees)) < 2e-6


def test_rotations_of_batches_broadcast():
    vectors, q = RNG.normal(size=(4, 5, 9)), R1.as_quat()[:4, None]
    expected = by_blocks(vectors, q, range(3))
    assert size(rotate_coefficients(vectors, q) - expected) < 64 * EPS
    assert (
        size(
            rotate_coefficients(vectors[:, :1], R1.as_quat()[:5])
            - by_blocks(vectors[:, :1], R1.as_quat()[:5], range(3))
        )
        < 64 * EPS
    )
    assert size(rotate_coefficients(vectors[0], q) - by_blocks(vectors[0], q, range(3))) < 64 * EPS


# Angles


@pytest.mark.parametrize("j", SPINS[:6])
def test_small_d_is_the_turn_about_y(j):
    beta = np.array([0.0, 0.3, np.pi / 2, np.pi, -2.0, 7.0])
    zeros = np.zeros_like(beta)
    q = np.stack([zeros, np.sin(beta / 2), zeros, np.cos(beta / 2)], axis=-1)
    assert size(wigner_d(j, beta) - wigner_D(j, q, basis="complex")) < 8 * EPS * (j + 1)
    exact = gt.exact.wigner_d(j, sympy.pi / 3).evalf(20).tolist()
    assert size(wigner_d(j, np.pi / 3) - np.array(exact, dtype=float)) < 8 * EPS * (j + 1)


@pytest.mark.parametrize("j", SPINS)
def test_characters_are_traces(j):
    q = R1.as_quat()
    angle = 2 * np.arctan2(np.linalg.norm(q[:, :3], axis=1), q[:, 3])
    traces = np.trace(wigner_D(j, q, basis="complex"), axis1=1, axis2=2)
    assert size(character(j, angle) - traces) < 32 * EPS * (j + 1) ** 2


def test_characters_at_multiples_of_a_turn():
    turns = 2 * np.pi * np.array([0, 1, 2, -1])
    assert np.allclose(character(7, turns), 15, rtol=1e-15)
    assert np.allclose(character(Fraction(7, 2), turns), [8, -8, 8, -8], rtol=1e-15)
    assert character(300, 1e-12) == pytest.approx(601, rel=1e-15)
