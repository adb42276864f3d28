"""`grouptools explain`: why there are as many kernels as there are."""

from __future__ import annotations

import click

from grouptools.cli.groups import as_json, named_group, named_representation, reading_groups

__all__ = ["explain"]


@click.command(context_settings=reading_groups)
@click.argument("group")
@click.argument("rep_in", metavar="IN")
@click.argument("rep_out", metavar="OUT")
@click.option("--l-max", default=2, show_default=True, help="Harmonics up to this degree.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def explain(group: str, rep_in: str, rep_out: str, l_max: int, json_: bool) -> None:
    """Say for each degree how many kernels there are, and which selection rule leaves none.

    GROUP, IN and OUT are as for `grouptools kernels`.

    \b
    grouptools explain m-3m T1u T1u --l-max 4
    grouptools explain "O(3)" 1o 1e
    """  # noqa: D301 - click reads the backspace
    from grouptools.kernels import kernel_basis

    chosen = named_group(group)
    basis = kernel_basis(
        named_representation(chosen, rep_in), named_representation(chosen, rep_out), l_max
    )
    explanation = basis.explain()
    if not json_:
        click.echo(str(explanation))
        return
    as_json(
        {
            "title": explanation.title,
            "degrees": [
                {
                    "l": selection.degree,
                    "dimension": selection.dimension,
                    "harmonics": selection.harmonics,
                    "through": [
                        {"irrep": label, "in_harmonics": m, "maps": h}
                        for label, m, h in selection.counts
                    ],
                    "rule": selection.rule,
                }
                for selection in explanation.selections
            ],
        }
    )
