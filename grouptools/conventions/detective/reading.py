"""Reading what the detective is given; what cannot be read gets a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError

__all__ = ["numbers", "read_matrices", "read_points", "real_numbers", "whole_columns"]

Numbers = NDArray[Any]


def numbers(given: object, name: str) -> Numbers:
    """An array of float64 or complex128 from an array, a tensor or a list.

    Raises `ArgumentError` for what is no array of numbers, is empty or holds infinities.
    """
    tensor: Any = given
    if hasattr(tensor, "detach"):
        tensor = tensor.detach().cpu().resolve_conj()
    try:
        array = np.asarray(tensor)
        wide = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"{name} of type {type(given).__name__} was given, but it is an array of numbers"
        ) from None
    if wide.size == 0 or np.isinf(wide).any():
        what = "is empty" if wide.size == 0 else "holds infinite numbers"
        raise ArgumentError(f"{name} of shape {wide.shape} {what}: pass finite numbers")
    return wide


def real_numbers(given: object, name: str) -> Numbers:
    """An array of finite float64; raises `ArgumentError` as `numbers` does, and for others."""
    array = numbers(given, name)
    if array.dtype.kind == "c" or np.isnan(array).any():
        what = "complex numbers" if array.dtype.kind == "c" else "nan"
        raise ArgumentError(f"{name} with {what} was given, but it holds finite real numbers")
    return array


def read_points(given: object) -> Numbers:
    """Points (n, 3); raises `ArgumentError` for other shapes and for the zero vector."""
    if given is None:
        raise ArgumentError(
            "no points were given, but values of harmonics are recognised at known points: pass "
            "points= of shape (..., 3)"
        )
    points = real_numbers(given, "points")
    if points.ndim == 0 or points.shape[-1] != 3:
        raise ArgumentError(
            f"points of shape {points.shape} were given, but points have the shape (..., 3)"
        )
    if not points.any(axis=-1).all():
        raise ArgumentError("points with a zero vector were given, but it has no direction")
    return points.reshape(-1, 3)


def read_matrices(given: object, name: str) -> Numbers:
    """Matrices (n, 3, 3) of a scipy Rotation, quaternions (n, 4), scalar last, or matrices."""
    from scipy.spatial.transform import Rotation

    from grouptools.numeric.wigner.rotations import read_rotations

    if given is None:
        raise ArgumentError(
            f"no {name} was given, but this kind is recognised by a known rotation: pass {name}= "
            f"a scipy Rotation, quaternions (..., 4), scalar last, or matrices (..., 3, 3)"
        )
    if not hasattr(given, "as_quat"):
        given = real_numbers(given, name)
    quaternions = read_rotations(given).quaternions.reshape(-1, 4)
    if np.isnan(quaternions).any():
        raise ArgumentError(f"{name} with a zero quaternion was given, but it is no rotation")
    matrices: Numbers = Rotation.from_quat(quaternions).as_matrix()
    return matrices


def whole_columns(array: Numbers, name: str) -> Numbers:
    """The array, if nan fills a column (over the first axis) or is not in it.

    Raises `ArgumentError` that names the first entry where it is otherwise, or if all is missing.
    """
    missing = np.isnan(array)
    some = missing & ~missing.all(axis=0)
    if some.any():
        index = tuple(map(int, np.argwhere(some)[0]))
        raise ArgumentError(
            f"{name} has nan at {list(index)}, but nan marks what is missing at every point: fill "
            f"the whole of it with nan, or leave this point out"
        )
    if missing.all():
        raise ArgumentError(f"{name} is nan throughout: pass some numbers")
    return array
