"""The constraint K(g x) = rho_out(g) K(x) rho_in(g)^-1, at points that determine K.

Kernels are taken in groups, and the values of one entry K[a, b] of all of them at all points are
packed into one polynomial, so that the equations are few and large.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import lcm
from typing import TYPE_CHECKING, Any

from flint import fmpz_mat, fmpz_poly

from grouptools.certificates.kernel_spaces import Functions
from grouptools.certificates.number_field import NumberField

if TYPE_CHECKING:
    from grouptools.certificates.kernel_data import KernelVector, Matrix, RepresentationData

__all__ = ["constraint"]

#: Values of K[a, b] by (a, b, j): packed with j = 0, or at each point x_j of a grid.
Values = dict[tuple[int, int, int], Any]
#: The rows of an image of rho_in and the columns of that of rho_out, of one generator.
Images = tuple["Matrix", "Matrix"]

#: The most kernels that are packed together.
_LARGEST_GROUP = 16


def constraint(
    field: NumberField,
    functions: Functions,
    pair: tuple[RepresentationData, RepresentationData],
    generators: Sequence[tuple[str, bool]],
    vectors: Sequence[KernelVector],
) -> tuple[int, str | None]:
    """K(s x) rho_in(s) = rho_out(s) K(x), (X x) . grad K = rho_out(X) K - K rho_in(X).

    `generators`: name, and whether it is a derivation.
    Returns the number of equations, and which kernel and generator fail first.
    """
    check = _wrong_on_grid if functions.permutations else _wrong_packed
    failure = None
    for first, group in _groups(vectors):
        wrong = check(field, functions, pair, [flag for _, flag in generators], group)
        if wrong is not None and failure is None:
            s, (a, c, _) = wrong
            failure = f"kernels {first} to {first + len(group) - 1}, {generators[s][0]}: "
            failure += f"entry {[a, c]} of the residual is not zero"
    entries = len(pair[0].squares) * len(pair[1].squares) * functions.points
    return len(vectors) * len(generators) * entries, failure


def _groups(vectors: Sequence[KernelVector]) -> Iterator[tuple[int, list[KernelVector]]]:
    """Neighbours that share entries (a, b), with the number of the first."""
    group: list[KernelVector] = []
    support: set[tuple[int, int]] = set()
    for r, vector in enumerate(vectors):
        own = {place[:2] for place in vector}
        if group and (len(group) == _LARGEST_GROUP or support.isdisjoint(own)):
            yield r - len(group), group
            group, support = [], set()
        group.append(vector)
        support |= own
    if group:
        yield len(vectors) - len(group), group


def _wrong_packed(
    field: NumberField,
    functions: Functions,
    pair: tuple[RepresentationData, RepresentationData],
    flags: Sequence[bool],
    group: list[KernelVector],
) -> tuple[int, tuple[int, int, int]] | None:
    """The first generator and entry at which the packed residual is not zero."""
    length = len(group) * functions.points
    modulus = _spread(field.modulus, 1, length)
    support = sorted({place[:2] for vector in group for place in vector})
    rows = _integers(field, functions, support, group)
    values = _packed(field, functions, support, rows * functions.blocks[0])
    for s, derivation in enumerate(flags):
        moved = _packed(field, functions, support, rows * functions.blocks[1 + s])
        scale = lcm(*(int(e.denom()) for rep in pair for row in rep.images[s] for _, e in row))
        row_in, column_out = (
            tuple(tuple((j, _spread(e, scale, length)) for j, e in row) for row in matrix)
            for matrix in (pair[0].images[s], _transposed(pair[1].images[s]))
        )
        residual = _residual(values, moved, (row_in, column_out), derivation * scale)
        wrong = [place for place, value in residual.items() if value % modulus != 0]
        if wrong:
            return s, min(wrong)
    return None


def _wrong_on_grid(
    field: NumberField,
    functions: Functions,
    pair: tuple[RepresentationData, RepresentationData],
    flags: Sequence[bool],
    group: list[KernelVector],
) -> tuple[int, tuple[int, int, int]] | None:
    """The first generator and entry at which the residual is not zero at some point."""
    for s in range(len(flags)):
        images = (pair[0].images[s], _transposed(pair[1].images[s]))
        sources = {m: j for j, m in enumerate(functions.permutations[s])}
        for values in group:
            moved = {(a, b, sources[m]): value for (a, b, m), value in values.items()}
            residual = _residual(values, moved, images, 0)
            wrong = [place for place, value in residual.items() if value % field.modulus != 0]
            if wrong:
                return s, min(wrong)
    return None


def _residual(values: Values, moved: Values, images: Images, derivation: int) -> Values:
    """K(s x) rho_in(s) - rho_out(s) K(x), or what is not zero for a derivation.

    `derivation`: by what the derivative is multiplied, or 0 for an element of the group.
    """
    row_in, column_out = images
    residual: Values = defaultdict(int)
    for place, value in moved.items() if derivation else ():
        residual[place] += value * derivation
    for (a, b, j), value in (values if derivation else moved).items():
        for c, element in row_in[b]:
            residual[a, c, j] += value * element
    for (a, b, j), value in values.items():
        for c, element in column_out[a]:
            residual[c, b, j] -= value * element
    return residual


def _integers(
    field: NumberField,
    functions: Functions,
    support: Sequence[tuple[int, int]],
    group: Sequence[KernelVector],
) -> fmpz_mat:
    """The coefficients of K_r[a, b, m], in row ((a, b), r) and column (k, m)."""
    count, d = len(functions.squares), field.degree
    width = d * count
    row = {place: i * len(group) * width for i, place in enumerate(support)}
    entries: list[Any] = [0] * (len(support) * len(group) * width)
    for r, vector in enumerate(group):
        for (a, b, m), element in vector.items():
            start = row[a, b] + r * width + m
            for k, c in enumerate(element.numer().coeffs()):
                entries[start + k * count] = c
    return fmpz_mat(len(support) * len(group), width, entries)


def _packed(
    field: NumberField,
    functions: Functions,
    support: Sequence[tuple[int, int]],
    product: fmpz_mat,
) -> Values:
    """Gather the values of each entry (a, b): kernel and point inside, powers of t outside."""
    entries, d, points = product.entries(), field.degree, functions.points
    width = d * points
    height = product.nrows() // max(len(support), 1)
    values: Values = {}
    for i, (a, b) in enumerate(support):
        start = i * height * width
        coefficients: list[Any] = []
        for k in range(0, width, points):
            for r in range(start + k, start + height * width, width):
                coefficients += entries[r : r + points]
        values[a, b, 0] = fmpz_poly(coefficients)
    return values


def _spread(element: Any, scale: int, length: int) -> fmpz_poly:
    """The integer polynomial scale * element at t = u^length."""
    numbers = (element * scale).numer().coeffs()
    coefficients: list[Any] = [0] * (length * max(len(numbers) - 1, 0) + 1)
    coefficients[::length] = numbers or [0]
    return fmpz_poly(coefficients)


def _transposed(matrix: Matrix) -> Matrix:
    columns: list[list[tuple[int, Any]]] = [[] for _ in matrix]
    for i, row in enumerate(matrix):
        for j, element in row:
            columns[j].append((i, element))
    return tuple(map(tuple, columns))
