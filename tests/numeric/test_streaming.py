"""Results that leave past the caches are the same numbers, wherever lines of memory begin."""

from itertools import pairwise

import numpy as np
import pytest

import grouptools as gt
from grouptools.numeric.harmonics import evaluation

RNG = np.random.default_rng(8)
POINTS = RNG.normal(size=(67, 3))
#: l_max and order of derivatives: straight-line code, and loops.
CASES = [(0, 0), (1, 0), (4, 0), (1, 1), (3, 1), (2, 2), (11, 1), (14, 1)]


def filled(l_max, order, dtype, place, count, shift, slices=()):
    """Results that start `shift` numbers after a line, and for which nothing else is written."""
    shapes = [(count, *(3,) * k, (l_max + 1) ** 2) for k in range(order + 1)]
    whole, parts = [], []
    for shape in shapes:
        size = int(np.prod(shape))
        raw = np.full(size + 64, 7.0, dtype)
        start = (-raw.ctypes.data % 64) // raw.itemsize + shift
        whole.append((raw, start, size))
        parts.append(raw[start : start + size].reshape(shape))
    kind = np.dtype(dtype)
    _, work = evaluation._method(l_max, True, "integral", order, kind, place)
    points = np.ascontiguousarray(POINTS[:count].astype(dtype))
    for start, stop in pairwise((0, *slices, count)):
        work(points, start, stop, *parts)
    for raw, start, size in whole:
        assert np.all(raw[:start] == 7.0)
        assert np.all(raw[start + size :] == 7.0)
    return parts


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("l_max", "order"), CASES)
@pytest.mark.parametrize("count", [16, 17, 32, 67])
def test_streaming_gives_the_same_numbers(l_max, order, dtype, count):
    expected = filled(l_max, order, dtype, 0, count, 0)
    for shift in (0, 1, 5, 6):
        found = filled(l_max, order, dtype, 2, count, shift)
        for part, other in zip(found, expected, strict=True):
            assert np.array_equal(part, other)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("l_max", "order"), CASES)
def test_slices_leave_each_other_alone(l_max, order, dtype):
    """Threads write the rows of their own slices, though these share lines."""
    expected = filled(l_max, order, dtype, 0, 67, 0)
    found = filled(l_max, order, dtype, 2, 67, 3, (16, 48))
    backward = filled(l_max, order, dtype, 2, 16, 3)
    for part, other, first in zip(found, expected, backward, strict=True):
        assert np.array_equal(part, other)
        assert np.array_equal(first, other[:16])


@pytest.mark.parametrize("order", [0, 1])
def test_large_results_are_those_of_their_parts(order):
    count = evaluation.CACHES_BYTES // (8 * 4**order * 16) + 4321
    points = RNG.normal(size=(count, 3))
    with gt.threads_limited_to(2):
        found = gt.spherical_harmonics(3, points, derivatives=order)
    for start in (0, 4321, count - 777):
        rows = slice(start, start + 777)
        few = gt.spherical_harmonics(3, points[rows], derivatives=order)
        if order:
            assert all(np.array_equal(a[rows], b) for a, b in zip(found, few, strict=True))
        else:
            assert np.array_equal(found[rows], few)
