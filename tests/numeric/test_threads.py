"""Threads: how many, what each gets, and that neither their number nor a fork changes a bit."""

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.numeric import threads
from grouptools.numeric.threads import run_sliced

PATIENCE = 60  # seconds after which a process that waits for itself is given up


#: Slices are kept small here, so that the work below is split at all.
SMALLEST_SLICE = 1 << 16


@pytest.fixture(autouse=True)
def default_number(monkeypatch):
    monkeypatch.setattr(threads, "SMALLEST_SLICE", SMALLEST_SLICE)
    yield
    gt.set_num_threads(None)


@pytest.fixture
def nothing_chosen(monkeypatch):
    """Neither torch nor the environment says how many."""
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.delenv("NUMBA_NUM_THREADS", raising=False)


def torch_with(count: int) -> ModuleType:
    torch = ModuleType("torch")
    torch.get_num_threads = lambda: count
    return torch


def test_the_number_that_is_set_comes_first(nothing_chosen, monkeypatch):
    available = len(os.sched_getaffinity(0))
    assert gt.get_num_threads() == available
    monkeypatch.setenv("NUMBA_NUM_THREADS", "3")
    assert gt.get_num_threads() == 3
    monkeypatch.setitem(sys.modules, "torch", torch_with(5))
    assert gt.get_num_threads() == 5
    gt.set_num_threads(7)
    assert gt.get_num_threads() == 7
    gt.set_num_threads(None)
    assert gt.get_num_threads() == 5


@pytest.mark.parametrize("text", ["", "0", "-2", "many"])
def test_an_environment_that_says_nothing_useful_is_passed_over(nothing_chosen, monkeypatch, text):
    monkeypatch.setenv("NUMBA_NUM_THREADS", text)
    assert gt.get_num_threads() == len(os.sched_getaffinity(0))


def test_a_torch_that_is_half_loaded_is_passed_over(nothing_chosen, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", ModuleType("torch"))
    assert gt.get_num_threads() == len(os.sched_getaffinity(0))


def test_without_affinity_the_processors_count(nothing_chosen, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    assert gt.get_num_threads() == (os.cpu_count() or 1)


def test_a_limit_ends_with_its_block():
    gt.set_num_threads(4)
    with gt.threads_limited_to(2):
        assert gt.get_num_threads() == 2
        with gt.threads_limited_to(1):
            assert gt.get_num_threads() == 1
        assert gt.get_num_threads() == 2
    assert gt.get_num_threads() == 4
    with pytest.raises(ZeroDivisionError), gt.threads_limited_to(3):
        1 / 0  # noqa: B018
    assert gt.get_num_threads() == 4


@pytest.mark.parametrize("count", [0, -1, 1.0, True, "2"])
def test_what_is_no_number_of_threads_is_refused(count):
    before = gt.get_num_threads()
    with pytest.raises(ArgumentError) as caught:
        gt.set_num_threads(count)
    assert str(caught.value) == (
        f"count = {count!r} was given, but a number of threads is an integer: pass 1 or more, or "
        f"None for the default"
    )
    assert gt.get_num_threads() == before


@given(
    count=st.integers(0, 5000),
    size=st.sampled_from([0, 1, 100, SMALLEST_SLICE, 5 * SMALLEST_SLICE]),
    number=st.integers(1, 9),
    multiple=st.sampled_from([1, 8, 16]),
)
def test_slices_cover_all_once(count, size, number, multiple):
    gt.set_num_threads(number)
    slices = []
    run_sliced(lambda i, j: slices.append((i, j)), count, size, multiple=multiple)
    slices.sort()
    assert [i for i, _ in slices] == [0, *(j for _, j in slices[:-1])]
    assert slices[-1][1] == count
    assert all((j - i) % multiple == 0 for i, j in slices[:-1])
    assert number > 1 or len(slices) == 1


def test_long_work_is_shared_and_short_work_is_not():
    used = set()

    def work(_start, _stop):
        used.add(threading.current_thread().name)
        both.wait(timeout=PATIENCE)

    gt.set_num_threads(2)
    both = threading.Barrier(2)
    run_sliced(work, 2, SMALLEST_SLICE)  # each waits for the other
    assert len(used) == 2
    assert threading.current_thread().name not in used
    used.clear()
    run_sliced(lambda *_: used.add(threading.current_thread().name), 2, 1)
    assert used == {threading.current_thread().name}


def test_the_error_of_a_slice_reaches_the_caller_after_all_have_ended():
    done = []

    def work(start, _stop):
        if start == 0:
            raise KeyError("first")
        done.append(start)

    gt.set_num_threads(2)
    with pytest.raises(KeyError, match="first"):
        run_sliced(work, 4, SMALLEST_SLICE)
    assert done
    run_sliced(lambda start, _: done.append(start), 4, SMALLEST_SLICE)  # the pool still works


def test_a_slice_that_asks_for_threads_does_not_wait_for_itself():
    sums = []

    def inner(start, stop):
        sums.append(stop - start)

    gt.set_num_threads(2)
    run_sliced(lambda *_: run_sliced(inner, 4, SMALLEST_SLICE), 2, SMALLEST_SLICE)
    assert sums == [4, 4]


def test_the_pool_grows_with_the_number_chosen():
    for number in (2, 6):
        gt.set_num_threads(number)
        together = threading.Barrier(number)
        run_sliced(lambda *_, b=together: b.wait(timeout=PATIENCE), number, SMALLEST_SLICE)


def evaluations():
    """Results of evaluators that share their work, some longer than a slice."""
    rng = np.random.default_rng(3)
    points, quaternions = rng.normal(size=(20_003, 3)), rng.normal(size=(1003, 4))
    table = gt.wigner_3j_table(6)
    return [
        gt.spherical_harmonics(4, points),
        *gt.spherical_harmonics(4, points[:5000].astype(np.float32), derivatives=1),
        gt.spherical_harmonics(13, points[:2001]),
        *gt.wigner_D_blocks(6, quaternions),
        gt.rotate_coefficients(np.ones((1003, 49)), quaternions),
        gt.circular_harmonics(5, points[:, :2]),
        gt.spherical_bessel(7, abs(points[:, 0])),
        gt.gaussian_basis(16, abs(points[:, 0]), 5.0),
        table.values,
        gt.wigner_6j_values(*(rng.integers(0, 9, size=(6, 4000)))),
    ]


def same_bits(ours, theirs) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(ours, theirs, strict=True))


@pytest.fixture(scope="module")
def sequential():
    with gt.threads_limited_to(1):
        return evaluations()


@pytest.mark.parametrize("number", [2, 3, 8])
def test_results_do_not_depend_on_the_number_of_threads(sequential, number):
    with gt.threads_limited_to(number):
        assert same_bits(evaluations(), sequential)


def test_a_changed_bit_is_seen(sequential):
    other = [array.copy() for array in sequential]
    other[-1][0] = np.nextafter(other[-1][0], np.inf)
    assert not same_bits(other, sequential)


def test_many_callers_at_once_get_the_same_bits(sequential):
    gt.set_num_threads(3)
    with ThreadPoolExecutor(6) as callers:
        found = list(callers.map(lambda _: evaluations(), range(12)))
    assert all(same_bits(results, sequential) for results in found)


AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
import numpy as np
import grouptools as gt
from grouptools.numeric import threads

threads.SMALLEST_SLICE = 1 << 13
gt.set_num_threads(2)
points = np.random.default_rng(5).normal(size=(3000, 3))
quaternions = np.random.default_rng(6).normal(size=(300, 4))
calls = [
    lambda: gt.spherical_harmonics(4, points),
    lambda: gt.spherical_harmonics(5, points),
    lambda: np.concatenate([b.ravel() for b in gt.wigner_D_blocks(5, quaternions)]),
    lambda: gt.wigner_3j_table(5).values,
] * 3
with ThreadPoolExecutor(len(calls)) as callers:
    together = [f.result() for f in [callers.submit(call) for call in calls]]
alone = [call() for call in calls]
print(all(a.tobytes() == b.tobytes() for a, b in zip(together, alone)))
"""


def test_threads_that_compile_at_the_same_time(run_python, tmp_path):
    done = run_python(AT_ONCE, GROUPTOOLS_CACHE=str(tmp_path / "cache"))
    assert done.stdout == "True\n", done.stderr


def _child(connection):
    connection.send([array.tobytes() for array in evaluations()])
    connection.close()


# The child of a process with threads is forked on purpose: workers that load data are.
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_forked_workers_compute_the_same(sequential):
    gt.set_num_threads(2)
    assert same_bits(evaluations(), sequential)  # the pool has threads now
    assert threads._pool is not None
    context = multiprocessing.get_context("fork")
    workers = []
    for _ in range(2):
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        workers.append((mine, process))
    for connection, process in workers:
        try:
            assert connection.poll(PATIENCE), "a forked worker hangs"
            assert connection.recv() == [array.tobytes() for array in sequential]
            process.join(PATIENCE)
            assert process.exitcode == 0
        finally:
            process.kill()
    assert same_bits(evaluations(), sequential)  # and the parent goes on


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_forked_while_another_thread_holds_the_lock(sequential):
    """The child gets a lock of its own; the parent's would never be released there."""
    gt.set_num_threads(2)
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe(duplex=False)
    with threads._lock:
        process = context.Process(target=_child, args=(theirs,), daemon=True)
        process.start()
    try:
        assert mine.poll(PATIENCE), "a forked worker hangs"
        assert mine.recv() == [array.tobytes() for array in sequential]
    finally:
        process.kill()


DATA_LOADER = """
import numpy as np
import torch
import grouptools as gt
from grouptools.numeric import threads

threads.SMALLEST_SLICE = 1 << 16
torch.set_num_threads(2)
points = np.random.default_rng(5).normal(size=(8, 20000, 3))

class Harmonics(torch.utils.data.Dataset):
    def __len__(self):
        return len(points)
    def __getitem__(self, i):
        return torch.from_numpy(gt.spherical_harmonics(4, points[i]))

here = torch.stack([Harmonics()[i] for i in range(8)])  # the pool has threads now
for workers in (0, 2):
    loader = torch.utils.data.DataLoader(
        Harmonics(), batch_size=2, num_workers=workers, timeout=60 if workers else 0,
        multiprocessing_context="fork" if workers else None,
    )
    print(torch.equal(torch.cat(list(loader)), here), gt.get_num_threads())
"""


def test_workers_of_a_data_loader(run_python):
    pytest.importorskip("torch")
    done = run_python(DATA_LOADER)
    assert done.stdout == "True 2\nTrue 2\n", done.stderr
