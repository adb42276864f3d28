"""npz: numpy arrays in a zip archive, without pickle and without time stamps.

`indices`: int64 (rows, axes), positions counted from 0; `numerators`, `denominators`: the exact
signed squares as texts of fixed width, since they outgrow int64; `values`: float64; `header`: JSON
as a 0-d text.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import FormatError
from grouptools.tables.exact_table import Table
from grouptools.tables.formats.header import Header
from grouptools.tables.formats.reading import checked_table, parse_integer
from grouptools.tables.formats.writing import numbers_of

__all__ = ["arrays_of", "decode", "encode", "table_from_arrays"]

MEMBERS = ("header", "indices", "numerators", "denominators", "values")
NPY = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '(<i8|<f8|<U[0-9]{1,7})', 'fortran_order': False, "
    rb"'shape': \(([0-9, ]{0,60})\), \} *\n",
    re.DOTALL,
)
BROKEN_ZIP = (
    zipfile.BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)


def encode(table: Table) -> bytes:
    """Write a table as an uncompressed npz archive."""
    arrays = arrays_of(table)
    arrays["header"] = np.array(Header.of(table).text)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in MEMBERS:
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o644 << 16
            content = io.BytesIO()
            np.lib.format.write_array(content, arrays[name], version=(1, 0), allow_pickle=False)
            archive.writestr(member, content.getvalue())
    return stream.getvalue()


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            arrays = {name: _array(_member(archive, f"{name}.npy")) for name in MEMBERS}
            header = str(arrays.pop("header")[()])
    except FormatError:
        raise
    except BROKEN_ZIP as error:
        raise FormatError("it is no zip archive of numpy arrays, or was cut off") from error
    return table_from_arrays(Header.from_text(header), arrays)


def arrays_of(table: Table) -> dict[str, NDArray[Any]]:
    """The arrays `indices`, `numerators`, `denominators`, `values` of a table."""
    numbers = numbers_of(table)
    numerators, denominators = (
        np.array([str(square[part]) for square in numbers.squares], dtype=np.str_)
        for part in (0, 1)
    )
    return {
        "indices": np.ascontiguousarray(table.entries.indices, dtype="<i8"),
        "numerators": numerators[numbers.where],
        "denominators": denominators[numbers.where],
        "values": np.array(numbers.values, dtype="<f8")[numbers.where],
    }


def table_from_arrays(header: Header, arrays: dict[str, NDArray[Any]]) -> Table:
    """Check the arrays that `arrays_of` gave, and build the table."""
    shapes = {"indices": ("i8", 2), "numerators": ("U", 1), "denominators": ("U", 1)}
    for name, (kind, dimension) in (shapes | {"values": ("f8", 1)}).items():
        array = arrays[name]
        if not array.dtype.str.lstrip("<").startswith(kind) or array.ndim != dimension:
            raise FormatError(f"its array {name!r} has another type or shape than a table's")
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) > 1 or arrays["indices"].shape[1] != len(header.axes):
        raise FormatError("its arrays do not fit together")
    try:
        texts = [arrays[name].tolist() for name in ("numerators", "denominators")]
    except ValueError as error:
        raise FormatError("its integers are not text") from error
    known = {text: parse_integer(text) for text in {*texts[0], *texts[1]}}
    squares = [(known[n], known[d]) for n, d in zip(*texts, strict=True)]
    return checked_table(header, arrays["indices"].T.tolist(), squares, arrays["values"].tolist())


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the content of one member; nothing is unpacked, so none is larger than the file."""
    member = archive.getinfo(name)
    if member.compress_type != zipfile.ZIP_STORED:
        raise FormatError("its arrays are compressed, which this library never does")
    return archive.read(member)


def _array(content: bytes) -> NDArray[Any]:
    """Read one array of the three types that a table has."""
    found = NPY.match(content)
    if found is None:
        raise FormatError("one of its arrays is of no type that a table has")
    shape = [int(size) for size in found[2].replace(b" ", b"").split(b",") if size]
    return np.frombuffer(content[found.end() :], dtype=found[1].decode()).reshape(shape)
