"""What the radial functions share: reading distances, and handing results to kernels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.numeric.arguments import Floats, check_derivatives, read_points, results
from grouptools.numeric.blocks import Work, run_blocks

__all__ = ["Result", "at_least", "evaluate", "positive", "read_distances"]

#: Values, or values and derivatives up to the order asked for.
Result = NDArray[Any] | tuple[NDArray[Any], ...]


def read_distances(
    given: ArrayLike, dtype: DTypeLike | None, name: str = "r"
) -> tuple[Floats, tuple[int, ...], np.dtype[Any]]:
    """Return distances as an (n, 1) array, their shape, the dtype of the result.

    Raises `ArgumentError` where one is negative; nan passes.
    """
    flat, shape, target = read_points(np.asarray(given)[..., np.newaxis], 1, name, dtype)
    if (flat < 0).any():
        raise ArgumentError(
            f"{name} with {flat[flat < 0].min()} in it was given, but distances are not negative: "
            f"pass lengths of vectors"
        )
    return flat, shape, target


def evaluate(
    work: Work,
    flat: Floats,
    shape: tuple[int, ...],
    columns: tuple[int, ...],
    dtype: np.dtype[Any],
    derivatives: int,
    out: Any,
) -> Result:
    """Run `work` on all points, with one array for the values and each order of derivatives."""
    derivatives = check_derivatives(derivatives)
    arrays = results(out, [shape + columns] * (derivatives + 1), dtype, flat)
    rows = [array.reshape(len(flat), *columns) for array in arrays]
    run_blocks(work, flat, rows)
    return tuple(arrays) if derivatives else arrays[0]


def positive(value: object, name: str) -> float:
    """Return a positive finite number as a float."""
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else 0.0
    if not 0 < number < np.inf:
        raise ArgumentError(
            f"{name} = {value!r} was given, but it is a length: pass a finite number above 0"
        )
    return number


def at_least(least: int, value: object, name: str) -> int:
    """Return `value` as an int that is `least` or more."""
    try:
        number = degree(value, name)
    except ArgumentError:
        number = -1
    if number < least:
        raise ArgumentError(
            f"{name} = {value!r} was given, but it must be an integer: pass {least} or more"
        )
    return number


def in_pieces(piece: Callable[[Floats, list[Any]], None], columns: int = 1) -> Work:
    """Work for `evaluate` that calls `piece(r, outs)` on short pieces, in float64.

    A piece is short enough for the arrays made on the way to stay in the second cache.
    """
    length = max(1, 8192 // columns)

    def work(points: Floats, start: int, stop: int, outs: Sequence[Any]) -> None:
        for first in range(start, stop, length):
            last = min(first + length, stop)
            r = points[first:last, 0].astype(np.float64)
            piece(r, [out[first:last] for out in outs])

    return work
