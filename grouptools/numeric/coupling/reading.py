"""Reading spins and projections in bulk: doubled integers inside, checked where they enter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_triangle, projection, spin_text, twice_spin
from grouptools.numeric.bounds import check_tested

__all__ = ["check_projections", "float_dtype", "read_spin", "read_spins", "read_triple"]

Integers = NDArray[np.int64]

# Larger integers are refused before they could leave int64 when doubled.
_LARGEST = 2**40


def float_dtype(dtype: DTypeLike) -> np.dtype[Any]:
    """Return the dtype of a result, float64 or float32."""
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = ""
    if name not in {"float64", "float32"}:
        raise ArgumentError(f"dtype = {dtype!r} was given, but it must be float64 or float32")
    return np.dtype(name)


def read_spins(
    function: str, dtype: DTypeLike, doubled: bool, **given: ArrayLike
) -> tuple[list[Integers], tuple[int, ...]]:
    """Return flat arrays of doubled numbers, broadcast against each other, and their shape.

    A name that starts with j is a spin, one with m a projection.
    Raises `ArgumentError` for what is neither, and for spins beyond the function's tested range.
    """
    arrays = [_twice(value, name, doubled) for name, value in given.items()]
    for name, array in zip(given, arrays, strict=True):
        if name.startswith("j") and array.size:
            check_tested(function, int(array.max()), dtype)
    try:
        broadcast = np.broadcast_arrays(*arrays)
    except ValueError:
        shapes = ", ".join(f"{n}: {a.shape}" for n, a in zip(given, arrays, strict=True))
        raise ArgumentError(
            f"arrays of shapes {shapes} were given, but they must broadcast against each other"
        ) from None
    return [np.ascontiguousarray(array).reshape(-1) for array in broadcast], broadcast[0].shape


def read_spin(function: str, dtype: DTypeLike, value: object, name: str) -> int:
    """Return 2j of one spin, within the function's tested range."""
    twice = twice_spin(value, name)
    check_tested(function, twice, dtype)
    return twice


def read_triple(
    function: str, dtype: DTypeLike, j1: object, j2: object, j3: object
) -> tuple[int, int, int]:
    """Return three doubled spins; raise `SelectionRuleError` where they break the triangle rule."""
    t1, t2, t3 = (read_spin(function, dtype, j, f"j{i}") for i, j in enumerate((j1, j2, j3), 1))
    check_triangle(t1, t2, t3)
    return t1, t2, t3


def check_projections(name: str, twice_j: Integers, twice_m: Integers) -> None:
    """Raise `ArgumentError` unless each m runs from -j to j in steps of 1."""
    wrong = np.flatnonzero((np.abs(twice_m) > twice_j) | ((twice_j - twice_m) % 2 != 0))
    if wrong.size:
        t, m = int(twice_j[wrong[0]]), int(twice_m[wrong[0]])
        raise ArgumentError(
            f"m{name} = {spin_text(m)} was given with j{name} = {spin_text(t)}, but m{name} runs "
            f"from -j{name} to j{name} in steps of 1"
        )


def _twice(value: ArrayLike, name: str, doubled: bool) -> Integers:
    """Doubled numbers of integers, or of Fractions and sympy numbers as objects."""
    array = np.asarray(value)
    if array.size == 0 and isinstance(value, (list, tuple)):
        return np.zeros(array.shape, np.int64)
    if array.dtype.kind in "iu":
        if array.size and max(-int(array.min()), int(array.max())) > _LARGEST:
            raise ArgumentError(
                f"{name} with an entry beyond 2**40 was given, but spins and projections are "
                f"small: pass the numbers themselves"
            )
        twice = array.astype(np.int64) * (1 if doubled else 2)
    elif array.dtype == object and not doubled:
        read = twice_spin if name.startswith("j") else projection
        return np.array([read(v, name) for v in array.reshape(-1)], np.int64).reshape(array.shape)
    else:
        expected = (
            "integers are expected where doubled=True: pass 2j and 2m"
            if doubled
            else "a spin or projection is an integer or half-integer: pass integers, Fractions, or "
            "doubled integers with doubled=True"
        )
        raise ArgumentError(f"{name} of dtype {array.dtype} was given, but {expected}")
    if name.startswith("j") and array.size and twice.min() < 0:
        raise ArgumentError(
            f"{name} = {int(array.min())} was given, but a spin is not negative: pass 0 or more"
        )
    return twice
