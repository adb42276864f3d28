"""Candidates for the edges of one structure: every pair within the cut-off, and a few beyond.

vesin's cell list finds them.  It is given only what it surely does well: a cell that repeats in all
three directions, and all points inside.  A direction that does not repeat gets a vector
perpendicular to those that do, so long that no image comes within reach.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError

__all__ = ["candidates"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: No more images of a cell than this may be within reach.
MOST_IMAGES = 2**31
#: How many cells vesin 0.6 sorts points into at most.
MOST_CELLS = 1e5


def candidates(
    points: Floats, cell: Floats, axes: NDArray[np.bool_], cutoff: float
) -> tuple[Integers, Integers]:
    """Edges (2, edges), rows source b and target a, and their shifts n (edges, 3).

    All with |x_a - x_b + sum_k n_k c_k| < cutoff are among them, except a = b with n = 0; some
    others, barely beyond the cut-off, may be.  Sorted by target, source, shift.  `axes` (3,) tells
    which rows of `cell` count; n is 0 along the others.  Lengths are in units in which `cutoff` is
    about 1.
    """
    if not len(points):
        return np.empty((2, 0), dtype=np.int64), np.empty((0, 3), dtype=np.int64)
    frame = _completed(cell, axes)
    inverse = np.linalg.inv(frame)
    widths = 1 / np.sqrt((inverse * inverse).sum(axis=0))  # between opposite faces
    _few_images(widths[axes] / cutoff)
    fractional = points @ inverse
    wraps = np.where(axes, np.floor(fractional), 0.0)
    moved = wraps + np.where(axes, 0.0, fractional.min(axis=0))
    rounding = np.abs(points) + np.abs(moved) @ np.abs(frame)
    reach = cutoff + 2.0**-20 * cutoff + 2.0**-46 * float(rounding.max())
    taken, free = np.where(axes, widths, np.ptp(fractional, axis=0)), np.where(axes, 0.0, 2.0)
    reach = _safe(reach, taken, free)
    box = frame * ((taken + free * reach) / widths)[:, None]
    edges, shifts = _within(points - moved @ frame, box, reach)
    if wraps.any():
        turns = wraps.astype(np.int64)
        shifts += turns[edges[0]]
        shifts -= turns[edges[1]]
    return edges, shifts


def _completed(cell: Floats, axes: NDArray[np.bool_]) -> Floats:
    """The cell; along axes that do not repeat, unit vectors perpendicular to all others."""
    if not axes.any():
        return np.eye(3)
    frame = cell.copy()
    frame[~axes] = np.linalg.svd(cell[axes]).Vh[axes.sum() :]
    return frame


def _few_images(widths: Floats) -> None:
    """Refuse cells so small that nobody can mean them, before memory ends."""
    images = float(np.prod(1 + 2 * np.ceil(1 / widths)))
    if images > MOST_IMAGES:
        raise ArgumentError(
            f"a cell whose opposite faces are {widths.min():.3g} cut-offs apart was given, so that "
            f"some {images:.1e} of its images are within reach: check the units of cell and cutoff"
        )


def _within(points: Floats, box: Floats, reach: float) -> tuple[Integers, Integers]:
    """All edges shorter than `reach`, and their shifts, in order.

    Each is coded as one integer, (a, b, n) read as digits, since sorting those is quick.
    """
    from vesin import NeighborList

    # One thread: the others of its pool are not there in a forked process, which would wait.
    finder = NeighborList(cutoff=reach, full_list=True, n_threads=1)
    pairs, images = finder.compute(points, box, True, quantities="PS", copy=False)
    if not len(pairs):
        return np.empty((2, 0), dtype=np.int64), np.empty((0, 3), dtype=np.int64)
    pairs, count = pairs.view(np.int64), len(points)
    lowest = images.min(axis=0)
    bases = images.max(axis=0) - lowest + 1
    code = pairs[:, 1] * count + pairs[:, 0]
    for axis in range(3):
        code *= bases[axis]
        code += images[:, axis]
        code -= lowest[axis]
    code.sort()
    edges, shifts = np.empty((2, len(code)), np.int64), np.empty((len(code), 3), np.int64)
    for axis in (2, 1, 0):
        code, shifts[:, axis] = np.divmod(code, bases[axis])
    np.divmod(code, count, out=(edges[1], edges[0]))
    shifts += lowest
    return edges, shifts


def _safe(reach: float, taken: Floats, free: Floats) -> float:
    """A reach for which vesin 0.6 sorts points into one cell or more in each direction.

    The box is `taken + free * reach` wide.  vesin counts how often the reach goes into each width,
    scales the counts down to a product of MOST_CELLS, and truncates them one after the other; if
    one becomes 0 it divides by it, and the process ends.  None does where 3 are left of the least.
    """
    while True:
        ratios = taken / reach + free
        most, least = (np.maximum(np.trunc(ratios * (1 + e)), 1) for e in (1e-6, -1e-6))
        scale = np.cbrt(MOST_CELLS / np.prod(most))
        if scale >= 1 or least.min() * scale >= 3:
            return reach
        reach *= 1.25
