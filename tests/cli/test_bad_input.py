"""Bad input: one clear sentence, exit status 2, and nothing left behind."""

from pathlib import Path

import pytest

import grouptools as gt

SPIN = "a spin is a non-negative integer or half-integer"
DEGREE = "a degree is a non-negative integer"
CASES = [
    # quantum numbers
    ("show cg -1 1 1", f"j1 = -1 was given, but {SPIN}"),
    ("show cg 1 1 3", "(1, 1, 3) breaks the triangle rule: 1 x 1 contains only the spins from 0"),
    ("show 3j 1/2 1/2 1/2", "(1/2, 1/2, 1/2) breaks the triangle rule"),
    ("show gaunt 1 1 3", "(1, 1, 3) breaks the triangle rule"),
    ("show cg 1.5 1.5 1", "half-integer spins with basis = 'real', but they have no real basis"),
    ("show cg 1/3 1 1", f"j1 = Fraction(1, 3) was given, but {SPIN}"),
    ("show cg 1/0 1 1", f"j1 = '1/0' was given, but {SPIN}"),
    ("show cg 1e999999999 1 1", f"j1 = '1e999999999' was given, but {SPIN}"),
    ("show cg one 1 1", f"j1 = 'one' was given, but {SPIN}"),
    ("show cg nan 1 1", f"j1 = 'nan' was given, but {SPIN}"),
    ("show cg \N{VULGAR FRACTION ONE HALF} 1 1", f"was given, but {SPIN}"),
    ("show Y 1.5", f"l = '1.5' was given, but {DEGREE}"),
    ("show Y 1/2", f"l = '1/2' was given, but {DEGREE}"),
    ("show Y -1", f"l = -1 was given, but {DEGREE}"),
    ("show circular -1", f"n = -1 was given, but {DEGREE}"),
    ("show D 1/2", "they have no real basis: pass basis = 'complex'"),
    ("show cg", "0 quantum numbers were given, but clebsch_gordan takes 3: j1 j2 j3"),
    ("show 6j 1 1 1", "3 quantum numbers were given, but wigner_6j takes 6: j1 j2 j3 j4 j5 j6"),
    ("show Y 1 2", "2 quantum numbers were given, but spherical_harmonics takes 1: l"),
    ("show Y --colour", "l = '--colour' was given"),
    # names
    ("show clebsch 1 1 1", "'clebsch' is no kind of table: choose one of cg, 3j, 6j"),
    ("show cg 1 1 1 --basis cubic", "'cubic' is not one of 'real', 'complex'"),
    ("show 6j 1 1 1 1 1 1 --basis real", "wigner_6j takes j1, j2, j3, j4, j5, j6 or l_max"),
    ("export clebsch --out out", "'clebsch' is no kind of table"),
    ("export --format xml --out out", "'xml' is no format: choose one of json, npz"),
    ("export --format json --format pickle --out out", "'pickle' is no format"),
    ("codegen spherical_harmonics cobol", "language = 'cobol' was given"),
    ("codegen harmonics c", "function = 'harmonics' was given"),
    ("codegen wigner_D c --dtype float16", "dtype = 'float16' was given"),
    ("codegen wigner_D c --name 1st", "name = '1st' was given"),
    ("draw", "No such command 'draw'"),
    ("cache empty", "No such command 'empty'"),
    # options
    ("export --l-max x --out out", "'x' is not a valid integer"),
    ("export --l-max 1.5 --out out", "'1.5' is not a valid integer"),
    ("export --l-max -1 --out out", f"l_max = -1 was given, but {DEGREE}"),
    ("export --l-max", "'--l-max' requires an argument"),
    ("export --fromat json", "No such option '--fromat'"),
    ("verify --l-max -1", f"l_max = -1 was given, but {DEGREE}"),
    ("verify --l-max x", "'x' is not a valid integer"),
    ("codegen spherical_harmonics c --l-max -1", f"l_max = -1 was given, but {DEGREE}"),
    ("codegen spherical_harmonics c --l-max 99", "l_max = 99 was given"),
    ("codegen spherical_harmonics c --derivatives 2", "derivatives = 2 was given"),
    ("show", "Missing argument 'KIND'"),
    ("codegen", "Missing argument 'FUNCTION'"),
    ("codegen wigner_D", "Missing argument 'LANGUAGE'"),
    # files and folders
    ("verify nowhere", "there is no file or folder nowhere: name one that exists"),
    ("verify no\nwhere", "there is no file or folder no where: name one that exists"),
    ("verify .", "the folder . holds no tables: name one that does"),
    ("export cg --out file", "the folder file cannot be made (File exists): choose another"),
    ("export cg --out file/out", "the folder file/out cannot be made (Not a directory)"),
    ("codegen wigner_D c --out file/x.c", "file/x.c cannot be written (Not a directory)"),
    ("codegen wigner_D c --out nowhere/x.c", "nowhere/x.c cannot be written (No such file"),
    ("codegen wigner_D c --out .", "File '.' is a directory"),
]
cases = pytest.mark.parametrize(
    ("line", "complaint"), [pytest.param(*case, id=case[0]) for case in CASES]
)


def words(line):
    return line.split(" ")


@cases
def test_bad_input_is_one_sentence(run, empty_folder, line, complaint):
    (empty_folder / "file").write_text("mine")
    outcome = run(*words(line))
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("grouptools: ")
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1
    assert outcome.err.endswith("\n")
    assert [path.name for path in empty_folder.rglob("*")] == ["file"]
    assert (empty_folder / "file").read_text() == "mine"


@pytest.mark.parametrize(
    "line", ["show cg 1 1 3", "export --l-max x", "verify nowhere", "codegen wigner_D cobol"]
)
def test_in_a_process_of_its_own_too(run_apart, run, line):
    outcome = run_apart(*words(line))
    assert outcome.status == 2
    assert outcome == run(*words(line))


@pytest.mark.parametrize("command", [(), ("cache",)])
def test_no_command_gets_the_help(run, command):
    outcome = run(*command)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: grouptools")


@pytest.mark.parametrize(
    "command", [(), *((name,) for name in ("export", "verify", "show", "cache", "codegen"))]
)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(run, command, option):
    outcome = run(*command, option)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Usage: {' '.join(['grouptools', *command])} ")


def test_version(run):
    assert run("--version").out == f"grouptools, version {gt.__version__}\n"


@pytest.mark.parametrize("line", ["cache path", "cache list", "cache check", "cache clear"])
def test_no_home_is_one_sentence(run, monkeypatch, line):
    def unknown(uid):
        raise KeyError(uid)

    for name in ("HOME", "XDG_CACHE_HOME", "GROUPTOOLS_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    outcome = run(*words(line))
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("grouptools: there is no home folder for the cache to be in")
    assert outcome.err.count("\n") == 1


def test_a_folder_of_another_user_is_one_sentence(run, empty_folder, monkeypatch):
    """Played, since root may write everywhere."""
    (empty_folder / "out").mkdir()
    gt.table("wigner_3j", l_max=0)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", Path("out"))

    for call, line in (("iterdir", "verify out"), ("mkdir", "export 3j --out out")):
        with monkeypatch.context() as patched:
            patched.setattr(f"pathlib.Path.{call}", refuse)
            outcome = run(*words(line))
        assert (outcome.status, outcome.out) == (2, "")
        assert "out" in outcome.err
        assert "Permission denied" in outcome.err
        assert outcome.err.count("\n") == 1
