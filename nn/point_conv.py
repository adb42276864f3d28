"""Convolutions on points: what tensor field networks are made of.

[Thomas et al. 2018, arXiv:1802.08219, section 4]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.nn.functional.edge_frames import edge_harmonics
from grouptools.nn.functional.edges import read_edges
from grouptools.nn.functional.norms import norm
from grouptools.nn.graphs.graph import Graph
from grouptools.nn.layers.linear import Linear
from grouptools.nn.layers.module import EquivariantModule, read_irreps
from grouptools.nn.layers.tensor_products import TensorProduct
from grouptools.nn.radial.network import RadialNetwork, variance_at
from grouptools.numeric.contraction.plan import ProductPlan, channelwise_plan
from grouptools.numeric.radial.distances import positive
from grouptools.representations.irreps_value import Irreps

__all__ = ["PointConv", "edges_of", "mean_neighbours", "point_plan"]


class PointConv(EquivariantModule):
    """The point convolution of tensor field networks, with self-connection.

    m_a[c, m3] = N^(-1/2) sum(R[path, c](rho_ab) C[m1, m2, m3] V'_b[c, m1] Y[m2](r_ab)) n^(-1/2)
    out_a = W (V_a (+) m_a),   V' = W' V

    summed over edges b -> a and over the n paths l1 (x) l2 -> l3 into each irrep; Y are harmonics
    to `l_max` of variance 1, C orthonormal Clebsch-Gordan coefficients, R a radial network with
    an output for each path and channel, W and W' linear maps, W of the direct sum of V_a and m_a.
    [Thomas et al. 2018, arXiv:1802.08219, 4.1: a filter R Y for each path; and self-interaction]

    `irreps_in`, `irreps_out`: of SO(3) or O(3).  `neighbours`: N, the mean number of edges into a
    node, see `mean_neighbours`.  `channels`: copies of each irrep in V' and m, by default the
    largest multiplicity of irreps_in and irreps_out.  `softening`: a length s, see
    `functional.edge_frames.edge_harmonics`; then rho_ab = sqrt(|r_ab|^2 + s^2), and all is smooth
    at zero-length edges too.  `cutoff` and `radial`: the arguments of `RadialNetwork`.

    Components of variance 1 give components of variance 1 at first, in the mean over weights, where
    features are independent: with N counted by `mean_neighbours` from vectors for any distances,
    with the plain number of edges where they fill the ball |r| < cutoff evenly.
    A node without edges keeps its self-connection.  On the CPU messages are summed in the order of
    the edges: new numbers for the nodes do not change m by a bit, another order of edges rounds.
    Raises `ArgumentError` for other groups, and where nothing in irreps_out can be reached.

    >>> layer = PointConv("4x0e", "4x0e + 2x1o", 1, cutoff=3.0, neighbours=2.0)
    >>> edge_index = torch.tensor([[0, 1], [1, 0]])
    >>> vectors = torch.tensor([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
    >>> layer(torch.ones(2, 4), edge_index, vectors).shape
    torch.Size([2, 10])
    """

    def __init__(
        self,
        irreps_in: object,
        irreps_out: object,
        l_max: int,
        cutoff: float,
        *,
        neighbours: float,
        channels: int | None = None,
        softening: float = 0.0,
        **radial: Any,
    ) -> None:
        super().__init__(read_irreps(irreps_in), read_irreps(irreps_out))
        self.l_max = degree(l_max, "l_max")
        self.neighbours = positive(neighbours, "neighbours")
        self.softening = positive(softening, "softening") if softening else 0.0
        plan = point_plan(self.irreps_in, self.irreps_out, self.l_max, channels)
        self.linear_in = Linear(self.irreps_in, plan.irreps_x)
        self.product = TensorProduct(plan, weights=False)
        self.radial = RadialNetwork(plan.weight_numel, cutoff, **radial)
        self.linear_out = Linear(self.irreps_in + plan.irreps_out, self.irreps_out)

    def forward(self, x: Tensor, graph: Graph | Tensor, vectors: Tensor) -> Tensor:
        """out, of features x (nodes, irreps_in.dimension).

        `graph`: a `Graph`, or its edge_index (2, edges); `vectors`: (edges, 3), r_ab from source b
        to target a, as `Graph.vectors` gives them.
        """
        self.check(x)
        edge_index = edges_of(graph, x, vectors)
        messages = self.messages(self.linear_in(x), edge_index, vectors)
        scaled = messages * self.neighbours**-0.5
        return self.linear_out(torch.cat([x, scaled], -1))  # type: ignore[no-any-return]

    def messages(self, x: Tensor, edge_index: Tensor, vectors: Tensor) -> Tensor:
        """N^(1/2) m, of V' (nodes, ...)."""
        lengths, harmonics = edge_harmonics(self.l_max, vectors, self.softening)
        weights = self.radial(lengths)
        return self.product(x, harmonics, weights, edge_index=edge_index)  # type: ignore[no-any-return]

    def extra_repr(self) -> str:
        """The irreps, the degree of the filters and the number of neighbours."""
        return f"{super().extra_repr()}, l_max={self.l_max}, neighbours={self.neighbours:g}"


def point_plan(
    irreps_in: Irreps, irreps_out: Irreps, l_max: int, channels: int | None = None
) -> ProductPlan:
    """The paths of a convolution: `channels` copies of each irrep, times harmonics to `l_max`.

    >>> plan = point_plan(Irreps("4x0e"), Irreps("4x0e + 2x1o + 3x1e"), 1)
    >>> str(plan.irreps_x), str(plan.irreps_y), str(plan.irreps_out)
    ('4x0e', '0e + 1o', '4x0e + 4x1o')
    """
    group = irreps_in.group
    if group.name not in {"SO(3)", "O(3)"}:
        raise ArgumentError(
            f"irreps of {group.name} were given, but harmonics of the directions of edges are "
            f"irreps of SO(3) or O(3): pass features of one of them"
        )
    if channels is None:
        channels = max((n for n, _ in [*irreps_in, *irreps_out]), default=0)
    labels = [f"{l}" + ("eo"[l % 2] if group.name == "O(3)" else "") for l in range(l_max + 1)]
    harmonics = Irreps(labels, group)
    first = _copies(irreps_in, channels)
    reached = first.tensor(harmonics)
    last = _copies(irreps_out, channels).filter(lambda irrep: irrep in reached)
    if not last:
        raise ArgumentError(
            f"irreps_in = {irreps_in!s} and irreps_out = {irreps_out!s} were given with l_max = "
            f"{l_max}, but no path leads from one to the other: pass a larger l_max, or irreps "
            f"that the product {first!s} (x) {harmonics!s} holds"
        )
    return channelwise_plan(first, harmonics, last)


def mean_neighbours(
    graphs: Graph | Iterable[Graph],
    vectors: Tensor | None = None,
    cutoff: float | None = None,
    *,
    envelope: str = "polynomial",
) -> float:
    """The mean number of edges into a node, over all nodes of all graphs; 1 where it is less.

    With the vectors (edges, 3) of all edges, and the cut-off, each edge counts as many times as the
    variance of radial functions is there at first, `radial.variance_at`: then messages have
    variance 1 whatever the distances are, not only where neighbours fill the ball evenly.

    >>> graph = Graph(torch.tensor([[1, 2, 0, 1], [0, 0, 1, 0]]), 3)
    >>> mean_neighbours(graph)
    1.3333333333333333
    >>> near = torch.tensor([[0.0, 0.0, 1.0]]).expand(4, 3)
    >>> round(mean_neighbours(graph, near, cutoff=5.0), 3)
    5.833
    """
    many = [graphs] if isinstance(graphs, Graph) else list(graphs)
    nodes = sum(graph.num_nodes for graph in many)
    edges = sum(graph.num_edges for graph in many)
    if (vectors is None) != (cutoff is None) or (vectors is not None and len(vectors) != edges):
        raise ArgumentError(
            f"vectors {'none' if vectors is None else tuple(vectors.shape)} and cutoff = {cutoff} "
            f"were given for {edges} edges: pass both or neither, and a vector for each edge"
        )
    if vectors is None or cutoff is None:
        return max(1.0, edges / max(nodes, 1))
    counted = float(variance_at(norm(vectors.detach()), cutoff, envelope).sum())
    return max(1.0, counted / max(nodes, 1))


def edges_of(graph: Graph | Tensor, x: Tensor, vectors: Tensor) -> Tensor:
    """The edge_index of a graph on the nodes of x, whose edges have these vectors.

    Raises `ArgumentError` for shapes, dtypes or devices that do not fit.
    """
    if isinstance(graph, Graph):
        edge_index = graph.edge_index
        if graph.num_nodes != len(x):
            raise ArgumentError(
                f"features of {len(x)} nodes were given with a graph of {graph.num_nodes} nodes: "
                f"pass one row for each node"
            )
    else:
        edge_index = graph
    if edge_index.ndim != 2 or len(edge_index) != 2:
        raise ArgumentError(
            f"edge_index of shape {tuple(edge_index.shape)} was given, but rows source and target "
            f"are expected: pass a tensor of shape (2, edges)"
        )
    if vectors.shape != (edge_index.shape[1], 3) or vectors.dtype != x.dtype:
        raise ArgumentError(
            f"vectors of shape {tuple(vectors.shape)} and dtype {vectors.dtype} were given, but "
            f"one of {x.dtype}, as the features, is expected for each edge: pass shape "
            f"({edge_index.shape[1]}, 3)"
        )
    if vectors.device != x.device:
        raise ArgumentError(
            f"features on {x.device} and vectors on {vectors.device} were given, but all tensors "
            f"must be on one device: move one of them by .to(...)"
        )
    read_edges((edge_index[0], edge_index[1]), x, vectors, None)
    return edge_index


def _copies(irreps: Irreps, channels: int) -> Irreps:
    """So many copies of each irrep, each named once."""
    distinct = dict.fromkeys(irrep for n, irrep in irreps if n)
    return Irreps([(channels, irrep) for irrep in distinct], irreps.group)
