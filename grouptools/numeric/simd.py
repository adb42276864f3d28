"""Vectors of one cache line as values in compiled code: explicit SIMD for kernels.

`Lanes(dtype)` holds 64 bytes: 8 float64 or 16 float32, one number for each of as many points.  A
kernel written with lanes is vectorised by construction, whatever the compiler's heuristics do, and
`fma` is one rounding on every machine, so that results do not depend on it.  LLVM splits lanes
into shorter registers where a processor has no longer ones.

    load(a, i), store(a, i, v)          lanes at a[i], a[i+1], ... of a contiguous array
    spread(s)                           the scalar s in every lane
    + - * /, fma(a, b, c), sqrt, absolute, maximum, where_less(a, b, yes, no), all_between
    load_points(xyz, i)                 three lanes: x, y, z of points i, i+1, ... of (n, 3)
    store_tile(rows, i, out, o, step)   lanes at rows[i], rows[i + width], ... transposed into out

All of it works only inside functions compiled by numba.  None of it is public.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

__all__ = [
    "BYTES",
    "Lanes",
    "absolute",
    "all_between",
    "call",
    "convert",
    "fma",
    "load",
    "load_points",
    "maximum",
    "negative",
    "permute",
    "prefetch",
    "prefetch_address",
    "spread",
    "sqrt",
    "store",
    "store_tile",
    "store_tile_4",
    "store_tile_8",
    "store_vector",
    "transposed",
    "vector_address",
    "where_less",
    "width_of",
]

BYTES = 64


class Lanes(types.Type):
    """The type of lanes of float64 or float32."""

    def __init__(self, dtype: types.Float) -> None:
        self.dtype = dtype
        self.width = 8 * BYTES // dtype.bitwidth
        super().__init__(name=f"Lanes({dtype})")


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, lanes: Lanes) -> None:
        super().__init__(manager, lanes, _vector(lanes.dtype, lanes.width))


def _scalar(dtype: types.Float) -> ir.Type:
    return ir.DoubleType() if dtype == types.float64 else ir.FloatType()


def _vector(dtype: types.Float, width: int) -> ir.VectorType:
    return ir.VectorType(_scalar(dtype), width)


def vector_address(
    context: Any, builder: Any, kind: Any, array: Any, index: Any, width: int
) -> Any:
    """A pointer to `width` numbers at array[index], the array taken as flat."""
    data = context.make_array(kind)(context, builder, array).data
    place = builder.gep(data, [index])
    return builder.bitcast(place, _vector(kind.dtype, width).as_pointer())


def _load(builder: Any, address: Any, dtype: types.Float) -> Any:
    vector = builder.load(address)
    vector.align = dtype.bitwidth // 8
    return vector


def store_vector(builder: Any, vector: Any, address: Any) -> None:
    """Store a vector at an address of its elements' alignment."""
    builder.store(vector, address).align = 8 if vector.type.element == ir.DoubleType() else 4


def convert(builder: Any, vector: Any, source: types.Float, target: types.Float) -> Any:
    """The lanes of a vector in another precision."""
    kind = _vector(target, vector.type.count)
    if source.bitwidth < target.bitwidth:
        return builder.fpext(vector, kind)
    return builder.fptrunc(vector, kind) if source.bitwidth > target.bitwidth else vector


def permute(builder: Any, a: Any, b: Any, order: Sequence[int]) -> Any:
    """The numbers of a and b, one after the other, at the places `order`."""
    mask = ir.Constant(ir.VectorType(ir.IntType(32), len(order)), list(order))
    return builder.shuffle_vector(a, b, mask)


def call(builder: Any, name: str, *arguments: Any) -> Any:
    """Call the LLVM intrinsic `name` on vectors of one type."""
    kind = arguments[0].type
    suffix = f"v{kind.count}f{64 if isinstance(kind.element, ir.DoubleType) else 32}"
    signature = ir.FunctionType(kind, [kind] * len(arguments))
    function = cgutils.get_or_insert_function(builder.module, signature, f"{name}.{suffix}")
    return builder.call(function, arguments)


def prefetch_address(builder: Any, address: Any) -> None:
    """Ask for the cache line at an address, to write to it; any address will do."""
    byte, flag = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
    function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    flags = [ir.Constant(flag, value) for value in (1, 3, 1)]  # write, keep, data
    builder.call(function, [builder.bitcast(address, byte), *flags])


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
        address = vector_address(context, builder, kind, *arguments, lanes.width)
        return _load(builder, address, kind.dtype)

    return lanes(array, types.intp), generate


@intrinsic
def store(_: Any, array: Any, index: Any, value: Any) -> Any:
    """Lanes into a contiguous array, at a flat index."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        address = vector_address(context, builder, kind, *arguments[:2], value.width)
        store_vector(builder, arguments[2], address)
        return context.get_dummy_value()

    return types.void(array, types.intp, value), generate


@intrinsic
def prefetch(_: Any, array: Any, index: Any) -> Any:
    """Ask for the cache line of array[index], to write to it; any index will do."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = vector_address(context, builder, signature.args[0], *arguments, 1)
        prefetch_address(builder, address)
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


@intrinsic
def spread(_: Any, value: Any) -> Any:
    """One float in every lane."""
    lanes = Lanes(value)

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        undefined = ir.Constant(_vector(value, lanes.width), ir.Undefined)
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


_add = _elementwise(2, lambda builder, a, b: builder.fadd(a, b))
_subtract = _elementwise(2, lambda builder, a, b: builder.fsub(a, b))
_multiply = _elementwise(2, lambda builder, a, b: builder.fmul(a, b))
_divide = _elementwise(2, lambda builder, a, b: builder.fdiv(a, b))
negative = _elementwise(1, lambda builder, a: builder.fneg(a))
fma = _elementwise(3, lambda builder, a, b, c: call(builder, "llvm.fma", a, b, c))
sqrt = _elementwise(1, lambda builder, a: call(builder, "llvm.sqrt", a))
absolute = _elementwise(1, lambda builder, a: call(builder, "llvm.fabs", a))
maximum = _elementwise(2, lambda builder, a, b: call(builder, "llvm.maxnum", a, b))


def _operator(function: Callable[..., Any], implementation: Any) -> None:
    @overload(function, inline="always")
    def _(a, b):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # numba compares them
        if isinstance(a, Lanes) and a == b:
            return lambda a, b: implementation(a, b)
        return None


_operator(operator.add, _add)
_operator(operator.sub, _subtract)
_operator(operator.mul, _multiply)
_operator(operator.truediv, _divide)


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
        packed = _load(builder, address, kind.dtype)
        parts = [
            permute(builder, packed, packed, range(k, width * count, count)) for k in range(count)
        ]
        converted = [convert(builder, part, kind.dtype, lanes.dtype) for part in parts]
        return context.make_tuple(builder, signature.return_type, converted)

    return types.UniTuple(lanes, count)(points, types.intp, like), generate


def transposed(builder: Any, columns: list[Any]) -> list[Any]:
    """One short vector for each lane, of that lane's number in each column.

    There may be 1, 4, 8 or as many columns as lanes.  First the columns are zipped within groups
    of 128 bits, which is what processors do fastest; then whole groups change places.
    """
    width, count = columns[0].type.count, len(columns)
    group = width // 4
    if count < group:
        return [permute(builder, columns[0], columns[0], [lane]) for lane in range(width)]
    zipped = [_zip_groups(builder, columns[k : k + group]) for k in range(0, count, group)]
    rows: list[Any] = [None] * width
    for lane, parts in enumerate(zip(*zipped, strict=True)):
        rows[lane::group] = _exchange_groups(builder, list(parts), group)
    return rows


def _zip_groups(builder: Any, columns: list[Any]) -> list[Any]:
    """Transpose 2 x 2 float64 or 4 x 4 float32 within each 128 bits."""
    width = columns[0].type.count
    starts = range(0, width, width // 4)
    if len(columns) == 2:
        a, b = columns
        orders = ([k for s in starts for k in (s + h, width + s + h)] for h in range(2))
        return [permute(builder, a, b, order) for order in orders]
    halves = []
    for a, b in (columns[:2], columns[2:]):
        for h in (0, 2):
            order = [
                k for s in starts for k in (s + h, width + s + h, s + h + 1, width + s + h + 1)
            ]
            halves.append(permute(builder, a, b, order))
    pairs = [
        [k for s in starts for k in (s + h, s + h + 1, width + s + h, width + s + h + 1)]
        for h in (0, 2)
    ]
    return [permute(builder, halves[i], halves[i + 2], pair) for i in (0, 1) for pair in pairs]


def _exchange_groups(builder: Any, parts: list[Any], group: int) -> list[Any]:
    """Four rows: row q has group q of every part."""

    def pick(a: Any, b: Any, *groups: int) -> Any:
        return permute(builder, a, b, [group * q + k for q in groups for k in range(group)])

    if len(parts) == 1:
        return [pick(parts[0], parts[0], q) for q in range(4)]
    if len(parts) == 2:
        return [pick(*parts, q, 4 + q) for q in range(4)]
    even, odd = (0, 2, 4, 6), (1, 3, 5, 7)
    first, second = ([pick(a, b, *even), pick(a, b, *odd)] for a, b in (parts[:2], parts[2:]))
    return [pick(first[h], second[h], *order) for order in (even, odd) for h in range(2)]


def _tile_storer(columns: int | None) -> Any:
    """An intrinsic that transposes a tile of `columns` columns, by default as many as lanes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        rows, start, out, offset, step = arguments
        source, target = signature.args[0], signature.args[2]
        width = Lanes(source.dtype).width
        count = min(columns or width, width)
        loaded = []
        for k in range(count):
            place = builder.add(start, ir.Constant(start.type, k * width))
            address = vector_address(context, builder, source, rows, place, width)
            loaded.append(_load(builder, address, source.dtype))
        for point, row in enumerate(transposed(builder, loaded)):
            place = builder.add(offset, builder.mul(step, ir.Constant(step.type, point)))
            address = vector_address(context, builder, target, out, place, count)
            store_vector(builder, convert(builder, row, source.dtype, target.dtype), address)
        return context.get_dummy_value()

    def typed(_: Any, rows: Any, start: Any, out: Any, offset: Any, step: Any) -> Any:
        return types.void(rows, types.intp, out, types.intp, types.intp), generate

    return intrinsic(typed)


store_tile = _tile_storer(None)
store_tile_8 = _tile_storer(8)
store_tile_4 = _tile_storer(4)
