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
from grouptools.numeric.compilation import kernel, part
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
from grouptools.numeric.streaming import LineCopier, finish_block, leave, stage, staged_at, ways_of

__all__ = ["unrolled", "unrolled_streaming"]


@lru_cache
def unrolled(l_max: int, normalize: bool, derivatives: int, ahead: bool) -> Callable[..., None]:
    """The kernel for one l_max; `derivatives` is 0 to 2, `ahead` is for results past the cache.

    evaluate(xyz, start, stop, values_table, gradients_table, limits, values, gradients,
    hessians)
    """
    columns = (l_max + 1) ** 2

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
        direction = _directions(xyz, start, limits)
        for first in range(start, stop, width):
            block = min(first, stop - width)
            following = _directions(xyz, min(first + width, stop - width), limits)
            _block(
                direction,
                (table, slopes),
                (values, gradients, hessians),
                (block * columns, 3 * block * columns, 9 * block * columns),
                (),
                l_max,
                normalize,
                derivatives,
                ahead,
            )
            direction = following

    return evaluate


@part
def _directions(xyz: Floats, first: int, limits: Floats) -> Any:
    x, y, z, power = ordinary_vectors(xyz, first, limits)
    return _direction((x, y, z, power, spread(limits[1])))


@intrinsic
def _direction(_: Any, vector: Any) -> Any:
    """`direction_of`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        e = Emitter(context, builder, vector[0].dtype)
        v = direction_of(e, *(builder.extract_value(arguments[0], i) for i in range(5)))
        return context.make_tuple(builder, signature.return_type, v)

    return types.UniTuple(vector[0], len(Direction._fields))(vector), generate


@lru_cache
def unrolled_streaming(l_max: int, normalize: bool, derivatives: int) -> Callable[..., None]:
    """As `unrolled`, for results that leave by `grouptools.numeric.streaming`.

    evaluate(xyz, start, stop, values_table, gradients_table, limits, *outputs), the outputs flat.
    """
    columns = (l_max + 1) ** 2

    @kernel
    def evaluate(
        xyz: Floats,
        start: int,
        stop: int,
        table: Floats,
        slopes: Floats,
        limits: Floats,
        *outputs: Floats,
    ) -> None:
        width = width_of(limits)
        size = width * columns
        staged, there = stage(derivatives, size, outputs[0], True)
        here = 0
        ways = ways_of(there, outputs, start, columns, size, True)  # nothing, where the first goes
        for first in range(start, stop, width):
            block, opens = min(first, stop - width), first == start
            if block < first:  # the last points, with some that were done before
                leave(staged, outputs, ways)
                ways, opens = ways_of(there, outputs, block, columns, size, True), True
            _block(
                _directions(xyz, block, limits),
                (table, slopes),
                (staged, staged, staged),
                staged_at(here, size, staged),
                (outputs, ways),
                l_max,
                normalize,
                derivatives,
                False,
            )
            ways = ways_of(here, outputs, block, columns, size, opens)
            finish_block(staged, here, there, outputs, ways, size, opens)
            here, there = there, here
        leave(staged, outputs, ways)

    return evaluate


@intrinsic
def _block(
    _: Any,
    vector: Any,
    tables: Any,
    targets: Any,
    places: Any,
    leaving: Any,
    l_max: Any,
    normalize: Any,
    derivatives: Any,
    ahead: Any,
) -> Any:
    """Emit the harmonics of a block of points, whose rows begin at `places` of `targets`.

    `leaving` is empty, or the arrays of the result and the ways of the block that leaves meanwhile.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def item(argument: int, *path: int) -> tuple[Any, Any]:
            kind, value = signature.args[argument], arguments[argument]
            for i in path:
                kind, value = kind[i], builder.extract_value(value, i)
            return kind, value

        e = Emitter(context, builder, vector[0].dtype)
        top, order = l_max.literal_value, derivatives.literal_value
        writers, copiers = [], []
        for k in range(order + 1):
            writers += _writers(e, item(2, k), 3**k, item(3, k)[1], top, ahead.literal_value)
            if len(leaving):
                way = [item(4, 1, k, i)[1] for i in range(3)]
                copiers += [LineCopier(e, item(2, k), item(4, 0, k), way)] * 3**k
        numbers = Numbers(e, item(1, 0), item(1, 1))
        direction = Direction(*(item(0, i)[1] for i in range(8)))
        rows = rows_of(e, direction, numbers, top, normalize.literal_value)
        for columns in _columns(e, direction, numbers, rows, order, normalize.literal_value):
            for writer, column in zip(writers, columns, strict=True):
                writer.append(column)
            for copier in copiers:  # as many lines as there are columns
                copier.copy()
        for writer in writers:
            writer.finish()
        return context.get_dummy_value()

    given = (vector, tables, targets, places, leaving)
    return types.void(*given, l_max, normalize, derivatives, ahead), generate


def _writers(
    e: Emitter, array: tuple[Any, Any], parts: int, start: Any, l_max: int, ahead: bool
) -> list[RowWriter]:
    """A writer for each component of values, gradients or Hessians."""
    count = (l_max + 1) ** 2
    step = e.context.get_constant(types.intp, count * parts)
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
