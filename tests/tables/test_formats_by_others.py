"""Each file says the same to those who read it without this library.

json, numpy, safetensors, csv, pyarrow, markdown-it, mathtext, pdflatex and gcc read what was
written; labels, exact squares and floats are compared with roots that mpmath takes to 40 digits.
"""

import csv
import io
import json
import re
import subprocess
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from grouptools.tables import FORMATS
from tests.tables.test_formats_samples import expected, sample, samples
from tests.toolchain import require


def check_header(header, table):
    assert header["format"] == "grouptools table 1"
    assert header["kind"] == table.kind
    assert header["parameters"] == table.parameters
    assert header["convention"]["name"] == "grouptools"
    assert header["digest"] == table.digest == header["certificate"]["digest"]
    assert header["pi_power"] == table.entries.pi_power


def labels_at(header, positions):
    """The labels of one entry, from its positions and the axes in the header."""
    axes = zip(header["axes"], positions, strict=True)
    return tuple(str(label) for axis, i in axes for label in axis["labels"][i])


@samples
def test_json(name):
    table = sample(name)
    header = json.loads(FORMATS["json"].write(table))
    check_header(header, table)
    assert header["columns"] == [*table.fields, "numerator", "denominator", "value"]
    found = {
        tuple(map(str, labels)): (Fraction(int(n), int(d)), value)
        for *labels, n, d, value in header["rows"]
    }
    assert found == expected(table)


@samples
def test_numpy(name):
    table = sample(name)
    with np.load(io.BytesIO(FORMATS["npz"].write(table)), allow_pickle=False) as archive:
        arrays = dict(archive)
    header = json.loads(str(arrays["header"]))
    check_header(header, table)
    names = ("indices", "numerators", "denominators", "values")
    found = {
        labels_at(header, index): (Fraction(int(n), int(d)), float(value))
        for index, n, d, value in zip(*(arrays[name] for name in names), strict=True)
    }
    assert found == expected(table)


@samples
def test_safetensors(name, tmp_path):
    from safetensors import safe_open

    table = sample(name)
    path = table.save(tmp_path / "x.safetensors")
    with safe_open(path, framework="numpy") as file:
        header = json.loads(file.metadata()["header"])
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    check_header(header, table)
    numerators, denominators = (
        [int(line) for line in tensors[key].tobytes().split()]
        for key in ("numerators", "denominators")
    )
    rows = zip(tensors["indices"], numerators, denominators, tensors["values"], strict=True)
    found = {labels_at(header, i): (Fraction(n, d), float(value)) for i, n, d, value in rows}
    assert found == expected(table)


@samples
def test_csv(name, tmp_path):
    table = sample(name)
    with table.save(tmp_path / "x.csv").open(newline="") as file:
        check_header(json.loads(file.readline().removeprefix("# ")), table)
        rows = list(csv.DictReader(file))
    found = {
        tuple(row[field] for field in table.fields): (
            Fraction(int(row["numerator"]), int(row["denominator"])),
            float(row["value"]),
        )
        for row in rows
    }
    assert found == expected(table)


@samples
def test_parquet(name):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = sample(name)
    read = parquet.read_table(io.BytesIO(FORMATS["parquet"].write(table)))
    check_header(json.loads(read.schema.metadata[b"grouptools"]), table)
    for axis in table.axes:
        for field, labels in zip(axis.fields, zip(*axis.labels, strict=True), strict=True):
            halves = any(isinstance(label, Fraction) for label in labels)
            words = any(isinstance(label, str) for label in labels)
            expected_type = "double" if halves else "string" if words else "int64"
            assert str(read.schema.field(field).type) == expected_type
    found = {
        tuple(_text(row[field]) for field in table.fields): (
            Fraction(int(row["numerator"]), int(row["denominator"])),
            row["value"],
        )
        for row in read.to_pylist()
    }
    assert found == expected(table)


def _text(label):
    return str(Fraction(label)) if isinstance(label, float) else str(label)


@samples
def test_markdown(name):
    from markdown_it import MarkdownIt

    table = sample(name)
    text = FORMATS["markdown"].write(table).decode()
    tokens = MarkdownIt().enable("table").parse(text)
    (comment,) = (token.content for token in tokens if token.type == "html_block")
    first, *inside, last = comment.splitlines()
    assert (first, last) == ("<!-- grouptools table 1", "-->")
    check_header(json.loads("".join(inside)), table)
    cells = [
        "".join(child.content for child in following.children)
        for token, following in pairwise(tokens)
        if token.type in {"th_open", "td_open"}
    ]
    width = len(table.fields) + 2
    titles, *rows = (cells[i : i + width] for i in range(0, len(cells), width))
    assert titles == [*table.fields, "exact", "value"]
    found = {tuple(labels): (_square(root), float(value)) for *labels, root, value in rows}
    assert found == expected(table)


def _square(root):
    """The signed square of a text such as -sqrt(3/(10*pi)), without the pi, by sympy."""
    import sympy

    number = sympy.sympify(root)
    square = number * abs(number)
    return Fraction(str(square * sympy.pi if square.has(sympy.pi) else square))


@samples
def test_latex_text(name):
    table = sample(name)
    lines = FORMATS["latex"].write(table).decode().splitlines()
    comment = [line for line in lines if line.startswith("%")]
    check_header(json.loads("".join(line[2:] for line in comment[1:])), table)
    start, stop = lines.index(r"\endhead"), lines.index(r"\end{longtable}")
    found = {}
    for line in lines[start + 1 : stop]:
        *labels, root, value = line.removesuffix(r" \\").split(" & ")
        words = tuple(re.sub(r"\\text\{(.*)\}", r"\1", label) for label in labels)
        found[words] = (_square(_from_tex(root)), float(value))
    assert found == expected(table)


def _from_tex(tex):
    r"""Turn \sqrt{\frac{3}{4\pi}} into sqrt((3)/(4*pi))."""
    plain = re.sub(r"([0-9])\\pi", r"\1*pi", tex).replace(r"\pi", "pi")
    plain = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", plain)
    return re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", plain)


@samples
def test_mathtext_renders_every_root(name):
    mathtext = pytest.importorskip("matplotlib.mathtext")
    table = sample(name)
    text = FORMATS["latex"].write(table).decode()
    rows = text.partition("\\endhead\n")[2].partition("\\end{longtable}")[0].splitlines()
    parser = mathtext.MathTextParser("path")
    for root in {row.split(" & ")[-2] for row in rows}:
        assert parser.parse(f"${root}$").width > 0


@samples
def test_pdflatex(name, tmp_path):
    program = require("pdflatex")
    sample(name).save(tmp_path / "x.tex")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "x.tex"]
    for _ in range(3):  # longtable finds the widths of its columns in three runs
        answer = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        log = answer.stdout.decode(errors="replace")
        assert answer.returncode == 0, log[-2000:]
    assert "Overfull" not in log
    assert "Rerun" not in log
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


PROGRAM = r"""
#include <stdio.h>
#include "x.h"

int main(void) {
    for (int i = 0; i < %(name)s_size; i++) {
        const struct %(name)s_row *row = &%(name)s[i];
        %(prints)s
        printf("%%a\n", row->value);
    }
    return 0;
}
"""


@samples
def test_c(name, tmp_path):
    gcc = require("gcc")
    table = sample(name)
    text = table.save(tmp_path / "x.h").read_text()
    comment = text.partition("\n */")[0].splitlines()[1:]
    check_header(json.loads("".join(line.removeprefix(" * ") for line in comment)), table)
    members = re.findall(r"^    int (\w+);$", text, re.MULTILINE)
    (array,) = re.findall(r"^struct (\w+)_row \{$", text, re.MULTILINE)
    prints = "".join(f'printf("%d ", row->{member});' for member in members)
    (tmp_path / "x.c").write_text(PROGRAM % {"name": array, "prints": prints})
    flags = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-o", "x"]
    compiled = subprocess.run(
        [gcc, *flags, "x.c"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert compiled.returncode == 0, compiled.stderr
    output = subprocess.run([tmp_path / "x"], capture_output=True, text=True, check=True).stdout
    words = {field: row for axis in table.axes for field, row in _words(axis)}
    found = {}
    for line in output.splitlines():
        *integers, value = line.split()
        labels = tuple(map(_label, members, map(int, integers), [words] * len(members)))
        found[labels] = float.fromhex(value)
    assert found == {labels: value for labels, (_, value) in expected(table).items()}
    comments = re.findall(r"\}, /\* (.*), .* \*/$", text, re.MULTILINE)
    assert [_square(root) for root in comments] == [s for s, _ in expected(table).values()]


def _words(axis):
    for field, labels in zip(axis.fields, zip(*axis.labels, strict=True), strict=True):
        if isinstance(labels[0], str):
            yield field, labels


def _label(member, integer, words):
    if member.startswith("twice_"):
        return str(Fraction(integer, 2))
    return words[member][integer] if member in words else str(integer)
