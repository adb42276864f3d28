"""Every identity holds of the exact tables, and fails of tables with one wrong coefficient."""

from dataclasses import replace
from fractions import Fraction
from functools import wraps

import numpy as np
import pytest
import sympy
from sympy import Rational, pi

from grouptools import exact
from grouptools.checks import (
    IDENTITIES,
    Identity,
    Provider,
    Tables,
    coupling,
    recoupling,
    run,
    run_all,
)

HALF = Fraction(1, 2)
TURN = tuple(Rational(n, 15) for n in (2, -6, 11, 8))
AT_TURN = "(2/15, -2/5, 11/15, 8/15)"
POINT = (Fraction(2, 3), Fraction(-1, 3), Fraction(2, 3))

# identity: (wrong function, its arguments, its basis, the smallest case that must fail)
WRONG = {
    "clebsch_gordan_columns": (
        ("clebsch_gordan", (1, 1, 2), "complex"),
        "basis = complex, j1 = 1, j2 = 1, j3 = 2",
    ),
    "clebsch_gordan_rows": (
        ("clebsch_gordan", (1, HALF, HALF), "complex"),
        "basis = complex, j1 = 1, j2 = 1/2",
    ),
    "clebsch_gordan_ladder": (("clebsch_gordan", (1, 1, 1), "complex"), "j1 = 1, j2 = 1, j3 = 1"),
    "clebsch_gordan_phase": (("clebsch_gordan", (1, 1, 1), "complex"), "j1 = 1, j2 = 1, j3 = 1"),
    "clebsch_gordan_real": (("clebsch_gordan", (1, 1, 1), "real"), "l1 = 1, l2 = 1, l3 = 1"),
    "wigner_3j_from_clebsch_gordan": (
        ("wigner_3j_array", (1, 1, 2), None),
        "j1 = 1, j2 = 1, j3 = 2",
    ),
    "wigner_3j_symmetries": (
        ("wigner_3j_array", (1, 1, 2), None),
        "j1 = 2, j2 = 2, j3 = 0, m1 = 0, m2 = 0, m3 = 0",
    ),
    "wigner_6j_symmetries": (
        ("wigner_6j", (1, 1, 1, HALF, HALF, HALF), None),
        "j1 = 1/2, j2 = 1/2, j3 = 1, j4 = 1, j5 = 1, j6 = 1/2",
    ),
    "wigner_6j_zero": (("wigner_6j", (1, 1, 2, 0, 2, 1), None), "j1 = 1, j2 = 1, j3 = 2"),
    "wigner_6j_orthogonality": (
        ("wigner_6j", (1, 1, 1, 1, 1, 2), None),
        "a = 1, b = 1, c = 1, d = 1",
    ),
    "wigner_6j_racah": (
        ("wigner_6j", (1, 1, 1, 1, 1, 1), None),
        "a = 1, d = 1, f = 0, b = 1, c = 1, g = 1",
    ),
    "biedenharn_elliott": (
        ("wigner_6j", (1, 1, 1, 1, 1, 1), None),
        "a = 1/2, b = 1/2, c = 1, d = 1, e = 1, f = 1, g = 1/2, h = 1, j = 1/2",
    ),
    "wigner_6j_from_3j": (
        ("wigner_6j", (1, 1, 1, 1, 1, 1), None),
        "j1 = 1, j2 = 1, j3 = 1, j4 = 1, j5 = 1, j6 = 1",
    ),
    "wigner_9j_symmetries": (
        ("wigner_9j", (1, 1, 1, 1, HALF, HALF, 0, HALF, HALF), None),
        "j1 = 0, j2 = 1/2, j3 = 1/2, j4 = 1, j5 = 1/2, j6 = 1/2, j7 = 1, j8 = 1, j9 = 1",
    ),
    "wigner_9j_zero": (
        ("wigner_9j", (1, 1, 1, 1, 1, 1, 1, 1, 0), None),
        "a = 1, b = 1, c = 1, d = 1, e = 1, g = 1",
    ),
    "wigner_9j_orthogonality": (
        ("wigner_9j", (1, 1, 1, 1, 1, 2, 1, 1, 1), None),
        "a = 1, b = 1, d = 1, e = 1, j = 1",
    ),
    "wigner_9j_sum": (
        ("wigner_9j", (HALF, HALF, 1, HALF, HALF, 1, 1, 1, 0), None),
        "a = 1/2, b = 1/2, d = 1/2, e = 1/2, j = 0",
    ),
    "wigner_9j_from_3j": (
        ("wigner_9j", (HALF, HALF, 1, HALF, HALF, 1, 1, 1, 0), None),
        "j1 = 1/2, j2 = 1/2, j3 = 1, j4 = 1/2, j5 = 1/2, j6 = 1, j7 = 1, j8 = 1, j9 = 0",
    ),
    "harmonics_orthonormal": (
        ("harmonic_coefficients", (2,), "real"),
        "basis = real, l1 = 0, l2 = 2",
    ),
    "harmonics_laplacian": (
        ("harmonic_coefficients", (2,), "complex"),
        "basis = complex, l = 2",
    ),
    "harmonics_angular_momentum": (("harmonic_coefficients", (2,), "complex"), "l = 2"),
    "harmonics_at_the_pole": (("harmonic_coefficients", (0,), "real"), "basis = real, l = 0"),
    "harmonics_conjugate": (("harmonic_coefficients", (1,), "complex"), "l = 1"),
    "harmonics_real": (("harmonic_coefficients", (2,), "real"), "l = 2"),
    "addition_theorem": (("harmonic_coefficients", (2,), "real"), "basis = real, l = 2"),
    "gaunt_product": (("gaunt", (1, 2, 3), "real"), "basis = real, l1 = 1, l2 = 2"),
    "harmonics_parity": (
        ("spherical_harmonics", (2, POINT), "real"),
        "basis = real, l = 2, point = (2/3, -1/3, 2/3)",
    ),
    "harmonics_values": (
        ("spherical_harmonics", (2, POINT), "real"),
        "basis = real, l = 2, point = (2/3, -1/3, 2/3)",
    ),
    "harmonics_covariance": (
        ("wigner_D", (2, TURN), "real"),
        f"basis = real, l = 2, turn = {AT_TURN}, point = (0, 1, 0)",
    ),
    "wigner_D_unitary": (
        ("wigner_D", (2, TURN), "real"),
        f"basis = real, j = 2, turn = {AT_TURN}",
    ),
    "wigner_D_homomorphism": (
        ("wigner_D", (1, TURN), "real"),
        f"basis = real, j = 1, first = {AT_TURN}, second = (1/2, 1/2, 1/2, 1/2)",
    ),
    "wigner_D_is_the_rotation": (("wigner_D", (1, TURN), "real"), f"turn = {AT_TURN}"),
    "wigner_D_character": (
        ("wigner_D", (HALF, TURN), "complex"),
        f"basis = complex, j = 1/2, turn = {AT_TURN}",
    ),
    "wigner_D_real": (("wigner_D", (2, TURN), "real"), f"l = 2, turn = {AT_TURN}"),
    "clebsch_gordan_series": (
        ("wigner_D", (1, TURN), "real"),
        f"basis = real, j1 = 1, j2 = 1, j3 = 0, turn = {AT_TURN}",
    ),
    "wigner_D_euler_angles": (
        ("wigner_D_euler", (1, pi / 2, pi / 3, -pi), "real"),
        "basis = real, j = 1, alpha = pi/2, beta = pi/3, gamma = -pi",
    ),
    "wigner_d_symmetries": (("wigner_d", (1, pi / 3), None), "j = 1, beta = pi/3"),
    "wigner_d_about_y": (("wigner_d", (1, pi / 3), None), "j = 1, beta = pi/3"),
    "wigner_D_polynomials_unitary": (
        ("wigner_D_coefficients", (1,), "real"),
        "basis = real, j = 1",
    ),
    "wigner_D_polynomials_homomorphism": (
        ("wigner_D_coefficients", (1,), "real"),
        "basis = real, j = 1",
    ),
    "wigner_D_polynomials_orthogonal": (
        ("wigner_D_coefficients", (1,), "real"),
        "basis = real, j = 1",
    ),
    "wigner_D_generators": (
        ("wigner_D_coefficients", (HALF,), "complex", min),
        "basis = complex, j = 1/2",
    ),
    "wigner_D_values": (
        ("wigner_D_coefficients", (HALF,), "complex"),
        f"basis = complex, j = 1/2, turn = {AT_TURN}",
    ),
}


def spoiled_provider(name, arguments, basis, which=max):
    """The exact functions, but one of them doubles its last nonzero entry at these arguments."""
    function = getattr(exact, name)

    @wraps(function)
    def spoiled(*given, **keywords):
        result = function(*given, **keywords)
        hit = given == arguments and basis in (None, keywords.get("basis"))
        return with_one_doubled(result, which) if hit else result

    return replace(Provider(), **{name: spoiled})


def with_one_doubled(result, which):
    if isinstance(result, exact.SurdArray):
        entries = {tuple(i): result.square(tuple(i)) for i in result.indices.tolist()}
        entries[which(entries)] *= 4
        return exact.SurdArray.from_entries(result.shape, entries, result.pi_power)
    if isinstance(result, sympy.Expr):
        return 2 * result
    table = np.array(sympy.Matrix(result).tolist(), dtype=object)
    table[which(zip(*np.nonzero(table), strict=True))] *= 2
    return table.reshape(-1) if isinstance(result, tuple) else table


@pytest.fixture(scope="module")
def outcomes():
    return {outcome.name: outcome for outcome in run_all(2)}


@pytest.mark.parametrize("name", IDENTITIES)
def test_holds(name, outcomes):
    assert outcomes[name].problem is None
    assert outcomes[name].holds
    assert outcomes[name].cases > 0


@pytest.mark.parametrize("name", IDENTITIES)
def test_one_wrong_coefficient_is_found(name):
    spoil, case = WRONG[name]
    outcome = run(name, 3, provider=spoiled_provider(*spoil))
    assert not outcome.holds
    assert outcome.problem.startswith(f"{case}: residual ")
    # The failing case is the last that was run, and comes with its arguments.
    cases = list(IDENTITIES[name].cases(3))
    assert cases[outcome.cases - 1] == outcome.failure
    assert IDENTITIES[name].case_text(outcome.failure) == case


@pytest.mark.parametrize("name", IDENTITIES)
def test_cases_exist_from_degree_zero_and_grow(name):
    sizes = [len(list(IDENTITIES[name].cases(l_max))) for l_max in range(4)]
    assert sizes[0] > 0
    assert sizes == sorted(sizes)


def test_the_registry_names_each_identity_and_its_statement():
    assert set(IDENTITIES) == set(WRONG)
    for name, identity in IDENTITIES.items():
        assert isinstance(identity, Identity)
        assert identity.name == name
        assert len(identity.statement) > 20


def test_all_to_degree_three_with_progress():
    seen = []
    outcomes = run_all(3, on_progress=seen.append)
    assert seen == outcomes
    assert [outcome.name for outcome in outcomes] == list(IDENTITIES)
    assert all(outcome.holds for outcome in outcomes)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("addition_theorem", ("real", 20)),
        ("addition_theorem", ("complex", 20)),
        ("clebsch_gordan_columns", ("real", 20, 20, 20)),
        ("harmonics_orthonormal", ("real", 12, 12)),
        ("wigner_D_polynomials_unitary", ("real", 6)),
    ],
)
def test_far_out(name, arguments):
    residual = IDENTITIES[name].residual(Tables(), *arguments)
    assert not np.any(np.asarray(residual, dtype=object))


@pytest.mark.parametrize("total", range(9))
def test_regge_classes_cover_every_square(total):
    """There are (J+1)(J+2)(J^2+3J+4)/8 squares of natural numbers with row and column sums J."""
    l_max = (total + 1) // 2
    squares = set()
    for j1, j2, j3, m1, m2, m3 in IDENTITIES["wigner_3j_symmetries"].cases(l_max):
        if j1 + j2 + j3 == total:
            rows = [[total - 2 * j for j in (j1, j2, j3)], [j1 - m1, j2 - m2, j3 - m3]]
            rows.append([j1 + m1, j2 + m2, j3 + m3])
            square = tuple(tuple(map(int, row)) for row in rows)
            images = {image for image, _ in coupling._regge_images(square)}
            assert not images & squares
            squares |= images
    assert len(squares) == (total + 1) * (total + 2) * (total**2 + 3 * total + 4) // 8


def test_a_6j_symbol_in_general_position_has_144_images():
    sums = (12, 16, 18, 20), (20, 22, 24)
    assert recoupling._from_sums(*sums) is not None
    asked = []
    provider = Provider(wigner_6j=lambda *spins: asked.append(spins) or exact.wigner_6j(*spins))
    residual = IDENTITIES["wigner_6j_symmetries"].residual(
        Tables(provider), *recoupling._from_sums(*sums)
    )
    assert not any(residual)
    assert len(set(asked)) == 144
    tetrahedral = {spins for spins in asked if set(spins) == set(asked[0])}
    assert len(tetrahedral) == 24


def test_import_needs_none_of_the_slow_packages(run_python):
    code = "import sys, grouptools.checks as c; c.IDENTITIES; print(*sys.modules)"
    answer = run_python(code)
    assert answer.returncode == 0, answer.stderr
    assert not {"hypothesis", "scipy", "sympy", "numba"} & set(answer.stdout.split())
