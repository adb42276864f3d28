"""Every claim fails when the table is wrong, and says where.

Small tables are spoilt in every single entry and in every way below: at least one claim must
notice each of them, and each claim must notice some.
"""

from fractions import Fraction
from math import gcd

import pytest

from grouptools.certificates import certify

HALF = Fraction(1, 2)

SMALL = [
    ("clebsch_gordan", {"basis": "real", "l_max": 1}),
    ("clebsch_gordan", {"basis": "complex", "l_max": 1}),
    ("clebsch_gordan", {"basis": "real", "j1": 1, "j2": 1, "j3": 2}),
    ("clebsch_gordan", {"basis": "complex", "j1": 1, "j2": "1/2", "j3": "3/2"}),
    ("wigner_3j", {"l_max": 1}),
    ("wigner_3j", {"j_max": "1/2"}),
    ("gaunt", {"basis": "real", "l_max": 1}),
    ("gaunt", {"basis": "complex", "l_max": 1}),
    ("gaunt", {"basis": "real", "l1": 2, "l2": 1, "l3": 1}),
    ("spherical_harmonics", {"basis": "real", "l_max": 2}),
    ("spherical_harmonics", {"basis": "complex", "l_max": 2}),
    ("circular_harmonics", {"n_max": 3}),
    ("wigner_D", {"basis": "real", "l_max": 1}),
    ("wigner_D", {"basis": "complex", "j": "1/2"}),
    ("wigner_D", {"basis": "complex", "l": 1}),
    ("wigner_6j", {"j_max": "1/2"}),
    ("wigner_6j", {"j1": 1, "j2": 1, "j3": 1, "j4": 1, "j5": 1, "j6": 2}),
    ("wigner_9j", {"j_max": "1/2"}),
    ("wigner_9j", {f"j{i}": 1 for i in range(1, 10)} | {"j9": 2}),
]


def _times(row, p, q):
    labels, n, d = row
    common = gcd(n * p, d * q)
    return labels, n * p // common, d * q // common


def _relabelled(row, position, change):
    labels, n, d = row
    return (*labels[:position], change(labels[position]), *labels[position + 1 :]), n, d


def spoilt(table):
    """Yield (what was done, rows) for each wrong table."""
    rows = table.rows
    for i, row in enumerate(rows):
        before, after = rows[:i], rows[i + 1 :]
        yield f"sign of {row}", [*before, _times(row, -1, 1), *after]
        yield f"factor sqrt(2) on {row}", [*before, _times(row, 2, 1), *after]
        yield f"factor 2/3 on {row}", [*before, _times(row, 4, 9), *after]
        yield f"{row} dropped", [*before, *after]
        yield f"{row} repeated", [*before, row, row, *after]
        yield f"{row} not in lowest terms", [*before, (row[0], 2 * row[1], 2 * row[2]), *after]
        for position, name in enumerate(table.fields):
            if name in ("x", "y", "z", "w"):
                moved = _relabelled(row, position, lambda exponent: exponent + 1)
                yield f"{name} one higher in {row}", [*before, moved, *after]
    for position, name in enumerate(table.fields):
        if name in ("m", "m1", "m2", "m3"):
            turned = [_relabelled(row, position, lambda m: -m) for row in rows]
            if sorted(turned) != sorted(rows):
                yield f"{name} turned round", turned


@pytest.mark.parametrize(("kind", "parameters"), SMALL, ids=str)
def test_every_wrong_entry_is_noticed_and_every_claim_can_fail(table, kind, parameters):
    right = table(kind, **parameters)
    claims = right.claims()
    assert all(claim.holds for claim in claims)
    failed = set()
    for what, rows in spoilt(right):
        failing = {i for i, claim in enumerate(right.claims(rows)) if not claim.holds}
        assert failing, what
        failed |= failing
    never = [claim.statement for i, claim in enumerate(claims) if i not in failed]
    assert never == []


EXAMPLES = [
    (
        "clebsch_gordan",
        {"basis": "complex", "j1": "1/2", "j2": "1/2", "j3": 0},
        ((HALF, -HALF, 0), 3, 4),
        [
            "j1 = 1/2, j2 = 1/2, j3 = 0, m3 = 0, n3 = 0: residual 1/4",
            (
                "j1 = 1/2, j2 = 1/2, j3 = 0, J_+ at m1 = 1/2, m2 = 1/2, m3 = 0: "
                "residual -sqrt(2)/2 + sqrt(3)/2"
            ),
        ],
    ),
    (
        "clebsch_gordan",
        {"basis": "real", "l_max": 2},
        ((1, 0, 1, 0, 2, 0), 0, 1),
        [
            "j1 = 1, j2 = 1, j3 = 2, m3 = 0, n3 = 0: residual -2/3",
            "j1 = 1, j2 = 1, j3 = 2, X_x at m1 = -1, m2 = 0, m3 = 0: residual sqrt(6)/3",
            "j1 = 1, j2 = 1, m1 = -1, m2 = -1, n1 = 0, n2 = 0: residual 1/3",
        ],
    ),
    (
        "wigner_3j",
        {"l_max": 1},
        ((1, 1, 1, -1, 0, 0), 0, 1),
        [
            "j1 = 1, j2 = 1, j3 = 0, J_+ at m1 = 1, m2 = 0, m3 = 0: residual -sqrt(6)/3",
            "j1 = 1, j2 = 1, j3 = 0: residual -1/3",
            "j1 = 1, j2 = 1, j3 = 0, this is 0",
            (
                "j1 = 1, j2 = 0, j3 = 1, m1 = 1, m2 = 0, m3 = -1: "
                "sqrt(3)/3, but 0 with columns 1, 3, 2"
            ),
        ],
    ),
    (
        "gaunt",
        {"basis": "complex", "l_max": 1},
        ((0, 0, 1, 1, 1, -1), 1, 4),
        [
            "l1 = 0, l2 = 1, l3 = 1, J_+ at m1 = 0, m2 = 1, m3 = 0: residual sqrt(2)/sqrt(pi)",
            "l1 = 0, l2 = 1, l3 = 1, m1 = 0, m2 = 1, m3 = -1: residual 1/sqrt(pi)",
            "l1 = 0, l2 = 1, l3 = 1, m1 = 0, m2 = 1, m3 = -1: 1/2, but -1/2 with columns 2, 1, 3",
        ],
    ),
    (
        "spherical_harmonics",
        {"basis": "real", "l_max": 2},
        ((2, 0, 0, 0, 2), -5, 4),
        [
            "l = 2, m = 0, monomial 1: residual -2*sqrt(5)/sqrt(pi)",
            "l = 2, m = 0, n = 0: residual 4/3",
            "l = 2, m = -1, X_x, monomial z^2: residual -sqrt(15)/sqrt(pi)",
            "l = 2: the coefficient is (-sqrt(5)/2)/sqrt(pi)",
        ],
    ),
    (
        "spherical_harmonics",
        {"basis": "complex", "l": 1},
        ((1, 0, 1, 0, "im"), 3, 8),
        [
            "l = 1, m = -1, n = 1 (real part): residual -1",
            "l = 1, m = 0 (real part), X_x, monomial y: residual (sqrt(3)/2)/sqrt(pi)",
        ],
    ),
    (
        "circular_harmonics",
        {"n": 2},
        ((2, 2, 0), 0, 1),
        [
            "n = 2, m = 2, monomial 1: residual -2/sqrt(pi)",
            "n = 2, m = 2, n = 2: residual -1/4",
            "n = 2, m = -2, d/dphi, monomial x^2: residual 2/sqrt(pi)",
            "n = 2: the coefficient is 0",
        ],
    ),
    (
        "wigner_D",
        {"basis": "real", "l": 1},
        ((-1, -1, 0, 0, 0, 2), -1, 1),
        [
            "l = 1, m = -1, n = -1: residual -2",
            "l = 1, e_x, m = -1, n = -1, monomial x w: residual 2",
            "m = -1, n = -1, exponents (0, 0, 0, 2): -1 instead of 1, residual -2",
        ],
    ),
    (
        "wigner_D",
        {"basis": "complex", "j": HALF},
        ((HALF, HALF, 0, 0, 1, 0, "im"), 1, 1),
        [
            "j = 1/2, X_z, m = 1/2, n = 1/2 (imaginary part): residual 2",
            "j = 1/2, e_x, m = 1/2, n = -1/2 (real part), monomial z: residual -1",
        ],
    ),
    (
        "wigner_6j",
        {"j1": 1, "j2": 1, "j3": 1, "j4": 1, "j5": 1, "j6": 2},
        ((), 1, 16),
        ["j1 = 1, j2 = 1, j3 = 1, j4 = 1, j5 = 1, j6 = 2: 1/4 instead of 1/6, residual 1/12"],
    ),
    (
        "circular_harmonics",
        {"n_max": 2},
        ((3, 3, 3, 0), 2, 4),
        ["row 7, (n = 3, m = 3, x = 3, y = 0) with n/d = 2/4, stands in no block of the table"],
    ),
]


@pytest.mark.parametrize(("kind", "parameters", "change", "expected"), EXAMPLES, ids=str)
def test_the_smallest_failing_case_is_named(table, kind, parameters, change, expected):
    right = table(kind, **parameters)
    labels, n, _ = change
    rows = [row for row in right.rows if row[0] != labels] + [change] * bool(n)
    assert [claim.failure for claim in right.claims(rows) if not claim.holds] == expected


def failing(table, rows):
    """The positions of the claims that do not hold."""
    return [i for i, claim in enumerate(table.claims(rows)) if not claim.holds]


#: (kind, parameters, factor on all entries) -> the only claims that can notice it.
SCALED = [
    ("clebsch_gordan", {"basis": "real", "j1": 2, "j2": 1, "j3": 2}, (-1, 1), [3]),
    ("clebsch_gordan", {"basis": "real", "j1": 2, "j2": 1, "j3": 2}, (2, 1), [1]),
    ("wigner_3j", {"j1": 2, "j2": 1, "j3": 2}, (-1, 1), [3]),
    ("wigner_3j", {"j1": 2, "j2": 1, "j3": 2}, (2, 1), [2]),
    ("gaunt", {"basis": "real", "l1": 2, "l2": 1, "l3": 1}, (2, 1), [2]),
    ("spherical_harmonics", {"basis": "complex", "l": 2}, (-1, 1), [5]),
    ("spherical_harmonics", {"basis": "complex", "l": 2}, (1, 3), [3]),
    ("circular_harmonics", {"n": 3}, (-1, 1), [5]),
    ("circular_harmonics", {"n": 3}, (1, 4), [3]),
    ("wigner_D", {"basis": "real", "l": 2}, (-1, 1), [2, 3]),
]


@pytest.mark.parametrize(("kind", "parameters", "factor", "expected"), SCALED, ids=str)
def test_each_claim_is_needed(table, kind, parameters, factor, expected):
    right = table(kind, **parameters)
    assert failing(right, [_times(row, *factor) for row in right.rows]) == expected


def test_a_block_that_is_missing_is_noticed(table):
    for kind, last in (("clebsch_gordan", 2), ("gaunt", 2), ("wigner_3j", 2)):
        basis = {} if kind == "wigner_3j" else {"basis": "real"}
        right = table(kind, l_max=2, **basis)
        assert failing(right, [row for row in right.rows if row[0][::2] != (last,) * 3]) != []
    right = table("wigner_D", l_max=2, basis="real")
    assert failing(right, [row for row in right.rows if row[0][0] != 2]) == [2, 3]


def test_other_conventions_are_not_ours(table):
    harmonics = table("spherical_harmonics", basis="real", l=2)
    shorter = [_times(row, -1 if row[0][0] % 2 else 1, 1) for row in harmonics.rows]
    assert failing(harmonics, shorter) == [4]  # with a Condon-Shortley sign
    turned = [((m, y, z, x), n, d) for (m, x, y, z), n, d in harmonics.rows]
    assert failing(harmonics, turned) == [4, 5]  # with the polar axis along another axis
    matrices = table("wigner_D", basis="real", l=1)
    inverse = [((n, m, *rest), p, q) for (m, n, *rest), p, q in matrices.rows]
    assert failing(matrices, inverse) == [3, 4, 5]  # passive rotations
    spinors = table("wigner_D", basis="complex", j=HALF)
    conjugate = [_times(row, -1 if row[0][-1] == "im" else 1, 1) for row in spinors.rows]
    assert failing(spinors, conjugate) == [3, 4]
    circular = table("circular_harmonics", n=3)
    exchanged = [_relabelled(row, 0, lambda m: -m) for row in circular.rows]
    assert failing(circular, exchanged) == [4, 5]  # the cosine first
    racah = table("wigner_6j", l_max=1)  # W(abcd; ef) = (-1)^(a+b+c+d) {a b e; d c f}
    signed = [_times(row, (-1) ** (sum(row[0]) - row[0][2] - row[0][5]), 1) for row in racah.rows]
    assert failing(racah, signed) == [1, 2]


def test_the_square_of_the_radius_is_no_harmonic_of_degree_two(table):
    right = table("spherical_harmonics", basis="real", l=2)
    radius = [((0, *[2 * (i == k) for k in range(3)]), 1, 4) for i in range(3)]
    rows = [row for row in right.rows if row[0][0] != 0] + radius
    assert failing(right, rows) == [2, 4]  # though it is orthonormal to them


def test_a_row_must_not_be_zero_nor_have_a_negative_denominator(table):
    right = table("circular_harmonics", n=1)
    for n, d in ((0, 1), (-1, -1), (1, 0)):
        rows = [right.rows[0], (right.rows[1][0], n, d)]
        assert right.claims(rows)[0].failure is not None


def test_large_prime_factors_do_not_pass_for_squares():
    rows = [((-1, 0, 1), 2**61 - 1, 1), ((1, 1, 0), 1, 1)]
    claims = certify("circular_harmonics", {"n": 1}, ("m", "x", "y"), rows, -1)
    assert [claim.holds for claim in claims] == [True, True, True, False, False, True]
