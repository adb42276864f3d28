"""Irreducible parts of a representation, cut out exactly and proved.

A vector generates the span of its images under the group.  In a part that contains an irrep once
every vector generates that irrep; its matrices in an orthogonal basis b_i of the span are

    M(s)[i, j] = <b_i, s b_j> / <b_i, b_i>.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import NamedTuple

from grouptools.errors import IntegrityError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.bases import canonical_basis
from grouptools.exact.algebra.echelon import reduced_echelon
from grouptools.exact.algebra.fields import Element
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.abstract.class_structure import ClassStructure

__all__ = ["Part", "check_representation", "element_image", "generated_part", "matrices_on"]


class Part(NamedTuple):
    """A representation: the images of the generators, and the squared norms of its basis."""

    images: tuple[FieldMatrix, ...]
    squares: tuple[Element, ...]


def generated_part(vector: FieldMatrix, images: Sequence[FieldMatrix]) -> FieldMatrix:
    """The smallest invariant space that contains a row vector, in reduced echelon form.

    `images`: one matrix a generator, acting on columns, over the field of the vector.
    """
    transposes = [image.transposed() for image in images]
    space, _ = reduced_echelon(vector)
    dimension = 0
    while space.shape[0] > dimension:
        dimension = space.shape[0]
        space, _ = reduced_echelon(stacked([space, *(space @ t for t in transposes)]))
    return space


def matrices_on(
    space: FieldMatrix, images: Sequence[FieldMatrix], weights: Sequence[Element]
) -> Part:
    """The matrices on an invariant space, in its canonical basis.

    `weights`: the squared norms of the coordinates, under which the images are unitary.
    The squared norms of the basis are divided by the first, and multiplied by the smallest integer
    that makes their coefficients integers.
    """
    field = space.field
    basis, norms = canonical_basis(space, weights)
    first = field.inverse(norms[0])
    ratios = [norm * first % field.modulus for norm in norms]
    common = lcm(*(int(ratio.denom()) for ratio in ratios))
    squares = tuple(ratio * common for ratio in ratios)
    inverses = FieldMatrix.diagonal([field.inverse(norm) for norm in norms], field)
    dual = inverses @ basis.conjugated() @ FieldMatrix.diagonal(list(weights), field)
    columns = basis.transposed()
    return Part(tuple(dual @ image @ columns for image in images), squares)


def check_representation(
    structure: ClassStructure, part: Part, character: Sequence[Element]
) -> None:
    """Prove that the images are those of a unitary representation with this character.

    Exactly: D(s)^+ n D(s) = n with n = diag(squares), for every generator s; rows r_g, one for
    each element g, that span the space and have r_g D(s) = r_gs for every g and s, so that each
    relation between generators holds for their matrices on a spanning set; tr D(g) for one g of
    each class.  All are over the field of `images`.
    Raises `IntegrityError` where one of these does not hold.
    """
    group, images = structure.group, part.images
    form = FieldMatrix.diagonal(list(part.squares), images[0].field)
    for name, image in zip(group.generator_names, images, strict=True):
        if image.conjugated().transposed() @ form @ image != form:
            raise IntegrityError(
                f"the matrix of the generator {name} of {group.name} does not keep the inner "
                f"product of its basis"
            )
    _check_relations(group, images)
    known: dict[int, FieldMatrix] = {}
    for members, value in zip(structure.members, character, strict=True):
        g = int(members[0])
        if element_image(group, images, g, known).trace() != value:
            raise IntegrityError(
                f"the matrices found for {group.name} are a representation, but not the one that "
                f"was to be found: the trace of element {g} is another"
            )


def element_image(
    group: FiniteGroup, images: Sequence[FieldMatrix], g: int, known: dict[int, FieldMatrix]
) -> FieldMatrix:
    """The matrix of one element, along its word in the generators; `known` is added to."""
    if not known:
        known[0] = FieldMatrix.identity(images[0].shape[0], images[0].field)
    ahead = []
    while g not in known:
        ahead.append(g)
        g, _ = group.steps[g]
    for h in reversed(ahead):
        before, s = group.steps[h]
        known[h] = known[before] @ images[s]
        g = h
    return known[g]


def _check_relations(group: FiniteGroup, images: Sequence[FieldMatrix]) -> None:
    """Raise `IntegrityError` unless the images satisfy every relation of the generators."""
    one = FieldMatrix.identity(images[0].shape[0], images[0].field)
    first = one.taken(rows=[0])
    if generated_part(first, [image.transposed() for image in images]).shape != one.shape:
        raise IntegrityError(
            f"the matrices found for {group.name} are reducible, though they were to be irreducible"
        )
    rows = group.images(images, FieldMatrix.__matmul__, first)
    every = stacked(rows)
    for s, (name, image) in enumerate(zip(group.generator_names, images, strict=True)):
        if every @ image != stacked([rows[h] for h in group.right[s].tolist()]):
            raise IntegrityError(
                f"the matrices found for {group.name} are no representation: relations between "
                f"{name} and the generators before it do not hold for them"
            )
