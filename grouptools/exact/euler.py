"""Wigner d and D in Euler angles, R = Rz(alpha) Ry(beta) Rz(gamma), for sympy.

    D^j_{m'm}(alpha, beta, gamma) = exp(-i m' alpha) d^j_{m'm}(beta) exp(-i m gamma),
    d^j_{m'm}(beta) = <j m'| exp(-i beta Jy) |j m>
        = sqrt((j+m')! (j-m')! / ((j+m)! (j-m)!)) sum_s (-1)^s C(j+m, j+m'-s) C(j-m, s)
          cos(beta/2)^(2j+m'-m-2s) sin(beta/2)^(m-m'+2s)

[Varshalovich et al. 1988, 4.3 (1) and 4.3.1]: the quaternion polynomials at
(0, sin(beta/2), 0, cos(beta/2)).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.exact.cayley_klein import (
    Elements,
    complex_elements,
    real_elements,
    spin_of_basis,
    su2_elements,
)
from grouptools.exact.polynomials import exact_expression, integer_ring, polynomial_to_sympy

if TYPE_CHECKING:
    import flint
    import sympy

    from grouptools.exact.quantum_numbers import Spin

__all__ = ["wigner_D_euler", "wigner_d"]


def wigner_d(j: Spin, beta: object = None) -> sympy.Matrix:
    """Wigner's small d^j(beta) of the complex basis, in powers of cos(beta/2) and sin(beta/2).

    Entries: [[d(m', m) for m in range(-j, j + 1)] for m' in range(-j, j + 1)]

    `beta`: a sympy expression or exact number, in radians, by default a real symbol beta.
    Returns a sympy Matrix of shape (2*j + 1, 2*j + 1); at a number every entry is expanded.
    Raises `ArgumentError` for a float.  Tested for j <= 4, j = 19/2 and j = 10.

    >>> from fractions import Fraction
    >>> wigner_d(Fraction(1, 2))
    Matrix([
    [ cos(beta/2), sin(beta/2)],
    [-sin(beta/2), cos(beta/2)]])
    """
    import sympy

    twice_j = spin_of_basis(j, "complex")
    angle = _angle(beta, "beta")
    d = sympy.zeros(twice_j + 1, twice_j + 1)
    for place, square, polynomial, _ in complex_elements(twice_j, _half_angle_elements(twice_j)):
        d[place] = _at_half_angle(square, polynomial, angle)
    return d.applyfunc(sympy.expand) if angle.is_number else d


def wigner_D_euler(
    j: Spin,
    alpha: object = None,
    beta: object = None,
    gamma: object = None,
    *,
    basis: str = "real",
) -> sympy.Matrix:
    """D^j of the rotation Rz(alpha) Ry(beta) Rz(gamma).

    Entries: [[D(m', m) for m in range(-j, j + 1)] for m' in range(-j, j + 1)]

    basis "complex": exp(-i m' alpha) d(m', m) exp(-i m gamma); half-integers allowed.
    basis "real": U conj(D_complex) U^+, written in cos and sin of m' alpha and m gamma.
    `alpha`, `beta`, `gamma`: sympy expressions or exact numbers, in radians, by default real
    symbols of these names.
    Returns a sympy Matrix of shape (2*j + 1, 2*j + 1); where all angles are numbers every entry
    is expanded.
    Raises `ArgumentError` for a float, and for a half-integer j in the real basis.
    Tested for j <= 4.

    >>> import sympy
    >>> wigner_D_euler(1, sympy.pi / 3, 0, 0)  # R in the order y, z, x
    Matrix([
    [       1/2, 0, sqrt(3)/2],
    [         0, 1,         0],
    [-sqrt(3)/2, 0,       1/2]])
    """
    import sympy

    twice_j = spin_of_basis(j, basis)
    a, b, c = _angle(alpha, "alpha"), _angle(beta, "beta"), _angle(gamma, "gamma")
    if basis == "real":
        l = twice_j // 2
        matrix = _turn_about_z(l, a) * _real_turn_about_y(l, b) * _turn_about_z(l, c)
    else:
        left, right = _phases(twice_j, a), _phases(twice_j, c)
        d = wigner_d(j, b)
        matrix = sympy.Matrix(*d.shape, lambda m1, m2: left[m1] * right[m2] * d[m1, m2])
    numbers = all(angle.is_number for angle in (a, b, c))
    return matrix.applyfunc(sympy.expand) if numbers else matrix


def _angle(angle: object, name: str) -> sympy.Expr:
    """Read an angle, by default a real symbol called `name`."""
    import sympy

    value = sympy.Symbol(name, real=True) if angle is None else exact_expression(angle)
    if value is None:
        raise ArgumentError(
            f"{name} = {angle!r} was given, but an exact angle in radians is expected: "
            f"pass a sympy expression, such as sympy.pi/3 or a symbol"
        )
    return value


def _half_angle_elements(twice_j: int) -> Elements:
    """The quaternion polynomials at (0, s, 0, c), in Z[s, c]."""
    s, c = integer_ring("s c")
    return su2_elements(twice_j, (0 * s, s, 0 * s, c), s**0)


def _at_half_angle(square: Fraction, polynomial: flint.fmpz_mpoly, angle: sympy.Expr) -> sympy.Expr:
    """The value of a rooted homogeneous polynomial at sin(angle/2), cos(angle/2).

    At a number, even degrees are written in sin and cos of the whole angle, whose field is
    smaller: s^2 = (1 - cos)/2, c^2 = (1 + cos)/2, s c = sin/2.
    """
    import flint
    import sympy

    if not angle.is_number or polynomial.total_degree() % 2:
        half = sympy.sin(angle / 2), sympy.cos(angle / 2)
        return polynomial_to_sympy(square, [polynomial], half)
    terms = zip(polynomial.monoms(), polynomial.coeffs(), strict=True)
    ring = flint.fmpz_mpoly_ctx.get(("ss", "cc", "sc"), "lex")
    even = ring.from_dict({(p // 2, q // 2, p % 2): c for (p, q), c in terms})
    sine, cosine = sympy.sin(angle), sympy.cos(angle)
    whole = (1 - cosine) / 2, (1 + cosine) / 2, sine / 2
    return polynomial_to_sympy(square, [even], whole)


def _phases(twice_j: int, angle: sympy.Expr) -> list[sympy.Expr]:
    """exp(-i m angle) for m in range(-j, j + 1), as cos - i sin at a number."""
    import sympy

    turns = [sympy.Rational(2 * k - twice_j, 2) * angle for k in range(twice_j + 1)]
    if angle.is_number:
        return [sympy.cos(turn) - sympy.I * sympy.sin(turn) for turn in turns]
    return [sympy.exp(-sympy.I * turn) for turn in turns]


def _turn_about_z(l: int, angle: sympy.Expr) -> sympy.Matrix:
    """Real D of Rz: Y^m and Y^-m turn like cos(m phi) and sin(m phi)."""
    import sympy

    matrix = sympy.eye(2 * l + 1)
    for m in range(1, l + 1):
        cosine, sine = sympy.cos(m * angle), sympy.sin(m * angle)
        matrix[l + m, l + m] = matrix[l - m, l - m] = cosine
        matrix[l + m, l - m], matrix[l - m, l + m] = -sine, sine
    return matrix


def _real_turn_about_y(l: int, angle: sympy.Expr) -> sympy.Matrix:
    """Real D of Ry, which does not mix m >= 0 with m < 0."""
    import sympy

    matrix = sympy.zeros(2 * l + 1, 2 * l + 1)
    for place, square, polynomial in real_elements(l, _half_angle_elements(2 * l)):
        matrix[place] = _at_half_angle(square, polynomial, angle)
    return matrix
