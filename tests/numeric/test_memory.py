"""Memory of large results is kept, limited, and never handed out twice."""

import gc
import os
import threading

import numpy as np
import pytest

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.numeric import memory

F64 = np.dtype(np.float64)
LARGE = memory.LARGE // 8


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(memory, "_idle", [])
    monkeypatch.setattr(memory, "_limit", 1 << 30)
    if not memory.USABLE:
        pytest.skip("this system cannot be told that memory is idle")


def place(array):
    return array.__array_interface__["data"][0]


def test_freed_memory_is_used_again():
    first = memory.empty((LARGE,), F64)
    where = place(first)
    del first
    assert place(memory.empty((2, LARGE // 2), F64)) == where


def test_a_view_keeps_its_memory():
    first = memory.empty((LARGE,), F64)
    view, where = first[3:5], place(first)
    del first
    assert place(memory.empty((LARGE,), F64)) != where
    view[:] = 7.0
    other = memory.empty((LARGE,), F64)
    other[:] = 0.0
    assert view.tolist() == [7.0, 7.0]


def test_another_size_gets_memory_of_its_own():
    first = memory.empty((LARGE,), F64)
    where = place(first)
    del first
    assert place(memory.empty((2 * LARGE,), F64)) != where
    assert len(memory._idle) == 2


def test_small_arrays_are_left_to_numpy():
    array = memory.empty((10, 3), F64)
    assert array.base is None
    assert array.flags.owndata


def test_what_is_kept_is_limited():
    arrays = [memory.empty((LARGE,), F64) for _ in range(4)]
    memory.set_kept_memory(3 * LARGE * 8)
    assert memory.get_kept_memory() == 3 * LARGE * 8
    arrays.clear()
    gc.collect()
    assert len(memory._idle) == 3
    memory.set_kept_memory(0)
    assert memory._idle == []
    assert memory.empty((LARGE,), F64).base is None


@pytest.mark.parametrize("limit", [-1, 1.5, True, None])
def test_a_wrong_limit_is_said(limit):
    with pytest.raises(ArgumentError, match="it is a number of bytes: pass an integer, 0 or more"):
        memory.set_kept_memory(limit)


def test_many_threads_never_share_memory():
    errors = []

    def work(number):
        for _ in range(30):
            array = memory.empty((LARGE,), F64)
            array[::4096] = number
            if not (array[::4096] == number).all():
                errors.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_has_memory_of_its_own():
    """A process of its own forks: this one may have threads."""
    import subprocess
    import sys

    code = """
import os, numpy as np
from grouptools.numeric import memory
size, kind = memory.LARGE // 8, np.dtype(float)
del (array := [memory.empty((size,), kind)])[0]
mine = memory.empty((size,), kind)
mine[:] = 1.0
child = os.fork()
if child == 0:
    mine[:] = 2.0
    del mine
    again = memory.empty((size,), kind)
    again[:] = 3.0
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert (mine == 1.0).all()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_results_are_right_in_used_memory():
    points = np.random.default_rng(2).normal(size=(6000, 3))
    expected = gt.spherical_harmonics(26, points[:7])
    for _ in range(3):
        found = gt.spherical_harmonics(26, points)
        assert found.nbytes > memory.LARGE
        np.testing.assert_array_equal(found[:7], expected)
        found[:] = np.nan
