"""Errors of the radial bases and cut-offs against balls of arb, derivatives by power series."""

from collections.abc import Callable, Iterator
from math import comb

import flint
import numpy as np

from grouptools.numeric import radial
from tests.accuracy.bessel import ball
from tests.accuracy.measurement import Measurement

DTYPES = ("float64", "float32")
Series = flint.arb_series
#: From x = r/c as a power series, and c, to the list of functions.
Exact = Callable[[flint.arb_series], list[flint.arb_series]]
BITS = 900


def chebyshev(n: int) -> Exact:
    def functions(x):
        t = 2 * x - 1
        found = [Series([1]), t]
        for _ in range(n):
            found.append(2 * t * found[-1] - found[-2])
        return found[: n + 1]

    return functions


def bernstein(n: int) -> Exact:
    def functions(x):
        powers, rest = [Series([1])], [Series([1])]
        for _ in range(n):
            powers.append(powers[-1] * x)
            rest.append(rest[-1] * (1 - x))
        return [comb(n, k) * powers[k] * rest[n - k] for k in range(n + 1)]

    return functions


def gaussians(count: int) -> Exact:
    """With c = 1, start = 0 and the width of one step; its floats are part of the definition."""

    def functions(x):
        centers = [ball(float(k) / (count - 1)) for k in range(count)]
        sigma = ball(1 / (count - 1))
        return [(-(((x - center) / sigma) ** 2) / 2).exp() for center in centers]

    return functions


def polynomial(p: int, s: int) -> Exact:
    def functions(x):
        series = sum((comb(s + k, k) * x**k for k in range(p)), Series([0]))
        return [(1 - x) ** (s + 1) * series]

    return functions


def cosine(x):
    return [(1 + (x * flint.arb.pi()).cos()) / 2]


def bump(x):
    return [(1 - 1 / (1 - x * x)).exp()]


def evaluators(quick: bool) -> Iterator[tuple[str, int, Callable, Exact]]:
    """Name, tested quantity, call of (r, derivatives), exact counterpart with c = 1."""
    for n in (1, 256) if quick else (0, 1, 2, 5, 20, 100, 256):
        yield (
            "chebyshev_basis",
            n,
            lambda r, n=n: radial.chebyshev_basis(n, r, 1, **TWO),
            chebyshev(n),
        )
        yield (
            "bernstein_basis",
            n,
            lambda r, n=n: radial.bernstein_basis(n, r, 1, **TWO),
            bernstein(n),
        )
    for n in (2, 1000) if quick else (2, 5, 50, 300, 1000):
        yield (
            "gaussian_basis",
            n,
            lambda r, n=n: radial.gaussian_basis(n, r, 1, **TWO),
            gaussians(n),
        )
    for p, s in ((1, 0), (6, 2), (24, 16)) if quick else pairs():
        yield (
            "polynomial_cutoff",
            p + s,
            lambda r, p=p, s=s: as_column(radial.polynomial_cutoff(r, 1, p=p, smoothness=s, **TWO)),
            polynomial(p, s),
        )
    yield "cosine_cutoff", 2, lambda r: as_column(radial.cosine_cutoff(r, 1, **TWO)), cosine
    yield "bump_cutoff", 2, lambda r: as_column(radial.bump_cutoff(r, 1, **TWO)), bump


TWO = {"derivatives": 2}


def pairs():
    return [(1, 0), (1, 5), (2, 1), (3, 3), (6, 2), (10, 8), (39, 1), (8, 32), (24, 16)]


def as_column(arrays):
    return tuple(array[..., np.newaxis] for array in arrays)


def points(quick: bool, dtype: str) -> dict[str, np.ndarray]:
    few = {
        "r = 0": [0.0, 1e-300, 1e-20, 1e-8],
        "near c": [1 - 2.0**-53, 1 - 1e-8, 1 - 1e-3],
        "between": [0.013, 0.29, 0.5, 0.5000001, 0.71],
    }
    if not quick:
        few["between"] += list(np.random.default_rng(5).random(40))
        few["r = 0"] += [10.0**-k for k in range(1, 20)]
        few["near c"] += [1 - 2.0**-k for k in range(1, 53)]
    arrays = {where: np.array(given).astype(dtype) for where, given in few.items()}
    return {where: given[given < 1] for where, given in arrays.items()}


def largest_values(call: Callable) -> list[np.ndarray]:
    """The largest value of each function and derivative between 0 and the cut-off."""
    grid = np.concatenate([np.linspace(0, 1 - 1e-12, 2001), np.geomspace(1e-6, 0.5, 200)])
    return [np.abs(array).max(axis=0) for array in call(grid)]


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Bessel functions, bases and cut-offs."""
    for dtype in DTYPES:
        for name, value, call, exact in evaluators(quick):
            scales = largest_values(call)
            largest = (0.0, "r = 0")
            for where, r in points(quick, dtype).items():
                arrays = call(r)
                for i, distance in enumerate(r):
                    error = largest_error(distance, [array[i] for array in arrays], exact, scales)
                    largest = max(largest, (error, where))
            yield Measurement(name, dtype, value, *largest)


def largest_error(distance, found, exact: Exact, scales) -> float:
    """The largest error at one distance, over all functions and derivatives."""
    worst = 0.0
    with flint.ctx.workprec(BITS):
        flint.ctx.cap, before = 3, flint.ctx.cap
        series = exact(Series([ball(float(distance)), 1]))
        flint.ctx.cap = before
        step = max(1, len(series) // 40)
        for column in {*range(0, len(series), step), len(series) - 1}:
            for order in range(3):
                value = series[column][order] * (2 if order == 2 else 1)
                difference = abs(ball(float(found[order][column])) - value)
                if scales[order][column] > 0:
                    worst = max(worst, float(difference) / float(scales[order][column]))
    return worst
