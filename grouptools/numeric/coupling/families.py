"""Families: all values along one quantum number, the others fixed, one or many families at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.numeric.compilation import kernel
from grouptools.numeric.coupling.reading import check_projections, float_dtype, read_spins
from grouptools.numeric.coupling.symbols import is_triad, projections_3j, spins_3j, spins_6j
from grouptools.numeric.threads import run_sliced

__all__ = ["Family", "wigner_3j_over_j3", "wigner_3j_over_m2", "wigner_6j_over_j1"]

Integers = NDArray[np.int64]


class Family(NamedTuple):
    """Symbols along one quantum number q: values[..., k] stands at 2q = twice_first + 2k.

    `twice_first` has the shape that the arguments broadcast to, and `values` one axis more, as
    long as the longest family; past the end of a shorter one there are zeros.
    """

    twice_first: Any
    values: NDArray[np.floating[Any]]


def wigner_3j_over_j3(
    j1: ArrayLike,
    j2: ArrayLike,
    m1: ArrayLike,
    m2: ArrayLike,
    *,
    doubled: bool = False,
    dtype: DTypeLike = np.float64,
) -> Family:
    """3j symbols (j1 j2 j3; m1 m2 -m1-m2) over all j3 [Schulten, Gordon 1975, (6)].

    Entries: [w(j3) for j3 in range(max(|j1 - j2|, |m1 + m2|), j1 + j2 + 1)]

    Takes integers or Fractions, or with `doubled` integers 2j and 2m, as numbers or arrays that
    broadcast.  Returns a `Family` of float64 or float32.
    Raises `ArgumentError` where an m does not belong to its j, and beyond the tested range,
    j1, j2 = 1000 (docs/accuracy.md).

    >>> wigner_3j_over_j3(1, 1, 1, -1)
    Family(twice_first=np.int64(0), values=array([0.57735027, 0.40824829, 0.18257419]))
    """
    kind = float_dtype(dtype)
    numbers, shape = read_spins("wigner_3j_over_j3", kind, doubled, j1=j1, j2=j2, m1=m1, m2=m2)
    t1, t2, n1, n2 = numbers
    check_projections("1", t1, n1)
    check_projections("2", t2, n2)
    first = np.maximum(np.abs(t1 - t2), np.abs(n1 + n2))
    lengths = (t1 + t2 - first) // 2 + 1
    return _family(_over_j3, numbers, first, lengths, shape, kind)


def wigner_3j_over_m2(
    j1: ArrayLike,
    j2: ArrayLike,
    j3: ArrayLike,
    m1: ArrayLike,
    *,
    doubled: bool = False,
    dtype: DTypeLike = np.float64,
) -> Family:
    """3j symbols (j1 j2 j3; m1 m2 -m1-m2) over all m2 [Schulten, Gordon 1975, (7)].

    Entries: [w(m2) for m2 in range(max(-j2, -j3 - m1), min(j2, j3 - m1) + 1)]

    Takes integers or Fractions, or with `doubled` integers 2j and 2m, as numbers or arrays that
    broadcast.  Returns a `Family` of float64 or float32, zeros where the triangle rule fails.
    Raises `ArgumentError` where m1 does not belong to j1, and beyond the tested range,
    j = 1000 (docs/accuracy.md).

    >>> wigner_3j_over_m2(1, 1, 2, 0).values
    array([-0.31622777,  0.36514837, -0.31622777])
    """
    kind = float_dtype(dtype)
    numbers, shape = read_spins("wigner_3j_over_m2", kind, doubled, j1=j1, j2=j2, j3=j3, m1=m1)
    t1, t2, t3, n1 = numbers
    check_projections("1", t1, n1)
    first = np.maximum(-t2, -t3 - n1)
    lengths = np.maximum((np.minimum(t2, t3 - n1) - first) // 2 + 1, 0)
    return _family(_over_m2, numbers, first, lengths, shape, kind)


def wigner_6j_over_j1(
    j2: ArrayLike,
    j3: ArrayLike,
    j4: ArrayLike,
    j5: ArrayLike,
    j6: ArrayLike,
    *,
    doubled: bool = False,
    dtype: DTypeLike = np.float64,
) -> Family:
    """6j symbols {j1 j2 j3; j4 j5 j6} over all j1 [Schulten, Gordon 1975, (8)].

    Entries: [w(j1) for j1 in range(max(|j2 - j3|, |j5 - j6|), min(j2 + j3, j5 + j6) + 1)]

    Takes integers or Fractions, or with `doubled` integers 2j, as numbers or arrays that
    broadcast.  Returns a `Family` of float64 or float32, zeros where (426) or (453) breaks the
    triangle rule.  Another spin comes first by the symmetries: columns may change places, and so
    may above and below in two columns.
    Raises `ArgumentError` for what is no spin, and beyond the tested range, j = 1000
    (docs/accuracy.md).

    >>> wigner_6j_over_j1(1, 1, 1, 1, 1).values
    array([-0.33333333,  0.16666667,  0.16666667])
    """
    kind = float_dtype(dtype)
    numbers, shape = read_spins(
        "wigner_6j_over_j1", kind, doubled, j2=j2, j3=j3, j4=j4, j5=j5, j6=j6
    )
    t2, t3, _, t5, t6 = numbers
    first = np.maximum(np.abs(t2 - t3), np.abs(t5 - t6))
    lengths = np.maximum((np.minimum(t2 + t3, t5 + t6) - first) // 2 + 1, 0)
    return _family(_over_j1, numbers, first, lengths, shape, kind)


def _family(
    fill: Any,
    numbers: list[Integers],
    first: Integers,
    lengths: Integers,
    shape: tuple[int, ...],
    kind: np.dtype[Any],
) -> Family:
    """Fill as many rows as there are families, each as long as the longest."""
    columns = np.stack(numbers, axis=1)
    longest = int(lengths.max(initial=0))
    values = np.zeros((len(columns), longest))
    if values.size:
        run_sliced(lambda i, j: fill(columns, lengths, values, i, j), len(columns), 4 * longest)
    values = values.astype(kind, copy=False)
    return Family(first.reshape(shape)[()], values.reshape(*shape, longest))


@kernel
def _over_j3(
    numbers: Integers, lengths: Integers, values: NDArray[np.float64], start: int, stop: int
) -> None:
    work = np.empty((3, lengths.max() + 2))
    for i in range(start, stop):
        t1, t2, m1, m2 = numbers[i]
        spins_3j(t1, t2, m1, m2, work, values[i])


@kernel
def _over_m2(
    numbers: Integers, lengths: Integers, values: NDArray[np.float64], start: int, stop: int
) -> None:
    work = np.empty((3, lengths.max() + 2))
    for i in range(start, stop):
        t1, t2, t3, m1 = numbers[i]
        if lengths[i] and is_triad(t1, t2, t3):
            projections_3j(t1, t2, t3, m1, work, values[i])


@kernel
def _over_j1(
    numbers: Integers, lengths: Integers, values: NDArray[np.float64], start: int, stop: int
) -> None:
    work = np.empty((3, lengths.max() + 2))
    for i in range(start, stop):
        t2, t3, t4, t5, t6 = numbers[i]
        # with these two the two triads that hold j1 agree whether it is a half-integer
        if lengths[i] and is_triad(t4, t2, t6) and is_triad(t4, t5, t3):
            spins_6j(t2, t3, t4, t5, t6, work, values[i])
