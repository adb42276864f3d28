"""Code for rows at addresses, in lanes, one piece of it for each number of components.

Rows lie at addresses: components `step` bytes apart, channels side by side, one register of 64
bytes after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from grouptools.numeric.llvm import (
    BYTES,
    Lanes,
    call,
    load_vector,
    permute,
    prefetch_address,
    store_vector,
    vector_type,
)
from grouptools.numeric.simd import intrinsic

__all__ = ["KINDS", "RowEmitter", "by_kind", "word"]

#: Numbers of components that there is code for, which keeps them in registers; 0 is special.
KINDS = (0, 1, 2, 3, 5, 7)

_ADDRESS = ir.IntType(8).as_pointer()


def word(value: int) -> Any:
    """A constant count."""
    return ir.Constant(ir.IntType(64), value)


class RowEmitter:
    """Operations on lanes at addresses.

    Addresses are pointers from beginning to end: where they pass through integers, LLVM's
    optimiser has been seen to lose track of which memory is meant.
    """

    def __init__(self, builder: Any, dtype: types.Float) -> None:
        self.builder = builder
        self.itemsize, self.width = dtype.bitwidth // 8, Lanes(dtype).width
        self.kind = vector_type(dtype, self.width)
        self.zero = ir.Constant(self.kind, None)

    def further(self, place: Any, count: Any) -> Any:
        """The address `count` bytes after a place."""
        return self.builder.gep(place, [count])

    def at(self, place: Any, step: Any, k: Any) -> Any:
        """The address place + k*step."""
        return self.further(place, self.builder.mul(step, word(k) if isinstance(k, int) else k))

    def _pointer(self, place: Any, block: int, kind: Any) -> Any:
        address = self.further(place, word(block * BYTES)) if block else place
        return self.builder.bitcast(address, kind.as_pointer())

    def load(self, place: Any, block: int = 0) -> Any:
        """The lanes at place + 64*block."""
        return load_vector(self.builder, self._pointer(place, block, self.kind))

    def store(self, value: Any, place: Any, block: int = 0) -> None:
        """Write the lanes at place + 64*block."""
        store_vector(self.builder, value, self._pointer(place, block, self.kind))

    def fetch(self, place: Any) -> None:
        """Ask for the cache line at a place, to read it; any place will do."""
        prefetch_address(self.builder, place, write=False)

    def address_at(self, place: Any) -> Any:
        """The address that is kept at a place."""
        return self.builder.load(self._pointer(place, 0, _ADDRESS))

    def number(self, place: Any, block: int = 0) -> Any:
        """The number at place + 64*block, in every lane."""
        number = self.builder.load(self._pointer(place, block, self.kind.element))
        undefined = ir.Constant(self.kind, ir.Undefined)
        first = self.builder.insert_element(undefined, number, ir.Constant(ir.IntType(32), 0))
        return permute(self.builder, first, undefined, [0] * self.width)

    def mul(self, a: Any, b: Any) -> Any:
        """A * b."""
        return self.builder.fmul(a, b)

    def fma(self, a: Any, b: Any, c: Any) -> Any:
        """A * b + c, rounded once."""
        return call(self.builder, "llvm.fma", a, b, c)

    @contextmanager
    def loop(self, count: Any) -> Iterator[Any]:
        """Emit a loop; gives its index."""
        with cgutils.for_range(self.builder, count) as loop:
            yield loop.index


def by_kind(emit: Callable[..., None]) -> Any:
    """An intrinsic (kind, arrays, words), by emit(rows, kind, *addresses, *words) for each kind.

    `arrays`: a tuple of which the last are rows; `addresses`: where each begins.  `words`: a tuple
    of integers.  Other kinds than `KINDS` do nothing.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number, packed, words = arguments
        kinds = signature.args[1]
        arrays = zip(kinds, cgutils.unpack_tuple(builder, packed), strict=True)
        given = [
            builder.bitcast(context.make_array(kind)(context, builder, array).data, _ADDRESS)
            for kind, array in arrays
        ]
        given += cgutils.unpack_tuple(builder, words)
        rows = RowEmitter(builder, kinds[-1].dtype)
        after = builder.append_basic_block("after")
        switch = builder.switch(number, after)
        for kind in KINDS:
            block = builder.append_basic_block(f"kind{kind}")
            switch.add_case(word(kind), block)
            builder.position_at_end(block)
            emit(rows, kind, *given)
            builder.branch(after)
        builder.position_at_end(after)
        return context.get_dummy_value()

    def typed(_: Any, kind: Any, arrays: Any, words: Any) -> Any:  # noqa: ARG001 - numba reads names
        whole = types.UniTuple(types.intp, len(words))
        return types.void(types.intp, arrays, whole), generate

    return intrinsic(typed)
