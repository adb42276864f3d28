"""Representations that every group has by name: trivial, natural, determinant, permutations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    from grouptools.groups.subgroup import Subgroup

__all__ = [
    "determinant_representation",
    "natural_representation",
    "permutation_representation",
    "quotient_representation",
    "regular_representation",
    "sign_representation",
    "trivial_representation",
]


def trivial_representation(group: Group) -> Representation:
    """The representation by 1: the first of the irreps."""
    from grouptools.representations.catalogue import trivial_label
    from grouptools.representations.irrep_value import Irrep

    return Irrep(trivial_label(group), group).representation


def natural_representation(group: Group) -> Representation:
    """The representation on the space that the group acts on: the matrices of vectors.

    Order of the basis: the axes x, y, z (x, y in the plane).

    Raises `ArgumentError` for a group that was given without a space.
    """
    if not group.natural:
        raise ArgumentError(
            f"the natural representation of {group.name} was asked for, but this group was given "
            f"without a space to act on: make it from matrices"
        )
    return Representation(group, group.natural, group.frame, "natural")


def determinant_representation(rep: Representation | Group) -> Representation:
    """The determinants of a representation, or of a group's natural one."""
    whole = rep if isinstance(rep, Representation) else natural_representation(rep)
    power = whole.antisymmetric_power(whole.dimension)
    return Representation(whole.group, power.images, name=f"det({whole.name})")


def sign_representation(group: FiniteGroup) -> Representation:
    """The signs of the permutations that a group was made from.

    Raises `ArgumentError` for a group that was made otherwise.
    """
    given = getattr(group, "given", ())
    if not given or not isinstance(given[0], tuple):
        raise ArgumentError(
            f"signs of permutations were asked for, but {group.name} was not made from "
            f"permutations: use determinant_representation"
        )
    signs = [[[_sign(given[g])]] for g in group.generators]
    return Representation(group, [FieldMatrix.from_rows(sign) for sign in signs], name="sign")


def regular_representation(group: FiniteGroup) -> Representation:
    """The permutations of the elements by left multiplication: g e_h = e_gh.

    Order of the basis: the elements, list(range(group.order))
    """
    _require_finite(group, "the regular representation")
    return _permuting(group, group.table[np.array(group.generators)], "regular")


def quotient_representation(group: FiniteGroup, subgroup: Subgroup) -> Representation:
    """The permutations of the left cosets of a subgroup: g e_hH = e_ghH.

    Order of the basis: the cosets by their smallest elements, as `subgroup.projection` numbers
    them.  Raises `ArgumentError` for a subgroup of another group.
    """
    _require_finite(group, "a quotient representation")
    if getattr(subgroup, "parent", None) != group:
        raise ArgumentError(
            f"{subgroup!r} was given, but a subgroup of {group.name} is expected: make it by "
            f"`group.subgroup`"
        )
    cosets = subgroup.projection
    smallest = np.unique(cosets, return_index=True)[1]
    images = cosets[group.table[np.array(group.generators)][:, smallest]]
    return _permuting(group, images, f"functions on {group.name}/{subgroup.group.name}")


def permutation_representation(
    group: FiniteGroup, action: Sequence[Any] | Any, name: str = "permutation"
) -> Representation:
    """The permutations of points by an action of a finite group: g e_p = e_gp.

    `action`: for each generator the images of the points 0, ..., n - 1; or an action as an array
    (order, n), one row for each element.
    Raises `ArgumentError` that names the product that is violated.
    """
    from grouptools.groups.actions import action_from_generators, check_action

    _require_finite(group, "a permutation representation")
    if len(action) == group.order and len(action) != len(group.generators):
        check_action(group, action)
        full = np.asarray(action)
    else:
        full = action_from_generators(group, action)
    return _permuting(group, full[np.array(group.generators)], name)


def _permuting(group: FiniteGroup, images: Any, name: str) -> Representation:
    permutation = np.array(images, dtype=np.int64)
    permutation.flags.writeable = False
    matrices = [FieldMatrix.permutation(row.tolist()) for row in permutation]
    return Representation(group, matrices, name=name, permutation=permutation)


def _sign(permutation: Sequence[int]) -> int:
    """1 for an even permutation, -1 for an odd one: that of n minus the number of cycles."""
    seen: set[int] = set()
    cycles = 0
    for start in range(len(permutation)):
        cycles += start not in seen
        while start not in seen:
            seen.add(start)
            start = permutation[start]  # noqa: PLW2901 -- walks along its cycle
    return -1 if (len(permutation) - cycles) % 2 else 1


def _require_finite(group: Group, what: str) -> None:
    if not isinstance(group, FiniteGroup):
        raise ArgumentError(
            f"{what} was asked for, but {group!r} is not a finite group: pass a finite one"
        )
