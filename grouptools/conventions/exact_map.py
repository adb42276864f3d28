"""An exact square matrix that acts on one axis of an array of floats, exact numbers or a tensor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.arrays import constant, is_exact, namespace, scaled

if TYPE_CHECKING:
    import sympy

__all__ = ["ExactMap", "act_in_blocks", "times"]


class ExactMap:
    """x -> M x along one axis.

    Where M has one entry in each row, the numbers are moved by indexing and multiplied by it, and
    not at all where it is 1: what permutes and changes signs rounds nothing.
    """

    def __init__(self, matrix: sympy.Matrix) -> None:
        self.matrix = matrix.as_immutable()

    @classmethod
    def moving(cls, places: Sequence[int], factors: Sequence[Any] | None = None) -> ExactMap:
        """The map whose entry k is factors[k] times entry places[k] of what it is given.

        >>> ExactMap.moving([1, 0]).applied(np.array([2.0, 3.0]))
        array([3., 2.])
        """
        import sympy

        n = len(places)
        entries = factors or [1] * n
        return cls(sympy.Matrix(n, n, lambda k, i: entries[k] if places[k] == i else 0))

    @cached_property
    def conjugate(self) -> ExactMap:
        """The complex conjugate."""
        return ExactMap(self.matrix.C)

    @cached_property
    def monomial(self) -> tuple[list[int], list[sympy.Expr]] | None:
        """For each row the place and the value of its only entry; None where rows have more."""
        rows = [[k for k, x in enumerate(self.matrix.row(i)) if x != 0] for i in range(len(self))]
        if any(len(row) != 1 for row in rows):
            return None
        places = [row[0] for row in rows]
        return places, [self.matrix[i, k] for i, k in enumerate(places)]

    @cached_property
    def numbers(self) -> NDArray[Any]:
        """The matrix in the longest floats that there are, real where it is."""
        return _rounded(list(self.matrix)).reshape(len(self), len(self))

    def __len__(self) -> int:
        """The number of rows."""
        return int(self.matrix.rows)

    def applied(self, array: Any, axis: int = -1) -> Any:
        """M times the array along an axis."""
        return self._on_last(array.swapaxes(axis, -1)).swapaxes(axis, -1)

    def _on_last(self, array: Any) -> Any:
        if self.monomial is None:
            if is_exact(array):
                return scaled(array @ np.array(self.matrix.T.tolist(), dtype=object), [1])
            matrix = constant(self.numbers.T, array)
            return namespace(array).matmul(*_of_one_dtype(array, matrix))
        places, factors = self.monomial
        moved = array if places == list(range(len(self))) else array[..., places]
        if all(factor == 1 for factor in factors):
            return moved
        if is_exact(array):
            return scaled(moved, factors)
        return moved * constant(self.numbers[range(len(self)), places], array)


def act_in_blocks(maps: Sequence[ExactMap], array: Any, axis: int = -1) -> Any:
    """The direct sum of the maps times the array along an axis."""
    if len(maps) == 1:
        return maps[0].applied(array, axis)
    last, parts, start = array.swapaxes(axis, -1), [], 0
    for block in maps:
        parts.append(block.applied(last[..., start : start + len(block)]))
        start += len(block)
    return namespace(array).concat(parts, -1).swapaxes(axis, -1)


def times(number: sympy.Expr, array: Any) -> Any:
    """An exact number times an array; 1 leaves it as it is."""
    if number == 1:
        return array
    if is_exact(array):
        return scaled(array, [number])
    return array * constant(_rounded([number]), array)


def _of_one_dtype(*arrays: Any) -> tuple[Any, ...]:
    """Arrays as torch wants them in a product of matrices, of one dtype."""
    if isinstance(arrays[0], np.ndarray):
        return arrays
    widest = max((array.dtype for array in arrays), key=lambda dtype: dtype.is_complex)
    return tuple(array.to(widest) for array in arrays)


def _rounded(entries: Sequence[sympy.Expr]) -> NDArray[Any]:
    parts = [entry.as_real_imag() for entry in entries]
    real, imaginary = (
        np.array([np.longdouble(str(pair[k].evalf(40))) for pair in parts]) for k in (0, 1)
    )
    return real + np.clongdouble(1j) * imaginary if imaginary.any() else real
