"""Sums of products of rows, number by number: a bilinear map with few coefficients, all 1 or -1.

    out[e, k, c] = sum of sign * p[e, i, c] * q[e, j, c] over terms (i, j, k, sign)

The derivatives with respect to p and q are such sums again, with the columns of the terms in
another order; so one kernel is closed under differentiation.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.arguments import Floats
from grouptools.numeric.compilation import kernel
from grouptools.numeric.simd import fma, load, spread, store, width_of
from grouptools.numeric.threads import run_sliced

__all__ = ["sum_terms"]

Integers = NDArray[np.int64]


def sum_terms(
    p: Floats, q: Floats, terms: Integers, roles: tuple[int, int, int], count: int
) -> Floats:
    """The sums, (rows, count, channels), each taken in the order of the terms.

    `p`, `q`: (rows, n, channels), float32 or float64 alike.  `terms`: (terms, 4), rows of three
    numbers and a sign; `roles`: which columns are i, j and k.
    Raises `ArgumentError` for other shapes, and for numbers beyond them.

    >>> p, q = np.array([[[2.0], [3.0]]]), np.array([[[5.0]]])
    >>> sum_terms(p, q, np.array([[0, 0, 0, 1], [1, 0, 0, -1]]), (0, 1, 2), 1)
    array([[[-5.]]])
    """
    sizes = p.shape[1], q.shape[1], count
    i, j, k = (np.ascontiguousarray(terms[:, role]) for role in roles)
    for index, size in zip((i, j, k), sizes, strict=True):
        if index.size and not 0 <= index.min() <= index.max() < size:
            raise ArgumentError(
                f"terms with numbers from {index.min()} to {index.max()} were given for rows of "
                f"{size}: number them from 0 to {size - 1}"
            )
    if p.shape[::2] != q.shape[::2] or p.dtype != q.dtype:
        raise ArgumentError(
            f"arrays of shapes {p.shape} and {q.shape} in {p.dtype} and {q.dtype} were given, but "
            f"rows, channels and dtype must agree"
        )
    rows, channels = p.shape[::2]
    order = np.argsort(k, kind="stable")
    starts = np.searchsorted(k[order], np.arange(count + 1))
    signs = terms[order, 3].astype(p.dtype)
    out = np.empty((rows, count, channels), p.dtype)
    flat: list[Any] = [np.ascontiguousarray(a).reshape(-1) for a in (p, q, out)]
    table = starts, i[order], j[order], signs

    def work(first: int, last: int) -> None:
        _sum(*flat, table, (*sizes[:2], channels), first, last)

    run_sliced(work, rows, count * channels)
    return out


@kernel
def _sum(
    p: Floats,
    q: Floats,
    out: Floats,
    table: tuple[Integers, Integers, Integers, Floats],
    sizes: tuple[int, int, int],
    first: int,
    last: int,
) -> None:
    """Rows first, ..., last - 1, channels in lanes as far as they fill them."""
    starts, i, j, signs = table
    channels, width = sizes[2], width_of(p)
    whole = channels - channels % width
    for e in range(first, last):
        a, b = e * sizes[0] * channels, e * sizes[1] * channels
        for k in range(len(starts) - 1):
            place = (e * (len(starts) - 1) + k) * channels
            for c in range(0, whole, width):
                lanes = spread(p.dtype.type(0))
                for t in range(starts[k], starts[k + 1]):
                    left = load(p, a + i[t] * channels + c) * spread(signs[t])
                    lanes = fma(left, load(q, b + j[t] * channels + c), lanes)
                store(out, place + c, lanes)
            for c in range(whole, channels):
                number = p.dtype.type(0)
                for t in range(starts[k], starts[k + 1]):
                    left = p[a + i[t] * channels + c] * signs[t]
                    number += left * q[b + j[t] * channels + c]
                out[place + c] = number
