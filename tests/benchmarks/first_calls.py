"""The first call of each public function in a new process: nothing compiled yet, or all of it."""

import tempfile
from statistics import median

from tests.benchmarks.processes import measure

COMPILING, COMPILED = 5.0, 0.2  # seconds that a first call is to stay under

SETUP = """
import numpy as np
points = np.random.default_rng(1).normal(size=(100, 3))
quaternions = np.random.default_rng(2).normal(size=(100, 4))
numbers = np.linspace(0.0, 3.0, 100)
"""

DOOR = "grouptools"
COUPLING, RADIAL, QUADRATURE = (
    f"grouptools.numeric.{room}" for room in ("coupling", "radial", "quadrature")
)

#: where a public function is imported from, its name, and the rest of a call of it
CALLS = [
    (DOOR, "spherical_harmonics", "(6, points)"),
    (DOOR, "spherical_harmonics", "(6, points, derivatives=1)"),
    (DOOR, "spherical_harmonics", "(6, points, derivatives=2)"),
    (DOOR, "spherical_harmonics", "(6, points.astype('f4'), derivatives=2)"),
    (DOOR, "spherical_harmonics", "(6, points, basis='complex')"),
    (DOOR, "spherical_harmonics", "(6, points, normalize=False)"),
    (DOOR, "spherical_harmonics", "(40, points)"),
    (DOOR, "spherical_harmonics", "(40, points, derivatives=2)"),
    (DOOR, "circular_harmonics", "(6, points[:, :2], derivatives=2)"),
    (DOOR, "wigner_D", "(4, quaternions)"),
    (DOOR, "wigner_D", "(4, quaternions, basis='complex')"),
    (DOOR, "wigner_D", "(4, quaternions, derivatives=2)"),
    (DOOR, "wigner_D_blocks", "(6, quaternions)"),
    (DOOR, "rotate_coefficients", "(np.ones((100, 49)), quaternions)"),
    (DOOR, "wigner_d", "(4, numbers)"),
    (DOOR, "character", "(4, numbers)"),
    (COUPLING, "clebsch_gordan", "(2, 2, 2)"),
    (COUPLING, "wigner_3j_table", "(6)"),
    (COUPLING, "wigner_6j_table", "(3)"),
    (COUPLING, "clebsch_gordan_block", "(6, 5, 4)"),
    (COUPLING, "wigner_3j_sparse", "(6, 5, 4)"),
    (COUPLING, "wigner_3j_over_j3", "(20, 21, 1, 2)"),
    (COUPLING, "wigner_3j_values", "(20, 21, 22, 1, 2, -3)"),
    (COUPLING, "wigner_6j_values", "(20, 21, 22, 20, 21, 22)"),
    (COUPLING, "wigner_9j_values", "(2, 2, 2, 2, 2, 2, 2, 2, 2)"),
    (RADIAL, "spherical_bessel", "(6, numbers, derivatives=2)"),
    (RADIAL, "spherical_bessel_basis", "(6, 6, numbers, 5.0, derivatives=1)"),
    (RADIAL, "sine_basis", "(6, numbers, 5.0, derivatives=2)"),
    (RADIAL, "gaussian_basis", "(6, numbers, 5.0, derivatives=2)"),
    (RADIAL, "chebyshev_basis", "(6, numbers, 5.0, derivatives=2)"),
    (RADIAL, "bernstein_basis", "(6, numbers, 5.0, derivatives=2)"),
    (RADIAL, "polynomial_cutoff", "(numbers, 5.0, derivatives=2)"),
    (RADIAL, "cosine_cutoff", "(numbers, 5.0, derivatives=2)"),
    (RADIAL, "bump_cutoff", "(numbers, 5.0, derivatives=2)"),
    (QUADRATURE, "sphere_quadrature", "(20)"),
    (QUADRATURE, "so3_quadrature", "(8)"),
]


def row(module: str, name: str, rest: str, runs: int) -> list[str]:
    """One process that compiles, and then `runs` that find what it compiled."""
    load, call = f"from {module} import {name}", f"{name}{rest}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {"GROUPTOOLS_CACHE": folder}
        compiling, peak = measure(f"{SETUP}{load}", call, environment)
        compiled = [measure(f"{SETUP}{load}", call, environment)[0] for _ in range(runs)]
        loading = [measure(SETUP, load, environment)[0] for _ in range(runs)]
    return [
        f"`{call}`",
        marked(compiling, COMPILING),
        marked(median(compiled), COMPILED),
        f"{median(loading):.2g} s",
        f"{peak:.0f} MB",
    ]


def marked(seconds: float, limit: float) -> str:
    """Seconds, and whether they miss their limit."""
    return f"{seconds:.2g} s" + (", **missed**" if seconds > limit else "")
