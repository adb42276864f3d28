"""Tensor products as layers: equivariance of both arguments, variance, weights and their order."""

import copy
import gc
import pickle
import subprocess
import sys

import pytest
import torch
from safetensors.torch import load, save

import grouptools as gt
from grouptools.checks import assert_equivariant
from grouptools.errors import ArgumentError
from grouptools.nn.layers import FullyConnectedTensorProduct, TensorProduct
from grouptools.numeric.contraction.plan import channelwise_plan
from grouptools.representations import Irreps

KINDS = (TensorProduct, FullyConnectedTensorProduct)


def copies(n, irreps):
    return Irreps([(n, irrep) for _, irrep in irreps], irreps.group)


def small(irreps):
    return Irreps(irreps.terms[:4], irreps.group)


@pytest.fixture(params=KINDS)
def layer(request, irreps):
    x = copies(2, small(irreps))
    return request.param(x, copies(1, x), copies(2, x)).double()


@pytest.fixture(params=KINDS)
def single(request):
    return request.param("3x0e + 3x1o", "0e + 1o + 2e", "3x0e + 3x1o + 3x1e + 3x2e").double()


def arguments(layer, *lead, dtype=torch.float64):
    return tuple(
        torch.randn(*lead, irreps.dimension, dtype=dtype)
        for irreps in (layer.irreps_in, layer.irreps_y)
    )


def test_they_commute_with_their_group(layer):
    assert layer.plan.paths
    inputs = [tuple(t.numpy() for t in arguments(layer, 4))]

    def f(x, y):
        return layer(torch.from_numpy(x), torch.from_numpy(y))

    reps = [layer.irreps_in, layer.irreps_y]
    assert_equivariant(f, reps, layer.irreps_out, inputs=inputs, tolerance=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_variance(kind):
    x, y = Irreps("16x0e + 16x1o + 16x2e"), Irreps("0e + 1o + 2e")
    found = []
    for _ in range(6):
        layer = kind(x, y, "16x0e + 16x1o + 16x1e + 16x2e")
        z = layer(torch.randn(1000, x.dimension), torch.randn(1000, y.dimension)).detach()
        squares = z.square().mean(0)
        found.append(torch.stack([squares[s].mean() for s in layer.irreps_out.slices()]))
    assert ((torch.stack(found).mean(0) - 1).abs() < 0.25).all()


def test_over_edges_they_sum_by_target(single):
    x, y = arguments(single, 6)
    edges = torch.tensor([[0, 1, 1, 5, 2], [3, 3, 0, 1, 3]])
    found = single(x, y[:5], edge_index=edges, num_nodes=4)
    messages = single(x[edges[0]], y[:5])
    expected = torch.zeros(4, messages.shape[1], dtype=x.dtype).index_add(0, edges[1], messages)
    assert torch.allclose(found, expected, atol=1e-14)


def test_weights_of_their_own_or_given(single):
    x, y = arguments(single, 5)
    given = type(single)(single.irreps_in, single.irreps_y, single.irreps_out, weights=False)
    assert not list(given.parameters())
    assert torch.equal(given(x, y, single.weight), single(x, y))
    each = single.weight.expand(5, -1)
    assert torch.allclose(given(x, y, each), single(x, y), atol=1e-14)


def test_a_plan_chooses_the_paths():
    plan = channelwise_plan("3x1o", "1o", "1e", separate=True)
    layer = TensorProduct(plan)
    assert str(layer.irreps_out) == "3x1e"
    x, y = torch.randn(4, 9), torch.randn(4, 3)
    assert layer(x, y).shape == (4, 9)


def test_copies_and_state(single):
    x, y = arguments(single, 5)
    for other in (copy.deepcopy(single), pickle.loads(pickle.dumps(single))):  # noqa: S301
        assert torch.equal(other(x, y), single(x, y))
        torch.nn.init.zeros_(other.weight)
        other.load_state_dict(load(save(single.state_dict())))
        assert torch.equal(other(x, y), single(x, y))


def test_a_copy_outlives_what_it_was_made_of():
    layer = TensorProduct("3x0e + 3x1o", "0e + 1o", "3x2e + 3x1o")
    x, y = torch.randn(2, 12), torch.randn(2, 4)
    expected, other, data = layer(x, y), copy.deepcopy(layer), pickle.dumps((layer, x, y))
    del layer
    gc.collect()
    assert torch.equal(other(x, y), expected)
    code = "import pickle, sys; f, x, y = pickle.load(sys.stdin.buffer); print(f(x, y).tolist())"
    answer = subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, check=True
    )
    assert answer.stdout.decode().strip() == str(expected.tolist())


def test_weights_of_other_paths_are_refused():
    state = TensorProduct("2x1o", "1o", "2x1e").state_dict()
    with pytest.raises(ArgumentError, match=r"2x1o \(x\) 1o -> 2x1e, uvu"):
        TensorProduct("2x1e", "1o", "2x1o").load_state_dict(state)


def test_precision(single):
    x, y = arguments(single, 5)
    back = copy.deepcopy(single).float().double()
    with torch.no_grad():
        back.weight.copy_(single.weight)
    assert torch.equal(back(x, y), single(x, y))
    low = copy.deepcopy(single).float()(x.float(), y.float())
    assert low.dtype == torch.float32
    assert torch.allclose(low.double(), single(x, y), atol=1e-5)


def test_they_compile_and_export(single):
    x, y = arguments(single, 5)
    x.requires_grad_()
    compiled = torch.compile(single, fullgraph=True, backend="aot_eager")
    assert torch.allclose(compiled(x, y), single(x, y), atol=1e-13)
    (found,) = torch.autograd.grad(compiled(x, y).square().sum(), x)
    (expected,) = torch.autograd.grad(single(x, y).square().sum(), x)
    assert torch.allclose(found, expected, atol=1e-12)
    program = torch.export.export(single, (x.detach(), y))
    assert torch.allclose(program.module()(x, y), single(x, y), atol=1e-13)


def test_derivatives():
    layer = FullyConnectedTensorProduct("2x0e + 1o", "0e + 1o", "0e + 1o").double()
    x, y = (t.requires_grad_() for t in arguments(layer, 2))
    assert torch.autograd.gradcheck(layer, (x, y))
    assert torch.autograd.gradgradcheck(layer, (x, y))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: TensorProduct("1o", "1o", "0e")(torch.ones(3), torch.ones(3), torch.ones(1)),
            ("weights were given to a tensor product that has its own: make it with weights=False"),
        ),
        (
            lambda: TensorProduct("1o", "1o", "0e", weights=False)(torch.ones(3), torch.ones(3)),
            (
                "no weights were given to a tensor product that has none of its own: pass them, "
                "or make it with weights=True"
            ),
        ),
        (
            lambda: TensorProduct("1o", Irreps("1", gt.SO3()), "1o"),
            (
                'Irreps("1o"), Irreps("1", <Group SO(3)>) and Irreps("1o") were given to be '
                "coupled, but they must be irreps of one group over the real numbers"
            ),
        ),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value) == message
