"""The points of a lattice about a centre, which its point group permutes: windows of kernels.

The centre is a point of the lattice for odd sizes, the middle of a cell for even ones, and its
points are those with |(M_h x)_i| <= (size - 1)/2 for every h and i.  That is the square or cube
of `size` points a side where the matrices M_h only permute the axes and turn their signs, and
the hexagon with `size` points across for p3 and p6.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.groups.actions import orbits
from grouptools.groups.elements import Integers, locked

if TYPE_CHECKING:
    from grouptools.groups.lattice import LatticeGroup

__all__ = ["Pixels", "pixels"]


class Pixels(NamedTuple):
    """A window of a lattice.

    Order, a square: [(i, j) for i in range(size) for j in range(size)] - (size - 1)/2, where i
    counts along the first lattice vector; that of an array of shape (size, size).  Other windows
    leave points out of it.

    `doubled`: twice the coordinates on the lattice vectors, int64, shape (n, d).
    `permutations[h, p]`: the number of the point to which the element h of the point group sends
    point p, int32, shape (order, n).  It acts on functions by (h f)[permutations[h, p]] = f[p].
    """

    group: LatticeGroup
    size: int
    doubled: NDArray[np.int64]
    permutations: Integers

    @property
    def positions(self) -> NDArray[np.float64]:
        """The points in orthonormal axes, float64, shape (n, d)."""
        return self.doubled / 2 @ self.group.vectors

    @property
    def orbits(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the points that the point group sends to each other."""
        return orbits(self.permutations)

    @property
    def places(self) -> tuple[NDArray[np.int64], ...]:
        """Where the points are in an array of shape (size,) * d: `array[pixels.places]`."""
        return tuple(((self.doubled + self.size - 1) // 2).T)


def pixels(group: LatticeGroup, size: int) -> Pixels:
    """The window of a lattice group with `size` points across.

    Raises `ArgumentError` unless size is a positive integer, and for an even size where the middle
    of a cell is no centre of the point group, as for p3 and p6.

    >>> from grouptools.groups.lattice_names import lattice_group
    >>> window = pixels(lattice_group("p4"), 3)
    >>> window.permutations[1].tolist(), len(window.orbits)
    ([6, 3, 0, 7, 4, 1, 8, 5, 2], 3)
    """
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise ArgumentError(f"size = {size!r} was given, but a window has 1, 2, ... points across")
    matrices, d = group.matrices, group.dimension
    if size % 2 == 0 and (matrices.sum(axis=2) % 2 == 0).any():
        raise ArgumentError(
            f"size = {size} was given, but the middle of a cell is no centre of {group.name}: "
            f"pass an odd size"
        )
    side = np.arange(1 - size, size, 2)
    box = np.array(list(product(side, repeat=d)), dtype=np.int64)
    images = np.einsum("hij,pj->hpi", matrices, box)
    inside = (np.abs(images) < size).all(axis=(0, 2))
    doubled, moved = box[inside], images[:, inside]
    places = ((moved + size - 1) // 2) @ (size ** np.arange(d)[::-1])  # in the order of the box
    permutations = np.searchsorted(places[0], places).astype(np.int32)
    doubled.flags.writeable = False
    return Pixels(group, size, doubled, locked(permutations))
