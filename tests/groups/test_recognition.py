"""Point groups are found in other groups, wherever their axes lie."""

from collections import Counter

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.groups.class_names import class_names, counted_class_names
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import point_group
from grouptools.groups.recognition import named_subgroup, recognised
from grouptools.groups.symbols import CLASSES, read_symbol, settings

AXIAL = ["C{}", "C{}v", "C{}h", "D{}", "D{}h", "D{}d", "S{}"]
NAMES = sorted(
    {row.schoenflies for row in CLASSES}
    | {form.format(2 * n if form[0] == "S" else n) for form in AXIAL for n in (2, 5, 7, 8)}
)
#: A rotation about no axis of symmetry: quaternion (1, 2, 3, 4) / sqrt30.
TILT = sympy.Matrix([[2, -14, 5], [10, 5, 10], [-11, 2, 10]]) / 15


def is_isomorphism(found, group):
    """The map of elements keeps products and traces."""
    form, elements = found
    table = form.table
    products = (group.table[elements[:, None], elements[None, :]] == elements[table]).all()
    field = form.field.joined(group.field)
    traces = all(
        form.field.embed(form.matrices[g].trace(), field)
        == group.field.embed(group.matrices[h].trace(), field)
        for g, h in enumerate(elements)
    )
    return bool(products) and traces and sorted(elements) == list(range(group.order))


def subgroup_counts(name):
    """How many classes of conjugate subgroups have each Schoenflies symbol."""
    group = point_group(name)
    found = [recognised(subgroup.group) for subgroup in group.subgroups()]
    return Counter(form.group.name for form in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_point_group_is_itself(name):
    for setting in settings(read_symbol(name)):
        group = point_group(name, setting=setting or None)
        found = recognised(group)
        assert found.group.name == name
        assert is_isomorphism(found, group)
        assert all(m in group.matrices for m in found.group.natural)


@pytest.mark.parametrize("name", ["C3", "Cs", "C2v", "D2d", "D3d", "Th", "O"])
def test_a_tilted_point_group_is_recognised(name):
    group = point_group(name)
    assert sympy.eye(3) == TILT * TILT.T
    tilted = [TILT * group.matrix(g) * TILT.T for g in group.generators]
    moved = FiniteGroup.from_matrices(tilted)
    assert moved != group
    found = recognised(moved)
    assert found.group == group
    assert is_isomorphism(found, moved)
    assert sorted(counted_class_names(moved)) == sorted(counted_class_names(group))


def test_a_wrong_map_of_elements_is_seen():
    group = point_group("C4v")
    found = recognised(group)
    assert is_isomorphism(found, group)
    swapped = found.elements.copy()
    swapped[[1, 2]] = swapped[[2, 1]]
    assert not is_isomorphism(found._replace(elements=swapped), group)


# International Tables, volume A, figure 3.2.1.3, and every orientation that is not conjugate.
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("Td", "C1 C2 Cs C3 D2 C2v S4 C3v D2d T Td"),
        ("O", "C1 C2 C2 C3 C4 D2 D2 D3 D4 T O"),
        ("D3h", "C1 C2 Cs Cs C3 C2v D3 C3v C3h D3h"),
        ("I", "C1 C2 C3 D2 C5 D3 D5 T I"),
        ("C6v", "C1 C2 Cs Cs C3 C2v C6 C3v C3v C6v"),
    ],
)
def test_classes_of_subgroups(name, counts):
    assert subgroup_counts(name) == Counter(counts.split())


@pytest.mark.parametrize(
    ("name", "order"), [("D4", 8), ("-42m", 8), ("D3", 6), ("C3v", 6), ("Td", 24), ("mm2", 4)]
)
def test_named_subgroups_of_the_cube(name, order):
    cube = point_group("Oh")
    subgroup = named_subgroup(cube, name)
    assert subgroup.order == order
    assert subgroup.group.name == point_group(name).name
    assert recognised(subgroup.group).group.name == point_group(name).name


def test_the_setting_that_is_asked_for():
    prism = point_group("D6h")
    for setting in ("321", "312"):
        subgroup = named_subgroup(prism, "D3", setting)
        assert recognised(subgroup.group).group == point_group(setting)
    assert named_subgroup(prism, "C2", "a").generators != named_subgroup(prism, "C2").generators
    assert named_subgroup(prism, "-6m2") != named_subgroup(prism, "-62m")


def test_planar_groups():
    hexagon = dihedral(6)
    assert named_subgroup(hexagon, "D3").group.order == 6
    assert recognised(named_subgroup(hexagon, "C2").group).group == cyclic(2)
    kinds = Counter(recognised(s.group).group.name for s in hexagon.subgroups())
    assert kinds == Counter(["C1", "C2", "C3", "C6", "D1", "D1", "D2", "D3", "D3", "D6"])
    for subgroup in hexagon.subgroups():
        assert is_isomorphism(recognised(subgroup.group), subgroup.group)


def test_what_is_no_point_group():
    assert recognised(FiniteGroup.from_permutations([[1, 2, 0]])) is None
    four = FiniteGroup.from_matrices([sympy.diag(1, 1, 1, -1)])
    assert recognised(four) is None
    half_turn = point_group("C2")
    steps, right = [(0, -1), (0, 0), (1, 0), (2, 0)], np.array([[1, 2, 3, 0]], dtype=np.int32)
    unfaithful = FiniteGroup(
        "C4", steps, right, ["r"], half_turn.natural, half_turn.frame, half_turn.field
    )
    assert recognised(unfaithful) is None


@pytest.mark.parametrize(
    ("group", "name", "setting", "sentence"),
    [
        (point_group("Oh"), "D6", None, r"'D6' was asked for, but Oh has none: `subgroups\(\)` li"),
        (point_group("Td"), "C4", None, r"'C4' was asked for, but Td has none"),
        (point_group("D3"), "D3", "y", r"'D3' in the setting 'y' was asked for, but D3 has none"),
        (point_group("Oh"), "D9x", None, r"the point group 'D9x' was asked for, but no point"),
        (dihedral(4), "D3", None, r"'D3' was asked for, but D4 has none"),
        (dihedral(4), "Oh", None, r"'Oh' was given as a group of the plane, but these are C1, C2"),
    ],
)
def test_errors(group, name, setting, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        named_subgroup(group, name, setting)


def test_class_names_need_a_point_group():
    for group in (cyclic(3), FiniteGroup.from_permutations([[1, 2, 0]])):
        with pytest.raises(ArgumentError, match=r"names of the classes of .* were asked for, but"):
            class_names(group)
