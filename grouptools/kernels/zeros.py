"""Large arrays that stay zero nearly everywhere."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["sparse_zeros"]

#: Arrays of more bytes are given memory of their own.
LARGE = 1 << 22


def sparse_zeros(shape: Sequence[int], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Zeros; large ones in small pages, which the system fills when they are written to.

    Kernels between permutation representations are zero but for one pair (a, b) in many, so
    most of their memory is never touched.

    >>> sparse_zeros((2, 3), np.dtype(np.float32)).sum()
    np.float32(0.0)
    """
    nbytes = prod(shape) * dtype.itemsize
    if nbytes < LARGE:
        return np.zeros(shape, dtype)
    memory = mmap.mmap(-1, nbytes)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):
        with suppress(OSError):  # a system without large pages does not know the word
            memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, dtype).reshape(shape)
