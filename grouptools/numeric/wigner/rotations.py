"""Reading rotations: unit quaternions of scipy's objects, of quaternions and of 3x3 matrices."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.arguments import read_points

__all__ = ["Rotations", "read_rotations"]

#: How far an entry of R^T R - 1 may be from 0.
TOLERANCE = {np.dtype(np.float64): 1e-9, np.dtype(np.float32): 1e-5}


class Rotations(NamedTuple):
    """`quaternions` (n, 4), of length 1; `lengths` (n,), of those given; the leading `shape`.

    `dtype` is the precision of results; `has_sign` says whether quaternions were given.
    """

    quaternions: NDArray[np.float64]
    lengths: NDArray[np.float64]
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    has_sign: bool


def read_rotations(given: Any, dtype: DTypeLike | None = None) -> Rotations:
    """Read a scipy Rotation, quaternions (..., 4), scalar last, or matrices (..., 3, 3).

    A quaternion of any finite length but 0 is divided by it; 0 and nan give rows of nan.
    Raises `ArgumentError` for other shapes and dtypes, and for matrices that are no rotations to
    1e-9, to 1e-5 in float32.
    """
    if hasattr(given, "as_quat"):
        given = given.as_quat()
    array = np.asarray(given)
    if array.ndim >= 2 and array.shape[-2:] == (3, 3):
        flat, shape, target = read_points(array.reshape(*array.shape[:-2], 9), 9, "rotation", dtype)
        quaternions = _from_matrices(flat.reshape(-1, 3, 3))
        return Rotations(*_normalized(quaternions), shape, target, has_sign=False)
    if array.ndim == 0 or array.shape[-1] != 4:
        raise ArgumentError(
            f"a rotation of shape {array.shape} was given, but quaternions have shape (..., 4) "
            f"and matrices (..., 3, 3): pass one of them, or a scipy Rotation"
        )
    flat, shape, target = read_points(array, 4, "rotation", dtype)
    return Rotations(*_normalized(flat), shape, target, has_sign=True)


def _normalized(given: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Quaternions of length 1, and the lengths; nan where there is no direction."""
    q = np.array(given, dtype=np.float64, order="C")
    largest = np.max(np.abs(q), axis=1, initial=0.0)
    with np.errstate(all="ignore"):
        _, exponent = np.frexp(largest)
        # in two steps, since 2**1074 is no float
        half = -exponent // 2
        q = np.ldexp(np.ldexp(q, half[:, None]), (-exponent - half)[:, None])
        length = np.sqrt(np.sum(q * q, axis=1))
        q /= length[:, None]
        q[np.isnan(q).any(axis=1)] = np.nan
        return q, np.ldexp(length, exponent)


def _from_matrices(matrices: Any) -> NDArray[np.float64]:
    """A quaternion of each matrix: the longest column of 4 q q^T [Shepperd 1978]."""
    R = matrices.astype(np.float64)
    _check_rotations(R, TOLERANCE[matrices.dtype])
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = R.transpose(1, 2, 0)
    fourfold = np.stack(
        [
            np.stack([1 + xx - yy - zz, xy + yx, xz + zx, zy - yz]),
            np.stack([xy + yx, 1 - xx + yy - zz, yz + zy, xz - zx]),
            np.stack([xz + zx, yz + zy, 1 - xx - yy + zz, yx - xy]),
            np.stack([zy - yz, xz - zx, yx - xy, 1 + xx + yy + zz]),
        ]
    )
    largest = np.argmax(np.einsum("iin->in", fourfold), axis=0)
    q = fourfold[largest, :, np.arange(len(R))]
    # of q and -q the one whose first nonzero component in the order w, x, y, z is positive
    ordered = q[:, [3, 0, 1, 2]]
    first = np.argmax(ordered != 0, axis=1)
    negative = np.take_along_axis(ordered, first[:, None], axis=1) < 0
    return np.where(negative, -q, q)


def _check_rotations(R: NDArray[np.float64], tolerance: float) -> None:
    """Raise unless R^T R = 1 and det R = 1, in the rows without nan."""
    with np.errstate(all="ignore"):
        deviation = np.abs(np.einsum("nji,njk->nik", R, R) - np.eye(3)).max(axis=(1, 2), initial=0)
        determinant = np.einsum("ni,ni->n", R[:, 0], np.cross(R[:, 1], R[:, 2]))
    if (deviation > tolerance).any():
        worst = int(np.nanargmax(deviation))
        raise ArgumentError(
            f"a matrix was given that is not orthogonal: the largest entry of R^T R - 1 is "
            f"{deviation[worst]:.2g} where at most {tolerance:g} is expected; pass rotation "
            f"matrices"
        )
    if (determinant < 0).any():
        raise ArgumentError(
            "a matrix of determinant -1 was given, but a rotation has 1: multiply the matrix by "
            "-1, and the resulting D by the parity of the irrep, (-1)**l for harmonics"
        )
