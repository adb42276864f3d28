"""Real and complex spherical harmonics of many points, with derivatives."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.exact.quantum_numbers import check_basis, degree
from grouptools.numeric.arguments import (
    Floats,
    check_derivatives,
    check_normalization,
    read_points,
    results,
)
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.harmonics.complex_basis import to_complex
from grouptools.numeric.harmonics.derivatives import evaluate_hessians, gradients_kernel
from grouptools.numeric.harmonics.kernels import evaluate_values
from grouptools.numeric.harmonics.tables import gradient_table, value_table
from grouptools.numeric.harmonics.unrolled import unrolled, unrolled_streaming
from grouptools.numeric.llvm import BYTES
from grouptools.numeric.memory import empty
from grouptools.numeric.threads import run_sliced

__all__ = ["F64", "limits_for", "spherical_harmonics"]

#: Up to these degrees there is straight-line code, for values, gradients and Hessians.
UNROLLED = (10, 10, 4)
#: Results of more bytes than this find no place in a cache near the processor, in any cache;
#: straight-line code, whose stores are closer together, gains by asking ahead from CLOSE_BYTES on.
CACHE_BYTES, CLOSE_BYTES, CACHES_BYTES = 1 << 22, 3 << 22, 1 << 25
#: Up to this degree two blocks of values and gradients have room in a cache.
STREAMED = 64
F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
NAMES = ("spherical_harmonics", "spherical_harmonics gradients", "spherical_harmonics Hessians")
SOLID = "spherical_harmonics, solid"


@overload
def spherical_harmonics(
    l_max: int,
    xyz: ArrayLike,
    *,
    normalize: bool = ...,
    normalization: str = ...,
    derivatives: Literal[0] = ...,
    basis: str = ...,
    dtype: DTypeLike | None = ...,
    out: NDArray[Any] | None = ...,
) -> NDArray[Any]: ...


@overload
def spherical_harmonics(
    l_max: int,
    xyz: ArrayLike,
    *,
    normalize: bool = ...,
    normalization: str = ...,
    derivatives: int,
    basis: str = ...,
    dtype: DTypeLike | None = ...,
    out: Any = ...,
) -> Any: ...


def spherical_harmonics(
    l_max: int,
    xyz: ArrayLike,
    *,
    normalize: bool = True,
    normalization: str = "integral",
    derivatives: int = 0,
    basis: str = "real",
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Any:
    """The spherical harmonics Y_l^m of all degrees up to l_max at points v = (x, y, z).

    Order: [Y(l, m) for l in range(l_max + 1) for m in range(-l, l + 1)], index l*l + l + m.

    Y(l, +-m) = N P_l^m(cos theta) {cos, sin}(m phi) without Condon-Shortley sign, z polar, as in
    `grouptools.exact.spherical_harmonics`, which has the sources [DLMF 14.30.1]; basis "complex"
    has the sign, Y_l^-m = (-1)^m conj(Y_l^m).
    normalize=True: of the direction v/|v|; False: the solid harmonics |v|^l Y(v/|v|).
    normalization: "integral" (orthonormal over the sphere), "component" (squares of a degree add
    up to 2l + 1), "norm", also called "schmidt" or "racah" (they add up to 1).
    `xyz`: shape (..., 3), any strides; float32 and float64 are kept, integers become float64.
    `dtype`: of the result, float64 or float32.  `out`: arrays for the results, C-contiguous.

    Returns values of shape (..., (l_max + 1)**2); with derivatives=1 a tuple of them and the
    gradients (..., 3, (l_max + 1)**2), with 2 also the Hessians (..., 3, 3, (l_max + 1)**2), with
    respect to x, y, z.  A row with a nan or an infinite component is nan.
    The zero vector has no direction: with normalize=True its harmonics of l > 0 and all its
    derivatives are 0.  Vectors of any other finite length are taken as they are; a derivative
    that would overflow, below lengths of 1e-304 (Hessians: 1e-152; float32: 1e-35, 1e-17), is the
    one at about that length.
    Raises `ArgumentError` for a wrong shape or dtype, and for l_max beyond what is tested; docs
    page "accuracy" and `grouptools.error_bound` state the errors.

    >>> spherical_harmonics(1, [0.0, 0.0, 2.0])
    array([0.28209479, 0.        , 0.48860251, 0.        ])
    >>> values, gradients = spherical_harmonics(2, [[1, 0, 0], [0, 1, 0]], derivatives=1)
    >>> gradients.shape
    (2, 3, 9)
    """
    l_max = degree(l_max, "l_max")
    order = check_derivatives(derivatives)
    check_basis(basis)
    check_normalization(normalization)
    points, shape, target = read_points(xyz, 3, "xyz", dtype)
    check_tested(NAMES[order] if normalize or order else SOLID, l_max, target)
    n = (l_max + 1) ** 2
    if basis == "real" and out is None:  # the common case, without detours
        flats = [empty((len(points), *(3,) * k, n), target) for k in range(order + 1)]
        _evaluate(points, l_max, bool(normalize), normalization, flats)
        if len(shape) != 1:
            flats = [flat.reshape(*shape, *flat.shape[1:]) for flat in flats]
        return tuple(flats) if order else flats[0]
    shapes = [(*shape, *(3,) * k, n) for k in range(order + 1)]
    kind = target if basis == "real" else np.dtype(np.result_type(target, np.complex64))
    arrays = results(out, shapes, kind, points)
    flats = [array.reshape(-1, *(3,) * k, n) for k, array in enumerate(arrays)]
    reals = flats if basis == "real" else [empty(flat.shape, target) for flat in flats]
    _evaluate(points, l_max, bool(normalize), normalization, reals)
    if basis == "complex":
        for flat, real in zip(flats, reals, strict=True):
            to_complex(l_max, real.reshape(-1, n), flat.reshape(-1, n))
    return tuple(arrays) if order else arrays[0]


def _evaluate(
    points: Floats, l_max: int, normalize: bool, normalization: str, outputs: list[Floats]
) -> None:
    """Fill the outputs, (n, columns), (n, 3, columns), ..., for points (n, 3)."""
    count, target = len(points), outputs[0].dtype
    if count == 0:
        return
    size = sum([part[0].size for part in outputs])
    nbytes = count * size * target.itemsize
    near = CLOSE_BYTES if l_max <= UNROLLED[len(outputs) - 1] else CACHE_BYTES
    place = (nbytes > near) + (nbytes > CACHES_BYTES)
    width, work = _method(l_max, normalize, normalization, len(outputs) - 1, target, place)
    if count >= width:
        run_sliced(
            lambda start, stop: work(points, start, stop, *outputs), count, size, multiple=width
        )
        return
    padded = np.zeros((width, 3), points.dtype)
    padded[:count] = points
    parts = [np.empty((width, *part.shape[1:]), target) for part in outputs]
    work(padded, 0, width, *parts)
    for part, whole in zip(outputs, parts, strict=True):
        part[...] = whole[:count]


@lru_cache(maxsize=64)
def _method(
    l_max: int, normalize: bool, normalization: str, order: int, target: np.dtype[Any], place: int
) -> tuple[int, Callable[..., None]]:
    """Points in a block, and work(points, start, stop, *outputs), its tables at hand.

    `place`: 0 where the outputs fit into a cache near the processor, 1 into any, 2 into none.
    """
    straight = l_max <= UNROLLED[order]
    inside = target if straight else F64  # float32 alone is too coarse where l is large
    table = value_table(l_max, normalization, inside)
    slopes = gradient_table(l_max if order else 0, normalization, inside)
    limits = limits_for(inside, target)
    streaming = place == 2 and order == 1 and l_max <= STREAMED and target == F64
    choices = normalize, target == F64, place > 0 and not streaming
    work: Callable[..., None]
    if straight:
        work = _straight(l_max, normalize, order, place, (table, slopes, limits))

    elif order:
        evaluate = gradients_kernel(streaming) if order == 1 else evaluate_hessians
        given = table, slopes, limits, *choices

        def work(points: Floats, start: int, stop: int, *outputs: Floats) -> None:
            evaluate(points, start, stop, l_max, *given, *outputs)

    else:

        def work(points: Floats, start: int, stop: int, *outputs: Floats) -> None:
            evaluate_values(points, start, stop, l_max, table, limits, *choices, *outputs)

    return BYTES // inside.itemsize, work


def _straight(
    l_max: int, normalize: bool, order: int, place: int, tables: tuple[Floats, Floats, Floats]
) -> Callable[..., None]:
    """The same where there is straight-line code."""
    if place == 2:
        stream = unrolled_streaming(l_max, normalize, order)

        def work(points: Floats, start: int, stop: int, *outputs: Floats) -> None:
            stream(points, start, stop, *tables, *[part.reshape(-1) for part in outputs])

    else:
        kernel = unrolled(l_max, normalize, order, place > 0)
        dtype = tables[2].dtype
        unused = [np.empty((0, *(3,) * k, 1), dtype) for k in range(order + 1, 3)]

        def work(points: Floats, start: int, stop: int, *outputs: Floats) -> None:
            kernel(points, start, stop, *tables, *outputs, *unused)

    return work


@lru_cache
def limits_for(inside: np.dtype[Any], target: np.dtype[Any]) -> Floats:
    """1, the largest factor for derivatives, which are to fit, and bounds of ordinary squares."""
    low, high = (-900, 1000) if inside == F64 else (-100, 120)
    cap = 1010 if target == F64 else 118
    return np.array([1.0, 2.0**cap, 2.0**low, 2.0**high], inside)
