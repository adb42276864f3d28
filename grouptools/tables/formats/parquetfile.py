"""Parquet: typed columns, the header as JSON under "grouptools" in the schema's metadata.

Labels are int64 columns, float64 where there are half-integers, else text; `numerator` and
`denominator` are text, since they outgrow int64; `value` is float64.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError, FormatError
from grouptools.tables.exact_table import Axis, Label, Table
from grouptools.tables.formats.header import NUMBER_COLUMNS, Header
from grouptools.tables.formats.npzfile import arrays_of
from grouptools.tables.formats.reading import checked_table, parse_integer, positions_of

__all__ = ["decode", "encode"]

METADATA = b"grouptools"


def encode(table: Table) -> bytes:
    """Write a table as Parquet."""
    pa, parquet = _pyarrow()
    arrays = arrays_of(table)
    columns = [
        cells[arrays["indices"][:, number]]
        for number, axis in enumerate(table.axes)
        for cells in _cells(axis)
    ]
    columns += [arrays[name] for name in ("numerators", "denominators", "values")]
    schema = _schema(pa, table.axes)
    filled = [
        pa.array(column.tolist() if column.dtype.kind in "UO" else column, type=field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    sink = pa.BufferOutputStream()
    # Nothing in the file but what the reader checks: no statistics, no second copy of the schema.
    with parquet.ParquetWriter(
        sink, schema, store_schema=False, write_page_checksum=True, write_statistics=False
    ) as writer:
        writer.write_table(pa.Table.from_arrays(filled, schema=schema))
        writer.add_key_value_metadata({METADATA: Header.of(table).text.encode("ascii")})
    content: bytes = sink.getvalue().to_pybytes()
    return content


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    pa, parquet = _pyarrow()
    try:
        file = parquet.ParquetFile(pa.BufferReader(content), page_checksum_verification=True)
        schema = file.schema_arrow
        text = (schema.metadata or {}).get(METADATA, b"").decode("ascii")
        columns = file.read(use_threads=False).columns
    except (pa.ArrowException, KeyError, OSError, TypeError, ValueError) as error:
        raise FormatError("it is not in the Parquet format, or was cut off") from error
    header = Header.from_text(text)
    if not schema.equals(_schema(pa, header.axes)):
        raise FormatError("its columns have other names or types than a table's")
    if any(column.null_count for column in columns):
        raise FormatError("a cell of its rows is empty")
    try:
        *labels, numerators, denominators, values = (column.to_pylist() for column in columns)
    except ValueError as error:
        raise FormatError("a cell of its rows is no text") from error
    keys = [list(zip(*map(np.ndarray.tolist, _cells(axis)), strict=True)) for axis in header.axes]
    positions = positions_of(keys, header.axes, labels)
    known = {text: parse_integer(text) for text in {*numerators, *denominators}}
    squares = [(known[n], known[d]) for n, d in zip(numerators, denominators, strict=True)]
    return checked_table(header, positions, squares, values)


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        raise ArgumentError(
            "Parquet files need pyarrow, which is not installed: pip install 'grouptools[parquet]'"
        ) from error
    return pa, pyarrow.parquet


def _schema(pa: Any, axes: tuple[Axis, ...]) -> Any:
    """The names and types of the columns."""
    types = {"i": pa.int64(), "f": pa.float64(), "O": pa.string()}
    fields = [
        (field, types[cells.dtype.kind])
        for axis in axes
        for field, cells in zip(axis.fields, _cells(axis), strict=True)
    ]
    numbers = (pa.string(), pa.string(), pa.float64())
    return pa.schema([*fields, *zip(NUMBER_COLUMNS, numbers, strict=True)])


def _cells(axis: Axis) -> list[NDArray[Any]]:
    """For each field of an axis the cell of every position, typed."""
    columns = zip(*axis.labels, strict=True) if axis.labels else ((),) * len(axis.fields)
    return [_typed(column) for column in columns]


def _typed(labels: tuple[Label, ...]) -> NDArray[Any]:
    if all(isinstance(label, int) for label in labels):
        return np.array(labels, dtype=np.int64)
    if any(isinstance(label, str) or Fraction(label).denominator > 2 for label in labels):
        return np.array([*map(str, labels)], dtype=object)
    return np.array([*map(float, labels)], dtype=np.float64)
