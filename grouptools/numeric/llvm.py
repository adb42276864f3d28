"""What lanes are to LLVM: a vector of 64 bytes, and the operations that numba has no name for.

Every function here writes instructions with a builder of llvmlite; `grouptools.numeric.simd` makes
them functions of kernels, `grouptools.numeric.emitter` straight-line code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import models, register_model

__all__ = [
    "BYTES",
    "Lanes",
    "call",
    "convert",
    "inverse_binade",
    "load_vector",
    "permute",
    "prefetch_address",
    "store_line",
    "store_some",
    "store_vector",
    "transposed",
    "transposed_pairs",
    "vector_address",
    "vector_type",
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
        super().__init__(manager, lanes, vector_type(lanes.dtype, lanes.width))


def _scalar(dtype: types.Float) -> ir.Type:
    return ir.DoubleType() if dtype == types.float64 else ir.FloatType()


def vector_type(dtype: types.Float, width: int) -> ir.VectorType:
    """LLVM's type of `width` numbers."""
    return ir.VectorType(_scalar(dtype), width)


def vector_address(
    context: Any, builder: Any, kind: Any, array: Any, index: Any, width: int
) -> Any:
    """A pointer to `width` numbers at array[index], the array, of type `kind`, taken as flat."""
    data = context.make_array(kind)(context, builder, array).data
    place = builder.gep(data, [index])
    return builder.bitcast(place, vector_type(kind.dtype, width).as_pointer())


def load_vector(builder: Any, address: Any) -> Any:
    """Load a vector from an address of its elements' alignment."""
    vector = builder.load(address)
    vector.align = _alignment(vector)
    return vector


def store_vector(builder: Any, vector: Any, address: Any) -> None:
    """Store a vector at an address of its elements' alignment."""
    builder.store(vector, address).align = _alignment(vector)


def store_some(builder: Any, vector: Any, address: Any, count: Any) -> None:
    """Store the first `count` numbers of a vector, at an address of their alignment."""
    width, whole, bit = vector.type.count, ir.IntType(32), ir.IntType(1)
    mask = ir.VectorType(bit, width)
    numbers = ir.Constant(ir.VectorType(whole, width), list(range(width)))
    first = builder.insert_element(
        ir.Constant(numbers.type, ir.Undefined), builder.trunc(count, whole), whole(0)
    )
    inside = builder.icmp_signed("<", numbers, permute(builder, first, first, [0] * width))
    kind = ir.FunctionType(ir.VoidType(), [vector.type, address.type, whole, mask])
    suffix = f"v{width}f{8 * _alignment(vector)}.p0"
    function = cgutils.get_or_insert_function(builder.module, kind, f"llvm.masked.store.{suffix}")
    builder.call(function, [vector, address, whole(_alignment(vector)), inside])


def store_line(builder: Any, vector: Any, address: Any) -> None:
    """Store a vector past the caches, at a multiple of its size."""
    store = builder.store(vector, address)
    store.align = BYTES
    one = ir.Constant(ir.IntType(32), 1)
    store.set_metadata("nontemporal", builder.module.add_metadata([one]))


def _alignment(vector: Any) -> int:
    return 8 if vector.type.element == ir.DoubleType() else 4


def convert(builder: Any, vector: Any, source: types.Float, target: types.Float) -> Any:
    """The lanes of a vector in another precision."""
    kind = vector_type(target, vector.type.count)
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


def inverse_binade(builder: Any, size: Any) -> Any:
    """The power of two by which the number in each lane, not negative, comes to lie in [2, 4).

    Subnormal numbers get the largest there is, inf and nan get 0.  Only bits are moved: the
    exponents of a number and of its power of two add up to all ones.
    """
    digits, ones = (52, 2047) if size.type.element == ir.DoubleType() else (23, 255)
    kind = ir.VectorType(ir.IntType(digits + ones.bit_length() + 1), size.type.count)

    def number(value: int) -> Any:
        return ir.Constant(kind, [value] * kind.count)

    exponent = builder.lshr(builder.bitcast(size, kind), number(digits))
    field = builder.sub(number(ones), exponent)
    finite = builder.icmp_unsigned("<", field, number(ones))
    field = builder.select(finite, field, number(ones - 1))
    return builder.bitcast(builder.shl(field, number(digits)), size.type)


def prefetch_address(builder: Any, address: Any, *, write: bool = True) -> None:
    """Ask for the cache line at an address, to write to it or to read; any address will do."""
    byte, flag = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
    function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    flags = [ir.Constant(flag, value) for value in (int(write), 3, 1)]  # keep it, data
    builder.call(function, [builder.bitcast(address, byte), *flags])


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


def transposed_pairs(builder: Any, pairs: list[Any]) -> list[Any]:
    """Eight rows of 16 float32, of eight vectors with two columns of eight lanes each."""
    zipped = [_zip_groups(builder, pairs[i : i + 4]) for i in (0, 4)]
    rows: list[Any] = [None] * 8
    for lane in range(8):
        # in group 2c + half: columns c, c + 2, c + 4, c + 6
        places = [8 * (k % 2) + lane // 4 * 4 + k // 2 for k in range(8)]
        order = [place + beyond for beyond in (0, 16) for place in places]
        rows[lane] = permute(builder, zipped[0][lane % 4], zipped[1][lane % 4], order)
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
