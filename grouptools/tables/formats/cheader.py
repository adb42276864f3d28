"""C: a header file with an array of structures, one for each row, in C99.

Each holds the labels as ints (half-integers doubled, under a name that begins with `twice_`;
words by their position) and the value as a hexadecimal float, which every compiler takes over bit
by bit.  A comment beside it has the exact root and the decimal value; the header is a comment too.
"""

from __future__ import annotations

import re
from fractions import Fraction

from grouptools.errors import FormatError
from grouptools.tables.exact_table import Axis, Label, Table
from grouptools.tables.formats.comment import Comment, framed
from grouptools.tables.formats.header import FORMAT, Header
from grouptools.tables.formats.reading import (
    Number,
    checked_table,
    columns_of,
    parse_float,
    parse_numbers,
    parse_root,
    positions_of,
    text_lines,
)
from grouptools.tables.formats.writing import numbers_of, row_texts

__all__ = ["decode", "encode", "identifier"]

# "*/" would end the comment and "/*" makes compilers warn; JSON may write any sign by its number.
COMMENT = Comment(f"/* {FORMAT}", " * ", " */", (("/*", r"/\u002a"), ("*/", r"\u002a/")))
AFTER = ("};", "", "#endif")
START, MIDDLE, END = "    {", "}, /* ", " */"


def encode(table: Table) -> bytes:
    """Write a table as a C header."""
    header, numbers = Header.of(table), numbers_of(table)
    labels = [[", ".join(cells) for cells in _keys(axis)] for axis in table.axes]
    texts = [
        f"{value.hex()}{MIDDLE}{root}, {value!r}{END}"
        for root, value in zip(numbers.roots, numbers.values, strict=True)
    ]
    rows = [START + row for row in row_texts(table, labels, texts, ", ")]
    before = _before(header, len(rows))
    lines = [*COMMENT.write(header), *before, *(rows or [_nothing(header)]), *AFTER]
    return ("\n".join(lines) + "\n").encode("ascii")


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    header, lines = COMMENT.read(text_lines(content))
    size = len(lines) - len(_before(header, 0)) - len(AFTER)
    count = 0 if _nothing(header) in lines else size
    rows = framed(lines, _before(header, count), AFTER)
    columns = columns_of([_split(row) for row in rows[:count]], len(header.fields) + 3)
    positions = positions_of([_keys(axis) for axis in header.axes], header.axes, columns[:-3])

    def number(binary: str, root: str, decimal: str) -> Number:
        value = parse_float(decimal)
        if value.hex() != binary:
            raise FormatError(f"{binary!r} and {decimal!r} are written for the same number")
        return (*parse_root(root, header.pi_power), value)

    return checked_table(header, positions, *parse_numbers(columns[-3:], number))


def identifier(header: Header) -> str:
    """The name of the array: `clebsch_gordan_real_l_max_2`."""
    parameters = dict(header.parameters)
    basis = [str(parameters.pop("basis"))] if "basis" in parameters else []
    numbers = [f"{name}_{value}" for name, value in sorted(parameters.items())]
    return re.sub(r"\W", "_", "_".join([header.kind, *basis, *numbers]), flags=re.ASCII)


def _before(header: Header, count: int) -> list[str]:
    """The lines between the header and the rows."""
    name = identifier(header)
    guard = f"GROUPTOOLS_{name.upper()}_H"
    members = [member for axis in header.axes for member in _members(axis)]
    return [
        f"#ifndef {guard}",
        f"#define {guard}",
        "",
        f"/* {header.title}; basis version {header.content['basis_version']}. */",
        *(f"/* {member}: {meaning}. */" for member, meaning in members if meaning),
        f"enum {{ {name}_size = {count} }};",
        "",
        f"struct {name}_row {{",
        *(f"    int {member};" for member, _ in members),
        "    double value;",
        "};",
        "",
        f"static const struct {name}_row {name}[{max(count, 1)}] = {{",
    ]


def _nothing(header: Header) -> str:
    """The one row of a table without entries, since C has no arrays of size 0."""
    return START + "0, " * len(header.fields) + "0.0}"


def _split(row: str) -> list[str]:
    """Return the cells of a row: labels, hexadecimal value, root, decimal value."""
    inside, middle, comment = row.removeprefix(START).removesuffix(END).partition(MIDDLE)
    cells = [*inside.split(", "), *comment.split(", ")]
    if not middle or row != f"{START}{inside}{MIDDLE}{comment}{END}":
        raise FormatError(f"{row!r} is no row of a C array")
    return cells


def _members(axis: Axis) -> list[tuple[str, str]]:
    """For each field of an axis the member's name, and what it means where that is not plain."""
    members = []
    for field, labels in zip(axis.fields, _columns(axis), strict=True):
        if _doubled(labels):
            members.append((f"twice_{field}", f"{field}, doubled"))
        elif any(isinstance(label, str) for label in labels):
            words = ", ".join(f"{i} is {_word(word)}" for i, word in enumerate(_distinct(labels)))
            members.append((field, words))
        else:
            members.append((field, ""))
    return members


def _keys(axis: Axis) -> list[tuple[str, ...]]:
    """The integers that stand for each position of an axis, as text."""
    return list(zip(*map(_integers, _columns(axis)), strict=True))


def _integers(labels: tuple[Label, ...]) -> list[str]:
    if any(isinstance(label, str) for label in labels):
        place = {label: str(i) for i, label in enumerate(_distinct(labels))}
        return [place[label] for label in labels]
    factor = 2 if _doubled(labels) else 1
    return [str(factor * label) for label in labels if not isinstance(label, str)]


def _columns(axis: Axis) -> list[tuple[Label, ...]]:
    columns = zip(*axis.labels, strict=True) if axis.labels else ((),) * len(axis.fields)
    return list(columns)


def _doubled(labels: tuple[Label, ...]) -> bool:
    return any(isinstance(label, Fraction) for label in labels) and not any(
        isinstance(label, str) for label in labels
    )


def _distinct(labels: tuple[Label, ...]) -> list[Label]:
    return list(dict.fromkeys(labels))


def _word(label: Label) -> str:
    """A word that cannot end the comment."""
    return re.sub(r"[^\w' +.-]", "?", str(label), flags=re.ASCII)
