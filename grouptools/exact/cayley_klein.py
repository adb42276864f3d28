"""The Wigner D matrix as a polynomial in a quaternion, over any commutative ring.

The quaternion (x, y, z, w) stands for the element w - i (x sx + y sy + z sz) of SU(2), that is
[[a, -conj b], [b, conj a]] with a = w - iz and b = y - ix (Pauli matrices s).  On the basis
xi^(j+m) eta^(j-m) / sqrt((j+m)! (j-m)!) of the homogeneous polynomials of degree 2j it acts by

    D_{m'm} = sqrt((j+m')! (j-m')! / ((j+m)! (j-m)!)) sum_s (-1)^s C(j+m, j+m'-s) C(j-m, s)
              a^(j+m'-s) conj(a)^(j-m-s) b^(m-m'+s) conj(b)^s

[Varshalovich et al. 1988, 4.3.1 is the case a = cos(beta/2), b = sin(beta/2)].  The sum
is homogeneous of degree 2j and has integer coefficients.

Only +, - and * are used, between elements of the ring and with integers: the same lines give
polynomials (flint), numbers of an algebraic field (sympy) and functions of an angle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import comb, factorial
from typing import TYPE_CHECKING, Any

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_basis, spin_text, twice_spin

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = ["complex_elements", "real_elements", "spin_of_basis", "su2_elements"]

#: (row, column) -> (real part, imaginary part) of the sum over s; row = j + m', column = j + m.
Elements = Callable[[int, int], tuple[Any, Any]]


def spin_of_basis(j: Spin, basis: str) -> int:
    """Return 2j, having checked that the basis exists: the real one needs an integer j."""
    twice_j = twice_spin(j)
    check_basis(basis)
    if basis == "real" and twice_j % 2:
        raise ArgumentError(
            f"j = {spin_text(twice_j)} was given with basis='real', but half-integer irreps have "
            f"no real basis: pass basis='complex'"
        )
    return twice_j


def su2_elements(twice_j: int, quaternion: Sequence[Any], one: Any) -> Elements:
    """The sum over s of the module's formula, as a function of row and column."""
    x, y, z, w = quaternion
    a_powers = _powers(twice_j, w, -z, one)
    b_powers = _powers(twice_j, y, -x, one)

    def element(row: int, column: int) -> tuple[Any, Any]:
        re = im = 0 * one
        for s in range(max(0, row - column), min(row, twice_j - column) + 1):
            weight = (-1) ** s * comb(column, row - s) * comb(twice_j - column, s)
            a_re, a_im = a_powers[row - s, twice_j - column - s]
            b_re, b_im = b_powers[column - row + s, s]
            re += weight * (a_re * b_re - a_im * b_im)
            im += weight * (a_re * b_im + a_im * b_re)
        return re, im

    return element


def complex_elements(
    twice_j: int, element: Elements
) -> Iterator[tuple[tuple[int, int], Fraction, Any, Any]]:
    """Yield (row, column), the square of the root, real and imaginary part, of every entry."""
    for row in range(twice_j + 1):
        for column in range(twice_j + 1):
            yield (row, column), _square(twice_j, row, column), *element(row, column)


def real_elements(l: int, element: Elements) -> Iterator[tuple[tuple[int, int], Fraction, Any]]:
    """Yield (row, column), the square of the root and the value, of every entry of real D.

    U conj(D) U^+ with U of `grouptools.exact.real_basis` mixes only m with -m.  Since
    D_{-m',-m} = (-1)^(m'-m) conj(D_{m'm}), the entries for m' and m >= 0 are enough.
    """
    for mp in range(l + 1):
        for m in range(l + 1):
            square = _square(2 * l, l + mp, l + m) / ((1 if mp else 2) * (1 if m else 2))
            row_sign, sign = (-1) ** mp, (-1) ** (mp + m)
            re, im = element(l + mp, l + m)
            mirror_re, mirror_im = element(l + mp, l - m)
            yield (l + mp, l + m), square, sign * re + row_sign * mirror_re
            if mp:
                yield (l - mp, l + m), square, -sign * im - row_sign * mirror_im
            if m:
                yield (l + mp, l - m), square, sign * im - row_sign * mirror_im
            if mp and m:
                yield (l - mp, l - m), square, sign * re - row_sign * mirror_re


def _square(twice_j: int, row: int, column: int) -> Fraction:
    """(j+m')! (j-m')! / ((j+m)! (j-m)!)."""
    return Fraction(
        factorial(row) * factorial(twice_j - row), factorial(column) * factorial(twice_j - column)
    )


def _powers(top: int, re: Any, im: Any, one: Any) -> dict[tuple[int, int], tuple[Any, Any]]:
    """Real and imaginary part of c^p conj(c)^q for c = re + i im and all p + q <= top."""
    norm = re * re + im * im
    powers = {(0, 0): (one, 0 * one)}
    for p in range(1, top + 1):
        u, v = powers[p - 1, 0]
        powers[p, 0] = u * re - v * im, u * im + v * re
        for q in range(1, min(p, top - p) + 1):
            u, v = powers[p - 1, q - 1]
            powers[p, q] = u * norm, v * norm
    powers |= {(q, p): (u, -v) for (p, q), (u, v) in powers.items()}
    return powers
