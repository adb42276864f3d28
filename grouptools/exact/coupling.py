"""Clebsch-Gordan coefficients and 3j symbols of SU(2), exact.

Van der Waerden's sum written with binomials [Varshalovich et al. 1988, 8.2.1 (5)]:

    <j1 m1 j2 m2 | j3 m3> = S sqrt( C(2j1, a) C(2j2, a)
        / (C(J+1, a) C(2j1, j1-m1) C(2j2, j2-m2) C(2j3, j3-m3)) ),
    S = sum_k (-1)^k C(a, k) C(b, j1-m1-k) C(c, j2+m2-k),

a = j1+j2-j3, b = j1-j2+j3, c = -j1+j2+j3, J = j1+j2+j3.  S is a matrix product of integers:
row m1 of one factor, column m2 of the other.  Its terms add up to at most 2**J in modulus, so
that int64 is exact while J <= 62; beyond, flint multiplies integers of any size.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import (
    check_basis,
    check_triangle,
    is_triad,
    projection,
    twice_spin,
)
from grouptools.exact.real_basis import real_from_complex
from grouptools.exact.surd import SurdArray, reduced, root_to_sympy

if TYPE_CHECKING:
    import sympy

    from grouptools.exact.quantum_numbers import Spin

__all__ = [
    "clebsch_gordan",
    "clebsch_gordan_coefficient",
    "wigner_3j",
    "wigner_3j_array",
]

# The largest j1+j2+j3 for which no partial sum of S can leave int64.
_INT64_TOTAL = 62


def clebsch_gordan(j1: Spin, j2: Spin, j3: Spin, *, basis: str = "real") -> SurdArray:
    """Exact couplings of two irreps of SU(2) to a third.

    basis "complex": <j1 m1 j2 m2 | j3 m3> with the Condon-Shortley phase; half-integers allowed.
    basis "real": C = U3 C_complex U1^+ U2^+, times -i where j1 + j2 + j3 is odd, so that
    v3[m3] = sum(C[m1, m2, m3] * u1[m1] * v2[m2]) couples real harmonics; integers only.

    Entries: [[[C(m1, m2, m3) for m3 in range(-j3, j3 + 1)]
               for m2 in range(-j2, j2 + 1)] for m1 in range(-j1, j1 + 1)]

    Returns a `SurdArray` of shape (2*j1 + 1, 2*j2 + 1, 2*j3 + 1) with orthonormal columns.
    Raises `SelectionRuleError` when (j1, j2, j3) breaks the triangle rule.
    Tested exactly for every triple to l = 10, for (20, 20, 20), and to j = 100 by symmetry.

    >>> clebsch_gordan(1, 1, 0, basis="complex")[0, 2, 0]
    sqrt(3)/3
    >>> clebsch_gordan(1, 1, 1)[0, 2, 1]  # (u x v)_z / sqrt(2) = (u_x v_y - u_y v_x) / sqrt(2)
    -sqrt(2)/2
    """
    twice = twice_spin(j1, "j1"), twice_spin(j2, "j2"), twice_spin(j3, "j3")
    check_basis(basis)
    if basis == "real" and any(t % 2 for t in twice):
        raise ArgumentError(
            f"(j1, j2, j3) = ({j1}, {j2}, {j3}) was given with basis='real', but half-integer "
            f"irreps have no real basis: pass basis='complex'"
        )
    check_triangle(*twice)
    block = _complex_block(*twice)
    return block if basis == "complex" else real_from_complex(block, *(t // 2 for t in twice))


def wigner_3j_array(j1: Spin, j2: Spin, j3: Spin) -> SurdArray:
    """Exact 3j symbols (j1 j2 j3; m1 m2 m3) over all m [Varshalovich et al. 1988, 8.1.2 (11)].

    Entries: [[[w(m1, m2, m3) for m3 in range(-j3, j3 + 1)]
               for m2 in range(-j2, j2 + 1)] for m1 in range(-j1, j1 + 1)]

    Returns a `SurdArray` of shape (2*j1 + 1, 2*j2 + 1, 2*j3 + 1), zero where m1 + m2 + m3 != 0.
    Raises `SelectionRuleError` when (j1, j2, j3) breaks the triangle rule.

    >>> wigner_3j_array(1, 1, 2)[1, 1, 2]
    sqrt(30)/15
    """
    t1, t2, t3 = twice_spin(j1, "j1"), twice_spin(j2, "j2"), twice_spin(j3, "j3")
    coupled = clebsch_gordan(j1, j2, j3, basis="complex")
    numerators, denominators = reduced(coupled.numerators, coupled.denominators * (t3 + 1))
    # (j1 j2 j3; m1 m2 -m) = (-1)^(j1 - j2 + m) <j1 m1 j2 m2 | j3 m> / sqrt(2 j3 + 1)
    indices = coupled.indices.copy()
    signs = 1 - ((t1 - t2 - t3) // 2 + indices[:, 2]) % 2 * 2
    indices[:, 2] = t3 - indices[:, 2]
    return SurdArray(coupled.shape, indices, numerators * signs, denominators)


def clebsch_gordan_coefficient(
    j1: Spin, m1: Spin, j2: Spin, m2: Spin, j3: Spin, m3: Spin
) -> sympy.Expr:
    """One coefficient <j1 m1 j2 m2 | j3 m3>, Condon-Shortley, of any size.

    Returns a sympy number; 0 where the triangle rule or m1 + m2 = m3 fails, as in a sum over
    all of them.  Raises `ArgumentError` where an m does not belong to its j.
    Tested to j = 1200 against published values.

    >>> clebsch_gordan_coefficient(1, 1, 1, -1, 2, 0)
    sqrt(6)/6
    """
    twice_j = twice_spin(j1, "j1"), twice_spin(j2, "j2"), twice_spin(j3, "j3")
    twice_m = projection(m1, "m1"), projection(m2, "m2"), projection(m3, "m3")
    n, d = _one_coefficient(twice_j, twice_m)
    return root_to_sympy(Fraction(n, d))


def wigner_3j(j1: Spin, j2: Spin, j3: Spin, m1: Spin, m2: Spin, m3: Spin) -> sympy.Expr:
    """One 3j symbol (j1 j2 j3; m1 m2 m3), of any size [Varshalovich et al. 1988, 8.1.2 (11)].

    Returns a sympy number; 0 where the triangle rule or m1 + m2 + m3 = 0 fails.
    Raises `ArgumentError` where an m does not belong to its j.
    Tested to j = 1200 against published values.

    >>> wigner_3j(2, 6, 4, 0, 0, 0)
    sqrt(715)/143
    """
    twice_j = twice_spin(j1, "j1"), twice_spin(j2, "j2"), twice_spin(j3, "j3")
    twice_m = projection(m1, "m1"), projection(m2, "m2"), projection(m3, "m3")
    n, d = _one_coefficient(twice_j, (twice_m[0], twice_m[1], -twice_m[2]))
    odd = n != 0 and (twice_j[0] - twice_j[1] - twice_m[2]) // 2 % 2
    return root_to_sympy(Fraction(-n if odd else n, d * (twice_j[2] + 1)))


def _complex_block(t1: int, t2: int, t3: int) -> SurdArray:
    """All <j1 m1 j2 m2 | j3 m3> of one triple; the half m3 > 0 follows from the half m3 <= 0."""
    a, total = (t1 + t2 - t3) // 2, (t1 + t2 + t3) // 2
    row, column = np.mgrid[0 : t1 + 1, 0 : t2 + 1].reshape(2, -1)
    third = row + column - a
    sums = _signed_sums(t1, t2, t3)[row, column]
    lower_half = (third >= 0) & (2 * third <= t3) & (sums != 0)
    row, column, third, sums = (v[lower_half] for v in (row, column, third, sums))
    sums = sums.astype(object)
    numerators, denominators = reduced(
        sums * sums * (comb(t1, a) * comb(t2, a)),
        _binomials(t1)[row] * _binomials(t2)[column] * (_binomials(t3)[third] * comb(total + 1, a)),
    )
    numerators[sums < 0] *= -1
    indices = np.stack([row, column, third], axis=1)
    # <j1 -m1 j2 -m2 | j3 -m3> = (-1)^(j1+j2-j3) <j1 m1 j2 m2 | j3 m3>, last entry first
    mirrored = slice(None, None, -1)
    upper = np.flatnonzero(2 * third < t3)[mirrored]
    mirror = np.array([t1, t2, t3]) - indices[upper]
    indices = np.concatenate([indices, mirror])
    order = np.lexsort(indices.T[::-1])
    return SurdArray(
        (t1 + 1, t2 + 1, t3 + 1),
        indices[order],
        np.concatenate([numerators, numerators[upper] * (-1) ** a])[order],
        np.concatenate([denominators, denominators[upper]])[order],
    )


def _signed_sums(t1: int, t2: int, t3: int) -> NDArray[Any]:
    """S[j1 + m1, j2 + m2] of the module's formula, exact at any size."""
    a, b, c = (t1 + t2 - t3) // 2, (t1 - t2 + t3) // 2, (-t1 + t2 + t3) // 2
    k = np.arange(a + 1)
    left = _padded_binomials(b, a, t1)[t1 - np.arange(t1 + 1)[:, None] - k]  # C(b, j1 - m1 - k)
    right = _padded_binomials(c, a, t2)[np.arange(t2 + 1) - k[:, None]]  # C(c, j2 + m2 - k)
    left = left * (_binomials(a) * (-1) ** k)
    if a + b + c <= _INT64_TOTAL:
        sums: NDArray[np.int64] = np.matmul(left.astype(np.int64), right.astype(np.int64))
        return sums
    import flint

    product = flint.fmpz_mat(left.tolist()) * flint.fmpz_mat(right.tolist())
    return np.array([[int(entry) for entry in row] for row in product.tolist()], dtype=object)


@cache
def _binomials(n: int) -> NDArray[np.object_]:
    """Return [C(n, k) for k in range(n + 1)] as an object array."""
    return np.array([comb(n, k) for k in range(n + 1)], dtype=object)


def _padded_binomials(n: int, before: int, last: int) -> NDArray[np.object_]:
    """Return B with B[k] = C(n, k) for k in range(-before, last + 1), zero outside 0..n."""
    padded = np.zeros(last + 1 + before, dtype=object)
    padded[: min(n, last) + 1] = _binomials(n)[: last + 1]
    return padded  # a negative k counts from the end, where the zeros are


def _one_coefficient(
    twice_j: tuple[int, int, int], twice_m: tuple[int, int, int]
) -> tuple[int, int]:
    """Signed square n/d (not reduced) of <j1 m1 j2 m2 | j3 m3>."""
    for name, t, m in zip("123", twice_j, twice_m, strict=True):
        if abs(m) > t or (t - m) % 2:
            raise ArgumentError(
                f"2*m{name} = {m} was given with 2*j{name} = {t}, but m{name} runs from "
                f"-j{name} to j{name} in steps of 1"
            )
    (t1, t2, t3), (m1, m2, m3) = twice_j, twice_m
    if m1 + m2 != m3 or not is_triad(t1, t2, t3):
        return 0, 1
    a, b, c = (t1 + t2 - t3) // 2, (t1 - t2 + t3) // 2, (-t1 + t2 + t3) // 2
    down, up = (t1 - m1) // 2, (t2 + m2) // 2
    first, last = max(0, down - b, up - c), min(a, down, up)
    term = (-1) ** first * comb(a, first) * comb(b, down - first) * comb(c, up - first)
    total = 0
    for k in range(first, last + 1):
        total += term
        term = -term * (a - k) * (down - k) * (up - k)
        term //= (k + 1) * (b - down + k + 1) * (c - up + k + 1)
    n = total * abs(total) * comb(t1, a) * comb(t2, a)
    d = comb(a + b + c + 1, a) * comb(t1, down) * comb(t2, up) * comb(t3, (t3 - m3) // 2)
    return n, d
