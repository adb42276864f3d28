"""The benchmarks are timed by hand, but what they are made of must not rot."""

import time
from importlib import import_module

import pytest

from tests.benchmarks import derivations, first_calls, hot, page
from tests.benchmarks.cases import Hot, Row
from tests.benchmarks.run import GROUPS

ROW = Row("values", 2e-3, "other", 9e-3, 2.0, 1e-3, "writing", None, 5e6)


def row(**changes):
    return Row(**(vars(ROW) | changes))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("quick", [True, False])
def test_no_two_cases_of_a_group_are_the_same(group, quick):
    cases = list(import_module(f"tests.benchmarks.{group}").cases(quick=quick))
    names = [(case.name, case.peer) for case in cases]
    assert cases
    assert len(names) == len(set(names))


def test_no_two_cold_cases_are_the_same():
    names = [case.name for case in derivations.CASES]
    assert len(names) == len(set(names))
    assert len(first_calls.CALLS) == len(set(first_calls.CALLS))


def test_a_missed_target_is_told():
    assert not ROW.misses
    assert row(theirs=3.9e-3).misses
    assert not row(theirs=None).misses
    assert row(limit_times=1.9).misses
    assert not row(limit_times=2.1).misses
    assert page.target(row(theirs=3.9e-3, limit_times=4.0)) == "2, 25 % of the limit, **missed**"


def test_a_row_is_shown():
    assert page.hot_cells(ROW) == [
        "values",
        "2 ms",
        "other 9 ms",
        "4.5",
        "2",
        "writing 1 ms",
        "50 %",
        "5 MB",
    ]
    assert page.hot_cells(row(theirs=None, target=None, limit=None))[2:7] == [""] * 5


def test_durations_have_three_digits():
    shown = [page.duration(x) for x in (3.14159, 0.123456, 4.5678e-4, 1.2e-7, 31415.9)]
    assert shown == ["3.14 s", "123 ms", "457 µs", "0.12 µs", "31416 s"]


def test_the_slower_side_is_found():
    case = Hot("sleeping", lambda: (None, None), "longer sleep", 2.0)
    found = hot.in_turn(case, lambda: time.sleep(0.001), lambda: time.sleep(0.004), 5, 1.0)
    assert found.ours < found.theirs
    assert found.limit is None


@pytest.mark.parametrize("kind", [ImportError, AttributeError, AssertionError])
def test_a_side_that_fails_is_left_out(kind):
    def prepare():
        raise kind("no such package\nmore")

    told = hot.measure(Hot("sleeping", prepare, "longer sleep"), 5, 1.0)
    assert told == f"sleeping beside longer sleep: {kind.__name__}: no such package"
