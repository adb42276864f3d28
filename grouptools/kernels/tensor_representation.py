"""The representation of a group on the tensors of one index symmetry, exact.

(g T)_ij... = det(g)^a g_ii' g_jj' ... T_i'j'..., a = 1 for axial tensors, 0 for polar ones
[Nye 1985, Physical Properties of Crystals, chapter I section 3 and appendix A].

The basis: for each independent component the tensor that is 1, or -1, at its members, in the
scaled coordinates of the group's frame, T_ij... = sqrt(frame[i] frame[j] ...) t_ij...
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group
from grouptools.kernels.index_symmetry import IndexSymmetry
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["component_lengths", "tensor_representation"]

#: The nonzero entries of a matrix: for each row the (column, entry).
Rows = list[list[tuple[int, Element]]]


def tensor_representation(
    group: Group, symmetry: str | int | IndexSymmetry, *, axial: bool = False
) -> Representation:
    """The action of a group on the polar or axial tensors of an index symmetry.

    Order: `IndexSymmetry.components(group.dimension)`.

    Raises `ArgumentError` for a group that acts on no plane or space.
    Tested to rank 4, and rank 6 with the symmetry of third-order elasticity.

    >>> from grouptools.groups.planar import cyclic
    >>> tensor_representation(cyclic(4), "ij=ji").images[0].to_sympy()  # on xx, yy, xy
    Matrix([
    [0, 1,  0],
    [1, 0,  0],
    [0, 0, -1]])
    """
    symmetry = IndexSymmetry.parse(symmetry)
    lengths = component_lengths(group, symmetry)
    dimension = group.dimension
    images = []
    for matrix, derivation in zip(group.natural, group.derivations, strict=True):
        image = _image(matrix, symmetry, derivation=derivation)
        if axial and not derivation:
            image = image.scaled(_image(matrix, _volume(dimension), derivation=False)[0, 0])
        images.append(image)
    components = symmetry.components(dimension)
    squares = [
        len(component.members) * length % group.field.modulus
        for component, length in zip(components, lengths, strict=True)
    ]
    name = f"{'axial ' if axial else ''}tensors {symmetry.text}"
    return Representation(group, images, squares, name)


def component_lengths(group: Group, symmetry: IndexSymmetry) -> list[Element]:
    """frame[i] * frame[j] * ... of each component: the square of T_ij... / t_ij....

    Raises `ArgumentError` for a group that acts on no plane or space.
    """
    if group.dimension not in (2, 3) or not group.natural:
        raise ArgumentError(
            f"tensors were asked for, but {group.name} acts on no plane or space: "
            f"give the group by matrices of size 2 or 3"
        )
    one = group.field.element(1)
    return [
        prod((group.frame[i] for i in component.first), start=one) % group.field.modulus
        for component in symmetry.components(group.dimension)
    ]


def _volume(dimension: int) -> IndexSymmetry:
    """The symmetry of a determinant."""
    return IndexSymmetry.parse({2: "ij=-ji", 3: "ijk=-jik=-ikj"}[dimension])


def _image(matrix: FieldMatrix, symmetry: IndexSymmetry, *, derivation: bool) -> FieldMatrix:
    """The image of one generator: each row is what becomes of a component's first entry."""
    dimension, field = matrix.shape[0], matrix.field
    components = symmetry.components(dimension)
    place = {
        index: (column, sign)
        for column, component in enumerate(components)
        for index, sign in component.members
    }
    sparse = [[(j, e) for j, e in enumerate(row) if e != 0] for row in matrix.rows()]
    expand = _derived if derivation else _transformed
    rows = []
    for component in components:
        row = [field.element(0)] * len(components)
        for index, element in expand(sparse, component.first, field).items():
            if index in place:  # elsewhere T is zero
                column, sign = place[index]
                row[column] = row[column] + sign * element
        rows.append(row)
    return FieldMatrix.from_rows(rows, field, len(components))


def _transformed(
    sparse: Rows, index: Sequence[int], field: Field
) -> Mapping[tuple[int, ...], Element]:
    """The coefficients of T_i'j'... in g_ii' g_jj' ... T_i'j'...."""
    terms: dict[tuple[int, ...], Element] = {(): field.element(1)}
    for i in index:
        terms = {
            (*before, j): element * entry % field.modulus
            for before, element in terms.items()
            for j, entry in sparse[i]
        }
    return terms


def _derived(sparse: Rows, index: Sequence[int], field: Field) -> Mapping[tuple[int, ...], Element]:
    """The coefficients of T in X_ii' T_i'j... + X_jj' T_ij'... + ...."""
    terms: dict[tuple[int, ...], Element] = {}
    for position, i in enumerate(index):
        for j, entry in sparse[i]:
            changed = (*index[:position], j, *index[position + 1 :])
            terms[changed] = terms.get(changed, field.element(0)) + entry
    return terms
