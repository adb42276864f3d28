"""One copy of an irrep of real type out of a space that holds two.

The self-adjoint endomorphisms of the space that have no trace are a plane; T_1, T_2 orthogonal in
it have squares a, b > 0 and anticommute, so that (x T_1 + y T_2)^2 = a x^2 + b y^2.  Where this
is u^2, the eigenvectors to u are one copy.  Small integers x, y are tried, in the field of the
space and in larger ones, of which the smallest that has such a u is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from grouptools.errors import GroupToolsError
from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.bases import canonical_basis
from grouptools.exact.algebra.echelon import null_space
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.abstract.field_roots import square_root
from grouptools.representations.abstract.root_averages import divisors
from grouptools.representations.abstract.splitting import Part
from grouptools.representations.intertwiners import commuting_space

__all__ = ["half_space"]

#: What is tried for (x, y).
_PAIRS = [(x, y) for x in range(7) for y in range(7) if gcd(x, y) == 1]


def half_space(part: Part, exponent: int) -> FieldMatrix:
    """An invariant space, rows in echelon form, that holds one of the two copies of an irrep.

    `part`: a representation that is twice an irrep of real type, of a group with this exponent.
    Its field is joined with Field.real(n) for the divisors n of 4 exponent.
    Raises `GroupToolsError` where u is in none of these.
    """
    plane, squares = _traceless_plane(*part)
    own, dimension = part.images[0].field, len(part.squares)
    fields = {own.joined(Field.real(n)) for n in divisors(4 * exponent)}
    for field in sorted(fields, key=lambda field: (field.degree, field.order)):
        for x, y in _PAIRS:
            square = (squares[0] * x * x + squares[1] * y * y) % own.modulus
            root = square_root(own.embed(square, field), field)
            if root is not None:
                endomorphism = (plane[0].scaled(x) + plane[1].scaled(y)).over(field)
                return null_space(
                    endomorphism - FieldMatrix.identity(dimension, field).scaled(root)
                )
    raise GroupToolsError(
        f"a representation of dimension {dimension} over {own} is twice an irrep, but no field "
        f"was found in which it splits: give the irrep as matrices"
    )


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
