"""What a person types for a group, a representation and an irrep."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from grouptools.certificates import Certificate
    from grouptools.groups.finite import FiniteGroup
    from grouptools.groups.group import Group

__all__ = ["as_json", "named_group", "named_representation", "proved", "reading_groups"]

#: Context settings of a command that takes groups such as "-43m".
reading_groups = {"ignore_unknown_options": True}

_LIE = re.compile(r"(SO|O|SU)\(?([23])\)?\Z", re.IGNORECASE)


def named_group(text: str) -> Group:
    """The group of a name.

    "O", "m-3m", "C4v", "2/m:b" with a setting: point groups of space; "cyclic:8", "dihedral:4":
    of the plane; "SO(2)", "O(2)", "SU(2)", "SO(3)", "O(3)"; "double:O": a double group.
    Raises `ArgumentError` for another name.
    """
    from grouptools import groups

    lie = _LIE.match(text)
    if lie and (name := lie[1].upper() + lie[2]) != "SU3":
        return _made(getattr(groups, name))
    kind, colon, rest = text.partition(":")
    if kind == "double" and colon:
        return _made(groups.double_group, _point_group(rest))
    if kind in ("cyclic", "dihedral") and colon:
        if not rest.isdecimal():
            raise ArgumentError(f"{text!r} was given as a group: write {kind}:8, the n of a group")
        return _made(getattr(groups, kind), int(rest))
    return _point_group(text)


def _made(function: Callable[..., Group], *arguments: Any) -> Group:
    return function(*arguments)


def _point_group(text: str) -> FiniteGroup:
    from grouptools.groups import point_group

    name, _, setting = text.partition(":")
    return point_group(name, setting=setting or None)


def named_representation(group: Group, text: str) -> Any:
    """The representation of a text: "trivial", "natural", "regular", or irreps, "2xA1 + T1u".

    Raises `ArgumentError` for what is none of these.
    """
    from grouptools.representations import Irreps

    if text in ("trivial", "natural", "regular"):
        return getattr(group, f"{text}_representation")()
    return Irreps(text, group)


def as_json(content: object) -> None:
    """Print JSON."""
    click.echo(json.dumps(content, indent=1))


def proved(certificate: Certificate, *, silent: bool = False) -> None:
    """Say what was proved; leave with exit status 1 where a claim fails."""
    if not silent:
        for claim in certificate.claims:
            if not claim.holds:
                click.echo(f"FAILED: {claim.statement}: {claim.failure}")
    if not certificate.holds:
        sys.exit(1)
    if not silent:
        digest = certificate.digest[:16]
        click.echo(f"proved: {len(certificate.claims)} claims; digest {digest}")
