"""What every layer keeps to: it commutes with its group, and moves, saves and compiles."""

import copy
import io
import pickle

import pytest
import torch
from safetensors.torch import load, save
from torch.func import functional_call, jvp, vmap

import grouptools as gt
from grouptools.checks import EquivarianceError, assert_equivariant
from grouptools.nn.layers import (
    Activation,
    BatchNorm,
    Dropout,
    Gate,
    LayerNorm,
    Linear,
    NormActivation,
    S2Activation,
    SymmetricContraction,
)
from grouptools.nn.layers.invariants import trivial
from grouptools.representations import Irreps

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")


def scalars(n, irreps):
    return Irreps([(n, trivial(irreps[0].irrep))], irreps.group)


def activation(irreps):
    one = [irrep.dimension == 1 for _, irrep in irreps]
    return Activation(irreps, [torch.tanh if is_one else None for is_one in one])


def gate(irreps):
    silu = torch.nn.functional.silu
    gates = scalars(irreps.num_irreps, irreps)
    return Gate(scalars(4, irreps), [silu], gates, [torch.sigmoid], irreps)


def contraction(irreps):
    equal = Irreps([(2, irrep) for _, irrep in irreps], irreps.group)
    return SymmetricContraction(equal, equal, correlation=2)


LAYERS = {
    "Activation": activation,
    "BatchNorm": BatchNorm,
    "Dropout": lambda irreps: Dropout(irreps).eval(),
    "Gate": gate,
    "LayerNorm": LayerNorm,
    "Linear": lambda irreps: Linear(irreps, irreps + irreps, bias=True),
    "SymmetricContraction": contraction,
    "NormActivation": lambda irreps: NormActivation(irreps, torch.sigmoid),
}


@pytest.fixture(params=LAYERS)
def layer(request, irreps):
    made = LAYERS[request.param](irreps).double()
    for parameter in made.parameters():  # no symmetry by chance
        torch.nn.init.normal_(parameter)
    return made


@pytest.fixture(params=[*LAYERS, "S2Activation"])
def single(request):
    """One layer of each kind, for O(3)."""
    if request.param == "S2Activation":
        return S2Activation("2x0e + 2x1o + 2x2e", torch.tanh).double()
    return LAYERS[request.param](Irreps("3x0e + 2x1o + 2x2e")).double()


def features(layer, *lead, dtype=torch.float64):
    return torch.randn(*lead, layer.irreps_in.dimension, dtype=dtype)


def test_it_commutes_with_its_group(layer):
    inputs = [features(layer, 6).numpy()]

    def f(x):
        return layer(torch.from_numpy(x))

    assert_equivariant(f, layer.irreps_in, layer.irreps_out, inputs=inputs, tolerance=1e-12)


def test_a_layer_that_does_not_is_seen(irreps):
    layer = Linear(irreps, irreps).double()
    assert layer.irreps_in.dimension > layer.irreps_in.num_irreps

    def f(x):
        y = layer(torch.from_numpy(x))
        return y + 1e-9 * y.roll(1, -1)

    inputs = [features(layer, 6).numpy()]
    with pytest.raises(EquivarianceError):
        assert_equivariant(f, irreps, irreps, inputs=inputs, tolerance=1e-12)


def test_copies_are_equal(single):
    x = features(single, 5)
    for other in (copy.deepcopy(single), pickle.loads(pickle.dumps(single))):  # noqa: S301
        assert torch.equal(other(x), single(x))
        assert repr(other) == repr(single)


def test_state_is_saved_and_loaded(single):
    x = features(single, 5)
    for parameter in single.parameters():
        torch.nn.init.normal_(parameter)
    other = copy.deepcopy(single)
    for parameter in other.parameters():
        torch.nn.init.zeros_(parameter)
    state = single.state_dict()
    other.load_state_dict(load(save(state)))
    assert torch.equal(other(x), single(x))
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    other.load_state_dict(torch.load(file, weights_only=True))
    assert torch.equal(other(x), single(x))


def test_constants_keep_their_precision(single):
    x = features(single, 5)
    there_and_back = copy.deepcopy(single).float().bfloat16().double()
    for name, buffer in single.named_buffers():
        assert torch.equal(dict(there_and_back.named_buffers())[name], buffer)
    empty = copy.deepcopy(single).to("meta").to_empty(device="cpu")
    empty.load_state_dict(single.state_dict())
    assert torch.equal(empty(x), single(x))
    y = copy.deepcopy(single).float()(x.float())
    assert y.dtype == torch.float32
    assert torch.allclose(y.double(), single(x), atol=2e-5)


def test_it_compiles_and_exports(single):
    single.eval()
    x = features(single, 5).requires_grad_()
    compiled = torch.compile(single, fullgraph=True, backend="aot_eager")
    assert torch.allclose(compiled(x), single(x), atol=1e-14)
    (found,) = torch.autograd.grad(compiled(x).square().sum(), x)
    (expected,) = torch.autograd.grad(single(x).square().sum(), x)
    assert torch.allclose(found, expected, atol=1e-13)
    program = torch.export.export(single, (x.detach(),))
    assert torch.allclose(program.module()(x), single(x), atol=1e-14)


def test_transformations_of_torch_func(single):
    single.eval()
    x, t = features(single, 4), features(single, 4)
    assert torch.allclose(vmap(single)(x), single(x), atol=1e-14)
    value, slope = jvp(single, (x,), (t,))
    step = 1e-5
    expected = (single(x + step * t) - single(x - step * t)) / (2 * step)
    assert torch.allclose(value, single(x))
    assert torch.allclose(slope, expected, atol=1e-6)
    parameters = dict(single.named_parameters())
    if parameters:
        slopes = torch.func.grad(lambda p: functional_call(single, p, (x,)).square().sum())(
            parameters
        )
        assert all(slopes[name].shape == p.shape for name, p in parameters.items())


def test_derivatives(single):
    x = features(single, 3).requires_grad_()
    assert torch.autograd.gradcheck(single, x)
    assert torch.autograd.gradgradcheck(single, x)


def test_at_zero_derivatives_are_finite(single):
    x = torch.zeros(2, single.irreps_in.dimension, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(single(x).sum() + single(x).square().sum(), x, create_graph=True)
    assert slope.isfinite().all()
    if slope.requires_grad:
        (curve,) = torch.autograd.grad(slope.sum(), x, allow_unused=True)
        assert curve is None or curve.isfinite().all()


def test_shapes(single):
    single.eval()
    n, m = single.irreps_in.dimension, single.irreps_out.dimension
    for lead in ((), (0,), (2, 3)):
        assert single(features(single, *lead)).shape == (*lead, m)
    turned = torch.randn(n, 4, dtype=torch.float64).T
    assert torch.equal(single(turned), single(turned.contiguous()))


def test_wrong_features_are_refused(single):
    n = single.irreps_in.dimension
    for x in (torch.ones(2, n + 1), torch.ones(2, n, dtype=torch.int64)):
        with pytest.raises(gt.errors.ArgumentError) as caught:
            single(x)
        assert str(caught.value) == (
            f"features of shape {tuple(x.shape)} and dtype {x.dtype} were given, but "
            f"{type(single).__name__} takes a floating-point tensor of shape (..., {n}), for "
            f"{single.irreps_in}"
        )


def test_features_of_another_kind_are_refused(single):
    x = features(single, 2)
    numbers = [t for t in (*single.parameters(), *single.buffers()) if t.is_floating_point()]
    for given, kind in (
        (x.float(), "torch.float32 on cpu"),
        (x.to("meta"), "torch.float64 on meta"),
    ):
        if not numbers:
            assert single(given).dtype == given.dtype
            continue
        with pytest.raises(gt.errors.ArgumentError) as caught:
            single(given)
        assert str(caught.value) == (
            f"features of {kind} were given, but {type(single).__name__} is of torch.float64 on "
            f"cpu: convert one of them by .to(...)"
        )
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert single.float()(x.bfloat16()).isfinite().all()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_on_a_gpu(single):
    single.eval()
    x = features(single, 5)
    there = copy.deepcopy(single).cuda()
    assert all(tensor.is_cuda for tensor in (*there.buffers(), *there.parameters()))
    assert torch.allclose(there(x.cuda()).cpu(), single(x), atol=1e-12)
