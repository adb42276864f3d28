"""Actions: homogeneous spaces, orbits and stabilisers, Burnside's count."""

from itertools import product
from math import gcd

import numpy as np
import pytest

from grouptools.errors import ArgumentError
from grouptools.groups.actions import (
    action_from_generators,
    burnside_count,
    check_action,
    orbits,
    stabiliser_of_point,
)
from grouptools.groups.homogeneous import space_of_orbit


def refused(call, *arguments):
    with pytest.raises(ArgumentError) as error:
        call(*arguments)
    return str(error.value)


def is_action(group, action):
    """action[g h, p] = action[g, action[h, p]], and the identity moves nothing."""
    every = np.arange(group.order)
    one_after_other = action[every[:, None, None], action[None, :, :]]
    return bool(
        (action[0] == np.arange(action.shape[1])).all()
        and (action[group.table] == one_after_other).all()
    )


def natural_action(group):
    """The permutations as which the elements were given."""
    return np.array(group.given)


def colourings(group, colours):
    """The action on the words of length n in some colours, (g w)(g(i)) = w(i)."""
    given = natural_action(group)
    words = list(product(range(colours), repeat=given.shape[1]))
    number = {word: i for i, word in enumerate(words)}
    moved = np.empty((group.order, len(words)), dtype=int)
    for g, row in enumerate(given):
        for i, word in enumerate(words):
            image = [0] * len(word)
            for position, colour in zip(row, word, strict=True):
                image[position] = colour
            moved[g, i] = number[tuple(image)]
    return moved


def test_homogeneous_spaces(group, some_subgroups):
    for subgroup in some_subgroups:
        space = group.homogeneous_space(subgroup)
        assert space.size == subgroup.index
        assert is_action(group, space.action)
        check_action(group, space.action)
        assert orbits(space.action) == (tuple(range(space.size)),)
        assert burnside_count(space.action) == 1
        assert (space.action[:, space.base_point] == space.projection).all()
        assert space.stabiliser(space.base_point).elements == subgroup.elements
        assert space.representatives[0] == 0
        for p, r in enumerate(space.representatives):
            assert r == space.coset(p)[0] == np.flatnonzero(space.projection == p)[0]
            assert space.stabiliser(p).elements == subgroup.conjugate(r).elements
        assert space == group.homogeneous_space(subgroup)


def test_orbits_and_stabilisers(group_called):
    for name in ("S4", "A5", "Q8", "F20", "F21", "D6"):
        group = group_called(name)
        action = natural_action(group)
        for orbit in orbits(action):
            for p in orbit:
                stabiliser = stabiliser_of_point(group, action, p)
                assert stabiliser.order * len(orbit) == group.order
                assert {int(q) for q in action[:, p]} == set(orbit)
            space, points = space_of_orbit(group, action, orbit[-1])
            assert sorted(points) == list(orbit)
            moved = np.array(points)[space.action]
            assert (moved == action[:, list(points)]).all()  # it is the same action


@pytest.mark.parametrize(("n", "colours"), [(2, 2), (3, 2), (4, 2), (4, 3), (6, 2)])
def test_necklaces_by_burnside(group_called, n, colours):
    """Words up to turns: (1/n) sum over k of colours^gcd(k, n)."""
    action = colourings(group_called(f"C{n}"), colours)
    expected = sum(colours ** gcd(k, n) for k in range(n)) // n
    assert burnside_count(action) == len(orbits(action)) == expected


def test_long_orbits():
    n = 2000
    shift = np.roll(np.arange(n), 1)
    assert orbits([shift]) == (tuple(range(n)),)
    assert orbits([np.roll(np.arange(n), 2)]) == (
        tuple(range(0, n, 2)),
        tuple(range(1, n, 2)),
    )
    assert orbits(np.zeros((1, 0), dtype=int)) == ()


def test_actions_from_generators(group_called):
    s4 = group_called("S4")
    action = action_from_generators(s4, [s4.given[g] for g in s4.generators])
    assert (action == natural_action(s4)).all()
    signs = action_from_generators(s4, [[1, 0], [1, 0]])
    assert stabiliser_of_point(s4, signs, 0).elements == s4.commutator_subgroup().elements
    assert is_action(s4, signs)


def test_one_wrong_image_is_no_action(group_called):
    s3 = group_called("S3")
    action = s3.homogeneous_space(s3.subgroup(["b"])).action
    for g in range(s3.order):
        for p in range(3):
            wrong = action.copy()
            wrong[g, p] = (wrong[g, p] + 1) % 3
            assert not is_action(s3, wrong)
            with pytest.raises(ArgumentError, match=r"no action of S3|identity of S3 moves"):
                check_action(s3, wrong)


def test_what_is_no_action(group_called):
    s3 = group_called("S3")
    assert refused(action_from_generators, s3, [[1, 0], [1, 0]]) == (
        "this is no action of S3: the product of a^2 and a sends point 0 to 0, but one after the "
        "other they send it to 1"
    )
    assert refused(action_from_generators, s3, [[1, 0]]) == (
        "1 permutations were given, but S3 has 2 generators, a, b: pass one for each"
    )
    assert refused(action_from_generators, s3, [[0], [0, 1]]) == (
        "the permutations given move [1, 2] points, but all must move the same"
    )
    assert refused(action_from_generators, s3, [[0, 0], [0, 1]]).startswith(
        "the permutation of a = [0, 0] is no permutation of 0, ..., 1"
    )
    assert refused(check_action, s3, np.zeros((5, 2))).startswith(
        "an action of shape (5, 2) was given, but S3 needs one row for each of its 6 elements"
    )
    outside = np.tile(np.arange(2), (6, 1))
    outside[3, 1] = 2
    assert refused(check_action, s3, outside).startswith("an action on the points 0, ..., 1 sends")
    assert refused(orbits, [[0, 0]]).startswith("permutations were expected, but one maps two")
    assert refused(burnside_count, [[0, 1], [1, 0], [1, 0]]).startswith("2 fixed points of 3")
    space = s3.homogeneous_space(s3.subgroup(["b"]))
    for point in (-1, 3):
        text = f"point {point} was given, but the points are 0, ..., 2"
        assert refused(space.stabiliser, point) == text
        assert refused(space.coset, point) == text
        assert refused(stabiliser_of_point, s3, space.action, point) == text
