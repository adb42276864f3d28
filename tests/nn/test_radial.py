"""Radial functions of tensors: the library's numbers, smooth at 0 and at the cut-off."""

import copy

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.nn.functional.norms import norm
from grouptools.nn.radial import (
    RadialNetwork,
    bessel_basis,
    bump_cutoff,
    chebyshev_basis,
    cosine_cutoff,
    gaussian_basis,
    polynomial_cutoff,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")

C = 3.7
# 0, where methods change, near the cut-off, and in between
DISTANCES = torch.cat(
    [torch.tensor([0.0, 1e-200, 1e-8, 1e-3, C * (1 - 1e-9), C]), torch.linspace(0.1, 3.6, 71)]
).double()
BEYOND = torch.tensor([C, C + 1e-9, 10.0, 1e30], dtype=torch.float64)

BASES = {
    "bessel": (lambda r: bessel_basis(r, 12, C), lambda r, **k: gt.sine_basis(12, r, C, **k)),
    "bessel, l to 8": (
        lambda r: bessel_basis(r, 20, C, l_max=8),
        lambda r, **k: gt.spherical_bessel_basis(8, 20, r, C, **k),
    ),
    "gaussian": (lambda r: gaussian_basis(r, 9, C), lambda r, **k: gt.gaussian_basis(9, r, C, **k)),
    "gaussian, shifted": (
        lambda r: gaussian_basis(r, 9, C, start=-0.5, width=0.3),
        lambda r, **k: gt.gaussian_basis(9, r, C, start=-0.5, width=0.3, **k),
    ),
    "chebyshev": (
        lambda r: chebyshev_basis(r, 10, C),
        lambda r, **k: gt.chebyshev_basis(9, r, C, **k),
    ),
}
CUTOFFS = {
    "polynomial": (
        lambda r: polynomial_cutoff(r, C),
        lambda r, **k: gt.polynomial_cutoff(r, C, **k),
    ),
    "polynomial, p=1": (
        lambda r: polynomial_cutoff(r, C, p=1, smoothness=3),
        lambda r, **k: gt.polynomial_cutoff(r, C, p=1, smoothness=3, **k),
    ),
    "cosine": (lambda r: cosine_cutoff(r, C), lambda r, **k: gt.cosine_cutoff(r, C, **k)),
    "bump": (lambda r: bump_cutoff(r, C), lambda r, **k: gt.bump_cutoff(r, C, **k)),
}


def derivatives(f, r):
    """f, f' and f'' of functions of single distances, the functions last."""
    found = [f(r), torch.func.vmap(torch.func.jacfwd(f))(r)]
    return [*found, torch.func.vmap(torch.func.jacfwd(torch.func.jacrev(f)))(r)]


def assert_close(found, expected, tolerance):
    for ours, theirs in zip(found, map(torch.from_numpy, expected), strict=True):
        assert ours.shape == theirs.shape
        assert float((ours - theirs).abs().max() / theirs.abs().max()) < tolerance


@pytest.mark.parametrize("name", [*BASES, *CUTOFFS])
def test_they_are_the_functions_of_the_library_with_their_derivatives(name):
    ours, theirs = {**BASES, **CUTOFFS}[name]
    assert_close(derivatives(ours, DISTANCES), theirs(DISTANCES.numpy(), derivatives=2), 1e-12)
    single = ours(DISTANCES.float())
    assert single.dtype == torch.float32
    assert_close([single.double()], [theirs(DISTANCES.float().double().numpy())], 2e-5)


@pytest.mark.parametrize("name", CUTOFFS)
def test_beyond_the_cutoff_all_is_zero(name):
    for found in derivatives(CUTOFFS[name][0], BEYOND):
        assert found.tolist() == [0.0] * 4


@pytest.mark.parametrize("name", ["bessel", "gaussian", "chebyshev", *CUTOFFS])
def test_backward_derivatives(name):
    f = {**BASES, **CUTOFFS}[name][0]
    r = torch.tensor([0.0, 0.3, 1.7, 3.1], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda r: f(r + 1e-3), r)
    assert torch.autograd.gradgradcheck(lambda r: f(r + 1e-3), r)


def test_a_distance_that_is_not_a_number_stays_in_its_row():
    r = torch.tensor([1.0, torch.nan])
    for f, _ in [*BASES.values(), *CUTOFFS.values()]:
        found = f(r).flatten(1) if f(r).ndim > 1 else f(r)[:, None]
        assert found.isfinite().all(1).tolist() == [True, False]


NETWORKS = [
    {"basis": basis, "envelope": envelope}
    for basis, envelope in [
        ("bessel", "polynomial"),
        ("gaussian", "cosine"),
        ("chebyshev", "polynomial"),
        ("bessel", "bump"),
    ]
]


def ball(n):
    """Distances of points of the ball, each as probable."""
    return C * torch.rand(n, dtype=torch.float64) ** (1 / 3)


@pytest.mark.parametrize("choices", NETWORKS, ids=str)
def test_variance_over_the_ball_is_near_one(choices):
    torch.manual_seed(0)
    r = ball(4000)
    found = [RadialNetwork(64, C, **choices).double()(r).detach() for _ in range(12)]
    assert 0.7 < float(torch.stack(found).square().mean()) < 1.4


@pytest.mark.parametrize("choices", NETWORKS, ids=str)
def test_networks_fall_smoothly_to_zero(choices):
    network = RadialNetwork(3, C, **choices).double()
    assert network(BEYOND).tolist() == [[0.0] * 3] * 4
    near = C - torch.tensor([1e-3, 1e-4], dtype=torch.float64)
    order = {"polynomial": 3, "cosine": 2, "bump": 10}[choices["envelope"]]
    values = network(near).abs().max(1).values
    assert values[1] <= values[0] * 10.0 ** -(order - 0.1)


def test_a_network_of_edges_has_finite_derivatives_at_length_zero():
    network = RadialNetwork(4, C).double()
    vectors = torch.zeros(2, 3, dtype=torch.float64, requires_grad=True)
    value = network(norm(vectors)).sum()
    (slope,) = torch.autograd.grad(value, vectors, create_graph=True)
    assert slope.tolist() == [[0.0] * 3] * 2
    (curve,) = torch.autograd.grad(slope.sum(), vectors)
    assert curve.isfinite().all()


def test_networks_compile_export_and_copy():
    network = RadialNetwork(4, C).double()
    r = ball(9).requires_grad_()
    compiled = torch.compile(network, fullgraph=True, backend="aot_eager")
    assert torch.allclose(compiled(r), network(r), atol=1e-14)
    found, expected = (torch.autograd.grad(f(r).sum(), r)[0] for f in (compiled, network))
    assert torch.allclose(found, expected, atol=1e-13)
    program = torch.export.export(network, (r.detach(),))
    assert torch.allclose(program.module()(r), network(r), atol=1e-14)
    assert torch.equal(copy.deepcopy(network)(r), network(r))


@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
def test_shapes(shape):
    assert RadialNetwork(4, C)(torch.ones(shape)).shape == (*shape, 4)
    assert bessel_basis(torch.ones(shape), 5, C, l_max=2).shape == (*shape, 3, 5)
    assert gaussian_basis(torch.ones(shape), 5, C).shape == (*shape, 5)


def test_the_bessel_basis_is_orthonormal_on_the_ball():
    x, w = np.polynomial.legendre.leggauss(80)
    r = torch.from_numpy((x + 1) / 2 * C)
    values = bessel_basis(r, 6, C, l_max=3)
    for l in range(4):
        overlaps = torch.einsum(
            "rm,rn,r->mn", values[:, l], values[:, l], r**2 * torch.from_numpy(w)
        )
        assert torch.allclose(overlaps * C / 2, torch.eye(6, dtype=torch.float64), atol=1e-12)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: bessel_basis(torch.ones(2), 3, C, l_max=9),
            "l_max = 9 was given, but this basis is tested to l_max = 8: pass that or less",
        ),
        (
            lambda: gaussian_basis(torch.ones(2), 3, C, start=C),
            (
                "start = 3.7 was given, but the first centre lies below cutoff = 3.7: pass a "
                "number below it"
            ),
        ),
        (
            lambda: RadialNetwork(3, C, basis="sine"),
            "basis = 'sine' was given, but it must be one of bessel, chebyshev, gaussian",
        ),
        (
            lambda: RadialNetwork(3, C, count=0),
            "count = 0 was given, but it must be an integer: pass 1 or more",
        ),
        (
            lambda: RadialNetwork(3, C, envelope=""),
            "envelope = '' was given, but it must be one of bump, cosine, polynomial",
        ),
        (
            lambda: RadialNetwork(3, -1.0),
            "cutoff = -1.0 was given, but it is a length: pass a finite number above 0",
        ),
    ],
)
def test_what_is_refused(make, message):
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == message
