"""Kernels on windows of a lattice: K(h x) = rho_out(h) K(x) rho_in(h)^-1, to the last bit."""

import numpy as np
import pytest

from grouptools.certificates import certify_kernel_basis
from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.lattice_names import lattice_group
from grouptools.groups.planar import cyclic
from grouptools.kernels import grid_kernel_basis
from grouptools.kernels.direct import direct_kernels
from grouptools.kernels.patterns import matrix_of
from grouptools.representations import (
    Irreps,
    irreps,
    natural_representation,
    permutation_representation,
    regular_representation,
    trivial_representation,
)

REPS = {
    "trivial": trivial_representation,
    "natural": natural_representation,
    "regular": regular_representation,
}
#: Lattice group, size, representations.
CASES = [
    ("p4", 5, "natural", "natural"),
    ("p4", 4, "natural", "regular"),
    ("p4m", 3, "regular", "natural"),
    ("p4m", 5, "regular", "regular"),
    ("P432", 3, "natural", "natural"),
    ("Pm-3m", 3, "trivial", "natural"),
    ("P23", 2, "regular", "trivial"),
]
HEXAGONAL = [("p6m", 5, "natural", "natural"), ("p3", 5, "natural", "regular")]


def make(name, size, first, second):
    group = lattice_group(name).point_group
    return grid_kernel_basis(name, size, REPS[first](group), REPS[second](group))


def residuals(basis):
    """K(h x) - rho_out(h) K(x) rho_in(h)^-1 at every point, for every h, in floats."""
    pixels = basis.pixels
    kernels = basis.to_numpy()[(..., *pixels.places)]
    into, out = basis.rep_in.to_numpy(), basis.rep_out.to_numpy()
    for h, moved in enumerate(pixels.permutations):
        yield kernels[..., moved] - np.einsum(
            "xa,iabp,yb->ixyp", out[h], kernels, into[h], optimize=True
        )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_equivariance_to_the_last_bit(case):
    """Square and cubic groups permute axes and turn signs: not one bit differs."""
    assert all(np.count_nonzero(residual) == 0 for residual in residuals(make(*case)))


@pytest.mark.parametrize("case", HEXAGONAL, ids=str)
def test_hexagonal_lattices(case):
    """Here the matrices of the representations are rounded."""
    assert all(np.abs(residual).max() < 1e-15 for residual in residuals(make(*case)))


@pytest.mark.parametrize("case", [*CASES, *HEXAGONAL], ids=str)
def test_certificates(case):
    basis = make(*case)
    assert basis.certificate.holds
    plain = basis.plain()
    plain["degrees"][0]["vectors"][-1][-1][-1] += 1
    assert not all(claim.holds for claim in certify_kernel_basis(plain))


@pytest.mark.parametrize("case", [CASES[0], CASES[2], CASES[4], HEXAGONAL[1]], ids=str)
def test_orbits_of_points_give_the_null_space(case):
    """Point by point, or as functions that the group permutes: one basis."""
    basis = make(*case)
    pixels, group = basis.pixels, basis.group
    generators = [pixels.permutations[g].tolist() for g in group.generators]
    functions = permutation_representation(group, generators)
    direct = direct_kernels(basis.rep_in, basis.rep_out, functions)
    assert matrix_of(basis.parts[0]) == direct.vectors.over(basis.field)
    assert basis.parts[0].squares == list(direct.squares)


@pytest.mark.parametrize("case", [CASES[0], HEXAGONAL[0]], ids=str)
def test_orthonormality(case):
    kernels = make(*case).to_numpy()
    flat = kernels.reshape(len(kernels), -1)
    assert np.abs(flat @ flat.T - np.eye(len(flat))).max() < 1e-14


def test_the_centre_commutes():
    basis = make("p4m", 3, "natural", "natural")
    centre = basis.to_numpy()[..., 1, 1]
    assert all(np.array_equal(k, k[0, 0] * np.eye(2)) for k in centre)
    assert np.count_nonzero(centre) > 0


def test_sums_of_representations():
    lattice = lattice_group("p4m")
    known = irreps(lattice.point_group)
    both = Irreps([(2, known[0]), known[-1]])
    basis = grid_kernel_basis(lattice, 3, both, known[2])
    parts = [
        grid_kernel_basis(lattice, 3, one, known[2]).dimension for one in (known[0], known[-1])
    ]
    assert basis.dimension == 2 * parts[0] + parts[1]
    assert basis.certificate.holds


def test_users_own_integer_matrices():
    group = FiniteGroup.from_matrices([[[0, -1], [1, 0]], [[0, 1], [1, 0]]])
    trivial = trivial_representation(group)
    basis = grid_kernel_basis(group, 5, trivial, trivial)
    assert basis.dimension == 6
    assert basis.to_numpy(np.float32).dtype == np.float32
    assert repr(basis).endswith("5 points across: 6 kernels>")


def test_what_is_no_window_is_refused():
    trivial = trivial_representation(cyclic(5))
    with pytest.raises(ArgumentError, match="a representation of C5 was given"):
        grid_kernel_basis("p4", 3, trivial, trivial)
    with pytest.raises(ArgumentError, match="one that is not in it"):
        grid_kernel_basis(cyclic(5), 3, trivial, trivial)
    with pytest.raises(ArgumentError, match="size = 0 was given"):
        make("p4", 0, "trivial", "trivial")


def test_the_points_of_a_window_are_one_orbit_or_more():
    """The kernels from trivial to trivial are the indicators of the orbits."""
    basis = make("p4m", 5, "trivial", "trivial")
    kernels = basis.to_numpy()[:, 0, 0]
    sizes = [np.count_nonzero(k) for k in kernels]
    assert sorted(sizes) == [1, 4, 4, 4, 4, 8]
    assert all(len(np.unique(k[k != 0])) == 1 for k in kernels)
