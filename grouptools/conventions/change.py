"""The exact matrices between the harmonics of two conventions.

With Y the column of this library's orthonormal real harmonics of degree l, a convention's are

    Y_c(x) = N A D(P) Y(x),    A = S U^+ (complex) or S (real),

where P permutes the axes, D(P) is its Wigner matrix, U is `unitary_to_real`, S orders the
components and gives them their phases, and N is the diagonal of norms.  So the change from one
convention to another is

    Y_target = M Y_source,    M = N_t A_t D(P_t P_s^-1) A_s^+ N_s^-1.

Half-integer spins have a complex basis and the axes x, y, z only: M = S_t S_s^+ permutes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from grouptools.conventions.convention import Convention
from grouptools.conventions.orders import Order
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.exact.real_basis import unitary_to_real
from grouptools.exact.wigner import wigner_D

if TYPE_CHECKING:
    import sympy

__all__ = ["change_of_basis", "norms", "unitary_change"]


def change_of_basis(l: int, source: Convention, target: Convention) -> sympy.Matrix:
    """The exact matrix M with Y_target = M Y_source for the harmonics of degree l.

    Entries: [[M(i, k) for k in positions of source] for i in positions of target]

    Returns a sympy Matrix of shape (2*l + 1, 2*l + 1); coefficients of a function change by the
    inverse transpose.  Where both conventions have one normalization M is unitary; if the axes and
    the basis are the same too, it has one entry in each row, a power of i.
    Raises `ArgumentError` for a degree that is no integer >= 0.  Tested for l <= 8.

    >>> from grouptools.conventions import GROUPTOOLS, PYSCF
    >>> change_of_basis(1, GROUPTOOLS, PYSCF)  # (y, z, x) -> (x, y, z)
    Matrix([
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0]])
    """
    import sympy

    unitary = unitary_change(l, source, target)
    left = sympy.diag(*norms(l, target))
    right = sympy.diag(*(1 / norm for norm in norms(l, source)))
    return left * unitary * right


def unitary_change(l: int, source: Convention, target: Convention) -> sympy.Matrix:
    """The unitary part of `change_of_basis`, which changes features of type l: no norms."""
    size = degree(l)
    turned = _axes_change(size, source.axes, target.axes)
    product = _from_real(size, target) * turned * _from_real(size, source).H
    return product.applyfunc(_expanded)


def spin_change(twice_j: int, source: Convention, target: Convention) -> sympy.Matrix:
    """The unitary change between complex bases of spin j, which may be half-integer."""
    import sympy

    if twice_j % 2 == 0:
        return unitary_change(twice_j // 2, source, target)
    for convention in (source, target):
        _check_spinor(convention, twice_j)
    rows, columns = (Order.parse(c.order).of_spin(twice_j) for c in (target, source))
    return sympy.Matrix([[int(row == column) for column in columns] for row in rows])


def norms(l: int, convention: Convention) -> list[sympy.Expr]:
    """The factors N, position by position, by which harmonics are longer than orthonormal ones.

    >>> from grouptools.conventions import E3NN
    >>> norms(1, E3NN)
    [2*sqrt(pi), 2*sqrt(pi), 2*sqrt(pi)]
    """
    import sympy

    four_pi = 4 * sympy.pi
    match convention.normalization:
        case "integral":
            return [sympy.Integer(1)] * (2 * l + 1)
        case "component":
            return [sympy.sqrt(four_pi)] * (2 * l + 1)
        case "norm":
            return [sympy.sqrt(four_pi / (2 * l + 1))] * (2 * l + 1)
    two = 2 if convention.basis == "real" else 1
    return [
        sympy.sqrt(
            four_pi
            / (2 * l + 1)
            * sympy.factorial(l + abs(m))
            / sympy.factorial(l - abs(m))
            / (two if m else 1)
        )
        for m in convention.orders(l)
    ]


@lru_cache(maxsize=512)
def _from_real(l: int, convention: Convention) -> sympy.ImmutableMatrix:
    """A: from this library's orthonormal real harmonics (about the convention's axes)."""
    import sympy

    phase = Phase.parse(convention.phase)
    orders = convention.orders(l)
    placed = sympy.zeros(2 * l + 1, 2 * l + 1)
    for position, m in enumerate(orders):
        placed[position, l + m] = sympy.I ** phase.power_of_i(l, m)
    basis = placed if convention.basis == "real" else placed * unitary_to_real(l).H
    return sympy.ImmutableMatrix(basis)


@lru_cache(maxsize=256)
def _axes_change(l: int, source: str, target: str) -> sympy.ImmutableMatrix:
    """D(P_t P_s^-1), where (P x)_i = x_axes[i]; an improper permutation is -1 times a rotation."""
    import sympy

    if source == target:
        return sympy.ImmutableMatrix(sympy.eye(2 * l + 1))
    # row i of P_t P_s^-1 picks, among the parts that source gives, the one of target's axis i
    permutation = sympy.Matrix([[int(source[k] == axis) for k in range(3)] for axis in target])
    sign = permutation.det()
    return sympy.ImmutableMatrix(sign**l * wigner_D(l, sign * permutation))


def _expanded(entry: sympy.Expr) -> sympy.Expr:
    import sympy

    return sympy.expand_mul(entry)


def _check_spinor(convention: Convention, twice_j: int) -> None:
    if convention.basis != "complex" or convention.axes != "xyz":
        raise ArgumentError(
            f"spin {twice_j}/2 was given, but the convention {convention!r} is not for it: "
            f"half-integers need basis = complex and axes = xyz"
        )
    Phase.parse(convention.phase).check_spin(twice_j)
