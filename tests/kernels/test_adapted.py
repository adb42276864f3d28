"""Symmetry-adapted harmonics: f(g x) = rho(g) f(x), orthonormal, complete, counted by Meyer."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.kernels.adapted import adapted_harmonics, invariant_harmonics

GOLDEN = Path(__file__).parents[1] / "golden" / "oracles" / "spherical_harmonic_invariants.json"
ROWS = json.loads(GOLDEN.read_text(encoding="utf-8"))["rows"]
GROUPS = ["C1", "Ci", "C3", "S4", "C4v", "D3d", "C5h", "T", "O", "Oh", "I", "Ih", "D7", "S8"]
POINTS = np.random.default_rng(11).normal(size=(5, 3))
x, y, z = sympy.symbols("x y z", real=True)


@pytest.mark.parametrize("row", ROWS, ids=[row["group"] for row in ROWS])
def test_invariants_are_those_of_meyer(row):
    group = gt.point_group(row["group"])
    counts = [invariant_harmonics(group, l).dimension for l in range(16)]
    assert counts == row["invariants_l0_to_15"]


def test_more_invariants():
    """Molien's series: 1/((1-t^2n)(...)) of C_nv is that of 1/((1-t)(1-t^n)) without r^2."""
    for n in (2, 3, 5, 7):
        group = gt.point_group(f"C{n}v")
        for l in range(10):
            assert invariant_harmonics(group, l).dimension == l // n + 1
    for l in range(6):
        assert invariant_harmonics(gt.O3(), l).dimension == (l == 0)
        assert invariant_harmonics(gt.dihedral(3), l).dimension == (l % 3 == 0)


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("l", [0, 1, 3, 6])
def test_functions_of_an_irrep_turn_by_it(name, l):
    """At every element g of the group: f(g x) = rho(g) f(x)."""
    group = gt.point_group(name)
    adapted = adapted_harmonics(group, l)
    turned = gt.Irreps(adapted.irreps, group).representation.to_numpy()
    here = adapted.evaluate(POINTS)
    for matrix, rho in zip(group.natural_representation().to_numpy(), turned, strict=True):
        there = adapted.evaluate(POINTS @ matrix.T)
        assert np.abs(there - here @ rho.T).max() < 2e-14 * (2 * l + 1)


def test_a_wrong_sign_is_seen():
    group = gt.point_group("Oh")
    adapted = adapted_harmonics(group, 3, "T1u")
    wrong = np.array([1, 1, -1])
    here = adapted.evaluate(POINTS) * wrong
    changes = [
        np.abs(adapted.evaluate(POINTS @ g.T) * wrong - here @ rho.T).max()
        for g, rho in zip(
            group.natural_representation().to_numpy(),
            group.irrep("T1u").representation.to_numpy(),
            strict=True,
        )
    ]
    assert max(changes) > 0.1


@pytest.mark.parametrize("name", ["C3", "C4v", "T", "Oh", "I"])
@pytest.mark.parametrize("l", [1, 2, 4])
def test_the_matrix_is_orthogonal_exactly(name, l):
    adapted = adapted_harmonics(gt.point_group(name), l)
    assert adapted.dimension == 2 * l + 1
    product = adapted.matrix * adapted.matrix.T
    assert product.applyfunc(lambda e: sympy.simplify(sympy.expand(e))) == sympy.eye(2 * l + 1)
    adapted.decomposition.verify()


@pytest.mark.parametrize("name", GROUPS)
def test_the_parts_make_the_whole(name):
    group = gt.point_group(name)
    adapted = adapted_harmonics(group, 4)
    rows = [adapted_harmonics(group, 4, irrep).to_numpy() for _, irrep in adapted.irreps]
    assert np.concatenate(rows).tolist() == adapted.to_numpy().tolist()
    assert len(adapted.places) == 9
    assert [place.irrep for place in adapted.places] == [
        irrep for n, irrep in adapted.irreps for _ in range(n * irrep.dimension)
    ]


@pytest.mark.parametrize("name", ["D3", "Oh", "I"])
def test_floats_are_rounded_exact_numbers(name):
    adapted = adapted_harmonics(gt.point_group(name), 6)
    exact = [[float(sympy.N(e, 30)) for e in row] for row in adapted.matrix.tolist()]
    assert adapted.to_numpy().tolist() == exact
    assert adapted.to_numpy(np.float32).dtype == np.float32


@pytest.mark.parametrize("name", ["C4", "D3", "Td", "Ih"])
def test_polynomials_are_the_evaluated_functions(name):
    adapted = adapted_harmonics(gt.point_group(name), 3)
    point = (Fraction(2, 7), Fraction(-3, 7), Fraction(6, 7))  # of length 1
    exact = [float(sympy.N(f, 30)) for f in adapted.functions(point)]
    assert adapted.evaluate(np.array(point, float)) == pytest.approx(exact, abs=1e-15)
    assert all(
        sympy.expand(sum(sympy.diff(f, v, 2) for v in (x, y, z))) == 0 for f in adapted.functions()
    )


def test_the_harmonics_of_the_books():
    """[Fox and Ozier 1970, J. Chem. Phys. 52, 5044; Von der Lage and Bethe 1947]."""
    (cubic,) = invariant_harmonics(gt.point_group("m-3m"), 4).functions()
    r4 = (x**2 + y**2 + z**2) ** 2
    factor = 5 * sympy.sqrt(21) / (8 * sympy.sqrt(sympy.pi))
    known = factor * (x**4 + y**4 + z**4 - r4 * sympy.Rational(3, 5))
    assert sympy.expand(cubic - known) == 0
    (six,) = invariant_harmonics(gt.point_group("I"), 6).functions()
    # The product over the five-fold axes (0, 1, tau), ..., up to a multiple of r^2.
    tau = (1 + sympy.sqrt(5)) / 2
    axes = (y**2 - (tau * z) ** 2) * (z**2 - (tau * x) ** 2) * (x**2 - (tau * y) ** 2)
    mirrored = (z**2 - (tau * y) ** 2) * (x**2 - (tau * z) ** 2) * (y**2 - (tau * x) ** 2)
    null = [{x: 1, y: 2 * sympy.I, z: sympy.sqrt(3)}, {x: 3, y: 4, z: 5 * sympy.I}]  # r = 0
    matches = []
    for product in (axes, mirrored):
        ratios = [sympy.expand(six.subs(p)) / sympy.expand(product.subs(p)) for p in null]
        matches.append(sympy.simplify(ratios[0] - ratios[1]) == 0)
    assert matches == [True, False]


def test_the_plane():
    group = gt.dihedral(6)
    adapted = adapted_harmonics(group, 3)
    assert adapted.irreps.dimension == 2
    points = POINTS[:, :2]
    here = adapted.evaluate(points)
    turned = adapted.irreps.representation.to_numpy()
    for matrix, rho in zip(group.natural_representation().to_numpy(), turned, strict=True):
        assert np.abs(adapted.evaluate(points @ matrix.T) - here @ rho.T).max() < 1e-14
    (invariant,) = invariant_harmonics(gt.dihedral(3), 3).functions()
    assert sympy.expand(invariant - (x**3 - 3 * x * y**2) / sympy.sqrt(sympy.pi)) == 0


@pytest.mark.parametrize("name", ["C3", "D2d", "Oh", "I"])
def test_certificates(name):
    group = gt.point_group(name)
    assert adapted_harmonics(group, 5).certificate.holds
    assert invariant_harmonics(group, 4).certificate.holds


def test_kinds_of_arrays():
    adapted = adapted_harmonics(gt.point_group("O"), 4, "T2")
    assert adapted.evaluate(np.ones((0, 2, 3))).shape == (0, 2, 3)
    assert adapted.evaluate([1, 2, 3]).dtype == np.float64
    assert adapted.evaluate(np.ones(3, np.float32)).dtype == np.float32
    assert adapted.evaluate(np.zeros(3)).tolist() == [0, 0, 0]
    none = adapted_harmonics(gt.point_group("O"), 4, "A2")
    assert (none.dimension, none.functions(), none.matrix.shape) == (0, (), (0, 9))
    assert none.evaluate(np.ones((2, 3))).shape == (2, 0)
    assert none.certificate.holds


def test_bad_input_is_explained():
    group = gt.point_group("O")
    with pytest.raises(ArgumentError, match="T3"):
        adapted_harmonics(group, 2, "T3")
    with pytest.raises(ArgumentError, match="non-negative integer"):
        adapted_harmonics(group, -1)
    with pytest.raises(ArgumentError, match="harmonics of O are sorted by its irreps"):
        adapted_harmonics(group, 2, gt.point_group("T").irrep("T"))
    with pytest.raises(ArgumentError, match="acts on no plane or space"):
        adapted_harmonics(gt.SU2(), 1)
