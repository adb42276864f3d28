"""Double groups: twice as many elements, which cover the point group's."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import determinant
from grouptools.groups.double import double_group
from grouptools.groups.point_groups import point_group
from grouptools.groups.symbols import CLASSES, read_symbol, settings

NAMES = sorted({row.schoenflies for row in CLASSES} | {"C5v", "D5h", "D7", "D4d", "S8", "C8h"})
EVERY = [
    pytest.param(name, setting or None, id=f"{name}-{setting}")
    for name in NAMES
    for setting in settings(read_symbol(name))
]


def spins(group):
    one = FieldMatrix.identity(2, group.spin[0].field)
    return group.images(group.spin, FieldMatrix.__matmul__, one)


def covers(group, matrices):
    """(tr s)^2 = 1 + tr R for a lift s of the rotation R: (2 cos t/2)^2 = 2 + 2 cos t."""
    point = group.point_group
    for g, spin in enumerate(matrices):
        matrix = point.matrices[group.projection[g]]
        field = spin.field.joined(point.field)
        trace = spin.field.embed(spin.trace(), field)
        turned = point.field.embed(matrix.trace(), field) * determinant(matrix)
        if (trace * trace - 1 - turned) % field.modulus != 0:
            return False
    return True


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_a_double_group_covers_its_point_group(name, setting):
    point = point_group(name, setting=setting)
    group = double_group(point)
    P = group.projection
    assert group.order == 2 * point.order
    assert (point.table[P[:, None], P[None, :]] == P[group.table]).all()
    assert (np.bincount(P) == 2).all()
    assert sorted(np.flatnonzero(P == 0)) == sorted([0, group.turn])
    assert group.matrices[group.turn] == group.matrices[0]
    assert (group.table[group.turn] == group.table[:, group.turn]).all()


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_spin_matrices(name, setting):
    """Unitary with determinant 1; those of R are -1; the angles of the rotations are right."""
    group = double_group(point_group(name, setting=setting))
    every = spins(group)
    assert every[group.turn] == -every[0]
    for matrix in group.spin:
        assert matrix.conjugated().transposed() @ matrix == every[0]
        field = matrix.field
        value = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
        assert value % field.modulus == 1
    assert covers(group, every)
    every[0] = -every[0].scaled(2)
    assert not covers(group, every)


@pytest.mark.parametrize(("name", "setting"), EVERY)
def test_axes_of_spin_matrices(name, setting):
    """[[w + iz, y - ix], [-y - ix, w - iz]] is the lift of scipy's rotation (x, y, z, w)."""
    group = double_group(point_group(name, setting=setting))
    maps = group.point_group.to_numpy()
    for spin, g in zip(group.spin, group.generators, strict=True):
        (a, b), (c, d) = np.array(spin.to_sympy().evalf(30).tolist(), dtype=complex)
        quaternion = [-(b + c).imag / 2, (b - c).real / 2, (a - d).imag / 2, (a + d).real / 2]
        rotation = maps[group.projection[g]]
        expected = rotation * np.round(np.linalg.det(rotation))
        assert np.abs(Rotation.from_quat(quaternion).as_matrix() - expected).max() < 1e-14


@pytest.mark.parametrize(
    ("name", "word", "order"), [("O", "C4", 8), ("O", "C3", 6), ("I", "C5", 10), ("D3", "C2'", 4)]
)
def test_orders_are_doubled(name, word, order):
    assert point_group(name).order_of(word) * 2 == double_group(name).order_of(word) == order


def test_names():
    assert double_group("m-3m") == double_group(point_group("Oh"))
    assert double_group("Ci").generator_names == ("i", "R")
    assert double_group("C1").generator_names == ("R",)
    assert double_group("Td").name == "double Td"
