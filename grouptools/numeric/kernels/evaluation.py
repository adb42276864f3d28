"""Kernels at many points: harmonics, contracted with the exact coefficients, rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.kernels.rounded import Tile, float_type
from grouptools.numeric.arguments import Floats, read_points
from grouptools.numeric.circular import circular_harmonics
from grouptools.numeric.compilation import kernel
from grouptools.numeric.harmonics.evaluation import spherical_harmonics
from grouptools.numeric.threads import run_sliced

if TYPE_CHECKING:
    from grouptools.kernels.basis import KernelBasis

__all__ = ["evaluate_basis"]

Integers = NDArray[np.int64]

#: Points worked on at once.
BLOCK = 64


def evaluate_basis(
    basis: KernelBasis, points: ArrayLike, dtype: DTypeLike | None = None
) -> NDArray[Any]:
    """The kernels of a basis at points; see `KernelBasis.evaluate`."""
    dimension = basis.group.dimension
    flat, shape, target = read_points(points, dimension, "points", dtype)
    evaluate = spherical_harmonics if dimension == 3 else circular_harmonics
    values: Any = evaluate(basis.l_max, flat, dtype=np.float64)
    harmonics = np.ascontiguousarray(values.T)
    n_out, n_in = basis.shape
    kind = float_type(basis.field, target)
    result = np.zeros((basis.dimension, len(flat), n_out * n_in), kind)
    first_row, first_harmonic = 0, 0
    for part, tiles in zip(basis.parts, basis.tiles, strict=True):
        local = harmonics[first_harmonic : first_harmonic + part.orders]
        kernels = result[first_row : first_row + part.dimension]
        for tile in tiles:
            _fill(tile, local, kernels)
        first_row += part.dimension
        first_harmonic += part.orders
    result[:, np.isnan(harmonics).any(axis=0)] = np.nan if basis.field.is_real else np.nan * 1j
    return result.reshape(basis.dimension, *shape, n_out, n_in)


def _fill(tile: Tile, harmonics: Floats, kernels: NDArray[Any]) -> None:
    """Write what a tile says at all points."""

    def work(start: int, stop: int) -> None:
        fill_kernels(harmonics, start, stop, *tile, kernels)

    run_sliced(work, harmonics.shape[1], tile.rows.size, multiple=BLOCK)


@kernel
def fill_kernels(
    harmonics: Floats,
    start: int,
    stop: int,
    starts: Integers,
    orders: Integers,
    coefficients: Floats,
    rows: Integers,
    places: Integers,
    kernels: Floats,
) -> None:
    """kernels[rows[c, s], p, places[c, s]] = sum of coefficients[e] * harmonics[orders[e], p]."""
    sums = np.empty(BLOCK, coefficients.dtype)
    for first in range(start, stop, BLOCK):
        count = min(BLOCK, stop - first)
        for s in range(len(starts) - 1):
            sums[:] = 0.0
            for e in range(starts[s], starts[s + 1]):
                c, m = coefficients[e], orders[e]
                for p in range(count):
                    sums[p] += c * harmonics[m, first + p]
            for copy in range(len(rows)):
                row, place = rows[copy, s], places[copy, s]
                for p in range(count):
                    kernels[row, first + p, place] = sums[p]
