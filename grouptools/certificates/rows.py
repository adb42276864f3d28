"""Reading the rows of a table into blocks."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from fractions import Fraction
from math import gcd
from operator import index
from typing import Any

from grouptools.certificates.claim import Claim
from grouptools.certificates.request import Labels, Request
from grouptools.errors import ArgumentError

__all__ = ["Block", "Blocks", "Row", "read_rows"]

#: One row: labels in the order of the columns, n, d for sign(n) sqrt(|n|/d) pi^(pi_power/2).
Row = tuple[tuple[Any, ...], int, int]
#: The entries (n, d) of one block by their labels; what is not there is zero.
Block = dict[Labels, tuple[int, int]]
#: The blocks by their quantum numbers, every block of the table being there.
Blocks = dict[Labels, Block]

#: For each label inside a block, the values that it may take.
Domains = tuple[Container[int], ...]

_EXPONENTS = ("x", "y", "z", "w")


def read_rows(
    request: Request, domains: Mapping[Labels, Domains], rows: Iterable[Row]
) -> tuple[Blocks, Claim]:
    """Sort rows into the blocks named by `domains`; what belongs nowhere fails the claim.

    Raises `ArgumentError` where a row does not have the shape (labels, n, d).
    """
    converters = [_converter(name) for name in request.fields]
    # One block () of all symbols has its quantum numbers inside, a block of one has them outside.
    quantum = () if request.block or () in domains else request.shape.quantum
    outer = [i for i, name in enumerate(request.fields) if name in quantum]
    inner = [i for i, name in enumerate(request.fields) if name not in quantum]
    blocks: Blocks = {numbers: {} for numbers in domains}
    cases, failure = 0, None
    for row in rows:
        cases += 1
        values, n, d = _checked(request, converters, row)
        numbers = request.block if request.block is not None else tuple([values[i] for i in outer])
        labels = tuple([values[i] for i in inner])
        block = blocks.get(numbers)
        if block is None:
            problem = "stands in no block of the table"
        elif not all(v in domain for v, domain in zip(labels, domains[numbers], strict=True)):
            problem = "has a label out of range"
        elif labels in block:
            problem = "repeats the labels of an earlier row"
        elif n == 0 or d <= 0 or gcd(n, d) != 1:
            problem = "is zero or not in lowest terms"
        else:
            block[labels] = (n, d)
            continue
        failure = failure or f"row {cases}, {_row_text(request, row)}, {problem}"
    statement = "every row has labels of this table, given once, and n != 0, d > 0 in lowest terms"
    return blocks, Claim(statement, cases, failure)


def _checked(
    request: Request, converters: list[Callable[[Any], int]], row: Row
) -> tuple[list[int], int, int]:
    """Return labels as integers, n and d."""
    try:
        labels, n, d = row
        values = [convert(label) for convert, label in zip(converters, labels, strict=True)]
        return values, index(n), index(d)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"the row {row!r} was given for the kind {request.kind!r}, but a row is "
            f"(labels, n, d) with the labels ({', '.join(request.fields)}) and two integers n, d"
        ) from None


def _row_text(request: Request, row: Row) -> str:
    labels = ", ".join(
        f"{name} = {label}" for name, label in zip(request.fields, row[0], strict=True)
    )
    return f"({labels}) with n/d = {row[1]}/{row[2]}"


def _converter(name: str) -> Callable[[Any], int]:
    if name == "part":
        return _part
    return _exponent if name in _EXPONENTS else _doubled


def _doubled(label: Any) -> int:
    """Return twice an integer or half-integer."""
    if type(label) is int:
        return 2 * label
    if isinstance(label, Fraction) and label.denominator <= 2:
        return 2 * label.numerator // label.denominator
    return 2 * index(label)


def _exponent(label: Any) -> int:
    exponent = index(label)
    if exponent < 0:
        raise ValueError
    return exponent


def _part(label: Any) -> int:
    return ("re", "im").index(label)
