"""Kernels in floats are equivariant at all elements and points; spoilt ones are not."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grouptools.checks import (
    EquivarianceError,
    assert_kernels_equivariant,
    kernel_equivariance_error,
    strategies,
)
from grouptools.errors import ArgumentError
from grouptools.groups.lie import O2, SO2, SO3
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels.basis import KernelBasis
from grouptools.kernels.deriving import kernel_basis
from grouptools.representations import Irrep, Irreps, irreps, regular_representation

few = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def last(group):
    return irreps(group)[-1] if group.is_finite else irreps(group, 2)[-1]


@pytest.mark.parametrize(
    ("rep_in", "rep_out", "l_max"),
    [
        (Irrep("1o"), Irrep("2e"), 6),
        (Irreps("2x0e + 1o"), Irreps("1e + 1o"), 3),
        (last(SO2()), last(SO2()), 8),
        (last(O2()), last(O2()), 8),
        (last(SO3()), last(SO3()), 5),
        (last(dihedral(7)), last(dihedral(7)), 8),
        (regular_representation(cyclic(6)), regular_representation(cyclic(6)), 4),
        (last(point_group("D3h")), last(point_group("D3h")), 6),
        (last(icosahedral()), last(icosahedral()), 6),
    ],
    ids=str,
)
def test_kernels_are_equivariant(rep_in, rep_out, l_max):
    basis = kernel_basis(rep_in, rep_out, l_max)
    assert_kernels_equivariant(basis)
    report = kernel_equivariance_error(basis)
    assert report.scale > 0.1
    assert report.worst > 0 or not report.errors.any()


@few
@given(st.data(), strategies.kernel_pairs(12, 5))
def test_at_drawn_elements_and_points(data, pair):
    basis = kernel_basis(*pair, 3)
    elements = data.draw(st.lists(strategies.elements(basis.group), min_size=1, max_size=3))
    point = data.draw(strategies.exact_points(basis.group.dimension))
    assert_kernels_equivariant(basis, elements=elements, points=[np.array(point, dtype=float)])


class Spoilt(KernelBasis):
    """One row of one kernel is a thousandth too large."""

    def evaluate(self, points, *, dtype=None):
        values = super().evaluate(points, dtype=dtype)
        values[-1, ..., 0, :] *= 1.001
        return values


@pytest.mark.parametrize("rep", [Irrep("1o"), last(dihedral(5)), last(point_group("Td"))], ids=str)
def test_a_spoilt_kernel_is_not(rep):
    basis = kernel_basis(rep, rep, 2)
    spoilt = Spoilt(basis.rep_in, basis.rep_out, (basis.source, basis.target), basis.parts)
    with pytest.raises(EquivarianceError, match=r"the kernels are not equivariant: the relative"):
        assert_kernels_equivariant(spoilt)
    assert 1e-5 < kernel_equivariance_error(spoilt).worst < 1e-2


def test_a_kernel_of_another_representation_is_not():
    basis = kernel_basis(Irrep("1o"), Irrep("1o"), 2)
    basis.rep_out = Irrep("1e")
    with pytest.raises(EquivarianceError):
        assert_kernels_equivariant(basis)


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)]])
def test_points_of_another_dimension_are_refused(points):
    with pytest.raises(ArgumentError, match=r"were given, but the kernels of O\(3\) are functions"):
        kernel_equivariance_error(kernel_basis(Irrep("0e"), Irrep("1o"), 1), points=points)
