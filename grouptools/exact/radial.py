"""Radial functions, exact: spherical Bessel functions, their zeros, polynomial cut-offs.

j_l in closed form is the real part of h_l [DLMF 10.49.6], with integer coefficients.

The zeros are enclosed and proved in `grouptools.exact.bessel_zeros`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.exact.bessel_zeros import common_decimal, common_float, enclosed_zeros
from grouptools.exact.quantum_numbers import degree

if TYPE_CHECKING:
    import sympy

__all__ = [
    "Enclosure",
    "polynomial_cutoff",
    "spherical_bessel",
    "spherical_bessel_polynomials",
    "spherical_bessel_zeros",
]


@dataclass(frozen=True, repr=False)
class Enclosure:
    """A real number between two exact ones, of which `digits` significant digits are proved.

    lower <= number <= upper are sympy Rationals that round to the same decimal of `digits`
    digits, half to even; `str` gives that decimal.
    Raises `ArgumentError` when made from anything else.

    >>> import sympy
    >>> str(Enclosure(sympy.Rational(333, 106), sympy.Rational(22, 7), digits=3))
    '3.14'
    """

    lower: sympy.Rational
    upper: sympy.Rational
    digits: int

    def __post_init__(self) -> None:
        _at_least(1, self.digits, "digits")
        ends = (self.lower, self.upper)
        exact = all(getattr(end, "is_Rational", False) for end in ends)
        if not exact or ends[0] > ends[1] or not common_decimal(*self._fractions, self.digits):
            raise ArgumentError(
                f"lower = {self.lower} and upper = {self.upper} were given, but an enclosure "
                f"needs sympy Rationals, ascending, that agree when rounded to digits = "
                f"{self.digits} digits: narrow it or ask for another number of digits"
            )

    @property
    def midpoint(self) -> sympy.Rational:
        """The exact middle, at most (upper - lower) / 2 away from the number."""
        return (self.lower + self.upper) / 2

    @property
    def _fractions(self) -> tuple[Fraction, Fraction]:
        lower, upper = (Fraction(int(end.p), int(end.q)) for end in (self.lower, self.upper))
        return lower, upper

    def __float__(self) -> float:
        """Return the nearest float; raise `ArgumentError` when the ends round differently."""
        return common_float(*self._fractions)

    def __str__(self) -> str:
        return common_decimal(*self._fractions, self.digits)

    def __repr__(self) -> str:
        return f"Enclosure({self})"


def spherical_bessel_polynomials(l: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Integer coefficients (P, Q) of the spherical Bessel function j_l [DLMF 10.49.6].

    j_l(x) = sum((P[k] * sin(x) + Q[k] * cos(x)) / x**k for k in range(l + 2)), x != 0

    Raises `ArgumentError` unless l is an integer >= 0.
    Tested for l <= 50 by the recurrence, for l <= 12 by the differential equation.

    >>> spherical_bessel_polynomials(2)
    ((0, -1, 0, 3), (0, 0, -3, 0))
    """
    l = degree(l)
    sines, cosines = [0] * (l + 2), [0] * (l + 2)
    a = 1  # a_k(l + 1/2) = (l + k)! / (2**k k! (l - k)!) [DLMF 10.49.1]
    for k in range(l + 1):
        turn = (k - l - 1) % 4  # Re(i**turn e^(ix)) = cos x, -sin x, -cos x, sin x
        (sines if turn % 2 else cosines)[k + 1] = -a if turn in (1, 2) else a
        a = a * (l + k + 1) * (l - k) // (2 * (k + 1))
    return tuple(sines), tuple(cosines)


def spherical_bessel(l: int, x: sympy.Expr | None = None) -> sympy.Expr:
    """The spherical Bessel function j_l(x) in closed form, sin(x) P(1/x) + cos(x) Q(1/x).

    x is a sympy expression, `Symbol("x")` by default; x = 0 gives the limit.  The terms cancel
    where |x| < l: evaluate there with sympy's `evalf`, which adds digits as needed, not in float64.

    Raises `ArgumentError` unless l is an integer >= 0 and x an exact expression.
    Tested for the same l as `spherical_bessel_polynomials`.

    >>> spherical_bessel(1)
    -cos(x)/x + sin(x)/x**2
    """
    import sympy

    l, argument = degree(l), _expression(x)
    if argument.is_zero:
        return sympy.Integer(l == 0)
    sines, cosines = (
        sympy.Add(*(c * argument**-k for k, c in enumerate(coefficients) if c))
        for coefficients in spherical_bessel_polynomials(l)
    )
    return sines * sympy.sin(argument) + cosines * sympy.cos(argument)


def spherical_bessel_zeros(l: int, count: int, digits: int = 30) -> list[Enclosure]:
    """The first `count` positive zeros of j_l, enclosed and proved to `digits` digits.

    The zeros are z[n - 1] = j_{l+1/2,n} for n in range(1, count + 1), ascending [DLMF 10.58].
    Each enclosure is at most 10**-digits times as wide as its zero is large, and the sign of j_l
    at its ends is proved to differ; none is left out, by the argument at the head of
    `grouptools.exact.bessel_zeros`.

    Raises `ArgumentError` unless l >= 0, count >= 0 and digits >= 1 are integers.
    Tested for l <= 100, count <= 100, digits <= 1000.

    >>> [str(zero) for zero in spherical_bessel_zeros(1, 2, digits=20)]
    ['4.4934094579090641753', '7.7252518369377071642']
    """
    import sympy

    l, count, digits = degree(l), _at_least(0, count, "count"), _at_least(1, digits, "digits")
    return [
        Enclosure(sympy.Rational(lower), sympy.Rational(upper), digits)
        for lower, upper in enclosed_zeros(l, count, digits)
    ]


def polynomial_cutoff(p: int, smoothness: int = 2, x: sympy.Expr | None = None) -> sympy.Expr:
    """The polynomial that falls from 1 at x = 0 to 0 at x = 1, flat at both ends.

    f(x) = 1 + x^p q(x), deg q = s = smoothness, is fixed by f, f', ..., f^(s) = 0 at x = 1:
    -q is the Taylor polynomial of x^-p about x = 1.  Its coefficients are

        q_m = (-1)^(m+1) C(p+m-1, m) C(p+s, s-m) for m in range(s + 1).

    Derivatives of orders 1 to p - 1 vanish at x = 0.  smoothness=2 is the envelope u(x) of DimeNet
    [Gasteiger et al. 2020, arXiv:2003.03123, eq. (8)].  Use it as 0 beyond x = 1.

    x is a sympy expression, `Symbol("x")` by default.
    Raises `ArgumentError` unless p >= 1 and smoothness >= 0 are integers and x is exact.
    Tested for p <= 10, smoothness <= 8.

    >>> polynomial_cutoff(2, 1)
    2*x**3 - 3*x**2 + 1
    """
    import sympy

    p, s, argument = _at_least(1, p, "p"), _at_least(0, smoothness, "smoothness"), _expression(x)
    q = [(-1) ** (m + 1) * comb(p + m - 1, m) * comb(p + s, s - m) for m in range(s + 1)]
    return sympy.Add(1, *(c * argument ** (p + m) for m, c in enumerate(q)))


def _at_least(least: int, value: object, name: str) -> int:
    """Return `value` as an int that is `least` or more."""
    try:
        number = degree(value, name)
    except ArgumentError:
        number = -1
    if number < least:
        raise ArgumentError(
            f"{name} = {value!r} was given, but it must be an integer: pass {least} or more"
        )
    return number


def _expression(x: object) -> sympy.Expr:
    """Return `x` as a sympy expression without floats, `Symbol("x")` for None."""
    import sympy

    try:
        expression = sympy.Symbol("x") if x is None else sympy.sympify(x, strict=True)
    except sympy.SympifyError:
        expression = None
    if not isinstance(expression, sympy.Expr) or expression.has(sympy.Float):
        raise ArgumentError(
            f"x = {x!r} was given, but an exact sympy expression was expected: "
            f"pass a sympy.Symbol, a sympy.Rational or an expression of them"
        )
    return expression
