"""A network of e3nn 0.4.4 runs under today's e3nn with migrated weights, and only with these."""

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions.convert import convert
from grouptools.conventions.migration import migrate_weights
from tests.conventions.products import NETWORK_IRREPS as IRREPS
from tests.conventions.products import NETWORK_LAYERS as LAYERS
from tests.peers import e3nn_model, recording

torch = pytest.importorskip("torch", reason="torch is not installed")
o3 = pytest.importorskip("e3nn.o3", reason="e3nn is not installed")
load_file = pytest.importorskip("safetensors.torch").load_file

OLD, NEW = "e3nn 0.4.4", "e3nn"


@pytest.fixture(autouse=True, scope="module")
def dtype():
    """The network is one of float64."""
    before = torch.get_default_dtype()
    yield torch.set_default_dtype(torch.float64)
    torch.set_default_dtype(before)


@pytest.fixture(scope="module")
def state():
    """What e3nn 0.4.4 saved."""
    return load_file(recording.FOLDER / "e3nn_model.safetensors")


@pytest.fixture(scope="module")
def constants(dtype):
    """What today's e3nn saves of couplings."""
    model = e3nn_model.build()
    return {name: t.clone() for name, t in model.state_dict().items() if "_w3j_" in name}


@pytest.fixture(scope="module")
def error(dtype):
    """The largest difference from the output of 0.4.4, of today's network with a state."""
    model = e3nn_model.build()

    def measured(state):
        model.load_state_dict(state)
        output = model(*e3nn_model.data()).detach().numpy()
        return np.abs(output - recording.read("e3nn_model")[1]["output"]).max()

    return measured


def test_outputs_before_and_after_agree(state, error, constants):
    migrated = migrate_weights(state, LAYERS, OLD, NEW, irreps=IRREPS)
    assert error(migrated) < 1e-12
    assert error(migrated | constants) < 1e-12


def test_outputs_without_migration_do_not_agree(state, error, constants):
    assert error(state | constants) > 1


@pytest.mark.parametrize("missing", ["connected_2.weight", "radial.layer1.weight"])
def test_outputs_with_a_layer_left_out_do_not_agree(state, missing, error):
    layers = {name: layer for name, layer in LAYERS.items() if name != missing}
    assert error(migrate_weights(state, layers, OLD, NEW, irreps=IRREPS)) > 0.1


def test_constants_become_those_of_the_target(state, constants):
    migrated = migrate_weights(state, {}, OLD, NEW)
    assert max(float((migrated[name] - t).abs().max()) for name, t in constants.items()) < 1e-14
    assert max(float((state[name] - t).abs().max()) for name, t in constants.items()) > 0.1


def test_way_back_is_the_identity(state):
    migrated = migrate_weights(state, LAYERS, OLD, NEW, irreps=IRREPS)
    back = migrate_weights(migrated, LAYERS, NEW, OLD, irreps=IRREPS)
    assert list(back) == list(state)
    assert all(torch.equal(back[name], tensor) for name, tensor in state.items())


def test_layers_that_no_convention_changes(state):
    migrated = migrate_weights(state, LAYERS, OLD, NEW, irreps=IRREPS)
    changed = {name for name, tensor in state.items() if not torch.equal(migrated[name], tensor)}
    assert {name for name in changed if "_w3j_" not in name} == {
        "connected_2.weight",
        "radial.layer1.weight",
    }
    assert migrated["mix.weight"] is state["mix.weight"]


@pytest.mark.parametrize("source", [OLD, NEW])
def test_tensor_product_of_this_library_with_weights_of_e3nn(source, state):
    """e3nn's layer and ours compute the same function, under either version's couplings."""
    nn = pytest.importorskip("grouptools.nn.functional.tensor_product")
    migrated = migrate_weights(state, LAYERS, OLD, source, irreps=IRREPS)
    layer = o3.FullyConnectedTensorProduct(IRREPS["hidden"], IRREPS["hidden"], e3nn_model.OUT)
    name = "connected_2."
    layer.load_state_dict({k[len(name) :]: v for k, v in migrated.items() if k.startswith(name)})
    size = gt.Irreps(IRREPS["hidden"]).dimension
    x, y = (torch.from_numpy(e3nn_model.spread(size, step)) for step in (12345, 67891))
    # of e3nn 0.4.4 the layer has the constants, which the state brought; 1 x 1 -> 0 is built in
    expected = convert(
        layer(x, y).detach(), "features", source, "grouptools", irreps=e3nn_model.OUT
    )
    weights = migrate_weights(migrated, LAYERS, source, "grouptools", irreps=IRREPS)[
        f"{name}weight"
    ]
    ours = (convert(v, "features", source, "grouptools", irreps=IRREPS["hidden"]) for v in (x, y))
    found = nn.fully_connected_tensor_product(
        *ours, weights, IRREPS["hidden"], IRREPS["hidden"], e3nn_model.OUT
    )
    assert (found - expected).abs().max() < 1e-12
