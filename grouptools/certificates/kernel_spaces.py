"""The functions in which kernels are written, by their values at points and at their images.

A function of the space is known by its values at finitely many points: harmonics of degree l at
points that determine one, functions on a grid at all of its points, a constant at one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, Any

from flint import fmpq_poly, fmpz_mat

from grouptools.certificates.number_field import Element, NumberField
from grouptools.certificates.solid_harmonics import (
    Dual,
    determining_points,
    harmonic_values,
    norm_squares,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grouptools.certificates.kernel_data import GroupData, Matrix

__all__ = ["Functions", "constants", "grid", "harmonics"]

#: Values table[m][j] of the function f_m at the point x_j.
Table = list[list[Element]]


@dataclass(frozen=True)
class Functions:
    """Basis functions f_m of a space.

    `squares`: the squared norm of each f_m.
    `points`: at how many points x_j the functions are evaluated.
    `blocks`: f_m(x_j), then for each generator f_m(s x_j), or the derivative of f_m at x_j along
    a derivation; all times one integer.  Coefficient i of t^k f_m(x_j) is in row (k, m) and
    column (i, j).  On a grid there are none.
    `permutations`: on a grid, permutations[s][j] is the number of s x_j.
    `flaw`: what is wrong with the points, or None.
    """

    squares: tuple[Element, ...]
    points: int
    blocks: tuple[fmpz_mat, ...] = ()
    permutations: tuple[tuple[int, ...], ...] = ()
    flaw: str | None = None


def constants(field: NumberField, group: GroupData) -> Functions:
    """The one constant function, of which K is a multiple: Hom(V_in, V_out)."""
    one, zero = fmpq_poly([1]), fmpq_poly([0])
    moved = [[[zero if derivation else one]] for derivation in group.derivations]
    return _tabulated(field, (one,), [[one]], moved)


def harmonics(field: NumberField, group: GroupData, l: int) -> Functions:
    """The harmonics of degree l in the scaled coordinates of the group's frame."""
    dimension, square = len(group.frame), group.frame[1]
    key = (int(square.denom()), *map(int, square.numer().coeffs()))
    points = [
        [fmpq_poly([i]) for i in point] for point in determining_points(field, dimension, l, key)
    ]

    def table(places: Sequence[Sequence[Any]]) -> list[list[Any]]:
        rows = [harmonic_values(l, place, square, field.modulus) for place in places]
        return [list(column) for column in zip(*rows, strict=True)]

    moved = []
    for matrix, derivation in zip(group.natural, group.derivations, strict=True):
        images = [_image(field, matrix, point) for point in points]
        if derivation:
            along = [list(map(Dual, *both)) for both in zip(points, images, strict=True)]
            moved.append([[value.slope for value in row] for row in table(along)])
        else:
            moved.append(table(images))
    sines = l if dimension == 3 else min(l, 1)
    squares = tuple(
        fmpq_poly([n.numerator], n.denominator) * (square if m < sines else 1) % field.modulus
        for m, n in enumerate(norm_squares(l, dimension))
    )
    return _tabulated(field, squares, table(points), moved)


def grid(field: NumberField, group: GroupData, points: Sequence[Sequence[Element]]) -> Functions:
    """All functions on a finite set of points: f_m is 1 at the point m."""
    count = len(points)
    number = {_key(point): i for i, point in enumerate(points)}
    flaw = None if len(number) == count else "a point is given twice"
    permutations = []
    for matrix, name in zip(group.natural, group.generators, strict=True):
        images = [number.get(_key(_image(field, matrix, point)), -1) for point in points]
        if -1 in images:
            flaw = flaw or f"{name} takes the point {images.index(-1)} to none of the points"
            images = list(range(count))
        permutations.append(tuple(images))
    return Functions((fmpq_poly([1]),) * count, count, (), tuple(permutations), flaw)


def _image(field: NumberField, matrix: Matrix, point: Sequence[Element]) -> list[Element]:
    """The matrix times the coordinates."""
    zero = fmpq_poly([0])
    return [sum((e * point[j] for j, e in row), zero) % field.modulus for row in matrix]


def _tabulated(
    field: NumberField, squares: tuple[Element, ...], values: Table, moved: Sequence[Table]
) -> Functions:
    """Put tables of values into blocks of integers."""
    tables = [values, *moved]
    scale = lcm(*(int(e.denom()) for table in tables for row in table for e in row))
    blocks = tuple(_block(field, table, scale) for table in tables)
    return Functions(squares, len(values[0]), blocks)


def _block(field: NumberField, table: Table, scale: int) -> fmpz_mat:
    d, entries = field.degree, []
    for k in range(d):
        power = fmpq_poly([0] * k + [scale])
        for row in table:
            products = [e * power % field.modulus for e in row]
            entries += [int(product[i]) for i in range(d) for product in products]
    return fmpz_mat(d * len(table), d * len(table[0]), entries)


def _key(point: Sequence[Element]) -> tuple[tuple[int, ...], ...]:
    return tuple((int(e.denom()), *map(int, e.numer().coeffs())) for e in point)
