"""Characters: tables, orthogonality, restriction, induction and reciprocity."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sympy

from grouptools.errors import ArgumentError, IntegrityError
from grouptools.groups.lie import O2, O3, SO2, SO3
from grouptools.representations import (
    Irrep,
    Irreps,
    branching,
    character_table,
    induced_character,
    inner_product,
    irreps,
)
from grouptools.representations.branching_rules import lie_traces

ORACLES = Path(__file__).parents[1] / "golden" / "oracles"
SUBDUCTION = json.loads((ORACLES / "character_tables.json").read_text())["subduction"]


def test_rows_and_columns(group):
    for real in (True, False):
        table = character_table(group, real=real)
        table.verify()
        assert len(table.irreps) == (len(irreps(group)) if real else len(group.conjugacy_classes()))


def test_complex_dimensions(group):
    """sum d^2 = |G|, and every d divides |G|."""
    dimensions = [one.dimension for one in irreps(group, real=False)]
    assert sum(d * d for d in dimensions) == group.order
    assert all(group.order % d == 0 for d in dimensions)


def test_a_wrong_character_is_seen(by_name):
    table = character_table(by_name("O"))
    rows = [list(row) for row in table.values]
    rows[3][1] += 1
    with pytest.raises(IntegrityError) as caught:
        replace(table, values=tuple(map(tuple, rows))).verify()
    assert str(caught.value) == ("the characters T1 and A1 of O have the wrong inner product")
    with pytest.raises(IntegrityError, match="O has more classes than characters here"):
        replace(
            table,
            values=table.values[:-1],
            irreps=tuple(replace_real(one) for one in table.irreps[:-1]),
        ).verify()


def replace_real(one):
    return Irrep(one.label, one.group, real=False)


def test_columns_are_seen_too(by_name):
    """A row left out of a real table leaves the rows orthogonal, but not the columns."""
    table = character_table(by_name("O"), real=True)
    with pytest.raises(IntegrityError) as caught:
        replace(table, values=table.values[:-1], irreps=table.irreps[:-1]).verify()
    assert str(caught.value) == (
        "the columns E and E of the characters of O are not orthogonal as they must be"
    )


def test_table_of_the_cube(by_name):
    table = character_table(by_name("O"))
    assert table.labels == ("A1", "A2", "E", "T1", "T2")
    assert table["T1", "C4"] == 1
    assert table["E", "C3"] == -1
    assert table.to_sympy().shape == (5, 5)
    with pytest.raises(ArgumentError, match=r"\('T3', 'C4'\) was given, but the irreps of O are"):
        table["T3", "C4"]


def test_texts(by_name):
    table = character_table(by_name("C3v"))
    assert str(table).splitlines()[0].split("  ") == ["C3v", "E", "2 C3", "3 sigma_v"]
    assert table.to_markdown() == (
        "| C3v | E | 2 C3 | 3 sigma_v |\n"
        "| --- | --- | --- | --- |\n"
        "| A1 | 1 | 1 | 1 |\n"
        "| A2 | 1 | 1 | -1 |\n"
        "| E | 2 | -1 | 0 |"
    )
    assert table.to_latex() == (
        "\\begin{tabular}{l|rrr}\n"
        "C3v & $E$ & $2\\,C_{3}$ & $3\\,\\sigma_{v}$ \\\\ \\hline\n"
        "A1 & $1$ & $1$ & $1$ \\\\\n"
        "A2 & $1$ & $1$ & $-1$ \\\\\n"
        "E & $2$ & $-1$ & $0$ \\\\\n"
        "\\end{tabular}"
    )
    assert repr(table) == "<CharacterTable of C3v, 3 irreps>"


def test_complex_characters_of_a_cyclic_group(by_name):
    table = character_table(by_name("cyclic 3")).to_sympy()
    w = sympy.exp(2 * sympy.I * sympy.pi / 3).expand(complex=True)
    expected = sympy.Matrix(3, 3, lambda k, g: sympy.expand(w ** (k * g)))
    assert table == expected


def test_a_lie_group_has_no_table():
    with pytest.raises(ArgumentError, match=r"the character table of SO\(3\) was asked for"):
        SO3().character_table()


@pytest.mark.parametrize("row", SUBDUCTION, ids=lambda row: f"{row['group']} {row['l']}")
def test_branching_of_rotations(by_name, row):
    found = branching(Irrep(row["l"], SO3()), by_name(row["group"]))
    wanted = []
    for term in row["decomposition"].split("+"):
        count = term[0] if term[0].isdigit() else "1"
        wanted.append((int(count), term.lstrip("0123456789")))
    assert found == Irreps(wanted, by_name(row["group"]))


@pytest.mark.parametrize("name", ["Oh", "Td", "D6h", "D3d", "C4h", "S4", "Ih", "Cs"])
def test_branching_keeps_dimension_and_parity(by_name, name):
    group = by_name(name)
    for one in irreps(O3(), 4):
        found = branching(one, group)
        assert found.dimension == one.dimension
        if group.order > 1 and "i" in group.generator_names:
            parity = "g" if one.label.endswith("e") else "u"
            assert all(part.label.endswith(parity) for _, part in found)


@pytest.mark.parametrize("name", ["C1", "Oh", "D3h", "S4", "D6", "I", "dihedral 5", "dihedral 1"])
def test_closed_forms_are_the_traces(by_name, name):
    """sum cos m t and 2 cos k t, against the matrices of the harmonics."""
    group = by_name(name)
    for one in irreps(O3() if group.dimension == 3 else O2(), 5):
        matrices = one.representation.restrict(group)
        assert lie_traces(one, group) == matrices.traces
        assert branching(one, group) == matrices.multiplicities()


def test_branching_of_high_degree(by_name):
    """The invariants of I are those of Molien's series: 1 + t^15 over degrees 6 and 10."""
    series = sympy.series(
        (1 + sympy.Symbol("t") ** 15)
        / ((1 - sympy.Symbol("t") ** 6) * (1 - sympy.Symbol("t") ** 10)),
        n=41,
    )
    group = by_name("I")
    for l in (0, 5, 6, 10, 12, 15, 16, 30, 40):
        assert branching(Irrep(l, SO3()), group).count("A") == series.coeff("t", l)


def test_branching_to_rotations():
    assert str(branching(Irrep("2o"), SO3())) == "2"
    assert str(branching(Irrep("0-", O2()), SO2())) == "0"
    product = Irrep("1o").representation * Irrep("1e").representation
    assert branching(product, SO3()) == Irreps("0 + 1 + 2", SO3())


def test_branching_of_the_plane(by_name):
    for n in (4, 5):
        group, part = by_name(f"dihedral {n}"), by_name(f"cyclic {n}")
        for one in irreps(group):
            frequency = one.label.rstrip("+-")
            expected = Irreps([(1, frequency)], part)
            assert branching(one, part) == expected
    assert str(branching(Irrep(3, O2()), by_name("dihedral 3"))) == "0+ + 0-"
    assert str(branching(Irrep(4, SO2()), by_name("cyclic 3"))) == "1"


def test_frobenius_reciprocity(small_group):
    """<Ind psi, chi>_G = <psi, Res chi>_H for all irreps and subgroups up to conjugacy."""
    for subgroup in small_group.subgroups():
        part = subgroup.group
        for psi in irreps(part):
            induced = psi.representation.induce(subgroup)
            assert induced.dimension == psi.dimension * subgroup.index
            expected = induced_character(
                subgroup, psi.representation.traces, psi.representation.field
            )
            field = induced.field
            own = psi.representation.field
            assert induced.traces == tuple(own.embed(e, field) for e in expected)
            for chi in irreps(small_group):
                whole, restricted = chi.representation, chi.representation.restrict(subgroup)
                joined = field.joined(whole.field)
                left = inner_product(
                    small_group, over(induced, joined), over(whole, joined), joined
                )
                right = inner_product(
                    part, over(psi.representation, joined), over(restricted, joined), joined
                )
                assert left == right


def over(rep, field):
    return [rep.field.embed(trace, field) for trace in rep.traces]


def test_reciprocity_fails_for_another_subgroup(by_name):
    group = by_name("O")
    whole = group.irrep("T1").representation
    for name, count in (("C4", 1), ("C3", 1)):
        part = group.subgroup([name])
        trivial = part.group.trivial_representation()
        assert trivial.induce(part).multiplicities().count("T1") == count
    assert (
        whole.restrict(group.subgroup(["C4"])).multiplicities()
        != whole.restrict(group.subgroup(["C3"])).multiplicities()
    )
