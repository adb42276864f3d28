"""`grouptools export`: which files, what is in them, and none where there should be none."""

import json
import sys

import pytest

import grouptools as gt
from grouptools.tables import FORMATS, KINDS, cache

TABLES = [
    ("_".join([kind.name, *([basis] if basis else [])]), kind, basis)
    for kind in KINDS.values()
    for basis in kind.bases or (None,)
]


def asked(kind, basis, bound):
    return gt.table(
        kind.name, **{kind.collections[0]: bound}, **({"basis": basis} if basis else {})
    )


def test_every_table_in_every_format(run, empty_folder):
    outcome = run("export", "--l-max", 1, "--out", "out")
    assert (outcome.status, outcome.err) == (0, "")
    count = len(TABLES) * len(FORMATS)
    assert outcome.out == f"{count} files of {len(TABLES)} tables to l = 1 in out\n"
    expected = {f"{stem}{form.suffix}" for stem, *_ in TABLES for form in FORMATS.values()}
    assert {path.name for path in (empty_folder / "out").iterdir()} == expected
    for stem, kind, basis in TABLES:
        table = asked(kind, basis, 1)
        for form in FORMATS.values():
            written = gt.load_table(f"out/{stem}{form.suffix}")
            assert (written, written.certificate) == (table, table.certificate)


def test_some_kinds_in_some_formats(run, empty_folder):
    outcome = run("export", "cg", "6j", "cg", "wigner_6j", "--format", "csv", "--format", "npz",
                  "--format", "csv", "--l-max", 2, "--json")  # fmt: skip
    assert (outcome.status, outcome.err) == (0, "")
    listed = json.loads(outcome.out)
    assert [entry["file"] for entry in listed] == [
        f"tables/{stem}{suffix}"
        for stem in ("clebsch_gordan_real", "clebsch_gordan_complex", "wigner_6j")
        for suffix in (".csv", ".npz")
    ]
    assert len(list((empty_folder / "tables").iterdir())) == len(listed)
    for entry in listed:
        table = gt.load_table(entry["file"])
        assert (entry["digest"], entry["entries"]) == (table.digest, len(table.entries))


def test_9j_symbols_stop_at_2(run):
    assert run("export", "9j", "--l-max", 3, "--format", "json").status == 0
    assert gt.load_table("tables/wigner_9j.json").parameters == {"l_max": 2}


def test_exporting_again_gives_the_same_bytes(run, empty_folder):
    command = ("export", "Y", "D", "--l-max", 2)
    assert run(*command).status == 0
    folder = empty_folder / "tables"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    cache.CACHE.clear()
    assert run(*command).status == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_folders_are_made_and_foreign_files_left_alone(run, empty_folder):
    out = empty_folder / "a" / "b"
    out.mkdir(parents=True)
    (out / "notes.txt").write_text("mine")
    assert run("export", "3j", "--l-max", 0, "--format", "c", "--out", out).status == 0
    assert sorted(path.name for path in out.iterdir()) == ["notes.txt", "wigner_3j.h"]


def test_without_pyarrow_the_other_formats_are_written(run, empty_folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("grouptools.tables.formats.form.find_spec", lambda name: None)
    outcome = run("export", "3j", "--l-max", 0)
    assert (outcome.status, outcome.err) == (0, "grouptools: no parquet, which needs pyarrow\n")
    assert len(list((empty_folder / "tables").iterdir())) == len(FORMATS) - 1


def test_without_pyarrow_parquet_is_refused(run, empty_folder, monkeypatch):
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    outcome = run("export", "3j", "--l-max", 0, "--format", "parquet")
    assert outcome.status == 2
    assert "pyarrow" in outcome.err
    assert outcome.err.count("\n") == 1
    assert list(empty_folder.glob("tables/*")) == []


def test_a_cache_that_cannot_be_used_costs_one_line(run_apart, tmp_path, empty_folder):
    file = tmp_path / "file"
    file.write_text("no folder")
    outcome = run_apart("export", "--l-max", 1, "--format", "csv", GROUPTOOLS_CACHE=str(file))
    assert outcome.status == 0
    assert outcome.err == (
        f"grouptools: the cache in {file} cannot be read (Not a directory): deriving anew\n"
    )
    assert len(list((empty_folder / "tables").iterdir())) == len(TABLES)


@pytest.mark.parametrize("full", ["Path.open", "Path.replace"])
def test_a_full_disk_is_one_sentence_and_no_file(run, empty_folder, monkeypatch, full):
    """The cache is warm, so that only the tables are to be written."""
    gt.table("wigner_3j", l_max=1)
    right = type(empty_folder).open

    def refuse(path, mode="r", *_, **__):
        if full == "Path.open" and "w" not in mode:
            return right(path, mode)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"pathlib.{full}", refuse)
    outcome = run("export", "3j", "--l-max", 1, "--format", "json")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "grouptools: tables/wigner_3j.json cannot be written (No space left on device): name a "
        "file in a folder that exists and can be written\n"
    )
    assert list((empty_folder / "tables").iterdir()) == []
