"""Circular harmonics as exact polynomials in x, y.

The irreps of SO(2) on functions of the plane: r^n sin(n phi) and r^n cos(n phi) are the
imaginary and the real part of (x + iy)^n, orthonormal over the circle after division by sqrt(pi)
(for n = 0, the constant 1/sqrt(2 pi)).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.exact.harmonics import powers_of_x_plus_iy
from grouptools.exact.polynomials import (
    integer_ring,
    polynomial_to_sympy,
    tabulate,
    variables_to_sympy,
)
from grouptools.exact.quantum_numbers import degree
from grouptools.exact.surd import SurdArray

if TYPE_CHECKING:
    import flint
    import sympy

__all__ = ["circular_harmonic_coefficients", "circular_harmonics", "circular_harmonics_gradient"]


def circular_harmonic_coefficients(n: int) -> SurdArray:
    """Coefficients of the orthonormal circular harmonics over the monomials of degree n.

    Entries: [[c(m, i, j) for i, j in monomials(n, 2)] for m in ([-n, n] if n else [0])]
    with r^n Y_m = sum(c(m, i, j) * x**i * y**j for i, j in monomials(n, 2)).

    Returns a `SurdArray` of shape (2, n + 1), (1, 1) for n = 0, with a factor 1/sqrt(pi).
    Tested for n <= 2, n = 5 and n = 20.

    >>> circular_harmonic_coefficients(2)[0, 1]  # sin(2 phi) = 2 x y / r^2
    2/sqrt(pi)
    """
    n = degree(n, "n")
    square, rows = _circular_polynomials(n)
    pieces = (((m,), (), square, polynomial) for m, polynomial in enumerate(rows))
    return tabulate([len(rows), n + 1], pieces, -1)


def circular_harmonics(n: int, variables: Sequence[object] | None = None) -> tuple[sympy.Expr, ...]:
    """The orthonormal circular harmonics times r^n, homogeneous polynomials of degree n.

    Order: [r**n * sin(n*phi) / sqrt(pi), r**n * cos(n*phi) / sqrt(pi)], that is m = -n, n;
    for n = 0 the one function 1 / sqrt(2*pi).

    `variables`: two sympy expressions or exact numbers, by default real symbols x, y.
    Returns two expressions, one for n = 0.

    >>> circular_harmonics(2)
    (2*x*y/sqrt(pi), (x**2 - y**2)/sqrt(pi))
    """
    square, rows = _circular_polynomials(degree(n, "n"))
    xy = variables_to_sympy(variables, "x y")
    return tuple(polynomial_to_sympy(square, [row], xy, -1) for row in rows)


def circular_harmonics_gradient(n: int, variables: Sequence[object] | None = None) -> sympy.Matrix:
    """Gradients of `circular_harmonics`, homogeneous polynomials of degree n - 1.

    Entries: [[diff(r**n * Y(m), v) for v in (x, y)] for m in ([-n, n] if n else [0])]

    Returns a sympy Matrix of shape (2, 2), (1, 2) for n = 0.

    >>> circular_harmonics_gradient(1)
    Matrix([
    [         0, 1/sqrt(pi)],
    [1/sqrt(pi),          0]])
    """
    import sympy

    square, rows = _circular_polynomials(degree(n, "n"))
    xy = variables_to_sympy(variables, "x y")
    return sympy.Matrix(
        [
            [polynomial_to_sympy(square, [row.derivative(i)], xy, -1) for i in range(2)]
            for row in rows
        ]
    )


def _circular_polynomials(n: int) -> tuple[Fraction, tuple[flint.fmpz_mpoly, ...]]:
    """Return the common square over pi and Im, Re (x + iy)^n, the constant 1 for n = 0."""
    x, y = integer_ring("x y")
    re, im = powers_of_x_plus_iy(n, x, y)[n]
    return (Fraction(1), (im, re)) if n else (Fraction(1, 2), (re,))
