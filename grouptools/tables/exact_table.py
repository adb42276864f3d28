"""A table: exact entries with labels, the convention they are in, a proof and a digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.certificates import Certificate, certify
from grouptools.conventions import BASIS_VERSION, GROUPTOOLS, GROUPTOOLS_COMPLEX, Convention
from grouptools.errors import ArgumentError, FormatError
from grouptools.exact.surd import SurdArray
from grouptools.tables.canonical import canonical_text, entries_from_columns, label_from_json
from grouptools.tables.stated_convention import STATED_CONVENTION

if TYPE_CHECKING:
    import sympy

__all__ = ["Axis", "Label", "Parameters", "Table"]

Label = int | Fraction | str
Parameters = Mapping[str, int | str]


@dataclass(frozen=True)
class Axis:
    """One axis of a table: the names of its labels, and a tuple of labels for each position.

    >>> Axis(("l", "m"), ((0, 0), (1, -1), (1, 0), (1, 1))).size
    4
    """

    fields: tuple[str, ...]
    labels: tuple[tuple[Label, ...], ...]

    @property
    def size(self) -> int:
        """The number of positions."""
        return len(self.labels)

    def to_json(self) -> dict[str, Any]:
        """Return a plain dictionary; half-integers become texts such as "1/2"."""
        labels = [[_json_label(label) for label in row] for row in self.labels]
        return {"fields": list(self.fields), "labels": labels}

    @classmethod
    def from_json(cls, data: Any) -> Axis:
        """Read what `to_json` wrote; raises `FormatError` for anything else."""
        fields = data.get("fields") if isinstance(data, dict) else None
        labels = data.get("labels") if isinstance(data, dict) else None
        if (
            not isinstance(fields, list)
            or not isinstance(labels, list)
            or not all(isinstance(field, str) for field in fields)
            or not all(isinstance(row, list) and len(row) == len(fields) for row in labels)
        ):
            raise FormatError("an axis lacks its fields, or a label for each of them")
        return cls(tuple(fields), tuple(tuple(map(label_from_json, row)) for row in labels))


@dataclass(frozen=True, eq=False)
class Table:
    """An exact table, immutable.

    `kind`, `parameters`: what was asked for, in normal form (see `grouptools.tables.KINDS`).
    `axes`: one `Axis` for each axis of `entries`.
    `entries`: a `SurdArray`, every entry sign(n) sqrt(|n| / d), times 1/sqrt(pi) where
    `entries.pi_power` is -1.  An axis named "part" holds real and imaginary part.
    `certificate`: the claims that a checker proved from the entries alone.
    `basis_version`: the rule that the numbers follow, beside their `convention`.
    """

    kind: str
    parameters: Parameters
    axes: tuple[Axis, ...]
    entries: SurdArray
    certificate: Certificate
    basis_version: int = BASIS_VERSION

    @property
    def convention(self) -> Convention:
        """The convention of the entries: this library's, real or complex."""
        return GROUPTOOLS_COMPLEX if self.parameters.get("basis") == "complex" else GROUPTOOLS

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of all labels, axis after axis."""
        return tuple(chain.from_iterable(axis.fields for axis in self.axes))

    def rows(self) -> Iterator[tuple[tuple[Label, ...], int, int]]:
        """Yield (labels, n, d) for each nonzero entry, in the order of the axes."""
        labels = [axis.labels for axis in self.axes]
        for index, n, d in zip(
            self.entries.indices.tolist(),
            self.entries.numerators.tolist(),
            self.entries.denominators.tolist(),
            strict=True,
        ):
            yield tuple(chain.from_iterable(map(tuple.__getitem__, labels, index))), n, d

    @property
    def header(self) -> dict[str, Any]:
        """What the entries are, as plain dictionaries and lists."""
        return {
            "kind": self.kind,
            "basis_version": self.basis_version,
            "parameters": dict(self.parameters),
            "convention": dict(STATED_CONVENTION),
            "axes": [axis.to_json() for axis in self.axes],
            "pi_power": self.entries.pi_power,
        }

    @cached_property
    def canonical_text(self) -> str:
        """The text whose SHA-256 is the digest; see `grouptools.tables.canonical`."""
        return canonical_text(self.header, self.entries)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return sha256(self.canonical_text.encode()).hexdigest()

    def proved_again(self) -> Certificate:
        """Run the checker on the entries as they stand, and return what it finds."""
        claims = certify(
            self.kind, self.parameters, self.fields, self.rows(), self.entries.pi_power
        )
        return Certificate(self.kind, self.digest, claims)

    def entry(self, **labels: Label) -> sympy.Expr:
        """Return the entry with these labels as a sympy number.

        >>> import grouptools
        >>> grouptools.table("clebsch_gordan", l_max=1).entry(j1=1, m1=0, j2=1, m2=0, j3=0, m3=0)
        -sqrt(3)/3
        """
        if sorted(labels) != sorted(self.fields):
            raise ArgumentError(
                f"labels {', '.join(labels) or 'none'} were given, but this table is labelled by "
                f"{', '.join(self.fields)}"
            )
        index = []
        for axis in self.axes:
            wanted = tuple(labels[field] for field in axis.fields)
            if wanted not in axis.labels:
                named = ", ".join(f"{f} = {w}" for f, w in zip(axis.fields, wanted, strict=True))
                raise ArgumentError(f"{named} was given, but the table has no such label")
            index.append(axis.labels.index(wanted))
        return self.entries[tuple(index)]

    def to_numpy(self, dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """Return the dense array; every part of every entry is the float nearest to the exact one.

        Shape: the sizes of the axes; an axis "part" is folded into complex numbers.
        """
        dense = self.entries.to_numpy(dtype)
        if self.axes and self.axes[-1].fields == ("part",):
            return np.asarray(dense[..., 0] + 1j * dense[..., 1])
        return dense

    def save(self, path: str | Path) -> Path:
        """Write the table in the format that the name's ending asks for; see `load_table`."""
        from grouptools.tables.formats import save

        written: Path = save(self, Path(path))
        return written

    @classmethod
    def from_parts(
        cls, header: dict[str, Any], columns: Sequence[Sequence[int]], certificate: Certificate
    ) -> Table:
        """Build a table from a header as `Table.header` and columns i, j, ..., n, d.

        Raises `FormatError` where they do not fit together.  It trusts no number: compare the
        digest with the one that came with the text, and `proved_again` with the certificate.
        """
        kind, version, parameters = (header[n] for n in ("kind", "basis_version", "parameters"))
        if version != BASIS_VERSION:
            raise FormatError(
                f"the table has basis version {version!r}, but this library writes and reads "
                f"version {BASIS_VERSION}: export it anew"
            )
        if not isinstance(kind, str) or not isinstance(parameters, dict):
            raise FormatError("the header does not name a kind and its parameters")
        if header["convention"] != STATED_CONVENTION:
            raise FormatError("the table is in another convention than this library's")
        if not isinstance(header["axes"], list) or header["pi_power"] not in (0, -1):
            raise FormatError("the header has no list of axes, or a power of pi that is not 0, -1")
        axes = tuple(map(Axis.from_json, header["axes"]))
        shape = [axis.size for axis in axes]
        entries = entries_from_columns(shape, columns, header["pi_power"])
        return cls(kind, parameters, axes, entries, certificate)

    def __eq__(self, other: object) -> bool:
        """Two tables are equal when their canonical texts are."""
        return isinstance(other, Table) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash the digest."""
        return hash(self.digest)

    def __repr__(self) -> str:
        """Say what was asked for, and the size."""
        asked = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        shape = " x ".join(str(axis.size) for axis in self.axes)
        return f"<Table {self.kind}({asked}): {shape or 'one number'}, {len(self.entries)} nonzero>"


def _json_label(label: Label) -> int | str:
    return label if isinstance(label, int | str) else str(label)
