"""Tensor products of tensors: the same numbers by both backends, derivatives of every order."""

import copy

import pytest
import torch
from torch.func import grad, jvp, vmap

import grouptools as gt
from grouptools.checks import assert_equivariant
from grouptools.nn.functional.tensor_product import fully_connected_tensor_product, tensor_product
from grouptools.numeric.contraction.plan import (
    channelwise_plan,
    elementwise_plan,
    fully_connected_plan,
)

# torch scripts its own derivatives when it first differentiates forward, and deprecates that
pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")

BACKENDS = ("numba", "torch")
NODES, COUNT = 5, 12
PLAN = channelwise_plan("3x0e + 3x1o + 3x2e", "0e + 1o + 2e", "3x0e + 3x1o + 3x2e")
SMALL = channelwise_plan("2x1o", "0e + 1o", "2x1o + 2x0e")
ENDS = torch.randint(NODES, (2, COUNT), generator=torch.Generator().manual_seed(1))
CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")


def sizes(plan):
    return [sum(n * d for n, d in layout) for layout in plan.layouts]


def tensors(plan, lead=None, dtype=torch.float64, shared=False, seed=0):
    """x, y and weights; by nodes and edges, or with leading axes."""
    generator = torch.Generator().manual_seed(seed)
    x, y, _ = sizes(plan)
    shapes = [(NODES, x), (COUNT, y)] if lead is None else [(*lead, x), (*lead, y)]
    shapes.append((plan.weight_numel,) if shared else (*shapes[1][:-1], plan.weight_numel))
    return [torch.randn(s, generator=generator, dtype=dtype, requires_grad=True) for s in shapes]


def error(found, expected):
    found, expected = found.detach(), expected.detach()
    return float((found - expected).abs().max() / (1 + expected.abs().max()))


def by(backend, plan=PLAN, ends=ENDS):
    return lambda x, y, w: tensor_product(x, y, w, plan, edge_index=ends, backend=backend)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("kind", ["both", "source", "target", "none"])
def test_backends_agree_in_values_and_derivatives(kind, dtype, shared):
    source, target = ENDS
    ends = {
        "both": ENDS,
        "source": (source, None),
        "target": (None, target),
        "none": (None, None),
    }[kind]
    x, y, w = tensors(PLAN, dtype=dtype, shared=shared)
    if kind in {"target", "none"}:
        x = torch.randn(COUNT, x.shape[1], dtype=dtype, requires_grad=True)
    bound = 1e-13 if dtype == torch.float64 else 1e-5
    found = []
    for backend in BACKENDS:
        value = by(backend, ends=ends)(x, y, w)
        first = torch.autograd.grad(value.square().sum(), (x, y, w), create_graph=True)
        second = torch.autograd.grad(sum(one.square().sum() for one in first), (x, y, w))
        found.append((value, *first, *second))
    for a, b in zip(*found, strict=True):
        assert a.dtype == dtype
        assert error(a, b) < bound


@pytest.mark.parametrize("lead", [(), (4,), (2, 3)])
def test_leading_axes_are_rows(lead):
    x, y, w = tensors(PLAN, lead)
    rows = [tensor_product(x, y, w, PLAN, backend=backend) for backend in BACKENDS]
    assert rows[0].shape == (*lead, sizes(PLAN)[2])
    assert error(*rows) < 1e-13


def test_leading_axes_broadcast():
    x, y, _ = tensors(PLAN, (2, 1))
    w = torch.randn(3, PLAN.weight_numel, dtype=torch.float64)
    found = [tensor_product(x, y[0, 0], w, PLAN, backend=backend) for backend in BACKENDS]
    assert found[0].shape == (2, 3, sizes(PLAN)[2])
    assert error(*found) < 1e-13
    ones = torch.ones(PLAN.weight_numel, dtype=torch.float64)
    for backend in BACKENDS:
        without = tensor_product(x, y, None, PLAN, backend=backend)
        assert error(without, tensor_product(x, y, ones, PLAN)) < 1e-14


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("make", "mode"),
    [(channelwise_plan, "uvu"), (elementwise_plan, "uuu"), (fully_connected_plan, "uvw")],
)
def test_each_mode_is_its_formula(make, mode, backend):
    if backend == "numba" and mode != "uvu":
        backend = None
    n = 1 if mode == "uvu" else 2
    plan = make("2x0e + 2x1o", f"{n}x0e + {n}x1o", "2x0e + 2x1o + 2x1e")
    x, y, w = tensors(plan, (7,))
    found = tensor_product(x, y, w, plan, backend=backend)
    formula = {
        "uvu": "eui,evj,eu,ijk->euk",
        "uuu": "eui,euj,eu,ijk->euk",
        "uvw": "eui,evj,euvw,ijk->ewk",
    }[mode]
    pieces = [
        t.split([m * d for m, d in lay], -1) for t, lay in zip((x, y), plan.layouts, strict=False)
    ]
    expected = [torch.zeros(7, m, d, dtype=torch.float64) for m, d in plan.layouts[2]]
    for path, part, shape in zip(plan.paths, plan.weight_slices, plan.weight_shapes, strict=True):
        c = torch.from_numpy(plan.coefficients(path, "float64").copy())
        a, b = (pieces[k][path[k]].unflatten(-1, plan.layouts[k][path[k]]) for k in range(2))
        expected[path.target] += torch.einsum(formula, a, b, w[:, part].unflatten(-1, shape), c)
    assert error(found, torch.cat([z.flatten(1) for z in expected], -1)) < 1e-13


@pytest.mark.parametrize("backend", BACKENDS)
def test_gradients_to_the_third_order(backend):
    given = tensors(SMALL)
    f = by(backend, SMALL)
    assert torch.autograd.gradcheck(f, given)
    assert torch.autograd.gradgradcheck(f, given)

    def first(*given):
        return torch.autograd.grad(f(*given).square().sum(), given, create_graph=True)

    small = [t.detach()[:2].clone().requires_grad_() for t in given]
    ends = torch.tensor([[0, 1], [1, 1]])
    f = by(backend, SMALL, ends)
    assert torch.autograd.gradgradcheck(first, small)


@pytest.mark.parametrize("wanted", [(0,), (1,), (2,), (0, 2), (1, 2)])
def test_only_some_need_gradients(wanted):
    """Second derivatives, with what needs none left out."""
    found = []
    for backend in BACKENDS:
        given = tensors(PLAN)
        for k in range(3):
            given[k].requires_grad_(k in wanted)
        some = [given[k] for k in wanted]
        first = torch.autograd.grad(by(backend)(*given).square().sum(), some, create_graph=True)
        loss = first[0].square().sum()
        found.append((*first, *torch.autograd.grad(loss, some)))
    for a, b in zip(*found, strict=True):
        assert error(a, b) < 1e-13


def test_compiled_in_one_graph():
    given = tensors(PLAN)
    for backend in (None, *BACKENDS):
        compiled = torch.compile(by(backend), fullgraph=True, backend="aot_eager")
        value = compiled(*given)
        assert error(value, by("torch")(*given)) < 1e-13
        found = torch.autograd.grad(value.square().sum(), given)
        expected = torch.autograd.grad(by("torch")(*given).square().sum(), given)
        assert all(error(a, b) < 1e-13 for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize("strict", [False, True])
def test_exported_by_plain_operations(strict):
    class Product(torch.nn.Module):
        def forward(self, x, y, w, ends):
            return tensor_product(x, y, w, PLAN, edge_index=ends)

    given = [t.detach() for t in tensors(PLAN)]
    program = torch.export.export(Product(), (*given, ENDS), strict=strict)
    assert not any("grouptools" in str(node.target) for node in program.graph.nodes)
    assert error(program.module()(*given, ENDS), by("numba")(*given)) < 1e-13


def test_transforms_of_functions():
    x, y, w = (t.detach() for t in tensors(PLAN))
    f, stack = by(None), torch.stack([x, 2 * x])
    assert error(vmap(lambda x: f(x, y, w))(stack)[1], 2 * f(x, y, w)) < 1e-13
    value, tangent = jvp(lambda y: f(x, y, w), (y,), (y,))
    assert error(value, tangent) < 1e-13
    z = by("numba")(*[t.requires_grad_() for t in (x, y, w)])
    expected = torch.autograd.grad(z.square().sum(), w)[0]
    assert error(grad(lambda w: f(x, y, w).square().sum())(w.detach()), expected) < 1e-13


def test_operations_are_registered_as_torch_wants():
    x, y, w = tensors(SMALL)
    g = torch.randn(NODES, sizes(SMALL)[2], dtype=torch.float64, requires_grad=True)
    ends = (*ENDS,)
    ops = torch.ops.grouptools
    tests = ("test_schema", "test_autograd_registration", "test_faketensor")
    torch.library.opcheck(
        ops.tensor_product.default, (x, y, w, *ends, NODES, SMALL.digest), test_utils=tests
    )
    three = [True, False, True]
    torch.library.opcheck(
        ops.tensor_product_gradients.default,
        (x, y, w, g, *ends, SMALL.digest, three),
        test_utils=tests,
    )
    torch.library.opcheck(
        ops.tensor_product_second_gradients.default,
        (x, y, w, g, x.detach(), None, w.detach(), *ends, SMALL.digest, [*three, True]),
        test_utils=tests,
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_autocast_computes_in_float32(backend):
    x, y, w = (t.detach().float() for t in tensors(PLAN))
    expected = by(backend)(x, y, w)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = by(backend)(x.bfloat16().float(), y, w)
        mixed = by(backend)(x.bfloat16(), y, w)
    assert found.dtype == mixed.dtype == torch.float32
    assert torch.equal(found, mixed)
    assert error(found, expected) < 1e-2


def test_other_dtypes_go_by_plain_operations():
    x, y, w = (t.detach().bfloat16() for t in tensors(PLAN))
    found = by(None)(x, y, w)
    assert found.dtype == torch.bfloat16
    assert error(found.double(), by("numba")(x.double(), y.double(), w.double())) < 0.05


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    "group",
    [gt.SO3(), gt.O3(), gt.point_group("Td"), gt.dihedral(4), gt.cyclic(5), gt.SO2()],
    ids=lambda group: group.name,
)
def test_it_commutes_with_its_group(group, backend):
    some = (group.irreps() if isinstance(group, gt.FiniteGroup) else group.irreps(2))[:5]
    x = gt.Irreps([(3, irrep) for irrep in some], group)
    y = gt.Irreps(list(some), group)
    plan = channelwise_plan(x, y, x)
    w = tensors(plan, (NODES,))[2].detach()

    def f(a, b):
        a, b = torch.from_numpy(a), torch.from_numpy(b)
        return tensor_product(a, b, w, plan, backend=backend).numpy()

    inputs = [tuple(t.detach().numpy() for t in tensors(plan, (NODES,))[:2])]
    assert_equivariant(f, [x, y], x, inputs=inputs, tolerance=1e-12)


def test_components_have_variance_one():
    plan = channelwise_plan("32x0e + 32x1o + 32x2e", "0e + 1o + 2e", "32x0e + 32x1o + 32x2e")
    x, y, w = (t.detach() for t in tensors(plan, (4000,), torch.float32))
    z = tensor_product(x, y, w, plan)
    for part in z.split([n * d for n, d in plan.layouts[2]], -1):
        assert abs(float(part.var()) - 1) < 0.05


def test_fully_connected_is_its_plan():
    plan = fully_connected_plan("2x0e + 3x1o", "0e + 2x1o", "4x0e + 2x1o")
    x, y, w = tensors(plan)
    found = fully_connected_tensor_product(
        x, y, w, "2x0e + 3x1o", "0e + 2x1o", "4x0e + 2x1o", edge_index=ENDS
    )
    assert torch.equal(found, tensor_product(x, y, w, plan, edge_index=ENDS))
    separate = tensor_product(x[ENDS[0]], y, w, plan)
    expected = torch.zeros(NODES, separate.shape[1], dtype=torch.float64)
    assert error(found, expected.index_add(0, ENDS[1], separate)) < 1e-13


def test_int32_indices_and_other_strides():
    x, y, w = (t.detach() for t in tensors(PLAN))
    expected = by("numba")(x, y, w)
    strided = [torch.stack([t, t], -1)[..., 0] for t in (x, y, w)]
    assert not strided[0].is_contiguous()
    assert torch.equal(by("numba", ends=ENDS.int())(*strided), expected)
    assert torch.equal(by("numba", ends=ENDS.T.contiguous().T)(x, y, w), expected)


def test_a_plan_may_go_before_its_gradient():
    plan = copy.deepcopy(SMALL)
    given = tensors(plan)
    value = tensor_product(*given, plan, edge_index=ENDS, backend="numba").sum()
    del plan
    assert all(g.isfinite().all() for g in torch.autograd.grad(value, given))


@CUDA
def test_on_a_gpu():
    given = [t.detach().cuda() for t in tensors(PLAN)]
    found = by(None, ends=ENDS.cuda())(*given)
    assert error(found.cpu(), by("numba")(*(t.cpu() for t in given))) < 1e-12
