"""The numbers in the recursions for harmonics, exact and then rounded.

With p(l, m) the part of Y(l, m) that depends on the polar angle alone, divided by |sin|^m and
normalised to 1 at the pole, Y(l, +-m) = W(l, m) p(l, m) A(+-m),

    W(l, m)^2 = (2l+1)/(4 pi) (l+m)! / ((l-m)! (2^m m!)^2), twice that for m > 0
    (l + m) p(l) = (2l - 1) z p(l-1) - (l - 1 - m) p(l-2)      [DLMF 14.10.3 for p].

The gradient of a solid harmonic is made of solid harmonics of one degree less, with factors

    b^2 = (2l+1)/(2l-1) (l+m)(l+m-1)/4,  e^2 = (2l+1)/(2l-1) (l-m)(l-m-1)/4,
    g^2 = (2l+1)/(2l-1) (l^2 - m^2),     b^2 doubled for m = 1, e^2 doubled for m = 0.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import Any

import numpy as np

from grouptools.exact.rounding import round_roots
from grouptools.numeric.arguments import Floats, norm_square_over_integral

__all__ = ["gradient_table", "value_table"]


@lru_cache(maxsize=32)
def value_table(l_max: int, normalization: str, dtype: np.dtype[Any]) -> Floats:
    """Entries: [c for l in range(l_max + 1) for m in range(l + 1) for c in (alpha, gamma, W)].

    alpha = (2l-1)/(l+m), gamma = (l-1-m)/(l+m), correctly rounded, as is W; 0 where l = m.
    """
    numerators, denominators, alpha, gamma = [], [], [], []
    power = 0
    for l in range(l_max + 1):
        square, power = norm_square_over_integral(normalization, l)
        for m in range(l + 1):
            # (l+m)!/((l-m)! m!^2) = C(l+m, 2m) C(2m, m)
            w = Fraction(2 * l + 1) * square * comb(l + m, 2 * m) * comb(2 * m, m)
            w /= 4 ** (m + 1) if m == 0 else 2 * 4**m
            numerators.append(w.numerator)
            denominators.append(w.denominator)
            alpha.append((2 * l - 1) / (l + m) if l > m else 0.0)
            gamma.append((l - 1 - m) / (l + m) if l > m else 0.0)
    roots = round_roots(numerators, denominators, pi_power=power - 1, dtype=dtype)
    return _frozen(np.stack([np.array(alpha), np.array(gamma), roots], axis=1), dtype)


@lru_cache(maxsize=32)
def gradient_table(l_max: int, normalization: str, dtype: np.dtype[Any]) -> Floats:
    """Entries: [c for l in range(l_max + 1) for m in range(l + 1) for c in (b, e, g)], rounded."""
    squares = []
    for l in range(l_max + 1):
        ratio = Fraction(2 * l + 1, 2 * l - 1) if l else Fraction(0)
        if l:
            ratio *= norm_square_over_integral(normalization, l)[0]
            ratio /= norm_square_over_integral(normalization, l - 1)[0]
        for m in range(l + 1):
            squares.append(ratio * (l + m) * (l + m - 1) / (2 if m == 1 else 4) if m else 0 * ratio)
            squares.append(ratio * (l - m) * (l - m - 1) / (4 if m else 2))
            squares.append(ratio * (l * l - m * m))
    pairs = [(square.numerator, square.denominator) for square in squares]
    roots = round_roots(*zip(*pairs, strict=True), dtype=dtype)
    return _frozen(roots, dtype)


def _frozen(table: Floats, dtype: np.dtype[Any]) -> Floats:
    array = np.ascontiguousarray(table, dtype=dtype).reshape(-1)
    array.setflags(write=False)
    return array
