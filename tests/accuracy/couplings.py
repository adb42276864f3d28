"""Errors of 3j, 6j and 9j symbols and of couplings against exact numbers, in balls of arb."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import flint
import numpy as np

from grouptools.exact.coupling import _one_coefficient
from grouptools.exact.coupling import clebsch_gordan as exact_block
from grouptools.exact.quantum_numbers import is_triad
from grouptools.exact.recoupling import squared_6j, squared_9j
from grouptools.numeric.coupling import (
    clebsch_gordan_sparse,
    clebsch_gordan_values,
    wigner_3j_over_j3,
    wigner_3j_over_m2,
    wigner_3j_sparse,
    wigner_3j_values,
    wigner_6j_over_j1,
    wigner_6j_values,
    wigner_9j_values,
)
from tests.accuracy.measurement import Measurement

DTYPES = ("float64", "float32")
# Largest doubled spins: small ones, tens, around j = 111, hundreds, the limit.
QUICK = (0, 1, 2, 3, 4, 7, 20, 100, 222, 223, 600, 2000)
FULL = (*range(26), 40, 41, 100, 101, *range(218, 228), 400, 401, 599, 600, 1000, 1999, 2000)
QUICK_9J = (0, 1, 2, 3, 4, 20, 100, 600)
FULL_9J = (*range(12), 20, 21, 60, 100, 101, 222, 223, 400, 600)


@cache
def root(square: Fraction) -> flint.arb:
    """The root of a signed square, with its sign."""
    with flint.ctx.workprec(160):
        ball = flint.arb(flint.fmpq(abs(square.numerator), square.denominator)).sqrt()
        return ball if square >= 0 else -ball


@cache
def coupling(t1: int, t2: int, t3: int, m1: int, m2: int) -> Fraction:
    """Signed square of <j1 m1 j2 m2 | j3 m1+m2>."""
    return Fraction(*_one_coefficient((t1, t2, t3), (m1, m2, m1 + m2)))


def symbol(t1: int, t2: int, t3: int, m1: int, m2: int) -> Fraction:
    """Signed square of (j1 j2 j3; m1 m2 -m1-m2)."""
    square = coupling(t1, t2, t3, m1, m2) / (t3 + 1)
    return -square if (t1 - t2 + m1 + m2) // 2 % 2 else square


exact_6j, exact_9j = cache(squared_6j), cache(squared_9j)


def error(found: float, square: Fraction) -> float:
    """The absolute error of a float."""
    with flint.ctx.workprec(160):
        exact = Fraction(float(found))
        return float(abs(flint.arb(flint.fmpq(exact.numerator, exact.denominator)) - root(square)))


def triples(t: int, rng: np.random.Generator, count: int) -> dict[str, list[tuple[int, int, int]]]:
    """Triples of doubled spins whose largest is t, by kind."""
    even, half, third = t - t % 2, t // 2, t // 3 * 2
    small = min(2, even), min(1, t)
    kinds = {
        "equal spins": [(t, t, even), (even, t, t)],
        "a spin 0": [(t, t, 0), (0, t, t)],
        "a spin 1": [(t, t, small[0]), (small[0], t, t), (t, small[0], t)],
        "a spin 1/2": [(small[1], t, t - small[1]), (t, t - small[1], small[1])],
        "stretched": [(half, t - half, t), (t, half, t - half), (1 * (t > 1), t, t - (t > 1))],
        "nearly stretched": [(half, min(t, t - half + 2), t), (t, t, min(third, even))],
    }
    drawn: list[tuple[int, int, int]] = []
    while len(drawn) < count:
        a, b = int(rng.integers(0, t + 1)), t
        c = abs(a - b) + 2 * int(rng.integers(0, min(a, b) + 1))
        if c <= t:
            drawn.append(tuple(int(x) for x in rng.permutation([a, b, c])))
    kinds["random"] = drawn
    return {kind: [x for x in found if is_triad(*x)] for kind, found in kinds.items()}


def border(t1: int, t2: int, t3: int, m1: int, m2: np.ndarray) -> int:
    """An m2 near the border of the classical region, where the triangle of projections is flat."""
    m3 = -m1 - m2
    s1, s2, s3 = (t * (t + 2) - m * m for t, m in ((t1, m1), (t2, m2), (t3, m3)))
    area = 2 * (s1 * s2 + s2 * s3 + s3 * s1) - s1 * s1 - s2 * s2 - s3 * s3
    return int(m2[np.argmin(np.abs(area))])


def projections(
    triple: tuple[int, int, int], rng: np.random.Generator, count: int
) -> Iterator[tuple[int, int]]:
    """Pairs of doubled m1, m2 of a triple: ends, the middle, the classical border, random ones."""
    t1, t2, t3 = triple
    for m1 in {-t1, t1, t1 % 2, t1 - 2 * (t1 // 2 // 3), -t1 + 2 * (t1 // 7)}:
        m2 = np.arange(max(-t2, -t3 - m1), min(t2, t3 - m1) + 1, 2)
        yield from {(m1, int(m2[k])) for k in (0, len(m2) // 2, -1, len(m2) // 3)}
        yield m1, border(t1, t2, t3, m1, m2)
        yield m1, int(m2[np.argmin(np.abs(m2))])
    for _ in range(count):
        m1 = 2 * int(rng.integers(0, t1 + 1)) - t1
        low, high = max(-t2, -t3 - m1), min(t2, t3 - m1)
        yield m1, low + 2 * int(rng.integers(0, (high - low) // 2 + 1))


def largest(found: dict[str, list[float]]) -> tuple[float, str]:
    """The largest error and its kind."""
    return max((max(errors, default=0.0), kind) for kind, errors in found.items())


def projected(dtype: str, t: int, count: int) -> Iterator[Measurement]:
    """3j symbols and couplings, all ways to them, at largest doubled spin t."""
    rng = np.random.default_rng(t)
    found: dict[str, dict[str, list[float]]] = {}
    for kind, kept in triples(t, rng, count).items():
        for triple in kept:
            points = np.array(list(projections(triple, rng, count)))
            t1, t2, t3 = triple
            m1, m2 = points.T
            numbers = t1, t2, t3, m1, m2, -m1 - m2
            squares = [symbol(*triple, *p) for p in points.tolist()]
            coupled = [coupling(*triple, *p) for p in points.tolist()]
            over_m = wigner_3j_over_m2(t1, t2, t3, m1, doubled=True, dtype=dtype)
            over_j = wigner_3j_over_j3(t1, t2, m1, m2, doubled=True, dtype=dtype)
            each = np.arange(len(points))
            flat = wigner_3j_sparse(*(Fraction(x, 2) for x in triple), dtype=dtype)
            flat_cg = clebsch_gordan_sparse(
                *(Fraction(x, 2) for x in triple), basis="complex", dtype=dtype
            )
            row = np.searchsorted(flat.indices[:, 0], (t1 + m1) // 2)
            at = row + (t2 + m2) // 2 - flat.indices[row, 1]
            results = {
                "wigner_3j_values": (
                    wigner_3j_values(*numbers, doubled=True, dtype=dtype),
                    squares,
                ),
                "clebsch_gordan_values": (
                    clebsch_gordan_values(t1, m1, t2, m2, t3, m1 + m2, doubled=True, dtype=dtype),
                    coupled,
                ),
                "wigner_3j_over_m2": (over_m.values[each, (m2 - over_m.twice_first) // 2], squares),
                "wigner_3j_over_j3": (over_j.values[each, (t3 - over_j.twice_first) // 2], squares),
                "wigner_3j_block": (flat.values[at], squares),
                "clebsch_gordan_block": (flat_cg.values[at], coupled),
            }
            for name, (values, exact) in results.items():
                errors = found.setdefault(name, {}).setdefault(kind, [])
                errors += [error(v, e) for v, e in zip(values.tolist(), exact, strict=True)]
    for name, kinds in found.items():
        yield Measurement(name, dtype, t, *largest(kinds))


def real_basis(dtype: str, t: int, count: int) -> Iterator[Measurement]:
    """Real couplings of degrees, every entry."""
    rng = np.random.default_rng(t)
    found: dict[str, list[float]] = {}
    for kind, kept in triples(t, rng, count).items():
        for triple in kept:
            if any(x % 2 for x in triple):
                continue
            degrees = [x // 2 for x in triple]
            exact = exact_block(*degrees)
            block = clebsch_gordan_sparse(*degrees, dtype=dtype).to_dense()
            entries = block[tuple(exact.indices.T)]
            squares = map(Fraction, exact.numerators, exact.denominators)
            errors = [error(v, e) for v, e in zip(entries.tolist(), squares, strict=True)]
            block[tuple(exact.indices.T)] = 0.0
            found.setdefault(f"{kind}, real basis", []).extend([*errors, abs(block).max()])
    yield Measurement("clebsch_gordan_block", dtype, t, *largest(found))


def sextuples(t: int, rng: np.random.Generator, count: int) -> dict[str, list[list[int]]]:
    """Doubled spins of 6j symbols, by the kind of the first triad; the largest is t."""
    kinds = {}
    for kind, kept in triples(t, rng, count).items():
        kinds[kind] = []
        for a, b, c in kept:
            for d in {min(a, t), t % 2, t - t % 2, int(rng.integers(0, t + 1))}:
                for _ in range(20):
                    e = abs(c - d) + 2 * int(rng.integers(0, min(c, d) + 1))
                    f = abs(b - d) + 2 * int(rng.integers(0, min(b, d) + 1))
                    if max(e, f) <= t and is_triad(a, e, f):
                        kinds[kind].append([a, b, c, d, e, f])
                        break
    even = t - t % 2
    kinds["equal spins"] += [[even] * 6, [t, t, even, t, t, even]]
    return kinds


def recoupled(dtype: str, t: int, count: int) -> Iterator[Measurement]:
    """6j symbols, alone and in families, at largest doubled spin t."""
    rng = np.random.default_rng(t)
    single: dict[str, list[float]] = {}
    family: dict[str, list[float]] = {}
    for kind, kept in sextuples(t, rng, count).items():
        step = max(1, len(kept) // 2) if t > 1000 else 1  # an exact one takes a tenth of a second
        for a, b, c, d, e, f in kept[::step]:
            first, values = wigner_6j_over_j1(b, c, d, e, f, doubled=True, dtype=dtype)
            peak = int(np.argmax(np.abs(values)))
            places = {0, len(values) - 1, peak, (a - int(first)) // 2}
            for k in places:
                x = int(first) + 2 * k
                if x > t:
                    continue
                square = exact_6j(x, b, c, d, e, f)
                family.setdefault(kind, []).append(error(values[k], square))
                value = wigner_6j_values(x, b, c, d, e, f, doubled=True, dtype=dtype)
                single.setdefault(kind, []).append(error(value, square))
    yield Measurement("wigner_6j_values", dtype, t, *largest(single))
    yield Measurement("wigner_6j_over_j1", dtype, t, *largest(family))


def nonuples(t: int, rng: np.random.Generator, count: int) -> dict[str, list[list[int]]]:
    """Doubled spins of 9j symbols, row by row, by the size of the second spin; the largest is t."""

    def coupled(x: int, y: int) -> int:
        return abs(x - y) + 2 * int(rng.integers(0, min(x, y) + 1))

    def drawn(b: int) -> list[int] | None:
        a, d, e = t, int(rng.integers(0, t + 1)), int(rng.integers(0, t + 1))
        c, f, g, h = coupled(a, b), coupled(d, e), coupled(a, d), coupled(b, e)
        low, high = max(abs(c - f), abs(g - h)), min(c + f, g + h, t)
        if max(c, f, g, h) > t or low > high:
            return None
        return [a, b, c, d, e, f, g, h, low + 2 * int(rng.integers(0, (high - low) // 2 + 1))]

    kinds: dict[str, list[list[int]]] = {}
    sizes = {"a spin 0": 0, "a spin 1/2": min(1, t), "a spin 1": min(2, t), "random": None}
    for kind, size in sizes.items():
        found = kinds[kind] = []
        for _ in range(200 * count):
            spins = drawn(int(rng.integers(0, t + 1)) if size is None else size)
            if spins and len(found) < count:
                found.append(spins)
    kinds["equal spins"] = [[t - t % 2] * 9]
    return kinds


def arranged(dtype: str, t: int, count: int, *, quick: bool) -> Iterator[Measurement]:
    """9j symbols at largest doubled spin t."""
    rng = np.random.default_rng(t)
    found: dict[str, list[float]] = {}
    for kind, kept in nonuples(t, rng, count).items():
        if quick and t > 200 and kind in {"random", "equal spins"}:
            continue  # an exact one takes seconds
        for spins in kept:
            value = wigner_9j_values(*spins, doubled=True, dtype=dtype)
            found.setdefault(kind, []).append(error(value, exact_9j(*spins)))
    yield Measurement("wigner_9j_values", dtype, t, *largest(found))


def swept(dtype: str, start: int, stop: int) -> Measurement:
    """3j symbols at every largest doubled spin of a range, some of each kind."""
    found: dict[str, list[float]] = {}
    for t in range(start, stop):
        rng = np.random.default_rng(t)
        for kind, kept in triples(t, rng, 2).items():
            for triple in kept[:1]:
                points = list(projections(triple, rng, 1))
                m1, m2 = points[int(rng.integers(len(points)))]
                value = wigner_3j_values(*triple, m1, m2, -m1 - m2, doubled=True, dtype=dtype)
                square = symbol(*triple, m1, m2)
                found.setdefault(kind, []).append(error(value, square))
    return Measurement("wigner_3j_values", dtype, stop - 1, *largest(found))


def measurements(*, quick: bool) -> Iterator[Measurement]:
    """Errors at each largest doubled spin; quick ones take some seconds."""
    count = 3 if quick else 12
    for dtype in DTYPES:
        for t in QUICK if quick else FULL:
            yield from projected(dtype, t, count)
            yield from recoupled(dtype, t, count)
            if t % 2 == 0 and t <= 20:
                yield from real_basis(dtype, t, count)
        if not quick:
            yield from (swept(dtype, t, t + 100) for t in range(0, 2000, 100))
        for t in QUICK_9J if quick else FULL_9J:
            yield from arranged(dtype, t, 5 if t > 200 else 10 * count, quick=quick)
