"""Representations: the images of a group's generators, exact, in an orthogonal basis.

The basis vectors b_i are orthogonal with squared norms n_i = `squares[i]`, and
g b_j = sum_i images(g)[i, j] b_i.  In the orthonormal basis b_i / sqrt(n_i) the matrix is
sqrt(n_i) images(g)[i, j] / sqrt(n_j), which is what a user sees; the scaled form keeps the
entries in a small field.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group

if TYPE_CHECKING:
    import sympy

__all__ = ["Representation"]


class Representation:
    """A representation of `group`.

    `images`: one matrix a generator of the group, over `field`; that of a derivation is its
    image as an element of the Lie algebra.
    `squares`: the squared norms of the basis vectors, elements of `field`.
    `name`: what it is called.
    `summands`: the representations whose direct sum it is, in order; itself where it is given
    as a whole.
    `permutation`: `permutation[s, i] = j` where generator s sends basis vector i to j, for a
    permutation representation; else None.
    """

    def __init__(
        self,
        group: Group,
        images: Sequence[FieldMatrix],
        squares: Sequence[Element] | None = None,
        name: str = "",
        *,
        summands: Sequence[Representation] = (),
        permutation: Any = None,
    ) -> None:
        self.group = group
        field = group.field
        for image in images:
            field = field.joined(image.field)
        self.field: Field = field
        self.images = tuple(image.over(field) for image in images)
        self.dimension = self.images[0].shape[0]
        one = field.element(1)
        self.squares = tuple(squares) if squares is not None else (one,) * self.dimension
        self.name = name
        self.summands: tuple[Representation, ...] = tuple(summands) or (self,)
        self.permutation = permutation

    @cached_property
    def element_images(self) -> tuple[FieldMatrix, ...]:
        """The scaled matrices of all elements of a finite group, in their order."""
        group = self.group
        if not isinstance(group, FiniteGroup):
            from grouptools.errors import ArgumentError

            raise ArgumentError(
                f"the matrices of all elements were asked for, but {group.name} is not finite"
            )
        one = FieldMatrix.identity(self.dimension, self.field)
        return tuple(group.images(self.images, FieldMatrix.__matmul__, one))

    def __repr__(self) -> str:
        """Name, dimension and group."""
        return f"<Representation {self.name} of {self.group.name}, dimension {self.dimension}>"
