"""Coupling coefficients as floats, each the float nearest to the exact number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.exact import coupling as exact
from grouptools.exact import recoupling
from grouptools.exact.rounding import to_float

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = ["clebsch_gordan", "wigner_3j", "wigner_6j", "wigner_9j"]


def clebsch_gordan(
    l1: Spin, l2: Spin, l3: Spin, *, basis: str = "real", dtype: DTypeLike = np.float64
) -> NDArray[np.floating[Any]]:
    """Couplings of two irreps to a third, v3[m3] = sum(C[m1, m2, m3] * u1[m1] * v2[m2]).

    Entries: [[[C(m1, m2, m3) for m3 in range(-l3, l3 + 1)]
               for m2 in range(-l2, l2 + 1)] for m1 in range(-l1, l1 + 1)]

    basis "real" couples real harmonics; basis "complex" is <l1 m1 l2 m2 | l3 m3> with the
    Condon-Shortley phase, half-integers (as `Fraction`) allowed.
    Returns an array of shape (2*l1 + 1, 2*l2 + 1, 2*l3 + 1), float64 or float32, every entry
    the float nearest to `grouptools.exact.clebsch_gordan`'s, which see for source and range.
    Raises `SelectionRuleError` when (l1, l2, l3) breaks the triangle rule.

    >>> clebsch_gordan(1, 1, 0)[:, :, 0].diagonal()
    array([-0.57735027, -0.57735027, -0.57735027])
    """
    return exact.clebsch_gordan(l1, l2, l3, basis=basis).to_numpy(dtype)


def wigner_3j(
    j1: Spin, j2: Spin, j3: Spin, *, dtype: DTypeLike = np.float64
) -> NDArray[np.floating[Any]]:
    """3j symbols (j1 j2 j3; m1 m2 m3) over all m.

    Entries: [[[w(m1, m2, m3) for m3 in range(-j3, j3 + 1)]
               for m2 in range(-j2, j2 + 1)] for m1 in range(-j1, j1 + 1)]

    Returns an array of shape (2*j1 + 1, 2*j2 + 1, 2*j3 + 1), float64 or float32, every entry
    the float nearest to `grouptools.exact.wigner_3j_array`'s, which see for source and range.
    Raises `SelectionRuleError` when (j1, j2, j3) breaks the triangle rule.

    >>> wigner_3j(1, 1, 2)[1, 1, 2]
    np.float64(0.3651483716701107)
    """
    return exact.wigner_3j_array(j1, j2, j3).to_numpy(dtype)


def wigner_6j(
    j1: Spin, j2: Spin, j3: Spin, j4: Spin, j5: Spin, j6: Spin, *, dtype: DTypeLike = np.float64
) -> np.floating[Any]:
    """6j symbol {j1 j2 j3; j4 j5 j6}, the float nearest to `grouptools.exact.wigner_6j`'s.

    Returns one float64 or float32; 0 where a triad breaks the triangle rule.

    >>> wigner_6j(1, 2, 3, 2, 1, 2)
    np.float64(0.04364357804719848)
    """
    return to_float(recoupling.wigner_6j(j1, j2, j3, j4, j5, j6), dtype)


def wigner_9j(*spins: Spin, dtype: DTypeLike = np.float64) -> np.floating[Any]:
    """9j symbol of nine spins, row by row, the float nearest to `grouptools.exact.wigner_9j`'s.

    Returns one float64 or float32; 0 where a row or column breaks the triangle rule.

    >>> wigner_9j(1, 1, 1, 1, 1, 1, 1, 1, 0)
    np.float64(0.05555555555555555)
    """
    return to_float(recoupling.wigner_9j(*spins), dtype)
