"""Errors of circular harmonics and their derivatives against powers of exact complex numbers."""

from collections.abc import Iterator
from math import perm

import flint
import numpy as np

from grouptools.numeric.circular import circular_harmonics
from tests.accuracy.bessel import ball
from tests.accuracy.measurement import Measurement

DTYPES = ("float64", "float32")
BITS = 400


def points(quick: bool, dtype: str) -> dict[str, np.ndarray]:
    """Axes, their neighbourhoods at powers of ten, diagonals, and every length."""
    near = [10.0**-k for k in ((1, 8, 15) if quick else range(1, 30))]
    rng = np.random.default_rng(7)
    few = {
        "axes": [(1, 0), (0, 1), (-1, 0), (0, -1), (3, 0), (0, -0.1)],
        "near axes": [p for e in near for p in ((1, e), (-e, 1), (-1, -e), (e, -0.7))],
        "diagonals": [(1, 1), (-1, 1), (1, -(1 + 2.0**-23)), (3, 4), (-5, 12)],
        "between": rng.normal(size=(8 if quick else 200, 2)).tolist(),
    }
    lengths = (1e-36, 1e-20, 1e20, 1e36)
    if dtype == "float64":
        lengths = (1e-307, 1e-200, 1e-20, 1e20, 1e200, 1e307)
    few["every length"] = [(0.3 * s, -0.8 * s) for s in lengths]
    return {where: np.array(given).astype(dtype) for where, given in few.items()}


def exact_rows(n: int, x: float, y: float, normalize: bool):
    """[values, gradient, second derivatives] of (Y_n, Y_-n) sqrt(pi), and their amplitudes."""
    a, b = ball(x), ball(y)
    r = (a * a + b * b).sqrt()
    u, p = (a / r, b / r), (-b / r, a / r)

    def solid(order: int, turns: int):
        value = flint.acb(a, b) ** max(n - order, 0) * flint.acb(0, 1) ** turns * perm(n, order)
        return value.real, value.imag

    if not normalize:
        sizes = [perm(n, k) * r ** max(n - k, 0) for k in range(3)]
        values = [solid(0, 0)], [solid(1, 0), solid(1, 1)]
        return (*values, [solid(2, 0), solid(2, 1), solid(2, 1), solid(2, 2)]), sizes
    power = flint.acb(*u) ** n
    f, df = (power.real, power.imag), (-n * power.imag, n * power.real)
    gradient = [tuple(d * p[i] / r for d in df) for i in (0, 1)]
    second = [
        tuple(
            (-n * n * f[c] * p[i] * p[k] - df[c] * (u[i] * p[k] + p[i] * u[k])) / r**2
            for c in (0, 1)
        )
        for i in (0, 1)
        for k in (0, 1)
    ]
    return ([f], gradient, second), [(n / r) ** k for k in range(3)]


def largest_error(dtype: str, n: int, normalize: bool, quick: bool) -> tuple[float, str]:
    largest = (0.0, "axes")
    limit = float(np.finfo(dtype).max)
    smallest = float(np.finfo(dtype).tiny)
    with flint.ctx.workprec(BITS), np.errstate(over="ignore", invalid="ignore"):
        root = flint.arb.pi().sqrt()
        for where, given in points(quick, dtype).items():
            arrays = circular_harmonics(n, given, normalize=normalize, derivatives=2)
            for i, (x, y) in enumerate(given):
                exact, sizes = exact_rows(n, float(x), float(y), normalize)
                for array, rows, size in zip(arrays, exact, sizes, strict=True):
                    if float(size) > limit / 2 or float(size) < smallest / 2.0**-53:
                        continue
                    found = array[i].reshape(-1, 2 * n + 1)
                    for row, pair in zip(found, rows, strict=True):
                        for column, value in zip((2 * n, 2 * n - 1), pair, strict=True):
                            wrong = abs(ball(float(row[column])) * root - value) / size
                            largest = max(largest, (float(wrong), where))
    return largest


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Normalised and solid harmonics with both derivatives."""
    for dtype in DTYPES:
        for n in (1, 5, 256) if quick else (1, 2, 3, 5, 10, 30, 100, 256):
            for normalize in (True, False):
                name = "circular_harmonics" if normalize else "circular_harmonics, solid"
                yield Measurement(name, dtype, n, *largest_error(dtype, n, normalize, quick))
