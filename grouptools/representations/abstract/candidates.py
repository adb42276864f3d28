"""Where a finite group's irreps are found: induced from linear characters of its subgroups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from grouptools.exact.algebra.fields import Field
from grouptools.representations.abstract.class_structure import Integers
from grouptools.representations.abstract.dixon import Characters
from grouptools.representations.abstract.monomial import Monomial
from grouptools.representations.abstract.subgroup_search import (
    SubgroupElements,
    linear_characters,
    subgroup_classes,
)

__all__ = ["Candidate", "complex_candidates", "real_candidates"]

#: Subgroups of three generators and more are left out after so many linear characters.
ENOUGH = 2000

#: What a monomial offers, of the multiplicities of all irreps: (row, is_double, field degree).
Offer: TypeAlias = Callable[[Monomial, Sequence[int]], Iterable[tuple[int, bool, int]]]


class Candidate(NamedTuple):
    """A monomial representation that contains an irrep once, or a real one of real type twice.

    The least is taken: by `is_double`, then the degree of the field, then the index of the
    subgroup times the dimension of its representation, then the order in which they are found.
    """

    is_double: bool
    field_degree: int
    dimension: int
    number: int
    monomial: Monomial


def real_candidates(characters: Characters, rows: Sequence[int]) -> dict[int, Candidate]:
    """The best candidate for the real irrep of each of these characters that has one."""

    def offered(monomial: Monomial, found: Sequence[int]) -> Iterator[tuple[int, bool, int]]:
        plane = monomial.n > 2
        for row in rows:
            kind, times = characters.real_type(row), found[row]
            if kind == "complex" and plane:
                times += found[characters.conjugates[row]]
            if times == (2 if kind == "quaternionic" and not plane else 1):
                field = characters.real_field(row).joined(Field.real(monomial.n))
                yield row, kind == "real" and plane, field.degree

    goals = {row: characters.real_field(row).degree for row in rows}
    return _search(characters, goals, offered)


def complex_candidates(characters: Characters, rows: Sequence[int]) -> dict[int, Candidate]:
    """The best candidate for each of these complex irreps that has one."""
    fields = {row: characters.field([row]) for row in rows}

    def offered(monomial: Monomial, found: Sequence[int]) -> Iterator[tuple[int, bool, int]]:
        own = Field.cyclotomic(monomial.n)
        for row in rows:
            if found[row] == 1:
                yield row, False, fields[row].joined(own).degree

    return _search(characters, {row: field.degree for row, field in fields.items()}, offered)


def _search(
    characters: Characters, goals: Mapping[int, int], offered: Offer
) -> dict[int, Candidate]:
    """All subgroups of one and two generators up to conjugacy, then those of more.

    Those of more are searched until every row has a candidate over a field of the degree that is
    its goal, or any candidate and `ENOUGH` monomials have been seen.
    """
    best: dict[int, Candidate] = {}
    number, group = 0, characters.group
    for layer, subgroup in subgroup_classes(group) if goals else ():
        if layer > 2 and _is_enough(best, goals, number):
            break
        index = group.order // len(subgroup.elements)
        for monomial in _monomials(characters, subgroup):
            number += 1
            found = _multiplicities(characters, monomial)
            for row, is_double, degree in offered(monomial, found):
                size = index * monomial.real_dimension
                new = Candidate(is_double, degree, size, number, monomial)
                if row not in best or new[:4] < best[row][:4]:
                    best[row] = new
    return best


def _is_enough(best: Mapping[int, Candidate], goals: Mapping[int, int], number: int) -> bool:
    """Whether no candidate is missing, and none is left to improve or too many were seen."""
    if any(row not in best for row in goals):
        return False
    return number > ENOUGH or all(best[row][:2] == (False, d) for row, d in goals.items())


def _monomials(characters: Characters, subgroup: SubgroupElements) -> Iterator[Monomial]:
    """The linear characters of a subgroup, the trivial one first."""
    exponent = characters.structure.exponent
    for exponents in linear_characters(characters.group, subgroup, exponent):
        common = int(np.gcd.reduce([exponent, *exponents.tolist()]))
        yield Monomial(subgroup.elements, exponents // common, exponent // common)


def _multiplicities(characters: Characters, monomial: Monomial) -> list[int]:
    """How often each irrep contains a linear character of a subgroup: (1/|H|) sum chi conj(l).

    The numbers are computed modulo a prime that is greater than all degrees.
    """
    structure, p = characters.structure, characters.p
    root = pow(characters.root, structure.exponent // monomial.n, p)
    conjugates = np.array([pow(root, -j, p) for j in range(monomial.n)])[monomial.exponents]
    values: Integers = characters.modular[:, structure.class_of[monomial.elements]]
    sums = values @ conjugates % p * pow(len(monomial.elements), -1, p) % p
    return [int(count) for count in sums]
