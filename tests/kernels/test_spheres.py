"""Filters on the sphere and on SO(3): psi(h R k^-1) = rho_out(h) psi(R) rho_in(k)^-1."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from grouptools.errors import ArgumentError
from grouptools.groups.lie import SO3
from grouptools.groups.planar import cyclic
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import (
    kernel_basis,
    left_rotation_kernel_basis,
    rotation_kernel_basis,
    sphere_kernel_basis,
)
from grouptools.numeric.quadrature import so3_quadrature
from grouptools.representations import Irrep, trivial_representation

ROTATIONS = Rotation.random(3, rng=np.random.default_rng(4))
TWO_SIDED = [
    (Irrep("E", point_group("32")), Irrep("T1", point_group("432")), 3),
    (Irrep("T2", point_group("432")), Irrep("H", icosahedral()), 3),
    (Irrep("A", point_group("1")), Irrep("E", point_group("4")), 2),
]


def elements(irrep):
    """Rotations of a finite group and the matrices of the irrep."""
    matrices = irrep.representation.to_numpy()
    return zip(map(Rotation.from_matrix, irrep.group.to_numpy()), matrices, strict=True)


@pytest.mark.parametrize(("first", "second", "l_max"), TWO_SIDED, ids=str)
def test_both_sides(first, second, l_max):
    basis = rotation_kernel_basis(first, second, l_max)
    values = basis.evaluate(ROTATIONS)
    assert values.shape == (basis.dimension, 3, *basis.shape)
    assert basis.dimension > 0
    assert basis.holds
    for h, out in list(elements(second))[::7]:
        for k, into in elements(first):
            turned = basis.evaluate(h * ROTATIONS * k.inv())
            assert np.abs(turned - out @ values @ into.T).max() < 1e-13


def test_one_side():
    vector = Irrep("E", point_group("32"))
    basis = left_rotation_kernel_basis(vector, vector, 2)
    assert basis.dimensions == tuple(
        (2 * l + 1) * n for l, n in enumerate(kernel_basis(vector, vector, 2).dimensions)
    )
    values = basis.evaluate(ROTATIONS)
    for h, matrix in elements(vector):
        assert np.abs(basis.evaluate(h * ROTATIONS) - matrix @ values @ matrix.T).max() < 1e-13
    assert np.abs(basis.evaluate(ROTATIONS * h) - values).max() > 0.01  # nothing is asked there


@pytest.mark.parametrize("sides", [1, 2])
def test_orthonormality(sides):
    """Under the Haar measure, by a rule that is exact for the products."""
    vector = Irrep("T1", point_group("432"))
    make = left_rotation_kernel_basis if sides == 1 else rotation_kernel_basis
    basis = make(vector, vector, 2)
    rule = so3_quadrature(4)
    values = basis.evaluate(rule.points)
    gram = np.einsum("ipab,jpab,p->ij", values, values, rule.weights / rule.weights.sum())
    assert np.abs(gram - np.eye(basis.dimension)).max() < 1e-13


def test_free_filters_are_all_of_them():
    """Without symmetry there are (2l+1)^2 functions of degree l."""
    free = trivial_representation(point_group("1"))
    assert rotation_kernel_basis(free, free, 3).dimensions == (1, 9, 25, 49)


def test_full_symmetry_leaves_one_coupling():
    """SO(3) on both sides: only l_in = l_out, and psi(R) = D(R) / sqrt(5) up to its sign."""
    first = Irrep("2", SO3())
    assert rotation_kernel_basis(first, Irrep("1", SO3()), 3).dimension == 0
    basis = rotation_kernel_basis(first, first, 3)
    assert basis.dimensions == (0, 0, 1, 0)
    matrix = first.representation.numeric(ROTATIONS)
    found = basis.evaluate(ROTATIONS)[0] * np.sqrt(5)
    assert min(np.abs(found - sign * matrix).max() for sign in (1, -1)) < 1e-14


def test_the_sphere_is_that_of_kernels():
    vector = Irrep("T2", point_group("-43m"))
    assert sphere_kernel_basis(vector, vector, 3) == kernel_basis(vector, vector, 3)


def test_reflections_do_not_act_on_rotations():
    mirror, plane = Irrep("T2", point_group("-43m")), Irrep("1", cyclic(4))
    with pytest.raises(ArgumentError, match="is no rotation: pass representations of a group of"):
        rotation_kernel_basis(mirror, mirror, 1)
    with pytest.raises(ArgumentError, match="does not act on space"):
        left_rotation_kernel_basis(plane, plane, 1)
    with pytest.raises(ArgumentError, match="C4 acts on the plane"):
        sphere_kernel_basis(plane, plane, 1)
