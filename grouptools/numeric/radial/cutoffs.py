"""Cut-offs: functions of a distance that are 1 at 0 and 0 from the cut-off on.

Each is written with x = r/c and 1 - x = (c - r)/c, the difference of which is exact near c, as a
sum and product of positive terms, so that nothing cancels where the function falls to 0.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb, pi
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from grouptools.numeric.arguments import Floats
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.radial.distances import (
    Result,
    at_least,
    evaluate,
    in_pieces,
    positive,
    read_distances,
)

__all__ = ["bump_cutoff", "cosine_cutoff", "polynomial_cutoff"]

#: From (x, 1 - x) and the order of derivatives: the function of x and its derivatives.
Profile = Callable[[Floats, Floats, int], list[Floats]]


def polynomial_cutoff(
    r: ArrayLike,
    cutoff: float,
    *,
    p: int = 6,
    smoothness: int = 2,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """The polynomial that falls from 1 at r = 0 to 0 at the cut-off, flat at both ends.

    f(x) = (1-x)^(s+1) sum(C(s+k, k) x^k for k in range(p)), x = r/c < 1, else 0, s = smoothness:
    the same polynomial as `grouptools.exact.polynomial_cutoff`, without cancellation.  Derivatives
    up to order s vanish at c, those of order 1 to p - 1 at 0; s = 2 is the envelope of DimeNet
    [Gasteiger et al. 2020, arXiv:2003.03123, eq. (8)].

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of the shape of r; with derivatives=1 or 2 a tuple of it and the first and
    second derivatives in r.  All are exactly 0 from the cut-off on.

    Raises `ArgumentError` for negative r, p < 1, and beyond the tested range: p + smoothness <= 40,
    within 4 (p + s + 4) units of rounding of the largest value of each.

    >>> polynomial_cutoff([0.0, 1.0, 2.0], 2.0, p=2, smoothness=1)
    array([1. , 0.5, 0. ])
    """
    p, s = at_least(1, p, "p"), at_least(0, smoothness, "smoothness")
    flat, shape, target = read_distances(r, dtype)
    check_tested("polynomial_cutoff", p + s, target)
    coefficients = [float(comb(s + k, k)) for k in range(p)]
    slope = float(p * comb(p + s, s))

    def profile(x: Floats, rest: Floats, order: int) -> list[Floats]:
        series = np.full_like(x, coefficients[-1])
        for coefficient in coefficients[-2::-1]:
            series = series * x + coefficient
        found: list[Floats] = [rest ** (s + 1) * series]
        if order > 0:
            found.append(-slope * (x ** (p - 1) * rest**s))
        if order > 1:
            first = (p - 1) * x ** (p - 2) * rest**s if p > 1 else np.zeros_like(x)
            second = s * x ** (p - 1) * rest ** (s - 1) if s > 0 else np.zeros_like(x)
            found.append(-slope * (first - second))
        return found

    return _cut(profile, flat, shape, cutoff, target, derivatives, out)


def cosine_cutoff(
    r: ArrayLike,
    cutoff: float,
    *,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """The cosine cut-off, (1 + cos(pi r/c))/2 up to the cut-off and 0 beyond.

    [Behler, Parrinello 2007, Phys. Rev. Lett. 98, 146401, eq. (3)].  The second derivative jumps
    at the cut-off, from pi^2/(2 c^2) to 0.

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of the shape of r; with derivatives=1 or 2 a tuple of it and the first and
    second derivatives in r.  All are exactly 0 from the cut-off on.

    Raises `ArgumentError` for negative r.
    Tested for every length of r and c, within 4 units of rounding of the largest value of each.

    >>> cosine_cutoff([0.0, 1.0, 2.0], 2.0).round(15)
    array([1. , 0.5, 0. ])
    """

    def profile(x: Floats, rest: Floats, order: int) -> list[Floats]:
        found = [np.sin(pi / 2 * rest) ** 2]
        if order > 0:
            found.append(-pi / 2 * np.sin(pi * np.minimum(x, rest)))
        if order > 1:
            found.append(-pi * pi / 2 * np.sin(pi / 2 * (rest - x)))
        return found

    flat, shape, target = read_distances(r, dtype)
    return _cut(profile, flat, shape, cutoff, target, derivatives, out)


def bump_cutoff(
    r: ArrayLike,
    cutoff: float,
    *,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """The bump exp(1 - 1/(1 - x^2)), x = r/c < 1, and 0 beyond: every derivative is continuous.

    It is 1 at r = 0, where it is even in r.  [Hoermander, The Analysis of Linear Partial
    Differential Operators I, lemma 1.2.3, scaled]

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of the shape of r; with derivatives=1 or 2 a tuple of it and the first and
    second derivatives in r.  All are exactly 0 from the cut-off on, and never nan.

    Raises `ArgumentError` for negative r.
    Tested for every length of r and c, within 8 units of rounding of the largest value of each.

    >>> bump_cutoff([0.0, 1.0, 2.0], 2.0).round(6)
    array([1.      , 0.716531, 0.      ])
    """

    def profile(x: Floats, rest: Floats, order: int) -> list[Floats]:
        w = rest * (1 + x)
        value = np.exp(-x * x / w)
        found = [value]
        if order > 0:
            found.append(-2 * x / w * (value / w))
        if order > 1:
            found.append((6 * x**4 - 2) / w**2 * (value / w**2))
        return found

    flat, shape, target = read_distances(r, dtype)
    return _cut(profile, flat, shape, cutoff, target, derivatives, out)


def _cut(
    profile: Profile,
    flat: Floats,
    shape: tuple[int, ...],
    cutoff: float,
    dtype: np.dtype[Any],
    derivatives: int,
    out: Any,
) -> Result:
    """Evaluate a profile below the cut-off, 0 from there on, with derivatives in r."""
    c = positive(cutoff, "cutoff")

    def piece(r: Floats, outs: list[Floats]) -> None:
        beyond = r >= c
        inside = np.where(beyond, 0.0, r)
        order = len(outs) - 1
        for k, found in enumerate(profile(inside / c, (c - inside) / c, order)):
            scaled = found if k == 0 else found / c if k == 1 else found / c / c
            outs[k][...] = np.where(beyond, 0.0, scaled)

    return evaluate(in_pieces(piece), flat, shape, (), dtype, derivatives, out)
