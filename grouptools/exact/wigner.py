"""Wigner D matrices as exact polynomials in the unit quaternion.

A homogeneous polynomial is determined by its values on the unit sphere, so that the form of
degree 2j given here is the only one: no choice is left modulo x^2 + y^2 + z^2 + w^2 = 1.

Complex: <j m'| exp(-i a Jz) exp(-i b Jy) exp(-i c Jz) |j m> at the quaternion of
Rz(a) Ry(b) Rz(c), Condon-Shortley phase [Varshalovich et al. 1988, 4.1 and 4.3].
Real: D_real = U conj(D_complex) U^+ with the U of `unitary_to_real`, so that
Y_l(R x) = D^l(R) Y_l(x), D^l is orthogonal and D^1 is R in the order y, z, x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

from grouptools.errors import ArgumentError
from grouptools.exact.cayley_klein import (
    Elements,
    complex_elements,
    real_elements,
    spin_of_basis,
    su2_elements,
)
from grouptools.exact.polynomials import (
    integer_ring,
    polynomial_to_sympy,
    tabulate,
    variables_to_sympy,
)
from grouptools.exact.quantum_numbers import spin_text
from grouptools.exact.rotations import read_rotation
from grouptools.exact.surd import SurdArray, root_to_sympy

if TYPE_CHECKING:
    import sympy

    from grouptools.exact.quantum_numbers import Spin

__all__ = ["wigner_D", "wigner_D_coefficients", "wigner_D_polynomials"]


def wigner_D_coefficients(j: Spin, *, basis: str = "real") -> SurdArray:
    """Coefficients of D^j over the monomials of degree 2j in the unit quaternion (x, y, z, w).

    Entries, basis "real": [[[c(m', m, e) for e in monomials(2*j, 4)]
                             for m in range(-j, j + 1)] for m' in range(-j, j + 1)]
    with D[m', m] = sum(c(m', m, e) * x**e[0] * y**e[1] * z**e[2] * w**e[3]
                        for e in monomials(2*j, 4));
    basis "complex": the same with a last axis [real part, imaginary part], one of them zero.

    Returns a `SurdArray` of shape (2*j + 1, 2*j + 1, comb(2*j + 3, 3)[, 2]).
    Raises `ArgumentError` for a half-integer j in the real basis.
    Tested to j = 8 (real) and j = 11/2 (complex): D(p) D(q) = D(pq) exactly.

    >>> from fractions import Fraction
    >>> spinor = wigner_D_coefficients(Fraction(1, 2), basis="complex")
    >>> spinor[1, 1, 3, 0], spinor[1, 1, 2, 1]  # a = w - i z
    (1, -1)
    """
    twice_j = spin_of_basis(j, basis)
    shape = [twice_j + 1, twice_j + 1, comb(twice_j + 3, 3)]
    element = _polynomial_elements(twice_j)
    if basis == "real":
        entries = real_elements(twice_j // 2, element)
        return tabulate(shape, ((place, (), *rooted) for place, *rooted in entries))
    parts = (
        (place, (part,), square, polynomial)
        for place, square, *both in complex_elements(twice_j, element)
        for part, polynomial in enumerate(both)
    )
    return tabulate([*shape, 2], parts)


def wigner_D_polynomials(
    j: Spin, variables: Sequence[object] | None = None, *, basis: str = "real"
) -> sympy.Matrix:
    """D^j as homogeneous polynomials of degree 2j in the unit quaternion (x, y, z, w).

    Entries: [[D(m', m) for m in range(-j, j + 1)] for m' in range(-j, j + 1)]

    `variables`: four sympy expressions or exact numbers, scalar part last, by default real
    symbols x, y, z, w.  No norm is divided out: at a quaternion q the value is |q|^2j D(q/|q|).
    Returns a sympy Matrix of shape (2*j + 1, 2*j + 1), each entry a root times a polynomial with
    integer coefficients (Gaussian integers in the complex basis).
    Raises `ArgumentError` for a half-integer j in the real basis.
    Tested to j = 8 (real) and j = 11/2 (complex): D(p) D(q) = D(pq) exactly.

    >>> wigner_D_polynomials(1)[1, 1]  # R_zz
    w**2 - x**2 - y**2 + z**2
    """
    twice_j = spin_of_basis(j, basis)
    xyzw = variables_to_sympy(variables, "x y z w")
    return _matrix(
        twice_j,
        basis,
        _polynomial_elements(twice_j),
        lambda square, *parts: polynomial_to_sympy(square, parts, xyzw),
    )


def wigner_D(j: Spin, rotation: object, *, basis: str = "real") -> sympy.Matrix:
    """D^j at an exact rotation.

    Entries: [[D(m', m) for m in range(-j, j + 1)] for m' in range(-j, j + 1)]

    `rotation`: 3x3 orthogonal matrix of determinant 1, or unit quaternion (x, y, z, w), of exact
    real algebraic numbers.  The polynomials of `wigner_D_coefficients` are evaluated in the
    number field of its entries (Q for the cubic group, Q(sqrt 5) for the icosahedral one) at an
    unnormalised quaternion that is rational in them, and divided by its norm.
    Returns a sympy Matrix of shape (2*j + 1, 2*j + 1), each entry an expanded sum of radicals.
    Raises `ArgumentError` for a float, for a matrix that is no rotation, a quaternion of another
    norm, a half-integer j in the real basis, and a half-integer j of a matrix (the sign of the
    quaternion is lost there).  Tested for j <= 4 and j = 6.

    >>> wigner_D(1, [[0, -1, 0], [1, 0, 0], [0, 0, 1]])  # (x, y, z) -> (-y, x, z)
    Matrix([
    [ 0, 0, 1],
    [ 0, 1, 0],
    [-1, 0, 0]])
    """
    import sympy

    twice_j = spin_of_basis(j, basis)
    exact = read_rotation(rotation)
    if twice_j % 2 and not exact.has_sign:
        raise ArgumentError(
            f"j = {spin_text(twice_j)} was given with a 3x3 matrix, which fixes D only up to a "
            f"sign for half-integers: pass a unit quaternion (x, y, z, w)"
        )
    field = exact.field
    scale = field.one / exact.norm ** (twice_j // 2)  # the norm is 1 where j is a half-integer
    element = su2_elements(twice_j, exact.quaternion, field.one)

    def entry(square: Fraction, re: Any, im: Any = field.zero) -> sympy.Expr:
        number = field.to_sympy(re * scale) + sympy.I * field.to_sympy(im * scale)
        return (root_to_sympy(square) * number).expand()

    return _matrix(twice_j, basis, element, entry)


def _polynomial_elements(twice_j: int) -> Elements:
    x, y, z, w = integer_ring("x y z w")
    return su2_elements(twice_j, (x, y, z, w), x**0)


def _matrix(
    twice_j: int, basis: str, element: Elements, to_sympy: Callable[..., sympy.Expr]
) -> sympy.Matrix:
    """Assemble to_sympy(square, real part[, imaginary part]) of elements of any ring."""
    import sympy

    matrix = sympy.zeros(twice_j + 1, twice_j + 1)
    is_real = basis == "real"
    for place, *rooted in (
        real_elements(twice_j // 2, element) if is_real else complex_elements(twice_j, element)
    ):
        matrix[place] = to_sympy(*rooted)
    return matrix
