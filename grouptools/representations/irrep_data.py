"""What a real irrep of a group is, before it is made a value that users see."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from grouptools.exact.algebra.fields import Element
from grouptools.exact.algebra.matrices import FieldMatrix

__all__ = ["IrrepData", "RealType"]

#: The type of a real irrep by Frobenius and Schur: what its endomorphisms are.
RealType: TypeAlias = Literal["real", "complex", "quaternionic"]


class IrrepData(NamedTuple):
    """A real irrep, by the images of its group's generators.

    `label`: its name, "T1u".
    `images`: one matrix a generator, in an orthogonal basis b_i: g b_j = sum_i images[g][i, j] b_i.
    `squares`: the squared norms of the b_i, elements of a real field that contains the images'.
    `real_type`: "real", or "complex", "quaternionic": irreducible only over the real numbers, the
    sum of two complex irreps, which are conjugate but not equivalent, or equivalent.
    `complex_labels`: the names of those complex irreps, one or two; () stands for `label` alone.
    """

    label: str
    images: tuple[FieldMatrix, ...]
    squares: tuple[Element, ...]
    real_type: RealType
    complex_labels: tuple[str, ...] = ()
