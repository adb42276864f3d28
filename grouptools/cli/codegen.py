"""`grouptools codegen`: source code of evaluators."""

from __future__ import annotations

import json
from pathlib import Path

import click

__all__ = ["codegen"]


@click.command()
@click.argument("function")
@click.argument("language")
@click.option("--l-max", default=4, show_default=True, help="Every degree up to this one.")
@click.option("--l-min", default=0, show_default=True, help="From this degree on.")
@click.option("--derivatives", default=0, show_default=True, help="1: gradients too.")
@click.option("--solid", is_flag=True, help="Do not divide the input by its length.")
@click.option("--dtype", default="float64", show_default=True, help="float64 or float32.")
@click.option("--name", help="The name of the generated function.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file; default: standard output.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the source inside JSON.")
def codegen(
    function: str,
    language: str,
    l_max: int,
    l_min: int,
    derivatives: int,
    solid: bool,
    dtype: str,
    name: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write an evaluator of FUNCTION in LANGUAGE.

    FUNCTION: spherical_harmonics or wigner_D.  LANGUAGE: c, fortran, julia, rust, numpy, torch.
    """
    from grouptools.codegen import generate
    from grouptools.files import write_atomically

    source = generate(
        function,
        language,
        l_max=l_max,
        l_min=l_min,
        derivatives=derivatives,
        normalize=not solid,
        name=name,
        dtype=dtype,
    )
    if out is not None:
        write_atomically(out, source.encode())
    if as_json:
        click.echo(json.dumps({"function": function, "language": language, "source": source}))
    elif out is None:
        click.echo(source, nl=False)
    else:
        click.echo(f"{out}: {function} to l = {l_max} in {language}")
