"""Rotations: Euler angles, quaternions, and matrices.

A convention with active rotations names by an array the rotation x -> R x of points; one with
passive rotations names R by what would name R^-1 there.  The rotation stays the same.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

from grouptools.conventions.arrays import namespace
from grouptools.conventions.convention import Convention
from grouptools.conventions.exact_map import ExactMap
from grouptools.conventions.kinds.kind import Kind, last_axes
from grouptools.conventions.kinds.tensors import axis_map

__all__ = ["EULER_ANGLES", "QUATERNIONS", "ROTATION_MATRICES"]

_EVEN = ("xyz", "yzx", "zxy")


def _matrices(array: Any, source: Convention, target: Convention) -> Any:
    last_axes(array, (3, 3), "rotation matrices")
    turned = array if source.rotations == target.rotations else array.swapaxes(-1, -2)
    move = axis_map(source, target)
    return move.applied(move.applied(turned, axis=-2))


def _quaternions(array: Any, source: Convention, target: Convention) -> Any:
    last_axes(array, (4,), "quaternions")
    before, after = str(source.quaternions), str(target.quaternions)
    vector = 1 if source.rotations == target.rotations else -1
    signs = [1 if part == "w" else vector for part in after]
    return ExactMap.moving([before.index(part) for part in after], signs).applied(array)


def _angles(array: Any, source: Convention, target: Convention) -> Any:
    """From one sequence of axes to another by way of the quaternion."""
    last_axes(array, (3,), "Euler angles")
    read, write = _intrinsic(source), _intrinsic(target)
    angles = _reordering(*read[1:]).applied(array)
    if read[0] != write[0]:
        functions = namespace(array)
        angles = _angles_of(_quaternion_of(angles, read[0], functions), write[0], functions)
    return _reordering(*write[1:]).applied(angles)


def _intrinsic(convention: Convention) -> tuple[str, bool, bool]:
    """The sequence of the active intrinsic rotations, whether it is reversed, and inverted.

    R_a(s) R_b(t) R_c(u) has the inverse R_c(-u) R_b(-t) R_a(-s), and extrinsic rotations are the
    same product with its factors in the other order.
    """
    sequence = str(convention.euler_angles)
    passive = convention.rotations == "passive"
    reverse = sequence.islower() != passive
    axes = sequence.lower()
    return axes[::-1] if reverse else axes, reverse, passive


def _reordering(reverse: bool, negative: bool) -> ExactMap:
    return ExactMap.moving([2, 1, 0] if reverse else [0, 1, 2], [-1 if negative else 1] * 3)


def _quaternion_of(angles: Any, sequence: str, functions: Any) -> dict[str, Any]:
    """The parts x, y, z, w of the product of three turns about axes."""
    product: dict[str, Any] = {}
    for k, axis in enumerate(sequence):
        half = angles[..., k] / 2
        c, s = functions.cos(half), functions.sin(half)
        product = _times_turn(product, axis, c, s) if product else _turn(axis, c, s)
    return product


def _turn(axis: str, c: Any, s: Any) -> dict[str, Any]:
    return {part: c if part == "w" else s if part == axis else 0 * s for part in "xyzw"}


def _times_turn(q: dict[str, Any], axis: str, c: Any, s: Any) -> dict[str, Any]:
    """The product q (c + s e), e the unit of an axis; f e = g where f, e, g is an even order."""
    g, f = next((g, f) for g, f in permutations("xyz".replace(axis, "")) if f + axis + g in _EVEN)
    return {
        "w": q["w"] * c - q[axis] * s,
        axis: q[axis] * c + q["w"] * s,
        g: q[g] * c + q[f] * s,
        f: q[f] * c - q[g] * s,
    }


def _angles_of(q: dict[str, Any], sequence: str, functions: Any) -> Any:
    """The angles of a quaternion, which are those of the same element of SU(2).

    For a sequence i j i, with k the third axis and e = 1 where i j k is even, else -1, the
    quaternion of R_i(a) R_j(b) R_i(c) is

        w = cos(b/2) cos((a+c)/2)      q_i =   cos(b/2) sin((a+c)/2)
        q_j = sin(b/2) cos((a-c)/2)    q_k = e sin(b/2) sin((a-c)/2),    0 <= b <= pi.

    For i j k it is q (1 + e_j)/sqrt2 that has this form, with b + pi/2 and -e c in place of b, c.
    """
    i, j = sequence[0], sequence[1]
    k = next(axis for axis in "xyz" if axis not in (i, j))
    even = 1 if i + j + k in _EVEN else -1
    proper = sequence[2] == i
    if not proper:
        q = _times_turn(q, j, 1, 1)
    mean = functions.atan2(q[i], q["w"])
    difference = functions.atan2(even * q[k], q[j])
    b = 2 * functions.atan2(functions.hypot(q[j], q[k]), functions.hypot(q["w"], q[i]))
    a, c = mean + difference, mean - difference
    if not proper:
        quarter_turn = functions.atan2(0 * b + 1, 0 * b)  # in the precision of the angles
        b, c = b - quarter_turn, -even * c
    return functions.stack([a, b, c], -1)


ROTATION_MATRICES = Kind("rotation_matrices", "(..., 3, 3)", ("rotations", "vectors"), 2, _matrices)
QUATERNIONS = Kind("quaternions", "(..., 4)", ("rotations", "quaternions"), 1, _quaternions)
EULER_ANGLES = Kind("euler_angles", "(..., 3), radians", ("rotations", "euler_angles"), 1, _angles)
