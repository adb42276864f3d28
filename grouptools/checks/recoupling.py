"""Identities of the 6j symbol.

Sources: [Varshalovich, Moskalev and Khersonskii 1988, chapter 9], [Edmonds 1957, chapter 6],
[Regge 1959].  The number of cases grows with the power 4 to 9 of the largest spin: each identity
names the spin where it stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np

from grouptools.checks.arrays import Array, contract, identity, matmul, objects
from grouptools.checks.identity import Residual, states
from grouptools.checks.provider import Tables
from grouptools.checks.root_sums import root
from grouptools.checks.spins import (
    Spin,
    couplings,
    dimension,
    half_of,
    is_triad,
    projections,
    sign,
    smallest_first,
    spin,
    spins,
    triads,
    twice,
)


def _sixes(last: Spin) -> list[tuple[Spin, ...]]:
    """All six spins up to `last` whose 6j symbol obeys its four triangle rules."""
    return smallest_first(
        (a, b, c, d, e, f)
        for a, b, c in triads(last)
        for d, e in product(spins(last), repeat=2)
        if is_triad(d, e, c)
        for f in common(couplings(a, e), couplings(b, d))
        if f <= last
    )


def common(first: list[Spin], *others: list[Spin]) -> list[Spin]:
    """Return the spins that are in all lists."""
    return [j for j in first if all(j in other for other in others)]


def _symmetry_classes(l_max: int) -> list[tuple[Spin, ...]]:
    """One 6j symbol of each class under the 144 symmetries, sums of four spins to l_max + 1.

    In doubled spins, (t1 <= t2 <= t3 <= t4) are the sums of the triads and (q1 <= q2 <= q3) those
    of the quadruples, and each q is at least each t.
    """
    last = 2 * min(l_max, 6) + 2
    found = []
    for q in product(range(last + 1), repeat=3):
        for t in product(range(q[0] + 1), repeat=3):
            fourth = sum(q) - sum(t)
            if q == tuple(sorted(q)) and t == tuple(sorted(t)) and t[2] <= fourth <= q[0]:
                symbol = _from_sums((*t, fourth), q)
                if symbol is not None:
                    found.append(symbol)
    return smallest_first(iter(found))


@states(_symmetry_classes)
def wigner_6j_symmetries(
    tables: Tables, j1: Spin, j2: Spin, j3: Spin, j4: Spin, j5: Spin, j6: Spin
) -> Residual:
    """The 144 symmetries of the 6j symbol [Regge 1959; V. 9.4].

    It is a symmetric function of the sums of its triads, t1 = j1+j2+j3, t2 = j1+j5+j6,
    t3 = j4+j2+j6, t4 = j4+j5+j3, and of those of its quadruples, q1 = j1+j2+j4+j5,
    q2 = j1+j3+j4+j6, q3 = j2+j3+j5+j6: 24 * 6 permutations, 24 of them those of a tetrahedron.
    """
    t = [j1 + j2 + j3, j1 + j5 + j6, j4 + j2 + j6, j4 + j5 + j3]
    q = [j1 + j2 + j4 + j5, j1 + j3 + j4 + j6, j2 + j3 + j5 + j6]
    value = tables.wigner_6j(j1, j2, j3, j4, j5, j6)
    images = dict.fromkeys(
        _from_sums([twice(s) for s in triad_sums], [twice(s) for s in sums])
        for triad_sums in permutations(t)
        for sums in permutations(q)
    )
    return objects([tables.wigner_6j(*image) - value for image in images if image is not None])


def _from_sums(t: Any, q: Any) -> tuple[Spin, ...] | None:
    """The spins of doubled sums; None where they are no half-integers."""
    fourfold = (
        t[0] + t[1] - q[2],
        t[0] + t[2] - q[1],
        t[0] + t[3] - q[0],
        t[2] + t[3] - q[2],
        t[1] + t[3] - q[1],
        t[1] + t[2] - q[0],
    )
    if any(s % 2 for s in (*fourfold, *t)):
        return None
    return tuple(spin(s // 2) for s in fourfold)


@states(triads)
def wigner_6j_zero(tables: Tables, j1: Spin, j2: Spin, j3: Spin) -> Residual:
    """{j1 j2 j3; 0 j3 j2} = (-1)^(j1+j2+j3) / sqrt((2 j2+1)(2 j3+1)) [V. 9.5]."""
    expected = root(Fraction(1, dimension(j2) * dimension(j3))) * sign(j1 + j2 + j3)
    return tables.wigner_6j(j1, j2, j3, 0, j3, j2) - expected


def _quadruples(l_max: int) -> list[tuple[Spin, ...]]:
    """Four spins up to 2 that can be coupled to zero."""
    values = spins(min(l_max, 2))
    return smallest_first(
        four for four in product(values, repeat=4) if common(*_channels(*four)[:2])
    )


def _channels(a: Spin, b: Spin, c: Spin, d: Spin) -> tuple[list[Spin], ...]:
    """The spins in a x b, c x d, a x d and b x c."""
    return couplings(a, b), couplings(c, d), couplings(a, d), couplings(b, c)


@states(_quadruples)
def wigner_6j_orthogonality(tables: Tables, a: Spin, b: Spin, c: Spin, d: Spin) -> Residual:
    """sum_x (2x+1)(2f+1) {a b x; c d f} {a b x; c d g} = delta(f, g) [Edmonds 6.2.9].

    And the same with x and f, g exchanged: the matrix is square.
    """
    ab, cd, ad, bc = _channels(a, b, c, d)
    rows, columns = common(ab, cd), common(ad, bc)
    matrix = np.array(
        [
            [tables.wigner_6j(a, b, x, c, d, f) * _root_of_dimensions(x, f) for f in columns]
            for x in rows
        ],
        dtype=object,
    )
    both = matmul(matrix.T, matrix), matmul(matrix, matrix.T)
    return np.stack([gram - identity(len(rows)) for gram in both])


def _root_of_dimensions(x: Spin, f: Spin) -> Any:
    return root(dimension(x) * dimension(f))


@states(lambda l_max: _sixes(Fraction(min(l_max, 4), 2)))
def wigner_6j_racah(
    tables: Tables, a: Spin, d: Spin, f: Spin, b: Spin, c: Spin, g: Spin
) -> Residual:
    """sum_x (-1)^(f+g+x) (2x+1) {a b x; c d f} {c d x; b a g} = {a d f; b c g} [Edmonds 6.2.11]."""
    total: Any = 0
    for x in common(couplings(a, b), couplings(c, d)):
        pair = tables.wigner_6j(a, b, x, c, d, f) * tables.wigner_6j(c, d, x, b, a, g)
        total += pair * (sign(f + g + x) * dimension(x))
    return total - tables.wigner_6j(a, d, f, b, c, g)


def _pentagons(l_max: int) -> Iterator[tuple[Spin, ...]]:
    """Two 6j symbols that share a triad (g h j), spins up to 3/2."""
    sixes = _sixes(Fraction(half_of(l_max), 2))
    pairs = (
        (a, b, c, d, e, f, g, h, j)
        for g, h, j, e, a, d in sixes
        for _, _, _, f, b, c in (six for six in sixes if six[:3] == (g, h, j))
    )
    yield from smallest_first(pairs)


@states(_pentagons)
def biedenharn_elliott(
    tables: Tables, a: Spin, b: Spin, c: Spin, d: Spin, e: Spin, f: Spin, g: Spin, h: Spin, j: Spin
) -> Residual:
    """The pentagon [Biedenharn 1953; Elliott 1953; Edmonds 6.2.12], s the sum of all nine spins.

    sum_x (-1)^(s+x) (2x+1) {a b x; c d g} {c d x; e f h} {e f x; b a j}
    = {g h j; e a d} {g h j; f b c}.
    """
    phase = a + b + c + d + e + f + g + h + j
    total: Any = 0
    for x in common(couplings(a, b), couplings(c, d), couplings(e, f)):
        three = tables.wigner_6j(a, b, x, c, d, g) * tables.wigner_6j(c, d, x, e, f, h)
        three = three * tables.wigner_6j(e, f, x, b, a, j)
        total += three * (sign(phase + x) * dimension(x))
    return total - tables.wigner_6j(g, h, j, e, a, d) * tables.wigner_6j(g, h, j, f, b, c)


@states(lambda l_max: _sixes(min(l_max, 2)))
def wigner_6j_from_3j(
    tables: Tables, j1: Spin, j2: Spin, j3: Spin, j4: Spin, j5: Spin, j6: Spin
) -> Residual:
    """{j1 j2 j3; j4 j5 j6} as the contraction of four 3j symbols [V. 9.1].

    sum over all m of (-1)^(sum of j_k - m_k) (j1 j2 j3; -m1 -m2 -m3) (j1 j5 j6; m1 -m5 m6)
    (j4 j2 j6; m4 m2 -m6) (j4 j5 j3; -m4 m5 m3).
    """
    first = _lowered(tables.wigner_3j(j1, j2, j3), (j1, j2, j3))
    second = _lowered(tables.wigner_3j(j1, j5, j6), (0, j5, 0))
    third = _lowered(tables.wigner_3j(j4, j2, j6), (0, 0, j6))
    fourth = _lowered(tables.wigner_3j(j4, j5, j3), (j4, 0, 0))
    left = contract(first, 0, second, 0)  # m2 m3 m5 m6
    right = contract(third, 0, fourth, 0)  # m2 m6 m5 m3
    pairs = left.reshape(1, -1), right.transpose(0, 3, 2, 1).reshape(-1, 1)
    return matmul(*pairs)[0, 0] - tables.wigner_6j(j1, j2, j3, j4, j5, j6)


def _lowered(tensor: Array, lowered: tuple[Spin, ...]) -> Array:
    """Put -m for m, with the phase (-1)^(j-m), on each axis with a spin j > 0 in `lowered`."""
    for axis, j in enumerate(lowered):
        shape = [1] * tensor.ndim
        shape[axis] = -1
        if j:
            phases = objects([sign(j - m) for m in projections(j)])
            tensor = np.flip(tensor, axis) * phases.reshape(shape)
    return tensor
