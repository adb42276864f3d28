"""The canonical text: one text for one table, and nothing else is read."""

import json
from fractions import Fraction
from hashlib import sha256

import pytest

import grouptools as gt
from grouptools.errors import FormatError
from grouptools.tables.canonical import (
    canonical_json,
    canonical_text,
    entries_from_columns,
    label_from_json,
    parse,
)
from grouptools.tables.exact_table import Table

HALF = Fraction(1, 2)
REQUESTS = {
    "one number": ("wigner_6j", {f"j{i}": 1 for i in range(1, 7)}),
    "zero": ("wigner_9j", {f"j{i}": 1 for i in range(1, 10)}),
    "half-integers": ("clebsch_gordan", {"j1": HALF, "j2": HALF, "j3": 1, "basis": "complex"}),
    "collection": ("wigner_3j", {"l_max": 1}),
    "with pi": ("spherical_harmonics", {"l": 2}),
    "with parts": ("wigner_D", {"j": HALF, "basis": "complex"}),
}


@pytest.fixture(params=REQUESTS)
def table(request):
    kind, parameters = REQUESTS[request.param]
    return gt.table(kind, cache=False, **parameters)


def read_back(text, certificate):
    return Table.from_parts(*parse(text), certificate)


def test_reading_gives_the_table(table):
    again = read_back(table.canonical_text, table.certificate)
    assert again.canonical_text == table.canonical_text
    assert again.entries == table.entries
    assert (again.axes, again.parameters, again.kind) == (table.axes, table.parameters, table.kind)


def test_the_digest_is_that_of_the_text(table):
    assert table.digest == sha256(table.canonical_text.encode("ascii")).hexdigest()


def test_each_nonzero_entry_is_one_line(table):
    lines = table.canonical_text.splitlines()
    assert len(lines) == 7 + len(table.entries)
    assert lines[0] == "grouptools table"
    assert table.canonical_text.endswith("\n")


def test_every_other_text_is_another_table_or_none():
    """Change each character of a text: what can be read at all has another digest."""
    kind, parameters = REQUESTS["half-integers"]
    table = gt.table(kind, cache=False, **parameters)
    text = table.canonical_text
    read = 0
    for place, character in enumerate(text):
        for other in {"0", "7", " ", "\n", "-", '"'} - {character}:
            changed = text[:place] + other + text[place + 1 :]
            try:
                again = read_back(changed, table.certificate)
            except FormatError:
                continue
            read += 1
            assert again.digest != table.digest or again.canonical_text != changed
    assert read > 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0 0 0 1 1\n", "0 0 0 -1 1\n"),
        ("0 1 1 1 2\n", "0 1 1 1 3\n"),
        ("0 1 1 1 2\n", "0 1 2 1 2\n"),
        ("0 1 1 1 2\n", ""),
        ('"j3":1', '"j3":0'),
        ('"basis":"complex"', '"basis":"real"'),
        ("clebsch_gordan", "wigner_3j"),
        ('["-1/2"]', '["-3/2"]'),
        ('"m1"', '"m4"'),
        ("pi_power 0", "pi_power -1"),
    ],
)
def test_a_changed_number_or_name_changes_the_digest(old, new):
    kind, parameters = REQUESTS["half-integers"]
    table = gt.table(kind, cache=False, **parameters)
    assert old in table.canonical_text
    changed = read_back(table.canonical_text.replace(old, new, 1), table.certificate)
    assert changed.digest != table.digest


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("grouptools table", "grouptools tables", "does not begin with"),
        ("kind ", "sort ", "the header has 'sort' where 'kind' was expected"),
        ('kind "wigner_3j"', "kind wigner_3j", "the value of 'kind' in the header is not JSON"),
        ("parameters {", "parameters " + "[" * 100_000 + "{", "not JSON"),
        ("basis_version 1", "basis_version " + "1" * 5000, "not JSON"),
        ("basis_version 1", "basis_version 1.0", "no integer"),
        ("basis_version 1", "basis_version true", "no integer"),
        ("basis_version 1", "basis_version NaN", "no integer"),
        ("basis_version 1", "basis_version 2", "basis version 2, but this library"),
        ("pi_power 0", "pi_power false", "no integer"),
        ("pi_power 0", "pi_power -2", "power of pi"),
        ('"l_max":1', '"l_max":1}, {"l_max":1', "not JSON"),
        ('kind "wigner_3j"', "kind 3", "does not name a kind"),
        ("convention {", 'convention {"extra":1,', "another convention"),
        ('"labels":[[0,0]', '"labels":[[0]', "an axis lacks"),
        ('"labels":[[0,0]', '"labels":[[0,null]', "None is no label"),
        ('"labels":[[0,0]', '"labels":[[0,true]', "True is no label"),
        ('"labels":[[0,0]', '"labels":[[0,NaN]', "nan is no label"),
        ("0 0 0 1 1\n", "0 0 0 1 1 \x00\n", "something other than integers"),
        ("0 0 0 1 1\n", "0 0 0 \N{ARABIC-INDIC DIGIT ONE} 1\n", "something other than integers"),
        ("0 0 0 1 1\n", "0 0 0 1.0 1\n", "something other than integers"),
        ("0 0 0 1 1\n", "0 0 0 --1 1\n", "something other than integers"),
        ("0 0 0 1 1\n", f"0 0 0 {'9' * 5000} 1\n", "something other than integers"),
        ("0 0 0 1 1\n", "0 0 0 1\n", "same number of columns"),
        ("0 0 0 1 1\n", "0 0 0 1 1\n\n", "same number of columns"),
        ("0 0 0 1 1\n", "-1 0 0 1 1\n", "a position on axis 0 lies outside its 4 labels"),
        ("0 0 0 1 1\n", "0 4 0 1 1\n", "a position on axis 1 lies outside its 4 labels"),
        ("0 0 0 1 1\n", f"{2**70} 0 0 1 1\n", "a position on axis 0 lies outside its 4 labels"),
        ("0 0 0 1 1\n", "0 0 0 1 1\n0 0 0 1 1\n", "ascending order, each once"),
        ("0 0 0 1 1\n", "3 0 0 1 1\n", "ascending order, each once"),
        ("0 0 0 1 1\n", "0 0 0 0 1\n", "lowest terms, or zero"),
        ("0 0 0 1 1\n", "0 0 0 2 2\n", "lowest terms, or zero"),
        ("0 0 0 1 1\n", "0 0 0 1 -1\n", "lowest terms, or zero"),
        ("0 0 0 1 1\n", "0 0 0 1 0\n", "lowest terms, or zero"),
    ],
)
def test_what_is_no_table_is_refused(old, new, complaint):
    table = gt.table("wigner_3j", l_max=1, cache=False)
    assert old in table.canonical_text
    text = table.canonical_text.replace(old, new, 1)
    with pytest.raises(FormatError, match=complaint):
        read_back(text, table.certificate)


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 100])
def test_a_cut_header_is_refused(length):
    text = gt.table("wigner_3j", l_max=1, cache=False).canonical_text
    with pytest.raises(FormatError):
        parse(text[:length])


@pytest.mark.parametrize(
    ("shape", "columns", "complaint"),
    [
        ((), [[1, 1], [1, 2]], "each once"),
        ((2,), [[1]], "entries of 1 integers where 3 are due"),
        ((2,), [[1], [1]], "entries of 2 integers where 3 are due"),
        ((2, 2), [[0], [1], [1]], "entries of 3 integers where 4 are due"),
        ((0,), [[0], [1], [1]], "outside its 0 labels"),
        ((), [[0], [1]], "or zero"),
        ((2**40, 2**40), [[2**39, 5], [0, 7], [1, 1], [1, 1]], "ascending order"),
        ((200,) * 9, [*[[100, 99]] * 9, [1, 1], [1, 1]], "ascending order"),
    ],
)
def test_columns_that_are_no_entries_are_refused(shape, columns, complaint):
    with pytest.raises(FormatError, match=complaint):
        entries_from_columns(shape, columns, 0)


def test_positions_are_compared_however_large_the_array():
    """Counted through, the entries of such an array have numbers beyond 64 bits."""
    array = entries_from_columns((200,) * 10, [*[[3, 199]] * 10, [1, 1], [1, 2]], 0)
    assert array.square((199,) * 10) == Fraction(1, 2)


def test_a_number_beyond_64_bits_is_read_exactly():
    big = 3**200
    array = entries_from_columns((2,), [[1], [big], [big + 1]], 0)
    assert array.square((1,)) == Fraction(big, big + 1)


def test_no_entries_are_an_array_of_zeros():
    assert len(entries_from_columns((2, 3), [], 0)) == 0
    assert entries_from_columns((), [], 0)[()] == 0


@pytest.mark.parametrize("label", [0, -3, "re", Fraction(-3, 2)])
def test_labels_are_read_back(label):
    written = label if isinstance(label, int | str) else str(label)
    assert label_from_json(json.loads(canonical_json(written))) == label


@pytest.mark.parametrize("value", [None, True, 1.0, [], {}])
def test_what_is_no_label_is_refused(value):
    with pytest.raises(FormatError, match="is no label"):
        label_from_json(value)


def test_json_is_written_in_one_way():
    assert canonical_json({"b": [1, "\N{GREEK SMALL LETTER PI}"], "a": None}) == (
        '{"a":null,"b":[1,"\\u03c0"]}'
    )


def test_the_text_does_not_depend_on_the_order_of_parameters():
    table = gt.table("wigner_3j", j1=1, j2=1, j3=0, cache=False)
    header = table.header | {"parameters": dict(reversed(table.parameters.items()))}
    assert canonical_text(header, table.entries) == table.canonical_text
