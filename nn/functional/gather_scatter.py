"""Sums over the edges of a graph by target node."""

from __future__ import annotations

from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.edges import check_edges, read_edges

__all__ = ["gather_scatter", "scatter_sum"]


def gather_scatter(
    x: Tensor, edge_index: Tensor, weights: Tensor | None = None, *, num_nodes: int | None = None
) -> Tensor:
    """out[t] = sum(weights[e] * x[s(e)] for edges e from s(e) to t(e) = t).

    `x`: (nodes, features); `edge_index`: (2, edges) int64, rows source and target; `weights`:
    (edges,), (edges, 1) or (edges, features), or None for ones; `num_nodes`: the number of target
    nodes, by default that of x.
    Returns (num_nodes, features); 0 for nodes without edges.  On the CPU each sum is taken in the
    order of the edges, whatever the number of threads.
    Raises `ArgumentError` for shapes, dtypes or devices that do not fit, and for indices that are
    no nodes.

    >>> import torch
    >>> x = torch.tensor([[1.0], [2.0], [4.0]])
    >>> gather_scatter(x, torch.tensor([[0, 1, 2], [1, 0, 1]]))
    tensor([[2.],
            [5.],
            [0.]])
    """
    if edge_index.ndim != 2 or len(edge_index) != 2:
        raise ArgumentError(
            f"edge_index of shape {tuple(edge_index.shape)} was given, but rows source and target "
            f"are expected: pass a tensor of shape (2, edges)"
        )
    edges = read_edges((edge_index[0], edge_index[1]), x, edge_index.T, num_nodes)
    check_edges(edges, x)
    messages = x.index_select(0, edge_index[0])
    if weights is not None:
        messages = messages * (weights.unsqueeze(-1) if weights.ndim == 1 else weights)
    return scatter_sum(messages, edge_index[1], edges.num_nodes)


def scatter_sum(messages: Tensor, target: Tensor, num_nodes: int) -> Tensor:
    """out[t] = sum(messages[e] for e with target[e] = t), taken in the order of e on the CPU.

    `messages`: (edges, ...); `target`: (edges,) int64 in range(num_nodes), or an error of torch.
    Returns (num_nodes, ...).

    >>> import torch
    >>> scatter_sum(torch.tensor([1.0, 2.0, 4.0]), torch.tensor([1, 0, 1]), 3)
    tensor([2., 5., 0.])
    """
    return messages.new_zeros(num_nodes, *messages.shape[1:]).index_add(0, target, messages)
