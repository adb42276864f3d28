"""Edges of a graph as a function takes them: where messages come from and where they go."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from grouptools.errors import ArgumentError

__all__ = ["EdgeIndex", "Edges", "check_edges", "read_edges"]

#: (2, edges), or (source, target) of which either may be None.
EdgeIndex = Tensor | tuple[Tensor | None, Tensor | None] | None


class Edges(NamedTuple):
    """`source`, `target`: (edges,) integers, or None for a row each edge; the target nodes."""

    source: Tensor | None
    target: Tensor | None
    num_nodes: int


def read_edges(edge_index: EdgeIndex, x: Tensor, y: Tensor, num_nodes: int | None) -> Edges:
    """Check shapes, dtypes and devices; the range of the indices is for who uses them.

    `x`: a row for each source node, or edge; `y`: a row for each edge.
    """
    source, target = edge_index if edge_index is not None else (None, None)
    if x.ndim != 2 or y.ndim != 2:
        raise ArgumentError(
            f"x of shape {tuple(x.shape)} and y of shape {tuple(y.shape)} were given with "
            f"edge_index, but (nodes, ...) and (edges, ...) are expected: flatten leading axes"
        )
    for name, index in (("source", source), ("target", target)):
        if index is None:
            continue
        if index.dtype not in (torch.int64, torch.int32):
            raise ArgumentError(
                f"edge_index of dtype {index.dtype} was given, but nodes are numbered by integers: "
                f"pass torch.int64"
            )
        if index.shape != y.shape[:1]:
            raise ArgumentError(
                f"{name} nodes of shape {tuple(index.shape)} were given with y for {len(y)} edges, "
                f"but each edge has one: pass edge_index of shape (2, {len(y)})"
            )
        if index.device != x.device:
            raise ArgumentError(
                f"x on {x.device} and edge_index on {index.device} were given, but both must be on "
                f"one device: move one of them by .to(...)"
            )
    if source is None and len(x) != len(y):
        raise ArgumentError(
            f"x of {len(x)} rows was given with y for {len(y)} edges and no source nodes: pass a "
            f"row of x for each edge, or the source nodes"
        )
    if num_nodes is not None and target is None:
        raise ArgumentError(
            f"num_nodes = {num_nodes} was given without target nodes, but the result has a row for "
            f"each edge then: leave it out"
        )
    return Edges(source, target, len(x) if num_nodes is None else num_nodes)


def check_edges(edges: Edges, x: Tensor) -> None:
    """Raise `ArgumentError` unless all indices are nodes; not where torch traces, nor on a GPU.

    There the operations of torch that use the indices refuse them.
    """
    if torch.compiler.is_compiling() or x.device.type != "cpu":
        return
    followed = torch._C._functorch.is_functorch_wrapped_tensor  # noqa: SLF001 - by torch.func
    for name, index, count in (
        ("source", edges.source, len(x)),
        ("target", edges.target, edges.num_nodes),
    ):
        if index is not None and index.numel() and not followed(index):
            low, high = (int(end) for end in torch.aminmax(index))
            if low < 0 or high >= count:
                raise ArgumentError(
                    f"{name} nodes from {low} to {high} were given, but there are {count} nodes: "
                    f"number them from 0 to {count - 1}"
                )
