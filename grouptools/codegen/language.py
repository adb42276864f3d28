"""What every target language has: how it writes a number, a statement and a whole file.

sympy's printer of the language writes the expressions.  They hold only +, - and * between names
and numbers, and no sum inside a product: sympy 1.14's Rust printer drops the parentheses there.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grouptools.codegen.program import Element, Program

if TYPE_CHECKING:
    import sympy

__all__ = ["Job", "Language", "Statement", "indented"]


class Statement(NamedTuple):
    """A local name or an element of an output array, and the text of its value."""

    target: str | Element
    value: str


class Job(NamedTuple):
    """One evaluator to be written: the header is its comment, line by line."""

    name: str
    program: Program
    statements: tuple[Statement, ...]
    header: tuple[str, ...]

    def locals(self) -> list[str]:
        """The local names, in the order of their definition."""
        return [line.target for line in self.statements if isinstance(line.target, str)]

    def reads_input(self) -> bool:
        """Tell whether any statement looks at the point; Y(0, 0) alone does not."""
        return any(self.program.input in line.value for line in self.statements)


class Language(ABC):
    """One language and precision."""

    #: The suffix of a file in this language.
    extension: str
    #: Words that cannot be the name of a function, in lower case, separated by blanks.
    reserved: str

    def __init__(self, dtype: str) -> None:
        """Write for `dtype`, "float64" or "float32"."""
        self.dtype = dtype
        self._printer = self.printer()

    @abstractmethod
    def printer(self) -> Any:
        """Return sympy's printer of this language, made by `printer_with_literals`."""

    @abstractmethod
    def source(self, job: Job) -> str:
        """Write the whole file."""

    @abstractmethod
    def load(self, array: str, position: int) -> str:
        """Read one number of the input; positions are counted from 0."""

    @abstractmethod
    def call(self, function: str, *arguments: str) -> str:
        """Call `abs`, `max` of two, or `sqrt`."""

    @abstractmethod
    def choose(self, condition: str, yes: str, no: str) -> str:
        """Choose one of two values."""

    def constant(self, value: str) -> str:
        """Mark a value that no derivative looks through."""
        return value

    def number(self, value: float) -> str:
        """Write the shortest text that is read back as the same number."""
        return str(np.dtype(self.dtype).type(value))

    def expression(self, value: sympy.Expr) -> str:
        """Write an expression."""
        return str(self._printer.doprint(value))

    def statements(self, program: Program) -> tuple[Statement, ...]:
        """All statements, from loads to stores, without those that no store needs."""
        lines = [Statement(*line) for line in self._prelude(program)]
        for target, value in program.body:
            place = target if isinstance(target, Element) else str(target)
            lines.append(Statement(place, self.expression(value)))
        used: set[str] = set()
        needed = []
        for line in reversed(lines):
            if isinstance(line.target, Element) or line.target in used:
                needed.append(line)
                used |= set(re.findall(r"[A-Za-z_]\w*", line.value))
        return tuple(reversed(needed))

    def _prelude(self, program: Program) -> Iterator[tuple[str, str]]:
        """Yield names and values from the input to the variables of the body."""
        variables = program.variables
        if not program.normalize:
            yield from ((v, self.load(program.input, i)) for i, v in enumerate(variables))
            return
        yield from ((f"{v}_in", self.load(program.input, i)) for i, v in enumerate(variables))
        largest = self.call("abs", f"{variables[0]}_in")
        for v in variables[1:]:
            largest = self.call("max", largest, self.call("abs", f"{v}_in"))
        yield "largest", largest
        above_zero = self._positive("largest")
        yield "scale", self.constant(self.choose(above_zero, "largest", self.number(1)))
        # Divided by the largest, nothing overflows or underflows.
        yield from ((f"{v}_scaled", f"{v}_in / scale") for v in variables)
        yield "square", " + ".join(f"{v}_scaled*{v}_scaled" for v in variables)
        yield from self._factors(program)
        yield from ((v, f"factor*{v}_scaled") for v in variables)

    def _factors(self, program: Program) -> Iterator[tuple[str, str]]:
        """Yield what makes the scaled point a unit vector; the zero vector stays, or gives NaN."""
        one = self.number(1)
        if program.vanishes:
            above_zero = self._positive("square")
            yield "one", self.constant(self.choose(above_zero, one, "square"))
            yield "positive", self.choose(above_zero, "square", f"square + {one}")
            yield "factor", f"one / {self.call('sqrt', 'positive')}"
            yield "inverse_length", "factor / scale"
        else:
            yield "factor", f"{one} / {self.call('sqrt', 'square')}"

    def _positive(self, name: str) -> str:
        return f"{name} > {self.number(0)}"


def indented(lines: Sequence[str], by: int) -> str:
    """Join lines, each one moved to the right."""
    return "\n".join(" " * by + line if line else line for line in lines)


def printer_with_literals(
    base: Any, settings: dict[str, object], number: Callable[[float], str]
) -> Any:
    """Make a printer of sympy's write every number by `number`, and squares as products."""

    def print_number(_self: Any, value: Any, **_: Any) -> str:
        return number(float(value))

    def print_power(self: Any, power: Any, **options: Any) -> Any:
        if power.base.is_Symbol and power.exp == 2:
            return "*".join([power.base.name] * 2)
        return base._print_Pow(self, power, **options)  # noqa: SLF001

    methods: dict[str, Any] = {"_print_Pow": print_power}
    for kind in ("Float", "Integer", "Zero", "One", "NegativeOne"):
        methods[f"_print_{kind}"] = print_number
    return type(f"Literal{base.__name__}", (base,), methods)(settings)
