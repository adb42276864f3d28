"""Real Wigner D against lie-learn's J matrices, and complex harmonics against scipy's."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from scipy.special import sph_harm_y

from grouptools.exact import harmonic_coefficients, monomials, wigner_D_coefficients


@pytest.fixture(scope="module")
def dense():
    return pytest.importorskip(
        "lie_learn.representations.SO3.pinchon_hoggan.pinchon_hoggan_dense",
        reason="lie-learn is not installed",
        exc_type=ImportError,
    )


@pytest.mark.parametrize("l", range(9))
def test_real_wigner_D(l, dense):
    angles = np.random.default_rng(l).uniform(0, 3, 3)
    quaternion = Rotation.from_euler("ZYZ", angles).as_quat()
    powers = np.array([np.prod(quaternion ** np.array(e)) for e in monomials(2 * l, 4)])
    ours = wigner_D_coefficients(l).to_numpy() @ powers
    theirs = dense.rot_mat(*angles, l, dense.Jd[l])
    # sums of about (l + 1)^3 terms, of modulus up to binomial(2l, l) with alternating signs
    assert ours == pytest.approx(theirs, abs=1e-15 * 4**l + 1e-15)


@pytest.mark.parametrize("l", range(9))
def test_complex_harmonics_are_scipys(l):
    points = np.random.default_rng(l).normal(size=(20, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    powers = np.array([np.prod(points ** np.array(e), axis=1) for e in monomials(l, 3)])
    coefficients = harmonic_coefficients(l, basis="complex").to_numpy()
    ours = np.tensordot(coefficients[..., 0] + 1j * coefficients[..., 1], powers, axes=1)
    theta, phi = np.arccos(points[:, 2]), np.arctan2(points[:, 1], points[:, 0])
    theirs = np.array([sph_harm_y(l, m, theta, phi) for m in range(-l, l + 1)])
    assert ours == pytest.approx(theirs, abs=1e-13 * 2**l)
