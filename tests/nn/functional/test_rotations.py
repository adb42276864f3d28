"""Wigner matrices of tensors: a representation, the library's numbers, every derivative."""

import numpy as np
import pytest
import torch
from scipy.spatial.transform import Rotation
from torch.func import hessian, jacfwd, jacrev, vmap

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.nn.functional import rotations
from grouptools.nn.functional.rotations import wigner_D, wigner_D_blocks

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")

BACKENDS = ("numba", "torch")
RNG = np.random.default_rng(5)
# the identity, half turns, a gimbal lock, near the identity, and others
SPECIAL = [[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 3, 0, 3], [1e-9, 0, 0, 1]]
QUATERNIONS = torch.from_numpy(np.concatenate([SPECIAL, RNG.normal(size=(9, 4))]))
MATRICES = torch.from_numpy(Rotation.from_quat(QUATERNIONS.numpy()).as_matrix())
CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")


def error(found, expected):
    return float((found - expected).abs().max())


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_are_those_of_the_library(backend):
    for l, block in enumerate(wigner_D_blocks(10, QUATERNIONS, backend=backend)):
        expected = torch.from_numpy(gt.wigner_D(l, QUATERNIONS.numpy()))
        assert error(block, expected) < 1e-13
        assert error(wigner_D(l, QUATERNIONS, backend=backend), expected) < 1e-13
        assert error(wigner_D(l, MATRICES, backend=backend), expected) < 1e-13
        single = wigner_D(l, QUATERNIONS.float(), backend=backend)
        assert single.dtype == torch.float32
        assert error(single, expected) < 1e-5


def far_from_a_representation(l, backend):
    """The largest |D(p) D(q) - D(p q)|."""
    p, q = Rotation.from_quat(RNG.normal(size=(2, 4)))
    first, second, both = (
        wigner_D(l, torch.from_numpy(r.as_quat()), backend=backend) for r in (p, q, p * q)
    )
    return error(first @ second, both)


@pytest.mark.parametrize("backend", BACKENDS)
def test_they_are_a_representation(backend):
    for l in (0, 1, 2, 5):
        assert far_from_a_representation(l, backend) < 1e-13


def test_one_wrong_coefficient_is_seen(monkeypatch):
    wrong = list(rotations._coefficients(2))
    place = next(k for k, c in enumerate(wrong) if c)
    wrong[place] *= 1 + 1e-9
    monkeypatch.setattr(rotations, "_coefficients", lambda l: wrong)
    monkeypatch.setattr(rotations, "_kept_coupling", rotations._coupling)
    assert far_from_a_representation(2, "torch") > 1e-11


@pytest.mark.parametrize("backend", BACKENDS)
def test_derivatives_to_third_order(backend):
    q = QUATERNIONS[[0, 1, 4, 7]].requires_grad_()

    def f(q):
        return tuple(wigner_D_blocks(2, q, backend=backend)[1:])

    def slope(q):
        value = wigner_D(3, q, backend=backend).pow(3).sum()
        return torch.autograd.grad(value, q, create_graph=True)[0]

    assert torch.autograd.gradcheck(f, q)
    assert torch.autograd.gradgradcheck(f, q)
    assert torch.autograd.gradcheck(slope, q)
    assert torch.autograd.gradgradcheck(slope, q)


@pytest.mark.parametrize("backend", BACKENDS)
def test_derivatives_through_matrices_are_those_along_rotations(backend):
    generators = torch.zeros(3, 3, 3, dtype=torch.float64)
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        generators[a, c, b], generators[a, b, c] = 1, -1
    for R, q in zip(MATRICES, QUATERNIONS, strict=True):
        w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
        turned = torch.linalg.matrix_exp(torch.einsum("a,aij->ij", w, generators)) @ R
        wigner_D(2, turned, backend=backend).pow(3).sum().backward()
        D, slopes = gt.wigner_D(2, q.numpy(), derivatives=1, with_respect_to="perturbation")
        expected = torch.from_numpy((3 * D**2 * slopes).sum((-2, -1)))
        assert error(w.grad, expected) < 1e-13


def test_both_backends_under_compilation():
    for backend in BACKENDS:

        def energy(q, backend=backend):
            blocks = wigner_D_blocks(2, q, backend=backend)
            return sum(b.pow(3).sum() for b in blocks) + wigner_D(2, q, backend=backend).sum()

        compiled = torch.compile(energy, fullgraph=True, backend="aot_eager")
        for given in (QUATERNIONS, MATRICES):
            q = given.clone().requires_grad_()
            (found,) = torch.autograd.grad(compiled(q), q)
            (expected,) = torch.autograd.grad(energy(q), q)
            assert error(found, expected) < 1e-12


def test_export_uses_plain_operations():
    class Matrices(torch.nn.Module):
        def forward(self, q):
            return wigner_D(3, q)

    program = torch.export.export(Matrices(), (QUATERNIONS,))
    assert "grouptools" not in program.graph_module.code
    assert error(program.module()(QUATERNIONS), wigner_D(3, QUATERNIONS)) < 1e-14


def test_transformations_of_torch_func():
    def f(q):
        return wigner_D(2, q)

    assert error(vmap(f)(QUATERNIONS), f(QUATERNIONS)) < 1e-14
    assert error(jacfwd(f)(QUATERNIONS[0]), jacrev(f)(QUATERNIONS[0])) < 1e-14
    expected = torch.autograd.functional.hessian(lambda q: f(q).sum(), QUATERNIONS[1])
    assert error(hessian(lambda q: f(q).sum())(QUATERNIONS[1]), expected) < 1e-12


def test_the_operator_is_registered_as_torch_asks():
    q = QUATERNIONS[:3].clone().requires_grad_()
    torch.library.opcheck(rotations._matrices, (q, [0, 1, 2]))


@pytest.mark.parametrize("backend", BACKENDS)
def test_edges(backend):
    assert wigner_D(2, torch.ones(0, 4), backend=backend).shape == (0, 5, 5)
    assert wigner_D(0, torch.ones(4), backend=backend).tolist() == [[1.0]]
    given = torch.tensor([[0.0, 0, 0, 0], [0, 0, 0, 2]])
    assert wigner_D(1, given, backend=backend).isnan().all((-2, -1)).tolist() == [True, False]


@CUDA
def test_on_a_gpu():
    found = wigner_D(5, QUATERNIONS.cuda())
    assert error(found.cpu(), wigner_D(5, QUATERNIONS)) < 1e-13


@pytest.mark.parametrize(
    ("rotation", "message"),
    [
        (
            torch.ones(2, 3),
            (
                "a rotation of shape (2, 3) and dtype torch.float32 was given, but floating-point "
                "quaternions (..., 4) or matrices (..., 3, 3) are expected"
            ),
        ),
        (
            torch.ones(4, dtype=torch.int64),
            (
                "a rotation of shape (4,) and dtype torch.int64 was given, but floating-point "
                "quaternions (..., 4) or matrices (..., 3, 3) are expected"
            ),
        ),
    ],
)
def test_wrong_arguments(rotation, message):
    with pytest.raises(ArgumentError) as caught:
        wigner_D(2, rotation)
    assert str(caught.value) == message
