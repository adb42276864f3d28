"""Couplings entry by entry, over arrays of quantum numbers that broadcast.

For all entries of one triple a block, and for all triples a table, is many times as fast.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.coupling.filling import values_3j, values_6j, values_9j
from grouptools.numeric.coupling.reading import check_projections, float_dtype, read_spins
from grouptools.numeric.threads import run_sliced

__all__ = ["clebsch_gordan_values", "wigner_3j_values", "wigner_6j_values", "wigner_9j_values"]

# Finding one symbol takes about as long as writing so many numbers.
_WORK_3J, _WORK_6J, _WORK_9J = 50, 50, 500


def wigner_3j_values(
    j1: ArrayLike,
    j2: ArrayLike,
    j3: ArrayLike,
    m1: ArrayLike,
    m2: ArrayLike,
    m3: ArrayLike,
    *,
    doubled: bool = False,
    dtype: DTypeLike = np.float64,
) -> Any:
    """3j symbols (j1 j2 j3; m1 m2 m3) of arrays [Varshalovich et al. 1988, 8.1.2 (11)].

    Integers or, as object arrays, Fractions or sympy numbers; with `doubled` integers 2j and 2m.
    Returns float64 or float32 in the shape that the arguments broadcast to; 0 where the triangle
    rule or m1 + m2 + m3 = 0 fails.
    Raises `ArgumentError` where an m does not belong to its j, and beyond the tested range,
    j = 1000 (docs/accuracy.md).

    >>> wigner_3j_values(2, 6, 4, 0, 0, 0)
    np.float64(0.18698939800169145)
    >>> wigner_3j_values(1, 1, [0, 1, 2], 1, [-1], 0)
    array([0.57735027, 0.40824829, 0.18257419])
    """
    kind = float_dtype(dtype)
    numbers, shape = read_spins(
        "wigner_3j_values", kind, doubled, j1=j1, j2=j2, j3=j3, m1=m1, m2=m2, m3=m3
    )
    return _projected(numbers, shape, False, kind)


def clebsch_gordan_values(
    j1: ArrayLike,
    m1: ArrayLike,
    j2: ArrayLike,
    m2: ArrayLike,
    j3: ArrayLike,
    m3: ArrayLike,
    *,
    doubled: bool = False,
    dtype: DTypeLike = np.float64,
) -> Any:
    """Couplings <j1 m1 j2 m2 | j3 m3> of arrays, Condon-Shortley [Varshalovich 1988, 8.2.1 (5)].

    Integers or, as object arrays, Fractions or sympy numbers; with `doubled` integers 2j and 2m.
    Returns float64 or float32 in the shape that the arguments broadcast to; 0 where the triangle
    rule or m1 + m2 = m3 fails.
    Raises `ArgumentError` where an m does not belong to its j, and beyond the tested range,
    j = 1000 (docs/accuracy.md).

    >>> clebsch_gordan_values(1, 1, 1, [-1, 0], 2, [0, 1])
    array([0.40824829, 0.70710678])
    """
    kind = float_dtype(dtype)
    numbers, shape = read_spins(
        "clebsch_gordan_values", kind, doubled, j1=j1, j2=j2, j3=j3, m1=m1, m2=m2, m3=m3
    )
    return _projected(numbers, shape, True, kind)


def wigner_6j_values(
    j1: ArrayLike,
    j2: ArrayLike,
    j3: ArrayLike,
    j4: ArrayLike,
    j5: ArrayLike,
    j6: ArrayLike,
    *,
    doubled: bool = False,
    dtype: DTypeLike = np.float64,
) -> Any:
    """6j symbols {j1 j2 j3; j4 j5 j6} of arrays [Varshalovich et al. 1988, chapter 9].

    Integers or, as object arrays, Fractions or sympy numbers; with `doubled` integers 2j.
    Returns float64 or float32 in the shape that the arguments broadcast to; 0 where one of the
    triads (123), (156), (426), (453) breaks the triangle rule.
    Raises `ArgumentError` for what is no spin, and beyond the tested range, j = 1000
    (docs/accuracy.md).

    >>> wigner_6j_values(6, 6, 6, 6, 6, [5, 6])
    array([-0.01326615,  0.02843209])
    """
    kind = float_dtype(dtype)
    numbers, shape = read_spins(
        "wigner_6j_values", kind, doubled, j1=j1, j2=j2, j3=j3, j4=j4, j5=j5, j6=j6
    )
    return _finished(values_6j, (np.stack(numbers),), numbers[0].size, _WORK_6J, shape, kind)


def wigner_9j_values(
    *spins: ArrayLike, doubled: bool = False, dtype: DTypeLike = np.float64
) -> Any:
    """9j symbols of nine arrays of spins, row by row [Varshalovich et al. 1988, 10.2.4 (20)].

    Integers or, as object arrays, Fractions or sympy numbers; with `doubled` integers 2j.
    Returns float64 or float32 in the shape that the arguments broadcast to; 0 where a row or
    column breaks the triangle rule.
    Raises `ArgumentError` for what is no spin, unless nine are given, and beyond the tested
    range, j = 300 (docs/accuracy.md).

    >>> wigner_9j_values(1, 1, 1, 1, 1, 1, 1, 1, [0, 1, 2])
    array([0.05555556, 0.        , 0.05555556])
    """
    kind = float_dtype(dtype)
    if len(spins) != 9:
        raise ArgumentError(f"{len(spins)} spins were given, but a 9j symbol takes nine")
    named = {f"j{i}": spin for i, spin in enumerate(spins, 1)}
    numbers, shape = read_spins("wigner_9j_values", kind, doubled, **named)
    columns = np.stack(numbers, axis=1)
    return _finished(values_9j, (columns,), len(columns), _WORK_9J, shape, kind)


def _projected(
    numbers: list[NDArray[np.int64]], shape: tuple[int, ...], coupled: bool, kind: np.dtype[Any]
) -> Any:
    """3j symbols or couplings of flat doubled numbers, after a check of the projections."""
    for i in range(3):
        check_projections(str(i + 1), numbers[i], numbers[i + 3])
    arguments = np.stack(numbers), coupled
    return _finished(values_3j, arguments, numbers[0].size, _WORK_3J, shape, kind)


def _finished(
    fill: Any,
    arguments: tuple[Any, ...],
    count: int,
    work: int,
    shape: tuple[int, ...],
    kind: np.dtype[Any],
) -> Any:
    """Run a kernel over all entries; a scalar where the shape is ()."""
    out = np.empty(count)
    if count:
        run_sliced(lambda start, stop: fill(*arguments, out, start, stop), count, work)
    return out.astype(kind, copy=False).reshape(shape)[()]
