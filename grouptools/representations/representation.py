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

from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group

if TYPE_CHECKING:
    import sympy

    from grouptools.representations.decomposition import Decomposition
    from grouptools.representations.irrep_value import Irrep
    from grouptools.representations.irreps_value import Irreps
    from grouptools.representations.rules import Rule

__all__ = ["Representation"]


class Representation:
    """A representation of `group` by orthogonal (unitary) matrices.

    `images`: one matrix a generator of the group, over `field`; that of a derivation is its
    image as an element of the Lie algebra.
    `squares`: the squared norms of the basis vectors, elements of `field`.
    `name`: what it is called.
    `summands`: the representations whose direct sum it is, in order; itself where it is given
    as a whole.
    `permutation`: `permutation[s, i] = j` where generator s sends basis vector i to j, for a
    permutation representation; else None.
    `irrep`: the irrep that it is, exactly in the basis of the catalogue; else None.
    `rule`: how it was made of others, so that it can be made again of their restrictions; or None.

    `rep + other` is the direct sum, `3 * rep` that of copies, `rep * other` the tensor product,
    `rep(g)` the orthonormal matrix of an element.

    >>> from grouptools.groups.planar import dihedral
    >>> vectors = dihedral(3).irrep("1").representation
    >>> vectors("r")
    Matrix([
    [      -1/2, sqrt(3)/2],
    [-sqrt(3)/2,      -1/2]])
    >>> str((vectors * vectors + vectors).multiplicities())
    '0+ + 0- + 2x1'
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
        irrep: Irrep | None = None,
        rule: Rule | None = None,
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
        self.irrep = irrep
        self.rule = rule

    @cached_property
    def element_images(self) -> tuple[FieldMatrix, ...]:
        """The scaled matrices of all elements of a finite group, in their order."""
        group = self._finite("the matrices of all elements were")
        if len(self.summands) > 1:
            from grouptools.exact.algebra.assembling import block_diagonal

            parts = zip(*(part.element_images for part in self.summands), strict=True)
            return tuple(block_diagonal(blocks).over(self.field) for blocks in parts)
        one = FieldMatrix.identity(self.dimension, self.field)
        return tuple(group.images(self.images, FieldMatrix.__matmul__, one))

    @cached_property
    def inverse_squares(self) -> tuple[Element, ...]:
        """[1 / n for n in squares]."""
        return tuple(self.field.inverse(square) for square in self.squares)

    def __call__(self, element: object) -> sympy.Matrix:
        """The orthonormal matrix of a group element, exact.

        `element`: the number or word of an element of a finite group; for a Lie group an exact
        angle, rotation matrix or quaternion, as `representations.evaluation.matrix_at` says.
        Returns a sympy Matrix of shape (dimension, dimension).
        """
        from grouptools.representations.evaluation import matrix_at

        return matrix_at(self, element)

    def numeric(self, element: object) -> NDArray[Any]:
        """The orthonormal matrix of one element or of many, in floats.

        `element`: as for a call of the representation, of floats; in a Lie group also a scipy
        `Rotation`, and arrays of many.  Returns an array (..., dimension, dimension).
        """
        from grouptools.representations.evaluation import numeric_at

        return numeric_at(self, element)

    def to_numpy(self, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """The matrices of all elements of a finite group, each entry the float nearest to it.

        Returns an array (order, dimension, dimension) of float64, complex128 where the field is
        not real; `dtype` chooses float32 or complex64.
        """
        from grouptools.representations.orthonormal import floats

        self._finite("the matrices of all elements were")
        return floats(self, self.element_images, dtype)

    @cached_property
    def element_floats(self) -> NDArray[Any]:
        """What `to_numpy()` gives, rounded once and read-only."""
        found = self.to_numpy()
        found.flags.writeable = False
        return found

    @cached_property
    def generator_floats(self) -> NDArray[Any]:
        """What `generators_to_numpy()` gives, rounded once and read-only."""
        found = self.generators_to_numpy()
        found.flags.writeable = False
        return found

    def generators_to_numpy(self, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """The matrices of the generators, (generators, dimension, dimension), rounded correctly."""
        from grouptools.representations.orthonormal import floats

        return floats(self, self.images, dtype)

    def character(self, element: object) -> sympy.Expr:
        """The trace of the matrix of one element, exact."""
        from grouptools.representations.evaluation import character_at

        return character_at(self, element)

    @cached_property
    def traces(self) -> tuple[Element, ...]:
        """The traces of a finite group's classes, in the order of its classes, over `field`."""
        from grouptools.representations.characters import class_traces

        return class_traces(self)

    @property
    def characters(self) -> tuple[sympy.Expr, ...]:
        """The character on each conjugacy class of a finite group, as sympy numbers."""
        from grouptools.representations.orthonormal import number_to_sympy

        return tuple(number_to_sympy(self.field, trace) for trace in self.traces)

    def __add__(self, other: Representation) -> Representation:
        """The direct sum, with the summands of both."""
        if not isinstance(other, Representation):
            return NotImplemented
        from grouptools.representations.sums import direct_sum

        return direct_sum([self, other])

    def __mul__(self, other: Representation) -> Representation:
        """The tensor product; index order [(i, j) for i in ... for j in ...]."""
        if isinstance(other, Representation):
            return self.tensor(other)
        return NotImplemented

    def __rmul__(self, copies: int) -> Representation:
        """The direct sum of so many copies."""
        if not isinstance(copies, int):
            return NotImplemented
        from grouptools.representations.sums import multiple

        return multiple(self, copies)

    def tensor(self, other: Representation) -> Representation:
        """The tensor product, (rep * other)(g) = kron(rep(g), other(g))."""
        from grouptools.representations.products import tensor_product

        return tensor_product(self, other)

    def dual(self) -> Representation:
        """The dual, g -> transpose(rep(g^-1)): itself where the matrices are real."""
        return self.conjugate()

    def conjugate(self) -> Representation:
        """The complex conjugate matrices: itself where they are real."""
        from grouptools.representations.products import conjugated

        return conjugated(self)

    def symmetric_power(self, k: int) -> Representation:
        """The action on polynomials of degree k in the basis vectors."""
        from grouptools.representations.powers import symmetric_power

        return symmetric_power(self, k)

    def antisymmetric_power(self, k: int) -> Representation:
        """The action on k-vectors b_i1 ^ ... ^ b_ik: its matrix holds the k x k minors."""
        from grouptools.representations.powers import antisymmetric_power

        return antisymmetric_power(self, k)

    def restrict(self, subgroup: object) -> Representation:
        """The same matrices as a representation of a subgroup."""
        from grouptools.representations.restriction import restricted

        return restricted(self, subgroup)

    def induce(self, group: object, subgroup: object = None) -> Representation:
        """The induced representation of a group that this one's group is a subgroup of."""
        from grouptools.representations.induction import induced

        return induced(self, group, subgroup)

    def decompose(self) -> Decomposition:
        """The irreps that it contains, and the exact change of basis that splits it."""
        from grouptools.representations.decomposition import decompose

        return decompose(self)

    def multiplicities(self) -> Irreps:
        """How often it contains each irrep, by characters."""
        from grouptools.representations.characters import multiplicities

        return multiplicities(self)

    @property
    def is_real(self) -> bool:
        """Whether its field is real, so that its matrices are orthogonal."""
        return self.field.is_real

    def __copy__(self) -> Representation:
        """Itself: it does not change."""
        return self

    def __deepcopy__(self, memo: object) -> Representation:
        """Itself: it does not change."""
        return self

    def __eq__(self, other: object) -> bool:
        """Whether group and orthonormal matrices of the generators are equal."""
        if not isinstance(other, Representation):
            return NotImplemented
        if self is other:
            return True
        from grouptools.representations.orthonormal import equal_images

        return self.group == other.group and equal_images(self, other)

    def __hash__(self) -> int:
        """Hash what equal representations share."""
        return hash((self.group, self.dimension))

    def __repr__(self) -> str:
        """Name, dimension and group."""
        name = f" {self.name}" if self.name else ""
        return f"<Representation{name} of {self.group.name}, dimension {self.dimension}>"

    def _finite(self, asked: str) -> FiniteGroup:
        """The group, where it is finite."""
        if isinstance(self.group, FiniteGroup):
            return self.group
        raise ArgumentError(
            f"{asked} asked for, but {self.group.name} is not finite: pass single elements, "
            f"or restrict to a finite subgroup"
        )
