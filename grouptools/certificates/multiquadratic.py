"""Sums of rational multiples of square roots of integers, in one normal form.

The square roots of distinct square-free integers are linearly independent over the rationals
[Besicovitch 1940], so that a dictionary {square-free k: rational q}, read as sum q sqrt(k), is
a normal form: the number is zero exactly when the dictionary is empty.

An integer keeps its large factors together where they are too hard to split (above 2**120,
without a prime below 1000).  Such a k may hide a square; then a zero could be missed, and a true
claim rejected, but a number that is not zero is never taken for zero.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt
from typing import TYPE_CHECKING

import flint

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Multiquadratic", "Number", "sign", "square_split"]

_PRIMES = tuple(p for p in range(2, 1000) if all(p % q for q in range(2, isqrt(p) + 1)))
_FACTOR_LIMIT = 1 << 120


def square_split(n: int) -> tuple[int, int]:
    """Return (s, k) with n = s*s*k and k square-free, for n > 0.

    >>> square_split(72)
    (6, 2)
    """
    outside, inside = 1, 1
    for prime in _PRIMES:
        if prime * prime > n:
            break
        if n % prime:
            continue
        power = 0
        while n % prime == 0:
            n //= prime
            power += 1
        outside *= prime ** (power // 2)
        inside *= prime ** (power % 2)
    root = isqrt(n)
    if root * root == n:
        return outside * root, inside
    if n > _PRIMES[-1] ** 2 and n < _FACTOR_LIMIT:
        for factor, power in flint.fmpz(n).factor():
            outside *= int(factor) ** (power // 2)
            inside *= int(factor) ** (power % 2)
        return outside, inside
    return outside, inside * n


class Multiquadratic:
    """An exact real number sum(q * sqrt(k) for k, q in terms.items()), k square-free.

    >>> Multiquadratic.root(Fraction(1, 2)) * Multiquadratic.root(Fraction(-3)) + 1
    1 - sqrt(6)/2
    """

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[int, Fraction]) -> None:
        """Take rational coefficients of square roots of square-free integers; drop the zeros."""
        self.terms = {k: q for k, q in terms.items() if q}

    @classmethod
    def root(cls, square: Fraction) -> Multiquadratic:
        """Return sign(square) sqrt(|square|)."""
        if not square:
            return cls({})
        outside, inside = square_split(abs(square.numerator) * square.denominator)
        coefficient = Fraction(outside, square.denominator)
        return cls({inside: coefficient if square > 0 else -coefficient})

    def __bool__(self) -> bool:
        """Return whether the number differs from zero."""
        return bool(self.terms)

    def __add__(self, other: Number | Fraction) -> Multiquadratic:
        """Add exactly."""
        terms = dict(self.terms)
        for k, q in _terms(other).items():
            terms[k] = terms.get(k, Fraction(0)) + q
        return Multiquadratic(terms)

    __radd__ = __add__

    def __neg__(self) -> Multiquadratic:
        """Change the sign."""
        return Multiquadratic({k: -q for k, q in self.terms.items()})

    def __sub__(self, other: Number | Fraction) -> Multiquadratic:
        """Subtract exactly."""
        return self + -other

    def __rsub__(self, other: int | Fraction) -> Multiquadratic:
        """Subtract exactly."""
        return -self + other

    def __mul__(self, other: Number | Fraction) -> Multiquadratic:
        """Multiply exactly: sqrt(a) sqrt(b) = g sqrt(a b / g^2) for g = gcd(a, b)."""
        terms: dict[int, Fraction] = {}
        for a, p in self.terms.items():
            for b, q in _terms(other).items():
                common = gcd(a, b)
                k = (a // common) * (b // common)
                terms[k] = terms.get(k, Fraction(0)) + p * q * common
        return Multiquadratic(terms)

    __rmul__ = __mul__

    def __repr__(self) -> str:
        """Write the sum, smallest root first."""
        text = " + ".join(_term(self.terms[k], k) for k in sorted(self.terms))
        return text.replace("+ -", "- ") or "0"


#: What the checkers calculate with: integers wherever the table is right.
Number = int | Multiquadratic


def sign(number: Number) -> int:
    """Return -1, 0 or 1."""
    terms = _terms(number)
    if not terms:
        return 0
    bits = 64
    while True:
        # Each root is rounded down to a multiple of 2**-bits: off by less than len(terms) in all.
        total = 0
        for k, q in terms.items():
            floor = isqrt((q.numerator**2 * k << 2 * bits) // q.denominator**2)
            total += floor if q > 0 else -floor
        if abs(total) >= len(terms):
            return 1 if total > 0 else -1
        bits *= 2


def _terms(number: Number | Fraction) -> dict[int, Fraction]:
    if isinstance(number, Multiquadratic):
        return number.terms
    return {1: Fraction(number)} if number else {}


def _term(q: Fraction, k: int) -> str:
    if k == 1:
        return str(q)
    front = {1: "", -1: "-"}.get(q.numerator, f"{q.numerator}*")
    return f"{front}sqrt({k})" + (f"/{q.denominator}" if q.denominator > 1 else "")
