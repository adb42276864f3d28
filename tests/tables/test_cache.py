"""The cache gives back what was put in, or nothing: whatever a file of it holds."""

import json
import random
import warnings
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest

import grouptools as gt
from grouptools import files
from grouptools.certificates import CHECKER, Claim
from grouptools.errors import ArgumentError
from grouptools.files import CacheWarning
from grouptools.tables import cache, lookup
from grouptools.tables.canonical import canonical_json

pytestmark = pytest.mark.usefixtures("cache_folder")

SMALL = ("clebsch_gordan", {"basis": "complex", "j1": "1/2", "j2": "1/2", "j3": 0})
LARGER = ("wigner_3j", {"l_max": 4})
OTHERS = [
    ("wigner_6j", {"l_max": 1}),
    ("wigner_9j", {f"j{i}": 1 for i in range(1, 10)}),
    ("gaunt", {"basis": "real", "l1": 1, "l2": 1, "l3": 2}),
    ("circular_harmonics", {"n": 3}),
    ("wigner_D", {"basis": "complex", "j": "1/2"}),
]


def derived(request):
    kind, parameters = request
    return gt.table(kind, cache=False, **parameters)


def stored(request):
    """Keep a table, and return it with its file."""
    table = derived(request)
    cache.store(table)
    return table, cache.file_of(*request)


def load_quietly(request):
    """What the cache holds, and the texts of its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        table = cache.load(*request)
    assert all(issubclass(warning.category, CacheWarning) for warning in caught)
    return table, [str(warning.message) for warning in caught]


def sealed(certificate: str, text: str) -> bytes:
    """A file whose checksum and digest are right, whatever certificate and text it holds."""
    certificate = certificate.replace("DIGEST", sha256(text.encode("latin-1")).hexdigest())
    body = f"{certificate}\n{text}".encode("latin-1")
    return f"{cache.CACHE.magic} {sha256(body).hexdigest()}\n".encode() + body


def certificate_text(table) -> str:
    return canonical_json(replace(table.certificate, digest="DIGEST").to_json())


@pytest.mark.parametrize("request_", [SMALL, LARGER, *OTHERS], ids=lambda request: request[0])
def test_what_was_stored_is_loaded(cache_folder, request_):
    table, file = stored(request_)
    assert [file] == list(cache_folder.iterdir()) == cache.cached_files()
    loaded = cache.load(*request_)
    assert loaded == table
    assert loaded.certificate == table.certificate
    assert loaded.canonical_text == table.canonical_text
    assert loaded.to_numpy().tolist() == table.to_numpy().tolist()


def test_a_table_is_derived_once(monkeypatch):
    kind, parameters = LARGER
    table = gt.table(kind, **parameters)
    monkeypatch.setattr(lookup, "derive", None)
    assert gt.table(kind, **parameters) == table
    assert len(cache.cached_files()) == 1


def test_nothing_is_kept_without_the_cache(cache_folder):
    gt.table("wigner_3j", l_max=1, cache=False)
    assert list(cache_folder.iterdir()) == []


def test_there_is_nothing_in_an_empty_or_missing_folder(cache_folder):
    assert load_quietly(SMALL) == (None, [])
    cache_folder.rmdir()
    assert load_quietly(SMALL) == (None, [])
    assert cache.cached_files() == []
    assert cache.CACHE.clear() == 0


def test_each_request_has_a_file_of_its_own():
    requests = [SMALL, LARGER, *OTHERS, ("wigner_3j", {"l_max": 40}), ("wigner_3j", {"j_max": 4})]
    assert len({cache.file_of(*request) for request in requests}) == len(requests)


# A file that is not what was written


def test_every_changed_byte_is_seen():
    table, file = stored(SMALL)
    whole = file.read_bytes()
    chance = random.Random(1)
    for place in range(len(whole)):
        flip = chance.randrange(1, 256)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
        files.WARNED.clear()
        loaded, messages = load_quietly(SMALL)
        assert loaded is None, f"byte {place} was changed by {flip:#x}"
        assert len(messages) == 1
        assert f"the cached file {file.name} is ignored and derived anew: " in messages[0]
    file.write_bytes(whole)
    assert cache.load(*SMALL) == table


def test_every_changed_byte_of_a_larger_file_is_seen():
    _, file = stored(LARGER)
    whole = file.read_bytes()
    chance = random.Random(2)
    for place in chance.sample(range(len(whole)), 300):
        flip = 1 << chance.randrange(8)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
        assert load_quietly(LARGER)[0] is None, f"byte {place} was changed by {flip:#x}"


def test_every_cut_is_seen():
    _, file = stored(SMALL)
    whole = file.read_bytes()
    for length in range(0, len(whole), 5):
        file.write_bytes(whole[:length])
        files.WARNED.clear()
        loaded, messages = load_quietly(SMALL)
        assert loaded is None
        assert len(messages) == 1


@pytest.mark.parametrize("added", [b"\n", b"\x00", b" ", b"0 0 0 1 1\n"])
def test_every_addition_is_seen(added):
    _, file = stored(SMALL)
    for content in (file.read_bytes() + added, added + file.read_bytes()):
        file.write_bytes(content)
        assert load_quietly(SMALL)[0] is None


def test_a_damaged_file_is_derived_anew_and_mended():
    table, file = stored(SMALL)
    whole = file.read_bytes()
    file.write_bytes(whole[:-2])
    kind, parameters = SMALL
    with pytest.warns(CacheWarning, match="does not match its checksum") as caught:
        assert gt.table(kind, **parameters) == table
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert file.read_bytes() == whole
    assert load_quietly(SMALL) == (table, [])


# A file whose checksum is right, but that holds something else

TEXT = [
    ("another sign", "0 1 0 -1 2", "1 1 0 -1 2", "ascending|lies outside"),
    ("a negative position", "0 1 0 -1 2", "-1 1 0 -1 2", "lies outside"),
    ("an entry twice", "0 1 0 -1 2\n", "0 1 0 -1 2\n0 1 0 -1 2\n", "each once"),
    ("a huge integer", "0 1 0 -1 2", f"0 1 0 -{'9' * 5000} 2", "other than integers"),
    ("a leading zero", "0 1 0 -1 2", "0 1 0 -01 2", "another table"),
    ("a double space", "0 1 0 -1 2", "0 1 0  -1 2", "another table"),
    ("a carriage return", "0 1 0 -1 2\n", "0 1 0 -1 2\r\n", "other than integers"),
    ("no last newline", "1 0 0 1 2\n", "1 0 0 1 2", "another table"),
    ("a byte that is no ASCII", "0 1 0 -1 2", "0 1 0 -1 \xb2", "can't decode byte"),
    ("a byte that is no UTF-8", '"clebsch_gordan"', '"clebsch_gordan\xff"', "can't decode byte"),
    ("a key twice", '"j3":0', '"j3":0,"j3":0', "another table"),
    ("not a number", '"j3":0', '"j3":NaN', "holds another table"),
    ("a float", '"j3":0', '"j3":0.0', "holds another table"),
    ("a truth value", '"j3":0', '"j3":false', "holds another table"),
    ("a parameter more", '"j3":0', '"j3":0,"j4":0', "holds another table"),
    ("another kind", '"clebsch_gordan"', '"wigner_3j"', "belongs to another table"),
    ("another version", "basis_version 1", "basis_version 0", "basis version 0, but this"),
    ("endless nesting", "parameters {", "parameters " + "[" * 100_000 + "{", "not JSON"),
    ("an axis with more to say", '"fields":["m1"]', '"fields":["m1"],"z":1', "another table"),
]


@pytest.mark.parametrize(
    ("old", "new", "reason"), [pytest.param(*case[1:], id=case[0]) for case in TEXT]
)
def test_a_text_that_the_cache_does_not_write_is_ignored(old, new, reason):
    table, file = stored(SMALL)
    assert old in table.canonical_text
    text = table.canonical_text.replace(old, new, 1)
    file.write_bytes(sealed(certificate_text(table), text))
    kind, parameters = SMALL
    with pytest.warns(CacheWarning, match=reason) as caught:
        assert gt.table(kind, **parameters) == table
    assert len(caught) == 1
    assert "\n" not in str(caught[0].message)
    assert len(str(caught[0].message)) < 500


@pytest.mark.parametrize(
    "certificate",
    [
        "",
        "{}",
        "[]",
        "null",
        "{" * 100_000,
        '{"kind":1}',
        '{"checker":"CHECKER","claims":[],"digest":"DIGEST","kind":"clebsch_gordan"}',
        '{"checker":"CHECKER","claims":[1],"digest":"DIGEST","kind":"clebsch_gordan"}',
        '{"checker":"CHECKER","claims":NaN,"digest":"DIGEST","kind":"clebsch_gordan"}',
        '{"checker": "CHECKER","claims":[],"digest":"DIGEST","kind":"clebsch_gordan"}',
        '{"checker":"CHECKER","claims":[],"digest":"DIGEST","kind":"wigner_3j"}',
        '{"checker":"CHECKER","claims":[],"digest":"0","kind":"clebsch_gordan"}',
        '{"checker":"CHECKER","claims":[{"cases":' + "9" * 5000 + "}]}",
    ],
)
def test_a_certificate_that_the_cache_does_not_write_is_ignored(certificate):
    table, file = stored(SMALL)
    certificate = certificate.replace("CHECKER", CHECKER)
    file.write_bytes(sealed(certificate, table.canonical_text))
    loaded, messages = load_quietly(SMALL)
    assert loaded is None
    assert len(messages) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"checker": "grouptools.certificates 0"},
        {"claims": (Claim("one is two", 1, "1 != 2"),)},
        {"claims": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_certificate_that_proves_nothing_is_ignored(change):
    table = derived(SMALL)
    cache.store(replace(table, certificate=replace(table.certificate, **change)))
    loaded, messages = load_quietly(SMALL)
    assert loaded is None
    assert "its certificate is not the one that this version gives" in messages[0]


def test_a_file_put_in_the_place_of_another_is_ignored():
    table, file = stored(SMALL)
    _, other = stored(("clebsch_gordan", SMALL[1] | {"j3": 1}))
    other.replace(file)
    kind, parameters = SMALL
    with pytest.warns(CacheWarning, match="it holds another table"):
        assert gt.table(kind, **parameters) == table


def test_a_file_of_another_version_is_ignored():
    """Under its own name it is not even looked at; under ours it is refused."""
    table, file = stored(SMALL)
    text = table.canonical_text.replace(
        f"basis_version {gt.BASIS_VERSION}\n", f"basis_version {gt.BASIS_VERSION + 1}\n"
    )
    old = file.with_name(file.name.replace(f".v{gt.BASIS_VERSION}-", f".v{gt.BASIS_VERSION + 1}-"))
    old.write_bytes(sealed(certificate_text(table), text))
    assert old != file
    file.unlink()
    assert load_quietly(SMALL) == (None, [])
    assert cache.cached_files() == []
    assert cache.CACHE.files() == [old]
    old.replace(file)
    loaded, messages = load_quietly(SMALL)
    assert loaded is None
    assert f"the table has basis version {gt.BASIS_VERSION + 1}, but this library" in messages[0]


def test_numbers_forged_with_checksum_and_digest_are_read():
    """The cache cannot know; `grouptools cache check` does, as a test of it shows."""
    table, file = stored(SMALL)
    text = table.canonical_text.replace("0 1 0 -1 2", "0 1 0 -1 3")
    file.write_bytes(sealed(certificate_text(table), text))
    forged = cache.load(*SMALL)
    assert forged.digest != table.digest
    assert not forged.proved_again().holds


# One warning for one trouble


def test_one_warning_for_each_damaged_file():
    for request in (SMALL, LARGER):
        _, file = stored(request)
        file.write_bytes(b"")
    assert [len(load_quietly(SMALL)[1]) for _ in range(3)] == [1, 0, 0]
    assert [len(load_quietly(LARGER)[1]) for _ in range(3)] == [1, 0, 0]


# The folder


def test_the_folder_moves_with_its_variable(cache_folder, tmp_path, monkeypatch):
    table, file = stored(SMALL)
    moved = tmp_path / "elsewhere" / "cache"
    moved.parent.mkdir()
    cache_folder.rename(moved)
    assert load_quietly(SMALL) == (None, [])
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(moved))
    assert load_quietly(SMALL) == (table, [])
    assert cache.CACHE.folder == moved
    assert cache.cached_files() == [moved / file.name]


def test_the_folder_may_be_given_relative_to_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GROUPTOOLS_CACHE", "~/tables")
    assert cache.CACHE.folder == tmp_path / "tables"


def test_without_the_variable_it_is_the_user_cache(tmp_path, monkeypatch):
    from platformdirs import user_cache_path

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for unset in (None, ""):
        monkeypatch.setenv("GROUPTOOLS_CACHE", unset or "")
        assert cache.CACHE.folder == user_cache_path("grouptools", appauthor=False)
    monkeypatch.delenv("GROUPTOOLS_CACHE")
    assert tmp_path in cache.CACHE.folder.parents


def test_clear_removes_what_the_cache_wrote_and_nothing_else(cache_folder):
    stored(SMALL)
    _, file = stored(LARGER)
    (cache_folder / f"{file.name}.123-0123abcd.partial").write_bytes(b"half")
    (cache_folder / file.name.replace(".v1-", ".v0-")).write_bytes(b"of an older version")
    foreign = {
        "notes.txt",
        "film.partial",
        "dining.table",
        "a.b.table",
        f"{file.name}.bak",
        f"{file.name}.partial",
        f".{file.name}",
        "wigner_3j.l_max-4.table",
    }
    for name in foreign:
        (cache_folder / name).write_bytes(b"mine")
    (cache_folder / file.name.replace("-4.", "-5.")).mkdir()
    (cache_folder / "folder").mkdir()
    assert cache.CACHE.clear() == 3
    left = {path.name for path in cache_folder.iterdir()}
    assert left == foreign | {"folder", file.name.replace("-4.", "-5.")}


def test_clear_says_what_it_cannot_remove(monkeypatch):
    stored(SMALL)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    with pytest.raises(ArgumentError, match=r"cannot be removed .Permission denied.: make the f"):
        cache.CACHE.clear()


def test_a_folder_that_cannot_be_read_is_no_empty_one(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(file))
    for look in (cache.cached_files, cache.CACHE.clear):
        with pytest.raises(ArgumentError, match=r"cannot be read .Not a directory.: set GROUPTO"):
            look()


def test_the_file_says_what_it_is():
    """Its layout: a checksum, the certificate as JSON, the canonical text."""
    table, file = stored(("wigner_3j", {"j1": "1/2", "j2": Fraction(1, 2), "j3": 1}))
    assert file.name == f"wigner_3j.j1-1_2.j2-1_2.j3-1{cache.ENDING}"
    first, certificate, *text = file.read_text().split("\n")
    assert first.startswith("grouptools cache 1 ")
    assert json.loads(certificate) == table.certificate.to_json()
    assert "\n".join(text) == table.canonical_text
