"""The tables of docs/benchmarks.md."""

import importlib.metadata
import os
import platform
from pathlib import Path

from tests.benchmarks.cases import Row

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
PACKAGES = (
    "numpy",
    "scipy",
    "numba",
    "sympy",
    "torch",
    "e3nn",
    "py3nj",
    "pywigxjpf",
    "sphericart",
    "spherical",
)

HOT_HEAD = [
    "work",
    "ours",
    "peer",
    "times as fast",
    "target",
    "limit of the hardware",
    "share of it",
    "memory",
]
COLD_HEAD = ["work", "ours", "to stay under", "peer", "times faster", "peak memory"]
FIRST_HEAD = ["first call", "nothing compiled", "all compiled", "import of it", "peak memory"]

INTRODUCTION = """\
# Benchmarks

Written by `make bench` in one run, on one core unless a table says otherwise.
{machine}.

**Warm**: ours and the peer's are called in turn in one process, after a warm-up; the figures are
medians. The limit of the hardware is the larger of two times measured in the same process: that of
writing as many bytes as the result has, into memory as it is allocated or, with `out=`, into a warm
buffer, and of reading large arguments once, and that of the multiply-adds that the work cannot do
without. Memory is what one call of ours holds at most beside its arguments, the result included.
Where a target is missed, the table says so.

**Cold**: every figure comes from a process of its own, that has imported what it needs and done
nothing else; medians again. For steerable kernels escnn runs in an environment of its own, with
the older numpy that it needs; both sides build the basis of one field and sample it on the grid of
escnn's layer, and the last column shows that the two span one space (escnn computes in float32).
A first call is to take 5 s at most where nothing is compiled yet, and
0.2 s at most where an earlier process has compiled it.
"""


def machine() -> str:
    """The processor and the versions."""
    versions = [f"{name} {version(name)}" for name in PACKAGES if version(name)]
    return (
        f"Processor: {processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, "
        + ", ".join(versions)
    )


def processor() -> str:
    """The name of the processor as the system tells it, or its architecture."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} ({platform.machine()})" if names else platform.machine()


def version(package: str) -> str:
    """The installed version of a package, or nothing."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def hot_cells(row: Row) -> list[str]:
    """A row as the page shows it."""
    theirs = "" if row.theirs is None else f"{row.peer} {duration(row.theirs)}"
    limit = "" if row.limit is None else f"{row.bound_by} {duration(row.limit)}"
    share = "" if row.limit is None else f"{100 * row.limit / row.ours:.2g} %"
    return [
        row.name,
        duration(row.ours),
        theirs,
        "" if row.ratio is None else digits(row.ratio),
        target(row),
        limit,
        share,
        f"{row.memory / 1e6:.3g} MB",
    ]


def target(row: Row) -> str:
    """What the row is to show, and whether it does not."""
    wanted = [] if row.target is None else [f"{row.target:g}"]
    if row.limit_times is not None:
        wanted.append(f"{100 / row.limit_times:.0f} % of the limit")
    return ", ".join([*wanted, "**missed**"] if row.misses else wanted)


def duration(seconds: float) -> str:
    """Three digits, in the unit that suits."""
    for size, unit in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{digits(seconds / size)} {unit}"
    return f"{digits(seconds * 1e6)} µs"


def digits(number: float) -> str:
    """Three digits, never as a power of ten."""
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"
