"""The rotation generators of an irrep of spin j = t/2, as integer matrices.

Coordinates.  v(m) = s(m) / sqrt(w(m)) with w = `weights`; on s the generators are integers.
complex: w(m) = binomial(2j, j - m), so that (J_+ s)(m + 1) = (j - m) s(m),
         (J_- s)(m - 1) = (j + m) s(m), (J_z s)(m) = m s(m).
real:    w(0) = binomial(2j, j), w(m) = 2 binomial(2j, j - m), so that Y_real = U Y_complex
         becomes s_real(m) = s(-m) + (-1)^m s(m), s_real(-m) = i (s(-m) - (-1)^m s(m)), m > 0.

X_a is the generator in Y(R x) = exp(t X_a) Y(x), R the rotation by t about the axis a:
X_a = i conj(J_a) for the complex harmonics, and U i conj(J_a) U^+ for the real ones, real and
antisymmetric.  All matrices are doubled, so that half-integers and J_x = (J_+ + J_-)/2 stay
integers; a matrix is a dictionary {(row, column): entry} over the indices j + m.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import comb

__all__ = [
    "AXES",
    "Matrix",
    "component_generators",
    "from_real_phase",
    "ladder",
    "real_generators",
    "weights",
]

Matrix = dict[tuple[int, int], int]

AXES = ("x", "y", "z")


@cache
def weights(basis: str, t: int) -> tuple[int, ...]:
    """Return (w(m) for m in range(-j, j + 1))."""
    binomials = [comb(t, k) for k in range(t + 1)]
    if basis == "complex":
        return tuple(binomials)
    return tuple(w if 2 * k == t else 2 * w for k, w in enumerate(binomials))


@cache
def ladder(t: int) -> dict[str, Matrix]:
    """Return 2 J_z, 2 J_+ and 2 J_- of the complex basis."""
    return {
        "J_z": {(k, k): 2 * k - t for k in range(t + 1)},
        "J_+": {(k + 1, k): 2 * (t - k) for k in range(t)},
        "J_-": {(k - 1, k): 2 * k for k in range(1, t + 1)},
    }


@cache
def real_generators(t: int) -> dict[str, Matrix]:
    """Return 2 X_a of the real basis, for the axes x, y, z."""
    l = t // 2
    generators = {}
    for axis, terms in _complex_generators(t).items():
        sums: dict[tuple[int, int], int] = defaultdict(int)
        for row, column, power, entry in terms:
            # U' (2 X) U'^-1, where U'^-1 = U'^+ / 2, and U'^+ in the column m = 0
            for m in {row - l, l - row}:
                for n in {column - l, l - column}:
                    p = power + from_real_phase(n, column - l) - from_real_phase(m, row - l)
                    if p % 2 == 0:  # the odd powers of i cancel: the matrix is real
                        sums[l + m, l + n] += entry * (1 - p % 4) * (1 if n else 2)
        generators[axis] = {key: entry // 2 for key, entry in sums.items() if entry}
    return generators


@cache
def component_generators(basis: str, t: int) -> dict[str, Matrix]:
    """Return 2 X_a on real components: (m) in the real basis, (m, re), (m, im) in the complex.

    The index is j + m in the real basis, 2 (j + m) + (0 for re, 1 for im) in the complex one.
    """
    if basis == "real":
        return real_generators(t)
    generators = {}
    for axis, terms in _complex_generators(t).items():
        matrix: Matrix = {}
        for row, column, power, entry in terms:
            for part in (0, 1):  # i^power acts on re + i im as a quarter turn each time
                turned = part + power
                negative = turned % 4 in (2, 3)
                matrix[2 * row + turned % 2, 2 * column + part] = -entry if negative else entry
        generators[axis] = matrix
    return generators


def from_real_phase(m: int, mu: int) -> int:
    """Return p with conj(U'(m, mu)) = i**p: v_complex = U^+ v_real, |m| = |mu|."""
    power = 2 * mu if mu > 0 else 0  # (-1)^mu on the entries with mu > 0
    if m < 0:
        power += 3 if mu > 0 else 1
    return -power % 4


def _complex_generators(t: int) -> dict[str, list[tuple[int, int, int, int]]]:
    """Return 2 i conj(J_a) as lists of (row, column, p, entry), standing for i**p * entry."""
    j = ladder(t)
    plus = [(row, column, entry // 2) for (row, column), entry in j["J_+"].items()]
    minus = [(row, column, entry // 2) for (row, column), entry in j["J_-"].items()]
    return {
        "x": [(row, column, 1, entry) for row, column, entry in plus + minus],
        "y": [(*term[:2], 2, term[2]) for term in plus]
        + [(*term[:2], 0, term[2]) for term in minus],
        "z": [(row, column, 1, entry) for (row, column), entry in j["J_z"].items()],
    }
