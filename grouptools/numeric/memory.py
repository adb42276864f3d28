"""Memory for large results, kept for the next one.

The C library gives large arrays back to the system when they are freed, and new pages for the next
one cost more than computing what goes into them.  Here such memory is kept and handed out again.
The system is told that it may take idle pages whenever it needs them (MADV_FREE), so that nothing
is held against other programs; and what is kept is limited.
"""

from __future__ import annotations

import mmap
import weakref
from collections.abc import Sequence
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError

__all__ = ["empty", "get_kept_memory", "set_kept_memory"]

#: Smaller arrays are reused by the C library itself, once some have been freed.
LARGE = 1 << 25
#: Sizes are rounded up to large pages.
PAGE = 1 << 21
USABLE = hasattr(mmap, "MADV_FREE")

_idle: list[mmap.mmap] = []
_limit = 1 << 30


def empty(shape: Sequence[int], dtype: np.dtype[Any], *, large: int = LARGE) -> NDArray[Any]:
    """Return an array of any content, as `numpy.empty`; large ones of memory that is kept.

    `large`: from how many bytes on; less than usual is for what is needed in every call.
    """
    nbytes = prod(shape) * dtype.itemsize
    if nbytes < large or not USABLE or _limit == 0:
        return np.empty(shape, dtype)
    memory = _take(-(-nbytes // PAGE) * PAGE)
    whole = np.frombuffer(memory, np.uint8)
    # every array that shows a part of it has `whole` as its base
    weakref.finalize(whole, _give_back, memory).atexit = False
    return whole[:nbytes].view(dtype).reshape(shape)


def get_kept_memory() -> int:
    """How many bytes of idle memory are kept at most; 1 GiB by default.

    >>> get_kept_memory()
    1073741824
    """
    return _limit


def set_kept_memory(limit: int) -> None:
    """Keep at most `limit` bytes of freed large results for the next ones; 0 keeps none.

    Idle memory counts as used by this process until another needs it, but the system may take it.
    Raises `ArgumentError` unless `limit` is an integer of 0 or more.
    """
    global _limit  # noqa: PLW0603  # one number for the process is what is meant
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise ArgumentError(
            f"limit = {limit!r} was given, but it is a number of bytes: pass an integer, 0 or more"
        )
    _limit = limit
    _drop_beyond(limit)


def _take(size: int) -> mmap.mmap:
    """Idle memory of about this size, the last used first, or new memory."""
    for memory in reversed(tuple(_idle)):
        if size <= len(memory) <= size + size // 4:
            with suppress(ValueError):  # another thread was faster
                _idle.remove(memory)
                return memory
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        memory.madvise(mmap.MADV_HUGEPAGE)
    return memory


def _give_back(memory: mmap.mmap) -> None:
    """Keep memory that nothing shows any more.

    This may run in any thread, whenever objects are freed: it takes no lock.
    """
    if len(memory) <= _limit:
        memory.madvise(mmap.MADV_FREE)
        _idle.append(memory)
        _drop_beyond(_limit)


def _drop_beyond(limit: int) -> None:
    """Let go of the memory that has been idle longest."""
    while sum(map(len, tuple(_idle))) > limit:
        with suppress(IndexError):  # another thread was faster
            del _idle[0]
