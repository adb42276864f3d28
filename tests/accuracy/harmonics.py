"""Errors of spherical harmonics, their gradients and Hessians, against arb."""

from collections.abc import Iterator
from functools import cache
from itertools import product

import flint
import numpy as np

from grouptools import spherical_harmonics, spherical_harmonics_pullback
from tests.accuracy.measurement import Measurement

#: l_max of calls by order of derivative, on either side of every change of method.
CALLS = {
    0: (0, 1, 2, 3, 4, 6, 8, 10, 11, 16, 32, 64, 128, 256, 512),
    1: (1, 3, 4, 10, 11, 32, 96, 256),
    2: (1, 3, 4, 5, 10, 32, 96, 256),
}
SOLID_CALLS = (1, 3, 4, 10, 11, 32, 64, 256)
FEW = {0: (3, 10, 512), 1: (4, 256), 2: (4, 256)}
FEW_SOLID = (10, 256)
#: Where few points are to reach the limits; elsewhere they stop at 64.
FAR = "near the equator"
REPORTED = (0, 1, 2, 3, 4, 6, 8, 10, 11, 16, 32, 64, 96, 128, 256, 512)
NAMES = (
    "spherical_harmonics",
    "spherical_harmonics gradients",
    "spherical_harmonics Hessians",
)
SOLID = "spherical_harmonics, solid"
PULLBACK = "spherical_harmonics_pullback"
#: Intervals grow by a factor of up to 1 + sqrt(2) a degree in the plain recursion.
BITS = 1400


def points(dtype: str) -> dict[str, np.ndarray]:
    """Points by kind: those at which other codes are known to go wrong."""
    rng = np.random.default_rng(7)
    smallest, digits = (-300, 17) if dtype == "float64" else (-37, 9)
    directions = rng.normal(size=(6, 3))
    tens = [10.0**-k for k in range(1, digits)]
    turns = [(np.cos(a), np.sin(a)) for a in rng.uniform(0, 2 * np.pi, len(tens))]
    kinds = {
        "axis": [side * np.eye(3)[i] for side in (1.0, -1.0) for i in (2, 0, 1)],
        "near a pole": [
            (e * c, e * s, side)
            for side in (1.0, -1.0)
            for e, (c, s) in zip(tens, turns, strict=True)
        ][::-1],
        "near the equator": [(c, s, e) for e, (c, s) in zip(tens, turns, strict=True)],
        "diagonal": [np.array(signs) / 7.0 for signs in product((1.0, -1.0), repeat=3)],
        "tiny": [directions[0] * 10.0**smallest, directions[1] * 10.0 ** (smallest - 7)],
        "huge": [v * 10.0 ** (-smallest) for v in directions[:2]],
        "random": list(directions),
    }
    return {kind: np.array(rows).astype(dtype) for kind, rows in kinds.items()}


class Judge:
    """Harmonics at one point as arb balls, by the plain recursion with digits to spare."""

    def __init__(self, point: tuple[float, ...], l_max: int) -> None:
        x, y, z = (flint.arb(v) for v in point)
        self.length = (x * x + y * y + z * z).sqrt()
        self.v = (x / self.length, y / self.length, z / self.length)
        self.rows = list(self._rows(l_max))

    def _rows(self, l_max: int) -> Iterator[dict[int, flint.arb]]:
        x, y, z = self.v
        powers = [(flint.arb(1), flint.arb(0))]
        diagonal = [1 / (4 * flint.arb.pi()).sqrt()]
        q: list[list[flint.arb]] = []
        for l in range(l_max + 1):
            if l:
                re, im = powers[-1]
                powers.append((re * x - im * y, re * y + im * x))
                ratio = flint.arb(flint.fmpq(2 * l + 1, 2 * l) * (2 if l == 1 else 1)).sqrt()
                diagonal.append(diagonal[-1] * ratio)
            row = []
            for m in range(l):
                a = _root(4 * l * l - 1, l * l - m * m)
                value = a * z * q[l - 1][m]
                if l > m + 1:
                    c = _root((2 * l + 1) * ((l - 1) ** 2 - m * m), (2 * l - 3) * (l * l - m * m))
                    value -= c * q[l - 2][m]
                row.append(value)
            q.append([*row, diagonal[l]])
            harmonics = {}
            for m in range(l + 1):
                harmonics[m] = q[l][m] * powers[m][0]
                if m:
                    harmonics[-m] = q[l][m] * powers[m][1]
            yield harmonics

    def slopes(self, l: int, lower: dict[int, flint.arb]) -> list[dict[int, flint.arb]]:
        """Derivatives of the solid harmonics of degree l from those of l - 1 (any derivative)."""
        zero = flint.arb(0)
        out: list[dict[int, flint.arb]] = [{}, {}, {}]
        for m in range(-l, l + 1):
            k, sign = abs(m), -1 if m < 0 else 1
            up = _root((2 * l + 1) * (l - k) * (l - k - 1), 4 * (2 * l - 1))
            down = _root((2 * l + 1) * (l + k) * (l + k - 1), 4 * (2 * l - 1))

            def at(order: int) -> flint.arb:
                return lower.get(order, zero)

            two = flint.arb(2).sqrt()
            if k == 0:
                parts = -two * up * at(1), -two * up * at(-1)
            elif k == 1:
                along = two * down * at(0)
                dx, dy = (along, zero) if m > 0 else (zero, along)
                parts = dx - up * at(2 * sign), dy - sign * up * at(-2 * sign)
            else:
                dx = down * at(sign * (k - 1)) - up * at(sign * (k + 1))
                dy = -sign * (down * at(-sign * (k - 1)) + up * at(-sign * (k + 1)))
                parts = dx, dy
            steep = _root((2 * l + 1) * (l * l - k * k), 2 * l - 1)
            for axis, part in enumerate((*parts, steep * at(m))):
                out[axis][m] = part
        return out

    def derivatives(self, l: int, order: int) -> list[list[flint.arb]]:
        """|v|^order times the derivatives of Y(v/|v|), by component and m; order 1 or 2."""
        row, v = self.rows[l], self.v
        if l == 0:
            return [[flint.arb(0)] for _ in range(3**order)]
        first = self.slopes(l, self.rows[l - 1])
        if order == 1:
            return [[first[i][m] - l * v[i] * row[m] for m in sorted(row)] for i in range(3)]
        lower = self.slopes(l - 1, self.rows[l - 2]) if l > 1 else [{}, {}, {}]
        second = [self.slopes(l, lower[i]) for i in range(3)]
        return [
            [
                second[i][j][m]
                - l * (v[i] * first[j][m] + v[j] * first[i][m] + (row[m] if i == j else 0))
                + l * (l + 2) * v[i] * v[j] * row[m]
                for m in sorted(row)
            ]
            for i in range(3)
            for j in range(3)
        ]


@cache
def _root(n: int, d: int) -> flint.arb:
    return flint.arb(flint.fmpq(n, d)).sqrt()


def difference_square(exact: list[flint.arb], found: np.ndarray) -> float:
    """The square of the norm of exact - found."""
    pairs = zip(exact, found, strict=True)
    return sum(float(e - flint.arb(float(f))) ** 2 for e, f in pairs)


def norm_of(l: int, order: int) -> float:
    """The norm, on the unit sphere, of all Y_l^m, of their gradients, or of their Hessians.

    The Laplacian gives sum |grad Y|^2 = l(l+1) sum Y^2 and, applied to it again as Bochner's
    identity for functions of degree 0, sum |Hess Y|^2 = (l(l+1) + 1) sum |grad Y|^2.
    """
    square = (2 * l + 1) / (4 * np.pi)
    if order:
        square *= l * (l + 1)
    if order == 2:
        square *= l * (l + 1) + 1
    return float(np.sqrt(square)) or 1.0


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Errors of every degree, relative to the norm of the degree."""
    with flint.ctx.workprec(BITS):
        for dtype in ("float64", "float32"):
            for kind, rows in points(dtype).items():
                if quick and kind == "diagonal":
                    continue
                yield from errors_at(dtype, kind, rows[:1] if quick else rows, quick=quick)


def errors_at(dtype: str, kind: str, rows: np.ndarray, *, quick: bool) -> Iterator[Measurement]:
    """Errors at points of one kind.  Far from length 1 only values are compared."""
    ordinary = kind not in ("tiny", "huge")
    calls = FEW if quick else CALLS
    solid_calls = FEW_SOLID if quick else SOLID_CALLS
    if quick and kind != FAR:
        calls, solid_calls = {order: (*calls[order][:-1], 64) for order in calls}, (10, 64)
    judges = [Judge(tuple(float(v) for v in point), max(calls[0])) for point in rows]
    for order in range(3 if ordinary else 1):
        found = {l_max: _evaluate(l_max, rows, order) for l_max in calls[order]}
        for l in (l for l in REPORTED if l <= max(calls[order])):
            worst = max(
                _error(judge, l, order, found[l_max][index], float(judge.length) ** order)
                for index, judge in enumerate(judges)
                for l_max in found
                if l_max >= l
            )
            yield Measurement(NAMES[order], dtype, l, worst, kind)
    if ordinary:
        yield from pullback_errors(dtype, kind, judges, rows, calls[1])
        yield from solid_errors(dtype, kind, judges, rows, solid_calls)


def pullback_errors(
    dtype: str, kind: str, judges: list[Judge], rows: np.ndarray, calls: tuple[int, ...]
) -> Iterator[Measurement]:
    """Errors of sums over one degree, relative to its norm and that of the cotangents."""
    rng = np.random.default_rng(8)
    for l in (l for l in REPORTED if 0 < l <= max(calls)):
        degree = slice(l * l, (l + 1) ** 2)
        weights = rng.normal(size=(len(rows), 2 * l + 1)).astype(dtype)
        found = {}
        for l_max in (c for c in calls if c >= l):
            cotangent = np.zeros((len(rows), (l_max + 1) ** 2), dtype)
            cotangent[:, degree] = weights
            found[l_max] = spherical_harmonics_pullback(l_max, rows, cotangent)
        worst = 0.0
        for index, judge in enumerate(judges):
            u = [flint.arb(float(w)) for w in weights[index]]
            slopes = judge.derivatives(l, 1)
            exact = [sum((a * b for a, b in zip(u, s, strict=True)), flint.arb(0)) for s in slopes]
            scale = norm_of(l, 1) * float(np.linalg.norm(weights[index].astype(float)))
            for pulled in found.values():
                error = difference_square(exact, pulled[index] * float(judge.length)) ** 0.5
                worst = max(worst, error / scale)
        yield Measurement(PULLBACK, dtype, l, worst, kind)


def solid_errors(
    dtype: str, kind: str, judges: list[Judge], rows: np.ndarray, calls: tuple[int, ...]
) -> Iterator[Measurement]:
    """Errors of |v|^l Y relative to |v|^l and the norm of the degree, for lengths about 1."""
    near = np.array([abs(np.log(float(judge.length))) < 0.25 for judge in judges])
    chosen = [judge for judge, take in zip(judges, near, strict=True) if take]
    if not chosen:
        return
    found = {l_max: spherical_harmonics(l_max, rows[near], normalize=False) for l_max in calls}
    for l in (l for l in REPORTED if l <= max(calls)):
        worst = 0.0
        for index, judge in enumerate(chosen):
            scale = judge.length**l
            exact = [judge.rows[l][m] * scale for m in range(-l, l + 1)]
            for l_max in (c for c in calls if c >= l):
                part = found[l_max][index, l * l : (l + 1) ** 2]
                error = difference_square(exact, part) ** 0.5 / norm_of(l, 0) / float(scale)
                worst = max(worst, error)
        yield Measurement(SOLID, dtype, l, worst, kind)


def _evaluate(l_max: int, rows: np.ndarray, order: int) -> np.ndarray:
    found = spherical_harmonics(l_max, rows, derivatives=order)
    return np.asarray(found[order] if order else found, float)


def _error(judge: Judge, l: int, order: int, found: np.ndarray, scale: float) -> float:
    exact = judge.derivatives(l, order) if order else [[judge.rows[l][m] for m in range(-l, l + 1)]]
    parts = found.reshape(3**order, -1)[:, l * l : (l + 1) ** 2] * scale
    total = sum(difference_square(e, p) for e, p in zip(exact, parts, strict=True))
    return float(total**0.5 / norm_of(l, order))
