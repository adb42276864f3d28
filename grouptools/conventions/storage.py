"""Coefficients that packages keep in arrays of two or three axes, to and from the flat order.

    cilm      pyshtools         [i, l, m] for 0 <= m <= l: m for i = 0, -m for i = 1
    wrapped   scipy             [l, m], negative m from the end: m = 0, ..., M, -M, ..., -1
    half      torch-harmonics   [l, m] for 0 <= m <= l, of a real function in a complex basis

These axes are the last ones.  scipy's `sph_harm_y_all` has them first: np.moveaxis brings them
to the end.  "half" leaves out what the rest tells, c(l, -m) = (-1)^m conj(c(l, m)), as it is where
Y(l, -m) = (-1)^m conj(Y(l, m)).  Norms and signs stay as they are: `convert` changes them.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

import numpy as np

from grouptools.conventions.arrays import constant, more_than_rounding, namespace, read
from grouptools.errors import ArgumentError

__all__ = ["LAYOUTS", "pack", "unpack"]

#: name -> the axes at the end of an array, for people
LAYOUTS = {
    "cilm": "(..., 2, l_max + 1, l_max + 1)",
    "wrapped": "(..., l_max + 1, 2 M + 1)",
    "half": "(..., l_max + 1, M + 1)",
}


def unpack(array: Any, layout: str) -> Any:
    """The flat array of coefficients or values of harmonics from one of two or three axes.

    Entries: [c(l, m) for l in range(l_max + 1) for m in range(-l, l + 1)]

    What an array has no place for is 0: orders |m| > M.  Entries with m > l are not read.
    Raises `ArgumentError` for an unknown layout and for another shape, with what is possible.

    >>> cilm = np.array([[[1.0, 0.0], [3.0, 4.0]], [[0.0, 0.0], [0.0, 2.0]]])
    >>> unpack(cilm, "cilm")
    array([1., 2., 3., 4.])
    """
    axes = _axes(layout)
    given, restored = read(array, axes)
    shape = tuple(given.shape)
    if len(shape) < axes or 0 in shape[-2:] or not _fits(shape, layout):
        raise ArgumentError(
            f"an array of shape {shape} was given, but the layout {layout!r} has the shape "
            f"{LAYOUTS[layout]}"
        )
    size, columns = shape[-2:]
    largest = columns // 2 if layout == "wrapped" else columns - 1
    cells = given.reshape(*shape[: len(shape) - axes], -1)
    orders = [(l, m) for l in range(size) for m in range(-l, l + 1)]
    places = [
        _place(layout, l, m, size, columns) if abs(m) <= largest else cells.shape[-1]
        for l, m in orders
    ]
    flat = _with_zero(cells)[..., places]
    return restored(_completed(flat, orders) if layout == "half" else flat)


def pack(array: Any, layout: str) -> Any:
    """The inverse of `unpack`, with M = l_max and 0 where m > l.

    Raises `ArgumentError` as `unpack` does, and for "half" where the function is not real.

    >>> pack(np.array([1.0, 2.0, 3.0, 4.0]), "wrapped")
    array([[1., 0., 0.],
           [3., 4., 2.]])
    """
    axes = _axes(layout)
    given, restored = read(array, 1)
    size = isqrt(given.shape[-1]) if given.ndim else 0
    if not size or size * size != given.shape[-1]:
        raise ArgumentError(
            f"an array of shape {tuple(given.shape)} was given, but flat coefficients have the "
            f"shape (..., (l_max + 1)^2)"
        )
    orders = [(l, m) for l in range(size) for m in range(-l, l + 1)]
    if layout == "half":
        _check_half(given, orders)
        orders = [(l, m) for l, m in orders if m >= 0]
    columns = 2 * size - 1 if layout == "wrapped" else size
    places = [size * size] * ((axes - 1) * size * columns)
    for l, m in orders:
        places[_place(layout, l, m, size, columns)] = l * l + l + m
    cells = _with_zero(given)[..., places]
    ends = (2, size, columns) if axes == 3 else (size, columns)
    return restored(cells.reshape(*given.shape[:-1], *ends))


def _axes(layout: str) -> int:
    if layout not in LAYOUTS:
        raise ArgumentError(
            f"layout = {layout!r} was given, but coefficients are kept as one of "
            f"{', '.join(LAYOUTS)}"
        )
    return 3 if layout == "cilm" else 2


def _fits(shape: tuple[int, ...], layout: str) -> bool:
    return {"cilm": shape[-3:-2] == (2,), "wrapped": shape[-1] % 2 == 1}.get(layout, True)


def _place(layout: str, l: int, m: int, size: int, columns: int) -> int:
    """The position of (l, m) among the cells in C order."""
    if layout == "wrapped":
        return l * columns + m % columns
    row = l + size * (m < 0) if layout == "cilm" else l
    return row * columns + abs(m)


def _with_zero(cells: Any) -> Any:
    """The cells and a zero behind them."""
    zero = constant(np.zeros((*cells.shape[:-1], 1), int), cells)
    return namespace(cells).concat([cells, zero], -1)


def _completed(flat: Any, orders: list[tuple[int, int]]) -> Any:
    """The coefficients whose negative orders hold those of |m| as those of a real function."""
    signs = constant(np.array([(-1) ** m for _, m in orders]), flat)
    both = namespace(flat).concat([flat, signs * flat.conj()], -1)
    return both[..., [k + len(orders) * (m < 0) for k, (_, m) in enumerate(orders)]]


def _check_half(flat: Any, orders: list[tuple[int, int]]) -> None:
    """Raise unless c(l, -m) = (-1)^m conj(c(l, m)): unless f = Re f."""
    mirrored = [l * l + l + abs(m) for l, m in orders]
    remainder = more_than_rounding(flat - _completed(flat[..., mirrored], orders), flat)
    if remainder:
        raise ArgumentError(
            f"coefficients were given for the layout 'half' that differ by {remainder:.3g} from "
            f"those of a real function, c(l, -m) = (-1)^m conj(c(l, m)): take 'cilm' or 'wrapped'"
        )
