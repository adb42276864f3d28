"""Batch and layer normalisation, dropout."""

import pytest
import torch

from grouptools.errors import ArgumentError
from grouptools.nn.layers import BatchNorm, Dropout, LayerNorm
from grouptools.representations import Irreps

IRREPS = Irreps("3x0e + 2x0o + 2x1o + 2e")


def test_batch_norm_in_training():
    layer = BatchNorm(IRREPS, eps=0.0)
    x = 3 + 2 * torch.randn(50, IRREPS.dimension)
    y = layer(x).detach()
    invariants, others = y[:, :3], y[:, 3:]
    assert invariants.mean(0).abs().max() < 1e-5
    assert torch.allclose(invariants.square().mean(0), torch.ones(3), atol=1e-5)
    assert torch.allclose(others[:, :2].square().mean(0), torch.ones(2), atol=1e-5)
    copies = others[:, 2:8].unflatten(-1, (2, 3)).square().mean((0, 2))
    assert torch.allclose(copies, torch.ones(2), atol=1e-5)


def test_batch_norm_follows_means():
    layer = BatchNorm(IRREPS, momentum=0.25).double()
    x = torch.randn(50, IRREPS.dimension, dtype=torch.float64)
    layer(x)
    mean = x[:, :3].mean(0)
    assert torch.allclose(layer.running_mean, 0.25 * mean)
    square = (x[:, :3] - mean).square().mean(0)
    assert torch.allclose(layer.running_var[:3], 0.75 + 0.25 * square)
    vector = x[:, 5:8].square().mean()
    assert torch.allclose(layer.running_var[5], 0.75 + 0.25 * vector)
    for _ in range(200):
        layer(x)
    with torch.no_grad():
        after = layer(x)
        assert torch.allclose(layer.eval()(x), after)


def test_batch_norm_does_not_follow_the_mean_of_nothing():
    layer = BatchNorm("2x0e")
    with pytest.raises(ArgumentError) as caught:
        layer(torch.ones(0, 2))
    assert str(caught.value) == (
        "features of shape (0, 2) were given to BatchNorm in training, but the mean over no rows "
        "is no number: pass one or more, or call eval() first"
    )
    assert layer.running_mean.tolist() == [0.0, 0.0]
    assert layer.eval()(torch.ones(0, 2)).shape == (0, 2)
    assert layer.train()(torch.ones(2)).tolist() == [0.0, 0.0]


def test_batch_norm_reads_what_e3nn_calls_its_weights():
    names = {"weight", "bias", "running_mean", "running_var", "_extra_state"}
    assert set(BatchNorm(IRREPS).state_dict()) == names
    sizes = {name: tuple(t.shape) for name, t in BatchNorm("4x0e + 2x1o").state_dict().items()}
    assert sizes["weight"] == sizes["running_var"] == (6,)
    assert sizes["bias"] == sizes["running_mean"] == (4,)


def test_without_weights():
    assert not list(BatchNorm(IRREPS, affine=False).parameters())
    assert not list(LayerNorm(IRREPS, affine=False).parameters())
    x = torch.randn(5, IRREPS.dimension)
    assert torch.equal(LayerNorm(IRREPS, affine=False)(x), LayerNorm(IRREPS)(x))


def test_layer_norm():
    x = torch.randn(7, IRREPS.dimension)
    y = LayerNorm(IRREPS, eps=0.0)(x).detach()
    expected = torch.nn.functional.layer_norm(x[:, :3], (3,), eps=0.0)
    assert torch.allclose(y[:, :3], expected, atol=1e-6)
    assert torch.allclose(y[:, 5:11], x[:, 5:11] / x[:, 5:11].square().mean(1, True).sqrt())
    assert torch.equal(LayerNorm("0e")(torch.ones(3, 1)), torch.zeros(3, 1))
    assert LayerNorm("")(torch.ones(3, 0)).shape == (3, 0)


def test_dropout_drops_whole_copies():
    layer = Dropout(IRREPS, p=0.25)
    x = torch.ones(1000, IRREPS.dimension)
    y = layer(x)
    assert y.unique().tolist() == [0.0, pytest.approx(1 / 0.75)]
    for start in (5, 8):
        assert torch.equal(y[:, start], y[:, start + 2])
    assert not torch.equal(y[:, 5], y[:, 8])
    assert abs(float((y == 0).float().mean()) - 0.25) < 0.02
    assert torch.equal(Dropout(IRREPS, p=0.0)(x), x)
    assert torch.equal(layer.eval()(x), x)


def test_a_probability_is_asked_for():
    with pytest.raises(ArgumentError) as caught:
        Dropout("0e", p=1.5)
    assert str(caught.value) == (
        "p = 1.5 was given, but it is a probability: pass a number from 0 to 1"
    )
