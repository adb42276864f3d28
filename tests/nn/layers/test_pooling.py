"""Pooling over the nodes of each graph."""

import pytest
import torch

from grouptools.checks import assert_equivariant
from grouptools.errors import ArgumentError
from grouptools.nn.layers import Pooling

BATCH = torch.tensor([0, 2, 0, 2, 2, 3])


def pooled(irreps, reduce, x):
    return Pooling(irreps, reduce)(x, BATCH, 5)


@pytest.mark.parametrize("reduce", ["sum", "mean", "max"])
def test_it_commutes_with_its_group(irreps, reduce):
    x = torch.randn(6, irreps.dimension, dtype=torch.float64).numpy()

    def f(given):
        return pooled(irreps, reduce, torch.from_numpy(given))

    assert_equivariant(f, irreps, irreps, inputs=[x], tolerance=1e-12)


def test_values():
    x = torch.tensor([[1.0, 3, 4], [2, 0, 0], [-3, 0, 1], [1, 1, 1], [0, 5, 0], [7, 7, 7]])
    irreps = "0e + 2x0o"
    assert pooled(irreps, "sum", x).tolist() == [
        [-2, 3, 5],
        [0, 0, 0],
        [3, 6, 1],
        [7, 7, 7],
        [0, 0, 0],
    ]
    assert pooled(irreps, "mean", x)[2].tolist() == [1, 2, pytest.approx(1 / 3)]
    assert pooled(irreps, "max", x)[0].tolist() == [-3, 3, 4]
    assert pooled(irreps, "max", x)[1].tolist() == [0, 0, 0]
    vectors = torch.tensor([[3.0, 0, 4], [3, 3, 3], [0, 0, 1]])
    batch = torch.zeros(3, dtype=torch.int64)
    assert Pooling("1o", "max")(vectors, batch).tolist() == [[3, 3, 3]]


def test_equal_norms_give_their_mean_in_any_order():
    x = torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 0, 0.5]])
    batch = torch.zeros(3, dtype=torch.int64)
    assert Pooling("1o", "max")(x, batch).tolist() == [[0.5, 0.5, 0]]
    assert Pooling("1o", "max")(x.flip(0), batch).tolist() == [[0.5, 0.5, 0]]


def test_derivatives():
    x = torch.randn(6, 5, dtype=torch.float64, requires_grad=True)
    for reduce in ("sum", "mean", "max"):
        assert torch.autograd.gradcheck(lambda x, r=reduce: pooled("2x0e + 1o", r, x), x)


def test_it_compiles():
    x = torch.randn(6, 5)
    for reduce in ("sum", "mean", "max"):
        layer = Pooling("2x0e + 1o", reduce)
        compiled = torch.compile(layer, fullgraph=True, backend="aot_eager")
        assert torch.allclose(compiled(x, BATCH, 5), layer(x, BATCH, 5))


def test_nothing():
    nothing = torch.zeros(0, dtype=torch.int64)
    assert Pooling("1o")(torch.ones(0, 3), nothing).shape == (0, 3)
    assert Pooling("1o", "max")(torch.ones(0, 3), nothing, 2).tolist() == [[0.0] * 3] * 2


@pytest.mark.parametrize(
    ("x", "batch", "count", "message"),
    [
        (
            torch.ones(6, 3),
            BATCH.float(),
            5,
            (
                "features of shape (6, 3) and batch of shape (6,) and dtype torch.float32 were "
                "given, but they must be (nodes, 3) and (nodes,) of int64"
            ),
        ),
        (
            torch.ones(6, 3),
            BATCH,
            3,
            "graphs from 0 to 3 were given, but there are 3: number them from 0 to 2",
        ),
    ],
)
def test_wrong_arguments(x, batch, count, message):
    with pytest.raises(ArgumentError) as caught:
        Pooling("1o")(x, batch, count)
    assert str(caught.value) == message


def test_a_way_is_asked_for():
    with pytest.raises(ArgumentError) as caught:
        Pooling("1o", "min")
    assert str(caught.value) == "reduce = 'min' was given, but it must be 'sum', 'mean' or 'max'"
