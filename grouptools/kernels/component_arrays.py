"""Between the independent components of an index symmetry and whole arrays."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.kernels.index_symmetry import IndexSymmetry

if TYPE_CHECKING:
    import sympy

__all__ = ["member_sums", "spread", "spread_exactly"]


def spread(symmetry: IndexSymmetry, values: NDArray[Any], dimension: int) -> NDArray[Any]:
    """The arrays (..., d, d, ...) that have the components (..., n).

    >>> spread(IndexSymmetry.parse("ij=-ji"), np.array([1.0, 2.0, 3.0]), 3)
    array([[ 0.,  1.,  2.],
           [-1.,  0.,  3.],
           [-2., -3.,  0.]])
    """
    shape = (dimension,) * symmetry.rank
    result = np.zeros((*values.shape[:-1], dimension**symmetry.rank), values.dtype)
    for k, members in enumerate(_flat_members(symmetry, dimension)):
        for place, sign in members:
            result[..., place] = sign * values[..., k]
    return result.reshape(*values.shape[:-1], *shape)


def spread_exactly(
    symmetry: IndexSymmetry, entries: Sequence[sympy.Expr], dimension: int
) -> sympy.Array:
    """The sympy array of shape (d, d, ...) that has these components."""
    import sympy

    signed = {
        index: sign * entry
        for component, entry in zip(symmetry.components(dimension), entries, strict=True)
        for index, sign in component.members
    }
    result = sympy.MutableDenseNDimArray.zeros(*(dimension,) * symmetry.rank)
    for index, entry in signed.items():
        result[index] = entry
    return sympy.Array(result)


def member_sums(symmetry: IndexSymmetry, array: NDArray[Any], dimension: int) -> NDArray[Any]:
    """For each component the sum of sign * array[..., index] over its members: shape (..., n).

    >>> member_sums(IndexSymmetry.parse("ij=-ji"), np.array([[0, 5], [1, 7]]), 2)
    array([4])
    """
    leading = array.shape[: array.ndim - symmetry.rank]
    flat = array.reshape(*leading, dimension**symmetry.rank)
    members = _flat_members(symmetry, dimension)
    result = np.zeros((*leading, len(members)), array.dtype)
    for k, pairs in enumerate(members):
        for place, sign in pairs:
            result[..., k] += sign * flat[..., place]
    return result


def _flat_members(symmetry: IndexSymmetry, dimension: int) -> list[list[tuple[int, int]]]:
    """The members of each component as (position in the flattened array, sign)."""
    strides = [dimension**k for k in reversed(range(symmetry.rank))]
    return [
        [(sum(map(mul, index, strides)), sign) for index, sign in component.members]
        for component in symmetry.components(dimension)
    ]
