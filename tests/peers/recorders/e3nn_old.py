"""e3nn 0.4.4, the last before its 3j tensors changed sign: what `e3nn` records, of that version."""

import os


def record():
    """What the installed version computes; its constants are a file that torch calls unsafe."""
    os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
    from tests.peers.recorders import e3nn

    return e3nn.record()
