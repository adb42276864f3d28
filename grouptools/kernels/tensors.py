"""Tensors that a group leaves invariant, exact: of a crystal class, or of an isotropic medium.

T is invariant when g T = T for every g [Nye 1985, Physical Properties of Crystals, I.5].  The
invariant tensors of one index symmetry are the equivariant maps from the trivial representation
to that of the group on all tensors of that symmetry, found by the one solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.bases import CanonicalBasis
from grouptools.exact.algebra.echelon import reduced_echelon
from grouptools.exact.algebra.fields import Element
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group, check_group
from grouptools.kernels.component_arrays import member_sums, spread, spread_exactly
from grouptools.kernels.index_symmetry import Component, IndexSymmetry
from grouptools.kernels.maps import MapBasis, equivariant_maps
from grouptools.kernels.patterns import matrix_of
from grouptools.kernels.tensor_representation import component_lengths, tensor_representation
from grouptools.kernels.voigt import voigt_factor_square, voigt_index, voigt_shape
from grouptools.representations.named import trivial_representation
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import sympy

    from grouptools.certificates import Certificate

__all__ = ["SymmetryTensor", "invariant_tensors"]


def invariant_tensors(
    group: Group,
    symmetry: str | int | IndexSymmetry,
    *,
    axial: bool = False,
    prefix: str = "t",
    convention: str = "stress",
) -> SymmetryTensor:
    """All tensors T with g T = T for every element g of a group, of one index symmetry.

    (g T)_ij... = g_ii' g_jj' ... T_i'j'..., for axial tensors times det(g).

    `symmetry`: a text such as "ijkl=jikl=klij" or "ij=-ji"; "ij" or the rank 2 for none.
    `prefix`, `convention`: the name of the independent components, and what their Voigt digits
    mean, one of `VOIGT_CONVENTIONS`.
    Raises `ArgumentError` for what is no index symmetry, and for a group that acts on no plane or
    space.  Tested for the 32 crystal classes, I, I_h, SO(3) and O(3) to rank 4, and rank 6 with
    the symmetry of third-order elasticity.

    >>> from grouptools.groups.point_groups import point_group
    >>> invariant_tensors(point_group("6"), "ij").symbolic()
    [[t11, t12, 0], [-t12, t11, 0], [0, 0, t33]]
    """
    check_group(group)
    parsed = IndexSymmetry.parse(symmetry)
    component_lengths(group, parsed)
    voigt_factor_square(parsed, (0,) * parsed.rank, convention)
    return SymmetryTensor(group, parsed, axial, prefix, convention)


@dataclass(frozen=True)
class SymmetryTensor:
    """The invariant tensors of `group` with an index symmetry, polar or axial.

    Made by `invariant_tensors` and `crystal_tensor`.  The independent components are those at the
    pivots of the reduced echelon form, in the order of `IndexSymmetry.components`.
    """

    group: Group
    symmetry: IndexSymmetry
    axial: bool = False
    prefix: str = "t"
    convention: str = "stress"

    @cached_property
    def representation(self) -> Representation:
        """The action of the group on all tensors of the index symmetry."""
        return tensor_representation(self.group, self.symmetry, axial=self.axial)

    @cached_property
    def maps(self) -> MapBasis:
        """The tensors as maps from the trivial representation to `representation`."""
        target = self.representation
        return equivariant_maps(trivial_representation(self.group), target)

    @cached_property
    def solution(self) -> CanonicalBasis:
        """The canonical basis in the scaled coordinates of `representation`, one tensor a row."""
        (part,) = self.maps.parts
        (one,) = self.maps.source.squares()  # of the number 1, as the irreps have it
        squares = (one * square % part.field.modulus for square in part.squares)
        return CanonicalBasis(matrix_of(part), tuple(squares))

    @property
    def certificate(self) -> Certificate:
        """What the independent checker proves, exactly: invariance, and that none is missing."""
        return self.maps.certificate

    @property
    def dimension(self) -> int:
        """The number of independent components."""
        return self.solution.vectors.shape[0]

    @property
    def independent(self) -> tuple[str, ...]:
        """The names of the independent components: c11, c12, c44 for a cubic stiffness."""
        d = self.group.dimension
        firsts = [self._components[pivot].first for pivot in self._echelon[1]]
        ordered = sorted(firsts, key=lambda index: self.symmetry.key(index, d))
        return tuple(self.prefix + self.symmetry.label(index, d) for index in ordered)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of a tensor: (3, 3, ...)."""
        return (self.group.dimension,) * self.symmetry.rank

    @property
    def basis(self) -> tuple[sympy.Array, ...]:
        """The canonical basis, orthonormal under sum_ij... A_ij... B_ij..., as sympy arrays."""
        matrix = self.solution.vectors.to_sympy(self._inverse_squares, self._lengths)
        d = self.group.dimension
        return tuple(
            spread_exactly(self.symmetry, list(matrix.row(k)), d) for k in range(self.dimension)
        )

    def to_numpy(self, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """The canonical basis, each entry the nearest float: shape (dimension, 3, 3, ...)."""
        values = self.solution.vectors.to_numpy(dtype, self._inverse_squares, self._lengths)
        return spread(self.symmetry, values, self.group.dimension)

    def symbolic(self, prefix: str | None = None) -> sympy.Array:
        """The general invariant tensor, Cartesian, in terms of its independent components.

        From rank 3 on a symbol with Voigt digits stands for the Voigt entry of `convention`, so
        that a compliance has s44/4 at 2323.
        """
        import sympy

        names = [sympy.Symbol(name) for name in self._names(prefix or self.prefix)]
        row = [sympy.Integer(0)] * len(self._components)
        if names:
            row = list(sympy.Matrix([names]) * self._echelon[0].to_sympy(*self._relation_squares))
        return spread_exactly(self.symmetry, row, self.group.dimension)

    def voigt(self, convention: str | None = None, prefix: str | None = None) -> Any:
        """The general invariant tensor in Voigt's notation: 6x6, 3x6, 6x3, 6.

        `convention`: one of `VOIGT_CONVENTIONS`, by default the tensor's own.
        Returns a sympy Matrix for one or two Voigt indices, else an Array.
        """
        import sympy

        tensor, d = self.symbolic(prefix), self.group.dimension
        shape = voigt_shape(self.symmetry, d)
        entries = []
        for places in product(*map(range, shape)):
            index = voigt_index(self.symmetry, places, d)
            square = voigt_factor_square(self.symmetry, index, convention or self.convention)
            entries.append(sympy.expand(tensor[index] * sympy.sqrt(square)))
        if len(shape) in (1, 2):
            return sympy.Matrix(*(*shape, 1)[:2], entries)
        return sympy.Array(entries, shape)

    def evaluate(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        """The Cartesian tensor with these independent components, in floats.

        Raises `ArgumentError` unless `values` names each of `independent` and nothing else.
        """
        names = self._names(self.prefix)
        if set(values) != set(names):
            raise ArgumentError(
                f"values of {', '.join(values) or 'nothing'} were given, but the independent "
                f"components are {', '.join(self.independent) or 'none'}: give a value to each"
            )
        relations = self._echelon[0].to_numpy(np.float64, *self._relation_squares)
        given = np.array([values[name] for name in names], dtype=np.float64)
        components = np.einsum("k,kc->c", given, relations)
        return spread(self.symmetry, components, self.group.dimension)

    def project(self, array: Any) -> Any:
        """The invariant tensor nearest to a given one, its average over the group.

        `array`: numbers of shape (..., 3, 3, ...), or a sympy array of shape (3, 3, ...).
        Returns a numpy array of that shape, or an exact sympy Array.
        Raises `ArgumentError` for another shape.
        """
        given, rank, d = np.asarray(array), self.symmetry.rank, self.group.dimension
        if given.ndim < rank or given.shape[given.ndim - rank :] != self.shape:
            raise ArgumentError(
                f"an array of shape {given.shape} was given, but the last axes of a tensor "
                f"{self.symmetry.text} of {self.group.name} are {self.shape}"
            )
        vectors = self.solution.vectors
        inverses = FieldMatrix.diagonal(self._inverse_squares, vectors.field)
        projector = vectors.transposed() @ inverses @ vectors
        sums = member_sums(self.symmetry, given, d)
        if given.dtype == object:
            import sympy

            exact = projector.to_sympy(self._lengths, self._lengths) * sympy.Matrix(sums)
            return spread_exactly(self.symmetry, [sympy.expand(e) for e in exact], d)
        floats = projector.to_numpy(np.float64, self._lengths, self._lengths)
        return spread(self.symmetry, np.einsum("oc,...c->...o", floats, sums), d)

    @property
    def _components(self) -> tuple[Component, ...]:
        return self.symmetry.components(self.group.dimension)

    @cached_property
    def _echelon(self) -> tuple[FieldMatrix, tuple[int, ...]]:
        return reduced_echelon(self.solution.vectors)

    @cached_property
    def _lengths(self) -> list[Element]:
        """The squares of T / t: Cartesian over scaled components."""
        return component_lengths(self.group, self.symmetry)

    @property
    def _inverse_squares(self) -> list[Element]:
        return [self.group.field.inverse(square) for square in self.solution.squares]

    @property
    def _relation_squares(self) -> tuple[list[Element], list[Element]]:
        """What turns the echelon form into Cartesian components over independent ones."""
        field = self.group.field
        rows = []
        for pivot in self._echelon[1]:
            index = self._components[pivot].first
            factor = voigt_factor_square(self.symmetry, index, self.convention)
            scale = factor if self.symmetry.has_voigt_label else 1
            rows.append(field.inverse(self._lengths[pivot] * scale % field.modulus))
        return rows, self._lengths

    def _names(self, prefix: str) -> tuple[str, ...]:
        """The names of the components at the pivots, in their order."""
        components, d = self._components, self.group.dimension
        return tuple(
            prefix + self.symmetry.label(components[pivot].first, d) for pivot in self._echelon[1]
        )
