"""The strategies produce what they say, and exact functions pass what they produce."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from grouptools import exact
from grouptools.checks import IDENTITIES, Tables, strategies
from grouptools.checks.turns import exact_turns, product, rotation_entries

EPS = np.finfo(float).eps
some = settings(deadline=None, max_examples=40)
few = settings(deadline=None, max_examples=15)
REACHED = settings(
    database=None, derandomize=True, max_examples=4000, phases=[Phase.generate], deadline=None
)


def reached(strategy, condition):
    """Whether an example that meets the condition is drawn; `find` raises where none is."""
    return condition(find(strategy, condition, settings=REACHED))


def is_special_orthogonal(matrix):
    gram = (matrix.T * matrix - sympy.eye(3)).applyfunc(sympy.expand)
    return gram.is_zero_matrix and sympy.expand(matrix.det()) == 1


@some
@given(strategies.degrees(7), strategies.spins(Fraction(7, 2)), strategies.spins(3, half=False))
def test_degrees_and_spins(l, j, integer):
    assert isinstance(l, int)
    assert 0 <= l <= 7
    assert 0 <= j <= Fraction(7, 2)
    assert (2 * j) % 1 == 0
    assert isinstance(j, int) == (j % 1 == 0)
    assert integer in {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("strategy", "every"),
    [
        (strategies.degrees(2), [0, 1, 2]),
        (strategies.spins(1), [0, Fraction(1, 2), 1]),
        (strategies.projections(Fraction(3, 2)), [Fraction(n, 2) for n in (-3, -1, 1, 3)]),
    ],
    ids=["degrees", "spins", "projections"],
)
def test_every_value_is_reached(strategy, every):
    assert all(reached(strategy, lambda value, wanted=wanted: value == wanted) for wanted in every)


@some
@given(strategies.triads(Fraction(5, 2)), strategies.triads(3, half=False))
def test_triads_are_couplings(half, integer):
    assert exact.clebsch_gordan(*half, basis="complex").shape == tuple(2 * j + 1 for j in half)
    assert exact.clebsch_gordan(*integer).shape == tuple(2 * l + 1 for l in integer)


@settings(some, max_examples=200)
@given(strategies.unit_vectors())
def test_unit_vectors_have_length_one(vector):
    assert vector.shape == (3,)
    assert vector.dtype == np.float64
    assert abs(np.linalg.norm(vector) - 1) <= 4 * EPS


@pytest.mark.parametrize(
    "condition",
    [
        lambda v: v[2] == 1,
        lambda v: v[2] == -1 and v[0] == 0 and v[1] == 0,
        lambda v: v[0] == 1,
        lambda v: 0 < np.hypot(v[0], v[1]) < 1e-12,
        lambda v: 1e-5 < np.hypot(v[0], v[1]) < 1e-3,
        lambda v: 0 < abs(v[0]) < 2.3e-308,
        lambda v: min(abs(v)) > 0.1,
    ],
    ids=["north", "south", "x", "at a pole", "near a pole", "subnormal", "general"],
)
def test_unit_vectors_reach(condition):
    assert reached(strategies.unit_vectors(), condition)


@settings(some, max_examples=200)
@given(strategies.rotations())
def test_rotations_are_rotations(rotation):
    assert isinstance(rotation, Rotation)
    assert rotation.single
    matrix = rotation.as_matrix()
    assert np.allclose(matrix @ matrix.T, np.eye(3), rtol=0, atol=16 * EPS)
    assert np.linalg.det(matrix) > 0


@pytest.mark.parametrize(
    "condition",
    [
        lambda R: R.magnitude() == 0,
        lambda R: 0 < R.magnitude() < 1e-12,
        lambda R: 1e-4 < R.magnitude() < 1e-2,
        lambda R: abs(R.magnitude() - np.pi) <= 2 * EPS,
        lambda R: 1e-12 < np.pi - R.magnitude() < 1e-6,
        lambda R: R.as_matrix()[2, 2] == 1 and R.magnitude() > 0.1,
        lambda R: R.as_matrix()[2, 2] <= -1 + EPS and abs(R.as_quat()[:2]).min() > 0.1,
        lambda R: 1e-14 < 1 - R.as_matrix()[2, 2] < 1e-6 and R.magnitude() > 0.1,
        lambda R: abs(R.as_quat()).min() > 0.2,
    ],
    ids=[
        "identity",
        "at the identity",
        "near the identity",
        "half turn",
        "near a half turn",
        "beta = 0",
        "beta = pi",
        "beta near 0",
        "general",
    ],
)
def test_rotations_reach(condition):
    assert reached(strategies.rotations(), condition)


@some
@given(strategies.exact_quaternions())
def test_exact_quaternions_are_rational_units(quaternion):
    assert all(isinstance(entry, sympy.Rational) for entry in quaternion)
    assert sum(entry**2 for entry in quaternion) == 1


@some
@given(strategies.exact_unit_vectors())
def test_exact_unit_vectors_are_rational_points(point):
    assert len(point) == 3
    assert all(isinstance(entry, sympy.Rational) for entry in point)
    assert sum(entry**2 for entry in point) == 1


@few
@given(strategies.exact_rotations())
def test_exact_rotations_are_rotations(matrix):
    assert is_special_orthogonal(matrix)


@pytest.mark.parametrize(
    "condition",
    [
        lambda R: sympy.eye(3) == R,
        lambda R: R.has(sympy.sqrt(5)) and R.trace() == 0,
        lambda R: set(R) <= {0, 1, -1} and R.trace() == -1,
        lambda R: not R.has(sympy.sqrt(5)) and max(entry.q for entry in R) > 5,
    ],
    ids=["identity", "icosahedral", "cubic", "rational"],
)
def test_exact_rotations_reach(condition):
    assert reached(strategies.exact_rotations(), condition)


@pytest.mark.parametrize(("generators", "order"), [("_CUBIC", 24), ("_ICOSAHEDRAL", 60)])
def test_the_words_are_those_of_the_group(generators, order):
    def matrix(quaternion):
        rows = rotation_entries([float(entry) for entry in quaternion])
        return tuple(np.round(np.array(rows).ravel(), 9) + 0.0)

    letters = [exact_turns()[name] for name in getattr(strategies, generators)]
    letters = [tuple(float(entry) for entry in letter) for letter in letters]
    found, new = set(), [(0.0, 0.0, 0.0, 1.0)]
    while new:
        fresh = {matrix(q): q for q in new if matrix(q) not in found}
        found |= set(fresh)
        new = [product(q, letter) for q in fresh.values() for letter in letters]
    assert len(found) == order


@few
@given(strategies.exact_rotations())
def test_real_D_of_degree_one_is_the_rotation(matrix):
    order = [1, 2, 0]
    difference = exact.wigner_D(1, matrix) - matrix.extract(order, order)
    assert difference.applyfunc(sympy.expand).is_zero_matrix


@few
@given(strategies.spins(2), strategies.exact_quaternions(), strategies.exact_quaternions())
def test_D_is_a_homomorphism(j, p, q):
    residual = IDENTITIES["wigner_D_homomorphism"].residual(Tables(), "complex", j, p, q)
    assert not np.any(residual)


@few
@given(strategies.degrees(3), strategies.exact_quaternions(), strategies.exact_unit_vectors())
def test_harmonics_turn_with_D(l, turn, point):
    residual = IDENTITIES["harmonics_covariance"].residual(Tables(), "real", l, turn, point)
    assert not np.any(residual)


@some
@given(strategies.degrees(6), strategies.exact_unit_vectors())
def test_the_squares_of_harmonics_add_up_to_a_constant(l, point):
    total = sum(value**2 for value in exact.spherical_harmonics(l, point))
    assert sympy.expand(total) == (2 * l + 1) / (4 * sympy.pi)


@some
@given(st.data(), strategies.triads(2))
def test_projections_belong_to_their_spins(data, triad):
    j1, j2, j3 = triad
    m1, m2 = (data.draw(strategies.projections(j)) for j in (j1, j2))
    block = exact.clebsch_gordan(j1, j2, j3, basis="complex")
    if abs(m1 + m2) <= j3:
        value = exact.clebsch_gordan_coefficient(j1, m1, j2, m2, j3, m1 + m2)
        assert block[int(j1 + m1), int(j2 + m2), int(j3 + m1 + m2)] == value


def test_without_hypothesis_one_sentence(run_python):
    code = """
import sys
sys.modules["hypothesis"] = None
import grouptools as gt
gt.checks.run("harmonics_laplacian", 1)
try:
    gt.checks.strategies
except gt.errors.GroupToolsError as error:
    print(error)
"""
    answer = run_python(code)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == (
        "grouptools.checks.strategies was imported, but hypothesis is not installed: "
        "install grouptools[test]"
    )
