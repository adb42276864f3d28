"""The canonical text of a table, whose SHA-256 is its digest, and its reader.

A header of `name value` lines, values in JSON with sorted keys; then one line `i j k ... n d`
for each nonzero entry sign(n) sqrt(|n| / d) pi**(pi_power / 2), positions counted from 0, in
lexicographic order.  Nothing else that a file may hold (floats, certificate) is in it, since all
of that follows from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd
from typing import Any

import numpy as np

from grouptools.errors import FormatError
from grouptools.exact.surd import SurdArray, integer_array

__all__ = ["FIRST_LINE", "canonical_json", "canonical_text", "entries_from_columns", "parse"]

FIRST_LINE = "grouptools table"
HEADER = ("kind", "basis_version", "parameters", "convention", "axes", "pi_power")


def canonical_json(value: Any) -> str:
    """Write JSON in one way only: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def canonical_text(header: dict[str, Any], entries: SurdArray) -> str:
    """Write the header, a value for each name of `HEADER`, and the entries."""
    lines = [FIRST_LINE, *(f"{name} {canonical_json(header[name])}" for name in HEADER)]
    columns = [*entries.indices.T.tolist()]
    columns += [entries.numerators.tolist(), entries.denominators.tolist()]
    lines += [" ".join(map(str, row)) for row in zip(*columns, strict=True)]
    return "\n".join(lines) + "\n"


def parse(text: str) -> tuple[dict[str, Any], list[list[int]]]:
    """Split a canonical text into its header and its columns of integers.

    Raises `FormatError` where the text is not of that form; `entries_from_columns` checks that
    the columns are entries of an array.
    """
    first, *rest = text.split("\n", len(HEADER) + 1)
    if first != FIRST_LINE or len(rest) != len(HEADER) + 1:
        raise FormatError(f"the text does not begin with {FIRST_LINE!r} and its header")
    header = {}
    for name, line in zip(HEADER, rest[:-1], strict=True):
        key, _, value = line.partition(" ")
        if key != name:
            raise FormatError(f"the header has {key[:40]!r} where {name!r} was expected")
        try:
            header[name] = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"the value of {name!r} in the header is not JSON") from error
    if not {type(header["basis_version"]), type(header["pi_power"])} <= {int}:
        raise FormatError("its basis version or its power of pi is no integer")
    body = rest[-1]
    if re.fullmatch(r"[-0-9 \n]*", body) is None:
        raise FormatError("the entries hold something other than integers")
    rows = [line.split() for line in body.splitlines()]
    if len({len(row) for row in rows}) > 1:
        raise FormatError("the entries do not all have the same number of columns")
    try:
        return header, [list(map(int, column)) for column in zip(*rows, strict=True)]
    except ValueError as error:
        raise FormatError("the entries hold something other than integers") from error


def entries_from_columns(
    shape: Sequence[int], columns: Sequence[Sequence[int]], pi_power: int
) -> SurdArray:
    """Build the array from columns i, j, ..., n, d, checking that they are in normal form.

    Raises `FormatError` unless the positions lie inside `shape` in strictly ascending order, and
    each n/d is in lowest terms with n != 0 and d > 0.
    """
    if not columns or not any(columns):
        return SurdArray.from_entries(shape, {}, pi_power)
    if len(columns) != len(shape) + 2:
        raise FormatError(f"entries of {len(columns)} integers where {len(shape) + 2} are due")
    *positions, numerators, denominators = columns
    for axis, (column, size) in enumerate(zip(positions, shape, strict=True)):
        if not 0 <= min(column) <= max(column) < size:
            raise FormatError(f"a position on axis {axis} lies outside its {size} labels")
    index = np.array(positions, dtype=np.int64).T.reshape(len(numerators), len(shape))
    if any(first >= second for first, second in pairwise(map(tuple, index.tolist()))):
        raise FormatError("the entries are not in ascending order, each once")
    if any(
        n == 0 or d <= 0 or gcd(n, d) != 1 for n, d in zip(numerators, denominators, strict=True)
    ):
        raise FormatError("an entry is no fraction in lowest terms, or zero")
    return SurdArray(shape, index, integer_array(numerators), integer_array(denominators), pi_power)


def label_from_json(value: Any) -> int | Fraction | str:
    """Read a label: an int, a half-integer such as "-3/2", or a word."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}/2", value):
        return Fraction(value)
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise FormatError(f"{value!r} is no label")
