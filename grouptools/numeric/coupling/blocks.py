"""The block of one triple over all m, dense or sparse, computed by recursion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_basis, spin_text
from grouptools.numeric.coupling.filling import (
    fill_block,
    fill_columns,
    fill_dense,
    real_entries,
)
from grouptools.numeric.coupling.reading import float_dtype, read_triple

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = [
    "SparseBlock",
    "block_sizes",
    "clebsch_gordan_block",
    "clebsch_gordan_sparse",
    "real_block",
    "wigner_3j_block",
    "wigner_3j_sparse",
]

Triple = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class SparseBlock:
    """The entries of one triple that the selection rules on m let through.

    `indices` of shape (n, 3): j1 + m1, j2 + m2, j3 + m3, in lexicographic order.
    `values` of shape (n,), float64 or float32.  `shape`: (2*j1 + 1, 2*j2 + 1, 2*j3 + 1).
    """

    shape: tuple[int, int, int]
    indices: NDArray[np.int64]
    values: NDArray[np.floating[Any]]

    def to_dense(self) -> NDArray[np.floating[Any]]:
        """The dense array of `shape`, zero where no entry stands."""
        dense = np.zeros(self.shape, self.values.dtype)
        dense[tuple(self.indices.T)] = self.values
        return dense


def wigner_3j_block(
    j1: Spin, j2: Spin, j3: Spin, *, dtype: DTypeLike = np.float64
) -> NDArray[np.floating[Any]]:
    """3j symbols (j1 j2 j3; m1 m2 m3) over all m, by recursion over m [Schulten, Gordon 1975, (7)].

    Entries: [[[w(m1, m2, m3) for m3 in range(-j3, j3 + 1)]
               for m2 in range(-j2, j2 + 1)] for m1 in range(-j1, j1 + 1)]

    Returns an array of shape (2*j1 + 1, 2*j2 + 1, 2*j3 + 1), float64 or float32, within the
    bounds of docs/accuracy.md; `wigner_3j` gives the floats nearest to the exact numbers.
    Raises `SelectionRuleError` when (j1, j2, j3) breaks the triangle rule, and `ArgumentError`
    beyond the tested range, j = 1000.

    >>> wigner_3j_block(1, 1, 0)[:, :, 0][::-1].diagonal()
    array([ 0.57735027, -0.57735027,  0.57735027])
    """
    kind = float_dtype(dtype)
    twice = read_triple("wigner_3j_block", kind, j1, j2, j3)
    return _dense(twice, coupled=False, dtype=kind)


def wigner_3j_sparse(j1: Spin, j2: Spin, j3: Spin, *, dtype: DTypeLike = np.float64) -> SparseBlock:
    """The entries of `wigner_3j_block` with m1 + m2 + m3 = 0, as a `SparseBlock`.

    Raises as `wigner_3j_block`.

    >>> wigner_3j_sparse(1, 1, 0).values
    array([ 0.57735027, -0.57735027,  0.57735027])
    """
    kind = float_dtype(dtype)
    twice = read_triple("wigner_3j_block", kind, j1, j2, j3)
    return _sparse(twice, coupled=False, dtype=kind)


def clebsch_gordan_block(
    j1: Spin, j2: Spin, j3: Spin, *, basis: str = "real", dtype: DTypeLike = np.float64
) -> NDArray[np.floating[Any]]:
    """Couplings of two irreps to a third over all m, by recursion over m.

    Entries: [[[C(m1, m2, m3) for m3 in range(-j3, j3 + 1)]
               for m2 in range(-j2, j2 + 1)] for m1 in range(-j1, j1 + 1)]

    basis "real" couples real harmonics; basis "complex" is <j1 m1 j2 m2 | j3 m3> with the
    Condon-Shortley phase, half-integers (as `Fraction`) allowed [docs/conventions.md].
    Returns an array of shape (2*j1 + 1, 2*j2 + 1, 2*j3 + 1), float64 or float32, within the
    bounds of docs/accuracy.md; `clebsch_gordan` gives the floats nearest to the exact numbers.
    Raises `SelectionRuleError` when (j1, j2, j3) breaks the triangle rule, and `ArgumentError`
    for half-integers in the real basis and beyond the tested range, j = 1000.

    >>> clebsch_gordan_block(1, 1, 1)[0, 1, 2]  # x component: u_y v_z - u_z v_y
    np.float64(0.7071067811865475)
    """
    kind = float_dtype(dtype)
    twice = _read_coupling(basis, kind, j1, j2, j3)
    if basis == "complex":
        return _dense(twice, coupled=True, dtype=kind)
    return real_block(twice, kind).to_dense()


def clebsch_gordan_sparse(
    j1: Spin, j2: Spin, j3: Spin, *, basis: str = "real", dtype: DTypeLike = np.float64
) -> SparseBlock:
    """The entries of `clebsch_gordan_block` that selection rules on m let through.

    Those are m1 + m2 = m3 in the complex basis; in the real one |m3| = |m1| + |m2| or their
    difference, with the signs that the parity of j1 + j2 + j3 allows.
    Returns a `SparseBlock`.  Raises as `clebsch_gordan_block`.

    >>> clebsch_gordan_sparse(1, 1, 0).values
    array([-0.57735027, -0.57735027, -0.57735027])
    """
    kind = float_dtype(dtype)
    twice = _read_coupling(basis, kind, j1, j2, j3)
    return (
        _sparse(twice, coupled=True, dtype=kind) if basis == "complex" else real_block(twice, kind)
    )


def block_sizes(triples: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many (m1, m2) with |m1 + m2| <= j3 the triples of doubled spins in rows have.

    >>> block_sizes(np.array([[2, 2, 0], [2, 2, 4]]))
    array([3, 9])
    """
    t1, t2, t3 = triples.T
    # the rectangle without two triangular corners of side j1 + j2 - j3
    side = (t1 + t2 - t3) // 2
    sizes: NDArray[np.int64] = (t1 + 1) * (t2 + 1) - side * (side + 1)
    return sizes


def real_block(twice: Triple, dtype: np.dtype[Any]) -> SparseBlock:
    """The real couplings of a triple of even doubled spins."""
    values = _flat(twice, coupled=True)
    l1, l2, l3 = (t // 2 for t in twice)
    indices = np.empty((2 * values.size + 4, 3), np.int64)
    entries = np.empty(len(indices))
    count = real_entries(l1, l2, l3, values, indices, entries)
    indices, entries = indices[:count], entries[:count]
    shape = _shape(twice)
    order = np.argsort(np.ravel_multi_index(tuple(indices.T), shape))
    return SparseBlock(shape, indices[order], entries[order].astype(dtype, copy=False))


def _read_coupling(basis: str, dtype: np.dtype[Any], j1: Spin, j2: Spin, j3: Spin) -> Triple:
    check_basis(basis)
    twice = read_triple("clebsch_gordan_block", dtype, j1, j2, j3)
    if basis == "real" and any(t % 2 for t in twice):
        raise ArgumentError(
            f"(j1, j2, j3) = ({', '.join(map(spin_text, twice))}) was given with basis='real', "
            f"but half-integer irreps have no real basis: pass basis='complex'"
        )
    return twice


def _shape(twice: Triple) -> tuple[int, int, int]:
    return twice[0] + 1, twice[1] + 1, twice[2] + 1


def _flat(twice: Triple, *, coupled: bool) -> NDArray[np.float64]:
    """The entries of a block in lexicographic order of (m1, m2)."""
    values = np.empty(int(block_sizes(np.array([twice]))[0]))
    longest = max(twice) + 2
    fill_block(*twice, coupled, np.empty((3, longest)), np.empty(longest, np.int64), values)
    return values


def _dense(twice: Triple, *, coupled: bool, dtype: np.dtype[Any]) -> NDArray[np.floating[Any]]:
    dense = np.zeros(_shape(twice), dtype)
    fill_dense(*twice, coupled, _flat(twice, coupled=coupled), dense)
    return dense


def _sparse(twice: Triple, *, coupled: bool, dtype: np.dtype[Any]) -> SparseBlock:
    values = _flat(twice, coupled=coupled)
    columns = np.empty((6, values.size), np.int64)
    fill_columns(np.array([twice]), np.array([0, values.size]), coupled, columns, 0, 1)
    indices = np.ascontiguousarray(((columns[3:] + columns[:3]) // 2).T)
    return SparseBlock(_shape(twice), indices, values.astype(dtype, copy=False))
