"""Identities of the 9j symbol.

Sources: [Varshalovich, Moskalev and Khersonskii 1988, chapter 10], [Edmonds 1957, 6.4].
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

import numpy as np

from grouptools.checks.arrays import Array, contract, identity, matmul, objects
from grouptools.checks.identity import Residual, states
from grouptools.checks.provider import Tables
from grouptools.checks.recoupling import common
from grouptools.checks.root_sums import root
from grouptools.checks.spins import (
    Spin,
    couplings,
    dimension,
    is_triad,
    sign,
    smallest_first,
    spins,
    triads,
)

Rows = tuple[tuple[Spin, ...], ...]


def _nines(last: Spin) -> Iterator[tuple[Spin, ...]]:
    """All nine spins up to `last` whose rows and columns obey the triangle rule."""
    rows = triads(last)
    for first, second in product(rows, repeat=2):
        columns = [couplings(*pair) for pair in zip(first, second, strict=True)]
        for third in product(*columns):
            if max(third) <= last and is_triad(*third):
                yield *first, *second, *third


def _symmetry_classes(l_max: int) -> list[tuple[Spin, ...]]:
    """One 9j symbol of each class under the 72 symmetries, spins up to 1."""
    nines = (
        nine
        for nine in _nines(Fraction(min(l_max, 2), 2))
        if nine == min(sum(image, ()) for image, _ in _images((nine[:3], nine[3:6], nine[6:])))
    )
    return smallest_first(nines)


@states(_symmetry_classes)
def wigner_9j_symmetries(
    tables: Tables,
    j1: Spin,
    j2: Spin,
    j3: Spin,
    j4: Spin,
    j5: Spin,
    j6: Spin,
    j7: Spin,
    j8: Spin,
    j9: Spin,
) -> Residual:
    """The 72 symmetries of the 9j symbol {j1 j2 j3; j4 j5 j6; j7 j8 j9} [V. 10.4].

    It is unchanged by transposition and by even permutations of rows or columns, and multiplied
    by (-1)^(sum of all spins) by odd ones.
    """
    rows = (j1, j2, j3), (j4, j5, j6), (j7, j8, j9)
    total = sum(map(sum, rows))
    value = tables.wigner_9j(*sum(rows, ()))
    return objects(
        [
            tables.wigner_9j(*sum(image, ())) - value * (sign(total) if odd else 1)
            for image, odd in _images(rows)
        ]
    )


def _images(rows: Rows) -> Iterator[tuple[Rows, bool]]:
    """Yield the 72 images of the rows, and whether the permutation is odd."""
    for first in permutations(range(3)):
        for second in permutations(range(3)):
            image = tuple(tuple(rows[i][k] for k in second) for i in first)
            # a permutation of three is odd where it fixes exactly one
            fixed = [sum(i == k for i, k in enumerate(order)) for order in (first, second)]
            odd = (fixed[0] == 1) != (fixed[1] == 1)
            yield image, odd
            yield tuple(zip(*image, strict=True)), odd


def _with_zero(l_max: int) -> list[tuple[Spin, ...]]:
    """Spins a, b, c, d, e, g of a 9j symbol {a b c; d e c; g g 0}, up to 3/2."""
    last = Fraction(min(l_max, 3), 2)
    return smallest_first(
        (a, b, c, d, e, g)
        for a, b, c in triads(last)
        for d, e in product(spins(last), repeat=2)
        if is_triad(d, e, c)
        for g in common(couplings(a, d), couplings(b, e))
        if g <= last
    )


@states(_with_zero)
def wigner_9j_zero(
    tables: Tables, a: Spin, b: Spin, c: Spin, d: Spin, e: Spin, g: Spin
) -> Residual:
    """{a b c; d e c; g g 0} = (-1)^(b+c+d+g) / sqrt((2c+1)(2g+1)) {a b c; e d g} [V. 10.9]."""
    factor = root(Fraction(1, dimension(c) * dimension(g))) * sign(b + c + d + g)
    reduced = tables.wigner_6j(a, b, c, e, d, g) * factor
    return tables.wigner_9j(a, b, c, d, e, c, g, g, 0) - reduced


def _five_spins(l_max: int) -> list[tuple[Spin, ...]]:
    """Four spins up to 1 and a fifth in their product."""
    values = spins(Fraction(min(l_max, 2), 2))
    return smallest_first(
        (*four, j) for four in product(values, repeat=4) for j in _products(*four)
    )


def _products(a: Spin, b: Spin, d: Spin, e: Spin) -> set[Spin]:
    """The spins in a x b x d x e."""
    pairs = product(couplings(a, b), couplings(d, e))
    return {j for pair in pairs for j in couplings(*pair)}


@states(_five_spins)
def wigner_9j_orthogonality(
    tables: Tables, a: Spin, b: Spin, d: Spin, e: Spin, j: Spin
) -> Residual:
    """sum_{c f} M(c f, g h) M(c f, g' h') = delta(g, g') delta(h, h') [Edmonds 6.4].

    M(c f, g h) = sqrt((2c+1)(2f+1)(2g+1)(2h+1)) {a b c; d e f; g h j}.  And the same with c f
    and g h exchanged: the matrix is square.
    """
    matrix = _recoupling(tables, a, b, d, e, j)
    both = matmul(matrix.T, matrix), matmul(matrix, matrix.T)
    return np.stack([gram - identity(len(matrix)) for gram in both])


@states(_five_spins)
def wigner_9j_sum(tables: Tables, a: Spin, b: Spin, d: Spin, e: Spin, j: Spin) -> Residual:
    """Two changes of coupling in turn are one [Edmonds 6.4].

    sum_{g h} M(a b d e)(c f, g h) (-1)^(b+e-h) M(a d e b)(g h, k l)
    = (-1)^(d+e-f) M(a b e d)(c f, k l) (-1)^(b+d-l), M as in `wigner_9j_orthogonality`.
    """
    middle = [sign(b + e - h) for _, h in _pairs(couplings(a, d), couplings(b, e), j)]
    before = [sign(d + e - f) for _, f in _pairs(couplings(a, b), couplings(d, e), j)]
    after = [sign(b + d - l) for _, l in _pairs(couplings(a, e), couplings(b, d), j)]
    first, second = _recoupling(tables, a, b, d, e, j), _recoupling(tables, a, d, e, b, j)
    direct = _recoupling(tables, a, b, e, d, j) * objects(before)[:, None] * objects(after)
    return matmul(first * objects(middle), second) - direct


def _recoupling(tables: Tables, a: Spin, b: Spin, d: Spin, e: Spin, j: Spin) -> Array:
    """The matrix M from the coupling ((a b) c, (d e) f) j to ((a d) g, (b e) h) j."""
    rows = _pairs(couplings(a, b), couplings(d, e), j)
    columns = _pairs(couplings(a, d), couplings(b, e), j)
    matrix = np.zeros((len(rows), len(columns)), dtype=object)
    for i, (c, f) in enumerate(rows):
        for k, (g, h) in enumerate(columns):
            weight = dimension(c) * dimension(f) * dimension(g) * dimension(h)
            matrix[i, k] = tables.wigner_9j(a, b, c, d, e, f, g, h, j) * root(weight)
    return matrix


def _pairs(first: list[Spin], second: list[Spin], j: Spin) -> list[tuple[Spin, Spin]]:
    return [pair for pair in product(first, second) if is_triad(*pair, j)]


@states(lambda l_max: smallest_first(_nines(Fraction(min(l_max, 2), 2))))
def wigner_9j_from_3j(
    tables: Tables,
    j1: Spin,
    j2: Spin,
    j3: Spin,
    j4: Spin,
    j5: Spin,
    j6: Spin,
    j7: Spin,
    j8: Spin,
    j9: Spin,
) -> Residual:
    """{j1 j2 j3; j4 j5 j6; j7 j8 j9} as the contraction of six 3j symbols [V. 10.1].

    sum over all m of (row 1) (row 2) (row 3) (column 1) (column 2) (column 3), where (a b c) is
    the 3j symbol (a b c; m_a m_b m_c) of that row or column.
    """
    three_j = tables.wigner_3j
    tensor = contract(three_j(j1, j2, j3), 0, three_j(j1, j4, j7), 0)  # 2 3 4 7
    tensor = contract(tensor, 2, three_j(j4, j5, j6), 0)  # 2 3 7 5 6
    tensor = contract(tensor, 2, three_j(j7, j8, j9), 0)  # 2 3 5 6 8 9
    tensor = tensor.transpose(0, 2, 4, 1, 3, 5)  # 2 5 8 3 6 9
    tensor = matmul(
        three_j(j2, j5, j8).reshape(1, -1),
        tensor.reshape(dimension(j2) * dimension(j5) * dimension(j8), -1),
    )
    last = matmul(tensor, three_j(j3, j6, j9).reshape(-1, 1))[0, 0]
    return last - tables.wigner_9j(j1, j2, j3, j4, j5, j6, j7, j8, j9)
