"""Tables of other origin: floats, sympy's, in other conventions, and what is no table at all."""

import numpy as np
import pytest
import sympy
from sympy.physics import wigner as peer

from grouptools import exact
from grouptools.checks import IDENTITIES, Outcome, Provider, run, run_all
from grouptools.errors import ArgumentError


def test_other_tables_may_be_sympys():
    provider = Provider(wigner_6j=peer.wigner_6j, wigner_9j=peer.wigner_9j)
    names = [name for name in IDENTITIES if "6j" in name or "9j" in name]
    assert all(outcome.holds for outcome in run_all(1, names, provider=provider))


def test_floats_need_a_tolerance():
    provider = Provider(
        clebsch_gordan=lambda *js, basis: exact.clebsch_gordan(*js, basis=basis).to_numpy(),
        spherical_harmonics=lambda l, v, basis: np.array(
            [complex(y) for y in exact.spherical_harmonics(l, v, basis=basis)]
        ),
    )
    names = ["clebsch_gordan_rows", "clebsch_gordan_ladder", "harmonics_covariance"]
    for outcome in run_all(2, names, provider=provider, tolerance=1e-14):
        assert outcome.problem is None
    strict = run("clebsch_gordan_rows", 2, provider=provider)
    assert strict.problem.startswith("basis = complex, j1 = 1/2, j2 = 1/2: residual ")


def test_a_tolerance_still_finds_a_wrong_float():
    def wrong(*js, basis):
        table = exact.clebsch_gordan(*js, basis=basis).to_numpy()
        if js == (1, 1, 2):
            table[0, 0, 0] += 1e-6
        return table

    outcome = run(
        "clebsch_gordan_columns", 2, provider=Provider(clebsch_gordan=wrong), tolerance=1e-9
    )
    assert outcome.problem.startswith("basis = complex, j1 = 1, j2 = 1, j3 = 2: residual ")
    assert outcome.problem.endswith("(modulus 2e-06) in entry [0, 0]")


def transposed(j, turn, *, basis):
    return exact.wigner_D(j, turn, basis=basis).T


def in_xyz_order(l, v, *, basis):
    values = exact.spherical_harmonics(l, v, basis=basis)
    return (values[2], values[0], values[1]) if (l, basis) == (1, "real") else values


def without_condon_shortley(l, *, basis):
    rows = exact.harmonic_coefficients(l, basis=basis)
    if basis == "real":
        return rows
    signs = {i: (-1) ** max(0, i[0] - l) for i in map(tuple, rows.indices.tolist())}
    entries = {index: rows.square(index) * sign for index, sign in signs.items()}
    return exact.SurdArray.from_entries(rows.shape, entries, rows.pi_power)


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        (Provider(wigner_D=transposed), "wigner_D_homomorphism"),
        (Provider(wigner_D=transposed), "harmonics_covariance"),
        (Provider(spherical_harmonics=in_xyz_order), "harmonics_covariance"),
        (Provider(harmonic_coefficients=without_condon_shortley), "harmonics_angular_momentum"),
    ],
)
def test_another_convention_is_found(provider, name):
    assert not run(name, 2, provider=provider).holds


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run("pentagon", 2), "'pentagon' was given, but the identities are clebsch_gordan"),
        (lambda: run_all(-1), "l_max = -1 was given, but a degree is a non-negative integer"),
        (lambda: run_all(1.5), "l_max = 1.5 was given, but a degree is a non-negative integer"),
        (
            lambda: run("wigner_d_about_y", 1, provider=Provider(wigner_d=lambda *_: [[1]])),
            r"wigner_d\(1/2, pi/3\) returned an array of shape \(1, 1\), but shape \(2, 2\)",
        ),
        (
            lambda: run("clebsch_gordan_phase", 1, provider=Provider(clebsch_gordan=exact.gaunt)),
            r"clebsch_gordan\(0, 0, 0\) returned an array .* and power -1 of sqrt\(pi\), but shape",
        ),
        (
            lambda: run(
                "wigner_6j_zero", 1, provider=Provider(wigner_6j=lambda *_: sympy.Symbol("x"))
            ),
            "x was given in a table that is to be checked, but only sums of square roots",
        ),
        (
            lambda: run("wigner_6j_zero", 1, provider=Provider(wigner_6j=lambda *_: np.nan)),
            "nan was given in a table that is to be checked",
        ),
    ],
)
def test_errors_say_what_to_change(call, message):
    with pytest.raises(ArgumentError, match=message):
        call()


def test_an_outcome_is_a_value():
    assert run("addition_theorem", 1) == Outcome("addition_theorem", 4)
