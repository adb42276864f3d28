"""`grouptools show`: one block, readable."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from math import gcd, isqrt, lcm
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grouptools.tables import Table

__all__ = ["show"]


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("kind")
@click.argument("numbers", nargs=-1, metavar="QUANTUM_NUMBERS...")
@click.option("--basis", type=click.Choice(["real", "complex"]), help="real, if there is a choice.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: labels, root, float.")
def show(kind: str, numbers: tuple[str, ...], basis: str | None, as_json: bool) -> None:
    """Print one block of KIND as a table with square roots.

    \b
    grouptools show cg 1 1 2
    grouptools show cg 1/2 1/2 1 --basis complex
    grouptools show 6j 1 2 3 2 1 2
    grouptools show Y 3
    """  # noqa: D301 - click reads the backspace
    from grouptools import tables
    from grouptools.cli.requests import block_request, kind_name

    name = kind_name(kind)
    table = tables.table(name, **block_request(name, numbers, basis))
    if as_json:
        click.echo(json.dumps(_as_json(table), indent=1))
        return
    click.echo(_heading(table))
    if not table.axes:
        click.echo(_number(table))
    elif len(table.axes) == 3 and all(len(axis.fields) == 1 for axis in table.axes):
        _print_grid(table)
    else:
        _print_polynomials(table)
    click.echo(f"proved: {len(table.certificate.claims)} claims; digest {table.digest[:16]}")


def _heading(table: Table) -> str:
    """What the table holds, and in which convention."""
    from grouptools.tables import KINDS

    asked = ", ".join(f"{name} = {value}" for name, value in table.parameters.items())
    return (
        f"{table.kind}: {KINDS[table.kind].summary}; {asked}; basis version {table.basis_version}"
    )


def _as_json(table: Table) -> dict[str, object]:
    from grouptools.exact.surd import root_text

    power = table.entries.pi_power
    entries = [
        {
            **{field: _plain(label) for field, label in zip(table.fields, labels, strict=True)},
            "root": root_text(n, d, power),
            "float": float(value),
        }
        for (labels, n, d), value in zip(table.rows(), table.entries.values(), strict=True)
    ]
    return {**table.header, "digest": table.digest, "entries": entries}


def _plain(label: object) -> int | str:
    return label if isinstance(label, int) else str(label)


def _root(n: int, d: int, pi_power: int = 0) -> str:
    """The root with the signs that the terminal can show."""
    from grouptools.exact.surd import root_text

    text = root_text(n, d, pi_power)
    encoding = getattr(sys.stdout, "encoding", None) or ""  # there is no stdout where it is closed
    if encoding.lower().startswith("utf"):
        return text.replace("sqrt", "√").replace("*pi", "π").replace("pi", "π")
    return text


def _number(table: Table) -> str:
    """The one number of a recoupling symbol, exact and rounded."""
    rows = list(table.rows())
    if not rows:
        return "0"
    _, n, d = rows[0]
    return f"{_root(n, d)} = {float(table.entries.values()[0])!r}"


def _print_grid(table: Table) -> None:
    """Rows (m1, m2), columns m3, dots for zeros."""
    from rich.console import Console
    from rich.table import Table as Grid

    entries = {labels: _root(n, d, table.entries.pi_power) for labels, n, d in table.rows()}
    first, second, third = table.axes
    grid = Grid(box=None, pad_edge=False)
    for heading in (*first.fields, *second.fields):
        grid.add_column(heading, justify="right", no_wrap=True)
    for (m3,) in third.labels:
        grid.add_column(f"{third.fields[0]} = {m3}", justify="right", no_wrap=True)
    for (m1,) in first.labels:
        for (m2,) in second.labels:
            cells = [entries.get((m1, m2, m3), ".") for (m3,) in third.labels]
            if any(cell != "." for cell in cells):
                grid.add_row(str(m1), str(m2), *cells)
    width = 16 + sum(max(9, *(len(e) for e in entries.values())) + 2 for _ in third.labels)
    console = Console()
    console.width = max(console.width, width)
    console.print(grid)


def _print_polynomials(table: Table) -> None:
    """One line for each row of coefficients: common root times an integer polynomial."""
    parts = [axis.fields for axis in table.axes]
    monomial = next(i for i, fields in enumerate(parts) if fields[0] == "x")
    before = sum(len(fields) for fields in parts[:monomial])
    variables = parts[monomial]
    lines: dict[tuple[object, ...], list[tuple[tuple[int, ...], int, int]]] = {}
    for labels, n, d in table.rows():
        powers = tuple(int(p) for p in labels[before : before + len(variables)])
        lines.setdefault((*labels[:before], *labels[before + len(variables) :]), []).append(
            (powers, n, d)
        )
    fields = [f for i, axis in enumerate(parts) if i != monomial for f in axis]
    click.echo(f"[{', '.join(fields)}]  root (polynomial in {', '.join(variables)})")
    for names, terms in lines.items():
        where = ", ".join(map(str, names))
        click.echo(f"[{where}]  {_polynomial(terms, variables, table.entries.pi_power)}")


def _polynomial(
    terms: list[tuple[tuple[int, ...], int, int]], variables: tuple[str, ...], pi_power: int
) -> str:
    """Write sqrt(common) (k x^a y^b + ...), k integers without a common factor."""
    first = Fraction(abs(terms[0][1]), terms[0][2])
    ratios = []
    for _, n, d in terms:
        square = Fraction(abs(n), d) / first
        root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        ratios.append(root if n > 0 else -root)
    shared = lcm(*(ratio.denominator for ratio in ratios))
    scale = Fraction(gcd(*(int(ratio * shared) for ratio in ratios)), shared)
    common = first * scale * scale
    text = ""
    for (powers, _, _), ratio in zip(terms, ratios, strict=True):
        factors = [v if p == 1 else f"{v}^{p}" for v, p in zip(variables, powers, strict=True) if p]
        count = ratio / scale
        size = "" if abs(count) == 1 and factors else str(abs(count))
        sign = ("-" if count < 0 else "") if not text else (" - " if count < 0 else " + ")
        text += sign + " ".join([size, *factors] if size else factors)
    if common == 1 and not pi_power:
        return text
    return f"{_root(common.numerator, common.denominator, pi_power)} ({text})"
