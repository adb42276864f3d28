"""What couples: paths, weights and exact coefficients of tensor products of any group."""

import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest

import grouptools as gt
from grouptools.checks.group_elements import default_elements
from grouptools.errors import ArgumentError
from grouptools.numeric.contraction.coefficients import count_copies
from grouptools.numeric.contraction.plan import (
    Path,
    ProductPlan,
    channelwise_plan,
    elementwise_plan,
    fully_connected_plan,
    plan_of,
)

GROUPS = [gt.SO3(), gt.point_group("O"), gt.dihedral(4), gt.cyclic(5), gt.SO2(), gt.O2()]


def irreps(group, n=1):
    some = group.irreps() if isinstance(group, gt.FiniteGroup) else group.irreps(2)
    return gt.Irreps([(n, irrep) for irrep in some], group)


def test_paths_come_in_the_order_of_their_terms():
    plan = channelwise_plan("4x0e + 4x1o", "0e + 1o", "4x1o + 4x0e + 3x0e")
    assert [path[:3] for path in plan.paths] == [(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 1)]


def test_parity_and_the_triangle_allow_what_they_should():
    every = channelwise_plan(*["0e + 1o + 2e"] * 3).paths
    assert len(every) == 11
    assert len(channelwise_plan(*["0e + 1o + 2e + 3o"] * 3).paths) == 23
    so3 = gt.Irreps("0 + 1 + 2", gt.SO3())
    assert len(channelwise_plan(so3, so3, so3).paths) == 15


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_copies_are_as_many_as_characters_tell(group):
    whole = irreps(group)
    for _, a in whole:
        for _, b in whole:
            series = gt.Irreps(a).tensor(gt.Irreps(b))
            for _, c in whole:
                expected = series.count(c) * c.endomorphism_dimension
                assert count_copies(a, b, c) == expected


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_coefficients_commute_with_the_group(group):
    whole = irreps(group)
    plan = channelwise_plan(whole, whole, whole)
    elements = list(default_elements(group))[:4]
    for path in plan.paths:
        c = plan.coefficients(path, "float64")
        reps = whole[path.first], whole[path.second], whole[path.target]
        for element in elements:
            a, b, d = (copies.irrep.representation.numeric(element) for copies in reps)
            moved = np.einsum("ijk,ia,jb->abk", c, a, b)
            np.testing.assert_allclose(moved, np.einsum("abl,kl->abk", c, d), atol=3e-14)


def test_coefficients_are_the_exact_ones_rounded_once():
    plan = channelwise_plan("1o", "2e", "1o")
    path = plan.paths[0]._replace(square=Fraction(2, 7))
    scaled = ProductPlan(plan.irreps_x, plan.irreps_y, plan.irreps_out, (path,))
    exact = gt.exact.clebsch_gordan(1, 2, 1).scaled(Fraction(2, 7))
    for dtype in ("float32", "float64"):
        found = scaled.coefficients(path, dtype)
        assert found.dtype == dtype
        assert np.array_equal(found, exact.to_numpy(dtype))
        assert not found.flags.writeable


def test_square_scales_the_coefficients_of_every_group():
    whole = irreps(gt.point_group("O"))
    plan = channelwise_plan(whole, whole, whole)
    for path in plan.paths[:40]:
        one = plan.coefficients(path._replace(square=Fraction(1)), "float64")
        root = np.sqrt(float(path.square))
        np.testing.assert_allclose(plan.coefficients(path, "float64"), root * one, rtol=4e-16)


@pytest.mark.parametrize(
    ("plan", "shapes"),
    [
        (channelwise_plan("4x0e + 2x1o", "0e + 1o", "4x0e + 2x1o"), [(4,), (2,)]),
        (elementwise_plan("4x1o", "4x1o", "4x0e + 4x1e"), [(4,), (4,)]),
        (fully_connected_plan("4x1o", "2x1o", "3x0e + 5x1e"), [(4, 2, 3), (4, 2, 5)]),
    ],
)
def test_weights_lie_path_after_path(plan, shapes):
    assert plan.weight_shapes == tuple(shapes)
    sizes = [int(np.prod(shape)) for shape in shapes]
    assert plan.weight_numel == sum(sizes)
    ends = np.cumsum([0, *sizes]).tolist()
    assert plan.weight_slices == tuple(map(slice, ends[:-1], ends[1:]))


@pytest.mark.parametrize(
    "plan",
    [
        channelwise_plan(*["3x0e + 3x1o + 3x2e", "0e + 1o + 2e", "3x0e + 3x1o + 3x2e"]),
        elementwise_plan(*["2x0e + 2x1o"] * 3),
        fully_connected_plan("2x0e + 3x1o", "2x0e + 1o", "4x0e + 5x1o + 1e"),
        channelwise_plan(*[irreps(gt.point_group("O"))] * 3),
    ],
)
def test_components_keep_their_variance(plan):
    """The sum over paths, weights and inputs of the squares of all coefficients is 1."""
    total = dict.fromkeys(range(len(plan.irreps_out)), 0.0)
    for path in plan.paths:
        c = plan.coefficients(path, "float64")
        u, v = plan.irreps_x[path.first].multiplicity, plan.irreps_y[path.second].multiplicity
        total[path.target] += (c * c).sum((0, 1)) * (u * v if plan.mode == "uvw" else 1)
    for value in total.values():
        np.testing.assert_allclose(value, 1.0, rtol=1e-14)


def test_separate_terms_are_sorted_and_keep_their_channels():
    plan = channelwise_plan("2x0e + 3x1o", "0e + 1o", "0e + 1o + 1e", separate=True)
    assert str(plan.irreps_out) == "2x0e + 3x0e + 2x1o + 3x1o + 3x1e"
    assert [path[:3] for path in plan.paths] == [
        (0, 0, 0),
        (1, 1, 1),
        (0, 1, 2),
        (1, 0, 3),
        (1, 1, 4),
    ]
    assert {path.square for path in plan.paths} == {1}


def test_a_plan_is_a_value():
    first, second = (channelwise_plan("4x1o", "1o", "4x0e") for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    assert plan_of(first.digest) == first
    sent = pickle.loads(pickle.dumps(first))  # noqa: S301 - from ourselves
    for other in (copy.copy(first), copy.deepcopy(first), sent):
        assert other == first
        assert other.digest == first.digest


def test_digests_differ_where_anything_that_is_computed_does():
    plans = [
        channelwise_plan("4x1o", "1o", "4x0e"),
        channelwise_plan("3x1o", "1o", "3x0e"),
        channelwise_plan("4x1o", "1o", "4x2e"),
        elementwise_plan("1o", "1o", "0e"),
        channelwise_plan("1o", "1o", "0e"),
        fully_connected_plan("1o", "1o", "0e"),
        channelwise_plan("4x1o + 4x1o", "1o", "4x0e"),
    ]
    assert len({plan.digest for plan in plans}) == len(plans)
    # the same numbers under another name
    so3 = channelwise_plan(*(gt.Irreps(text, gt.SO3()) for text in ("4x1", "1", "4x0")))
    assert so3.digest == plans[0].digest
    assert so3 != plans[0]


SCALARS = [gt.Irreps("0e")] * 3
UNEQUAL = [gt.Irreps("4x0e"), gt.Irreps("2x0e"), gt.Irreps("4x0e")]
REFUSED = {
    "copy 0 of 1o (x) 1o -> 1o was given, but O(3) has 0 such couplings": (
        lambda: ProductPlan(*[gt.Irreps("1o")] * 3, (Path(0, 0, 0),))
    ),
    "Path(first=0, second=1, target=0, copy=0, square=Fraction(1, 1)) was given, but there are "
    "1, 1 and 1 terms to couple": lambda: ProductPlan(*SCALARS, (Path(0, 1, 0),)),
    "a path 4x0e (x) 2x0e -> 4x0e was given in mode 'uvu', but that asks for one copy in the "
    "second factor, and as many in the result as in the first": (
        lambda: ProductPlan(*UNEQUAL, (Path(0, 0, 0),))
    ),
    "a path 4x0e (x) 2x0e -> 4x0e was given in mode 'uuu', but that asks for equal numbers of "
    "copies": lambda: ProductPlan(*UNEQUAL, (Path(0, 0, 0),), "uuu"),
    "mode = 'uvv' was given, but it must be one of uvu, uuu, uvw": (
        lambda: ProductPlan(*SCALARS, (), "uvv")
    ),
    'Irreps("1o"), Irreps("1", <Group SO(3)>) and Irreps("0e") were given to be coupled, but they '
    "must be irreps of one group over the real numbers": (
        lambda: channelwise_plan(gt.Irreps("1o"), gt.Irreps("1", gt.SO3()), "0e")
    ),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_couple_gets_a_sentence(sentence):
    with pytest.raises(ArgumentError) as error:
        REFUSED[sentence]()
    assert str(error.value) == sentence
