"""Direct and semidirect products, and isomorphisms."""

import numpy as np
import pytest

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.products import direct_product, semidirect_product

PAIRS = [("C2", "C2"), ("C3", "C7"), ("S3", "C2"), ("Q8", "S3"), ("C1", "A4")]


def refused(call, *arguments, **options):
    with pytest.raises(ArgumentError) as error:
        call(*arguments, **options)
    return str(error.value)


def is_homomorphism(source, target, images):
    return bool((images[source.table] == target.table[np.ix_(images, images)]).all())


def inverted(group):
    """The automorphism g -> g^-1 of an abelian group."""
    return group.inverses.tolist()


@pytest.mark.parametrize("names", PAIRS)
def test_direct_products(group_called, names):
    factors = tuple(map(group_called, names))
    product = direct_product(*factors)
    assert product.order == np.prod([factor.order for factor in factors])
    assert product.is_direct
    assert product.factors == factors
    for i, factor in enumerate(factors):
        into, onto = product.embeddings[i], product.projections[i]
        assert is_homomorphism(factor, product, into)
        assert is_homomorphism(product, factor, onto)
        assert (onto[into] == np.arange(factor.order)).all()
        other = product.embeddings[1 - i]
        assert (onto[other] == 0).all()
        assert (product.table[np.ix_(into, other)] == product.table[np.ix_(other, into)].T).all()
    numbers = product.table[product.embeddings[0][:, None], product.embeddings[1][None, :]]
    for g, (first, second) in enumerate(product.components):
        assert numbers[first, second] == g
    classes = [len(factor.conjugacy_classes()) for factor in factors]
    assert len(product.conjugacy_classes()) == np.prod(classes)


def test_three_factors(group_called):
    product = direct_product(*[group_called("C2")] * 3, name="E8")
    assert product.generator_names == ("a_1", "a_2", "a_3")
    assert product.name == "E8"
    assert product.exponent == 2
    assert len(product.all_subgroups()) == 16
    assert (
        refused(direct_product) == "no groups were given, but a direct product needs at least one"
    )


def test_products_act_on_sums_of_spaces():
    product = direct_product(dihedral(5), cyclic(4), block_diagonal=True)
    assert (product.dimension, product.order) == (4, 40)
    for g, (first, second) in enumerate(product.components):
        matrix = product.matrices[g]
        assert matrix.taken(range(2), range(2)) == dihedral(5).matrices[first].over(matrix.field)
        assert matrix.taken(range(2, 4), range(2, 4)) == cyclic(4).matrices[second].over(
            matrix.field
        )
        assert matrix.taken(range(2), range(2, 4)).is_zero()
    assert direct_product(dihedral(5), cyclic(4)).natural == ()
    three = FiniteGroup.from_permutations([[1, 2, 0]], name="C3")
    assert refused(direct_product, cyclic(4), three, block_diagonal=True) == (
        "block_diagonal was asked for, but C3 was given without a space to act on: make it from "
        "matrices"
    )


@pytest.mark.parametrize(
    ("normal", "acting", "action", "same"),
    [
        ("C3", "C2", inverted, "S3"),
        ("C6", "C2", inverted, "D6"),
        ("C7", "C3", lambda g: [g.power(h, 2) for h in range(7)], "F21"),
        ("C2 x C2", "C3", lambda g: [0, 2, 3, 1], "A4"),
        ("C3", "C4", inverted, "C3 : C4"),
    ],
)
def test_semidirect_products(group_called, normal, acting, action, same):
    n, h = group_called(normal), group_called(acting)
    images = action(n)
    product = semidirect_product(n, h, [images])
    assert product.order == n.order * h.order
    assert not product.is_direct
    kernel = product.subgroup(elements=product.embeddings[0].tolist())
    assert kernel.is_normal
    assert is_homomorphism(n, product, product.embeddings[0])
    assert is_homomorphism(h, product, product.embeddings[1])
    assert is_homomorphism(product, h, product.projections[1])
    s = int(product.embeddings[1][h.generators[0]])
    for g in range(n.order):  # the action is conjugation
        moved = product.table[product.table[s, product.embeddings[0][g]], product.inverse(s)]
        assert moved == product.embeddings[0][images[g]]
    assert product.is_isomorphic(group_called(same))


def test_a_trivial_action_gives_the_direct_product(group_called):
    n, h = group_called("C3"), group_called("C2")
    product = semidirect_product(n, h, [[0, 1, 2]])
    assert product.is_direct
    assert product.is_isomorphic(group_called("C6"))


def test_wrong_actions(group_called):
    c4, c2, c3, v = map(group_called, ("C4", "C2", "C3", "C2 x C2"))
    assert refused(semidirect_product, c4, c2, [[0, 2, 1, 3]]) == (
        "the action of a is no automorphism of C4: it sends the product of 1 and 1 to 1, but the "
        "product of their images is 0"
    )
    assert refused(semidirect_product, c4, c3, [inverted(c4)]).startswith(
        "this is no action of C3: the product of a^2 and a sends point 1 to 1, but one after"
    )
    assert refused(semidirect_product, c4, c2, [[0, 2, 1]]) == (
        "the automorphism of a has 3 images, but C4 has 4 elements: pass one image for each"
    )
    assert refused(semidirect_product, v, c2, []).startswith("0 permutations were given, but C2")


SAME = [("S3", "D3"), ("C6", "C2 x C3"), ("D6", "C2 x S3"), ("A5", "A5"), ("C3 x C3", "C3 x C3")]
OTHER = [("C4", "C2 x C2"), ("D4", "Q8"), ("D6", "A4"), ("D6", "C3 : C4"), ("C6", "S3")]
OTHER += [("Q8 x C3", "S4"), ("F20", "C2 x D5"), ("C9", "C3 x C3"), ("C4 x C4", "C2 x Q8")]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_isomorphic_groups(group_called, first, second):
    source, target = group_called(first), group_called(second)
    for a, b in ((source, target), (target, source)):
        images = a.isomorphism(b)
        assert sorted(images) == list(range(b.order))
        assert is_homomorphism(a, b, images)
    assert (source.isomorphism(source) == np.arange(source.order)).all() or first == "A5"


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_groups_that_are_not_isomorphic(group_called, first, second):
    assert not group_called(first).is_isomorphic(group_called(second))
    assert group_called(second).isomorphism(group_called(first)) is None


def test_relabelled_groups_are_isomorphic(group):
    order = np.random.default_rng(7).permutation(group.order)
    place = np.argsort(order)
    table = place[group.table[np.ix_(order, order)]]
    other = FiniteGroup.from_table(table)
    assert is_homomorphism(group, other, group.isomorphism(other))


def test_a_wrong_image_is_no_homomorphism(group_called):
    s3 = group_called("S3")
    images = np.arange(6)
    assert is_homomorphism(s3, s3, images)
    images[[1, 2]] = images[[2, 1]]
    assert not is_homomorphism(s3, s3, images)
