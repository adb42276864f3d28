"""Cartesian tensors as irreps of O(3), and back: the orthogonal change of basis, exact.

A tensor of rank r is a sum of harmonic tensors of degree l <= r [Coope, Snider and McCourt 1965,
J. Chem. Phys. 43, 2269].  For each l the maps Q with Q (R T) = D^l(R) (Q T) are
Hom_SO(3)(tensors, V_l), found by the one solver.

Order of the unknowns (part of the meaning of `BASIS_VERSION`):
    [Q[m, c] for m in range(l, -l - 1, -1) for c in IndexSymmetry.components()]
so that the sign rule makes the map positive where x, y, z come first: the trace, the vector
product u x v / sqrt(2) of T = u (x) v, and a positive multiple of Y_l(x) of T = x (x) ... (x) x.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.fields import RATIONALS, Element
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import SO3
from grouptools.kernels.component_arrays import member_sums, spread, spread_exactly
from grouptools.kernels.index_symmetry import IndexSymmetry
from grouptools.kernels.tensor_representation import tensor_representation
from grouptools.representations.harmonic import harmonic_representation
from grouptools.representations.intertwiners import intertwiners
from grouptools.representations.irreps_value import Irreps
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import sympy

__all__ = ["CartesianTensor", "cartesian_tensor"]


class _Blocks(NamedTuple):
    """Rows of the change of basis: degrees, scaled matrix, and what its rows' squares are."""

    degrees: tuple[int, ...]
    matrix: FieldMatrix
    row_squares: tuple[Element, ...]


def cartesian_tensor(
    symmetry: str | int | IndexSymmetry, *, axial: bool = False
) -> CartesianTensor:
    """The irreps in a Cartesian tensor of space of one index symmetry, and the change of basis.

    `symmetry`: a text such as "ij=ji"; "ij" or the rank 2 for none.
    Raises `ArgumentError` for what is no index symmetry.  Tested to rank 4.

    >>> cartesian_tensor("ij=ji").irreps
    Irreps("0e + 2e")
    >>> cartesian_tensor("ij").to_irreps([[0, 1, 0], [-1, 0, 0], [0, 0, 0]])[1:4]  # y, z, x
    array([0.        , 1.41421356, 0.        ])
    """
    return CartesianTensor(IndexSymmetry.parse(symmetry), axial)


@dataclass(frozen=True)
class CartesianTensor:
    """The change of basis between tensors of an index symmetry and irreps of O(3).

    Coefficients are ordered by degree, then by copy, then m = -l..l.  T and its coefficients have
    the same norm, sum_ij... T_ij...^2.
    """

    symmetry: IndexSymmetry
    axial: bool = False

    @property
    def degrees(self) -> tuple[int, ...]:
        """The degree l of each irrep, ascending, once a copy."""
        return _blocks(self.symmetry).degrees

    @property
    def irreps(self) -> Irreps:
        """The irreps of O(3): the parity is that of the rank, and the other for axial tensors."""
        parity = "eo"[(self.symmetry.rank + self.axial) % 2]
        counts = {l: self.degrees.count(l) for l in sorted(set(self.degrees))}
        return Irreps(" + ".join(f"{n}x{l}{parity}" for l, n in counts.items()))

    @property
    def dimension(self) -> int:
        """The number of components."""
        return _blocks(self.symmetry).matrix.shape[0]

    @property
    def matrix(self) -> sympy.Matrix:
        """The orthogonal matrix Q, coefficients = Q . (components times sqrt(their number)).

        Entries: [[Q[k, c] for c in IndexSymmetry.components()] for k in range(dimension)]
        where a component T_ij that stands in n places counts as sqrt(n) T_ij.
        """
        blocks = _blocks(self.symmetry)
        return blocks.matrix.to_sympy(blocks.row_squares, self._column_squares(1))

    @property
    def basis(self) -> tuple[sympy.Array, ...]:
        """The tensor of each coefficient, exact: T = sum_k coefficients[k] basis[k]."""
        blocks = _blocks(self.symmetry)
        matrix = blocks.matrix.to_sympy(blocks.row_squares, self._column_squares(2))
        return tuple(
            spread_exactly(self.symmetry, list(matrix.row(k)), 3) for k in range(self.dimension)
        )

    def to_numpy(self, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """`basis` in floats, each the nearest: shape (dimension, 3, 3, ...)."""
        return spread(self.symmetry, self._components(dtype), 3)

    def to_irreps(self, array: ArrayLike) -> NDArray[Any]:
        """The coefficients (..., dimension) of tensors (..., 3, 3, ...).

        coefficients[k] = sum_ij... basis[k]_ij... T_ij..., which leaves out what of T has not the
        index symmetry.  float32 stays float32; what is no float becomes float64.
        Raises `ArgumentError` for another shape.
        """
        given, rank = _floats(array), self.symmetry.rank
        if given.ndim < rank or given.shape[given.ndim - rank :] != (3,) * rank:
            raise ArgumentError(
                f"an array of shape {given.shape} was given, but the last axes of a tensor "
                f"{self.symmetry.text} are {(3,) * rank}"
            )
        sums = member_sums(self.symmetry, given, 3)
        coefficients: NDArray[Any] = np.einsum("kc,...c->...k", self._components(given.dtype), sums)
        return coefficients

    def to_cartesian(self, coefficients: ArrayLike) -> NDArray[Any]:
        """The tensors (..., 3, 3, ...) of coefficients (..., dimension).

        Raises `ArgumentError` for another shape.
        """
        given = _floats(coefficients)
        if not given.ndim or given.shape[-1] != self.dimension:
            raise ArgumentError(
                f"an array of shape {given.shape} was given, but the last axis of the coefficients "
                f"of {self.irreps} has length {self.dimension}"
            )
        components = np.einsum("kc,...k->...c", self._components(given.dtype), given)
        return spread(self.symmetry, components, 3)

    def _components(self, dtype: DTypeLike) -> NDArray[Any]:
        blocks = _blocks(self.symmetry)
        return blocks.matrix.to_numpy(dtype, blocks.row_squares, self._column_squares(2))

    def _column_squares(self, power: int) -> list[Element]:
        """1 / (the number of members of each component) ** power."""
        sizes = [len(component.members) for component in self.symmetry.components(3)]
        return [RATIONALS.inverse(RATIONALS.element(n**power)) for n in sizes]


@cache
def _blocks(symmetry: IndexSymmetry) -> _Blocks:
    """The rows of all degrees; each map is normalised so that its rows are orthonormal."""
    group = SO3()
    source = tensor_representation(group, symmetry)
    degrees, matrices, squares = [], [], []
    for l in range(symmetry.rank + 1):
        target = _from_the_top(harmonic_representation(group, l))
        found = intertwiners(source, target)
        for k, norm in enumerate(found.squares):
            scaled = found.vectors.taken([k]).reshaped(2 * l + 1, source.dimension)
            degrees.append(l)
            matrices.append(scaled.taken(reversed(range(2 * l + 1))))
            factor = (2 * l + 1) * RATIONALS.inverse(norm)
            squares += [factor * square for square in reversed(target.squares)]
    return _Blocks(tuple(degrees), stacked(matrices), tuple(squares))


def _from_the_top(harmonics: Representation) -> Representation:
    """The same representation with its basis in the order m = l, ..., -l."""
    order = range(harmonics.dimension)[::-1]
    images = [image.taken(order, order) for image in harmonics.images]
    return Representation(harmonics.group, images, harmonics.squares[::-1], harmonics.name)


def _floats(array: ArrayLike) -> NDArray[Any]:
    given = np.asarray(array)
    return given if given.dtype == np.float32 else given.astype(np.float64)
