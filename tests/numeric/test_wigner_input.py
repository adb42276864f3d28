"""Wigner matrices in floats: what they make of odd input, and what they say of wrong input."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from scipy.spatial.transform import Rotation

from grouptools.errors import ArgumentError
from grouptools.numeric.wigner import (
    character,
    rotate_coefficients,
    wigner_D,
    wigner_d,
    wigner_D_blocks,
)

EPS = 2.0**-52
R = Rotation.random(12, random_state=4)
Q = R.as_quat()
HALF = Fraction(1, 2)


def same(found, expected, units=64):
    return np.abs(found - expected).max(initial=0) < units * EPS


# Shapes, dtypes, memory


def test_every_form_of_a_rotation_is_read():
    D = wigner_D(3, R)
    assert same(wigner_D(3, R.as_matrix()), D)
    assert same(wigner_D(3, Q.tolist()), D)
    assert same(wigner_D(3, -5 * Q), D)
    assert same(wigner_D(3, R[0]), D[0])
    assert same(wigner_D(3, R[0].as_matrix()), D[0])
    assert same(wigner_D(3, Q.reshape(2, 6, 4)), D.reshape(2, 6, 7, 7))
    assert same(wigner_D(2, [0, 0, 0, 7]), np.eye(5))
    assert same(wigner_D(2, np.array([0, 0, 0, True])), np.eye(5))


def test_matrices_of_every_largest_component():
    turns = Rotation.from_quat(np.concatenate([np.eye(4), np.eye(4) + 0.01]))
    for l in (1, 4):
        assert same(wigner_D(l, turns.as_matrix()), wigner_D(l, turns))


@pytest.mark.parametrize("shape", [(), (1,), (0,), (3, 0), (2, 1, 3)])
def test_leading_shapes(shape):
    q = np.ones((*shape, 4))
    assert wigner_D(2, q).shape == (*shape, 5, 5)
    assert wigner_D(2, np.broadcast_to(np.eye(3), (*shape, 3, 3))).shape == (*shape, 5, 5)
    shapes = [array.shape for array in wigner_D(1, q, derivatives=2)]
    assert shapes == [(*shape, 3, 3), (*shape, 4, 3, 3), (*shape, 4, 4, 3, 3)]
    assert [block.shape for block in wigner_D_blocks(1, q)] == [(*shape, 1, 1), (*shape, 3, 3)]
    assert rotate_coefficients(np.ones((*shape, 9)), q).shape == (*shape, 9)
    assert wigner_d(HALF, np.ones(shape)).shape == (*shape, 2, 2)
    assert character(2, np.ones(shape)).shape == shape


def test_memory_order_does_not_matter():
    D = wigner_D(4, Q)
    assert np.array_equal(wigner_D(4, np.asfortranarray(Q)), D)
    assert np.array_equal(wigner_D(4, np.repeat(Q, 2, axis=0)[::2]), D)
    assert np.array_equal(wigner_D(4, Q[::-1])[::-1], D)
    vectors = np.random.default_rng(0).normal(size=(12, 9))
    turned = rotate_coefficients(vectors, Q)
    assert np.array_equal(rotate_coefficients(np.asfortranarray(vectors), Q), turned)


def test_precisions():
    D = wigner_D(6, Q.astype(np.float32))
    assert D.dtype == np.float32
    exact = wigner_D(6, Q.astype(np.float32).astype(float))
    assert np.array_equal(D, exact.astype(np.float32))
    assert wigner_D(6, Q, dtype="float32").dtype == np.float32
    assert wigner_D(6, Q.astype(np.float32), dtype=float).dtype == np.float64
    assert wigner_D(1, Q, basis="complex").dtype == np.complex128
    assert wigner_D(1, Q, basis="complex", dtype=np.complex64).dtype == np.complex64
    assert wigner_D(1, Q.astype(np.float16), basis="complex").dtype == np.complex64
    assert wigner_d(2, np.float32(0.5)).dtype == np.float32
    assert character(2, 1).dtype == np.float64
    assert all(a.dtype == np.float32 for a in wigner_D(1, Q, derivatives=2, dtype="float32"))


def test_numpy_and_sympy_numbers_are_spins():
    assert np.array_equal(wigner_D(np.int64(2), Q), wigner_D(2, Q))
    spin = sympy.Rational(3, 2)
    assert wigner_D(spin, Q, basis="complex").shape == (12, 4, 4)
    assert wigner_d(spin, 0.0).shape == (4, 4)


def test_lengths_of_every_size_are_divided_out():
    D = wigner_D(5, Q)
    for length in (1e-300, 1e-200, 1e-20, 1e20, 1e200, 1e307):
        assert same(wigner_D(5, Q * length), D)
    assert same(wigner_D(1, [5e-324, 0, 0, 0]), np.diag([-1.0, -1.0, 1.0]), 1)


@pytest.mark.parametrize("row", [(0, 0, 0, 0), (np.nan, 0, 0, 1), (0, 0, np.inf, 1)])
@pytest.mark.parametrize("count", [5, 8, 12])
def test_a_row_without_direction_is_nan_and_no_other(row, count):
    q = Q[:count].copy()
    q[3] = row
    good = [i for i in range(count) if i != 3]
    for basis in ("real", "complex"):
        for found, expected in zip(
            wigner_D(4, q, basis=basis, derivatives=2),
            wigner_D(4, Q[:count], basis=basis, derivatives=2),
            strict=True,
        ):
            assert np.isnan(found[3]).all()
            assert np.array_equal(found[good], expected[good])
    vectors = np.ones((count, 4))
    turned = rotate_coefficients(vectors, q)
    assert np.isnan(turned[3]).all()
    assert np.array_equal(turned[good], rotate_coefficients(vectors, Q[:count])[good])


def test_nan_in_matrices_and_angles():
    matrices = R.as_matrix()
    matrices[2, 1, 1] = np.nan
    D = wigner_D(2, matrices)
    assert np.isnan(D[2]).all()
    assert not np.isnan(np.delete(D, 2, axis=0)).any()
    assert np.isnan(wigner_d(1, [np.nan, np.inf])).all()
    assert np.isnan(character(1, [np.nan, np.inf])).all()


def test_results_go_where_they_are_told():
    out = np.empty((12, 5, 5))
    assert wigner_D(2, Q, out=out) is out
    assert np.array_equal(out, wigner_D(2, Q))
    pair = np.empty((12, 3, 3)), np.empty((12, 4, 3, 3))
    assert wigner_D(1, Q, derivatives=1, out=pair)[1] is pair[1]
    flat = np.empty(12 * 10)
    blocks = wigner_D_blocks(1, Q, out=flat)
    assert all(np.shares_memory(block, flat) for block in blocks)
    turned = np.empty((12, 4))
    assert rotate_coefficients(np.ones(4), Q, out=turned) is turned
    assert wigner_d(1, [0.5], out=np.empty((1, 3, 3))).shape == (1, 3, 3)


def test_many_rotations_are_as_good_as_few():
    many = Rotation.random(4001, random_state=8).as_quat()
    D = wigner_D(6, many)
    assert np.array_equal(D[1234:1240], wigner_D(6, many[1234:1240]))
    vectors = np.random.default_rng(3).normal(size=(4001, 49))
    turned = rotate_coefficients(vectors, many)
    few = rotate_coefficients(vectors[77:80], many[77:80])
    assert np.array_equal(turned[77:80], few)


# What is refused, and how

NOT_ORTHOGONAL = np.diag([1.0, 1.0, 1.001])
REFUSED = [
    (lambda: wigner_D(1.0, Q), "j = 1.0 was given, but a spin is a non-negative integer"),
    (lambda: wigner_D(HALF, Q), "half-integer irreps have no real basis: pass basis='complex'"),
    (
        lambda: wigner_D(HALF, np.eye(3), basis="complex"),
        r"j = 1/2 was given with 3x3 matrices, which fix D only up to a sign",
    ),
    (lambda: wigner_D(1, Q, basis="polar"), "it must be 'real' or 'complex'"),
    (lambda: wigner_D(1, Q[:, :3]), r"a rotation of shape \(12, 3\) was given"),
    (lambda: wigner_D(1, 1.0), r"a rotation of shape \(\) was given"),
    (lambda: wigner_D(1, Q * 1j), "rotation of dtype complex128 was given"),
    (lambda: wigner_D(1, NOT_ORTHOGONAL), "largest entry of R\\^T R - 1 is 0.002 where at most"),
    (lambda: wigner_D(1, -np.eye(3)), "determinant -1 was given, but a rotation has 1: multiply"),
    (lambda: wigner_D(1, Q, derivatives=3), "orders from 0 to 2 are evaluated"),
    (
        lambda: wigner_D(1, Q, derivatives=1, with_respect_to="euler"),
        "it must be one of quaternion, rotation_vector, perturbation",
    ),
    (lambda: wigner_D(1, Q, dtype=int), "it must be float64 or float32"),
    (lambda: wigner_D(1, Q, out=np.empty((12, 3, 4))), r"the result has shape \(12, 3, 3\)"),
    (lambda: wigner_D_blocks(1, Q, derivatives=1, out=np.empty(1)), "always new arrays"),
    (lambda: wigner_D(201, Q), "l = 201 was given to wigner_D in float64, but its error is tested"),
    (lambda: wigner_D(101, Q, derivatives=1), "l = 101 was given to wigner_D, derivatives"),
    (lambda: wigner_D_blocks(201, Q), "only to l = 200: ask for less"),
    (lambda: wigner_D(201, Q, basis="complex"), "2j = 402 was given to wigner_D, complex"),
    (lambda: wigner_d(Fraction(401, 2), 0.0), "2j = 401 was given to wigner_d"),
    (lambda: character(1001, 0.0), "2j = 2002 was given to character"),
    (lambda: character(0.5, 0.0), "j = 0.5 was given, but a spin"),
    (lambda: wigner_d(1, "x"), "beta of dtype <U1 was given"),
    (lambda: rotate_coefficients(1.0, Q), "a single number was given as coefficients"),
    (lambda: rotate_coefficients(np.ones(5), Q), "5 coefficients were given in the last axis, but"),
    (
        lambda: rotate_coefficients(np.ones(5), Q, [1, 1]),
        r"but the degrees \[1, 1\] have 6 components: pass degrees that fit",
    ),
    (lambda: rotate_coefficients(np.ones(3), Q, [1.0]), "degrees = 1.0 was given, but a degree"),
    (lambda: rotate_coefficients(np.ones((5, 4)), Q), r"\(5,\) and rotations of shape \(12,\)"),
    (lambda: rotate_coefficients(np.ones(403), Q, [201]), "l = 201 was given to rotate_coeff"),
    (lambda: rotate_coefficients(np.ones(4) * 1j, Q), "coefficients of dtype complex128"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED, ids=[said[:40] for _, said in REFUSED])
def test_what_is_refused(call, said):
    with pytest.raises(ArgumentError, match=said):
        call()


def test_slightly_rough_matrices_are_rotations():
    rough = R.as_matrix() + 1e-10
    assert np.abs(wigner_D(2, rough) - wigner_D(2, R)).max() < 1e-8
    single = R.as_matrix().astype(np.float32)
    assert np.abs(wigner_D(2, single) - wigner_D(2, R)).max() < 1e-6
