"""Identities of Clebsch-Gordan coefficients and 3j symbols.

Sources: [Varshalovich, Moskalev and Khersonskii 1988, chapter 8], [Regge 1958].
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from math import factorial
from typing import Any

import numpy as np

from grouptools.checks.arrays import Array, conjugate, contract, identity, matmul, objects
from grouptools.checks.identity import Residual, states
from grouptools.checks.provider import Tables
from grouptools.checks.root_sums import root
from grouptools.checks.spins import (
    Spin,
    couplings,
    dimension,
    position,
    projections,
    sign,
    smallest_first,
    spin,
    spins,
    triads,
)

Square = tuple[tuple[int, ...], ...]


def _triads(l_max: int) -> list[tuple[Spin, Spin, Spin]]:
    return triads(l_max)


def _integer_triads(l_max: int) -> list[tuple[Spin, Spin, Spin]]:
    return triads(l_max, half=False)


def _triads_with_basis(l_max: int) -> list[tuple[Any, ...]]:
    complex_ones = [("complex", *triad) for triad in triads(l_max)]
    return complex_ones + [("real", *triad) for triad in triads(l_max, half=False)]


def _pairs_with_basis(l_max: int) -> Iterator[tuple[Any, ...]]:
    for basis in ("complex", "real"):
        values = spins(l_max, half=basis == "complex")
        for pair in smallest_first((j1, j2) for j1 in values for j2 in values):
            yield basis, *pair


@states(_triads_with_basis)
def clebsch_gordan_columns(tables: Tables, basis: str, j1: Spin, j2: Spin, j3: Spin) -> Residual:
    """sum_{m1 m2} C(m1, m2, m3) C(m1, m2, n3) = delta(m3, n3) [Varshalovich 8.1.1]."""
    columns = tables.clebsch_gordan(basis, j1, j2, j3).reshape(-1, dimension(j3))
    return matmul(columns.T, columns) - identity(dimension(j3))


@states(_pairs_with_basis)
def clebsch_gordan_rows(tables: Tables, basis: str, j1: Spin, j2: Spin) -> Residual:
    """sum_{j3 m3} C(m1, m2, m3) C(n1, n2, m3) = delta(m1, n1) delta(m2, n2) [V. 8.1.1]."""
    tensors = [tables.clebsch_gordan(basis, j1, j2, j3) for j3 in couplings(j1, j2)]
    matrix = np.concatenate(tensors, axis=2).reshape(dimension(j1) * dimension(j2), -1)
    return matmul(matrix, matrix.T) - identity(len(matrix))


@states(_triads)
def clebsch_gordan_ladder(tables: Tables, j1: Spin, j2: Spin, j3: Spin) -> Residual:
    """(J+ x 1 + 1 x J+) C = C J+, the same for Jz, J+ |j m> = sqrt((j-m)(j+m+1)) |j m+1> [V. 8.6].

    The recursions in m1, m2, m3; they fix C up to one factor.
    """
    tensor = tables.clebsch_gordan("complex", j1, j2, j3)
    return np.stack(
        [
            contract(generator(j1), 1, tensor, 0)
            + contract(generator(j2), 1, tensor, 1).transpose(1, 0, 2)
            - contract(tensor, 2, generator(j3), 0)
            for generator in (_raising, _projection)
        ]
    )


@states(_triads)
def clebsch_gordan_phase(tables: Tables, j1: Spin, j2: Spin, j3: Spin) -> Residual:
    """<j1 j1 j2 j3-j1 | j3 j3> = +sqrt((2 j3+1)! (2 j1)! / ((j1+j2+j3+1)! (j1-j2+j3)!)) [V. 8.5].

    Condon and Shortley's choice of sign.
    """
    tensor = tables.clebsch_gordan("complex", j1, j2, j3)
    numerator = factorial(int(2 * j3) + 1) * factorial(int(2 * j1))
    denominator = factorial(int(j1 + j2 + j3) + 1) * factorial(int(j1 - j2 + j3))
    found = tensor[-1, position(j2, j3 - j1), -1]
    return found - root(Fraction(numerator, denominator))


@states(_integer_triads)
def clebsch_gordan_real(tables: Tables, l1: int, l2: int, l3: int) -> Residual:
    """i^p C_real = U3 C_complex U1^+ U2^+, p = (l1+l2+l3) mod 2, Y_real = U Y_complex."""
    first, second, third = (tables.unitary_to_real(l) for l in (l1, l2, l3))
    tensor = tables.clebsch_gordan("complex", l1, l2, l3)
    tensor = contract(conjugate(first), 1, tensor, 0)
    tensor = contract(conjugate(second), 1, tensor, 1).transpose(1, 0, 2)
    tensor = contract(tensor, 2, third, 1)
    phase = root(-1) if (l1 + l2 + l3) % 2 else 1
    return tensor - tables.clebsch_gordan("real", l1, l2, l3) * phase


@states(_triads)
def wigner_3j_from_clebsch_gordan(tables: Tables, j1: Spin, j2: Spin, j3: Spin) -> Residual:
    """(j1 j2 j3; m1 m2 -m3) = (-1)^(j1-j2+m3) <j1 m1 j2 m2 | j3 m3> / sqrt(2 j3+1) [V. 8.1.2]."""
    phases = objects([sign(j1 - j2 + m3) for m3 in projections(j3)])
    coupled = tables.clebsch_gordan("complex", j1, j2, j3) * phases
    return tables.wigner_3j(j1, j2, j3)[:, :, ::-1] - coupled * root(Fraction(1, dimension(j3)))


def _regge_orbits(l_max: int) -> Iterator[tuple[Spin, ...]]:
    """One 3j symbol of each class under the 72 symmetries, for all with j1+j2+j3 <= 2 l_max."""
    for total in range(2 * l_max + 1):
        rows = [(a, b, total - a - b) for a in range(total + 1) for b in range(a, total - a + 1)]
        for first in (row for row in rows if row[1] <= row[2]):
            for a in range(total - first[0] + 1):
                for b in range(min(total - a, total - first[1]) + 1):
                    second = (a, b, total - a - b)
                    third = tuple(total - f - s for f, s in zip(first, second, strict=True))
                    if min(third) >= 0 and second[2] + first[2] <= total:
                        square = (first, second, third)
                        if square == min(other for other, _ in _regge_images(square)):
                            yield _symbol_of(square)


@states(_regge_orbits)
def wigner_3j_symmetries(
    tables: Tables, j1: Spin, j2: Spin, j3: Spin, m1: Spin, m2: Spin, m3: Spin
) -> Residual:
    """The 72 symmetries of the 3j symbol [Regge 1958; V. 8.4.2].

    As a function of the square [-j1+j2+j3, j1-j2+j3, j1+j2-j3; j1-m1, j2-m2, j3-m3;
    j1+m1, j2+m2, j3+m3] it is unchanged by transposition and by even permutations of rows or
    columns, and multiplied by (-1)^(j1+j2+j3) by odd ones.
    """
    total = j1 + j2 + j3
    rows = (
        [total - 2 * j for j in (j1, j2, j3)],
        [j1 - m1, j2 - m2, j3 - m3],
        [j1 + m1, j2 + m2, j3 + m3],
    )
    square = tuple(tuple(map(int, row)) for row in rows)
    value = _three_j(tables, square)
    images = [
        _three_j(tables, image) - value * (sign(total) if odd else 1)
        for image, odd in _regge_images(square)
    ]
    return objects(images)


def _regge_images(square: Square) -> Iterator[tuple[Square, bool]]:
    """Yield the 72 images of a square, and whether the permutation is odd."""
    for rows in permutations(range(3)):
        for columns in permutations(range(3)):
            image = tuple(tuple(square[row][column] for column in columns) for row in rows)
            odd = _is_odd(rows) != _is_odd(columns)
            yield image, odd
            yield tuple(zip(*image, strict=True)), odd


def _is_odd(order: tuple[int, ...]) -> bool:
    """Whether a permutation of three is a transposition: then it fixes exactly one."""
    return sum(i == k for i, k in enumerate(order)) == 1


def _symbol_of(square: Square) -> tuple[Spin, ...]:
    """The spins and projections of Regge's square."""
    _, low, high = square
    pairs = list(zip(low, high, strict=True))
    return (*(spin(a + b) for a, b in pairs), *(spin(b - a) for a, b in pairs))


def _three_j(tables: Tables, square: Square) -> Any:
    spins_of = _symbol_of(square)[:3]
    return tables.wigner_3j(*spins_of)[square[2]]


def _raising(j: Spin) -> Array:
    """J+ as a matrix [m', m]."""
    matrix = np.zeros((dimension(j),) * 2, dtype=object)
    for row in range(1, dimension(j)):
        matrix[row, row - 1] = root(row * (dimension(j) - row))
    return matrix


def _projection(j: Spin) -> Array:
    """2 Jz as a matrix [m', m]."""
    return np.diag(objects([int(2 * m) for m in projections(j)]))
