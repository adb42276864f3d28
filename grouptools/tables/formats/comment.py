"""Text files with the header in a comment, a fixed frame, and the rows inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grouptools.errors import FormatError
from grouptools.tables.formats.header import Header

__all__ = ["Comment", "framed"]

WIDTH = 96


@dataclass(frozen=True)
class Comment:
    """How a language writes a comment of several lines.

    `first`, `last`: its first and its last line.  `prefix`: how each line between them begins.
    `escapes`: what JSON may hold but the comment may not, and how JSON writes it otherwise.
    """

    first: str
    prefix: str
    last: str
    escapes: tuple[tuple[str, str], ...] = ()

    def write(self, header: Header) -> list[str]:
        """Write the header, wrapped, with no line that ends in a space."""
        text = header.text
        for forbidden, instead in self.escapes:
            text = text.replace(forbidden, instead)
        wrapped: list[str] = re.findall(rf".{{0,{WIDTH - 1}}}[^ ]", text)
        return [self.first, *(self.prefix + line for line in wrapped), self.last]

    def read(self, lines: Sequence[str]) -> tuple[Header, list[str]]:
        """Return the header and the lines after it; raises `FormatError`."""
        if not lines or lines[0] != self.first or self.last not in lines:
            raise FormatError(f"it does not begin with a comment {self.first!r} of several lines")
        end = lines.index(self.last)
        inside = lines[1:end]
        if not all(line.startswith(self.prefix) for line in inside):
            raise FormatError(f"a line of its header does not begin with {self.prefix!r}")
        text = "".join(line[len(self.prefix) :] for line in inside)
        return Header.from_text(text), list(lines[end + 1 :])


def framed(lines: list[str], before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the rows between two parts that are fixed; raises `FormatError` where they differ."""
    stop = len(lines) - len(after)
    found = [*lines[: len(before)], *lines[max(stop, 0) :]]
    if stop < len(before) or found != [*before, *after]:
        wrong = next((line for line in found if line not in {*before, *after}), "the end")
        raise FormatError(f"around its rows stands {wrong!r}, which does not belong there")
    return lines[len(before) : stop]
