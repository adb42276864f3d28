"""Square roots in abelian number fields: found where they exist, and proved.

Of a rational by Gauss's sum: sqrt(D) = sum over a of (D/a) cos(2 pi a/D) for the discriminant
D > 0 of a quadratic field, (D/a) Kronecker's symbol [Washington 1997, Introduction to Cyclotomic
Fields, corollary 4.6].  Of an element b of Q(2 cos(2 pi/n)) by factoring x^2 - b [Trager 1976].
"""

from __future__ import annotations

from functools import cache
from itertools import count
from math import prod
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.subfields import over_smallest_field

if TYPE_CHECKING:
    import flint

__all__ = ["LARGEST_DEGREE", "is_small", "rational_root", "square_root"]

#: Fields of larger degree over the rationals are not searched.
LARGEST_DEGREE = 64


def is_small(n: int) -> bool:
    """Whether the degree of Q(2 cos(2 pi/n)) is at most `LARGEST_DEGREE`."""
    import flint

    return n <= 10**6 and int(flint.fmpz(n).euler_phi()) <= 2 * LARGEST_DEGREE


def square_root(field: Field, element: Element) -> tuple[Field, Element] | None:
    """The square root of a number >= 0 of a real field, and the smallest field it is in.

    Returns None where it is in no field of our kind, or none of degree up to `LARGEST_DEGREE`.
    Raises `ArgumentError` for a negative number.

    >>> root_two = Field.real(8).double_cosine(1, 8)
    >>> square_root(Field.real(8), root_two + 2)  # 2 cos(pi/8)
    (Field.real(16), x)
    >>> square_root(Field.real(8), root_two) is None  # the fourth root of 2
    True
    """
    if field.sign(element) < 0:
        raise ArgumentError(
            f"a root of the negative number {field.to_sympy(element)} was asked for, but only "
            f"numbers >= 0 have real ones"
        )
    if element.degree() <= 0:
        return rational_root(int(element[0].p), int(element[0].q))
    content = element.numer().content()
    primitive = element * element.denom() / content
    found = _root_of_primitive(field, primitive)
    outer = rational_root(int(content), int(element.denom()))
    if found is None or outer is None:
        return None
    joined = found[0].joined(outer[0])
    product = found[0].embed(found[1], joined) * outer[0].embed(outer[1], joined)
    smallest, (root,) = over_smallest_field(joined, [product % joined.modulus])
    return smallest, root


@cache
def rational_root(numerator: int, denominator: int = 1) -> tuple[Field, Element] | None:
    """The square root of a rational >= 0, and the smallest field it is in.

    >>> rational_root(5)  # 1 + 4 cos(2 pi/5)
    (Field.real(5), 2*x + 1)
    """
    import flint
    from sympy.functions.combinatorial.numbers import kronecker_symbol

    factors = flint.fmpz(numerator * denominator).factor()
    square = prod((int(p) ** (e // 2) for p, e in factors), start=1)
    free = prod((int(p) for p, e in factors if e % 2), start=1)
    outer = flint.fmpq(square, denominator)
    if free == 1 or numerator == 0:
        return RATIONALS, RATIONALS.element(outer if numerator else 0)
    discriminant = free if free % 4 == 1 else 4 * free
    if not is_small(discriminant):
        return None
    field = Field.real(discriminant)
    terms = (
        field.double_cosine(a, discriminant) * int(kronecker_symbol(discriminant, a))
        for a in range(1, (discriminant + 1) // 2)
    )
    root = sum(terms, field.element(0))
    return field, root * outer / (1 if discriminant == free else 2)


def _root_of_primitive(field: Field, element: Element) -> tuple[Field, Element] | None:
    """Try the fields that can contain the root, from small to large.

    If K(sqrt(b)) is abelian over Q, its conductor has the odd primes of that of K to the same
    power, other odd primes that divide the norm of b to the first, and 2 to at most one power
    more than K or to the third: the square of a character of it is one of K.
    """
    norm = field.modulus.resultant(element)
    odd = field.order
    while odd % 2 == 0:
        odd //= 2
    new = [int(p) for p, _ in norm.p.factor() if p != 2 and field.order % int(p)]
    even = max(8, 2 * field.order // odd)
    largest = odd * even * prod(new)
    orders = [n for n in _divisors(largest) if n % field.order == 0 and is_small(n)]
    for larger in sorted({Field.real(n) for n in orders}, key=lambda f: (f.degree, f.order)):
        root = _root_in(larger, field.embed(element, larger))
        if root is not None:
            return larger, root * larger.sign(root)
    return None


def _divisors(n: int) -> list[int]:
    return [d for d in range(1, n + 1) if n % d == 0]


def _root_in(field: Field, element: Element) -> Element | None:
    """A root of x^2 = element inside the field, None where there is none.

    The norm of (x - k t)^2 - b is the characteristic polynomial of k t + sqrt(b); where it has no
    double root, it has two factors over Q exactly when x^2 - b has, and each has one of the
    latter's roots.
    """
    import flint

    one, t = field.element(1), flint.fmpq_poly([0, 1])
    for k in count(1):
        shift = k * t % field.modulus
        norm = _times(field, shift, element).charpoly()
        if norm.gcd(norm.derivative()).degree() == 0:
            break
    _, factors = norm.factor()
    if len(factors) == 1:
        return None
    factor = factors[0][0]
    # factor(x) modulo (x - k t)^2 - b, as p + q (x - k t), by Horner's rule
    p, q = field.element(0), field.element(0)
    for coefficient in reversed(factor.coeffs()):
        p, q = shift * p + element * q + coefficient * one, p + shift * q
        p, q = p % field.modulus, q % field.modulus
    root = -p * field.inverse(q) % field.modulus
    return root if (root * root - element) % field.modulus == 0 else None


def _times(field: Field, shift: Element, element: Element) -> flint.fmpq_mat:
    """The rational matrix of y -> (shift + sqrt(element)) y on the field with sqrt(element)."""
    import flint

    d = field.degree
    table = [[flint.fmpq(0)] * (2 * d) for _ in range(2 * d)]
    for j in range(d):
        power = flint.fmpq_poly([0] * j + [1])
        shifted, multiplied = power * shift % field.modulus, power * element % field.modulus
        table[d + j][j] = flint.fmpq(1)
        for i in range(d):
            table[i][j] = table[d + i][d + j] = shifted[i]
            table[i][d + j] = multiplied[i]
    return flint.fmpq_mat(2 * d, 2 * d, [entry for row in table for entry in row])
