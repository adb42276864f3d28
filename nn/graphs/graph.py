"""A graph on points: which node sends to which, through which image of the cell.

An edge runs from a source b to a target a, and its vector is

    r_ab = x_a - x_b + sum_k n_k c_k,

with positions x, rows c_k of the cell and integers n, the shift of the edge.  So r_ab points from
b, moved by -n, to a, as in the point convolution V_a = sum_b R(r_ab) Y(r_ab) V_b
[Thomas et al. 2018, 4.1].  This is the only place where the sign is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.graphs import checks

__all__ = ["Graph", "batch_graphs", "edge_chunks"]


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Graph:
    """Edges between nodes of one or many structures; positions are no part of it.

    `edge_index` int64 (2, edges): rows source and target.  `shifts` int64 (edges, 3): for each
    edge the n of `r_ab = x_a - x_b + sum_k n_k c_k`, or None where nothing is periodic.  `batch`
    int64 (nodes,): the structure of each node, by default 0 for all.  `num_graphs`: how many
    structures there are, empty ones counted; by default as many as `batch` names, and at least 1.

    Raises `ArgumentError` for wrong shapes, dtypes or devices and indices out of range.

    >>> Graph(torch.tensor([[0, 1], [1, 0]]), 3)
    Graph(nodes=3, edges=2, graphs=1)
    """

    edge_index: Tensor
    num_nodes: int
    shifts: Tensor | None
    batch: Tensor
    num_graphs: int

    def __init__(
        self,
        edge_index: Tensor,
        num_nodes: int,
        *,
        shifts: Tensor | None = None,
        batch: Tensor | None = None,
        num_graphs: int | None = None,
    ) -> None:
        edges = checks.edge_index(edge_index, num_nodes)
        if shifts is not None:
            checks.shifts(shifts, edges)
        if batch is None:
            batch = torch.zeros(num_nodes, dtype=torch.int64, device=edges.device)
        count = checks.batch(batch, num_nodes, num_graphs, edges.device)
        vars(self).update(
            edge_index=edges, num_nodes=num_nodes, shifts=shifts, batch=batch, num_graphs=count
        )

    def __repr__(self) -> str:
        """How many nodes, edges and structures there are."""
        return f"Graph(nodes={self.num_nodes}, edges={self.num_edges}, graphs={self.num_graphs})"

    @property
    def num_edges(self) -> int:
        """The number of edges."""
        return int(self.edge_index.shape[1])

    def vectors(self, positions: Tensor, cell: Tensor | None = None) -> Tensor:
        """The vector of each edge, r_ab = x_a - x_b + sum_k n_k c_k, (edges, 3).

        `positions` (nodes, 3); `cell` (3, 3) or (graphs, 3, 3), rows are the vectors of the cell,
        needed where edges have shifts.  Differentiable by both to any order, so that forces and
        stress flow through it.

        Raises `ArgumentError` for wrong shapes, dtypes or devices, or where a cell is missing.

        >>> graph = Graph(torch.tensor([[0], [1]]), 2, shifts=torch.tensor([[1, 0, 0]]))
        >>> positions = torch.tensor([[3.5, 0.0, 0.0], [0.5, 0.0, 0.0]])
        >>> graph.vectors(positions, 4 * torch.eye(3))
        tensor([[1., 0., 0.]])
        """
        checks.positions(positions, self.num_nodes, self.edge_index.device)
        source, target = self.edge_index
        direct = positions.index_select(0, target) - positions.index_select(0, source)
        if self.shifts is None:
            return direct
        cells = checks.cells(cell, self.num_graphs, positions)
        c = cells if len(cells) == 1 else cells[self.batch[source]]  # (1 or edges, 3, 3)
        n = self.shifts.to(positions.dtype).unsqueeze(-1)  # (edges, 3, 1)
        return direct + (n[:, 0] * c[:, 0] + n[:, 1] * c[:, 1] + n[:, 2] * c[:, 2])

    def select(self, edges: Tensor | slice) -> Graph:
        """The graph with some of the edges, by mask, numbers or slice, and with all nodes.

        >>> graph = Graph(torch.tensor([[0, 1], [1, 0]]), 2)
        >>> graph.select(torch.tensor([False, True])).edge_index.tolist()
        [[1], [0]]
        """
        shifts = None if self.shifts is None else self.shifts[edges]
        return self._with(edge_index=self.edge_index[:, edges], shifts=shifts)

    def to(self, device: torch.device | str) -> Graph:
        """The same graph on another device."""
        return self._with(
            edge_index=self.edge_index.to(device),
            shifts=None if self.shifts is None else self.shifts.to(device),
            batch=self.batch.to(device),
        )

    def _with(self, **tensors: Tensor | None) -> Graph:
        """The graph with other tensors, which need no check: they come from its own."""
        graph = copy(self)
        vars(graph).update(tensors)
        return graph


def batch_graphs(graphs: Sequence[Graph]) -> Graph:
    """One graph of many: nodes, edges and structures one after the other.

    Positions and cells are joined by `torch.cat` in the same order.
    Raises `ArgumentError` where no graph is given, or where they lie on several devices.

    >>> pair = Graph(torch.tensor([[0, 1], [1, 0]]), 2)
    >>> both = batch_graphs([pair, pair])
    >>> both.edge_index.tolist(), both.batch.tolist()
    ([[0, 1, 2, 3], [1, 0, 3, 2]], [0, 0, 1, 1])
    """
    if not graphs:
        raise ArgumentError("an empty list of graphs was given: pass one graph or more")
    devices = sorted({str(graph.edge_index.device) for graph in graphs})
    if len(devices) > 1:
        raise ArgumentError(
            f"graphs on {' and '.join(devices)} were given, but a batch lies on one device: "
            f"move them with graph.to(device)"
        )
    nodes = np.cumsum([0] + [graph.num_nodes for graph in graphs]).tolist()
    before = np.cumsum([0] + [graph.num_graphs for graph in graphs]).tolist()
    periodic = any(graph.shifts is not None for graph in graphs)
    return Graph(
        torch.cat([graph.edge_index + n for graph, n in zip(graphs, nodes, strict=False)], dim=1),
        nodes[-1],
        shifts=torch.cat([_shifts(graph) for graph in graphs]) if periodic else None,
        batch=torch.cat([graph.batch + n for graph, n in zip(graphs, before, strict=False)]),
        num_graphs=before[-1],
    )


def edge_chunks(graph: Graph, size: int) -> Iterator[tuple[Tensor, Graph]]:
    """Parts of a graph of at most `size` edges each, for one that is too large for memory.

    Yields (edges, part): the numbers of the edges, and the graph of these edges on all nodes.
    All edges into a node are in one part, in the order that they had; a node with more than `size`
    edges has a part to itself.  So the sum over parts of what each node receives is the sum over
    the graph, to the last bit, and a softmax over the edges of a node may be taken part by part.

    Raises `ArgumentError` unless `size` is an integer of 1 or more.

    >>> graph = Graph(torch.tensor([[1, 2, 0, 0], [0, 0, 1, 2]]), 3)
    >>> [edges.tolist() for edges, part in edge_chunks(graph, 3)]
    [[0, 1, 2], [3]]
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ArgumentError(
            f"size = {size!r} was given, but it is a number of edges: pass an integer of 1 or more"
        )
    return _chunks(graph, size)


def _chunks(graph: Graph, size: int) -> Iterator[tuple[Tensor, Graph]]:
    target = graph.edge_index[1]
    order = torch.argsort(target, stable=True)
    degrees = torch.bincount(target, minlength=graph.num_nodes)
    ends = np.append(0, degrees.cumsum(0).cpu().numpy())  # where edges of one target end
    start = 0
    while start < graph.num_edges:
        last = np.searchsorted(ends, start + size, side="right") - 1
        following = np.searchsorted(ends, start, side="right")
        stop = int(ends[max(last, following)])
        edges = order[start:stop]
        yield edges, graph.select(edges)
        start = stop


def _shifts(graph: Graph) -> Tensor:
    if graph.shifts is not None:
        return graph.shifts
    return graph.edge_index.new_zeros((graph.num_edges, 3))
