"""Zeros of spherical Bessel functions, between fractions that prove them; sympy is not needed.

The zeros of j_l are those of u = x j_l, which obeys u'' = (l(l+1)/x^2 - 1) u and starts positive:

* u is convex up to x = sqrt(l(l+1)), so that j_l has no zero in (0, l], nor j_0 in (0, 1];
* by Sturm's comparison with sin x, consecutive zeros lie pi or more apart, so that an interval
  shorter than pi holds one zero if u changes sign over it, and none if it does not.

A sign is that of an `arb` ball that excludes zero.  At a rational x > 0 enough bits give one:
j_l(x) = 0 would make exp(2ix) algebraic, against Lindemann's theorem.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    import flint

__all__ = ["common_decimal", "common_float", "enclosed_zeros"]

#: lower <= number <= upper
Ends: TypeAlias = tuple[Fraction, Fraction]

# Isolating intervals must be shorter than pi.  Refined ones are at most 2**-5 wide, where one
# Newton step on u turns the error e into less than e**3: u'' vanishes with u, and |u''| <= |u|.
_STEP = 3
_NEWTON_BITS = 5


def enclosed_zeros(l: int, count: int, digits: int) -> list[Ends]:
    """Fractions on both sides of each of the first positive zeros of j_l, in order.

    Both round to the same decimal of `digits` digits; `grouptools.exact.spherical_bessel_zeros`
    says the rest.

    >>> [float(lower) for lower, _ in enclosed_zeros(1, 2, digits=20)]
    [4.493409457909064, 7.725251836937707]
    """
    intervals = islice(_isolating_intervals(l), count)
    return [_enclose_zero(l, lower, upper, digits) for lower, upper in intervals]


def common_decimal(lower: Fraction, upper: Fraction, digits: int) -> str:
    """Return the decimal of `digits` digits to which both numbers round, empty if they differ."""
    context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
    low, high = (context.divide(x.numerator, x.denominator) for x in (lower, upper))
    if low != high:
        return ""
    last = Decimal((0, (1,), low.adjusted() - digits + 1))  # one unit of the last digit
    return f"{low.quantize(last, context=context):f}"


def common_float(lower: Fraction, upper: Fraction) -> float:
    """Return the float nearest to both; raise `ArgumentError` where they round differently."""
    low, high = (x.numerator / x.denominator for x in (lower, upper))
    if low != high:
        raise ArgumentError(
            f"a float was asked for, but the ends of the enclosure round to {low!r} and "
            f"{high!r}: make it with digits = 20 or more"
        )
    return low


def _isolating_intervals(l: int) -> Iterator[Ends]:
    """Yield intervals that hold one zero of j_l each, in order and leaving none out."""
    lower, sign = Fraction(max(l, 1)), 1
    while True:
        upper = lower + _STEP
        if _sign(l, upper) != sign:
            yield lower, upper
            sign = -sign
        lower = upper


def _enclose_zero(l: int, lower: Fraction, upper: Fraction, digits: int) -> Ends:
    """Narrow an isolating interval until both ends round to the same decimal.

    Newton's method only guesses; that the zero lies between the new ends is proved by signs.
    """
    start = _bisect(l, lower, upper)
    bits = (10**digits).bit_length() + 7
    while True:
        numerator = _newton(l, start, bits)
        low, high = (Fraction(numerator + offset, 1 << bits) for offset in (-1, 1))
        proved = lower < low and high < upper and _sign(l, low) != _sign(l, high)
        if proved and common_decimal(low, high, digits):
            return low, high
        bits += 32


def _bisect(l: int, lower: Fraction, upper: Fraction) -> Fraction:
    """Return a point of an isolating interval from which Newton's method is sure to converge."""
    sign = _sign(l, lower)
    while (upper - lower) * (1 << _NEWTON_BITS) > 1:
        middle = (lower + upper) / 2
        lower, upper = (middle, upper) if _sign(l, middle) == sign else (lower, middle)
    return (lower + upper) / 2


def _newton(l: int, start: Fraction, bits: int) -> int:
    """Return the numerator, over 2**bits, of an approximate zero of u = x j_l next to `start`.

    Newton's step is u/u' with u_l' = u_{l-1} - (l/x) u_l [DLMF 10.51.2].
    """
    import flint

    accuracy = _NEWTON_BITS
    with flint.ctx.workprec(bits + 2 * l + 64):
        x = flint.arb(flint.fmpq(start.numerator, start.denominator))
        while accuracy < bits:
            previous, u = _riccati_bessel(l, x)
            x = (x - u / (previous - l * u / x)).mid()
            accuracy *= 3
        return int((x.fmpq() * (1 << bits) + flint.fmpq(1, 2)).floor())


def _sign(l: int, x: Fraction) -> int:
    """Return the proved sign of j_l at a rational x > 0."""
    import flint

    precision = x.numerator.bit_length() + 2 * l + 64
    while True:
        with flint.ctx.workprec(precision):
            u = _riccati_bessel(l, flint.arb(flint.fmpq(x.numerator, x.denominator)))[1]
        if u > 0 or u < 0:
            return 1 if u > 0 else -1
        precision *= 2


def _riccati_bessel(l: int, x: flint.arb) -> tuple[flint.arb, flint.arb]:
    """Enclose (u_{l-1}, u_l), u_l(x) = x j_l(x), by the recurrence [DLMF 10.51.1] up from cos."""
    u, previous = x.sin_cos()
    inverse = 1 / x
    for k in range(l):
        previous, u = u, (2 * k + 1) * inverse * u - previous
    return previous, u
