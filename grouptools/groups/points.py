"""Exact points of the space that a finite group acts on: their stabilisers and orbits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup
    from grouptools.groups.subgroup import Subgroup

__all__ = ["scaled_coordinates", "stabiliser_of_vectors"]


def stabiliser_of_vectors(group: FiniteGroup, points: Sequence[Sequence[Any]]) -> Subgroup:
    """See `FiniteGroup.stabiliser`."""
    from grouptools.groups.subgroup import subgroup_of

    columns = [scaled_coordinates(group, point) for point in points]
    fixed = [
        g
        for g, matrix in enumerate(group.matrices)
        if all((matrix @ column - column).is_zero() for column in columns)
    ]
    return subgroup_of(group, elements=fixed)


def scaled_coordinates(group: FiniteGroup, point: Sequence[Any]) -> FieldMatrix:
    """The column of the coordinates x_i / sqrt(frame[i]) of a point x, on which matrices act.

    `point`: d exact numbers, coordinates in the orthonormal axes.
    Raises `ArgumentError` for a wrong number of coordinates, and for those that are not exact.
    """
    from grouptools.exact.algebra.reading import read_numbers
    from grouptools.exact.algebra.roots import square_root

    if len(point) != group.dimension:
        raise ArgumentError(
            f"the point {tuple(point)} was given, but {group.name} acts on a space of dimension "
            f"{group.dimension}: pass {group.dimension} coordinates"
        )
    field, coordinates = read_numbers(list(point), f"the point {tuple(point)}")
    column = []
    for coordinate, square in zip(coordinates, group.frame, strict=True):
        root = square_root(group.field, square)
        if root is None:
            raise ArgumentError(
                f"the axis of squared length {group.field.to_sympy(square)} of {group.name} has "
                f"no length in a cyclotomic field"
            )
        own, length = root
        joined = own.joined(field)
        inverse = joined.inverse(own.embed(length, joined))
        scaled = field.embed(coordinate, joined) * inverse % joined.modulus
        column.append((joined, scaled))
    for own, _ in column:
        field = field.joined(own)
    return FieldMatrix.from_rows([[own.embed(value, field)] for own, value in column], field)
