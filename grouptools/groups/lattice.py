"""Symmorphic space groups: a lattice, and a point group that keeps it and one of its points.

An element (t, h) sends the point with integer coordinates x to M_h x + t, t a vector of integers
and M_h the integer matrix of h on the lattice vectors; so (t, h)(u, k) = (t + M_h u, h k).
The group is the semidirect product of Z^d with the point group, with infinitely many elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup

if TYPE_CHECKING:
    import sympy

    from grouptools.groups.pixels import Pixels

__all__ = ["LatticeElement", "LatticeGroup"]

Integers = NDArray[np.int64]


class LatticeElement(NamedTuple):
    """The map x -> M_h x + t: `translation` t on the lattice vectors, `rotation` h."""

    translation: tuple[int, ...]
    rotation: int


class LatticeGroup:
    """A symmorphic space group.

    `name`: "p4m", "Fm-3m".
    `point_group`: the finite group of its rotations and reflections.
    `basis`: the lattice vectors, one a column, in the scaled coordinates of the point group.
    `matrices[h]`: the integer matrix M_h of the element h of the point group, int64.

    >>> from grouptools.groups.lattice_names import lattice_group
    >>> group = lattice_group("p4")
    >>> turn = LatticeElement((1, 0), group.point_group.element("r"))
    >>> group.multiply(turn, turn), group.act(turn, [[1, 0], [0, 2]]).tolist()
    (LatticeElement(translation=(1, 1), rotation=2), [[1, 1], [-1, 0]])
    """

    name: str
    point_group: FiniteGroup
    basis: FieldMatrix
    matrices: Integers

    def __init__(self, name: str, point_group: FiniteGroup, basis: FieldMatrix) -> None:
        """Take a point group and lattice vectors; raises where the lattice is not kept."""
        self.name = name
        self.point_group = point_group
        self.basis = basis.over(basis.field.joined(point_group.field))
        self.matrices = _integer_matrices(name, point_group, self.basis)

    @classmethod
    def from_matrices(
        cls,
        generators: Sequence[Any],
        names: Sequence[str] | None = None,
        name: str | None = None,
        *,
        basis: Any = None,
    ) -> LatticeGroup:
        """The group of all translations and of the integer matrices that these generate.

        `basis`: d exact lattice vectors, by default the columns of the unit matrix where the
        matrices are orthogonal, and else such that the mean of M^T M is the matrix of their
        scalar products, up to their lengths.
        Raises `ArgumentError` for a matrix that is not of integers with determinant 1 or -1, for
        an infinite group, and for a basis whose lengths the matrices do not keep.

        >>> LatticeGroup.from_matrices([[[0, -1], [1, -1]]], name="p3").point_group.order
        3
        """
        from grouptools.groups.integer_matrices import from_integer_matrices

        return from_integer_matrices(generators, names, name, basis)

    @property
    def dimension(self) -> int:
        """The dimension d of the lattice."""
        return self.basis.shape[0]

    @property
    def identity(self) -> LatticeElement:
        """The map x -> x."""
        return LatticeElement((0,) * self.dimension, 0)

    def multiply(self, first: LatticeElement, second: LatticeElement) -> LatticeElement:
        """The product, that does `second` first: (t, h)(u, k) = (t + M_h u, h k)."""
        (t, h), (u, k) = self.element(first), self.element(second)
        moved = self.matrices[h] @ np.array(u, dtype=np.int64) + t
        return LatticeElement(tuple(map(int, moved)), self.point_group.multiply(h, k))

    def inverse(self, element: LatticeElement) -> LatticeElement:
        """The map back: (t, h)^-1 = (-M_h^-1 t, h^-1)."""
        t, h = self.element(element)
        back = self.point_group.inverse(h)
        moved = -self.matrices[back] @ np.array(t, dtype=np.int64)
        return LatticeElement(tuple(map(int, moved)), back)

    def act(self, element: LatticeElement, points: Any) -> Integers:
        """The images of points with integer coordinates on the lattice vectors.

        `points`: integers of shape (..., d).  Returns an int64 array of that shape.
        """
        t, h = self.element(element)
        array = np.asarray(points)
        if array.shape[-1:] != (self.dimension,) or array.dtype.kind not in "iu":
            raise ArgumentError(
                f"points of shape {array.shape} and type {array.dtype} were given, but points of "
                f"the lattice of {self.name} are integers of shape (..., {self.dimension})"
            )
        moved: Integers = array.astype(np.int64) @ self.matrices[h].T + np.array(t, dtype=np.int64)
        return moved

    def element(self, element: LatticeElement | tuple[Sequence[int], int | str]) -> LatticeElement:
        """An element that is given as (translation, rotation), checked."""
        try:
            translation, rotation = element
            numbers = tuple(int(t) for t in translation)
            exact = all(int(t) == t for t in translation)
        except (TypeError, ValueError):
            numbers, exact = (), False
        if not exact or len(numbers) != self.dimension:
            raise ArgumentError(
                f"{element!r} was given as an element of {self.name}, but these are pairs of "
                f"{self.dimension} integers and an element of {self.point_group.name}"
            )
        return LatticeElement(numbers, self.point_group.element(rotation))

    @cached_property
    def vectors(self) -> NDArray[np.float64]:
        """The lattice vectors in orthonormal axes, one a row, correctly rounded: float64."""
        one = [self.basis.field.element(1)] * self.dimension
        return self.basis.to_numpy(np.float64, self._frame, one).T

    def vectors_to_sympy(self) -> sympy.Matrix:
        """The lattice vectors in orthonormal axes, one a row, exact."""
        import sympy

        field = self.basis.field
        lengths = sympy.diag(*(sympy.sqrt(field.to_sympy(n)) for n in self._frame))
        return (lengths * self.basis.to_sympy()).T

    def pixels(self, size: int) -> Pixels:
        """The points within (size - 1)/2 of a centre, and how the point group permutes them.

        See `grouptools.groups.pixels`.
        """
        from grouptools.groups.pixels import pixels

        return pixels(self, size)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Name, point group and lattice vectors."""
        return (self.name, self.point_group.key, self.basis.field, self.basis.key())

    def __eq__(self, other: object) -> bool:
        """Two are equal when name, point group and lattice vectors are."""
        return isinstance(other, LatticeGroup) and self.key == other.key

    def __hash__(self) -> int:
        """Hash the key."""
        return hash(self.key)

    def __repr__(self) -> str:
        """The name."""
        return f"<LatticeGroup {self.name}>"

    @property
    def _frame(self) -> list[Any]:
        field = self.basis.field
        return [self.point_group.field.embed(n, field) for n in self.point_group.frame]


def _integer_matrices(name: str, group: FiniteGroup, basis: FieldMatrix) -> Integers:
    """B^-1 g B for all elements g: integers, where g keeps the lattice."""
    inverse = basis.inverse()
    images: list[Integers] = []
    for letter, matrix in zip(group.generator_names, group.natural, strict=True):
        conjugate = inverse @ matrix.over(basis.field) @ basis
        rows = conjugate.rows()
        if any(entry.degree() > 0 or entry[0].q != 1 for row in rows for entry in row):
            raise ArgumentError(
                f"the lattice of {name} was given with the point group {group.name}, but its "
                f"generator {letter} sends a point of the lattice to one that is not in it"
            )
        images.append(np.array([[int(entry[0].p) for entry in row] for row in rows]))
    every = group.images(images, np.matmul, np.eye(basis.shape[0], dtype=np.int64))
    result = np.stack(every).astype(np.int64)
    result.flags.writeable = False
    return result
