"""Features of variance 1 keep it at first: at any depth, degree and number of paths.

What is measured is q, the mean square of the components of a term, for one input and many draws of
all weights.  Its mean is 1.  It strays from 1 by chance, for a layer of n copies by

    Var(q' | q) = (kappa - 1) q'^2 / n,     kappa = E |z|^4 / (E |z|^2)^2,

z what one copy gets: kappa <= 3 for a linear map, E f^4 for a function of numbers of mean square 1.
A function f also passes on where q was: log q' = chi log q near q = 1, with the slope chi of
log E f(q^(1/2) z)^2.  So log q varies by sum(chi^2k (kappa - 1)/n for k in range(depth)), which
falls as 1/n.  Tolerances are four standard errors of this, and what it leaves out, its square.
"""

from math import exp, log, sqrt

import pytest
import torch
from torch.func import functional_call, vmap

import grouptools as gt
from grouptools.groups.planar import cyclic, dihedral
from grouptools.nn.functional import spherical_harmonics
from grouptools.nn.graphs import Graph, radius_graph
from grouptools.nn.layers import (
    Activation,
    FullyConnectedTensorProduct,
    Gate,
    LayerNorm,
    Linear,
    SymmetricContraction,
    TensorProduct,
)
from grouptools.nn.layers.invariants import trivial
from grouptools.nn.layers.moments import Normalized, mean_over_numbers
from grouptools.nn.point_conv import PointConv, mean_neighbours
from grouptools.nn.radial import RadialNetwork, variance_at
from grouptools.nn.radial import network as radial_network
from grouptools.representations import Irreps
from tests.nn.point_clouds import CUTOFF

SILU = torch.nn.functional.silu
DEPTH = 10
#: standard errors
CHANCE = 4

GROUPS = {
    "O(3)": Irreps("0e + 1o + 2e + 3o + 4e + 0o + 1e"),
    "SO(3)": Irreps("0 + 1 + 2 + 3 + 4", gt.SO3()),
    "SO(2)": Irreps("0 + 1 + 4", gt.SO2()),
    "O": Irreps(gt.point_group("432").irreps()),
    "D_4": Irreps(dihedral(4).irreps()),
    "C_5": Irreps(cyclic(5).irreps()),
}


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def wide(irreps, n):
    return Irreps([(n, irrep) for _, irrep in irreps], irreps.group)


def redraw(module):
    for part in module.modules():
        if hasattr(part, "reset_parameters"):
            part.reset_parameters()


def drawn(module, count):
    """Parameters of so many draws, stacked."""
    states = []
    for _ in range(count):
        redraw(module)
        states.append({name: p.detach().clone() for name, p in module.named_parameters()})
    return {name: torch.stack([state[name] for state in states]) for name in states[0]}


def each_by_its_own(module, *inputs):
    """The values of inputs (draws, ...), each with its own draw of the weights."""

    def f(parameters, *given):
        return functional_call(module, parameters, given)

    return vmap(f)(drawn(module, len(inputs[0])), *inputs)


def squares(irreps, x):
    """q of each term, (..., terms)."""
    return torch.stack([x[..., place].square().mean(-1) for place in irreps.slices()], -1)


def tolerance(second_moment, draws):
    """Of a mean over draws of q, whose mean is 1, and its second moment this or less."""
    return CHANCE * sqrt((second_moment - 1) / draws)


def moments(f):
    """chi and kappa of a function."""

    def square(q):
        return mean_over_numbers(lambda z: f(sqrt(q) * z).square())

    h = 1e-3
    chi = (log(square(exp(h))) - log(square(exp(-h)))) / (2 * h)
    return chi, mean_over_numbers(lambda z: f(z) ** 4) / square(1.0) ** 2


@pytest.mark.parametrize("group", GROUPS)
def test_linear_maps(group):
    n, draws = 16, 1000
    irreps = wide(GROUPS[group], n)
    layer = Linear(irreps, irreps)
    x = torch.randn(draws, irreps.dimension)
    for depth in range(1, DEPTH + 1):
        x = each_by_its_own(layer, x)
        q = squares(irreps, x)
        assert ((q.mean(0) - 1).abs() < tolerance((1 + 2 / n) ** (depth + 1), draws)).all()


def straying(function, n, draws, depth, factor=1.0):
    """log q after so many layers, from q = 1, and its standard deviation by the formula."""
    irreps = Irreps(f"{n}x0e")
    layers = torch.nn.Sequential(Linear(irreps, irreps), Activation(irreps, [function]))
    layers[1].functions[0].scale *= factor
    x = torch.ones(draws, n)
    for _ in range(depth):
        x = each_by_its_own(layers, x)
    with torch.no_grad():
        chi, kappa = moments(Normalized(function))
    variance = sum(chi ** (2 * k) for k in range(depth)) * (kappa - 1) / n
    return squares(irreps, x).log(), sqrt(variance)


@pytest.mark.parametrize("function", [SILU, torch.tanh, torch.relu])
def test_functions_stray_by_their_slope_and_finite_width_alone(function):
    """With silu, chi = 1.17, ten layers of 128 numbers stray by a factor of exp(1.7)."""
    draws, depth = 100, 4
    found, deviation = straying(function, 256, draws, depth)
    left_out = deviation**2
    assert left_out < 0.2
    assert abs(float(found.mean())) < CHANCE * deviation / sqrt(draws) + left_out
    ratio = float(found.std()) / deviation
    assert abs(ratio - 1) < CHANCE / sqrt(2 * draws) + left_out


@pytest.mark.parametrize(
    ("function", "chi", "kappa"),
    [
        (torch.relu, 1, 6),
        (torch.abs, 1, 3),
        (SILU, 1.173, 7.26),
        (torch.nn.functional.gelu, 1.144, 7.22),
        (torch.nn.functional.elu, 0.891, 3.78),
        (torch.tanh, 0.461, 1.63),
        (torch.sigmoid, 0.106, 1.53),
    ],
)
def test_the_table_of_functions(function, chi, kappa):
    found = moments(function)
    assert abs(found[0] - chi) < 0.0006
    assert abs(found[1] - kappa) < 0.006


def test_a_wrong_factor_is_seen():
    draws = 100
    found, deviation = straying(SILU, 256, draws, 4, factor=1.1)
    assert abs(float(found.mean())) > CHANCE * deviation / sqrt(draws) + deviation**2


@pytest.mark.parametrize("group", ["O(3)", "SO(2)", "D_4"])
def test_gates(group):
    """|V|^2 g(t)^2: kappa <= 3 E g^4 where t has variance 1, which it has up to order 1/n."""
    n, draws = 64, 150
    gated = Irreps([i for _, i in GROUPS[group] if i.dimension > 1], GROUPS[group].group)
    scalars, gates = (
        Irreps([(k, trivial(gated[0].irrep))], gated.group) for k in (n, n * len(gated))
    )
    gate = Gate(scalars, [torch.tanh], gates, [torch.sigmoid], wide(gated, n))
    layers = torch.nn.Sequential(Linear(gate.irreps_out, gate.irreps_in), gate)
    _, kappa = moments(gate.activation.functions[1])
    x = torch.randn(draws, gate.irreps_out.dimension)
    for depth in range(1, DEPTH + 1):
        x = each_by_its_own(layers, x)
        q = squares(gate.irreps_out, x).detach()
        far = (q.mean(0) - 1).abs()
        assert (far < tolerance((1 + 3 * kappa / n) ** (depth + 1), draws) + depth / n).all()


def test_normalisations_between_leave_one_layer_to_chance():
    """However narrow and deep: silu on 16 numbers."""
    n, draws = 16, 400
    irreps = Irreps(f"{n}x0e")
    layers = torch.nn.Sequential(
        LayerNorm(irreps, affine=False), Linear(irreps, irreps), Activation(irreps, [SILU])
    )
    x = torch.randn(draws, n)
    _, kappa = moments(SILU)
    for _ in range(DEPTH):
        x = each_by_its_own(layers, x)
        mean = float(squares(irreps, x).mean())
        assert abs(mean - 1) < tolerance(1 + (kappa - 1) / n, draws)


def paths_into(plan):
    return [sum(path.target == k for path in plan.paths) for k in range(len(plan.irreps_out))]


def both_parities(l_max, n=1):
    return Irreps([(n, f"{l}{p}") for l in range(l_max + 1) for p in "eo"])


@pytest.mark.parametrize("l_max", range(5))
def test_any_number_of_paths(l_max):
    """Of x and harmonics of a direction: E |C x Y|^4 <= 9 d^2 with the weight's 3, as x, w vary."""
    n, draws = 32, 200
    x, y = both_parities(l_max, n), " + ".join(f"{l}{'eo'[l % 2]}" for l in range(l_max + 1))
    for layer in (TensorProduct(x, y, x), TensorProduct(x + x, y, x + x)):
        given = torch.randn(draws, layer.irreps_in.dimension)
        Y = spherical_harmonics(l_max, torch.randn(draws, 3), normalization="component")
        q = squares(layer.irreps_out, each_by_its_own(layer, given, Y))
        assert ((q.mean(0) - 1).abs() < tolerance(1 + 8 / n, draws)).all()


def test_they_are_from_1_to_30_and_more():
    y = "0e + 1o + 2e + 3o + 4e"
    found = paths_into(TensorProduct(both_parities(4) + both_parities(4), y, both_parities(4)).plan)
    assert max(found) >= 30
    assert 1 in paths_into(TensorProduct("0e + 0o", "0e", "0e + 0o").plan)


@pytest.mark.parametrize("group", GROUPS)
def test_products_of_all_copies(group):
    """Of independent x and y: E |C x y|^4 <= 9 d^2, with the weight's 3."""
    n, draws = 6, 400
    irreps = wide(GROUPS[group], n)
    layer = FullyConnectedTensorProduct(irreps, irreps, irreps)
    x, y = (torch.randn(draws, irreps.dimension) for _ in range(2))
    q = squares(irreps, each_by_its_own(layer, x, y))
    assert ((q.mean(0) - 1).abs() < tolerance(27, draws)).all()


def test_symmetric_contractions():
    """Polynomials of degree k of normal numbers: E P^4 <= 9^k; 2/n is the share of the weights."""
    n, nodes, draws = 16, 300, 20
    irreps = wide(GROUPS["D_4"], n)
    for degree in (1, 2, 3):
        layer = SymmetricContraction(irreps, irreps, degree)
        q = squares(irreps, each_by_its_own(layer, torch.randn(draws, nodes, irreps.dimension)))
        moment = 1 + 2 / n + 3 * 9**degree / (n * nodes)
        assert ((q.mean((0, 1)) - 1).abs() < tolerance(moment, draws)).all()
    assert max(size for size, _ in layer._terms) == 17


def strayed(network, draws):
    """How far q is from 1 at each distance, and the second moment that q has with relu, or less."""
    r = torch.tensor([0.0, 0.01, 0.1, 0.3, 0.7, 0.9, 0.99]) * CUTOFF
    values = each_by_its_own(network, r.expand(draws, -1))  # [draw, distance, function]
    q = values.square().mean((0, 2)) / variance_at(r, CUTOFF)
    hidden = len(network.perceptron.weights) - 1
    return (q - 1).abs(), (1 + 2 / values.shape[-1]) * (1 + 5 / 64) ** hidden


@pytest.mark.parametrize("hidden", [(), (64,), (64, 64)], ids=str)
@pytest.mark.parametrize("basis", ["bessel", "gaussian", "chebyshev"])
def test_radial_functions_at_every_distance(basis, hidden):
    network = RadialNetwork(32, CUTOFF, basis=basis, hidden=hidden, function=torch.relu)
    far, moment = strayed(network, 60)
    assert (far < tolerance(moment, 60)).all()


def test_a_basis_that_is_larger_at_some_distances_is_seen(monkeypatch):
    monkeypatch.setattr(
        radial_network, "directions", lambda B: (B / B.square().mean().sqrt(), None)
    )
    far, moment = strayed(RadialNetwork(32, CUTOFF, function=torch.relu), 60)
    assert (far > tolerance(moment, 60)).any()


def star(nodes, lengths):
    """Nodes with edges of these lengths in random directions, each from a node of its own."""
    edges = nodes * len(lengths)
    direction = torch.nn.functional.normalize(torch.randn(edges, 3), dim=1)
    target = torch.arange(nodes).repeat_interleave(len(lengths))
    graph = Graph(torch.stack([torch.arange(edges) + nodes, target]), nodes + edges)
    return graph, direction * lengths.repeat(nodes)[:, None]


@pytest.mark.parametrize(
    "lengths", [[0.3], [0.1] * 6, [0.2, 0.5, 0.5, 0.6, 0.9], [0.8] * 20], ids=len
)
def test_point_convolutions_of_any_number_of_neighbours_at_any_distance(lengths):
    """|m|^2: the radial network's relu 6, linear weights 3, harmonics and features as above."""
    n, nodes, draws = 32, 4, 60
    graph, vectors = star(nodes, torch.tensor(lengths) * CUTOFF)
    neighbours = float(variance_at(torch.tensor(lengths), 1.0).sum())
    mean = max(1.0, neighbours * nodes / graph.num_nodes)  # sources have no edges
    assert abs(mean_neighbours(graph, vectors, CUTOFF) / mean - 1) < 1e-5
    irreps = Irreps(f"{n}x0e + {n}x1o + {n}x2e")
    layer = PointConv(
        irreps, irreps, 2, CUTOFF, neighbours=neighbours, hidden=(64,), function=torch.relu
    )
    found = torch.zeros(len(irreps))
    for _ in range(draws):
        redraw(layer)
        x = torch.randn(graph.num_nodes, irreps.dimension)
        m = layer.messages(layer.linear_in(x), graph.edge_index, vectors)[:nodes].detach()
        found += squares(irreps, m).mean(0) / neighbours / draws
    assert ((found - 1).abs() < tolerance((1 + 8 / n) * (1 + 5 / 64) * (1 + 2 / n), draws)).all()


def test_ten_point_convolutions_of_atoms_in_a_crystal():
    """Neither fading nor exploding: kappa <= 3 E g^4 for gates, as above, and 3 for convolutions.

    Messages of neighbours are not independent, as the formula has them: this adds a factor of some
    1.1 a layer here, and more where radial functions are smoother.
    """
    n, draws = 16, 3
    steps = torch.arange(3.0)
    points = torch.cartesian_prod(steps, steps, steps) + 0.2 * torch.rand(27, 3)
    cell = 3.0 * torch.eye(3)
    graph = radius_graph(points, CUTOFF, cell=cell, periodic=True)
    vectors = graph.vectors(points, cell)
    irreps = Irreps(f"{n}x0e + {n}x1o + {n}x2e")
    gate = Gate(f"{n}x0e", [torch.tanh], f"{2 * n}x0e", [torch.sigmoid], f"{n}x1o + {n}x2e")
    neighbours = mean_neighbours(graph, vectors, CUTOFF)
    layer = PointConv(irreps, gate.irreps_in, 2, CUTOFF, neighbours=neighbours)
    found = torch.zeros(len(irreps))
    for _ in range(draws):
        x = torch.randn(27, irreps.dimension)
        for _ in range(DEPTH):
            redraw(layer)
            x = gate(layer(x, graph, vectors)).detach()
        found += squares(irreps, x.square().mean(0).sqrt()).log() / draws
    _, kappa = moments(Normalized(torch.sigmoid))
    variance = DEPTH * (3 * kappa - 1 + 2) / n
    assert (found.abs() < CHANCE * sqrt(variance / draws)).all()
