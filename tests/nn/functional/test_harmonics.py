"""Harmonics of tensors: the same numbers by both backends, and derivatives of every order."""

import numpy as np
import pytest
import torch
from torch.func import grad, hessian, jacfwd, jacrev, jvp, vmap

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.nn.functional import harmonics
from grouptools.nn.functional.harmonics import spherical_harmonics
from grouptools.nn.functional.rotations import wigner_D_blocks

# torch scripts its own derivatives when it first differentiates forward, and deprecates that
pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")

BACKENDS = ("numba", "torch")
RNG = np.random.default_rng(11)
POINTS = torch.from_numpy(RNG.normal(size=(40, 3)))
AXES = torch.cat([torch.eye(3), -2 * torch.eye(3), torch.tensor([[1e-8, 0, 1.0]])]).double()
LENGTHS = (1e-300, 1e-30, 1.0, 1e30, 1e300)
CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")


def error(found, expected):
    return float((found - expected).abs().max() / expected.abs().max())


@pytest.mark.parametrize("normalization", ["integral", "component", "norm"])
@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_those_of_the_library(backend, normalize, normalization):
    points = torch.cat([POINTS, AXES, torch.zeros(1, 3)])
    choices = {"normalize": normalize, "normalization": normalization}
    for l_max in (0, 1, 2, 5, 12):
        expected = torch.from_numpy(gt.spherical_harmonics(l_max, points.numpy(), **choices))
        assert (
            error(spherical_harmonics(l_max, points, backend=backend, **choices), expected) < 1e-13
        )
        single = spherical_harmonics(l_max, points.float(), backend=backend, **choices)
        assert single.dtype == torch.float32
        assert error(single, expected) < 1e-5


@pytest.mark.parametrize("backend", BACKENDS)
def test_any_length_but_zero_is_a_direction(backend):
    expected = spherical_harmonics(4, POINTS, backend=backend)
    for length in LENGTHS:
        assert error(spherical_harmonics(4, POINTS * length, backend=backend), expected) < 1e-14
    zero = spherical_harmonics(4, torch.zeros(2, 3), backend=backend, normalization="norm")
    assert zero.tolist() == [[1.0] + [0.0] * 24] * 2


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_is_not_finite_stays_in_its_row(backend):
    points = POINTS[:4].clone()
    points[1, 0], points[2, 2] = torch.nan, torch.inf
    found = spherical_harmonics(2, points, backend=backend).isnan()
    assert found.any(-1).tolist() == [False, True, True, False]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("shape", [(0, 3), (3,), (2, 5, 3)])
def test_shapes(backend, shape):
    points = torch.ones(shape).transpose(0, -2) if len(shape) > 2 else torch.ones(shape)
    found = spherical_harmonics(2, points, backend=backend)
    assert found.shape == (*points.shape[:-1], 9)


def turned_apart(points, l_max, backend):
    """The largest |Y(R x) - D(R) Y(x)|."""
    q = torch.from_numpy(RNG.normal(size=4))
    order = torch.tensor([2, 0, 1])  # x, y, z among y, z, x
    blocks = wigner_D_blocks(l_max, q, backend=backend)
    R = blocks[1][order][:, order]
    values = spherical_harmonics(l_max, points, backend=backend)
    turned = spherical_harmonics(l_max, points @ R.T, backend=backend)
    return float((turned - values @ torch.block_diag(*blocks).T).abs().max())


@pytest.mark.parametrize("backend", BACKENDS)
def test_they_turn_by_wigner_matrices(backend):
    assert turned_apart(POINTS, 6, backend) < 1e-13


def test_one_wrong_number_is_seen(monkeypatch):
    wrong = [w * (1 + 1e-9 * (k == 4)) for k, w in enumerate(harmonics._weights(3, "integral"))]
    monkeypatch.setattr(harmonics, "_weights", lambda l_max, normalization: wrong)
    assert turned_apart(POINTS, 3, "torch") > 1e-11


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("backend", BACKENDS)
def test_derivatives_to_third_order(backend, normalize):
    points = torch.cat([POINTS[:2], AXES[[1, 2, 6]]])
    if not normalize:  # polynomials: the zero vector is a point as others
        points = torch.cat([points, torch.zeros(1, 3)])

    def f(v):
        return spherical_harmonics(3, v, normalize=normalize, backend=backend)

    def slope(v):
        return torch.autograd.grad(f(v).square().sum(), v, create_graph=True)[0]

    points.requires_grad_()
    assert torch.autograd.gradcheck(f, points)
    assert torch.autograd.gradgradcheck(f, points)
    assert torch.autograd.gradgradcheck(slope, points)


@pytest.mark.parametrize("backend", BACKENDS)
def test_first_derivatives_are_those_of_the_library(backend):
    u = torch.from_numpy(RNG.normal(size=(40, 49)))
    points = POINTS.clone().requires_grad_()
    spherical_harmonics(6, points, backend=backend).backward(u)
    expected = torch.from_numpy(gt.spherical_harmonics_pullback(6, POINTS.numpy(), u.numpy()))
    assert error(points.grad, expected) < 1e-13


@pytest.mark.parametrize("backend", BACKENDS)
def test_at_the_zero_vector_all_derivatives_are_zero(backend):
    v = torch.zeros(2, 3, dtype=torch.float64, requires_grad=True)
    value = spherical_harmonics(4, v, backend=backend)
    value = (value + value.square()).sum()
    for _ in range(3):
        (slope,) = torch.autograd.grad(value, v, create_graph=True)
        assert slope.tolist() == [[0.0] * 3] * 2
        value = slope.sum()


def test_both_backends_under_compilation():
    for backend in BACKENDS:

        def energy(v, backend=backend):
            flat = spherical_harmonics(2, v, backend=backend)
            return flat.square().sum() + spherical_harmonics(3, v, normalize=False).pow(3).sum()

        compiled = torch.compile(energy, fullgraph=True, backend="aot_eager")
        points = POINTS.clone().requires_grad_()
        (found,) = torch.autograd.grad(compiled(points), points)
        (expected,) = torch.autograd.grad(energy(points), points)
        assert error(found, expected) < 1e-13


def test_export_uses_plain_operations():
    class Harmonics(torch.nn.Module):
        def forward(self, v):
            return spherical_harmonics(3, v)

    program = torch.export.export(Harmonics(), (POINTS,))
    assert "grouptools" not in program.graph_module.code
    assert error(program.module()(POINTS), spherical_harmonics(3, POINTS)) < 1e-14


def test_transformations_of_torch_func():
    def f(v):
        return spherical_harmonics(3, v)

    def energy(v):
        return f(v).pow(3).sum()

    assert error(vmap(f)(POINTS), f(POINTS)) < 1e-14
    slopes = jacrev(f)(POINTS[0])
    assert error(jacfwd(f)(POINTS[0]), slopes) < 1e-14
    assert error(jvp(f, (POINTS[0],), (POINTS[1],))[1], slopes @ POINTS[1]) < 1e-14
    points = POINTS.clone().requires_grad_()
    (slope,) = torch.autograd.grad(energy(points), points)
    assert error(grad(energy)(POINTS), slope) < 1e-13
    assert (
        error(torch.compile(grad(energy), fullgraph=True, backend="aot_eager")(POINTS), slope)
        < 1e-13
    )
    expected = torch.autograd.functional.hessian(energy, POINTS[0])
    assert error(hessian(energy)(POINTS[0]), expected) < 1e-13


def test_the_operators_are_registered_as_torch_asks():
    points = POINTS[:5].clone().requires_grad_()
    weights = torch.ones(5, 9, dtype=torch.float64, requires_grad=True)
    torch.library.opcheck(harmonics._harmonics, (points, 2, True, "integral"))
    torch.library.opcheck(harmonics._pullback, (points, weights, 2, True, "integral"))


def test_half_precision_is_computed_by_plain_operations():
    found = spherical_harmonics(2, POINTS.bfloat16())
    assert found.dtype == torch.bfloat16
    assert error(found.double(), spherical_harmonics(2, POINTS)) < 0.03


@CUDA
def test_on_a_gpu():
    found = spherical_harmonics(5, POINTS.cuda())
    assert error(found.cpu(), spherical_harmonics(5, POINTS)) < 1e-13


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            (2, torch.ones(4)),
            (
                "xyz of shape (4,) and dtype torch.float32 was given, but a floating-point tensor "
                "of shape (..., 3) is expected"
            ),
        ),
        (
            (2, torch.ones(4, 3, dtype=torch.int64)),
            (
                "xyz of shape (4, 3) and dtype torch.int64 was given, but a floating-point tensor "
                "of shape (..., 3) is expected"
            ),
        ),
        (
            (-1, torch.ones(3)),
            (
                "l_max = -1 was given, but a degree is a non-negative integer: pass "
                "l_max = 0, 1, 2, ..."
            ),
        ),
    ],
)
def test_wrong_arguments(arguments, message):
    with pytest.raises(ArgumentError) as caught:
        spherical_harmonics(*arguments)
    assert str(caught.value) == message
