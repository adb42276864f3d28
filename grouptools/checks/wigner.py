"""Identities of Wigner D at exact rotations.

Source: [Varshalovich, Moskalev and Khersonskii 1988, chapter 4] (V.).  q and p stand for unit
quaternions (x, y, z, w), and R(q) for the rotation v -> q v q^-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from grouptools.checks import turns
from grouptools.checks.arrays import adjoint, conjugate, contract, identity, matmul, objects
from grouptools.checks.identity import Residual, states
from grouptools.checks.provider import Tables
from grouptools.checks.root_sums import read_number
from grouptools.checks.spins import (
    Spin,
    couplings,
    dimension,
    half_of,
    projections,
    sign,
    smallest_first,
    spins,
    spins_in_bases,
)
from grouptools.checks.turns import Quaternion, exact_turns, rotation_entries


def _turned_spins(l_max: int) -> Iterator[tuple[Any, ...]]:
    """Every spin at a rational rotation, the lower half of them at all exact turns."""
    by_name = exact_turns()
    for basis, j in spins_in_bases(l_max):
        chosen = by_name.values() if j <= half_of(l_max) else [by_name["rational"]]
        yield from ((basis, j, turn) for turn in chosen)


@states(_turned_spins)
def wigner_D_unitary(tables: Tables, basis: str, j: Spin, turn: Quaternion) -> Residual:
    """D(q) D(q)^+ = 1 [V. 4.1]."""
    matrix = tables.wigner_D(basis, j, turn)
    return matmul(matrix, adjoint(matrix)) - identity(dimension(j))


def _pairs_of_turns(l_max: int) -> Iterator[tuple[Any, ...]]:
    by_name = exact_turns()
    names = (
        ("half about y", "third about (1, 1, 1)"),
        ("rational", "third about (1, 1, 1)"),
        ("quarter about z", "rational"),
        ("fifth, icosahedral", "half about y"),
    )
    for basis, j in spins_in_bases(half_of(l_max)):
        yield from ((basis, j, by_name[p], by_name[q]) for p, q in names)


@states(_pairs_of_turns)
def wigner_D_homomorphism(
    tables: Tables, basis: str, j: Spin, first: Quaternion, second: Quaternion
) -> Residual:
    """D(p) D(q) = D(p q), p = first, q = second, at unit quaternions [V. 4.7]."""
    both = tuple(entry.expand() for entry in turns.product(first, second))
    factors = (tables.wigner_D(basis, j, turn) for turn in (first, second))
    return matmul(*factors) - tables.wigner_D(basis, j, both)


@states(lambda _: ((turn,) for turn in exact_turns().values()))
def wigner_D_is_the_rotation(tables: Tables, turn: Quaternion) -> Residual:
    """D^1 = R in the order y, z, x, in the real basis."""
    rows = rotation_entries(turn)
    order = (1, 2, 0)
    matrix = [[read_number(rows[i][k]) for k in order] for i in order]
    return tables.wigner_D("real", 1, turn) - np.array(matrix, dtype=object)


@states(_turned_spins)
def wigner_D_character(tables: Tables, basis: str, j: Spin, turn: Quaternion) -> Residual:
    """The trace of D^j(q) is sin((2j+1) t/2) / sin(t/2) = U_2j(w), t the angle [V. 4.14].

    w = cos(t/2), U_n is the Chebyshev polynomial of the second kind: U_n+1 = 2 w U_n - U_n-1.
    """
    w = read_number(turn[3])
    before, chebyshev = 0, 1
    for _ in range(dimension(j) - 1):
        before, chebyshev = chebyshev, chebyshev * w * 2 - before
    return np.trace(tables.wigner_D(basis, j, turn)) - chebyshev


@states(lambda l_max: ((l, t) for basis, l, t in _turned_spins(l_max) if basis == "real"))
def wigner_D_real(tables: Tables, l: int, turn: Quaternion) -> Residual:
    """D_real = U conj(D_complex) U^+, Y_real = U Y_complex."""
    unitary = tables.unitary_to_real(l)
    changed = matmul(unitary, conjugate(tables.wigner_D("complex", l, turn)))
    return matmul(changed, adjoint(unitary)) - tables.wigner_D("real", l, turn)


def _couplings_and_turns(l_max: int) -> Iterator[tuple[Any, ...]]:
    by_name = exact_turns()
    for basis, last in (("complex", Fraction(min(l_max, 4), 2)), ("real", min(l_max, 3))):
        values = spins(last, half=basis == "complex")
        for j1, j2 in smallest_first(product(values, repeat=2)):
            for name in ("third about (1, 1, 1)", "rational"):
                yield from ((basis, j1, j2, j3, by_name[name]) for j3 in couplings(j1, j2))


@states(_couplings_and_turns)
def clebsch_gordan_series(
    tables: Tables, basis: str, j1: Spin, j2: Spin, j3: Spin, turn: Quaternion
) -> Residual:
    """(D^j1 x D^j2) C = C D^j3 [V. 4.6]."""
    first, second, third = (tables.wigner_D(basis, j, turn) for j in (j1, j2, j3))
    tensor = tables.clebsch_gordan(basis, j1, j2, j3)
    turned = contract(second, 1, contract(first, 1, tensor, 0), 1).transpose(1, 0, 2)
    return turned - contract(tensor, 2, third, 0)


def _spins_and_angles(l_max: int) -> Iterator[tuple[Any, ...]]:
    from sympy import pi

    angles = [(pi / 2, pi / 3, -pi), (2 * pi / 3, 3 * pi / 2, pi / 3)]
    for basis, j in spins_in_bases(half_of(l_max)):
        yield from ((basis, j, *three) for three in angles)


@states(_spins_and_angles)
def wigner_D_euler_angles(
    tables: Tables, basis: str, j: Spin, alpha: Any, beta: Any, gamma: Any
) -> Residual:
    """D(alpha, beta, gamma) = D(q), R(q) = Rz(alpha) Ry(beta) Rz(gamma) [V. 4.3 (1)]."""
    from sympy import cos, sin

    factors = [
        (0, 0, sin(alpha / 2), cos(alpha / 2)),
        (0, sin(beta / 2), 0, cos(beta / 2)),
        (0, 0, sin(gamma / 2), cos(gamma / 2)),
    ]
    turn = turns.product(turns.product(factors[0], factors[1]), factors[2])
    expected = tables.wigner_D(basis, j, tuple(entry.expand() for entry in turn))
    return tables.wigner_D_euler(basis, j, alpha, beta, gamma) - expected


def _spins_and_betas(l_max: int) -> Iterator[tuple[Any, ...]]:
    from sympy import pi

    yield from product(spins(min(l_max, 4)), (pi / 3, pi / 2, pi))


@states(_spins_and_betas)
def wigner_d_symmetries(tables: Tables, j: Spin, beta: Any) -> Residual:
    """d_{m'm}(b) = (-1)^(m'-m) d_{mm'}(b) = d_{-m,-m'}(b) = (-1)^(j+m') d_{m',-m}(pi - b).

    [V. 4.4]
    """
    from sympy import pi

    small = tables.wigner_d(j, beta)
    supplement = tables.wigner_d(j, pi - beta)
    phases = objects([sign(j + m) for m in projections(j)])[:, None]
    return np.stack(
        [
            small - small.T * phases * phases.T,
            small - small.T[::-1, ::-1],
            small - supplement[:, ::-1] * phases,
        ]
    )


@states(_spins_and_betas)
def wigner_d_about_y(tables: Tables, j: Spin, beta: Any) -> Residual:
    """d(beta) = D(q), R(q) the rotation by beta about y [V. 4.3]."""
    from sympy import Integer, cos, sin

    turn = (Integer(0), sin(beta / 2), Integer(0), cos(beta / 2))
    return tables.wigner_d(j, beta) - tables.wigner_D("complex", j, turn)
