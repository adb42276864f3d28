"""Arrays of a package with a sentence on each, as a file that says which version they are of."""

import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "peers"
#: The last digits of a package's floats depend on the machine; a file stays as it is where they
#: are all that changed.
NOISE = 1e-12


def content(about, arrays):
    """What a file holds: the arrays, and under `about` a JSON text on them."""
    sentences = {name: sentence for name, (sentence, _) in arrays.items()}
    text = json.dumps({**about, "arrays": sentences}, indent=1)
    return {"about": np.array(text)} | {name: np.asarray(a) for name, (_, a) in arrays.items()}


def deviation(old, new):
    """The largest difference of two contents; infinite where more than floats differs."""
    if old.keys() != new.keys():
        return np.inf
    largest = 0.0
    for name, array in new.items():
        before = old[name]
        if before.shape != array.shape or before.dtype.kind != array.dtype.kind:
            return np.inf
        if array.dtype.kind in "fc":
            largest = max(largest, float(np.max(np.abs(before - array), initial=0)))
        elif not np.array_equal(before, array):
            return np.inf
    return largest


def write(name, about, arrays):
    """Write NAME.npz, unless what is there differs by rounding only; say which in a line."""
    path = FOLDER / f"{name}.npz"
    new = content(about, arrays)
    if path.exists():
        with np.load(path) as file:
            old = {key: file[key] for key in file.files}
        change = deviation(old, new)
        if change <= NOISE:
            return f"{name}: as recorded, to {change:.0e}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **new)
    return f"{name}: {len(new) - 1} arrays, {path.stat().st_size} bytes"


def read(name):
    """What the file says of itself, and its arrays by name."""
    with np.load(FOLDER / f"{name}.npz") as file:
        arrays = {key: file[key] for key in file.files}
    return json.loads(str(arrays.pop("about"))), arrays
