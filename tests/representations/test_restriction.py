"""Restriction to subgroups and induction from them, by matrices."""

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.representations import Irrep, Irreps, Representation, irreps


def same_matrices(rep, restricted, elements):
    """rep at each listed element of the group is the restricted one at each of the subgroup."""
    group = restricted.group
    field = rep.field.joined(restricted.field)
    return all(
        restricted.element_images[h].over(field) == rep.element_images[int(g)].over(field)
        for h, g in zip(range(group.order), elements, strict=True)
    )


def test_restriction_keeps_the_matrices(small_group):
    for subgroup in small_group.subgroups():
        for one in irreps(small_group):
            rep = one.representation.restrict(subgroup)
            assert rep.group == subgroup.group
            assert same_matrices(one.representation, rep, subgroup.inclusion)


def test_restriction_of_permutations(by_name):
    group = by_name("O")
    part = group.subgroup(["C4"])
    rep = group.regular_representation().restrict(part)
    for s, image in enumerate(rep.images):
        assert image == FieldMatrix.permutation(rep.permutation[s].tolist()).over(rep.field)
    regular = part.group.regular_representation().multiplicities()
    assert [n for n, _ in rep.multiplicities()] == [6 * n for n, _ in regular]


def test_sums_restrict_summand_by_summand(by_name):
    group = by_name("O")
    whole = Irreps("E + 2xT1", group).representation.restrict(group.subgroup(["C3"]))
    assert len(whole.summands) == 3


@pytest.mark.parametrize(
    ("name", "part"), [("Oh", "D4h"), ("Oh", "Td"), ("D6h", "C3v"), ("D6h", "D2h")]
)
def test_groups_are_found_by_their_matrices(by_name, name, part):
    """Also in a frame of another axis: D6h has sqrt(3)/2 where D2h has 1."""
    group, smaller = by_name(name), by_name(part)
    natural = group.natural_representation().restrict(smaller)
    assert natural == smaller.natural_representation()
    for one in irreps(group):
        rep = one.representation.restrict(smaller)
        assert rep.group is smaller
        assert rep.multiplicities().dimension == one.dimension


def test_lie_groups_restrict_to_wigner_matrices(by_name):
    """The matrix of an element is that of the rotation, times the parity."""
    for name in ("D3h", "Oh", "S4"):
        group = by_name(name)
        for label in ("1o", "1e", "2e", "2o"):
            rep = Irrep(label).representation.restrict(group)
            for g in range(0, group.order, 3):
                expected = Irrep(label).representation(group.matrix(g))
                assert sympy.simplify(rep(g) - expected).is_zero_matrix


def test_lie_groups_of_the_plane_restrict(by_name):
    for group, whole in ((by_name("dihedral 5"), O2()), (by_name("cyclic 4"), SO2())):
        for one in irreps(whole, 3):
            rep = one.representation.restrict(group)
            for g in range(group.order):
                expected = one.representation.numeric(
                    np.array(group.matrix(g).evalf(20).tolist(), dtype=float)
                )
                assert np.abs(rep.to_numpy()[g] - expected).max() < 1e-14


def test_products_restrict_to_products(by_name):
    group = by_name("D3")
    vectors = Irrep("1", SO3()).representation
    part = vectors.restrict(group)
    assert (vectors * vectors).restrict(group) == part * part
    assert vectors.symmetric_power(3).restrict(group) == part.symmetric_power(3)
    assert (vectors + vectors.antisymmetric_power(2)).restrict(group).summands == (
        part,
        part.antisymmetric_power(2),
    )


def test_what_was_given_by_matrices_restricts_too(by_name):
    """Through the change of basis to irreps, with sin(2 pi/3) in the field."""
    vectors = Irrep("1", SO3()).representation
    product = vectors * vectors
    given = Representation(SO3(), product.images, product.squares)
    group = by_name("D3")
    found = given.restrict(group)
    for g in range(group.order):
        expected = product.restrict(group)(g)
        assert sympy.simplify(found(g) - expected).is_zero_matrix


def test_components_of_the_identity():
    assert Irrep("2o").representation.restrict(SO3()) == Irrep(2, SO3()).representation
    assert Irrep("2o").representation.restrict(SO3()).irrep == Irrep(2, SO3())
    assert Irrep("0-", O2()).representation.restrict(SO2()).irrep == Irrep(0, SO2())
    assert Irreps("1o + 1e").representation.restrict(SO3()) == Irreps("2x1", SO3()).representation
    assert Irrep("1o").representation.restrict(O3()) is Irrep("1o").representation


def test_induction_from_the_trivial_subgroup_is_regular(small_group):
    subgroup = small_group.subgroup([0])
    induced = subgroup.group.trivial_representation().induce(subgroup)
    assert induced.multiplicities() == small_group.regular_representation().multiplicities()


def test_induction_of_trivial_is_the_quotient(small_group):
    for subgroup in small_group.subgroups():
        induced = subgroup.group.trivial_representation().induce(subgroup)
        assert induced == small_group.quotient_representation(subgroup)
        regular = subgroup.group.regular_representation().induce(subgroup)
        for s, image in enumerate(regular.images):
            permuted = FieldMatrix.permutation(regular.permutation[s].tolist())
            assert image == permuted.over(image.field)


def test_induction_is_a_representation(small_group):
    for subgroup in small_group.subgroups():
        for one in irreps(subgroup.group):
            rep = one.representation.induce(subgroup)
            images = rep.element_images
            for k in range(len(small_group.generators)):
                right = small_group.right[k]
                assert all(
                    images[g] @ rep.images[k] == images[right[g]] for g in range(len(images))
                )


def test_induction_to_a_group_by_its_matrices(by_name):
    group, part = by_name("Oh"), by_name("D4h")
    induced = part.irrep("A1g").representation.induce(group)
    assert str(induced.multiplicities()) == "A1g + Eg"
    assert induced == part.irrep("A1g").representation.induce(group, part_of(group, part))


def part_of(group, part):
    from grouptools.representations.induction import subgroup_by_matrices

    return subgroup_by_matrices(group, part)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda make: Irrep("1", SO3()).representation.restrict(make("C3v")),
            (
                "C3v was given as a subgroup of SO(3), but its generator 'sigma_v' is a "
                "reflection: use O(3)"
            ),
        ),
        (
            lambda make: Irrep("1o").representation.restrict(make("cyclic 3")),
            "C3 was given as a subgroup of O(3), but it does not act on the same space as one",
        ),
        (
            lambda make: make("O").irrep("E").representation.restrict(make("Td")),
            (
                "Td was given as a subgroup of O, but its generator 'S4' is no element of O: "
                "choose another setting, or a subgroup of it"
            ),
        ),
        (
            lambda make: make("O").irrep("E").representation.restrict("C4"),
            (
                "'C4' was given, but a subgroup of O is expected: a Subgroup, or a group that "
                "acts on the same space"
            ),
        ),
        (
            lambda make: make("O").irrep("E").representation.restrict(make("T").subgroup([1])),
            "<Subgroup <C2> of T, order 2> of T was given, but a subgroup of O is expected",
        ),
        (
            lambda make: Irrep("1/2", SU2()).representation.restrict(make("O")),
            "O was given as a subgroup of SU(2), but it does not act on the same space as one",
        ),
        (
            lambda make: make("T").irrep("T").representation.induce(make("O").subgroup(["C4"])),
            (
                "<Representation T of T, dimension 3> was given to induce from <Subgroup <C4> of "
                "O, order 4>, but it is a representation of T: restrict it to that subgroup first"
            ),
        ),
        (
            lambda make: Irrep("1o").representation.induce(make("O")),
            "<Group O> was given to induce to, but a finite group is expected that contains O(3)",
        ),
    ],
)
def test_errors(by_name, make, message):
    with pytest.raises(ArgumentError) as caught:
        make(by_name)
    assert str(caught.value) == message
