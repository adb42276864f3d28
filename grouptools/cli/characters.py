"""`grouptools characters`: the character table of a group."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from grouptools.cli.groups import as_json, named_group, reading_groups
from grouptools.errors import ArgumentError, IntegrityError

if TYPE_CHECKING:
    from grouptools.representations import CharacterTable

__all__ = ["characters"]


@click.command(context_settings=reading_groups)
@click.argument("group")
@click.option("--complex", "complex_", is_flag=True, help="Irreps over the complex numbers.")
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option("--latex", is_flag=True, help="Print a LaTeX tabular.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def characters(group: str, complex_: bool, markdown: bool, latex: bool, json_: bool) -> None:
    """Print the characters of GROUP, of its irreps over the real numbers or the complex ones.

    The orthogonality of rows and columns is proved first; exit status 1 if it fails.

    \b
    grouptools characters m-3m
    grouptools characters C3 --complex
    grouptools characters double:O --complex --latex
    """  # noqa: D301 - click reads the backspace
    from grouptools.representations import character_table

    if markdown + latex + json_ > 1:
        raise ArgumentError("two forms were asked for: give one of --markdown, --latex, --json")
    table = character_table(named_group(group), real=not complex_)
    try:
        table.verify()
    except IntegrityError as error:
        click.echo(f"grouptools: {error}", err=True)
        sys.exit(1)
    if json_:
        as_json(_content(table))
    elif markdown or latex:
        click.echo(table.to_markdown() if markdown else table.to_latex())
    else:
        click.echo(str(table))


def _content(table: CharacterTable) -> dict[str, object]:
    values = table.to_sympy()
    return {
        "group": table.group.name,
        "order": table.group.order,
        "classes": [
            {"label": label, "size": size}
            for label, size in zip(table.class_labels, table.class_sizes, strict=True)
        ],
        "irreps": [
            {
                "label": irrep.label,
                "dimension": irrep.dimension,
                "type": irrep.real_type,
                "characters": [str(value) for value in values.row(k)],
            }
            for k, irrep in enumerate(table.irreps)
        ],
    }
