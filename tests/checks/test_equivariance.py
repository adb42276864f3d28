"""Equivariant functions pass, others fail with the place named, and bad input is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.spatial.transform import Rotation

from grouptools.checks import (
    EquivarianceError,
    assert_equivariant,
    equivariance_error,
    strategies,
)
from grouptools.checks.group_elements import default_elements
from grouptools.errors import ArgumentError, GroupToolsError
from grouptools.groups.lie import O2, O3, SO2, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import point_group
from grouptools.representations import Irrep, Irreps, irreps, regular_representation


def vector(R):
    return R.as_matrix()


def scalar(_):
    return np.eye(1)


def tensor(R):
    return np.kron(R.as_matrix(), R.as_matrix())


def spinor(R):
    x, y, z, w = R.as_quat()
    return np.array([[w - 1j * z, -y - 1j * x], [y - 1j * x, w + 1j * z]])


def squared_length(v):
    return np.sum(v * v, axis=-1, keepdims=True)


def dyad(v):
    return np.kron(v, v)


def attraction(points):
    """Of n points to one another: rotations act on the last axis."""
    difference = points[:, None] - points
    distance = np.linalg.norm(difference, axis=-1, keepdims=True) + np.eye(len(points))[..., None]
    return (difference / distance**3).sum(axis=1)


@pytest.mark.parametrize(
    ("f", "rep_in", "rep_out"),
    [
        (lambda v: v, vector, vector),
        (lambda v: np.linalg.norm(v) * v, vector, vector),
        (squared_length, vector, scalar),
        (dyad, vector, tensor),
        (np.cross, [vector, vector], vector),
        (lambda s, v: s * v, [scalar, vector], vector),
        (lambda u: 2j * u, spinor, spinor),
    ],
    ids=["identity", "norm", "invariant", "dyad", "cross", "scaled", "spinor"],
)
def test_equivariant_functions_pass(f, rep_in, rep_out):
    assert_equivariant(f, rep_in, rep_out)
    report = equivariance_error(f, rep_in, rep_out)
    assert report.worst < 1e-14
    assert report.scale > 0
    assert len(report.errors) == 22


@settings(deadline=None, max_examples=50)
@given(strategies.rotations(), strategies.unit_vectors())
def test_at_any_rotation_and_point(rotation, point):
    assert_equivariant(dyad, vector, tensor, elements=[rotation], inputs=[point])


@pytest.mark.parametrize(
    ("f", "rep_in", "rep_out"),
    [
        (lambda v: v * [1, 1, 2], vector, vector),
        (lambda v: v, vector, lambda R: R.inv().as_matrix()),
        (lambda v: v[:1], vector, scalar),
        (lambda v: np.cross(v, [0, 0, 1e-9]) + v, vector, vector),
    ],
    ids=["stretched", "wrong representation", "one component", "slightly wrong"],
)
def test_others_do_not(f, rep_in, rep_out):
    with pytest.raises(EquivarianceError, match="f is not equivariant: the relative error is"):
        assert_equivariant(f, rep_in, rep_out)


def test_points_with_many_vectors():
    points = np.random.default_rng(1).standard_normal((5, 3))
    assert_equivariant(attraction, vector, vector, inputs=[points, 2 * points])


def test_the_worst_case_is_named():
    turns = [Rotation.identity(), Rotation.from_rotvec([0, 0, np.pi / 2])]

    def lifted(v):
        return v + np.eye(3)[0]

    report = equivariance_error(lifted, vector, vector, elements=turns, inputs=[[0.0, 0.0, 3.0]])
    assert report.errors == pytest.approx([0, 1 / 3])
    assert report.element is turns[1]
    assert str(report) == (
        "the relative error is 0.333 at the rotation (x, y, z, w) = [0.      , 0.      , 0.707107, "
        "0.707107] and the input [0., 0., 3.], where |f| <= 3"
    )


def test_the_error_is_an_assertion_and_one_of_ours():
    assert issubclass(EquivarianceError, AssertionError)
    assert issubclass(EquivarianceError, GroupToolsError)


def test_nan_is_no_agreement():
    with pytest.raises(EquivarianceError, match="the relative error is nan at the rotation"):
        assert_equivariant(lambda v: v * np.nan, vector, vector, tolerance=np.inf)


def test_precision_sets_the_default_tolerance():
    def single(v):
        return v.astype(np.float32)

    assert_equivariant(single, vector, vector)
    assert equivariance_error(single, vector, vector).epsilon == np.finfo(np.float32).eps
    with pytest.raises(EquivarianceError, match=r"and 1e-12 was accepted; mend f or the repr"):
        assert_equivariant(single, vector, vector, tolerance=1e-12)


def test_single_precision_inputs_stay_so():
    seen = []

    def watched(v):
        seen.append(v.dtype)
        return v

    point = np.array([1, 2, 3], dtype=np.float32)
    assert_equivariant(watched, vector, vector, inputs=[point])
    assert set(seen) == {np.dtype(np.float32)}


def test_zeros_are_equivariant_and_their_scale_says_so():
    report = equivariance_error(lambda v: 0 * v, vector, vector)
    assert (report.worst, report.scale) == (0, 0)


def test_group_elements_of_any_kind():
    permutations = [(0, 1, 2), (1, 2, 0), (1, 0, 2)]
    assert_equivariant(np.tanh, *[lambda p: np.eye(3)[list(p)]] * 2, elements=permutations)


def test_what_numpy_can_read_is_read():
    class Tensor(list):
        def detach(self):
            return np.array(self)

    assert_equivariant(Tensor, vector, vector)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: assert_equivariant(lambda v: v[:2], vector, vector),
            r"f returned arrays of shapes \(2,\) and \(2,\), but rep_out has dimension 3",
        ),
        (
            lambda: assert_equivariant(lambda v: v, vector, vector, inputs=[np.ones(4)]),
            r"inputs with last axes \[4\] were given, but rep_in has the dimensions \[3\]",
        ),
        (
            lambda: assert_equivariant(np.cross, [vector] * 2, vector, inputs=[np.ones(3)]),
            "an input of 1 arrays was given, but rep_in has 2 representations: pass one array",
        ),
        (
            lambda: assert_equivariant(lambda v: v, lambda R: R.as_quat(), vector),
            r"rep_in returned an array of shape \(4,\) at the rotation \(x, y, z, w\) = ",
        ),
        (
            lambda: assert_equivariant(lambda _: "text", vector, vector),
            r"f\(x\) is of type str and not numeric: return an array of floats",
        ),
        (
            lambda: assert_equivariant(lambda v: v, vector, vector, elements=[]),
            "no group element was given, but at least one is needed",
        ),
        (
            lambda: assert_equivariant(lambda v: v, vector, vector, inputs=[]),
            "no inputs were given, but at least one is needed",
        ),
    ],
)
def test_bad_input_gets_one_sentence(call, message):
    with pytest.raises(ArgumentError, match=message):
        call()


GROUPS = [cyclic(5), dihedral(4), point_group("Td"), SO2(), O2(), SO3(), O3(), SU2()]


def some_irreps(group):
    return irreps(group) if group.is_finite else irreps(group, 1)


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_products_transform_by_the_tensor_product(group):
    for irrep in some_irreps(group):
        square = irrep.representation.tensor(irrep.representation)
        report = equivariance_error(dyad, irrep, square)
        assert report.worst < 1e-14
        assert report.scale > 0
        assert len(report.errors) == (group.order if group.is_finite else len(report.errors)) >= 5


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_another_representation_is_seen_at_some_element(group):
    first, second = some_irreps(group)[:2]
    if first.dimension == second.dimension:
        with pytest.raises(EquivarianceError, match="f is not equivariant: the relative error is"):
            assert_equivariant(lambda v: v, first, second)
    last = some_irreps(group)[-1]
    with pytest.raises(EquivarianceError, match=r"at the (element|rotation) "):
        assert_equivariant(lambda v: v + np.arange(1, len(v) + 1), last, last)


def test_irreps_carry_the_inversion():
    assert_equivariant(np.cross, [Irrep("1o"), Irrep("1o")], Irrep("1e"))
    with pytest.raises(EquivarianceError):
        assert_equivariant(np.cross, [Irrep("1o"), Irrep("1o")], Irrep("1o"))
    assert_equivariant(lambda v: v[[1, 2, 3, 0]], Irreps("0e + 1o"), Irreps("1o + 0e"))


def test_a_convolution_on_a_group_commutes_with_it():
    group = point_group("D4")
    regular = regular_representation(group)
    filters = np.arange(group.order) ** 2.0
    quotients = group.table[group.inverses]  # [v, u]: v^-1 u

    def convolution(signal):
        return np.einsum("v,vu->u", signal, filters[quotients])

    assert_equivariant(convolution, regular, regular)
    with pytest.raises(EquivarianceError, match=r"at the element [1-7] and"):
        assert_equivariant(lambda s: s[::-1], regular, regular)
    assert_equivariant(lambda s: s[::-1], regular, regular, elements=[0])


def test_representations_of_two_groups_are_refused():
    message = "representations of D4 and of D6 were given, but a function is equivariant under one"
    with pytest.raises(ArgumentError, match=message):
        assert_equivariant(lambda v: v, dihedral(4).irrep("1"), dihedral(6).irrep("1"))


def test_of_a_large_group_a_part_is_tried():
    chosen = list(default_elements(dihedral(150)))
    assert len(set(chosen)) == 96
    assert chosen[:48] == list(range(48))
    assert max(chosen) < 300
