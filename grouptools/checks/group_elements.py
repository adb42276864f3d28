"""What representations are tried at: rotations, or elements of the group that they are of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from grouptools.groups.group import Group
    from grouptools.representations.irrep_value import Irrep
    from grouptools.representations.irreps_value import Irreps
    from grouptools.representations.representation import Representation as GroupRepresentation

    Representation: TypeAlias = Callable[[Any], ArrayLike] | GroupRepresentation | Irrep | Irreps

__all__ = ["default_elements", "default_rotations", "group_of", "matrix_functions"]

#: The largest group of which all elements are tried.
_LARGEST = 240
_SEED = 0


def matrix_functions(reps: Sequence[Representation]) -> list[Callable[[Any], ArrayLike]]:
    """Each representation as a function of an element that returns floats."""
    return [_matrix_function(getattr(rep, "representation", rep)) for rep in reps]


def group_of(reps: Sequence[Representation]) -> Group | None:
    """The one group of those that know theirs; raises `ArgumentError` where there are two."""
    groups: list[Group] = []
    for rep in reps:
        group = getattr(rep, "group", None)
        if group is not None and group not in groups:
            groups.append(group)
    if len(groups) > 1:
        raise ArgumentError(
            f"representations of {groups[0].name} and of {groups[1].name} were given, but a "
            f"function is equivariant under one group: restrict one of them first"
        )
    return groups[0] if groups else None


def default_elements(group: Group | None) -> Iterable[Any]:
    """Elements of a group as its representations take them; rotations where it is not known.

    Finite: all elements, or of more than 240 the first 48 and 48 others.  SO(3), O(3): the
    rotations of `default_rotations`, in O(3) half of them times -1, as matrices.  SU(2): their
    quaternions, half of them with the other sign.  SO(2), O(2): 24 angles, in O(2) half of them
    with a reflection, as matrices.
    """
    if group is None:
        return default_rotations()
    if group.is_finite:
        return _numbers(int(getattr(group, "order", 1)))
    if group.dimension == 2:
        return _planar(group)
    rotations = default_rotations()
    if group.name == "SU(2)":
        return [r.as_quat() * (-1) ** i for i, r in enumerate(rotations)]
    if group.name == "O(3)":
        return [r.as_matrix() * (-1) ** i for i, r in enumerate(rotations)]
    return rotations


def default_rotations() -> list[Any]:
    """The rotations tried where none are given: special ones, then random ones of a fixed seed."""
    from scipy.spatial.transform import Rotation

    found = [Rotation.identity()]
    for axis in np.eye(3):
        found.append(Rotation.from_rotvec(np.pi * axis))
        found.append(Rotation.from_rotvec(np.pi / 2 * axis))
    found.append(Rotation.from_euler("ZYZ", [0.3, 0.0, 1.1]))
    found.append(Rotation.from_euler("ZYZ", [0.3, np.pi, 1.1]))
    found.append(Rotation.from_rotvec([1e-6, -2e-6, 1e-6]))
    generator = np.random.default_rng(_SEED)
    return found + [Rotation.from_quat(q) for q in generator.standard_normal((12, 4))]


def _matrix_function(rep: Any) -> Callable[[Any], ArrayLike]:
    """A representation's matrices in floats, those of a finite group rounded once."""
    group = getattr(rep, "group", None)
    if group is None or not hasattr(rep, "numeric"):
        return rep  # type: ignore[no-any-return]
    if not group.is_finite:
        return rep.numeric  # type: ignore[no-any-return]
    matrices = rep.to_numpy()
    return lambda element: matrices[group.element(element)]


def _numbers(order: int) -> list[int]:
    if order <= _LARGEST:
        return list(range(order))
    others = np.random.default_rng(_SEED).choice(order - 48, 48, replace=False) + 48
    return [*range(48), *sorted(map(int, others))]


def _planar(group: Group) -> list[Any]:
    angles = np.concatenate([np.arange(12) * np.pi / 6, 0.37 + np.arange(12) * 0.53])
    if group.name != "O(2)":
        return list(angles)
    signs = np.where(np.arange(24) % 2, -1.0, 1.0)
    cosines, sines = np.cos(angles), np.sin(angles)
    rows = [[cosines, -signs * sines], [sines, signs * cosines]]
    return list(np.moveaxis(np.array(rows), -1, 0))
