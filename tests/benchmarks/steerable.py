"""Sampled bases of steerable kernels beside escnn's, in new processes.

escnn needs an older numpy, so it lives in an environment of its own, `ESCNN`, and runs
`escnn_bases.py`.  Before anything is timed, the two bases of each case are sampled on the same
grid and projected on each other: they must span the same space.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.processes import ROOT, BenchmarkError, measure, one_core

ESCNN = Path(sys.prefix + "-escnn") / "bin" / "python"

HEAD = [
    "basis, sampled",
    "ours, cold",
    "escnn, cold",
    "times faster",
    "target",
    "exact basis, cached",
    "to stay under",
    "escnn, cached",
    "outside each other's span",
]

IMPORTS = """
import importlib, pkgutil
import flint, numpy, scipy.special, sympy
import grouptools as gt
for room in (gt.certificates, gt.groups, gt.representations, gt.kernels):
    for module in pkgutil.iter_modules(room.__path__):
        importlib.import_module(f"{room.__name__}.{module.name}")
import grouptools.numeric.kernels.sampling
from grouptools.kernels import GaussianRings
plane = GaussianRings((0.0, 1.0, 2.0, 3.0), (0.005, 0.6, 0.6, 0.4), (0, 2, 3, 2))
space = GaussianRings((0.0, 1.0, 2.0), (0.005, 0.6, 0.4), (0, 2, 2))
"""

BASIS = """
rings = {rings}
group = {group}
rep = {rep}
basis = gt.kernel_basis(rep, rep, max(rings.cutoffs))
"""

SAMPLE = "\nsampled = basis.sample({size}, rings, numpy.float32)\n"


@dataclass(frozen=True)
class Case:
    """One basis; `target` is how many times as fast as escnn, cold, ours is to be."""

    name: str
    group: str
    rep: str
    size: int
    target: float
    slow: bool = False

    @property
    def basis(self) -> str:
        """The source that derives the exact basis."""
        rings = "plane" if self.size == 7 else "space"
        return BASIS.format(rings=rings, group=self.group, rep=self.rep)

    @property
    def work(self) -> str:
        """The source that derives and samples the basis."""
        return self.basis + SAMPLE.format(size=self.size)


REGULAR = "group.regular_representation()"
CASES = [
    Case("C8 regular", "gt.cyclic(8)", REGULAR, 7, 1),
    Case("D8 regular", "gt.dihedral(8)", REGULAR, 7, 5),
    Case("SO(3) l <= 3", "gt.SO3()", "gt.Irreps('0 + 1 + 2 + 3', group)", 5, 1),
    Case(
        "O l <= 1",
        "gt.point_group('O')",
        "group.trivial_representation() + group.natural_representation()",
        5,
        5,
    ),
    Case("O regular", "gt.point_group('O')", REGULAR, 5, 5, slow=True),
    Case("I regular", "gt.icosahedral()", REGULAR, 5, 20, slow=True),
]
#: A basis in the disk cache is to be there within this time.
CACHED = 0.02


def row(case: Case, runs: int) -> list[str]:
    """Time both in turn."""
    if not ESCNN.exists():
        raise BenchmarkError(f"{ESCNN.parent.parent} does not hold escnn: make bench puts it there")
    apart = outside(case)
    ours, cached, theirs, theirs_cached = [], [], [], []
    for turn in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            cache = {"GROUPTOOLS_CACHE": folder}
            ours.append(measure(IMPORTS, case.work, cache)[0])
            cached.append(measure(IMPORTS, case.basis, cache)[0])
        if turn < (1 if case.slow else runs):
            theirs.append(escnn_seconds(case))
            theirs_cached.append(escnn_seconds(case, "--warm"))
    ratio = median(theirs) / median(ours)
    target = f"{case.target:g}" if ratio >= case.target else f"{case.target:g}, **missed**"
    limit = "20 ms" if median(cached) <= CACHED else "20 ms, **missed**"
    times = [f"{1e3 * median(t):.3g} ms" for t in (ours, theirs, cached, theirs_cached)]
    return [
        *(case.name, times[0], times[1], f"{ratio:.3g}", target),
        *(times[2], limit, times[3], f"{apart:.1e}"),
    ]


def escnn_seconds(case: Case, *options: str) -> float:
    """Seconds that escnn takes to build and sample its basis."""
    done = subprocess.run(
        [ESCNN, ROOT / "tests/benchmarks/escnn_bases.py", case.name, *options],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=one_core,
    )
    if done.returncode:
        raise BenchmarkError(done.stderr.strip().rpartition("\n")[2])
    return float(json.loads(done.stdout.splitlines()[-1])[0])


def outside(case: Case) -> float:
    """The larger part of either sampled basis that lies outside the span of the other.

    escnn computes in float32, so about 1e-7 is what its rounding leaves.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/escnn.npz"
        escnn_seconds(case, "--save", file)
        work = f"from tests.benchmarks.spans import outside; print(outside({file!r}, basis, rings))"
        done = subprocess.run(
            [sys.executable, "-c", f"{IMPORTS}{case.basis}{work}"],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=os.environ | {"GROUPTOOLS_CACHE": folder},
        )
    if done.returncode:
        raise BenchmarkError(done.stderr.strip().rpartition("\n")[2])
    return float(done.stdout)
