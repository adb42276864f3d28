"""What all readers share: from rows to a table whose digest and floats have been checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from grouptools.errors import FormatError, IntegrityError
from grouptools.exact.surd import root_text
from grouptools.tables.exact_table import Axis, Label, Table
from grouptools.tables.formats.header import Header
from grouptools.tables.formats.writing import rounded

__all__ = [
    "axis_keys",
    "checked_table",
    "columns_of",
    "parse_float",
    "parse_integer",
    "parse_numbers",
    "parse_root",
    "positions_of",
    "text_lines",
]

Cell = TypeVar("Cell")
Square = tuple[int, int]
Number = tuple[int, int, float]

INTEGER = re.compile(r"-?[1-9][0-9]*", re.ASCII)
ROOT = re.compile(r"(-?)(?:sqrt\(([0-9]+)(?:/([0-9]+))?\)|([0-9]+)(?:/([0-9]+))?)", re.ASCII)
ROOT_OVER_PI = re.compile(r"(-?)sqrt\(([0-9]+)/(?:\(([0-9]+)\*pi\)|pi)\)", re.ASCII)


def checked_table(
    header: Header,
    positions: Sequence[Sequence[int]],
    squares: Sequence[Square],
    values: Sequence[float],
) -> Table:
    """Build the table, and compare its digest and its floats with those of the file.

    `positions`: a column for each axis.  `squares`, `values`: (n, d) and float of each row.
    """
    columns = [*positions, [n for n, _ in squares], [d for _, d in squares]] if squares else []
    try:
        table = Table.from_parts(dict(header.content), columns, header.certificate)
    except ValueError as error:
        raise FormatError(str(error)) from error
    if table.digest != header.digest:
        raise IntegrityError(
            f"its entries have the digest {table.digest[:12]}..., but it names "
            f"{header.digest[:12]}..."
        )
    distinct = list(dict.fromkeys(squares))
    nearest = dict(zip(distinct, rounded(distinct, header.pi_power), strict=True))
    for row, (square, value) in enumerate(zip(squares, values, strict=True)):
        if nearest[square] != value:
            raise IntegrityError(
                f"entry {row} has the value {value!r}, but "
                f"{root_text(*square, header.pi_power)} is nearest to {nearest[square]!r}"
            )
    return table


def text_lines(content: bytes) -> list[str]:
    """Split a text file into lines; raises `FormatError` where it is no text or was cut off."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        raise FormatError(f"byte {error.start} is not ASCII") from error
    *lines, rest = text.replace("\r\n", "\n").split("\n")
    if rest or not lines:
        raise FormatError("its last line was cut off")
    return lines


def columns_of(rows: Sequence[Sequence[Cell]], width: int) -> list[tuple[Cell, ...]]:
    """Turn rows into `width` columns; raises `FormatError` where a row has another width."""
    for number, row in enumerate(rows):
        if len(row) != width:
            raise FormatError(f"row {number} has {len(row)} cells where {width} were expected")
    return list(zip(*rows, strict=True)) if rows else [()] * width


def axis_keys(
    axes: Iterable[Axis], cell: Callable[[Label], Hashable] = str
) -> list[list[tuple[Hashable, ...]]]:
    """For each axis, the cells by which a row names each position."""
    return [[tuple(map(cell, label)) for label in axis.labels] for axis in axes]


def positions_of(
    keys: Sequence[Sequence[tuple[Hashable, ...]]],
    axes: Sequence[Axis],
    columns: Sequence[Sequence[Hashable]],
) -> list[list[int]]:
    """Find the positions on each axis that the label columns name.

    `keys`: what `axis_keys` gives.  `columns`: one for each field, axis after axis.
    """
    positions, start = [], 0
    for axis, cells in zip(axes, keys, strict=True):
        stop = start + len(axis.fields)
        known = {key: position for position, key in enumerate(cells)}
        try:
            positions.append([known[key] for key in zip(*columns[start:stop], strict=True)])
        except KeyError as error:
            named = ", ".join(f"{f} = {c}" for f, c in zip(axis.fields, error.args[0], strict=True))
            raise FormatError(f"a row has the label {named}, which its axes do not have") from None
        start = stop
    return positions


def parse_numbers(
    columns: Sequence[Sequence[str]], parse: Callable[..., Number]
) -> tuple[list[Square], list[float]]:
    """Read the columns after the labels: (n, d) and float of each row.

    `parse` takes the cells of one row; equal cells are parsed once.
    """
    rows = list(zip(*columns, strict=True))
    known = {cells: parse(*cells) for cells in dict.fromkeys(rows)}
    numbers = [known[cells] for cells in rows]
    return [(n, d) for n, d, _ in numbers], [value for _, _, value in numbers]


def parse_integer(text: str) -> int:
    """Read an integer other than 0, written in decimal digits."""
    if INTEGER.fullmatch(text) is None:
        raise FormatError(f"{text!r} is no integer other than 0")
    try:
        return int(text)
    except ValueError as error:  # Python refuses more than 4300 digits
        raise FormatError(f"an integer of {len(text)} digits is in no table") from error


def parse_float(text: str) -> float:
    """Read a float, written with as many digits as tell it from its neighbours."""
    try:
        value = float(text)
    except ValueError as error:
        raise FormatError(f"{text!r} is no number") from error
    if repr(value) != text:
        raise FormatError(f"{text!r} is not how the float {value!r} is written")
    return value


def parse_root(text: str, pi_power: int) -> Square:
    """Read what `root_text` wrote, and return n and d.

    >>> parse_root("-sqrt(3/10)", 0), parse_root("1/2", 0), parse_root("sqrt(3/(4*pi))", -1)
    ((-3, 10), (1, 4), (3, 4))
    """
    found = (ROOT_OVER_PI if pi_power else ROOT).fullmatch(text)
    if found is None:
        raise FormatError(f"{text!r} is no root of a fraction")
    sign, *digits = found.groups()
    try:
        n, d, *rational = [int(part or "1") for part in digits]
    except ValueError as error:
        raise FormatError(f"a root of {len(text)} characters is in no table") from error
    if rational and digits[2] is not None:
        n, d = rational[0] ** 2, rational[1] ** 2
    n = -n if sign else n
    if n == 0 or d == 0 or root_text(n, d, pi_power) != text:
        raise FormatError(f"{text!r} is zero, or no root in lowest terms")
    return n, d
