"""Harmonics of few points, by numpy alone: a grid of pixels or voxels needs no compiled code.

T_l^m = ((2l-1) z T_{l-1}^m - (l+m-1) T_{l-2}^m) / (l-m), T_m^m = (2m-1)!! [DLMF 14.10.3], times
Re and Im of (x + iy)^m, of the unit vector; the norms are rounded correctly.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.rounding import round_roots

__all__ = ["grid_harmonics"]

Floats = NDArray[np.float64]


def grid_harmonics(l_max: int, points: Floats) -> Floats:
    """The orthonormal harmonics of directions, one row a function; zero for l > 0 at the origin.

    Order: space: [Y(l, m) for l in range(l_max + 1) for m in range(-l, l + 1)]; plane:
    [Y(0), *(Y(m) for l in range(1, l_max + 1) for m in (-l, l))]

    `points`: (n, 3) or (n, 2), finite.
    Returns (rows, n).
    """
    dimension = points.shape[1]
    unit = _directions(points)
    powers = _azimuthal_powers(l_max, unit[0], unit[1])
    rows = _planar(powers) if dimension == 2 else _spatial(l_max, unit, powers)
    result: Floats = np.array(rows) * _norms(dimension, l_max)[:, None]
    return result


def _directions(points: Floats) -> list[Floats]:
    """The components of v / |v|, without overflow; 0 for v = 0."""
    largest = np.abs(points).max(axis=1, initial=0.0)
    scale = np.where(largest > 0, largest, 1.0)
    scaled = points / scale[:, None]
    length = np.sqrt((scaled * scaled).sum(axis=1))
    return list((scaled / np.where(length > 0, length, 1.0)[:, None]).T)


def _azimuthal_powers(top: int, x: Floats, y: Floats) -> list[tuple[Floats, Floats]]:
    """Re and Im of (x + iy)^m for m = 0..top."""
    powers = [(np.ones_like(x), np.zeros_like(x))]
    for _ in range(top):
        re, im = powers[-1]
        powers.append((re * x - im * y, re * y + im * x))
    return powers


def _planar(powers: list[tuple[Floats, Floats]]) -> list[Floats]:
    rows = [powers[0][0]]
    for re, im in powers[1:]:
        rows += [im, re]
    return rows


def _spatial(l_max: int, unit: list[Floats], powers: list[tuple[Floats, Floats]]) -> list[Floats]:
    x, y, z = unit
    rows: list[Any] = [None] * (l_max + 1) ** 2
    for m, (re, im) in enumerate(powers):
        before, now = np.zeros_like(z), np.full_like(z, float(_double_factorial(m)))
        for l in range(m, l_max + 1):
            if l > m:
                before, now = now, ((2 * l - 1) * z * now - (l + m - 1) * before) / (l - m)
            rows[l * l + l - m] = now * im
            rows[l * l + l + m] = now * re
    origin = (x == 0) & (y == 0) & (z == 0)
    for row in rows[1:]:
        row[origin] = 0.0
    return rows


def _double_factorial(m: int) -> int:
    """(2m - 1)!!"""
    return int(factorial(2 * m) // (2**m * factorial(m)))


@lru_cache(maxsize=64)
def _norms(dimension: int, l_max: int) -> Floats:
    """The factors that make the functions orthonormal, rounded."""
    if dimension == 2:
        squares = [Fraction(1, 2)] + [Fraction(1)] * (2 * l_max)
    else:
        squares = [
            Fraction((2 * l + 1) * factorial(l - abs(m)), (2 if m else 4) * factorial(l + abs(m)))
            for l in range(l_max + 1)
            for m in range(-l, l + 1)
        ]
    pairs = zip(*(square.as_integer_ratio() for square in squares), strict=True)
    return round_roots(*pairs, pi_power=-1).astype(np.float64, copy=False)
