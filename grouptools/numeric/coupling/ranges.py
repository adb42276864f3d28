"""Whole ranges: every triple, or every six spins, up to a largest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_basis, check_triangle, degree, twice_spin
from grouptools.numeric.compilation import kernel
from grouptools.numeric.coupling.blocks import block_sizes, real_block
from grouptools.numeric.coupling.filling import fill_blocks, fill_columns, fill_dense
from grouptools.numeric.coupling.reading import float_dtype, read_spin
from grouptools.numeric.coupling.symbols import is_triad, spins_6j
from grouptools.numeric.threads import run_sliced

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = [
    "CouplingTable",
    "clebsch_gordan_blocks",
    "clebsch_gordan_table",
    "wigner_3j_blocks",
    "wigner_3j_table",
    "wigner_6j_table",
]

Floats = NDArray[np.floating[Any]]
Triple = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class CouplingTable:
    """3j symbols or couplings of every triple up to a largest spin, stored flat.

    `twice_triples` of shape (n, 3): doubled j1, j2, j3 in lexicographic order.
    `values`: values[offsets[i]:offsets[i + 1]] belong to triple i, over m1 ascending and, in it, m2
    ascending, where m3 = -m1 - m2 (3j) or m1 + m2 (couplings) exists.
    `coupled`: whether these are couplings <j1 m1 j2 m2 | j3 m3>.
    """

    coupled: bool
    twice_triples: NDArray[np.int64]
    offsets: NDArray[np.int64]
    values: Floats
    _places: NDArray[np.int32] = field(repr=False)

    def __len__(self) -> int:
        """The number of triples."""
        return len(self.twice_triples)

    def entries(self, j1: Spin, j2: Spin, j3: Spin) -> Floats:
        """The part of `values` that belongs to a triple, found in constant time.

        Raises `SelectionRuleError` when the triple breaks the triangle rule, `ArgumentError` when
        it is not in the table.
        """
        i = self._place(j1, j2, j3)
        return self.values[self.offsets[i] : self.offsets[i + 1]]

    def block(self, j1: Spin, j2: Spin, j3: Spin) -> Floats:
        """The dense block [j1 + m1, j2 + m2, j3 + m3] of a triple; raises as `entries`."""
        return self._dense(self._place(j1, j2, j3))

    def twice_numbers(self) -> NDArray[np.int16]:
        """Doubled j1, j2, j3, m1, m2, m3 of each entry of `values`, as rows of a (6, n) array."""
        columns = np.empty((6, self.values.size), np.int16)
        triples, offsets, coupled = self.twice_triples, self.offsets, self.coupled
        run_sliced(
            lambda i, j: fill_columns(triples, offsets, coupled, columns, i, j),
            len(self),
            self.values.size // len(self),
        )
        return columns

    def _dense(self, i: int) -> Floats:
        t1, t2, t3 = self.twice_triples[i]
        dense = np.zeros((t1 + 1, t2 + 1, t3 + 1), self.values.dtype)
        values = self.values[self.offsets[i] : self.offsets[i + 1]]
        fill_dense(t1, t2, t3, self.coupled, values, dense)
        return dense

    def _place(self, j1: Spin, j2: Spin, j3: Spin) -> int:
        twice = twice_spin(j1, "j1"), twice_spin(j2, "j2"), twice_spin(j3, "j3")
        check_triangle(*twice)
        place = int(self._places[twice]) if max(twice) < len(self._places) else -1
        if place < 0:
            raise ArgumentError(
                f"({j1}, {j2}, {j3}) was asked for, but the table does not hold this triple: make "
                f"one with a larger j_max, or with half_integers=True"
            )
        return place


def wigner_3j_table(
    j_max: Spin, *, half_integers: bool = False, dtype: DTypeLike = np.float64
) -> CouplingTable:
    """3j symbols of every triple of spins to j_max, integers or half-integers too.

    By recursion over m [Schulten, Gordon 1975, (7)].  Returns a `CouplingTable` of float64 or
    float32; there are about (j_max + 1/2)**5 / 2 values for integers, and with half_integers four
    times as many.
    Raises `ArgumentError` for what is no spin, and beyond the tested range, j_max = 1000
    (docs/accuracy.md).

    >>> table = wigner_3j_table(2)
    >>> len(table), table.values.size, table.entries(1, 1, 0)
    (15, 117, array([ 0.57735027, -0.57735027,  0.57735027]))
    """
    kind = float_dtype(dtype)
    twice = read_spin("wigner_3j_block", kind, j_max, "j_max")
    return _table(twice, half_integers=half_integers, coupled=False, kind=kind)


def clebsch_gordan_table(
    j_max: Spin, *, half_integers: bool = False, dtype: DTypeLike = np.float64
) -> CouplingTable:
    """Couplings <j1 m1 j2 m2 | j3 m3> of every triple of spins to j_max, Condon-Shortley.

    The complex basis; for the real one see `clebsch_gordan_blocks`.  Returns a `CouplingTable`,
    as `wigner_3j_table`, and raises as it does.

    >>> clebsch_gordan_table(2).entries(1, 1, 0)
    array([ 0.57735027, -0.57735027,  0.57735027])
    """
    kind = float_dtype(dtype)
    twice = read_spin("clebsch_gordan_block", kind, j_max, "j_max")
    return _table(twice, half_integers=half_integers, coupled=True, kind=kind)


def wigner_3j_blocks(
    j_max: Spin, *, half_integers: bool = False, dtype: DTypeLike = np.float64
) -> Iterator[tuple[Triple, Floats]]:
    """Dense blocks of every triple of spins to j_max, one after the other: (triple, block).

    The triple is (j1, j2, j3), with half_integers (2*j1, 2*j2, 2*j3); the block is that of
    `wigner_3j_block`.  Raises as `wigner_3j_table`.

    >>> dict(wigner_3j_blocks(1))[1, 1, 0].shape
    (3, 3, 1)
    """
    table = wigner_3j_table(j_max, half_integers=half_integers, dtype=dtype)
    return _blocks(table, 1 if half_integers else 2)


def clebsch_gordan_blocks(
    l_max: int, *, basis: str = "real", dtype: DTypeLike = np.float64
) -> Iterator[tuple[Triple, Floats]]:
    """Dense couplings of every triple of degrees to l_max, one after the other: (triple, block).

    The triple is (l1, l2, l3); the block is that of `clebsch_gordan_block`, indices [m1, m2, m3].
    Raises `ArgumentError` for what is no degree, another basis than "real" and "complex", and
    beyond the tested range, l_max = 1000 (docs/accuracy.md).

    >>> dict(clebsch_gordan_blocks(1))[1, 1, 0][:, :, 0].diagonal()
    array([-0.57735027, -0.57735027, -0.57735027])
    """
    check_basis(basis)
    kind = float_dtype(dtype)
    twice = read_spin("clebsch_gordan_block", kind, degree(l_max, "l_max"), "l_max")
    if basis == "complex":
        return _blocks(_table(twice, half_integers=False, coupled=True, kind=kind), 2)
    triples = _triples(twice, 2).tolist()
    return (
        ((a // 2, b // 2, c // 2), real_block((a, b, c), kind).to_dense()) for a, b, c in triples
    )


def wigner_6j_table(
    j_max: Spin, *, half_integers: bool = False, dtype: DTypeLike = np.float64
) -> Floats:
    """6j symbols {j1 j2 j3; j4 j5 j6} of all six spins to j_max.

    Entries: w[j1, j2, j3, j4, j5, j6] for integers; with half_integers the indices are doubled
    spins, 0 to 2*j_max.  By recursion over j6 [Schulten, Gordon 1975, (8)].

    Returns an array of six axes of length j_max + 1 (2*j_max + 1 with half_integers), float64 or
    float32, 0 where a triad breaks the triangle rule; 14 MB for integers to 10, 686 MB to 20.
    Raises `ArgumentError` for what is no spin, and beyond the tested range, j_max = 1000
    (docs/accuracy.md).

    >>> wigner_6j_table(2)[1, 1, 1, 1, 1, 2]
    np.float64(0.16666666666666666)
    """
    kind = float_dtype(dtype)
    twice = read_spin("wigner_6j_over_j1", kind, j_max, "j_max")
    step = 1 if half_integers else 2
    size = twice // step + 1
    table = np.zeros((size,) * 6, kind)
    rows = table.reshape(size**2, size, size, size, size)
    run_sliced(lambda i, j: _fill_6j(rows, step, i, j), size**2, size**4)
    return table


@kernel
def _fill_6j(rows: Any, step: int, start: int, stop: int) -> None:
    """Rows (j1, j2) of the table: families over j6, {j6 j2 j4; j3 j5 j1}."""
    size = rows.shape[1]
    longest = 2 * step * size + 2
    work, family = np.empty((3, longest)), np.empty(longest)
    for i in range(start, stop):
        t1, t2 = i // size * step, i % size * step
        for i3 in range(size):
            t3 = i3 * step
            if not is_triad(t1, t2, t3):
                continue
            for i4 in range(size):
                for i5 in range(size):
                    t4, t5 = i4 * step, i5 * step
                    if not is_triad(t4, t5, t3):
                        continue
                    low, n = spins_6j(t2, t4, t3, t5, t1, work, family)
                    for k in range(min(n, ((size - 1) * step - low) // 2 + 1)):
                        rows[i, i3, i4, i5, (low + 2 * k) // step] = family[k]


def _triples(twice_max: int, step: int) -> NDArray[np.int64]:
    """Every triple of doubled spins in steps that keeps the triangle rule, in order."""
    t = np.arange(0, twice_max + 1, step)
    t1, t2, t3 = np.meshgrid(t, t, t, indexing="ij", sparse=True)
    kept = (abs(t1 - t2) <= t3) & (t3 <= t1 + t2) & ((t1 + t2 + t3) % 2 == 0)
    return step * np.argwhere(kept).astype(np.int64)


def _table(
    twice_max: int, half_integers: bool, coupled: bool, kind: np.dtype[Any]
) -> CouplingTable:
    triples = _triples(twice_max, 1 if half_integers else 2)
    offsets = np.concatenate([[0], np.cumsum(block_sizes(triples))])
    values = np.empty(offsets[-1], kind)
    run_sliced(
        lambda i, j: fill_blocks(triples, offsets, coupled, values, i, j),
        len(triples),
        values.size // len(triples),
    )
    places = np.full((twice_max + 1,) * 3, -1, np.int32)
    places[tuple(triples.T)] = np.arange(len(triples))
    return CouplingTable(coupled, triples, offsets, values, places)


def _blocks(table: CouplingTable, step: int) -> Iterator[tuple[Triple, Floats]]:
    for i, (t1, t2, t3) in enumerate(table.twice_triples.tolist()):
        yield (t1 // step, t2 // step, t3 // step), table._dense(i)  # noqa: SLF001  # same file
