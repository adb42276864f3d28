"""Tables in files: the format follows from the ending of the name."""

from __future__ import annotations

from pathlib import Path

from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.files import write_atomically
from grouptools.tables.exact_table import Table
from grouptools.tables.formats import (
    cheader,
    csvfile,
    jsonfile,
    latexfile,
    markdownfile,
    npzfile,
    parquetfile,
    safetensorsfile,
)
from grouptools.tables.formats.form import Format

__all__ = ["FORMATS", "load_table", "save"]

#: The formats by name.
FORMATS = {
    form.name: form
    for form in (
        Format(
            "json", ".json", "exact and float, one row a line", jsonfile.encode, jsonfile.decode
        ),
        Format("npz", ".npz", "numpy arrays", npzfile.encode, npzfile.decode),
        Format(
            "safetensors",
            ".safetensors",
            "tensors",
            safetensorsfile.encode,
            safetensorsfile.decode,
        ),
        Format("csv", ".csv", "comma-separated values", csvfile.encode, csvfile.decode),
        Format(
            "parquet",
            ".parquet",
            "typed columns",
            parquetfile.encode,
            parquetfile.decode,
            package="pyarrow",
        ),
        Format("latex", ".tex", "a document with roots", latexfile.encode, latexfile.decode),
        Format("markdown", ".md", "a table for people", markdownfile.encode, markdownfile.decode),
        Format("c", ".h", "an array in a C99 header", cheader.encode, cheader.decode),
    )
}
LONGEST_REASON = 300


def save(table: Table, path: str | Path) -> Path:
    """Write a table in the format that the ending of `path` asks for, and return `path`.

    The file appears whole or not at all.  Raises `ArgumentError` for an ending that is no
    format's, and where the file cannot be written.
    """
    target = Path(path)
    form = _format_of(target)
    if form is None:
        raise ArgumentError(f"{target} ends like no format of tables: use one of {_endings()}")
    write_atomically(target, form.write(table))
    return target


def load_table(path: str | Path) -> Table:
    """Read a table from a file of any format, checking every number in it.

    Raises `ArgumentError` where there is no file that can be read, `FormatError` where it is no
    table of the format that its ending says, `IntegrityError` where its numbers do not belong to
    its digest, or its floats not to its exact entries.
    """
    source = Path(path)
    form = _format_of(source)
    if form is None:
        raise FormatError(f"{source} ends like no format of tables: use one of {_endings()}")
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ArgumentError(
            f"{source} cannot be read ({error.strerror}): name a file that exists"
        ) from error
    try:
        return form.read(content)
    except (FormatError, IntegrityError) as error:
        reason = str(error)
        if len(reason) > LONGEST_REASON:
            reason = f"{reason[:LONGEST_REASON]}..."
        trouble = (
            "does not hold what it says"
            if isinstance(error, IntegrityError)
            else f"cannot be read as a {form.name} table"
        )
        raise type(error)(f"{source} {trouble}: {reason}") from error


def _format_of(path: Path) -> Format | None:
    return next((form for form in FORMATS.values() if form.suffix == path.suffix.lower()), None)


def _endings() -> str:
    return ", ".join(form.suffix for form in FORMATS.values())
