"""Saving and loading: whole or not at all, and one sentence where it cannot be."""

import errno
import sys
from pathlib import Path

import pytest

from grouptools.errors import ArgumentError, FormatError, IntegrityError
from grouptools.tables import FORMATS, load_table
from grouptools.tables.formats import save
from tests.tables.test_formats_samples import formats, sample

ENDINGS = ".json, .npz, .safetensors, .csv, .parquet, .tex, .md, .h"


@pytest.fixture
def table():
    return sample("one block")


def test_the_formats():
    assert list(FORMATS) == [
        "json",
        "npz",
        "safetensors",
        "csv",
        "parquet",
        "latex",
        "markdown",
        "c",
    ]
    assert ", ".join(form.suffix for form in FORMATS.values()) == ENDINGS
    assert all(name == form.name and form.available for name, form in FORMATS.items())


def test_the_path_comes_back_and_names_may_be_texts(table, tmp_path):
    path = save(table, str(tmp_path / "x.JSON"))
    assert path == tmp_path / "x.JSON"
    assert load_table(str(path)) == table
    assert [file.name for file in tmp_path.iterdir()] == ["x.JSON"]


@pytest.mark.parametrize("name", ["x.pickle", "x", ".json", "x.json.gz"])
def test_an_ending_that_is_no_format(table, tmp_path, name):
    with pytest.raises(ArgumentError) as raised:
        save(table, tmp_path / name)
    assert str(raised.value) == (
        f"{tmp_path / name} ends like no format of tables: use one of {ENDINGS}"
    )
    with pytest.raises(FormatError, match="ends like no format of tables"):
        load_table(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@formats
def test_a_folder_that_is_not_there(form, table, tmp_path):
    path = tmp_path / "nowhere" / f"x{form.suffix}"
    with pytest.raises(ArgumentError, match=r"nowhere.* cannot be written \(No such file"):
        save(table, path)
    with pytest.raises(ArgumentError, match=r"nowhere.* cannot be read \(No such file"):
        load_table(path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file(table, tmp_path):
    path = tmp_path / "x.json"
    path.mkdir()
    with pytest.raises(ArgumentError, match=r"cannot be written"):
        save(table, path)
    with pytest.raises(ArgumentError, match=r"cannot be read"):
        load_table(path)
    assert list(tmp_path.iterdir()) == [path]
    assert list(path.iterdir()) == []


@pytest.mark.parametrize(
    ("step", "trouble", "raised"),
    [
        ("open", PermissionError(errno.EACCES, "Permission denied"), ArgumentError),
        ("replace", OSError(errno.ENOSPC, "No space left on device"), ArgumentError),
        ("replace", KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
@formats
def test_what_fails_leaves_the_old_file(form, table, tmp_path, monkeypatch, step, trouble, raised):
    path = tmp_path / f"x{form.suffix}"
    path.write_bytes(b"old")

    def fail(*_arguments, **_options):
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, fail)
        with pytest.raises(raised) as error:
            save(table, path)
    if raised is ArgumentError:
        assert str(error.value).startswith(f"{path} cannot be written ({trouble.strerror})")
        assert "\n" not in str(error.value)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(path.name, b"old")]


@formats
def test_the_sentence_names_the_file(form, table, tmp_path):
    path = tmp_path / f"x{form.suffix}"
    path.write_bytes(form.write(table)[:-3])
    with pytest.raises(FormatError) as raised:
        load_table(path)
    text = str(raised.value)
    assert text.startswith(f"{path} cannot be read as a {form.name} table: ")
    assert "\n" not in text
    assert len(text) < 500


def test_a_tampered_file(table, tmp_path):
    path = save(table, tmp_path / "x.csv")
    path.write_bytes(
        path.read_bytes().replace(b",1,2,0.7071067811865476", b",1,3,0.57735026918962573")
    )
    with pytest.raises(FormatError, match=r"is not how the float 0.57735\d+ is written"):
        load_table(path)
    save(table, path)
    path.write_bytes(
        path.read_bytes().replace(b",1,2,0.7071067811865476", b",1,3,0.5773502691896258")
    )
    with pytest.raises(IntegrityError) as raised:
        load_table(path)
    assert str(raised.value).startswith(
        f"{path} does not hold what it says: its entries have the digest "
    )


def test_long_nonsense_is_not_repeated(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"format":"grouptools table 1","kind":"' + "x" * 10_000 + '"}')
    with pytest.raises(FormatError) as raised:
        load_table(path)
    assert len(str(raised.value)) < len(str(path)) + 400


def test_parquet_without_pyarrow(table, tmp_path, monkeypatch):
    path = save(table, tmp_path / "x.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for act in (lambda: save(table, tmp_path / "y.parquet"), lambda: load_table(path)):
        with pytest.raises(ArgumentError) as raised:
            act()
        assert str(raised.value) == (
            "Parquet files need pyarrow, which is not installed: pip install 'grouptools[parquet]'"
        )
    assert not FORMATS["parquet"].available
    assert list(tmp_path.iterdir()) == [path]
