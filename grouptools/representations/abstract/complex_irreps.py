"""The complex irreps of a finite group, from the real ones, exact and unitary.

An irrep of complex type is, over the complex numbers, the sum of two conjugate ones that are not
equivalent; one of quaternionic type is twice one irrep [Serre 1977, Linear Representations of
Finite Groups, 13.2].  Each is cut out of a representation induced from a linear character of a
subgroup that contains it once; where none does, one of complex type out of the real irrep, by

    sum_g conj(chi(g)) D(g) v.
"""

from __future__ import annotations

from collections.abc import Sequence

from grouptools.errors import ArgumentError, GroupToolsError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.abstract.candidates import Candidate, complex_candidates
from grouptools.representations.abstract.dixon import Characters, complex_characters
from grouptools.representations.abstract.general_irreps import linear_part
from grouptools.representations.abstract.monomial import complex_blocks, part_of_induced
from grouptools.representations.abstract.splitting import (
    Part,
    check_representation,
    element_image,
    generated_part,
    matrices_on,
)
from grouptools.representations.irrep_data import IrrepData

__all__ = ["complex_irreps", "complex_labels"]


def complex_irreps(group: FiniteGroup, real_irreps: Sequence[IrrepData]) -> list[IrrepData]:
    """The complex irreps in these real ones, in their order.

    One of real type is given back as it is.  One of complex type gives two, labelled by its
    `complex_labels`, or "E1" and "E2" for "E": the first has the character that comes first in
    `complex_characters`, the second the complex conjugate matrices.  One of quaternionic type
    gives one, under its own label where it names no other.  `real_type` stays that of the real
    irrep.  `images` and `squares` of one are over one Field.cyclotomic(n); the squares are real
    and positive.

    Proved before they are given: the images keep every relation of the generators, and the
    Hermitian inner product; their traces are the character.
    Raises `ArgumentError` for what is no real irrep of the group, and `GroupToolsError` where a
    quaternionic one was not found.
    """
    characters = complex_characters(group)
    rows = [_row(characters, data) for data in real_irreps]
    wanted = [
        row for row in rows if characters.real_type(row) != "real" and characters.degrees[row] > 1
    ]
    candidates = complex_candidates(characters, wanted)
    result = []
    for row, data in zip(rows, real_irreps, strict=True):
        if data.real_type == "real":
            result.append(data)
            continue
        part = _part(characters, data, row, candidates.get(row))
        parts = (part, _conjugated(part))
        for label, chosen in zip(complex_labels(data), parts, strict=False):
            result.append(IrrepData(label, *chosen, data.real_type))
    return result


def complex_labels(data: IrrepData) -> tuple[str, ...]:
    """The labels of the complex irreps in a real one, its own or made from that.

    >>> one = FieldMatrix.identity(2)
    >>> [complex_labels(IrrepData(label, (one,), (), "complex")) for label in ("E", "E1")]
    [('E1', 'E2'), ('E1_1', 'E1_2')]
    """
    if data.complex_labels or data.real_type != "complex":
        return data.complex_labels or (data.label,)
    stem = f"{data.label}_" if data.label[-1:].isdigit() else data.label
    return f"{stem}1", f"{stem}2"


def _part(characters: Characters, data: IrrepData, row: int, candidate: Candidate | None) -> Part:
    """The complex irrep of one character."""
    if characters.degrees[row] == 1:
        return linear_part(characters, row, real=False)
    if candidate is not None:
        own = characters.field([row])
        field = own.joined(Field.cyclotomic(candidate.monomial.n))
        blocks = complex_blocks(candidate.monomial.n)
        values = characters.values(field)[row]
        part = part_of_induced(characters.structure, candidate.monomial, blocks, values, field)
    elif data.real_type == "complex":
        part = _isotypic_part(characters, data, row)
    else:
        raise GroupToolsError(
            f"the irrep {data.label} of {characters.group.name} has quaternionic type, but no "
            f"representation that is induced from a linear character contains its half once"
        )
    values = characters.values(part.images[0].field)[row]
    check_representation(characters.structure, part, values)
    return part


def _conjugated(part: Part) -> Part:
    return Part(tuple(image.conjugated() for image in part.images), part.squares)


def _isotypic_part(characters: Characters, data: IrrepData, row: int) -> Part:
    """The span of sum_g conj(chi(g)) D(g) e, with e the first basis vector.

    D(g^-1) e = n_0 n^-1 (e^T D(g))^T, with n the squared norms of the basis.
    """
    group, own = characters.group, data.images[0].field
    field = own.joined(characters.field([row]))
    values = characters.values(field)[row]
    weights = [[values[r] for r in characters.structure.class_of.tolist()]]
    first = FieldMatrix.identity(len(data.squares), own).taken(rows=[0])
    rows = group.images(data.images, FieldMatrix.__matmul__, first)
    inverses = FieldMatrix.diagonal([own.inverse(square) for square in data.squares], own)
    vector = FieldMatrix.from_rows(weights, field) @ stacked(rows) @ inverses
    images = [image.over(field) for image in data.images]
    squares = [own.embed(square, field) for square in data.squares]
    return matrices_on(generated_part(vector, images), images, squares)


def _row(characters: Characters, data: IrrepData) -> int:
    """The first complex character in a real irrep, by its traces.

    Those of a linear one are compared until they tell it from the others, since groups may have
    many of them over fields of large degree.
    """
    own, structure = data.images[0].field, characters.structure
    rows = [
        row
        for row, conjugate in enumerate(characters.conjugates)
        if row <= conjugate
        and characters.real_type(row) == data.real_type
        and characters.degrees[row] * len(characters.real_rows(row)) == len(data.squares)
    ]
    known: dict[int, FieldMatrix] = {}
    for r, members in enumerate(structure.members):
        if r and len(rows) == 1 and characters.degrees[rows[0]] == 1:
            break
        trace = element_image(characters.group, data.images, int(members[0]), known).trace()
        rows = [row for row in rows if _is_equal(own, trace, *_real_value(characters, row, r))]
    if len(rows) != 1:
        raise ArgumentError(
            f"the matrices {data.label} were given as a real irrep of {data.real_type} type of "
            f"{characters.group.name}, but their traces are those of none: check the images"
        )
    return rows[0]


def _real_value(characters: Characters, row: int, r: int) -> tuple[Field, Element]:
    """The field of a real irrep's character, and its value on one class."""
    return characters.real_field(row), characters.real_values(row)[r]


def _is_equal(first: Field, a: Element, second: Field, b: Element) -> bool:
    """Whether elements of two fields are one number."""
    both = first.joined(second)
    return bool(first.embed(a, both) == second.embed(b, both))
