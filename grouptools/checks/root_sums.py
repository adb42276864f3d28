"""Sums of square roots, the exact numbers and polynomials that identities are stated in.

A number is sum(c * sqrt(k) for k, c in terms.items()), each k a square-free integer and c
rational; a polynomial has such a form with c in Q[x, y, ...].  A negative k is imaginary:
sqrt(-k) = i sqrt(k).  The roots are linearly independent over Q [Besicovitch 1940], so that the
form is unique, and zero is the empty sum.

flint calculates with the c.  sympy's number fields would need a primitive element for every set
of roots; the numbers of `grouptools.certificates` are real, and have no polynomials over them.
Floats are read as the rational numbers that they are.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import gcd, hypot, pi, sqrt
from numbers import Complex, Rational, Real
from typing import Any

import flint

from grouptools.certificates.multiquadratic import square_split
from grouptools.errors import ArgumentError

__all__ = ["RootSum", "magnitude", "read_number", "root", "signed_root"]


class RootSum:
    """A sum of square roots; the numbers combine with ints and Fractions by +, - and *.

    >>> root(Fraction(1, 2)) * root(-3) + 1
    1 + 1/2*sqrt(-6)
    """

    __slots__ = ("terms",)

    def __init__(self, terms: dict[int, Any]) -> None:
        """Take {square-free k: c}, without zeros."""
        self.terms = terms

    def __bool__(self) -> bool:
        """Return whether the sum differs from zero."""
        return bool(self.terms)

    def __add__(self, other: object) -> Any:
        """Add exactly."""
        if isinstance(other, int) and not other:
            return self
        terms = _terms(other)
        if terms is None:
            return NotImplemented
        total = dict(self.terms)
        for k, c in terms.items():
            value = total[k] + c if k in total else c
            if value:
                total[k] = value
            else:
                del total[k]
        return RootSum(total)

    __radd__ = __add__

    def __neg__(self) -> RootSum:
        """Change the sign."""
        return RootSum({k: -c for k, c in self.terms.items()})

    def __sub__(self, other: object) -> Any:
        """Subtract exactly."""
        terms = _terms(other)
        return NotImplemented if terms is None else self + -RootSum(terms)

    def __rsub__(self, other: object) -> Any:
        """Subtract exactly."""
        return -self + other

    def __mul__(self, other: object) -> Any:
        """Multiply exactly: sqrt(a) sqrt(b) = +-g sqrt(a b / g^2), g = gcd, - for two imaginary."""
        if isinstance(other, int) and not other:
            return 0
        terms = _terms(other)
        if terms is None:
            return NotImplemented
        product: dict[int, Any] = {}
        for a, p in self.terms.items():
            for b, q in terms.items():
                common = gcd(a, b)
                k = (a // common) * (b // common)
                value = p * q * (-common if a < 0 and b < 0 else common)
                value = product[k] + value if k in product else value
                product[k] = value
        return RootSum({k: c for k, c in product.items() if c})

    __rmul__ = __mul__

    def conjugate(self) -> RootSum:
        """Return the complex conjugate, for real variables."""
        return RootSum({k: -c if k < 0 else c for k, c in self.terms.items()})

    def map(self, function: Callable[[Any], Any]) -> RootSum:
        """Apply a linear function to each coefficient."""
        images = ((k, function(c)) for k, c in self.terms.items())
        return RootSum({k: c for k, c in images if c})

    def __repr__(self) -> str:
        """Write the sum, smallest root first."""
        roots = sorted(self.terms, key=lambda k: (abs(k), -k))
        parts = (_term_text(self.terms[k], k) for k in roots)
        return " + ".join(parts).replace("+ -", "- ") or "0"


def root(square: Fraction | int) -> Any:
    """The number sqrt(square), imaginary for a negative square; the int 0 for 0."""
    if not square:
        return 0
    square = Fraction(square)
    n, d = square.numerator, square.denominator
    outside, inside = square_split(abs(n) * d)
    return RootSum({inside if n > 0 else -inside: flint.fmpq(outside, d)})


def signed_root(square: Fraction) -> Any:
    """The real number sign(square) sqrt(|square|); the int 0 for 0."""
    return root(square) if square >= 0 else -root(-square)


def magnitude(number: Any) -> float:
    """The modulus of a number, the largest modulus of a coefficient for a polynomial."""
    if not isinstance(number, RootSum):
        return abs(float(number))
    sums: dict[object, list[float]] = {}
    for k, c in number.terms.items():
        monomials = {(): c} if isinstance(c, flint.fmpq) else c.to_dict()
        for exponents, rational in monomials.items():
            parts = sums.setdefault(exponents, [0.0, 0.0])
            parts[k < 0] += int(rational.p) / int(rational.q) * sqrt(abs(k))
    return max((hypot(*parts) for parts in sums.values()), default=0.0)


def read_number(value: object, pi_power: int = 0) -> Any:
    """Read a number and divide it by pi**(pi_power / 2); pi_power is 0 or -1.

    Takes ints, Fractions, floats, complex and sympy numbers, of sympy's those that are sums of
    square roots.  Raises `ArgumentError` for anything else.
    """
    if isinstance(value, RootSum):
        return value
    if isinstance(value, Real) and not hasattr(value, "free_symbols"):
        return _read_real(value, pi_power)
    if isinstance(value, Complex) and not hasattr(value, "free_symbols"):
        return _read_real(value.real, pi_power) + _read_real(value.imag, pi_power) * root(-1)
    return _read_sympy(value, pi_power)


def _read_real(value: Any, pi_power: int) -> Any:
    if not value:
        return 0
    if not isinstance(value, Rational) or pi_power:
        try:
            value = Fraction(float(value) * sqrt(pi) ** -pi_power)
        except (OverflowError, ValueError):
            raise _not_exact(value) from None
    return RootSum({1: flint.fmpq(int(value.numerator), int(value.denominator))})


def _read_sympy(value: object, pi_power: int) -> Any:
    import sympy

    try:
        number = sympy.sympify(value, strict=True)
        if number.is_Rational and (not pi_power or number == 0):
            return _read_real(number, 0)
        scaled = number / sympy.sqrt(sympy.pi) ** pi_power
        terms = sympy.Add.make_args(scaled if scaled.is_Mul else sympy.expand(scaled))
        if number.has(sympy.Float):
            real, imaginary = scaled.n(17).as_real_imag()
            return _read_real(float(real), 0) + _read_real(float(imaginary), 0) * root(-1)
    except (AttributeError, TypeError, sympy.SympifyError):
        raise _not_exact(value) from None
    total: Any = 0
    for term in terms:
        coefficient, rest = term.as_coeff_Mul()
        square = _square(rest) if coefficient.is_Rational else None
        if square is None:
            expanded = sympy.expand(sympy.radsimp(term))
            if expanded == term:
                raise _not_exact(value)
            total += _read_sympy(expanded, 0)
        else:
            total += root(square) * _rational(coefficient)
    return total


@lru_cache(maxsize=4096)
def _square(surd: Any) -> Fraction | None:
    """The square of a product of square roots of positive rationals and i, else None."""
    import sympy

    for factor in sympy.Mul.make_args(surd):
        base, exponent = factor.as_base_exp()
        is_root = base.is_Rational and base > 0 and (2 * exponent).is_Integer
        if not (is_root or factor == sympy.I):
            return None
    return Fraction(surd**2)


def _rational(value: Any) -> Any:
    """Return an int, Fraction or sympy Rational as flint's."""
    return flint.fmpq(int(value.numerator), int(value.denominator))


def _terms(other: object) -> dict[int, Any] | None:
    if isinstance(other, RootSum):
        return other.terms
    if isinstance(other, int):
        return {1: flint.fmpq(other)} if other else {}
    if isinstance(other, Fraction):
        return {1: _rational(other)} if other else {}
    if isinstance(other, flint.fmpq | flint.fmpq_mpoly):
        return {1: other} if other else {}
    return None


def _term_text(c: Any, k: int) -> str:
    if k == 1:
        return str(c)
    front = {"1": "", "-1": "-"}.get(str(c), f"{c}*" if isinstance(c, flint.fmpq) else f"({c})*")
    return f"{front}sqrt({k})"


def _not_exact(value: object) -> ArgumentError:
    return ArgumentError(
        f"{value!r} was given in a table that is to be checked, but only sums of square roots of "
        f"rationals and finite floats can be: evaluate it first"
    )
