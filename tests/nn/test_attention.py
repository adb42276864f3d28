"""Attention on points: its formula, symmetries, softmax, scale and derivatives."""

import copy
import pickle
import re

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.checks import EquivarianceError, assert_equivariant
from grouptools.errors import ArgumentError
from grouptools.nn import attention
from grouptools.nn.attention import PointAttention, edge_softmax, mean_square
from grouptools.nn.functional.copies import split_copies
from grouptools.nn.functional.edge_frames import edge_harmonics
from grouptools.nn.graphs import Graph
from grouptools.nn.radial.cutoffs import polynomial_cutoff
from tests.nn.point_clouds import (
    CUTOFF,
    DEVICES,
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


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def attentive(irreps, out=None, **options):
    return made(PointAttention, irreps, out, **({"channels": 4, "heads": 2} | options))


# --- what it computes


def by_the_formula(layer, x, graph, vectors):
    """The docstring, node by node and head by head."""
    source, target = graph.edge_index
    rho, Y = edge_harmonics(layer.l_max, vectors)
    weights = layer.radial(rho)
    n = layer.key_product.plan.weight_numel
    sent, q = layer.linear_in(x), layer.query(x)
    per_edge = (source, None)
    k = layer.key_product(sent, Y, weights[:, :n], edge_index=per_edge)
    v = layer.value_product(sent, Y, weights[:, n:], edge_index=per_edge)
    f, size = polynomial_cutoff(rho, CUTOFF), layer.channels // layer.heads
    m = x.new_zeros(len(x), v.shape[1])
    for a in range(len(x)):
        edges = torch.nonzero(target == a)[:, 0].tolist()
        for h in range(layer.heads if edges else 0):
            part = slice(h * size, (h + 1) * size)

            def of_head(row, product, part=part):
                terms = split_copies(row, product.plan.layouts[2])
                return torch.cat([t[part].flatten() for t in terms])

            own = of_head(q[a], layer.key_product)
            scores = [(own * of_head(k[e], layer.key_product)).sum() for e in edges]
            s = torch.stack(scores) / len(own) ** 0.5 / layer.radial.scale
            alpha = torch.softmax(s + f[edges].log(), 0)
            summed = sum(w * v[e] for w, e in zip(alpha, edges, strict=True))
            mask = torch.cat(
                [
                    torch.zeros(t.shape[-2:], dtype=x.dtype).index_fill(
                        0, torch.arange(part.start, part.stop), 1.0
                    ).flatten()
                    for t in split_copies(summed, layer.value_product.plan.layouts[2])
                ]
            )  # fmt: skip
            m[a] += mask * summed * layer.scale
    return layer.linear_out(torch.cat([x, m], -1))


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_it_is_the_formula(heads):
    layer = attentive(FEATURES["O(3)"], gt.Irreps("2x0e + 1o + 2x2e + 2o"), heads=heads)
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    assert far(layer(x, graph, vectors), by_the_formula(layer, x, graph, vectors)) < 1e-13


def test_an_isolated_node_keeps_its_self_connection():
    layer = attentive(FEATURES["O(3)"])
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    none = x.new_zeros(len(x), layer.value_product.irreps_out.dimension)
    alone = layer.linear_out(torch.cat([x, none], -1))
    assert torch.equal(layer(x, graph, vectors)[-1], alone[-1])
    empty = Graph(torch.empty(2, 0, dtype=torch.int64), len(points))
    assert torch.equal(layer(x, empty, vectors[:0]), alone)


def test_an_edge_at_the_cutoff_is_none():
    layer = attentive(FEATURES["O(3)"])
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    y = layer(x, graph, vectors)
    more = torch.tensor([[1, 3, 0], [0, 5, 6]])  # one into a node that has no other edge
    longer = torch.tensor([[0.0, 0.0, CUTOFF], [CUTOFF, 3.0, 0.0], [0.0, CUTOFF, 0.0]]).double()
    both = Graph(torch.cat([graph.edge_index, more], 1), len(points))
    assert far(layer(x, both, torch.cat([vectors, longer])), y) < 1e-13
    near = longer * (1 - 1e-4)
    assert far(layer(x, both, torch.cat([vectors, near])), y) < 1e-8


# --- the softmax


def test_softmax_is_that_of_torch():
    scores, f = torch.randn(9, 2, dtype=torch.float64), torch.rand(9, dtype=torch.float64)
    target = torch.tensor([0, 2, 2, 0, 0, 3, 2, 0, 2])
    alpha = edge_softmax(scores, target, 5, f)
    for a in range(5):
        mine = target == a
        expected = torch.softmax(scores[mine] + f[mine].log()[:, None], 0)
        assert torch.allclose(alpha[mine], expected, atol=1e-15)
    assert far(edge_softmax(scores + 1e3, target, 5, f), alpha) < 1e-12


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_softmax_is_safe(dtype):
    scores = torch.tensor([[1e4], [-1e4], [9e3], [5.0], [-1e30], [2.0], [3.0]], dtype=dtype)
    factors = torch.tensor([0.0, 1.0, 0.0, 1e-30, 1.0, 0.0, 1e-45], dtype=dtype)
    factors[-1] = torch.finfo(dtype).smallest_normal / 8
    target = torch.tensor([0, 0, 0, 1, 2, 3, 4])
    scores.requires_grad_()
    factors.requires_grad_()
    alpha = edge_softmax(scores, target, 6, factors)
    assert alpha[:, 0].tolist() == [0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0]
    first = torch.autograd.grad(alpha.square().sum(), [scores, factors], create_graph=True)
    second = torch.autograd.grad(sum(g.square().sum() for g in first), [scores, factors])
    assert all(g.isfinite().all() for g in (*first, *second))


# --- symmetries


@pytest.mark.parametrize("group", FEATURES)
def test_it_commutes_with_rotations_and_reflections(group):
    irreps = FEATURES[group]
    layers = [attentive(irreps) for _ in range(6)]

    def f(x, graph, vectors):
        for layer in layers:
            x = layer(x, graph, vectors)
            x = x / x.square().mean().sqrt()
        return x

    inputs = [(features(irreps, len(POINTS)).numpy(), POINTS.numpy())]
    reps = [irreps, irreps.group.natural_representation()]
    for function in (layers[0], f):
        assert_equivariant(in_place(function), reps, irreps, inputs=inputs, tolerance=1e-12)


def test_one_wrong_coefficient_is_seen(monkeypatch):
    irreps = FEATURES["O(3)"]
    layer, right = attentive(irreps), attention.edge_harmonics

    def wrong(*arguments):
        rho, Y = right(*arguments)
        Y[:, 2] *= 1 + 1e-9
        return rho, Y

    monkeypatch.setattr(attention, "edge_harmonics", wrong)
    inputs = [(features(irreps, len(POINTS)).numpy(), POINTS.numpy())]
    reps = [irreps, irreps.group.natural_representation()]
    with pytest.raises(EquivarianceError):
        assert_equivariant(in_place(layer), reps, irreps, inputs=inputs, tolerance=1e-12)


def test_translations_and_permutations():
    layer = attentive(FEATURES["O(3)"])
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    y = layer(x, graph, vectors)
    moved = graph.vectors(points + torch.tensor([3.0, -1.0, 0.5]))
    assert far(layer(x, graph, moved), y) < 1e-12
    nodes = torch.tensor([4, 2, 6, 0, 1, 5, 3])
    assert far(layer(x[nodes], renumbered(graph, nodes), vectors), y[nodes]) < 1e-12
    edges = torch.randperm(graph.num_edges)
    assert far(layer(x, graph.select(edges), vectors[edges]), y) < 1e-12
    assert torch.equal(layer(x, graph, vectors), y)


# --- scale


def test_the_mean_square_of_attention():
    """By its integral, and by the mean over many nodes: error 1/sqrt(nodes), twice."""
    assert abs(mean_square(1.0) - 1) < 1e-9
    assert mean_square(0.3) == mean_square(1.0)
    nodes, n = 20000, 10
    r = np.random.default_rng(0).random((nodes, n)) ** (1 / 3)
    z = np.random.default_rng(1).normal(size=(nodes, n))
    f = polynomial_cutoff(torch.from_numpy(r), 1.0).numpy()
    e = f * np.exp(f * z)
    alpha = e / e.sum(1, keepdims=True)
    square = attention.variance_at(torch.from_numpy(r), 1.0).numpy()
    each = (alpha**2 * square).sum(1)
    assert abs(each.mean() - mean_square(10.0)) < 3 * each.std() / nodes**0.5


@pytest.mark.parametrize("neighbours", [1, 5, 30])
def test_variance_is_one_at_first(neighbours):
    irreps = gt.Irreps("32x0e + 32x1o + 32x2e")
    graph, vectors = spread(300, neighbours)
    found = torch.zeros(irreps.dimension)
    for _ in range(6):
        layer = PointAttention(irreps, irreps, 2, CUTOFF, neighbours=neighbours, heads=4)
        y = layer(torch.randn(300, irreps.dimension), graph, vectors).detach()
        found += y.square().mean(0) / 6
    assert ((by_term(irreps, found) - 1).abs() < 0.25).all()


# --- torch


def test_derivatives():
    """Also at zero-length edges, where they are softened."""
    layer = attentive(
        gt.Irreps("0e + 1o"), l_max=1, channels=2, softening=0.3, hidden=(3,), count=2
    )
    points, graph = cloud(POINTS[:5])
    graph = graph.select(graph.edge_index.sum(0) >= 4)
    vectors = graph.vectors(points).requires_grad_()
    assert (vectors == 0).all(1).any()
    names = [name for name, _ in layer.named_parameters()]

    def f(x, vectors, *values):
        state = dict(zip(names, values, strict=True))
        return torch.func.functional_call(layer, state, (x, graph.edge_index, vectors))

    x = features(layer.irreps_in, len(points)).requires_grad_()
    parameters = [p.detach().clone().requires_grad_() for p in layer.parameters()]
    assert torch.autograd.gradcheck(f, (x, vectors, *parameters), fast_mode=True)
    assert torch.autograd.gradgradcheck(f, (x, vectors, *parameters), fast_mode=True)


def test_derivatives_are_finite_without_softening():
    layer = attentive(FEATURES["O(3)"])
    points, graph = cloud()
    x = features(layer.irreps_in, len(points)).requires_grad_()
    vectors = graph.vectors(points)
    vectors[0] *= CUTOFF / vectors[0].norm()
    vectors.requires_grad_()
    value = layer(x, graph, vectors).square().sum()
    first = torch.autograd.grad(value, [x, vectors], create_graph=True)
    second = torch.autograd.grad(sum(g.square().sum() for g in first), [x, vectors])
    assert all(g.isfinite().all() for g in (*first, *second))


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_dtypes_and_devices(device, dtype):
    layer = attentive(FEATURES["O(3)"])
    points, graph = cloud()
    x = features(layer.irreps_in, len(points))
    expected = layer(x, graph, graph.vectors(points))
    layer = layer.to(device, dtype)
    points, graph = points.to(device, dtype), graph.to(device)
    y = layer(x.to(device, dtype), graph, graph.vectors(points))
    assert (y.dtype, y.device) == (dtype, points.device)
    bound = 1e-5 if dtype == torch.float32 else 1e-12
    assert far(y.cpu(), expected) < bound * float(expected.detach().abs().max())
    with torch.autocast(device, dtype=torch.bfloat16):
        rough = layer(x.to(device, dtype), graph, graph.vectors(points))
    assert far(rough.cpu(), expected) < 0.1 * float(expected.detach().abs().max())


def test_copies_compilers_and_states():
    layer = attentive(gt.Irreps("2x0e + 1o"), l_max=1)
    points, graph = cloud()
    x, edges, vectors = (
        features(layer.irreps_in, len(points)), graph.edge_index, graph.vectors(points)
    )  # fmt: skip
    y = layer(x, edges, vectors)
    for other in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):  # noqa: S301
        assert torch.equal(other(x, edges, vectors), y)
    other = attentive(gt.Irreps("2x0e + 1o"), l_max=1)
    other.load_state_dict(layer.state_dict())
    assert torch.equal(other(x, edges, vectors), y)
    compiled = torch.compile(layer, fullgraph=True, backend="aot_eager")
    assert torch.allclose(compiled(x, edges, vectors), y, atol=1e-13)
    program = torch.export.export(layer, (x, edges, vectors))
    assert torch.allclose(program.module()(x, edges, vectors), y, atol=1e-13)


def test_wrong_heads_are_refused():
    message = "heads = 3 was given for 4 channels, but all heads have equally many: pass a divisor"
    with pytest.raises(ArgumentError, match=re.escape(message)):
        PointAttention("4x0e", "4x0e", 1, CUTOFF, neighbours=1.0, heads=3)
