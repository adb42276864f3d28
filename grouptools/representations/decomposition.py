"""Splitting a representation into irreps by an exact orthogonal change of basis.

A map T: irrep -> V that commutes with the group has T^+ T = c, a positive number, since T^+ T is a
self-adjoint endomorphism of an irrep (Schur).  The copies are the canonical basis of Hom(irrep, V),
in order, each made orthogonal to those before as an endomorphism, T - sum_k S_k (S_k^+ T) / c_k;
for an irrep of complex or quaternionic type 2 or 4 maps of the basis have one image, and the later
of them become zero.  The rows of the change of basis are T^+ / sqrt(c).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError, IntegrityError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.bases import primitive_rows
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.intertwiners import intertwiners
from grouptools.representations.irreps_value import Irreps
from grouptools.representations.orthonormal import rectangular_floats
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import sympy

__all__ = ["Decomposition", "decompose"]


@dataclass(frozen=True, slots=True, eq=False)
class Decomposition:
    """V as a sum of irreps: Q rep(g) Q^-1 is block diagonal, each block an irrep's own matrix.

    `representation`: V.
    `irreps`: the irreps with their multiplicities, in the order of the catalogue.
    `scaled_matrix`, `row_squares`: Q[i, j] = sqrt(row_squares[i] / V.squares[j]) times
    scaled_matrix[i, j], over a field that contains that of V; rows in the order of
    [(irrep, copy, m) for n, irrep in irreps for copy in range(n) for m in range(irrep.dimension)].
    """

    representation: Representation
    irreps: Irreps
    scaled_matrix: FieldMatrix
    row_squares: tuple[Element, ...]

    @property
    def matrix(self) -> sympy.Matrix:
        """The orthogonal (unitary) Q, exact."""
        return self.scaled_matrix.to_sympy(self.row_squares, self._column_squares)

    def to_numpy(self, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """Q in floats, each entry the one nearest to it."""
        return rectangular_floats(self.scaled_matrix, self.row_squares, self._column_squares, dtype)

    def verify(self) -> None:
        """Prove that Q is unitary and that Q V(s) = irreps(s) Q for every generator s.

        Raises `IntegrityError` that names what fails.
        """
        rep, field = self.representation, self.scaled_matrix.field
        q = self.scaled_matrix
        rows = FieldMatrix.diagonal(list(self.row_squares), field)
        columns = FieldMatrix.diagonal(list(self._column_squares), field)
        one = FieldMatrix.identity(rep.dimension, field)
        if rows @ q @ columns @ q.conjugated().transposed() != one:
            raise IntegrityError(f"the change of basis of {rep!r} is not unitary")
        blocks = self.irreps.representation
        for s, name in enumerate(rep.group.generator_names):
            if q @ rep.images[s].over(field) != blocks.images[s].over(field) @ q:
                raise IntegrityError(
                    f"the change of basis of {rep!r} does not split the matrix of {name!r} into "
                    f"its irreps"
                )

    @property
    def _column_squares(self) -> tuple[Element, ...]:
        own, field = self.representation.field, self.scaled_matrix.field
        return tuple(own.embed(square, field) for square in self.representation.inverse_squares)

    def __repr__(self) -> str:
        """What it splits into."""
        return f"<Decomposition of {self.representation!r}: {self.irreps}>"


def decompose(rep: Representation) -> Decomposition:
    """The irreps that a representation contains, and the change of basis that splits it.

    Real irreps where the field is real, complex ones else.

    >>> from grouptools.groups.planar import cyclic
    >>> split = decompose(cyclic(2).regular_representation())
    >>> str(split.irreps), split.matrix
    ('0 + 1', Matrix([
    [sqrt(2)/2,  sqrt(2)/2],
    [sqrt(2)/2, -sqrt(2)/2]]))
    """
    irreps = rep.multiplicities()
    if irreps.dimension != rep.dimension:
        raise ArgumentError(
            f"{rep!r} contains irreps of dimension {irreps.dimension} together: its matrices are "
            f"no representation of {rep.group.name}"
        )
    field = rep.field
    for _, irrep in irreps:
        field = field.joined(irrep.representation.field)
    rows: list[FieldMatrix] = []
    squares: list[Element] = []
    for n, irrep in irreps:
        own = irrep.representation
        norms = [own.field.embed(square, field) for square in own.squares]
        for adjoint, c in _copies(own, rep, field, n):
            rows.append(adjoint)
            inverse = field.inverse(c)
            squares += [square * inverse % field.modulus for square in norms]
    whole = stacked(rows) if rows else FieldMatrix.zeros(0, 0, field)
    return Decomposition(rep, irreps, whole.over(field), tuple(squares))


def _copies(
    source: Representation, target: Representation, field: Field, count: int
) -> Iterator[tuple[FieldMatrix, Element]]:
    """Yield (T^+, c) for `count` maps with orthogonal images, T^+ T = c."""
    maps = intertwiners(source, target).vectors.over(field)
    n, m = target.dimension, source.dimension
    weights = FieldMatrix.diagonal(_over(target, target.squares, field), field)
    inverses = FieldMatrix.diagonal(_over(source, source.inverse_squares, field), field)
    found: list[tuple[FieldMatrix, FieldMatrix, Element]] = []
    for k in range(maps.shape[0]):
        if len(found) == count:
            break
        t = maps.taken([k]).reshaped(n, m)
        for earlier, adjoint, c in found:
            t -= (earlier @ (adjoint @ t)).scaled(field.inverse(c))
        if t.is_zero():
            continue
        t = primitive_rows(t.reshaped(1, n * m)).reshaped(n, m)
        adjoint = inverses @ t.conjugated().transposed() @ weights
        found.append((t, adjoint, (adjoint @ t)[0, 0]))
        yield adjoint, found[-1][2]


def _over(rep: Representation, squares: Sequence[Element], field: Field) -> list[Element]:
    return [rep.field.embed(square, field) for square in squares]
