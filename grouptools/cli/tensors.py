"""`grouptools tensors`: the form of a tensor that a group leaves invariant."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import click

from grouptools.cli.groups import as_json, named_group, proved, reading_groups
from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from grouptools.kernels.tensors import SymmetryTensor

__all__ = ["tensors"]


@click.command(context_settings=reading_groups)
@click.argument("group")
@click.argument("name", metavar="NAME_OR_SYMMETRY")
@click.option("--axial", is_flag=True, help="An axial tensor, where an index symmetry is given.")
@click.option("--voigt", is_flag=True, help="In Voigt's notation, as a matrix.")
@click.option("--latex", is_flag=True, help="Print LaTeX.")
@click.option("--json", "json_", is_flag=True, help="Print JSON.")
def tensors(group: str, name: str, axial: bool, voigt: bool, latex: bool, json_: bool) -> None:
    """Print the tensor that GROUP allows, in terms of its independent components.

    NAME_OR_SYMMETRY: elastic, compliance, piezoelectric, dielectric, second_harmonic, gyration,
    photoelastic, ...; or the symmetry of its indices, "ijk=ikj", "ij=-ji", "ijkl=jikl=klij".

    \b
    grouptools tensors 32 piezoelectric --voigt
    grouptools tensors m-3m elastic --voigt --latex
    grouptools tensors C4v "ij=ji" --axial
    """  # noqa: D301 - click reads the backspace
    tensor = _tensor(group, name, axial)
    if json_:
        as_json(_content(tensor, name))
    else:
        if not latex:
            click.echo(_heading(tensor, name))
        click.echo(_latex(tensor, voigt) if latex else _text(tensor, voigt))
    proved(tensor.certificate, silent=json_ or latex)


def _tensor(group: str, name: str, axial: bool) -> SymmetryTensor:
    from grouptools.kernels import crystal_tensor, invariant_tensors

    chosen = named_group(group)
    if "=" in name or "ijklmn".startswith(name):
        return invariant_tensors(chosen, name, axial=axial)
    if axial:
        raise ArgumentError(
            f"--axial was given with {name!r}, whose name says what it is: give it with an index "
            f"symmetry only"
        )
    return crystal_tensor(name, chosen)


def _heading(tensor: SymmetryTensor, name: str) -> str:
    from grouptools.kernels.crystal_tensors import CRYSTAL_TENSORS

    law = CRYSTAL_TENSORS[name].law if name in CRYSTAL_TENSORS else ""
    kind = "axial" if tensor.axial else "polar"
    lines = [
        f"{name} of {tensor.group.name}: {kind}, {tensor.symmetry.text or 'a number'}"
        + (f"; {law}" if law else ""),
        f"{tensor.dimension} independent: {' '.join(tensor.independent)}".rstrip(": "),
    ]
    return "\n".join(lines)


def _matrix(tensor: SymmetryTensor, voigt: bool) -> Any:
    """A matrix of what is asked for, or None where it is none."""
    import sympy

    rank = tensor.symmetry.rank
    if rank in (1, 2) and not voigt:
        whole = tensor.symbolic()
        return sympy.Matrix(*(*tensor.shape, 1)[:2], sympy.flatten(whole))
    if voigt and 1 <= len(tensor.symmetry.slots) <= 2:
        return tensor.voigt()
    return None


def _text(tensor: SymmetryTensor, voigt: bool) -> str:
    """A matrix, else for each value the index tuples that have it."""
    matrix = _matrix(tensor, voigt)
    if matrix is not None:
        rows = [[str(entry) for entry in row] for row in matrix.tolist()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(entry.rjust(width) for entry, width in zip(row, widths, strict=True))
            for row in rows
        )
    whole = tensor.voigt() if voigt else tensor.symbolic()
    places: dict[str, list[str]] = {}
    for index in product(*map(range, whole.shape)):
        if whole[index] != 0:
            places.setdefault(str(whole[index]), []).append("".join(str(i + 1) for i in index))
    width = max(map(len, places), default=0)
    lines = [f"{value:{width}}  {' '.join(found)}".rstrip() for value, found in places.items()]
    return "\n".join(lines or ["all components are zero"])


def _latex(tensor: SymmetryTensor, voigt: bool) -> str:
    """A pmatrix; Voigt's where the tensor itself is no matrix."""
    import sympy

    matrix = _matrix(tensor, voigt)
    if matrix is None:
        matrix = _matrix(tensor, voigt=True)
    if matrix is None:
        raise ArgumentError(
            f"--latex was given for a tensor {tensor.symmetry.text!r}, which is no matrix, nor in "
            f"Voigt's notation: leave it out"
        )
    return str(sympy.latex(matrix, mat_delim="(", mat_str="matrix"))


def _content(tensor: SymmetryTensor, name: str) -> dict[str, object]:
    import sympy

    whole = tensor.symbolic()
    entries = sympy.flatten(whole) if tensor.symmetry.rank else [whole[()]]
    voigt = tensor.voigt()
    return {
        "group": tensor.group.name,
        "name": name,
        "symmetry": tensor.symmetry.text,
        "axial": tensor.axial,
        "convention": tensor.convention,
        "independent": list(tensor.independent),
        "shape": list(tensor.shape),
        "cartesian": [str(entry) for entry in entries],
        "voigt_shape": [int(n) for n in voigt.shape],
        "voigt": [str(entry) for entry in sympy.flatten(voigt)]
        if tensor.symmetry.rank
        else [str(entries[0])],
        "certificate": tensor.certificate.to_json(),
    }
