"""CSV: the header as JSON in a first line after `# `, the names of the columns, and the rows."""

from __future__ import annotations

import csv

from grouptools.errors import FormatError
from grouptools.tables.exact_table import Label, Table
from grouptools.tables.formats.header import NUMBER_COLUMNS, Header
from grouptools.tables.formats.reading import (
    Number,
    axis_keys,
    checked_table,
    columns_of,
    parse_float,
    parse_integer,
    parse_numbers,
    positions_of,
    text_lines,
)
from grouptools.tables.formats.writing import axis_texts, numbers_of, row_texts

__all__ = ["decode", "encode"]

COMMENT = "# "


def encode(table: Table) -> bytes:
    """Write a table as CSV."""
    header, numbers = Header.of(table), numbers_of(table)
    texts = [
        f"{n},{d},{value!r}" for (n, d), value in zip(numbers.squares, numbers.values, strict=True)
    ]
    lines = [COMMENT + header.text, ",".join([*table.fields, *NUMBER_COLUMNS])]
    lines += row_texts(table, axis_texts(table.axes, ",", _cell), texts, ",")
    return ("\n".join(lines) + "\n").encode("ascii")


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    first, *lines = text_lines(content)
    if not first.startswith(COMMENT):
        raise FormatError(f"its first line does not begin with {COMMENT!r}")
    header = Header.from_text(first.removeprefix(COMMENT))
    names = [*header.fields, *NUMBER_COLUMNS]
    if lines[:1] != [",".join(names)]:
        raise FormatError(f"its second line does not name the columns {', '.join(names)}")
    try:
        rows = list(csv.reader(lines[1:], strict=True))
    except csv.Error as error:
        raise FormatError(f"its rows are no CSV: {error}") from error
    columns = columns_of(rows, len(names))
    positions = positions_of(axis_keys(header.axes), header.axes, columns[:-3])
    return checked_table(header, positions, *parse_numbers(columns[-3:], _number))


def _number(numerator: str, denominator: str, value: str) -> Number:
    return parse_integer(numerator), parse_integer(denominator), parse_float(value)


def _cell(label: Label) -> str:
    """Write a label, quoted where it holds a separator or a quote."""
    text = str(label)
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text
