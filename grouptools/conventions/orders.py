"""The order of m within a degree: one rule for every l, and degrees that differ from it.

    ascending      -l, ..., l
    descending     l, ..., -l
    cosine-first   0, 1, -1, 2, -2, ..., l, -l
    sine-first     0, -1, 1, -2, 2, ..., -l, l
    fft            0, 1, ..., l, -l, ..., -1
    block          -l+1, -l+3, ..., l-1, then -l, -l+2, ..., l

In a real basis m > 0 goes with cos(m phi) and m < 0 with sin(|m| phi).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from grouptools.errors import ArgumentError

__all__ = ["RULES", "Order"]


def _pairs(l: int, sign: int) -> tuple[int, ...]:
    return (0, *(s * m for m in range(1, l + 1) for s in (sign, -sign)))


#: name -> the function of l that gives the orders m
RULES: dict[str, Callable[[int], tuple[int, ...]]] = {
    "ascending": lambda l: tuple(range(-l, l + 1)),
    "descending": lambda l: tuple(range(l, -l - 1, -1)),
    "cosine-first": lambda l: _pairs(l, 1),
    "sine-first": lambda l: _pairs(l, -1),
    "fft": lambda l: (*range(l + 1), *range(-l, 0)),
    "block": lambda l: (*range(1 - l, l, 2), *range(-l, l + 1, 2)),
}


@dataclass(frozen=True)
class Order:
    """An order of m: the name of a rule, and (l, orders) for the degrees that break it.

    Written `ascending` or `ascending, but l=1: 1 -1 0, but l=2: 0 1 -1 2 -2`.

    >>> Order.parse("ascending, but l=1: 1 -1 0").of(1)
    (1, -1, 0)
    """

    rule: str
    exceptions: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Order:
        """Read a text; raises `ArgumentError` that names the part that cannot be read."""
        rule, *parts = (part.strip() for part in text.split(", but"))
        if rule not in RULES:
            raise ArgumentError(
                f"the order {text!r} was given, but an order begins with one of {', '.join(RULES)}"
            )
        exceptions = dict(_exception(part) for part in parts)
        kept = {l: orders for l, orders in exceptions.items() if orders != RULES[rule](l)}
        return cls(rule, tuple(sorted(kept.items())))

    def __str__(self) -> str:
        """The text that `parse` reads."""
        parts = (f", but l={l}: {' '.join(map(str, orders))}" for l, orders in self.exceptions)
        return self.rule + "".join(parts)

    def of(self, l: int) -> tuple[int, ...]:
        """The orders m of degree l, position by position."""
        return dict(self.exceptions).get(l) or RULES[self.rule](l)

    def of_spin(self, twice_j: int) -> tuple[Fraction, ...]:
        """The orders m of a spin; half-integers have the first two rules only."""
        if twice_j % 2 == 0:
            return tuple(map(Fraction, self.of(twice_j // 2)))
        if self.rule not in ("ascending", "descending"):
            raise ArgumentError(
                f"spin {Fraction(twice_j, 2)} was given, but the order {self.rule!r} is for "
                f"integers: take ascending or descending"
            )
        sign = 1 if self.rule == "ascending" else -1
        return tuple(Fraction(sign * m, 2) for m in range(-twice_j, twice_j + 1, 2))


def _exception(text: str) -> tuple[int, tuple[int, ...]]:
    """`l=1: 1 -1 0` as (1, (1, -1, 0))."""
    degree, colon, orders = text.partition(":")
    try:
        l, found = int(degree.replace(" ", "").removeprefix("l=")), tuple(map(int, orders.split()))
    except ValueError:
        l, found = -1, ()
    if not colon or l < 0 or sorted(found) != list(range(-l, l + 1)):
        raise ArgumentError(
            f"the order has the exception {text.strip()!r}, but one is written like "
            f"'l=1: 1 -1 0' and names each m from -l to l once"
        )
    return l, found
