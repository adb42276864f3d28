"""Errors of Wigner matrices, their derivatives and what uses them, against exact sums in arb."""

from collections.abc import Iterator
from fractions import Fraction
from math import factorial, pi

import flint
import numpy as np

from grouptools.numeric.wigner import character, rotate_coefficients, wigner_D, wigner_d
from tests.accuracy.measurement import Measurement
from tests.accuracy.wigner_sums import Sums, precision

DTYPES = ("float64", "float32")
DEGREES = (0, 1, 2, 4, 8, 16, 32, 64, 100, 128, 200)
QUICK = (0, 1, 3, 32, 200)
SPINS = (0, 1, 2, 3, 5, 8, 17, 32, 65, 128, 201, 399, 400)
QUICK_SPINS = (1, 3, 32, 400)
COORDINATES = {"quaternion": 4, "rotation_vector": 3, "perturbation": 3}


def rotations(quick: bool) -> dict[str, np.ndarray]:
    """Quaternions at and near what is special, at every power of ten, and between."""
    near = [10.0**-k for k in ((3, 8, 15) if quick else range(1, 18))]
    rng = np.random.default_rng(3)
    x, y, z = np.eye(3)
    kinds = {
        "identity": [(0, 0, 0, 1), (0, 0, 0, -2)],
        "near the identity": [(*(e * rng.normal(size=3)), 1) for e in near],
        "half turns": [(1, 0, 0, 0), (0, 3, 0, 0), (0, 0, 1, 0), (0.6, 0.8, 0, 0), (1, 2, -2, 0)],
        "near half turns": [
            (*(axis + e * rng.normal(size=3)), e)
            for e in near
            for axis in ((x,) if quick else (x, y, z, (x - y) / 2))
        ],
        "near turns about z": [(e, -0.5 * e, 1, 0.7) for e in near],
        "near c = 0": [(1, e, 1 - e, e) for e in near] + [(1, 1, 1, 1), (0, 1, 0, 1), (3, 4, 0, 5)],
        "any length": [(1e-200, 2e-200, 0, 3e-200), (1e200, 1e200, -4e200, 1e199)],
        "between": rng.normal(size=(3 if quick else 25, 4)).tolist(),
    }
    return {where: np.array(given, dtype=float) for where, given in kinds.items()}


def entries(n: int, quick: bool) -> list[tuple[int, int]]:
    """All entries of a small matrix; corners, middle and some others of a large one."""
    if n <= (5 if quick else 9):
        return [(row, column) for row in range(n) for column in range(n)]
    rng = np.random.default_rng(n)
    special = (0, n // 4, n // 2, n // 2 + 1, n - 1)
    some = rng.integers(0, n, size=(6 if quick else 40, 2)).tolist()
    corners = [(special[i], special[-1 - i]) for i in range(5)] + [(0, 0), (n - 1, n // 2)]
    return corners + [(row, column) for row, column in some]


def unit(q) -> list[flint.arb]:
    """A quaternion of floats divided by its length."""
    balls = [flint.arb(float(v)) for v in q]
    length = sum((v * v for v in balls), flint.arb(0)).sqrt()
    return [v / length for v in balls]


def distance(found: float, exact: flint.arb) -> float:
    """How far a float is from a ball, which must be small."""
    gap = abs(flint.arb(float(found)) - exact)
    return float(gap.upper()) if gap.is_finite() else float("inf")


def of_matrices(twice_j: int, basis: str, quick: bool, function: str) -> Iterator[Measurement]:
    places = entries(twice_j + 1, quick)
    j = Fraction(twice_j, 2)
    with flint.ctx.workprec(precision(twice_j)):
        for where, given in rotations(quick).items():
            largest = dict.fromkeys(DTYPES, 0.0)
            found = {t: wigner_D(j, given, basis=basis, dtype=t) for t in DTYPES}
            for i, q in enumerate(given):
                sums = Sums(twice_j, unit(q), flint.arb(1))
                for place in places:
                    if basis == "real":
                        exact = (sums.real_entry(*place), flint.arb(0))
                    else:
                        exact = sums.entry(*place)
                    for t in DTYPES:
                        value = complex(found[t][(i, *place)])
                        parts = distance(value.real, exact[0]), distance(value.imag, exact[1])
                        largest[t] = max(largest[t], *parts)
            for t in DTYPES:
                value = twice_j // 2 if basis == "real" else twice_j
                yield Measurement(function, t, value, largest[t], where)


def moved(q, name: str, direction) -> tuple[list, int]:
    """The quaternion as a power series to second order along a direction, and a sign."""
    v = [flint.arb(float(c)) for c in direction]
    if name == "quaternion":
        return [flint.arb_series([c, d]) for c, d in zip(unit(q), v, strict=True)], 1
    if name == "perturbation":
        square = sum((c * c for c in v), flint.arb(0))
        left = [flint.arb_series([0, c / 2]) for c in v] + [flint.arb_series([1, 0, -square / 8])]
        return product(left, [flint.arb_series([c]) for c in unit(q)]), 1
    ordered = [c for c in (q[3], *q[:3]) if c != 0]
    sign = -1 if ordered[0] < 0 else 1
    x, y, z, w = (sign * c for c in unit(q))
    sine = (x * x + y * y + z * z).sqrt()
    ratio = flint.arb(2)
    if any(c != 0 for c in q[:3]):
        ratio = 2 * flint.acb(w, sine).log().imag / sine
    series = [flint.arb_series([ratio * c, d]) for c, d in zip((x, y, z), v, strict=True)]
    s = sum((c * c for c in series), flint.arb_series([0])) / 4  # square of half the angle
    cosine = slope = flint.arb_series([0])
    for k in range(40, -1, -1):
        cosine = cosine * s + flint.arb((-1) ** k) / factorial(2 * k)
        slope = slope * s + flint.arb((-1) ** k) / factorial(2 * k + 1)
    return [c * slope / 2 for c in series] + [cosine], sign


def product(p, q):
    """Of quaternions."""
    (a, b, c, d), (x, y, z, w) = p, q
    return [
        d * x + a * w + b * z - c * y,
        d * y + b * w + c * x - a * z,
        d * z + c * w + a * y - b * x,
        d * w - a * x - b * y - c * z,
    ]


def coefficient(series, k: int) -> flint.arb:
    return series[k] if k < len(series) else flint.arb(0)


def of_derivatives(twice_j: int, basis: str, quick: bool, function: str) -> Iterator[Measurement]:
    """Along single coordinates and across them, relative to (2j + 1)^order."""
    places = entries(twice_j + 1, quick)[:: 2 if quick else 1]
    n, j = twice_j + 1, Fraction(twice_j, 2)
    rng = np.random.default_rng(twice_j)
    flint.ctx.cap = 3
    with flint.ctx.workprec(precision(twice_j)):
        one = flint.arb_series([1])
        for where, given in rotations(quick).items():
            if where == "any length":
                continue
            few = None if not quick else 1 if n > 100 else 3
            q = (given / np.linalg.norm(given, axis=1, keepdims=True))[:few]
            for name, count in COORDINATES.items():
                options = {"basis": basis, "derivatives": 2, "with_respect_to": name}
                _, first, second = wigner_D(j, q, **options)
                _, rough, rougher = wigner_D(j, q, **options, dtype="float32")
                largest = dict.fromkeys(DTYPES, 0.0)
                for i in range(len(q)):
                    v = rng.normal(size=count) if i % 2 else np.eye(count)[i // 2 % count]
                    v = v / np.linalg.norm(v)
                    moving, sign = moved(q[i], name, v)
                    sums = Sums(twice_j, moving, one)
                    length = sum((c * c for c in moving), 0 * one)
                    scale = sign**twice_j * (1 / length.sqrt()) ** twice_j
                    for place in places:
                        parts = [sums.real_entry(*place)] if basis == "real" else sums.entry(*place)
                        for t, d1, d2 in (("float64", first, second), ("float32", rough, rougher)):
                            slope = np.einsum("a,a...->...", v, d1[i].astype(complex))[place]
                            bend = np.einsum("a,b,ab...->...", v, v, d2[i].astype(complex))[place]
                            for k, value in ((1, slope), (2, bend / 2)):
                                for part, x in zip(parts, (value.real, value.imag), strict=False):
                                    exact = coefficient(part * scale, k)
                                    gap = distance(x, exact) * k / n**k
                                    largest[t] = max(largest[t], gap)
                for t in DTYPES:
                    value = twice_j // 2 if basis == "real" else twice_j
                    yield Measurement(function, t, value, largest[t], f"{where}, {name}")


def of_small(twice_j: int, quick: bool) -> Iterator[Measurement]:
    near = [10.0**-k for k in ((3, 8, 15) if quick else range(1, 18))]
    kinds = {
        "0 and pi": [0.0, pi, -pi, 2 * pi, 2 * pi * 1000],
        "near 0 and pi": [v for e in near for v in (e, pi - e, pi + e)],
        "pi/2": [pi / 2, -3 * pi / 2],
        "between": np.random.default_rng(5).normal(scale=5, size=4 if quick else 30).tolist(),
        "large": [1e6, -1e12],
    }
    places = entries(twice_j + 1, quick)
    with flint.ctx.workprec(precision(twice_j)):
        for where, given in kinds.items():
            for t in DTYPES:
                found = wigner_d(Fraction(twice_j, 2), given, dtype=t)
                largest = 0.0
                for i, beta in enumerate(given):
                    half = flint.arb(beta) / 2
                    q = [flint.arb(0), half.sin(), flint.arb(0), half.cos()]
                    sums = Sums(twice_j, q, flint.arb(1))
                    gaps = [distance(found[(i, *p)], sums.entry(*p)[0]) for p in places]
                    largest = max(largest, *gaps)
                yield Measurement("wigner_d", t, twice_j, largest, where)


def of_characters(twice_j: int, quick: bool) -> Iterator[Measurement]:
    near = [10.0**-k for k in range(1, 20, 3 if quick else 1)]
    turns = [2 * pi * k for k in (1, -1, 2, 7, 1000, 12345)]
    kinds = {
        "0 and near": [0.0, 1e-300, *near, *(-e for e in near)],
        "near multiples of 2 pi": [v for a in turns for v in (a, *(a + e for e in near))],
        "pi and near": [pi, -pi, 3 * pi, *(pi + e for e in near)],
        "between": np.random.default_rng(6).uniform(-20, 20, size=500).tolist(),
        "large": [1e6, 1e9, 1e15, -3e12],
    }
    with flint.ctx.workprec(300):
        for where, given in kinds.items():
            for t in DTYPES:
                found = character(Fraction(twice_j, 2), given, dtype=t)
                largest = 0.0
                for value, angle in zip(found, given, strict=True):
                    half, n = flint.arb(angle) / 2, twice_j + 1
                    exact = (n * half).sin() / half.sin() if angle else flint.arb(n)
                    largest = max(largest, distance(value, exact) / n)
                yield Measurement("character", t, twice_j, largest, where)


def of_rotated(l: int, quick: bool) -> Iterator[Measurement]:
    """One rotation each, and one for all, in some rows."""
    n = 2 * l + 1
    rng = np.random.default_rng(l)
    rows = rng.integers(0, n, size=1 if quick else 4).tolist()
    with flint.ctx.workprec(precision(2 * l)):
        for where, given in rotations(quick=True).items():
            if quick and l > 100 and where not in ("near half turns", "near c = 0", "between"):
                continue
            q = given[: 1 if quick or l > 100 else 3]
            vectors = rng.normal(size=(len(q), n)).astype(np.float32)
            exact = []
            for i in range(len(q)):
                sums = Sums(2 * l, unit(q[i]), flint.arb(1))
                for row in rows:
                    terms = (sums.real_entry(row, c) * float(vectors[i, c]) for c in range(n))
                    exact.append(sum(terms, flint.arb(0)))
            for t in DTYPES:
                v = vectors.astype(t)
                each = rotate_coefficients(v, q, [l])
                shared = [rotate_coefficients(v, turn, [l])[i] for i, turn in enumerate(q)]
                norms = np.linalg.norm(vectors.astype(float), axis=1)
                for way, found in (("one each", each), ("one for all", shared)):
                    gaps = [
                        distance(found[i][row], exact[i * len(rows) + k]) / norms[i]
                        for i in range(len(q))
                        for k, row in enumerate(rows)
                    ]
                    yield Measurement("rotate_coefficients", t, l, max(gaps), f"{where}, {way}")


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Wigner matrices, derivatives, small d, characters and rotated coefficients."""
    for l in QUICK if quick else DEGREES:
        yield from of_matrices(2 * l, "real", quick, "wigner_D")
    for twice_j in QUICK_SPINS if quick else SPINS:
        yield from of_matrices(twice_j, "complex", quick, "wigner_D, complex")
        yield from of_small(twice_j, quick)
    for l in (1, 4, 100) if quick else (0, 1, 2, 3, 4, 8, 16, 32, 64, 100):
        yield from of_derivatives(2 * l, "real", quick, "wigner_D, derivatives")
    for twice_j in (1, 4, 200) if quick else (0, 1, 2, 3, 4, 7, 8, 16, 33, 64, 101, 200):
        yield from of_derivatives(twice_j, "complex", quick, "wigner_D, complex, derivatives")
    for twice_j in (
        (0, 1, 2, 3, 10, 201, 2000) if quick else (*range(8), 10, 31, 100, 401, 999, 2000)
    ):
        yield from of_characters(twice_j, quick)
    for l in (0, 1, 4, 16, 200) if quick else DEGREES:
        yield from of_rotated(l, quick)
