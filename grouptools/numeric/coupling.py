"""Coupling coefficients as floats, each the float nearest to the exact number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from grouptools.exact import coupling as exact

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = ["clebsch_gordan", "wigner_3j"]


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
