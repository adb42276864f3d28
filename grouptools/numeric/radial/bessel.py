"""Spherical Bessel functions, their zeros, and the radial bases made of both.

The functions are evaluated as `grouptools.numeric.radial.bessel_kernels` says.  Zeros are the
floats nearest to those that `grouptools.exact.spherical_bessel_zeros` proves; inside they carry a
second float, so that z r/c costs no accuracy where z is large.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.exact.bessel_zeros import common_float, enclosed_zeros
from grouptools.exact.quantum_numbers import degree
from grouptools.numeric.arguments import Floats, read_points
from grouptools.numeric.blocks import three_flat
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.radial.bessel_kernels import evaluate_bessel, evaluate_bessel_basis
from grouptools.numeric.radial.distances import (
    Result,
    at_least,
    evaluate,
    positive,
    read_distances,
)

__all__ = ["sine_basis", "spherical_bessel", "spherical_bessel_basis", "spherical_bessel_zeros"]


def spherical_bessel(
    l_max: int,
    x: ArrayLike,
    *,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """Spherical Bessel functions j_l(x) of all degrees up to l_max.

    j_0(x) = sin(x)/x, j_{l+1} = (2l+1)/x j_l - j_{l-1}  [DLMF 10.49.3, 10.51.1]

    Entries: [j(l, x) for l in range(l_max + 1)]

    `x`: any shape, real of any sign and size; float32 stays float32, integers become float64.
    Returns an array of shape (..., l_max + 1); with derivatives=1 or 2 a tuple of it and the first
    and second derivatives, of the same shape.  `out`: one array, or as many as are returned.
    At infinity all are 0; nan stays in its row.

    Raises `ArgumentError` for other shapes and dtypes, and beyond the tested range: l_max <= 256,
    within 16 (l_max + 4)^(1/2) units of rounding of the largest of the terms that each is made of.

    >>> import numpy as np
    >>> values, slopes = spherical_bessel(2, [0.0, np.pi], derivatives=1)
    >>> values.round(6)
    array([[1.      , 0.      , 0.      ],
           [0.      , 0.31831 , 0.303964]])
    >>> slopes[0].round(6) + 0.0
    array([0.      , 0.333333, 0.      ])
    """
    l_max = degree(l_max, "l_max")
    flat, shape, target = read_points(np.asarray(x)[..., np.newaxis], 1, "x", dtype)
    check_tested("spherical_bessel", l_max, target)

    def work(points: Floats, start: int, stop: int, outs: Any) -> None:
        evaluate_bessel(points, start, stop, l_max, len(outs) - 1, *three_flat(outs))

    return evaluate(work, flat, shape, (l_max + 1,), target, derivatives, out)


def spherical_bessel_zeros(l_max: int, count: int) -> NDArray[np.float64]:
    """The first positive zeros of j_l for all degrees up to l_max, each correctly rounded.

    Entries: [[z(l, n) for n in range(1, count + 1)] for l in range(l_max + 1)]  [DLMF 10.58]

    Returns a new array of shape (l_max + 1, count).  Each zero is proved by a change of sign, see
    `grouptools.exact.spherical_bessel_zeros`, which gives more digits.

    Raises `ArgumentError` unless l_max >= 0 and count >= 0 are integers.
    Tested for l_max, count <= 50.

    >>> spherical_bessel_zeros(1, 2)
    array([[3.14159265, 6.28318531],
           [4.49340946, 7.72525184]])
    """
    l_max, count = degree(l_max, "l_max"), at_least(0, count, "count")
    zeros = [[common_float(*ends) for ends in _enclosed(l, count)] for l in range(l_max + 1)]
    return np.array(zeros, dtype=np.float64).reshape(l_max + 1, count)


def spherical_bessel_basis(
    l_max: int,
    n_max: int,
    r: ArrayLike,
    cutoff: float,
    *,
    normalize: bool = True,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """Spherical Bessel functions that vanish at the cut-off, j_l(z_ln r/c).

    R(l, n) = sqrt(2/c^3) / |j_{l+1}(z_ln)| * j_l(z_ln r/c), z_ln the n-th positive zero of j_l,
    orthonormal: int_0^c R(l, n) R(l, n') r^2 dr = delta  [Gasteiger et al. 2020,
    arXiv:2003.03123, eq. (5)]; without `normalize` the factor before j_l is left out.

    Entries: [[R(l, n) for n in range(1, n_max + 1)] for l in range(l_max + 1)]

    `r`: distances of any shape, in units of `cutoff`'s; float32 stays float32.
    Returns an array of shape (..., l_max + 1, n_max); with derivatives=1 or 2 a tuple of it and
    the first and second derivatives in r.  Beyond the cut-off the functions go on, and do not
    vanish: multiply by one of the cut-offs.

    Raises `ArgumentError` for negative r and beyond the tested range: l_max, n_max <= 50, as
    accurate as `spherical_bessel`, also where n is large.

    >>> spherical_bessel_basis(1, 2, [0.0, 5.0], 5.0).round(6) + 0.0
    array([[[0.397384, 0.794767],
            [0.      , 0.      ]],
    <BLANKLINE>
           [[0.      , 0.      ],
            [0.      , 0.      ]]])
    """
    l_max, n_max, c = (
        degree(l_max, "l_max"),
        at_least(1, n_max, "n_max"),
        positive(cutoff, "cutoff"),
    )
    flat, shape, target = read_distances(r, dtype)
    check_tested("spherical_bessel_basis", max(l_max, n_max), target)
    zeros = _scaled_zeros(l_max, n_max, c, normalize)

    def work(points: Floats, start: int, stop: int, outs: Any) -> None:
        evaluate_bessel_basis(points, start, stop, c, zeros, len(outs) - 1, *three_flat(outs))

    return evaluate(work, flat, shape, (l_max + 1, n_max), target, derivatives, out)


def sine_basis(
    n_max: int,
    r: ArrayLike,
    cutoff: float,
    *,
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Result:
    """Sines over r that vanish at the cut-off, sqrt(2/c) sin(n pi r/c) / r.

    Entries: [sqrt(2 / c) * sin(n * pi * r / c) / r for n in range(1, n_max + 1)]
    [Gasteiger et al. 2020, arXiv:2003.03123, eq. (7)]; the part l = 0 of `spherical_bessel_basis`,
    accurate at r = 0, where it is sqrt(2/c) n pi/c.

    Arguments, shapes, errors and tested range are those of `spherical_bessel_basis`; the result
    has the shape (..., n_max).

    >>> sine_basis(2, 1.0, 2.0).round(6) + 0.0
    array([1., 0.])
    """
    single = out is None or isinstance(out, np.ndarray)
    shaped = out if out is None else [_with_axis(array) for array in ([out] if single else out)]
    found = spherical_bessel_basis(
        0, n_max, r, cutoff, derivatives=derivatives, dtype=dtype, out=shaped
    )
    if out is not None:
        return out if isinstance(found, np.ndarray) and single else tuple([out] if single else out)
    if isinstance(found, tuple):
        return tuple(array[..., 0, :] for array in found)
    return found[..., 0, :]


def _with_axis(array: Any) -> Any:
    return array[..., np.newaxis, :] if isinstance(array, np.ndarray) and array.ndim else array


@lru_cache(maxsize=1024)
def _enclosed(l: int, count: int) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple(enclosed_zeros(l, count, digits=40))


@lru_cache(maxsize=32)
def _unit_zeros(l_max: int, n_max: int) -> Floats:
    """Entries: [[[z, z_low, 1/|j_{l+1}(z)|] for n in range(1, n_max + 1)] for l in ...]."""
    import flint

    table = np.empty((l_max + 1, n_max, 3))
    for l in range(l_max + 1):
        for n, ends in enumerate(_enclosed(l, n_max)):
            z, middle = common_float(*ends), (ends[0] + ends[1]) / 2
            rest = middle - Fraction(z)
            with flint.ctx.workprec(160):
                x = flint.arb(flint.fmpq(middle.numerator, middle.denominator))
                root = (2 * x / flint.arb.pi()).sqrt()
                inverse = root / abs(x.bessel_j(flint.arb(2 * l + 3) / 2))
            table[l, n] = z, rest.numerator / rest.denominator, float(inverse)
    return table


@lru_cache(maxsize=32)
def _scaled_zeros(l_max: int, n_max: int, cutoff: float, normalize: bool) -> Floats:
    """Entries: [[[z, z_low, s, s z/c, s z^2/c^2] for n] for l], s the factor before j_l."""
    z, z_low, inverse = np.moveaxis(_unit_zeros(l_max, n_max), 2, 0)
    scale = inverse * (np.sqrt(2 / cutoff) / cutoff) if normalize else np.ones_like(z)
    slope = scale * (z / cutoff)
    table = np.stack([z, z_low, scale, slope, slope * (z / cutoff)], axis=2)
    table.setflags(write=False)
    return table
