"""Whole blocks of 3j symbols and Clebsch-Gordan coefficients, in compiled code.

The block of a triple holds the symbols with m1 + m2 + m3 = 0 one after the other, m1 ascending and
m2 ascending in it.  The block read backwards is the block of -m, which is the same up to a
sign: half of the rows is computed, and (0, 0, 0) is exactly 0 where it has to be.  Rows belong to
the largest spin, whose recursions are the best conditioned; spins are doubled.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.compilation import kernel
from grouptools.numeric.coupling.recursion import parity
from grouptools.numeric.coupling.symbols import row_3j, single_3j, single_6j, sum_9j

__all__ = [
    "block_starts",
    "fill_block",
    "fill_blocks",
    "fill_columns",
    "fill_dense",
    "real_entries",
    "values_3j",
    "values_6j",
    "values_9j",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@kernel
def block_starts(t1: int, t2: int, t3: int, starts: Integers) -> int:
    """Make (m1, m2) stand at starts[j1 + m1] + j2 + m2 of the block; return its length."""
    size = 0
    for i in range(t1 + 1):
        m1 = 2 * i - t1
        low, high = max(-t2, -t3 - m1), min(t2, t3 - m1)
        starts[i] = size - (low + t2) // 2
        size += (high - low) // 2 + 1
    return size


@kernel
def fill_block(
    t1: int, t2: int, t3: int, coupled: bool, work: Floats, starts: Integers, values: Any
) -> None:
    """The block of 3j symbols of a triple, or of <j1 m1 j2 m2 | j3 m3> where `coupled`."""
    size = block_starts(t1, t2, t3, starts)
    # a, b, c: the spins in cyclic order, the largest first
    a, b, c, shift = t1, t2, t3, 0
    if t2 > t1 and t2 >= t3:
        a, b, c, shift = t2, t3, t1, 1
    elif t3 > t1 and t3 > t2:
        a, b, c, shift = t3, t1, t2, 2
    mirror = parity((t1 + t2 - t3) // 2 if coupled else (t1 + t2 + t3) // 2)
    norm = sqrt((t3 + 1.0) / (a + 1.0)) if coupled else 1.0 / sqrt(a + 1.0)
    for i in range(a // 2 + 1):
        ma = 2 * i - a
        low, n = row_3j(a, b, c, ma, work)
        mc = -ma - low
        # where the entry k stands: starts[row + k * down] + column + k * along
        row, column, down, along, m3 = i, (t2 + low) // 2, 0, 1, mc
        if shift == 1:
            row, column, down, along, m3 = (t1 + mc) // 2, i, -1, 0, low
        elif shift == 2:
            row, column, down, along, m3 = (t1 + low) // 2, (t2 + mc) // 2, 1, -1, ma
        factor, alternate = norm, 1.0
        if coupled:
            factor *= parity((t1 - t2 - m3) // 2)
            alternate = 1.0 if shift == 2 else -1.0
        for k in range(n if ma else (n + 1) // 2):
            value = work[2, k] * factor
            place = starts[row + k * down] + column + k * along
            values[place] = value
            values[size - 1 - place] = value * mirror
            factor *= alternate
        if ma == 0 and n % 2 and mirror < 0.0:
            values[size // 2] = 0.0


@kernel
def fill_blocks(
    triples: Integers, offsets: Integers, coupled: bool, values: Any, start: int, stop: int
) -> None:
    """The blocks start to stop of a table, each from its offset on."""
    longest = triples.max() + 2
    work, starts = np.empty((3, longest)), np.empty(longest, np.int64)
    for i in range(start, stop):
        block = values[offsets[i] : offsets[i + 1]]
        fill_block(triples[i, 0], triples[i, 1], triples[i, 2], coupled, work, starts, block)


@kernel
def fill_columns(
    triples: Integers, offsets: Integers, coupled: bool, columns: Any, start: int, stop: int
) -> None:
    """Doubled j1, j2, j3, m1, m2, m3 of each entry of a table, as rows of `columns`."""
    for i in range(start, stop):
        t1, t2, t3 = triples[i]
        k = offsets[i]
        for m1 in range(-t1, t1 + 1, 2):
            for m2 in range(max(-t2, -t3 - m1), min(t2, t3 - m1) + 1, 2):
                columns[0, k], columns[1, k], columns[2, k] = t1, t2, t3
                columns[3, k], columns[4, k] = m1, m2
                columns[5, k] = m1 + m2 if coupled else -m1 - m2
                k += 1


@kernel
def fill_dense(t1: int, t2: int, t3: int, coupled: bool, values: Any, dense: Any) -> None:
    """Put the entries of a block at [j1 + m1, j2 + m2, j3 + m3]."""
    k = 0
    for i1 in range(t1 + 1):
        m1 = 2 * i1 - t1
        for m2 in range(max(-t2, -t3 - m1), min(t2, t3 - m1) + 1, 2):
            m3 = m1 + m2 if coupled else -m1 - m2
            dense[i1, (t2 + m2) // 2, (t3 + m3) // 2] = values[k]
            k += 1


@kernel
def _power(m: int, mu: int) -> int:
    """P with U(m, mu) = i**p / sqrt2 of the matrix U that takes complex harmonics to real ones."""
    back = 2 * (mu & 1) if mu > 0 else 0
    return back + (3 if mu > 0 else 1) if m < 0 else back


@kernel
def real_entries(l1: int, l2: int, l3: int, values: Any, indices: Integers, entries: Any) -> int:
    """Real couplings from the block of complex ones; return how many there are.

    Each is one complex coefficient times a power of i and of sqrt2: of the entries +-m, which
    are equal up to a sign, the last stands for both.
    """
    odd, size, k, count = (l1 + l2 + l3) % 2, values.size, 0, 0
    for m1 in range(-l1, l1 + 1):
        for m2 in range(max(-l2, -l3 - m1), min(l2, l3 - m1) + 1):
            m3 = m1 + m2
            if k >= size // 2:
                value = values[k] * (sqrt(0.5) if m1 != 0 and m2 != 0 and m3 != 0 else 1.0)
                for n1 in {-abs(m1), abs(m1)}:
                    for n2 in {-abs(m2), abs(m2)}:
                        for n3 in {-abs(m3), abs(m3)}:
                            power = _power(n3, m3) - _power(n1, m1) - _power(n2, m2) - odd
                            if power % 2 == 0:
                                entries[count] = value * (1 - power % 4)
                                indices[count, 0] = l1 + n1
                                indices[count, 1] = l2 + n2
                                indices[count, 2] = l3 + n3
                                count += 1
            k += 1
    return count


@kernel
def values_3j(numbers: Integers, coupled: bool, out: Any, start: int, stop: int) -> None:
    """3j symbols, or couplings, of columns j1, j2, j3, m1, m2, m3 of doubled numbers."""
    work, key = np.empty((3, numbers[:3].max() + 2)), np.full(6, -1)
    for i in range(start, stop):
        t1, t2, t3, m1, m2, m3 = numbers[:, i]
        if m1 + m2 != (m3 if coupled else -m3):
            out[i] = 0.0
            continue
        value = single_3j(t1, t2, t3, m1, m2, work, key)
        if coupled and value != 0.0:
            value *= sqrt(t3 + 1.0) * parity((t1 - t2 + m3) // 2)
        out[i] = value


@kernel
def values_6j(numbers: Integers, out: Any, start: int, stop: int) -> None:
    """6j symbols of columns of six doubled spins."""
    work, key = np.empty((3, numbers.max() + 2)), np.full(6, -1)
    for i in range(start, stop):
        t1, t2, t3, t4, t5, t6 = numbers[:, i]
        out[i] = single_6j(t1, t2, t3, t4, t5, t6, work, key)


@kernel
def values_9j(numbers: Integers, out: Any, start: int, stop: int) -> None:
    """9j symbols of rows of nine doubled spins."""
    longest = numbers.max() + 2
    work, families = np.empty((3, longest)), np.empty((3, longest))
    for i in range(start, stop):
        out[i] = sum_9j(numbers[i], work, families)
