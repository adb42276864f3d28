"""The network of `tests.peers.e3nn_model` under e3nn 0.4.4: its state, and what comes out of it."""

import os
from importlib.metadata import version

from tests.peers import e3nn_model, recording


def record():
    """Write the state, and return inputs and output."""
    os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"  # its constants are a file of pickles
    from safetensors.torch import save_file

    model = e3nn_model.build()
    positions, features, edges = e3nn_model.data()
    output = model(positions, features, edges).detach()
    recording.FOLDER.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    save_file(state, recording.FOLDER / "e3nn_model.safetensors", {"e3nn": version("e3nn")})
    about = {"package": "e3nn", "version": version("e3nn"), "torch": version("torch")}
    return about, {
        "positions": ("eight atoms", positions.numpy()),
        "features": ("four scalars of each", features.numpy()),
        "edges": ("source and target of each pair within the cut-off", edges.numpy()),
        "output": (f"{e3nn_model.OUT} of each atom", output.numpy()),
    }
