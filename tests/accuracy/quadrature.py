"""Errors of quadrature rules: integrals of all harmonics up to the declared degree.

Harmonics are evaluated in numpy's longdouble, by other recursions than the library's.
"""

from collections.abc import Iterator

import numpy as np

from grouptools.numeric.quadrature import circle_quadrature, so3_quadrature, sphere_quadrature
from tests.accuracy.measurement import Measurement

LONG = np.longdouble
WIDE = np.clongdouble


def sphere_error(rule, orders=None, degree=None) -> float:
    """The largest |sum w Y(l, m) - exact| / sqrt(4 pi) over l <= degree and the m named.

    Y(l, m) = N(l, m) (x + iy)^m / s^m with the part of z by the standard recursion in l
    [DLMF 14.10.3], normalised, from sectoral ones; longdouble has eps = 1.1e-19.
    """
    degree = finite(rule).degree if degree is None else degree
    x, y, z = rule.points.T.astype(LONG)
    weights = rule.weights.astype(LONG)
    four_pi = 4 * long_pi()
    worst = abs(float(weights.sum() / four_pi - 1))
    sector, sectors = np.ones(len(x), WIDE), []
    for m in range(min(degree, max(orders) if orders else degree) + 1):
        if m:
            sector = sector * (x + 1j * y) * np.sqrt(LONG(2 * m + 1) / LONG(2 * m))
        if orders is None or m in orders:
            sectors.append((m, sector * weights))
    for m, start in sectors:
        before, here = np.zeros_like(z), np.ones_like(z)
        for l in range(m, degree + 1):
            if l:
                # real and imaginary part both; harmonics here have mean square 1
                worst = max(worst, float(abs((start * here).sum()) / four_pi * np.sqrt(LONG(2))))
            a = np.sqrt(LONG((2 * l + 1) * (2 * l + 3)) / LONG((l + 1) ** 2 - m * m))
            square = LONG((2 * l + 3) * (l * l - m * m))
            b = np.sqrt(square / (LONG(2 * l - 1) * LONG((l + 1) ** 2 - m * m))) if l else LONG(0)
            before, here = here, a * z * here - b * before
    return worst


def finite(rule):
    """The rule itself; a nan would pass unseen through the maxima here."""
    assert np.isfinite(rule.points).all()
    assert np.isfinite(rule.weights).all()
    return rule


def long_pi() -> np.longdouble:
    """pi to the precision of longdouble, as a sum of two floats."""
    return LONG(3.141592653589793) + LONG(1.2246467991473532e-16)


def so3_error(rule, pairs=None, degree=None, real=LONG) -> float:
    """The largest |sum w D^l_mn - exact| over l <= degree and the (m, n) named, complex D.

    With a = w + iz and b = y + ix, matrix elements of degree l are |a|^.. |b|^.. times powers of
    the phases a^(m+n) b^(m-n) and Jacobi polynomials in |a|^2 - |b|^2 [Varshalovich et al. 1988,
    4.3.4 (13)]; for m, n both >= 0 here, the others are conjugates or swap a and b.
    """
    degree = finite(rule).degree if degree is None else degree
    x, y, z, w = rule.points.T.astype(real)
    weights = rule.weights.astype(real)
    worst = abs(float(weights.sum() - 1))
    for a, b in ((w + 1j * z, y + 1j * x), (y + 1j * x, w + 1j * z)):
        t = np.abs(a) ** 2 - np.abs(b) ** 2
        for m, n in pairs or [(i, k) for i in range(degree + 1) for k in range(i + 1)]:
            phase = a ** (m + n) * b ** (m - n)
            worst = max(worst, jacobi_error(weights * phase, t, m, n, degree))
    return worst


def jacobi_error(phased, t, m: int, n: int, degree: int) -> float:
    """The largest |sum| of phased times normalised Jacobi polynomials P_k^(m-n, m+n), k = l - m."""
    p, q = m - n, m + n
    worst, real = 0.0, t.dtype.type
    before, here = np.zeros_like(t), np.ones_like(t)
    for k in range(degree - m + 1):
        l = m + k
        # D = (k! (k+p+q)! / ((k+p)! (k+q)!))^(1/2) a^q b^p P_k
        log_norm = (log_factorial(k) + log_factorial(k + p + q)) / 2
        log_norm -= (log_factorial(k + p) + log_factorial(k + q)) / 2
        if l:
            worst = max(worst, float(abs((phased * here).sum()) * np.exp(log_norm)))
        s = real(2 * k + p + q)
        if k == 0:
            above = (real(p - q) + (s + 2) * t) / 2
        else:  # DLMF 18.9.2
            scale = 2 * (k + 1) * real(k + p + q + 1) * s
            above = (s + 1) * (s * (s + 2) * t + real(p * p - q * q)) * here
            above = (above - 2 * real(k + p) * real(k + q) * (s + 2) * before) / scale
        before, here = here, above
    return worst


def log_factorial(n: int) -> np.longdouble:
    return np.log(np.arange(1, n + 1, dtype=LONG)).sum() if n else LONG(0)


def circle_error(rule, degree=None) -> float:
    """The largest |sum w exp(i n phi) - exact| / sqrt(2 pi), the functions normalised."""
    degree = finite(rule).degree if degree is None else degree
    direction = rule.points[:, 0].astype(LONG) + 1j * rule.points[:, 1].astype(LONG)
    power, worst = rule.weights.astype(WIDE), 0.0
    for n in range(degree + 1):
        exact = 2 * long_pi() if n == 0 else 0
        worst = max(worst, float(abs(power.sum() - exact) / (2 * long_pi()) * np.sqrt(LONG(2))))
        power = power * direction
    return worst


def sphere_cases(quick: bool) -> Iterator[tuple[int, str, set[int] | None]]:
    """Degree, kind, orders m that are looked at (None: all)."""
    for kind in ("gauss", "driscoll-healy", "soft"):
        for degree in (0, 1, 2, 5, 10) if quick else (0, 1, 2, 3, 5, 10, 21, 40, 64):
            yield degree, kind, None
    for degree in (3, 13, 31, 131):
        yield degree, "lebedev", {0, 4, 8, 64, 128} if quick and degree > 100 else None
    for degree in (2, 3, 5, 7, 9, 11, 15, 19):
        yield degree, "design", None
    yield 512, "gauss", {0} if quick else {0, 1, 2, 256, 511, 512}
    if not quick:
        yield 511, "driscoll-healy", {0, 1, 2, 256, 510, 511}
        yield 511, "soft", {0, 1, 2, 256, 510, 511}


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Circle, sphere, SO(3)."""
    for degree in (0, 1, 7, 100, 1024):
        error = circle_error(circle_quadrature(degree))
        yield Measurement("circle_quadrature", "float64", degree, error, "all harmonics")
    for degree, kind, orders in sphere_cases(quick):
        error = sphere_error(sphere_quadrature(degree, kind), orders)
        yield Measurement("sphere_quadrature", "float64", degree, error, kind)
    error = so3_error(
        so3_quadrature(128), [(0, 0)] if quick else [(0, 0), (128, 128), (128, 1)], real=np.float64
    )
    yield Measurement("so3_quadrature", "float64", 128, error, "gauss, some m and n")
    for kind in ("gauss", "lebedev", "design", "group"):
        for degree in {"gauss": (0, 1, 6), "lebedev": (5,), "design": (7,), "group": (2, 3, 5)}[
            kind
        ]:
            error = so3_error(so3_quadrature(degree, kind))
            yield Measurement("so3_quadrature", "float64", degree, error, kind)
