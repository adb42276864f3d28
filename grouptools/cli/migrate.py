"""`grouptools migrate`: weights of a network from one convention to another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from grouptools.errors import ArgumentError, FormatError

__all__ = ["migrate"]


@click.command()
@click.argument("old", metavar="IN", type=click.Path(path_type=Path))
@click.argument("new", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--from", "source", required=True, help="The convention of the weights in IN.")
@click.option("--to", "target", required=True, help="That of the network that will read OUT.")
@click.option("--irreps", multiple=True, help="'NAME = 8x0e + 8x1o', for use in layers.")
@click.option("--layer", "layers", multiple=True, help="'TENSOR = KIND: IRREPS, ...; OPTION = ...'")
@click.option(
    "--spec",
    type=click.Path(path_type=Path),
    help="A JSON file of layers: {'irreps': {NAME: ...}, 'layers': {TENSOR: ...}}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def migrate(
    old: Path,
    new: Path,
    source: str,
    target: str,
    irreps: tuple[str, ...],
    layers: tuple[str, ...],
    spec: Path | None,
    as_json: bool,
) -> None:
    r"""Write the safetensors file IN for a network built under another convention to OUT.

    TENSOR is the name of a tensor of weights, with * and ? for many; KIND is linear,
    tensor_product, convolution or contraction.  Tensors that are not named are copied.

    \b
    grouptools migrate old.safetensors new.safetensors --from 'e3nn 0.4.4' --to e3nn
        --irreps 'hidden = 16x0e + 16x1o'
        --layer '*.tp.weight = tensor_product: hidden, 0e + 1o, hidden'
        --layer '*.radial.layer2.weight = convolution: hidden, 0e + 1o, hidden'
    """
    from grouptools.conventions.migration import migrate_file

    file: dict[str, dict[str, str]] = _read_spec(spec) if spec else {}
    named = file.get("irreps", {}) | _pairs(irreps, "--irreps", "NAME = IRREPS")
    chosen = file.get("layers", {}) | _pairs(layers, "--layer", "TENSOR = KIND: IRREPS, ...")
    report = migrate_file(old, new, chosen, source, target, irreps=named)
    if as_json:
        click.echo(json.dumps({"file": str(new), **report._asdict()}, indent=1))
        return
    for verb, names in (("migrated", report.migrated), ("copied", report.copied)):
        for name in names:
            click.echo(f"{verb:9} {name}")
    click.echo(f"{len(report.migrated)} tensors migrated, {len(report.copied)} copied to {new}")


def _pairs(texts: tuple[str, ...], option: str, form: str) -> dict[str, str]:
    """The texts `name = value` of an option, each name once."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value) or name in found:
            raise ArgumentError(f"{option} {text!r} was given, but write it as '{form}', each once")
        found[name] = value
    return found


def _read_spec(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArgumentError(f"{path} cannot be read ({error.strerror}): name a file") from error
    except ValueError as error:
        raise FormatError(f"{path} is not JSON ({error})") from error
    if not _is_spec(content):
        raise FormatError(
            f"{path} is no specification of layers: one is written like "
            '{"irreps": {"hidden": "8x0e"}, "layers": {"mix.weight": "linear: hidden, hidden"}}'
        )
    return dict(content)


def _is_spec(content: object) -> bool:
    """Whether it is {"irreps": {text: text}, "layers": {text: text}}, either left out."""
    return (
        isinstance(content, dict)
        and content.keys() <= {"irreps", "layers"}
        and all(
            isinstance(part, dict) and all(isinstance(text, str) for text in part.values())
            for part in content.values()
        )
    )
