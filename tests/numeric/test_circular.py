"""Circular harmonics: what defines them, and what they make of odd input."""

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.circular import circular_harmonics as exact_harmonics
from grouptools.numeric.circular import circular_harmonics

EPS = 2.0**-52
RNG = np.random.default_rng(3)
POINTS = RNG.normal(size=(53, 2)) * 3
N = 9
either = pytest.mark.parametrize("normalize", [True, False], ids=["angular", "solid"])


def orders(n_max):
    """The frequency at each index: 0, -1, 1, -2, 2, ..."""
    return np.array([0, *(m for n in range(1, n_max + 1) for m in (-n, n))])


def test_solid_harmonics_are_the_exact_polynomials():
    x, y = sympy.symbols("x y", real=True)
    point = {x: sympy.Rational(3, 4), y: sympy.Rational(-5, 8)}
    arrays = circular_harmonics(6, [0.75, -0.625], normalize=False, derivatives=2)
    exact = [Y for n in range(7) for Y in exact_harmonics(n, (x, y))]
    for column, Y in enumerate(exact):
        first = [Y.diff(v).subs(point) for v in (x, y)]
        second = [[Y.diff(v, w).subs(point) for w in (x, y)] for v in (x, y)]
        for array, expected in zip(arrays, (Y.subs(point), first, second), strict=True):
            value = np.array(expected, dtype=float)
            np.testing.assert_allclose(array[..., column], value, rtol=1e-14, atol=1e-15)


def gram(n_max, values):
    """Integrals of products over the circle, from values at equal steps."""
    return 2 * np.pi / len(values) * values.T @ values


def test_harmonics_are_orthonormal():
    angle = 2 * np.pi * np.arange(64) / 64
    values = circular_harmonics(30, np.stack([np.cos(angle), np.sin(angle)], axis=1))
    assert np.abs(gram(30, values) - np.eye(61)).max() < 64 * EPS
    values[5, 7] *= 1 + 1e-6
    assert np.abs(gram(30, values) - np.eye(61)).max() > 1e-8


def test_harmonics_are_functions_of_the_angle():
    angle = np.arctan2(POINTS[:, 1], POINTS[:, 0])[:, None]
    m = orders(N)
    expected = np.where(m < 0, np.sin(-m * angle), np.cos(m * angle)) / np.sqrt(np.pi)
    expected[:, 0] /= np.sqrt(2)
    np.testing.assert_allclose(circular_harmonics(N, POINTS), expected, atol=1e-14)
    complex_ones = np.exp(1j * m * angle) / np.sqrt(2 * np.pi)
    found = circular_harmonics(N, POINTS, basis="complex")
    np.testing.assert_allclose(found, complex_ones, atol=1e-14)


def test_products_of_complex_harmonics_add_their_frequencies():
    Z = circular_harmonics(N, POINTS, basis="complex") * np.sqrt(2 * np.pi)
    index = {m: i for i, m in enumerate(orders(N))}
    for m, n in [(1, 1), (3, 5), (-4, 2), (-2, -7), (9, -9)]:
        product = Z[:, index[m]] * Z[:, index[n]]
        np.testing.assert_allclose(product, Z[:, index[m + n]], atol=16 * EPS)
        assert np.abs(product - Z[:, index[m + n]] * (1 + 1e-12)).max() > 1e-13


@pytest.mark.parametrize("normalization", ["integral", "component", "norm"])
def test_normalizations(normalization):
    values = circular_harmonics(N, POINTS, normalization=normalization)
    total = {"integral": 1 / np.pi, "component": 2, "norm": 1}[normalization]
    zeroth = {"integral": 1 / (2 * np.pi), "component": 1, "norm": 1}[normalization]
    np.testing.assert_allclose(values[:, 1::2] ** 2 + values[:, 2::2] ** 2, total, rtol=8 * EPS)
    np.testing.assert_allclose(values[:, 0] ** 2, zeroth, rtol=4 * EPS)


def test_solid_harmonics_are_harmonic_and_homogeneous():
    values, gradients, hessians = circular_harmonics(N, POINTS, normalize=False, derivatives=2)
    laplacian = hessians[:, 0, 0] + hessians[:, 1, 1]
    np.testing.assert_array_equal(laplacian, 0)
    # Euler: x . grad f = |n| f
    radial = np.einsum("id,idm->im", POINTS, gradients)
    scale = np.abs(orders(N)) * np.linalg.norm(POINTS, axis=1)[:, None] ** np.abs(orders(N)) + 1
    assert (np.abs(radial - np.abs(orders(N)) * values) <= 32 * EPS * scale).all()


def test_angular_gradients_are_tangential():
    _, gradients, hessians = circular_harmonics(N, POINTS, derivatives=2)
    radial = np.einsum("id,idm->im", POINTS, gradients)
    assert np.abs(radial).max() < 8 * N * EPS
    # f is homogeneous of degree 0, its gradient of degree -1: H x = -grad f
    turned = np.einsum("idem,ie->idm", hessians, POINTS) + gradients
    assert (np.abs(turned) <= 16 * N**2 * EPS / np.linalg.norm(POINTS, axis=1)[:, None, None]).all()
    np.testing.assert_array_equal(hessians, hessians.swapaxes(1, 2))


@either
@pytest.mark.parametrize("basis", ["real", "complex"])
def test_derivatives_are_those_of_the_values(normalize, basis):
    options = {"normalize": normalize, "basis": basis}
    values, gradients, hessians = circular_harmonics(4, POINTS, derivatives=2, **options)
    h = 1e-5
    for axis in (0, 1):
        step = h * np.eye(2)[axis]
        up, down = (
            circular_harmonics(4, POINTS + s, derivatives=1, **options) for s in (step, -step)
        )
        for k, expected in enumerate((gradients[:, axis], hessians[:, axis])):
            difference = (up[k] - down[k]) / (2 * h)
            scale = np.abs(expected).max() + np.abs(values).max()
            assert np.abs(difference - expected).max() < 1e-6 * scale
            assert np.abs(difference * 1.01 - expected).max() > 1e-6 * scale


def test_every_length_has_the_same_direction():
    for scale in (2.0**-1060, 2.0**-500, 1.0, 2.0**500, 2.0**1021):
        found = circular_harmonics(N, [0.75 * scale, -0.5 * scale])
        np.testing.assert_array_equal(found, circular_harmonics(N, [0.75, -0.5]))
    tiny = circular_harmonics(2, [5e-324, -5e-324], normalization="norm")
    np.testing.assert_allclose(tiny, [1, -(0.5**0.5), 0.5**0.5, -1, 0], atol=EPS)


@either
def test_the_zero_vector(normalize):
    values, gradients, hessians = circular_harmonics(
        3, [0.0, -0.0], normalize=normalize, derivatives=2
    )
    assert values[0] > 0
    np.testing.assert_array_equal(values[1:], 0)
    expected = np.zeros((2, 7))
    if not normalize:
        expected[[1, 0], [1, 2]] = 1 / np.sqrt(np.pi)
    np.testing.assert_allclose(gradients, expected, rtol=EPS)
    assert np.isfinite(hessians).all()
    np.testing.assert_array_equal(hessians[..., [0, 1, 2, 5, 6]], 0)
    if normalize:
        np.testing.assert_array_equal(hessians, 0)


@either
def test_axes_are_exact(normalize):
    found = circular_harmonics(
        4, [[1, 0], [0, 1], [-1, 0], [0, -1]], normalize=normalize, normalization="norm"
    )
    np.testing.assert_array_equal(
        found,
        [
            [1, 0, 1, 0, 1, 0, 1, 0, 1],
            [1, 1, 0, 0, -1, -1, 0, 0, 1],
            [1, 0, -1, 0, 1, 0, -1, 0, 1],
            [1, -1, 0, 0, -1, 1, 0, 0, 1],
        ],
    )


@either
def test_what_is_not_finite_stays_in_its_row(normalize):
    points = POINTS.copy()
    bad = [2, 17, 52]
    clean = circular_harmonics(5, points, normalize=normalize, derivatives=2)
    points[2, 0], points[17], points[52, 1] = np.nan, (np.inf, 1), 1e-310
    found = circular_harmonics(5, points, normalize=normalize, derivatives=2)
    rest = np.delete(np.arange(53), bad)
    for array, expected in zip(found, clean, strict=True):
        np.testing.assert_array_equal(array[rest], expected[rest])
        assert np.isnan(array[2]).all()
    assert np.isnan(found[0][17]).all()


@either
def test_layouts_and_dtypes(normalize):
    given = RNG.normal(size=(4, 5, 2))
    expected = circular_harmonics(N, given, normalize=normalize)
    assert expected.shape == (4, 5, 2 * N + 1)

    def found(points, **options):
        return circular_harmonics(N, points, normalize=normalize, **options)

    np.testing.assert_array_equal(found(np.asfortranarray(given)), expected)
    np.testing.assert_array_equal(found(np.repeat(given, 2, axis=1)[:, ::2]), expected)
    np.testing.assert_array_equal(found(given[0, 0]), expected[0, 0])
    np.testing.assert_array_equal(found([[3, 4]]), found([[3.0, 4.0]]))
    assert found([[3, 4]]).dtype == np.float64
    single = found(given.astype(np.float32))
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, expected, rtol=1e-4, atol=1e-4)
    assert found(given.astype("f4"), basis="complex").dtype == np.complex64
    assert found(given, dtype=np.float32).dtype == np.float32
    shapes = [array.shape for array in found(np.empty((0, 2)), derivatives=2)]
    assert shapes == [(0, 19), (0, 2, 19), (0, 2, 2, 19)]


def test_results_into_given_arrays():
    for basis, dtype in (("real", float), ("complex", complex)):
        given = [np.empty((53, 5), dtype), np.empty((53, 2, 5), dtype)]
        found = circular_harmonics(2, POINTS, derivatives=1, out=given, basis=basis)
        assert all(a is b for a, b in zip(found, given, strict=True))
        expected = circular_harmonics(2, POINTS, derivatives=1, basis=basis)
        for array, value in zip(given, expected, strict=True):
            np.testing.assert_array_equal(array, value)


def test_long_batches_on_several_threads_are_the_same():
    from grouptools.numeric.threads import threads_limited_to

    points = RNG.normal(size=(60_003, 2))
    with threads_limited_to(1):
        one = circular_harmonics(4, points)
    with threads_limited_to(3):
        np.testing.assert_array_equal(circular_harmonics(4, points), one)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: circular_harmonics(-1, [1, 2]), "n_max = -1 was given, but a degree"),
        (
            lambda: circular_harmonics(257, [1, 2]),
            "n_max = 257 was given to circular_harmonics in float64, but its error is tested only",
        ),
        (
            lambda: circular_harmonics(257, [1, 2], normalize=False),
            "n_max = 257 was given to circular_harmonics, solid in float64",
        ),
        (
            lambda: circular_harmonics(2, [1, 2, 3]),
            "xy of shape (3,) was given, but its last axis must hold the 2 components",
        ),
        (lambda: circular_harmonics(2, 1.0), "xy of shape () was given"),
        (
            lambda: circular_harmonics(2, [1, 2], basis="Real"),
            "basis = 'Real' was given, but it must be one of real, complex",
        ),
        (
            lambda: circular_harmonics(2, [1, 2], normalization="schmidt"),
            "normalization = 'schmidt' was given, but it must be one of integral, component, norm",
        ),
        (
            lambda: circular_harmonics(2, [1, 2], derivatives=3),
            "derivatives = 3 was given, but orders from 0 to 2",
        ),
        (
            lambda: circular_harmonics(2, [1, 2], out=np.empty(4)),
            "out of shape (4,) and dtype float64 was given, but the result has shape (5,)",
        ),
    ],
)
def test_error_texts(call, text):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value).startswith(text)
