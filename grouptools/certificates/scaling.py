"""Taking the common square root out of a block, so that the rest is integer arithmetic.

In the basis sqrt(binomial(2j, j - m)) |j m> the ladder operators are integer matrices, so that
every invariant of the rotation group is rational there, up to one common root.  `scaled` finds
that root.  A table that is wrong may have none: then its entries become `Multiquadratic`
numbers, which the same formulas handle, exactly and slowly.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, lcm
from typing import Generic, TypeVar

from grouptools.certificates.multiquadratic import Multiquadratic, Number, square_split

__all__ = ["Scaled", "scaled"]

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Scaled(Generic[Key]):
    """Numbers v[key] = values[key] * factor * sqrt(root)."""

    values: dict[Key, Number]
    factor: Fraction
    root: int

    @property
    def square(self) -> Fraction:
        """The square of what all values have in common."""
        return self.factor**2 * self.root


def scaled(entries: Iterable[tuple[Key, int, int, int]], root: int | None = None) -> Scaled[Key]:
    """Write v[key] = sign(n) sqrt(|n| w / d) over one common root, for entries (key, n, d, w).

    `root`: the square-free integer under the common root, where it is known beforehand.
    """
    found = list(entries)
    integers: dict[Key, int] = {}
    denominator = lcm(*{d for _, _, d, _ in found})
    for key, n, d, weight in found:
        radicand = abs(n) * d * weight  # v = sqrt(radicand) / d
        if root is None:
            root = square_split(radicand)[1]
        value = isqrt(radicand // root)
        if value * value * root != radicand:
            return _without_common_root(found)
        value *= denominator // d
        integers[key] = value if n > 0 else -value
    common = gcd(*integers.values()) or 1
    values: dict[Key, Number] = {key: value // common for key, value in integers.items()}
    return Scaled(values, Fraction(common, denominator), root or 1)


def _without_common_root(found: list[tuple[Key, int, int, int]]) -> Scaled[Key]:
    values: dict[Key, Number] = {
        key: Multiquadratic.root(Fraction(n * weight, d)) for key, n, d, weight in found
    }
    return Scaled(values, Fraction(1), 1)
