"""Each format gives back the table that was written, the same bytes each time, and in no time."""

import subprocess
import sys
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouptools.certificates import Certificate, Claim
from grouptools.exact.surd import SurdArray
from grouptools.tables import FORMATS, Axis, Table, load_table
from tests.tables.test_formats_samples import formats, sample, samples
from tests.toolchain import require

SIX_J = {f"j{i}": 1 for i in range(1, 7)}
NASTY = ("A'", 'say "1,2"', "a|b", "x & y", "50%", "#_^~{}$\\", "*/", "/*", "-->", "??/", "re")


def made_up(axes: tuple[Axis, ...], entries: SurdArray) -> Table:
    """A table of anything: the readers take the labels and the numbers as they come."""
    claims = (Claim("none of this was checked; */ --> \\", 0),)
    draft = Table("wigner_6j", SIX_J, axes, entries, Certificate("wigner_6j", "", claims))
    return Table("wigner_6j", SIX_J, axes, entries, Certificate("wigner_6j", draft.digest, claims))


@samples
@formats
def test_round_trip(form, name, tmp_path):
    table = sample(name)
    path = table.save(tmp_path / f"table{form.suffix}")
    read = load_table(path)
    assert read == table
    assert read.canonical_text == table.canonical_text
    assert read.entries == table.entries
    assert (read.axes, read.certificate) == (table.axes, table.certificate)
    assert read.entries.values().tobytes() == table.entries.values().tobytes()
    assert form.write(read) == path.read_bytes()


@pytest.mark.parametrize("name", ["json", "csv", "latex", "markdown", "c"])
def test_windows_line_ends_do_not_matter(name):
    form = FORMATS[name]
    table = sample("real couplings")
    assert form.read(form.write(table).replace(b"\n", b"\r\n")) == table


def test_same_bytes_in_another_process():
    code = """
from hashlib import sha256
from grouptools.tables import FORMATS
from grouptools.tables.lookup import derive
table = derive("gaunt", {"basis": "real", "l_max": 1})
print(*(sha256(form.write(table)).hexdigest() for form in FORMATS.values()))
"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop().split()) == len(FORMATS)


half_integers = st.integers(-99, 99).map(lambda t: Fraction(t, 2) if t % 2 else t // 2)
words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=5).filter(
        lambda text: not text[-1].isdigit()
    ),
)


@st.composite
def made_up_tables(draw):
    axes = []
    for number in range(draw(st.integers(0, 3))):
        names = tuple(f"{letter}{number}" for letter in "jmp"[: draw(st.integers(1, 3))])
        kinds = [draw(st.sampled_from([st.integers(-99, 99), half_integers, words])) for _ in names]
        rows = draw(st.lists(st.tuples(*kinds), min_size=1, max_size=4, unique=True))
        axes.append(Axis(names, tuple(rows)))
    indices = st.tuples(*(st.integers(0, axis.size - 1) for axis in axes))
    size = draw(st.sampled_from([10, 10**6, 10**20, 10**150]))
    squares = st.fractions(-size, size, max_denominator=size)
    entries = draw(st.dictionaries(indices, squares, max_size=6))
    shape = [axis.size for axis in axes]
    return made_up(
        tuple(axes), SurdArray.from_entries(shape, entries, draw(st.sampled_from([0, -1])))
    )


@formats
@settings(max_examples=60, deadline=None)
@given(table=made_up_tables())
def test_round_trip_of_anything(form, table):
    read = form.read(form.write(table))
    assert read == table
    assert read.entries == table.entries
    assert read.axes == table.axes


@pytest.fixture(scope="module")
def nasty():
    axes = (Axis(("word", "j1"), tuple((word, Fraction(1, 2)) for word in NASTY)),)
    squares = {(i,): Fraction(10**40 + i, 7**60 + 2) for i in range(len(NASTY))}
    return made_up(axes, SurdArray.from_entries([len(NASTY)], squares))


def test_nasty_words_compile_in_c(nasty, tmp_path):
    (tmp_path / "x.h").write_bytes(FORMATS["c"].write(nasty))
    (tmp_path / "x.c").write_text('#include "x.h"\n')
    command = [require("gcc"), "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-c", "x.c"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_nasty_words_compile_in_latex(nasty, tmp_path):
    (tmp_path / "x.tex").write_bytes(FORMATS["latex"].write(nasty))
    command = [require("pdflatex"), "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert answer.returncode == 0, answer.stdout.decode(errors="replace")[-2000:]


def test_integers_that_a_float_would_round_are_text_in_json():
    big, small = 2**53 + 1, 2**53
    axes = (Axis(("m",), ((0,), (1,))),)
    squares = {(0,): Fraction(big, 2), (1,): Fraction(-small, 3)}
    text = FORMATS["json"].write(made_up(axes, SurdArray.from_entries([2], squares))).decode()
    assert f'[0,"{big}",2,' in text
    assert f"[1,-{small},3," in text


@pytest.fixture(scope="module")
def large():
    """40 000 rows, as of couplings to l = 8, every second number another."""
    rng = np.random.default_rng(1)
    labels = tuple((l, m) for l in range(9) for m in range(-l, l + 1))
    axes = tuple(Axis((f"j{i}", f"m{i}"), labels) for i in (1, 2, 3))
    flat = np.sort(rng.choice(81**3, 40_000, replace=False))
    numerators, denominators = rng.integers(1, 10**7, 20_000), rng.integers(1, 10**9, 20_000)
    squares = [Fraction(int(n), int(d)) for n, d in zip(numerators, denominators, strict=True)]
    indices = np.stack(np.unravel_index(flat, (81, 81, 81)), axis=1).tolist()
    entries = {tuple(index): squares[i // 2] for i, index in enumerate(indices)}
    return made_up(axes, SurdArray.from_entries([81, 81, 81], entries))


def test_writing_is_fast(large):
    FORMATS["parquet"].write(sample("one block"))  # import what it needs
    start = time.process_time()
    contents = {name: form.write(large) for name, form in FORMATS.items()}
    assert time.process_time() - start < 1.5
    start = time.process_time()
    assert FORMATS["json"].read(contents["json"]) == large
    assert time.process_time() - start < 0.8  # 0.2 s where nothing else runs
