"""Record what other packages compute: `make peers`.

Without arguments, every environment's Python is called with the packages that it holds; with
names of packages, those are recorded here.  A package that is not installed is left out, and said.
The arrays are tests/golden/peers/NAME.npz: `recording.read` returns them with a sentence on each.
"""

import os
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path

from tests.peers import recording

ROOT = Path(__file__).resolve().parents[2]
#: environment, as the end of its folder's name -> the recorders that run there
ENVIRONMENTS = {
    "": ("e3nn", "lie_learn", "scipy", "spherical", "sphericart", "sympy"),
    "-escnn": ("escnn", "lie_learn_compiled", "scipy_old"),
    "-peers-torch": ("e3nn_model", "e3nn_old", "torch_harmonics"),
    "-peers-numpy": ("cuequivariance", "e3nn_jax", "iodata", "pyscf", "pyshtools"),
}


def record(name):
    """Record one package here; its line of report."""
    recorder = import_module(f"tests.peers.recorders.{name}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            about, arrays = recorder.record()
        except ImportError as error:
            return f"{name}: left out, {error}"
    return recording.write(name, about, arrays)


def run_everywhere(environment):
    """Record every package in its own environment; 1 where one failed."""
    failed = 0
    for ending, names in ENVIRONMENTS.items():
        python = Path(f"{environment}{ending}") / "bin" / "python"
        if not (ROOT / python).exists():
            print(f"{', '.join(names)}: left out, there is no {python}")
            continue
        for name in names:  # one process each: no package sees what another one sets
            command = [str(ROOT / python), "-m", "tests.peers.record", name]
            quiet = os.environ | {"OMP_NUM_THREADS": "1"}
            failed |= subprocess.run(command, cwd=ROOT, env=quiet, check=False).returncode
    return failed


def main():
    """Record what is named, or everything."""
    names = sys.argv[1:]
    for name in names:
        print(record(name), flush=True)
    return 0 if names else run_everywhere(os.environ.get("VENV", ".venv"))


if __name__ == "__main__":
    sys.exit(main())
