"""Vectors of one cache line as values in compiled code: explicit SIMD for kernels.

`Lanes(dtype)` holds 64 bytes: 8 float64 or 16 float32, one number for each of as many points.  A
kernel written with lanes is vectorised by construction, whatever the compiler's heuristics do, and
`fma` is one rounding on every machine, so that results do not depend on it.  LLVM splits lanes
into shorter registers where a processor has no longer ones.

    load(a, i), store(a, i, v)          lanes at a[i], a[i+1], ... of a contiguous array
    spread(s)                           the scalar s in every lane
    + - * /, fma(a, b, c), sqrt, absolute, maximum, where_less(a, b, yes, no), all_between
    load_points(xyz, i)                 three lanes: x, y, z of points i, i+1, ... of (n, 3)
    store_tile(rows, i, gap, out, o, step)      lanes at rows[i], rows[i + gap], ..., transposed

All of it works only inside functions compiled by numba.  None of it is public.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numba.extending
from llvmlite import ir
from numba import types

from grouptools.numeric.llvm import (
    Lanes,
    call,
    convert,
    inverse_binade,
    load_vector,
    permute,
    prefetch_address,
    store_some,
    store_vector,
    transposed,
    transposed_pairs,
    vector_address,
    vector_type,
)

__all__ = [
    "absolute",
    "all_between",
    "fma",
    "intrinsic",
    "load",
    "load_points",
    "maximum",
    "negative",
    "power_of_two_for",
    "prefetch",
    "spread",
    "sqrt",
    "store",
    "store_lines",
    "store_tile",
    "store_tile_4",
    "store_tile_8",
    "where_less",
    "width_of",
]


def intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    """Numba's decorator; what it returns is called without the first argument, and by kernels."""
    made: Callable[..., Any] = numba.extending.intrinsic(prefer_literal=True)(function)
    return made


@intrinsic
def width_of(_: Any, array: Any) -> Any:
    """How many numbers of an array's dtype lanes hold, known when a kernel is compiled."""
    width = Lanes(array.dtype).width

    def generate(context: Any, _builder: Any, _signature: Any, _arguments: Any) -> Any:
        return context.get_constant(types.intp, width)

    return types.intp(array), generate


@intrinsic
def load(_: Any, array: Any, index: Any) -> Any:
    """Lanes from a contiguous array, at a flat index."""
    lanes = Lanes(array.dtype)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        address = vector_address(context, builder, kind, arguments[0], arguments[1], lanes.width)
        return load_vector(builder, address)

    return lanes(array, types.intp), generate


@intrinsic
def store(_: Any, array: Any, index: Any, value: Any) -> Any:
    """Lanes into a contiguous array, at a flat index, in its precision."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        address = vector_address(context, builder, kind, arguments[0], arguments[1], value.width)
        store_vector(builder, convert(builder, arguments[2], value.dtype, kind.dtype), address)
        return context.get_dummy_value()

    return types.void(array, types.intp, value), generate


@intrinsic
def prefetch(_: Any, array: Any, index: Any) -> Any:
    """Ask for the cache line of array[index], to write to it; any index will do."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = vector_address(context, builder, signature.args[0], arguments[0], arguments[1], 1)
        prefetch_address(builder, address)
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


@intrinsic
def spread(_: Any, value: Any) -> Any:
    """One float in every lane."""
    lanes = Lanes(value)

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        undefined = ir.Constant(vector_type(value, lanes.width), ir.Undefined)
        first = builder.insert_element(undefined, arguments[0], ir.Constant(ir.IntType(32), 0))
        return permute(builder, first, undefined, [0] * lanes.width)

    return lanes(value), generate


def _elementwise(count: int, emit: Callable[..., Any]) -> Any:
    """An intrinsic of `count` lanes that gives lanes."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    if count == 1:
        return intrinsic(lambda _, a: (a(a), generate))
    if count == 2:
        return intrinsic(lambda _, a, b: (a(a, b), generate))
    return intrinsic(lambda _, a, b, c: (a(a, b, c), generate))


negative = _elementwise(1, lambda builder, a: builder.fneg(a))
fma = _elementwise(3, lambda builder, a, b, c: call(builder, "llvm.fma", a, b, c))
sqrt = _elementwise(1, lambda builder, a: call(builder, "llvm.sqrt", a))
absolute = _elementwise(1, lambda builder, a: call(builder, "llvm.fabs", a))
# any of them where one is nan, which is one instruction
maximum = _elementwise(
    2, lambda builder, a, b: builder.select(builder.fcmp_ordered("<", a, b), b, a)
)


def _of_two_lanes(_context: Any) -> Any:
    """The type of an operator's result: that of its two arguments."""
    return lambda a, b: a if isinstance(a, Lanes) and a == b else None


def _operator(function: Callable[..., Any], instruction: str) -> None:
    """Teach numba an operator between lanes: one instruction, with nothing to be inlined."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return getattr(builder, instruction)(*arguments)

    numba.extending.type_callable(function)(_of_two_lanes)
    numba.extending.lower_builtin(function, Lanes, Lanes)(generate)


_operator(operator.add, "fadd")
_operator(operator.sub, "fsub")
_operator(operator.mul, "fmul")
_operator(operator.truediv, "fdiv")


@intrinsic
def power_of_two_for(_: Any, size: Any) -> Any:
    """The power of two that takes the number in each lane, not negative, to [2, 4)."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return inverse_binade(builder, arguments[0])

    return size(size), generate


@intrinsic
def where_less(_: Any, a: Any, b: Any, yes: Any, no: Any) -> Any:
    """`yes` in the lanes where a < b, else `no`, also where one of them is nan."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        x, y, first, second = arguments
        return builder.select(builder.fcmp_ordered("<", x, y), first, second)

    return a(a, b, yes, no), generate


@intrinsic
def all_between(_: Any, low: Any, value: Any, high: Any) -> Any:
    """Whether low <= value <= high in every lane; a nan is not."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        x, y, z = arguments
        inside = builder.and_(builder.fcmp_ordered("<=", x, y), builder.fcmp_ordered("<=", y, z))
        bits = ir.IntType(value.width)
        whole = ir.Constant(bits, (1 << value.width) - 1)
        return builder.icmp_unsigned("==", builder.bitcast(inside, bits), whole)

    return types.boolean(low, value, high), generate


@intrinsic
def load_points(_: Any, points: Any, index: Any, like: Any) -> Any:
    """Components of consecutive points of a contiguous (n, 2), (n, 3) or (n, 4) array.

    `like` is a float of the precision to compute in and a tuple's worth of components:
    `load_points(xyz, i, (one, one, one))` gives lanes x, y, z of the dtype of `one`.
    """
    if points.layout != "C":
        raise TypeError("points must be C-contiguous")
    count, lanes = len(like), Lanes(like[0])

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind, width = signature.args[0], lanes.width
        first = builder.mul(arguments[1], ir.Constant(arguments[1].type, count))
        address = vector_address(context, builder, kind, arguments[0], first, width * count)
        packed = load_vector(builder, address)
        parts = [
            permute(builder, packed, packed, range(k, width * count, count)) for k in range(count)
        ]
        converted = [convert(builder, part, kind.dtype, lanes.dtype) for part in parts]
        return context.make_tuple(builder, signature.return_type, converted)

    return types.UniTuple(lanes, count)(points, types.intp, like), generate


def _tile_storer(columns: int | None) -> Any:
    """An intrinsic that transposes a tile of `columns` columns, by default as many as lanes.

    (rows, start, gap, out, offset, step): rows[start + k*gap], ... to out[offset + p*step + k].
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, start, gap, out, offset, step = arguments
        source, target = signature.args[0], signature.args[3]
        width = Lanes(source.dtype).width
        count = min(columns or width, width)
        loaded = []
        for k in range(count):
            place = builder.add(start, builder.mul(gap, ir.Constant(gap.type, k)))
            address = vector_address(context, builder, source, rows, place, width)
            loaded.append(load_vector(builder, address))
        for point, row in enumerate(transposed(builder, loaded)):
            place = builder.add(offset, builder.mul(step, ir.Constant(step.type, point)))
            address = vector_address(context, builder, target, out, place, count)
            store_vector(builder, convert(builder, row, source.dtype, target.dtype), address)
        return context.get_dummy_value()

    def typed(_: Any, rows: Any, start: Any, gap: Any, out: Any, offset: Any, step: Any) -> Any:
        whole = types.intp
        return types.void(rows, whole, whole, out, whole, whole), generate

    return intrinsic(typed)


store_tile = _tile_storer(None)
store_tile_8 = _tile_storer(8)
store_tile_4 = _tile_storer(4)


@intrinsic
def store_lines(
    _: Any, columns: Any, start: Any, count: Any, out: Any, offset: Any, step: Any
) -> Any:
    """out[offset + p*step + k] = columns[start + k*8 + p] for p < 8, k < count or, if None, a line.

    A line is `width_of(out)` numbers.
    """
    width = Lanes(out.dtype).width

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source, target = signature.args[0], signature.args[3]
        loaded = []
        for k in range(8):
            place = builder.add(arguments[1], arguments[1].type(k * width))
            address = vector_address(context, builder, source, arguments[0], place, width)
            loaded.append(load_vector(builder, address))
        rows = (transposed if width == 8 else transposed_pairs)(builder, loaded)
        for point, row in enumerate(rows):
            place = builder.mul(arguments[5], arguments[5].type(point))
            place = builder.add(arguments[4], place)
            address = vector_address(context, builder, target, arguments[3], place, width)
            if isinstance(count, types.NoneType):
                store_vector(builder, row, address)
            else:
                store_some(builder, row, address, arguments[2])
        return context.get_dummy_value()

    return types.void(columns, types.intp, count, out, types.intp, types.intp), generate
