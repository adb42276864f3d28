"""The header that every table file carries: what its numbers mean, their digest, their proof."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from grouptools.certificates import Certificate
from grouptools.conventions import BASIS_VERSION
from grouptools.errors import FormatError, IntegrityError
from grouptools.tables.canonical import canonical_json
from grouptools.tables.exact_table import Axis, Parameters, Table
from grouptools.tables.kinds import MADE_KINDS, kind_named, normal_parameters
from grouptools.tables.stated_convention import STATED_CONVENTION

__all__ = ["FORMAT", "NUMBER_COLUMNS", "Header", "read_json"]

#: The first thing that a file says; the number rises when the layout of a format changes.
FORMAT = "grouptools table 1"
#: The columns after the labels; no label may have such a name.
NUMBER_COLUMNS = ("numerator", "denominator", "value")

KEYS = (
    "format",
    "kind",
    "parameters",
    "basis_version",
    "pi_power",
    "digest",
    "convention",
    "certificate",
    "axes",
)
FIELD = re.compile(r"[A-Za-z]\w*", re.ASCII)
PARAMETER = re.compile(r"[a-z]+|-?[0-9]{1,9}/2", re.ASCII)
#: Doubled, a label still fits the int of C.
LARGEST_LABEL = 2**30 - 1
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Header:
    """A header, checked: `content` holds all of it as plain dictionaries, by the names `KEYS`."""

    content: Mapping[str, Any]
    kind: str
    parameters: Parameters
    axes: tuple[Axis, ...]
    pi_power: int
    digest: str
    certificate: Certificate

    @classmethod
    def of(cls, table: Table) -> Header:
        """The header of a table that is to be written."""
        parts = table.header | {
            "format": FORMAT,
            "digest": table.digest,
            "certificate": table.certificate.to_json(),
        }
        return cls(
            {key: parts[key] for key in KEYS},
            table.kind,
            table.parameters,
            table.axes,
            table.entries.pi_power,
            table.digest,
            table.certificate,
        )

    @classmethod
    def from_json(cls, content: Any) -> Header:
        """Check a header that was read; raises `FormatError` or `IntegrityError`."""
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise FormatError(f"it does not call itself {FORMAT!r}")
        missing = [key for key in KEYS if key not in content]
        if missing:
            raise FormatError(f"its header does not say {missing[0]!r}")
        _check_version(content["basis_version"])
        kind, parameters = _request(content["kind"], content["parameters"])
        pi_power, digest = content["pi_power"], content["digest"]
        if isinstance(pi_power, bool) or not isinstance(pi_power, int) or pi_power not in {0, -1}:
            raise FormatError("its power of pi is neither 0 nor -1")
        if not isinstance(digest, str) or DIGEST.fullmatch(digest) is None:
            raise FormatError("its digest is no SHA-256 in hexadecimal")
        certificate = Certificate.from_json(content["certificate"])
        if (certificate.kind, certificate.digest) != (kind, digest):
            raise IntegrityError("its certificate belongs to another table")
        if content["convention"] != STATED_CONVENTION:
            raise FormatError("it is in another convention than this library's")
        axes = _axes(content["axes"])
        return cls(content, kind, parameters, axes, pi_power, digest, certificate)

    @classmethod
    def from_text(cls, text: str) -> Header:
        """Read what `text` gave."""
        return cls.from_json(read_json(text, "its header"))

    @property
    def items(self) -> list[tuple[str, str]]:
        """Each name of `KEYS` with its value as JSON in one line of ASCII."""
        return [(key, canonical_json(self.content[key])) for key in KEYS]

    @property
    def text(self) -> str:
        """The header as JSON in one line of ASCII."""
        return "{" + ",".join(f'"{key}":{value}' for key, value in self.items) + "}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What the convention chooses, for people."""
        chosen = self.content["convention"]
        return [(name.replace("_", " "), chosen[name]) for name in STATED_CONVENTION]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of all labels, axis after axis."""
        return tuple(chain.from_iterable(axis.fields for axis in self.axes))

    @property
    def title(self) -> str:
        """What the table holds, for people: `clebsch_gordan, basis = real, l_max = 2`."""
        asked = (f"{name} = {value}" for name, value in sorted(self.parameters.items()))
        return ", ".join([self.kind, *asked])


def read_json(text: str, what: str) -> Any:
    """Parse JSON without its extensions NaN and Infinity; raises `FormatError`."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise FormatError(f"{what} is not JSON, or was cut off") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _check_version(version: Any) -> None:
    if isinstance(version, bool) or not isinstance(version, int):
        raise FormatError("its basis version is no integer")
    if version != BASIS_VERSION:
        raise FormatError(
            f"it was written by basis version {version}, but this library reads version "
            f"{BASIS_VERSION}: export it anew"
        )


def _request(kind: Any, parameters: Any) -> tuple[str, Parameters]:
    """Check that a table of this kind and with these parameters can be asked for."""
    if not isinstance(kind, str) or not isinstance(parameters, dict):
        raise FormatError("its header does not name a kind and its parameters")
    if kind in MADE_KINDS:
        return kind, _made_parameters(parameters)
    for value in parameters.values():
        is_text = isinstance(value, str) and PARAMETER.fullmatch(value) is not None
        if not is_text and (isinstance(value, bool) or not isinstance(value, int)):
            raise FormatError("one of its parameters is neither a number nor a word")
    try:
        normal = normal_parameters(kind_named(kind), parameters)
    except ValueError as error:
        raise FormatError(str(error)) from error
    if normal != parameters:
        raise FormatError("its parameters are not in normal form")
    return kind, parameters


def _made_parameters(parameters: dict[Any, Any]) -> Parameters:
    """Check what describes a table that no parameters ask for: integers, and texts in ASCII."""
    for value in parameters.values():
        is_text = isinstance(value, str) and value.isascii() and value.isprintable()
        if not is_text and (isinstance(value, bool) or not isinstance(value, int)):
            raise FormatError("one of its parameters is neither a number nor a text in ASCII")
    return parameters


def _axes(content: Any) -> tuple[Axis, ...]:
    """Read the axes, and check that labels tell positions, and names tell columns, apart."""
    if not isinstance(content, list):
        raise FormatError("its axes are not a list")
    axes = tuple(map(Axis.from_json, content))
    names = [*chain.from_iterable(axis.fields for axis in axes), *NUMBER_COLUMNS, "exact"]
    if len(set(names)) < len(names) or not all(map(FIELD.fullmatch, names)):
        raise FormatError("two of its columns have one name, or one has a name with signs in it")
    for axis in axes:
        labels = [*chain.from_iterable(axis.labels)]
        if any(isinstance(label, int) and abs(label) > LARGEST_LABEL for label in labels):
            raise FormatError(f"a label is larger than {LARGEST_LABEL}")
        if not axis.fields or len({tuple(map(str, row)) for row in axis.labels}) < axis.size:
            raise FormatError("an axis has no fields, or two positions with the same labels")
    return axes
