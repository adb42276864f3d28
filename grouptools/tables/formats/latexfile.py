r"""LaTeX: a complete document with the entries as \sqrt{\frac{3}{10}}, in tables over many pages.

It needs article, array, amsmath and longtable only; the columns align from the third run of LaTeX.
The header is a comment at the top.
"""

from __future__ import annotations

import re

from grouptools.errors import FormatError
from grouptools.tables.exact_table import Label, Table
from grouptools.tables.formats.comment import Comment, framed
from grouptools.tables.formats.header import FORMAT, Header
from grouptools.tables.formats.reading import (
    Number,
    axis_keys,
    checked_table,
    columns_of,
    parse_numbers,
    parse_root,
    positions_of,
    text_lines,
)
from grouptools.tables.formats.writing import axis_texts, numbers_of, row_texts

__all__ = ["decode", "encode", "tex_root"]

COMMENT = Comment(f"% {FORMAT}", "% ", "%")
AFTER = (r"\end{longtable}", r"\end{document}")
END_OF_ROW = r" \\"
TEX_ROOT = re.compile(
    r"(-?)(\\sqrt\{)?(?:\\frac\{([0-9]+)\}\{([0-9]*)(\\pi)?\}|([0-9]+))(\})?", re.ASCII
)
SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "{}$&#_%"},
}


def encode(table: Table) -> bytes:
    """Write a table as a LaTeX document."""
    header, numbers = Header.of(table), numbers_of(table)
    texts = [
        f"{tex_root(root)} & {_tex_float(repr(value))}{END_OF_ROW}"
        for root, value in zip(numbers.roots, numbers.values, strict=True)
    ]
    rows = row_texts(table, axis_texts(table.axes, " & ", _cell), texts, " & ")
    lines = [*COMMENT.write(header), *_before(header), *rows, *AFTER]
    return ("\n".join(lines) + "\n").encode("ascii")


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    header, lines = COMMENT.read(text_lines(content))
    rows = framed(lines, _before(header), AFTER)
    if not all(row.endswith(END_OF_ROW) for row in rows):
        raise FormatError("a row does not end as a row of a LaTeX table does")
    cells = [row.removesuffix(END_OF_ROW).split(" & ") for row in rows]
    columns = columns_of(cells, len(header.fields) + 2)
    positions = positions_of(axis_keys(header.axes, _cell), header.axes, columns[:-2])
    squares, values = parse_numbers(
        columns[-2:], lambda root, value: _number(root, value, header.pi_power)
    )
    return checked_table(header, positions, squares, values)


def tex_root(root: str) -> str:
    r"""Write in LaTeX what `root_text` wrote as text.

    >>> print(tex_root("-sqrt(3/10)"), tex_root("sqrt(3/(4*pi))"), tex_root("1/2"))
    -\sqrt{\frac{3}{10}} \sqrt{\frac{3}{4\pi}} \frac{1}{2}
    """
    sign, magnitude = ("-", root[1:]) if root.startswith("-") else ("", root)
    inside = magnitude.removeprefix("sqrt(").removesuffix(")")
    top, slash, bottom = inside.partition("/")
    bottom = bottom.strip("()")
    if bottom.endswith("pi"):
        bottom = bottom.removesuffix("pi").removesuffix("*") + r"\pi"
    number = rf"\frac{{{top}}}{{{bottom}}}" if slash else top
    return sign + (number if inside == magnitude else rf"\sqrt{{{number}}}")


def _number(tex: str, value: str, pi_power: int) -> Number:
    """Read the last two cells of a row."""
    found = TEX_ROOT.fullmatch(tex)
    if found is None:
        raise FormatError(f"{tex!r} is no root of a fraction in LaTeX")
    sign, root, top, bottom, pi, whole, _ = found.groups()
    denominator = f"({bottom}*pi)" if pi and bottom else "pi" if pi else bottom
    inside = f"{top}/{denominator}" if whole is None else whole
    text = f"{sign}sqrt({inside})" if root else sign + inside
    n, d = parse_root(text, pi_power)
    try:
        number = float(value.replace(r"\cdot 10^{", "e").removesuffix("}"))
    except ValueError as error:
        raise FormatError(f"{value!r} is no number in LaTeX") from error
    if tex_root(text) != tex or _tex_float(repr(number)) != value:
        raise FormatError(f"{tex!r} or {value!r} is not how a number is written in LaTeX here")
    return n, d, number


def _tex_float(value: str) -> str:
    """Write the exponent of a float as a power of ten."""
    mantissa, e, exponent = value.partition("e")
    return rf"{mantissa}\cdot 10^{{{int(exponent)}}}" if e else mantissa


def _before(header: Header) -> list[str]:
    """The lines between the header and the rows."""
    count = len(header.fields)
    items = [rf"\item[{_escaped(n)}] \texttt{{{_escaped(c)}}}" for n, c in header.choices]
    names = [*map(_heading, header.fields), r"\text{exact}", r"\text{value}"]
    return [
        r"\documentclass{article}",
        *(rf"\usepackage{{{package}}}" for package in ("amsmath", "array", "longtable")),
        r"\begin{document}",
        r"\raggedright",
        rf"\section*{{{_escaped(header.title)}}}",
        rf"Basis version {header.content['basis_version']}, digest",
        rf"\texttt{{{header.digest[:32]}}} \texttt{{{header.digest[32:]}}}.",
        r"\begin{description}",
        *items,
        r"\end{description}",
        r"\renewcommand{\arraystretch}{1.4}",
        r"\setlength{\tabcolsep}{3pt}",
        rf"\begin{{longtable}}{{*{{{count}}}{{>{{$}}r<{{$}}}}@{{\quad}}>{{$}}l<{{$}}>{{$}}r<{{$}}}}",
        " & ".join(names) + END_OF_ROW + r" \hline",
        r"\endhead",
    ]


def _heading(field: str) -> str:
    """Write the name of a label, its number as an index."""
    letter, index = field.rstrip("0123456789"), field.lstrip("abcdefghijklmnopqrstuvwxyz")
    if len(letter) == 1 and letter + index == field:
        return f"{letter}_{{{index}}}" if index else letter
    return rf"\text{{{_escaped(field)}}}"


def _cell(label: Label) -> str:
    return rf"\text{{{_escaped(label)}}}" if isinstance(label, str) else str(label)


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in text)
