"""Kernels on a finite window of pixels or voxels, for the symmetries of a lattice.

K(h x) = rho_out(h) K(x) rho_in(h)^-1 for the points x of a window that the point group permutes,
the centre included.  Each orbit of points is decided by one of them, whose matrix commutes with
its stabiliser S: K(x0) in Hom_S(rho_in, rho_out) [Cohen and Welling 2017, arXiv:1612.08498].
Nothing is interpolated, so a convolution with these kernels is equivariant on the grid itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.lattice import LatticeGroup
from grouptools.groups.lattice_names import lattice_group
from grouptools.kernels.exact_basis import ExactBasis
from grouptools.kernels.patterns import Copies, Part, assembled
from grouptools.kernels.plain import plain_element
from grouptools.kernels.point_orbits import point_orbit_copies
from grouptools.kernels.rounded import Kinds, float_type, rounded_tiles
from grouptools.kernels.summands import Summands, summands_of
from grouptools.kernels.zeros import sparse_zeros

if TYPE_CHECKING:
    from grouptools.groups.pixels import Pixels

__all__ = ["GridKernelBasis", "grid_kernel_basis"]

Integers = NDArray[np.int64]


class GridKernelBasis(ExactBasis):
    """The equivariant kernels on a window, orthonormal: sum over x of tr(K_i(x)^T K_j(x)).

    `pixels`: the window, its points and how the point group permutes them.
    Order: that of the pivots of the canonical basis, in the order
        [K[a, b, p] for a in range(n_out) for b in range(n_in) for p in range(len(points))]
    """

    pixels: Pixels

    def __init__(
        self,
        rep_in: object,
        rep_out: object,
        summands: tuple[Summands, Summands],
        parts: Sequence[Part],
        pixels: Pixels,
    ) -> None:
        super().__init__(rep_in, rep_out, summands, parts)
        self.pixels = pixels

    @property
    def space(self) -> dict[str, Any]:
        """The kernels are functions on points, in the scaled coordinates of the group."""
        lattice = self.pixels.group
        field, basis = self.field, lattice.basis.over(self.field).rows()
        points = [
            [
                plain_element(
                    sum((e * n for e, n in zip(row, point, strict=True)), field.element(0)) / 2
                )
                for row in basis
            ]
            for point in self.pixels.doubled.tolist()
        ]
        return {"kind": "points", "points": points}

    def to_numpy(self, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """The orthonormal kernels in floats, each entry the nearest to the exact one.

        Returns an array (dimension, n_out, n_in, *window), float64 or float32; a window that is
        no square or cube is 0 outside.
        """
        part, field = self.parts[0], self.field
        target, source = self.target.over(field), self.source.over(field)
        ones = Kinds.of([field.element(1)] * part.orders)
        window = (self.pixels.size,) * self.pixels.group.dimension
        cells = np.ravel_multi_index(self.pixels.places, window)
        shape = self.dimension, prod(self.shape), prod(window)
        result = sparse_zeros(shape, float_type(field, dtype))
        kinds = Kinds.of(target.squares()), Kinds.of(source.squares()), ones
        for tile in rounded_tiles(part, *kinds):
            pair, point = np.divmod(tile.places, part.orders)
            result[tile.rows, pair, cells[point]] = tile.coefficients
        return result.reshape(self.dimension, *self.shape, *window)

    def __repr__(self) -> str:
        """Say between what, on which window, and how many."""
        return (
            f"<GridKernelBasis {self.source.name} -> {self.target.name} of "
            f"{self.pixels.group.name}, {self.pixels.size} points across: "
            f"{self.dimension} kernels>"
        )


def grid_kernel_basis(
    lattice: LatticeGroup | FiniteGroup | str, size: int, rep_in: object, rep_out: object
) -> GridKernelBasis:
    """The canonical basis of the equivariant kernels on a window of a lattice.

    `lattice`: a lattice group or its name, "p4m"; or a finite group of integer matrices, which
    keeps the lattice of integer points.
    `size`: how many points across; the window is a square or cube for the groups that permute the
    axes and turn their signs, a hexagon for p3 and p6.
    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of the point group.

    Returns a `GridKernelBasis`, exact.
    Raises `ArgumentError` for representations of another group, and windows that do not exist.

    >>> from grouptools.groups.lattice_names import lattice_group
    >>> group = lattice_group("p4m").point_group
    >>> trivial = group.trivial_representation()
    >>> grid_kernel_basis("p4m", 5, trivial, trivial).dimension
    6
    """
    group = _lattice(lattice)
    source, target = summands_of(rep_in), summands_of(rep_out)
    for summands in (source, target):
        if summands.group != group.point_group:
            raise ArgumentError(
                f"a representation of {summands.group.name} was given, but the kernels on a "
                f"window of {group.name} are between representations of its point group "
                f"{group.point_group.name}: lattice_group(...).point_group"
            )
    pixels = group.pixels(size)
    field = source.field.joined(target.field).joined(group.basis.field)
    source, target = source.over(field), target.over(field)
    copies = [copy for orbit in pixels.orbits for copy in _orbit(source, target, pixels, orbit)]
    shape, count = (target.dimension, source.dimension), len(pixels.doubled)
    part = assembled(0, count, shape, field, copies)
    return GridKernelBasis(rep_in, rep_out, (source, target), [part], pixels)


def _lattice(given: LatticeGroup | FiniteGroup | str) -> LatticeGroup:
    if isinstance(given, str):
        return lattice_group(given)
    if isinstance(given, FiniteGroup):
        one = FieldMatrix.identity(given.dimension, given.field)
        return LatticeGroup(given.name, given, one)
    return given


def _orbit(
    source: Summands, target: Summands, pixels: Pixels, orbit: Sequence[int]
) -> list[Copies]:
    """The kernels on one orbit of points, between all summands."""
    n = len(pixels.doubled)
    action = pixels.permutations.astype(np.int64)
    result = []
    for rep_out, rows in zip(target.kinds, target.offsets, strict=True):
        for rep_in, columns in zip(source.kinds, source.offsets, strict=True):
            starts = (rows[:, None] * source.dimension + columns).reshape(-1, 1, 1)
            for pattern, places in point_orbit_copies(
                rep_in, rep_out, action, sorted(orbit), source.field
            ):
                pair, point = np.divmod(places, n)
                a, b = np.divmod(pair, rep_in.dimension)
                moved = (starts + (a * source.dimension + b)) * n + point
                result.append(Copies(pattern, moved.reshape(-1, places.shape[1])))
    return result
