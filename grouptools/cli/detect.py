"""`grouptools detect`: which convention the numbers in a file are in."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import click

from grouptools.errors import ArgumentError, FormatError

if TYPE_CHECKING:
    from grouptools.conventions.detective import Contradiction, Detection

__all__ = ["detect"]

NOT_FOUND = 1
#: the arrays that are known, by their names in a file and as options
_KNOWN = ("points", "rotations", "rotation")
_FILE = "FILE[:NAME]"


@click.command()
@click.argument("file", metavar=_FILE)
@click.option(
    "--kind", required=True, help="harmonics, wigner_D, clebsch_gordan, coefficients, ..."
)
@click.option("--points", metavar=_FILE, help="Points (n, 3), for harmonics.")
@click.option("--rotations", metavar=_FILE, help="Quaternions, scalar last, or matrices.")
@click.option("--rotation", metavar=_FILE, help="One of them, for coefficients.")
@click.option("--l", type=int, help="The degree, where there is one only.")
@click.option("--degrees", help="Of a coupling or of shells: 1,1,2.")
@click.option("--rtol", type=float, default=1e-4, show_default=True, help="What is taken as equal.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def detect(
    file: str,
    kind: str,
    l: int | None,
    degrees: str | None,
    rtol: float,
    as_json: bool,
    **known: Any,
) -> None:
    """Name the convention of the array in FILE, or the nearest ones and what contradicts them.

    FILE is of numpy, .npy or .npz.  What an .npz holds under the names points, rotations and
    rotation need not be given again; the array is the one that is left, the one called NAME, or

    \b
    before, after           coefficients (in an .npy: of shape (2, n, dimension))
    1,1,2 and other three   couplings of these degrees

    \b
    grouptools detect values.npy --kind harmonics --points points.npy --l 2
    grouptools detect D.npz:D --kind wigner_D --rotations quaternions.npy
    grouptools detect cg.npy --kind clebsch_gordan --degrees 1,1,2 --json

    Exit status: 0 if a convention agrees, 1 if none does, 2 if the input was bad.
    """  # noqa: D301 - click reads the backspace
    from grouptools.conventions.detective import detect_convention

    name, arrays = _read(file)
    given = {key: arrays.pop(key) for key in _KNOWN if key in arrays and key != name}
    given |= {key: _one(text) for key, text in known.items() if text is not None}
    found = detect_convention(
        _array(file, kind, arrays, name),
        kind,
        **given,
        l=l,
        degrees=None if degrees is None else _integers(degrees, "--degrees"),
        rtol=rtol,
    )
    click.echo(json.dumps(_content(found), indent=1) if as_json else str(found))
    sys.exit(0 if found else NOT_FOUND)


def _array(file: str, kind: str, arrays: dict[str, Any], name: str) -> Any:
    """The array, pair or tensors by degrees that a file holds for a kind."""
    if name:
        return arrays[name]
    if kind == "coefficients":
        if arrays.keys() >= {"before", "after"}:
            return arrays["before"], arrays["after"]
        return tuple(_only(file, arrays))
    if kind == "clebsch_gordan" and any("," in key for key in arrays):
        return {_integers(key, file): tensor for key, tensor in arrays.items()}
    return _only(file, arrays)


def _only(file: str, arrays: Mapping[str, Any]) -> Any:
    if len(arrays) != 1:
        raise ArgumentError(
            f"{file} holds the arrays {', '.join(arrays) or 'none'}: name one, as in {file}:NAME"
        )
    return next(iter(arrays.values()))


def _one(text: str) -> Any:
    """The array of an option."""
    name, arrays = _read(text)
    return arrays[name] if name else _only(text, arrays)


def _read(text: str) -> tuple[str, dict[str, Any]]:
    """The name after the colon, and all arrays of the file; one without a name in an .npy."""
    import numpy as np

    path, name = text, ""
    if not Path(text).exists() and ":" in text:
        path, _, name = text.rpartition(":")
    try:
        loaded = np.load(path, allow_pickle=False)
        arrays = {"": loaded} if isinstance(loaded, np.ndarray) else dict(loaded)
    except OSError as error:
        reason = error.strerror or "no numpy file"
        raise ArgumentError(f"{path} cannot be read ({reason}): name an .npy or .npz") from error
    except (ValueError, EOFError, BadZipFile) as error:
        raise FormatError(f"{path} is no .npy or .npz file of numbers") from error
    if name and name not in arrays:
        raise ArgumentError(
            f"{path} holds no array {name!r}, but {', '.join(arrays) or 'none'}: name one of them"
        )
    return name, arrays


def _integers(text: str, where: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise ArgumentError(
            f"{where} has {text!r}, but degrees are whole numbers with commas between, as in 1,1,2"
        ) from None


def _content(found: Detection) -> dict[str, object]:
    return {
        "kind": found.kind,
        "found": bool(found),
        "convention": found.choices or None,
        "names": [convention.name for convention in found.conventions],
        "candidates": [
            {field: getattr(convention, field) for field in found.fields}
            for convention in found.candidates
        ],
        "undetermined": found.undetermined,
        "missing": found.missing,
        "nearest": [_entry(entry) for entry in found.nearest],
        "deviation": found.deviation,
        "rtol": found.rtol,
    }


def _entry(entry: Contradiction) -> dict[str, object]:
    return {
        "name": entry.convention.name,
        "array": entry.array,
        "index": entry.index,
        "expected": _plain(entry.expected),
        "found": _plain(entry.found),
        "wrong": entry.wrong,
        "entries": entry.entries,
        "distance": entry.distance,
        "sentence": str(entry),
    }


def _plain(value: Any) -> object:
    """Complex numbers as [real, imaginary]."""
    return [value.real, value.imag] if isinstance(value, complex) else value
