"""`grouptools harmonics`: symmetry-adapted harmonics of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grouptools.cli.groups import as_json, named_group, proved, reading_groups

if TYPE_CHECKING:
    from grouptools.kernels.adapted import AdaptedHarmonics

__all__ = ["harmonics"]


@click.command(context_settings=reading_groups)
@click.argument("group")
@click.argument("l", metavar="L")
@click.option("--irrep", help="Of this irrep only: T1u, ...; trivial: the invariants.")
@click.option("--latex", is_flag=True, help="Print the polynomials as LaTeX.")
@click.option("--json", "json_", is_flag=True, help="Print JSON: polynomials, and rows over Y_l^m.")
def harmonics(group: str, l: str, irrep: str | None, latex: bool, json_: bool) -> None:
    """Print the harmonics of degree L of GROUP, sorted by its irreps.

    Each is a polynomial that is orthonormal on the unit sphere or circle; the functions of one
    copy of an irrep turn by its matrices.

    \b
    grouptools harmonics m-3m 4
    grouptools harmonics m-3m 4 --irrep trivial
    grouptools harmonics I 6 --irrep A --json
    """  # noqa: D301 - click reads the backspace
    from grouptools.exact.quantum_numbers import degree
    from grouptools.kernels.adapted import adapted_harmonics, invariant_harmonics

    chosen = named_group(group)
    number = degree(int(l) if l.lstrip("-").isdecimal() else l)
    if irrep == "trivial":
        adapted = invariant_harmonics(chosen, number)
    else:
        adapted = adapted_harmonics(chosen, number, irrep)
    if json_:
        as_json(_content(adapted))
    else:
        click.echo(_text(adapted, latex))
    proved(adapted.certificate, silent=json_)


def _text(adapted: AdaptedHarmonics, latex: bool) -> str:
    """A line for each function: irrep, copy, component, polynomial."""
    import sympy

    found = str(adapted.irreps) or "nothing"
    lines = [f"harmonics of degree {adapted.degree} of {adapted.group.name}: {found}"]
    for place, function in zip(adapted.places, adapted.functions(), strict=True):
        polynomial = sympy.latex(function) if latex else str(function)
        lines.append(f"{place.irrep} copy {place.copy} component {place.m}: {polynomial}")
    return "\n".join(lines)


def _content(adapted: AdaptedHarmonics) -> dict[str, object]:
    exact, floats = adapted.matrix.tolist(), adapted.to_numpy().tolist()
    functions = adapted.functions()
    return {
        "group": adapted.group.name,
        "l": adapted.degree,
        "irreps": [{"label": str(irrep), "copies": n} for n, irrep in adapted.irreps],
        "functions": [
            {
                "irrep": str(place.irrep),
                "copy": place.copy,
                "component": place.m,
                "polynomial": str(functions[k]),
                "coefficients": [str(entry) for entry in exact[k]],
                "floats": floats[k],
            }
            for k, place in enumerate(adapted.places)
        ],
        "certificate": adapted.certificate.to_json(),
    }
