"""The disk cache of tables: one file a table, whatever happens to the folder.

A file holds a checksum line, the certificate and the canonical text.  It is written under a
temporary name and renamed into place, and every byte of it is checked on reading, so that a
killed, concurrent, read-only, full or corrupted cache never gives a wrong number: the worst is
that a table is derived again, with one warning.  No lock is taken, so many processes may share
the folder, also over a network.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grouptools.certificates import CHECKER, Certificate
from grouptools.conventions import BASIS_VERSION
from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.files import TEMPORARY, CacheWarning, read_sealed, replace_file, sealed, warn_once
from grouptools.files import cache_folder as folder
from grouptools.tables.canonical import canonical_json, parse
from grouptools.tables.exact_table import Table

__all__ = ["CacheWarning", "cached_files", "clear", "folder", "load", "read", "store"]

MAGIC = "grouptools cache 1"
SUFFIX = ".table"
#: How names end: with the versions of the numbers and of what is proved about them.
ENDING = f".v{BASIS_VERSION}-{CHECKER.rpartition(' ')[2]}{SUFFIX}"
#: The names that any version of the cache gives to its files, temporary ones included.
OWN_NAME = re.compile(
    rf"\w+(\.\w+-\w+)+\.v[0-9]+-[0-9]+{SUFFIX}(\.[0-9]+-[0-9a-f]+{TEMPORARY})?", re.ASCII
)
#: Temporary files of killed processes are removed after this many seconds.
ABANDONED = 3600.0
#: Stands for the folder where there is none.
HOMELESS = Path("~")


def file_of(kind: str, parameters: Mapping[str, int | str]) -> Path:
    """The file in which a table is kept: what was asked for, and the versions."""
    asked = [f"{name}-{value}".replace("/", "_") for name, value in sorted(parameters.items())]
    return folder() / (".".join([kind, *asked]) + ENDING)


def load(kind: str, parameters: Mapping[str, int | str]) -> Table | None:
    """Return the cached table, or None where there is none that is whole and fits."""
    try:
        path = file_of(kind, parameters)
        table = read(path)
        _check_fit(table, kind, parameters)
    except FileNotFoundError:
        return None
    except ArgumentError as error:
        warn_once(f"no table is kept, each is derived anew: {error}", HOMELESS)
    except OSError as error:
        place = path.parent
        warn_once(f"the cache in {place} cannot be read ({error.strerror}): deriving anew", place)
    except (FormatError, IntegrityError) as error:
        warn_once(f"the cached file {path.name} is ignored and derived anew: {error}", path)
    else:
        return table
    return None


def store(table: Table) -> None:
    """Keep a table; a folder that cannot be written costs one warning, nothing else."""
    try:
        path = file_of(table.kind, table.parameters)
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # another process has cleared the folder meanwhile
            replace_file(path, _content(table))
    except ArgumentError as error:
        warn_once(f"no table is kept, each is derived anew: {error}", HOMELESS)
    except OSError as error:
        warn_once(
            f"the cache in {path.parent} cannot be written ({error.strerror}): tables will be "
            f"derived anew each time; set GROUPTOOLS_CACHE to a folder that can be written",
            path.parent,
            path,
        )
    else:
        _remove_abandoned(path.parent)


def read(path: Path) -> Table:
    """Read one file of the cache, checking every byte of it.

    Raises `IntegrityError` or `FormatError` where it is not what `store` wrote, `OSError` where
    it cannot be read.
    """
    body = read_sealed(path, MAGIC)
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


def cached_files(*, all_versions: bool = False) -> list[Path]:
    """The files of the cache, sorted by name; those of this version, unless all are asked for.

    Raises `ArgumentError` where there is a folder that cannot be read.
    """
    return [file for file in _files() if file.name.endswith(SUFFIX if all_versions else ENDING)]


def clear() -> int:
    """Remove every file that the cache wrote, and nothing else; return how many there were.

    Raises `ArgumentError` where one cannot be removed.
    """
    removed = 0
    for path in _files():
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ArgumentError(
                f"{path} cannot be removed ({error.strerror}): make the folder writable"
            ) from error
        removed += path.name.endswith(SUFFIX)
    return removed


def _check_fit(table: Table, kind: str, parameters: Mapping[str, int | str]) -> None:
    """Raise `IntegrityError` unless this is the table that was asked for, and proved."""
    held, asked = (table.kind, dict(table.parameters)), (kind, dict(parameters))
    if canonical_json(held) != canonical_json(asked):
        raise IntegrityError("it holds another table")
    if table.certificate.checker != CHECKER or not table.certificate.holds:
        raise IntegrityError("its certificate is not the one that this version gives")


def _content(table: Table) -> bytes:
    """What the file of a table holds."""
    body = f"{canonical_json(table.certificate.to_json())}\n{table.canonical_text}".encode("ascii")
    return sealed(MAGIC, body)


def _files() -> list[Path]:
    """The files in the folder that a version of the cache wrote, sorted."""
    place = folder()
    try:
        own = [path for path in place.iterdir() if OWN_NAME.fullmatch(path.name)]
        return sorted(path for path in own if path.is_file())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ArgumentError(
            f"the cache in {place} cannot be read ({error.strerror}): set GROUPTOOLS_CACHE to "
            f"another folder"
        ) from error


def _remove_abandoned(parent: Path) -> None:
    """Remove what processes killed while writing have left behind."""
    with suppress(OSError):
        for path in parent.glob(f"*{SUFFIX}.*{TEMPORARY}"):
            if OWN_NAME.fullmatch(path.name) and time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink(missing_ok=True)
