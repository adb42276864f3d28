"""Euler angles and quaternions of known rotations: every choice is tried, since there are few."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.choices import VALUES
from grouptools.conventions.convention import Convention
from grouptools.conventions.detective.case import Arrays, Finding
from grouptools.conventions.detective.reading import read_matrices, real_numbers
from grouptools.errors import ArgumentError

__all__ = ["NamedRotations"]

Numbers = NDArray[Any]

#: Sequences of axes, no axis twice running, those that begin and end with the same one first.
_SEQUENCES = [
    i + j + k
    for proper in (True, False)
    for i, j, k in product("ZYX", repeat=3)
    if j not in (i, k) and (i == k) is proper
]
_TEXTS = {
    "euler_angles": [*_SEQUENCES, *map(str.lower, _SEQUENCES)],
    "quaternions": list(VALUES["quaternions"]),
}
_COLUMNS = {"euler_angles": 3, "quaternions": 4}


class NamedRotations:
    """Euler angles (n, 3) or quaternions (n, 4) and the rotations that they name.

    What is compared are the entries of the rotation matrices.
    """

    def __init__(self, kind: str, array: object, rotations: object) -> None:
        self.kind = kind
        self.fields = (kind, "rotations")
        matrices = read_matrices(rotations, "rotations")
        given = real_numbers(array, "the array")
        columns = _COLUMNS[kind]
        if given.size != columns * len(matrices) or given.shape[-1] != columns:
            raise ArgumentError(
                f"an array of shape {given.shape} was given with {len(matrices)} rotations, but "
                f"{kind.replace('_', ' ')} have the shape (..., {columns}), one row for each"
            )
        self.rows = given.reshape(-1, columns)
        if kind == "quaternions" and not self.rows.any(axis=1).all():
            raise ArgumentError("a zero quaternion was given, but it is no rotation")
        self.data: Arrays = {"rotations": matrices}

    def expected(self, convention: Convention) -> Arrays:
        """The matrices of the rotations that the rows name in a convention."""
        from scipy.spatial.transform import Rotation

        text = str(getattr(convention, self.kind))
        if self.kind == "quaternions":
            named = Rotation.from_quat(self.rows[:, [text.index(part) for part in "xyzw"]])
        else:
            named = Rotation.from_euler(text, self.rows)
        matrices = named.as_matrix()
        active = convention.rotations == "active"
        return {"rotations": matrices if active else np.swapaxes(matrices, 1, 2)}

    def scales(self, expected: Arrays) -> Arrays:
        """1, since the matrices are orthogonal."""
        return {name: np.ones(()) for name in expected}

    def findings(self, rtol: float) -> Iterator[Finding]:  # noqa: ARG002 - `expected` tells
        """Every choice; what does not agree is dropped by its matrices."""
        for text, rotations in product(_TEXTS[self.kind], VALUES["rotations"]):
            yield Finding({self.kind: [text], "rotations": [rotations]})
