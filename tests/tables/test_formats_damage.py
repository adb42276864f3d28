"""Whatever happens to a file: its own table comes out of it, or a clear error, never another."""

import copy
import json
import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grouptools.errors import FormatError, IntegrityError
from grouptools.tables import FORMATS
from tests.tables.test_formats_samples import formats, sample

NAMES = ("couplings of half-integers", "integrals", "complex harmonics", "one number", "no number")
FLIPS, CUTS = 200, 60
relaxed = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def read_or_refuse(form, content, table):
    """True where `content` was read as `table`, False where it was refused; nothing else."""
    try:
        read = form.read(content)
    except (FormatError, IntegrityError):
        return False
    assert read == table
    assert read.canonical_text == table.canonical_text
    return True


@pytest.mark.parametrize("name", NAMES)
@formats
def test_flipped_bytes(form, name):
    table = sample(name)
    content = form.write(table)
    rng = random.Random(f"{form.name} {name}")
    accepted = []
    for position in rng.sample(range(len(content)), min(FLIPS, len(content))):
        damaged = bytearray(content)
        damaged[position] ^= rng.choice([1, 2, 4, 8, 16, 32, 64, 128, 255])
        if read_or_refuse(form, bytes(damaged), table):
            accepted.append(position)
    assert len(accepted) < FLIPS / 2
    if form.name in {"csv", "latex", "markdown", "c"}:  # the certificate is text, proved anew
        end = content.index(b'"axes":')
        assert all(position < end for position in accepted)


@pytest.mark.parametrize("name", NAMES)
@formats
def test_cut_off(form, name):
    table = sample(name)
    content = form.write(table)
    lengths = random.Random(name).sample(range(len(content) - 1), CUTS)
    for length in {0, 1, 7, 8, len(content) - 2, *lengths}:
        assert not read_or_refuse(form, content[:length], table)
    assert form.read(content) == table


@formats
def test_other_content(form):
    table = sample("one number")
    for other in FORMATS.values():
        if other is not form:
            assert not read_or_refuse(form, other.write(table), table)


@formats
@relaxed
@given(content=st.binary(max_size=300))
@example(content=b"")
@example(content=b"\x93NUMPY")
@example(content=b"PAR1PAR1")
@example(content=b"PK\x05\x06" + bytes(18))
@example(content=b"\x02\0\0\0\0\0\0\0{}")
@example(content=b"\xff" * 16)
@example(content=b"[" * 100_000)
@example(content=b'{"format":' * 50_000)
@example(content=b"# " + b"[" * 100_000 + b"\n\n")
def test_random_bytes(form, content):
    with pytest.raises(FormatError):
        form.read(content)


@formats
@relaxed
@given(data=st.data())
def test_spliced_bytes(form, data):
    table = sample("complex harmonics")
    content = form.write(table)
    start = data.draw(st.integers(0, len(content)))
    stop = data.draw(st.integers(start, min(len(content), start + 40)))
    inserted = data.draw(
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"9" * 5000, b"-1", b"0", b"\n", b"nan", b"1e999", b"[", b'"', b"/"]),
        )
    )
    read_or_refuse(form, content[:start] + inserted + content[stop:], table)


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(-3, 3),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from([10**400, -(10**4000), "1/2", "1e999999999", "real", "re", 1.0, -0.0]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def places(data, path=()):
    """Every path into nested lists and dictionaries."""
    yield path
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[key], (*path, key))


def replaced(data, path, value):
    if not path:
        return value
    changed = copy.deepcopy(data)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


WHOLE = json.loads(FORMATS["json"].write(sample("complex harmonics")))
PLACES = sorted(places(WHOLE), key=lambda path: (len(path), str(path)))


@relaxed
@given(path=st.sampled_from(PLACES), value=json_values)
def test_json_with_another_value(path, value):
    form, table = FORMATS["json"], sample("complex harmonics")
    changed = json.dumps(replaced(WHOLE, path, value)).encode()
    if path[:1] != ("certificate",):  # its claims are proved anew by `verify`, not by reading
        before = json.dumps(WHOLE).encode()
        assert not read_or_refuse(form, changed, table) or _same(changed, before)
    else:
        read_or_refuse(form, changed, table)


def _same(one, other):
    """Equal as JSON, where 1.0 is not 1 and `true` is not either."""
    return json.dumps(json.loads(one), sort_keys=True) == json.dumps(
        json.loads(other), sort_keys=True
    )


@relaxed
@given(path=st.sampled_from(PLACES[1:]))
def test_json_with_a_value_missing(path):
    form, table = FORMATS["json"], sample("complex harmonics")
    changed = copy.deepcopy(WHOLE)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    read = read_or_refuse(form, json.dumps(changed).encode(), table)
    assert not read or path[:2] == ("certificate", "claims")


def change(**parts):
    return lambda data: data | parts


def change_row(number, column, value):
    def changed(data):
        rows = copy.deepcopy(data["rows"])
        rows[number][column] = value
        return data | {"rows": rows}

    return changed


def without(key):
    return lambda data: {name: value for name, value in data.items() if name != key}


def axis_change(**parts):
    return lambda data: data | {"axes": [data["axes"][0] | parts, *data["axes"][1:]]}


CASES = [
    (change(format="grouptools table 2"), FormatError, "call itself 'grouptools table 1'"),
    (without("kind"), FormatError, "header does not say 'kind'"),
    (change(kind="banana"), FormatError, "'banana' is no kind of table"),
    (change(kind=3), FormatError, "does not name a kind"),
    (change(parameters={"l": -1, "basis": "complex"}), FormatError, "l"),
    (change(parameters={"l": True, "basis": "complex"}), FormatError, "neither a number nor"),
    (change(parameters={"l": "1e999999999"}), FormatError, "neither a number nor a word"),
    (change(parameters={"l": 2}), FormatError, "not in normal form"),
    (change(basis_version=7), FormatError, "written by basis version 7, but this library reads"),
    (change(basis_version=True), FormatError, "basis version is no integer"),
    (change(pi_power=1), FormatError, "power of pi"),
    (change(digest="abc"), FormatError, "no SHA-256"),
    (change(convention={}), FormatError, "another convention"),
    (change(certificate=None), FormatError, "certificate"),
    (change(axes=3), FormatError, "axes are not a list"),
    (change(axes=[3]), FormatError, "an axis lacks its fields"),
    (axis_change(fields=["x"]), FormatError, "two of its columns have one name"),
    (axis_change(fields=["value"]), FormatError, "two of its columns have one name"),
    (axis_change(fields=["a b"]), FormatError, "a name with signs in it"),
    (axis_change(labels=[[1], [1]]), FormatError, "two positions with the same labels"),
    (axis_change(labels=[[10**10]]), FormatError, "a label is larger"),
    (change(columns=["a"]), FormatError, "other columns than m, x, y, z, part, numerator"),
    (change(rows={}), FormatError, "it has no rows"),
    (change(rows=[3]), FormatError, "not a list"),
    (change(rows=[[3]]), FormatError, "row 0 has 1 cells where 8 were expected"),
    (lambda data: data | {"rows": [data["rows"][0], *data["rows"]]}, FormatError, "ascending"),
    (lambda data: data | {"rows": data["rows"][::-1]}, FormatError, "ascending"),
    (lambda data: data | {"rows": data["rows"][:-1]}, IntegrityError, "digest"),
    (change_row(0, 0, 3), FormatError, "label m = 3, which its axes do not have"),
    (change_row(0, 0, True), FormatError, "a column of its rows holds a bool"),
    (change_row(0, 0, [1]), FormatError, "a column of its rows holds a list"),
    (change_row(0, 5, 0), FormatError, "zero"),
    (change_row(0, 5, "0"), FormatError, "'0' is no integer other than 0"),
    (change_row(0, 5, 1.0), FormatError, "a column of its rows holds a float"),
    (change_row(0, 6, 0), FormatError, "lowest terms"),
    (change_row(0, 6, -32), FormatError, "lowest terms"),
    (change_row(0, 6, 15), FormatError, "lowest terms"),
    (change_row(0, 5, 7**4900), IntegrityError, "digest"),
    (change_row(0, 5, "9" * 5000), FormatError, "an integer of 5000 digits"),
    (change_row(0, 7, 1), FormatError, "a column of its rows holds a int"),
]


@pytest.mark.parametrize(("changed", "error", "text"), CASES, ids=[case[2] for case in CASES])
def test_each_reason_is_said(changed, error, text):
    with pytest.raises(error) as raised:
        FORMATS["json"].read(json.dumps(changed(WHOLE)).encode())
    assert text in str(raised.value)


def test_a_float_that_is_not_the_nearest():
    value = WHOLE["rows"][0][7]
    above = value * (1 + 2**-52)
    assert above != value
    with pytest.raises(IntegrityError, match=r"entry 0 has the value .* is nearest to"):
        FORMATS["json"].read(json.dumps(change_row(0, 7, above)(WHOLE)).encode())


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_json_has_no_such_numbers(text):
    content = json.dumps(change_row(0, 7, "?")(WHOLE)).replace('"?"', text)
    with pytest.raises(FormatError, match="not JSON"):
        FORMATS["json"].read(content.encode())


@formats
def test_the_certificate_of_another_table(form):
    table, other = sample("one number"), sample("no number")
    content = form.write(type(table)(**{**vars_of(table), "certificate": other.certificate}))
    with pytest.raises(IntegrityError, match="certificate belongs to another table"):
        form.read(content)


@formats
def test_another_basis_version(form):
    table = sample("one number")
    content = form.write(type(table)(**{**vars_of(table), "basis_version": 2}))
    with pytest.raises(FormatError, match="written by basis version 2, but this library reads"):
        form.read(content)


def vars_of(table):
    names = ("kind", "parameters", "axes", "entries", "certificate", "basis_version")
    return {name: getattr(table, name) for name in names}


def test_c_code_that_does_something_else_is_refused():
    form, table = FORMATS["c"], sample("couplings of half-integers")
    text = form.write(table).decode()
    for old, new in (
        ("    int twice_m1;", "    int twice_m2;"),
        ("_size = 112", "_size = 111"),
        ("    {0, 0, 1, -1,", "    {0, 0, 1, 1,"),
        ("0x1.0000000000000p+0}, /* 1,", "0x1.0000000000001p+0}, /* 1,"),
    ):
        assert old in text
        assert not read_or_refuse(form, text.replace(old, new, 1).encode(), table)
