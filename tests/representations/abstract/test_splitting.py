"""The parts from which irreps are made: proofs that see a wrong entry, roots, subgroups."""

import pytest

from grouptools.errors import GroupToolsError, IntegrityError
from grouptools.exact.algebra.fields import RATIONALS, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.abstract.class_structure import class_structure
from grouptools.representations.abstract.field_roots import square_root
from grouptools.representations.abstract.general_irreps import general_irreps
from grouptools.representations.abstract.halving import half_space
from grouptools.representations.abstract.splitting import Part, check_representation, element_image
from grouptools.representations.abstract.subgroup_search import linear_characters, subgroup_classes


def traces(group, irrep):
    structure, known = class_structure(group), {}
    return [
        element_image(group, irrep.images, int(members[0]), known).trace()
        for members in structure.members
    ]


def changed(part, s, i, j, by):
    rows = part.images[s].rows()
    rows[i][j] += by
    images = list(part.images)
    images[s] = FieldMatrix.from_rows(rows, part.images[s].field)
    return Part(tuple(images), part.squares)


@pytest.mark.parametrize("name", ["S4", "A5", "SL(2,3)", "F21"])
def test_a_wrong_entry_is_seen(called, name):
    group = called(name)
    structure = class_structure(group)
    irrep = general_irreps(group)[-1]
    part, values = Part(irrep.images, irrep.squares), traces(group, irrep)
    check_representation(structure, part, values)
    for i in range(len(part.squares)):
        with pytest.raises(IntegrityError, match="does not keep the inner product of its basis"):
            check_representation(structure, changed(part, 0, i, 0, 1), values)


def test_orthogonal_matrices_that_are_no_representation_are_seen(called):
    group = called("S4")
    irrep = general_irreps(group)[-1]
    swapped = Part(irrep.images[::-1], irrep.squares)
    with pytest.raises(IntegrityError) as caught:
        check_representation(class_structure(group), swapped, traces(group, irrep))
    assert str(caught.value) == (
        "the matrices found for S4 are no representation: relations between a and the generators "
        "before it do not hold for them"
    )


def test_another_or_a_reducible_representation_is_seen(called):
    group = called("S4")
    structure = class_structure(group)
    *_, first, second = general_irreps(group)
    with pytest.raises(IntegrityError, match="are a representation, but not the one that was to"):
        check_representation(structure, Part(first.images, first.squares), traces(group, second))
    twice = Part(
        tuple(FieldMatrix.from_rows([[1, 0], [0, 1]]) for _ in group.generators),
        (RATIONALS.element(1),) * 2,
    )
    with pytest.raises(IntegrityError, match="are reducible, though they were to be irreducible"):
        check_representation(structure, twice, [RATIONALS.element(2)] * 5)


def test_what_does_not_split_is_said(called):
    (turn, flip), squares = general_irreps(called("D4"))[-1][1:3]
    with pytest.raises(GroupToolsError) as caught:
        half_space(Part((turn, flip), squares), 4)
    assert str(caught.value) == (
        "a representation of dimension 2 was taken for twice an irrep of real type, but it is "
        "not: its self-adjoint endomorphisms have dimension 1"
    )


@pytest.mark.parametrize("order", [1, 5, 7, 8, 12, 20])
def test_square_roots_in_fields(order):
    field = Field.real(order)
    for coefficients in ([3], [1, 2], [-2, 1, 1], [0, 5], [2, 0, 3]):
        element = field.element(coefficients)
        root = square_root(element * element % field.modulus, field)
        assert root is not None
        assert (root - element) * (root + element) % field.modulus == 0
        assert field.sign(root) >= 0
    assert square_root(field.element(11), field) is None
    assert square_root(field.element(-1), field) is None


@pytest.mark.parametrize(("r", "n"), [(1, 1), (2, 8), (3, 12), (5, 5), (6, 24), (7, 28), (21, 21)])
def test_square_roots_of_integers(r, n):
    """The smallest field Q(2 cos(2 pi/n)) with sqrt(r) has n = r or 4 r, by Gauss's sums."""
    field = Field.real(n)
    root = square_root(field.element(r), field)
    assert root * root % field.modulus == r
    assert field.sign(root) == 1
    smaller = [Field.real(m) for m in range(1, n) if n % m == 0 and m % 4 != 2]
    assert all(square_root(other.element(r), other) is None for other in smaller if other != field)


@pytest.mark.parametrize(
    ("name", "count"),
    [("C12", 6), ("Q8", 6), ("D4", 8), ("A4", 5), ("S4", 11), ("A5", 9), ("S5", 19), ("S6", 56)],
)
def test_classes_of_subgroups(called, name, count):
    assert len(list(subgroup_classes(called(name)))) == count


def test_linear_characters_are_homomorphisms(called):
    """There are |H / H'| of them, all different."""
    group = called("S4")
    exponent = group.exponent
    sizes = []
    for _, subgroup in subgroup_classes(group):
        h = subgroup.elements
        characters = linear_characters(group, subgroup, exponent)
        place = {int(g): i for i, g in enumerate(h)}
        for values in characters:
            for i, x in enumerate(h):
                for j, y in enumerate(h):
                    xy = place[int(group.table[x, y])]
                    assert (values[i] + values[j] - values[xy]) % exponent == 0
        assert len({tuple(values) for values in characters.tolist()}) == len(characters)
        sizes.append((len(h), len(characters)))
    assert sorted(sizes) == [
        *[(1, 1), (2, 2), (2, 2), (3, 3), (4, 4), (4, 4), (4, 4)],
        *[(6, 2), (8, 4), (12, 3), (24, 2)],
    ]
