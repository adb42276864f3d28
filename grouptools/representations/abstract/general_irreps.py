"""The real irreps of any finite group, exact and proved, from its Cayley table.

psi = chi, chi + conj(chi) or 2 chi, by the type of the complex irrep chi, is the character of a
real irrep.  A linear chi is written down.  For the others a subgroup and a linear character of it
are sought whose induced representation contains psi once, the smallest over the smallest field;
there a vector of the part by psi generates the irrep.  Where psi is of real type and contained
twice at least, that part is halved (`halving`).  What is in no such representation is sought in
the tensor products of irreps found before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grouptools.errors import GroupToolsError, IntegrityError
from grouptools.exact.algebra.fields import Field
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.abstract.candidates import Candidate, real_candidates
from grouptools.representations.abstract.dixon import Characters, complex_characters
from grouptools.representations.abstract.halving import half_space
from grouptools.representations.abstract.monomial import (
    complex_blocks,
    part_of_induced,
    real_blocks,
)
from grouptools.representations.abstract.product_parts import part_of_product
from grouptools.representations.abstract.splitting import Part, check_representation, matrices_on
from grouptools.representations.irrep_data import IrrepData

__all__ = ["general_irreps", "irrep_labels", "linear_part"]


def general_irreps(group: FiniteGroup) -> list[IrrepData]:
    """The real irreps of a finite group, one of each class, the trivial one first.

    Order: by dimension, then as the first complex character of each stands among
    `complex_characters`.  Labels: "1a", "1b", ..., "2a", ..., the dimension and a letter that
    counts.  `images` and `squares` of one irrep are over one Field.real(n), that of its character
    where it is found there.

    Proved before they are given: the images keep every relation of the generators, and the inner
    product; their traces are the character.
    Raises `GroupToolsError` for a group that has an irrep which was not found in this way.
    Tested with groups of order up to 160, and with some up to 720.

    >>> for irrep in general_irreps(FiniteGroup.from_permutations([(1, 0, 2), (1, 2, 0)])):
    ...     irrep.label, irrep.squares, [image.to_sympy().tolist() for image in irrep.images]
    ('1a', (1,), [[[1]], [[1]]])
    ('1b', (1,), [[[-1]], [[1]]])
    ('2a', (1, 3), [[[1/2, -3/2], [-1/2, -1/2]], [[-1/2, -3/2], [1/2, -1/2]]])
    """
    characters = complex_characters(group)
    rows = [r for r, conjugate in enumerate(characters.conjugates) if r <= conjugate]
    rows.sort(key=lambda row: (_dimension(characters, row), row))
    found = real_candidates(characters, [row for row in rows if characters.degrees[row] > 1])
    parts = {
        row: _part(characters, row, found.get(row))
        for row in rows
        if row in found or characters.degrees[row] == 1
    }
    _add_products(characters, rows, parts)
    labels = irrep_labels([_dimension(characters, row) for row in rows])
    return [
        IrrepData(label, *parts[row], characters.real_type(row))
        for row, label in zip(rows, labels, strict=True)
    ]


def irrep_labels(dimensions: Sequence[int]) -> list[str]:
    """The dimension and a letter that counts: "1a", "1b", ..., "2a"; after z come aa, ab, ...

    >>> irrep_labels([1, 1, 2, 3])
    ['1a', '1b', '2a', '3a']
    """
    counts: dict[int, int] = {}
    labels = []
    for dimension in dimensions:
        counts[dimension] = number = counts.get(dimension, 0) + 1
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("a") + letter) + letters
        labels.append(f"{dimension}{letters}")
    return labels


def linear_part(characters: Characters, row: int, *, real: bool) -> Part:
    """The root of unity of each generator by a linear character, or the rotation by its angle.

    Proved as angles: those of g and s add up to that of g s, for every g and generator s.
    """
    group, structure = characters.group, characters.structure
    steps = [structure.exponent // order for order in structure.orders]
    angles = np.array(
        [int(np.argmax(m[row])) * k for m, k in zip(characters.multiplicities, steps, strict=True)]
    )
    common = int(np.gcd.reduce([structure.exponent, *angles.tolist()]))
    n, turns = structure.exponent // common, (angles // common)[structure.class_of]
    for s, generator in enumerate(group.generators):
        if np.any((turns + turns[generator] - turns[group.right[s]]) % n):
            raise IntegrityError(
                f"a character of degree 1 that was found for {group.name} is no homomorphism"
            )
    blocks = (real_blocks if real else complex_blocks)(n)
    return Part(tuple(blocks.powers[turns[s]] for s in group.generators), blocks.squares)


def _dimension(characters: Characters, row: int) -> int:
    return characters.degrees[row] * len(characters.real_rows(row))


def _part(characters: Characters, row: int, candidate: Candidate | None) -> Part:
    """A linear irrep, or the one in the representation of its candidate, proved."""
    if candidate is None:
        return linear_part(characters, row, real=True)
    return _proved(characters, row, _contained_part(characters, row, candidate))


def _add_products(characters: Characters, rows: Sequence[int], parts: dict[int, Part]) -> None:
    """Add the irreps that are missing, each from a product of those that are there by then."""
    missing = [row for row in rows if row not in parts]
    while missing:
        for row in missing:
            part = part_of_product(characters, row, parts)
            if part is not None:
                parts[row] = _proved(characters, row, part)
                break
        else:
            raise GroupToolsError(
                f"the irreps of {characters.group.name} were asked for, but {len(missing)} of its "
                f"{len(rows)} are in no representation that is induced from a linear character, "
                f"nor in a product of others: give them as matrices"
            )
        missing.remove(row)


def _proved(characters: Characters, row: int, part: Part) -> Part:
    own, field = characters.real_field(row), part.images[0].field
    values = [own.embed(value, field) for value in characters.real_values(row)]
    check_representation(characters.structure, part, values)
    return part


def _contained_part(characters: Characters, row: int, candidate: Candidate) -> Part:
    """The irrep in the representation of its candidate."""
    own, blocks = characters.real_field(row), real_blocks(candidate.monomial.n)
    field = own.joined(Field.real(candidate.monomial.n))
    values = [own.embed(value, field) for value in characters.real_values(row)]
    part = part_of_induced(characters.structure, candidate.monomial, blocks, values, field)
    if not candidate.is_double:
        return part
    half = half_space(part, characters.structure.exponent)
    weights = [field.embed(square, half.field) for square in part.squares]
    return matrices_on(half, [image.over(half.field) for image in part.images], weights)
