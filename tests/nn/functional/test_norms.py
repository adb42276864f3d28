"""Lengths and directions, with their derivatives at zero vectors."""

import pytest
import torch

from grouptools.nn.functional.copies import copy_norms, layout_of, scale_copies
from grouptools.nn.functional.norms import directions, norm
from grouptools.representations import Irreps

VECTORS = torch.tensor([[3.0, 0.0, 4.0], [0.0, -2.0, 0.0], [1e-3, 2e-3, 3e-3]]).double()


def test_norms_and_directions():
    unit, square = directions(VECTORS)
    assert norm(VECTORS)[:2].tolist() == [5.0, 2.0]
    assert torch.allclose(unit * norm(VECTORS)[:, None], VECTORS, rtol=1e-15)
    assert square.tolist() == [1.0] * 3


def test_derivatives():
    vectors = VECTORS.clone().requires_grad_()
    for f in (norm, lambda v: directions(v)[0]):
        assert torch.autograd.gradcheck(f, vectors, eps=1e-8, atol=1e-5, rtol=1e-4)
        assert torch.autograd.gradgradcheck(f, vectors, eps=1e-8, atol=1e-3, rtol=1e-3)


def test_all_derivatives_at_zero_are_zero():
    for f in (norm, lambda v: directions(v)[0], lambda v: directions(v)[1]):
        zero = torch.zeros(3, requires_grad=True)
        value = f(zero).sum() + zero.sum() * 0
        for _ in range(3):
            assert value == 0
            (slope,) = torch.autograd.grad(value, zero, create_graph=True)
            assert slope.tolist() == [0.0] * 3
            value = slope.sum() + zero.sum() * 0


def test_copies():
    irreps = Irreps("2x0e + 0x1o + 2x1o")
    layout = layout_of(irreps)
    x = torch.arange(16.0, dtype=torch.float64).view(2, 8)
    norms = copy_norms(x, layout)
    assert norms.shape == (2, irreps.num_irreps)
    assert norms[0].square().tolist() == pytest.approx([0, 1, 4 + 9 + 16, 25 + 36 + 49])
    scaled = scale_copies(x, torch.arange(1.0, 5.0), layout)
    assert scaled[0].tolist() == [0.0, 2.0, 6.0, 9.0, 12.0, 20.0, 24.0, 28.0]
    assert copy_norms(x[:, :0], ()).shape == (2, 0)
