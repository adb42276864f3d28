"""Radial profiles of kernels: Gaussian rings, as steerable networks use them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grouptools.errors import ArgumentError

__all__ = ["GaussianRings"]


@dataclass(frozen=True)
class GaussianRings:
    """The profiles exp(-(r - R)^2 / (2 width^2)), one for each radius R.

    [Weiler and Cesa 2019, arXiv:1911.08251, 4.2; Weiler et al. 2018, arXiv:1807.02547, 4.2]

    `radii`: the R, in units of the grid.
    `widths`: the standard deviation of each ring; one number serves for all.
    `cutoffs`: the highest degree of harmonics that each ring multiplies; finer ones would alias
    between the pixels.  () puts no bound.

    >>> GaussianRings.for_grid(5).cutoffs
    (0, 2, 4)
    """

    radii: tuple[float, ...]
    widths: float | tuple[float, ...] = 0.6
    cutoffs: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        widths = np.atleast_1d(self.widths)
        count = len(self.radii)
        fits = len(widths) in (1, count) and len(self.cutoffs) in (0, count)
        if not self.radii or not (widths > 0).all() or not fits:
            raise ArgumentError(
                f"radii = {self.radii}, widths = {self.widths}, cutoffs = {self.cutoffs} were "
                f"given, but one radius or more, a positive width for all or for each, and no "
                f"cutoff or one a radius are due"
            )

    @classmethod
    def for_grid(cls, size: int, width: float = 0.6, frequencies: float = 2.0) -> GaussianRings:
        """Rings of radius 0, 1, 2, ... for a grid of `size` pixels or voxels a side.

        `frequencies`: the cutoff of degrees for each unit of radius.
        """
        radii = tuple(float(r) for r in range((size + 1) // 2))
        return cls(radii, width, tuple(floor(frequencies * r) for r in radii))

    def __call__(self, distances: ArrayLike) -> NDArray[np.float64]:
        """The values at distances (...), an array (len(radii), ...)."""
        r = np.asarray(distances, dtype=np.float64)
        widths = np.broadcast_to(self.widths, len(self.radii))
        rings = zip(self.radii, widths, strict=True)
        return np.stack([np.exp(-(((r - radius) / width) ** 2) / 2) for radius, width in rings])
