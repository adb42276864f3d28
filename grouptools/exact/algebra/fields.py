"""Number fields Q(t), t = 2 cos(2 pi/n) or zeta_n = exp(2 pi i/n), embedded in the numbers.

The matrix entries of every representation of a finite group can be chosen in a cyclotomic field
[Brauer 1945, Ann. of Math. 46, 58], and those of the real ones met here in its real subfield
Q(2 cos(2 pi/n)), of half the degree.  An element is a flint polynomial in t of degree less than
that of the field, so all arithmetic is flint's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import lcm
from typing import TYPE_CHECKING, Any

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    import flint
    import sympy

__all__ = ["RATIONALS", "Element", "Field"]

#: An element of a field: a `flint.fmpq_poly` in the field's generator, reduced.
Element = Any


@dataclass(frozen=True, slots=True)
class Field:
    """The field Q(2 cos(2 pi/order)), or Q(zeta_order) where `is_real` is False.

    Made by `Field.real(n)` and `Field.cyclotomic(n)`, which give equal fields one form: order 1
    for the rationals, and no order that is twice an odd number.

    >>> Field.real(5).degree, Field.real(6) == RATIONALS, Field.cyclotomic(6)
    (2, True, Field.cyclotomic(3))
    """

    order: int
    is_real: bool

    @classmethod
    def real(cls, n: int) -> Field:
        """Q(2 cos(2 pi/n)): Q for n = 1, 2, 3, 4, 6; Q(sqrt5) for 5, 10; Q(sqrt2) for 8."""
        n = _conductor(n)
        return cls(1 if n in (1, 3, 4) else n, is_real=True)

    @classmethod
    def cyclotomic(cls, n: int) -> Field:
        """Q(exp(2 pi i/n)), of degree phi(n)."""
        n = _conductor(n)
        return cls(n, is_real=n == 1)

    @property
    def modulus(self) -> flint.fmpq_poly:
        """The minimal polynomial of the generator t, monic with integer coefficients."""
        return _modulus(self)

    @property
    def degree(self) -> int:
        """The dimension over the rationals."""
        return int(_modulus(self).degree())

    @property
    def powers(self) -> tuple[tuple[int, ...], ...]:
        """Coefficients of t^k over 1, t, ..., t^(degree-1), for k = 0, ..., 2 degree - 2."""
        return _powers(self)

    def element(self, value: object) -> Element:
        """A rational number, or a list of coefficients of 1, t, t^2, ..., as an element."""
        import flint

        coefficients = value if isinstance(value, list | tuple) else [value]
        return flint.fmpq_poly([_rational(c) for c in coefficients]) % self.modulus

    def root_of_unity(self, k: int, n: int) -> Element:
        """exp(2 pi i k/n), in a cyclotomic field whose order n divides (up to a factor 2)."""
        import flint

        order = self.order
        if self.is_real and 2 * k % n == 0:
            return self.element(1 if k % n == 0 else -1)
        if self.is_real or (2 * order * k) % n:
            raise ArgumentError(f"exp(2 pi i {k}/{n}) was asked for, but it is not in {self}")
        twice = 2 * order * k // n  # the root is (-1)^twice zeta^(twice (order + 1) / 2), order odd
        if twice % 2 == 0:
            sign, power = 1, twice // 2 % order
        elif order % 2:
            sign, power = -1, (twice + order) // 2 % order
        else:
            raise ArgumentError(f"exp(2 pi i {k}/{n}) was asked for, but it is not in {self}")
        return sign * flint.fmpq_poly([0] * power + [1]) % self.modulus

    def double_cosine(self, k: int, n: int) -> Element:
        """2 cos(2 pi k/n), where it is in the field.

        >>> field = Field.real(8)
        >>> field.to_sympy(field.double_cosine(3, 8))
        -sqrt(2)
        """
        if not self.is_real:
            return self.root_of_unity(k, n) + self.root_of_unity(-k, n)
        twice, rest = divmod(2 * self.order * k, n)
        sign, power = 1, twice // 2
        if twice % 2:  # half a step more: -1 times a whole step, where the order is odd
            sign, power = -1, (twice + self.order) // 2
        if not rest and (twice % 2 == 0 or self.order % 2):
            return sign * _double_chebyshev(self, power % self.order)
        rational = {1: 2, 2: -2, 3: -1, 4: 0, 6: 1}.get(_denominator(k, n))
        if rational is None:
            raise ArgumentError(f"2 cos(2 pi {k}/{n}) was asked for, but it is not in {self}")
        return self.element(rational)

    def joined(self, other: Field) -> Field:
        """The smallest field of this kind that contains both."""
        order = lcm(self.order, other.order)
        if self.is_real and other.is_real:
            return Field.real(order)
        return Field.cyclotomic(order)

    def embed(self, element: Element, target: Field) -> Element:
        """The same number as an element of a larger field."""
        if target == self or self.degree == 1:
            return element
        image = _generator_in(self, target)
        result = target.element(0)
        for coefficient in reversed(element.coeffs()):
            result = (result * image + coefficient) % target.modulus
        return result

    def conjugate(self, element: Element) -> Element:
        """The complex conjugate."""
        if self.is_real:
            return element
        inverse = self.root_of_unity(-1, self.order)
        result = self.element(0)
        for coefficient in reversed(element.coeffs()):
            result = (result * inverse + coefficient) % self.modulus
        return result

    def inverse(self, element: Element) -> Element:
        """1 / element; raises ZeroDivisionError for zero."""
        if element == 0:
            raise ZeroDivisionError("an element of a number field that is zero has no inverse")
        if self.degree == 1:
            return self.element(1 / element[0])
        divisor, inverse, _ = element.xgcd(self.modulus)
        return inverse / divisor[0] % self.modulus

    def enclosure(self, element: Element, bits: int) -> flint.arb:
        """A ball of about `bits` bits around a number of a real field."""
        import flint

        generator = _generator_ball(self, bits)
        with flint.ctx.workprec(bits):
            result = flint.arb(0)
            for coefficient in reversed(element.coeffs()):
                result = result * generator + coefficient
        return result

    def sign(self, element: Element) -> int:
        """-1, 0 or 1: the sign of a number of a real field, proved by enclosures."""
        if element == 0:
            return 0
        bits = 64
        while (ball := self.enclosure(element, bits)).contains(0):
            bits *= 2
        return 1 if ball > 0 else -1

    def to_sympy(self, element: Element) -> sympy.Expr:
        """The element as a sympy number."""
        from grouptools.exact.algebra.writing import element_to_sympy

        return element_to_sympy(self, element)

    def __repr__(self) -> str:
        """Say how the field is made."""
        if self.order == 1:
            return "RATIONALS"
        return f"Field.{'real' if self.is_real else 'cyclotomic'}({self.order})"


#: The rational numbers.
RATIONALS = Field(1, is_real=True)


def _rational(value: Any) -> flint.fmpq:
    """A rational number of any kind as flint's."""
    import flint

    if isinstance(value, flint.fmpq | flint.fmpz | int):
        return flint.fmpq(value)
    return flint.fmpq(int(value.numerator), int(value.denominator))


def _conductor(n: int) -> int:
    if not isinstance(n, int) or n < 1:
        raise ArgumentError(f"n = {n!r} was given, but the order of a field is a positive integer")
    return n // 2 if n % 4 == 2 else n


def _denominator(k: int, n: int) -> int:
    from math import gcd

    return n // gcd(k, n)


@cache
def _modulus(field: Field) -> flint.fmpq_poly:
    import flint

    if field.order == 1:
        return flint.fmpq_poly([0, 1])  # t = 0: any generator will do
    make = flint.fmpz_poly.cos_minpoly if field.is_real else flint.fmpz_poly.cyclotomic
    return flint.fmpq_poly(make(field.order))


@cache
def _powers(field: Field) -> tuple[tuple[int, ...], ...]:
    import flint

    d = field.degree
    reduced = (flint.fmpq_poly([0] * k + [1]) % field.modulus for k in range(2 * d - 1))
    return tuple(tuple(int(p[j].p) for j in range(d)) for p in reduced)


@cache
def _double_chebyshev(field: Field, power: int) -> Element:
    """2 cos(power x) as a polynomial in t = 2 cos x: C_k+1 = t C_k - C_k-1."""
    import flint

    if field.order == 1:
        return field.element(2)
    power = min(power, field.order - power)
    t = flint.fmpq_poly([0, 1])
    before, now = field.element(2), t % field.modulus
    if power == 0:
        return before
    for _ in range(power - 1):
        before, now = now, (t * now - before) % field.modulus
    return now


@cache
def _generator_in(field: Field, target: Field) -> Element:
    """The generator of `field` as an element of a field that contains it."""
    if field.is_real:
        return target.double_cosine(1, field.order)
    return target.root_of_unity(1, field.order)


@cache
def _generator_ball(field: Field, bits: int) -> flint.arb:
    import flint

    if not field.is_real:
        raise ArgumentError(f"a real number was expected, but the field {field} is complex")
    if field.order == 1:
        return flint.arb(0)
    with flint.ctx.workprec(bits + 16):
        return 2 * flint.arb.cos_pi_fmpq(flint.fmpq(2, field.order))
