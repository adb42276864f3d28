"""Roots of unity seen from a smaller field: their averages over its Galois group.

A sum of roots of unity that lies in a field K is the sum of their averages over the automorphisms
that fix K, and each average is an element of K.  With m = order of the root, g the order of the
group of m-th roots in K, q = m/g: zeta_m = zeta_g^a zeta_q^b averages to

    zeta_g^a mu(q)/phi(q)   where q is coprime to g,   0 where it is not

[the trace of a primitive q-th root is mu(q); Washington 1997, Cyclotomic Fields, 2.5].
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import gcd

from grouptools.exact.algebra.fields import Element, Field

__all__ = ["averaged_roots", "divisors"]


@cache
def averaged_roots(n: int, field: Field) -> tuple[Element, ...]:
    """[the average of exp(2 pi i j/n) over all conjugates above the field for j in range(n)].

    For a real field this is the average of cos(2 pi j/n).

    >>> averaged_roots(3, Field.real(1))
    (1, (-1/2), (-1/2))
    """
    return tuple(_average(j // gcd(j, n), n // gcd(j, n), field) for j in range(n))


def divisors(n: int) -> list[int]:
    """The positive divisors in ascending order."""
    return [d for d in range(1, n + 1) if n % d == 0]


def _average(k: int, m: int, field: Field) -> Element:
    """The average of exp(2 pi i k/m), k coprime to m."""
    import flint

    roots_in_field = field.order if field.order % 4 == 0 else 2 * field.order
    g = gcd(m, roots_in_field)
    q = m // g
    if gcd(q, g) != 1:
        return field.element(0)
    weight = Fraction(1)
    for prime, power in flint.fmpz(q).factor():
        weight *= Fraction(-1, int(prime) - 1) if power == 1 else 0
    a = k * pow(q, -1, g) % g
    if field.is_real:
        return field.double_cosine(a, g) * flint.fmpq(weight.numerator, 2 * weight.denominator)
    return field.root_of_unity(a, g) * flint.fmpq(weight.numerator, weight.denominator)
