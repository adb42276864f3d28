"""`grouptools show`: one block of each kind, for people and for machines."""

import json
import re
from fractions import Fraction

import pytest
import sympy

import grouptools as gt

BLOCKS = [
    ("cg 1 1 2", "clebsch_gordan", {"j1": 1, "j2": 1, "j3": 2}),
    ("cg 1/2 3/2 2 --basis complex", "clebsch_gordan",
     {"j1": Fraction(1, 2), "j2": Fraction(3, 2), "j3": 2, "basis": "complex"}),
    ("3j 1/2 1/2 1", "wigner_3j", {"j1": Fraction(1, 2), "j2": Fraction(1, 2), "j3": 1}),
    ("gaunt 1 1 2", "gaunt", {"l1": 1, "l2": 1, "l3": 2}),
    ("gaunt 1 1 2 --basis complex", "gaunt", {"l1": 1, "l2": 1, "l3": 2, "basis": "complex"}),
    ("6j 1 1 1 1 1 1", "wigner_6j", {f"j{i}": 1 for i in range(1, 7)}),
    ("9j 1 1 2 1 1 2 2 2 4", "wigner_9j",
     {f"j{i}": j for i, j in enumerate([1, 1, 2, 1, 1, 2, 2, 2, 4], 1)}),
    ("Y 3", "spherical_harmonics", {"l": 3}),
    ("harmonics 2 --basis complex", "spherical_harmonics", {"l": 2, "basis": "complex"}),
    ("circular 4", "circular_harmonics", {"n": 4}),
    ("D 2", "wigner_D", {"j": 2}),
    ("D 3/2 --basis complex", "wigner_D", {"j": Fraction(3, 2), "basis": "complex"}),
]  # fmt: skip
block = pytest.mark.parametrize(
    ("line", "kind", "parameters"), [pytest.param(*case, id=case[0]) for case in BLOCKS]
)


@block
def test_every_kind_is_shown(run, line, kind, parameters):
    outcome = run("show", *line.split())
    table = gt.table(kind, **parameters)
    assert (outcome.status, outcome.err) == (0, "")
    first, *_, last = outcome.out.splitlines()
    assert first.startswith(f"{kind}: ")
    assert all(f"{name} = {value}" in first for name, value in table.parameters.items())
    assert last == f"proved: {len(table.certificate.claims)} claims; digest {table.digest[:16]}"


@block
def test_a_full_name_is_as_good_as_a_short_one(run, line, kind, parameters):
    _, *rest = line.split()
    assert run("show", kind, *rest).out == run("show", *line.split()).out


@block
def test_json_is_the_table(run, line, kind, parameters):
    outcome = run("show", *line.split(), "--json")
    table = gt.table(kind, **parameters)
    assert (outcome.status, outcome.err) == (0, "")
    shown = json.loads(outcome.out)
    assert {name: shown[name] for name in table.header} == json.loads(json.dumps(table.header))
    assert shown["digest"] == table.digest
    assert len(shown["entries"]) == len(table.entries)
    for entry, (labels, _, _), value in zip(
        shown["entries"], table.rows(), table.entries.values(), strict=True
    ):
        assert entry["float"] == value
        assert [str(entry[field]) for field in table.fields] == [str(label) for label in labels]


def table_of(outcome):
    """The lines between heading and proof, as words."""
    return [line.split() for line in outcome.out.splitlines()[1:-1]]


def test_a_grid_with_square_roots(run):
    """1/2 x 1/2 -> 1 and 0, as in every textbook."""
    assert table_of(run("show", "cg", "1/2", "1/2", "1", "--basis", "complex")) == [
        ["m1", "m2", "m3", "=", "-1", "m3", "=", "0", "m3", "=", "1"],
        ["-1/2", "-1/2", "1", ".", "."],
        ["-1/2", "1/2", ".", "√(1/2)", "."],
        ["1/2", "-1/2", ".", "√(1/2)", "."],
        ["1/2", "1/2", ".", ".", "1"],
    ]
    assert table_of(run("show", "cg", "1/2", "1/2", "0", "--basis", "complex")) == [
        ["m1", "m2", "m3", "=", "0"],
        ["-1/2", "1/2", "-√(1/2)"],
        ["1/2", "-1/2", "√(1/2)"],
    ]


def test_polynomials(run):
    assert run("show", "Y", "2").out.splitlines()[1:-1] == [
        "[m]  root (polynomial in x, y, z)",
        "[-2]  √(15/(4π)) (x y)",
        "[-1]  √(15/(4π)) (y z)",
        "[0]  √(5/(16π)) (-x^2 - y^2 + 2 z^2)",
        "[1]  √(15/(4π)) (x z)",
        "[2]  √(15/(16π)) (x^2 - y^2)",
    ]
    assert run("show", "Y", "0").out.splitlines()[2] == "[0]  √(1/(4π)) (1)"


@pytest.mark.parametrize(
    ("line", "kind", "parameters"),
    [
        case
        for case in BLOCKS
        if case[1] in {"spherical_harmonics", "circular_harmonics", "wigner_D"}
    ],
)
def test_polynomials_evaluate_to_the_entries(run, line, kind, parameters):
    """Read the lines of a polynomial back: root times integer is the entry."""
    table = gt.table(kind, **parameters)
    variables = [name for name in table.fields if name in "xyzw"]
    place = table.fields.index("x")
    shown = {}
    for text in run("show", *line.split()).out.splitlines()[2:-1]:
        names, _, rest = text.partition("]  ")
        root, _, polynomial = rest.removesuffix(")").rpartition(" (")  # no root where it is 1
        root = re.sub("(?<=[0-9])π", "*pi", root).replace("π", "pi").replace("√", "sqrt")
        common = float(sympy.sympify(root or "1").evalf(20))
        for term in polynomial.replace(" - ", " + -").split(" + "):
            sign = -1 if term.startswith("-") else 1
            powers, count = dict.fromkeys(variables, 0), 1
            for factor in term.removeprefix("-").split():
                name, _, power = factor.partition("^")
                if name in powers:
                    powers[name] = int(power or 1)
                else:
                    count = int(factor)
            labels = names.removeprefix("[").split(", ")
            key = (*labels[:place], *map(str, powers.values()), *labels[place:])
            shown[key] = sign * count * common
    entries = {
        tuple(map(str, labels)): value
        for (labels, _, _), value in zip(table.rows(), table.entries.values(), strict=True)
    }
    assert shown == pytest.approx(entries, rel=1e-14)


def test_one_number(run):
    assert run("show", "6j", *"111111").out.splitlines()[1] == "1/6 = 0.16666666666666666"
    assert run("show", "9j", *"111111111").out.splitlines()[1] == "0"


def test_a_terminal_without_roots_gets_words(run_apart):
    outcome = run_apart("show", "gaunt", 1, 1, 0, PYTHONIOENCODING="ascii")
    assert (outcome.status, outcome.err) == (0, "")
    assert "sqrt(1/(4*pi))" in outcome.out
    assert outcome.out.isascii()


def test_wide_tables_are_not_folded(run_apart):
    outcome = run_apart("show", "cg", 4, 4, 8, COLUMNS="40")
    rows = table_of(outcome)
    assert len(rows[0]) == 2 + 3 * 17
    assert all(len(row) == 2 + 17 for row in rows[1:])
