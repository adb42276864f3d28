"""6j and 9j symbols, exact.

Racah's sum for the 6j symbol, written with binomials [Varshalovich et al. 1988, 9.2.1 (1)]:

    {j1 j2 j3; j4 j5 j6} = S D(j1,j5,j6) D(j4,j2,j6) D(j4,j5,j3) / D(j1,j2,j3),
    S = sum_t (-1)^t C(t+1, t1+1) C(j2+j3-j1, t-t2) C(j1+j3-j2, t-t3) C(j1+j2-j3, t-t4),
    D(a,b,c)^2 = (a+b-c)! (a-b+c)! (-a+b+c)! / (a+b+c+1)!,

t1..t4 the sums of the four triads in that order: (123), (156), (426), (453).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import comb, factorial, isqrt
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import is_triad, twice_spin
from grouptools.exact.surd import root_to_sympy

if TYPE_CHECKING:
    import sympy

    from grouptools.exact.quantum_numbers import Spin

__all__ = ["squared_6j", "squared_9j", "wigner_6j", "wigner_9j"]


def wigner_6j(j1: Spin, j2: Spin, j3: Spin, j4: Spin, j5: Spin, j6: Spin) -> sympy.Expr:
    """6j symbol {j1 j2 j3; j4 j5 j6} [Varshalovich et al. 1988, chapter 9].

    Returns a sympy number; 0 where one of the triads (123), (156), (426), (453) breaks the
    triangle rule, as in a sum over all of them.  Raises `ArgumentError` for what is no spin.
    Tested against published values to j = 100, and by its orthogonality and pentagon relations.

    >>> wigner_6j(6, 6, 6, 6, 6, 6)
    309/10868
    """
    spins = (j1, j2, j3, j4, j5, j6)
    return root_to_sympy(squared_6j(*(twice_spin(j, f"j{i}") for i, j in enumerate(spins, 1))))


def wigner_9j(*spins: Spin) -> sympy.Expr:
    """9j symbol {j1 j2 j3; j4 j5 j6; j7 j8 j9} [Varshalovich et al. 1988, 10.2.4 (20)].

    sum_x (-1)^(2x) (2x+1) {j1 j4 j7; j8 j9 x} {j2 j5 j8; j4 x j6} {j3 j6 j9; x j1 j2}.

    Takes nine spins, row by row.  Returns a sympy number; 0 where a row or column breaks the
    triangle rule.  Raises `ArgumentError` for what is no spin, or not nine of them.

    >>> wigner_9j(2, 2, 2, 2, 2, 2, 2, 2, 2)
    41/2450
    """
    if len(spins) != 9:
        raise ArgumentError(f"{len(spins)} spins were given, but a 9j symbol takes nine")
    return root_to_sympy(squared_9j(*(twice_spin(j, f"j{i}") for i, j in enumerate(spins, 1))))


def squared_6j(*t: int) -> Fraction:
    """Signed square of the 6j symbol of six doubled spins."""
    a, b, c, d, e, f = t
    triads = ((a, b, c), (a, e, f), (d, b, f), (d, e, c))
    if not all(is_triad(*triad) for triad in triads):
        return Fraction(0)
    t1, t2, t3, t4 = (sum(triad) // 2 for triad in triads)
    n2, n3, n4 = (b + c - a) // 2, (a + c - b) // 2, (a + b - c) // 2
    total = sum(
        (-1) ** k * comb(k + 1, t1 + 1) * comb(n2, k - t2) * comb(n3, k - t3) * comb(n4, k - t4)
        for k in range(max(t1, t2, t3, t4), min(n2 + t2, n3 + t3, n4 + t4) + 1)
    )
    (n1, d1), (n2, d2), (n3, d3), (n4, d4) = (_delta(*triad) for triad in triads)
    return Fraction(total * abs(total) * d1 * n2 * n3 * n4, n1 * d2 * d3 * d4)


def squared_9j(*t: int) -> Fraction:
    """Signed square of the 9j symbol of nine doubled spins, row by row."""
    a, b, c, d, e, f, g, h, i = t
    triads = ((a, b, c), (d, e, f), (g, h, i), (a, d, g), (b, e, h), (c, f, i))
    if not all(is_triad(*triad) for triad in triads):
        return Fraction(0)
    low, high = max(abs(a - i), abs(d - h), abs(b - f)), min(a + i, d + h, b + f)
    terms = []
    for x in range(low, high + 1, 2):
        product = (squared_6j(a, d, g, h, i, x) * squared_6j(b, e, h, d, x, f)) * squared_6j(
            c, f, i, x, a, b
        )
        terms.append(product * (x + 1) ** 2 * (-1) ** x)
    return _square_of_sum([term for term in terms if term])


def _square_of_sum(squares: list[Fraction]) -> Fraction:
    """Signed square of a sum of roots that are rational multiples of one another."""
    if not squares:
        return Fraction(0)
    first = abs(squares[0])
    total = sum((_rational_root(square / first) for square in squares), Fraction(0))
    return total * abs(total) * first


def _rational_root(square: Fraction) -> Fraction:
    """Return sign(n) sqrt(|n| / d) where it is rational."""
    n, d = abs(square.numerator), square.denominator
    root = Fraction(isqrt(n), isqrt(d))
    if root * root != abs(square):
        raise ArithmeticError(f"sqrt({abs(square)}) is not rational")
    return root if square > 0 else -root


@cache
def _factorial(n: int) -> int:
    return factorial(n)


def _delta(a: int, b: int, c: int) -> tuple[int, int]:
    """Return numerator and denominator of D(a/2, b/2, c/2)^2."""
    numerator = (
        _factorial((a + b - c) // 2) * _factorial((a - b + c) // 2) * _factorial((b + c - a) // 2)
    )
    return numerator, _factorial((a + b + c) // 2 + 1)
