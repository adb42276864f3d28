"""Representations induced from linear characters, and the parts of them by a character.

H is a subgroup with a homomorphism h -> exp(2 pi i j(h)/n).  Over the reals that is the rotation
R^j(h) of a plane by multiples of 2 pi/n, or a sign on a line for n <= 2.  The induced
representation has the blocks e_x, one a left coset x H, and s e_x = e_y R^j(h) where s x = y h
[Serre 1977, Linear Representations of Finite Groups, 7.1].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import axial_frame, turn
from grouptools.representations.abstract.class_structure import ClassStructure, Integers
from grouptools.representations.abstract.splitting import Part, generated_part, matrices_on

__all__ = ["Blocks", "Monomial", "complex_blocks", "part_of_induced", "real_blocks"]


class Monomial(NamedTuple):
    """A linear character of a subgroup: `exponents[i]` is j of `elements[i]`, of order `n`."""

    elements: Integers
    exponents: Integers
    n: int

    @property
    def real_dimension(self) -> int:
        """The dimension of the real representation of the subgroup."""
        return 1 if self.n <= 2 else 2


class Blocks(NamedTuple):
    """`powers[j]` is the matrix of exp(2 pi i j/n); `squares` are those of its basis."""

    powers: tuple[FieldMatrix, ...]
    squares: tuple[Element, ...]


def real_blocks(n: int) -> Blocks:
    """Rotations over Field.real(n), or signs."""
    size = range(1 if n <= 2 else 2)
    return Blocks(
        tuple(turn(j, n).taken(size, size) for j in range(n)), axial_frame(n)[: len(size)]
    )


def complex_blocks(n: int) -> Blocks:
    """Roots of unity, in Field.cyclotomic(n)."""
    field = Field.cyclotomic(n)
    roots = (FieldMatrix.from_rows([[field.root_of_unity(j, n)]], field) for j in range(n))
    return Blocks(tuple(roots), (field.element(1),))


def part_of_induced(
    structure: ClassStructure,
    monomial: Monomial,
    blocks: Blocks,
    values: Sequence[Element],
    field: Field,
) -> Part:
    """The part of an induced representation that sum_g conj(chi(g)) g projects to.

    It is the span of the images of the first coordinate of the coset H, which generates the whole.
    `values`: chi on the classes, in `field`, which contains that of the blocks.
    """
    own = blocks.powers[0].field
    cosets, number = _cosets(structure, monomial)
    images = _images(structure, monomial, blocks, cosets, number)
    weights = [own.embed(square, field) for square in blocks.squares] * len(cosets)
    over = [image.over(field) for image in images]
    conjugates = [field.conjugate(value) for value in values]
    vector = _projection(structure, monomial, blocks, conjugates, field, cosets)
    return matrices_on(generated_part(vector, over), over, weights)


def _cosets(structure: ClassStructure, monomial: Monomial) -> tuple[Integers, Integers]:
    """The smallest element of each left coset, and the number of the coset of each element."""
    smallest = structure.group.table[:, monomial.elements].min(axis=1)
    cosets, number = np.unique(smallest, return_inverse=True)
    return cosets, number


def _images(
    structure: ClassStructure,
    monomial: Monomial,
    blocks: Blocks,
    cosets: Integers,
    number: Integers,
) -> list[FieldMatrix]:
    """The matrices of the generators."""
    group, count = structure.group, len(cosets)
    exponents = np.zeros(group.order, dtype=np.int64)
    exponents[monomial.elements] = monomial.exponents
    size = count * len(blocks.squares)
    images = []
    for s in group.generators:
        moved = group.table[s, cosets]
        targets = number[moved]
        turns = exponents[group.table[group.inverses[cosets[targets]], moved]]
        image = FieldMatrix.zeros(size, size, blocks.powers[0].field)
        for j in np.unique(turns).tolist():
            pattern = np.zeros((count, count), dtype=int)
            columns = np.flatnonzero(turns == j)
            pattern[targets[columns], columns] = 1
            image = image + kronecker(FieldMatrix.from_rows(pattern.tolist()), blocks.powers[j])
        images.append(image)
    return images


def _projection(
    structure: ClassStructure,
    monomial: Monomial,
    blocks: Blocks,
    values: Sequence[Element],
    field: Field,
    cosets: Integers,
) -> FieldMatrix:
    """sum_g values[class of g] g e, one row: e_x has sum_h values[class of x h] R^j(h) e."""
    own, width = blocks.powers[0].field, len(blocks.squares)
    classes = structure.class_of[structure.group.table[np.ix_(cosets, monomial.elements)]]
    places = classes * monomial.n + monomial.exponents
    size = len(structure.members) * monomial.n
    counts = [np.bincount(row, minlength=size).tolist() for row in places]
    columns = [[own.embed(block[i, 0], field) for i in range(width)] for block in blocks.powers]
    terms = [[value * e % field.modulus for e in column] for value in values for column in columns]
    vectors = FieldMatrix.from_rows(counts) @ FieldMatrix.from_rows(terms, field)
    return vectors.reshaped(1, len(cosets) * width)
