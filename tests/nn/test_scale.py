"""Training on several processes, checkpoints, and graphs in chunks give what one pass gives.

Run as a program, `test_scale.py RANK FOLDER`, this file is one of two processes that train.
"""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import torch
import torch.distributed.checkpoint as dcp
from safetensors.torch import load_file, load_model, save_file, save_model
from torch import distributed
from torch.nn.functional import silu
from torch.nn.parallel import DistributedDataParallel
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.checkpoint import checkpoint

from grouptools.errors import ArgumentError
from grouptools.nn.functional import scatter_sum, tensor_product
from grouptools.nn.graphs import batch_graphs, edge_chunks, radius_graph
from grouptools.nn.layers import Gate, LayerNorm, Linear
from grouptools.nn.point_conv import PointConv
from grouptools.numeric.contraction.plan import channelwise_plan

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:torch.distributed is disabled:UserWarning"),  # of no_dist
]

CUTOFF = 1.5
PROCESSES = 2
STEPS = 3


def passed(layer, *arguments):
    return layer(*arguments)


def checkpointed(layer, *arguments):
    return checkpoint(layer, *arguments, use_reentrant=False)


def in_chunks(layer, x, graph, vectors, size=200):
    """A convolution whose messages are computed, forward and backward, for few edges at a time."""
    sent = layer.linear_in(x)
    received = sent.new_zeros(len(x), layer.product.irreps_out.dimension)
    for edges, part in edge_chunks(graph, size):
        received = received + checkpointed(layer.messages, sent, part.edge_index, vectors[edges])
    return layer.linear_out(torch.cat([x, received * layer.neighbours**-0.5], -1))


class Network(torch.nn.Module):
    """Energies of structures, and the forces on their points; `convolve` calls a convolution."""

    def __init__(self, seed=0):
        super().__init__()
        torch.manual_seed(seed)
        self.gate = Gate("4x0e", [silu], "3x0e", [torch.sigmoid], "2x1o + 2e")
        features = self.gate.irreps_out
        self.embed = Linear("2x0e", features, bias=True)
        self.norm = LayerNorm(features)
        options = {"neighbours": 4.0, "hidden": (8,)}
        self.convolutions = torch.nn.ModuleList(
            PointConv(features, self.gate.irreps_in, 2, CUTOFF, **options) for _ in range(2)
        )
        self.readout = Linear(features, "0e", bias=True)
        self.double()

    def forward(self, species, positions, graph, convolve=passed):
        positions = positions.detach().requires_grad_()
        vectors = graph.vectors(positions)
        x = self.embed(species)
        for layer in self.convolutions:
            x = self.norm(x + self.gate(convolve(layer, x, graph, vectors)))
        energies = scatter_sum(self.readout(x), graph.batch, graph.num_graphs)
        (slope,) = torch.autograd.grad(energies.sum(), positions, create_graph=True)
        return energies, -slope


def structures():
    """Two of one size, as (species, positions, graph)."""
    random = torch.Generator().manual_seed(1)
    found = []
    for _ in range(PROCESSES):
        positions = 2 * torch.rand(9, 3, generator=random, dtype=torch.float64)
        species = torch.eye(2, dtype=torch.float64)[torch.arange(9) % 2]
        found.append((species, positions, radius_graph(positions, CUTOFF)))
    return found


def joined(parts):
    species, positions, graphs = zip(*parts, strict=True)
    return torch.cat(species), torch.cat(positions), batch_graphs(graphs)


def loss_of(network, structure, **options):
    energies, forces = network(*structure, **options)
    return energies.square().mean() + forces.square().mean()


def slopes(network, structure, **options):
    """The gradients of the loss by every weight."""
    network.zero_grad()
    loss_of(network, structure, **options).backward()
    return {name: weight.grad.clone() for name, weight in network.named_parameters()}


def trained(network, structure):
    """The gradients of the first step, by name, and the weights after the last."""
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3)
    first = slopes(network, structure)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss_of(network, structure).backward()
        optimizer.step()
    return first, {name: weight.detach() for name, weight in network.named_parameters()}


def farthest(found, expected):
    """The largest difference of tensors of one name, relative to the largest entry there."""
    assert list(found) == list(expected)
    return max(
        float((found[name] - tensor).abs().max() / tensor.abs().max())
        for name, tensor in expected.items()
    )


def one_of_several(rank, folder):
    """Train on one structure, save the whole state from all processes, and what came out."""
    loopback = next(name for _, name in socket.if_nameindex() if name.startswith("lo"))
    os.environ["GLOO_SOCKET_IFNAME"] = loopback
    distributed.init_process_group(
        "gloo",
        init_method=f"file://{folder}/meeting",
        rank=rank,
        world_size=PROCESSES,
        timeout=timedelta(seconds=180),
    )
    network = Network(seed=rank)  # the weights of the first process are sent to all
    first, last = trained(DistributedDataParallel(network), structures()[rank])
    torch.save({"first": first, "last": last}, folder / f"{rank}.pt")
    dcp.save(network.state_dict(), checkpoint_id=folder / "checkpoint")
    distributed.destroy_process_group()


@pytest.fixture(scope="module")
def network():
    return Network()


@pytest.fixture(scope="module")
def alone():
    """One process with both structures: its network, and what `trained` returns."""
    network = Network()
    return network, *trained(network, joined(structures()))


@pytest.fixture(scope="module")
def together(alone, tmp_path_factory):
    """The folder in which two processes left their results; `alone` has compiled for them."""
    folder = tmp_path_factory.mktemp("processes")
    command = [sys.executable, __file__]
    started = [
        subprocess.Popen(
            [*command, str(rank), str(folder)], stderr=subprocess.PIPE, text=True, cwd=folder
        )
        for rank in range(PROCESSES)
    ]
    try:
        said = [process.communicate(timeout=240)[1] for process in started]
    finally:
        for process in started:
            process.kill()
    assert [process.returncode for process in started] == [0] * PROCESSES, "\n".join(said)
    return folder


def test_two_processes_have_the_gradients_of_one(alone, together):
    _, first, last = alone
    for rank in range(PROCESSES):
        found = torch.load(together / f"{rank}.pt", weights_only=True)
        for name, expected in (("first", first), ("last", last)):
            bare = {key.removeprefix("module."): t for key, t in found[name].items()}
            assert farthest(bare, expected) < 1e-10
    own = slopes(Network(), structures()[0])
    assert farthest(own, first) > 1e-3  # one structure is not the mean of two


def test_what_two_processes_saved_one_loads(alone, together):
    other = Network(seed=5)
    state = other.state_dict()
    dcp.load(state, checkpoint_id=together / "checkpoint", no_dist=True)
    other.load_state_dict(state)
    trained_weights = torch.load(together / "0.pt", weights_only=True)["last"]
    for name, weight in other.named_parameters():
        assert torch.equal(weight, trained_weights[f"module.{name}"])


def same_function(found, network):
    structure = joined(structures())
    pairs = zip(found(*structure), network(*structure), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_a_network_is_saved_by_safetensors(network, tmp_path):
    other = Network(seed=5)
    assert not same_function(other, network)
    save_file(network.state_dict(), tmp_path / "state.safetensors")
    other.load_state_dict(load_file(tmp_path / "state.safetensors"))
    assert same_function(other, network)
    another = Network(seed=6)
    save_model(network, tmp_path / "model.safetensors")
    assert load_model(another, tmp_path / "model.safetensors") == (set(), [])
    assert same_function(another, network)


def test_a_network_is_saved_by_torch_distributed(network, tmp_path):
    dcp.save(network.state_dict(), checkpoint_id=tmp_path, no_dist=True)
    other = Network(seed=5)
    state = other.state_dict()
    dcp.load(state, checkpoint_id=tmp_path, no_dist=True)
    other.load_state_dict(state)
    assert same_function(other, network)


def test_a_checkpoint_of_other_irreps_is_refused(tmp_path):
    one = Linear("2x0e + 3x1o", "2x0e + 3x1o")
    other = Linear("3x0e + 2x1o", "3x0e + 2x1o")  # as many weights
    dcp.save(one.state_dict(), checkpoint_id=tmp_path, no_dist=True)
    state = other.state_dict()
    dcp.load(state, checkpoint_id=tmp_path, no_dist=True)
    with pytest.raises(ArgumentError, match=r"2x0e \+ 3x1o -> 2x0e \+ 3x1o of O\(3\)\) were given"):
        other.load_state_dict(state)


def test_activations_computed_again_give_the_same_gradients(network):
    calls = []
    hook = network.convolutions[1].register_forward_pre_hook(lambda *_: calls.append(1))
    expected = slopes(network, joined(structures()))
    assert len(calls) == 1
    found = slopes(network, joined(structures()), convolve=checkpointed)
    assert len(calls) > 2
    hook.remove()
    assert all(torch.equal(found[name], slope) for name, slope in expected.items())


class Largest(TorchDispatchMode):
    """Notes the size of the largest tensor that any operation returns."""

    numel = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        parts = result if isinstance(result, tuple | list) else [result]
        sizes = [part.numel() for part in parts if isinstance(part, torch.Tensor)]
        self.numel = max([self.numel, *sizes])
        return result


def crowd():
    """One structure with many edges."""
    random = torch.Generator().manual_seed(2)
    positions = 2.5 * torch.rand(60, 3, generator=random, dtype=torch.float64)
    species = torch.eye(2, dtype=torch.float64)[torch.arange(60) % 2]
    return species, positions, radius_graph(positions, CUTOFF)


def test_a_graph_in_chunks_gives_the_same_in_less_memory(network):
    structure = crowd()
    edges = structure[2].num_edges
    widest = max(layer.product.plan.weight_numel for layer in network.convolutions)
    assert edges > 1000
    with Largest() as whole:
        expected = slopes(network, structure)
    with Largest() as parts:
        found = slopes(network, structure, convolve=in_chunks)
    assert farthest(found, expected) < 1e-11
    assert whole.numel >= edges * widest
    assert parts.numel < whole.numel / 3
    energies, forces = network(*structure)
    for value, due in zip(network(*structure, convolve=in_chunks), (energies, forces), strict=True):
        assert (value - due).abs().max() < 1e-13 * due.abs().max()


def test_a_missing_chunk_is_seen(network):
    def forgetful(layer, x, graph, vectors):
        return in_chunks(layer, x, graph.select(slice(1, None)), vectors[1:])

    structure = crowd()
    value, due = (network(*structure, convolve=f)[0].item() for f in (forgetful, passed))
    assert abs(value - due) > 1e-6 * abs(due)


@pytest.mark.parametrize(("backend", "bits"), [("torch", 0.0), ("numba", 1e-14)])
def test_sums_over_the_edges_into_a_node_do_not_know_the_chunks(backend, bits):
    """To the last bit by plain operations; the kernels round sums of several edges at a time."""
    plan = channelwise_plan("4x0e + 4x1o", "0e + 1o + 2e", "4x0e + 4x1o")
    _, positions, graph = crowd()
    x, y, w = (
        torch.randn(rows, width, dtype=torch.float64)
        for rows, width in (
            (len(positions), plan.irreps_x.dimension),
            (graph.num_edges, plan.irreps_y.dimension),
            (graph.num_edges, plan.weight_numel),
        )
    )
    whole = tensor_product(x, y, w, plan, edge_index=graph.edge_index, backend=backend)
    total = torch.zeros_like(whole)
    for edges, part in edge_chunks(graph, 100):
        total += tensor_product(
            x, y[edges], w[edges], plan, edge_index=part.edge_index, backend=backend
        )
    assert (total - whole).abs().max() <= bits * whole.abs().max()


if __name__ == "__main__":
    one_of_several(int(sys.argv[1]), Path(sys.argv[2]))
