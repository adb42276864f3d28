"""Kernels on a grid: the angular basis times radial profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.kernels.rounded import Tile, float_type
from grouptools.kernels.zeros import sparse_zeros
from grouptools.numeric.kernels.directions import grid_harmonics

if TYPE_CHECKING:
    from grouptools.kernels.basis import KernelBasis

__all__ = ["SampledKernels", "grid_points", "sample_basis"]

Floats = NDArray[np.float64]
#: Harmonics of higher degree are for many points, not for a grid.
HIGHEST = 32


class SampledKernels(NamedTuple):
    """Kernels on a grid: `values[k]` is profile `rings[k]` times the basis element `elements[k]`.

    `values`: (count, n_out, n_in, *grid).
    """

    values: NDArray[Any]
    rings: NDArray[np.int64]
    elements: NDArray[np.int64]


def sample_basis(
    basis: KernelBasis, grid: int | ArrayLike, radial: Any = None, dtype: DTypeLike = np.float64
) -> SampledKernels:
    """Sample the kernels of a basis; see `KernelBasis.sample`."""
    points, shape = grid_points(grid, basis.group.dimension)
    if basis.l_max > HIGHEST:
        raise ArgumentError(
            f"a basis to l_max = {basis.l_max} was to be sampled, but grids are sampled to "
            f"l_max = {HIGHEST}: use evaluate"
        )
    target = float_type(basis.field, dtype)
    profiles, counts = _profiles(basis, radial, points, shape)
    harmonics = grid_harmonics(basis.l_max, points)
    n_out, n_in = basis.shape
    starts = np.concatenate([[0], np.cumsum(counts)])
    values = sparse_zeros((int(starts[-1]), n_out * n_in, len(points)), target)
    first_row, first_harmonic = 0, 0
    for part, tiles in zip(basis.parts, basis.tiles, strict=True):
        local = harmonics[first_harmonic : first_harmonic + part.orders]
        for tile in tiles:
            angular = _segments(tile, local)
            for ring, profile in enumerate(profiles):
                if first_row < counts[ring]:
                    rows = starts[ring] + first_row + tile.rows
                    values[rows, tile.places] = angular * profile
        first_row += part.dimension
        first_harmonic += part.orders
    rings = np.repeat(np.arange(len(counts)), counts)
    elements = np.arange(starts[-1]) - starts[rings]
    return SampledKernels(values.reshape(-1, n_out, n_in, *shape), rings, elements)


def grid_points(grid: int | ArrayLike, dimension: int) -> tuple[Floats, tuple[int, ...]]:
    """The points of a grid, (n, dimension), and its shape.

    An integer n stands for n pixels or voxels along each axis, unit distance, about the centre.
    """
    if isinstance(grid, int | np.integer) and not isinstance(grid, bool):
        if grid < 1:
            raise ArgumentError(f"grid = {grid} was given, but a grid has 1 point or more a side")
        axis = np.arange(grid) - (grid - 1) / 2
        axes = np.meshgrid(*[axis] * dimension, indexing="ij")
        return np.stack(axes, axis=-1).reshape(-1, dimension), (int(grid),) * dimension
    points = np.asarray(grid, dtype=np.float64)
    if points.ndim == 0 or points.shape[-1] != dimension or not np.isfinite(points).all():
        raise ArgumentError(
            f"a grid of shape {points.shape} was given, but finite points (..., {dimension}) or "
            f"a number of pixels a side are expected"
        )
    return points.reshape(-1, dimension), points.shape[:-1]


def _segments(tile: Tile, harmonics: Floats) -> NDArray[Any]:
    """The sum of coefficients times harmonics of each segment, term after term."""
    lengths = np.diff(tile.starts)
    result = np.zeros((len(lengths), harmonics.shape[1]), tile.coefficients.dtype)
    for k in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > k)
        entry = tile.starts[longer] + k
        result[longer] += tile.coefficients[entry, None] * harmonics[tile.orders[entry]]
    return result


def _profiles(
    basis: KernelBasis, radial: Any, points: Floats, shape: Sequence[int]
) -> tuple[Floats, list[int]]:
    """The radial profiles at the points, and how many elements of the basis each multiplies."""
    distances = np.sqrt((points * points).sum(axis=1))
    given = radial(distances) if callable(radial) else radial
    if given is None:
        given = np.ones((1, len(points)))
    profiles = np.asarray(given, dtype=np.float64)
    if profiles.shape in (tuple(shape), (len(points),)):
        profiles = profiles[None]
    if not len(profiles) or profiles[0].size != len(points):
        raise ArgumentError(
            f"radial profiles of shape {profiles.shape} were given, but one value for each of the "
            f"{len(points)} points of the grid is expected: (profiles, *grid)"
        )
    cutoffs = getattr(radial, "cutoffs", None) or [basis.l_max] * len(profiles)
    ends = np.cumsum(basis.dimensions)
    counts = [int(ends[min(int(cutoff), basis.l_max)]) for cutoff in cutoffs]
    return profiles.reshape(len(profiles), -1), counts
