"""Compiled code on disk: kept, found again, and never trusted where it is not whole."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.numeric import compiled_code
from grouptools.numeric.compiled_code import clear_compiled, compiled_files, compiled_folder
from grouptools.numeric.warming import calls, warmed_functions

ROOT = Path(__file__).resolve().parents[2]

# Two kernels of one function, and how many were loaded and compiled in this process.
PROGRAM = """
import sys
import numpy as np
import grouptools as gt
x = np.linspace(0.0, 2.0, 24).reshape(8, 3)
for l in map(int, sys.argv[1:] or "12"):
    print(gt.spherical_harmonics(l, x).tobytes().hex())
"""


def harmonics(*degrees) -> str:
    x = np.linspace(0.0, 2.0, 24).reshape(8, 3)
    return "".join(f"{gt.spherical_harmonics(l, x).tobytes().hex()}\n" for l in degrees)


@pytest.fixture
def answer(run_python):
    """Run the program in a process of its own: what it prints."""

    def run(*degrees, **environment) -> str:
        done = run_python(PROGRAM, *degrees, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


@pytest.fixture
def expected() -> str:
    return harmonics(1, 2)


def held(folder) -> dict[str, tuple[int, int]]:
    """Names, times and sizes of the files of code."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {str(f): (f.stat().st_mtime_ns, f.stat().st_size) for f in files}


def test_code_is_kept_and_found_by_the_next_process(answer, expected, cache_folder):
    assert answer() == expected
    kept = held(cache_folder)
    assert len(kept) == 2
    assert set(kept) == {str(file) for file in compiled_files()}
    assert {Path(name).parent for name in kept} == {compiled_folder()}
    assert answer() == expected
    assert held(cache_folder) == kept
    assert answer(1, 2, 3) == harmonics(1, 2, 3)
    assert len(held(cache_folder)) == 3


def test_processes_that_compile_at_once_do_not_mix_it_up(answer, cache_folder):
    """Each compiles another degree first; names that were counted would be the same."""
    orders = ["1234", "4321", "2413", "3142"]
    command = [sys.executable, "-c", PROGRAM]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen([*command, *order], env=environment, stdout=subprocess.PIPE, text=True)
        for order in orders
    ]
    for process, order in zip(processes, orders, strict=True):
        assert process.communicate(timeout=120)[0] == harmonics(*map(int, order))
    kept = held(cache_folder)
    assert len(kept) == 4
    assert answer(*range(1, 5)) == harmonics(*range(1, 5))
    assert held(cache_folder) == kept


@pytest.mark.parametrize("damage", ["cut", "emptied", "one bit", "exchanged", "a folder"])
def test_damaged_code_is_compiled_anew(answer, expected, cache_folder, damage):
    answer()
    first, second = sorted(cache_folder.rglob("*.nbc"))
    content = first.read_bytes()
    if damage == "a folder":
        first.unlink()
        first.mkdir()
    else:
        middle = len(content) // 2
        first.write_bytes(
            {
                "cut": content[:middle],
                "emptied": b"",
                "one bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                "exchanged": second.read_bytes(),
            }[damage]
        )
    assert answer() == expected
    kept = held(cache_folder)
    assert answer() == expected
    assert damage == "a folder" or held(cache_folder) == kept  # mended


def test_a_folder_that_is_a_file(answer, expected, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    assert answer(GROUPTOOLS_CACHE=str(file)) == expected
    assert file.read_text() == "mine"
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "compiled").write_text("mine")
    assert answer(GROUPTOOLS_CACHE=str(tmp_path / "cache")) == expected


def test_a_folder_that_cannot_be_written(answer, expected, cache_folder):
    cache_folder.chmod(0o555)
    try:
        assert answer() == expected
        assert os.geteuid() == 0 or not held(cache_folder)
    finally:
        cache_folder.chmod(0o755)


def test_a_file_system_that_cannot_be_written(answer, expected):
    assert answer(GROUPTOOLS_CACHE="/proc/grouptools") == expected  # not even root may


def test_without_a_home(answer, expected, tmp_path):
    nowhere = {"GROUPTOOLS_CACHE": None, "XDG_CACHE_HOME": None, "HOME": None}
    assert answer(**nowhere, PYTHONPATH=str(_without_home(tmp_path))) == expected


def _without_home(folder) -> str:
    """A search path on which no user has a home folder, whoever runs the tests."""
    (folder / "sitecustomize.py").write_text(
        "import os.path, pathlib\n"
        "os.path.expanduser = lambda path: path\n"
        "def refuse(self): raise RuntimeError('no home')\n"
        "pathlib.Path.expanduser = refuse\n"
    )
    return f"{folder}{os.pathsep}{ROOT}"


def test_without_a_home_there_is_no_folder(monkeypatch):
    def refuse():
        raise ArgumentError("there is no home folder")

    monkeypatch.setattr(compiled_code, "cache_folder", refuse)
    assert compiled_folder() is None
    assert compiled_files(all_versions=True) == []
    assert clear_compiled() == 0


def test_an_edited_source_has_another_stamp(tmp_path, monkeypatch):
    (tmp_path / "room").mkdir()
    monkeypatch.setattr(compiled_code, "ROOM", tmp_path)
    seen = set()
    for name, text in [
        ("a.py", "x = 1\n"),
        ("a.py", "x = 2\n"),
        ("room/b.py", ""),
        ("room/c.py", ""),
    ]:
        (tmp_path / name).write_text(text)
        seen.add(compiled_code.stamp.__wrapped__())
    (tmp_path / "room" / "c.py").rename(tmp_path / "room" / "d.py")
    seen.add(compiled_code.stamp.__wrapped__())
    assert len(seen) == 5
    (tmp_path / "notes.txt").write_text("not a source")
    assert compiled_code.stamp.__wrapped__() in seen


def test_what_cannot_be_removed_is_said(cache_folder):
    stuck = compiled_folder() / "a.nbc"
    stuck.mkdir(parents=True)
    with pytest.raises(ArgumentError, match=r"a.nbc cannot be removed .*make the folder writable$"):
        clear_compiled()


def test_unfinished_files_are_removed_and_not_counted(cache_folder):
    place = compiled_folder()
    place.mkdir(parents=True)
    (place / "a.nbc").write_bytes(b"")
    (place / "a.nbc.tmp.0123456789abcdef").write_bytes(b"")
    assert len(compiled_files()) == 1
    assert clear_compiled() == 1
    assert list(cache_folder.iterdir()) == []


def test_warming_covers_what_the_front_door_has():
    names = warmed_functions()
    assert set(names) - {"evaluate_basis"} <= set(gt.__all__)  # that is KernelBasis.evaluate
    planned = calls()
    assert {call.function for call in planned} == set(names)
    details = {str(call) for call in planned}
    assert "spherical_harmonics (l_max = 6, order 1, solid, float32)" in details
    assert "spherical_harmonics (loops, order 2, float64)" in details
    assert "wigner_D (complex, order 2, float32)" in details
    assert not any("large" in detail for detail in details)
    assert sum("large" in str(call) for call in calls(large=True)) == 2 * 76
    straight = [call for call in calls(["spherical_harmonics"], l_max=99) if "=" in call.detail]
    assert len(straight) == 2 * 2 * (11 + 11 + 5)


def test_warming_an_unknown_function():
    with pytest.raises(ArgumentError, match=r"^the function 'sin' was named, but those that comp"):
        calls(["sin"])
    with pytest.raises(ArgumentError):
        calls(l_max=-1)


WARM = """
import numpy as np
import grouptools as gt
from grouptools.numeric.compiled_code import compiled_files
from grouptools.numeric.warming import calls

for call in calls(["wigner_D", "bernstein_basis", "circular_harmonics"]):
    call.run()
ready = compiled_files()
rng = np.random.default_rng(1)
for dtype in (np.float64, np.float32):
    q, x = rng.normal(size=(2, 11, 4)).astype(dtype), rng.uniform(0, 2, size=9).astype(dtype)
    frozen = x.copy()
    frozen.setflags(write=False)
    for basis in ("real", "complex"):
        gt.wigner_D(4, q, basis=basis)
        gt.wigner_D(2, q.transpose(1, 0, 2), basis=basis, derivatives=1)
        gt.wigner_D_blocks(3, q[0, 0], basis=basis, derivatives=2, with_respect_to="perturbation")
    for r in (x, frozen, x[::2], x[0], x[:0]):
        gt.bernstein_basis(5, r, 3.0)
        gt.bernstein_basis(5, r, 3.0, derivatives=2)
        gt.circular_harmonics(4, np.stack([r, r], axis=-1), normalize=False, derivatives=1)
print(len(ready), sorted(file.name for file in set(compiled_files()) - set(ready)))
"""


def test_what_is_warm_compiles_no_more(run_python, tmp_path):
    """Whatever the shape, stride, order of derivatives and right to write."""
    done = run_python(WARM, GROUPTOOLS_CACHE=str(tmp_path / "cache"))
    ready, more = done.stdout.split(maxsplit=1)
    assert int(ready) >= 8
    assert more == "[]\n", done.stderr
