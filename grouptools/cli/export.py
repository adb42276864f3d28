"""`grouptools export`: write the tables to files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from grouptools.errors import ArgumentError

__all__ = ["export"]


@click.command()
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.option("--l-max", default=6, show_default=True, help="Every block up to this degree.")
@click.option("--format", "formats", multiple=True, help="json, npz, csv, ...; default: all.")
@click.option(
    "--out",
    default="tables",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder to write to.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the list of files as JSON.")
def export(
    kinds: tuple[str, ...], l_max: int, formats: tuple[str, ...], out: Path, as_json: bool
) -> None:
    """Write exact tables of every KIND, in every basis and format.

    KIND is cg, 3j, 6j, 9j, gaunt, Y, circular or D, or a full name; all if none is given.  9j
    symbols, whose number grows with the ninth power of l, are written to l = 2 at most.
    """
    from grouptools import tables
    from grouptools.cli.progress import steps
    from grouptools.cli.requests import kind_name
    from grouptools.exact.quantum_numbers import degree
    from grouptools.tables.formats import save
    from grouptools.tables.golden import L_MAX_9J

    bound = degree(l_max, "l_max")
    names = _formats(formats)
    chosen = [tables.KINDS[name] for name in dict.fromkeys(map(kind_name, kinds))]
    requests: list[tuple[str, dict[str, Any]]] = []
    for kind in chosen or tables.KINDS.values():
        largest = min(bound, L_MAX_9J) if kind.name == "wigner_9j" else bound
        limit: dict[str, Any] = {kind.collections[0]: largest}
        requests += [(kind.name, {"basis": b, **limit}) for b in kind.bases] or [(kind.name, limit)]
    _make_folder(out)
    written = []
    for kind_, parameters in steps(requests, "exporting", lambda request: request[0]):
        table = tables.table(kind_, **parameters)
        stem = "_".join([kind_, *(str(v) for n, v in parameters.items() if n == "basis")])
        for name in names:
            path = out / f"{stem}{tables.FORMATS[name].suffix}"
            save(table, path)
            written.append(
                {"file": str(path), "digest": table.digest, "entries": len(table.entries)}
            )
    if as_json:
        click.echo(json.dumps(written, indent=1))
    else:
        click.echo(f"{len(written)} files of {len(requests)} tables to l = {bound} in {out}")


def _formats(given: tuple[str, ...]) -> list[str]:
    """The formats asked for; by default all whose packages are installed."""
    from grouptools.tables import FORMATS

    unknown = [name for name in given if name not in FORMATS]
    if unknown:
        raise ArgumentError(f"{unknown[0]!r} is no format: choose one of {', '.join(FORMATS)}")
    if given:
        return list(dict.fromkeys(given))
    for form in FORMATS.values():
        if not form.available:
            click.echo(f"grouptools: no {form.name}, which needs {form.package}", err=True)
    return [name for name, form in FORMATS.items() if form.available]


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArgumentError(
            f"the folder {out} cannot be made ({error.strerror}): choose another with --out"
        ) from error
