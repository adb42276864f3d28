"""The first call of each public function in a new process: nothing compiled yet, or all of it."""

import tempfile
from statistics import median

from tests.benchmarks.processes import measure

COMPILING, COMPILED = 5.0, 0.2  # seconds that a first call is to stay under

SETUP = """
import numpy as np
import grouptools as gt
points = np.random.default_rng(1).normal(size=(100, 3))
quaternions = np.random.default_rng(2).normal(size=(100, 4))
numbers = np.linspace(0.0, 3.0, 100)
gt.{name}
"""

#: name of a public function, and the rest of a call of it
CALLS = [
    ("spherical_harmonics", "(6, points)"),
    ("spherical_harmonics", "(6, points, derivatives=1)"),
    ("spherical_harmonics", "(6, points, derivatives=2)"),
    ("spherical_harmonics", "(6, points.astype('f4'), derivatives=2)"),
    ("spherical_harmonics", "(6, points, basis='complex')"),
    ("spherical_harmonics", "(40, points)"),
    ("circular_harmonics", "(6, points[:, :2], derivatives=2)"),
    ("wigner_D", "(4, quaternions)"),
    ("wigner_D", "(4, quaternions, basis='complex')"),
    ("wigner_D", "(4, quaternions, derivatives=2)"),
    ("wigner_D_blocks", "(6, quaternions)"),
    ("rotate_coefficients", "(np.ones((100, 49)), quaternions)"),
    ("wigner_d", "(4, numbers)"),
    ("character", "(4, numbers)"),
    ("clebsch_gordan", "(2, 2, 2)"),
    ("wigner_3j", "(2, 2, 2)"),
]


def rows(runs: int, calls: list[tuple[str, str]]) -> list[list[str]]:
    """A row for each call: seconds with an empty cache and with a filled one, peak memory."""
    return [row(f"{name}{rest}", SETUP.format(name=name), runs) for name, rest in calls]


def row(call: str, setup: str, runs: int) -> list[str]:
    """A new process that compiles, and then `runs` that find what it compiled."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"GROUPTOOLS_CACHE": folder}
        compiling, peak = measure(setup, f"gt.{call}", environment)
        compiled = median(measure(setup, f"gt.{call}", environment)[0] for _ in range(runs))
    return [
        f"`{call}`",
        marked(compiling, COMPILING),
        marked(compiled, COMPILED),
        f"{peak:.0f} MB",
    ]


def marked(seconds: float, limit: float) -> str:
    """Seconds, and whether they miss their limit."""
    return f"{seconds:.3g} s" + (", missed" if seconds > limit else "")
