"""Irreps of the Lie groups: brackets, harmonics, weights, labels."""

from fractions import Fraction

import pytest
import sympy

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.representations import Irrep, Irreps, irreps
from grouptools.representations.harmonic import harmonic_representation
from grouptools.representations.weights import lie_multiplicities

GROUPS = [SO2(), O2(), SU2(), SO3(), O3()]
every_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)


def bracket(a, b):
    return a @ b - b @ a


def brackets_hold(images):
    x, y, z = images
    return bracket(x, y) == z and bracket(y, z) == x and bracket(z, x) == y


def is_antihermitian(rep):
    squares = FieldMatrix.diagonal(list(rep.squares), rep.field)
    generators = zip(rep.images, rep.group.derivations, strict=True)
    return all(
        (squares @ image + image.conjugated().transposed() @ squares).is_zero()
        for image, derivation in generators
        if derivation
    )


@pytest.mark.parametrize("group", [SO3(), SU2(), O3()], ids=lambda group: group.name)
def test_brackets(group):
    for one in irreps(group, 5):
        assert brackets_hold(one.representation.images[:3]), one
        assert is_antihermitian(one.representation), one


def test_a_wrong_coefficient_is_seen():
    x, y, z = Irrep("2", SO3()).representation.images
    rows = x.rows()
    rows[0][1] += 1
    assert not brackets_hold((FieldMatrix.from_rows(rows), y, z))


@pytest.mark.parametrize("group", [SO2(), O2(), SO3(), O3()], ids=lambda group: group.name)
def test_irreps_are_the_harmonics(group):
    """The matrices by ladder operators are those by products of coordinates and harmonics."""
    labels = {"O(3)": lambda l: f"{l}{'eo'[l % 2]}", "O(2)": lambda l: str(l) if l else "0+"}
    for l in range(9):
        label = labels.get(group.name, str)(l)
        one = Irrep(label, group).representation
        assert one == harmonic_representation(group, l), l
        if group.dimension == 3:
            assert one.squares == harmonic_representation(group, l).squares


@every_group
def test_components_square_to_one_and_turn_back(group):
    for one in irreps(group, 4):
        rep = one.representation
        identity = FieldMatrix.identity(rep.dimension, rep.field)
        for image, derivation in zip(rep.images, group.derivations, strict=True):
            if not derivation:
                sign = -1 if group.name == "O(2)" else 1
                assert image @ image == identity
                assert image @ rep.images[0] @ image == rep.images[0].scaled(sign)


def test_types_and_endomorphisms():
    assert Irrep("1/2", SU2()).real_type == "quaternionic"
    assert Irrep("1", SU2()).real_type == Irrep("1o").real_type == "real"
    assert Irrep(2, SO2()).real_type == "complex"
    assert list(Irrep(2, SO2()).endomorphisms()) == [
        sympy.eye(2),
        sympy.Matrix([[0, 1], [-1, 0]]),
    ]
    assert len(Irrep("1", O2()).endomorphisms()) == 1


def test_order_and_labels():
    assert [one.label for one in irreps(O3(), 2)] == ["0e", "0o", "1o", "1e", "2e", "2o"]
    assert [one.label for one in irreps(O2(), 2)] == ["0+", "0-", "1", "2"]
    assert [one.label for one in irreps(SO2(), 1, real=False)] == ["0", "-1", "1"]
    assert [one.label for one in irreps(SU2(), Fraction(3, 2))] == ["0", "1/2", "1", "3/2"]
    assert Irrep(Fraction(3, 2), SU2()) == Irrep("3/2", SU2())
    assert Irrep("1o").group == O3()


@every_group
def test_multiplicities_by_weights(group):
    """A tensor product, as a whole, contains what the sum of irreps does."""
    listed = irreps(group, 1)
    for a in listed:
        for b in listed:
            product = a.representation.tensor(b.representation)
            found = product.multiplicities()
            assert found.dimension == product.dimension
            product.decompose().verify()


@every_group
def test_series_of_products_are_those_of_weights(group):
    """The closed forms, against the dimensions of eigenspaces."""
    for real in (True, False):
        for a in irreps(group, 2, real=real):
            for b in irreps(group, 2, real=real):
                series = Irreps(a).tensor(Irreps(b))
                product = a.representation * b.representation
                assert list(series) == lie_multiplicities(product, a.is_real)


def test_products_of_sums():
    """A sum with multiplicities, as e3nn's users multiply it."""
    product = Irreps("16x0e + 8x1o").tensor("4x1o + 2e")
    assert product == Irreps("32x0e + 72x1o + 32x1e + 48x2e + 8x2o + 8x3o")
    assert product.dimension == 40 * 17


def test_clebsch_gordan_series():
    for a in range(4):
        for b in range(4):
            product = Irrep(a, SO3()).representation * Irrep(b, SO3()).representation
            wanted = " + ".join(str(l) for l in range(abs(a - b), a + b + 1))
            assert str(product.multiplicities()) == wanted
    product = Irrep("3/2", SU2()).representation * Irrep("1", SU2()).representation
    assert str(product.multiplicities()) == "1/2 + 3/2 + 5/2"
    product = Irrep("1o").representation * Irrep("2o").representation
    assert product.multiplicities() == Irreps("1e + 2e + 3e")
