"""Irreps of finite groups: homomorphism, orthogonality, completeness, type; in all groups alike."""

import pytest

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations import Representation, frobenius_schur, inner_product, irrep, irreps
from grouptools.representations.irrep_data import IrrepData


def is_homomorphism(group, images):
    """D(g) D(h) = D(g h) for all pairs."""
    table = group.table.tolist()
    return all(
        images[g] @ images[h] == images[table[g][h]]
        for g in range(group.order)
        for h in range(group.order)
    )


def is_homomorphism_of_generators(group, images):
    """D(g) D(s) = D(g s) for all elements and generators, from which all pairs follow."""
    return all(
        images[g] @ images[s] == images[group.right[k][g]]
        for k, s in enumerate(group.generators)
        for g in range(group.order)
    )


def is_orthogonal(rep, adjoint):
    one = FieldMatrix.identity(rep.dimension, rep.field)
    return all(adjoint(image, rep, rep) @ image == one for image in rep.images)


def damaged(rep, s=0, place=(0, 0)):
    """The representation with one coefficient of one generator wrong."""
    rows = rep.images[s].rows()
    rows[place[0]][place[1]] += 1
    wrong = FieldMatrix.from_rows(rows, rep.field)
    images = [wrong if k == s else image for k, image in enumerate(rep.images)]
    return Representation(rep.group, images, rep.squares)


def test_products_of_all_pairs(small_group):
    for one in irreps(small_group):
        assert is_homomorphism(small_group, one.representation.element_images), one


def test_products_with_generators(group):
    for one in irreps(group):
        assert is_homomorphism_of_generators(group, one.representation.element_images), one


def test_matrices_are_orthogonal(group, adjoint):
    for one in irreps(group):
        assert is_orthogonal(one.representation, adjoint), one


def test_a_wrong_coefficient_is_seen(by_name, adjoint):
    wrong = damaged(irrep(by_name("O"), "T1").representation)
    assert not is_orthogonal(wrong, adjoint)
    assert not is_homomorphism_of_generators(wrong.group, wrong.element_images)
    assert not is_homomorphism(wrong.group, wrong.element_images)


def schur_sum(rep, other):
    """sum_g D(g)[i, j] E(g^-1)[k, l] at row (i, k), column (j, l)."""
    inverses = rep.group.inverses
    pairs = zip(rep.element_images, inverses, strict=True)
    terms = [kronecker(image, other.element_images[g]) for image, g in pairs]
    total = terms[0]
    for term in terms[1:]:
        total += term
    return total


def schur_value(one, adjoint):
    """|G| sum_E E[i, l] E^+[k, j] / tr(E E^+) over the endomorphisms E."""
    rep, n = one.representation, one.dimension
    field = rep.field
    total = [[field.element(0)] * (n * n) for _ in range(n * n)]
    for e in one.scaled_endomorphisms():
        back = adjoint(e, rep, rep)
        scale = field.inverse((e @ back).trace()) * rep.group.order
        for i in range(n):
            for k in range(n):
                for j in range(n):
                    for l in range(n):
                        total[i * n + k][j * n + l] += scale * e[i, l] * back[k, j]
    return FieldMatrix.from_rows([[e % field.modulus for e in row] for row in total], field)


def test_great_orthogonality(small_group, adjoint):
    listed = irreps(small_group)
    for r, one in enumerate(listed):
        for other in listed[:r]:
            assert schur_sum(one.representation, other.representation).is_zero(), (one, other)
        total = schur_sum(one.representation, one.representation)
        assert total == schur_value(one, adjoint), one


def test_great_orthogonality_fails_for_wrong_endomorphisms(by_name, adjoint):
    one = irrep(by_name("cyclic 4"), "1")
    assert schur_sum(one.representation, one.representation) != schur_value(
        irrep(by_name("dihedral 4"), "1"), adjoint
    )


def test_sum_of_squares_and_number_of_irreps(group):
    """sum d^2 / e = |G|; the complex irreps are as many as the classes [Burnside 1911]."""
    listed = irreps(group)
    assert sum(one.dimension**2 // one.endomorphism_dimension for one in listed) == group.order
    complex_count = {"real": 1, "complex": 2, "quaternionic": 1}
    assert sum(complex_count[one.real_type] for one in listed) == len(group.conjugacy_classes())
    assert listed[0].representation.traces == (1,) * len(group.conjugacy_classes())


def test_types_by_characters(group):
    """<chi, chi> = 1, 2, 4, and 1/|G| sum chi(g^2) = 1, 0, -2."""
    for one in irreps(group):
        rep = one.representation
        kinds = {"real": (1, 1), "complex": (2, 0), "quaternionic": (4, -2)}
        norm = inner_product(group, rep.traces, rep.traces, rep.field)
        assert (norm, frobenius_schur(rep)) == kinds[one.real_type], one


def test_endomorphisms(group, adjoint):
    """A basis of what commutes: 1, then antisymmetric E with E E^+ = c, all orthogonal."""
    for one in irreps(group):
        rep, found = one.representation, one.scaled_endomorphisms()
        assert len(found) == one.endomorphism_dimension
        assert found[0] == FieldMatrix.identity(one.dimension, rep.field)
        for e in found:
            assert all(image @ e == e @ image for image in rep.images)
            square = e @ adjoint(e, rep, rep)
            assert square == found[0].over(square.field).scaled(square[0, 0])
        for k, e in enumerate(found[1:], 1):
            assert adjoint(e, rep, rep) == -e
            assert all((e @ adjoint(f, rep, rep)).trace() == 0 for f in found[:k])


def test_irreps_are_values(group):
    first, again = irreps(group), irreps(group)
    assert first == again
    assert len(set(first)) == len(first)
    assert [irrep(group, one.label) for one in first] == list(first)


def test_labels_by_frequency(by_name):
    assert [one.label for one in irreps(by_name("cyclic 8"))] == ["0", "1", "2", "3", "4"]
    assert [one.label for one in irreps(by_name("dihedral 6"))] == [
        "0+",
        "0-",
        "1",
        "2",
        "3+",
        "3-",
    ]
    assert irrep(by_name("cyclic 8"), 3).label == "3"


def test_subgroups_of_the_plane_keep_frequencies(by_name):
    part = by_name("dihedral 8").subgroup(["r^2"]).group
    assert [one.label for one in irreps(part)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("name", "label", "message"),
    [
        (
            "Oh",
            "T3",
            (
                "'T3' was given as an irrep of Oh, but its irreps are A1g, A2g, Eg, T1g, T2g, A1u, "
                "A2u, Eu, T1u, T2u"
            ),
        ),
        ("cyclic 4", "3", "'3' was given as an irrep of C4, but its irreps are 0, 1, 2"),
        ("dihedral 1", True, "True was given as an irrep of D1, but its irreps are 0+, 0-"),
    ],
)
def test_unknown_labels(by_name, name, label, message):
    with pytest.raises(ArgumentError) as caught:
        irrep(by_name(name), label)
    assert str(caught.value) == message


def test_irreps_of_a_finite_group_have_no_largest_degree(by_name):
    with pytest.raises(ArgumentError) as caught:
        irreps(by_name("cyclic 3"), l_max=2)
    assert str(caught.value) == (
        "l_max = 2 was given, but C3 is finite and has only 2 irreps: leave it out"
    )


def test_data_are_what_the_catalogue_holds(by_name):
    data = irrep(by_name("cyclic 5"), "2").data
    assert isinstance(data, IrrepData)
    assert data.complex_labels == ("2", "3")
