"""Tables: what can be asked for, what comes back, and that a wrong derivation is not let out."""

from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import numpy as np
import pytest
import sympy

import grouptools as gt
from grouptools.errors import ArgumentError, FormatError, IntegrityError, SelectionRuleError
from grouptools.exact.surd import SurdArray
from grouptools.tables import KINDS, Axis, Table
from grouptools.tables.stated_convention import STATED_CONVENTION

HALF = Fraction(1, 2)
#: A block and the collections of every kind.  Spins 1, 1, 2 couple, and to nothing that vanishes.
SMALL = [
    (
        kind.name,
        dict.fromkeys(names, 1)
        | ({names[-1]: 2} if len(names) > 1 else {})
        | ({"basis": basis} if basis else {}),
    )
    for kind in KINDS.values()
    for names in (kind.block, *((name,) for name in kind.collections))
    for basis in kind.bases or [None]
    if not (basis == "real" and names == ("j_max",))
]


def named(request):
    kind, parameters = request
    return " ".join([kind, *map(str, parameters)])


@pytest.fixture(params=SMALL, ids=named)
def table(request):
    kind, parameters = request.param
    return gt.table(kind, cache=False, **parameters)


def test_every_kind_is_proved(table):
    assert table.certificate.holds
    assert table.certificate.digest == table.digest
    assert table.proved_again() == table.certificate


def test_header_names_what_was_asked_for(table):
    assert table.header["kind"] == table.kind
    assert table.header["basis_version"] == gt.BASIS_VERSION
    assert table.header["convention"] == STATED_CONVENTION
    assert table.entries.shape == tuple(axis.size for axis in table.axes)


def test_rows_entries_and_floats_are_the_same_numbers(table):
    dense = table.entries.to_numpy()
    assert np.count_nonzero(dense) == len(list(table.rows())) == len(table.entries)
    for (labels, n, d), (index, exact) in zip(table.rows(), table.entries.items(), strict=True):
        factor = 1 / sympy.pi if table.entries.pi_power else 1
        assert exact**2 == sympy.Rational(abs(n), d) * factor
        assert (exact > 0) == (n > 0)
        assert dense[index] == float(exact.evalf(40))
        assert table.entry(**dict(zip(table.fields, labels, strict=True))) == exact


def test_an_axis_named_part_becomes_complex_numbers(table):
    floats = table.to_numpy()
    if "part" in table.fields:
        assert floats.dtype == np.complex128
        assert floats.shape == table.entries.shape[:-1]
        assert floats.real.tolist() == table.entries.to_numpy()[..., 0].tolist()
        assert floats.imag.tolist() == table.entries.to_numpy()[..., 1].tolist()
    else:
        assert floats.dtype == np.float64
        assert floats.shape == table.entries.shape


def test_axes_are_read_back(table):
    assert [Axis.from_json(axis.to_json()) for axis in table.axes] == list(table.axes)


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        ("wigner_3j", [{"j1": HALF, "j2": 1, "j3": Fraction(3, 2)}] * 2),
        ("wigner_3j", [{"j1": HALF, "j2": "1", "j3": "3/2"}, {"j3": "1.5", "j2": 1, "j1": "1/2"}]),
        ("wigner_3j", [{"j_max": 1}, {"j_max": sympy.Integer(1)}, {"j_max": np.int64(1)}]),
        ("wigner_3j", [{"j_max": "1/2"}, {"j_max": sympy.Rational(1, 2)}]),
        ("clebsch_gordan", [{"l_max": 1}, {"l_max": 1, "basis": "real"}]),
        ("spherical_harmonics", [{"l": 2}, {"l": np.uint8(2)}, {"l": Fraction(4, 2)}]),
    ],
)
def test_one_table_however_it_is_asked_for(kind, forms):
    assert len({gt.table(kind, cache=False, **form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("kind", "parameters", "error", "complaint"),
    [
        ("3j", {"l_max": 1}, ArgumentError, "'3j' is no kind of table: choose one of clebsch_g"),
        ("wigner_3j", {}, ArgumentError, "takes j1, j2, j3 or l_max or j_max, but nothing was"),
        ("wigner_3j", {"l_max": 1, "j_max": 1}, ArgumentError, "but l_max, j_max was given"),
        ("wigner_3j", {"j1": 1, "j2": 1}, ArgumentError, "but j1, j2 was given"),
        ("wigner_3j", {"l_max": 1, "basis": "real"}, ArgumentError, "but l_max, basis was given"),
        ("gaunt", {"l_max": 1, "basis": "Real"}, ArgumentError, "basis = 'Real' was given, but"),
        ("gaunt", {"l_max": 1, "basis": None}, ArgumentError, "basis = None was given"),
        ("gaunt", {"l_max": -1}, ArgumentError, "l_max = -1 was given, but a degree is"),
        ("gaunt", {"l_max": 1.5}, ArgumentError, "l_max = 1.5 was given, but a degree is"),
        ("gaunt", {"l_max": 2.0}, ArgumentError, r"l_max = 2\.0 was given, but a degree is"),
        ("gaunt", {"l_max": True}, ArgumentError, "l_max = True was given, but a degree is"),
        ("gaunt", {"l_max": "2"}, ArgumentError, "l_max = '2' was given, but a degree is"),
        ("gaunt", {"l_max": Fraction(1, 2)}, ArgumentError, "but a degree is"),
        ("wigner_3j", {"j_max": 0.5}, ArgumentError, r"j_max = 0\.5 was given, but a spin is"),
        ("wigner_3j", {"j_max": "1/3"}, ArgumentError, "but a spin is"),
        ("wigner_3j", {"j_max": "1/0"}, ArgumentError, "but a spin is"),
        ("wigner_3j", {"j_max": "one"}, ArgumentError, "j_max = 'one' was given, but a spin is"),
        ("wigner_3j", {"j_max": "1e999999999"}, ArgumentError, "but a spin is"),
        ("wigner_3j", {"j_max": "-1/2"}, ArgumentError, "but a spin is"),
        ("wigner_3j", {"j1": 1, "j2": 1, "j3": 3}, SelectionRuleError, "breaks the triangle rule"),
        ("gaunt", {"l1": 1, "l2": 1, "l3": 3}, SelectionRuleError, "breaks the triangle rule"),
        ("clebsch_gordan", {"j_max": 1}, ArgumentError, "have no real basis: pass basis = 'comp"),
        ("wigner_D", {"j": HALF}, ArgumentError, "have no real basis: pass basis = 'complex'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(kind, parameters, error, complaint):
    with pytest.raises(error, match=complaint) as caught:
        gt.table(kind, **parameters)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [
        ({}, "labels none were given, but this table is labelled by m1, m2, m3"),
        ({"m1": 0, "m2": 0}, "labels m1, m2 were given"),
        ({"m1": 0, "m2": 0, "m3": 3}, "m3 = 3 was given, but the table has no such label"),
    ],
)
def test_a_label_that_is_not_there_is_refused(labels, complaint):
    table = gt.table("clebsch_gordan", j1=1, j2=1, j3=2)
    with pytest.raises(ArgumentError, match=complaint):
        table.entry(**labels)


def test_a_table_cannot_be_changed():
    table = gt.table("wigner_3j", j1=1, j2=1, j3=2)
    with pytest.raises(FrozenInstanceError):
        table.kind = "gaunt"
    with pytest.raises(ValueError, match="read-only"):
        table.entries.numerators[0] = 7


def test_tables_are_equal_when_their_numbers_are():
    table, other = gt.table("wigner_3j", l_max=1), gt.table("wigner_3j", l_max=2)
    assert table == gt.table("wigner_3j", l_max=1, cache=False)
    assert hash(table) == hash(gt.table("wigner_3j", l_max=1, cache=False))
    assert table != other
    assert table != table.digest


def test_repr_says_what_and_how_large():
    shown = repr(gt.table("wigner_6j", **{f"j{i}": 1 for i in range(1, 7)}))
    assert shown == ("<Table wigner_6j(j1=1, j2=1, j3=1, j4=1, j5=1, j6=1): one number, 1 nonzero>")


@pytest.mark.parametrize("request_", SMALL, ids=named)
def test_a_wrong_derivation_is_not_let_out(monkeypatch, cache_folder, request_):
    """Flip one sign, whichever kind it is: nobody gets the table, and the cache does not."""
    kind, parameters = request_
    right = KINDS[kind].derive

    def wrong(normal):
        axes, entries = right(normal)
        numerators = entries.numerators.copy()
        numerators[-1] *= -1
        flipped = SurdArray(
            entries.shape, entries.indices, numerators, entries.denominators, entries.pi_power
        )
        return axes, flipped

    monkeypatch.setitem(KINDS, kind, replace(KINDS[kind], derive=wrong))
    with pytest.raises(IntegrityError, match="derived wrongly, which is a fault of this library"):
        gt.table(kind, **parameters)
    assert list(cache_folder.iterdir()) == []


def test_spins_whose_numbers_no_table_holds_are_refused(monkeypatch):
    """Python writes no integer beyond a limit; it is set low here, since the default takes long."""
    monkeypatch.setattr("sys.get_int_max_str_digits", lambda: 10)
    with pytest.raises(ArgumentError, match="over 10 digits, which no table holds: use the fu"):
        gt.table("wigner_6j", cache=False, **{f"j{i}": 30 for i in range(1, 7)})


@pytest.mark.parametrize(
    ("part", "value", "complaint"),
    [
        ("kind", None, "does not name a kind"),
        ("parameters", [], "does not name a kind and its parameters"),
        ("basis_version", 0, "basis version 0, but this library writes and reads version"),
        ("basis_version", "1", "basis version '1'"),
        ("convention", {}, "another convention"),
        ("axes", None, "no list of axes"),
        ("axes", [{}], "an axis lacks its fields"),
        ("axes", [{"fields": ["m"], "labels": [[0, 1]]}], "an axis lacks its fields, or a label"),
        ("pi_power", 1, "a power of pi that is not 0, -1"),
    ],
)
def test_parts_that_do_not_fit_are_refused(part, value, complaint):
    table = gt.table("wigner_3j", j1=1, j2=1, j3=2)
    with pytest.raises(FormatError, match=complaint):
        Table.from_parts(table.header | {part: value}, [], table.certificate)
