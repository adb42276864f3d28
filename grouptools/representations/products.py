"""Tensor products and complex conjugates of representations."""

from __future__ import annotations

import numpy as np

from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.representation import Representation
from grouptools.representations.rules import Rule
from grouptools.representations.sums import check_one_group, direct_sum

__all__ = ["conjugated", "tensor_product"]


def tensor_product(first: Representation, second: Representation) -> Representation:
    """The tensor product: kron(A, B), and kron(X, 1) + kron(1, Y) for a derivation.

    Order of the basis: [(i, j) for i in range(first.dimension) for j in range(second.dimension)]

    Raises `ArgumentError` for representations of two groups.
    """
    check_one_group(first, second, "multiplied")
    field = first.field.joined(second.field)
    images = []
    for a, b, derivation in zip(first.images, second.images, first.group.derivations, strict=True):
        if derivation:
            one_a = FieldMatrix.identity(first.dimension, field)
            one_b = FieldMatrix.identity(second.dimension, field)
            images.append(kronecker(a, one_b) + kronecker(one_a, b))
        else:
            images.append(kronecker(a, b))
    squares = [
        first.field.embed(n, field) * second.field.embed(m, field) % field.modulus
        for n in first.squares
        for m in second.squares
    ]
    permutation = None
    if first.permutation is not None and second.permutation is not None:
        outer, inner = np.asarray(first.permutation), np.asarray(second.permutation)
        both = outer[:, :, None] * second.dimension + inner[:, None, :]  # (s, i, j)
        permutation = both.reshape(len(images), -1)
    return Representation(
        first.group,
        images,
        squares,
        f"{_bracketed(first)} * {_bracketed(second)}",
        permutation=permutation,
        rule=Rule(tensor_product, (first, second)),
    )


def conjugated(rep: Representation) -> Representation:
    """The representation by complex conjugate matrices; `rep` itself where they are real."""
    if rep.is_real:
        return rep
    if len(rep.summands) > 1:
        return direct_sum([conjugated(part) for part in rep.summands])
    return Representation(
        rep.group,
        [image.conjugated() for image in rep.images],
        rep.squares,
        f"conj({rep.name})",
        permutation=rep.permutation,
        rule=Rule(conjugated, (rep,)),
    )


def _bracketed(rep: Representation) -> str:
    return f"({rep.name})" if len(rep.summands) > 1 else rep.name
