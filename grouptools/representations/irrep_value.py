"""One irrep of a group as a value: the group and a label."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group, check_group
from grouptools.representations.irrep_data import IrrepData, RealType
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import sympy

__all__ = ["Irrep"]


@dataclass(frozen=True, init=False, repr=False, slots=True)
class Irrep:
    """An irreducible representation of a group, by its label.

    `Irrep(label, group=O(3), real=True)`: "1o" of O(3), "T1u" of a point group, "1/2" of SU(2), a
    frequency of C_n and SO(2).  With `real=False` it is an irrep over the complex numbers, which
    differs where the real one is of complex or quaternionic type; those of SU(2) are always so, in
    the basis |j m>.
    Two are equal where group, label and `is_real` are.
    Raises `ArgumentError` for a label that the group does not have.

    >>> Irrep("1o").dimension, Irrep("1o").real_type
    (3, 'real')
    """

    group: Group
    label: str
    is_real: bool

    def __init__(self, label: object, group: Group | None = None, *, real: bool = True) -> None:
        from grouptools.representations.catalogue import canonical_label, default_group

        chosen = default_group() if group is None else group
        check_group(chosen)
        object.__setattr__(self, "group", chosen)
        object.__setattr__(self, "label", canonical_label(chosen, label, real))
        object.__setattr__(self, "is_real", real and chosen.name != "SU(2)")

    @property
    def data(self) -> IrrepData:
        """Label, images, squares and type, as the catalogue holds them."""
        from grouptools.representations.catalogue import irrep_data

        return irrep_data(self.group, self.label, self.is_real)

    @property
    def representation(self) -> Representation:
        """The representation, by matrices."""
        return _representation(self)

    @property
    def dimension(self) -> int:
        """The size of its matrices."""
        return len(self.data.squares)

    @property
    def real_type(self) -> RealType:
        """The type by Frobenius and Schur: "real", "complex" or "quaternionic".

        A real irrep of the latter two is the sum of two complex ones, conjugate to each other; a
        complex irrep has the type of the real one that it is part of.
        """
        return self.data.real_type

    @property
    def endomorphism_dimension(self) -> int:
        """The dimension of the matrices that commute with it: 1, 2 or 4 over the real numbers."""
        if not self.is_real:
            return 1
        return {"real": 1, "complex": 2, "quaternionic": 4}[self.real_type]

    def endomorphisms(self) -> tuple[sympy.Matrix, ...]:
        """A basis of the matrices that commute with it, in the orthonormal basis; 1 comes first.

        E E^+ = 1 for each, they are orthogonal to each other, and all but the first square to -1.
        There are 1, 2 or 4, by the type.

        >>> from grouptools.groups.planar import cyclic
        >>> Irrep("1", cyclic(3)).endomorphisms()[1]
        Matrix([
        [ 0, 1],
        [-1, 0]])
        """
        rep = self.representation
        found = []
        for e in self.scaled_endomorphisms():
            adjoint = FieldMatrix.diagonal(list(rep.inverse_squares), rep.field) @ e.transposed()
            square = (e @ adjoint @ FieldMatrix.diagonal(list(rep.squares), rep.field))[0, 0]
            scale = rep.field.inverse(square)
            rows = [s * scale % rep.field.modulus for s in rep.squares]
            found.append(e.to_sympy(rows, rep.inverse_squares))
        return tuple(found)

    def scaled_endomorphisms(self) -> tuple[FieldMatrix, ...]:
        """Positive multiples of these matrices, in the scaled coordinates of the images."""
        return _endomorphisms(self)

    def character(self, element: object) -> sympy.Expr:
        """The trace of the matrix of one element, exact."""
        return self.representation.character(element)

    def __copy__(self) -> Irrep:
        """Itself: it does not change."""
        return self

    def __deepcopy__(self, memo: object) -> Irrep:
        """Itself: it does not change."""
        return self

    def __str__(self) -> str:
        """The label."""
        return self.label

    def __repr__(self) -> str:
        """How it is made: `Irrep("1o")`, with the group where that is not O(3)."""
        group = "" if self.group.name == "O(3)" else f", {self.group!r}"
        real = "" if self.is_real or self.group.name == "SU(2)" else ", real=False"
        return f'Irrep("{self.label}"{group}{real})'


@lru_cache(maxsize=4096)
def _representation(irrep: Irrep) -> Representation:
    data, group = irrep.data, irrep.group
    own = reduce(Field.joined, (image.field for image in data.images))
    field = own.joined(group.field)
    squares = [own.embed(square, field) for square in data.squares]
    return Representation(group, data.images, squares, data.label, irrep=irrep)


@lru_cache(maxsize=1024)
def _endomorphisms(irrep: Irrep) -> tuple[FieldMatrix, ...]:
    from grouptools.representations.intertwiners import intertwiners

    n, rep = irrep.dimension, irrep.representation
    if irrep.endomorphism_dimension == 1:
        return (FieldMatrix.identity(n, rep.field),)
    maps = intertwiners(rep, rep).vectors
    return tuple(maps.taken([k]).reshaped(n, n) for k in range(maps.shape[0]))
