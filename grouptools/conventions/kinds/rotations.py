"""Rotations: Euler angles, quaternions, and matrices.

A convention with active rotations names by an array the rotation x -> R x of points; one with
passive rotations names R by what would name R^-1 there.  The rotation stays the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grouptools.conventions.arrays import namespace
from grouptools.conventions.convention import Convention
from grouptools.conventions.exact_map import ExactMap
from grouptools.conventions.kinds.kind import Kind, last_axes
from grouptools.conventions.kinds.tensors import axis_map

__all__ = ["EULER_ANGLES", "QUATERNIONS", "ROTATION_MATRICES"]


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
        numbers = namespace(array)
        quaternion = _Sequence.of(read[0]).quaternion(angles, numbers)
        angles = _Sequence.of(write[0]).angles(quaternion, numbers)
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


@dataclass(frozen=True)
class _Sequence:
    """Three axes of turns, i j i or i j k; k is the axis that is neither i nor j.

    With e = 1 where i j k is even, else -1, the quaternion of R_i(a) R_j(b) R_i(c) is

        w = cos(b/2) cos((a+c)/2)      q_i =   cos(b/2) sin((a+c)/2)
        q_j = sin(b/2) cos((a-c)/2)    q_k = e sin(b/2) sin((a-c)/2).

    For R_i(a) R_j(b) R_k(c) it is q (1 + e_j)/sqrt2 that has this form, with b + pi/2 in the place
    of b and -e c in the place of c.
    """

    i: str
    j: str
    k: str
    even: int
    proper: bool

    @classmethod
    def of(cls, axes: str) -> _Sequence:
        i, j, last = tuple(axes)
        k = next(axis for axis in "xyz" if axis not in (i, j))
        return cls(i, j, k, 1 if i + j + k in ("xyz", "yzx", "zxy") else -1, last == i)

    def quaternion(self, angles: Any, numbers: Any) -> dict[str, Any]:
        """The parts of the quaternion, up to a common positive factor."""
        a, b, c = (angles[..., n] for n in range(3))
        if not self.proper:
            b, c = b + _quarter(b, numbers), -self.even * c
        cosine, sine = numbers.cos(b / 2), numbers.sin(b / 2)
        mean, difference = (a + c) / 2, (a - c) / 2
        q = {
            "w": cosine * numbers.cos(mean),
            self.i: cosine * numbers.sin(mean),
            self.j: sine * numbers.cos(difference),
            self.k: self.even * sine * numbers.sin(difference),
        }
        return q if self.proper else self._times(q, -1)

    def angles(self, q: dict[str, Any], numbers: Any) -> Any:
        """The angles, 0 <= b <= pi or -pi/2 <= b <= pi/2, of the same element of SU(2)."""
        if not self.proper:
            q = self._times(q, 1)
        mean = numbers.atan2(q[self.i], q["w"])
        difference = numbers.atan2(self.even * q[self.k], q[self.j])
        b = 2 * numbers.atan2(numbers.hypot(q[self.j], q[self.k]), numbers.hypot(q["w"], q[self.i]))
        a, c = mean + difference, mean - difference
        if not self.proper:
            b, c = b - _quarter(b, numbers), -self.even * c
        return numbers.stack([a, b, c], -1)

    def _times(self, q: dict[str, Any], s: int) -> dict[str, Any]:
        """The product q (1 + s e_j)."""
        w, i, j, k = (q[part] for part in ("w", self.i, self.j, self.k))
        t = s * self.even
        return {"w": w - s * j, self.i: i - t * k, self.j: j + s * w, self.k: k + t * i}


def _quarter(angle: Any, numbers: Any) -> Any:
    """A quarter turn in the precision of an angle."""
    return numbers.atan2(0 * angle + 1, 0 * angle)


ROTATION_MATRICES = Kind("rotation_matrices", ("rotations", "vectors"), 2, _matrices)
QUATERNIONS = Kind("quaternions", ("rotations", "quaternions"), 1, _quaternions)
EULER_ANGLES = Kind("euler_angles", ("rotations", "euler_angles"), 1, _angles)
