"""Straight-line code for lanes, written from Python when a kernel is compiled.

Loops over degrees and orders cost as much as the arithmetic where degrees are small.  There a
kernel calls an intrinsic that walks the recursion in Python and emits each operation once, so
that intermediate values stay in registers.  `Emitter` is what such an intrinsic writes with.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from grouptools.numeric.llvm import (
    Lanes,
    call,
    convert,
    load_vector,
    permute,
    prefetch_address,
    store_vector,
    transposed,
    vector_address,
)

__all__ = ["ColumnReader", "Emitter", "RowWriter", "store_points"]


class Emitter:
    """Operations on LLVM vectors of one precision."""

    def __init__(self, context: Any, builder: Any, dtype: types.Float) -> None:
        self.context, self.builder, self.dtype = context, builder, dtype
        self.width = Lanes(dtype).width
        self.kind = ir.VectorType(context.get_value_type(dtype), self.width)

    def number(self, value: float) -> Any:
        """The same number in every lane."""
        return ir.Constant(self.kind, [value] * self.width)

    def entry(self, kind: Any, table: Any, index: int) -> Any:
        """table.flat[index] in every lane."""
        data = self.context.make_array(kind)(self.context, self.builder, table).data
        place = self.builder.gep(data, [ir.Constant(ir.IntType(64), index)], inbounds=True)
        undefined = ir.Constant(self.kind, ir.Undefined)
        zero = ir.Constant(ir.IntType(32), 0)
        first = self.builder.insert_element(undefined, self.builder.load(place), zero)
        return permute(self.builder, first, undefined, [0] * self.width)

    def add(self, a: Any, b: Any) -> Any:
        """A + b."""
        return self.builder.fadd(a, b)

    def sub(self, a: Any, b: Any) -> Any:
        """A - b."""
        return self.builder.fsub(a, b)

    def mul(self, a: Any, b: Any) -> Any:
        """A * b."""
        return self.builder.fmul(a, b)

    def div(self, a: Any, b: Any) -> Any:
        """A / b."""
        return self.builder.fdiv(a, b)

    def neg(self, a: Any) -> Any:
        """-a."""
        return self.builder.fneg(a)

    def fma(self, a: Any, b: Any, c: Any) -> Any:
        """A * b + c, rounded once."""
        return call(self.builder, "llvm.fma", a, b, c)

    def fms(self, a: Any, b: Any, c: Any) -> Any:
        """A * b - c, rounded once."""
        return self.fma(a, b, self.neg(c))

    def sqrt(self, a: Any) -> Any:
        """The square root of a."""
        return call(self.builder, "llvm.sqrt", a)

    def abs(self, a: Any) -> Any:
        """|a|."""
        return call(self.builder, "llvm.fabs", a)

    def where_less(self, a: Any, b: Any, yes: Any, no: Any) -> Any:
        """`yes` where a < b, else `no`."""
        return self.builder.select(self.builder.fcmp_ordered("<", a, b), yes, no)


class RowWriter:
    """Writes columns, as they come, into out[offset + p*step + k] for the points p of a block.

    With `ahead` each tile asks for the cache lines of the next block.  The hardware does not
    foresee the order of the stores; told of it, large results are written twice as fast.
    """

    def __init__(
        self, emitter: Emitter, out: tuple[Any, Any], offset: Any, step: Any, *, ahead: Any = None
    ) -> None:
        self._emitter, self._out, self._offset, self._step = emitter, out, offset, step
        self._ahead = ahead
        self._columns: list[Any] = []
        self._written = 0

    def append(self, column: Any) -> None:
        """Take one more column; a full tile leaves at once."""
        width = self._emitter.width
        if self._ahead is not None:
            prefetch_address(
                self._emitter.builder, self._address(self._ahead, len(self._columns) * width, 1)
            )
        self._columns.append(column)
        if len(self._columns) - self._written == width:
            self._write(self._written, width)

    def finish(self) -> None:
        """Write what is left, in tiles of which one may overlap what is written already."""
        count = len(self._columns)
        while self._written < count:
            left = count - self._written
            tile = next(
                size for size in (1, 4, 8, 16) if size >= left or size >= self._emitter.width
            )
            if tile > count or (tile > 4 and left <= tile // 2 + 1):
                tile = max(size for size in (1, 4, 8, 16) if size <= left)
            self._write(min(self._written, count - tile), tile)

    def _write(self, start: int, tile: int) -> None:
        builder = self._emitter.builder
        for point, row in enumerate(transposed(builder, self._columns[start : start + tile])):
            place = builder.mul(self._step, ir.Constant(self._step.type, point))
            address = self._address(builder.add(self._offset, place), start, tile)
            row = convert(builder, row, self._emitter.dtype, self._out[0].dtype)  # noqa: PLW2901
            store_vector(builder, row, address)
        self._written = start + tile

    def _address(self, place: Any, beyond: int, length: int) -> Any:
        e = self._emitter
        place = e.builder.add(place, ir.Constant(place.type, beyond))
        return vector_address(e.context, e.builder, *self._out, place, length)


class ColumnReader:
    """Reads columns of out[offset + p*step + k], a lane for each point p, tile by tile."""

    def __init__(
        self, emitter: Emitter, source: tuple[Any, Any], offset: Any, step: Any, count: int
    ) -> None:
        self._emitter, self._source, self._offset, self._step = emitter, source, offset, step
        self._count, self._read = count, dict[int, Any]()
        self._tile = emitter.width
        while self._tile > count:
            self._tile //= 2

    def __getitem__(self, k: int) -> Any:
        """Column k, read with its neighbours when first asked for."""
        if k not in self._read:
            start = min(k // self._tile * self._tile, self._count - self._tile)
            columns = self._columns(
                [self._row(point, start) for point in range(self._emitter.width)]
            )
            self._read.update({start + i: column for i, column in enumerate(columns)})
        return self._read[k]

    def _row(self, point: int, start: int) -> Any:
        builder, (kind, array) = self._emitter.builder, self._source
        width = self._emitter.width

        def address_of(point: int) -> Any:
            place = builder.mul(self._step, ir.Constant(self._step.type, point))
            place = builder.add(self._offset, builder.add(place, ir.Constant(place.type, start)))
            return vector_address(self._emitter.context, builder, kind, array, place, self._tile)

        prefetch_address(builder, address_of(width + point), write=False)  # the next block's
        loaded = load_vector(builder, address_of(point))
        return convert(builder, loaded, kind.dtype, self._emitter.dtype)

    def _columns(self, rows: list[Any]) -> list[Any]:
        if self._tile == self._emitter.width:
            return transposed(self._emitter.builder, rows)
        while len(rows) > self._tile:
            rows = [self._permute(a, b, range(2 * a.type.count)) for a, b in _pairs(rows)]
        return self._unzip(rows)

    def _unzip(self, packed: list[Any]) -> list[Any]:
        """Columns of rows that follow one another in whole vectors."""
        if len(packed) == 1:
            return packed
        columns: list[Any] = [None] * len(packed)
        for odd in (0, 1):
            half = [self._permute(a, b, range(odd, 2 * a.type.count, 2)) for a, b in _pairs(packed)]
            columns[odd::2] = self._unzip(half)
        return columns

    def _permute(self, a: Any, b: Any, order: range) -> Any:
        return permute(self._emitter.builder, a, b, order)


def _pairs(vectors: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(vectors[::2], vectors[1::2], strict=True))


def store_points(e: Emitter, out: tuple[Any, Any], first: Any, parts: tuple[Any, Any, Any]) -> None:
    """Write x, y, z of a block to rows first, first + 1, ... of a contiguous (n, 3) array."""
    kind, array = out
    builder, width = e.builder, e.width
    start = builder.mul(first, ir.Constant(first.type, 3))
    for j in range(3):
        places = [divmod(j * width + i, 3) for i in range(width)]
        xy = permute(builder, *parts[:2], [point + width * (axis == 1) for point, axis in places])
        row = permute(
            builder,
            xy,
            parts[2],
            [width + point if axis == 2 else i for i, (point, axis) in enumerate(places)],
        )
        place = builder.add(start, ir.Constant(start.type, j * width))
        address = vector_address(e.context, builder, kind, array, place, width)
        store_vector(builder, convert(builder, row, e.dtype, kind.dtype), address)
