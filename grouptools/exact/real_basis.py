"""The unitary change between the complex and the real basis of an irrep of SO(3).

Y_real = U Y_complex, with Condon-Shortley phase on the complex side and none on the real one
[DESIGN 3; Varshalovich et al. 1988, 5.1.6 with other signs]:

    Y(0) = Y_0,    Y(m) = (Y_{-m} + (-1)^m Y_m) / sqrt2,    Y(-m) = i (Y_{-m} - (-1)^m Y_m) / sqrt2

for m > 0.  Each row has at most two entries, each a power of i over 1 or sqrt2, so that a
coupling coefficient of the real basis is one complex coefficient times a power of i and of sqrt2:
what its two or four terms share follows from C(-m1, -m2, -m3) = (-1)^(l1+l2+l3) C(m1, m2, m3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.quantum_numbers import degree
from grouptools.exact.surd import SurdArray, reduced

if TYPE_CHECKING:
    import sympy

__all__ = ["real_from_complex", "unitary_to_real"]


def unitary_to_real(l: int) -> sympy.Matrix:
    """The unitary matrix U with Y_real = U Y_complex.

    Entries: [[U(m, mu) for mu in range(-l, l + 1)] for m in range(-l, l + 1)]

    Returns a sympy Matrix of shape (2*l + 1, 2*l + 1), U U^+ = 1.

    >>> unitary_to_real(1)[0, :]
    Matrix([[sqrt(2)*I/2, 0, sqrt(2)*I/2]])
    """
    import sympy

    size = degree(l)
    matrix = sympy.zeros(2 * size + 1, 2 * size + 1)
    for m in range(-size, size + 1):
        for mu in {m, -m}:
            root = sympy.sqrt(2) if m else sympy.Integer(1)
            matrix[size + m, size + mu] = sympy.I ** int(_phase(np.int64(m), np.int64(mu))) / root
    return matrix


def real_from_complex(coupling: SurdArray, l1: int, l2: int, l3: int) -> SurdArray:
    """Turn <l1 m1 l2 m2 | l3 m3> into the real coupling U3 C U1^+ U2^+ (-i where the sum is odd).

    Takes and returns a `SurdArray` of shape (2*l1 + 1, 2*l2 + 1, 2*l3 + 1).
    """
    shift = np.array([l1, l2, l3])
    mu = coupling.indices - shift
    # One complex entry of each pair +-mu stands for both: the one that comes last.
    chosen = np.arange(len(mu) // 2, len(mu))
    mu = mu[chosen]
    m = np.abs(mu) * _SIGNS[:, None]  # (8 choices of signs, entries, 3)
    repeated = ((mu == 0) & (_SIGNS[:, None] < 0)).any(axis=2)  # m = 0 has one sign only
    power = _phase(m, mu) @ [-1, -1, 1] - (l1 + l2 + l3) % 2
    choice, entry = np.nonzero(~repeated & (power % 2 == 0))
    m, source, sign = m[choice, entry], chosen[entry], 1 - power[choice, entry] % 4
    # Weight: 1/sqrt2 for each m != 0, times 2 for the pair +-mu (which is one entry if mu = 0).
    weight = np.array([1, 1, 1, 2])[(m != 0).sum(axis=1)].astype(object)
    order = np.lexsort(m.T[::-1])
    numerators, denominators = reduced(
        coupling.numerators[source] * sign.astype(object), coupling.denominators[source] * weight
    )
    return SurdArray(coupling.shape, (m + shift)[order], numerators[order], denominators[order])


#: The eight choices of sign for (m1, m2, m3).
_SIGNS = 1 - 2 * np.array(list(np.ndindex(2, 2, 2)))


def _phase(m: NDArray[np.int64] | np.int64, mu: NDArray[np.int64] | np.int64) -> Any:
    """Return p with U(m, mu) = i**p / sqrt2 (or 1 for m = 0), where |m| = |mu|."""
    alternating = np.where(mu > 0, 2 * (mu % 2), 0)
    return np.where(m < 0, 1 + np.where(mu > 0, 2, 0), 0) + alternating
