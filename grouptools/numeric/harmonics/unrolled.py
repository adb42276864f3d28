"""Kernels of small degree in straight-line code, one for each l_max.

On the unit sphere, with S the solid harmonics, T = grad S - l v S and T/|v| the gradient,

    d_i d_j Y(v/|v|) = (S_ij - l (v_i T_j + v_j T_i) + ((2l - l^2) v_i v_j - l delta_ij) S)/|v|^2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from numba import types

from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import kernel
from grouptools.numeric.emitter import Emitter, RowWriter
from grouptools.numeric.harmonics.directions import ordinary_vectors
from grouptools.numeric.harmonics.straight import (
    Direction,
    Numbers,
    direction_of,
    rows_of,
    solid_derivatives,
)
from grouptools.numeric.simd import intrinsic, spread, width_of

__all__ = ["unrolled"]


@lru_cache
def unrolled(l_max: int, normalize: bool, derivatives: int, ahead: bool) -> Callable[..., None]:
    """The kernel for one l_max; `derivatives` is 0 to 2, `ahead` is for results past the cache.

    evaluate(xyz, start, stop, values_table, gradients_table, limits, values, gradients,
    hessians)
    """

    @kernel
    def evaluate(
        xyz: Floats,
        start: int,
        stop: int,
        table: Floats,
        slopes: Floats,
        limits: Floats,
        values: Floats,
        gradients: Floats,
        hessians: Floats,
    ) -> None:
        width = width_of(limits)
        for first in range(start, stop, width):
            block = min(first, stop - width)
            x, y, z, power = ordinary_vectors(xyz, block, limits)
            vector = x, y, z, power, spread(limits[1])
            _block(
                vector,
                table,
                slopes,
                (values, gradients, hessians),
                block,
                l_max,
                normalize,
                derivatives,
                ahead,
            )

    return evaluate


@intrinsic
def _block(
    _: Any,
    vector: Any,
    table: Any,
    slopes: Any,
    outputs: Any,
    first: Any,
    l_max: Any,
    normalize: Any,
    derivatives: Any,
    ahead: Any,
) -> Any:
    """Emit the harmonics of the block of points that starts at `first`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        e = Emitter(context, builder, kinds[0].dtype.dtype)
        top, order = l_max.literal_value, derivatives.literal_value
        writers = []
        for k in range(order + 1):
            array = kinds[3].types[k], builder.extract_value(arguments[3], k)
            writers += _writers(e, array, 3**k, arguments[4], top, ahead.literal_value)
        numbers = Numbers(e, (kinds[1], arguments[1]), (kinds[2], arguments[2]))
        direction = direction_of(e, *(builder.extract_value(arguments[0], i) for i in range(5)))
        rows = rows_of(e, direction, numbers, top, normalize.literal_value)
        for columns in _columns(e, direction, numbers, rows, order, normalize.literal_value):
            for writer, column in zip(writers, columns, strict=True):
                writer.append(column)
        for writer in writers:
            writer.finish()
        return context.get_dummy_value()

    given = (vector, table, slopes, outputs)
    return types.void(*given, types.intp, l_max, normalize, derivatives, ahead), generate


def _writers(
    e: Emitter, array: tuple[Any, Any], parts: int, first: Any, l_max: int, ahead: bool
) -> list[RowWriter]:
    """A writer for each component of values, gradients or Hessians."""
    count = (l_max + 1) ** 2
    step = e.context.get_constant(types.intp, count * parts)
    start = e.builder.mul(first, step)
    places = [
        e.builder.add(start, e.context.get_constant(types.intp, count * part))
        for part in range(parts)
    ]
    return [RowWriter(e, array, place, step, ahead=ahead) for place in places]


def _columns(
    e: Emitter,
    v: Direction,
    numbers: Numbers,
    rows: list[dict[int, Any]],
    order: int,
    normalize: bool,
) -> Iterator[list[Any]]:
    """Yield, for each l and m, the value and its derivatives in the order of their axes."""
    nothing = e.mul(rows[0][0], e.number(0))
    scaled = normalize and order == 1  # of S/|v|, so that gradients need not be divided
    lower: dict[int, Any] = {}
    lower_slopes: list[dict[int, Any]] = [{}, {}, {}]
    for l, row in enumerate(rows):
        here = {m: e.mul(value, v.inverse) for m, value in row.items()} if scaled else row
        slopes = solid_derivatives(e, numbers, lower, l, nothing) if order else {}
        curves = [
            solid_derivatives(e, numbers, lower_slopes[axis], l, nothing)
            for axis in range(3 if order == 2 else 0)
        ]
        for m in range(-l, l + 1):
            columns = [row[m]]
            if scaled and l:
                columns += _tangent(e, v, slopes[m], here[m], l)
            elif order:
                columns += _gradient(e, v, slopes[m], row[m], l, normalize)
            if order == 2:
                xx, xy, xz = curves[0][m]
                yz, zz = curves[1][m][2], curves[2][m][2]
                solid = [xx, xy, xz, e.neg(e.add(xx, zz)), yz, zz]
                columns += _hessian(e, v, solid, slopes[m], row[m], l, normalize)
            yield columns
        lower = here
        lower_slopes = [
            {m: part[axis] for m, part in slopes.items()} for axis in range(order and 3)
        ]


def _tangent(e: Emitter, v: Direction, slope: list[Any], value: Any, l: int) -> list[Any]:
    """T = grad S - l v S."""
    scaled = e.mul(e.number(-l), value)
    return [e.fma(x, scaled, part) for x, part in zip((v.x, v.y, v.z), slope, strict=True)]


def _gradient(
    e: Emitter, v: Direction, slope: list[Any], value: Any, l: int, normalize: bool
) -> list[Any]:
    if not normalize or l == 0:
        return slope
    return [e.mul(part, v.inverse) for part in _tangent(e, v, slope, value, l)]


def _hessian(
    e: Emitter,
    v: Direction,
    solid: list[Any],
    slope: list[Any],
    value: Any,
    l: int,
    normalize: bool,
) -> list[Any]:
    """The nine second derivatives, from the six of the solid harmonic: xx, xy, xz, yy, yz, zz."""
    pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    six = solid
    if normalize and l:
        components = v.x, v.y, v.z
        tangent = [e.mul(e.number(-l), t) for t in _tangent(e, v, slope, value, l)]
        outer, inner = e.mul(e.number(2 * l - l * l), value), e.mul(e.number(-l), value)
        radial = [e.mul(outer, x) for x in components]
        six = []
        for (i, j), part in zip(pairs, solid, strict=True):
            part = e.fma(components[i], tangent[j], part)  # noqa: PLW2901  # one term after another
            part = e.fma(components[j], tangent[i], part)  # noqa: PLW2901
            part = e.fma(components[i], radial[j], part)  # noqa: PLW2901
            six.append(e.mul(e.add(part, inner) if i == j else part, v.inverse_square))
    xx, xy, xz, yy, yz, zz = six
    return [xx, xy, xz, xy, yy, yz, xz, yz, zz]
