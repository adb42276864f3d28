"""The characters of a finite group modulo a prime, by Burnside, Dixon and Schneider.

With a_rst the number of ways to write an element of class t as a product of one of class r and
one of class s, the central characters w(r) = |C_r| chi(g_r) / chi(1) obey

    w(r) w(s) = sum_t a_rst w(t),

so each is a common eigenvector of the matrices (a_rst)_st.  Over the field of p elements, p = 1
modulo the exponent, the eigenvectors are as many as over the complex numbers
[Dixon 1967, Numer. Math. 10, 446; Schneider 1990, J. Symb. Comput. 9, 601].
"""

from __future__ import annotations

from math import isqrt

import flint
import numpy as np
from numpy.typing import NDArray

from grouptools.errors import GroupToolsError
from grouptools.representations.abstract.class_structure import ClassStructure

__all__ = ["modular_characters", "prime_with_roots", "primitive_root_of_unity"]

Integers = NDArray[np.int64]


def modular_characters(structure: ClassStructure, p: int) -> tuple[Integers, Integers]:
    """Degrees, and the characters of each class modulo p, in no particular order.

    `p`: a prime, 1 modulo the exponent and greater than 2 sqrt(order).
    Returns arrays of shapes (n,) and (n, n): [[chi(g_r) % p for each class r] for each chi].
    """
    n, order = len(structure.members), structure.group.order
    spaces = [np.eye(n, dtype=np.int64)]
    for r in sorted(range(1, n), key=lambda r: (structure.orders[r], r)):
        if len(spaces) == n:
            break
        matrix = structure.products(r) % p
        spaces = [part for space in spaces for part in _eigenspaces(space, matrix, p)]
    central = np.array([space[0] for space in spaces])
    central = central * _inverses(central[:, 0], p)[:, None] % p
    per_class = central * _inverses(structure.sizes, p) % p
    norms = np.sum(per_class * central[:, structure.inverse] % p, axis=1) % p
    degrees = np.array([_degree(order * pow(int(norm), -1, p) % p, order, p) for norm in norms])
    return degrees, degrees[:, None] * per_class % p


def prime_with_roots(exponent: int, bound: int) -> int:
    """The smallest prime above `bound` that is 1 modulo the exponent."""
    p = bound - bound % exponent + 1
    while p <= bound or not flint.fmpz(p).is_prime():
        p += exponent
    return p


def primitive_root_of_unity(n: int, p: int) -> int:
    """The least g^((p-1)/n), g = 2, 3, ... in turn, that has order n modulo p."""
    factors = [int(q) for q, _ in flint.fmpz(n).factor()]
    for g in range(2, p):
        root = pow(g, (p - 1) // n, p)
        if all(pow(root, n // q, p) != 1 for q in factors):
            return root
    return 1  # p = 2, n = 1


def _eigenspaces(space: Integers, matrix: Integers, p: int) -> list[Integers]:
    """The parts of a space of rows, in echelon form, on which matrix^T is a scalar."""
    size = len(space)
    if size == 1:
        return [space]
    pivots = np.argmax(space != 0, axis=1)
    action = (space @ matrix.T % p)[:, pivots]
    if np.array_equal(action, np.eye(size, dtype=np.int64) * action[0, 0]):
        return [space]
    roots = sorted(int(root) for root, _ in _matrix(action, p).charpoly().roots())
    parts = []
    for root in roots:
        shifted = _matrix((action - root * np.eye(size, dtype=np.int64)).T % p, p)
        kernel, nullity = shifted.nullspace()
        columns = _array(kernel)[:, :nullity]
        rows, rank = _matrix(columns.T @ space % p, p).rref()
        parts.append(_array(rows)[:rank])
    if sum(map(len, parts)) != size:
        raise GroupToolsError(
            "the class sums of the group have too few eigenvectors: its Cayley table is not that "
            "of a group, so check the table that was given"
        )
    return parts


def _degree(square: int, order: int, p: int) -> int:
    """The d with d^2 = square modulo p and 1 <= d <= sqrt(order), a divisor of the order."""
    for d in range(1, isqrt(order) + 1):
        if order % d == 0 and (d * d - square) % p == 0:
            return d
    raise GroupToolsError(
        f"no character of a group of order {order} has a square degree of {square} modulo {p}: "
        f"its Cayley table is not that of a group, so check the table that was given"
    )


def _inverses(values: Integers, p: int) -> Integers:
    return np.array([pow(int(value), -1, p) for value in values])


def _matrix(values: Integers, p: int) -> flint.nmod_mat:
    rows, columns = values.shape
    return flint.nmod_mat(rows, columns, values.ravel().tolist(), p)


def _array(matrix: flint.nmod_mat) -> Integers:
    entries = [int(v) for v in matrix.entries()]
    return np.array(entries, dtype=np.int64).reshape(matrix.nrows(), matrix.ncols())
