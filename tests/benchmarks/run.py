"""Time the derivations beside other packages: `make bench`, or `run.py --full`.

Every figure comes from a process of its own, pinned to one core, that has imported what it needs
and done nothing else: the work is cold.  Ours and theirs take turns; the table shows medians, the
ratio of medians and the peak memory of ours.  It is printed and written to docs/benchmarks.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"

TRIPLES = """
def triples(l_max):
    return [(a, b, c) for a in range(l_max + 1) for b in range(l_max + 1)
            for c in range(abs(a - b), min(a + b, l_max) + 1)]
"""

OURS_CG = "blocks = [clebsch_gordan(*t, basis={basis!r}) for t in triples({l})]"
SYMPY_CG = """
values = []
for a, b, c in triples({l}):
    for m in range(-a, a + 1):
        for n in range(-b, b + 1):
            if abs(m + n) <= c:
                values.append(peer(a, b, c, m, n, m + n))
"""
E3NN = "blocks = [wigner_3j(*t) for t in triples({l})]"


@dataclass(frozen=True)
class Case:
    """Two pieces of work to compare; `limit` is the time that ours is to stay under, seconds."""

    name: str
    setup: str
    work: str
    limit: float | None = None
    peer: str = ""
    peer_setup: str = ""
    peer_work: str = ""
    full_only: bool = False
    peer_runs: int | None = None


EXACT = "from grouptools.exact.coupling import clebsch_gordan\n" + TRIPLES
SYMPY = "from sympy.physics.wigner import clebsch_gordan as peer\n" + TRIPLES
E3NN_SETUP = "import torch\ntorch.set_num_threads(1)\nfrom e3nn.o3 import wigner_3j\n" + TRIPLES

CASES = [
    *(
        Case(
            f"exact complex CG, every triple to l = {l}",
            EXACT,
            OURS_CG.format(l=l, basis="complex"),
            limit,
            "sympy",
            SYMPY,
            SYMPY_CG.format(l=l),
            full_only=l == 10,
            peer_runs=1 if l == 10 else None,
        )
        for l, limit in ((4, None), (6, None), (10, 0.2))
    ),
    Case(
        "exact complex CG, every triple to l = 20",
        EXACT,
        OURS_CG.format(l=20, basis="complex"),
        4.0,
    ),
    *(
        Case(
            f"exact real CG, every triple to l = {l} (e3nn: floats)",
            EXACT,
            OURS_CG.format(l=l, basis="real"),
            limit,
            "e3nn",
            E3NN_SETUP,
            E3NN.format(l=l),
        )
        for l, limit in ((4, None), (6, None), (10, 1.0))
    ),
    Case(
        "exact harmonics to l = 20, coefficients",
        "from grouptools.exact import harmonic_coefficients",
        "blocks = [harmonic_coefficients(l) for l in range(21)]",
        5.0,
    ),
    Case(
        "exact harmonics to l = 20, sympy expressions",
        "import sympy; from grouptools.exact import solid_harmonics",
        "blocks = [solid_harmonics(l) for l in range(21)]",
        5.0,
    ),
    Case(
        "exact real D polynomials to l = 8, coefficients",
        "from grouptools.exact import wigner_D_coefficients",
        "blocks = [wigner_D_coefficients(l) for l in range(9)]",
        10.0,
    ),
    Case(
        "exact real D polynomials to l = 8, sympy expressions",
        "import sympy; from grouptools.exact import wigner_D_polynomials",
        "blocks = [wigner_D_polynomials(l) for l in range(9)]",
        10.0,
    ),
    Case(
        "symbolic complex D(alpha, beta, gamma), l = 4",
        "import flint, sympy, sympy.tensor.tensor  # sympy loads this part late\n"
        "from grouptools.exact import wigner_D_euler",
        "wigner_D_euler(4, basis='complex')",
        None,
        "sympy",
        "import sympy; from sympy.physics.wigner import wigner_d\n"
        "a, b, c = sympy.symbols('a b c', real=True)",
        "wigner_d(4, a, b, c)",
    ),
]


PROGRAM = """
import json, resource, sys, time
{setup}
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak]))
"""


def measure(setup: str, work: str) -> tuple[float, float]:
    """Seconds of the work and peak MB of its process, cold, on one core."""
    program = PROGRAM.format(setup=setup, work=work)
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=one_core,
    )
    if done.returncode:
        sys.exit(f"a benchmark failed:\n{done.stderr}")
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def one_core() -> None:
    """Pin this process to the last core it may use."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def command_seconds(*command: str, environment: dict[str, str]) -> float:
    """Seconds that a whole command takes, from start to exit."""
    start = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=os.environ | environment
    )
    return time.perf_counter() - start


def compare(case: Case, runs: int) -> list[str]:
    """One row of the table."""
    ours, theirs, peaks = [], [], []
    for turn in range(runs):
        seconds, peak = measure(case.setup, case.work)
        ours.append(seconds)
        peaks.append(peak)
        if case.peer and turn < (case.peer_runs or runs):
            theirs.append(measure(case.peer_setup, case.peer_work)[0])
    row = [case.name, f"{median(ours):.3g} s", f"{case.limit:g} s" if case.limit else ""]
    if theirs:
        ratio = median(theirs) / median(ours)
        row += [f"{case.peer} {median(theirs):.3g} s", f"{ratio:.{0 if ratio > 10 else 1}f}"]
    else:
        row += ["", ""]
    return [*row, f"{max(peaks):.0f} MB"]


def whole_commands(runs: int) -> list[list[str]]:
    """Rows for the import and for `grouptools export`, as whole processes."""
    rows = []
    python = sys.executable
    bare = median(command_seconds(python, "-c", "pass", environment={}) for _ in range(runs))
    loaded = median(
        command_seconds(python, "-c", "import grouptools", environment={}) for _ in range(runs)
    )
    rows.append(
        [
            "`import grouptools` over a bare interpreter",
            f"{loaded - bare:.3g} s",
            "0.3 s",
            "",
            "",
            "",
        ]
    )
    program = "from grouptools.cli.main import main; main()"
    cold, warm = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            environment = {"GROUPTOOLS_CACHE": f"{folder}/cache"}
            for times, out in ((cold, "first"), (warm, "second")):
                command = (
                    python,
                    "-c",
                    program,
                    "export",
                    "--l-max",
                    "6",
                    "--out",
                    f"{folder}/{out}",
                )
                times.append(command_seconds(*command, environment=environment))
    rows.append(
        [
            "`grouptools export` of everything to l = 6, cold",
            f"{median(cold):.3g} s",
            "15 s",
            "",
            "",
            "",
        ]
    )
    rows.append(["the same, tables in the cache", f"{median(warm):.3g} s", "1.5 s", "", "", ""])
    return rows


def main() -> None:
    """Run the cases, print the table and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--full", action="store_true", help="also what takes a peer a minute")
    options = parser.parse_args()
    rows = [["work", "ours", "to stay under", "peer", "times faster", "peak memory"], ["---"] * 6]
    print(" | ".join(rows[0]), flush=True)
    for case in CASES:
        if options.full or not case.full_only:
            rows.append(compare(case, options.runs))
            print(" | ".join(rows[-1]), flush=True)
    rows += whole_commands(options.runs)
    for row in rows[-3:]:
        print(" | ".join(row), flush=True)
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    page = f"""\
        # Benchmarks

        Written by `make bench`: medians of {options.runs} cold processes on one core, ours and the
        peer's in turn; Python {platform.python_version()}, {platform.machine()}.

        """
    PAGE.write_text(textwrap.dedent(page) + table + "\n")


if __name__ == "__main__":
    main()
