"""Elements of the Lie groups as they are given: angles, matrices, quaternions, scipy rotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    import sympy

    from grouptools.groups.group import Group

__all__ = ["circular_functions", "exponential_coordinates", "proper_rotation"]

#: How far the columns of a matrix in floats may be from orthonormal.
_TOLERANCE = 1e-6


def proper_rotation(group: Group, element: object) -> tuple[object, bool]:
    """An exact element of O(3) or SO(3) as a rotation times 1 or -1: (rotation, whether -1)."""
    import sympy

    try:
        given = sympy.Matrix(element)
    except (TypeError, ValueError, sympy.SympifyError):
        given = sympy.zeros(0, 0)
    if given.shape == (3, 3) and group.name == "O(3)" and not given.has(sympy.Float):
        improper = bool(given.det().evalf() < 0)
        return (-given, True) if improper else (given, False)
    return element, False  # the reader of rotations says what is wrong, if anything


def circular_functions(
    group: Group, element: object, frequency: int
) -> tuple[sympy.Expr, sympy.Expr, bool]:
    """(cos k t, sin k t, whether reflected) of an exact element R(t) or R(t) f of O(2) or SO(2).

    Raises `ArgumentError` for floats, and for a 2x2 matrix that is not in the group.
    """
    import sympy

    given = sympy.Matrix(element) if isinstance(element, list | tuple | sympy.MatrixBase) else None
    if given is None:
        angle = sympy.sympify(element)
        if not isinstance(angle, sympy.Expr) or angle.has(sympy.Float):
            raise _no_planar_element(group, element)
        return sympy.cos(frequency * angle), sympy.sin(frequency * angle), False
    if given.shape != (2, 2) or given.has(sympy.Float):
        raise _no_planar_element(group, element)
    excess = (given.T * given - sympy.eye(2)).applyfunc(sympy.simplify)
    if not excess.is_zero_matrix:
        raise ArgumentError(
            f"the matrix {given.tolist()} was given as an element of {group.name}, but it is not "
            f"orthogonal: R^T R - 1 is {excess.tolist()}"
        )
    improper = bool(given.det().evalf() < 0)
    if improper and group.name == "SO(2)":
        raise ArgumentError(
            f"the matrix {given.tolist()} was given as an element of SO(2), but it is a "
            f"reflection: use O(2)"
        )
    c, s = given[0, 0], given[1, 0]
    cosine, sine = sympy.Integer(1), sympy.Integer(0)
    for _ in range(frequency):
        cosine, sine = sympy.expand(c * cosine - s * sine), sympy.expand(c * sine + s * cosine)
    return cosine, sine, improper


def exponential_coordinates(
    group: Group, element: Any
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Elements as exp(sum_a w[a] L_a), times the last generator where improper: (w, improper).

    Returns arrays (..., 1) or (..., 3), and (...).
    """
    if group.dimension == 2:
        return _planar_coordinates(group, element)
    is_rotation = hasattr(element, "as_quat")
    array = np.asarray(element.as_quat() if is_rotation else element, dtype=np.float64)
    improper = np.zeros(array.shape[:-1], dtype=bool)
    if array.shape[-2:] == (3, 3) and group.name != "SU(2)":
        _check_orthogonal(group, array)
        from scipy.spatial.transform import Rotation

        improper = np.linalg.det(array) < 0
        if group.name == "SO(3)" and improper.any():
            raise ArgumentError(
                "a matrix of determinant -1 was given as an element of SO(3): use O(3)"
            )
        proper = np.where(improper[..., None, None], -array, array)
        flat = Rotation.from_matrix(proper.reshape(-1, 3, 3)).as_quat()
        array = flat.reshape(*array.shape[:-2], 4)
    elif array.ndim == 0 or array.shape[-1] != 4:
        wanted = "quaternions (..., 4)"
        if group.name != "SU(2)":
            wanted += ", matrices (..., 3, 3) or a scipy Rotation"
        raise ArgumentError(
            f"an array of shape {array.shape} was given as elements of {group.name}, but {wanted} "
            f"are expected"
        )
    length = np.linalg.norm(array[..., :3], axis=-1)
    angle = 2 * np.arctan2(length, array[..., 3])
    axis = np.where(length[..., None] > 0, array[..., :3], [0.0, 0.0, 1.0])
    scale = angle / np.where(length > 0, length, 1.0)
    return axis * scale[..., None], improper


def _planar_coordinates(
    group: Group, element: Any
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Angles, or 2x2 matrices R(t) and R(t) f."""
    array = np.asarray(element, dtype=np.float64)
    if array.shape[-2:] != (2, 2):
        return array[..., None], np.zeros(array.shape, dtype=bool)
    _check_orthogonal(group, array)
    improper = np.linalg.det(array) < 0
    if group.name == "SO(2)" and improper.any():
        raise ArgumentError("a matrix of determinant -1 was given as an element of SO(2): use O(2)")
    return np.arctan2(array[..., 1, 0], array[..., 0, 0])[..., None], improper


def _check_orthogonal(group: Group, array: NDArray[np.float64]) -> None:
    """Raise unless all matrices are orthogonal, within rounding of their makers."""
    excess = np.swapaxes(array, -1, -2) @ array - np.eye(array.shape[-1])
    largest = float(np.abs(excess).max(initial=0.0))
    if largest > _TOLERANCE:
        raise ArgumentError(
            f"a matrix was given as an element of {group.name} that is not orthogonal: R^T R - 1 "
            f"reaches {largest:.1e}"
        )


def _no_planar_element(group: Group, element: object) -> ArgumentError:
    return ArgumentError(
        f"{element!r} was given as an element of {group.name}, but an exact angle or 2x2 matrix "
        f"is expected: pass sympy numbers, or floats to `numeric`"
    )
