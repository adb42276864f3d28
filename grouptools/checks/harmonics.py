"""Identities of spherical harmonics and Gaunt coefficients.

Sources: [Varshalovich, Moskalev and Khersonskii 1988, chapter 5] (V.), [DLMF 14.30].  H stands
for the solid harmonics r^l Y, homogeneous polynomials of degree l.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import comb, prod
from typing import Any

import flint
import numpy as np

from grouptools.checks.arrays import conjugate, identity, matmul, objects
from grouptools.checks.identity import Residual, states
from grouptools.checks.provider import Tables
from grouptools.checks.root_sums import RootSum, root
from grouptools.checks.spins import couplings, dimension, sign
from grouptools.checks.turns import Quaternion, exact_turns, rotation_entries

#: Directions of rational length: the poles, an axis, and points in other octants.
POINTS = tuple(
    tuple(Fraction(n, d) for n in point)
    for *point, d in ((0, 0, 1, 1), (0, 0, -1, 1), (0, 1, 0, 1), (2, -1, 2, 3), (-6, -2, 3, 7))
)


def _degrees(l_max: int) -> Iterator[tuple[Any, ...]]:
    yield from product(("real", "complex"), range(l_max + 1))


def _complex_degrees(l_max: int) -> Iterator[tuple[int]]:
    yield from ((l,) for l in range(l_max + 1))


def _pairs(l_max: int) -> Iterator[tuple[Any, ...]]:
    for basis in ("real", "complex"):
        yield from ((basis, l1, l2) for l2 in range(l_max + 1) for l1 in range(l2 + 1))


@states(_pairs)
def harmonics_orthonormal(tables: Tables, basis: str, l1: int, l2: int) -> Residual:
    """The integral of conj(Y_l1^m1) Y_l2^m2 = delta(l1, l2) delta(m1, m2) [V. 5.1.4].

    By the integrals of monomials, int x^a y^b z^c / 4 pi = (a-1)!! (b-1)!! (c-1)!! / (a+b+c+1)!!
    for even a, b, c [Folland 2001].
    """
    first = conjugate(tables.harmonics(basis, l1))
    products = np.multiply.outer(first, tables.harmonics(basis, l2))
    gram = np.frompyfunc(lambda entry: entry.map(_integral), 1, 1)(products)
    return gram - (identity(dimension(l1)) if l1 == l2 else 0)


def _integral(polynomial: Any) -> Any:
    """The integral over the sphere, divided by pi."""
    total = flint.fmpq(0)
    for exponents, c in polynomial.to_dict().items():
        if not any(e % 2 for e in exponents):
            odd = prod(prod(range(1, int(e), 2)) for e in exponents)
            total += c * odd * flint.fmpq(4, prod(range(1, int(sum(exponents)) + 2, 2)))
    return total


@states(_degrees)
def harmonics_laplacian(tables: Tables, basis: str, l: int) -> Residual:
    """(d^2/dx^2 + d^2/dy^2 + d^2/dz^2) H = 0 [V. 5.1.6; DLMF 14.30.10]."""

    def laplacian(polynomial: Any) -> Any:
        return sum(polynomial.derivative(i).derivative(i) for i in range(3))

    return objects([row.map(laplacian) for row in tables.harmonics(basis, l)])


@states(_complex_degrees)
def harmonics_angular_momentum(tables: Tables, l: int) -> Residual:
    """Lz Y_l^m = m Y_l^m, L+ Y_l^m = sqrt((l-m)(l+m+1)) Y_l^(m+1), L = -i r x grad [V. 5.1.4].

    The factor of L+ is positive: the phase of Condon and Shortley.
    """
    rows = tables.harmonics("complex", l)
    turned = [objects([row.map(lambda p, i=i: _turn(p, i)) for row in rows]) for i in range(3)]
    orders = objects(list(range(-l, l + 1)))
    raised = [root((l - m) * (l + m + 1)) * rows[l + m + 1] for m in range(-l, l)]
    i_unit = root(-1)
    return np.stack(
        [
            turned[2] * -i_unit - orders * rows,
            turned[0] * -i_unit + turned[1] - objects([*raised, 0]),
        ]
    )


def _turn(polynomial: Any, axis: int) -> Any:
    """(r x grad) of a polynomial, one component."""
    after, before = (axis + 1) % 3, (axis + 2) % 3
    variables = polynomial.context().gens()
    return variables[after] * polynomial.derivative(before) - variables[
        before
    ] * polynomial.derivative(after)


@states(_degrees)
def harmonics_at_the_pole(tables: Tables, basis: str, l: int) -> Residual:
    """Y_l^m(0, 0, 1) = delta(m, 0) sqrt((2l+1) / 4 pi) [V. 5.8; DLMF 14.30.4]."""
    rows = tables.harmonics(basis, l)
    expected = [root(Fraction(2 * l + 1, 4)) if m == 0 else 0 for m in range(-l, l + 1)]
    north = [flint.fmpq(n) for n in (0, 0, 1)]
    return objects([row.map(lambda p: p(*north)) for row in rows]) - objects(expected)


@states(_complex_degrees)
def harmonics_conjugate(tables: Tables, l: int) -> Residual:
    """conj(Y_l^m) = (-1)^m Y_l^-m [V. 5.4 (1); DLMF 14.30.6]."""
    rows = tables.harmonics("complex", l)
    return conjugate(rows) - rows[::-1] * objects([sign(m) for m in range(-l, l + 1)])


@states(_complex_degrees)
def harmonics_real(tables: Tables, l: int) -> Residual:
    """Y_real = U Y_complex."""
    changed = matmul(tables.unitary_to_real(l), tables.harmonics("complex", l)[:, None])
    return changed[:, 0] - tables.harmonics("real", l)


@states(_degrees)
def addition_theorem(tables: Tables, basis: str, l: int) -> Residual:
    """4 pi / (2l+1) sum_m Y_l^m(u) conj(Y_l^m(v)) = P_l(u.v) [V. 5.17.2; DLMF 14.30.9].

    As polynomials in u and v, P_l(u.v) = 2^-l sum_k (-1)^k C(l, k) C(2l-2k, l) (u.v)^(l-2k)
    (|u| |v|)^2k.
    """
    ring = flint.fmpq_mpoly_ctx.get(("ux", "uy", "uz", "vx", "vy", "vz"), "lex")
    u, v = ring.gens()[:3], ring.gens()[3:]
    rows = tables.harmonics(basis, l)
    first = [row.map(lambda p: p.compose(*u, ctx=ring)) for row in rows]
    second = [row.conjugate().map(lambda p: p.compose(*v, ctx=ring)) for row in rows]
    total = sum((a * b for a, b in zip(first, second, strict=True)), RootSum({}))
    cosine = sum(a * b for a, b in zip(u, v, strict=True))
    squares = sum(a * a for a in u) * sum(b * b for b in v)
    legendre = sum(
        (-1) ** k * comb(l, k) * comb(2 * l - 2 * k, l) * cosine ** (l - 2 * k) * squares**k
        for k in range(l // 2 + 1)
    )
    return total * Fraction(4, 2 * l + 1) - legendre * flint.fmpq(1, 2**l)


@states(_pairs)
def gaunt_product(tables: Tables, basis: str, l1: int, l2: int) -> Residual:
    """Y_l1^m1 Y_l2^m2 = sum_{l3 m3} (int Y_l1^m1 Y_l2^m2 Y_l3^m3) conj(Y_l3^m3) [V. 5.6 (9)]."""
    products = np.multiply.outer(tables.harmonics(basis, l1), tables.harmonics(basis, l2))
    total = products.reshape(-1, 1)
    for l3 in map(int, couplings(l1, l2)):
        integrals = tables.gaunt(basis, l1, l2, l3).reshape(-1, dimension(l3))
        if (l1 + l2 + l3) % 2:  # an odd power of r is no polynomial: these must vanish
            total = np.concatenate([total, integrals], axis=1)
            continue
        rows = objects(
            [_raised(row, (l1 + l2 - l3) // 2) for row in conjugate(tables.harmonics(basis, l3))]
        )
        total[:, :1] -= matmul(integrals, rows[:, None])
    return total.reshape(*products.shape, -1)


def _raised(harmonic: RootSum, k: int) -> RootSum:
    """The product with r^2k."""
    return harmonic.map(lambda p: p * sum(v * v for v in p.context().gens()) ** k)


def _degrees_and_points(l_max: int) -> Iterator[tuple[Any, ...]]:
    for basis, l in _degrees(l_max):
        yield from ((basis, l, point) for point in POINTS)


@states(_degrees_and_points)
def harmonics_parity(tables: Tables, basis: str, l: int, point: tuple[Fraction, ...]) -> Residual:
    """Y_l^m(-v) = (-1)^l Y_l^m(v) [V. 5.5.2]."""
    opposite = tables.harmonics_at(basis, l, tuple(-v for v in point))
    return opposite - tables.harmonics_at(basis, l, point) * sign(l)


@states(_degrees_and_points)
def harmonics_values(tables: Tables, basis: str, l: int, point: tuple[Fraction, ...]) -> Residual:
    """Y_l^m(v) = H_l^m(v / |v|), also at 3 v: functions and coefficients agree."""
    place = [flint.fmpq(v.numerator, v.denominator) for v in point]
    expected = objects([row.map(lambda p: p(*place)) for row in tables.harmonics(basis, l)])
    scaled = tables.harmonics_at(basis, l, tuple(3 * v for v in point))
    return np.stack([tables.harmonics_at(basis, l, point), scaled]) - expected


def _turned_points(l_max: int) -> Iterator[tuple[Any, ...]]:
    names = "half about y", "third about (1, 1, 1)", "rational"  # whose R is rational
    turns = [exact_turns()[name] for name in names]
    for l, basis in product(range(l_max + 1), ("real", "complex")):
        yield from ((basis, l, turn, point) for turn in turns for point in POINTS[2:])


@states(_turned_points)
def harmonics_covariance(
    tables: Tables, basis: str, l: int, turn: Quaternion, point: tuple[Fraction, ...]
) -> Residual:
    """Y_l(R v) = D^l(R) Y_l(v) in the real basis, conj(D^l(R)) Y_l(v) in the complex one [V. 4.1].

    R is the rotation v -> q v q^-1 of a unit quaternion q.
    """
    matrix = tables.wigner_D(basis, l, turn)
    rotated = [
        Fraction(sum(entry * v for entry, v in zip(row, point, strict=True)))
        for row in rotation_entries(turn)
    ]
    values = tables.harmonics_at(basis, l, point)[:, None]
    moved = matmul(conjugate(matrix) if basis == "complex" else matrix, values)[:, 0]
    return tables.harmonics_at(basis, l, rotated) - moved
