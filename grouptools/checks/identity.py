"""An identity as a value: its name, its statement with source, its cases and its residual."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Identity", "Residual", "states"]

#: What is to be covered (a highest degree, or a group) -> arguments of the residual.
Cases = Callable[[Any], Iterable[tuple[Any, ...]]]

#: A number or polynomial, or an array of them; sums of sympy and flint have no types.
Residual = Any


@dataclass(frozen=True)
class Identity:
    """A statement about tables that holds where every residual is zero.

    `name`: the name under which it stands in `IDENTITIES`.
    `statement`: the formula and its source.
    `cases`: l_max, or for identities of groups the tables -> the arguments to check it for, the
    smallest first.
    `residual`: (tables, *arguments) -> a number or polynomial, or an array of them, all zero
    where the identity holds.
    """

    name: str
    statement: str
    cases: Cases
    residual: Callable[..., Residual]

    def case_text(self, arguments: tuple[Any, ...]) -> str:
        """Write one case with the names of its arguments.

        >>> from grouptools.checks import IDENTITIES
        >>> IDENTITIES["clebsch_gordan_columns"].case_text(("complex", 1, 1, 2))
        'basis = complex, j1 = 1, j2 = 1, j3 = 2'
        """
        names = list(inspect.signature(self.residual).parameters)[1:]
        return ", ".join(
            f"{name} = {_text(value)}" for name, value in zip(names, arguments, strict=True)
        )


def states(cases: Cases) -> Callable[[Callable[..., Residual]], Identity]:
    """Make an `Identity` of a residual: the function's name and docstring are its own."""

    def identity(residual: Callable[..., Residual]) -> Identity:
        name = residual.__name__
        return Identity(name, inspect.getdoc(residual) or name, cases, residual)

    return identity


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(str, value))})"
    return str(value)
