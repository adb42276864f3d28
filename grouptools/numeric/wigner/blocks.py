"""Matrices of several degrees in one pass, in one array of memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.numeric.threads import run_sliced
from grouptools.numeric.wigner.complex_kernels import fill_complex
from grouptools.numeric.wigner.real_kernels import fill_real
from grouptools.numeric.wigner.recursion import WIDTH
from grouptools.numeric.wigner.tables import recursion_table

__all__ = ["evaluate", "padded", "sizes", "split"]


def sizes(twice_j_min: int, twice_j_max: int) -> list[int]:
    """2j + 1 for j from j_min to j_max in steps of one."""
    return [twice_j + 1 for twice_j in range(twice_j_min, twice_j_max + 1, 2)]


def evaluate(
    quaternions: NDArray[np.float64], twice_j_min: int, twice_j_max: int, kind: str, out: Any
) -> None:
    """Write D^j for j from j_min to j_max in steps of one, one after another, to a flat array.

    `kind`: "real", "complex" or "small", the real part of complex matrices.
    """
    parts = 2 if kind == "complex" else 1
    flat = out.view(out.real.dtype)
    count = len(quaternions)
    size = parts * sum(n * n for n in sizes(twice_j_min, twice_j_max))
    whole = count - count % WIDTH

    def work(q: NDArray[np.float64], start: int, stop: int, target: Any) -> None:
        places = _places(len(q) if q is not quaternions else count, twice_j_min, twice_j_max, parts)
        _run(q, start, stop, twice_j_min, twice_j_max, kind, places, target)

    if whole:
        run_sliced(
            lambda start, stop: work(quaternions, start, stop, flat), whole, size, multiple=WIDTH
        )
    if whole < count:
        rest = count - whole
        piece = np.empty(WIDTH * size, flat.dtype)
        work(padded(quaternions[whole:]), 0, WIDTH, piece)
        parts_of = zip(
            split(flat, count, twice_j_min, twice_j_max, parts),
            split(piece, WIDTH, twice_j_min, twice_j_max, parts),
            strict=True,
        )
        for target, source in parts_of:
            target[whole:] = source[:rest]


def split(
    flat: Any, count: int, twice_j_min: int, twice_j_max: int, parts: int = 1
) -> list[NDArray[Any]]:
    """Views of the matrices of each degree, (count, parts * n * n)."""
    lengths = [parts * n * n for n in sizes(twice_j_min, twice_j_max)]
    ends = np.cumsum([count * length for length in lengths])
    pieces = np.split(flat, ends[:-1])
    return [piece.reshape(count, length) for piece, length in zip(pieces, lengths, strict=True)]


def padded(rows: NDArray[Any]) -> NDArray[Any]:
    """Fewer rows than a block, filled up by the last."""
    return np.concatenate([rows, np.repeat(rows[-1:], WIDTH - len(rows), axis=0)])


def _places(count: int, twice_j_min: int, twice_j_max: int, parts: int) -> NDArray[np.int64]:
    """Where the matrices of each degree begin, also of those before j_min."""
    lengths = [count * parts * n * n for n in sizes(twice_j_min, twice_j_max)]
    before = [0] * (twice_j_min // 2)
    return np.array([*before, 0, *np.cumsum(lengths)[:-1]], dtype=np.int64)


def _run(
    quaternions: NDArray[np.float64],
    start: int,
    stop: int,
    twice_j_min: int,
    twice_j_max: int,
    kind: str,
    places: NDArray[np.int64],
    out: Any,
) -> None:
    low, first, last = twice_j_max % 2, twice_j_min // 2, twice_j_max // 2
    table = recursion_table(last, low, real=kind == "real")
    if kind == "real":
        fill_real(quaternions, start, stop, first, last, table, places, out)
    else:
        parts = 2 if kind == "complex" else 1
        fill_complex(quaternions, start, stop, low, first, last, table, places, parts, out)
