"""Invariant tensors: g T = T, the counts of every crystal class, and the forms of the books."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.groups.group import Group
from grouptools.groups.lie import SU2
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.kernels.adapted import adapted_harmonics
from grouptools.kernels.crystal_tensors import CRYSTAL_TENSORS, crystal_tensor
from grouptools.kernels.index_symmetry import IndexSymmetry
from grouptools.kernels.tensors import invariant_tensors
from grouptools.representations import Irrep, Irreps

GOLDEN = Path(__file__).parents[1] / "golden" / "oracles" / "tensor_components.json"
ORACLE = {
    row["pointgroup"].split()[0]: row["components"]
    for row in json.loads(GOLDEN.read_text(encoding="utf-8"))["rows"]
}
# Index symmetry, and whether axial, of each column.
COLUMNS = {
    "vector": ("i", False),
    "pseudovector": ("i", True),
    "pseudoscalar": ("", True),
    "sym2": ("ij=ji", False),
    "axial_sym2": ("ij=ji", True),
    "rank2_general": ("ij", False),
    "piezo": ("ijk=ikj", False),
    "sym3": ("ijk=jik=ikj", False),
    "rank3_general": ("ijk", False),
    "elastic": ("ijkl=jikl=klij", False),
    "photoelastic": ("ijkl=jikl=ijlk", False),
    "sym4": ("ijkl=jikl=ikjl=ijlk", False),
    "rank4_general": ("ijkl", False),
}
# Numbers of components of pyroelectric, dielectric, gyration, piezoelectric, elastic and
# photoelastic tensors [Nye 1985, appendix B and E; Newnham 2005, table 30.1].
NYE = {
    "1": (3, 6, 6, 18, 21, 36), "-1": (0, 6, 0, 0, 21, 36),
    "2": (1, 4, 4, 8, 13, 20), "m": (2, 4, 2, 10, 13, 20), "2/m": (0, 4, 0, 0, 13, 20),
    "222": (0, 3, 3, 3, 9, 12), "mm2": (1, 3, 1, 5, 9, 12), "mmm": (0, 3, 0, 0, 9, 12),
    "4": (1, 2, 2, 4, 7, 10), "-4": (0, 2, 2, 4, 7, 10), "4/m": (0, 2, 0, 0, 7, 10),
    "422": (0, 2, 2, 1, 6, 7), "4mm": (1, 2, 0, 3, 6, 7), "-42m": (0, 2, 1, 2, 6, 7),
    "4/mmm": (0, 2, 0, 0, 6, 7),
    "3": (1, 2, 2, 6, 7, 12), "-3": (0, 2, 0, 0, 7, 12),
    "32": (0, 2, 2, 2, 6, 8), "3m": (1, 2, 0, 4, 6, 8), "-3m": (0, 2, 0, 0, 6, 8),
    "6": (1, 2, 2, 4, 5, 8), "-6": (0, 2, 0, 2, 5, 8), "6/m": (0, 2, 0, 0, 5, 8),
    "622": (0, 2, 2, 1, 5, 6), "6mm": (1, 2, 0, 3, 5, 6), "-6m2": (0, 2, 0, 1, 5, 6),
    "6/mmm": (0, 2, 0, 0, 5, 6),
    "23": (0, 1, 1, 1, 3, 4), "m-3": (0, 1, 0, 0, 3, 4),
    "432": (0, 1, 1, 0, 3, 3), "-43m": (0, 1, 0, 1, 3, 3), "m-3m": (0, 1, 0, 0, 3, 3),
}  # fmt: skip
NAMES = ("pyroelectric", "dielectric", "gyration", "piezoelectric", "elastic", "photoelastic")


def count_by_characters(group, text, axial):
    """(1/|G|) sum_g chi(g), chi(g) the mean of sign * prod of tr(g^length) over signed
    permutations of the indices, length those of their cycles."""
    symmetry, field = IndexSymmetry.parse(text), group.field
    total = field.element(0)
    for matrix in group.matrices:
        powers = [matrix]
        for _ in range(symmetry.rank - 1):
            powers.append(powers[-1] @ matrix)
        traces = [power.trace() for power in powers]
        value = field.element(0)
        for p, sign in symmetry.permutations:
            term = field.element(sign)
            for length in cycle_lengths(p):
                term = term * traces[length - 1] % field.modulus
            value = value + term
        total += value * (determinant(matrix) if axial else 1)
    count = (
        total % field.modulus * field.element(Fraction(1, len(symmetry.permutations) * group.order))
    )
    assert count.degree() <= 0
    return Fraction(int(count[0].p), int(count[0].q))


def cycle_lengths(p):
    left, lengths = set(range(len(p))), []
    while left:
        k, length = min(left), 0
        while k in left:
            left.remove(k)
            k, length = p[k], length + 1
        lengths.append(length)
    return lengths


def determinant(matrix):
    return int(sympy.expand(matrix.to_sympy().det()))


def orthonormal(matrix, group):
    inverses = [group.field.inverse(length) for length in group.frame]
    return matrix.to_sympy(group.frame, inverses)


def transformed(tensor, matrix):
    """(g T)_ij... = g_ii' g_jj' ... T_i'j'..., exact."""
    g = sympy.Array(matrix.tolist())
    for _ in range(tensor.rank()):
        product = sympy.tensorproduct(tensor, g)  # the first index goes, its image comes last
        tensor = sympy.tensorcontraction(product, (0, product.rank() - 1))
    return tensor


def is_invariant(tensor, group, *, axial=False):
    for matrix, derivation in zip(group.natural, group.derivations, strict=True):
        assert not derivation
        g = orthonormal(matrix, group)
        sign = sympy.simplify(g.det()) if axial else 1
        if (transformed(tensor, g) * sign - tensor).applyfunc(sympy.simplify) != 0 * tensor:
            return False
    return True


@pytest.mark.parametrize("name", ORACLE)
def test_the_counts_of_the_oracle(name):
    group = icosahedral(reflections=True) if name == "-53m" else point_group(name)
    for column, (text, axial) in COLUMNS.items():
        found = invariant_tensors(group, text, axial=axial).dimension
        assert (column, found) == (column, ORACLE[name][column])


@pytest.mark.parametrize("name", NYE)
def test_the_counts_of_all_classes(name):
    group = point_group(name)
    counts = tuple(crystal_tensor(tensor, group).dimension for tensor in NAMES)
    assert counts == NYE[name]


@pytest.mark.parametrize("name", NYE)
def test_counts_are_averages_of_characters(name):
    group = point_group(name)
    for kind in CRYSTAL_TENSORS.values():
        if kind.symmetry.count("=") < 3:
            found = invariant_tensors(group, kind.symmetry, axial=kind.axial).dimension
            assert found == count_by_characters(group, kind.symmetry, kind.axial), kind


@pytest.mark.parametrize("name", ["2", "m", "mm2", "-4", "-42m", "32", "3m", "-6", "-6m2", "-43m"])
def test_tensors_are_invariant(name):
    group = point_group(name)
    for tensor in (
        crystal_tensor("piezoelectric", group),
        crystal_tensor("gyration", group),
        invariant_tensors(group, "ij"),
    ):
        assert is_invariant(tensor.symbolic(), group, axial=tensor.axial)
        for element in tensor.basis:
            assert is_invariant(element, group, axial=tensor.axial)


def test_a_wrong_coefficient_is_no_invariant_tensor():
    group = point_group("32")
    wrong = sympy.MutableDenseNDimArray(crystal_tensor("piezoelectric", group).basis[0])
    wrong[1, 0, 1] *= 2
    assert not is_invariant(sympy.Array(wrong), group)
    assert not is_invariant(
        crystal_tensor("gyration", group).basis[0], point_group("m"), axial=True
    )


@pytest.mark.parametrize("name", ["1", "mm2", "32", "-6", "23", "Ih", "D5", "S8"])
def test_the_basis_is_orthonormal_and_rounded(name):
    tensor = invariant_tensors(point_group(name), "ijk=ikj")
    exact = tensor.basis
    for i, a in enumerate(exact):
        for j, b in enumerate(exact):
            product = sum(x * y for x, y in zip(sympy.flatten(a), sympy.flatten(b), strict=True))
            assert sympy.simplify(product - int(i == j)) == 0
    floats = tensor.to_numpy()
    assert floats.shape == (tensor.dimension, 3, 3, 3)
    for array, element in zip(floats, exact, strict=True):
        nearest = [float(sympy.N(x, 30)) for x in sympy.flatten(element)]
        assert array.ravel().tolist() == nearest
    assert tensor.to_numpy(np.float32).tolist() == floats.astype(np.float32).tolist()


def matrix(text):
    return sympy.Matrix([[sympy.sympify(e) for e in row.split()] for row in text.split(";")])


FORMS = {
    ("elastic", "m-3m"): "c11 c12 c12 0 0 0; c12 c11 c12 0 0 0; c12 c12 c11 0 0 0;"
    "0 0 0 c44 0 0; 0 0 0 0 c44 0; 0 0 0 0 0 c44",
    ("elastic", "6/mmm"): "c11 c12 c13 0 0 0; c12 c11 c13 0 0 0; c13 c13 c33 0 0 0;"
    "0 0 0 c44 0 0; 0 0 0 0 c44 0; 0 0 0 0 0 (c11-c12)/2",
    ("elastic", "3m"): "c11 c12 c13 c14 0 0; c12 c11 c13 -c14 0 0; c13 c13 c33 0 0 0;"
    "c14 -c14 0 c44 0 0; 0 0 0 0 c44 c14; 0 0 0 0 c14 (c11-c12)/2",
    ("compliance", "3m"): "s11 s12 s13 s14 0 0; s12 s11 s13 -s14 0 0; s13 s13 s33 0 0 0;"
    "s14 -s14 0 s44 0 0; 0 0 0 0 s44 2*s14; 0 0 0 0 2*s14 2*(s11-s12)",
    ("elastic", "4/m"): "c11 c12 c13 0 0 c16; c12 c11 c13 0 0 -c16; c13 c13 c33 0 0 0;"
    "0 0 0 c44 0 0; 0 0 0 0 c44 0; c16 -c16 0 0 0 c66",
    ("elastic", "-3"): "c11 c12 c13 c14 c15 0; c12 c11 c13 -c14 -c15 0; c13 c13 c33 0 0 0;"
    "c14 -c14 0 c44 0 -c15; c15 -c15 0 0 c44 c14; 0 0 0 -c15 c14 (c11-c12)/2",
    ("piezoelectric", "32"): "d11 -d11 0 d14 0 0; 0 0 0 0 -d14 -2*d11; 0 0 0 0 0 0",
    ("piezoelectric_stress", "32"): "e11 -e11 0 e14 0 0; 0 0 0 0 -e14 -e11; 0 0 0 0 0 0",
    ("piezoelectric", "3m"): "0 0 0 0 d15 -2*d22; -d22 d22 0 d15 0 0; d31 d31 d33 0 0 0",
    ("piezoelectric", "6mm"): "0 0 0 0 d15 0; 0 0 0 d15 0 0; d31 d31 d33 0 0 0",
    ("piezoelectric_stress", "-43m"): "0 0 0 e14 0 0; 0 0 0 0 e14 0; 0 0 0 0 0 e14",
    ("piezoelectric", "-42m"): "0 0 0 d14 0 0; 0 0 0 0 d14 0; 0 0 0 0 0 d36",
    ("electro_optic", "-43m"): "0 0 0; 0 0 0; 0 0 0; r41 0 0; 0 r41 0; 0 0 r41",
    ("electro_optic", "3m"): "0 -r22 r13; 0 r22 r13; 0 0 r33; 0 r42 0; r42 0 0; -r22 0 0",
    ("second_harmonic", "3"): "d11 -d11 0 d14 d15 -d22; -d22 d22 0 d15 -d14 -d11;d31 d31 d33 0 0 0",
    ("photoelastic", "6/mmm"): "p11 p12 p13 0 0 0; p12 p11 p13 0 0 0; p31 p31 p33 0 0 0;"
    "0 0 0 p44 0 0; 0 0 0 0 p44 0; 0 0 0 0 0 (p11-p12)/2",
    ("piezo_optic", "6/mmm"): "pi11 pi12 pi13 0 0 0; pi12 pi11 pi13 0 0 0; pi31 pi31 pi33 0 0 0;"
    "0 0 0 pi44 0 0; 0 0 0 0 pi44 0; 0 0 0 0 0 pi11-pi12",
}


@pytest.mark.parametrize(("name", "group"), FORMS)
def test_forms_of_the_books(name, group):
    assert crystal_tensor(name, point_group(group)).voigt() == matrix(FORMS[name, group])


def test_names_of_independent_components():
    assert crystal_tensor("elastic", point_group("m-3m")).independent == ("c11", "c12", "c44")
    assert crystal_tensor("elastic", point_group("6mm")).independent == (
        "c11", "c12", "c13", "c33", "c44",
    )  # fmt: skip
    assert crystal_tensor("dielectric", point_group("2", setting="b")).independent == (
        "kappa11", "kappa22", "kappa33", "kappa13",
    )  # fmt: skip
    assert crystal_tensor("third_order_elastic", point_group("m-3m")).independent == (
        "c111", "c112", "c123", "c144", "c155", "c456",
    )  # fmt: skip


def test_the_compliance_is_the_inverse_of_the_stiffness():
    """As Voigt matrices, and as the inverse on symmetric tensors."""
    group = point_group("32")
    stiff, soft = crystal_tensor("stiffness", group), crystal_tensor("compliance", group)
    values = {"c11": 87.3, "c12": 6.6, "c13": 12.0, "c14": -17.2, "c33": 105.8, "c44": 57.2}
    inverse = np.linalg.inv(np.array(stiff.voigt().subs(values), dtype=float))
    components = {name: inverse[int(name[1]) - 1, int(name[2]) - 1] for name in soft.independent}
    c, s = stiff.evaluate(values), soft.evaluate(components)
    both = np.einsum("ijkl,klmn->ijmn", c, s)
    one = np.eye(3)
    symmetric = np.einsum("im,jn->ijmn", one, one) + np.einsum("in,jm->ijmn", one, one)
    assert np.abs(both - symmetric / 2).max() < 1e-13


@pytest.mark.parametrize("name", ["2/m", "32", "-43m", "C5v", "I"])
def test_projection_is_the_average_over_the_group(name):
    group = point_group(name)
    tensor = invariant_tensors(group, "ijk=ikj")
    given = np.random.default_rng(7).normal(size=(2, 3, 3, 3))
    average = np.zeros_like(given)
    for element in group.matrices:
        g = np.array(orthonormal(element, group).evalf(30), dtype=float)
        average += np.einsum("il,jm,kn,blmn->bijk", g, g, g, given) / group.order
    average = (average + average.swapaxes(2, 3)) / 2
    assert np.abs(tensor.project(given) - average).max() < 1e-14
    assert np.abs(tensor.project(average) - average).max() < 1e-14


def test_exact_projection():
    tensor = invariant_tensors(point_group("32"), "ijk=ikj")
    given = sympy.Array(range(27), (3, 3, 3))
    exact = tensor.project(given)
    assert exact[0, 0, 0] == sympy.Rational(-13, 2)
    assert tensor.project(exact) == exact
    floats = tensor.project(np.arange(27).reshape(3, 3, 3))
    assert np.array(exact.tolist(), dtype=float).tolist() == floats.tolist()


def test_no_invariant_tensor_at_all():
    tensor = crystal_tensor("piezoelectric", point_group("432"))
    assert (tensor.dimension, tensor.independent, tensor.basis) == (0, (), ())
    assert tensor.voigt() == sympy.zeros(3, 6)
    assert tensor.evaluate({}).tolist() == np.zeros((3, 3, 3)).tolist()
    assert tensor.project(np.ones((3, 3, 3))).tolist() == np.zeros((3, 3, 3)).tolist()
    assert tensor.to_numpy().shape == (0, 3, 3, 3)


BAD = [
    (lambda g: invariant_tensors(g, "iij=iji"), "'iij' is no row of different letters"),
    (lambda g: invariant_tensors(g, "ij=jk"), "'jk' does not have the letters of 'ij'"),
    (lambda g: invariant_tensors(g, "ij=-ji=ji"), "only T = 0 has it"),
    (lambda g: invariant_tensors(g, 7), "pass a rank from 0 to 6"),
    (lambda g: invariant_tensors(g, "ijklmno"), "has 7 indices, but 6 is the most"),
    (lambda g: invariant_tensors(g, "ij", convention="kelvin"), "'kelvin' was given as Voigt"),
    (lambda g: crystal_tensor("elasticity", g), "'elasticity' was given as the name of a tensor"),
    (lambda g: invariant_tensors(g, "ij").project(np.ones((3, 2))), "shape (3, 2)"),
    (lambda g: invariant_tensors(g, "ij=ji").evaluate({"t11": 1.0}), "t11, t33"),
    (
        lambda g: invariant_tensors(Group("free", ["E"], [False], [], [], g.field), "ij").basis,
        "free acts on no plane or space",
    ),
]


@pytest.mark.parametrize(("call", "text"), BAD, ids=[text for _, text in BAD])
def test_bad_input_is_explained(call, text):
    with pytest.raises(ArgumentError) as error:
        call(point_group("6"))
    assert text in str(error.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda: crystal_tensor("elastic", "m-3m"),
        lambda: invariant_tensors("m-3m", "ij"),
        lambda: adapted_harmonics("m-3m", 3),
        lambda: Irrep("T1", "m-3m"),
        lambda: Irreps("T1", "m-3m"),
    ],
)
def test_the_name_of_a_group_is_no_group(call):
    with pytest.raises(ArgumentError, match=r"^'m-3m' was given where a group is expected: pass"):
        call()


def test_a_group_without_a_space_has_no_tensors():
    with pytest.raises(ArgumentError, match=r"^tensors were asked for, but SU\(2\) acts on no"):
        invariant_tensors(SU2(), "ij")
