"""Graphs: vectors and their derivatives, batches, parts, copies."""

import copy
import pickle

import pytest
import torch
from torch.utils.data import DataLoader

from grouptools.nn.graphs import Graph, batch_graphs, edge_chunks, radius_graph


def crystal(count=12, seed=0, dtype=torch.float64):
    """Positions, a skewed cell, and their graph, in which some atoms see images of themselves."""
    random = torch.Generator().manual_seed(seed)
    x = torch.rand(count, 3, dtype=dtype, generator=random) * 2
    cell = torch.tensor([[2.0, 0.0, 0.1], [0.5, 1.5, 0.0], [0.0, -0.4, -1.8]], dtype=dtype)
    return x, cell, radius_graph(x, 1.9, cell=cell, periodic=True)


def messages(graph, x, cell, features):
    """A sum over edges, in their order: what each node receives."""
    source, target = graph.edge_index
    r = graph.vectors(x, cell)
    sent = torch.exp(-r.square().sum(-1, keepdim=True)) * features[source]
    return torch.zeros_like(features).index_add(0, target, sent)


def test_a_vector_points_from_the_image_of_the_source_to_the_target():
    x, cell, graph = crystal()
    vectors = graph.vectors(x, cell)
    for e in range(0, graph.num_edges, 3):
        b, a = graph.edge_index[:, e]
        expected = x[a] - x[b] + graph.shifts[e].to(x.dtype) @ cell
        torch.testing.assert_close(vectors[e], expected, rtol=0, atol=1e-14)


def test_each_structure_has_its_own_cell():
    x, cell, graph = crystal()
    both = batch_graphs([graph, graph])
    vectors = both.vectors(torch.cat([x, x]), torch.stack([cell, 3 * cell]))
    assert torch.equal(vectors[: graph.num_edges], graph.vectors(x, cell))
    assert torch.equal(vectors[graph.num_edges :], graph.vectors(x, 3 * cell))


@pytest.mark.parametrize("shape", [(3, 3), (1, 3, 3), (2, 3, 3)])
def test_vectors_have_first_and_second_derivatives_by_positions_and_cell(shape):
    x, cell, graph = crystal(3)
    if shape[0] == 2:
        x, graph = torch.cat([x, x + 0.1]), batch_graphs([graph, graph])
    cell = cell.expand(shape).clone().requires_grad_()
    x.requires_grad_()
    assert torch.autograd.gradcheck(graph.vectors, (x, cell))
    square = lambda x, cell: graph.vectors(x, cell).square().sum()  # noqa: E731
    assert torch.autograd.gradgradcheck(square, (x, cell))


def test_stress_is_the_derivative_by_a_strain_of_positions_and_cell():
    """sigma = sum over edges of (dE/dr) r^T, for E a sum over lengths: the virial."""
    x, cell, graph = crystal()
    strain = torch.zeros(3, 3, dtype=x.dtype, requires_grad=True)
    deform = torch.eye(3, dtype=x.dtype) + strain
    r = graph.vectors(x @ deform, cell @ deform)
    energy = torch.exp(-r.square().sum(-1)).sum()
    (found,) = torch.autograd.grad(energy, strain)
    r = graph.vectors(x, cell)
    slope = -2 * torch.exp(-r.square().sum(-1, keepdim=True)) * r
    torch.testing.assert_close(found, r.T @ slope, rtol=1e-12, atol=1e-12)


def test_forces_add_up_to_zero():
    x, cell, graph = crystal()
    x.requires_grad_()
    energy = torch.exp(-graph.vectors(x, cell).square().sum(-1)).sum()
    (gradient,) = torch.autograd.grad(energy, x)
    assert gradient.abs().max() > 0.1
    assert gradient.sum(0).abs().max() < 1e-12


# torch 2.13 warns of a function of its own, which it calls.
@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated:DeprecationWarning")
def test_vectors_compile_and_transform():
    x, cell, graph = crystal(4)
    compiled = torch.compile(graph.vectors, fullgraph=True, backend="aot_eager")
    assert torch.equal(compiled(x, cell), graph.vectors(x, cell))
    two = torch.stack([x, x + 1])
    assert torch.equal(torch.func.vmap(graph.vectors, (0, None))(two, cell)[0], compiled(x, cell))
    _, tangent = torch.func.jvp(lambda y: graph.vectors(y, cell), (x,), (torch.ones_like(x),))
    assert tangent.abs().max() == 0  # all points move alike


def test_a_batch_of_graphs_is_the_graph_of_the_batch():
    parts = [crystal(n, seed) for seed, n in enumerate([5, 0, 1, 7])]
    x = torch.cat([x for x, _, _ in parts])
    batch = torch.repeat_interleave(torch.arange(4), torch.tensor([5, 0, 1, 7]))
    cell = torch.stack([cell for _, cell, _ in parts])
    axes = torch.tensor([[True] * 3, [True] * 3, [False] * 3, [True] * 3])
    graphs = [graph for _, _, graph in parts]
    graphs[2] = radius_graph(parts[2][0], 1.9)  # not periodic: it has no shifts
    joined = batch_graphs(graphs)
    whole = radius_graph(x, 1.9, cell=cell, periodic=axes, batch=batch)
    assert (joined.num_nodes, joined.num_graphs) == (whole.num_nodes, whole.num_graphs) == (13, 4)
    for name in ("edge_index", "shifts", "batch"):
        assert torch.equal(getattr(joined, name), getattr(whole, name))


def test_a_batch_of_batches():
    graph = crystal()[2]
    pair = batch_graphs([graph, graph])
    nested, flat = batch_graphs([pair, graph]), batch_graphs([graph] * 3)
    assert torch.equal(nested.batch, flat.batch)
    assert torch.equal(nested.edge_index, flat.edge_index)
    assert batch_graphs([Graph(torch.zeros(2, 0).long(), 2)]).shifts is None


@pytest.mark.parametrize("size", [1, 7, 40, 10**6])
def test_parts_give_the_same_sums_to_the_last_bit(size):
    x, cell, graph = crystal(40)
    features = torch.rand(40, 5, dtype=x.dtype, generator=torch.Generator().manual_seed(1))
    whole = messages(graph, x, cell, features)
    total, seen = torch.zeros_like(whole), []
    for edges, part in edge_chunks(graph, size):
        assert torch.equal(part.edge_index, graph.edge_index[:, edges])
        into_one = len(part.edge_index[1].unique()) == 1
        assert part.num_edges <= size or into_one
        total = total + messages(part, x, cell, features)
        seen.append(edges)
    assert torch.equal(total, whole)
    assert torch.equal(torch.cat(seen), torch.arange(graph.num_edges))


def test_parts_of_a_graph_in_any_order():
    x, cell, graph = crystal(20)
    mixed = graph.select(
        torch.randperm(graph.num_edges, generator=torch.Generator().manual_seed(2))
    )
    features = torch.rand(20, 3, dtype=x.dtype, generator=torch.Generator().manual_seed(1))
    parts = list(edge_chunks(mixed, 50))
    assert len(parts) > 3
    total = sum(messages(part, x, cell, features) for _, part in parts)
    assert torch.equal(total, messages(mixed, x, cell, features))
    for _, part in parts:  # all edges into a node are in one part
        into = torch.bincount(part.edge_index[1], minlength=20)
        assert ((into == 0) | (into == torch.bincount(mixed.edge_index[1], minlength=20))).all()


def test_parts_with_recomputation_give_the_same_gradient():
    x, cell, graph = crystal(20)
    features = torch.rand(20, 3, dtype=x.dtype, generator=torch.Generator().manual_seed(1))
    x.requires_grad_()

    def energy(graph):
        return messages(graph, x, cell, features).tanh().sum()

    def energy_in_parts():
        received = torch.zeros_like(features)
        for _, part in edge_chunks(graph, 30):
            received = received + torch.utils.checkpoint.checkpoint(
                messages, part, x, cell, features, use_reentrant=False
            )
        return received.tanh().sum()

    (whole,) = torch.autograd.grad(energy(graph), x)
    (parts,) = torch.autograd.grad(energy_in_parts(), x)
    torch.testing.assert_close(parts, whole, rtol=1e-13, atol=1e-13)


def test_no_edges_are_no_parts():
    assert list(edge_chunks(Graph(torch.zeros(2, 0).long(), 4), 3)) == []


def test_a_graph_is_copied_pickled_and_frozen():
    _, _, graph = crystal()
    for other in (copy.deepcopy(graph), pickle.loads(pickle.dumps(graph)), graph.to("cpu")):  # noqa: S301
        assert torch.equal(other.edge_index, graph.edge_index)
        assert torch.equal(other.shifts, graph.shifts)
        assert (other.num_nodes, other.num_graphs) == (graph.num_nodes, graph.num_graphs)
    with pytest.raises(AttributeError):
        graph.num_nodes = 3
    assert repr(graph) == f"Graph(nodes=12, edges={graph.num_edges}, graphs=1)"


def built(seed):
    """What a worker of a data loader does, in a process forked from one that has built graphs."""
    return crystal(30, seed)[2]


def test_graphs_are_built_in_the_workers_of_a_data_loader():
    whole = batch_graphs([built(0), built(1)])
    loader = DataLoader(
        [0, 1],
        batch_size=2,
        num_workers=1,
        collate_fn=lambda seeds: batch_graphs([*map(built, seeds)]),
    )
    (loaded,) = loader
    assert torch.equal(loaded.edge_index, whole.edge_index)
    assert torch.equal(loaded.shifts, whole.shifts)
