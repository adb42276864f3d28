"""What tensor products and sums over edges refuse, in a sentence, before anything is computed."""

import pytest
import torch

from grouptools.errors import ArgumentError
from grouptools.nn.functional.gather_scatter import gather_scatter, scatter_sum
from grouptools.nn.functional.tensor_product import tensor_product
from grouptools.numeric.contraction.plan import channelwise_plan, fully_connected_plan

PLAN = channelwise_plan("2x1o", "1o", "2x0e")
FULL = fully_connected_plan("1o", "1o", "0e")
X, Y, W = torch.ones(4, 6), torch.ones(3, 3), torch.ones(3, 2)
ENDS = torch.tensor([[0, 1, 2], [3, 3, 0]])


def on_edges(x=X, y=Y, w=W, ends=ENDS, **options):
    return lambda: tensor_product(x, y, w, PLAN, edge_index=ends, **options)


REFUSED = {
    "x of shape (4, 5) and dtype torch.float32 was given, but a floating-point tensor whose last "
    "axis has the 6 numbers of the plan is expected": on_edges(x=torch.ones(4, 5)),
    "y of shape (3, 3) and dtype torch.int64 was given, but a floating-point tensor whose last "
    "axis has the 3 numbers of the plan is expected": on_edges(y=torch.ones(3, 3).long()),
    "weights of shape (3, 3) and dtype torch.float32 was given, but a floating-point tensor whose "
    "last axis has the 2 numbers of the plan is expected": on_edges(w=torch.ones(3, 3)),
    "x of torch.float32 and y of torch.float64 were given, but all tensors must have one dtype: "
    "convert one of them by .to(...)": on_edges(y=Y.double()),
    "x on cpu and y on meta were given, but all tensors must be on one device: move one of them by "
    ".to(...)": on_edges(y=Y.to("meta")),
    "x on cpu and edge_index on meta were given, but both must be on one device: move one of them "
    "by .to(...)": on_edges(ends=ENDS.to("meta")),
    "x of shape (1, 4, 6) and y of shape (3, 3) were given with edge_index, but (nodes, ...) and "
    "(edges, ...) are expected: flatten leading axes": on_edges(x=X[None]),
    "edge_index of dtype torch.float32 was given, but nodes are numbered by integers: pass "
    "torch.int64": on_edges(ends=ENDS.float()),
    "source nodes of shape (2,) were given with y for 3 edges, but each edge has one: pass "
    "edge_index of shape (2, 3)": on_edges(ends=ENDS[:, :2]),
    "source nodes from 0 to 4 were given, but there are 4 nodes: number them from 0 to 3": (
        on_edges(ends=torch.tensor([[0, 1, 4], [3, 3, 0]]))
    ),
    "target nodes from -1 to 3 were given, but there are 4 nodes: number them from 0 to 3": (
        on_edges(ends=torch.tensor([[0, 1, 2], [3, -1, 0]]))
    ),
    "target nodes from 0 to 3 were given, but there are 2 nodes: number them from 0 to 1": (
        on_edges(num_nodes=2)
    ),
    "weights for 2 edges were given with y for 3 edges: pass one row of each for every edge": (
        on_edges(w=W[:2])
    ),
    "x of 4 rows was given with y for 3 edges and no source nodes: pass a row of x for each edge, "
    "or the source nodes": on_edges(ends=(None, ENDS[1])),
    "num_nodes = 4 was given without target nodes, but the result has a row for each edge then: "
    "leave it out": on_edges(ends=(ENDS[0], None), num_nodes=4),
    "num_nodes = 4 was given without edge_index, but there are no nodes then: leave it out, or "
    "pass edge_index": on_edges(x=X[:3], ends=None, num_nodes=4),
    "backend = 'cuda' was given, but it must be 'numba', 'torch' or None": (
        on_edges(backend="cuda")
    ),
    "backend = 'numba' was given with a plan of mode 'uvw', but its kernels are for mode 'uvu': "
    "leave backend out": (
        lambda: tensor_product(X[:, :3], X[:, :3], torch.ones(1), FULL, backend="numba")
    ),
    "no weights were given, but a plan of mode 'uvw' mixes copies by them: pass weights": (
        lambda: tensor_product(X[:, :3], X[:, :3], None, FULL)
    ),
    "edge_index of shape (3, 2) was given, but rows source and target are expected: pass a tensor "
    "of shape (2, edges)": lambda: gather_scatter(X, ENDS.T),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_is_refused_gets_a_sentence(sentence):
    with pytest.raises(ArgumentError) as error:
        REFUSED[sentence]()
    assert str(error.value) == sentence


@pytest.mark.parametrize("backend", ["numba", "torch"])
@pytest.mark.parametrize("bad", [-1, 4, 2**40, -(2**63)])
def test_no_backend_takes_what_is_no_node(backend, bad):
    for row in range(2):
        ends = ENDS.clone()
        ends[row, 1] = bad
        with pytest.raises(ArgumentError, match="nodes from"):
            tensor_product(X, Y, W, PLAN, edge_index=ends, backend=backend)


def test_kernels_refuse_in_compiled_code_too():
    compiled = torch.compile(
        lambda ends: tensor_product(X, Y, W, PLAN, edge_index=ends, backend="numba"),
        fullgraph=True,
        backend="aot_eager",
    )
    assert compiled(ENDS).shape == (4, 2)
    with pytest.raises(ArgumentError, match="source nodes from 0 to 9 were given"):
        compiled(torch.tensor([[0, 1, 9], [3, 3, 0]]))


def test_sums_over_edges():
    x = torch.randn(4, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    weights = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    found = gather_scatter(x, ENDS, weights, num_nodes=5)
    expected = torch.zeros(5, 3, dtype=torch.float64)
    for s, t, w in zip(*ENDS.tolist(), weights, strict=True):
        expected[t] += w * x[s]
    assert torch.equal(found, expected)
    assert torch.equal(gather_scatter(x, ENDS, weights[:, None], num_nodes=5), expected)
    assert torch.equal(scatter_sum(x[ENDS[0]], ENDS[1], 5), gather_scatter(x, ENDS, num_nodes=5))
    assert gather_scatter(x, ENDS[:, :0]).tolist() == [[0.0] * 3] * 4
    inputs = x.clone().requires_grad_(), weights.clone().requires_grad_()
    assert torch.autograd.gradgradcheck(lambda x, w: gather_scatter(x, ENDS, w), inputs)
