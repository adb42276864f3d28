"""Radius graphs against all images in a range that is wide enough, summed up in plain numpy."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grouptools.nn.graphs import Graph, radius_graph
from grouptools.nn.graphs.neighbours import _safe

DEVICES = [
    "cpu",
    pytest.param(
        "cuda",
        marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device is here"),
    ),
]


def brute_force(x, cell, axes, cutoff):
    """Sorted (a, b, n) with |x_a - x_b + n C| < cutoff, from every n that can bring them near."""
    points, cell = np.asarray(x, np.float64), np.asarray(cell, np.float64) * np.c_[list(axes)]
    inverse = np.linalg.pinv(cell)  # columns: reciprocal vectors within the periodic span
    apart = points[:, None] - points[None]
    far = np.abs(apart @ inverse).max(axis=(0, 1)) if len(points) else np.zeros(3)
    most = np.floor(far + cutoff * np.linalg.norm(inverse, axis=0) + 1e-6)
    found = []
    for n in itertools.product(*(range(-m, m + 1) for m in np.where(axes, most, 0).astype(int))):
        moved = n[0] * cell[0] + n[1] * cell[1] + n[2] * cell[2]
        x, y, z = np.moveaxis(apart + moved, -1, 0)
        near = np.sqrt(x * x + y * y + z * z) < cutoff
        found += [(a, b, *n) for a, b in np.argwhere(near).tolist() if a != b or any(n)]
    return sorted(found)


def listed(graph):
    """The edges of a graph as (a, b, n), in its order."""
    shifts = torch.zeros(graph.num_edges, 3) if graph.shifts is None else graph.shifts
    source, target = graph.edge_index
    return torch.column_stack([target, source, shifts.long()]).tolist()


def agrees(x, cell, axes, cutoff):
    graph = radius_graph(x, cutoff, cell=cell, periodic=axes)
    expected = brute_force(x, cell, axes, cutoff)
    assert listed(graph) == [list(edge) for edge in expected]
    return graph


coordinate = st.one_of(st.integers(-3, 3).map(float), st.floats(-9, 9, width=32))
rows = st.tuples(coordinate, coordinate, coordinate)
axes_of_any_kind = st.tuples(st.booleans(), st.booleans(), st.booleans())


@st.composite
def cells(draw):
    """Cells of both hands: cubic, skewed, flat and long, but none with too many images."""
    lengths = st.sampled_from([0.6, 1.0, 2.0, 7.0])
    skew = st.sampled_from([0.0, 0.5, -1.0, 2.3])
    a, b, c = draw(lengths), draw(lengths), draw(lengths)
    cell = np.array([[a, 0, 0], [draw(skew), b, 0], [draw(skew), draw(skew), c]])
    order = draw(st.permutations(range(3)))
    return cell[order][:, draw(st.permutations(range(3)))] * draw(st.sampled_from([1, -1]))


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=6), cells(), axes_of_any_kind, st.sampled_from([0.5, 1.0, 2.0, 3.1]))
def test_any_cell_of_any_periodicity(x, cell, axes, cutoff):
    positions = torch.tensor(x, dtype=torch.float64).reshape(-1, 3)
    agrees(positions, torch.tensor(cell), axes, cutoff)


@pytest.mark.parametrize("axes", list(itertools.product([False, True], repeat=3)))
def test_many_points_spread_over_a_turned_cell(axes):
    """Directions that do not repeat lie along no axis of space, and are long."""
    random = np.random.default_rng(0)
    turn = np.linalg.qr(random.normal(size=(3, 3)))[0]
    cell = np.array([[3.0, 0.0, 0.0], [0.7, 4.0, 0.0], [-0.4, 0.3, 5.0]]) @ turn
    x = random.normal(size=(150, 3)) * np.array([20.0, 3.0, 3.0]) @ turn
    graph = agrees(torch.tensor(x), torch.tensor(cell), axes, 1.7)
    assert graph.num_edges > 20


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("device", DEVICES)
def test_the_graph_is_that_of_the_given_numbers_in_float64(dtype, device):
    x = torch.rand(60, 3, generator=torch.Generator().manual_seed(0)).to(device, dtype) * 4
    cell = torch.tensor([[4.0, 0.1, 0.0], [0.0, 4.0, 0.3], [0.2, 0.0, 4.0]], dtype=dtype).to(device)
    graph = radius_graph(x, 1.5, cell=cell, periodic=True)
    assert graph.edge_index.device == graph.shifts.device == graph.batch.device == x.device
    assert listed(graph.to("cpu")) == [
        list(e) for e in brute_force(x.cpu(), cell.cpu(), [True] * 3, 1.5)
    ]
    assert graph.vectors(x, cell).dtype == dtype


def test_every_edge_is_shorter_than_the_cutoff_and_has_its_reverse():
    x = torch.rand(200, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1)) * 5
    cell = 5 * torch.eye(3, dtype=torch.float64)
    graph = radius_graph(x, 1.3, cell=cell, periodic=True)
    assert (graph.vectors(x, cell).norm(dim=-1) < 1.3).all()
    edges = {tuple(edge) for edge in listed(graph)}
    assert {(b, a, -i, -j, -k) for a, b, i, j, k in edges} == edges
    assert len(edges) == graph.num_edges


def test_a_distance_at_the_cutoff_is_no_edge():
    x = torch.tensor([[0.0, 0, 0], [3.0, 4.0, 0.0]], dtype=torch.float64)
    assert radius_graph(x, 5.0).num_edges == 0
    assert radius_graph(x, math.nextafter(5.0, 6.0)).num_edges == 2
    lattice = radius_graph(x[:1], 1.0, cell=torch.eye(3, dtype=torch.float64), periodic=True)
    assert lattice.num_edges == 0


def test_atoms_at_one_place_are_neighbours_of_length_zero():
    x = torch.zeros(3, 3, dtype=torch.float64)
    graph = agrees(x, torch.eye(3, dtype=torch.float64), (False, False, False), 0.5)
    assert graph.num_edges == 6
    assert graph.vectors(x).abs().max() == 0


def test_an_atom_sees_its_images_but_not_itself():
    x, cell = torch.zeros(1, 3), 0.5 * torch.eye(3)
    graph = agrees(x, cell, (True, True, True), 1.01)
    assert [0, 0, 0] not in graph.shifts.tolist()
    assert [-2, 0, 0] in graph.shifts.tolist()
    alone = agrees(x, cell, (False, True, False), 1.01)
    assert alone.shifts.tolist() == [[0, -2, 0], [0, -1, 0], [0, 1, 0], [0, 2, 0]]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_no_edges(count):
    x = torch.arange(count).float()[:, None].expand(count, 3) * 10
    graph = radius_graph(x, 1.0)
    assert graph.edge_index.shape == (2, 0)
    assert (graph.num_nodes, graph.num_graphs, graph.shifts) == (count, 1, None)
    assert graph.vectors(x).shape == (0, 3)
    periodic = radius_graph(x, 1.0, cell=100 * torch.eye(3), periodic=True)
    assert periodic.shifts.shape == (0, 3)


def test_rows_that_do_not_repeat_are_not_looked_at():
    x = torch.rand(9, 3, generator=torch.Generator().manual_seed(2))
    slab = torch.tensor([[1.0, 0.0, 0.0], [0.2, 1.0, 0.0], [0.0, 0.0, 0.0]])
    graph = radius_graph(x, 0.9, cell=slab, periodic=(True, True, False))
    slab[2] = torch.tensor([torch.nan, torch.inf, 0.0])
    other = radius_graph(x, 0.9, cell=slab, periodic=(True, True, False))
    assert listed(graph) == listed(other) != []


def test_atoms_far_outside_their_cell_keep_their_neighbours():
    x = torch.rand(20, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(3)) * 3
    cell = 3 * torch.eye(3, dtype=torch.float64)
    turns = torch.randint(-(2**20), 2**20, (20, 3), generator=torch.Generator().manual_seed(4))
    graph = radius_graph(x, 1.2, cell=cell, periodic=True)
    moved = radius_graph(x + 3 * turns, 1.2, cell=cell, periodic=True)
    source, target = moved.edge_index
    back = moved.shifts + turns[target] - turns[source]
    edges = torch.column_stack([target, source, back]).tolist()
    assert sorted(edges) == listed(graph)


@pytest.mark.parametrize("unit", [1e-90, 1e-10, 1e10, 1e90])
def test_lengths_may_be_in_any_unit(unit):
    x = torch.rand(30, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(5)) * 4
    cell = 4 * torch.eye(3, dtype=torch.float64)
    there = radius_graph(x * unit, 1.1 * unit, cell=cell * unit, periodic=True)
    assert listed(there) == listed(radius_graph(x, 1.1, cell=cell, periodic=True))


@pytest.mark.parametrize("axes", [(False,) * 3, (True,) * 3, (True, False, False)])
def test_a_chain_longer_than_there_are_bins(axes):
    """Neighbour searches sort into a limited number of bins, which must not become 0."""
    count = 150_000
    x = torch.zeros(count, 3)
    x[:, 0] = torch.arange(count)
    cell = torch.diag(torch.tensor([float(count), 3.0, 3.0]))
    graph = radius_graph(x, 1.5, cell=cell, periodic=axes)
    assert graph.num_edges == 2 * count - (0 if axes[0] else 2)
    assert (torch.bincount(graph.edge_index[1], minlength=count)[1:-1] == 2).all()


def test_a_sheet_wider_than_there_are_bins():
    side = 400
    grid = torch.arange(side).float()
    x = torch.cartesian_prod(grid, grid, torch.zeros(1))
    cell = torch.diag(torch.tensor([side, side, 1.4]))
    graph = radius_graph(x, 1.1, cell=cell, periodic=True)
    assert graph.num_edges == 4 * side * side


def test_two_atoms_at_the_ends_of_the_world():
    x = torch.tensor([[0.0, 0, 0], [1e9, 1e9, -1e9], [1e9, 1e9, 0.5 - 1e9]], dtype=torch.float64)
    assert radius_graph(x, 1.0).edge_index.tolist() == [[2, 1], [1, 2]]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(1e-3, 1e9), min_size=3, max_size=3), axes_of_any_kind)
def test_bins_never_become_none(taken, axes):
    """The bins, counted as vesin 0.6 counts them, of the reach that it is given."""
    free = np.where(axes, 0.0, 2.0)
    reach = _safe(1.0, np.array(taken), free)
    numbers = np.maximum(np.trunc((np.array(taken) + free * reach) / reach), 1)
    if numbers.prod() > 1e5:
        x_y, y_z = numbers[0] / numbers[1], numbers[1] / numbers[2]
        z = np.trunc(np.cbrt(1e5 / (x_y * y_z * y_z)))
        y = np.trunc(y_z * z)
        numbers = np.array([np.trunc(x_y * y), y, z])
    assert reach >= 1
    assert numbers.min() >= 1


def test_a_batch_is_its_structures_one_by_one_whatever_their_order():
    random = torch.Generator().manual_seed(6)
    batch = torch.randint(0, 4, (60,), generator=random)
    batch[batch == 2] = 3  # structure 2 is empty
    x = torch.rand(60, 3, dtype=torch.float64, generator=random) * 3
    cell = torch.eye(3, dtype=torch.float64) * torch.tensor([2.0, 3.0, 1.0, 4.0])[:, None, None]
    axes = torch.tensor([[True] * 3, [False] * 3, [True] * 3, [True, False, True]])
    graph = radius_graph(x, 1.2, cell=cell, periodic=axes, batch=batch)
    expected = []
    for g in range(4):
        nodes = torch.nonzero(batch == g).squeeze(1)
        one = radius_graph(x[nodes], 1.2, cell=cell[g], periodic=axes[g])
        expected += [[*nodes[edge[:2]].tolist(), *edge[2:]] for edge in listed(one)]
    assert listed(graph) == sorted(expected)
    assert graph.num_graphs == 4
    lengths = graph.vectors(x, cell).norm(dim=-1)
    assert (lengths < 1.2).all()


def test_structures_may_share_a_cell_or_have_none():
    x = torch.rand(10, 3, generator=torch.Generator().manual_seed(7))
    batch = torch.arange(10) // 5
    shared = radius_graph(x, 0.7, cell=torch.eye(3), periodic=True, batch=batch)
    each = radius_graph(x, 0.7, cell=torch.eye(3).repeat(2, 1, 1), periodic=True, batch=batch)
    assert listed(shared) == listed(each)
    open_ = radius_graph(x, 0.7, batch=batch, num_graphs=3)
    assert (open_.num_graphs, open_.shifts) == (3, None)


def test_moving_and_renaming_the_points_moves_and_renames_the_edges():
    x = torch.randint(-64, 64, (40, 3), generator=torch.Generator().manual_seed(8)) / 32.0
    names = torch.randperm(40, generator=torch.Generator().manual_seed(9))
    graph = radius_graph(x, 1.0)
    assert listed(radius_graph(x + 2.0, 1.0)) == listed(graph)
    renamed = radius_graph(x[names], 1.0)
    edges = names[renamed.edge_index].T.flip(1).tolist()
    assert sorted(edges) == [edge[:2] for edge in listed(graph)]


def test_a_wrong_shift_would_be_seen():
    x, cell = torch.zeros(1, 3), torch.eye(3)
    graph = radius_graph(x, 1.1, cell=cell, periodic=True)
    wrong = Graph(graph.edge_index, 1, shifts=2 * graph.shifts)
    assert listed(wrong) != [list(edge) for edge in brute_force(x, cell, [True] * 3, 1.1)]
    assert (wrong.vectors(x, cell).norm(dim=-1) > 1.1).all()
