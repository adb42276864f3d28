"""A reader that leaves, a key that is pressed, a device that is full: no traceback, no debris."""

import os
import pty
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import grouptools as gt
from grouptools.tables import FORMATS


def wait_for_files(process, folder, count):
    """Wait until the command has written some files."""
    while process.poll() is None and len(list(folder.glob("*.*"))) < count:
        time.sleep(0.002)


def whole_tables(folder):
    """How many tables are in the folder, all of which must be whole."""
    names = [path for path in folder.iterdir() if not path.name.endswith(".partial")]
    return len([gt.load_table(path) for path in names])


@pytest.mark.parametrize(
    "line",
    ["show D 3", "show D 3 --json", "codegen spherical_harmonics c", "verify out --json"],
)
def test_a_reader_that_leaves(start, run, line):
    """What is left to write is longer than a pipe holds, or is flushed only at exit."""
    run("export", "3j", "6j", "Y", "--l-max", 0, "--out", "out")
    process = start(*line.split())
    process.stdout.read(1)
    process.stdout.close()
    assert process.wait(timeout=60) in {0, 1}
    assert process.stderr.read() == ""


def test_a_reader_that_was_never_there(start):
    process = start("show", "cg", 1, 1, 1)
    process.stdout.close()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "line",
    ["show cg 1 1 1", "show Y 1 --json", "codegen wigner_D c --l-max 1", "cache list", "--help"],
)
def test_an_output_that_is_full(run_apart, line):
    with Path("/dev/full").open("w") as full:
        outcome = run_apart(*line.split(), stdout=full)
    assert outcome.status == 2
    assert outcome.err == "grouptools: No space left on device\n"


def test_an_output_that_is_closed(run_apart):
    """As after `>&-`."""
    close = "import os; os.close(1); os.execv(os.sys.executable, os.sys.argv[1:])"
    command = [sys.executable, "-c", "from grouptools.cli.main import main; main()"]
    process = subprocess.run(
        [sys.executable, "-c", close, *command, "show", "gaunt", "1", "1", "0"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.parametrize("seed", range(3))
def test_an_interrupted_export(start, empty_folder, tmp_path, seed):
    process = start("export", "--l-max", 4, GROUPTOOLS_CACHE=str(tmp_path / "cache"))
    folder = empty_folder / "tables"
    wait_for_files(process, folder, 1 + 10 * seed)
    time.sleep(0.1 * random.Random(seed).random())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, "it was interrupted before it was through"
    assert (out, err.strip()) == ("", "")
    assert not list(folder.glob("*.partial"))
    assert not list((tmp_path / "cache").glob("*.partial"))
    assert 1 <= whole_tables(folder) < 12 * len(FORMATS)


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_export(start, run, empty_folder, tmp_path, seed):
    """Files that have their name are whole, and the next export is none the worse."""
    process = start("export", "--l-max", 4, GROUPTOOLS_CACHE=str(tmp_path / "cache"))
    folder = empty_folder / "tables"
    wait_for_files(process, folder, 1 + 10 * seed)
    time.sleep(0.05 * random.Random(seed).random())
    process.kill()
    process.communicate(timeout=60)
    assert whole_tables(folder) >= 1
    assert run("export", "--l-max", 1).status == 0
    assert run("verify", "tables").status == 0


def test_a_person_sees_how_far_it_is(start, empty_folder):
    """On a terminal a bar is drawn on standard error; standard output stays clean."""
    ours, theirs = pty.openpty()
    code = "from grouptools.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "export", "--l-max", "1"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 10_000)
        except OSError:  # the other end has closed
            break
    os.close(ours)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert out == b"96 files of 12 tables to l = 1 in tables\n"
    assert b"exporting" in shown
    assert b"/12" in shown
