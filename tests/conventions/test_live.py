"""The packages that are installed here, asked for numbers that nobody recorded."""

from importlib import metadata

import numpy as np
import pytest
import sympy
from scipy.spatial.transform import Rotation
from scipy.special import sph_harm_y

import grouptools as gt
from grouptools.conventions import convert, unpack
from tests.peers import recording

L_MAX = 8


@pytest.fixture(scope="module")
def points():
    vectors = np.random.default_rng(5).normal(size=(40, 3))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def rotations():
    return Rotation.random(10, rng=np.random.default_rng(6))


@pytest.fixture(scope="module")
def ours(points):
    return gt.spherical_harmonics(L_MAX, points)


def installed(name):
    return pytest.importorskip(name, reason=f"{name} is not installed", exc_type=ImportError)


def polar(points):
    return np.arccos(points[:, 2]), np.arctan2(points[:, 1], points[:, 0])


def orders(l_max):
    return [(l, m) for l in range(l_max + 1) for m in range(-l, l + 1)]


@pytest.fixture
def e3nn():
    """Its module o3 and torch, which computes in float64 meanwhile, as e3nn's D needs it."""
    o3, torch = installed("e3nn.o3"), installed("torch")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield o3, torch
    torch.set_default_dtype(before)


def test_e3nn(points, ours, rotations, e3nn):
    o3, torch = e3nn
    degrees = list(range(L_MAX + 1))
    theirs = o3.spherical_harmonics(degrees, torch.from_numpy(points), True, "component").numpy()
    assert convert(ours, "harmonics", "grouptools", "e3nn") == pytest.approx(theirs, abs=1e-12)
    zyz = rotations.as_euler("ZYZ")
    angles = torch.from_numpy(convert(zyz, "euler_angles", "grouptools", "e3nn")).T
    for l in degrees:
        D = convert(gt.wigner_D(l, rotations), "wigner_D", "grouptools", "e3nn")
        # e3nn makes D of generators, by matrix exponentials
        assert o3.wigner_D(l, *angles).numpy() == pytest.approx(D, abs=1e-12)
    for triple in [(1, 1, 2), (2, 3, 4), (3, 3, 3), (5, 4, 2), (6, 6, 5)]:
        theirs = o3.wigner_3j(*triple).numpy()
        ours = convert(gt.clebsch_gordan(*triple), "clebsch_gordan", "grouptools", "e3nn")
        assert ours == pytest.approx(theirs, abs=1e-13)


def test_features_turn_with_e3nn(rotations, e3nn):
    """Features of this library, turned by its D, are e3nn's, turned by e3nn's D."""
    o3, torch = e3nn
    irreps, R = "3x0e + 2x1o + 1x2e + 2x1e", rotations[0]
    here = gt.Irreps(irreps)
    turn = np.zeros((here.dimension, here.dimension))
    start = 0
    for n, irrep in here:
        for _ in range(n):
            size = irrep.dimension
            turn[start : start + size, start : start + size] = gt.wigner_D((size - 1) // 2, R)
            start += size
    v = np.random.default_rng(7).normal(size=(4, here.dimension))
    moved = convert(v @ turn.T, "features", "grouptools", "e3nn", irreps=irreps)
    theirs = o3.Irreps(irreps).D_from_matrix(torch.from_numpy(R.as_matrix())).numpy()
    there = convert(v, "features", "grouptools", "e3nn", irreps=irreps)
    assert there @ theirs.T == pytest.approx(moved, abs=1e-12)
    kernel = convert(turn, "kernel", "grouptools", "e3nn", irreps_in=irreps, irreps_out=irreps)
    assert kernel == pytest.approx(theirs, abs=1e-12)


def test_sphericart(points, ours):
    sphericart = installed("sphericart")
    theirs = sphericart.SphericalHarmonics(L_MAX).compute(points)
    assert convert(theirs, "harmonics", "sphericart", "grouptools") == pytest.approx(
        ours, abs=1e-12
    )


def test_scipy(points, ours):
    theta, phi = polar(points)
    theirs = np.stack([sph_harm_y(l, m, theta, phi) for l, m in orders(L_MAX)], axis=1)
    assert convert(ours, "harmonics", "grouptools", "scipy") == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(("name", "function"), [("sympy", sympy.Ynm), ("sympy real", sympy.Znm)])
def test_sympy_exactly(name, function):
    """At a point where everything is exact: (1, 2, 2)/3, whose azimuth has tan = 2."""
    x, y, z = sympy.Rational(1, 3), sympy.Rational(2, 3), sympy.Rational(2, 3)
    values = [p for l in range(3) for p in gt.exact.spherical_harmonics(l, (x, y, z))]
    converted = convert(values, "harmonics", "grouptools", name)
    theta, phi = sympy.acos(z), sympy.atan(2)
    for (l, m), value in zip(orders(2), converted, strict=True):
        theirs = sympy.expand_complex(function(l, m, theta, phi).expand(func=True))
        assert sympy.simplify(theirs - value) == 0


def test_lie_learn(rotations):
    dense = installed("lie_learn.representations.SO3.pinchon_hoggan.pinchon_hoggan_dense")
    angles = convert(rotations.as_quat(), "quaternions", "grouptools", "lie_learn")
    angles = Rotation.from_quat(angles).as_euler("ZYZ")
    for l in range(L_MAX + 1):
        theirs = np.array([dense.rot_mat(*a, l, dense.Jd[l]) for a in angles])
        D = convert(gt.wigner_D(l, rotations), "wigner_D", "grouptools", "lie_learn")
        assert theirs == pytest.approx(D, abs=1e-12)


def recorded(name):
    """Whether what is installed is the version that was recorded, to l = 8."""
    try:
        return metadata.version(name) == recording.read(name)[0]["version"]
    except metadata.PackageNotFoundError:
        return False


@pytest.mark.skipif(recorded("spherical"), reason="recorded; its import alone compiles for 15 s")
def test_spherical(rotations):
    spherical, quaternionic = installed("spherical"), installed("quaternionic")
    given = convert(rotations.as_quat(), "quaternions", "grouptools", "spherical")
    flat = spherical.Wigner(L_MAX).D(quaternionic.array(given))
    start = 0
    for l in range(L_MAX + 1):
        size = 2 * l + 1
        theirs = flat[:, start : start + size**2].reshape(-1, size, size)
        start += size**2
        D = convert(gt.wigner_D(l, rotations), "wigner_D", "grouptools", "spherical")
        assert theirs == pytest.approx(D, abs=1e-13)


def test_pyshtools(points, ours):
    expand = installed("pyshtools.expand")
    theta, phi = polar(points)
    cilm = np.array(
        [expand.spharm(L_MAX, t, p, degrees=False) for t, p in zip(theta, phi, strict=True)]
    )
    converted = convert(ours, "harmonics", "grouptools", "pyshtools")
    assert converted == pytest.approx(unpack(cilm, "cilm"), abs=1e-11)
