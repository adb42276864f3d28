"""The command line, run in this process or in one of its own, from an empty folder."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from grouptools.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
# A shell that runs the tests in the background has its processes ignore the key of interruption.
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
COMMAND = [sys.executable, "-c", f"{HEARING}; from grouptools.cli.main import main; main()"]


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch) -> Path:
    """The working folder of the command."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capsys):
    """Run a command in this process; an exception that leaves it fails the test."""

    def call(*arguments) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        caught = capsys.readouterr()
        return Outcome(left.value.code, caught.out, caught.err)

    return call


@pytest.fixture
def start():
    """Start a command in a process of its own."""
    started = []

    def call(*arguments, stdout=subprocess.PIPE, **environment):
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield call
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def run_apart(start):
    """Run a command in a process of its own."""

    def call(*arguments, **options) -> Outcome:
        process = start(*arguments, **options)
        out, err = process.communicate(timeout=120)
        return Outcome(process.returncode, out, err)

    return call
