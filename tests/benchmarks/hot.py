"""Measure the hot cases of one group, in this process: `python -m tests.benchmarks.hot GROUP`.

The process is pinned to one core (a group with CORES = 2, to two), so that peers have one thread
too.  Ours and the peer's take turns after a warm-up.  Prints a line of json for each case: a Row,
or a text that says why there is none.
"""

import argparse
import dataclasses
import gc
import json
import os
import re
import time
import tracemalloc
from importlib import import_module
from statistics import median

from tests.benchmarks.cases import Hot, Row, Work

SAMPLE = 1e-3  # a sample is as many calls as take about this long, in seconds
WARM_UPS = 3
FEWEST_TURNS = 5


def pin(cores: int) -> None:
    """Keep this process on the last cores that it may use, and libraries to as many threads."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-cores:])
    os.environ["OMP_NUM_THREADS"] = str(cores)


def sample(work: Work, calls: int) -> float:
    """Seconds of one call, over several."""
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - start) / calls


def calls_in_a_sample(work: Work) -> int:
    """How many calls make a sample, after a warm-up."""
    for _ in range(WARM_UPS):
        seconds = sample(work, 1)
    return max(1, round(SAMPLE / seconds))


def in_turn(case: Hot, ours: Work, theirs: Work | None, runs: int, budget: float) -> Row:
    """Samples of both in turn, and their medians."""
    mine: list[float] = []
    other: list[float] = []
    calls = calls_in_a_sample(ours)
    peer_runs = 0 if theirs is None else case.peer_runs or runs
    peer_calls = 1 if theirs is None or case.peer_runs else calls_in_a_sample(theirs)
    start = time.perf_counter()
    for turn in range(runs):
        mine.append(sample(ours, calls))
        if turn < peer_runs:
            other.append(sample(theirs, peer_calls))
        if turn + 1 >= FEWEST_TURNS and time.perf_counter() - start > budget:
            break
    return found(case, median(mine), median(other) if other else None, memory(ours))


def memory(work: Work) -> float:
    """Bytes that one call holds at most beside its arguments; kept memory would not be traced."""
    from grouptools.numeric.memory import get_kept_memory, set_kept_memory

    kept = get_kept_memory()
    set_kept_memory(0)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    set_kept_memory(kept)
    return peak


def found(case: Hot, ours: float, theirs: float | None, held: float) -> Row:
    """The row of a case, with the limit of the hardware beside it."""
    from tests.benchmarks import hardware

    moving = hardware.write_seconds(case.written, fresh=False) if case.written else 0.0
    moving += case.read / hardware.read_rate() if case.read else 0.0
    computing = case.fmas / hardware.fma_rate(case.dtype) if case.fmas else 0.0
    limit = max(moving, computing)
    what = " and ".join(["reading"] * bool(case.read) + ["writing"] * bool(case.written))
    bound_by = "multiply-adds" if computing > moving else what if limit else ""
    return Row(
        case.name,
        ours,
        case.peer,
        theirs,
        case.target,
        limit or None,
        bound_by,
        case.limit_times,
        held,
    )


def measure(case: Hot, runs: int, budget: float) -> Row | str:
    """The row of a case, or why there is none: one side is not there or fails."""
    try:
        ours, theirs = case.prepare()
        gc.collect()
        gc.disable()
        return in_turn(case, ours, theirs, runs, budget)
    except Exception as error:  # noqa: BLE001  # one case must not end a run of many
        reason = f"{type(error).__name__}: {error}".strip().partition("\n")[0]
        return f"{case.name} beside {case.peer}: {reason}"
    finally:
        gc.enable()


def main() -> None:
    """Measure the cases that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("group")
    parser.add_argument("--only", default="", metavar="PATTERN")
    parser.add_argument("--runs", type=int, default=31)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    module = import_module(f"tests.benchmarks.{options.group}")
    pin(getattr(module, "CORES", 1))
    budget = 0.3 if options.quick else 2.0
    for case in module.cases(quick=options.quick):
        if re.search(options.only, f"{options.group}: {case.name}") and not (
            options.quick and case.slow
        ):
            row = measure(case, options.runs, budget)
            line = row if isinstance(row, str) else dataclasses.asdict(row)
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
