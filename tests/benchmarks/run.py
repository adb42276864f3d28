"""Time grouptools beside other packages: `make bench`, or `python -m tests.benchmarks.run`.

Without options everything is measured, printed and written to docs/benchmarks.md, in about twenty
minutes.  `--only PATTERN` measures the cases whose group or name matches, `--quick` a few of each
kind in less than two minutes; both print, and write nothing.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module

from tests.benchmarks import derivations, first_calls, hardware, page, steerable
from tests.benchmarks.cases import Row
from tests.benchmarks.processes import ROOT, BenchmarkError, compare, one_core

#: module of hot cases -> the title of its table
GROUPS = {
    "harmonics": "Spherical harmonics, warm",
    "wigner": "Wigner-D matrices, warm",
    "couplings": "Couplings, warm",
    "point_convolution": "Point convolutions, warm",
    "two_threads": "Two threads beside one, on two cores, warm",
}


@dataclass
class Options:
    """What the command line asks for, and what could not be measured."""

    only: str = ""
    runs: int = 31
    cold_runs: int = 5
    quick: bool = False
    left_out: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether everything is measured, so that the page can be written."""
        return not (self.only or self.quick)

    def leave_out(self, reason: str) -> None:
        """Tell, and keep for the page, what could not be measured."""
        print(f"left out: {reason}", flush=True)
        self.left_out.append(reason)

    def wants(self, group: str, name: str) -> bool:
        """Whether the pattern matches a group or a case."""
        return bool(re.search(self.only, f"{group}: {name}"))


def hot_rows(group: str, options: Options) -> Iterator[Row]:
    """The rows of a group, measured by a process of its own."""
    cases = import_module(f"tests.benchmarks.{group}").cases(quick=options.quick)
    if not any(options.wants(group, case.name) for case in cases):
        return
    command = [sys.executable, "-m", "tests.benchmarks.hot", group, "--runs", str(options.runs)]
    command += ["--only", options.only] if options.only else []
    command += ["--quick"] if options.quick else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        for found in map(json.loads, process.stdout or ()):
            if isinstance(found, str):
                options.leave_out(found)
            else:
                yield Row(**found)
    if process.returncode:
        options.leave_out(f"the rest of {group}, which ended with status {process.returncode}")


def hot_table(group: str, options: Options) -> str:
    """The table of a group, printed as it grows."""
    rows = [shown(page.hot_cells(row)) for row in hot_rows(group, options)]
    return page.table(page.HOT_HEAD, rows)


def cold_table(options: Options) -> str:
    """Exact derivation."""
    rows = []
    for case in derivations.CASES:
        if options.wants("derivations", case.name) and not (options.quick and case.slow):
            try:
                rows.append(shown(compare(case, options.cold_runs)))
            except BenchmarkError as error:
                options.leave_out(f"{case.name}: {error}")
    if options.wants("derivations", "commands"):
        rows += [shown(row) for row in derivations.whole_commands(options.cold_runs)]
    return page.table(page.COLD_HEAD, rows)


def first_table(options: Options) -> str:
    """First calls."""
    rows = []
    for module, name, rest in first_calls.CALLS[:: 12 if options.quick else 1]:
        if options.wants("first_calls", name + rest):
            try:
                rows.append(shown(first_calls.row(module, name, rest, options.cold_runs)))
            except BenchmarkError as error:
                options.leave_out(f"first call of {name}{rest}: {error}")
    return page.table(page.FIRST_HEAD, rows)


def steerable_table(options: Options) -> str:
    """Sampled bases of steerable kernels."""
    rows = []
    for case in steerable.CASES:
        if options.wants("steerable", case.name) and not (options.quick and case.slow):
            try:
                rows.append(shown(steerable.row(case, options.cold_runs)))
            except BenchmarkError as error:
                options.leave_out(f"{case.name}: {error}")
    return page.table(steerable.HEAD, rows)


def hardware_table(options: Options) -> str:
    """The limits of the machine."""
    if not options.wants("hardware", ""):
        return ""
    before = os.sched_getaffinity(0)
    one_core()
    rows = [shown(list(row)) for row in hardware.report()]
    os.sched_setaffinity(0, before)
    return page.table(["one core", "measured"], rows)


def shown(cells: list[str]) -> list[str]:
    """Print a row as soon as it is known."""
    print(" | ".join(cells), flush=True)
    return cells


def options_given() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="PATTERN", help="of a case's name, or its group's"
    )
    parser.add_argument("--runs", type=int, default=31, help="samples of a warm case, at most")
    parser.add_argument("--cold-runs", type=int, default=5, help="processes of a cold case")
    parser.add_argument("--quick", action="store_true", help="a few cases of each kind")
    given = parser.parse_args()
    return Options(given.only, given.runs, 1 if given.quick else given.cold_runs, given.quick)


def main() -> int:
    """Measure, print and write; 1 where something could not be measured."""
    options = options_given()
    parts: list[tuple[str, Callable[[], str]]] = [
        ("The machine", lambda: hardware_table(options)),
        *(
            (title, lambda group=group: hot_table(group, options))
            for group, title in GROUPS.items()
        ),
        ("First calls, cold", lambda: first_table(options)),
        ("Exact derivation, cold", lambda: cold_table(options)),
        ("Bases of steerable kernels, cold", lambda: steerable_table(options)),
    ]
    text = page.INTRODUCTION.format(machine=page.machine())
    for title, measured in parts:
        print(f"\n{title}", flush=True)
        text += f"\n## {title}\n\n{measured()}"
    if options.left_out:
        text += "\nLeft out of this run:\n\n" + "".join(f"- {one}\n" for one in options.left_out)
    if options.whole:
        page.PAGE.write_text(text, encoding="utf-8")
    return 1 if options.left_out else 0


if __name__ == "__main__":
    sys.exit(main())
