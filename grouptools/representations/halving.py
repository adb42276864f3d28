"""One copy of an irrep of real type out of a space that holds two.

The self-adjoint endomorphisms of the space that have no trace are a plane; T_1, T_2 orthogonal in
it have squares a, b > 0 and anticommute, so that (x T_1 + y T_2)^2 = a x^2 + b y^2.  Where this
is u^2, the eigenvectors to u are one copy.  Small integers x, y are tried; u lies in the field of
the space or in that and sqrt(r), and the r that is taken needs the smallest field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd
from typing import NamedTuple

from grouptools.errors import GroupToolsError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.bases import canonical_basis
from grouptools.exact.algebra.echelon import null_space
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.field_roots import field_of_root, root_of_integer, square_root
from grouptools.representations.intertwiners import commuting_space
from grouptools.representations.splitting import Part

__all__ = ["half_space"]

#: x and y are tried up to this size.
LARGEST = 6


class Root(NamedTuple):
    """u in `field`, with u^2 = a x^2 + b y^2."""

    field: Field
    x: int
    y: int
    u: Element


def half_space(part: Part, primes: Sequence[int]) -> FieldMatrix:
    """An invariant space, rows in echelon form, that holds one of the two copies of an irrep.

    `part`: a representation that is twice an irrep of real type.
    `primes`: r is 1 or a product of some of these.
    Raises `GroupToolsError` where no such u is found.
    """
    plane, quadratic = _traceless_plane(*part)
    field, dimension = part.images[0].field, len(part.squares)
    roots = list(_roots(quadratic, field, primes))
    if not roots:
        raise GroupToolsError(
            f"a representation of dimension {dimension} over {field} is twice an irrep, but no "
            f"field was found in which it splits: give the group by matrices of that irrep"
        )
    best = min(roots, key=lambda root: (root.field.degree, root.field.order))
    endomorphism = plane[0].scaled(best.x) + plane[1].scaled(best.y)
    one = FieldMatrix.identity(dimension, best.field)
    return null_space(endomorphism.over(best.field) - one.scaled(best.u))


def _traceless_plane(
    images: Sequence[FieldMatrix], squares: Sequence[Element]
) -> tuple[list[FieldMatrix], list[Element]]:
    """T_1 and T_2, and their squares a and b."""
    field, n = images[0].field, len(squares)
    form = FieldMatrix.diagonal(list(squares), field)
    inverses = [field.inverse(square) for square in squares]
    inverse_form = FieldMatrix.diagonal(inverses, field)
    one = FieldMatrix.identity(n, field)
    parts = []
    commuting = commuting_space([(image, image) for image in images])
    for k in range(commuting.shape[0]):
        endomorphism = commuting.taken(rows=[k]).reshaped(n, n)
        symmetric = endomorphism + inverse_form @ endomorphism.transposed() @ form
        parts.append((symmetric - one.scaled(symmetric.trace() / n)).reshaped(1, n * n))
    weights = [w * v % field.modulus for w in squares for v in inverses]
    basis = canonical_basis(stacked(parts), weights).vectors
    if basis.shape[0] != 2:
        raise GroupToolsError(
            f"a representation of dimension {n} was taken for twice an irrep of real type, but "
            f"it is not: its self-adjoint endomorphisms have dimension {basis.shape[0] + 1}"
        )
    plane = [basis.taken(rows=[k]).reshaped(n, n) for k in range(2)]
    return plane, [(t @ t)[0, 0] for t in plane]


def _roots(quadratic: list[Element], field: Field, primes: Sequence[int]) -> Iterator[Root]:
    """What is found in the smallest field for each (x, y)."""
    factors = _products(primes)
    for x in range(LARGEST + 1):
        for y in range(LARGEST + 1):
            if gcd(x, y) != 1:
                continue
            square = (quadratic[0] * x * x + quadratic[1] * y * y) % field.modulus
            for r in factors:
                root = square_root(square * r, field)
                if root is not None:
                    target = field.joined(field_of_root(r))
                    scaled = field.embed(root, target) * root_of_integer(r, target) / r
                    u = scaled % target.modulus
                    yield Root(target, x, y, u)
                    break


def _products(primes: Sequence[int]) -> list[int]:
    """All products of distinct primes, in ascending order, 1 among them."""
    products = [1]
    for p in primes:
        products += [p * r for r in products]
    return sorted(products)
