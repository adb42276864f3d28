"""Spherical harmonics of many points: defining equations, and what is known exactly."""

import numpy as np
import pytest
import sympy

import grouptools as gt
from grouptools.numeric.harmonics import evaluation

RNG = np.random.default_rng(3)
POINTS = RNG.normal(size=(37, 3))
EPS = {np.float64: 2.0**-52, np.float32: 2.0**-23}
# On either side of where methods change: straight-line code ends at 10, at 4 for Hessians.
DEGREES = (0, 1, 2, 3, 4, 5, 10, 11, 17)


def degrees_of(values):
    """Split the last axis by degree."""
    l_max = round(values.shape[-1] ** 0.5) - 1
    return [values[..., l * l : (l + 1) ** 2] for l in range(l_max + 1)]


def exact_derivatives(l, point, order, *, normalize=True):
    """The derivatives of Y_l at a rational point, by sympy, as floats."""
    xyz = sympy.symbols("x y z", real=True)
    harmonics = gt.exact.spherical_harmonics if normalize else gt.exact.solid_harmonics
    place = dict(zip(xyz, point, strict=True))
    found = []
    for expression in harmonics(l, xyz):
        terms = [expression]
        for _ in range(order):
            terms = [sympy.diff(term, v) for term in terms for v in xyz]
        found.append([float(term.subs(place).evalf(20)) for term in terms])
    return np.array(found).T


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("normalize", [True, False])
def test_equal_to_the_exact_polynomials(order, normalize):
    point = [sympy.Rational(3, 7), sympy.Rational(-2, 5), sympy.Rational(5, 8)]
    found = gt.spherical_harmonics(
        4, [float(v) for v in point], normalize=normalize, derivatives=order
    )
    found = found[order] if order else found
    for l, part in enumerate(degrees_of(found.reshape(3**order, -1))):
        exact = exact_derivatives(l, point, order, normalize=normalize)
        np.testing.assert_allclose(part, exact, rtol=0, atol=1e-14 * (1 + abs(exact).max()))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("l_max", DEGREES)
def test_addition_theorem(l_max, dtype):
    """sum over m of Y(l, m)(u) Y(l, m)(v) = (2l+1)/(4 pi) P_l(u . v)."""
    u, v = POINTS[:18], POINTS[18:36]
    y_u, y_v = (gt.spherical_harmonics(l_max, x.astype(dtype)) for x in (u, v))
    assert y_u.dtype == dtype
    assert addition_defect(u, v, y_u, y_v) < 20 * (l_max + 1) ** 1.5 * EPS[dtype]


def addition_defect(u, v, y_u, y_v):
    cosines = np.sum(u * v, -1) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1)
    worst = 0.0
    for l, (a, b) in enumerate(zip(degrees_of(y_u), degrees_of(y_v), strict=True)):
        right = np.polynomial.legendre.legval(cosines, np.eye(l + 1)[l])
        worst = max(worst, abs(np.sum(a * b, -1) * 4 * np.pi / (2 * l + 1) - right).max())
    return worst


@pytest.fixture
def fresh_methods():
    """Tables are kept with what uses them: forget both before and after they are changed."""
    evaluation._method.cache_clear()
    yield
    evaluation._method.cache_clear()


@pytest.mark.parametrize("l_max", [4, 12])
def test_one_wrong_coefficient_is_seen(l_max, monkeypatch, fresh_methods):
    table = evaluation.value_table(l_max, "integral", np.dtype(np.float64)).copy()
    table[3 * 7 + 2] *= 1 + 1e-9
    monkeypatch.setattr(evaluation, "value_table", lambda *_: table)
    y = gt.spherical_harmonics(l_max, POINTS)
    assert addition_defect(POINTS, POINTS, y, y) > 1e-10


@pytest.mark.parametrize("l_max", [4, 12])
def test_one_wrong_slope_is_seen(l_max, monkeypatch, fresh_methods):
    table = evaluation.gradient_table(l_max, "integral", np.dtype(np.float64)).copy()
    table[3 * 7] *= 1 + 1e-9
    monkeypatch.setattr(evaluation, "gradient_table", lambda *_: table)
    y, slopes = gt.spherical_harmonics(l_max, POINTS, derivatives=1)
    assert radial_defect(y, slopes) > 1e-10


def radial_defect(y, slopes):
    """v . grad Y = 0, and sum |grad Y|^2 = l(l+1)/r^2 sum Y^2."""
    r2 = np.sum(POINTS**2, -1)
    radial = abs(np.einsum("pi,pik->pk", POINTS, slopes)).max()
    pairs = zip(degrees_of(y), degrees_of(slopes), strict=True)
    laplace = [
        abs(
            np.sum(s**2, (-1, -2)) * r2 / (2 * l + 1) - l * (l + 1) * np.sum(v**2, -1) / (2 * l + 1)
        )
        for l, (v, s) in enumerate(pairs)
    ]
    return max(radial, np.max(laplace))


@pytest.mark.parametrize("l_max", DEGREES)
def test_gradients_are_tangential_and_as_long_as_they_should_be(l_max):
    y, slopes = gt.spherical_harmonics(l_max, POINTS, derivatives=1)
    assert radial_defect(y, slopes) < 40 * (l_max + 1) ** 3 * EPS[np.float64]


@pytest.mark.parametrize("l_max", DEGREES)
def test_laplace_equation(l_max):
    """The trace of the Hessian is -l(l+1)/r^2 Y on the sphere, and 0 for solid harmonics."""
    r2 = np.sum(POINTS**2, -1)[:, None]
    y, _, curves = gt.spherical_harmonics(l_max, POINTS, derivatives=2)
    degrees = np.concatenate([np.full(2 * l + 1, l * (l + 1)) for l in range(l_max + 1)])
    trace = np.trace(curves, axis1=-3, axis2=-2)
    tolerance = 100 * (l_max + 1) ** 3 * EPS[np.float64]
    assert abs(trace * r2 + degrees * y).max() < tolerance
    assert np.array_equal(curves, curves.swapaxes(-3, -2))
    directions = POINTS / np.sqrt(r2)
    _, _, solid = gt.spherical_harmonics(l_max, directions, derivatives=2, normalize=False)
    assert abs(np.trace(solid, axis1=-3, axis2=-2)).max() < tolerance


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("l_max", [1, 4, 6, 10, 12])
def test_derivatives_are_those_of_the_function(l_max, normalize, order):
    """Against a difference quotient with three points on either side (error h^6)."""
    h = 2.0**-6
    directions = POINTS / np.linalg.norm(POINTS, axis=-1, keepdims=True) * 1.1

    def evaluate(x):
        found = gt.spherical_harmonics(l_max, x, normalize=normalize, derivatives=order - 1)
        return found[-1] if order > 1 else found

    found = gt.spherical_harmonics(l_max, directions, normalize=normalize, derivatives=order)[-1]
    for axis in range(3):
        e = h * np.eye(3)[axis]
        quotient = sum(
            w * (evaluate(directions + k * e) - evaluate(directions - k * e)) / h
            for k, w in ((1, 3 / 4), (2, -3 / 20), (3, 1 / 60))
        )
        scale = (l_max + 1.0) ** (order + 1)
        assert abs(quotient - found[:, axis]).max() / scale < 1e-6 * (l_max + 1) ** 3 / 40


@pytest.mark.parametrize("l_max", [3, 12])
def test_parity(l_max):
    signs = np.concatenate([np.full(2 * l + 1, (-1.0) ** l) for l in range(l_max + 1)])
    y, mirrored = (gt.spherical_harmonics(l_max, x) for x in (POINTS, -POINTS))
    assert np.array_equal(mirrored, y * signs)


def test_methods_agree_where_they_meet():
    for order, bridge in ((0, 10), (1, 10), (2, 4)):
        low, high = (
            gt.spherical_harmonics(l, POINTS, derivatives=order) for l in (bridge, bridge + 1)
        )
        for a, b in zip(*((v,) if order == 0 else v for v in (low, high)), strict=True):
            scale = 1 + abs(a).max()
            assert abs(a - b[..., : a.shape[-1]]).max() < 1e-14 * (bridge + 1) * scale


@pytest.mark.parametrize(
    ("normalization", "total"),
    [
        ("integral", lambda l: (2 * l + 1) / (4 * np.pi)),
        ("component", lambda l: 2 * l + 1),
        ("norm", lambda _: 1),
        ("schmidt", lambda _: 1),
        ("racah", lambda _: 1),
    ],
)
@pytest.mark.parametrize("l_max", [3, 12])
def test_normalizations(normalization, total, l_max):
    y, slopes = gt.spherical_harmonics(l_max, POINTS, normalization=normalization, derivatives=1)
    plain, plain_slopes = gt.spherical_harmonics(l_max, POINTS, derivatives=1)
    for l, part in enumerate(degrees_of(y)):
        np.testing.assert_allclose(np.sum(part**2, -1), total(l), rtol=1e-13)
    factors = np.concatenate(
        [np.full(2 * l + 1, np.sqrt(total(l) * 4 * np.pi / (2 * l + 1))) for l in range(l_max + 1)]
    )
    np.testing.assert_allclose(y, plain * factors, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(slopes, plain_slopes * factors, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("derivatives", [0, 1, 2])
def test_complex_basis(dtype, derivatives):
    x = POINTS.astype(dtype)
    real = gt.spherical_harmonics(3, x, derivatives=derivatives)
    found = gt.spherical_harmonics(3, x, derivatives=derivatives, basis="complex")
    real, found = ((v,) if derivatives == 0 else v for v in (real, found))
    for r, c in zip(real, found, strict=True):
        assert c.dtype == np.result_type(dtype, np.complex64)
        for l, (a, b) in enumerate(zip(degrees_of(r), degrees_of(c), strict=True)):
            unitary = np.array(gt.exact.unitary_to_real(l).tolist(), dtype=complex)
            np.testing.assert_allclose(b @ unitary.T, a, atol=20 * EPS[dtype])


def test_complex_basis_is_that_of_scipy():
    from scipy.special import sph_harm_y

    x, y, z = POINTS.T
    theta, phi = np.arccos(z / np.linalg.norm(POINTS, axis=-1)), np.arctan2(y, x)
    found = gt.spherical_harmonics(12, POINTS, basis="complex")
    for l in range(13):
        for m in range(-l, l + 1):
            np.testing.assert_allclose(
                found[:, l * l + l + m], sph_harm_y(l, m, theta, phi), atol=1e-13
            )


@pytest.mark.parametrize("l_max", [4, 12])
def test_solid_harmonics_are_homogeneous(l_max):
    """Doubling the vector doubles exactly."""
    powers = np.concatenate([np.full(2 * l + 1, 2.0**l) for l in range(l_max + 1)])
    one, two = (gt.spherical_harmonics(l_max, x, normalize=False) for x in (POINTS, 2 * POINTS))
    assert np.array_equal(two, one * powers)
    r = np.linalg.norm(POINTS, axis=-1)[:, None]
    degrees = np.concatenate([np.full(2 * l + 1, l) for l in range(l_max + 1)])
    np.testing.assert_allclose(
        one, gt.spherical_harmonics(l_max, POINTS) * r**degrees, rtol=1e-13, atol=1e-13
    )
