"""Correct rounding of exact numbers to float64 and float32.

A number is first enclosed by its leading bits, cut towards zero, with a last bit that says
whether anything was cut off ("round to odd").  Such a number, two bits or more longer than the
target, rounds to the same float as the exact one [Boldo and Melquiond 2008, IEEE Trans. Comput.
57, 462, theorem 3].  All arithmetic is on integers; no float operation takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    import flint
    import sympy

__all__ = ["round_enclosed", "round_roots", "to_float"]

# Bits kept before the last, sticky bit: 53 + 2 for float64.  For float32 24 + 2 would do, and
# 52 at most, so that the enclosure itself is exact as a float64.
_BITS = {np.dtype(np.float64): 58, np.dtype(np.float32): 40}


def round_roots(
    numerators: Iterable[int],
    denominators: Iterable[int],
    *,
    pi_power: int = 0,
    dtype: DTypeLike = np.float64,
) -> NDArray[np.floating[Any]]:
    """Round sign(n) sqrt(|n| / d * pi**pi_power) to the nearest float, ties to even.

    `pi_power` is 0 or -1; d > 0.  Returns one float for each pair (n, d).

    >>> round_roots([1, -2], [2, 1])
    array([ 0.70710678, -1.41421356])
    """
    target = _target(dtype)
    bits = _BITS[target]
    pairs = zip(numerators, denominators, strict=True)
    if pi_power == 0:
        values = [_scaled(n, *_odd_root(abs(n), d, bits)) for n, d in pairs]
    elif pi_power == -1:
        values = [_scaled(n, *_odd_root_over_pi(abs(n), d, bits)) for n, d in pairs]
    else:
        raise ArgumentError(f"pi_power = {pi_power!r} was given, but it is 0 or -1 here")
    return np.array(values, dtype=np.float64).astype(target)


def round_enclosed(
    enclosure: Callable[[int], flint.arb],
    square: flint.fmpq | None,
    dtype: DTypeLike = np.float64,
) -> float:
    """Round a positive number to the nearest float, ties to even.

    `enclosure`: bits -> a ball around the number of about that precision.
    `square`: its square where that is rational, else None; then the number is no float itself.
    """
    target = _target(dtype)
    if square is not None:
        return float(round_roots([int(square.p)], [int(square.q)], dtype=target)[0])
    import flint

    bits = 96
    while True:
        ball = enclosure(bits)
        with flint.ctx.workprec(2 * bits):
            s = _BITS[target] - int(ball.mid().log_base(2).floor().unique_fmpz() or 0)
            scaled = ball * flint.arb(2) ** s
            q = scaled.floor().unique_fmpz()
        if q is not None:
            return float(target.type(_scaled(1, int(q) | 1, s)))
        bits *= 2


def to_float(value: sympy.Expr, dtype: DTypeLike = np.float64) -> np.floating[Any]:
    """Round a real sympy number to the nearest float, ties to even.

    The number is evaluated with more and more digits until its neighbourhood lies on one side of
    every midpoint between floats (Ziv's strategy); a number that stays on a midpoint is settled
    exactly through its minimal polynomial.

    >>> import sympy
    >>> to_float(sympy.sqrt(5) / 3)
    np.float64(0.7453559924999299)
    """
    import sympy

    target = _target(dtype)
    number = sympy.sympify(value)
    if not number.is_number or number.is_real is False:
        raise ArgumentError(f"{value} was given, but only a real number can be rounded to a float")
    for digits in (40, 80, 160, 320):
        if number.is_Rational:
            return _round_rational(number.p, number.q, target)
        enclosed = sympy.Rational(number.evalf(digits))
        slack = abs(enclosed) / 10 ** (digits - 5)
        low, high = enclosed - slack, enclosed + slack
        rounded = _round_rational(low.p, low.q, target)
        if rounded == _round_rational(high.p, high.q, target):
            return rounded
    return to_float(_as_rational(number), target)


def _target(dtype: DTypeLike) -> np.dtype[Any]:
    target = np.dtype(dtype)
    if target not in _BITS:
        raise ArgumentError(f"dtype = {dtype!r} was given, but it must be float64 or float32")
    return target


def _odd_root(n: int, d: int, bits: int) -> tuple[int, int]:
    """Return (q, s) with q = sqrt(n/d) 2**s rounded to odd, of `bits` bits or one more."""
    s = bits - (n.bit_length() - d.bit_length()) // 2
    quotient, rest = divmod(n << 2 * s, d) if s >= 0 else divmod(n, d << -2 * s)
    root = isqrt(quotient)
    return root | (rest != 0 or root * root != quotient), s


def _odd_root_over_pi(n: int, d: int, bits: int) -> tuple[int, int]:
    """Like `_odd_root`, for sqrt(n / (d pi)), which is irrational for n != 0."""
    if n == 0:
        return 0, 0
    s = bits - (n.bit_length() - d.bit_length() - 1) // 2
    precision = 160
    while True:
        low, high = _inverse_pi(precision)
        shift = 2 * s - precision
        roots = {
            isqrt((n * bound << shift) // d if shift >= 0 else n * bound // (d << -shift))
            for bound in (low, high)
        }
        if len(roots) == 1:
            return roots.pop() | 1, s
        precision *= 2


@cache
def _inverse_pi(precision: int) -> tuple[int, int]:
    """Return integers with low < 2**precision / pi < high, one apart or two."""
    import flint

    with flint.ctx.workprec(precision + 32):
        scaled = (1 / flint.arb.pi()) * flint.arb(2) ** precision
        return int(scaled.lower().floor().fmpz()), int(scaled.upper().ceil().fmpz())


def _scaled(sign: int, q: int, s: int) -> float:
    """Return q 2**-s, with the sign of `sign`; Python's division of integers rounds correctly."""
    value = q / (1 << s) if s >= 0 else float(q << -s)
    return -value if sign < 0 else value


def _round_rational(n: int, d: int, target: np.dtype[Any]) -> np.floating[Any]:
    """Round n/d, d > 0, to `target`."""
    magnitude = abs(n)
    s = _BITS[target] - (magnitude.bit_length() - d.bit_length())
    q, rest = divmod(magnitude << s, d) if s >= 0 else divmod(magnitude, d << -s)
    rounded: np.floating[Any] = target.type(_scaled(n, q | (rest != 0), s))
    return rounded


def _as_rational(number: sympy.Expr) -> sympy.Rational:
    """Return the rational number that an unsimplified algebraic expression equals."""
    import sympy

    x = sympy.Symbol("x")
    try:
        polynomial = sympy.Poly(sympy.minimal_polynomial(number, x), x)
    except (NotImplementedError, sympy.polys.polyerrors.NotAlgebraic):
        polynomial = None
    if polynomial is None or polynomial.degree() != 1:
        raise ArgumentError(
            f"{number} cannot be told from the midpoint of two floats: pass a simplified number"
        )
    slope, constant = polynomial.all_coeffs()
    return sympy.Rational(-constant, slope)
