"""Quadrature: each rule reaches the degree that it declares, and no further."""

import flint
import numpy as np
import pytest

from grouptools.errors import ArgumentError, IntegrityError
from grouptools.numeric.quadrature import (
    Quadrature,
    circle_quadrature,
    so3_quadrature,
    sphere_quadrature,
)
from grouptools.numeric.quadrature import designs as designs_module
from grouptools.numeric.quadrature.designs import DESIGNS, Design, design_points, free_points
from grouptools.numeric.quadrature.polar import driscoll_healy, gauss_legendre
from grouptools.numeric.quadrature.polyhedral import (
    dot,
    invariant,
    matrix,
    rotations,
    special_point,
)
from tests.accuracy.quadrature import circle_error, so3_error, sphere_error

EPS = 2.0**-52
GRIDS = ("gauss", "driscoll-healy", "soft")
SPHERE = [
    *((degree, kind) for kind in GRIDS for degree in (0, 1, 2, 3, 8, 21)),
    *((degree, "lebedev") for degree in (3, 5, 11, 29, 35)),
    *((design.degree, "design") for design in DESIGNS),
]


@pytest.mark.parametrize(("degree", "kind"), SPHERE)
def test_sphere_rules_reach_their_degree_and_no_further(degree, kind):
    rule = sphere_quadrature(degree, kind)
    assert degree <= rule.degree <= degree + 1
    assert sphere_error(rule) < 2 * (degree + 4) * EPS
    # one degree more is not integrated; antipodal rules integrate all odd degrees
    assert sphere_error(rule, degree=rule.degree + 2) > 1e-4
    if kind in GRIDS:
        assert sphere_error(rule, degree=rule.degree + 1) > 1e-4


@pytest.mark.parametrize(("degree", "kind"), SPHERE)
def test_points_are_unit_vectors_and_weights_add_up_to_the_area(degree, kind):
    rule = sphere_quadrature(degree, kind)
    np.testing.assert_allclose(np.linalg.norm(rule.points, axis=1), 1, rtol=2 * EPS)
    assert abs(rule.weights.sum() / (4 * np.pi) - 1) < 16 * EPS
    assert len(rule) == len(rule.points) == len(rule.weights)


def test_integrals_notice_one_wrong_weight_and_one_wrong_point():
    rule = sphere_quadrature(6)
    for part in ("points", "weights"):
        arrays = {"points": rule.points.copy(), "weights": rule.weights.copy()}
        arrays[part].reshape(-1)[5] += 1e-9
        assert sphere_error(Quadrature(**arrays, degree=6, name="wrong")) > 1e-12


@pytest.mark.parametrize("degree", [0, 1, 2, 9, 64])
def test_circle_rules_reach_their_degree_and_no_further(degree):
    rule = circle_quadrature(degree)
    assert circle_error(rule) < (degree + 4) * EPS
    assert circle_error(rule, degree + 1) > 0.1
    assert abs(rule.weights.sum() / (2 * np.pi) - 1) < 4 * EPS


SO3 = [
    *((degree, kind) for kind in GRIDS for degree in (0, 1, 2, 5)),
    (3, "lebedev"),
    (7, "design"),
    *((degree, "group") for degree in (2, 3, 5)),
]


@pytest.mark.parametrize(("degree", "kind"), SO3)
def test_rules_on_rotations_reach_their_degree_and_no_further(degree, kind):
    rule = so3_quadrature(degree, kind)
    assert rule.degree == degree
    assert so3_error(rule) < 4 * (degree + 4) * EPS
    assert so3_error(rule, degree=degree + 1) > 1e-3
    np.testing.assert_allclose(np.linalg.norm(rule.points, axis=1), 1, rtol=2 * EPS)
    assert abs(rule.weights.sum() - 1) < 16 * EPS
    first = [next(v for v in q[[3, 0, 1, 2]] if v != 0) for q in rule.points]
    assert min(first) > 0


def test_rotations_notice_one_wrong_weight_and_one_wrong_point():
    rule = so3_quadrature(3)
    for part in ("points", "weights"):
        arrays = {"points": rule.points.copy(), "weights": rule.weights.copy()}
        arrays[part].reshape(-1)[5] += 1e-9
        assert so3_error(Quadrature(**arrays, degree=3, name="wrong")) > 1e-13


def test_rotations_stand_in_the_documented_order():
    from scipy.spatial.transform import Rotation

    rule, sphere = so3_quadrature(4), sphere_quadrature(4)
    north = Rotation.from_quat(rule.points).apply([0, 0, 1])
    np.testing.assert_allclose(north, np.repeat(sphere.points, 5, axis=0), atol=4 * EPS)
    beta = np.arccos(gauss_legendre(3)[:, 0])
    steps = 2 * np.pi * np.arange(5) / 5
    angles = [(a, b, c) for b in beta for a in steps for c in steps]
    expected = Rotation.from_euler("ZYZ", angles).as_matrix()
    np.testing.assert_allclose(Rotation.from_quat(rule.points).as_matrix(), expected, atol=1e-15)


def test_a_product_of_two_functions_needs_the_sum_of_their_degrees():
    rule = sphere_quadrature(8)
    z = rule.points[:, 2]
    legendre = np.polynomial.legendre.legvander(z, 5) * np.sqrt((2 * np.arange(6) + 1) / 4 / np.pi)
    gram = rule.integrate(legendre[:, :, None] * legendre[:, None, :])
    assert np.abs(gram - np.eye(6))[:5, :5].max() < 64 * EPS
    assert np.abs(gram - np.eye(6)).max() > 1e-2


# Nodes and weights against other formulas


@pytest.mark.parametrize("count", [1, 2, 5, 64, 257])
def test_gauss_legendre_against_numpy(count):
    nodes, weights = np.polynomial.legendre.leggauss(count)
    found = gauss_legendre(count)
    np.testing.assert_allclose(found[::-1, 0], nodes, atol=4 * EPS)
    np.testing.assert_allclose(found[::-1, 2], weights, rtol=1e-9)
    np.testing.assert_allclose(np.hypot(found[:, 0], found[:, 1]), 1, rtol=2 * EPS)


def test_gauss_legendre_nodes_are_zeros_with_the_weights_of_christoffel():
    # w = 2 / ((1 - z^2) P_n'(z)^2), z a zero of P_n  [DLMF 3.5.21, table 3.5.2]
    with flint.ctx.workprec(200):
        for z, _, w in gauss_legendre(40):
            ball = flint.arb(z)
            low, high = (flint.arb(float(np.nextafter(z, to))).legendre_p(40) for to in (-2, 2))
            assert low * high < 0
            slope = 40 * (ball.legendre_p(39) - ball * ball.legendre_p(40)) / (1 - ball**2)
            weight = 2 / ((1 - ball**2) * slope**2)
            assert abs(float(weight) / w - 1) < 1e-13


@pytest.mark.parametrize("shifted", [False, True])
@pytest.mark.parametrize("bandwidth", [1, 2, 7, 60])
def test_driscoll_healy_is_the_formula(bandwidth, shifted):
    j = np.arange(2 * bandwidth)[:, None]
    beta = np.pi * (j + shifted / 2) / (2 * bandwidth)
    odd = 2 * np.arange(bandwidth) + 1
    weights = 2 / bandwidth * np.sin(beta[:, 0]) * (np.sin(odd * beta) / odd).sum(1)
    found = driscoll_healy(bandwidth, shifted=shifted)
    np.testing.assert_allclose(found[:, 2], weights, atol=8 * EPS)
    np.testing.assert_allclose(found[:, 0], np.cos(beta[:, 0]), atol=2 * EPS)
    np.testing.assert_allclose(found[:, 1], np.sin(beta[:, 0]), atol=2 * EPS)
    assert (found[:, 2] >= 0).all()


# Designs: proved in ball arithmetic


def exact_points(design):
    """Enclosures of all points of a design, with repetitions where an orbit is special."""
    turns = [matrix(q) for q in rotations(design.group)]
    orbits = []
    for size in design.special:
        x = special_point(design.group, size)
        length = dot(x, x).sqrt()
        orbits.append(([tuple(v / length for v in x)], size))
    orbits += [([x], len(turns)) for x in free_points(design)]
    weighted = []
    for (x,), size in orbits:
        images = [tuple(dot(row, x) for row in turn) for turn in turns]
        weighted += [(image, flint.arb(size) / len(turns)) for image in images]
    return weighted


def legendre_sums(weighted, representatives, degrees):
    """sum over points of P_l(x . y) for representatives x: 0 where all harmonics sum to 0."""
    return {
        l: [
            sum((w * dot(x, y).legendre_p(l) for y, w in weighted), flint.arb(0))
            for x in representatives
        ]
        for l in degrees
    }


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: str(design.degree))
def test_designs_integrate_every_harmonic_in_ball_arithmetic(design):
    # By the addition theorem the sum of P_l over all pairs is that of squares of sums of harmonics.
    # Orbits are invariant: one x of each orbit stands for all.  One more degree is not 0.
    with flint.ctx.workprec(256):
        weighted = exact_points(design)
        order = len(rotations(design.group))
        representatives = [point for point, _ in weighted[::order]]
        sums = legendre_sums(weighted, representatives, range(1, design.degree + 2))
    for l in range(1, design.degree + 1):
        for total in sums[l]:
            assert total.contains(0)
            assert total.rad() < 1e-30
    assert not all(total.contains(0) for total in sums[design.degree + 1])


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: str(design.degree))
def test_design_points_are_distinct_and_nearest_to_their_enclosures(design):
    points = design_points(design)
    sizes = {"T": 12, "O": 24, "I": 60}
    assert len(points) == sum(design.special) + len(design.starts) * sizes[design.group]
    distance = np.linalg.norm(points[:, None] - points[None], axis=2) + 4 * np.eye(len(points))
    assert distance.min() > 1e-2
    with flint.ctx.workprec(256):
        for x in free_points(design):
            for value in x:
                assert value.rad() < flint.arb(2) ** -150


@pytest.mark.parametrize(
    ("group", "degrees"), [("O", (4, 6, 8, 9, 10)), ("I", (6, 10, 12, 15, 18))]
)
def test_invariants_are_invariant_and_harmonic(group, degrees):
    with flint.ctx.workprec(200):
        x = tuple(flint.arb(v) for v in (0.3, -0.7, 0.45))
        length = dot(x, x).sqrt()
        x = tuple(v / length for v in x)
        for l in degrees:
            value, slope = invariant(group, l, x)
            for q in rotations(group)[::5]:
                image = tuple(dot(row, x) for row in matrix(q))
                assert (invariant(group, l, image)[0] - value).contains(0)
            h = flint.arb(2) ** -60
            moved = (x[0] + h, x[1], x[2])
            assert abs((invariant(group, l, moved)[0] - value) / h - slope[0]) < 1e-12 * l**4
            moved = (x[0] * (1 + h), x[1], x[2])
            assert not (invariant(group, l, moved)[0] - value).contains(0)


def test_a_start_that_leads_nowhere_proves_nothing():
    # one free orbit of I cannot kill degrees 6 and 10
    design = Design(11, "I", (), (6, 10), ((0.145622, -0.142988, 0.978953),))
    with flint.ctx.workprec(256), pytest.raises((IntegrityError, ZeroDivisionError)):
        designs_module.free_points(design)


# The value, the front


def test_the_smallest_rule_that_reaches_the_degree():
    assert [sphere_quadrature(d, "design").degree for d in (0, 4, 6, 12, 16)] == [2, 5, 7, 15, 19]
    assert [sphere_quadrature(d, "lebedev").degree for d in (0, 4, 32, 130)] == [3, 5, 35, 131]
    assert len(sphere_quadrature(7, "lebedev")) == 26
    assert len(sphere_quadrature(7)) == 32
    assert so3_quadrature(4, "group").degree == 5
    assert sphere_quadrature(np.int64(3)).degree == 3


def test_rules_are_read_only_values():
    rule = sphere_quadrature(3)
    for array in (rule.points, rule.weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        rule.degree = 9
    assert repr(rule) == "Quadrature(Gauss-Legendre, 2 rings, degree=3, 8 points)"
    assert rule.integrate(np.ones((8, 2, 1))).shape == (2, 1)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: sphere_quadrature(-1), "degree = -1 was given, but a degree"),
        (lambda: sphere_quadrature(2.0), "degree = 2.0 was given, but a degree"),
        (
            lambda: sphere_quadrature(513),
            "degree = 513 was given to sphere_quadrature in float64, but its error is tested only",
        ),
        (lambda: so3_quadrature(129), "degree = 129 was given to so3_quadrature in float64"),
        (lambda: circle_quadrature(1025), "degree = 1025 was given to circle_quadrature"),
        (
            lambda: sphere_quadrature(3, "simpson"),
            (
                "kind = 'simpson' was given, but the rules are gauss, driscoll-healy, soft, "
                "lebedev, design: name one of them"
            ),
        ),
        (lambda: sphere_quadrature(3, "group"), "kind = 'group' was given, but the rules are"),
        (
            lambda: sphere_quadrature(20, "design"),
            (
                'degree = 20 was given, but rules of kind "design" reach degree 19: ask for less, '
                'or for kind "gauss"'
            ),
        ),
        (lambda: sphere_quadrature(132, "lebedev"), "degree = 132 was given, but rules of kind"),
        (lambda: so3_quadrature(6, "group"), 'degree = 6 was given, but rules of kind "group"'),
        (
            lambda: sphere_quadrature(3).integrate(np.ones(7)),
            "values of shape (7,) were given, but the rule has 8 points",
        ),
        (lambda: sphere_quadrature(3).integrate(1.0), "values of shape () were given"),
        (
            lambda: Quadrature(np.ones((3, 3)), np.ones(2), 1, "odd"),
            "points of shape (3, 3) and weights of shape (2,) were given",
        ),
    ],
)
def test_error_texts(call, text):
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value).startswith(text)
