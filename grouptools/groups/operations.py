"""What each element of a point group is: a rotation, an inversion, a reflection, both together.

C_m^k turns by 2 pi k/m about an axis; S_m^k does, and reflects k times in the plane normal to it,
so that k is odd where S_m is no rotation; S_1 is a reflection and S_2 the inversion
[Schoenflies 1891; Altmann & Herzig 1994].
"""

from __future__ import annotations

from typing import NamedTuple

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import determinant
from grouptools.groups.finite import FiniteGroup

__all__ = ["Operation", "along_z", "operations"]


class Operation(NamedTuple):
    """An element of the orthogonal group of space, but for its axis.

    `proper`: whether it is a rotation; else it is one together with a reflection.
    `m`, `k`: the turn is by 2 pi k/m; for a reflection m = 1, for the inversion m = 2.
    """

    proper: bool
    m: int
    k: int

    @property
    def name(self) -> str:
        """E, C3, C5^2, i, S6^5; "sigma" for a reflection."""
        if self.m == 1:
            return "E" if self.proper else "sigma"
        if self.m == 2 and not self.proper:
            return "i"
        power = f"^{self.k}" if self.k > 1 else ""
        return f"{'C' if self.proper else 'S'}{self.m}{power}"


def operations(group: FiniteGroup) -> tuple[Operation, ...]:
    """What each element of a finite group of space is, in the order of the elements.

    An axis is directed so that the product of its coordinates is positive, or else the last of
    them that is not 0: then +z, and (1,1,1), (1,-1,-1), ... for the three-fold axes of T.

    >>> from grouptools.groups.point_groups import point_group
    >>> [operation.name for operation in operations(point_group("S6"))]
    ['E', 'C3', 'i', 'C3^2', 'S6^5', 'S6']
    """
    return tuple(_operation(group, g) for g in range(group.order))


def along_z(matrix: FieldMatrix) -> bool:
    """Whether the axis of a half-turn, or the normal of a reflection, is z."""
    return all(matrix[i, 2] == 0 and matrix[2, i] == 0 for i in range(2)) and (
        matrix[0, 0] == matrix[1, 1] and matrix[0, 1] == 0
    )


def _operation(group: FiniteGroup, g: int) -> Operation:
    matrix, field = group.matrices[g], group.field
    proper = determinant(matrix) == 1
    order = group.order_of(g)
    double_cosine = matrix.trace() - (1 if proper else -1)
    k = next(k for k in range(order) if double_cosine == field.double_cosine(k, order))
    if _is_clockwise(group, matrix):
        k = -k % order
    m = next(m for m in range(1, order + 1) if m * k % order == 0)
    k = k * m // order
    if not proper and k % 2 == 0:
        k += m  # then m is odd: S_m^(k + m) reflects, and turns as C_m^k does
    return Operation(proper, m, k)


def _is_clockwise(group: FiniteGroup, matrix: FieldMatrix) -> bool:
    """Whether the turn is by more than half, about its axis as it is directed.

    The antisymmetric part of a matrix that turns by t about u is sin t times that of u: entry
    (j, i), times the squared length of b_j, minus the same of (i, j) has the sign of sin t u_k.
    """
    field, frame = group.field, group.frame
    signs = []
    for i, j in ((1, 2), (2, 0), (0, 1)):
        turned = (frame[j] * matrix[j, i] - frame[i] * matrix[i, j]) % field.modulus
        signs.append(field.sign(turned) if turned != 0 else 0)
    if all(signs):
        return signs[0] * signs[1] * signs[2] < 0
    return next((sign for sign in reversed(signs) if sign), 1) < 0
