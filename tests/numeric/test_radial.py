"""Radial functions: their defining equations, and what they make of odd input."""

import subprocess
import sys

import numpy as np
import pytest
import scipy.special
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.radial import polynomial_cutoff as exact_cutoff
from grouptools.exact.radial import spherical_bessel as exact_bessel
from grouptools.numeric import radial

EPS = 2.0**-52
RNG = np.random.default_rng(11)
R = np.array([0.0, 5e-324, 1e-300, 1e-9, 0.3, 1.0, 1.7, 2.499, 2.5])
CUTOFF = 2.5

#: name -> call of (r, **options), for everything that takes distances
BASES = {
    "spherical_bessel_basis": lambda r, **o: radial.spherical_bessel_basis(3, 4, r, CUTOFF, **o),
    "sine_basis": lambda r, **o: radial.sine_basis(5, r, CUTOFF, **o),
    "gaussian_basis": lambda r, **o: radial.gaussian_basis(7, r, CUTOFF, **o),
    "chebyshev_basis": lambda r, **o: radial.chebyshev_basis(6, r, CUTOFF, **o),
    "bernstein_basis": lambda r, **o: radial.bernstein_basis(6, r, CUTOFF, **o),
}
CUTOFFS = {
    "polynomial_cutoff": lambda r, **o: radial.polynomial_cutoff(r, CUTOFF, **o),
    "cosine_cutoff": lambda r, **o: radial.cosine_cutoff(r, CUTOFF, **o),
    "bump_cutoff": lambda r, **o: radial.bump_cutoff(r, CUTOFF, **o),
}
BESSEL = {"spherical_bessel": lambda x, **o: radial.spherical_bessel(5, x, **o)}
ALL = BASES | CUTOFFS | BESSEL
every = pytest.mark.parametrize("call", ALL.values(), ids=ALL.keys())
basis = pytest.mark.parametrize("call", BASES.values(), ids=BASES.keys())
cutoff = pytest.mark.parametrize("call", CUTOFFS.values(), ids=CUTOFFS.keys())


# Spherical Bessel functions


def bessel_residuals(x, values, slopes, bends):
    """Of x^2 j'' + 2x j' + (x^2 - l(l+1)) j = 0 [DLMF 10.47.1], relative to its terms."""
    x, l = x[:, None], np.arange(values.shape[1])
    terms = [x**2 * bends, 2 * x * slopes, (x**2 - l * (l + 1)) * values]
    return np.abs(sum(terms)) / np.sum(np.abs(terms), axis=0).clip(1e-280)


X = np.concatenate([np.geomspace(1e-3, 300, 200), [1.0, 7.0, 100.0, 12345.6]])


def test_bessel_obeys_the_differential_equation():
    # the terms cancel to their sum within the error of each
    residuals = bessel_residuals(X, *radial.spherical_bessel(60, X, derivatives=2))
    assert residuals.max() < 64 * 16 * EPS


def test_differential_equation_notices_one_wrong_value():
    arrays = radial.spherical_bessel(60, X, derivatives=2)
    for array in arrays:
        array[100, 3] *= 1 + 1e-9
        assert bessel_residuals(X, *arrays).max() > 1e-11
        array[100, 3] /= 1 + 1e-9


def test_bessel_is_the_exact_closed_form():
    x = sympy.Rational(7, 3)
    for l, value in enumerate(radial.spherical_bessel(8, float(x))):
        exact = exact_bessel(l, sympy.Rational(float(x)))
        assert abs(value - float(exact.evalf(30))) <= 8 * EPS * value


def test_bessel_adds_up_to_one():
    # sum (2l+1) j_l(x)^2 = 1 [DLMF 10.60.12]
    x = np.array([0.0, 1e-5, 1.0, 17.3, 100.0, -40.0])
    j = radial.spherical_bessel(200, x)
    assert np.abs((j**2) @ (2 * np.arange(201) + 1) - 1).max() < 200 * EPS


def test_bessel_of_negative_arguments_has_parity():
    l = np.arange(6)
    up, down = (radial.spherical_bessel(5, x, derivatives=2) for x in (X, -X))
    for k in range(3):
        np.testing.assert_array_equal(down[k], (-1.0) ** (l + k) * up[k])


def test_bessel_does_not_depend_on_how_far_it_goes():
    whole = radial.spherical_bessel(100, X)
    for l_max in (0, 1, 2, 10, 50):
        difference = np.abs(radial.spherical_bessel(l_max, X) - whole[:, : l_max + 1])
        assert (difference <= 64 * EPS * np.abs(whole[:, : l_max + 1]) + 8 * EPS / X[:, None]).all()


def test_bessel_at_the_ends():
    values, slopes, bends = radial.spherical_bessel(3, [0.0, np.inf, -np.inf], derivatives=2)
    np.testing.assert_array_equal(values, [[1, 0, 0, 0], [0] * 4, [0] * 4])
    np.testing.assert_allclose(slopes, [[0, 1 / 3, 0, 0], [0] * 4, [0] * 4], rtol=2 * EPS)
    np.testing.assert_allclose(bends, [[-1 / 3, 0, 2 / 15, 0], [0] * 4, [0] * 4], rtol=4 * EPS)


def test_zeros_are_zeros_next_to_which_the_sign_changes():
    zeros = radial.spherical_bessel_zeros(6, 8)
    assert zeros.shape == (7, 8)
    np.testing.assert_array_equal(zeros[0], [float(n * sympy.pi.evalf(40)) for n in range(1, 9)])
    for l, row in enumerate(zeros):
        below, above = (radial.spherical_bessel(l, row * f)[:, l] for f in (1 - 1e-13, 1 + 1e-13))
        assert (below * above < 0).all()
    assert radial.spherical_bessel_zeros(2, 0).shape == (3, 0)


def test_bessel_basis_is_orthonormal():
    nodes, weights = scipy.special.roots_legendre(120)
    r, weights = CUTOFF * (nodes + 1) / 2, CUTOFF * weights / 2
    values = radial.spherical_bessel_basis(5, 8, r, CUTOFF)
    gram = np.einsum("i,iln,ilk->lnk", weights * r**2, values, values)
    assert np.abs(gram - np.eye(8)).max() < 1e-13
    values[:, 2, 1] *= 1 + 1e-9
    gram = np.einsum("i,iln,ilk->lnk", weights * r**2, values, values)
    assert np.abs(gram - np.eye(8)).max() > 1e-10


def test_plain_basis_is_the_bessel_function_of_the_scaled_distance():
    zeros = radial.spherical_bessel_zeros(3, 4)
    r = R[R > 1e-100]  # scipy gives nan for subnormals
    plain = radial.spherical_bessel_basis(3, 4, r, CUTOFF, normalize=False)
    for l in range(4):
        expected = scipy.special.spherical_jn(l, zeros[l] * r[:, None] / CUTOFF)
        np.testing.assert_allclose(plain[:, l], expected, atol=1e-15, rtol=0)
    scaled = radial.spherical_bessel_basis(3, 4, r, CUTOFF)
    norms = np.sqrt(2 / CUTOFF**3) / np.abs(
        [scipy.special.spherical_jn(l + 1, zeros[l]) for l in range(4)]
    )
    np.testing.assert_allclose(scaled, plain * norms, atol=1e-14, rtol=1e-13)


def test_sines_are_the_formula_and_its_limit():
    r, n = R[4:], np.arange(1, 6)
    expected = np.sqrt(2 / CUTOFF) * np.sin(n * np.pi * r[:, None] / CUTOFF) / r[:, None]
    np.testing.assert_allclose(radial.sine_basis(5, r, CUTOFF), expected, atol=1e-14)
    limit = np.sqrt(2 / CUTOFF) * n * np.pi / CUTOFF
    np.testing.assert_allclose(radial.sine_basis(5, 0.0, CUTOFF), limit, rtol=4 * EPS)


def test_bases_vanish_at_the_cut_off():
    assert np.abs(radial.spherical_bessel_basis(6, 50, CUTOFF, CUTOFF)).max() < 1e-13
    assert np.abs(radial.sine_basis(50, CUTOFF, CUTOFF)).max() < 1e-13


# Gaussians and polynomials


def test_gaussians_are_the_formula():
    centers = np.linspace(0.5, CUTOFF, 9)
    found = radial.gaussian_basis(9, R, CUTOFF, start=0.5)
    np.testing.assert_allclose(found, np.exp(-(((R[:, None] - centers) / 0.25) ** 2) / 2))
    wide = radial.gaussian_basis(9, R, CUTOFF, start=0.5, width=2.0)
    np.testing.assert_allclose(wide, np.exp(-(((R[:, None] - centers) / 2) ** 2) / 2))


def test_gaussians_far_away_are_zero_with_their_derivatives():
    for array in radial.gaussian_basis(5, [1e30, 1e200, np.inf], 1.0, derivatives=2):
        np.testing.assert_array_equal(array, 0)


def chebyshev_residuals(values, slopes, bends, t):
    """Of (1 - t^2) T'' - t T' + n^2 T = 0 [DLMF 18.8.1], derivatives in t, relative to n^2."""
    n = np.arange(values.shape[1])
    residual = (1 - t**2)[:, None] * bends - t[:, None] * slopes + n**2 * values
    return np.abs(residual) / np.maximum(n**2, 1)


def test_chebyshev_polynomials_obey_the_differential_equation():
    t = np.cos(np.linspace(0, np.pi, 101))
    arrays = list(radial.chebyshev_basis(30, t + 1, 2.0, derivatives=2))
    assert chebyshev_residuals(*arrays, t).max() < 1e-12
    np.testing.assert_array_equal(arrays[0][0], 1)
    arrays[1][50, 7] += 1e-6
    assert chebyshev_residuals(*arrays, t + 0).max() < 1e-6  # t = 0 hides a slope
    arrays[1][40, 7] += 1e-6
    assert chebyshev_residuals(*arrays, t).max() > 1e-9


def test_chebyshev_polynomials_are_cosines():
    angle = np.linspace(0, np.pi, 57)
    found = radial.chebyshev_basis(20, CUTOFF * np.cos(angle / 2) ** 2, CUTOFF)
    np.testing.assert_allclose(found, np.cos(np.arange(21) * angle[:, None]), atol=2e-14)


def test_bernstein_polynomials_are_a_partition_of_one_with_linear_precision():
    for n in (1, 2, 9, 200):
        values, slopes, bends = radial.bernstein_basis(n, R, CUTOFF, derivatives=2)
        k = np.arange(n + 1) / n
        assert (values >= 0).all()
        np.testing.assert_allclose(values.sum(1), 1, atol=n * EPS)
        np.testing.assert_allclose(values @ k, R / CUTOFF, atol=n * EPS)
        np.testing.assert_allclose(slopes @ k, 1 / CUTOFF, atol=n**2 * EPS)
        np.testing.assert_allclose(bends.sum(1), 0, atol=n**3 * EPS)
    assert abs((values * (1 + 1e-12 * (k == 0))).sum(1) - 1).max() > 1e-13


def test_bernstein_polynomials_of_low_degree():
    values, slopes, bends = radial.bernstein_basis(0, R, CUTOFF, derivatives=2)
    np.testing.assert_array_equal(values, 1)
    np.testing.assert_array_equal(slopes, 0)
    np.testing.assert_array_equal(bends, 0)
    np.testing.assert_array_equal(radial.bernstein_basis(1, 1.0, 1.0, derivatives=2)[1], [-1, 1])
    np.testing.assert_array_equal(radial.bernstein_basis(2, 0.0, 1.0, derivatives=2)[2], [2, -4, 2])


# Cut-offs


@pytest.mark.parametrize(("p", "s"), [(1, 0), (1, 3), (2, 1), (6, 2), (5, 5)])
def test_polynomial_cutoff_is_the_exact_one(p, s):
    x = sympy.Symbol("x")
    arrays = radial.polynomial_cutoff(R[4:-1], CUTOFF, p=p, smoothness=s, derivatives=2)
    exact = exact_cutoff(p, s, x / sympy.Rational(5, 2))
    for k, array in enumerate(arrays):
        derivative = exact.diff(x, k)
        expected = [float(derivative.subs(x, sympy.Rational(r))) for r in R[4:-1]]
        np.testing.assert_allclose(array, expected, atol=1e-13)
        wrong = 1e-9 + (1 + 1e-9) * np.array(expected)
        assert np.abs(array - wrong).max() > 1e-13


def test_cosine_cutoff_is_the_formula():
    expected = (1 + np.cos(np.pi * R[:-1] / CUTOFF)) / 2
    np.testing.assert_allclose(radial.cosine_cutoff(R[:-1], CUTOFF), expected, atol=4 * EPS)


def test_bump_cutoff_is_the_formula():
    x = R[:-1] / CUTOFF
    np.testing.assert_allclose(radial.bump_cutoff(R[:-1], CUTOFF), np.exp(1 - 1 / (1 - x**2)))


@cutoff
def test_cutoffs_start_at_one_and_are_zero_from_the_end_on(call):
    just_below = np.nextafter(CUTOFF, 0)
    values, slopes, bends = call([0.0, just_below, CUTOFF, 3.0, 1e300, np.inf], derivatives=2)
    assert values[0] == 1
    assert slopes[0] == 0
    for array in (values, slopes, bends):
        np.testing.assert_array_equal(array[2:], 0)
        assert np.isfinite(array).all()
    assert 0 <= values[1] < 1e-15
    assert abs(slopes[1]) < 1e-14


@cutoff
@pytest.mark.parametrize("size", [1e-300, 1e-5, 1e300])
def test_cutoffs_of_any_length(call, size):
    r = np.array([0.0, 0.3, 0.999, 1.0]) * CUTOFF
    name = next(name for name, known in CUTOFFS.items() if known is call)
    scaled = getattr(radial, name)(r * size, CUTOFF * size)
    np.testing.assert_allclose(scaled, call(r), atol=1e-12)


# All of them


@every
def test_derivatives_are_those_of_the_values(call):
    # central differences: error h^2 f'''/6 + eps f/h
    r = np.array([0.2, 0.9, 1.6, 2.3])
    h = 1e-5
    values, slopes, bends = call(r, derivatives=2)
    up, down = (call(r + step, derivatives=1) for step in (h, -h))
    scale = np.abs(bends).max() + np.abs(slopes).max() + np.abs(values).max()
    assert np.abs((up[0] - down[0]) / (2 * h) - slopes).max() < 1e-7 * scale
    assert np.abs((up[1] - down[1]) / (2 * h) - bends).max() < 1e-7 * scale
    assert np.abs((up[1] - down[1]) / (2 * h) * (1 + 1e-3) - bends).max() > 1e-7 * scale
    np.testing.assert_array_equal(call(r), values)
    np.testing.assert_array_equal(call(r, derivatives=1)[1], slopes)


@every
def test_layouts_and_dtypes(call):
    r = RNG.uniform(0, CUTOFF, size=(4, 5))
    expected = call(r)
    assert expected.shape[:2] == (4, 5)
    assert expected.dtype == np.float64
    np.testing.assert_array_equal(call(np.asfortranarray(r)), expected)
    np.testing.assert_array_equal(call(np.repeat(r, 2, axis=1)[:, ::2]), expected)
    np.testing.assert_array_equal(call(r.astype(">f8")), expected)
    np.testing.assert_array_equal(call(r[1, 2]), expected[1, 2])
    np.testing.assert_array_equal(call(float(r[1, 2])), expected[1, 2])
    np.testing.assert_array_equal(call([1, 2]), call([1.0, 2.0]))
    single = call(r.astype(np.float32))
    assert single.dtype == np.float32
    np.testing.assert_array_equal(single, call(r.astype(np.float32), dtype=float).astype("f4"))
    assert call(r, dtype="float32").dtype == np.float32
    for array in call(np.empty((0, 3)), derivatives=2):
        assert array.shape == (0, 3, *expected.shape[2:])


@every
def test_nan_stays_in_its_row(call):
    r = np.full(21, 1.25)
    clean = call(r, derivatives=2)
    r[[3, 18]] = np.nan
    for array, expected in zip(call(r, derivatives=2), clean, strict=True):
        assert np.isnan(array[[3, 18]]).all()
        rest = np.delete(np.arange(21), [3, 18])
        np.testing.assert_array_equal(array[rest], expected[rest])


@every
def test_results_into_given_arrays(call):
    r = RNG.uniform(0, CUTOFF, size=19)
    expected = call(r, derivatives=1)
    given = [np.empty_like(array) for array in expected]
    found = call(r, derivatives=1, out=given)
    for array, into, value in zip(found, given, expected, strict=True):
        assert array is into
        np.testing.assert_array_equal(array, value)
    assert call(r, out=given[0]) is given[0]


@every
def test_long_batches_on_several_threads_are_the_same(call):
    from grouptools.numeric.threads import threads_limited_to

    r = RNG.uniform(0, CUTOFF, size=70_001)
    with threads_limited_to(1):
        one = call(r)
    with threads_limited_to(3):
        np.testing.assert_array_equal(call(r), one)


@basis
def test_negative_distances_are_refused(call):
    with pytest.raises(ArgumentError) as caught:
        call([1.0, -0.25, np.nan])
    assert str(caught.value).startswith("r with -0.25 in it was given, but distances are not neg")


TEXTS = [
    (lambda: radial.spherical_bessel(-1, 1.0), "l_max = -1 was given, but a degree is a"),
    (
        lambda: radial.spherical_bessel(257, 1.0),
        "l_max = 257 was given to spherical_bessel in float64, but its error is tested only to",
    ),
    (lambda: radial.spherical_bessel(2, "x"), "x of dtype <U1 was given, but real numbers"),
    (lambda: radial.spherical_bessel(2, 1j), "x of dtype complex128 was given"),
    (
        lambda: radial.spherical_bessel(2, 1.0, derivatives=3),
        "derivatives = 3 was given, but orders from 0 to 2",
    ),
    (
        lambda: radial.spherical_bessel(2, [1.0], out=np.empty(3)),
        "out of shape (3,) and dtype float64 was given, but the result has shape (1, 3)",
    ),
    (
        lambda: radial.spherical_bessel_zeros(2, -1),
        "count = -1 was given, but it must be an integer: pass 0 or more",
    ),
    (
        lambda: radial.spherical_bessel_basis(1, 0, 1.0, 2.0),
        "n_max = 0 was given, but it must be an integer: pass 1 or more",
    ),
    (
        lambda: radial.spherical_bessel_basis(1, 51, 1.0, 2.0),
        "the larger of l_max and n_max = 51 was given to spherical_bessel_basis in float64",
    ),
    (
        lambda: radial.spherical_bessel_basis(1, 1, 1.0, 0),
        "cutoff = 0 was given, but it is a length: pass a finite number above 0",
    ),
    (lambda: radial.cosine_cutoff(1.0, np.inf), "cutoff = inf was given, but it is a length"),
    (lambda: radial.cosine_cutoff(1.0, "2"), "cutoff = '2' was given, but it is a length"),
    (lambda: radial.gaussian_basis(1, 1.0, 2.0), "count = 1 was given, but it must be an integer"),
    (
        lambda: radial.gaussian_basis(3, 1.0, 2.0, start=2),
        "start = 2 was given, but the first centre lies below cutoff = 2.0",
    ),
    (lambda: radial.gaussian_basis(3, 1.0, 2.0, width=-1.0), "width = -1.0 was given"),
    (lambda: radial.gaussian_basis(1001, 1.0, 2.0), "count = 1001 was given to gaussian_basis"),
    (lambda: radial.chebyshev_basis(1.5, 1.0, 2.0), "degree = 1.5 was given, but a degree"),
    (lambda: radial.chebyshev_basis(257, 1.0, 2.0), "degree = 257 was given to chebyshev_basis"),
    (lambda: radial.bernstein_basis(257, 1.0, 2.0), "degree = 257 was given to bernstein_basis"),
    (lambda: radial.polynomial_cutoff(1.0, 2.0, p=0), "p = 0 was given, but it must be an integer"),
    (
        lambda: radial.polynomial_cutoff(1.0, 2.0, p=30, smoothness=11),
        "p + smoothness = 41 was given to polynomial_cutoff in float64",
    ),
]


@pytest.mark.parametrize(("call", "text"), TEXTS)
def test_error_texts(call, text):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value).startswith(text)


def test_numpy_scalars_are_numbers():
    found = radial.spherical_bessel_basis(np.int64(2), np.int32(3), np.float32(1), np.float64(2.5))
    assert found.shape == (3, 3)
    assert found.dtype == np.float32


def test_bases_of_bessel_functions_need_no_sympy():
    code = (
        "import sys; from grouptools.numeric.radial import spherical_bessel_basis; "
        "spherical_bessel_basis(2, 3, 1.0, 2.0); print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
