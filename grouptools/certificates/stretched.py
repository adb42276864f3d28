"""One complex entry of each coupling, which fixes the sign or the value of the whole block.

It is the entry m1 = j1, m2 = j3 - j1, m3 = j3 (-j3 where all three indices are of one kind).
In the invariant tensor of a triad it is never zero: where a table has zero there, as in the
Gaunt coefficients of odd l1 + l2 + l3, the whole block is zero.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, factorial
from typing import TYPE_CHECKING

from grouptools.certificates.rotations import from_real_phase, weights

if TYPE_CHECKING:
    from grouptools.certificates.invariants import Tensor
    from grouptools.certificates.multiquadratic import Number
    from grouptools.certificates.request import Labels

__all__ = ["gaunt_square", "projections", "stretched_entry"]


def projections(spins: Labels, *, third_dual: bool) -> Labels:
    """Return the doubled m1, m2, m3 of the stretched entry."""
    t1, _, t3 = spins
    return t1, t3 - t1, t3 if third_dual else -t3


def stretched_entry(tensor: Tensor, *, third_dual: bool) -> tuple[Number, Fraction]:
    """Return (number, square): the stretched complex entry is number * sqrt(square).

    From the real basis it is the sum conj(U1) conj(U2) conj(U3) T over at most eight entries;
    a coupling, whose third index is dual, takes U1 U2 conj(U3), and i where j1 + j2 + j3 is odd.
    """
    spins = tensor.spins
    target = projections(spins, third_dual=third_dual)
    weight = 1
    for t, mu in zip(spins, target, strict=True):
        weight *= weights("complex", t)[(t + mu) // 2]
    if tensor.basis == "complex":
        return tensor.scaled.values.get(tensor.code(target), 0), tensor.scaled.square / weight
    conjugated = (-1, -1, 1) if third_dual else (1, 1, 1)
    total: Number = 0
    for m in product(*({mu, -mu} for mu in target)):  # |m| = |mu| in each row of U
        power = sum(spins) // 2 % 2 if third_dual else 0
        for direction, real, mu in zip(conjugated, m, target, strict=True):
            power += direction * from_real_phase(real // 2, mu // 2)
        if power % 2 == 0:  # the entry is real, so that the odd powers of i cancel
            value = tensor.scaled.values.get(tensor.code(m), 0)
            total = total + value * ((1 - power % 4) * 2 ** m.count(0))
    return total, tensor.scaled.square / (64 * weight)


def gaunt_square(spins: Labels) -> Fraction:
    """Signed square, times pi, of int Y(l1, l1) Y(l2, l3 - l1) Y(l3, -l3) over the sphere.

    Y(l, m) = (-1)^m N sin^m(theta) P_l^(m)(cos theta) exp(i m phi), Y(l, -m) = (-1)^m conj,
    m >= 0, with N^2 = (2l+1)/(4 pi) (l-m)!/(l+m)! and the m-th derivative of Legendre's
    polynomial; the integral over u = cos theta is done monomial by monomial.
    """
    l1, l2, l3 = (t // 2 for t in spins)
    norm, integrand, sine, sign = Fraction(1), [Fraction(1)], 0, 1
    for l, m in ((l1, l1), (l2, l3 - l1), (l3, -l3)):
        norm *= Fraction((2 * l + 1) * factorial(l - abs(m)), factorial(l + abs(m)))
        integrand = _times(integrand, _legendre_derivative(l, abs(m)))
        sine += abs(m)
        sign *= (-1) ** m if m > 0 else 1
    for _ in range(sine // 2):
        integrand = _times(integrand, [Fraction(1), Fraction(0), Fraction(-1)])  # sin^2
    integral = sum((2 * c / (k + 1) for k, c in enumerate(integrand) if k % 2 == 0), Fraction(0))
    # (2 pi)^2 / (4 pi)^3 = 1 / (16 pi)
    return sign * integral * abs(integral) * norm / 16


def _legendre_derivative(l: int, m: int) -> list[Fraction]:
    """Coefficients of the (l + m)-th derivative of (u^2 - 1)^l / (2^l l!) [Rodrigues]."""
    coefficients = [Fraction(0)] * (l - m + 1)
    for k in range(l + 1):
        power = 2 * k - l - m
        if power >= 0:
            falling = factorial(2 * k) // factorial(power)
            coefficients[power] = Fraction(comb(l, k) * (-1) ** (l - k) * falling)
    return [c / (2**l * factorial(l)) for c in coefficients]


def _times(first: list[Fraction], second: list[Fraction]) -> list[Fraction]:
    """Multiply two polynomials in u."""
    result = [Fraction(0)] * (len(first) + len(second) - 1)
    for i, a in enumerate(first):
        for k, b in enumerate(second):
            result[i + k] += a * b
    return result
