"""What all tests share: a cache of their own, and Python in a process of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure():
    """Before any test or doctest runs: nobody touches the cache of the user."""
    os.environ["GROUPTOOLS_CACHE"] = tempfile.mkdtemp(prefix="grouptools-tests-")


def pytest_unconfigure():
    shutil.rmtree(os.environ.pop("GROUPTOOLS_CACHE"), ignore_errors=True)


@pytest.fixture
def cache_folder(tmp_path, monkeypatch) -> Path:
    """An empty folder that is the cache, in a process that has warned of nothing yet."""
    from grouptools import files

    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(folder))
    monkeypatch.setattr(files, "WARNED", set())
    return folder


@pytest.fixture
def run_python():
    """`run_python(code, *arguments, **environment)` in a new process; None removes a variable."""

    def run(code, *arguments, **environment):
        given = os.environ | {"PYTHONPATH": str(ROOT)} | environment
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={name: value for name, value in given.items() if value is not None},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
