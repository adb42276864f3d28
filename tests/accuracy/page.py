"""docs/accuracy.md: written from measurements, and read again to see whether it is stale."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Context
from math import inf, isnan
from pathlib import Path

from grouptools.numeric.bounds import Tested
from tests.accuracy.measurement import Measurement
from tests.accuracy.topics import Worst

PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"

INTRODUCTION = """\
# Accuracy

Written by `make accuracy`. For each function and precision: the largest error found against exact
values, the bound that the error must keep, and the kind of point at which it was found. The points
are structured and adversarial: poles and points close to them at every power of ten, axes, tiny
and huge vectors, half turns, ends of ranges, and random ones among them.

The bounds stand in `grouptools.numeric.bounds`, follow from an error analysis rather than from
these figures, and are enforced twice: the tests fail where a bound is passed, and a call beyond the
tested range is refused with the reason. Figures are rounded up, and of all values from one power of
two to the next the one with the error closest to its bound is shown, and the limit.
"""


@dataclass
class Section:
    """What the page says of one function in one dtype: value -> (error, bound)."""

    quantity: str
    limit: int
    rows: dict[int, tuple[float, float]] = field(default_factory=dict)


def rounded_up(number: float) -> str:
    """At most three digits, which are at least the number's own; its last digits are noise."""
    decimal = Context(prec=3, rounding=ROUND_CEILING).create_decimal(f"{number:.12g}")
    return f"{float(decimal):.3g}"


def write(largest: Worst, tested: Mapping[tuple[str, str], Tested]) -> str:
    """The whole page."""
    return "\n".join(
        [INTRODUCTION, *(section(key, largest.get(key, {}), tested[key]) for key in sorted(tested))]
    )


def section(key: tuple[str, str], values: Mapping[int, Measurement], row: Tested) -> str:
    """The part of the page on one function in one dtype."""
    function, dtype = key
    kind = "absolute" if row.measure.startswith("absolute") else f"relative to {row.measure}"
    head = (
        f"The error is {kind}. It is tested to {row.quantity} = {row.limit}; beyond, the call is "
        f"refused."
    )
    lines = [
        f"## `{function}`, {dtype}",
        "",
        textwrap.fill(head, 100),
        "",
        f"| {row.quantity} | largest error | bound | found at |",
        "|---|---|---|---|",
    ]
    for value in shown(values, row):
        one = values[value]
        error, bound = rounded_up(one.error), rounded_up(row.bound(value))
        where = one.where.replace("|", "\\|")
        lines.append(f"| {value} | {error} | {bound} | {where} |")
    return "\n".join(lines) + "\n"


def shown(values: Mapping[int, Measurement], row: Tested) -> list[int]:
    """Of 0, 1, 2-3, 4-7, 8-15, ... the value whose error is closest to its bound; the limit."""

    def closeness(value: int) -> float:
        share = values[value].error / row.bound(value)
        return inf if isnan(share) else share

    octaves: dict[int, int] = {}
    for value in sorted(values):
        other = octaves.setdefault(value.bit_length(), value)
        if closeness(value) > closeness(other):
            octaves[value.bit_length()] = value
    return sorted({*octaves.values(), *(values.keys() & {row.limit})})


def read(page: str) -> dict[tuple[str, str], Section]:
    """The sections of a page."""
    sections: dict[tuple[str, str], Section] = {}
    for part in page.split("\n## ")[1:]:
        title = re.match(r"`([^`]+)`, (\w+)", part)
        said = re.search(r"It is tested to (.+?) = (\d+);", " ".join(part.split()))
        if not title or not said:
            raise ValueError(f"a section of {PAGE.name} cannot be read: {part[:60]!r}")
        rows = re.findall(r"^\| (\d+) \| (\S+) \| (\S+) \|", part, re.MULTILINE)
        sections[title[1], title[2]] = Section(
            said[1], int(said[2]), {int(v): (float(e), float(b)) for v, e, b in rows}
        )
    return sections
