"""Kernels of small degree in straight-line code, one for each l_max.

On the unit sphere, with S the solid harmonics, T = grad S - l v S and T/|v| the gradient,

    d_i d_j Y(v/|v|) = (S_ij - l (v_i T_j + v_j T_i) + ((2l - l^2) v_i v_j - l delta_ij) S)/|v|^2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import islice
from typing import Any, NamedTuple

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
        columns = _columns(e, direction, numbers, rows, order, normalize.literal_value)
        while tile := list(islice(columns, e.width)):  # component by component
            for k, writer in enumerate(writers):
                for column in tile:
                    writer.append(column(k))
                    if copiers:  # as many lines as there are columns
                        copiers[k].copy()
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

    def place(beyond: int) -> Any:
        return e.builder.add(start, e.context.get_constant(types.intp, beyond))

    step = e.context.get_constant(types.intp, count * parts)
    return [
        RowWriter(
            e,
            array,
            place(count * part),
            step,
            ahead=place(count * (parts + part) * e.width) if ahead else None,
        )
        for part in range(parts)
    ]


def _columns(
    e: Emitter,
    v: Direction,
    numbers: Numbers,
    rows: Iterator[dict[int, Any]],
    order: int,
    normalize: bool,
) -> Iterator[Callable[[int], Any]]:
    """Yield, for each l and m, what emits a component of the value, gradient and Hessian."""
    nothing = e.mul(e.add(e.add(v.x, v.y), v.z), e.number(0))  # or nan
    lower: dict[int, Any] = {}
    lower_slopes: list[dict[int, Any]] = [{}, {}, {}]
    for l, row in enumerate(rows):
        solid = [solid_derivatives(e, numbers, part, l, nothing) for part in (lower, *lower_slopes)]
        scaled = normalize and order == 1  # of S/|v|, so that gradients need not be divided
        w = [e.mul(e.number(-l), e.mul(x, v.inverse) if scaled else x) for x in v[:3]]
        degree = _Degree(e, v, l, w, row, solid, normalize and l > 0, scaled)
        for m in range(-l, l + 1):
            yield partial(degree.component, m)
        lower = {m: e.mul(value, v.inverse) for m, value in row.items()} if scaled else row
        if order == 2:
            lower_slopes = [{m: solid[0](m, axis) for m in row} for axis in range(3)]


class _Degree(NamedTuple):
    """What the derivatives of one degree are made of."""

    e: Emitter
    v: Direction
    l: int
    w: list[Any]
    values: dict[int, Any]
    solid: list[Callable[[int, int], Any]]
    normalize: bool
    scaled: bool

    def component(self, m: int, k: int) -> Any:
        """The value, three first and nine second derivatives."""
        if k == 0:
            return self.values[m]
        if k <= 3:
            return self.first(m, k - 1)
        i, j = sorted(divmod(k - 4, 3))
        return self.second(m, i, j)

    def tangent(self, m: int, axis: int) -> Any:
        """T = grad S - l v S."""
        return self.e.fma(self.w[axis], self.values[m], self.solid[0](m, axis))

    def first(self, m: int, axis: int) -> Any:
        """A component of the gradient."""
        if not self.normalize:
            return self.solid[0](m, axis)
        tangent = self.tangent(m, axis)
        return tangent if self.scaled else self.e.mul(tangent, self.v.inverse)

    def second(self, m: int, i: int, j: int) -> Any:
        """A component of the Hessian, i <= j."""
        e, v, l = self.e, self.v, self.l
        if i == j == 1:
            curve = e.neg(e.add(self.solid[1](m, 0), self.solid[3](m, 2)))
        else:
            curve = self.solid[1 + i](m, j)
        if not self.normalize:
            return curve
        value = self.values[m]
        radial = e.mul(e.number(2 * l - l * l), value)
        curve = e.fma(self.w[i], self.tangent(m, j), curve)
        curve = e.fma(self.w[j], self.tangent(m, i), curve)
        curve = e.fma(v[i], e.mul(radial, v[j]), curve)
        if i == j:
            curve = e.add(curve, e.mul(e.number(-l), value))
        return e.mul(curve, v.inverse_square)
