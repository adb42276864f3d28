"""Errors of spherical Bessel functions and their bases against balls of arb."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import flint
import numpy as np

from grouptools.exact.radial import spherical_bessel_zeros as exact_zeros
from grouptools.numeric.radial import spherical_bessel, spherical_bessel_basis
from tests.accuracy.measurement import Measurement

DTYPES = ("float64", "float32")


def ball(number) -> flint.arb:
    """An exact ball of a float or a fraction."""
    exact = Fraction(number)
    return flint.arb(flint.fmpq(exact.numerator, exact.denominator))


def bessel(l: int, x: flint.arb) -> tuple[flint.arb, flint.arb]:
    """j_l(x) and the scale of its error: |j_l| up to x = l, sqrt(j_l^2 + y_l^2) beyond."""
    if x == 0:
        return flint.arb(l == 0), flint.arb(l == 0)
    root, order = (flint.arb.pi() / (2 * x)).sqrt(), flint.arb(2 * l + 1) / 2
    j = root * x.bessel_j(order)
    if x < l:
        return j, abs(j)
    return j, (j**2 + (root * x.bessel_y(order)) ** 2).sqrt()


@cache
def exact_bessel(l: int, x: Fraction, bits: int) -> tuple[tuple[flint.arb, float], ...]:
    """(j, scale), (j', scale), (j'', scale) at a rational; derivatives by their neighbours."""
    with flint.ctx.workprec(bits):
        point = ball(x)
        near = {k: bessel(k, point) for k in range(max(l - 2, 0), l + 3)}
        near |= {k: (flint.arb(0), flint.arb(0)) for k in (-1, -2)}
        found = [near[l]]
        slopes = {}
        for k in (l - 1, l, l + 1):
            if k >= 0:
                slopes[k] = tuple(
                    (k * near[k - 1][i] - (-1) ** i * (k + 1) * near[k + 1][i]) / (2 * k + 1)
                    for i in (0, 1)
                )
        slopes.setdefault(-1, (flint.arb(0), flint.arb(0)))
        found.append(slopes[l])
        found.append(
            tuple(
                (l * slopes[l - 1][i] - (-1) ** i * (l + 1) * slopes[l + 1][i]) / (2 * l + 1)
                for i in (0, 1)
            )
        )
        return tuple((value, float(scale)) for value, scale in found)


def error(found: float, exact: flint.arb, scale: float) -> float:
    """|found - exact| / scale."""
    with flint.ctx.workprec(2000):
        difference = float(abs(ball(found) - exact))
    return difference / scale


def bessel_points(l: int, dtype: str, quick: bool) -> dict[str, list[float]]:
    """Arguments near everything that happens at degree l."""
    steps = np.array([-1.0, -1e-3, 0.0, 1e-3, 1.0]) if quick else np.linspace(-3, 3, 25)
    points = {
        "x = 0": [0.0],
        "tiny x": [10.0**-k for k in ((1, 8, 30) if quick else (*range(1, 20), 30))],
        "x near l": list(np.abs(l + steps)),
        "zeros": [float(zero) for zero in exact_zeros(l, 2 if quick else 6)],
        "below l": [l * f for f in ((0.3, 0.9) if quick else np.linspace(0.05, 0.99, 20))],
        "above l": [(l + 1) * f for f in ((1.1, 3.7) if quick else np.linspace(1.01, 20, 40))],
        "huge x": [1e5, 123456.7, 1e9, *([] if quick else [1e15, 1e22])],
    }
    as_type = np.dtype(dtype).type
    return {where: [float(as_type(x)) for x in given] for where, given in points.items()}


def bessel_measurements(quick: bool) -> Iterator[Measurement]:
    degrees = (0, 3, 256) if quick else (0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 256)
    for dtype in DTYPES:
        for l in degrees:
            largest = (0.0, "x = 0")
            for where, xs in bessel_points(l, dtype, quick).items():
                for l_max in {l, 256}:
                    arrays = spherical_bessel(l_max, np.array(xs, dtype), derivatives=2)
                    for i, x in enumerate(xs):
                        bits = 200 + 2 * l + max(0, int(np.log2(x)) if x else 0)
                        exact = exact_bessel(l, Fraction(x), bits)
                        for array, (value, scale) in zip(arrays, exact, strict=True):
                            found = float(array[i, l])
                            normal = 1e-37 if dtype == "float32" else 1e-290
                            wrong = error(found, value, max(scale, normal))
                            largest = max(largest, (wrong, where))
            yield Measurement("spherical_bessel", dtype, l, *largest)


def zero_and_norm(l: int, n: int) -> tuple[flint.arb, flint.arb]:
    """The n-th zero z of j_l to 60 digits, and sqrt(2)/|j_{l+1}(z)|."""
    middle = exact_zeros(l, n, digits=60)[n - 1].midpoint
    z = flint.arb(flint.fmpq(int(middle.p), int(middle.q)))
    return z, flint.arb(2).sqrt() / abs(bessel(l + 1, z)[0])


def basis_measurements(quick: bool) -> Iterator[Measurement]:
    cases = [(0, 1), (2, 3), (50, 50)] if quick else [(0, 1), (3, 6), (6, 7), (10, 20), (50, 50)]
    for dtype in DTYPES:
        as_type = np.dtype(dtype).type
        for l_max, n_max in cases:
            cutoff = 5.3
            shares = [0.0, 1e-300, 1e-9, 0.31, 0.77, 0.999, 1.0]
            shares = shares if quick else [*shares, *np.linspace(0.01, 1, 40)]
            r = np.array([as_type(share * cutoff) for share in shares])
            arrays = spherical_bessel_basis(l_max, n_max, r, cutoff, derivatives=2)
            largest = (0.0, "r = 0")
            pairs = {(0, n_max), (l_max, 1), (l_max, n_max), (l_max // 2, (n_max + 1) // 2)}
            for l, n in pairs:
                largest = max(largest, basis_error(l, n, r, cutoff, arrays))
            yield Measurement("spherical_bessel_basis", dtype, max(l_max, n_max), *largest)


def basis_error(l: int, n: int, r, cutoff: float, arrays) -> tuple[float, str]:
    """The largest error of one function of the basis and its derivatives."""
    largest = (0.0, "r = 0")
    with flint.ctx.workprec(200):
        z, norm = zero_and_norm(l, n)
        c = ball(cutoff)
        for i, distance in enumerate(r):
            x = (z * ball(float(distance)) / c).mid()
            exact = exact_bessel(l, Fraction(int(x.fmpq().p), int(x.fmpq().q)), 300)
            for k, (array, (value, scale)) in enumerate(zip(arrays, exact, strict=True)):
                factor = norm / (c * c.sqrt()) * (z / c) ** k
                size = max(float(factor) * scale, 1e-37 if array.dtype == np.float32 else 1e-290)
                found = error(float(array[i, l, n - 1]), value * factor, size)
                largest = max(largest, (found, f"r/c = {float(distance) / cutoff:.3g}"))
    return largest


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Bessel functions, then the bases made of them."""
    yield from bessel_measurements(quick)
    yield from basis_measurements(quick)
