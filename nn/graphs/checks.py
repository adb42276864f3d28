"""What the functions on graphs accept, each refused with a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real
from typing import Any

import torch
from torch import Tensor

from grouptools.errors import ArgumentError

__all__ = [
    "batch",
    "cells",
    "cutoff",
    "edge_index",
    "finite",
    "independent",
    "periodic",
    "positions",
    "shifts",
]

#: Vectors are dependent where the least singular value is at most this part of the largest.
FLATTEST = 1e-9


def described(value: object) -> str:
    """What was given, for an error: shape and dtype of a tensor, else the value."""
    if isinstance(value, Tensor):
        return f"of shape {tuple(value.shape)} and dtype {value.dtype}"
    return f"= {value!r}"


def edge_index(value: Any, num_nodes: int) -> Tensor:
    """An int64 (2, edges) of nodes that exist."""
    if isinstance(num_nodes, bool) or not isinstance(num_nodes, int) or num_nodes < 0:
        raise ArgumentError(
            f"num_nodes = {num_nodes!r} was given, but it is a number of nodes: pass an integer of "
            f"0 or more"
        )
    if not _is_index(value, 2) or value.shape[0] != 2:
        raise ArgumentError(
            f"edge_index {described(value)} was given, but an int64 tensor of shape (2, edges), "
            f"with rows source and target, is expected"
        )
    edges: Tensor = value
    _in_range("edge_index", edges, num_nodes, "nodes")
    return edges


def shifts(value: Any, edges: Tensor) -> None:
    """An int64 (edges, 3) beside the edges."""
    if not _is_index(value, 2) or value.shape != (edges.shape[1], 3):
        raise ArgumentError(
            f"shifts {described(value)} were given, but an int64 tensor of shape "
            f"{(edges.shape[1], 3)}, one row for each edge, is expected"
        )
    _same_device("shifts", value, edges.device)


def batch(value: Any, num_nodes: int, num_graphs: int | None, device: torch.device) -> int:
    """How many structures there are; `value` an int64 (nodes,) of those that exist."""
    if not _is_index(value, 1) or len(value) != num_nodes:
        raise ArgumentError(
            f"batch {described(value)} was given, but an int64 tensor of shape {(num_nodes,)}, the "
            f"structure of each node, is expected"
        )
    _same_device("batch", value, device)
    if num_graphs is None:
        num_graphs = int(value.max()) + 1 if num_nodes else 1
    if isinstance(num_graphs, bool) or not isinstance(num_graphs, int) or num_graphs < 1:
        raise ArgumentError(
            f"num_graphs = {num_graphs!r} was given, but it is a number of structures: pass an "
            f"integer of 1 or more"
        )
    _in_range("batch", value, num_graphs, "structures")
    return num_graphs


def positions(value: Any, num_nodes: int | None = None, device: torch.device | None = None) -> None:
    """A float (nodes, 3)."""
    rows = "nodes" if num_nodes is None else num_nodes
    if (
        not isinstance(value, Tensor)
        or not value.is_floating_point()
        or value.ndim != 2
        or value.shape[1] != 3
        or (num_nodes is not None and len(value) != num_nodes)
    ):
        raise ArgumentError(
            f"positions {described(value)} were given, but a tensor of floats of shape "
            f"({rows}, 3) is expected"
        )
    if device is not None:
        _same_device("positions", value, device)


def cells(value: Any, num_graphs: int, like: Tensor) -> Tensor:
    """The cell or cells of structures, as (1 or graphs, 3, 3)."""
    if value is None:
        raise ArgumentError(
            "no cell was given, but a periodic graph needs one: pass the vectors as rows of cell"
        )
    if not isinstance(value, Tensor) or tuple(value.shape) not in {(3, 3), (num_graphs, 3, 3)}:
        raise ArgumentError(
            f"cell {described(value)} was given, but a tensor of shape (3, 3) or "
            f"({num_graphs}, 3, 3), with the vectors of a cell as rows, is expected"
        )
    if value.dtype != like.dtype or value.device != like.device:
        raise ArgumentError(
            f"cell in {value.dtype} on {value.device} was given beside positions in {like.dtype} "
            f"on {like.device}, but both must agree: use cell.to(positions)"
        )
    return value.reshape(-1, 3, 3)


def periodic(value: Any, num_graphs: int) -> Tensor:
    """Which axes of which structure repeat, as bool (graphs, 3) on the CPU."""
    axes = torch.empty(0)
    if isinstance(value, Tensor):
        axes = value.cpu()
    elif isinstance(value, bool) or (
        isinstance(value, Sequence) and all(isinstance(axis, bool) for axis in value)
    ):
        axes = torch.tensor(value)
    if axes.dtype != torch.bool or tuple(axes.shape) not in {(), (3,), (num_graphs, 3)}:
        raise ArgumentError(
            f"periodic {described(value)} was given, but a bool, three of them, or a bool tensor "
            f"of shape ({num_graphs}, 3) is expected"
        )
    return axes.expand(num_graphs, 3)


def independent(cells: Tensor, axes: Tensor) -> None:
    """Refuse cells (graphs, 3, 3) whose periodic vectors span no volume, no area or no length."""
    for cell, repeats in zip(cells.detach().to("cpu", torch.float64), axes, strict=True):
        vectors = cell[repeats]
        sizes = torch.linalg.svdvals(vectors)
        if len(vectors) and float(sizes[-1]) <= FLATTEST * float(sizes[0]):
            shown = ", ".join(str(tuple(float(f"{x:.6g}") for x in v)) for v in vectors.tolist())
            raise ArgumentError(
                f"a cell with the periodic vectors {shown} was given, but they are linearly "
                f"dependent: give vectors that span a volume, or fewer periodic directions"
            )


def cutoff(value: Any) -> float:
    """A length above 0, with room to spare for its square."""
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if not 1e-100 < number < 1e100:
        raise ArgumentError(
            f"cutoff = {value!r} was given, but it is a length: pass a finite number above 0"
        )
    return number


def finite(name: str, value: Tensor) -> None:
    """Refuse nan and infinity."""
    if not bool(torch.isfinite(value).all()):
        raise ArgumentError(f"{name} with nan or infinity in it was given: pass finite numbers")


def _is_index(value: Any, ndim: int) -> bool:
    return isinstance(value, Tensor) and value.dtype == torch.int64 and value.ndim == ndim


def _in_range(name: str, value: Tensor, count: int, things: str) -> None:
    if not value.numel():
        return
    least, most = (int(bound) for bound in torch.aminmax(value))
    if least < 0 or most >= count:
        raise ArgumentError(
            f"{name} with {least if least < 0 else most} in it was given, but there are {count} "
            f"{things}: pass indices from 0 to {count - 1}"
        )


def _same_device(name: str, value: Tensor, device: torch.device) -> None:
    if value.device != device:
        raise ArgumentError(
            f"{name} on {value.device} and edges on {device} were given together: move "
            f"one to the device of the other"
        )
