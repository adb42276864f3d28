"""Layers together: a network of all of them is equivariant, compiles and learns."""

import pytest
import torch

from grouptools.checks import assert_equivariant
from grouptools.nn.layers import (
    BatchNorm,
    FullyConnectedTensorProduct,
    Gate,
    Linear,
    S2Activation,
    SymmetricContraction,
    TensorProduct,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")

IRREPS = "3x0e + 3x1o"


class Network(torch.nn.Module):
    """Of features and of harmonics."""

    def __init__(self):
        super().__init__()
        self.first = TensorProduct(IRREPS, "0e + 1o", IRREPS)
        self.second = TensorProduct(IRREPS, "0e + 1o", IRREPS)
        self.third = FullyConnectedTensorProduct(IRREPS, "0e + 1o", IRREPS)
        gate = Gate("3x0e", [torch.tanh], "3x0e", [torch.sigmoid], "3x1o")
        self.rest = torch.nn.Sequential(
            BatchNorm(IRREPS),
            Linear(IRREPS, gate.irreps_in, bias=True),
            gate,
            SymmetricContraction(IRREPS, IRREPS, 2),
            S2Activation(IRREPS, torch.square),
        )

    def forward(self, x, y):
        return self.rest(self.third(self.second(self.first(x, y), y), y))


@pytest.fixture
def network():
    return Network().double().eval()


def test_it_commutes_with_rotations_and_reflections(network):
    reps = [network.first.irreps_in, network.first.irreps_y]

    def f(x, y):
        return network(torch.from_numpy(x), torch.from_numpy(y))

    assert_equivariant(f, reps, network.rest[-1].irreps_out, tolerance=1e-12)


def test_it_compiles_to_machine_code(network):
    """By inductor, the back end that users get; a part of it, for it takes its time."""
    x, y = (torch.randn(5, n, dtype=torch.float64) for n in (12, 4))

    def part(x, y):
        return network.rest[1](network.second(network.first(x, y), y))

    with torch.no_grad():
        assert torch.allclose(torch.compile(part, fullgraph=True)(x, y), part(x, y), atol=1e-13)


def test_it_learns():
    """A quadratic function of a vector, from 40 examples."""
    network = Network().double()
    x = torch.randn(40, 12, dtype=torch.float64)
    y = torch.ones(40, 4, dtype=torch.float64) * torch.tensor([1.0, 0, 0, 0])
    v = x[:, 3:6]
    wanted = v.square().sum(1, keepdim=True) * v
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    losses = []
    for _ in range(150):
        optimizer.zero_grad()
        loss = (network(x, y)[:, 3:6] - wanted).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.2 * losses[0]
