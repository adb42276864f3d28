"""Graphs from stand-ins with the attributes of ase.Atoms and of torch_geometric's Data."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from grouptools.errors import ArgumentError
from grouptools.nn.graphs import from_ase, from_data, radius_graph


class Box:
    """Like ase.cell.Cell: an array only when one is asked for."""

    def __init__(self, rows):
        self.rows = np.asarray(rows, float)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.rows, dtype=dtype)


class Atoms:
    def __init__(self, numbers, positions, cell=None, pbc=False):
        self.numbers, self.positions = (
            np.asarray(numbers),
            np.asarray(positions, float).reshape(-1, 3),
        )
        self.cell = Box(np.zeros((3, 3)) if cell is None else cell)
        self.pbc = np.broadcast_to(np.asarray(pbc, bool), 3)

    def __len__(self):
        return len(self.numbers)

    def get_positions(self):
        return self.positions

    def get_atomic_numbers(self):
        return self.numbers

    def get_cell(self):
        return self.cell

    def get_pbc(self):
        return self.pbc


WATER = Atoms([8, 1, 1], [[0, 0, 0], [0.96, 0, 0], [-0.24, 0.93, 0]])
COPPER = Atoms([29], [[0, 0, 0]], [[0, 1.8, 1.8], [1.8, 0, 1.8], [1.8, 1.8, 0]], pbc=True)
SHEET = Atoms(
    [6, 6], [[0, 0, 0], [0, 1.42, 0]], [[2.46, 0, 0], [-1.23, 2.13, 0], [0, 0, 0]], [1, 1, 0]
)
EMPTY = Atoms([], [])


def test_a_molecule_from_ase():
    graph, positions, cell, numbers = from_ase(WATER, 1.2)
    assert graph.edge_index.tolist() == [[1, 2, 0, 0], [0, 0, 1, 2]]
    assert (graph.shifts, cell.shape, numbers.tolist()) == (None, (1, 3, 3), [8, 1, 1])
    assert positions.dtype == torch.get_default_dtype()


def test_a_crystal_from_ase():
    graph, positions, cell, _ = from_ase(COPPER, 2.6, dtype=torch.float64)
    assert graph.num_edges == 12
    lengths = graph.vectors(positions, cell).norm(dim=-1)
    torch.testing.assert_close(lengths, torch.full_like(lengths, 1.8 * 2**0.5))


def test_a_batch_from_ase():
    """Structures of every periodicity, one of them without atoms."""
    graph, positions, cell, numbers = from_ase([WATER, COPPER, EMPTY, SHEET], 2.6)
    assert graph.batch.tolist() == [0, 0, 0, 1, 3, 3]
    assert (graph.num_graphs, numbers.tolist()) == (4, [8, 1, 1, 29, 6, 6])
    edges = torch.bincount(graph.batch[graph.edge_index[1]], minlength=4)
    assert edges.tolist() == [6, 12, 0, 18]
    assert (graph.vectors(positions, cell).norm(dim=-1) < 2.6).all()


@pytest.mark.parametrize("atoms", [[], [1.0], "water"])
def test_what_is_no_atoms_is_refused(atoms):
    with pytest.raises(
        ArgumentError, match=r"was given, but an ase.Atoms or a sequence of them is"
    ):
        from_ase(atoms, 1.0)


def data(**fields):
    random = torch.Generator().manual_seed(0)
    return SimpleNamespace(pos=torch.rand(6, 3, generator=random) * 2, **fields)


def test_given_edges_keep_their_order():
    edges = torch.tensor([[3, 0], [1, 2]])
    graph, positions, cell, numbers = from_data(data(edge_index=edges, z=torch.arange(6)))
    assert torch.equal(graph.edge_index, edges)
    assert (cell, graph.num_graphs, numbers.tolist()) == (None, 1, [0, 1, 2, 3, 4, 5])
    assert graph.vectors(positions).shape == (2, 3)


@pytest.mark.parametrize("stacked", [True, False])
def test_cells_and_pbc_as_batches_of_data_join_them(stacked):
    cell = torch.stack([2 * torch.eye(3), 3 * torch.eye(3)])
    pbc = torch.tensor([[True, True, True], [False, True, False]])
    batch = torch.tensor([0, 0, 0, 1, 1, 1])
    given = data(
        cell=cell if stacked else cell.reshape(6, 3),
        pbc=pbc if stacked else pbc.reshape(6),
        batch=batch,
        num_graphs=2,
    )
    graph, positions, cells, numbers = from_data(given, 1.1)
    expected = radius_graph(given.pos, 1.1, cell=cell, periodic=pbc, batch=batch)
    assert torch.equal(graph.edge_index, expected.edge_index)
    assert torch.equal(graph.shifts, expected.shifts)
    assert torch.equal(graph.vectors(positions, cells), expected.vectors(positions, cell))
    assert numbers is None


def test_periodic_edges_come_with_their_shifts():
    given = data(cell=2 * torch.eye(3), pbc=torch.tensor([True, True, True]))
    built, positions, cell, _ = from_data(given, 1.1)
    given.edge_index = built.edge_index
    graph = from_data(given, shifts=built.shifts).graph
    assert torch.equal(graph.vectors(positions, cell), built.vectors(positions, cell))


@pytest.mark.parametrize(
    ("given", "arguments", "message"),
    [
        (SimpleNamespace(), {}, "SimpleNamespace without pos was given: set data.pos"),
        (data(), {}, "data without edge_index was given: pass a cutoff"),
        (
            data(cell=torch.eye(3)),
            {"cutoff": 1.0},
            "data with a cell but no pbc was given, so that it may repeat or not: set data.pbc",
        ),
        (
            data(cell=torch.eye(3), pbc=[True] * 3, edge_index=torch.zeros(2, 0).long()),
            {},
            (
                "periodic data with an edge_index but no shifts was given: pass shifts, or a "
                "cutoff to find the edges anew"
            ),
        ),
        (
            data(),
            {"cutoff": 1.0, "shifts": torch.zeros(0, 3)},
            "cutoff and shifts were given together: pass one of them",
        ),
    ],
)
def test_what_is_missing_is_named(given, arguments, message):
    with pytest.raises(ArgumentError) as refused:
        from_data(given, **arguments)
    assert str(refused.value) == message
