"""`grouptools cache`: path, list, check, clear and warm."""

import json
from hashlib import sha256

import pytest

import grouptools as gt
from grouptools.kernels import cache as kernels_cache
from grouptools.kernels import deriving
from grouptools.numeric.compiled_code import compiled_folder
from grouptools.tables import cache

NO_KERNELS = f"{0:>12,}  bytes in 0 files of kernels\n"
NO_CODE = f"{0:>12,}  bytes in 0 files of compiled code\n"
KIND, PARAMETERS = "wigner_3j", {"l_max": 1}


@pytest.fixture
def file(cache_folder):
    gt.table(KIND, **PARAMETERS)
    (file,) = cache.cached_files()
    return file


@pytest.fixture
def kernels(cache_folder, monkeypatch):
    """A file of 5 kernels."""
    monkeypatch.setattr(deriving, "WORTH_KEEPING", 0.0)
    gt.kernel_basis(*[gt.cyclic(5).regular_representation()] * 2, 0)
    (file,) = kernels_cache.CACHE.files()
    return file


def removed(*, tables=0, kernels=0, codes=0):
    """What `clear` says."""
    return (
        f"removed {tables} tables, {kernels} files of kernels and {codes} files of compiled code\n"
    )


def reseal(file, old, new):
    """Change a number, and make certificate and checksum of the file fit again."""
    _, certificate, text = file.read_text().split("\n", 2)
    assert old in text
    certificate = certificate.replace(
        sha256(text.encode()).hexdigest(), sha256(text.replace(old, new).encode()).hexdigest()
    )
    body = f"{certificate}\n{text.replace(old, new)}".encode()
    file.write_bytes(f"{cache.CACHE.magic} {sha256(body).hexdigest()}\n".encode() + body)


def test_path(run, cache_folder):
    assert run("cache", "path").out == f"{cache_folder}\n"


def test_list(run, file):
    size = file.stat().st_size
    assert run("cache", "list").out == (
        f"{size:>12,}  {file.name}\n{size:>12,}  bytes in 1 tables\n{NO_KERNELS}{NO_CODE}"
    )
    listed = json.loads(run("cache", "list", "--json").out)
    assert listed == [{"file": str(file), "bytes": size, "holds": "table"}]


def test_clear(run, file):
    (file.parent / "notes.txt").write_text("mine")
    assert run("cache", "clear").out == removed(tables=1)
    assert [path.name for path in file.parent.iterdir()] == ["notes.txt"]
    assert run("cache", "clear").out == removed()
    assert run("cache", "list").out == f"{0:>12,}  bytes in 0 tables\n{NO_KERNELS}{NO_CODE}"


def test_check_of_what_is_right(run, file):
    outcome = run("cache", "check")
    assert (outcome.status, outcome.err) == (0, "")
    assert "golden digest" in outcome.out
    assert outcome.out.endswith("\n1 hold, 0 failed\n")
    assert json.loads(run("cache", "check", "--json").out)[0]["problem"] is None


@pytest.mark.parametrize("command", [("cache", "check"), ("verify", "--cache")])
def test_forged_numbers_fail(run, file, command):
    """Checksum and digest are right, and the cache gives the table; its certificate is not."""
    reseal(file, "\n0 0 0 1 1\n", "\n0 0 0 -1 1\n")
    assert cache.load(KIND, PARAMETERS) is not None
    outcome = run(*command, "--json")
    assert outcome.status == 1
    (verdict,) = json.loads(outcome.out)
    assert verdict["readable"] is True
    assert "j1 = 0" in verdict["problem"]


def test_forged_labels_fail(run, file):
    reseal(file, '"fields":["j1","m1"]', '"fields":["j1","m9"]')
    outcome = run("cache", "check", "--json")
    assert outcome.status == 1
    (verdict,) = json.loads(outcome.out)
    assert "label columns" in verdict["problem"]


@pytest.mark.parametrize(
    ("command", "status"), [(("cache", "check"), 1), (("verify", "--cache"), 2)]
)
def test_a_damaged_file_fails(run, file, command, status):
    """To `verify` files are input, and this is bad input; to `check` they are what is checked."""
    file.write_bytes(file.read_bytes()[:-3])
    outcome = run(*command, "--json")
    assert (outcome.status, outcome.err) == (status, "")
    (verdict,) = json.loads(outcome.out)
    assert verdict["problem"] == "its content does not match its checksum"


def test_files_of_other_versions_are_listed_but_not_checked(run, file):
    old = file.with_name(file.name.replace(".v1-", ".v0-"))
    old.write_bytes(b"whatever another version keeps")
    assert run("cache", "check").status == 0
    assert {entry["file"] for entry in json.loads(run("cache", "list", "--json").out)} == {
        str(old),
        str(file),
    }
    assert run("cache", "clear").out == removed(tables=2)


def test_an_empty_or_missing_folder_is_no_trouble(run, cache_folder):
    for _ in range(2):
        assert run("cache", "list").status == 0
        assert run("cache", "check").status == 0
        assert run("cache", "clear").out == removed()
        if cache_folder.exists():
            cache_folder.rmdir()


@pytest.mark.parametrize("command", ["list", "check", "clear"])
def test_a_file_in_the_place_of_the_folder_is_bad_input(run, tmp_path, monkeypatch, command):
    file = tmp_path / "file"
    file.write_text("mine")
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(file))
    outcome = run("cache", command)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"grouptools: the cache in {file} cannot be read (Not a dir")
    assert file.read_text() == "mine"


def test_kernels_are_listed(run, kernels, file):
    size, table = kernels.stat().st_size, file.stat().st_size
    assert run("cache", "list").out == (
        f"{table:>12,}  {file.name}\n{size:>12,}  {kernels.name}\n"
        f"{table:>12,}  bytes in 1 tables\n{size:>12,}  bytes in 1 files of kernels\n{NO_CODE}"
    )
    assert json.loads(run("cache", "list", "--json").out) == [
        {"file": str(file), "bytes": table, "holds": "table"},
        {"file": str(kernels), "bytes": size, "holds": "kernels"},
    ]


def test_kernels_are_cleared(run, kernels, file):
    notes = kernels.with_name("notes.txt")
    notes.write_text("mine")
    assert run("cache", "clear").out == removed(tables=1, kernels=1)
    assert not kernels.exists()
    assert not file.exists()
    assert notes.read_text() == "mine"


def test_kernels_are_checked(run, kernels, file):
    outcome = run("cache", "check", "--json")
    assert outcome.status == 0
    assert [(entry["subject"], entry["problem"]) for entry in json.loads(outcome.out)] == [
        (str(file), None),
        (str(kernels), None),
    ]
    assert json.loads(outcome.out)[1]["checked"] == "checksum, 5 kernels"
    assert run("cache", "check").out.endswith("\n2 hold, 0 failed\n")


@pytest.mark.parametrize("which", ["first", "last", "cut", "empty", "sealed"])
def test_damaged_kernels_fail(run, kernels, file, which):
    whole = kernels.read_bytes()
    body = whole.partition(b"\n")[2][:-1]
    damaged = {
        "first": bytes([whole[0] ^ 1]) + whole[1:],
        "last": whole[:-1] + bytes([whole[-1] ^ 1]),
        "cut": whole[:-1],
        "empty": b"",
        "sealed": f"{kernels_cache.CACHE.magic} {sha256(body).hexdigest()}\n".encode() + body,
    }
    kernels.write_bytes(damaged[which])
    outcome = run("cache", "check", "--json")
    assert (outcome.status, outcome.err) == (1, "")
    right, wrong = json.loads(outcome.out)
    assert right["problem"] is None
    assert wrong["subject"] == str(kernels)
    by_checksum = wrong["problem"] == "its content does not match its checksum"
    assert by_checksum is (which != "sealed")


@pytest.fixture
def code(cache_folder):
    """Two files of compiled code, and one of another version."""
    place = compiled_folder()
    files = [place / "a.nbc", place / "b.nbc", place.parent / "0123456789abcdef" / "a.nbc"]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"12345")
    return files


def test_compiled_code_is_listed(run, code):
    assert run("cache", "list").out == (
        f"{0:>12,}  bytes in 0 tables\n{NO_KERNELS}"
        f"{15:>12,}  bytes in 3 files of compiled code, 1 of them of other versions\n"
    )
    listed = json.loads(run("cache", "list", "--json").out)
    assert {(entry["file"], entry["bytes"], entry["holds"]) for entry in listed} == {
        (str(file), 5, "code") for file in code
    }
    assert run("cache", "check").status == 0


def test_compiled_code_is_cleared_and_nothing_else(run, code, file):
    notes = code[0].with_name("notes.txt")
    notes.write_text("mine")
    assert run("cache", "clear").out == removed(tables=1, codes=3)
    assert notes.read_text() == "mine"
    assert not any(path.exists() for path in code)
    assert not code[2].parent.exists()


def test_listing_needs_no_compiler(cache_folder, run_python):
    program = (
        "import sys; from click.testing import CliRunner; from grouptools.cli.main import cli\n"
        "CliRunner().invoke(cli, ['cache', 'list'], catch_exceptions=False)\n"
        "CliRunner().invoke(cli, ['cache', 'clear'], catch_exceptions=False)\n"
        "print(sorted({'numba', 'scipy'} & set(sys.modules)))"
    )
    assert run_python(program).stdout == "[]\n"


def test_warm(run_apart, cache_folder):
    """In a process of its own, since this one may have compiled the function before."""
    first = run_apart("cache", "warm", "--function", "chebyshev_basis", "--json")
    assert (first.status, first.err) == (0, "")
    answer = json.loads(first.out)
    assert answer["functions"] == ["chebyshev_basis"]
    assert answer["calls"] == answer["compiled"] == answer["files"] == 2
    again = run_apart("cache", "warm", "--function", "chebyshev_basis")
    assert again.out.startswith("1 functions are ready, 0 kernels compiled anew in ")
    assert again.out.endswith(f"; 2 files in {answer['folder']}\n")


def test_warm_kernels(run_apart, run_python, cache_folder):
    """Real and complex kernels, in each precision; any basis finds their code."""
    first = run_apart("cache", "warm", "--function", "evaluate_basis", "--json")
    assert (first.status, first.err) == (0, "")
    answer = json.loads(first.out)
    assert (answer["functions"], answer["calls"]) == (["evaluate_basis"], 4)
    program = """
import numpy as np, grouptools as gt
from grouptools.numeric.compiled_code import compiled_files
before = compiled_files()
group = gt.cyclic(4)
for reps in ([group.regular_representation()] * 2, group.irreps(real=False)[1:3]):
    for dtype in (np.float64, np.float32):
        basis = gt.kernel_basis(*reps, 3)
        print(basis.evaluate(np.ones((1, 2), dtype)).dtype, end=" ")
print(len(before), len(compiled_files()))
"""
    done = run_python(program)
    files = answer["files"]
    assert done.stdout == f"float64 float32 complex128 complex64 {files} {files}\n", done.stderr


def test_warming_an_unknown_function_is_bad_input(run, cache_folder):
    outcome = run("cache", "warm", "--function", "wigner")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(
        "grouptools: the function 'wigner' was named, but those that compile code are: bernstein"
    )
    assert run("cache", "warm", "--l-max", "-1").status == 2


def test_warming_where_nothing_can_be_kept_is_bad_input(run, tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("mine")
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(file))
    outcome = run("cache", "warm")
    assert (outcome.status, outcome.out) == (2, "")
    assert "compiled code cannot be kept in " in outcome.err
    assert outcome.err.endswith("set GROUPTOOLS_CACHE to a folder that can be written\n")
