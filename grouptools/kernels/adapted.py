"""Symmetry-adapted harmonics: the harmonics of a degree, sorted by the irreps of a group.

f_i = sum_m Q[i, m] Y_l^m, Q orthogonal, such that the functions of one copy of an irrep rho obey
f(g x) = rho(g) f(x), as Y_l(g x) = D(g) Y_l(x) does [Altmann and Herzig 1994, Point-Group Theory
Tables, 14].  Those of the trivial irrep are the invariants: cubic, icosahedral... harmonics
[Meyer 1954, Can. J. Math. 6, 135].  Q is the change of basis that splits the representation on
the harmonics (`representations.decompose`), so it comes of the same solver and the same rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.circular import circular_harmonics
from grouptools.exact.harmonics import solid_harmonics
from grouptools.exact.polynomials import variables_to_sympy
from grouptools.exact.quantum_numbers import degree
from grouptools.groups.group import Group, check_group
from grouptools.groups.lie import O2, O3
from grouptools.kernels.deriving import kernel_basis
from grouptools.representations.decomposition import Decomposition, decompose
from grouptools.representations.harmonic import harmonic_representation
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps
from grouptools.representations.named import trivial_representation

if TYPE_CHECKING:
    import sympy

    from grouptools.certificates import Certificate

__all__ = ["AdaptedHarmonics", "Place", "adapted_harmonics", "invariant_harmonics"]


class Place(NamedTuple):
    """What an adapted harmonic is: the component `m` of one copy of an irrep, counted from 0."""

    irrep: Irrep
    copy: int
    m: int


def adapted_harmonics(group: Group, l: int, irrep: Irrep | str | None = None) -> AdaptedHarmonics:
    """The harmonics of degree l adapted to a group: all of them, or those of one irrep.

    Order: [(irrep, copy, m) for n, irrep in irreps for copy in range(n)
            for m in range(irrep.dimension)]

    `group`: a group of the plane or of space.
    `irrep`: an irrep of the group over the real numbers, or its label.
    Returns `AdaptedHarmonics`, orthonormal over the sphere or circle.
    Raises `ArgumentError` for another group, or a label that it does not have.  Tested for
    l <= 15.

    >>> from grouptools.groups.point_groups import point_group
    >>> adapted_harmonics(point_group("m-3m"), 3).irreps
    Irreps("A2u + T1u + T2u", <Group Oh>)
    >>> adapted_harmonics(point_group("m-3m"), 3, "A2u").functions()
    (sqrt(105)*x*y*z/(2*sqrt(pi)),)
    """
    check_group(group)
    l = degree(l)
    harmonic_representation(group, l)
    if isinstance(irrep, str):
        irrep = Irrep(irrep, group)
    if irrep is not None and (irrep.group != group or not irrep.is_real):
        raise ArgumentError(
            f"{irrep!r} was given, but harmonics of {group.name} are sorted by its irreps over the "
            f"real numbers: pass one of these, or its label"
        )
    return AdaptedHarmonics(group, l, irrep)


def invariant_harmonics(group: Group, l: int) -> AdaptedHarmonics:
    """The harmonics of degree l that a group leaves alone, f(g x) = f(x).

    >>> from grouptools.groups.point_groups import point_group
    >>> invariant_harmonics(point_group("m-3m"), 4).matrix  # the cubic harmonic of degree 4
    Matrix([[0, 0, 0, 0, sqrt(21)/6, 0, 0, 0, sqrt(15)/6]])
    """
    return adapted_harmonics(group, l, trivial_representation(group).irrep)


@dataclass(frozen=True)
class AdaptedHarmonics:
    """Harmonics of degree `degree` sorted by irreps of `group`; of `irrep` alone unless None.

    Made by `adapted_harmonics`.
    """

    group: Group
    degree: int
    irrep: Irrep | None = None

    @cached_property
    def decomposition(self) -> Decomposition:
        """The change of basis of all harmonics of the degree."""
        return decompose(harmonic_representation(self.group, self.degree))

    @property
    def irreps(self) -> Irreps:
        """The irreps, with the number of copies of each."""
        every = self.decomposition.irreps
        return every if self.irrep is None else every.filter([self.irrep])

    @property
    def places(self) -> tuple[Place, ...]:
        """Irrep, copy and component of each function."""
        return tuple(
            Place(irrep, copy, m)
            for n, irrep in self.irreps
            for copy in range(n)
            for m in range(irrep.dimension)
        )

    @property
    def dimension(self) -> int:
        """The number of functions."""
        return self.irreps.dimension

    @property
    def matrix(self) -> sympy.Matrix:
        """Q, exact: orthonormal rows; columns m = -l..l, in the plane -l, l."""
        whole = self.decomposition
        scaled = whole.scaled_matrix.taken(self._rows)
        inverses = [
            whole.representation.field.embed(square, scaled.field)
            for square in whole.representation.inverse_squares
        ]
        return scaled.to_sympy([whole.row_squares[i] for i in self._rows], inverses)

    def to_numpy(self, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """Q in floats, each entry the nearest."""
        return self.decomposition.to_numpy(dtype)[self._rows]

    def functions(self, variables: Sequence[object] | None = None) -> tuple[sympy.Expr, ...]:
        """The functions times r**l: homogeneous polynomials of degree l, orthonormal for r = 1.

        `variables`: x, y, z (x, y) as sympy expressions or exact numbers, by default real symbols.
        """
        import sympy

        names = "x y z"[: 2 * self.group.dimension - 1]
        xyz = variables_to_sympy(variables, names)
        make = solid_harmonics if self.group.dimension == 3 else circular_harmonics
        column = sympy.Matrix(make(self.degree, xyz))
        return tuple((self.matrix * column).applyfunc(sympy.expand))

    def evaluate(self, points: ArrayLike, *, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """The functions of the direction of points, whatever their length.

        `points`: (..., d), d = 3 or 2; float32 and float64 are kept, integers become float64.
        `dtype`: of the result, float64 or float32.
        Returns an array (..., dimension), all 0 for l > 0 at the zero vector.
        """
        l, whole = self.degree, O3() if self.group.dimension == 3 else O2()
        own = harmonic_representation(whole, l).multiplicities()
        # The harmonics of degree l are the only kernel that takes scalars to their own irrep.
        kernels = kernel_basis(trivial_representation(whole), own, l)
        values = kernels.evaluate(points, dtype=dtype)[-1, ..., 0] * sqrt(own.dimension)
        matrix = self.to_numpy(np.float64)
        adapted: NDArray[Any] = np.einsum("im,...m->...i", matrix, values)
        return adapted.astype(values.dtype)

    @cached_property
    def certificate(self) -> Certificate:
        """What the independent checker proves of all functions that obey f(g x) = rho(g) f(x).

        To degree `degree`, for each of the irreps: that they obey it, and how many there are.
        """
        once = [irrep for _, irrep in self.decomposition.irreps]
        target = Irreps(once if self.irrep is None else [self.irrep], self.group)
        return kernel_basis(trivial_representation(self.group), target, self.degree).certificate

    @property
    def _rows(self) -> list[int]:
        """Which rows of the whole change of basis belong here."""
        every = self.decomposition.irreps
        return [
            i
            for (_, irrep), part in zip(every, every.slices(), strict=True)
            for i in range(part.start, part.stop)
            if self.irrep in (None, irrep)
        ]
