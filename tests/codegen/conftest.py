"""Generated evaluators, compiled and run, and the exact values that they must give."""

import importlib.util
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import sympy

from grouptools.codegen import generate
from grouptools.exact.harmonics import (
    solid_harmonics,
    solid_harmonics_gradient,
    spherical_harmonics,
    spherical_harmonics_gradient,
)
from grouptools.exact.wigner import wigner_D

HERE = Path(__file__).parent
DIGITS = 30


def load_module(path):
    """Import a file by its path, under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"codegen_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Case:
    """Arguments of `generate`, and what follows from them."""

    def __init__(self, function, **options):
        self.function = function
        self.options = {"l_min": 0, "derivatives": 0, "normalize": True, **options}
        self.options.setdefault("dtype", "float64")
        self.dtype = np.dtype(self.options["dtype"])
        self.normalize = self.options["normalize"]
        self.derivatives = self.options["derivatives"]
        self.degrees = range(self.options["l_min"], self.options["l_max"] + 1)
        power = 2 if function == "wigner_D" else 1
        count = sum((2 * l + 1) ** power for l in self.degrees)
        self.shapes = {"out": (count,)}
        if self.derivatives:
            self.shapes["gradient"] = (3, count)
        self.input = "xyzw" if function == "wigner_D" else "xyz"

    def __repr__(self):
        options = (f"{key}={value}" for key, value in self.options.items())
        return f"{self.function}({', '.join(options)})"

    def source(self, language):
        """The generated text; the function has its default name."""
        return generate(self.function, language, **self.options)

    def exact(self, points):
        """Exact values as pairs of floats, value and rest, with the size of a degree beside."""
        rows = [_exact_at(self, tuple(point)) for point in np.asarray(points).tolist()]
        return [np.stack(arrays) for arrays in zip(*rows, strict=True)]

    def worst_error(self, points, outputs):
        """The largest error in units of eps (2l + 1) times the size of the degree's values."""
        worst = 0.0
        *exact, sizes = self.exact(points)
        eps = np.finfo(self.dtype).eps
        for name, output, pairs in zip(self.shapes, outputs, exact, strict=True):
            assert output.shape == (len(points), *self.shapes[name])
            assert output.dtype == self.dtype
            errors = abs((output - pairs[..., 0]) - pairs[..., 1])
            axis = list(self.shapes).index(name)
            units = eps * sizes[:, axis, :].reshape(len(points), *[1] * (errors.ndim - 2), -1)
            worst = max(worst, float(np.max(errors / units)))
        return worst


@cache
def _exact_at(case, point):
    point = tuple(map(sympy.Rational, point))
    values, gradients, sizes = [], [], []
    for l in case.degrees:
        block, gradient, size = (_exact_D if len(point) == 4 else _exact_Y)(case, l, point)
        values += map(_pair, block)
        if case.derivatives:
            gradients += [[_pair(v) for v in gradient[k, :]] for k in range(2 * l + 1)]
        sizes += [[(2 * l + 1) * s for s in size]] * len(block)
    arrays = [np.array(values)]
    if case.derivatives:
        arrays.append(np.array(gradients).transpose(1, 0, 2))  # axis, k, pair
    return *arrays, np.array(sizes).T


def _exact_D(case, l, quaternion):
    """Entries of D^l, no gradient, and the length of a row; of quaternions of rational length."""
    length = sympy.sqrt(sum(v * v for v in quaternion))
    assert length.is_Rational
    power = 1 if case.normalize else length ** (2 * l)
    matrix = wigner_D(l, [v / length for v in quaternion])
    return list(power * matrix), None, [float(power)]


def _exact_Y(case, l, point):
    """Values, gradient or None, and the root of the sum of squares of each over the degree."""
    r = math.hypot(*map(float, point))
    size = ((2 * l + 1) / (4 * np.pi)) ** 0.5
    steep = size * max(l * (l + 1), 1) ** 0.5
    if case.normalize:
        values, slopes, sizes = spherical_harmonics, spherical_harmonics_gradient, (1, 1 / r)
    else:
        values, slopes = solid_harmonics, solid_harmonics_gradient
        sizes = r**l, r ** max(l - 1, 0)
    gradient = slopes(l, point) if case.derivatives else None
    return values(l, point), gradient, [size * sizes[0], steep * sizes[1]]


def _pair(value):
    """A number as the sum of two floats."""
    number = sympy.sympify(value).evalf(DIGITS)
    high = float(number)
    return high, float(number - sympy.Float(high, DIGITS))


@pytest.fixture(scope="session")
def make_case():
    """A function (function, **options) -> Case, the same object for the same arguments."""
    return cache(Case)


@pytest.fixture(scope="session")
def reading():
    """The module that reads generated text by its own rules."""
    return load_module(HERE / "reading.py")


@pytest.fixture(scope="session")
def toolchain():
    """The module that finds compilers."""
    return load_module(HERE.parent / "toolchain.py")


@pytest.fixture
def evaluate(tmp_path, reading, toolchain):
    """A function (language, case, points, text=None) -> outputs, in the order of the arguments.

    Its attribute `imported` is a function (Python text) -> the names that it defines.
    """
    runners = load_module(HERE / "runners.py")

    def run(language, case, points, text=None):
        points = np.array(points, dtype=case.dtype)
        text = case.source(language) if text is None else text
        if language == "julia":
            return reading.evaluate_julia(text, case, points)
        return runners.RUNNERS[language](text, case, points, tmp_path, toolchain)

    run.imported = lambda text: runners.imported(text, tmp_path)
    return run
