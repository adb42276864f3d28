"""What a person types for a table: short names of kinds, and their quantum numbers."""

from __future__ import annotations

from typing import Any

from grouptools.errors import ArgumentError
from grouptools.tables import KINDS

__all__ = ["SHORT_NAMES", "block_request", "kind_name"]

SHORT_NAMES = {
    "cg": "clebsch_gordan",
    "3j": "wigner_3j",
    "6j": "wigner_6j",
    "9j": "wigner_9j",
    "gaunt": "gaunt",
    "Y": "spherical_harmonics",
    "harmonics": "spherical_harmonics",
    "circular": "circular_harmonics",
    "D": "wigner_D",
}


def kind_name(text: str) -> str:
    """Return the full name of a kind that was given by its short or full name."""
    name = SHORT_NAMES.get(text, text)
    if name not in KINDS:
        raise ArgumentError(
            f"{text!r} is no kind of table: choose one of "
            f"{', '.join(SHORT_NAMES)} or {', '.join(KINDS)}"
        )
    return name


def block_request(kind: str, numbers: tuple[str, ...], basis: str | None) -> dict[str, Any]:
    """Return the parameters of one block from its quantum numbers, in order."""
    names = KINDS[kind].block
    if len(numbers) != len(names):
        raise ArgumentError(
            f"{len(numbers)} quantum numbers were given, but {kind} takes {len(names)}: "
            f"{' '.join(names)}"
        )
    parameters: dict[str, Any] = {
        name: _number(text) for name, text in zip(names, numbers, strict=True)
    }
    if basis is not None:
        parameters["basis"] = basis
    return parameters


def _number(text: str) -> int | str:
    """Read an int; any other text is left to the checks of the kind, which say what is wrong."""
    try:
        return int(text)
    except ValueError:
        return text
