"""Circular harmonics of points of the plane, with derivatives."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.exact.rounding import round_roots
from grouptools.numeric.arguments import Floats, check_derivatives, read_points, results
from grouptools.numeric.blocks import run_blocks, three_flat
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.circular_kernels import evaluate_circular

__all__ = ["circular_harmonics"]

NORMALIZATIONS = ("integral", "component", "norm")
BASES = ("real", "complex")


def circular_harmonics(
    n_max: int,
    xy: ArrayLike,
    *,
    normalize: bool = True,
    normalization: str = "integral",
    basis: str = "real",
    derivatives: int = 0,
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> NDArray[Any] | tuple[NDArray[Any], ...]:
    """Circular harmonics Y_n(x, y), n = -n_max..n_max, of the direction or, solid, times r^|n|.

    Y_n = cos(n phi)/sqrt(pi), Y_-n = sin(n phi)/sqrt(pi) for n > 0, Y_0 = 1/sqrt(2 pi);
    complex: Z_n = exp(i n phi)/sqrt(2 pi).

    Order: [Y(0), *(Y(m) for n in range(1, n_max + 1) for m in (-n, n))], in either basis, so that
    -n stands at the index 2n - 1 and n at 2n.

    `xy`: (..., 2), of any finite length; float32 stays float32, integers become float64.
    `normalize=False`: the solid harmonics r^|n| Y_n, polynomials in x and y.
    `normalization`: "integral" (orthonormal over the circle), "component" (times sqrt(2 pi)),
    "norm" (the squares for n and -n add up to 1).
    Returns (..., 2 n_max + 1), complex in the complex basis; with derivatives=1 or 2 a tuple of it,
    the gradient (..., 2, 2 n_max + 1) and the second derivatives (..., 2, 2, 2 n_max + 1), the axes
    of x and y before the last.  `out`: one array, or as many as are returned.
    The zero vector has no direction: Y_n = 0 there for n != 0, and all derivatives.  A row with
    nan is nan, as is the direction of an infinite vector.

    Raises `ArgumentError` for other shapes, dtypes and names, and beyond the tested range:
    n_max <= 256, within 8 units of rounding of the amplitude of each function or derivative, solid
    ones within n_max + 4 units.

    >>> circular_harmonics(2, [3.0, 4.0], normalization="norm").round(6)
    array([ 1.  ,  0.8 ,  0.6 ,  0.96, -0.28])
    """
    n_max = degree(n_max, "n_max")
    _named(basis, BASES, "basis")
    factors = _factors(n_max, _named(normalization, NORMALIZATIONS, "normalization"))
    flat, shape, target = read_points(xy, 2, "xy", dtype)
    check_tested("circular_harmonics" if normalize else "circular_harmonics, solid", n_max, target)
    columns, orders = 2 * n_max + 1, check_derivatives(derivatives) + 1
    shapes = [shape + (2,) * k + (columns,) for k in range(orders)]
    if basis == "complex":
        kind = np.dtype(np.complex64 if target == np.float32 else np.complex128)
        arrays = results(out, shapes, kind, flat)
        found = results(None, shapes, target)
    else:
        arrays = found = results(out, shapes, target, flat)

    def work(points: Floats, start: int, stop: int, outs: Any) -> None:
        order, flats = len(outs) - 1, three_flat(outs)
        evaluate_circular(points, start, stop, factors, normalize, order, *flats)

    rows = [array.reshape(len(flat), *array.shape[len(shape) :]) for array in found]
    run_blocks(work, flat, rows)
    if basis == "complex":
        for array, real in zip(arrays, found, strict=True):
            _combine(real, array, np.sqrt(0.5))
    return tuple(arrays) if derivatives else arrays[0]


def _combine(real: NDArray[Any], array: NDArray[Any], scale: float) -> None:
    """Z_n = (Y_n + i Y_-n)/sqrt(2), Z_-n = (Y_n - i Y_-n)/sqrt(2), for n > 0."""
    sines, cosines = real[..., 1::2] * scale, real[..., 2::2] * scale
    array[..., 0] = real[..., 0]
    array.real[..., 1::2], array.imag[..., 1::2] = cosines, -sines
    array.real[..., 2::2], array.imag[..., 2::2] = cosines, sines


def _named(name: str, known: tuple[str, ...], argument: str) -> str:
    if name not in known:
        raise ArgumentError(
            f"{argument} = {name!r} was given, but it must be one of {', '.join(known)}"
        )
    return name


@lru_cache(maxsize=64)
def _factors(n_max: int, normalization: str) -> Floats:
    """Entries: [the factor of cos(n phi) and sin(n phi) for n in range(n_max + 1)], rounded."""
    numerators = {"integral": (1, 2), "component": (1, 2), "norm": (1, 1)}[normalization]
    denominator = 2 if normalization == "integral" else 1
    power = -1 if normalization == "integral" else 0
    first, others = round_roots(numerators, [denominator] * 2, pi_power=power)
    factors = np.full(n_max + 1, others)
    factors[0] = first
    factors.setflags(write=False)
    return factors
