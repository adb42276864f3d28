"""Irreps of SO(2), O(2), SU(2), SO(3) and O(3) in closed form, by the Lie algebra.

Space, degree l, real: the basis of `harmonic_representation`, the primitive integer solid
harmonics S_m = Q_m Re (x+iy)^m, S_-m = Q_m Im (x+iy)^m.  With L_v the rotation about an axis and
z_m the leading coefficient of Q_m, a_m = (l-m) z_m / z_{m+1}, b_m = (l+m)(l-m+1) / a_{m-1},

    (L_y -+ i L_x) Q_m (x +- iy)^m = -a_m Q_{m+1} (x +- iy)^{m+1},
    (L_y -+ i L_x) Q_m (x -+ iy)^m = b_m Q_{m-1} (x -+ iy)^{m-1}   (m >= 1)

by Legendre's equation [DLMF 14.10.1 and 14.7.8], and S(exp(t L_v) x) has the derivative D(L_v) S.
SU(2), over Q(i): L_v = -i J_v with J_+ b_m = (j+m+1) b_{m+1},
J_- b_m = (j-m+1) b_{m-1}, J_z b_m = m b_m and the squared norms C(2j, j+m) of the b_m
[Varshalovich et al. 1988, 4.2; b_m = sqrt(C(2j, j+m)) |j m>, Condon-Shortley].
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import comb

from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.harmonics import harmonic_factors
from grouptools.exact.quantum_numbers import spin_text
from grouptools.representations.irrep_data import IrrepData, RealType

__all__ = ["o2_irrep", "o3_irrep", "so2_irrep", "so3_generators", "so3_irrep", "su2_irrep"]

_GAUSSIAN = Field.cyclotomic(4)


def so2_irrep(frequency: int) -> IrrepData:
    """The irrep of SO(2) of one frequency: L -> [[0, k], [-k, 0]] on (sin, cos), or 0 for k = 0.

    Order of the basis: ["sin", "cos"], that of the circular harmonics of degree k.
    """
    k = frequency
    rows = [[0, k], [-k, 0]] if k else [[0]]
    squares = (RATIONALS.element(1),) * len(rows)
    kind: RealType = "complex" if k else "real"
    labels = (str(-k), str(k)) if k else ()
    return IrrepData(str(k), (FieldMatrix.from_rows(rows),), squares, kind, labels)


def o2_irrep(frequency: int, parity: int = 1) -> IrrepData:
    """The irrep of O(2) of one frequency; `parity` tells "0+", trivial, from "0-", the determinant.

    Generators: rotation, and the reflection y -> -y: diag(-1, 1) on (sin, cos).
    """
    rotation = so2_irrep(frequency)
    if not frequency:
        reflection = FieldMatrix.from_rows([[parity]])
        label = "0+" if parity > 0 else "0-"
    else:
        reflection = FieldMatrix.from_rows([[-1, 0], [0, 1]])
        label = str(frequency)
    return IrrepData(label, (*rotation.images, reflection), rotation.squares, "real")


def so3_irrep(l: int) -> IrrepData:
    """The irrep of SO(3) of degree l, in the basis of the harmonics.

    Order of the basis: list(range(-l, l + 1))
    """
    squares = tuple(RATIONALS.element(harmonic_factors(l, m).norm_square) for m in range(-l, l + 1))
    return IrrepData(str(l), so3_generators(l), squares, "real")


def o3_irrep(l: int, parity: int) -> IrrepData:
    """The irrep of O(3) of degree l; the inversion is `parity`, 1 ("e") or -1 ("o")."""
    rotation = so3_irrep(l)
    inversion = FieldMatrix.identity(2 * l + 1).scaled(parity)
    label = f"{l}{'e' if parity > 0 else 'o'}"
    return IrrepData(label, (*rotation.images, inversion), rotation.squares, "real")


def su2_irrep(twice_j: int) -> IrrepData:
    """The irrep of SU(2) of spin j in the complex basis |j m>, over Q(i).

    Order of the basis: [m for m in range(-j, j + 1)]
    """
    n = twice_j + 1
    zero, rows = _GAUSSIAN.element(0), range(n)
    x, y, z = ([[zero] * n for _ in rows] for _ in range(3))
    for k in rows:  # k = j + m
        z[k][k] = _GAUSSIAN.element([0, Fraction(twice_j - 2 * k, 2)])
        for other, coefficient in ((k + 1, k + 1), (k - 1, n - k)):  # J_+, J_-
            if 0 <= other < n:
                half = Fraction(coefficient, 2)
                x[other][k] = _GAUSSIAN.element([0, -half])
                y[other][k] = _GAUSSIAN.element(-half if other > k else half)
    images = tuple(FieldMatrix.from_rows(table, _GAUSSIAN) for table in (x, y, z))
    squares = tuple(_GAUSSIAN.element(comb(twice_j, k)) for k in rows)
    kind: RealType = "quaternionic" if twice_j % 2 else "real"
    return IrrepData(spin_text(twice_j), images, squares, kind)


@cache
def so3_generators(l: int) -> tuple[FieldMatrix, FieldMatrix, FieldMatrix]:
    """D(L_x), D(L_y), D(L_z) on the scaled harmonics of degree l: rational matrices."""
    tables = [[[Fraction(0)] * (2 * l + 1) for _ in range(2 * l + 1)] for _ in range(3)]
    for axis, m, n, c in _derivatives(l):
        tables[axis][l + m][l + n] += c
    x, y, z = (FieldMatrix.from_rows(table) for table in tables)
    return x, y, z


def _derivatives(l: int) -> Iterator[tuple[int, int, int, Fraction]]:
    """L_axis S_m = sum of c S_n over the (axis, m, n, c)."""
    leading = [harmonic_factors(l, m).zonal[0] for m in range(l + 1)]
    a = [Fraction((l - m) * leading[m], leading[m + 1]) for m in range(l)] + [Fraction(0)]
    if l:
        yield 0, 0, -1, a[0]
        yield 1, 0, 1, -a[0]
    for m in range(1, l + 1):
        up, down = a[m] / 2, (l + m) * (l - m + 1) / a[m - 1] / 2
        yield 2, m, -m, Fraction(-m)
        yield 2, -m, m, Fraction(m)
        if m < l:
            yield 0, m, -m - 1, up
            yield 0, -m, m + 1, -up
            yield 1, m, m + 1, -up
            yield 1, -m, -m - 1, -up
        yield 0, -m, m - 1, -down
        yield 1, m, m - 1, down
        if m > 1:
            yield 0, m, 1 - m, down
            yield 1, -m, 1 - m, down
