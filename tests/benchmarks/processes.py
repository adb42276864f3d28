"""Work in new processes, each pinned to one core."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from tests.benchmarks.cases import Cold

ROOT = Path(__file__).parents[2]

PROGRAM = """
import json, re, time
{setup}
start = time.perf_counter()
{work}
seconds = time.perf_counter() - start
with open("/proc/self/status") as status:  # the peak that getrusage tells may be the parent's
    peak = int(re.search("VmHWM:(.*)kB", status.read())[1]) / 1024
print(json.dumps([seconds, peak]))
"""


class BenchmarkError(Exception):
    """A process that was to be timed failed."""


def one_core() -> None:
    """Pin this process to the last core it may use."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(
    setup: str, work: str, environment: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Seconds of the work and peak MB of its process, cold, on one core."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(setup=setup, work=work)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | (environment or {}),
        preexec_fn=one_core,
    )
    if done.returncode:
        raise BenchmarkError(done.stderr.strip().rpartition("\n")[2])
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def command_seconds(*command: str, environment: Mapping[str, str] | None = None) -> float:
    """Seconds that a whole command takes, from start to exit."""
    start = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
        env=os.environ | (environment or {}),
    )
    return time.perf_counter() - start


def compare(case: Cold, runs: int) -> list[str]:
    """Ours and the peer's in turn: one row of the table."""
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
