"""Classes and subgroups: class equation, Lagrange, cosets, quotients, counts of the literature."""

from collections import Counter

import numpy as np
import pytest
import sympy

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.planar import dihedral
from grouptools.groups.point_groups import icosahedral, point_group

# Subgroups, and classes of conjugate ones; of S_n as in OEIS A005432 and A000638.
COUNTS = {
    "C1": (1, 1),
    "C7": (2, 2),
    "C12": (6, 6),
    "C2 x C2": (5, 5),
    "C3 x C3": (6, 6),
    "S3": (6, 4),
    "D4": (10, 8),
    "Q8": (6, 6),
    "D6": (16, 10),
    "A4": (10, 5),
    "S4": (30, 11),
    "A5": (59, 9),
    "F20": (14, 6),
    "F21": (10, 4),
}


def is_partition(parts, whole):
    return sorted(g for part in parts for g in part) == list(range(whole))


def is_subgroup(group, elements):
    own = list(elements)
    return set(group.table[np.ix_(own, own)].ravel().tolist()) == set(own)


def refused(call, *arguments, **options):
    with pytest.raises(ArgumentError) as error:
        call(*arguments, **options)
    return str(error.value)


def test_conjugacy_classes(group):
    """Orbits of h -> g h g^-1; sizes are indices of centralisers; the class equation."""
    classes = group.conjugacy_classes()
    assert is_partition([c.elements for c in classes], group.order)
    assert classes[0].elements == (0,)
    assert [c.representative for c in classes] == sorted(c.elements[0] for c in classes)
    every = np.arange(group.order)
    for number, c in enumerate(classes):
        g = c.representative
        orbit = group.table[group.table[every, g], group.inverses]
        assert set(orbit.tolist()) == set(c.elements)
        assert {group.order_of(h) for h in c.elements} == {c.order}
        assert c.size * group.centraliser(g).order == group.order
        assert (group.class_of[list(c.elements)] == number).all()
    assert group.centre().order + sum(c.size for c in classes if c.size > 1) == group.order


def test_power_maps(group):
    for n in (-1, 0, 2, 3, group.exponent):
        for g in range(group.order):
            assert group.power_map(n)[group.class_of[g]] == group.class_of[group.power(g, n)]


def test_subgroups_are_groups_of_their_own(group, some_subgroups):
    for subgroup in some_subgroups:
        assert group.order % subgroup.order == 0  # Lagrange
        assert subgroup.order * subgroup.index == group.order
        assert is_subgroup(group, subgroup.elements)
        assert tuple(sorted(subgroup.inclusion)) == subgroup.elements
        own, up = subgroup.group, subgroup.inclusion
        assert (up[own.table] == group.table[np.ix_(up, up)]).all()
        for h in range(own.order):
            assert subgroup.number_in_group(int(up[h])) == h
            assert int(up[h]) in subgroup


def test_what_is_no_subgroup_is_seen(group_called):
    s4 = group_called("S4")
    alternating = list(s4.commutator_subgroup().elements)
    assert is_subgroup(s4, alternating)
    assert not is_subgroup(s4, [*alternating[:-1], s4.element("a")])
    assert refused(s4.subgroup, elements=[0, s4.element("a")]) == (
        "the elements given are no subgroup of S4: they generate 3 = a^2 too; add it, or pass them "
        "as generators"
    )
    assert refused(s4.subgroup, elements=[]).endswith(
        "they generate 0 = E too; add it, or pass them as generators"
    )
    assert refused(s4.subgroup) == (
        "a subgroup is given by its generators or by its elements: pass one of the two"
    )


def test_generators_are_kept_and_canonical_ones_smallest(group_called):
    s4 = group_called("S4")
    given = s4.subgroup(["b", "a b a^-1", "E", "b"])
    assert given.group.generator_names == ("b", "a^2*b*a*b")  # the first of the shortest words
    assert s4.element("a^2 b a b") == s4.element("a b a^-1")
    assert given.order == 6
    again = s4.subgroup(elements=given.elements)
    assert again.elements == given.elements
    assert again.generators == given.elements[1:3]
    assert again != given
    assert given == s4.subgroup(["b", "a b a^-1"])
    assert s4.subgroup(["E"]).group.generator_names == ("E",)
    assert repr(s4.subgroup(["a^2"])) == "<Subgroup <a^2> of S4, order 2>"
    inside = s4.subgroup(["a^2 b", "b"], name="mine").group
    assert inside.name == "mine"
    for g in range(inside.order):
        assert inside.element(inside.element_name(g)) == g


@pytest.mark.parametrize("name", COUNTS)
def test_numbers_of_subgroups(group_called, name):
    group = group_called(name)
    every, classes = group.all_subgroups(), group.subgroups()
    assert (len(every), len(classes)) == COUNTS[name]
    assert len({subgroup.elements for subgroup in every}) == len(every)
    conjugates = [
        {classes[c].conjugate(g).elements for g in range(group.order)} for c in range(len(classes))
    ]
    assert sum(map(len, conjugates)) == len(every)
    for representative, members in zip(classes, conjugates, strict=True):
        assert representative.elements == min(members)
        assert representative.normaliser().index == len(members)
        assert representative.is_normal == (len(members) == 1)
    normal = [s.elements for s in group.normal_subgroups()]
    assert normal == [s.elements for s in every if s.is_normal]


def test_subgroups_of_the_largest_point_groups():
    """Of G x C2: K x 1, K x C2 and one more for each index-2 subgroup of K, for all K in G."""
    for rotations, counts in (("O", (98, 33)), ("I", (164, 22))):
        halves = [
            sum(2 * half.order == k.order for half in k.group.all_subgroups())
            for k in point_group(rotations).all_subgroups()
        ]
        assert sum(2 + n for n in halves) == counts[0]
        group = point_group(f"{rotations}h")
        assert (len(group.all_subgroups()), len(group.subgroups())) == counts


def test_cosets(group, some_subgroups):
    for subgroup in some_subgroups:
        left, right = group.cosets(subgroup), group.cosets(subgroup, "right")
        for parts in (left, right):
            assert is_partition(parts, group.order)
            assert {len(part) for part in parts} == {subgroup.order}
            assert [part[0] for part in parts] == sorted(min(part) for part in parts)
        own = list(subgroup.elements)
        for part in left:
            assert set(part) == set(group.table[part[0], own].tolist())
        for part in right:
            assert set(part) == set(group.table[own, part[0]].tolist())
        assert subgroup.is_normal == (left == right)
        for point, part in enumerate(left):
            assert (subgroup.projection[list(part)] == point).all()


def test_quotients_of_normal_subgroups(group):
    """The projection is a homomorphism onto it, and its elements are in the canonical order."""
    for subgroup in group.normal_subgroups():
        quotient, onto = subgroup.quotient(), subgroup.projection
        assert quotient.order == subgroup.index
        assert (onto[group.table] == quotient.table[onto[:, None], onto[None, :]]).all()
        assert set(np.flatnonzero(onto == 0).tolist()) == set(subgroup.elements)
        for name, g in zip(group.generator_names, group.generators, strict=True):
            if name in quotient.generator_names:
                assert quotient.element(name) == onto[g]


def test_centre_and_commutators(group):
    assert set(group.centre().elements) == {
        g for g in range(group.order) if (group.table[g] == group.table[:, g]).all()
    }
    derived = group.commutator_subgroup()
    assert derived.is_normal
    assert derived.quotient().is_abelian
    for normal in group.normal_subgroups():  # it is the smallest with an abelian quotient
        if normal.quotient().is_abelian:
            assert set(derived.elements) <= set(normal.elements)


def test_centralisers_and_normalisers(group, some_subgroups):
    every = range(group.order)
    for subgroup in some_subgroups:
        members = set(subgroup.elements)
        commuting = {
            g for g in every if all(group.table[g, h] == group.table[h, g] for h in members)
        }
        assert set(group.centraliser(subgroup).elements) == commuting
        assert group.centraliser(list(members)) == group.centraliser(subgroup)
        normaliser = group.normaliser(subgroup)
        assert normaliser.elements == subgroup.normaliser().elements
        assert set(normaliser.elements) == {
            g for g in every if subgroup.conjugate(g).elements == subgroup.elements
        }


def test_intersection_and_join(group_called):
    for name in ("S4", "Q8", "D6"):
        subgroups = group_called(name).all_subgroups()
        for a in subgroups:
            for b in subgroups:
                meet, join = a.intersection(b), a.join(b)
                assert set(meet.elements) == set(a.elements) & set(b.elements)
                above = [
                    s for s in subgroups if set(a.elements) | set(b.elements) <= set(s.elements)
                ]
                assert join.elements == min(above, key=lambda s: s.order).elements


def test_a_quotient_by_no_normal_subgroup_is_refused(group_called):
    group = group_called("S3")
    assert refused(group.subgroup(["b"], name="H").quotient) == (
        "H is not normal, so its cosets do not form a group: use `homogeneous_space` for G/H as a "
        "space on which G acts"
    )


def test_subgroups_of_another_group_are_refused(group_called):
    s3, s4 = group_called("S3"), group_called("S4")
    subgroup = s3.subgroup(["b"], name="H")
    assert refused(s4.cosets, subgroup) == (
        "H was given where a subgroup of S4 is expected: make it by "
        "`group.subgroup(generators=[...])`"
    )
    assert refused(s4.homogeneous_space, s3).startswith("FiniteGroup was given where a subgroup of")
    assert refused(subgroup.join, s4.subgroup(["a"])) == (
        "subgroups of S3 and of S4 were given together, but both must be subgroups of one group"
    )
    assert refused(subgroup.number_in_group, "a") == "element 'a' was given, but it is not in H"
    assert refused(s3.cosets, subgroup, "up") == (
        "side = 'up' was given, but it must be 'left' or 'right'"
    )


def test_subgroups_act_on_the_same_space():
    group = icosahedral()
    for subgroup in group.subgroups():
        assert subgroup.group.frame == group.frame
        for h, g in enumerate(subgroup.inclusion):
            assert subgroup.group.matrices[h] == group.matrices[g]


def test_stabilisers_of_points():
    """Of the axes of D5 of the plane; of the vertices, edges and faces of cube and icosahedron."""
    five = dihedral(5)
    angle = 2 * sympy.pi / 5
    for k in range(5):
        point = [sympy.cos(k * angle), sympy.sin(k * angle)]
        assert five.stabiliser(point).order == 2
    assert five.stabiliser([1, 1]).order == 1
    assert five.stabiliser([0, 0]).order == 10
    assert five.stabiliser().order == 10
    cube = point_group("Oh")
    orders = {(0, 0, 1): 8, (1, 1, 1): 6, (0, 1, 1): 4, (1, 2, 0): 2, (1, 1, 2): 2, (1, 2, 3): 1}
    assert {point: cube.stabiliser(point).order for point in orders} == orders
    assert cube.stabiliser((0, 0, 1), (1, 1, 1)).order == 2
    vertex = (0, 1, sympy.GoldenRatio)
    assert sorted(
        icosahedral().stabiliser(point).order for point in (vertex, (1, 1, 1), (0, 0, 1), (1, 0, 3))
    ) == [1, 2, 3, 5]


def test_points_that_are_none():
    assert refused(dihedral(4).stabiliser, [1, 0, 0]) == (
        "the point (1, 0, 0) was given, but D4 acts on a space of dimension 2: pass 2 coordinates"
    )
    assert refused(dihedral(4).stabiliser, [1, 0.5]).startswith(
        "entry 1 of the point (1, 0.5) is the float 0.5, but only exact numbers are taken"
    )
    assert refused(FiniteGroup.from_permutations([[1, 0]], name="C2").stabiliser, []).startswith(
        "matrices of C2 were asked for, but it was given without a space"
    )


def test_search_has_a_limit():
    group = FiniteGroup.from_permutations([[1, 2, 3, 4, 5, 0], [1, 0, 2, 3, 4, 5]], name="S6")
    assert refused(group.subgroups) == (
        "all subgroups of S6 of order 720 were asked for, but they are searched only up to order "
        "500: name generators of the one you need"
    )


def test_classes_of_the_symmetric_groups(group_called):
    """Cycle types: the classes of S4 by order and size."""
    kinds = Counter((c.order, c.size) for c in group_called("S4").conjugacy_classes())
    assert kinds == {(1, 1): 1, (2, 6): 1, (2, 3): 1, (3, 8): 1, (4, 6): 1}
