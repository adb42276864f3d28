"""The parts of a matrix over a number field: the rational matrices that multiply 1, t, t^2, ..."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from grouptools.exact.algebra.fields import Element, Field

if TYPE_CHECKING:
    import flint

__all__ = ["coefficients", "collected", "numbered"]


def coefficients(element: Element, field: Field) -> list[flint.fmpq]:
    """The coefficients of an element over 1, t, ..., t^(degree - 1)."""
    return [element[k] for k in range(field.degree)]


def numbered(parts: Sequence[flint.fmpq_mat]) -> list[tuple[int, flint.fmpq_mat]]:
    """The parts that are not zero, each with its power of t."""
    return [(k, part) for k, part in enumerate(parts) if part]


def collected(
    field: Field, products: Iterable[tuple[int, flint.fmpq_mat]], shape: tuple[int, int]
) -> list[flint.fmpq_mat]:
    """The parts of sum(matrix * t**power for power, matrix in products)."""
    import flint

    sums: dict[int, flint.fmpq_mat] = {}
    for power, matrix in products:
        sums[power] = sums[power] + matrix if power in sums else matrix
    parts: list[flint.fmpq_mat | None] = [None] * field.degree
    for power, matrix in sums.items():  # t^power is reduced once, whatever the number of products
        for k, c in enumerate(field.powers[power]):
            if c:
                term = matrix if c == 1 else matrix * c
                known = parts[k]
                parts[k] = term if known is None else known + term
    return [flint.fmpq_mat(*shape) if part is None else part for part in parts]
