"""Numbers of Q(t), t = 2 cos(2 pi/n) or exp(2 pi i/n), and vectors of them as one polynomial.

A number is a polynomial in t modulo the minimal polynomial p of t.  A vector (v_0, ..., v_(M-1))
of numbers is the polynomial sum_i u^i v_i(u^M) modulo p(u^M): sums and multiples by numbers, read
at t = u^M, are those of polynomials, and the remainder modulo p(u^M) reduces every component.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import gcd
from typing import TYPE_CHECKING, Any

from flint import arb, ctx, fmpq, fmpq_mat, fmpq_poly, fmpz_poly

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Element", "NumberField", "Packing"]

#: A number or a packed vector: a `flint.fmpq_poly`.
Element = Any


@dataclass(frozen=True)
class NumberField:
    """Q(2 cos(2 pi/order)) for the kind "real", Q(exp(2 pi i/order)) for "cyclotomic".

    >>> golden = NumberField(5, "real")
    >>> golden.degree, golden.text(golden.read([2, 1, 1]))
    (2, '1/2 + 1/2*t')
    """

    order: int
    kind: str

    @cached_property
    def modulus(self) -> Element:
        """The minimal polynomial of t."""
        return _modulus(self)

    @cached_property
    def degree(self) -> int:
        """The dimension over the rationals."""
        return int(self.modulus.degree())

    def read(self, numbers: Sequence[int]) -> Element:
        """[denominator, c_0, c_1, ...] as a number; raises `ArgumentError` for anything else."""
        return fmpq_poly(self.integers(numbers[1:]), self.integers(numbers[:1])[0])

    def integers(self, numbers: Sequence[int]) -> list[int]:
        """The coefficients, checked to be ints and no more than the degree."""
        if len(numbers) > self.degree or not all(type(c) is int for c in numbers):
            raise ArgumentError(
                f"the numbers {list(numbers)!r} were given in a field of degree {self.degree}, "
                f"but an element is [denominator, c_0, c_1, ...] with at most so many integers c_k"
            )
        return list(numbers)

    def conjugate(self, element: Element) -> Element:
        """The complex conjugate."""
        if self.kind == "real":
            return element
        return element(fmpq_poly([0] * (self.order - 1) + [1]) % self.modulus) % self.modulus

    def inverse(self, element: Element) -> Element:
        """1 / element, for an element that is not zero."""
        if element.degree() == 0:
            return fmpq_poly([1 / element[0]])
        divisor, inverse, _ = element.xgcd(self.modulus)
        return inverse / divisor[0] % self.modulus

    def sign(self, element: Element) -> int:
        """-1, 0 or 1 for a real number, by enclosures of growing precision."""
        if element == 0:
            return 0
        bits = 64
        while True:
            with ctx.workprec(bits):
                value = self._real_part(element)
                if not value.contains(0):
                    return 1 if value > 0 else -1
            bits *= 2

    def is_positive(self, element: Element) -> bool:
        """Whether an element is a positive real number."""
        return bool(self.conjugate(element) == element) and self.sign(element) > 0

    def text(self, element: Element) -> str:
        """Write a number as a polynomial in t."""
        terms = [
            str(c) if k == 0 else f"{c}*t" if k == 1 else f"{c}*t^{k}"
            for k, c in enumerate(element.coeffs())
            if c
        ]
        return " + ".join(terms) or "0"

    def rank(self, rows: Sequence[Sequence[Element]]) -> int:
        """The rank of a matrix of numbers, by restriction of scalars."""
        return len(self.pivots(rows))

    def pivots(self, rows: Sequence[Sequence[Element]]) -> list[int]:
        """The columns that are independent of those before them."""
        d, columns = self.degree, len(rows[0]) if rows else 0
        powers = [fmpq_poly([0] * k + [1]) for k in range(d)]
        entries = []
        for row in rows:
            products = [[e * power % self.modulus for power in powers] for e in row]
            entries += [p[k] for k in range(d) for product in products for p in product]
        echelon, rank = fmpq_mat(d * len(rows), d * columns, entries).rref()
        lines = echelon.tolist()[: int(rank) : d]
        return [next(j for j, entry in enumerate(line) if entry) // d for line in lines]

    def _real_part(self, element: Element) -> Any:
        """A ball around sum c_k t^k, or around its real part in a cyclotomic field."""
        if self.kind == "cyclotomic":
            cosines = (arb.cos_pi_fmpq(fmpq(2 * k, self.order)) for k in range(self.degree))
            pairs = zip(element.coeffs(), cosines, strict=False)
            return sum((cosine * c for c, cosine in pairs), arb(0))
        t = 2 * arb.cos_pi_fmpq(fmpq(2, self.order)) if self.degree > 1 else arb(0)
        value = arb(0)
        for c in reversed(element.coeffs()):
            value = value * t + c
        return value


class Packing:
    """Vectors of `length` numbers of a field, each as one polynomial.

    `modulus`: p(u^length), modulo which packed vectors are compared.
    """

    def __init__(self, field: NumberField, length: int) -> None:
        """Prepare the modulus."""
        self.field, self.length = field, length
        self.modulus = self.spread(field.modulus)

    def spread(self, element: Element) -> Element:
        """The number at t = u^length, which multiplies packed vectors."""
        if element.degree() <= 0 or self.length == 1:
            return element
        coefficients = [fmpq(0)] * (self.length * element.degree() + 1)
        coefficients[:: self.length] = element.coeffs()
        return fmpq_poly(coefficients)

    def pack(self, elements: Sequence[Element]) -> Element:
        """Put numbers into one polynomial."""
        coefficients = [fmpq(0)] * (self.length * self.field.degree)
        for i, element in enumerate(elements):
            for k, c in enumerate(element.coeffs()):
                coefficients[i + self.length * k] = c
        return fmpq_poly(coefficients)

    def component(self, packed: Element, i: int) -> Element:
        """One number of a reduced packed vector."""
        d = self.field.degree
        if d == 1:
            return fmpq_poly([packed[i]])
        return fmpq_poly([packed[i + self.length * k] for k in range(d)])


def is_lowest(numbers: Sequence[int]) -> bool:
    """Whether [denominator, c_0, ..., c_k] is written in its one form."""
    denominator, *coefficients = numbers
    return (
        denominator > 0
        and gcd(*numbers) == 1
        and (not coefficients or coefficients[-1] != 0)
        and (bool(coefficients) or denominator == 1)
    )


@lru_cache(maxsize=256)
def _modulus(field: NumberField) -> Element:
    n, kind = field.order, field.kind
    real = kind == "real"
    if (
        type(n) is not int
        or kind not in ("real", "cyclotomic")
        or n < 1
        or (n % 4 == 2 and n > 2)
        or n in ((2, 3, 4, 6) if real else (1, 2, 6))
    ):
        raise ArgumentError(
            f"the field {[n, kind]!r} was given, but a field is [order, 'real'] or "
            f"[order, 'cyclotomic'], the order the smallest that gives it, [1, 'real'] for Q"
        )
    if n == 1:
        return fmpq_poly([0, 1])
    return fmpq_poly(fmpz_poly.cos_minpoly(n) if real else fmpz_poly.cyclotomic(n))
