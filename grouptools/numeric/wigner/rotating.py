"""Rotating coefficients of harmonics, without a matrix for each rotation."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.numeric.arguments import for_reading, read_points, results
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.threads import run_sliced
from grouptools.numeric.wigner.blocks import padded
from grouptools.numeric.wigner.matrices import wigner_D_blocks
from grouptools.numeric.wigner.real_kernels import rotate_real
from grouptools.numeric.wigner.recursion import WIDTH
from grouptools.numeric.wigner.rotations import read_rotations
from grouptools.numeric.wigner.tables import recursion_table

__all__ = ["rotate_coefficients"]


def rotate_coefficients(
    coefficients: ArrayLike,
    rotation: ArrayLike,
    degrees: Sequence[int] | None = None,
    *,
    out: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """Coefficients of real harmonics, rotated: D^l(R) applied to each block of degree l.

    Entries: [sum(D(l, m', m) * c(l, m) for m in range(-l, l + 1))
              for l in degrees for m' in range(-l, l + 1)]

    `coefficients` (..., n): the blocks of `degrees` one after another; a degree may come again,
    as in a feature vector with multiplicities.  None: all degrees 0, 1, ..., n = (l_max + 1)^2.
    `rotation`: as in `wigner_D`; its leading shape and that of the coefficients broadcast.
    One rotation of many vectors forms D once; with a rotation for each vector the entries of D are
    used as the recursion gives them and never stored.
    `out`: an array for the result, of the dtype of the coefficients.

    Returns an array of the broadcast leading shape and n, float32 for float32, else float64.
    Raises `ArgumentError` for another n, shapes that do not broadcast, and degrees beyond the
    tested range, l <= 200.

    >>> import numpy as np
    >>> vector = np.array([0.0, 0.0, 1.0])  # along x, in the order y, z, x
    >>> rotate_coefficients(vector, [0.0, 0.0, 1.0, 1.0], degrees=[1]).round(12) + 0.0  # now y
    array([1., 0., 0.])
    """
    array = np.asarray(coefficients)
    if array.ndim == 0:
        raise ArgumentError(
            "a single number was given as coefficients, but an array of shape (..., n) is "
            "expected: pass the components of all degrees in its last axis"
        )
    ls = _read_degrees(array.shape[-1], degrees)
    n = array.shape[-1]
    vectors, batch, dtype = read_points(array, n, "coefficients")
    vectors = vectors.reshape(*batch, n)
    rotations = read_rotations(rotation)
    check_tested("rotate_coefficients", max(ls, default=0), dtype)
    turns = rotations.shape
    try:
        shape = np.broadcast_shapes(batch, turns)
    except ValueError:
        raise ArgumentError(
            f"coefficients of leading shape {batch} and rotations of shape {turns} were given, "
            f"which do not broadcast: pass shapes that agree or are 1 in every axis"
        ) from None
    source = coefficients if isinstance(coefficients, np.ndarray) else None
    (result,) = results(out, [(*shape, n)], dtype, source)
    q = rotations.quaternions.reshape(*turns, 4)
    if result.size and _is_shared(turns, shape):
        _by_matrices(np.broadcast_to(vectors, result.shape), q, ls, result)
    elif result.size:
        _one_each(
            np.ascontiguousarray(np.broadcast_to(vectors, result.shape)).reshape(-1, n),
            np.ascontiguousarray(np.broadcast_to(q, (*shape, 4))).reshape(-1, 4),
            ls,
            result.reshape(-1, n),
        )
    return result


def _read_degrees(size: int, degrees: Sequence[int] | None) -> list[int]:
    """The degree of each block of the last axis."""
    if degrees is None:
        count = isqrt(size)
        if count * count != size or size == 0:
            raise ArgumentError(
                f"{size} coefficients were given in the last axis, but all degrees to l_max have "
                f"(l_max + 1)^2: pass that many, or name the blocks by degrees="
            )
        return list(range(count))
    ls = [degree(l, "degrees") for l in degrees]
    expected = sum(2 * l + 1 for l in ls)
    if expected != size:
        raise ArgumentError(
            f"{size} coefficients were given in the last axis, but the degrees {ls} have "
            f"{expected} components: pass degrees that fit"
        )
    return ls


def _is_shared(turns: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether each rotation is used for several vectors along the last leading axis, or for all."""
    alone = all(length == 1 for length in turns)
    last = turns[-1] if turns else 1
    return alone or (last == 1 and shape[-1] > 1)


def _by_matrices(
    vectors: NDArray[Any], quaternions: NDArray[np.float64], ls: list[int], out: NDArray[Any]
) -> None:
    """Form D of each rotation and multiply; the last leading axis of `vectors` shares it."""
    if all(length == 1 for length in quaternions.shape[:-1]):
        quaternions = quaternions.reshape(4)
        vectors, out = vectors.reshape(-1, vectors.shape[-1]), out.reshape(-1, out.shape[-1])
    else:
        quaternions = quaternions[..., 0, :]
    matrices = wigner_D_blocks(max(ls, default=0), quaternions, dtype=out.dtype)
    for start, stop, l, copies in _runs(ls):
        block = vectors[..., start:stop].reshape(*vectors.shape[:-2], -1, 2 * l + 1)
        turned = block @ np.swapaxes(matrices[l], -1, -2)
        out[..., start:stop] = turned.reshape(*vectors.shape[:-1], copies * (2 * l + 1))


def _runs(ls: list[int]) -> list[tuple[int, int, int, int]]:
    """(start, stop, l, copies) of neighbouring blocks of one degree."""
    runs = []
    start = first = 0
    for i, l in enumerate(ls):
        if i + 1 == len(ls) or ls[i + 1] != l:
            copies = i + 1 - first
            stop = start + copies * (2 * l + 1)
            runs.append((start, stop, l, copies))
            start, first = stop, i + 1
    return runs


def _one_each(
    vectors: NDArray[Any], quaternions: NDArray[np.float64], ls: list[int], out: NDArray[Any]
) -> None:
    """Rotate the i-th vector by the i-th quaternion."""
    l_max = max(ls)
    starts = np.concatenate([[0], np.cumsum([2 * l + 1 for l in ls])])[:-1]
    order = np.argsort(ls, kind="stable")
    places = starts[order].astype(np.int64)
    copies = np.searchsorted(np.array(ls)[order], np.arange(l_max + 2)).astype(np.int64)
    table = recursion_table(l_max, 0, real=True)
    count = len(vectors)
    whole = count - count % WIDTH

    def run(q: Any, start: int, stop: int, v: Any, target: Any) -> None:
        q, v = for_reading(q), for_reading(v)
        rotate_real(q, start, stop, l_max, table, copies, places, v, target)

    if whole:
        size = sum((2 * l + 1) ** 2 for l in range(l_max + 1))
        run_sliced(
            lambda start, stop: run(quaternions, start, stop, vectors, out),
            whole,
            size,
            multiple=WIDTH,
        )
    if whole < count:
        piece = np.empty((WIDTH, vectors.shape[1]), out.dtype)
        run(padded(quaternions[whole:]), 0, WIDTH, padded(vectors[whole:]), piece)
        out[whole:] = piece[: count - whole]
