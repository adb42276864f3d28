"""At the start components of variance 1 give components of variance 1, through every layer."""

import pytest
import torch

from grouptools.nn.layers import (
    Activation,
    BatchNorm,
    Dropout,
    Gate,
    LayerNorm,
    Linear,
    NormActivation,
    Perceptron,
    Pooling,
    S2Activation,
)
from grouptools.representations import Irreps

SILU = torch.nn.functional.silu
ROWS = 4000


def squares(layer, rows=ROWS):
    """The mean square of each component over inputs, of one draw of the weights."""
    return layer(torch.randn(rows, layer.irreps_in.dimension)).detach().square().mean(0)


def by_term(irreps, values):
    return torch.stack([values[place].mean() for place in irreps.slices()])


def test_linear(irreps):
    wide = Irreps([(64, irrep) for _, irrep in irreps], irreps.group)
    layers = [Linear(irreps + irreps, wide) for _ in range(4)]
    found = torch.stack([by_term(wide, squares(layer)) for layer in layers]).mean(0)
    assert ((found - 1).abs() < 0.25).all()


@pytest.mark.parametrize(
    "function", [torch.tanh, torch.abs, torch.relu, SILU, torch.sigmoid, torch.exp, torch.sign]
)
def test_functions(function):
    odd = function in {torch.tanh, torch.abs, torch.sign}
    layer = Activation("200x0e + 200x0o", [function, function if odd else None])
    assert ((by_term(layer.irreps_in, squares(layer)) - 1).abs() < 0.05).all()


@pytest.mark.parametrize("h", [torch.sigmoid, torch.tanh, torch.relu, SILU])
def test_functions_of_the_norm(irreps, h):
    wide = Irreps([(30, irrep) for _, irrep in irreps], irreps.group)
    found = by_term(wide, squares(NormActivation(wide, h)))
    assert ((found - 1).abs() < 0.05).all()


def test_gates():
    layer = Gate("100x0e", [SILU], "200x0e", [torch.sigmoid], "100x1o + 100x2e")
    assert ((by_term(layer.irreps_out, squares(layer)) - 1).abs() < 0.05).all()


def test_normalisations(irreps):
    x = 3 * torch.randn(ROWS, irreps.dimension)
    batch = BatchNorm(irreps)(x).detach()
    assert ((by_term(irreps, batch.square().mean(0)) - 1).abs() < 1e-3).all()
    node = LayerNorm(irreps, eps=0.0)(x).detach()
    assert ((by_term(irreps, node.square().mean(0)) - 1).abs() < 1e-3).all()


def test_dropout(irreps):
    layer = Dropout(Irreps([(30, irrep) for _, irrep in irreps], irreps.group), p=0.2)
    assert (by_term(layer.irreps_in, squares(layer)) * 0.8 - 1).abs().max() < 0.05


@pytest.mark.parametrize("function", [torch.tanh, SILU, torch.relu])
def test_signals_on_the_sphere(function):
    layer = S2Activation("20x0e + 20x1o + 20x2e + 20x3o", function)
    assert 0.8 < float(squares(layer).mean()) <= 1.02


def test_pooling():
    x = torch.randn(ROWS, 8)
    batch = torch.arange(ROWS) // 4
    total = Pooling("8x0e", "sum")(x, batch).square().mean()
    assert abs(float(total) / 4 - 1) < 0.05


def test_perceptron():
    x = torch.randn(500, 16)
    found = [Perceptron([16, 128, 128, 64], SILU)(x).detach() for _ in range(8)]
    assert abs(float(torch.stack(found).square().mean()) - 1) < 0.1


@pytest.mark.parametrize("function", [torch.tanh, torch.relu])
def test_ten_layers(function):
    """Chance adds up: a single draw of weights 128 wide is off by up to a factor of 2."""
    irreps = Irreps("128x0e + 64x1o + 64x2e")
    gate = Gate("128x0e", [function], "128x0e", [torch.sigmoid], "64x1o + 64x2e")
    x, found = torch.randn(100, irreps.dimension), torch.zeros(irreps.dimension)
    for _ in range(6):
        layers = [layer for _ in range(10) for layer in (Linear(irreps, gate.irreps_in), gate)]
        found += torch.nn.Sequential(*layers)(x).detach().square().mean(0) / 6
    assert (by_term(irreps, found).log().abs() < 0.4).all()
