"""Exact rotations: 3x3 matrices and unit quaternions over real algebraic numbers.

Quaternions are written (x, y, z, w), scalar last.  The quaternion of a matrix R needs square
roots, but its multiple by 4 q_i does not: the symmetric matrix 4 q q^T is linear in R
[Shepperd 1978; Bar-Itzhack 2000], and any of its nonzero columns will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    import sympy

__all__ = ["ExactRotation", "read_rotation", "rotation_matrix", "rotation_quaternion"]


class ExactRotation(NamedTuple):
    """A rotation as a quaternion over a number field.

    `quaternion` (x, y, z, w) and its squared length `norm` are elements of `field`, a sympy
    domain.  `has_sign` says whether the sign of the quaternion was given: then `norm` is 1.
    """

    field: Any
    quaternion: tuple[Any, ...]
    norm: Any
    has_sign: bool


def read_rotation(rotation: object) -> ExactRotation:
    """Read a 3x3 matrix or a unit quaternion (x, y, z, w) and prove that it is a rotation.

    Raises `ArgumentError` that names what is wrong: a float, a number that is not real algebraic,
    an entry of R^T R - 1 that is not zero, determinant -1, a norm other than 1.
    """
    given = _as_matrix(rotation)
    field, entries = _field_elements(list(given))
    if given.shape == (3, 3):
        rows = [entries[:3], entries[3:6], entries[6:]]
        _check_special_orthogonal(field, rows)
        return _from_matrix(field, rows)
    norm = sum((v * v for v in entries), field.zero)
    if norm != field.one:
        raise ArgumentError(
            f"the quaternion {tuple(given)} was given, but its squared length is "
            f"{field.to_sympy(norm)} where a rotation needs 1: divide it by its length"
        )
    return ExactRotation(field, tuple(entries), norm, has_sign=True)


def rotation_matrix(quaternion: Sequence[object]) -> sympy.Matrix:
    """The rotation x -> q x q^-1 of a unit quaternion (x, y, z, w), exact.

    Returns a sympy Matrix of shape (3, 3).
    Raises `ArgumentError` unless the quaternion has four exact numbers and length 1.

    >>> import sympy
    >>> rotation_matrix([sympy.Rational(1, 2)] * 4)  # a third of a turn about (1, 1, 1)
    Matrix([
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0]])
    """
    import sympy

    field, (x, y, z, w), _, is_quaternion = read_rotation(quaternion)
    if not is_quaternion:
        raise ArgumentError("a 3x3 matrix was given, but a quaternion (x, y, z, w) is expected")
    rows = [
        [w * w + x * x - y * y - z * z, 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), w * w - x * x + y * y - z * z, 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), w * w - x * x - y * y + z * z],
    ]
    return sympy.Matrix([[field.to_sympy(entry) for entry in row] for row in rows])


def rotation_quaternion(matrix: object) -> tuple[sympy.Expr, ...]:
    """The unit quaternion (x, y, z, w) of an exact rotation matrix.

    Of the two, q and -q, the one whose first nonzero component in the order w, x, y, z is
    positive.  Returns four sympy numbers.
    Raises `ArgumentError` unless the matrix is orthogonal with determinant 1.

    >>> rotation_quaternion([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    (1/2, 1/2, 1/2, 1/2)
    """
    import sympy

    field, quaternion, norm, is_quaternion = read_rotation(matrix)
    if is_quaternion:
        raise ArgumentError("a quaternion was given, but a 3x3 matrix is expected")
    length = sympy.sqrtdenest(sympy.sqrt(field.to_sympy(field.one / norm)))
    return tuple((field.to_sympy(v) * length).expand() for v in quaternion)


def _as_matrix(rotation: object) -> sympy.Matrix:
    """Return a sympy matrix of 3x3 or 4 numbers."""
    import sympy

    try:
        given = sympy.Matrix(rotation)
    except (TypeError, ValueError, sympy.SympifyError):
        given = sympy.zeros(0, 0)
    if given.shape not in ((3, 3), (4, 1), (1, 4)):
        raise ArgumentError(
            f"a rotation of type {type(rotation).__name__} was given that is neither a 3x3 matrix "
            f"nor a quaternion of four numbers (x, y, z, w): pass one of them, of exact numbers"
        )
    return given


def _field_elements(entries: Sequence[sympy.Expr]) -> tuple[Any, list[Any]]:
    """Return the number field that the entries generate, and the entries in it."""
    import sympy

    for entry in entries:
        if entry.has(sympy.Float):
            raise ArgumentError(
                f"the float {entry} was given in a rotation, but only exact numbers are taken: "
                f"pass sympy numbers, such as Rational(1, 2) or sqrt(3)/2"
            )
        if not (entry.is_number and entry.is_algebraic and entry.is_real):
            raise ArgumentError(
                f"{entry} was given in a rotation, but its entries must be real algebraic "
                f"numbers: pass rationals, roots, or cos and sin of rational multiples of pi"
            )
    field, elements = sympy.construct_domain(list(entries), extension=True, field=True)
    return field, elements


def _check_special_orthogonal(field: Any, rows: list[list[Any]]) -> None:
    """Raise unless R^T R = 1 and det R = 1."""
    for i in range(3):
        for j in range(i, 3):
            entry = sum((row[i] * row[j] for row in rows), field.zero) - int(i == j)
            if entry != field.zero:
                raise ArgumentError(
                    f"the matrix is not orthogonal: entry ({i}, {j}) of R^T R - 1 is "
                    f"{field.to_sympy(entry)} where 0 is expected; pass a rotation matrix"
                )
    (a, b, c), second, third = rows
    determinant = (
        a * (second[1] * third[2] - second[2] * third[1])
        - b * (second[0] * third[2] - second[2] * third[0])
        + c * (second[0] * third[1] - second[1] * third[0])
    )
    if determinant != field.one:
        raise ArgumentError(
            "the matrix has determinant -1, but a rotation has 1: multiply the matrix by -1, and "
            "the resulting D by the parity of the irrep, (-1)**l for harmonics"
        )


def _from_matrix(field: Any, rows: list[list[Any]]) -> ExactRotation:
    """Return the quaternion whose first nonzero component in the order w, x, y, z is 1."""
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = rows
    one = field.one
    fourfold = [  # 4 q q^T, in the order x, y, z, w
        [one + xx - yy - zz, xy + yx, xz + zx, zy - yz],
        [xy + yx, one - xx + yy - zz, yz + zy, xz - zx],
        [xz + zx, yz + zy, one - xx - yy + zz, yx - xy],
        [zy - yz, xz - zx, yx - xy, one + xx + yy + zz],
    ]
    i = next(i for i in (3, 0, 1, 2) if fourfold[i][i] != field.zero)
    inverse = one / fourfold[i][i]
    quaternion = tuple(entry * inverse for entry in fourfold[i])
    return ExactRotation(field, quaternion, 4 * inverse, has_sign=False)
