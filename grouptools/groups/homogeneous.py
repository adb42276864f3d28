"""Homogeneous spaces G/H of finite groups, on which G acts; H need not be normal."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.groups.actions import check_action, stabiliser_of_point
from grouptools.groups.elements import Integers, locked
from grouptools.groups.subgroup import Subgroup

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup

__all__ = ["HomogeneousSpace", "cosets", "space_of_orbit"]


class HomogeneousSpace:
    """The left cosets g H of a subgroup, as points 0, ..., size - 1 on which the group acts.

    `group`, `subgroup`: G and H.
    `projection[g]`: the point g H.
    `representatives[p]`: the smallest element of G in the coset p; the points are in the order of
    these, so that point 0, `base_point`, is H itself.
    `action[g, p]`: the point to which g sends p, an int32 array of shape (order, size).
    """

    base_point = 0

    def __init__(self, group: FiniteGroup, subgroup: Subgroup) -> None:
        """Take a subgroup of `group`."""
        _require_subgroup(group, subgroup)
        self.group = group
        self.subgroup = subgroup
        self.projection = subgroup.projection
        smallest = np.unique(self.projection, return_index=True)[1]
        self.representatives = tuple(int(g) for g in smallest)

    @property
    def size(self) -> int:
        """The number of points, the index of the subgroup."""
        return len(self.representatives)

    @cached_property
    def action(self) -> Integers:
        """The point to which g sends p: g (r H) = (g r) H."""
        return locked(self.projection[self.group.table[:, list(self.representatives)]])

    def coset(self, point: int) -> tuple[int, ...]:
        """The elements of G that send the base point to `point`, from small to large."""
        return tuple(int(g) for g in np.flatnonzero(self.projection == self._point(point)))

    def stabiliser(self, point: int) -> Subgroup:
        """The elements that send `point` to itself, r H r^-1 for its representative r."""
        return stabiliser_of_point(self.group, self.action, self._point(point))

    def __eq__(self, other: object) -> bool:
        """Two spaces are equal when their subgroups are."""
        return isinstance(other, HomogeneousSpace) and self.subgroup == other.subgroup

    def __hash__(self) -> int:
        """Hash the subgroup."""
        return hash(("G/H", self.subgroup))

    def __repr__(self) -> str:
        """Group, subgroup and number of points."""
        return (
            f"<HomogeneousSpace {self.group.name}/{self.subgroup.group.name}, {self.size} points>"
        )

    def _point(self, point: int) -> int:
        if not 0 <= point < self.size:
            raise ArgumentError(
                f"point {point} was given, but the points are 0, ..., {self.size - 1}"
            )
        return int(point)


def cosets(group: FiniteGroup, subgroup: Subgroup, side: str) -> tuple[tuple[int, ...], ...]:
    """See `FiniteGroup.cosets`."""
    _require_subgroup(group, subgroup)
    if side not in ("left", "right"):
        raise ArgumentError(f"side = {side!r} was given, but it must be 'left' or 'right'")
    own = list(subgroup.elements)
    products = group.table[:, own] if side == "left" else group.table[own].T
    smallest = np.flatnonzero(products.min(axis=1) == np.arange(group.order))
    return tuple(tuple(map(int, np.sort(products[g]))) for g in smallest)


def space_of_orbit(
    group: FiniteGroup, action: Any, point: int
) -> tuple[HomogeneousSpace, tuple[int, ...]]:
    """The orbit of a point as a homogeneous space, G over the stabiliser of the point.

    Returns the space, and the point of `action` that is point p of the space, for each p.
    """
    array = np.asarray(action)
    check_action(group, array)
    space = HomogeneousSpace(group, stabiliser_of_point(group, array, point))
    return space, tuple(int(array[g, point]) for g in space.representatives)


def _require_subgroup(group: FiniteGroup, subgroup: Subgroup) -> None:
    if not isinstance(subgroup, Subgroup) or subgroup.parent != group:
        given = getattr(getattr(subgroup, "group", None), "name", type(subgroup).__name__)
        raise ArgumentError(
            f"{given} was given where a subgroup of {group.name} is expected: make it by "
            f"`group.subgroup(generators=[...])`"
        )
