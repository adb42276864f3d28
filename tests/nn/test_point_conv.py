"""The point convolution: its formula, its symmetries, its scale, what it refuses."""

import re

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.checks import EquivarianceError, assert_equivariant
from grouptools.errors import ArgumentError
from grouptools.nn import point_conv
from grouptools.nn.graphs import Graph, edge_chunks, radius_graph
from grouptools.nn.layers import Gate
from grouptools.nn.point_conv import PointConv, mean_neighbours
from grouptools.nn.so2_conv import SO2Conv
from tests.nn.point_clouds import (
    CUTOFF,
    FEATURES,
    POINTS,
    by_term,
    cloud,
    far,
    features,
    in_place,
    made,
    renumbered,
    spread,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")


KINDS = [PointConv, SO2Conv]


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def by_the_formula(layer, x, graph, vectors):
    """m of the docstring, path by path, by the library's tables."""
    plan, (source, target) = layer.product.plan, graph.edge_index.numpy()
    sent = layer.linear_in(x).detach().numpy()
    weights = layer.radial(vectors.norm(dim=1)).detach().numpy()
    Y = gt.spherical_harmonics(layer.l_max, vectors.numpy(), normalization="component")
    into = [sum(path.target == k for path in plan.paths) for k in range(len(plan.irreps_out))]
    found = np.zeros((len(x), plan.irreps_out.dimension))
    first, last = plan.irreps_x.slices(), plan.irreps_out.slices()
    for path, place in zip(plan.paths, plan.weight_slices, strict=True):
        l1, l2, l3 = (int(i.label[:-1]) for i in plan_irreps(plan, path))
        C = gt.clebsch_gordan(l1, l2, l3)
        V = sent[source, first[path.first]].reshape(graph.num_edges, -1, 2 * l1 + 1)
        product = np.einsum("abc,eua,eb->euc", C, V, Y[:, l2 * l2 : (l2 + 1) ** 2])
        scaled = weights[:, place, None] * product / np.sqrt(into[path.target])
        for e in range(graph.num_edges):
            found[target[e], last[path.target]] += scaled[e].ravel()
    return found / np.sqrt(layer.neighbours)


def plan_irreps(plan, path):
    sums = plan.irreps_x, plan.irreps_y, plan.irreps_out
    return [irreps[k].irrep for irreps, k in zip(sums, path[:3], strict=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_formula(kind):
    layer = made(kind, FEATURES["O(3)"], gt.Irreps("2x0e + 1o + 2x2e + 2o"))
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    m = torch.from_numpy(by_the_formula(layer, x, graph, vectors))
    expected = layer.linear_out(torch.cat([x, m], -1))
    assert far(layer(x, graph, vectors), expected) < 1e-13


def test_an_isolated_node_keeps_its_self_connection():
    layer = made(PointConv, FEATURES["O(3)"])
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    none = x.new_zeros(len(x), layer.product.irreps_out.dimension)
    alone = layer.linear_out(torch.cat([x, none], -1))
    assert torch.equal(layer(x, graph, vectors)[-1], alone[-1])
    empty = Graph(torch.empty(2, 0, dtype=torch.int64), len(points))
    assert torch.equal(layer(x, empty, vectors[:0]), alone)
    nothing = Graph(torch.empty(2, 0, dtype=torch.int64), 0)
    assert layer(x[:0], nothing, vectors[:0]).shape == (0, layer.irreps_out.dimension)


def test_a_softened_edge_is_a_convolution_of_the_same_kind():
    """R(rho) (|r|/rho)^l Y_l(r/|r|), rho^2 = |r|^2 + s^2."""
    layer = made(PointConv, gt.Irreps("2x0e"), gt.Irreps("2x0e + 2x1o + 2x2e"), softening=0.5)
    vectors = torch.tensor([[0.3, -0.4, 1.2]], dtype=torch.float64)
    rho, Y = point_conv.edge_harmonics(2, vectors, 0.5)
    r = vectors.norm(dim=1)
    assert torch.allclose(rho, (r * r + 0.25).sqrt(), atol=1e-15)
    plain = gt.spherical_harmonics(2, vectors.numpy(), normalization="component")
    shares = (r / rho).numpy() ** np.repeat([0, 1, 2], [1, 3, 5])
    assert np.abs(Y.numpy() - plain * shares).max() < 1e-14
    assert layer.radial.cutoff == CUTOFF


def test_the_mean_number_of_neighbours():
    _, graph = cloud()
    assert mean_neighbours(graph) == graph.num_edges / graph.num_nodes
    assert mean_neighbours([graph, Graph(graph.edge_index[:, :0], 3)]) == graph.num_edges / 10
    assert mean_neighbours([]) == 1.0


def natural(irreps):
    return irreps.group.natural_representation()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("group", FEATURES)
def test_it_commutes_with_rotations_and_reflections(kind, group):
    irreps = FEATURES[group]
    layer = made(kind, irreps)
    inputs = [(features(irreps, len(POINTS)).numpy(), POINTS.numpy())]
    reps = [irreps, natural(irreps)]
    assert_equivariant(in_place(layer), reps, irreps, inputs=inputs, tolerance=1e-12)


def network(kind, depth):
    irreps = gt.Irreps("4x0e + 2x0o + 2x1o + 2x1e + 2x2e")
    gate = Gate("4x0e + 2x0o", [torch.nn.functional.silu, torch.tanh], "6x0e", [torch.sigmoid],
                "2x1o + 2x1e + 2x2e")  # fmt: skip
    layers = [made(kind, irreps, gate.irreps_in) for _ in range(depth)]

    def f(x, graph, vectors):
        for layer in layers:
            x = gate.double()(layer(x, graph, vectors))
        return x

    return irreps, f


@pytest.mark.parametrize("kind", KINDS)
def test_six_layers_commute_too(kind):
    irreps, f = network(kind, 6)
    inputs = [(features(irreps, len(POINTS)).numpy(), POINTS.numpy())]
    reps = [irreps, natural(irreps)]
    assert_equivariant(in_place(f), reps, irreps, inputs=inputs, tolerance=1e-12)


def test_one_wrong_coefficient_is_seen(monkeypatch):
    irreps = FEATURES["O(3)"]
    layer, right = made(PointConv, irreps), point_conv.edge_harmonics

    def wrong(*arguments):
        rho, Y = right(*arguments)
        Y[:, 2] *= 1 + 1e-9
        return rho, Y

    monkeypatch.setattr(point_conv, "edge_harmonics", wrong)
    inputs = [(features(irreps, len(POINTS)).numpy(), POINTS.numpy())]
    reps = [irreps, natural(irreps)]
    with pytest.raises(EquivarianceError):
        assert_equivariant(in_place(layer), reps, irreps, inputs=inputs, tolerance=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_translations_and_permutations(kind):
    irreps, f = network(kind, 6)
    points, graph = cloud()
    x, vectors = features(irreps, len(points)), graph.vectors(points)
    y = f(x, graph, vectors)
    scale = float(y.detach().abs().max())
    moved = graph.vectors(points + torch.tensor([3.0, -1.0, 0.5]))
    assert far(f(x, graph, moved), y) < 1e-12 * scale
    nodes = torch.tensor([4, 2, 6, 0, 1, 5, 3])
    again = f(x[nodes], renumbered(graph, nodes), vectors)
    assert far(again, y[nodes]) < 1e-12 * scale
    edges = torch.randperm(graph.num_edges)
    assert far(f(x, graph.select(edges), vectors[edges]), y) < 1e-12 * scale
    assert not torch.equal(f(x, graph, vectors.flip(0)), y)


@pytest.mark.parametrize("kind", KINDS)
def test_sums_in_the_order_of_edges_do_not_know_the_numbers_of_nodes(kind):
    irreps = FEATURES["O(3)"]
    layer = made(kind, irreps)
    points, graph = cloud()
    sent, vectors = features(layer.product.irreps_in, len(points)), graph.vectors(points)
    m = layer.messages(sent, graph.edge_index, vectors)
    for nodes in (torch.arange(6, -1, -1), torch.tensor([4, 2, 6, 0, 1, 5, 3])):
        again = layer.messages(sent[nodes], renumbered(graph, nodes).edge_index, vectors)
        assert torch.equal(again, m[nodes])
    ordered = torch.argsort(graph.edge_index[1], stable=True)
    assert torch.equal(ordered, torch.arange(graph.num_edges))
    parts = torch.zeros_like(m)
    for edges, part in edge_chunks(graph, 5):
        parts += layer.messages(sent, part.edge_index, vectors[edges])
    assert far(parts, m) < 1e-14


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("irreps", "l_max"), [("64x0e", 0), ("32x0e + 32x1o + 32x2e", 2), ("16x0e + 16x1e + 16x3o", 3)]
)
def test_variance_is_one_at_first(kind, irreps, l_max):
    irreps = gt.Irreps(irreps)
    graph, vectors = spread(300, 20)
    found = torch.zeros(irreps.dimension)
    for _ in range(6):
        layer = kind(irreps, irreps, l_max, CUTOFF, neighbours=20.0)
        y = layer(torch.randn(300, irreps.dimension), graph, vectors).detach()
        found += y.square().mean(0) / 6
    assert ((by_term(irreps, found) - 1).abs() < 0.25).all()


def refused(call, message):
    with pytest.raises(ArgumentError, match=re.escape(message)):
        call()


def test_wrong_irreps_are_refused():
    cyclic = gt.Irreps("0", gt.cyclic(3))
    refused(
        lambda: PointConv(cyclic, cyclic, 1, CUTOFF, neighbours=1.0),
        f"irreps of {cyclic.group.name} were given, but harmonics of the directions of edges are "
        f"irreps of SO(3) or O(3): pass features of one of them",
    )
    refused(
        lambda: PointConv("2x0e", "0o + 3o", 2, CUTOFF, neighbours=1.0),
        "irreps_in = 2x0e and irreps_out = 0o + 3o were given with l_max = 2, but no path leads "
        "from one to the other: pass a larger l_max, or irreps that the product 2x0e (x) 0e + 1o + "
        "2e holds",
    )
    refused(lambda: PointConv("0e", "0e", 1, CUTOFF, neighbours=0.0), "neighbours = 0.0 was given")
    refused(lambda: PointConv("0e", "0e", 1, -1.0, neighbours=1.0), "cutoff = -1.0 was given")


def test_wrong_graphs_are_refused():
    layer = PointConv("0e", "0e", 1, CUTOFF, neighbours=1.0)
    x, edges, r = torch.ones(3, 1), torch.tensor([[0, 1], [1, 2]]), torch.ones(2, 3)
    cases = [
        ((x, Graph(edges, 4), r), ("features of 3 nodes were given with a graph of 4 nodes: pass "
         "one row for each node")),
        ((x, edges[0], r), ("edge_index of shape (2,) was given, but rows source and target are "
         "expected: pass a tensor of shape (2, edges)")),
        ((x, edges, r[:1]), ("vectors of shape (1, 3) and dtype torch.float32 were given, but one "
         "of torch.float32, as the features, is expected for each edge: pass shape (2, 3)")),
        ((x, edges, r.double()), "vectors of shape (2, 3) and dtype torch.float64 were given"),
        ((x, edges, r.to("meta")), ("features on cpu and vectors on meta were given, but all "
         "tensors must be on one device: move one of them by .to(...)")),
        ((x, edges.float(), r), ("edge_index of dtype torch.float32 was given, but nodes are "
         "numbered by integers: pass torch.int64")),
        ((x, edges + 1, r), ("target nodes from 2 to 3 were given, but there are 3 nodes: number "
         "them from 0 to 2")),
        ((x[:, :0], edges, r), "features of shape (3, 0)"),
    ]  # fmt: skip
    for arguments, message in cases:
        refused(lambda arguments=arguments: layer(*arguments), message)


def test_a_periodic_graph():
    """A shift of the cell is a node more: a ring of 3 is 3 nodes of a crystal."""
    layer = made(PointConv, FEATURES["O(3)"])
    cell = torch.diag(torch.tensor([1.1, 5.0, 5.0], dtype=torch.float64))
    one = torch.tensor([[0.2, 0.1, 0.0]], dtype=torch.float64)
    axes = (True, False, False)
    graph = radius_graph(one, CUTOFF, cell=cell, periodic=axes)
    x = features(layer.irreps_in, 1)
    y = layer(x, graph, graph.vectors(one, cell))
    wide = cell * torch.tensor([[3.0], [1.0], [1.0]], dtype=torch.float64)
    many = one + torch.arange(3, dtype=torch.float64)[:, None] * cell[0]
    larger = radius_graph(many, CUTOFF, cell=wide, periodic=axes)
    again = layer(x.expand(3, -1), larger, larger.vectors(many, wide))
    assert far(again, y) < 1e-13
