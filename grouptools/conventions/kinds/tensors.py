"""Vectors and tensors by the order of their axes; symmetric tensors in Voigt's notation."""

from __future__ import annotations

from typing import Any

from grouptools.conventions.convention import Convention
from grouptools.conventions.exact_map import ExactMap
from grouptools.conventions.kinds.kind import Kind, last_axes
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

__all__ = ["CARTESIAN_TENSORS", "VECTORS", "VOIGT", "axis_map"]


def axis_map(source: Convention, target: Convention) -> ExactMap:
    """The permutation of the components of a vector."""
    return ExactMap.moving([source.vectors.index(axis) for axis in target.vectors])


def _vectors(array: Any, source: Convention, target: Convention) -> Any:
    last_axes(array, (3,), "vectors")
    return axis_map(source, target).applied(array)


def _tensors(array: Any, source: Convention, target: Convention, rank: int) -> Any:
    size = degree(rank, "rank")
    last_axes(array, (3,) * size, f"Cartesian tensors of rank {rank}")
    move = axis_map(source, target)
    for axis in range(-size, 0):
        array = move.applied(array, axis)
    return array


def _voigt(array: Any, source: Convention, target: Convention, rank: int = 2) -> Any:
    """Of rank 2 (..., 6); of rank 4 (..., 6, 6), each pair with the factor of its convention."""
    if rank not in (2, 4):
        raise ArgumentError(
            f"rank = {rank!r} was given, but Voigt's notation is converted for rank 2 and 4"
        )
    last_axes(array, (6,) * (rank // 2), f"symmetric tensors of rank {rank} in Voigt's notation")
    before, after = (str(c.voigt).split() for c in (source, target))
    ratio = _shear(target) / _shear(source)
    factors = [1 if pair[0] == pair[1] else ratio for pair in after]
    move = ExactMap.moving([before.index(pair) for pair in after], factors)
    for axis in range(-rank // 2, 0):
        array = move.applied(array, axis)
    return array


def _shear(convention: Convention) -> Any:
    import sympy

    return {"1": sympy.Integer(1), "2": sympy.Integer(2), "sqrt(2)": sympy.sqrt(2)}[
        str(convention.shear)
    ]


VECTORS = Kind("vectors", ("vectors",), 1, _vectors)
CARTESIAN_TENSORS = Kind("cartesian_tensors", ("vectors",), 2, _tensors)
VOIGT = Kind("voigt", ("voigt", "shear"), 1, _voigt)
