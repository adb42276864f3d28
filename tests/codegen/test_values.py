"""Every language gives the exact values, rounded only on the way."""

import re

import numpy as np
import pytest

from grouptools.codegen import LANGUAGES

# All exact in binary; among them both poles, an axis and a plane.
POINTS = [
    [0.3125, -0.75, 0.5],
    [-1.25, 0.0625, -0.875],
    [0.0, 0.0, 1.5],
    [0.0, 0.0, -0.5],
    [-1.0, 0.0, 0.0],
    [0.75, 0.25, 0.0],
]
# Likewise exact, and of rational length, so that D is rational too.
QUATERNIONS = [
    [0.25, 0.5, -0.625, 0.75],
    [-1.25, 0.25, -0.125, 0.5],
    [0.0, 0.0, 0.0, 1.0],
    [1.0, 0.0, 0.0, 0.0],
    [0.5, -0.5, 0.5, 0.5],
    [0.0, 0.0, -0.75, 1.0],
]

CASES = [
    ("spherical_harmonics", {"l_max": 6, "derivatives": 1}),
    ("spherical_harmonics", {"l_max": 10, "normalize": False}),
    ("spherical_harmonics", {"l_min": 2, "l_max": 4, "derivatives": 1, "normalize": False}),
    ("spherical_harmonics", {"l_max": 3, "derivatives": 1, "dtype": "float32"}),
    ("spherical_harmonics", {"l_max": 0, "derivatives": 1}),
    ("wigner_D", {"l_max": 4}),
    ("wigner_D", {"l_min": 3, "l_max": 3, "normalize": False}),
    ("wigner_D", {"l_max": 2, "dtype": "float32"}),
    ("wigner_D", {"l_max": 0}),
]

# Largest error in units of eps (2l + 1) times the root of the sum of squares over a degree:
# rounding errors of the point, of the numbers and of the recursion grow like l at most.
# Over random points up to the largest degrees 1.9 was seen.
BOUND = 3.0

NUMBER = re.compile(r"\d\.\d{15,}")


def points_of(case):
    return QUATERNIONS if case.function == "wigner_D" else POINTS


@pytest.mark.parametrize(("function", "options"), CASES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_exact_to_rounding(make_case, evaluate, language, function, options):
    case = make_case(function, **options)
    points = points_of(case)
    assert case.worst_error(points, evaluate(language, case, points)) < BOUND


@pytest.mark.parametrize(("function", "options"), CASES, ids=str)
def test_rust_by_its_form(make_case, reading, function, options):
    case = make_case(function, **options)
    points = np.array(points_of(case))
    outputs = reading.evaluate_rust(case.source("rust"), case, points)
    # In double precision, but with numbers rounded to float32 where the text is for float32.
    assert case.worst_error(points, outputs) < BOUND


@pytest.mark.parametrize(
    ("function", "options"),
    [
        ("spherical_harmonics", {"l_min": 20, "l_max": 20, "derivatives": 1}),
        ("spherical_harmonics", {"l_min": 20, "l_max": 20, "normalize": False}),
        ("wigner_D", {"l_min": 10, "l_max": 10}),
    ],
    ids=str,
)
def test_the_largest_degrees(make_case, evaluate, function, options):
    case = make_case(function, **options)
    points = points_of(case)[:1]
    assert case.worst_error(points, evaluate("numpy", case, points)) < BOUND


@pytest.mark.parametrize("function", ["spherical_harmonics", "wigner_D"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_coefficient_is_caught(make_case, evaluate, language, function):
    case = make_case(function, l_max=3)
    points = points_of(case)[:1]
    text = case.source(language)
    coefficients = list(NUMBER.finditer(text))
    found = coefficients[len(coefficients) // 2]
    wrong = text[: found.start()] + f"{float(found[0]) * (1 + 1e-12):.17f}" + text[found.end() :]
    assert case.worst_error(points, evaluate(language, case, points, wrong)) > 10 * BOUND


@pytest.mark.parametrize("language", LANGUAGES)
def test_zero_nan_and_extreme_lengths(make_case, evaluate, language):
    case = make_case("spherical_harmonics", l_max=3, derivatives=1)
    tiny, huge = 2.0**-900, 2.0**900
    points = [[0.0, 0.0, 0.0], [np.nan, 0.0, 0.0], [tiny, -tiny, tiny / 2], [huge, huge, -huge]]
    values, gradient = evaluate(language, case, points)
    assert values[0, 0] == values[1, 0] == 0.28209479177387814
    assert not values[0, 1:].any()
    assert not gradient[0].any()
    assert np.isnan(values[1, 1:]).all()
    assert np.isnan(gradient[1, :, 1:]).all()
    extremes = points[2:]
    assert case.worst_error(extremes, (values[2:], gradient[2:])) < BOUND


@pytest.mark.parametrize("language", ["c", "fortran", "rust", "torch"])
def test_the_zero_quaternion_is_no_rotation(make_case, evaluate, language):
    case = make_case("wigner_D", l_max=2)
    (values,) = evaluate(language, case, [[0.0, 0.0, 0.0, 0.0]])
    assert values[0, 0] == 1.0
    assert np.isnan(values[0, 1:]).all()


def test_numpy_takes_any_shape(make_case, evaluate):
    case = make_case("spherical_harmonics", l_max=3, derivatives=1)
    points = np.array(POINTS)
    expected, slopes = evaluate("numpy", case, points)
    for shaped in (points.reshape(2, 3, 3), points[:0], points[0], points.T.copy().T):
        values, gradient = evaluate("numpy", case, shaped)
        assert np.array_equal(values.reshape(-1, 16), expected[: shaped.size // 3])
        assert np.array_equal(gradient.reshape(-1, 3, 16), slopes[: shaped.size // 3])
    function = evaluate.imported(case.source("numpy"))["spherical_harmonics"]
    assert np.array_equal(function([3, 0, -4])[0], function([3.0, 0.0, -4.0])[0])
    for wrong in ([1.0, 2.0], 1.0):
        with pytest.raises(ValueError, match="its last axis must have length 3"):
            function(wrong)
