"""The exact kernels of every degree as bytes: integers in little-endian arrays, under a header.

The first line is the JSON of what the arrays are; then they follow, each as small as its numbers
allow.  Integers that do not fit 64 bits stand in the header.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import FormatError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.kernels.patterns import Part, Pattern, Placed, integers
from grouptools.kernels.plain import canonical_text, plain_element

__all__ = ["parts_from_bytes", "parts_to_bytes"]

_CODES = ("|i1", "<i2", "<i4", "<i8")


def parts_to_bytes(parts: Sequence[Part]) -> bytes:
    """The header line and the arrays; `parts_from_bytes` reads them back."""
    arrays: list[NDArray[Any]] = []
    header = {
        "field": [parts[0].field.order, parts[0].field.is_real],
        "shape": list(parts[0].shape),
        "parts": [_described(part, arrays) for part in parts],
        "arrays": [[array.dtype.str, list(array.shape)] for array in arrays],
    }
    return b"".join([canonical_text(header).encode(), b"\n", *(a.tobytes() for a in arrays)])


def parts_from_bytes(content: bytes) -> list[Part]:
    """Read what `parts_to_bytes` wrote; raises `FormatError` for anything else."""
    try:
        first, _, body = content.partition(b"\n")
        header = json.loads(first)
        arrays = _arrays(header["arrays"], body)
        order, is_real = header["field"]
        field = Field.real(order) if is_real else Field.cyclotomic(order)
        n_out, n_in = header["shape"]
        return [_part(described, arrays, (n_out, n_in), field) for described in header["parts"]]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise FormatError(f"it holds no kernels: {error}") from error


def _described(part: Part, arrays: list[NDArray[Any]]) -> dict[str, Any]:
    """What the header says of a part, whose arrays are added to the list."""
    placed = []
    for pattern, places, rows in part.placed:
        numbers = [pattern.solution, pattern.pair, pattern.order, places, rows]
        large = pattern.coefficients.dtype == object
        if not large:
            numbers.append(pattern.coefficients)
        start = len(arrays)
        arrays += [_smallest(array) for array in numbers]
        placed.append(
            {
                "start": start,
                "large": pattern.coefficients.tolist() if large else None,
                "squares": [plain_element(square) for square in pattern.squares],
                "pairs": pattern.pairs,
            }
        )
    return {"degree": part.degree, "orders": part.orders, "placed": placed}


def _part(
    described: dict[str, Any], arrays: list[NDArray[Any]], shape: tuple[int, int], field: Field
) -> Part:
    placed = []
    for entry in described["placed"]:
        solution, pair, order, places, rows, *rest = arrays[entry["start"] :][:6]
        if entry["large"] is None:
            coefficients = rest[0]
        else:
            flat = integers([n for row in entry["large"] for n in row])
            coefficients = flat.reshape(-1, field.degree)
        squares = tuple(_element(field, numbers) for numbers in entry["squares"])
        pattern = Pattern(
            solution, pair, order, coefficients, squares, entry["pairs"], described["orders"]
        )
        placed.append(Placed(pattern, places, rows))
    return Part(described["degree"], described["orders"], shape, field, tuple(placed))


def _element(field: Field, numbers: Sequence[int]) -> Element:
    denominator, *coefficients = numbers
    return field.element(coefficients or 0) / denominator


def _smallest(array: NDArray[Any]) -> NDArray[Any]:
    """The same integers in as few bytes as hold them."""
    low, high = int(array.min(initial=0)), int(array.max(initial=0))
    code = next(c for c in _CODES if np.iinfo(c).min <= low and high <= np.iinfo(c).max)
    return np.ascontiguousarray(array, dtype=code)


def _arrays(described: Sequence[Any], body: bytes) -> list[NDArray[Any]]:
    """The arrays of the body as int64."""
    arrays, start = [], 0
    for code, shape in described:
        if code not in _CODES:
            raise FormatError(f"the type {code!r} is none of {', '.join(_CODES)}")
        size = prod(shape) * np.dtype(code).itemsize
        array = np.frombuffer(body[start : start + size], dtype=code).reshape(shape)
        arrays.append(array.astype(np.int64))
        start += size
    if start != len(body):
        raise FormatError(f"{len(body)} bytes follow its header, but {start} are described there")
    return arrays
