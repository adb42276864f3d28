"""The disk cache of tables: one file a table, with its certificate and canonical text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from grouptools.certificates import CHECKER, Certificate
from grouptools.conventions import BASIS_VERSION
from grouptools.disk_cache import DiskCache
from grouptools.errors import FormatError, IntegrityError
from grouptools.files import read_sealed
from grouptools.tables.canonical import canonical_json, parse
from grouptools.tables.exact_table import Table

__all__ = ["CACHE", "SUFFIX", "cached_files", "file_of", "load", "read", "store"]

SUFFIX = ".table"
#: How names end: with the versions of the numbers and of what is proved about them.
ENDING = f".v{BASIS_VERSION}-{CHECKER.rpartition(' ')[2]}{SUFFIX}"
CACHE = DiskCache(
    what="tables",
    magic="grouptools cache 1",
    below="",
    stem=r"\w+(\.\w+-\w+)+\.v[0-9]+-[0-9]+",
    suffix=SUFFIX,
    stacklevel=5,
)


def file_of(kind: str, parameters: Mapping[str, int | str]) -> Path:
    """The file in which a table is kept; raises `ArgumentError` where there is no home for it."""
    return CACHE.folder / _name(kind, parameters)


def load(kind: str, parameters: Mapping[str, int | str]) -> Table | None:
    """Return the cached table, or None where there is none that is whole and fits."""

    def decode(body: bytes) -> Table:
        table = _decoded(body)
        _check_fit(table, kind, parameters)
        return table

    return CACHE.load(_name(kind, parameters), decode)


def store(table: Table) -> None:
    """Keep a table; a folder that cannot be written costs one warning, nothing else."""
    body = f"{canonical_json(table.certificate.to_json())}\n{table.canonical_text}".encode("ascii")
    CACHE.store(_name(table.kind, table.parameters), body)


def read(path: Path) -> Table:
    """Read one file of the cache, checking every byte of it.

    Raises `IntegrityError` or `FormatError` where it is not what `store` wrote, `OSError` where
    it cannot be read.
    """
    return _decoded(read_sealed(path, CACHE.magic))


def cached_files() -> list[Path]:
    """The files of this version of the cache, sorted by name.

    Raises `ArgumentError` where there is a folder that cannot be read.
    """
    return [path for path in CACHE.files() if path.name.endswith(ENDING)]


def _name(kind: str, parameters: Mapping[str, int | str]) -> str:
    """What was asked for, and the versions."""
    asked = [f"{name}-{value}".replace("/", "_") for name, value in sorted(parameters.items())]
    return ".".join([kind, *asked]) + ENDING


def _decoded(body: bytes) -> Table:
    try:
        certificate_line, _, text = body.decode("ascii").partition("\n")
        header, columns = parse(text)
        certificate = Certificate.from_json(json.loads(certificate_line))
        table = Table.from_parts(header, columns, certificate)
    except (ValueError, RecursionError) as error:
        raise FormatError(str(error)) from error
    if (certificate.kind, certificate.digest) != (table.kind, table.digest):
        raise IntegrityError("its certificate belongs to another table")
    return table


def _check_fit(table: Table, kind: str, parameters: Mapping[str, int | str]) -> None:
    """Raise `IntegrityError` unless this is the table that was asked for, and proved."""
    held, asked = (table.kind, dict(table.parameters)), (kind, dict(parameters))
    if canonical_json(held) != canonical_json(asked):
        raise IntegrityError("it holds another table")
    if table.certificate.checker != CHECKER or not table.certificate.holds:
        raise IntegrityError("its certificate is not the one that this version gives")
