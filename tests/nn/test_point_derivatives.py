"""Point convolutions under torch: every derivative, dtypes, devices, copies, compilers."""

import copy
import io
import pickle

import pytest
import torch

import grouptools as gt
from grouptools.nn.point_conv import PointConv
from grouptools.nn.so2_conv import SO2Conv
from tests.nn.point_clouds import (
    DEVICES,
    FEATURES,
    POINTS,
    cloud,
    far,
    features,
    made,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")


KINDS = [PointConv, SO2Conv]


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def tiny(kind, l_max=1, **options):
    return made(kind, gt.Irreps("0e + 1o"), gt.Irreps("0e + 1o"), l_max, hidden=(3,), count=2,
                **options)  # fmt: skip


def with_parameters(layer, graph):
    names = [name for name, _ in layer.named_parameters()]

    def f(x, vectors, *values):
        state = dict(zip(names, values, strict=True))
        return torch.func.functional_call(layer, state, (x, graph.edge_index, vectors))

    return f, [p.detach().clone().requires_grad_() for p in layer.parameters()]


@pytest.mark.parametrize("softening", [0.0, 0.3])
def test_derivatives(softening):
    """At poles and aligned edges; where softened, at zero-length edges too."""
    layer = tiny(PointConv, l_max=2, softening=softening)
    chosen = [0, 1, 2, 3] + [4] * bool(softening)
    points, graph = cloud(POINTS[chosen])
    if softening:
        graph = graph.select(graph.edge_index.sum(0) >= 4)  # quick: those of the last two points
    vectors = graph.vectors(points)
    assert bool((vectors == 0).all(1).any()) == bool(softening)
    f, parameters = with_parameters(layer, graph)
    x = features(layer.irreps_in, len(points)).requires_grad_()
    inputs = (x, vectors.requires_grad_(), *parameters)
    assert torch.autograd.gradcheck(f, inputs, fast_mode=True)
    assert torch.autograd.gradcheck(f, inputs[:2] + tuple(p.detach() for p in parameters))
    assert torch.autograd.gradgradcheck(f, inputs, fast_mode=True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edge_of_length_zero_has_no_direction(kind):
    """Without softening the kernel has no limit there: by definition it has the derivative 0."""
    layer = tiny(kind)
    points, graph = cloud(POINTS[2:5])
    x = features(layer.irreps_in, len(points)).requires_grad_()
    vectors = graph.vectors(points).requires_grad_()
    (slope,) = torch.autograd.grad(
        layer(x, graph, vectors).square().sum(), vectors, create_graph=True
    )
    is_zero = (vectors == 0).all(1)
    assert is_zero.any()
    assert (slope[is_zero] == 0).all()
    assert slope.isfinite().all()
    curves = torch.autograd.grad(slope.square().sum(), [x, vectors, *layer.parameters()])
    assert all(curve.isfinite().all() for curve in curves)
    fixed = vectors.detach()
    assert torch.autograd.gradcheck(lambda x: layer(x, graph, fixed), x)
    assert torch.autograd.gradgradcheck(lambda x: layer(x, graph, fixed), x)


def test_forces_are_minus_the_derivative_of_the_energy():
    points, graph = cloud()
    layer = made(PointConv, FEATURES["O(3)"], gt.Irreps("0e"), softening=0.2)
    x = features(layer.irreps_in, len(points))

    def energy(points):
        return layer(x, graph, graph.vectors(points)).square().sum()

    points = points.clone().requires_grad_()
    (slope,) = torch.autograd.grad(energy(points), points)
    assert float(slope.sum(0).abs().max()) < 1e-13 * float(slope.abs().max())
    assert torch.autograd.gradcheck(energy, points)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_dtypes_and_devices(kind, device, dtype):
    layer = made(kind, FEATURES["O(3)"])
    points, graph = cloud()
    x = features(layer.irreps_in, len(points))
    expected = layer(x, graph, graph.vectors(points))
    layer = layer.to(device, dtype)
    points, graph = points.to(device, dtype), graph.to(device)
    y = layer(x.to(device, dtype), graph, graph.vectors(points))
    assert y.dtype == dtype
    assert y.device == points.device
    bound = 1e-5 if dtype == torch.float32 else 1e-12
    assert far(y.cpu(), expected) < bound * float(expected.detach().abs().max())
    with torch.autocast(device, dtype=torch.bfloat16):
        rough = layer(x.to(device, dtype), graph, graph.vectors(points))
    assert far(rough.cpu(), expected) < 0.1 * float(expected.detach().abs().max())


@pytest.mark.parametrize("kind", KINDS)
def test_copies_and_states(kind):
    layer = made(kind, FEATURES["O(3)"])
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points)
    y = layer(x, graph, vectors)
    for other in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):  # noqa: S301
        assert torch.equal(other(x, graph, vectors), y)
    file = io.BytesIO()
    torch.save(layer.state_dict(), file)
    file.seek(0)
    other = made(kind, FEATURES["O(3)"])
    assert not torch.equal(other(x, graph, vectors), y)
    other.load_state_dict(torch.load(file, weights_only=True))
    assert torch.equal(other(x, graph, vectors), y)


@pytest.mark.parametrize("kind", KINDS)
def test_it_compiles_and_exports(kind):
    layer = made(kind, gt.Irreps("2x0e + 1o"), l_max=1)
    points, graph = cloud()
    x, vectors = features(layer.irreps_in, len(points)), graph.vectors(points).requires_grad_()
    y = layer(x, graph.edge_index, vectors)
    compiled = torch.compile(layer, fullgraph=True, backend="aot_eager")
    assert torch.allclose(compiled(x, graph.edge_index, vectors), y, atol=1e-13)
    (found,) = torch.autograd.grad(compiled(x, graph.edge_index, vectors).square().sum(), vectors)
    (expected,) = torch.autograd.grad(y.square().sum(), vectors)
    assert torch.allclose(found, expected, atol=1e-12)
    inputs = (x, graph.edge_index, vectors.detach())
    program = torch.export.export(layer, inputs)
    assert torch.allclose(program.module()(*inputs), y, atol=1e-13)
