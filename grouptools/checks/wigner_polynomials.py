"""Identities of Wigner D as polynomials in a quaternion q = (x, y, z, w).

They hold for every quaternion, with its norm as a factor.
Source: [Varshalovich, Moskalev and Khersonskii 1988, chapter 4] (V.).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any

import flint
import numpy as np

from grouptools.checks.arrays import Array, adjoint, conjugate, identity, matmul
from grouptools.checks.identity import Residual, states
from grouptools.checks.provider import Tables
from grouptools.checks.root_sums import RootSum, read_number
from grouptools.checks.spins import Spin, dimension, half_of, spins_in_bases
from grouptools.checks.turns import Quaternion, exact_turns, product


def _few_spins(l_max: int) -> Iterator[tuple[Any, ...]]:
    """Spins up to 3: the polynomials of degree 2j in four variables are long."""
    yield from spins_in_bases(min(l_max, 3))


@states(_few_spins)
def wigner_D_polynomials_unitary(tables: Tables, basis: str, j: Spin) -> Residual:
    """D(q) D(q)^+ = (x^2 + y^2 + z^2 + w^2)^2j, as polynomials [V. 4.1]."""
    matrix = tables.wigner_D_polynomials(basis, j)
    norm = sum(v * v for v in _quaternion_ring()) ** (dimension(j) - 1)
    return matmul(matrix, adjoint(matrix)) - identity(dimension(j)) * RootSum({1: norm})


@states(_few_spins)
def wigner_D_polynomials_homomorphism(tables: Tables, basis: str, j: Spin) -> Residual:
    """D(p) D(q) = D(p q) for every quaternion q and p = (1, 2, -3, 4), as polynomials [V. 4.7]."""
    p = tuple(flint.fmpq(n) for n in (1, 2, -3, 4))
    q = _quaternion_ring()
    both = product([entry + 0 * q[0] for entry in p], q)
    matrix = tables.wigner_D_polynomials(basis, j)
    at_p = _mapped(matrix, lambda polynomial: polynomial(*p))
    return matmul(at_p, matrix) - _mapped(matrix, lambda polynomial: polynomial.compose(*both))


@states(lambda l_max: spins_in_bases(half_of(l_max)))
def wigner_D_polynomials_orthogonal(tables: Tables, basis: str, j: Spin) -> Residual:
    """The mean of conj(D_{m'm}) D_{n'n} = delta(m', n') delta(m, n) / (2j+1) [V. 4.10].

    The Haar measure of mass 1 is that of the unit quaternions, where the mean of x^a y^b z^c w^d
    is (a-1)!! (b-1)!! (c-1)!! (d-1)!! / (4 * 6 * ... * (a+b+c+d+2)) for even exponents.
    """
    entries = tables.wigner_D_polynomials(basis, j).ravel()
    products = np.multiply.outer(conjugate(entries), entries)
    return _mapped(products, _mean) * dimension(j) - identity(len(entries))


def _mean(polynomial: Any) -> Any:
    """The mean over the unit quaternions."""
    total = flint.fmpq(0)
    for exponents, c in polynomial.to_dict().items():
        if not any(e % 2 for e in exponents):
            odd = prod(prod(range(1, int(e), 2)) for e in exponents)
            total += c * odd / prod(range(4, int(sum(exponents)) + 3, 2))
    return total


@states(spins_in_bases)
def wigner_D_generators(tables: Tables, basis: str, j: Spin) -> Residual:
    """[X_x, X_y] = X_z and so on, X_x^2 + X_y^2 + X_z^2 = -j(j+1) [V. 4.2, 2.1].

    X_a = dD(exp(t e_a / 2))/dt at t = 0: half the coefficient of x_a w^(2j-1).
    """
    matrix = tables.wigner_D_polynomials(basis, j)
    x, y, z = (_mapped(matrix, partial(_slope, axis)) for axis in range(3))
    cyclic = ((x, y, z), (y, z, x), (z, x, y))
    commutators = [matmul(a, b) - matmul(b, a) - c for a, b, c in cyclic]
    casimir = sum(matmul(a, a) for a in (x, y, z))
    return np.stack([*commutators, casimir + identity(dimension(j)) * Fraction(j * (j + 1))])


def _slope(axis: int, polynomial: Any) -> Any:
    """Half the derivative along one component of the quaternion at 1."""
    one = [flint.fmpq(n) for n in (0, 0, 0, 1)]
    return polynomial.derivative(axis)(*one) / 2


def _turned_spins(l_max: int) -> Iterator[tuple[Any, ...]]:
    by_name = exact_turns()
    for basis, j in _few_spins(l_max):
        yield from ((basis, j, by_name[name]) for name in ("rational", "fifth, icosahedral"))


@states(_turned_spins)
def wigner_D_values(tables: Tables, basis: str, j: Spin, turn: Quaternion) -> Residual:
    """D at a unit quaternion is what the polynomials are there."""
    numbers = [read_number(entry) for entry in turn]
    powers = [[RootSum({1: flint.fmpq(1)})] for _ in numbers]
    for number, row in zip(numbers, powers, strict=True):
        for _ in range(dimension(j) - 1):
            row.append(row[-1] * number)
    matrix = tables.wigner_D_polynomials(basis, j)
    value = np.frompyfunc(lambda entry: _evaluated(entry, powers), 1, 1)
    return value(matrix) - tables.wigner_D(basis, j, turn)


def _evaluated(polynomial: RootSum, powers: list[list[Any]]) -> Any:
    total: Any = 0
    for k, part in polynomial.terms.items():
        for exponents, c in part.to_dict().items():
            monomial = prod(row[int(e)] for row, e in zip(powers, exponents, strict=True))
            total += monomial * RootSum({k: c})
    return total


def _quaternion_ring() -> tuple[Any, ...]:
    return tuple(flint.fmpq_mpoly_ctx.get(("x", "y", "z", "w"), "lex").gens())


def _mapped(matrix: Array, function: Callable[[Any], Any]) -> Any:
    """Apply a linear function to the polynomials of a matrix."""
    return np.frompyfunc(lambda entry: entry.map(function), 1, 1)(matrix)
