"""The backward pass of harmonics is the sum of their gradients."""

import numpy as np
import pytest

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.numeric.harmonics import pullback

RNG = np.random.default_rng(11)
POINTS = RNG.normal(size=(37, 3))
# straight-line code, with float32 inside and without, and sums of gradients
DEGREES = (0, 1, 2, 3, 4, 10, 11, 12)


def summed(l_max, points, weights, **options):
    _, slopes = gt.spherical_harmonics(l_max, points, derivatives=1, **options)
    return np.einsum("...ak,...k->...a", slopes.astype(float), weights.astype(float))


def defect(l_max, points, weights, **options):
    """The largest error, relative to all that is added up."""
    found = gt.spherical_harmonics_pullback(l_max, points, weights, **options)
    assert found.dtype == points.dtype
    _, slopes = gt.spherical_harmonics(l_max, points, derivatives=1, **options)
    sizes = np.linalg.norm(slopes.astype(float), axis=(-1, -2)) * np.linalg.norm(weights, axis=-1)
    errors = np.linalg.norm(found - summed(l_max, points, weights, **options), axis=-1)
    return np.max(errors / np.where(sizes > 0, sizes, 1))


def weights_for(l_max, points):
    return RNG.normal(size=(*points.shape[:-1], (l_max + 1) ** 2)).astype(points.dtype)


@pytest.mark.parametrize("l_max", DEGREES)
@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_equal_to_the_sum_of_gradients(l_max, normalize, dtype):
    points = (POINTS / np.linalg.norm(POINTS, axis=-1, keepdims=True) * 1.1).astype(dtype)
    tolerance = 4 * (l_max + 2) * np.finfo(dtype).eps
    weights = weights_for(l_max, points)
    assert defect(l_max, points, weights, normalize=normalize) < tolerance


@pytest.mark.parametrize("normalization", ["component", "norm"])
def test_normalizations(normalization):
    weights = weights_for(5, POINTS)
    assert defect(5, POINTS, weights, normalization=normalization) < 1e-14


def test_large_degrees():
    points = POINTS[:3]
    assert defect(256, points, weights_for(256, points)) < 1e-13


def test_one_wrong_slope_is_seen(monkeypatch):
    table = pullback.gradient_table(4, "integral", np.dtype(np.float64)).copy()
    table[3 * 7] *= 1 + 1e-9
    monkeypatch.setattr(pullback, "gradient_table", lambda *_: table)
    pullback._method.cache_clear()
    assert defect(4, POINTS, weights_for(4, POINTS)) > 1e-12
    pullback._method.cache_clear()


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 17])
@pytest.mark.parametrize("l_max", [2, 12])
def test_any_number_of_points(count, l_max):
    points, weights = POINTS[:count], weights_for(l_max, POINTS[:count])
    found = gt.spherical_harmonics_pullback(l_max, points, weights)
    assert found.shape == (count, 3)
    for i in range(count):
        one = gt.spherical_harmonics_pullback(l_max, points[i], weights[i])
        np.testing.assert_allclose(found[i], one, rtol=0, atol=1e-13)


@pytest.mark.parametrize("l_max", [0, 2, 12])
def test_bad_rows_stay_alone_and_the_zero_vector_has_no_gradient(l_max):
    points, weights = POINTS.copy(), weights_for(l_max, POINTS)
    points[4] = 0
    good = gt.spherical_harmonics_pullback(l_max, points, weights)
    assert not good[4].any()
    points[9, 1] = np.nan
    found = gt.spherical_harmonics_pullback(l_max, points, weights)
    assert np.isnan(found[9]).all()
    assert np.array_equal(np.delete(found, 9, 0), np.delete(good, 9, 0))


def test_out_strides_and_integers():
    weights = weights_for(3, POINTS)
    expected = gt.spherical_harmonics_pullback(3, POINTS, weights)
    out = np.empty((37, 3))
    assert gt.spherical_harmonics_pullback(3, POINTS, weights, out=out) is out
    assert np.array_equal(out, expected)
    assert np.array_equal(
        gt.spherical_harmonics_pullback(3, np.asfortranarray(POINTS), weights.T.copy().T), expected
    )
    whole = gt.spherical_harmonics_pullback(1, [[1, 2, 3]], [[0, 1, 0, 0]])
    assert whole.dtype == np.float64


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (
            np.zeros((37, 8)),
            "cotangent of shape (37, 8) and dtype float64 was given",
        ),
        (np.zeros((36, 9)), "of shape (37, 9), one for each point and harmonic, are expected"),
        (np.zeros((37, 9), complex), "cotangent of shape (37, 9) and dtype complex128 was given"),
    ],
)
def test_what_is_wrong_is_said(weights, said):
    with pytest.raises(ArgumentError) as caught:
        gt.spherical_harmonics_pullback(2, POINTS, weights)
    assert said in str(caught.value)
