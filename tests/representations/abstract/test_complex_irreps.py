"""Complex irreps of abstract groups and of double groups: unitary, complete, parts of the real."""

from functools import lru_cache

import pytest

from grouptools.errors import ArgumentError, GroupToolsError, IntegrityError
from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.double import double_group
from grouptools.representations.abstract import complex_irreps as module
from grouptools.representations.abstract.class_structure import class_structure
from grouptools.representations.abstract.complex_irreps import complex_irreps, complex_labels
from grouptools.representations.abstract.dixon import complex_characters
from grouptools.representations.abstract.general_irreps import general_irreps
from grouptools.representations.abstract.splitting import Part, check_representation, element_image
from grouptools.representations.irrep_data import IrrepData

once = lru_cache(maxsize=None)(lambda group: complex_irreps(group, general_irreps(group)))
KINDS = {"real": 1, "complex": 0, "quaternionic": -1}


def traces(group, irrep):
    structure, known = class_structure(group), {}
    return [
        element_image(group, irrep.images, int(members[0]), known).trace()
        for members in structure.members
    ]


def is_unitary(irrep):
    form = FieldMatrix.diagonal(list(irrep.squares), irrep.images[0].field)
    return all(image.conjugated().transposed() @ form @ image == form for image in irrep.images)


def check(group, irreps, is_homomorphism):
    """Unitary representations; sum of squares = order; their characters are all of the table."""
    assert all(is_homomorphism(group, irrep.images) and is_unitary(irrep) for irrep in irreps)
    assert sum(len(irrep.squares) ** 2 for irrep in irreps) == group.order
    assert len({irrep.label for irrep in irreps}) == len(irreps)
    characters = complex_characters(group)
    field = Field.cyclotomic(4 * group.exponent)
    table = [list(row) for row in characters.values(field)]
    found = [
        [irrep.images[0].field.embed(t, field) for t in traces(group, irrep)] for irrep in irreps
    ]
    rows = [table.index(values) for values in found]
    assert sorted(rows) == list(range(len(table)))
    for row, irrep in zip(rows, irreps, strict=True):
        assert characters.indicators[row] == KINDS[irrep.real_type]


def test_they_are_unitary_and_complete(abstract_group, is_homomorphism):
    check(abstract_group, once(abstract_group), is_homomorphism)


def test_squares_are_real_and_positive(abstract_group):
    for irrep in once(abstract_group):
        field = irrep.images[0].field
        for square in irrep.squares:
            assert field.conjugate(square) == square
            value = complex(field.to_sympy(square))
            assert value.real > 0


def test_real_ones_stay_and_pairs_are_conjugate(abstract_group):
    """Each real irrep, with its complex parts in its place."""
    rest = iter(once(abstract_group))
    for data in general_irreps(abstract_group):
        first = next(rest)
        if data.real_type == "real":
            assert first == data
            continue
        assert first.real_type == data.real_type
        assert not first.images[0].field.is_real
        assert 2 * len(first.squares) == len(data.squares)
        if data.real_type == "complex":
            second = next(rest)
            assert second.images == tuple(image.conjugated() for image in first.images)
            assert [first.label, second.label] == list(complex_labels(data))
    assert not list(rest)


def test_the_first_of_a_pair_comes_first_in_the_table(called):
    first, second = once(called("C5"))[1:3]
    field = Field.cyclotomic(5)
    assert first.images[0][0, 0] == field.root_of_unity(1, 5)
    assert second.images[0][0, 0] == field.root_of_unity(-1, 5)
    assert (first.label, second.label) == ("2a1", "2a2")


def test_quaternions_become_matrices_of_two_rows(called):
    """a = diag(i, -i) and b = [[0, -1], [1, 0]]: a^2 = b^2 = -1, b a = -a b."""
    spinor = once(called("Q8"))[-1]
    assert (spinor.label, spinor.real_type) == ("4a", "quaternionic")
    a, b = spinor.images
    assert a @ a == b @ b == -FieldMatrix.identity(2, a.field)
    assert a @ b == -(b @ a)
    assert a.field == Field.cyclotomic(4)


@pytest.mark.parametrize(
    ("name", "orders"),
    [("Q16", [8, 8]), ("SL(2,3)", [3, 3, 3]), ("3^(1+2)-", [3, 3]), ("2^(1+4)-", [4])],
)
def test_fields(called, name, orders):
    """No larger than the eigenvalues of an element need."""
    irreps = [i for i in once(called(name)) if i.real_type != "real" and len(i.squares) > 1]
    assert [irrep.images[0].field.order for irrep in irreps] == orders


@pytest.mark.parametrize("name", ["C1", "C3", "D2", "D3", "C4v", "D2d", "D6", "T", "Td", "Oh", "I"])
def test_double_groups(is_homomorphism, name):
    group = double_group(name)
    check(group, complex_irreps(group, general_irreps(group)), is_homomorphism)


def test_labels():
    one = (FieldMatrix.identity(2),)
    for label, given, expected in [
        ("E", (), ("E1", "E2")),
        ("Eg", (), ("Eg1", "Eg2")),
        ("E1", (), ("E1_1", "E1_2")),
        ("E", ("1E", "2E"), ("1E", "2E")),
    ]:
        assert complex_labels(IrrepData(label, one, (), "complex", given)) == expected
    assert complex_labels(IrrepData("A", one, (), "real")) == ("A",)
    assert complex_labels(IrrepData("H", one, (), "quaternionic")) == ("H",)
    assert complex_labels(IrrepData("H", one, (), "quaternionic", ("E1/2",))) == ("E1/2",)


def test_a_wrong_entry_is_seen(called):
    group = called("SL(2,3)")
    irrep = once(group)[-2]
    values = traces(group, irrep)
    check_representation(class_structure(group), Part(irrep.images, irrep.squares), values)
    rows = irrep.images[0].rows()
    rows[0][0] = irrep.images[0].field.conjugate(rows[0][0]) + 1
    wrong = FieldMatrix.from_rows(rows, irrep.images[0].field)
    with pytest.raises(IntegrityError):
        check_representation(
            class_structure(group), Part((wrong, *irrep.images[1:]), irrep.squares), values
        )


@pytest.mark.parametrize("name", ["SL(2,3)", "F21", "3^(1+2)+", "C3 : C8"])
def test_complex_ones_are_cut_out_of_the_real_where_nothing_else_is_found(
    called, is_homomorphism, monkeypatch, name
):
    group = called(name)
    real = [data for data in general_irreps(group) if data.real_type == "complex"]
    usual = {i.label: i for i in once(group)}
    monkeypatch.setattr(module, "complex_candidates", lambda characters, rows: {})
    found = complex_irreps(group, real)
    assert len(found) == 2 * len(real)
    assert all(is_homomorphism(group, i.images) and is_unitary(i) for i in found)
    for irrep in found:
        field = irrep.images[0].field.joined(usual[irrep.label].images[0].field)
        values = [
            [one.images[0].field.embed(t, field) for t in traces(group, one)]
            for one in (irrep, usual[irrep.label])
        ]
        assert values[0] == values[1]


def test_what_is_not_found_is_said(called, monkeypatch):
    group = called("Q8")
    monkeypatch.setattr(module, "complex_candidates", lambda characters, rows: {})
    with pytest.raises(GroupToolsError) as caught:
        complex_irreps(group, general_irreps(group))
    assert str(caught.value) == (
        "the irrep 4a of Q8 has quaternionic type, but no representation that is induced from a "
        "linear character contains its half once"
    )


def test_what_is_no_real_irrep_is_refused(called):
    group = called("SL(2,3)")
    *_, before, last = general_irreps(group)
    with pytest.raises(ArgumentError) as caught:
        complex_irreps(group, [before._replace(real_type="quaternionic")])
    assert str(caught.value) == (
        f"the matrices {before.label} were given as a real irrep of quaternionic type of SL(2,3), "
        f"but their traces are those of none: check the images"
    )
    negative = last._replace(images=tuple(-image for image in last.images))
    with pytest.raises(ArgumentError, match="but their traces are those of none"):
        complex_irreps(group, [negative])
    with pytest.raises(ArgumentError, match="but their traces are those of none"):
        complex_irreps(called("S4"), [general_irreps(called("S5"))[2]])
