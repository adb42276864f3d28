"""Kernels in floats: equivariant, orthonormal, and the same however they are evaluated."""

import numpy as np
import pytest

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.floats import round_root
from grouptools.groups.lie import O3, SO2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import GaussianRings, kernel_basis
from grouptools.kernels.rounded import Kinds, rounded_tiles
from grouptools.numeric.kernels.directions import grid_harmonics
from grouptools.numeric.quadrature import circle_quadrature, sphere_quadrature
from grouptools.numeric.threads import threads_limited_to
from grouptools.representations import (
    Irrep,
    Irreps,
    harmonic_representation,
    natural_representation,
    regular_representation,
)

EPS = np.finfo(np.float64).eps
RNG = np.random.default_rng(20)


def vectors(group, l_max=3):
    return kernel_basis(*[natural_representation(group)] * 2, l_max)


FINITE = [cyclic(3), dihedral(8), point_group("-6"), point_group("432"), icosahedral()]


@pytest.mark.parametrize("group", FINITE, ids=str)
def test_equivariance(group):
    """K(g x) = rho_out(g) K(x) rho_in(g)^-1 for every element."""
    basis = vectors(group)
    points = RNG.normal(size=(6, group.dimension))
    kernels = basis.evaluate(points)
    for matrix in group.to_numpy():  # natural representation: rho(g) is the matrix
        turned = basis.evaluate(points @ matrix.T)
        assert np.abs(turned - matrix @ kernels @ matrix.T).max() < 40 * EPS


def test_equivariance_can_fail():
    basis = vectors(dihedral(3))
    points = RNG.normal(size=(6, 2))
    angle = 0.1
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned, kernels = basis.evaluate(points @ matrix.T), basis.evaluate(points)
    assert np.abs(turned - matrix @ kernels @ matrix.T).max() > 0.01


@pytest.mark.parametrize("group", [*FINITE, SO2(), O3()], ids=str)
def test_orthonormality(group):
    """The integral of tr(K_i^T K_j) over the circle or sphere, by exact quadrature."""
    basis = vectors(group)
    rule = (circle_quadrature if group.dimension == 2 else sphere_quadrature)(2 * basis.l_max)
    kernels = basis.evaluate(rule.points)
    gram = np.einsum("ipab,jpab,p->ij", kernels, kernels, rule.weights)
    assert np.abs(gram - np.eye(basis.dimension)).max() < 100 * EPS


@pytest.mark.parametrize("group", [cyclic(5), point_group("3m"), icosahedral()], ids=str)
def test_grids_and_points_agree(group):
    """numpy on the grid, compiled code at its points."""
    basis = vectors(group, 4)
    axis = np.arange(-2.0, 3.0)
    grid = np.stack(np.meshgrid(*[axis] * group.dimension, indexing="ij"), axis=-1)
    expected = np.moveaxis(basis.evaluate(grid), (-2, -1), (1, 2))
    sampled = basis.sample(5)
    assert sampled.values.shape == (basis.dimension, *basis.shape, *[5] * group.dimension)
    assert np.abs(sampled.values - expected).max() < 40 * EPS
    assert np.array_equal(basis.sample(grid).values, sampled.values)
    assert sampled.elements.tolist() == list(range(basis.dimension))


def test_coefficients_are_the_nearest_floats():
    basis = vectors(icosahedral(), 2)
    part, field = basis.parts[2], basis.field
    one = field.element(1)
    squares = harmonic_representation(basis.group, 2).squares
    ones = Kinds.of([one] * 3)
    (tile,) = rounded_tiles(part, ones, ones, Kinds.of(squares))
    row, _, _, m, coefficients = part.entries()
    for e in range(0, len(row), 5):
        divisor = squares[m[e]] * part.squares[row[e]] % field.modulus
        element = field.element(coefficients[e].tolist())
        expected = round_root(field, element, field.inverse(divisor), np.float64)
        assert tile.coefficients[e] == expected


def test_the_zero_vector_has_no_direction():
    basis = vectors(O3(), 2)
    kernels = basis.evaluate(np.zeros(3))
    assert np.count_nonzero(kernels[basis.degrees > 0]) == 0
    assert np.abs(kernels[0] - basis.evaluate([0.0, 0, 1])[0]).max() == 0
    assert np.array_equal(basis.sample(1).values[..., 0, 0, 0], kernels)


def test_nan_stays_in_its_row():
    basis = kernel_basis(Irreps("0e + 1o"), Irreps("0e"), 1)
    points = RNG.normal(size=(3, 3))
    clean = basis.evaluate(points)
    points[1, 0] = np.nan
    found = basis.evaluate(points)
    assert np.isnan(found[:, 1]).all()
    assert np.array_equal(found[:, [0, 2]], clean[:, [0, 2]])


@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
def test_shapes_and_dtypes(shape):
    basis = kernel_basis(Irrep("1o"), Irreps("0e + 1o"), 2)
    points = np.arange(1, 3 * int(np.prod(shape)) + 1).reshape(*shape, 3)
    kernels = basis.evaluate(points)
    assert kernels.shape == (basis.dimension, *shape, 4, 3)
    assert kernels.dtype == np.float64
    single = basis.evaluate(points.astype(np.float32))
    assert single.dtype == np.float32
    assert np.array_equal(single, basis.evaluate(points, dtype=np.float32))
    assert np.array_equal(single, kernels.astype(np.float32))


def test_lengths_do_not_matter():
    basis = vectors(O3(), 2)
    points = RNG.normal(size=(4, 3))
    kernels = basis.evaluate(points)
    assert np.abs(basis.evaluate(points * 1e-300) - kernels).max() < 20 * EPS
    assert (
        np.abs(basis.sample(points * 1e-300).values - np.moveaxis(kernels, 1, 3)).max() < 20 * EPS
    )


def test_complex_representations():
    """Over the complex numbers K(g x) = rho_out(g) K(x) rho_in(g)^-1 with unitary matrices."""
    group = point_group("23")
    first, second = (Irrep(label, group, real=False) for label in ("E1", "T"))
    basis = kernel_basis(first, second, 3)
    assert basis.certificate.holds
    points = RNG.normal(size=(4, 3))
    kernels = basis.evaluate(points)
    assert kernels.dtype == np.complex128
    assert basis.evaluate(points.astype(np.float32)).dtype == np.complex64
    sampled = basis.sample(points).values
    assert np.abs(sampled - np.moveaxis(kernels, 1, 3)).max() < 20 * EPS
    into, out = (rep.representation.to_numpy() for rep in (first, second))
    for g, matrix in enumerate(group.to_numpy()):
        turned = basis.evaluate(points @ matrix.T)
        assert np.abs(turned @ into[g] - out[g] @ kernels).max() < 40 * EPS
    assert np.isnan(basis.evaluate([np.nan, 0.0, 0.0])).all()


def test_threads_do_not_change_a_bit():
    basis = kernel_basis(Irreps("2x0e + 1o"), Irreps("1o"), 2)
    points = RNG.normal(size=(200_000, 3))
    results = []
    for count in (1, 2):
        with threads_limited_to(count):
            results.append(basis.evaluate(points))
    assert np.array_equal(*results)


def test_rings_multiply_the_angular_part():
    basis = vectors(cyclic(4), 3)
    rings = GaussianRings((0.0, 1.0, 2.0), widths=0.5, cutoffs=(0, 1, 9))
    sampled, angular = basis.sample(5, rings), basis.sample(5).values
    counts = [np.sum(basis.degrees <= cutoff) for cutoff in rings.cutoffs]
    assert sampled.rings.tolist() == np.repeat([0, 1, 2], counts).tolist()
    axis = np.arange(-2.0, 3.0)
    radius = np.hypot(axis[:, None], axis)
    for values, ring, element in zip(*sampled, strict=True):
        profile = np.exp(-((radius - rings.radii[ring]) ** 2) / (2 * 0.5**2))
        assert np.abs(values - profile * angular[element]).max() < 4 * EPS


def test_radial_profiles_of_the_users_own():
    basis = vectors(point_group("222"), 1)
    angular = basis.sample(3).values
    axis = np.arange(3.0) - 1
    radius = np.sqrt(sum(a**2 for a in np.meshgrid(axis, axis, axis)))
    by_function = basis.sample(3, lambda r: np.stack([1 + 0 * r, r]))
    by_array = basis.sample(3, np.stack([1 + 0 * radius, radius]))
    one_profile = basis.sample(3, radius)
    assert np.array_equal(by_function.values, by_array.values)
    assert np.array_equal(by_array.values[basis.dimension :], one_profile.values)
    assert np.abs(one_profile.values - angular * radius).max() < EPS


def test_float32_grids():
    basis = vectors(cyclic(4), 2)
    assert basis.sample(3, dtype=np.float32).values.dtype == np.float32
    with pytest.raises(ArgumentError, match="must be float64 or float32"):
        basis.sample(3, dtype=int)


def test_large_samples_are_the_same():
    """They lie in memory of their own, most of it never touched."""
    group = point_group("23")
    basis = kernel_basis(*[regular_representation(group)] * 2, 3)
    large = basis.sample(7)
    assert large.values.nbytes > 1 << 26
    small = basis.sample(np.array([[1.0, -2, 3]]))
    assert np.abs(large.values[..., 4, 1, 6] - small.values[..., 0]).max() < 20 * EPS
    large.values[0, 0, 0, 0, 0, 0] += 1  # it may be written to


def test_rings_for_a_grid():
    rings = GaussianRings.for_grid(7)
    assert rings.radii == (0.0, 1.0, 2.0, 3.0)
    assert rings.cutoffs == (0, 2, 4, 6)
    assert rings(np.ones((2, 3))).shape == (4, 2, 3)
    for wrong in [((), 0.5), ((1.0,), 0.0), ((1.0, 2.0), 0.5, (1,)), ((1.0, 2.0), (0.5,) * 3)]:
        with pytest.raises(ArgumentError, match="one radius or more, a positive width"):
            GaussianRings(*wrong)


def test_grid_harmonics_to_high_degree():
    """Orthonormal under exact quadrature to l = 32, zero at the origin."""
    rule = sphere_quadrature(64)
    rows = grid_harmonics(32, np.asarray(rule.points))
    assert np.abs((rows * rule.weights) @ rows.T - np.eye(33**2)).max() < 1000 * EPS
    assert np.count_nonzero(grid_harmonics(3, np.zeros((1, 3)))) == 1


def test_wrong_points_are_refused():
    basis = vectors(cyclic(4), 2)
    for call, message in [
        (lambda: basis.evaluate(np.zeros((4, 3))), r"points of shape \(4, 3\) was given"),
        (lambda: basis.sample(np.zeros((4, 3))), r"a grid of shape \(4, 3\) was given"),
        (lambda: basis.sample(0), "a grid has 1 point or more a side"),
        (lambda: basis.sample(np.array([[np.nan, 0.0]])), "finite points"),
        (lambda: basis.sample(3, np.zeros((2, 4))), r"radial profiles of shape \(2, 4\)"),
        (lambda: vectors(cyclic(1), 33).sample(3), "grids are sampled to l_max = 32"),
    ]:
        with pytest.raises(ArgumentError, match=message):
            call()


def test_coefficients_are_rounded_once_and_for_all(monkeypatch):
    """One point at a time is quick: the exact coefficients are rounded at the first call."""
    basis = kernel_basis(*[Irrep("H", icosahedral())] * 2, 6)
    points = RNG.normal(size=(3, 3))
    together = basis.evaluate(points)
    monkeypatch.setattr("grouptools.kernels.rounded.round_root", None)
    monkeypatch.setattr("grouptools.kernels.rounded.round_roots", None)
    for k, point in enumerate(points):
        assert np.array_equal(basis.evaluate(point), together[:, k])
    with pytest.raises(TypeError):
        kernel_basis(*[Irrep("H", icosahedral())] * 2, 6).evaluate(points)


def test_kept_coefficients_cannot_be_changed():
    basis = vectors(cyclic(3))
    for tiles in basis.tiles:
        for tile in tiles:
            assert not any(array.flags.writeable for array in tile)
            assert all(array.flags.c_contiguous for array in tile)
    with pytest.raises(ValueError, match="read-only"):
        basis.tiles[0][0].coefficients[0] = 2.0
