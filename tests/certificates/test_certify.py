"""What the derivation yields is certified, and what is not a table is refused."""

from fractions import Fraction

import pytest

from grouptools.certificates import KINDS, certify
from grouptools.errors import ArgumentError

TABLES = [
    ("clebsch_gordan", {"basis": "real", "l_max": 3}),
    ("clebsch_gordan", {"basis": "complex", "l_max": 3}),
    ("clebsch_gordan", {"basis": "complex", "j_max": "5/2"}),
    ("clebsch_gordan", {"basis": "complex", "j1": "3/2", "j2": Fraction(1, 2), "j3": 2}),
    ("clebsch_gordan", {"basis": "real", "j1": 5, "j2": 3, "j3": 4}),
    ("clebsch_gordan", {"basis": "real", "j1": 20, "j2": 20, "j3": 20}),
    ("clebsch_gordan", {"basis": "complex", "j1": "41/2", "j2": 30, "j3": "23/2"}),
    ("wigner_3j", {"l_max": 3}),
    ("wigner_3j", {"j_max": 2}),
    ("wigner_3j", {"j1": "3/2", "j2": 1, "j3": "5/2"}),
    ("gaunt", {"basis": "real", "l_max": 3}),
    ("gaunt", {"basis": "complex", "l_max": 3}),
    ("gaunt", {"basis": "real", "l1": 6, "l2": 3, "l3": 5}),
    ("gaunt", {"basis": "complex", "l1": 6, "l2": 3, "l3": 4}),  # l1 + l2 + l3 odd: no row
    ("spherical_harmonics", {"basis": "real", "l_max": 6}),
    ("spherical_harmonics", {"basis": "complex", "l_max": 6}),
    ("spherical_harmonics", {"basis": "real", "l": 12}),
    ("spherical_harmonics", {"basis": "complex", "l": 12}),
    ("circular_harmonics", {"n_max": 8}),
    ("circular_harmonics", {"n": 0}),
    ("circular_harmonics", {"n": 5}),
    ("wigner_D", {"basis": "real", "l_max": 3}),
    ("wigner_D", {"basis": "complex", "l_max": 2}),
    ("wigner_D", {"basis": "complex", "j_max": "3/2"}),
    ("wigner_D", {"basis": "real", "l": 4}),
    ("wigner_D", {"basis": "complex", "j": "7/2"}),
    ("wigner_6j", {"l_max": 3}),
    ("wigner_6j", {"j_max": 2}),
    ("wigner_6j", {f"j{i}": 30 + i for i in range(1, 7)}),
    ("wigner_6j", {"j1": 1, "j2": 1, "j3": 3, "j4": 1, "j5": 1, "j6": 1}),  # no triangle: no row
    ("wigner_9j", {"l_max": 1}),
    ("wigner_9j", {"j_max": 1}),
    ("wigner_9j", {f"j{i}": 4 + i % 3 for i in range(1, 10)}),
]


@pytest.mark.parametrize(("kind", "parameters"), TABLES, ids=str)
def test_every_claim_about_a_derived_table_holds(table, kind, parameters):
    claims = table(kind, **parameters).claims()
    assert [claim.failure for claim in claims if not claim.holds] == []
    assert all(claim.cases > 0 for claim in claims[1:])


def test_each_kind_is_covered_as_block_and_as_collection():
    blocks = {kind for kind, parameters in TABLES if not any("max" in p for p in parameters)}
    collections = {kind for kind, parameters in TABLES if any("max" in p for p in parameters)}
    assert blocks == collections == set(KINDS)


def test_claims_count_equations():
    rows = [((-1, 1, 0), 1, 3), ((0, 0, 0), -1, 3), ((1, -1, 0), 1, 3)]
    spins = {"basis": "complex", "j1": 1, "j2": 1, "j3": 0}
    claims = certify("clebsch_gordan", spins, ("m1", "m2", "m3"), rows, 0)
    assert [(claim.cases, claim.holds) for claim in claims] == [(n, True) for n in (3, 1, 27, 1)]


REFUSED = [
    ("racah", {"l": 1}, ("m",), [], 0, "the kind 'racah' was given, but only these are certified"),
    ("gaunt", {"l_max": 1}, (), [], -1, "basis = None was given for the kind 'gaunt', but it must"),
    ("wigner_3j", {"basis": "real", "l_max": 1}, (), [], 0, "basis = 'real' was given .* left out"),
    ("wigner_6j", {"j1": 1}, (), [], 0, "the parameters j1 were given .* it takes j1, j2, j3, j4"),
    ("wigner_6j", {}, (), [], 0, "the parameters none were given .* l_max or j_max"),
    ("circular_harmonics", {"n": -1}, (), [], -1, "n = -1 was given, but it must be an integer"),
    ("circular_harmonics", {"n": 1.0}, (), [], -1, "n = 1.0 was given"),
    ("circular_harmonics", {"n": True}, (), [], -1, "n = True was given"),
    ("circular_harmonics", {"n": "1/2"}, (), [], -1, "n = '1/2' was given"),
    ("circular_harmonics", {"n": "a"}, (), [], -1, "n = 'a' was given"),
    ("wigner_3j", {"j_max": "1/3"}, (), [], 0, "j_max = '1/3' .* an integer or half-integer"),
    ("wigner_3j", {"l_max": 1}, ("m",), [], 0, r"the label columns \('m',\) were given"),
    ("circular_harmonics", {"n": 1}, ("m", "x", "y"), [], 0, "pi_power = 0 was given .* be -1"),
    (
        "clebsch_gordan",
        {"basis": "real", "j1": "1/2", "j2": "1/2", "j3": 0},
        ("m1", "m2", "m3"),
        [],
        0,
        "half-integers were given with basis = 'real'",
    ),
    (
        "wigner_D",
        {"basis": "real", "j_max": 2},
        ("j", "m", "n", "x", "y", "z", "w"),
        [],
        0,
        "half-integers were given with basis = 'real'",
    ),
    (
        "wigner_3j",
        {"j1": 1, "j2": 1, "j3": 3},
        ("m1", "m2", "m3"),
        [],
        0,
        "j1 = 1, j2 = 1, j3 = 3 was given, but the triangle rule",
    ),
]


@pytest.mark.parametrize(("kind", "parameters", "fields", "rows", "pi_power", "match"), REFUSED)
def test_what_is_no_table_is_refused(kind, parameters, fields, rows, pi_power, match):
    with pytest.raises(ArgumentError, match=match):
        certify(kind, parameters, fields, rows, pi_power)


BAD_ROWS = [
    ((0, 0, 0, 0), 1, 1),
    ((0, 0), 1, 1),
    (("0", 0, 0), 1, 1),
    ((0, -1, 0), 1, 1),
    ((0, 0.0, 0), 1, 1),
    ((Fraction(1, 3), 0, 0), 1, 1),
    ((0, 0, 0), 1.0, 1),
    ((0, 0, 0), 1),
    5,
]


@pytest.mark.parametrize("row", BAD_ROWS, ids=str)
def test_a_row_of_another_shape_is_refused(row):
    with pytest.raises(ArgumentError, match=r"a row is \(labels, n, d\) with the labels \(m, x, y"):
        certify("circular_harmonics", {"n": 1}, ("m", "x", "y"), [row], -1)


def test_a_part_is_re_or_im():
    parameters = {"basis": "complex", "l": 0}
    with pytest.raises(ArgumentError, match="a row is"):
        certify(
            "spherical_harmonics",
            parameters,
            ("m", "x", "y", "z", "part"),
            [((0, 0, 0, 0, "real"), 1, 4)],
            -1,
        )
