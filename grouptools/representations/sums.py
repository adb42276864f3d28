"""Direct sums: block diagonal matrices, the summands kept in order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import block_diagonal
from grouptools.exact.algebra.fields import Field
from grouptools.representations.representation import Representation

__all__ = ["direct_sum", "multiple"]


def direct_sum(parts: Sequence[Representation]) -> Representation:
    """The direct sum of representations of one group.

    Order of the basis: [(p, i) for p in range(len(parts)) for i in range(parts[p].dimension)]

    `summands` are those of the parts, one after the other.
    Raises `ArgumentError` for no parts, and for representations of several groups.
    """
    if not parts:
        raise ArgumentError("no representation was given to add: pass one at least")
    for part in parts:
        check_one_group(parts[0], part, "added")
    summands = [summand for part in parts for summand in part.summands]
    if len(summands) == 1:
        return summands[0]
    field = reduce(Field.joined, (part.field for part in summands))
    images = [
        block_diagonal([part.images[s] for part in summands]) for s in range(len(parts[0].images))
    ]
    squares = [part.field.embed(n, field) for part in summands for n in part.squares]
    return Representation(parts[0].group, images, squares, sum_name(summands), summands=summands)


def multiple(part: Representation, copies: int) -> Representation:
    """The direct sum of `copies` of one representation."""
    if isinstance(copies, bool) or copies < 1:
        raise ArgumentError(
            f"{copies} copies of a representation were asked for: pass a positive number"
        )
    return direct_sum([part] * copies)


def sum_name(parts: Sequence[Representation]) -> str:
    """The names of the parts with their multiplicities, equal neighbours collected."""
    counted: list[tuple[int, str]] = []
    for part in parts:
        if counted and counted[-1][1] == part.name:
            counted[-1] = (counted[-1][0] + 1, part.name)
        else:
            counted.append((1, part.name))
    return " + ".join(f"{n}x{name}" if n > 1 else name for n, name in counted)


def check_one_group(first: Representation, second: Representation, what: str) -> None:
    """Raise `ArgumentError` unless both are representations of one group."""
    if first.group != second.group:
        raise ArgumentError(
            f"representations of {first.group.name} and of {second.group.name} were {what}, but "
            f"both must be of one group: restrict or induce one of them first"
        )
