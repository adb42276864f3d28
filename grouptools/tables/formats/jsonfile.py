"""JSON: the header's names at the top, then `columns` and `rows`, one row a line.

Integers beyond 2**53 are written as texts, since most readers of JSON would round them.
"""

from __future__ import annotations

import json
from typing import Any

from grouptools.errors import FormatError
from grouptools.tables.canonical import canonical_json
from grouptools.tables.exact_table import Label, Table
from grouptools.tables.formats.header import NUMBER_COLUMNS, Header, read_json
from grouptools.tables.formats.reading import (
    axis_keys,
    checked_table,
    columns_of,
    parse_integer,
    positions_of,
)
from grouptools.tables.formats.writing import numbers_of, row_texts

__all__ = ["decode", "encode"]

EXACT_IN_A_FLOAT = 2**53


def encode(table: Table) -> bytes:
    """Write a table as JSON."""
    header, numbers = Header.of(table), numbers_of(table)
    labels = [
        [canonical_json(label)[1:-1] for label in axis.to_json()["labels"]] for axis in table.axes
    ]
    texts = [
        f"{_integer_text(n)},{_integer_text(d)},{value!r}"
        for (n, d), value in zip(numbers.squares, numbers.values, strict=True)
    ]
    rows = row_texts(table, labels, texts, ",")
    lines = [f'"{key}":{value},' for key, value in header.items]
    columns = json.dumps([*table.fields, *NUMBER_COLUMNS], separators=(",", ":"))
    body = "],\n[".join(rows)
    lines += [f'"columns":{columns},', f'"rows":[\n[{body}]\n]' if rows else '"rows":[]']
    return ("{" + "\n".join(lines) + "}\n").encode("ascii")


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        raise FormatError(f"byte {error.start} is not ASCII") from error
    data = read_json(text, "it")
    header = Header.from_json(data)
    names = [*header.fields, *NUMBER_COLUMNS]
    rows = data.get("rows")
    if data.get("columns") != names or not isinstance(rows, list):
        raise FormatError(f"it has no rows, or other columns than {', '.join(names)}")
    if not {*map(type, rows)} <= {list}:
        raise FormatError("one of its rows is not a list")
    *labels, numerators, denominators, values = columns_of(rows, len(names))
    for column in labels:
        _check_types(column, int, str)
    _check_types(values, float)
    squares = list(zip(_integers(numerators), _integers(denominators), strict=True))
    positions = positions_of(axis_keys(header.axes, _json_label), header.axes, labels)
    return checked_table(header, positions, squares, values)


def _integer_text(n: int) -> str:
    return str(n) if abs(n) <= EXACT_IN_A_FLOAT else f'"{n}"'


def _integers(column: tuple[Any, ...]) -> list[int]:
    _check_types(column, int, str)
    return [n if isinstance(n, int) else parse_integer(n) for n in column]


def _check_types(column: tuple[Any, ...], *types: type) -> None:
    """Compare types, not instances: `true` is no integer."""
    wrong = {*map(type, column)} - {*types}
    if wrong:
        raise FormatError(f"a column of its rows holds a {wrong.pop().__name__}")


def _json_label(label: Label) -> int | str:
    return label if isinstance(label, int) else str(label)
