"""What all writers share: the distinct numbers of a table, and its rows as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from grouptools.exact.rounding import round_roots
from grouptools.exact.surd import root_text
from grouptools.tables.exact_table import Axis, Label, Table

__all__ = ["Numbers", "axis_texts", "numbers_of", "row_texts"]


class Numbers:
    """The distinct entries of a table, each rounded and written once, since most occur often.

    `squares`: the distinct signed squares (n, d).
    `where`: for each row of the table the position of its square.
    """

    def __init__(self, table: Table) -> None:
        """Collect them in the order of their first rows."""
        entries = table.entries
        known: dict[tuple[int, int], int] = {}
        pairs = zip(entries.numerators.tolist(), entries.denominators.tolist(), strict=True)
        self.where = np.array([known.setdefault(p, len(known)) for p in pairs], dtype=np.int64)
        self.squares = list(known)
        self.pi_power = entries.pi_power

    @cached_property
    def values(self) -> list[float]:
        """The float64 nearest to each distinct entry."""
        return rounded(self.squares, self.pi_power)

    @cached_property
    def roots(self) -> list[str]:
        """Each distinct entry as text, such as -sqrt(3/10)."""
        return [root_text(n, d, self.pi_power) for n, d in self.squares]


_numbers: WeakKeyDictionary[Table, Numbers] = WeakKeyDictionary()


def numbers_of(table: Table) -> Numbers:
    """Return the distinct numbers of a table, found once for all formats."""
    numbers = _numbers.get(table)
    if numbers is None:
        numbers = _numbers[table] = Numbers(table)
    return numbers


def rounded(squares: Sequence[tuple[int, int]], pi_power: int) -> list[float]:
    """Return the float64 nearest to each sign(n) sqrt(|n| / d) pi**(pi_power / 2)."""
    numerators, denominators = [n for n, _ in squares], [d for _, d in squares]
    values: list[float] = round_roots(numerators, denominators, pi_power=pi_power).tolist()
    return values


def axis_texts(
    axes: Iterable[Axis], separator: str, text: Callable[[Label], str] = str
) -> list[list[str]]:
    """Write the labels of every position of every axis."""
    return [[separator.join(map(text, label)) for label in axis.labels] for axis in axes]


def row_texts(
    table: Table, labels: Sequence[Sequence[str]], numbers: Sequence[str], separator: str
) -> list[str]:
    """Write one text for each nonzero entry.

    `labels`: for each axis the text of each position.
    `numbers`: the text of each distinct number of `numbers_of(table)`.
    """
    columns = [
        np.array(texts, dtype=object)[table.entries.indices[:, axis]].tolist()
        for axis, texts in enumerate(labels)
    ]
    columns.append(np.array(numbers, dtype=object)[numbers_of(table).where].tolist())
    return list(map(separator.join, zip(*columns, strict=True)))
