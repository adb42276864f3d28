"""Blocks of results that leave past the caches while the next block is computed.

Where a result is larger than the caches, a common store first reads the line that it writes to,
and the processor waits for that.  So the rows of a block are put together in a small array that
stays in the cache, and leave it line by line, by stores that do not read (nontemporal ones), a few
between the steps of the next block's computation.  Such stores wait for the memory if they follow
one another closely, and a common store to large memory waits as long as ten of them: only whole
lines are written, those at the edges of a block together with what the block before left of them.

A stage holds two blocks, of which one is computed and the other leaves.  A block has arrays of
`size`, 3 `size` and 9 `size` numbers, its values, gradients and Hessians; each has room for a line
in front.  A block that `opens` has none before it: what is before it in its first line belongs to
others.
"""

from __future__ import annotations

from typing import Any

from numba import types

from grouptools.numeric.arguments import Floats
from grouptools.numeric.columns import lanes_buffer
from grouptools.numeric.compilation import part
from grouptools.numeric.emitter import Emitter
from grouptools.numeric.llvm import BYTES, Lanes, load_vector, store_line, vector_address
from grouptools.numeric.simd import intrinsic, load, store, width_of

__all__ = [
    "LineCopier",
    "finish_block",
    "leave",
    "leave_step",
    "rows_at",
    "stage",
    "staged_at",
    "ways_of",
]


@part
def stage(order: int, size: int, out: Floats, wanted: bool) -> Any:
    """Room for two blocks, and how long one is; `order`: of the derivatives, 0 to 2."""
    width = width_of(out)
    length = (3 ** (order + 1) // 2 * size // width + 4) * width
    return lanes_buffer(2 * length // width if wanted else 1, out), length


@part
def staged_at(block: int, size: int, out: Floats) -> Any:
    """Where the values, gradients and Hessians of a block lie that begins at `block`."""
    width = width_of(out)
    return block + width, block + size + 2 * width, block + 4 * size + 3 * width


@part
def rows_at(first: int, columns: int) -> Any:
    """Where rows of `columns` values, their gradients and Hessians begin in arrays of their own."""
    return first * columns, 3 * first * columns, 9 * first * columns


@part
def ways_of(block: int, flat: Any, first: int, columns: int, size: int, opens: bool) -> Any:
    """How the arrays of a block leave for the rows of `flat` from `first` on, by `_way`."""
    staged, rows = staged_at(block, size, flat[0]), rows_at(first, columns)
    way = _way(staged[0], flat[0], rows[0], size, opens)
    second = _way(staged[1], flat[1], rows[1], 3 * size, opens) if len(flat) > 1 else way
    third = _way(staged[2], flat[2], rows[2], 9 * size, opens) if len(flat) > 2 else way
    return way, second, third


@part
def _way(begin: int, out: Floats, place: int, size: int, opens: bool) -> Any:
    """Where the first line begins when staged and in `out`; the lines to be written; their numbers.

    Lines are range(way[2], way[3]), numbers range(way[4], way[5]), counted from the first line's.
    """
    width = width_of(out)
    beyond = (out.ctypes.data + place * (BYTES // width)) % BYTES // (BYTES // width)
    end = size + beyond
    return begin - beyond, place - beyond, int(opens), end // width, beyond, end


@part
def leave_step(staged: Floats, flat: Any, ways: Any, n: int) -> None:
    """Write some lines of a block; calls for n = 0, 1, ..., half of a row's columns, write all."""
    start = n * 16 // width_of(staged)  # two columns of eight points
    stop = (n + 1) * 16 // width_of(staged)
    _write_lines(staged, flat[0], ways[0], start, stop)
    if len(flat) > 1:
        _write_lines(staged, flat[1], ways[1], 3 * start, 3 * stop)
    if len(flat) > 2:
        _write_lines(staged, flat[2], ways[2], 9 * start, 9 * stop)


@part
def _write_lines(staged: Floats, out: Floats, way: Any, start: int, stop: int) -> None:
    width = width_of(out)
    for k in range(max(start, way[2]), min(stop, way[3])):
        _copy_line(staged, way[0] + k * width, out, way[1] + k * width)


@part
def finish_block(
    staged: Floats, here: int, there: int, flat: Any, ways: Any, size: int, opens: bool
) -> None:
    """Take over, for a block computed at `here`, what the one at `there` left of its last line."""
    begins, ends = staged_at(here, size, staged), staged_at(there, size, staged)
    _join(staged, begins[0], ends[0] + size, flat[0], ways[0], opens)
    if len(flat) > 1:
        _join(staged, begins[1], ends[1] + 3 * size, flat[1], ways[1], opens)
    if len(flat) > 2:
        _join(staged, begins[2], ends[2] + 9 * size, flat[2], ways[2], opens)


@part
def _join(staged: Floats, begin: int, end: int, out: Floats, way: Any, opens: bool) -> None:
    width = width_of(out)
    store(staged, begin - width, load(staged, end - width))
    if opens:
        for k in range(way[4], width):
            out[way[1] + k] = staged[way[0] + k]


@part
def leave(staged: Floats, flat: Any, ways: Any) -> None:
    """Write all of a block after which there is none."""
    _leave_all(staged, flat[0], ways[0])
    if len(flat) > 1:
        _leave_all(staged, flat[1], ways[1])
    if len(flat) > 2:
        _leave_all(staged, flat[2], ways[2])
    _settle()


@part
def _leave_all(staged: Floats, out: Floats, way: Any) -> None:
    _write_lines(staged, out, way, way[2], way[3])
    for k in range(way[3] * width_of(out), way[5]):
        out[way[1] + k] = staged[way[0] + k]


@intrinsic
def _copy_line(_: Any, staged: Any, begin: Any, out: Any, place: Any) -> Any:  # noqa: ARG001
    """out[place], ... = staged[begin], ...: one line, past the caches."""
    width = Lanes(out.dtype).width

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        source, target = signature.args[0], signature.args[2]
        line = vector_address(context, builder, source, arguments[0], arguments[1], width)
        address = vector_address(context, builder, target, arguments[2], arguments[3], width)
        store_line(builder, load_vector(builder, line), address)
        return context.get_dummy_value()

    return types.void(staged, types.intp, out, types.intp), generate


@intrinsic
def _settle(_: Any) -> Any:
    """Let no store that follows be seen before those past the caches."""

    def generate(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return types.void(), generate


class LineCopier:
    """Emits the copies of a block's lines, one after another; the first if it is to be written."""

    def __init__(
        self, e: Emitter, staged: tuple[Any, Any], out: tuple[Any, Any], way: list[Any]
    ) -> None:
        self._e, self._staged, self._out, self._way, self._copied = e, staged, out, way, 0

    def copy(self) -> None:
        """Copy the next line."""
        builder = self._e.builder
        if self._copied:
            self._copy()
        else:
            with builder.if_then(builder.icmp_signed("==", self._way[2], self._way[2].type(0))):
                self._copy()
        self._copied += 1

    def _copy(self) -> None:
        e = self._e
        source, target = (
            self._address(*array, start)
            for array, start in zip((self._staged, self._out), self._way[:2], strict=True)
        )
        store_line(e.builder, load_vector(e.builder, source), target)

    def _address(self, kind: Any, array: Any, start: Any) -> Any:
        e = self._e
        place = e.builder.add(start, start.type(self._copied * e.width))
        return vector_address(e.context, e.builder, kind, array, place, e.width)
