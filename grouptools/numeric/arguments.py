"""Reading what the evaluators are given: points, dtypes, arrays for results, normalisations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.memory import empty

__all__ = [
    "Floats",
    "check_derivatives",
    "check_normalization",
    "for_reading",
    "norm_square_over_integral",
    "read_points",
    "results",
]

Floats = NDArray[np.floating[Any]]

FLOATS = (np.dtype(np.float64), np.dtype(np.float32))
NORMALIZATIONS = ("integral", "component", "norm", "schmidt", "racah")


def read_points(
    given: ArrayLike, columns: int, name: str, dtype: DTypeLike | None = None
) -> tuple[Floats, tuple[int, ...], np.dtype[Any]]:
    """Return points as a contiguous (n, columns) array, their leading shape, the result's dtype.

    float32 and float64 are kept, float16 becomes float32, integers and booleans float64; `dtype`
    overrides the dtype of the result.
    Raises `ArgumentError` for other dtypes and another length of the last axis.
    """
    array = np.asarray(given)
    if array.dtype not in FLOATS:
        if array.dtype.kind not in "iufb" or array.dtype.itemsize > 8:
            raise ArgumentError(
                f"{name} of dtype {array.dtype} was given, but real numbers of at most 64 bits are "
                f"expected: pass float32, float64 or integers"
            )
        array = array.astype(np.float32 if array.dtype == np.float16 else np.float64)
    if array.ndim == 0 or array.shape[-1] != columns:
        raise ArgumentError(
            f"{name} of shape {array.shape} was given, but its last axis must hold the {columns} "
            f"components of each point: pass an array of shape (..., {columns})"
        )
    target = array.dtype if dtype is None else _float_dtype(dtype)
    if array.dtype == np.float32 and target == np.float64:
        array = array.astype(np.float64)
    shape = array.shape[:-1]
    flat = np.ascontiguousarray(array).reshape(-1, columns)
    if not (flat.flags.aligned and flat.dtype.isnative):
        flat = flat.astype(flat.dtype.newbyteorder("="), copy=True)
    return for_reading(flat), shape, target.newbyteorder("=")


def _float_dtype(dtype: DTypeLike) -> np.dtype[Any]:
    try:
        target = np.dtype(dtype)
    except TypeError:
        target = np.dtype(object)
    if target not in FLOATS:
        raise ArgumentError(f"dtype = {dtype!r} was given, but it must be float64 or float32")
    return target


def results(
    out: Any, shapes: Sequence[tuple[int, ...]], dtype: np.dtype[Any], source: Floats | None = None
) -> list[NDArray[Any]]:
    """Return arrays to write results into: those given as `out`, or new ones.

    Raises `ArgumentError` unless each of `out` is a writable C-contiguous array of the shape and
    dtype of its result; shares no memory with `source`.
    """
    if out is None:
        return [empty(shape, dtype) for shape in shapes]
    given = [out] if isinstance(out, np.ndarray) else list(out)
    if len(given) != len(shapes):
        raise ArgumentError(
            f"out of {len(given)} arrays was given, but there are {len(shapes)} results: pass "
            f"one array for each"
        )
    for array, shape in zip(given, shapes, strict=True):
        found = getattr(array, "shape", None), getattr(array, "dtype", None)
        if not isinstance(array, np.ndarray) or found != (shape, dtype):
            raise ArgumentError(
                f"out of shape {found[0]} and dtype {found[1]} was given, but the result has shape "
                f"{shape} and dtype {dtype}: pass such an array"
            )
        if not (array.flags.c_contiguous and array.flags.behaved):
            raise ArgumentError(
                "an out array was given that is not both writable and C-contiguous: pass a "
                "contiguous array, or copy the result into yours"
            )
        if source is not None and np.may_share_memory(array, source):
            raise ArgumentError(
                "an out array was given that shares memory with the points: pass memory of its own"
            )
    return given


def for_reading(array: NDArray[Any]) -> NDArray[Any]:
    """A view that cannot be written to: one type for a kernel, whatever array was given."""
    view = array.view()
    view.setflags(write=False)
    return view


def check_derivatives(derivatives: int, largest: int = 2) -> int:
    """Return `derivatives`, an order from 0 to `largest`."""
    if isinstance(derivatives, bool) or derivatives not in range(largest + 1):
        raise ArgumentError(
            f"derivatives = {derivatives!r} was given, but orders from 0 to {largest} are "
            f"evaluated: pass one of them"
        )
    return int(derivatives)


def check_normalization(normalization: str) -> None:
    """Raise `ArgumentError` unless `normalization` is one of those known."""
    if normalization not in NORMALIZATIONS:
        raise ArgumentError(
            f"normalization = {normalization!r} was given, but it must be one of "
            f"{', '.join(NORMALIZATIONS)}"
        )


def norm_square_over_integral(normalization: str, l: int) -> tuple[Fraction, int]:
    """(square, power of pi) of the factor that takes orthonormal harmonics of degree l to others.

    "component": sqrt(4 pi), the squares of a degree add up to 2l + 1.
    "norm": sqrt(4 pi/(2l + 1)), they add up to 1; "schmidt" and "racah" are other names of it,
    for real harmonics (semi-normalised, no Condon-Shortley sign) and complex ones (C_lm).

    >>> norm_square_over_integral("norm", 1)
    (Fraction(4, 3), 1)
    """
    check_normalization(normalization)
    if normalization == "integral":
        return Fraction(1), 0
    return Fraction(4, 1 if normalization == "component" else 2 * l + 1), 1
