"""A network of e3nn 0.4.4 gives what it gave, once the weights that changed sign are negated."""

import numpy as np
import pytest

from tests.peers import e3nn_model, recording

ROUNDING = 1e-12  # of outputs up to 13, through three layers


@pytest.fixture(scope="module")
def state():
    numpy = pytest.importorskip("safetensors.numpy")
    return numpy.load_file(recording.FOLDER / "e3nn_model.safetensors")


@pytest.fixture(scope="module")
def outputs():
    """What today's e3nn makes of a state: a function."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("e3nn", exc_type=ImportError)
    before = torch.get_default_dtype()
    model = e3nn_model.build()
    fresh = {name: tensor.clone() for name, tensor in model.state_dict().items()}

    def run(arrays):
        model.load_state_dict(fresh)
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
        model.load_state_dict(tensors, strict=False)
        return model(*e3nn_model.data()).detach().numpy()

    yield run, model
    torch.set_default_dtype(before)


def weights(state):
    return {name: array for name, array in state.items() if "_w3j_" not in name}


def signs(product):
    """The sign of every weight of a tensor product, by the recorded largest entries."""
    _, old = recording.read("e3nn_old")
    _, new = recording.read("e3nn")
    change = np.sign(old["largest"] * new["largest"]).astype(int)
    of = dict(zip(map(tuple, old["triples"].tolist()), change.tolist(), strict=True))
    found = []
    for path in product.instructions:
        irreps = (
            product.irreps_in1[path.i_in1],
            product.irreps_in2[path.i_in2],
            product.irreps_out[path.i_out],
        )
        found += [of[tuple(part.ir.l for part in irreps)]] * int(np.prod(path.path_shape))
    return np.array(found, float)


def recorded():
    return recording.read("e3nn_model")[1]


def test_inputs_are_those_of_the_recording():
    pytest.importorskip("torch")
    names = ("positions", "features", "edges")
    for name, tensor in zip(names, e3nn_model.data(), strict=True):
        assert np.array_equal(tensor.numpy(), recorded()[name])


def test_weights_as_they_are_give_something_else(state, outputs):
    run, _ = outputs
    assert np.max(np.abs(run(weights(state)) - recorded()["output"])) > 1


def test_migrated_weights_give_the_same(state, outputs):
    run, model = outputs
    migrated = weights(state)
    for name in ("connected_1", "connected_2"):
        migrated[f"{name}.weight"] = migrated[f"{name}.weight"] * signs(getattr(model, name))
    # the last layer of the radial network makes the weights of the depthwise product
    migrated["radial.layer1.weight"] = migrated["radial.layer1.weight"] * signs(model.depthwise)
    assert run(migrated) == pytest.approx(recorded()["output"], abs=ROUNDING)


def test_the_whole_state_brings_its_old_tensors_along(state, outputs):
    """The 3j tensors are part of a state: loading them hides the change, and keeps it on disk."""
    run, _ = outputs
    assert run(state) == pytest.approx(recorded()["output"], abs=ROUNDING)
