"""Equivariant linear maps: T rho_in(g) = rho_out(g) T, for groups of every kind."""

import numpy as np
import pytest

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.lie import O2, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels import equivariant_maps
from grouptools.representations import (
    Irrep,
    Irreps,
    harmonic_representation,
    irreps,
    natural_representation,
    regular_representation,
)

QUATERNIONS = FiniteGroup.from_permutations([[1, 2, 3, 0, 5, 6, 7, 4], [4, 7, 6, 5, 2, 1, 0, 3]])
SPIN = Irrep("1/2", SU2()).representation
PAIRS = [
    (regular_representation(dihedral(3)), natural_representation(dihedral(3))),
    (harmonic_representation(icosahedral(), 3), harmonic_representation(icosahedral(), 4)),
    (Irreps("2x0e + 1o"), Irreps("0e + 2x1o")),
    (Irrep(1, SO2()), Irrep(1, SO2())),
    (Irrep(2, O2()), Irrep(2, O2())),
    (Irrep(2, SO3()), Irreps("1 + 2", SO3())),
    (SPIN * SPIN, SPIN * SPIN),
    (Irrep("1", cyclic(5), real=False), Irreps("1 + 2", cyclic(5), real=False)),
    (irreps(QUATERNIONS)[-1], irreps(QUATERNIONS)[-1]),
]


@pytest.mark.parametrize(("rep_in", "rep_out"), PAIRS, ids=str)
def test_they_are_proved(rep_in, rep_out):
    basis = equivariant_maps(rep_in, rep_out)
    assert basis.dimension > 0
    assert basis.certificate.holds


@pytest.mark.parametrize(("rep_in", "rep_out"), PAIRS, ids=str)
def test_floats_commute_and_are_orthonormal(rep_in, rep_out):
    basis = equivariant_maps(rep_in, rep_out)
    maps = basis.to_numpy()
    reps = (getattr(rep, "representation", rep) for rep in (rep_in, rep_out))
    for into, out in zip(*(rep.generators_to_numpy() for rep in reps), strict=True):
        assert np.abs(maps @ into - out @ maps).max() < 1e-14
    gram = np.einsum("iab,jab->ij", maps.conj(), maps)
    assert np.abs(gram - np.eye(basis.dimension)).max() < 1e-14


@pytest.mark.parametrize(("rep_in", "rep_out"), PAIRS, ids=str)
def test_sympy_and_floats_agree(rep_in, rep_out):
    basis = equivariant_maps(rep_in, rep_out)
    exact = np.array([np.array(m.evalf(20).tolist(), complex) for m in basis.to_sympy()])
    assert np.abs(exact - basis.to_numpy()).max() < 1e-15


def test_types_of_irreps():
    """A real irrep of real, complex, quaternionic type commutes with 1, 2, 4 dimensions."""
    found = [
        equivariant_maps(one, one).dimension
        for one in (Irrep("E", point_group("32")), Irrep("1", cyclic(3)), irreps(QUATERNIONS)[-1])
    ]
    assert found == [1, 2, 4]


def test_two_groups_are_refused():
    with pytest.raises(ArgumentError, match="kernels are between representations of one group"):
        equivariant_maps(Irrep(1, SO3()), Irrep(1, SO2()))


def test_repr():
    assert repr(equivariant_maps(SPIN, SPIN)) == "<MapBasis 1/2 -> 1/2 of SU(2): 1 maps>"
