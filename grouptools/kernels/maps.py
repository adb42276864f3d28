"""Equivariant linear maps: T rho_in(g) = rho_out(g) T, exact, proved and in floats.

They are the kernels of a convolution with one point, and of degree 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.algebra.writing import root_to_sympy
from grouptools.groups.group import Group
from grouptools.kernels.exact_basis import ExactBasis
from grouptools.kernels.rounded import Kinds, float_type, rounded_tiles
from grouptools.kernels.solver import solved
from grouptools.kernels.summands import check_one_group, summands_of
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import sympy

__all__ = ["MapBasis", "equivariant_maps"]


class MapBasis(ExactBasis):
    """The equivariant linear maps, orthonormal: tr(T_i^+ T_j) is 1 for i = j and 0 otherwise.

    Order: that of the pivots of the canonical basis, in the order
        [T[a, b] for a in range(n_out) for b in range(n_in)]
    """

    @property
    def space(self) -> dict[str, Any]:
        """The maps depend on no point."""
        return {"kind": "none"}

    def to_numpy(self, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """The maps in floats, each entry the nearest: an array (dimension, n_out, n_in).

        `dtype`: float64 or float32; complex where the representations are.
        """
        part, field = self.parts[0], self.field
        result = np.zeros((self.dimension, *self.shape), float_type(field, dtype))
        flat = result.reshape(self.dimension, self.shape[0] * self.shape[1])
        out, into = (Kinds.of(s.over(field).squares()) for s in (self.target, self.source))
        for tile in rounded_tiles(part, out, into, Kinds.of([field.element(1)])):
            flat[tile.rows, tile.places] = tile.coefficients
        return result

    def to_sympy(self) -> tuple[sympy.Matrix, ...]:
        """The maps as exact sympy matrices of shape (n_out, n_in)."""
        import sympy

        part, field = self.parts[0], self.field
        out, into = (s.over(field).squares() for s in (self.target, self.source))
        inverses = [field.inverse(square) for square in into]
        lengths = [field.inverse(square) for square in part.squares]
        maps = [sympy.zeros(*self.shape) for _ in range(self.dimension)]
        for i, a, b, _, c in zip(*(column.tolist() for column in part.entries()), strict=True):
            square = out[a] * inverses[b] % field.modulus * lengths[i] % field.modulus
            maps[i][a, b] = root_to_sympy(field, field.element(c), square)
        return tuple(maps)

    def __repr__(self) -> str:
        """Say between what, and how many."""
        return (
            f"<MapBasis {self.source.name} -> {self.target.name} of {self.group.name}: "
            f"{self.dimension} maps>"
        )


def equivariant_maps(rep_in: object, rep_out: object) -> MapBasis:
    """The canonical basis of the linear maps T with T rho_in(g) = rho_out(g) T.

    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of one group of any kind, SU(2)
    and groups without a space included.

    Returns a `MapBasis`, exact.
    Raises `ArgumentError` for two groups.

    >>> from grouptools.groups.planar import cyclic
    >>> vector = cyclic(4).natural_representation()
    >>> equivariant_maps(vector, vector).to_sympy()
    (Matrix([
    [sqrt(2)/2,         0],
    [        0, sqrt(2)/2]]), Matrix([
    [         0, sqrt(2)/2],
    [-sqrt(2)/2,         0]]))
    """
    source, target = summands_of(rep_in), summands_of(rep_out)
    check_one_group(source, target)
    part = solved(source, target, _constants(source.group), 0)
    return MapBasis(rep_in, rep_out, (source, target), [part])


def _constants(group: Group) -> Representation:
    """How the function 1, of norm 1, transforms."""
    images = [FieldMatrix.from_rows([[0 if d else 1]], group.field) for d in group.derivations]
    return Representation(group, images, name="1")
