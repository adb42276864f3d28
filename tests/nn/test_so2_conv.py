"""The convolution in frames along edges: the function of the full product, without a pole."""

import re

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.exact import clebsch_gordan
from grouptools.nn.functional.edge_frames import edge_frames, edge_harmonics, to_polar_axis
from grouptools.nn.functional.so2_plan import so2_plan
from grouptools.nn.functional.tensor_product import tensor_product
from grouptools.nn.functional.term_sums import sum_of_terms
from grouptools.nn.point_conv import PointConv, point_plan
from grouptools.nn.so2_conv import SO2Conv, SO2Product
from grouptools.numeric.contraction.plan import channelwise_plan, fully_connected_plan
from grouptools.numeric.contraction.terms import sum_terms
from tests.nn.point_clouds import DEVICES, FEATURES, cloud, far, features, made

BACKENDS = ["numba", "torch"]

#: zero, both poles, the equator, near the poles, near the equator, tiny, huge
VECTORS = torch.tensor(
    [
        *([0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0], [0.0, -2.0, 0.0]),
        *([1e-9, 0.0, 1.0], [1e-9, 2e-9, -1.0], [1.0, 1.0, 1e-12], [1.0, 1.0, -1e-12]),
        *([3e-150, 4e-150, 1e-151], [1e150, -2e150, 3e149], [0.3, -0.5, -0.7]),
    ],
    dtype=torch.float64,
)
SUMS = {
    "natural": gt.Irreps("2x0e + 2x1o + 2x2e + 2x3o"),
    "both": gt.Irreps("2x2e + 2x0o + 2x1o + 2x1e + 2x0e + 2x3e"),
    "SO(3)": gt.Irreps("2x0 + 2x1 + 2x4 + 2x2", gt.SO3()),
}


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def natural(l_max):
    return gt.Irreps([f"{l}{'eo'[l % 2]}" for l in range(l_max + 1)])


def edges_between(nodes, count):
    return torch.randint(0, nodes, (2, count))


# --- frames


def test_frames_take_edges_to_the_pole():
    found = edge_frames(8, VECTORS)
    for l in range(9):
        Y = torch.from_numpy(gt.spherical_harmonics(l, VECTORS.numpy())[:, l * l :])
        pole = torch.zeros_like(Y)
        pole[:, l] = ((2 * l + 1) / (4 * torch.pi)) ** 0.5
        turned = (found[l] @ Y[:, :, None])[:, :, 0]
        assert far(turned[1:], pole[1:]) < 1e-13
        one = found[l][1:] @ found[l][1:].mT
        assert far(one, torch.eye(2 * l + 1, dtype=torch.float64).expand_as(one)) < 1e-13
        assert (found[l][0] == (l == 0)).all()
    lengths = to_polar_axis(VECTORS).norm(dim=1)
    assert ((lengths[1:] > 1.41) & (lengths[1:] < 2.01)).all()


# --- the map between weights, exact


def test_at_the_pole_a_path_couples_m_with_m_or_with_minus_m():
    """Exact: C[m1, 0, m3] is 0 but for m3 = m1, alike for -m1, or for m3 = -m1, with a sign."""
    triples = [(a, b, c) for a in range(4) for b in range(7) for c in range(4)]
    for a, b, c in ((a, b, c) for a, b, c in triples if abs(a - b) <= c <= a + b):
        C = clebsch_gordan(a, b, c)
        sign = -1 if (a + b + c) % 2 else 1
        for m in range(-a, a + 1):
            for n in range(-c, c + 1):
                value = C[a + m, b, c + n]
                assert value == 0 or n == sign * m
                assert value == sign * C[a - m, b, c - n]


@pytest.mark.parametrize("l", [(0, 3), (2, 2), (3, 1), (4, 5)])
def test_weights_of_paths_and_of_orders_are_related_by_an_orthogonal_matrix(l):
    """Sum over l2 of (2 l2 + 1) C[m, 0, +-m] C[n, 0, +-n] = (2 l3 + 1) delta: m and n >= 0."""
    group, (a, c) = gt.SO3(), l
    first, last = (gt.Irreps([str(k)], group) for k in l)
    plan = so2_plan(point_plan(first, last, a + c, 1))
    paths = len(plan.product.paths)
    assert paths == 2 * min(l) + 1
    whole = plan.matrix * paths**0.5  # each path has the factor 1/sqrt(paths)
    m = np.array([0, *(k for k in range(1, min(l) + 1) for _ in range(2))])
    if plan.still:  # the path l2 = 0 is kept apart: C = 1 for all m
        assert plan.matrix[0, -1] == 1
        both = np.array([block.turns for block in plan.blocks])
        whole[0, :-1] = np.where(both, 0, 1)
        whole = whole[:, :-1]
    gram = whole.T @ whole
    assert np.abs(gram - np.diag((2 * c + 1) / np.where(m > 0, 2, 1))).max() < 1e-13


# --- the same function


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kind", SUMS)
@pytest.mark.parametrize("l_max", [0, 1, 2, 5, 8])
def test_it_is_the_full_product(kind, l_max, backend):
    irreps, count = SUMS[kind], len(VECTORS)
    plan = point_plan(irreps, irreps, l_max, 2)
    product = SO2Product(plan).double()
    x, edges = features(plan.irreps_x, 4), edges_between(4, count)
    w = torch.randn(count, plan.weight_numel, dtype=torch.float64)
    Y = edge_harmonics(l_max, VECTORS)[1]
    expected = tensor_product(x, Y, w, plan, edge_index=edges, num_nodes=6)
    scale = float(expected.abs().max())
    settings = {"edge_index": edges, "num_nodes": 6, "backend": backend}
    assert far(product(x, VECTORS, product.convert(w), **settings), expected) < 1e-13 * scale
    shared = product(x, VECTORS, product.convert(w[0]), **settings)
    one = tensor_product(x, Y, w[0], plan, edge_index=edges, num_nodes=6)
    assert far(shared, one) < 1e-13 * scale
    product.float()
    vectors = VECTORS.clamp(-1e30, 1e30).float()
    Y = edge_harmonics(l_max, vectors.double())[1]
    expected = tensor_product(x, Y, w, plan, edge_index=edges, num_nodes=6)
    single = product(x.float(), vectors, product.convert(w.float()), **settings)
    assert single.dtype == torch.float32
    assert far(single, expected) < 2e-6 * scale


@pytest.mark.parametrize("backend", BACKENDS)
def test_degree_ten(backend):
    plan = point_plan(natural(10), natural(10), 10, 3)
    product = SO2Product(plan).double()
    vectors = VECTORS.clamp(-1e30, 1e30).float().double()
    x, edges = features(plan.irreps_x, 4), edges_between(4, len(vectors))
    w = torch.randn(len(vectors), plan.weight_numel, dtype=torch.float64)
    Y = edge_harmonics(10, vectors)[1]
    expected = tensor_product(x, Y, w, plan, edge_index=edges, backend="torch")
    scale = float(expected.abs().max())
    settings = {"edge_index": edges, "backend": backend}
    assert far(product(x, vectors, product.convert(w), **settings), expected) < 1e-12 * scale
    product.float()
    single = product(x.float(), vectors.float(), product.convert(w.float()), **settings)
    assert far(single, expected) < 1e-5 * scale


def test_one_wrong_coefficient_is_seen():
    plan = point_plan(SUMS["both"], SUMS["both"], 3, 2)
    product = SO2Product(plan).double()
    x, edges = features(plan.irreps_x, 4), edges_between(4, len(VECTORS))
    w = torch.randn(len(VECTORS), plan.weight_numel, dtype=torch.float64)
    expected = tensor_product(x, edge_harmonics(3, VECTORS)[1], w, plan, edge_index=edges)
    place = int(product.matrix.ravel().abs().argmax())
    product.matrix.view(-1)[place] *= 1 + 1e-9
    found = product(x, VECTORS, product.convert(w), edge_index=edges)
    assert far(found, expected) > 1e-11


def test_parameters_of_one_layer_serve_the_other():
    full, fast = (made(kind, FEATURES["O(3)"], l_max=3) for kind in (PointConv, SO2Conv))
    points, graph = cloud()
    x, vectors = features(full.irreps_in, len(points)), graph.vectors(points)
    assert far(full(x, graph, vectors), fast(x, graph, vectors)) > 0.1
    fast.load_state_dict(full.state_dict())
    assert far(full(x, graph, vectors), fast(x, graph, vectors)) < 1e-13
    gradients = []
    for layer in (full, fast):
        r = vectors.clone().requires_grad_()
        parameters = [r, *layer.parameters()]
        value = layer(x, graph, r).square().sum()
        first = torch.autograd.grad(value, parameters, create_graph=True)
        second = torch.autograd.grad(first[0].square().sum(), parameters, allow_unused=True)
        gradients.append([*first, *second])
    for a, b in zip(*gradients, strict=True):
        assert (a is None) == (b is None)
        assert a is None or far(a, b) < 1e-11 * float(1 + a.detach().abs().max())
    full.load_state_dict(fast.state_dict())


# --- it does not depend on the frame


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_turn_about_the_edge_changes_nothing(monkeypatch, backend):
    from grouptools.nn.functional import edge_frames as module

    plan = point_plan(SUMS["both"], SUMS["both"], 3, 2)
    product = SO2Product(plan).double()
    x, edges = features(plan.irreps_x, 4), edges_between(4, len(VECTORS))
    w = product.convert(torch.randn(len(VECTORS), plan.weight_numel, dtype=torch.float64))
    settings = {"edge_index": edges, "backend": backend}
    expected = product(x, VECTORS, w, **settings)
    right, angle = module.to_polar_axis, torch.rand(len(VECTORS), dtype=torch.float64) * 3

    def turned(vectors):
        """Rz(2 angle) after the rotation q: (0, 0, sin, cos) q."""
        a, b, c, d = right(vectors).unbind(-1)
        s, t = angle.sin(), angle.cos()
        return torch.stack([t * a - s * b, t * b + s * a, t * c + s * d, t * d - s * c], -1)

    monkeypatch.setattr(module, "to_polar_axis", turned)
    assert far(product(x, VECTORS, w, **settings), expected) < 1e-13 * float(expected.abs().max())


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("kind", SUMS)
def test_derivatives_at_poles_and_equator(kind, backend):
    irreps = SUMS[kind]
    plan = point_plan(irreps, irreps, 2, 2)
    product = SO2Product(plan).double()
    vectors = VECTORS[[1, 2, 3, 7, 11]].clone().requires_grad_()
    x, edges = features(plan.irreps_x, 2).requires_grad_(), edges_between(2, len(vectors))
    by_path = torch.randn(len(vectors), plan.weight_numel, dtype=torch.float64)
    w = product.convert(by_path).requires_grad_()

    def f(x, vectors, w):
        return product(x, vectors, w, edge_index=edges, backend=backend)

    def full(vectors):
        Y = edge_harmonics(2, vectors)[1]
        return tensor_product(x, Y, by_path, plan, edge_index=edges)

    assert torch.autograd.gradcheck(f, (x, vectors, w), fast_mode=True)
    assert torch.autograd.gradgradcheck(f, (x, vectors, w), fast_mode=True)
    (found,) = torch.autograd.grad(f(x, vectors, w).square().sum(), vectors)
    (expected,) = torch.autograd.grad(full(vectors).square().sum(), vectors)
    assert far(found, expected) < 1e-12 * float(expected.abs().max())


# --- sums of terms


@pytest.mark.parametrize("channels", [1, 3, 16, 21])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_sums_of_terms(channels, dtype):
    random = np.random.default_rng(0)
    terms = np.stack([random.integers(0, n, 30) for n in (4, 5, 6, 2)], 1)
    terms[:, 3] = 2 * terms[:, 3] - 1
    terms = terms[terms[:, 2] != 2]  # nothing is summed into 2
    p, q = torch.randn(7, 4, channels, dtype=dtype), torch.randn(7, 5, channels, dtype=dtype)
    i, j, k, sign = torch.from_numpy(terms).T
    products = p[:, i] * q[:, j] * sign.to(dtype)[:, None]
    expected = torch.zeros(7, 6, channels, dtype=dtype).index_add(1, k, products)
    found = sum_of_terms(p, q, torch.from_numpy(terms), [0, 1, 2], 6)
    assert far(found, expected) < 20 * torch.finfo(dtype).eps
    swapped = sum_of_terms(q, p, torch.from_numpy(terms), [1, 0, 2], 6)
    assert far(swapped, expected) < 20 * torch.finfo(dtype).eps


def test_derivatives_of_sums_of_terms():
    terms = torch.tensor([[0, 0, 0, 1], [1, 2, 0, -1], [1, 1, 1, 1], [0, 1, 1, -1]])
    p = torch.randn(3, 2, 2, dtype=torch.float64, requires_grad=True)
    q = torch.randn(3, 3, 2, dtype=torch.float64, requires_grad=True)
    f = lambda p, q: sum_of_terms(p, q, terms, [0, 1, 2], 2)  # noqa: E731
    assert torch.autograd.gradcheck(f, (p, q))
    assert torch.autograd.gradgradcheck(f, (p, q))
    torch.library.opcheck(sum_of_terms, (p, q, terms, [0, 1, 2], 2))


# --- devices, errors


@pytest.mark.parametrize("device", DEVICES)
def test_devices(device):
    plan = point_plan(SUMS["both"], SUMS["both"], 3, 2)
    product = SO2Product(plan)
    vectors = VECTORS[1:9].float()
    x, edges = features(plan.irreps_x, 4).float(), edges_between(4, len(vectors))
    w = torch.randn(len(vectors), plan.weight_numel)
    expected = product(x, vectors, product.convert(w), edge_index=edges)
    product.to(device)
    x, vectors, w, edges = (t.to(device) for t in (x, vectors, w, edges))
    found = product(x, vectors, product.convert(w), edge_index=edges)
    assert found.device == x.device
    assert far(found.cpu(), expected) < 1e-5 * float(expected.abs().max())


def refused(call, message):
    with pytest.raises(ArgumentError, match=re.escape(message)):
        call()


def test_products_without_a_frame_are_refused():
    rule = (
        "was given, but a frame along an edge needs mode 'uvu', irreps of SO(3) or O(3), equally "
        "many copies of each, and harmonics as second factor"
    )
    cubic = gt.Irreps("2xT1u", gt.point_group("m-3m"))
    for plan, text in [
        (fully_connected_plan("2x0e", "0e + 1o", "2x1o"), ("2x0e (x) 0e + 1o -> 2x1o of O(3) in "
         "mode 'uvw'")),
        (channelwise_plan("2x0e + 3x1o", "0e + 1o", "3x1o"), ("2x0e + 3x1o (x) 0e + 1o -> 3x1o of "
         "O(3) in mode 'uvu'")),
        (channelwise_plan("2x0e", "0e + 1e", "2x1e"), ("2x0e (x) 0e + 1e -> 2x1e of O(3) in mode "
         "'uvu'")),
        (channelwise_plan("2x0e", "1o + 1o", "2x1o"), ("2x0e (x) 1o + 1o -> 2x1o of O(3) in mode "
         "'uvu'")),
        (channelwise_plan(cubic, "T1u", cubic), "in mode 'uvu'"),
    ]:  # fmt: skip
        refused(lambda plan=plan: SO2Product(plan), rule)
        refused(lambda plan=plan: SO2Product(plan), text)


def test_wrong_numbers_of_terms_are_refused():
    p, q = np.ones((2, 3, 4)), np.ones((2, 5, 4))
    term = np.array([[2, 4, 0, 1]])
    assert sum_terms(p, q, term, (0, 1, 2), 1).shape == (2, 1, 4)
    for wrong, message in [
        (np.array([[3, 4, 0, 1]]), ("terms with numbers from 3 to 3 were given for rows of 3: "
         "number them from 0 to 2")),
        (np.array([[0, -1, 0, 1]]), "terms with numbers from -1 to -1 were given for rows of 5"),
        (np.array([[0, 0, 1, 1]]), "terms with numbers from 1 to 1 were given for rows of 1"),
    ]:  # fmt: skip
        refused(lambda wrong=wrong: sum_terms(p, q, wrong, (0, 1, 2), 1), message)
    refused(
        lambda: sum_terms(p, q[:1], term, (0, 1, 2), 1),
        "arrays of shapes (2, 3, 4) and (1, 5, 4) in float64 and float64 were given, but rows, "
        "channels and dtype must agree",
    )
