"""`grouptools convert`: an array in a file from one convention to another."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from grouptools.cli.groups import as_json
from grouptools.errors import ArgumentError, FormatError

__all__ = ["convert"]

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("source", type=_FILE, required=False, metavar="IN.npy")
@click.argument("target", type=_FILE, required=False, metavar="OUT.npy")
@click.option("--kind", help="harmonics, coefficients, features, wigner_D, clebsch_gordan, ...")
@click.option("--from", "before", help="A name, or choices such as 'e3nn; normalization = norm'.")
@click.option("--to", "after", help="As --from.")
@click.option("--l", type=int, help="The degree, where it is one only.")
@click.option("--irreps", help="Of features: '16x0e + 8x1o'.")
@click.option("--irreps-in", help="Of a kernel.")
@click.option("--irreps-out", help="Of a kernel.")
@click.option("--rank", type=int, help="Of Cartesian tensors.")
@click.option("--list", "list_", is_flag=True, help="Print the named conventions.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def convert(
    source: Path | None,
    target: Path | None,
    kind: str | None,
    before: str | None,
    after: str | None,
    list_: bool,
    json_: bool,
    **needed: Any,
) -> None:
    """Write the array in IN.npy to OUT.npy in another convention.

    \b
    grouptools convert e3nn.npy scipy.npy --kind harmonics --from e3nn --to scipy
    grouptools convert D.npy out.npy --kind wigner_D --from grouptools --to spherical
    grouptools convert x.npy y.npy --kind features --irreps "16x0e + 8x1o" --from e3nn --to escnn
    grouptools convert --list
    """  # noqa: D301 - click reads the backspace
    if list_:
        _print_names(json_)
        return
    if source is None or target is None or None in (kind, before, after):
        raise ArgumentError(
            "not all was given that a conversion takes: IN.npy OUT.npy --kind --from --to"
        )
    given = {name: value for name, value in needed.items() if value is not None}
    report = _converted(source, target, str(kind), (str(before), str(after)), given)
    if json_:
        as_json(report)
    else:
        click.echo(f"{target}: {kind} of shape {tuple(report['shape'])}, {report['dtype']}")


def _converted(
    source: Path, target: Path, kind: str, names: tuple[str, str], needed: dict[str, Any]
) -> dict[str, Any]:
    """Read, convert and write; what was done, for people and machines."""
    import numpy as np

    from grouptools.conventions import Convention
    from grouptools.conventions import convert as changed
    from grouptools.files import write_atomically

    conventions = [Convention.parse(name) for name in names]
    try:
        array = np.load(source, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise FormatError(f"{source} is no array of numpy: {error}") from error
    result = changed(array, kind, *conventions, **needed)
    buffer = io.BytesIO()
    np.save(buffer, result, allow_pickle=False)
    write_atomically(target, buffer.getvalue())
    return {
        "file": str(target),
        "kind": kind,
        "from": str(conventions[0]),
        "to": str(conventions[1]),
        "shape": list(result.shape),
        "dtype": str(result.dtype),
    }


def _print_names(json_: bool) -> None:
    from grouptools.conventions import NAMED

    if json_:
        as_json([asdict(convention) for convention in NAMED.values()])
        return
    for name, convention in NAMED.items():
        version = f" [{convention.version}]" if convention.version else ""
        click.echo(f"{name}: {convention.source}{version}")
