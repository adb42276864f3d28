"""The smallest field of our kind that contains some elements of a larger one.

Q(zeta_m) and Q(zeta_n) meet in Q(zeta_gcd(m, n)), and so do their real subfields.  So dividing
the order by one prime after another, as long as all elements stay inside, ends at the smallest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from grouptools.exact.algebra.fields import Element, Field

if TYPE_CHECKING:
    import flint

__all__ = ["over_smallest_field", "restricted"]


def over_smallest_field(field: Field, elements: Sequence[Element]) -> tuple[Field, list[Element]]:
    """The smallest field that contains the elements, and the elements in it.

    >>> field = Field.real(60)
    >>> over_smallest_field(field, [field.double_cosine(1, 5)])
    (Field.real(5), [x])
    """
    current = list(elements)
    while field.degree > 1:
        for smaller in _maximal_subfields(field):
            found = restricted(field, current, smaller)
            if found is not None:
                field, current = smaller, found
                break
        else:
            break
    return field, current


def restricted(field: Field, elements: Sequence[Element], smaller: Field) -> list[Element] | None:
    """The elements as elements of a subfield; None where one of them is not in it."""
    import flint

    d, degree = smaller.degree, field.degree
    basis = _embedded_powers(field, smaller)
    columns = [[e[k] for k in range(degree)] for e in elements]
    both = [entry for k in range(degree) for entry in (*basis[k], *(c[k] for c in columns))]
    echelon, rank = flint.fmpq_mat(degree, d + len(columns), both).rref()
    if int(rank) != d:
        return None
    table = echelon.tolist()
    return [flint.fmpq_poly([table[k][d + j] for k in range(d)]) for j in range(len(columns))]


def _maximal_subfields(field: Field) -> Iterator[Field]:
    """The subfields of order divided by one prime; of a complex field also the real one."""
    if not field.is_real:
        yield Field.real(field.order)
    make = Field.real if field.is_real else Field.cyclotomic
    yield from (make(field.order // p) for p in _prime_divisors(field.order))


@cache
def _prime_divisors(n: int) -> tuple[int, ...]:
    import flint

    return tuple(int(p) for p, _ in flint.fmpz(n).factor())


@cache
def _embedded_powers(field: Field, smaller: Field) -> list[list[flint.fmpq]]:
    """Entries: [[coefficient of t^k in s^j for j in range(d)] for k in range(degree)]."""
    import flint

    one = flint.fmpq_poly([1])
    powers = [
        smaller.embed(one.left_shift(j), field) if j else field.element(1)
        for j in range(smaller.degree)
    ]
    return [[power[k] for power in powers] for k in range(field.degree)]
