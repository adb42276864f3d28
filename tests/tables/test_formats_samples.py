"""The tables that the tests of file formats write, and that they cover every shape there is."""

from fractions import Fraction
from functools import cache

import mpmath
import pytest

from grouptools.tables import FORMATS, KINDS, Table
from grouptools.tables.kinds import normal_parameters
from grouptools.tables.lookup import derive

REQUESTS = {
    "real couplings": ("clebsch_gordan", {"l_max": 2}),
    "couplings of half-integers": ("clebsch_gordan", {"basis": "complex", "j_max": "3/2"}),
    "one block": ("clebsch_gordan", {"j1": 1, "j2": 1, "j3": 1}),
    "3j symbols": ("wigner_3j", {"l_max": 1}),
    "integrals": ("gaunt", {"l_max": 2}),
    "complex integrals": ("gaunt", {"basis": "complex", "l_max": 1}),
    "6j symbols": ("wigner_6j", {"j_max": 1}),
    "9j symbols": ("wigner_9j", {"j_max": 1}),
    "one number": ("wigner_6j", {f"j{i}": 1 for i in range(1, 7)}),
    "no number": ("wigner_6j", {**{f"j{i}": 1 for i in range(1, 6)}, "j6": 5}),
    "harmonics": ("spherical_harmonics", {"l_max": 3}),
    "complex harmonics": ("spherical_harmonics", {"basis": "complex", "l": 2}),
    "circular harmonics": ("circular_harmonics", {"n_max": 2}),
    "rotations": ("wigner_D", {"l_max": 1}),
    "rotations of half-integers": ("wigner_D", {"basis": "complex", "j": "3/2"}),
}
samples = pytest.mark.parametrize("name", REQUESTS)
formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


@cache
def sample(name: str) -> Table:
    kind, parameters = REQUESTS[name]
    return derive(kind, normal_parameters(KINDS[kind], parameters))


def exact_value(n: int, d: int, pi_power: int) -> mpmath.mpf:
    """sign(n) sqrt(|n| / d) pi**(pi_power / 2) to 40 digits."""
    with mpmath.workdps(40):
        return mpmath.sign(n) * mpmath.sqrt(mpmath.mpf(abs(n)) / d * mpmath.pi**pi_power)


def expected(table: Table) -> dict[tuple[str, ...], tuple[Fraction, float]]:
    """What a reader has to find: labels as text -> signed square, float nearest to the root."""
    return {
        tuple(map(str, labels)): (
            Fraction(n, d),
            float(exact_value(n, d, table.entries.pi_power)),
        )
        for labels, n, d in table.rows()
    }


def test_the_samples_have_every_shape():
    tables = [sample(name) for name in REQUESTS]
    labels = {label for t in tables for axis in t.axes for row in axis.labels for label in row}
    assert {type(label) for label in labels} == {int, Fraction, str}
    assert {t.entries.pi_power for t in tables} == {0, -1}
    assert {len(t.axes) for t in tables} >= {0, 2, 3, 4, 6, 9}
    assert any(len(t.entries) == 0 for t in tables)
    assert all(t.certificate.holds for t in tables)


def test_the_floats_of_the_samples_are_the_nearest():
    for name in REQUESTS:
        values = [value for _, value in expected(sample(name)).values()]
        assert sample(name).entries.values().tolist() == values
