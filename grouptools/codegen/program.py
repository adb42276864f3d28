"""Straight-line programs: named intermediate results, then the elements of the output arrays.

A recipe (`harmonics`, `wigner`) writes down a few nested sums and products, each sum under a name
of its own; sympy.cse then finds what they share.  Numbers are signed square roots of rationals,
rounded correctly and once, when they are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from grouptools.exact.rounding import round_roots

if TYPE_CHECKING:
    import sympy

    Definitions = dict[sympy.Symbol, sympy.Expr]

__all__ = ["Assignment", "Element", "Program", "Steps", "share"]


class Element(NamedTuple):
    """A place in an output array."""

    array: str
    indices: tuple[int, ...]


class Assignment(NamedTuple):
    """One statement: a name or an element of an output array, and its value."""

    target: sympy.Symbol | Element
    value: sympy.Expr


class Program(NamedTuple):
    """What is to be written in some language.

    `variables`: names of the numbers of one point, in the order of the input array.
    `shapes`: output arrays by name, in the order of the arguments.
    `normalize`: divide the point by its length first.
    `vanishes`: with `normalize`, let the zero vector stay zero; the body may then also use `one`,
    which is 1, and 0 at the zero vector, and `inverse_length`, likewise 0 there.
    """

    variables: tuple[str, ...]
    shapes: Mapping[str, tuple[int, ...]]
    body: tuple[Assignment, ...]
    normalize: bool
    vanishes: bool

    @property
    def input(self) -> str:
        """The name of the input array."""
        return "".join(self.variables)


class Steps:
    """A recipe under construction."""

    def __init__(self, dtype: str) -> None:
        """Round numbers to `dtype`, "float64" or "float32"."""
        self.definitions: Definitions = {}
        self._dtype = dtype

    def symbol(self, name: str) -> sympy.Symbol:
        """Return the variable `name`."""
        import sympy

        return sympy.Symbol(name)

    def let(self, name: str, value: sympy.Expr) -> sympy.Expr:
        """Give a name to an intermediate result, unless it is a number, a name or minus a name."""
        if value.is_Atom or (-value).is_Atom:
            return value
        symbol = self.symbol(name)
        self.definitions[symbol] = value
        return symbol

    def root(self, square: Fraction | int, pi_power: int = 0) -> sympy.Expr:
        """The number sign(square) sqrt(|square| pi^pi_power), correctly rounded."""
        import sympy

        square = Fraction(square)
        if pi_power == 0 and square in (-1, 0, 1):
            return sympy.Integer(int(square))
        pair = [square.numerator], [square.denominator]
        rounded = round_roots(*pair, pi_power=pi_power, dtype=self._dtype)
        return sympy.Float(float(rounded[0]))


def share(
    definitions: Definitions, outputs: Mapping[Element, sympy.Expr]
) -> tuple[Assignment, ...]:
    """Take out common subexpressions and order the statements, what no output needs left out.

    The result depends on the arguments alone: sympy.cse sorts what it finds.
    """
    import sympy

    names = sympy.numbered_symbols("t")
    found, reduced = sympy.cse([*definitions.values(), *outputs.values()], symbols=names)
    values = dict(zip(definitions, reduced, strict=False))
    aliases = {name: value for name, value in values.items() if value.is_Symbol}
    shared = {**dict(found), **values}
    for name in aliases:
        del shared[name]
    ends = dict(zip(outputs, reduced[len(definitions) :], strict=True))
    return tuple(_ordered(*_without_aliases(shared, ends, aliases)))


def _without_aliases(
    shared: Definitions, outputs: dict[Element, sympy.Expr], aliases: Definitions
) -> tuple[Definitions, dict[Element, sympy.Expr]]:
    """Replace names of names, and write outputs in place that have a name of no other use."""
    while any(value in aliases for value in aliases.values()):
        aliases = {name: aliases.get(value, value) for name, value in aliases.items()}
    if aliases:
        shared = {name: value.xreplace(aliases) for name, value in shared.items()}
        outputs = {place: value.xreplace(aliases) for place, value in outputs.items()}
    uses = Counter(
        symbol for value in (*shared.values(), *outputs.values()) for symbol in value.free_symbols
    )
    once = {name: value for name, value in shared.items() if uses[name] == 1}
    return shared, {place: once.get(value, value) for place, value in outputs.items()}


def _ordered(
    definitions: Definitions, outputs: Mapping[Element, sympy.Expr]
) -> Iterator[Assignment]:
    """Yield each output as early as it can be had, and before it what it needs."""
    done: set[sympy.Symbol] = set()

    def needed(value: sympy.Expr) -> Iterator[Assignment]:
        for symbol in sorted(value.free_symbols, key=str):
            if symbol in definitions and symbol not in done:
                done.add(symbol)
                yield from needed(definitions[symbol])
                yield Assignment(symbol, definitions[symbol])

    for place, value in outputs.items():
        yield from needed(value)
        yield Assignment(place, value)
