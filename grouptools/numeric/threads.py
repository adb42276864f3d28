"""The one place where work is split over threads.

Kernels are sequential and hold no lock of the interpreter; long work is cut into slices that a
pool of threads runs.  A forked process, such as a worker that loads data, starts a pool of its
own; a slice that asks for threads again gets none, so that pools cannot wait for themselves.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from grouptools.errors import ArgumentError

__all__ = ["get_num_threads", "run_sliced", "set_num_threads", "threads_limited_to"]

#: A slice of less work, in numbers written, costs more to hand over than it saves.
SMALLEST_SLICE = 1 << 20

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None
_chosen: int | None = None
_inside = threading.local()


def get_num_threads() -> int:
    """How many threads long work is split over.

    The first of: what `set_num_threads` chose, torch's number where torch is loaded, the
    environment's NUMBA_NUM_THREADS, the number of processors that this process may use.

    >>> get_num_threads() >= 1
    True
    """
    if _chosen is not None:
        return _chosen
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "get_num_threads"):
        return int(torch.get_num_threads())
    wanted = os.environ.get("NUMBA_NUM_THREADS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return int(wanted)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def set_num_threads(count: int | None) -> None:
    """Choose the number of threads of this process; None goes back to the default.

    Raises `ArgumentError` unless `count` is None or an integer of 1 or more.
    """
    global _chosen  # noqa: PLW0603  # one number for the process is what is meant
    if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 1):
        raise ArgumentError(
            f"count = {count!r} was given, but a number of threads is an integer: pass 1 or more, "
            f"or None for the default"
        )
    _chosen = count


@contextmanager
def threads_limited_to(count: int) -> Iterator[None]:
    """Choose the number of threads inside a `with` block."""
    before = _chosen
    set_num_threads(count)
    try:
        yield
    finally:
        set_num_threads(before)


def run_sliced(
    work: Callable[[int, int], None], count: int, size: int, *, multiple: int = 1
) -> None:
    """Call work(start, stop) on slices that cover range(count), side by side.

    `size` is how many numbers one item writes, by which short work is kept on one thread; every
    slice but the last is a multiple of `multiple` long.  The first error of a slice is raised.
    """
    slices = count * max(size, 1) // SMALLEST_SLICE
    threads = min(get_num_threads(), slices) if slices > 1 else 1
    if threads == 1 or getattr(_inside, "slice", False):
        work(0, count)
        return
    parts = threads if threads * 4 * SMALLEST_SLICE > count * size else threads * 4
    step = -(-count // (parts * multiple)) * multiple
    futures = [
        _executor().submit(_run_slice, work, start, min(start + step, count))
        for start in range(0, count, step)
    ]
    errors = [future.exception() for future in futures]
    for error in errors:
        if error is not None:
            raise error


def _run_slice(work: Callable[[int, int], None], start: int, stop: int) -> None:
    _inside.slice = True
    work(start, stop)


def _executor() -> ThreadPoolExecutor:
    """The pool of this process, large enough for the number of threads now chosen."""
    global _pool  # noqa: PLW0603  # the pool of the process
    with _lock:
        wanted = get_num_threads()
        if _pool is None or _pool._max_workers < wanted:  # noqa: SLF001
            _pool = ThreadPoolExecutor(wanted, thread_name_prefix="grouptools")
        return _pool


def _forget_pool() -> None:
    """In a forked child: the parent's threads are not here."""
    global _pool, _lock
    _pool, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_pool)
