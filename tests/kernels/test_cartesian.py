"""Cartesian tensors as irreps: Q (R T) = D(R) Q T, Q orthogonal, and what is known of rank 2."""

import numpy as np
import pytest
import sympy
from scipy.spatial.transform import Rotation

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.kernels.cartesian import cartesian_tensor
from grouptools.kernels.index_symmetry import IndexSymmetry

CONTENTS = {
    "": "0e",
    "i": "1o",
    "ij": "0e + 1e + 2e",
    "ij=ji": "0e + 2e",
    "ij=-ji": "1e",
    "ijk": "0o + 3x1o + 2x2o + 3o",
    "ijk=ikj": "2x1o + 2o + 3o",
    "ijk=jik=ikj": "1o + 3o",
    "ijk=-jik=-ikj": "0o",
    "ijkl": "3x0e + 6x1e + 6x2e + 3x3e + 4e",
    "ijkl=jikl=klij": "2x0e + 2x2e + 4e",
    "ijkl=jikl=ijlk": "2x0e + 1e + 3x2e + 3e + 4e",
    "ijkl=-jikl=klij": "0e + 2e",
}
SMALL = [text for text in CONTENTS if len(text.split("=", maxsplit=1)[0]) < 4] + ["ijkl=jikl=klij"]
ROTATIONS = Rotation.random(3, rng=5)


def rotated(tensors, rank, matrix):
    """R_ii' R_jj' ... T_i'j'... for tensors (..., 3, 3, ...)."""
    for axis in range(-rank, 0):
        tensors = np.moveaxis(np.tensordot(tensors, matrix, axes=(axis, 1)), -1, axis)
    return tensors


def symmetric_tensors(text, count=2):
    """Random tensors of the index symmetry."""
    symmetry = IndexSymmetry.parse(text)
    given = np.random.default_rng(3).normal(size=(count, *(3,) * symmetry.rank))
    mean = np.zeros_like(given)
    for p, sign in symmetry.permutations:
        order = (0, *(1 + np.argsort(p)))
        mean += sign * given.transpose(order) / len(symmetry.permutations)
    return mean


def blocks(tensor, coefficients):
    """The coefficients of each irrep, with its degree."""
    start = 0
    for l in tensor.degrees:
        yield l, coefficients[..., start : start + 2 * l + 1]
        start += 2 * l + 1
    assert start == tensor.dimension


@pytest.mark.parametrize("text", CONTENTS)
def test_contents(text):
    tensor = cartesian_tensor(text)
    due = gt.Irreps(CONTENTS[text])
    assert tensor.irreps == due
    assert tensor.dimension == due.dimension == len(IndexSymmetry.parse(text).components(3))


@pytest.mark.parametrize("text", ["", "i", "ij", "ij=ji", "ijk=ikj"])
def test_parity_is_that_of_the_inversion(text):
    polar, axial = cartesian_tensor(text), cartesian_tensor(text, axial=True)
    rank = IndexSymmetry.parse(text).rank
    assert {copies.irrep.label[-1] for copies in polar.irreps} == {"eo"[rank % 2]}
    assert {copies.irrep.label[-1] for copies in axial.irreps} == {"oe"[rank % 2]}
    assert axial.matrix == polar.matrix


@pytest.mark.parametrize("text", CONTENTS)
def test_equivariance(text):
    tensor, rank = cartesian_tensor(text), IndexSymmetry.parse(text).rank
    given = symmetric_tensors(text)
    before = tensor.to_irreps(given)
    for rotation in ROTATIONS:
        after = tensor.to_irreps(rotated(given, rank, rotation.as_matrix()))
        for (l, old), (_, new) in zip(blocks(tensor, before), blocks(tensor, after), strict=True):
            D = gt.wigner_D(l, rotation)
            assert np.abs(new - np.einsum("mn,...n->...m", D, old)).max() < 1e-13


def test_a_wrong_sign_is_seen():
    """The check above fails where one row of Q is reversed."""
    tensor = cartesian_tensor("ij=ji")
    given = symmetric_tensors("ij=ji")
    wrong = np.array([1, 1, -1, 1, 1, 1])
    before = tensor.to_irreps(given) * wrong
    after = tensor.to_irreps(rotated(given, 2, ROTATIONS[0].as_matrix())) * wrong
    D = gt.wigner_D(2, ROTATIONS[0])
    assert np.abs(after[..., 1:] - before[..., 1:] @ D.T).max() > 0.1


@pytest.mark.parametrize("text", SMALL)
def test_the_matrix_is_orthogonal_exactly(text):
    tensor = cartesian_tensor(text)
    Q = tensor.matrix
    assert Q.shape == (tensor.dimension, tensor.dimension)
    assert (Q * Q.T).applyfunc(sympy.expand) == sympy.eye(tensor.dimension)


@pytest.mark.parametrize("text", CONTENTS)
def test_round_trips(text):
    tensor = cartesian_tensor(text)
    given = symmetric_tensors(text)
    coefficients = tensor.to_irreps(given)
    assert np.abs(tensor.to_cartesian(coefficients) - given).max() < 1e-14
    assert np.abs(tensor.to_irreps(tensor.to_cartesian(coefficients)) - coefficients).max() < 1e-14
    axes = tuple(range(1, given.ndim))
    assert np.allclose((coefficients**2).sum(-1), (given**2).sum(axes), rtol=1e-14)


@pytest.mark.parametrize("text", SMALL)
def test_floats_are_rounded_exact_numbers(text):
    tensor = cartesian_tensor(text)
    exact = [[float(sympy.N(e, 30)) for e in sympy.flatten(basis)] for basis in tensor.basis]
    assert tensor.to_numpy().reshape(tensor.dimension, -1).tolist() == exact


def test_rank_two_by_name():
    """Trace/sqrt(3); u x v / sqrt(2); sqrt(8 pi/15) Y_2 of a dyad of one vector."""
    tensor = cartesian_tensor("ij")
    u, v = np.array([0.3, -1.2, 0.7]), np.array([2.0, 0.4, -0.9])
    found = tensor.to_irreps(np.outer(u, v))
    assert found[0] == pytest.approx(u @ v / np.sqrt(3), rel=1e-14)
    x, y, z = np.cross(u, v) / np.sqrt(2)
    assert found[1:4] == pytest.approx([y, z, x], rel=1e-14)
    Y = gt.spherical_harmonics(2, u)[4:] * (u @ u)
    dyad = tensor.to_irreps(np.outer(u, u))
    assert dyad[4:] == pytest.approx(np.sqrt(8 * np.pi / 15) * Y, rel=1e-13)
    assert np.abs(dyad[1:4]).max() < 1e-15


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_power_of_a_vector_is_a_positive_multiple_of_harmonics(rank):
    """x (x) ... (x) x has sqrt(4 pi l! / (2l+1)!!) Y_l in its part of highest degree."""
    letters = "ijkl"[:rank]
    swaps = [
        "".join([*letters[:k], letters[k + 1], letters[k], *letters[k + 2 :]])
        for k in range(rank - 1)
    ]
    tensor = cartesian_tensor("=".join([letters, *swaps]))
    x = np.array([0.48, -0.6, 0.64])
    power = x
    for _ in range(rank - 1):
        power = np.multiply.outer(power, x)
    top = tensor.to_irreps(power)[-(2 * rank + 1) :]
    scale = sympy.sqrt(4 * sympy.pi * sympy.factorial(rank) / sympy.factorial2(2 * rank + 1))
    assert top == pytest.approx(
        float(scale) * gt.spherical_harmonics(rank, x)[rank**2 :], rel=1e-13
    )


def test_levi_civita_is_the_pseudoscalar():
    epsilon = [
        [[int(sympy.LeviCivita(i, j, k)) for k in range(3)] for j in range(3)] for i in range(3)
    ]
    assert cartesian_tensor("ijk").to_irreps(epsilon)[0] == pytest.approx(np.sqrt(6), rel=1e-15)


def test_kinds_of_arrays():
    tensor = cartesian_tensor("ij=ji")
    assert tensor.to_irreps(np.eye(3, dtype=int)).dtype == np.float64
    assert tensor.to_irreps(np.eye(3, dtype=np.float32)).dtype == np.float32
    assert tensor.to_cartesian(np.zeros((0, 4, 6), np.float32)).shape == (0, 4, 3, 3)
    assert tensor.to_irreps(np.zeros((2, 0, 3, 3))).shape == (2, 0, 6)
    assert np.isnan(tensor.to_irreps(np.full((3, 3), np.nan))).all()
    skew = np.array([[0, 1, 2], [-1, 0, 3], [-2, -3, 0.0]])
    assert np.abs(tensor.to_irreps(skew)).max() == 0


def test_bad_input_is_explained():
    tensor = cartesian_tensor("ij=ji")
    with pytest.raises(ArgumentError, match=r"shape \(3, 2\) was given, .* ij=ji are \(3, 3\)"):
        tensor.to_irreps(np.zeros((3, 2)))
    with pytest.raises(ArgumentError, match=r"shape \(5,\) was given, .* 0e \+ 2e has length 6"):
        tensor.to_cartesian(np.zeros(5))
    with pytest.raises(ArgumentError, match="only T = 0 has it"):
        cartesian_tensor("ij=ji=-ji")
