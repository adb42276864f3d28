"""Sparse arrays of signed square roots of rationals.

Every number that this library tabulates is sign(n) sqrt(|n| / d), times sqrt(1/pi) where an
integral over the sphere is normalised.  Two integers hold it exactly and in one normal form:
n and d > 0 without a common factor.  sympy would need about 160 microseconds for what integers
do in one, so this array is the one number type of our own; its elements are sympy numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.rounding import round_roots

if TYPE_CHECKING:
    import sympy

__all__ = ["SurdArray", "integer_array", "reduced", "root_text", "root_to_sympy"]

Integers = NDArray[np.object_]

# Primes below this are divided out before a number is tried as a square.
_TRIAL_LIMIT = 5000


class SurdArray:
    """An immutable sparse array with entries sign(n) sqrt(|n| / d) pi**(pi_power / 2).

    `shape`: tuple of ints.
    `indices`: int64 array (nonzero, len(shape)), in lexicographic order.
    `numerators`, `denominators`: object arrays of Python ints, the signed square n/d in lowest
    terms, d > 0, n != 0.
    `pi_power`: 0, or -1 where every entry carries a factor 1/sqrt(pi).

    >>> half = SurdArray.from_entries((2, 2), {(0, 1): Fraction(1, 2), (1, 0): Fraction(-4)})
    >>> half[0, 1], half[1, 0], half[1, 1]
    (sqrt(2)/2, -2, 0)
    """

    __slots__ = ("denominators", "indices", "numerators", "pi_power", "shape")

    def __init__(
        self,
        shape: Sequence[int],
        indices: NDArray[np.int64],
        numerators: Integers,
        denominators: Integers,
        pi_power: int = 0,
    ) -> None:
        """Take arrays that are in normal form already; `from_entries` makes them so."""
        self.shape = tuple(shape)
        self.indices = indices
        self.numerators = numerators
        self.denominators = denominators
        self.pi_power = pi_power
        for array in (indices, numerators, denominators):
            array.flags.writeable = False

    @classmethod
    def from_entries(
        cls,
        shape: Sequence[int],
        squares: Mapping[tuple[int, ...], Fraction],
        pi_power: int = 0,
    ) -> SurdArray:
        """Build the array from a mapping index -> signed square n/d."""
        items = sorted((index, square) for index, square in squares.items() if square)
        indices = np.array([index for index, _ in items], dtype=np.int64)
        return cls(
            shape,
            indices.reshape(len(items), len(shape)),
            integer_array(square.numerator for _, square in items),
            integer_array(square.denominator for _, square in items),
            pi_power,
        )

    @classmethod
    def assemble(
        cls, shape: Sequence[int], blocks: Iterable[tuple[Sequence[int], SurdArray]]
    ) -> SurdArray:
        """Place blocks, given as (offset, array), into one larger array; they must not overlap."""
        placed = [(np.asarray(offset, dtype=np.int64), block) for offset, block in blocks]
        if not placed:
            return cls.from_entries(shape, {})
        indices = np.concatenate([block.indices + offset for offset, block in placed])
        order = np.lexsort(indices.T[::-1])
        return cls(
            shape,
            indices[order],
            np.concatenate([block.numerators for _, block in placed])[order],
            np.concatenate([block.denominators for _, block in placed])[order],
            placed[0][1].pi_power,
        )

    def __len__(self) -> int:
        """Return the number of nonzero entries."""
        return len(self.numerators)

    def __getitem__(self, index: tuple[int, ...]) -> sympy.Expr:
        """Return one entry as a sympy number; negative positions count from the end."""
        import sympy

        position = self._position(index)
        if position is None:
            return sympy.Integer(0)
        return self._sympy_entry(position)

    def square(self, index: tuple[int, ...]) -> Fraction:
        """Return the signed square n/d of one entry, without the factor pi."""
        position = self._position(index)
        if position is None:
            return Fraction(0)
        return Fraction(int(self.numerators[position]), int(self.denominators[position]))

    def items(self) -> Iterator[tuple[tuple[int, ...], sympy.Expr]]:
        """Yield (index, entry) for the nonzero entries in lexicographic order."""
        for position, index in enumerate(self.indices.tolist()):
            yield tuple(index), self._sympy_entry(position)

    def values(self, dtype: DTypeLike = np.float64) -> NDArray[np.floating[Any]]:
        """Return the nonzero entries, each the float nearest to the exact number."""
        return round_roots(self.numerators, self.denominators, pi_power=self.pi_power, dtype=dtype)

    def to_numpy(self, dtype: DTypeLike = np.float64) -> NDArray[np.floating[Any]]:
        """Return the dense array, each entry the float nearest to the exact number."""
        dense = np.zeros(self.shape, dtype=dtype)
        if self.shape:
            dense[tuple(self.indices.T)] = self.values(dtype)
        else:  # one number, which is not stored where it is zero
            dense += self.values(dtype).sum()
        return dense

    def to_sympy(self) -> sympy.ImmutableDenseNDimArray:
        """Return the dense array of sympy numbers."""
        import sympy

        flat: list[sympy.Expr] = [sympy.Integer(0)] * int(np.prod(self.shape))
        for index, entry in self.items():
            flat[int(np.ravel_multi_index(index, self.shape))] = entry
        return sympy.ImmutableDenseNDimArray(flat, self.shape)

    def scaled(self, square: Fraction, pi_power: int = 0) -> SurdArray:
        """Multiply by sign(square) sqrt(|square|) pi**(pi_power / 2)."""
        if square == 0:
            return SurdArray.from_entries(self.shape, {}, self.pi_power + pi_power)
        numerators, denominators = reduced(
            self.numerators * square.numerator, self.denominators * square.denominator
        )
        return SurdArray(
            self.shape, self.indices, numerators, denominators, self.pi_power + pi_power
        )

    def transposed(self, axes: Sequence[int]) -> SurdArray:
        """Permute the axes, as numpy.transpose does."""
        indices = self.indices[:, list(axes)]
        order = np.lexsort(indices.T[::-1])
        return SurdArray(
            [self.shape[axis] for axis in axes],
            indices[order],
            self.numerators[order],
            self.denominators[order],
            self.pi_power,
        )

    def __eq__(self, other: object) -> bool:
        """Compare shape and every exact entry."""
        if not isinstance(other, SurdArray):
            return NotImplemented
        return (
            self.shape == other.shape
            and self.pi_power == other.pi_power
            and np.array_equal(self.indices, other.indices)
            and bool(np.all(self.numerators == other.numerators))
            and bool(np.all(self.denominators == other.denominators))
        )

    __hash__ = None  # type: ignore[assignment]  # an array, like numpy's, is no dictionary key

    def __repr__(self) -> str:
        """Say the shape and how many entries are not zero."""
        factor = ", factor 1/sqrt(pi)" if self.pi_power else ""
        return f"SurdArray(shape={self.shape}, nonzero={len(self)}{factor})"

    def _position(self, index: tuple[int, ...]) -> int | None:
        """Return where the entry `index` is stored, or None if it is zero."""
        if not isinstance(index, tuple) or len(index) != len(self.shape):
            raise ArgumentError(
                f"index {index!r} was given, but an array of shape {self.shape} takes "
                f"{len(self.shape)} integers"
            )
        wanted = [i + size if i < 0 else i for i, size in zip(index, self.shape, strict=True)]
        if not all(0 <= i < size for i, size in zip(wanted, self.shape, strict=True)):
            raise IndexError(f"index {index} lies outside an array of shape {self.shape}")
        low, high = 0, len(self)
        for axis, i in enumerate(wanted):
            column = self.indices[low:high, axis]
            first, last = np.searchsorted(column, [i, i + 1])
            low, high = low + int(first), low + int(last)
        return low if low < high else None

    def _sympy_entry(self, position: int) -> sympy.Expr:
        square = Fraction(int(self.numerators[position]), int(self.denominators[position]))
        return root_to_sympy(square, self.pi_power)


def reduced(numerators: Integers, denominators: Integers) -> tuple[Integers, Integers]:
    """Bring integer fractions, given as object arrays, to lowest terms."""
    common = np.gcd(numerators, denominators)
    return numerators // common, denominators // common


def root_text(n: int, d: int, pi_power: int = 0) -> str:
    """Write sign(n) sqrt(|n| / d), rational where it is.

    >>> root_text(-3, 10), root_text(1, 4), root_text(3, 4, -1)
    ('-sqrt(3/10)', '1/2', 'sqrt(3/(4*pi))')
    """
    sign = "-" if n < 0 else ""
    p = abs(n)
    if pi_power:
        return f"{sign}sqrt({p}/pi)" if d == 1 else f"{sign}sqrt({p}/({d}*pi))"
    if isqrt(p) ** 2 == p and isqrt(d) ** 2 == d:
        return f"{sign}{Fraction(isqrt(p), isqrt(d))}"
    return f"{sign}sqrt({Fraction(p, d)})"


def root_to_sympy(square: Fraction, pi_power: int = 0) -> sympy.Expr:
    """The number sign(square) sqrt(|square|) pi**(pi_power / 2), with its square part outside.

    >>> root_to_sympy(Fraction(-8, 9)), root_to_sympy(Fraction(3, 4), -1)
    (-2*sqrt(2)/3, sqrt(3)/(2*sqrt(pi)))
    """
    import sympy

    if square == 0:
        return sympy.Integer(0)
    outside, inside = _square_part(square.numerator, square.denominator)
    root = sympy.Rational(outside.numerator, outside.denominator) * sympy.sqrt(inside)
    return root / sympy.sqrt(sympy.pi) if pi_power else root


def _square_part(n: int, d: int) -> tuple[Fraction, int]:
    """Write sign(n) sqrt(|n| / d) as a rational times the root of a square-free integer."""
    above, inside_above = _square_factor(abs(n))
    below, inside_below = _square_factor(d)
    outside = Fraction(above, below * inside_below)
    return (-outside if n < 0 else outside), inside_above * inside_below


def _square_factor(n: int) -> tuple[int, int]:
    """Write n = a^2 b with b square-free, and return (a, b).

    What is irrational in a coupling coefficient comes from primes no larger than the sum of its
    spins; so what small primes leave is nearly always a square, and is not factored then.
    """
    import flint

    a, b = 1, 1
    for factor, exponent in flint.fmpz(n).factor(trial_limit=_TRIAL_LIMIT):
        base, power = int(factor), int(exponent)
        a *= base ** (power // 2)
        if power % 2:
            root = isqrt(base)
            if root * root == base:
                a *= root
            elif base < _TRIAL_LIMIT**2:
                b *= base
            else:
                for prime, count in flint.fmpz(base).factor():
                    a *= int(prime) ** (int(count) // 2)
                    b *= int(prime) ** (int(count) % 2)
    return a, b


def integer_array(integers: Iterable[int]) -> Integers:
    """Return an object array of Python ints, also where they would fit an int64."""
    values = list(integers)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
