"""Tensors of isotropic media, planar groups and any rank; their certificates."""

import copy

import numpy as np
import pytest
import sympy

from grouptools.certificates.kernels import certify_kernel_basis
from grouptools.errors import ArgumentError
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import point_group
from grouptools.kernels.crystal_tensors import CRYSTAL_TENSORS, crystal_tensor
from grouptools.kernels.index_symmetry import IndexSymmetry
from grouptools.kernels.tensors import invariant_tensors


def test_isotropic_elasticity_is_that_of_lame():
    """c_ijkl = lambda d_ij d_kl + mu (d_ik d_jl + d_il d_jk), lambda = c12, mu = (c11 - c12)/2."""
    c11, c12 = sympy.symbols("c11 c12")
    shear = (c11 - c12) / 2
    d = sympy.KroneckerDelta
    for group in (SO3(), O3()):
        tensor = crystal_tensor("elastic", group)
        assert tensor.independent == ("c11", "c12")
        c = tensor.symbolic()
        for i, j, k, l in np.ndindex(3, 3, 3, 3):
            lame = c12 * d(i, j) * d(k, l) + shear * (d(i, k) * d(j, l) + d(i, l) * d(j, k))
            assert sympy.expand(c[i, j, k, l] - lame) == 0


@pytest.mark.parametrize(
    ("rank", "rotations", "all_"), [(0, 1, 1), (1, 0, 0), (2, 1, 1), (3, 1, 0), (4, 3, 3)]
)
def test_isotropic_tensors(rank, rotations, all_):
    """Products of Kronecker deltas, and of one Levi-Civita symbol [Weyl 1939, II.9]."""
    assert invariant_tensors(SO3(), rank).dimension == rotations
    assert invariant_tensors(O3(), rank).dimension == all_
    assert invariant_tensors(O3(), rank, axial=True).dimension == rotations - all_


def test_the_axial_isotropic_tensor_of_rank_3_is_levi_civita():
    (epsilon,) = invariant_tensors(O3(), 3, axial=True).basis
    for i, j, k in np.ndindex(3, 3, 3):
        assert epsilon[i, j, k] == sympy.LeviCivita(i, j, k) / sympy.sqrt(6)


@pytest.mark.parametrize("group", [SO3(), O3(), SO2(), O2()], ids=str)
def test_the_basis_is_orthonormal(group):
    basis = invariant_tensors(group, 4).basis
    for i, a in enumerate(basis):
        for j, b in enumerate(basis):
            product = sum(x * y for x, y in zip(sympy.flatten(a), sympy.flatten(b), strict=True))
            assert sympy.nsimplify(product) == (i == j)


def test_isotropic_projection():
    """The average of u u v v over all rotations, by the projection and by its invariants."""
    given = np.einsum("i,j,k,l->ijkl", [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0])
    d = np.eye(3)
    parts = [
        np.einsum(f"{ab},{cd}->ijkl", d, d) for ab, cd in (("ij", "kl"), ("ik", "jl"), ("il", "jk"))
    ]
    expected = (4 * parts[0] - parts[1] - parts[2]) / 30  # (u.u)(v.v) = 1, (u.v)^2 = 0
    assert np.abs(invariant_tensors(SO3(), 4).project(given) - expected).max() < 1e-15


def test_the_limit_of_a_cylinder():
    """C_infinity v has the piezoelectric form of 6mm: n = 6, 7 and 8 agree."""
    forms = [crystal_tensor("piezoelectric", point_group(f"C{n}v")).voigt() for n in (6, 7, 8)]
    assert forms[0] == forms[1] == forms[2]


def test_the_plane():
    """Plane elasticity: Q11 Q12 Q66 of a square; Q66 = (Q11 - Q12)/2 from three-fold axes on."""
    square = crystal_tensor("elastic", dihedral(4))
    assert square.independent == ("c11", "c12", "c66")
    for group in (dihedral(3), cyclic(5), O2(), SO2()):
        stiff = crystal_tensor("elastic", group)
        c11, c12 = sympy.symbols("c11 c12")
        assert stiff.voigt() == sympy.Matrix(
            [[c11, c12, 0], [c12, c11, 0], [0, 0, (c11 - c12) / 2]]
        )
    assert invariant_tensors(SO2(), "ij").symbolic().tolist() == [
        [sympy.Symbol("t11"), sympy.Symbol("t12")],
        [-sympy.Symbol("t12"), sympy.Symbol("t11")],
    ]


def test_third_order_elasticity():
    """[Hearmon 1953, Acta Cryst. 6, 331]: 56, 20, 14, 10, 8, 6 constants, 3 when isotropic."""
    due = {"1": 56, "mmm": 20, "-3m": 14, "6/mmm": 10, "m-3": 8, "m-3m": 6}
    for name, count in due.items():
        assert crystal_tensor("third_order_elastic", point_group(name)).dimension == count
    isotropic = crystal_tensor("third_order_elastic", SO3())
    assert isotropic.independent == ("c111", "c112", "c123")
    c111, c112, c123 = sympy.symbols("c111 c112 c123")
    voigt = isotropic.voigt()
    assert sympy.expand(voigt[0, 3, 3] - (c112 - c123) / 2) == 0  # c144
    assert sympy.expand(voigt[0, 4, 4] - (c111 - c112) / 4) == 0  # c155
    assert sympy.expand(voigt[3, 4, 5] - (c111 - 3 * c112 + 2 * c123) / 8) == 0  # c456


def test_mandel_entries_are_orthonormal():
    tensor = crystal_tensor("elastic", point_group("3m"))
    mandel, whole = tensor.voigt("mandel"), tensor.symbolic()
    norm = sum(entry**2 for entry in sympy.flatten(whole))
    assert sympy.expand(sum(entry**2 for entry in mandel) - norm) == 0


def test_conventions_keep_the_tensor():
    """A name means another number in each convention; the Cartesian tensor does not change."""
    group = point_group("32")
    d, e = crystal_tensor("piezoelectric", group), crystal_tensor("piezoelectric_stress", group)
    assert np.array_equal(d.to_numpy(), e.to_numpy())
    assert d.evaluate({"d11": 2.0, "d14": 4.0}).tolist() == (
        e.evaluate({"e11": 2.0, "e14": 2.0}).tolist()
    )
    assert d.voigt("piezo e") == sympy.Matrix(
        [[*sympy.sympify(["d11", "-d11", "0", "d14/2", "0", "0"])],
         [*sympy.sympify(["0", "0", "0", "0", "-d14/2", "-d11"])], [0] * 6]
    )  # fmt: skip


@pytest.mark.parametrize("name", CRYSTAL_TENSORS)
def test_every_named_tensor_is_certified(name):
    for group in (point_group("32"), point_group("-4"), O3()):
        certificate = crystal_tensor(name, group).certificate
        assert all(claim.holds for claim in certificate.claims)


@pytest.mark.parametrize("group", [point_group("m-3m"), SO3()])
def test_one_wrong_entry_is_not_certified(group):
    plain = copy.deepcopy(crystal_tensor("elastic", group).maps.plain())
    plain["degrees"][0]["vectors"][0][0][3] += 1
    assert not all(claim.holds for claim in certify_kernel_basis(plain))
    missing = copy.deepcopy(crystal_tensor("elastic", group).maps.plain())
    for part in ("vectors", "squares"):
        missing["degrees"][0][part].pop()
    assert not all(claim.holds for claim in certify_kernel_basis(missing))


def test_names_may_be_written_otherwise():
    group = point_group("4mm")
    assert crystal_tensor("elasto-optic", group) == crystal_tensor("photoelastic", group)
    assert crystal_tensor("Stiffness", group) == crystal_tensor("elastic", group)


@pytest.mark.parametrize(
    "text", ["", "i", "ij=ji", "ij=-ji", "ijk=ikj", "ijkl=jikl=klij", "ijk=jki"]
)
def test_the_text_of_a_symmetry_reads_back(text):
    symmetry = IndexSymmetry.parse(text)
    assert IndexSymmetry.parse(symmetry.text) == symmetry
    count = len(symmetry.permutations)
    members = [m for c in symmetry.components(3) for m in c.members]
    assert all(count % len(c.members) == 0 for c in symmetry.components(3))
    assert len(members) == len({index for index, _ in members})


def test_a_group_without_space():
    with pytest.raises(ArgumentError, match=r"SU\(2\) acts on no plane or space"):
        invariant_tensors(SU2(), "ij").basis  # noqa: B018
