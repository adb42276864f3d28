"""Markdown: a pipe table with the entries as sqrt(3/10), the header in an HTML comment."""

from __future__ import annotations

from grouptools.errors import FormatError
from grouptools.tables.exact_table import Label, Table
from grouptools.tables.formats.comment import Comment, framed
from grouptools.tables.formats.header import FORMAT, Header
from grouptools.tables.formats.reading import (
    Number,
    axis_keys,
    checked_table,
    columns_of,
    parse_float,
    parse_numbers,
    parse_root,
    positions_of,
    text_lines,
)
from grouptools.tables.formats.writing import axis_texts, numbers_of, row_texts

__all__ = ["decode", "encode"]

# "--" would end an HTML comment early; JSON may write any sign by its number.
COMMENT = Comment(f"<!-- {FORMAT}", "", "-->", (("--", r"\u002d\u002d"),))


def encode(table: Table) -> bytes:
    """Write a table as Markdown."""
    header, numbers = Header.of(table), numbers_of(table)
    texts = [
        f"{root} | {value!r} |" for root, value in zip(numbers.roots, numbers.values, strict=True)
    ]
    rows = row_texts(table, axis_texts(table.axes, " | ", _cell), texts, " | ")
    lines = [*COMMENT.write(header), *_before(header), *("| " + row for row in rows)]
    return ("\n".join(lines) + "\n").encode("ascii")


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    header, lines = COMMENT.read(text_lines(content))
    rows = framed(lines, _before(header), ())
    if not all(row.startswith("| ") and row.endswith(" |") for row in rows):
        raise FormatError("a row does not begin and end as a row of a Markdown table does")
    columns = columns_of([row[2:-2].split(" | ") for row in rows], len(header.fields) + 2)
    positions = positions_of(axis_keys(header.axes, _cell), header.axes, columns[:-2])

    def number(root: str, value: str) -> Number:
        return (*parse_root(root, header.pi_power), parse_float(value))

    return checked_table(header, positions, *parse_numbers(columns[-2:], number))


def _before(header: Header) -> list[str]:
    """The lines between the header and the rows."""
    return [
        "",
        f"# {header.title.replace('_', chr(92) + '_')}",
        "",
        f"Basis version {header.content['basis_version']}, digest `{header.digest}`.",
        "",
        *(f"- {name}: `{choice}`" for name, choice in header.choices),
        "",
        "| " + " | ".join([*header.fields, "exact", "value"]) + " |",
        "| " + " | ".join(["---:"] * len(header.fields) + [":---", "---:"]) + " |",
    ]


def _cell(label: Label) -> str:
    """Write a label, its signs that mean something in Markdown escaped."""
    text = str(label)
    return "".join(f"\\{sign}" if sign in "\\`*_<>|[]&~" else sign for sign in text)
