"""Points that convolutions must not stumble over, and what their tests share."""

import pytest
import torch

import grouptools as gt
from grouptools.nn.graphs import Graph, radius_graph

DEVICES = [
    "cpu",
    pytest.param(
        "cuda",
        marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU"),
    ),
]
CUTOFF = 2.0

#: edges to both poles, aligned ones, two atoms at one place, and an isolated one at the end
POINTS = torch.tensor(
    [
        [0.0, 0.0, 0.0],
        [0.0, 0.0, 1.0],
        [0.0, 0.0, 1.5],
        [1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [-0.3, 0.8, 0.2],
        [9.0, 0.0, 0.0],
    ],
    dtype=torch.float64,
)

#: features of O(3) and of SO(3): multiplicities of several sizes, both parities
FEATURES = {
    "O(3)": gt.Irreps("3x0e + 0o + 2x1o + 1e + 2e"),
    "SO(3)": gt.Irreps("3x0 + 2x1 + 2", gt.SO3()),
}


def cloud(points=POINTS):
    return points, radius_graph(points, CUTOFF)


def features(irreps, rows, seed=0):
    random = torch.Generator().manual_seed(seed)
    return torch.randn(rows, irreps.dimension, dtype=torch.float64, generator=random)


def in_place(layer):
    """The layer as a function of features and positions, numpy arrays."""

    def f(x, positions):
        graph = radius_graph(torch.from_numpy(positions), CUTOFF)
        return layer(torch.from_numpy(x), graph, graph.vectors(torch.from_numpy(positions)))

    return f


def spread(nodes, neighbours, seed=0, radius=CUTOFF):
    """Edges from a node each to `nodes` targets, their vectors even over a ball; float32."""
    random = torch.Generator().manual_seed(seed)
    edges = nodes * neighbours
    direction = torch.randn(edges, 3, generator=random)
    length = radius * torch.rand(edges, 1, generator=random) ** (1 / 3)
    vectors = length * direction / direction.norm(dim=1, keepdim=True)
    target = torch.arange(nodes).repeat_interleave(neighbours)
    source = torch.randint(0, nodes, (edges,), generator=random)
    return Graph(torch.stack([source, target]), nodes), vectors


def renumbered(graph, order):
    """The graph whose node k is node order[k] of this one, its edges in the same order."""
    place = torch.empty_like(order)
    place[order] = torch.arange(len(order))
    return Graph(place[graph.edge_index], graph.num_nodes)


def by_term(irreps, values):
    return torch.stack([values[place].mean() for place in irreps.slices()])


def far(found, expected):
    """The largest difference."""
    return float((found - expected).detach().abs().max())


def made(kind, irreps, out=None, l_max=2, **options):
    options = {"hidden": (8,), "neighbours": 3.0} | options
    return kind(irreps, irreps if out is None else out, l_max, CUTOFF, **options).double()
