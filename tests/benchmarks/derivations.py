"""Exact derivation in new processes, beside sympy and e3nn; whole commands."""

import sys
import tempfile
from statistics import median

from tests.benchmarks.cases import Cold
from tests.benchmarks.processes import command_seconds

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

EXACT = "from grouptools.exact.coupling import clebsch_gordan\n" + TRIPLES
SYMPY = "from sympy.physics.wigner import clebsch_gordan as peer\n" + TRIPLES
E3NN_SETUP = "import torch\ntorch.set_num_threads(1)\nfrom e3nn.o3 import wigner_3j\n" + TRIPLES

CASES = [
    *(
        Cold(
            f"exact complex CG, every triple to l = {l}",
            EXACT,
            OURS_CG.format(l=l, basis="complex"),
            limit,
            "sympy",
            SYMPY,
            SYMPY_CG.format(l=l),
            slow=l == 10,
            peer_runs=1 if l == 10 else None,
        )
        for l, limit in ((4, None), (6, None), (10, 0.2))
    ),
    Cold(
        "exact complex CG, every triple to l = 20",
        EXACT,
        OURS_CG.format(l=20, basis="complex"),
        4.0,
    ),
    *(
        Cold(
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
    Cold(
        "exact harmonics to l = 20, coefficients",
        "from grouptools.exact import harmonic_coefficients",
        "blocks = [harmonic_coefficients(l) for l in range(21)]",
        5.0,
    ),
    Cold(
        "exact harmonics to l = 20, sympy expressions",
        "import sympy; from grouptools.exact import solid_harmonics",
        "blocks = [solid_harmonics(l) for l in range(21)]",
        5.0,
    ),
    Cold(
        "exact real D polynomials to l = 8, coefficients",
        "from grouptools.exact import wigner_D_coefficients",
        "blocks = [wigner_D_coefficients(l) for l in range(9)]",
        10.0,
    ),
    Cold(
        "exact real D polynomials to l = 8, sympy expressions",
        "import sympy; from grouptools.exact import wigner_D_polynomials",
        "blocks = [wigner_D_polynomials(l) for l in range(9)]",
        10.0,
    ),
    Cold(
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


def whole_commands(runs: int) -> list[list[str]]:
    """Rows for the import and for `grouptools export`, as whole processes."""
    python = sys.executable
    bare = median(command_seconds(python, "-c", "pass") for _ in range(runs))
    loaded = median(command_seconds(python, "-c", "import grouptools") for _ in range(runs))
    cold, warm = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(export_seconds(f"{folder}/first", folder))
            warm.append(export_seconds(f"{folder}/second", folder))
    return [
        command_row("`import grouptools` over a bare interpreter", loaded - bare, "0.3 s"),
        command_row("`grouptools export` of everything to l = 6, cold", median(cold), "15 s"),
        command_row("the same, tables in the cache", median(warm), "1.5 s"),
    ]


def export_seconds(out: str, folder: str) -> float:
    """Seconds of one export, with the cache below a folder."""
    program = "from grouptools.cli.main import main; main()"
    return command_seconds(
        *(sys.executable, "-c", program, "export", "--l-max", "6", "--out", out),
        environment={"GROUPTOOLS_CACHE": f"{folder}/cache"},
    )


def command_row(name: str, seconds: float, limit: str) -> list[str]:
    """A row without a peer."""
    return [name, f"{seconds:.3g} s", limit, "", "", ""]
