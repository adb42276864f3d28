"""`grouptools kernels`: the equivariant kernels between two representations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grouptools.cli.groups import (
    as_json,
    named_group,
    named_representation,
    proved,
    reading_groups,
)
from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from grouptools.kernels import KernelBasis

__all__ = ["kernels"]


@click.command(context_settings=reading_groups)
@click.argument("group")
@click.argument("rep_in", metavar="IN")
@click.argument("rep_out", metavar="OUT")
@click.option("--l-max", default=2, show_default=True, help="Harmonics up to this degree.")
@click.option("--polynomials", is_flag=True, help="Print each kernel as polynomials.")
@click.option("--certify", is_flag=True, help="Prove the basis; exit status 1 if a claim fails.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the basis, exact and certified, as JSON; or its table as .npz, .csv, ...",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the first 36 kernels, as .png, .svg, .pdf, ...",
)
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def kernels(
    group: str,
    rep_in: str,
    rep_out: str,
    l_max: int,
    polynomials: bool,
    certify: bool,
    out: Path | None,
    plot: Path | None,
    json_: bool,
) -> None:
    """Derive the kernels K(g x) = rho_out(g) K(x) rho_in(g)^-1 of GROUP.

    GROUP: O, m-3m, C4v, "SO(3)", cyclic:8, ...  IN, OUT: irreps such as "2xA1 + T1u" or 1o, or
    trivial, natural, regular.

    \b
    grouptools kernels m-3m T1u T1u --l-max 4 --certify
    grouptools kernels "O(3)" 1o "0e + 2e" --polynomials
    grouptools kernels cyclic:8 regular regular --out c8.json
    """  # noqa: D301 - click reads the backspace
    from grouptools.kernels import kernel_basis

    chosen = named_group(group)
    basis = kernel_basis(
        named_representation(chosen, rep_in), named_representation(chosen, rep_out), l_max
    )
    if out is not None:
        if out.suffix == ".json":
            basis.save(out)
        else:
            basis.table().save(out)
    if plot is not None:
        _draw(basis, plot)
    if json_:
        as_json(_content(basis, certify, polynomials))
    else:
        click.echo(_text(basis, polynomials))
        if out is not None:
            click.echo(f"{out}: {basis.dimension} kernels, digest {basis.digest[:16]}")
    if certify:
        proved(basis.certificate, silent=json_)


def _draw(basis: KernelBasis, path: Path) -> None:
    """Write a picture of the kernels."""
    figure = basis.plot()
    endings = sorted(figure.canvas.get_supported_filetypes())
    if path.suffix[1:].lower() not in endings:
        raise ArgumentError(
            f"{path} ends like no format of pictures: choose one of .{', .'.join(endings)}"
        )
    figure.savefig(path)


def _text(basis: KernelBasis, polynomials: bool) -> str:
    """How many kernels of each degree there are; with their polynomials, one below the other."""
    names = f"{basis.source.name} -> {basis.target.name} of {basis.group.name}"
    lines = [f"kernels {names}, {basis.shape[0]} x {basis.shape[1]}: {basis.dimension} in all"]
    if not polynomials:
        lines += [f"l = {l}: {n}" for l, n in enumerate(basis.dimensions)]
        return "\n".join(lines)
    for k, (l, matrix) in enumerate(zip(basis.degrees, basis.to_sympy(), strict=True)):
        lines.append(f"[{k}] l = {l}")
        lines += ["  " + "   ".join(map(str, row)) for row in matrix.tolist()]
    return "\n".join(lines)


def _content(basis: KernelBasis, certify: bool, polynomials: bool) -> dict[str, object]:
    content: dict[str, object] = {
        "group": basis.group.name,
        "in": basis.source.name,
        "out": basis.target.name,
        "l_max": basis.l_max,
        "shape": list(basis.shape),
        "dimension": basis.dimension,
        "dimensions": list(basis.dimensions),
        "digest": basis.digest,
    }
    if polynomials:
        content["kernels"] = [
            [[str(entry) for entry in row] for row in matrix.tolist()]
            for matrix in basis.to_sympy()
        ]
    if certify:
        content["certificate"] = basis.certificate.to_json()
    return content
