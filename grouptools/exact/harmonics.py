"""Solid and spherical harmonics as exact polynomials in x, y, z.

With T(z) the m-th derivative of the Legendre polynomial P_l and A + iB = (x + iy)^m, m >= 0,

    r^l Y_l^{+m} = N sqrt(2) r^(l-m) T(z/r) A,    r^l Y_l^{-m} = N sqrt(2) r^(l-m) T(z/r) B,
    N^2 = (2l+1)/(4 pi) (l-m)!/(l+m)!,            (no sqrt(2) for m = 0)
    r^(l-m) T(z/r) = 2^-l sum_k (-1)^k (2l-2k)! / (k! (l-k)! (l-m-2k)!) z^(l-m-2k) r^(2k)

[DLMF 14.30.1, 14.7.8; the last line is the sum for P_l, differentiated m times].  The real form
leaves out the Condon-Shortley sign (-1)^m, which 14.30.1 takes from 14.7.8.  The complex basis
has it: Y_l^m = (-1)^m N T (x + iy)^m and Y_l^-m = (-1)^m conj(Y_l^m)
[Varshalovich et al. 1988, 5.4 (1)].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb, factorial, gcd
from typing import TYPE_CHECKING, NamedTuple

from grouptools.errors import ArgumentError
from grouptools.exact.polynomials import (
    integer_ring,
    polynomial_to_sympy,
    tabulate,
    variables_to_sympy,
)
from grouptools.exact.quantum_numbers import check_basis, degree, projection
from grouptools.exact.surd import SurdArray

if TYPE_CHECKING:
    import flint
    import sympy

__all__ = [
    "HarmonicFactors",
    "harmonic_coefficients",
    "harmonic_factors",
    "powers_of_x_plus_iy",
    "solid_harmonics",
    "solid_harmonics_gradient",
    "spherical_harmonics",
    "spherical_harmonics_gradient",
]


class HarmonicFactors(NamedTuple):
    """The three factors of a real solid harmonic, sqrt(norm_square / pi) * Q * A.

    Q = sum(c * z**(l - order - 2*k) * r**(2*k) for k, c in enumerate(zonal)), integers without a
    common factor; A = Re (x + iy)**order for azimuthal "cos", Im (x + iy)**order for "sin".
    """

    norm_square: Fraction
    zonal: tuple[int, ...]
    order: int
    azimuthal: str


def harmonic_factors(l: int, m: int) -> HarmonicFactors:
    """Factor the real solid harmonic r^l Y_l^m, for code that evaluates it.

    Raises `ArgumentError` unless -l <= m <= l.

    >>> harmonic_factors(3, -1)  # sqrt(21/(32 pi)) (5 z^2 - r^2) y
    HarmonicFactors(norm_square=Fraction(21, 32), zonal=(5, -1), order=1, azimuthal='sin')
    """
    l, order = degree(l), abs(projection(m))
    if order % 2 or order > 2 * l:
        raise ArgumentError(
            f"m = {m!r} was given with l = {l}, but the orders of degree {l} are the integers "
            f"from {-l} to {l}"
        )
    order //= 2
    # (2l-2k)! / (k! (l-k)! (l-order-2k)!) = comb(l, k) comb(2l-2k, l+order) (l+order)! / l!
    legendre = [
        (-1) ** k * comb(l, k) * comb(2 * l - 2 * k, l + order) for k in range((l - order) // 2 + 1)
    ]
    content = gcd(*legendre)
    # Of it the primitive form keeps nothing but the integers; the rest goes to the norm.
    norm_square = (
        Fraction(2 * l + 1, 4 if order == 0 else 2)
        * Fraction(factorial(l - order), factorial(l + order))
        * Fraction(content * factorial(l + order), 2**l * factorial(l)) ** 2
    )
    zonal = tuple(c // content for c in legendre)
    return HarmonicFactors(norm_square, zonal, order, "sin" if m < 0 else "cos")


def harmonic_coefficients(l: int, *, basis: str = "real") -> SurdArray:
    """Coefficients of the orthonormal solid harmonics r^l Y_l^m over the monomials of degree l.

    Entries, basis "real":
        [[c(m, i, j, k) for i, j, k in monomials(l, 3)] for m in range(-l, l + 1)]
    with r^l Y_l^m = sum(c(m, i, j, k) * x**i * y**j * z**k for i, j, k in monomials(l, 3));
    basis "complex": the same with a last axis [real part, imaginary part], one of them zero.

    Returns a `SurdArray` of shape (2*l + 1, (l + 1)*(l + 2)//2[, 2]) with a factor 1/sqrt(pi).
    Tested for l <= 7 and l = 20: harmonic and orthonormal exactly.

    >>> harmonic_coefficients(1)[0, 1]  # Y_1^-1 = sqrt(3/(4 pi)) y
    sqrt(3)/(2*sqrt(pi))
    >>> harmonic_coefficients(1, basis="complex")[0, 1, 1]  # sqrt(3/(8 pi)) (x - i y)
    -sqrt(6)/(4*sqrt(pi))
    """
    l = degree(l)
    check_basis(basis)
    shape = [2 * l + 1, (l + 1) * (l + 2) // 2]
    rows = enumerate(_solid_polynomials(l, basis))
    if basis == "real":
        return tabulate(shape, (((m,), (), square, re) for m, (square, re, _) in rows), -1)
    parts = (
        ((m,), (part,), square, polynomial)
        for m, (square, *both) in rows
        for part, polynomial in enumerate(both)
    )
    return tabulate([*shape, 2], parts, -1)


def solid_harmonics(
    l: int, variables: Sequence[object] | None = None, *, basis: str = "real"
) -> tuple[sympy.Expr, ...]:
    """The orthonormal solid harmonics r^l Y_l^m, homogeneous polynomials of degree l.

    Order: [r**l * Y(l, m) for m in range(-l, l + 1)]

    `variables`: three sympy expressions or exact numbers, by default real symbols x, y, z.
    Returns 2*l + 1 expressions, each a number times a polynomial with integer coefficients
    (Gaussian integers in the complex basis, for real x, y, z).  Tested for l <= 9 and l = 20.

    >>> solid_harmonics(1)
    (sqrt(3)*y/(2*sqrt(pi)), sqrt(3)*z/(2*sqrt(pi)), sqrt(3)*x/(2*sqrt(pi)))
    """
    l = degree(l)
    check_basis(basis)
    xyz = variables_to_sympy(variables, "x y z")
    return tuple(
        polynomial_to_sympy(square, parts, xyz, -1)
        for square, *parts in _solid_polynomials(l, basis)
    )


def spherical_harmonics(
    l: int, variables: Sequence[object] | None = None, *, basis: str = "real"
) -> tuple[sympy.Expr, ...]:
    """The orthonormal spherical harmonics Y_l^m(v / |v|) as functions of a vector v = (x, y, z).

    Order: [Y(l, m) for m in range(-l, l + 1)]

    `variables`: as for `solid_harmonics`, which is divided here by r^l, r = sqrt(x^2 + y^2 + z^2).
    Raises `ArgumentError` at the zero vector, which has no direction, for l > 0.

    >>> spherical_harmonics(1, (3, 0, 4))
    (0, 2*sqrt(3)/(5*sqrt(pi)), 3*sqrt(3)/(10*sqrt(pi)))
    """
    xyz = variables_to_sympy(variables, "x y z")
    solids = solid_harmonics(l, xyz, basis=basis)
    r = _radius(l, xyz)
    return tuple(solid / r**l for solid in solids)


def solid_harmonics_gradient(
    l: int, variables: Sequence[object] | None = None, *, basis: str = "real"
) -> sympy.Matrix:
    """Gradients of the solid harmonics, homogeneous polynomials of degree l - 1.

    Entries: [[diff(r**l * Y(l, m), v) for v in (x, y, z)] for m in range(-l, l + 1)]

    `variables`: as for `solid_harmonics`.
    Returns a sympy Matrix of shape (2*l + 1, 3).

    >>> solid_harmonics_gradient(2)[0, :]  # of sqrt(15/(4 pi)) x y
    Matrix([[sqrt(15)*y/(2*sqrt(pi)), sqrt(15)*x/(2*sqrt(pi)), 0]])
    """
    import sympy

    l = degree(l)
    check_basis(basis)
    xyz = variables_to_sympy(variables, "x y z")
    rows = [
        [
            polynomial_to_sympy(square, [part.derivative(i) for part in parts], xyz, -1)
            for i in range(3)
        ]
        for square, *parts in _solid_polynomials(l, basis)
    ]
    return sympy.Matrix(rows)


def spherical_harmonics_gradient(
    l: int, variables: Sequence[object] | None = None, *, basis: str = "real"
) -> sympy.Matrix:
    """Gradients of the functions v -> Y_l^m(v / |v|), orthogonal to v and of degree -1 in it.

    grad Y = grad(r^l Y) / r^l - l v (r^l Y) / r^(l+2)

    Entries: [[diff(Y(l, m), v) for v in (x, y, z)] for m in range(-l, l + 1)]

    `variables`: as for `solid_harmonics`.
    Returns a sympy Matrix of shape (2*l + 1, 3).
    Raises `ArgumentError` at the zero vector for l > 0.

    >>> spherical_harmonics_gradient(1, (0, 0, 2))[2, :]
    Matrix([[sqrt(3)/(4*sqrt(pi)), 0, 0]])
    """
    import sympy

    xyz = variables_to_sympy(variables, "x y z")
    gradient = solid_harmonics_gradient(l, xyz, basis=basis)
    r = _radius(l, xyz)
    solids = sympy.Matrix(solid_harmonics(l, xyz, basis=basis))
    radial = solids * sympy.Matrix([xyz]) * sympy.Integer(l)
    return gradient / r**l - radial / r ** (l + 2)


def powers_of_x_plus_iy(
    top: int, x: flint.fmpz_mpoly, y: flint.fmpz_mpoly
) -> list[tuple[flint.fmpz_mpoly, flint.fmpz_mpoly]]:
    """Real and imaginary part of (x + iy)^m for m = 0..top."""
    powers = [(x**0, 0 * x)]
    for _ in range(top):
        re, im = powers[-1]
        powers.append((re * x - im * y, re * y + im * x))
    return powers


def _solid_polynomials(
    l: int, basis: str
) -> Iterator[tuple[Fraction, flint.fmpz_mpoly, flint.fmpz_mpoly]]:
    """Yield (signed square, real part, imaginary part) of the harmonic for m = -l..l."""
    x, y, z = integer_ring("x y z")
    r_square = [(x * x + y * y + z * z) ** k for k in range(l // 2 + 1)]
    azimuthal = powers_of_x_plus_iy(l, x, y)
    zero = 0 * x
    for m in range(-l, l + 1):
        norm_square, coefficients, order, kind = harmonic_factors(l, m)
        zonal = sum(
            (c * z ** (l - order - 2 * k) * r_square[k] for k, c in enumerate(coefficients)), zero
        )
        re, im = azimuthal[order]
        if basis == "real":
            yield norm_square, zonal * (re if kind == "cos" else im), zero
        elif m <= 0:
            yield norm_square / (2 if m else 1), zonal * re, -zonal * im
        else:
            yield norm_square * (-1) ** m / 2, zonal * re, zonal * im


def _radius(l: int, xyz: Sequence[sympy.Expr]) -> sympy.Expr:
    """The length of (x, y, z), which must not be zero for l > 0."""
    import sympy

    square = sum((v**2 for v in xyz), sympy.Integer(0))
    if l > 0 and square.is_zero:
        raise ArgumentError(
            f"variables = {tuple(xyz)} was given, but the zero vector has no direction: "
            f"pass a vector of positive length, or use solid_harmonics"
        )
    return sympy.sqrt(square)
