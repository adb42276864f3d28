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

#: Vectors of a cell that are dependent to this part of their length span no volume.
FLATTEST = 1e-9
#: A point has fewer images within reach than this.
MOST_IMAGES = 2**31
#: What vesin 0.6 sorts points into.
MOST_CELLS = 1e5


def candidates(
    points: Floats, cell: Floats, axes: NDArray[np.bool_], cutoff: float
) -> tuple[Integers, Integers]:
    """Pairs (pairs, 2) of points, and for each the shift n of the first to the second.

    All pairs with |points[j] - points[i] + n @ cell| < cutoff are among them, in any order, except
    i = j with n = 0; some others, barely beyond the cut-off, may be.  `axes` (3,) tells which rows
    of `cell` count; n is 0 along the others.  Lengths are in units in which `cutoff` is about 1.
    """
    if not len(points):
        return np.empty((0, 2), dtype=np.int64), np.empty((0, 3), dtype=np.int64)
    frame = completed(cell, axes)
    _few_images(_widths(frame)[axes] / cutoff)
    fractional = points @ np.linalg.inv(frame)
    wraps = np.where(axes, np.floor(fractional), 0.0)
    moved = wraps + np.where(axes, 0.0, fractional.min(axis=0))
    rounding = np.abs(points) + np.abs(moved) @ np.abs(frame)
    reach = cutoff + 2.0**-20 * cutoff + 2.0**-46 * float(rounding.max())
    lengths = np.where(axes, 1.0, np.ptp(fractional, axis=0) + 2 * reach)
    pairs, shifts = _within(points - moved @ frame, frame * lengths[:, None], reach)
    turns = wraps.astype(np.int64)
    return pairs, shifts + turns[pairs[:, 0]] - turns[pairs[:, 1]]


def completed(cell: Floats, axes: NDArray[np.bool_]) -> Floats:
    """The cell; along axes that do not repeat, unit vectors perpendicular to all others."""
    if not axes.any():
        return np.eye(3)
    _, sizes, directions = np.linalg.svd(cell[axes])
    if sizes[-1] <= FLATTEST * sizes[0]:
        raise ArgumentError(
            f"a cell with the periodic vectors {_shown(cell[axes])} was given, but they are "
            f"linearly dependent: give vectors that span a volume, or fewer periodic directions"
        )
    frame = cell.copy()
    frame[~axes] = directions[len(sizes) :]
    return frame


def _few_images(widths: Floats) -> None:
    """Refuse cells so small that nobody can mean them, before memory ends."""
    images = float(np.prod(1 + 2 * np.ceil(1 / widths)))
    if images > MOST_IMAGES:
        raise ArgumentError(
            f"a cell whose opposite faces are {widths.min():.3g} cut-offs apart was given, so that "
            f"a point has some {images:.1e} neighbours: check the units of cell and cutoff"
        )


def _within(points: Floats, box: Floats, reach: float) -> tuple[Integers, Integers]:
    """All pairs closer than `reach`, and the shifts of their second points."""
    from vesin import NeighborList

    # One thread: the others of its pool are not there in a forked process, which would wait.
    finder = NeighborList(cutoff=_safe(reach, _widths(box)), full_list=True, n_threads=1)
    pairs, shifts = finder.compute(points, box, True, quantities="PS")
    return pairs.astype(np.int64), shifts.astype(np.int64)


def _safe(reach: float, widths: Floats) -> float:
    """A reach for which vesin 0.6 sorts points into at least one cell in each direction.

    It scales the numbers of cells, widths / reach, down to a product of MOST_CELLS and truncates
    them one after the other; if one becomes 0 it divides by it.  None does where the least is
    scaled to 3 or more.
    """
    while True:
        numbers = np.maximum(np.trunc(widths / reach), 1)
        scale = np.cbrt(MOST_CELLS / np.prod(numbers))
        if scale >= 1 or numbers.min() * scale >= 3:
            return reach
        reach *= 1.25


def _widths(cell: Floats) -> Floats:
    """The distances between opposite faces."""
    widths: Floats = 1 / np.linalg.norm(np.linalg.inv(cell), axis=0)
    return widths


def _shown(vectors: Floats) -> str:
    return ", ".join(str(tuple(float(f"{x:.6g}") for x in vector)) for vector in vectors)
