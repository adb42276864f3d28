"""One sentence for each thing that no graph can be made of, before any is searched for."""

import pytest
import torch

from grouptools.errors import ArgumentError
from grouptools.nn.graphs import Graph, batch_graphs, edge_chunks, radius_graph

X = torch.zeros(2, 3)
EDGES = torch.tensor([[0], [1]])
PERIODIC = {"cell": torch.eye(3), "periodic": True}


def refusal(function, *arguments, **named):
    with pytest.raises(ArgumentError) as refused:
        function(*arguments, **named)
    return str(refused.value)


@pytest.mark.parametrize("cutoff", [0, -1.0, float("nan"), float("inf"), True, "5", None])
def test_cutoff(cutoff):
    assert refusal(radius_graph, X, cutoff) == (
        f"cutoff = {cutoff!r} was given, but it is a length: pass a finite number above 0"
    )


@pytest.mark.parametrize("x", [torch.zeros(3), torch.zeros(2, 2), torch.zeros(2, 3).long()])
def test_positions(x):
    assert refusal(radius_graph, x, 1.0) == (
        f"positions of shape {tuple(x.shape)} and dtype {x.dtype} were given, but a tensor of "
        f"floats of shape (nodes, 3) is expected"
    )
    assert "of shape (2, 3) is expected" in refusal(Graph(EDGES, 2).vectors, x)
    assert refusal(radius_graph, [[0.0, 0.0, 0.0]], 1.0).startswith("positions = [[0.0, 0.0, 0.0]]")


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_numbers_that_are_none(bad):
    x, cell = X.clone(), torch.eye(3)
    x[1, 2] = cell[0, 1] = bad
    said = "with nan or infinity in it was given: pass finite numbers"
    assert refusal(radius_graph, x, 1.0) == f"positions {said}"
    assert refusal(radius_graph, X, 1.0, cell=cell, periodic=True) == f"cell {said}"


def test_a_cell_that_spans_nothing():
    flat = torch.tensor([[1.0, 0, 0], [2.0, 0, 0], [0, 0, 1]])
    assert refusal(radius_graph, X, 1.0, cell=flat, periodic=True) == (
        "a cell with the periodic vectors (1.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 0.0, 1.0) was "
        "given, but they are linearly dependent: give vectors that span a volume, or fewer "
        "periodic directions"
    )
    assert radius_graph(X, 1.0, cell=flat, periodic=(True, False, True)).num_edges == 2
    assert "linearly dependent" in refusal(radius_graph, X, 1.0, cell=0 * flat, periodic=True)


def test_a_cell_in_other_units():
    assert refusal(radius_graph, X, 5.0, cell=1e-9 * torch.eye(3), periodic=True) == (
        "a cell whose opposite faces are 2e-10 cut-offs apart was given, so that some 1.0e+30 of "
        "its images are within reach: check the units of cell and cutoff"
    )


def test_positions_in_other_units():
    assert refusal(radius_graph, X + 1e10, 1.0) == (
        "positions as large as 1e+10 were given, which is more than 2**31 cut-offs: check the units"
    )


def test_a_missing_cell():
    said = "no cell was given, but a periodic graph needs one: pass the vectors as rows of cell"
    assert refusal(radius_graph, X, 1.0, periodic=True) == said
    assert refusal(radius_graph(X, 1.0, **PERIODIC).vectors, X) == said


@pytest.mark.parametrize("shape", [(3,), (2, 2), (2, 3, 3)])
def test_cell_shape(shape):
    graph = radius_graph(X, 1.0, **PERIODIC)
    assert refusal(graph.vectors, X, torch.ones(shape)) == (
        f"cell of shape {shape} and dtype torch.float32 was given, but a tensor of shape (3, 3) or "
        f"(1, 3, 3), with the vectors of a cell as rows, is expected"
    )


def test_cell_dtype():
    assert refusal(radius_graph, X, 1.0, cell=torch.eye(3).double(), periodic=True) == (
        "cell in torch.float64 on cpu was given beside positions in torch.float32 on cpu, but both "
        "must agree: use cell.to(positions)"
    )


@pytest.mark.parametrize(
    "axes", [None, 1, (True, True), (1, 1, 0), torch.ones(3), torch.ones(2, 3).bool()]
)
def test_periodic(axes):
    assert refusal(radius_graph, X, 1.0, cell=torch.eye(3), periodic=axes).endswith(
        "was given, but a bool, three of them, or a bool tensor of shape (1, 3) is expected"
    )


@pytest.mark.parametrize("batch", [torch.zeros(2), torch.zeros(3).long(), [0, 0]])
def test_batch(batch):
    said = "was given, but an int64 tensor of shape (2,), the structure of each node, is expected"
    assert refusal(radius_graph, X, 1.0, batch=batch).endswith(said)
    assert refusal(Graph, EDGES, 2, batch=batch).endswith(said)


def test_structures_that_are_not_there():
    assert refusal(radius_graph, X, 1.0, batch=torch.tensor([0, 3]), num_graphs=2) == (
        "batch with 3 in it was given, but there are 2 structures: pass indices from 0 to 1"
    )
    assert refusal(radius_graph, X, 1.0, num_graphs=0) == (
        "num_graphs = 0 was given, but it is a number of structures: pass an integer of 1 or more"
    )


@pytest.mark.parametrize("edges", [EDGES.double(), EDGES.int(), EDGES.T, EDGES[0], [[0], [1]]])
def test_edge_index(edges):
    assert refusal(Graph, edges, 2).endswith(
        "was given, but an int64 tensor of shape (2, edges), with rows source and target, is "
        "expected"
    )


@pytest.mark.parametrize(("node", "count"), [(-1, 2), (2, 2), (0, 0)])
def test_nodes_that_are_not_there(node, count):
    assert refusal(Graph, torch.full((2, 1), node), count).startswith(
        f"edge_index with {node} in it was given, but there are {count} nodes"
    )


def test_num_nodes():
    assert refusal(Graph, EDGES, 2.0) == (
        "num_nodes = 2.0 was given, but it is a number of nodes: pass an integer of 0 or more"
    )


@pytest.mark.parametrize("shifts", [torch.zeros(1, 3), torch.zeros(2, 3).long()])
def test_shifts(shifts):
    assert refusal(Graph, EDGES, 2, shifts=shifts) == (
        f"shifts of shape {tuple(shifts.shape)} and dtype {shifts.dtype} were given, but an int64 "
        f"tensor of shape (1, 3), one row for each edge, is expected"
    )


def test_devices():
    """A second device that is everywhere: tensors on "meta" have shapes and no numbers."""
    graph = Graph(EDGES, 2)
    away = torch.empty(2, 3, device="meta")
    assert refusal(graph.vectors, away) == (
        "positions on meta and edges on cpu were given together: move one to the device of the "
        "other"
    )
    assert refusal(batch_graphs, [graph, graph.to("meta")]) == (
        "graphs on cpu and meta were given, but a batch lies on one device: move them with "
        "graph.to(device)"
    )


def test_no_graphs():
    assert refusal(batch_graphs, []) == (
        "an empty list of graphs was given: pass one graph or more"
    )


@pytest.mark.parametrize("size", [0, -1, 2.0, True])
def test_size_of_chunks(size):
    assert refusal(edge_chunks, Graph(EDGES, 2), size) == (
        f"size = {size!r} was given, but it is a number of edges: pass an integer of 1 or more"
    )
