"""safetensors: tensors that every deep-learning framework can map into memory.

`indices`: int64 (rows, axes), positions counted from 0; `values`: float64; `numerators` and
`denominators`: the exact signed squares as ASCII text in a uint8 tensor, one integer a line;
the header is JSON under "header" in the metadata.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import FormatError
from grouptools.tables.exact_table import Table
from grouptools.tables.formats.header import Header, read_json
from grouptools.tables.formats.npzfile import arrays_of, table_from_arrays

__all__ = ["decode", "encode"]

INTEGERS = ("numerators", "denominators")
DTYPES = dict.fromkeys(INTEGERS, "uint8") | {"indices": "int64", "values": "float64"}


def encode(table: Table) -> bytes:
    """Write a table as safetensors."""
    from safetensors.numpy import save

    arrays = arrays_of(table)
    for name in INTEGERS:
        lines = "".join(f"{integer}\n" for integer in arrays[name].tolist())
        arrays[name] = np.frombuffer(lines.encode("ascii"), dtype=np.uint8)
    # One name only: safetensors writes the metadata in an order that changes from run to run.
    written: bytes = save(arrays, metadata={"header": Header.of(table).text})
    return written


def decode(content: bytes) -> Table:
    """Read what `encode` wrote."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays: dict[str, NDArray[Any]] = load(content)
    except (SafetensorError, LookupError, TypeError, ValueError) as error:
        raise FormatError("it is not in the safetensors format, or was cut off") from error
    if {name: array.dtype.name for name, array in arrays.items()} != DTYPES:
        raise FormatError("its tensors have other names or types than a table's")
    for name in INTEGERS:
        try:
            *lines, rest = arrays[name].tobytes().decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise FormatError(f"its {name} are not text") from error
        if rest:
            raise FormatError(f"its {name} were cut off")
        arrays[name] = np.array(lines, dtype=np.str_)
    return table_from_arrays(Header.from_text(_metadata(content)), arrays)


def _metadata(content: bytes) -> str:
    """Return the metadata called "header": JSON after a length of eight bytes says where."""
    length = int.from_bytes(content[:8], "little")
    try:
        text = content[8 : 8 + length].decode()
    except UnicodeDecodeError as error:
        raise FormatError("its metadata are not text") from error
    metadata = read_json(text, "its metadata").get("__metadata__")
    header = metadata.get("header") if isinstance(metadata, dict) else None
    if not isinstance(header, str):
        raise FormatError("its metadata hold no header")
    return header
