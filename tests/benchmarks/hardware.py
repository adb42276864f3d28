"""The limits of one core, measured: writing, copying and multiply-adds."""

import ctypes
import time
from collections.abc import Callable
from functools import cache

import numba
import numpy as np

from grouptools.numeric.llvm import BYTES
from grouptools.numeric.simd import fma, load, spread, store

LARGE = 1 << 28  # bytes: more than any cache holds
DTYPES = ("float32", "float64")
CHAINS = 12  # independent accumulators, enough to hide the latency of an fma


def best_seconds(work: Callable[[], object], *, budget: float = 0.1) -> float:
    """The shortest time of several calls."""
    times: list[float] = []
    while len(times) < 3 or sum(times) < budget:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


@cache
def write_seconds(size: int, *, fresh: bool) -> float:
    """Seconds to write `size` bytes, into memory as it is allocated or into a warm buffer.

    The fastest of two ways: registers of 64 bytes one after the other, and C's memset.
    """
    kept = None if fresh else np.ones(size, np.uint8)

    def buffer() -> np.ndarray:
        return np.empty(size, np.uint8) if kept is None else kept

    def by_registers() -> None:
        _fill(buffer()[: size // BYTES * BYTES].view(np.float64))

    def by_c() -> None:
        array = buffer()
        ctypes.memset(array.ctypes.data, 1, size)

    by_registers()
    return min(best_seconds(by_registers), best_seconds(by_c))


@numba.njit(nogil=True)
def _fill(numbers: np.ndarray) -> None:
    """The same registers into all of a buffer."""
    one = spread(1.0)
    for i in range(0, numbers.size, 8):
        store(numbers, i, one)


@cache
def copy_rate() -> float:
    """Bytes copied in a second, large arrays, each byte counted once."""
    source, target = np.ones(LARGE, np.uint8), np.ones(LARGE, np.uint8)
    return LARGE / best_seconds(lambda: np.copyto(target, source))


@cache
def read_rate() -> float:
    """Bytes read in a second, a large array."""
    source = np.ones(LARGE // 8, np.int64)
    return LARGE / best_seconds(lambda: np.bitwise_or.reduce(source))


@cache
def fma_rate(dtype: str) -> float:
    """Multiply-adds in a second, each of one number."""
    numbers = np.full(BYTES // np.dtype(dtype).itemsize * (CHAINS + 1), 0.5, dtype)
    rounds = 1_000_000
    _chains(numbers, 1)
    lanes = BYTES // np.dtype(dtype).itemsize
    return CHAINS * lanes * rounds / best_seconds(lambda: _chains(numbers, rounds))


@numba.njit(nogil=True)
def _chains(numbers: np.ndarray, rounds: int) -> None:
    """Twelve independent chains x <- x f + f, kept in registers."""
    lanes = numbers.size // (CHAINS + 1)
    f = load(numbers, CHAINS * lanes)
    a, b, c = load(numbers, 0), load(numbers, lanes), load(numbers, 2 * lanes)
    d, e, g = load(numbers, 3 * lanes), load(numbers, 4 * lanes), load(numbers, 5 * lanes)
    h, i, j = load(numbers, 6 * lanes), load(numbers, 7 * lanes), load(numbers, 8 * lanes)
    k, m, n = load(numbers, 9 * lanes), load(numbers, 10 * lanes), load(numbers, 11 * lanes)
    for _ in range(rounds):
        a, b, c, d = fma(a, f, f), fma(b, f, f), fma(c, f, f), fma(d, f, f)
        e, g, h, i = fma(e, f, f), fma(g, f, f), fma(h, f, f), fma(i, f, f)
        j, k, m, n = fma(j, f, f), fma(k, f, f), fma(m, f, f), fma(n, f, f)
    total = fma(a + b + c + d, e + g + h + i, j + k + m + n)
    store(numbers, 0, fma(total, f - f, f))


def report() -> list[tuple[str, str]]:
    """What the page says of the machine."""
    rows = [(f"multiply-adds, {dtype}", f"{fma_rate(dtype) / 1e9:.0f} G/s") for dtype in DTYPES]
    rows.append(("reading, a large array", f"{read_rate() / 1e9:.1f} GB/s"))
    rows.append(("copying, large arrays", f"{copy_rate() / 1e9:.1f} GB/s"))
    for size in (1 << 20, 1 << 24, 1 << 28):
        for fresh in (False, True):
            rate = size / write_seconds(size, fresh=fresh) / 1e9
            memory = "memory as it is allocated" if fresh else "a warm buffer"
            rows.append((f"writing {size >> 20} MiB into {memory}", f"{rate:.1f} GB/s"))
    return rows
