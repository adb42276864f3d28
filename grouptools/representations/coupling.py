"""Clebsch-Gordan coefficients of every group: the intertwiners a (x) b -> c, exact.

v[m3] = sum C[m1, m2, m3, copy] u1[m1] u2[m2] is a vector of c when u1, u2 are vectors of a and b.
For a map T that commutes with the group, T T^+ is a positive number (Schur), which is divided out:
the columns (m3) of each copy are orthonormal, as those of SU(2) are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.intertwiners import intertwiner_weights, intertwiners
from grouptools.representations.orthonormal import rectangular_floats
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import sympy

    from grouptools.representations.irrep_value import Irrep
    from grouptools.representations.irreps_value import Irreps

__all__ = ["Coupling", "group_clebsch_gordan"]


@dataclass(frozen=True, slots=True, eq=False)
class Coupling:
    """A basis of the intertwiners a (x) b -> c.

    `scaled`: one intertwiner a row, [T[m3, m1, m2] for m3 in ... for m1 in ... for m2 in ...] in
    scaled coordinates; C[m1, m2, m3, k] = scaled[k, (m3, m1, m2)] sqrt(weights[m3, m1, m2] /
    squares[k]), with T T^+ = squares[k].
    """

    first: Representation
    second: Representation
    target: Representation
    scaled: FieldMatrix
    weights: tuple[Element, ...]
    squares: tuple[Element, ...]

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(first.dimension, second.dimension, target.dimension, copies)."""
        a, b, c = self.first.dimension, self.second.dimension, self.target.dimension
        return a, b, c, self.scaled.shape[0]

    @property
    def copies(self) -> int:
        """The dimension of the space of intertwiners."""
        return self.scaled.shape[0]

    def to_sympy(self) -> sympy.ImmutableDenseNDimArray:
        """The coefficients C[m1, m2, m3, copy], exact."""
        import sympy

        a, b, c, copies = self.shape
        rows = self.scaled.to_sympy(self._inverses, self.weights)
        entries = [
            rows[k, (m3 * a + m1) * b + m2]
            for m1 in range(a)
            for m2 in range(b)
            for m3 in range(c)
            for k in range(copies)
        ]
        return sympy.ImmutableDenseNDimArray(entries, self.shape)

    def to_numpy(self, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """The coefficients C[m1, m2, m3, copy], each the float nearest to it."""
        a, b, c, copies = self.shape
        flat = rectangular_floats(self.scaled, self._inverses, self.weights, dtype)
        return np.ascontiguousarray(flat.reshape(copies, c, a, b).transpose(2, 3, 1, 0))

    @property
    def _inverses(self) -> list[Element]:
        return [self.scaled.field.inverse(square) for square in self.squares]

    def __repr__(self) -> str:
        """What is coupled, and how often."""
        names = f"{self.first.name} * {self.second.name} -> {self.target.name}"
        return f"<Coupling {names} of {self.first.group.name}, {self.copies} copies>"


def group_clebsch_gordan(
    first: Irrep | Irreps | Representation,
    second: Irrep | Irreps | Representation,
    target: Irrep | Irreps | Representation,
) -> Coupling:
    """The Clebsch-Gordan coefficients of any group, C[m1, m2, m3, copy].

    The canonical basis of the intertwiners of first (x) second to an irrep, all of them: an irrep
    of complex or quaternionic type has 2 or 4 for each time that it is contained, T and E T with
    the endomorphisms E.  For SO(3) the one copy is that of `exact.clebsch_gordan` or its negative.

    Returns a `Coupling`; without copies where the target is not contained.
    Raises `ArgumentError` for representations of several groups, and for what is none.

    >>> from grouptools.groups.planar import dihedral
    >>> vector = dihedral(3).irrep("1")
    >>> group_clebsch_gordan(vector, vector, dihedral(3).irrep("0+")).to_sympy()[0, 0, 0, 0]
    sqrt(2)/2
    """
    return _coupling(*map(_representation, (first, second, target)))


def _representation(given: Irrep | Irreps | Representation) -> Representation:
    found = given if isinstance(given, Representation) else getattr(given, "representation", None)
    if not isinstance(found, Representation):
        raise ArgumentError(
            f"{given!r} was given where a representation is expected: pass an Irrep, Irreps or a "
            f"Representation, such as group.irrep(...)"
        )
    return found


@lru_cache(maxsize=1024)
def _coupling(first: Representation, second: Representation, target: Representation) -> Coupling:
    product = first.tensor(second)
    maps = intertwiners(product, target)
    field = maps.vectors.field
    weights = tuple(intertwiner_weights(product, target, field))
    squares = tuple(square / target.dimension for square in maps.squares)
    return Coupling(first, second, target, maps.vectors, weights, squares)
