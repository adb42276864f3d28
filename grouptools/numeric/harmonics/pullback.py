"""Gradients of functions of harmonics with respect to the points, without storing those of each.

For a function f of the harmonics, with u(l, m) = df/dY(l, m),

    grad f = sum_lm u(l, m) grad Y(l, m) = (G - v R)/|v|,
    G = sum u(l, m) grad S(l, m),  R = sum l u(l, m) S(l, m)        at the unit vector v:

what reverse differentiation needs, in the time of evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numba import types
from numpy.typing import ArrayLike

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.numeric.arguments import (
    Floats,
    check_normalization,
    for_reading,
    read_points,
    results,
)
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.compilation import kernel
from grouptools.numeric.emitter import ColumnReader, Emitter, store_points
from grouptools.numeric.harmonics.directions import ordinary_vectors
from grouptools.numeric.harmonics.evaluation import F64, limits_for, spherical_harmonics
from grouptools.numeric.harmonics.straight import (
    Direction,
    Numbers,
    direction_of,
    rows_of,
    solid_derivatives,
)
from grouptools.numeric.harmonics.tables import gradient_table, value_table
from grouptools.numeric.llvm import BYTES
from grouptools.numeric.simd import intrinsic, spread, width_of
from grouptools.numeric.threads import run_sliced

__all__ = ["spherical_harmonics_pullback"]

#: Up to these degrees there is straight-line code, in all, and with float32 inside.
UNROLLED, SINGLE = 11, 10
#: Numbers of gradients that are held at a time beyond.
CHUNK = 1 << 18


def spherical_harmonics_pullback(
    l_max: int,
    xyz: ArrayLike,
    cotangent: ArrayLike,
    *,
    normalize: bool = True,
    normalization: str = "integral",
    out: Any = None,
) -> Floats:
    """The sum of u(l, m) grad Y(l, m) over all degrees and orders, at each point.

    Entries: [sum(u[k] * gradients[axis, k] for k in range((l_max + 1)**2)) for axis in (x, y, z)]
    with the gradients of `spherical_harmonics(l_max, xyz, derivatives=1)`.

    The backward pass of `spherical_harmonics`: `cotangent` holds df/dY in its order, of shape
    (..., (l_max + 1)**2) for points (..., 3); the result is df/dxyz.  The gradients of single
    harmonics are not stored for l_max <= 11, and a few at a time beyond.
    Returns an array of the shape of `xyz`, float64 or float32 as `spherical_harmonics` would.
    Raises `ArgumentError` as `spherical_harmonics`, and for a cotangent of another shape.
    Tested to l_max = 256; docs page "accuracy" and `grouptools.error_bound` state the errors.

    >>> spherical_harmonics_pullback(1, [0.0, 0.0, 2.0], [0.0, 1.0, 0.0, 0.0])  # u picks Y(1, -1)
    array([0.        , 0.24430126, 0.        ])
    """
    l_max = degree(l_max, "l_max")
    check_normalization(normalization)
    points, shape, target = read_points(xyz, 3, "xyz")
    check_tested("spherical_harmonics_pullback", l_max, target)
    n = (l_max + 1) ** 2
    weights = np.asarray(cotangent)
    if weights.shape != (*shape, n) or weights.dtype.kind not in "iufb":
        raise ArgumentError(
            f"cotangent of shape {weights.shape} and dtype {weights.dtype} was given, but real "
            f"numbers of shape {(*shape, n)}, one for each point and harmonic, are expected"
        )
    given = for_reading(np.require(weights, target, ["C", "A"]).reshape(-1, n))
    (pulled,) = results(out, [(*shape, 3)], target, points)
    _pull(points, given, l_max, bool(normalize), normalization, pulled.reshape(-1, 3))
    return pulled


def _pull(
    points: Floats, given: Floats, l_max: int, normalize: bool, normalization: str, out: Floats
) -> None:
    """Fill out, (n, 3)."""
    count = len(points)
    if l_max == 0:
        out[...] = np.sum(points, axis=-1, keepdims=True) * 0  # nan where there is one
    elif l_max > UNROLLED:
        step = max(1, CHUNK // (3 * given.shape[1]))
        for start in range(0, count, step):
            part = slice(start, start + step)
            _, slopes = spherical_harmonics(
                l_max,
                points[part],
                normalize=normalize,
                normalization=normalization,
                derivatives=1,
            )
            np.matmul(slopes, given[part, :, None], out=out[part, :, None])
    elif count:
        width, work = _method(l_max, normalize, normalization, out.dtype)
        if count >= width:
            run_sliced(
                lambda start, stop: work(points, start, stop, given, out),
                count,
                given.shape[1],
                multiple=width,
            )
            return
        padded = np.zeros((2, width, 3), points.dtype)
        padded[0, :count] = points
        weights = np.zeros((width, given.shape[1]), given.dtype)
        weights[:count] = given
        _pull(padded[0], weights, l_max, normalize, normalization, padded[1])
        out[...] = padded[1, :count]


@lru_cache(maxsize=64)
def _method(
    l_max: int, normalize: bool, normalization: str, target: np.dtype[Any]
) -> tuple[int, Callable[..., None]]:
    """Points in a block, and work(points, start, stop, cotangent, out)."""
    inside = target if l_max <= SINGLE else F64
    table = value_table(l_max, normalization, inside)
    slopes = gradient_table(l_max, normalization, inside)
    limits = limits_for(inside, target)
    evaluate = unrolled_pullback(l_max, normalize)

    def work(points: Floats, start: int, stop: int, given: Floats, out: Floats) -> None:
        evaluate(points, start, stop, table, slopes, limits, given, out)

    return BYTES // inside.itemsize, work


@lru_cache
def unrolled_pullback(l_max: int, normalize: bool) -> Callable[..., None]:
    """The kernel for one l_max."""

    @kernel
    def pull(
        xyz: Floats,
        start: int,
        stop: int,
        table: Floats,
        slopes: Floats,
        limits: Floats,
        given: Floats,
        out: Floats,
    ) -> None:
        width = width_of(limits)
        for first in range(start, stop, width):
            block = min(first, stop - width)
            x, y, z, power = ordinary_vectors(xyz, block, limits)
            vector = x, y, z, power, spread(limits[1])
            _pull_block(vector, table, slopes, given, out, block, l_max, normalize)

    return pull


@intrinsic
def _pull_block(
    _: Any,
    vector: Any,
    table: Any,
    slopes: Any,
    given: Any,
    out: Any,
    first: Any,
    l_max: Any,
    normalize: Any,
) -> Any:
    """Emit the sums of the block of points that starts at `first`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        e = Emitter(context, builder, kinds[0].dtype.dtype)
        top = l_max.literal_value
        count = (top + 1) ** 2
        step = context.get_constant(types.intp, count)
        offset = builder.mul(arguments[5], step)
        weights = ColumnReader(e, (kinds[3], arguments[3]), offset, step, count)
        numbers = Numbers(e, (kinds[1], arguments[1]), (kinds[2], arguments[2]))
        v = direction_of(e, *(builder.extract_value(arguments[0], i) for i in range(5)))
        rows = rows_of(e, v, numbers, top, normalize.literal_value)
        pulled = _pulled(e, v, numbers, rows, weights, normalize.literal_value)
        store_points(e, (kinds[4], arguments[4]), arguments[5], pulled)
        return context.get_dummy_value()

    arrays = (vector, table, slopes, given, out)
    return types.void(*arrays, types.intp, l_max, normalize), generate


def _pulled(
    e: Emitter,
    v: Direction,
    numbers: Numbers,
    rows: Iterator[dict[int, Any]],
    weights: ColumnReader,
    normalize: bool,
) -> tuple[Any, Any, Any]:
    """The three sums."""
    lower = next(rows)
    nothing = e.mul(lower[0], e.number(0))
    sums, radial = [nothing] * 3, nothing
    for l, row in enumerate(rows, 1):
        slope = solid_derivatives(e, numbers, lower, l, nothing)
        along = nothing
        for m in range(-l, l + 1):
            u = weights[l * l + l + m]
            sums = [e.fma(u, slope(m, axis), total) for axis, total in enumerate(sums)]
            along = e.fma(u, row[m], along)
        lower = row
        radial = e.fma(e.number(-l), along, radial)
    if not normalize:
        return sums[0], sums[1], sums[2]
    x, y, z = (
        e.mul(v.inverse, e.fma(component, radial, total))
        for component, total in zip((v.x, v.y, v.z), sums, strict=True)
    )
    return x, y, z
