"""Spherical harmonics of odd, extreme and wrong input."""

import numpy as np
import pytest

import grouptools as gt
from grouptools.errors import ArgumentError

POINTS = np.random.default_rng(5).normal(size=(6, 4, 3))
# straight-line code and loops
BOTH = (3, 12)


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 15, 16, 17, 33])
def test_any_number_of_points(l_max, count):
    points = np.random.default_rng(count).normal(size=(count, 3))
    for dtype in (np.float64, np.float32):
        found = gt.spherical_harmonics(l_max, points.astype(dtype), derivatives=2)
        assert [part.shape for part in found] == [
            (count, *(3,) * k, (l_max + 1) ** 2) for k in range(3)
        ]
        for i in range(count):
            single = gt.spherical_harmonics(l_max, points[i].astype(dtype), derivatives=2)
            for part, one in zip(found, single, strict=True):
                assert np.array_equal(part[i], one)


@pytest.mark.parametrize("l_max", BOTH)
def test_leading_shapes_and_strides(l_max):
    expected = gt.spherical_harmonics(l_max, POINTS.reshape(-1, 3)).reshape(6, 4, -1)
    wide = np.zeros((6, 4, 6))
    wide[..., ::2] = POINTS
    shuffled = np.ascontiguousarray(POINTS.transpose(2, 0, 1)).transpose(1, 2, 0)
    for points in (POINTS, np.asfortranarray(POINTS), wide[..., ::2], shuffled, POINTS.tolist()):
        assert np.array_equal(gt.spherical_harmonics(l_max, points), expected)
    assert np.array_equal(gt.spherical_harmonics(l_max, POINTS[2, 3]), expected[2, 3])
    swapped = POINTS.astype(POINTS.dtype.newbyteorder())
    assert np.array_equal(gt.spherical_harmonics(l_max, swapped), expected)


def test_points_that_may_not_be_written_to_or_are_not_aligned():
    expected = gt.spherical_harmonics(3, POINTS)
    locked = POINTS.copy()
    locked.flags.writeable = False
    memory = np.zeros(POINTS.nbytes + 1, np.uint8)[1:]
    shifted = memory.view(np.float64).reshape(POINTS.shape)
    shifted[...] = POINTS
    assert not shifted.flags.aligned
    for points in (locked, shifted):
        assert np.array_equal(gt.spherical_harmonics(3, points), expected)
    assert locked.flags.writeable is False
    assert POINTS.flags.writeable


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint16, bool, np.float16])
def test_kinds_of_numbers(kind):
    points = np.array([[1, 0, 1], [0, 1, 1]], kind)
    found = gt.spherical_harmonics(2, points)
    assert found.dtype == (np.float32 if kind is np.float16 else np.float64)
    expected = gt.spherical_harmonics(2, points.astype(found.dtype))
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize("source", [np.float64, np.float32])
@pytest.mark.parametrize("target", [np.float64, np.float32])
def test_dtype_of_the_result(l_max, source, target):
    found = gt.spherical_harmonics(l_max, POINTS.astype(source), dtype=target)
    assert found.dtype == target
    np.testing.assert_allclose(found, gt.spherical_harmonics(l_max, POINTS), atol=3e-6)


def test_numpy_integers_are_degrees():
    assert gt.spherical_harmonics(np.int32(2), POINTS).shape == (6, 4, 9)


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_zero_vector(l_max, dtype):
    values, slopes, curves = gt.spherical_harmonics(l_max, np.zeros((9, 3), dtype), derivatives=2)
    assert values[0, 0] == dtype(np.sqrt(0.25 / np.pi))
    assert not values[:, 1:].any()
    assert not slopes.any()
    assert not curves.any()
    values, slopes, curves = gt.spherical_harmonics(
        l_max, np.zeros((9, 3), dtype), derivatives=2, normalize=False
    )
    assert not values[:, 1:].any()
    one = np.sqrt(0.75 / np.pi)
    np.testing.assert_allclose(
        slopes[4, :, 1:4], [[0, 0, one], [one, 0, 0], [0, one, 0]], rtol=1e-6
    )
    assert not slopes[:, :, 4:].any()
    xy = np.sqrt(3.75 / np.pi)
    np.testing.assert_allclose(curves[0, :, :, 4], [[0, xy, 0], [xy, 0, 0], [0, 0, 0]], rtol=1e-6)
    assert not curves[..., 9:].any()


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_bad_row_stays_alone(l_max, normalize, bad, axis):
    points = np.random.default_rng(1).normal(size=(20, 3))
    good = gt.spherical_harmonics(l_max, points, derivatives=2, normalize=normalize)
    points[5, axis] = bad
    found = gt.spherical_harmonics(l_max, points, derivatives=2, normalize=normalize)
    for part, expected in zip(found, good, strict=True):
        assert np.isnan(part[5]).all()
        assert np.array_equal(np.delete(part, 5, 0), np.delete(expected, 5, 0))


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize(
    ("dtype", "small", "large"), [(np.float64, -323, 308), (np.float32, -44, 38)]
)
def test_every_length_has_a_direction(l_max, dtype, small, large):
    """Powers of two change nothing but the length, down to the smallest and up to the largest."""
    direction = np.array([1.0, -0.5, 0.25], dtype)
    expected = gt.spherical_harmonics(l_max, direction)
    for exponent in range(small, large, 3):
        scale = 2.0 ** round(exponent * np.log2(10))
        point = (direction.astype(np.float64) * scale).astype(dtype)
        if not (point / dtype(scale) == direction).all():
            continue  # a subnormal that lost bits has another direction
        assert np.array_equal(gt.spherical_harmonics(l_max, point), expected)
    smallest = np.array([np.nextafter(dtype(0), dtype(1)), 0, 0], dtype)
    expected = gt.spherical_harmonics(l_max, np.array([1, 0, 0], dtype))
    assert np.array_equal(gt.spherical_harmonics(l_max, smallest), expected)
    largest = np.full(3, np.finfo(dtype).max)
    np.testing.assert_allclose(
        gt.spherical_harmonics(l_max, largest),
        gt.spherical_harmonics(l_max, np.ones(3, dtype)),
        atol=20 * np.finfo(dtype).eps,
    )


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_derivatives_are_finite_everywhere(l_max, dtype):
    lengths = np.concatenate([10.0 ** np.arange(-323, 309, 7.0), [5e-324]])
    directions = np.concatenate([np.eye(3), -np.eye(3), POINTS[0], [[1e-9, 0, 1], [0, 1e-160, -1]]])
    with np.errstate(all="ignore"):
        points = (lengths[:, None, None] * directions).reshape(-1, 3).astype(dtype)
    points = points[np.isfinite(points).all(-1)]
    for part in gt.spherical_harmonics(l_max, points, derivatives=2):
        assert np.isfinite(part).all()


@pytest.mark.parametrize("l_max", BOTH)
def test_derivatives_scale_with_the_length(l_max):
    direction = np.array([1.0, -0.5, 0.25])
    one = gt.spherical_harmonics(l_max, direction, derivatives=2)
    for exponent in (-400, -40, 1, 300):
        scaled = gt.spherical_harmonics(l_max, direction * 2.0**exponent, derivatives=2)
        assert np.array_equal(scaled[1], one[1] * 2.0**-exponent)
        assert np.array_equal(scaled[2], one[2] * 2.0**-exponent * 2.0**-exponent)


@pytest.mark.parametrize("l_max", BOTH)
@pytest.mark.parametrize("basis", ["real", "complex"])
def test_out(l_max, basis):
    expected = gt.spherical_harmonics(l_max, POINTS, derivatives=1, basis=basis)
    out = tuple(np.empty_like(part) for part in expected)
    found = gt.spherical_harmonics(l_max, POINTS, derivatives=1, basis=basis, out=out)
    for a, b, c in zip(found, out, expected, strict=True):
        assert a is b
        assert np.array_equal(a, c)
    single = np.empty_like(expected[0])
    assert gt.spherical_harmonics(l_max, POINTS, basis=basis, out=single) is single


N = 9


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            {"xyz": np.zeros((3, 2))},
            (
                "xyz of shape (3, 2) was given, but its last axis must hold the 3 components of "
                "each point: pass an array of shape (..., 3)"
            ),
        ),
        ({"xyz": 1.0}, "xyz of shape () was given"),
        (
            {"xyz": np.zeros((2, 3), complex)},
            "xyz of dtype complex128 was given, but real numbers of at most 64 bits are expected",
        ),
        ({"xyz": [["a", "b", "c"]]}, "xyz of dtype <U1 was given"),
        ({"l_max": -1}, "l_max = -1 was given, but a degree is a non-negative integer"),
        ({"l_max": 1.5}, "l_max = 1.5 was given"),
        (
            {"l_max": 513},
            (
                "l_max = 513 was given to spherical_harmonics in float64, but its error is "
                "tested only to l_max = 512: ask for less"
            ),
        ),
        ({"l_max": 513, "dtype": "f4"}, "tested only to l_max = 512: ask for less, or use float64"),
        (
            {"l_max": 257, "derivatives": 1},
            "spherical_harmonics gradients in float64, but its error is tested only to l_max = 256",
        ),
        (
            {"derivatives": 3},
            "derivatives = 3 was given, but orders from 0 to 2 are evaluated: pass one of them",
        ),
        ({"derivatives": True}, "derivatives = True was given"),
        (
            {"normalization": "4pi"},
            (
                "normalization = '4pi' was given, but it must be one of integral, component, "
                "norm, schmidt, racah"
            ),
        ),
        ({"basis": "cubic"}, "basis = 'cubic' was given, but it must be 'real' or 'complex'"),
        ({"dtype": "f2"}, "dtype = 'f2' was given, but it must be float64 or float32"),
        ({"dtype": "no"}, "dtype = 'no' was given, but it must be float64 or float32"),
        (
            {"out": np.empty((4, N))},
            (
                "out of shape (4, 9) and dtype float64 was given, but the result has shape (5, "
                "9) and dtype float64: pass such an array"
            ),
        ),
        ({"out": np.empty((5, N), np.float32)}, "out of shape (5, 9) and dtype float32 was given"),
        (
            {"out": (np.empty((5, N)),) * 2},
            "out of 2 arrays was given, but there are 1 results: pass one array for each",
        ),
        (
            {"out": np.empty((N, 5)).T},
            "an out array was given that is not both writable and C-contiguous",
        ),
        ({"out": [[1.0]]}, "out of shape None and dtype None was given"),
    ],
)
def test_what_is_wrong_is_said(arguments, said):
    given = {"l_max": 2, "xyz": np.ones((5, 3))} | arguments
    with pytest.raises(ArgumentError) as caught:
        gt.spherical_harmonics(given.pop("l_max"), given.pop("xyz"), **given)
    assert said in str(caught.value)


def test_results_do_not_overwrite_the_points():
    memory = np.zeros(9)
    with pytest.raises(ArgumentError, match="shares memory with the points"):
        gt.spherical_harmonics(0, memory.reshape(3, 3), out=memory[:3].reshape(3, 1))
