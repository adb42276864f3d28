"""The complex characters of a finite group, exact, from its Cayley table.

They are found modulo a prime (`modular_characters`) and lifted: g of order n acts with the
eigenvalues exp(2 pi i j/n), j = 0, ..., n - 1, each

    m_j(g) = (1/n) sum_k chi(g^k) exp(-2 pi i j k/n)

times, an integer from 0 to chi(1) that the prime determines [Dixon 1967, Numer. Math. 10, 446].
These multiplicities are the exact form of a character here; its values in a field follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import gcd, isqrt, lcm

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import IntegrityError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.abstract.class_structure import ClassStructure, class_structure
from grouptools.representations.abstract.modular_characters import (
    modular_characters,
    prime_with_roots,
    primitive_root_of_unity,
)
from grouptools.representations.abstract.root_averages import averaged_roots, divisors
from grouptools.representations.irrep_data import RealType

__all__ = ["Characters", "complex_characters"]

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Characters:
    """The irreducible complex characters of a finite group.

    Order: the trivial one first, then by degree, then by the multiplicities of the eigenvalues
    [m_0, m_1, ...] of class after class, larger ones first: those of a cyclic group are in the
    order of their frequency on its generator.

    `structure`: the conjugacy classes, in the order of the columns.
    `multiplicities[r][chi, j]`: how often exp(2 pi i j/n) is an eigenvalue of class r, whose
    elements have order n.
    `modular[chi, r]`: the values modulo the prime `p`, in which `root` stands for
    exp(2 pi i/exponent).
    """

    structure: ClassStructure
    multiplicities: tuple[Integers, ...]
    modular: Integers
    p: int
    root: int

    @property
    def group(self) -> FiniteGroup:
        """The group."""
        return self.structure.group

    @property
    def degrees(self) -> tuple[int, ...]:
        """The dimension of each complex irrep."""
        return tuple(int(d) for d in self.multiplicities[0][:, 0])

    @cached_property
    def indicators(self) -> tuple[int, ...]:
        """(1/order) sum_g chi(g^2): 1 for real, 0 for complex, -1 for quaternionic type."""
        structure, p = self.structure, self.p
        sums = self.modular[:, structure.power(2)] @ (structure.sizes % p) % p
        values = sums * pow(structure.group.order, -1, p) % p
        return tuple(int(v) if v < 2 else int(v) - p for v in values)

    @cached_property
    def conjugates(self) -> tuple[int, ...]:
        """The row of the complex conjugate of each character."""
        rows = {row.tobytes(): i for i, row in enumerate(self.modular)}
        conjugated = np.ascontiguousarray(self.modular[:, self.structure.inverse])
        return tuple(rows[row.tobytes()] for row in conjugated)

    def real_type(self, row: int) -> RealType:
        """The type of a character by its indicator."""
        kinds: tuple[RealType, ...] = ("complex", "real", "quaternionic")
        return kinds[self.indicators[row]]

    def field(self, rows: Sequence[int] | None = None) -> Field:
        """The smallest Field.cyclotomic(n) with the values of these characters; of all for None."""
        chosen = range(len(self.modular)) if rows is None else rows
        return Field.cyclotomic(lcm(*(self._conductor(self.modular[row]) for row in chosen)))

    def values(self, field: Field | None = None) -> tuple[tuple[Element, ...], ...]:
        """[[chi(g) for g in the representatives of the classes] for chi in the characters].

        `field`: a field that contains them; the smallest one by default.
        """
        target = field or self.field()
        return tuple(self._sum([row], target) for row in range(len(self.modular)))

    def real_rows(self, row: int) -> tuple[int, ...]:
        """The complex characters, with repetition, of the real irrep that contains this one."""
        others = {"real": (), "complex": (self.conjugates[row],), "quaternionic": (row,)}
        return (row, *others[self.real_type(row)])

    def real_field(self, row: int) -> Field:
        """The smallest Field.real(n) with the values of the real irrep that contains this one."""
        return self._real_fields[row]

    def real_values(self, row: int) -> tuple[Element, ...]:
        """[psi(g) for g in the representatives], psi the real irrep of a character, in its field.

        psi = chi, chi + conj(chi) or 2 chi by its type, real, complex or quaternionic.
        """
        return self._real_values[row]

    @cached_property
    def _real_fields(self) -> tuple[Field, ...]:
        sums = (self.modular + self.modular[list(self.conjugates)]) % self.p
        return tuple(Field.real(self._conductor(values)) for values in sums)

    @cached_property
    def _real_values(self) -> tuple[tuple[Element, ...], ...]:
        fields = enumerate(self._real_fields)
        return tuple(self._sum(self.real_rows(row), field) for row, field in fields)

    def _sum(self, rows: Sequence[int], field: Field) -> tuple[Element, ...]:
        """The sum of rows, its values known to be in the field."""
        known: dict[tuple[int, ...], Element] = {}
        result = []
        for multiplicity in self.multiplicities:
            counts = tuple(int(count) for count in multiplicity[list(rows)].sum(axis=0))
            if counts not in known:
                roots = averaged_roots(len(counts), field)
                terms = (c * root for c, root in zip(counts, roots, strict=True) if c)
                known[counts] = sum(terms, field.element(0))
            result.append(known[counts])
        return tuple(result)

    def _conductor(self, values: Integers) -> int:
        """The least n such that g -> g^a keeps the values for every a = 1 modulo n."""
        exponent = self.structure.exponent
        return next(
            n
            for n in divisors(exponent)
            if all(
                np.array_equal(values[self.structure.power(a)], values)
                for a in range(1, exponent + 1, n)
                if gcd(a, exponent) == 1
            )
        )


@lru_cache(maxsize=16)
def complex_characters(group: FiniteGroup) -> Characters:
    """The irreducible complex characters of a finite group.

    Raises `IntegrityError` where they are not orthonormal, which is proved before they are given.
    Tested to order 7920.

    >>> complex_characters(FiniteGroup.from_permutations([(1, 0, 2), (1, 2, 0)])).values()
    ((1, 1, 1), (1, (-1), 1), (2, 0, (-1)))
    """
    structure = class_structure(group)
    p = prime_with_roots(structure.exponent, 2 * isqrt(group.order) + 1)
    root = primitive_root_of_unity(structure.exponent, p)
    degrees, modular = modular_characters(structure, p)
    multiplicities = _multiplicities(structure, modular, root, p)
    _check_orthogonality(structure, multiplicities)
    keys = [
        (degree, *(-m for multiplicity in multiplicities for m in multiplicity[row].tolist()))
        for row, degree in enumerate(degrees.tolist())
    ]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ordered = tuple(multiplicity[order] for multiplicity in multiplicities)
    return Characters(structure, ordered, modular[order], p, root)


def _multiplicities(
    structure: ClassStructure, modular: Integers, root: int, p: int
) -> tuple[Integers, ...]:
    """How often each root of unity is an eigenvalue, for each class."""
    result: list[Integers | None] = [None] * len(structure.members)
    for r, power in enumerate(structure.powers):
        if result[r] is not None:
            continue
        n = len(power)
        zeta = pow(root, structure.exponent // n, p)
        roots = np.array([pow(zeta, -k, p) for k in range(n)])
        transform = roots[np.outer(np.arange(n), np.arange(n)) % n]
        counts = modular[:, power] @ transform % p * pow(n, -1, p) % p
        for a in range(1, n + 1):
            if gcd(a, n) == 1:  # g^a has the eigenvalue exp(2 pi i a j/n) where g has the j-th
                images = np.arange(n) * a % n
                result[power[a % n]] = counts[:, np.argsort(images)]
    return tuple(counts for counts in result if counts is not None)


def _check_orthogonality(structure: ClassStructure, multiplicities: Sequence[Integers]) -> None:
    """Prove sum_g chi(g) conj(psi(g)) = order [chi = psi], in exact arithmetic.

    The sums are rational integers: powers coprime to the order permute the classes and conjugate
    the values.  Each differs from what it should be by less than a prime, modulo which it is
    computed.  A square matrix with orthogonal rows has orthogonal columns.
    """
    import flint

    order, n = structure.group.order, len(structure.members)
    degrees = multiplicities[0][:, :1]
    counts_are_right = all(
        np.all(counts >= 0) and np.all(counts.sum(axis=1, keepdims=True) == degrees)
        for counts in multiplicities
    )
    p = prime_with_roots(structure.exponent, 2 * order * int(degrees.max()) ** 2)
    root = primitive_root_of_unity(structure.exponent, p)
    columns = []
    for counts, length in zip(multiplicities, structure.orders, strict=True):
        roots = [pow(root, structure.exponent // length * j, p) for j in range(length)]
        columns.append(counts @ np.array(roots) % p)
    values = np.array(columns).T
    weighted = values * structure.sizes % p
    sums = flint.nmod_mat(n, n, weighted.ravel().tolist(), p) * flint.nmod_mat(
        n, n, values[:, structure.inverse].T.ravel().tolist(), p
    )
    expected = flint.nmod_mat(n, n, (order * np.eye(n, dtype=np.int64)).ravel().tolist(), p)
    if sums != expected or not counts_are_right:
        raise IntegrityError(
            f"the characters of {structure.group.name} that were found are not orthonormal: its "
            f"Cayley table is not that of a group, so check the table that was given"
        )
