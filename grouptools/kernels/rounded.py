"""The coefficients of orthonormal kernels over orthonormal harmonics, each rounded correctly.

An exact kernel K[a, b, m] in scaled coordinates, of squared norm n, is the function

    sum_m K[a, b, m] sqrt(n_a / (n_b n_m n)) Y_m

between orthonormal coordinates, n_a, n_b, n_m the squared norms of the bases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.floats import round_root
from grouptools.exact.rounding import round_roots
from grouptools.kernels.patterns import Part
from grouptools.representations.harmonic import harmonic_squares
from grouptools.representations.orthonormal import parts_field, real_and_imaginary

if TYPE_CHECKING:
    from grouptools.kernels.exact_basis import ExactBasis

__all__ = ["Kinds", "Tile", "degree_tiles", "float_type", "rounded_tiles"]

Integers = NDArray[np.int64]


class Kinds(NamedTuple):
    """Elements of a field, as the number of each among the different ones."""

    numbers: Integers
    distinct: list[Element]

    @classmethod
    def of(cls, elements: Sequence[Element]) -> Kinds:
        """Number the different ones as they come."""
        known: dict[str, int] = {}
        numbers: list[int] = []
        distinct: list[Element] = []
        for element in elements:
            number = known.setdefault(str(element), len(known))
            numbers.append(number)
            if number == len(distinct):
                distinct.append(element)
        return cls(np.array(numbers, dtype=np.int64), distinct)


class Tile(NamedTuple):
    """A pattern in floats, and where its copies go.

    One segment is what one solution has for one pair (a, b); it is the sum of coefficients[e] times
    the harmonic at orders[e] for e in range(starts[s], starts[s + 1]).
    `rows`, `places`: (copies, segments), the kernel's number and a * n_in + b.
    """

    starts: Integers
    orders: Integers
    coefficients: NDArray[Any]
    rows: Integers
    places: Integers


def degree_tiles(basis: ExactBasis) -> tuple[tuple[Tile, ...], ...]:
    """The tiles of each degree of a basis of kernels over harmonics, read-only."""
    field, group = basis.field, basis.group
    source, target = basis.source.over(field), basis.target.over(field)
    out, into = Kinds.of(target.squares()), Kinds.of(source.squares())
    result = []
    for part in basis.parts:
        own = harmonic_squares(group, part.degree)
        orders = Kinds.of([group.field.embed(square, field) for square in own])
        result.append(tuple(map(_read_only, rounded_tiles(part, out, into, orders))))
    return tuple(result)


def _read_only(tile: Tile) -> Tile:
    """The same numbers, which nobody can change, in the one order of memory."""
    arrays = [np.ascontiguousarray(array).view() for array in tile]
    for array in arrays:
        array.flags.writeable = False
    return Tile(*arrays)


def rounded_tiles(part: Part, out: Kinds, into: Kinds, functions: Kinds) -> list[Tile]:
    """The tiles of the kernels of one degree.

    `out`, `into`, `functions`: the squared norms of the bases, over `part.field`.
    """
    tiles = []
    for pattern, places, rows in part.placed:
        # all copies stand where the squared norms are the same
        unknown = places[0][pattern.pair] * pattern.orders + pattern.order
        a, b, m = np.unravel_index(unknown, (*part.shape, part.orders))
        solutions = Kinds.of(pattern.squares)
        which = [out.numbers[a], into.numbers[b], functions.numbers[m]]
        which.append(solutions.numbers[pattern.solution])
        squares = (out.distinct, into.distinct, functions.distinct, solutions.distinct)
        coefficients = _rounded(part.field, pattern.coefficients, which, squares)
        key = pattern.solution * pattern.pairs + pattern.pair
        new = np.flatnonzero(np.diff(key, prepend=-1))
        starts = np.append(new, len(key))
        segments = rows[:, pattern.solution[new]], places[:, pattern.pair[new]]
        tiles.append(Tile(starts, pattern.order, coefficients, *segments))
    return tiles


def _rounded(
    field: Field,
    coefficients: NDArray[Any],
    which: Sequence[Integers],
    squares: Sequence[Sequence[Element]],
) -> NDArray[Any]:
    """The float nearest to each c sqrt(n_a / (n_b n_m n)); equal numbers are rounded once."""
    known: dict[tuple[Any, ...], int] = {}
    columns = [numbers.tolist() for numbers in which]
    elements = map(tuple, coefficients.tolist())
    place = [known.setdefault(key, len(known)) for key in zip(*columns, elements, strict=True)]
    values = _values(field, list(known), squares)
    return values[np.array(place, dtype=np.int64)] if place else values


def _values(
    field: Field, keys: Sequence[tuple[Any, ...]], squares: Sequence[Sequence[Element]]
) -> NDArray[Any]:
    """C sqrt(n_a / (n_b n_m n)) for keys (the kinds of a, b, m and the solution, c)."""
    products: dict[tuple[int, ...], Element] = {}
    for key in keys:
        which = key[:-1]
        if which not in products:
            n_a, *others = (kinds[k] for kinds, k in zip(squares, which, strict=True))
            divisor = others[0] * others[1] % field.modulus * others[2] % field.modulus
            products[which] = n_a * field.inverse(divisor) % field.modulus
    if field.degree > 1:
        pairs = ((field.element(list(key[-1])), products[key[:-1]]) for key in keys)
        return np.array([_nearest(field, *pair) for pair in pairs], dtype=float_type(field))
    rational = {which: product[0] for which, product in products.items()}
    signed = [rational[key[:-1]] * (key[-1][0] * abs(key[-1][0])) for key in keys]
    values = round_roots([int(s.p) for s in signed], [int(s.q) for s in signed])
    return values.astype(float_type(field), copy=False)


def _nearest(field: Field, element: Element, square: Element) -> complex:
    """The float nearest to element * sqrt(square), part by part."""
    if field.is_real:
        return round_root(field, element, square, np.float64)
    real, imaginary = real_and_imaginary(field, element)
    length, _ = real_and_imaginary(field, square)
    parts = (round_root(parts_field(field), e, length, np.float64) for e in (real, imaginary))
    return complex(*parts)


def float_type(field: Field, dtype: DTypeLike | None = None) -> np.dtype[Any]:
    """The dtype of kernels over a field: complex where the field is; float64 unless one is asked.

    Raises `ArgumentError` for a dtype that is neither float32 nor float64 nor of their complex
    numbers.
    """
    asked = np.dtype(np.float64 if dtype is None else dtype)
    if asked.char not in "fdFD" or (field.is_real and asked.kind == "c"):
        raise ArgumentError(f"dtype = {dtype!r} was given, but it must be float64 or float32")
    return asked if field.is_real else np.result_type(asked, np.complex64)
