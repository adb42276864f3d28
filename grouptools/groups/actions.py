"""Actions of finite groups on finitely many points: orbits, stabilisers, the number of orbits.

An action is an integer array (order, n), `action[g, p]` the point to which g sends p; it is that
of its generators, extended to all elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.groups.elements import Integers, locked

if TYPE_CHECKING:
    from grouptools.groups.finite import FiniteGroup
    from grouptools.groups.subgroup import Subgroup

__all__ = [
    "action_from_generators",
    "burnside_count",
    "check_action",
    "orbit_numbers",
    "orbits",
    "stabiliser_of_point",
]


def action_from_generators(group: FiniteGroup, permutations: Sequence[Any]) -> Integers:
    """The action in which each generator permutes the points as given, proved to be one.

    `permutations`: for each generator the images of the points 0, ..., n - 1.
    Returns an int32 array of shape (order, n).
    Raises `ArgumentError` that names the generator and the element whose product is violated.
    """
    from grouptools.groups.construction import read_permutation

    names = group.generator_names
    if len(permutations) != len(names):
        raise ArgumentError(
            f"{len(permutations)} permutations were given, but {group.name} has {len(names)} "
            f"generators, {', '.join(names)}: pass one for each"
        )
    images = [
        np.array(read_permutation(given, f"the permutation of {name}"), dtype=np.int32)
        for given, name in zip(permutations, names, strict=True)
    ]
    points = {len(image) for image in images}
    if len(points) > 1:
        raise ArgumentError(
            f"the permutations given move {sorted(points)} points, but all must move the same"
        )
    one = np.arange(points.pop(), dtype=np.int32)
    action = np.array(group.images(images, _composed, one))
    check_action(group, action)
    return locked(action)


def check_action(group: FiniteGroup, action: Any) -> None:
    """Raise `ArgumentError` unless action[g h, p] = action[g, action[h, p]] and 1 moves nothing."""
    array = np.asarray(action)
    if array.ndim != 2 or len(array) != group.order:
        raise ArgumentError(
            f"an action of shape {array.shape} was given, but {group.name} needs one row for each "
            f"of its {group.order} elements: action[g, p] is the point to which g sends p"
        )
    points = np.arange(array.shape[1])
    if (array[0] != points).any():
        raise ArgumentError(f"the identity of {group.name} moves a point, but it must move none")
    if array.size and (array.min() < 0 or array.max() >= array.shape[1]):
        raise ArgumentError(
            f"an action on the points 0, ..., {array.shape[1] - 1} sends one outside of them"
        )
    for name, s, row in zip(group.generator_names, group.generators, group.right, strict=True):
        wrong = np.argwhere(array[row] != array[:, array[s]])
        if len(wrong):
            g, p = map(int, wrong[0])
            raise ArgumentError(
                f"this is no action of {group.name}: the product of {group.element_name(g)} and "
                f"{name} sends point {p} to {array[row[g], p]}, but one after the other they send "
                f"it to {array[g, array[s, p]]}"
            )


def orbit_numbers(permutations: Sequence[Any] | NDArray[Any]) -> Integers:
    """The orbit of each point under some permutations, numbered by the smallest points."""
    images = np.asarray(permutations)
    if (np.sort(images, axis=1) != np.arange(images.shape[1])).any():
        raise ArgumentError("permutations were expected, but one maps two points to one")
    label = np.arange(images.shape[1])
    while True:  # each point takes the smallest label beside it, until nothing changes
        smallest = label
        for image in images:
            smallest = np.minimum(smallest, label[image])
            smallest[image] = np.minimum(smallest[image], label)
        smallest = smallest[smallest]
        if (smallest == label).all():
            return np.unique(label, return_inverse=True)[1].astype(np.int32)
        label = smallest


def orbits(action: Any) -> tuple[tuple[int, ...], ...]:
    """The orbits of an action, each from small to large, in the order of their smallest points.

    >>> orbits([[0, 1, 2, 3], [0, 2, 1, 3]])
    ((0,), (1, 2), (3,))
    """
    numbers = orbit_numbers(action)
    members: list[list[int]] = [[] for _ in range(int(numbers.max(initial=-1)) + 1)]
    for point, number in enumerate(numbers):
        members[number].append(point)
    return tuple(map(tuple, members))


def burnside_count(action: Any) -> int:
    """The number of orbits, as the mean number of fixed points of an element [Burnside 1897].

    `action`: one row for each element of the group.

    >>> burnside_count([[0, 1, 2, 3], [0, 2, 1, 3]])
    3
    """
    array = np.asarray(action)
    fixed = int((array == np.arange(array.shape[1])).sum())
    count, rest = divmod(fixed, len(array))
    if rest:
        raise ArgumentError(
            f"{fixed} fixed points of {len(array)} permutations were counted, which is no whole "
            f"number of orbits: pass one permutation for each element of a group"
        )
    return count


def stabiliser_of_point(group: FiniteGroup, action: Any, point: int) -> Subgroup:
    """The subgroup of the elements that send a point to itself."""
    from grouptools.groups.subgroup import subgroup_of

    array = np.asarray(action)
    check_action(group, array)
    if not 0 <= point < array.shape[1]:
        raise ArgumentError(
            f"point {point} was given, but the points are 0, ..., {array.shape[1] - 1}"
        )
    return subgroup_of(group, elements=np.flatnonzero(array[:, point] == point))


def _composed(g: Integers, h: Integers) -> Integers:
    """The permutation p -> g(h(p))."""
    image: Integers = g[h]
    return image
