"""The detective on couplings and 3j symbols."""

from dataclasses import replace

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import NAMED
from grouptools.conventions.detective import detect_convention
from grouptools.errors import ArgumentError, SelectionRuleError
from tests.conventions import disguises
from tests.peers import inputs, recording

TRIPLES = [
    (l1, l2, l3)
    for l1 in range(4)
    for l2 in range(4)
    for l3 in range(abs(l1 - l2), min(3, l1 + l2) + 1)
]


def degrees(rng):
    """Three degrees up to 6 that couple."""
    l1, l2 = (int(l) for l in rng.integers(0, 7, size=2))
    return l1, l2, int(rng.integers(abs(l1 - l2), min(6, l1 + l2) + 1))


def test_right_on_200_disguised_tensors():
    """Up to two slices missing along one axis."""
    wrong = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        convention, spins = disguises.random_convention(rng), degrees(rng)
        truth = disguises.tensor(convention, spins)
        array = disguises.noisy(rng, truth, np.abs(truth).max())
        axis = int(rng.integers(0, 3))
        size = array.shape[axis]
        missing = rng.choice(size, size=min(size - 1, int(rng.integers(0, 3))), replace=False)
        np.moveaxis(array, axis, 0)[missing] = np.nan
        found = detect_convention(array, "clebsch_gordan", degrees=spins)
        seen = ~np.isnan(array)
        if not found or not same(disguises.tensor(found.convention, spins), truth, seen):
            wrong.append(seed)
    assert wrong == []


@pytest.mark.parametrize("spins", [(7, 8, 6), (8, 8, 8), (3, 8, 7)])
def test_right_at_higher_degrees(spins):
    for seed in range(5):
        rng = np.random.default_rng(500 + seed)
        convention = disguises.random_convention(rng, 8)
        truth = disguises.tensor(convention, spins)
        given = disguises.noisy(rng, truth, np.abs(truth).max())
        found = detect_convention(given, "clebsch_gordan", degrees=spins).convention
        assert same(disguises.tensor(found, spins), truth, np.isfinite(truth))


def same(array, truth, seen):
    return array.shape == truth.shape and np.allclose(array[seen], truth[seen], atol=1e-12)


def test_right_on_disguised_sets_of_tensors():
    """All triples to l = 3 together, which tell more than one tensor does."""
    for seed in range(12):
        rng = np.random.default_rng(seed)
        convention = disguises.random_convention(rng, 3)
        truth = {spins: disguises.tensor(convention, spins) for spins in TRIPLES}
        given = {spins: disguises.noisy(rng, tensor) for spins, tensor in truth.items()}
        found = detect_convention(given, "clebsch_gordan")
        assert found, seed
        for field in ("basis", "coupling", "coupling_order"):
            assert getattr(found.convention, field) == getattr(convention, field), seed
        for spins, tensor in truth.items():
            assert same(disguises.tensor(found.convention, spins), tensor, tensor == tensor), seed  # noqa: PLR0124


@pytest.mark.parametrize("spins", [(5, 5, 0), (0, 8, 8), (7, 0, 7)])
def test_any_order_where_every_slice_has_the_same_sizes(spins):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        l = max(spins)
        order = f"fft, but l={l}: {' '.join(map(str, rng.permutation(2 * l + 1) - l))}"
        convention = replace(disguises.random_convention(rng, 8), order=order)
        truth = disguises.tensor(convention, spins)
        found = detect_convention(truth, "clebsch_gordan", degrees=spins)
        assert found
        assert same(disguises.tensor(found.convention, spins), truth, np.isfinite(truth))


def wrongs():
    """Name -> a change after which a tensor is in no convention."""
    rng = np.random.default_rng(5)

    def mixed(array):
        q, _ = np.linalg.qr(rng.normal(size=(array.shape[0],) * 2))
        return np.einsum("ia,abc->ibc", q, array)

    def one_slice(array):
        array[1] = rng.normal(size=array[1].shape)
        return array

    def one_sign(array):
        place = np.argwhere(np.abs(array) > 0.1)[3]
        array[tuple(place)] *= -1
        return array

    return {
        "random orthogonal mix": mixed,
        "one wrong slice": one_slice,
        "one wrong sign": one_sign,
        "random numbers": lambda array: rng.normal(size=array.shape),
        "a factor": lambda array: 1.01 * array,
    }


@pytest.mark.parametrize("name", wrongs())
@pytest.mark.parametrize("seed", range(3))
def test_no_known_tensor(name, seed):
    convention = disguises.random_convention(np.random.default_rng(seed))
    array = wrongs()[name](disguises.tensor(convention, (2, 2, 2)))
    found = detect_convention(array, "clebsch_gordan", degrees=(2, 2, 2))
    assert not found
    assert len(found.nearest) == 3


def test_half_of_the_tensors_in_another_convention():
    given = {
        spins: disguises.tensor(NAMED["e3nn" if sum(spins) % 2 else "grouptools"], spins)
        for spins in TRIPLES
    }
    found = detect_convention(given, "clebsch_gordan")
    assert not found
    assert "grouptools" in [entry.convention.name for entry in found.nearest]


def test_one_tensor_of_the_wrong_sign_is_found_out():
    given = {spins: disguises.tensor(NAMED["e3nn"], spins) for spins in TRIPLES}
    given[1, 2, 2] *= -1
    found = detect_convention(given, "clebsch_gordan")
    assert not found
    nearest = found.nearest[0]
    assert nearest.convention.name in ("e3nn", "e3nn 0.4.4")
    assert nearest.array == "(1, 2, 2)"
    assert "entry (1, 2, 2)[0, 0, 1] is" in str(nearest)


def test_other_shapes_are_told():
    array = gt.clebsch_gordan(1, 2, 3).transpose(2, 0, 1)
    found = detect_convention(array, "clebsch_gordan", degrees=(1, 2, 3))
    assert found.choices["coupling_order"] == "m3 m1 m2"
    assert "grouptools: the shape is (7, 3, 5), not (3, 5, 7)" in str(found)


RECORDED = [
    ("e3nn", "wigner_3j", "e3nn"),
    ("e3nn_old", "wigner_3j", "e3nn 0.4.4"),
    ("sympy", "clebsch_gordan", "sympy"),
    ("escnn", "clebsch_gordan", "escnn"),
]


@pytest.mark.parametrize(("package", "key", "name"), RECORDED)
def test_packages_are_named_from_their_tensors(package, key, name):
    flat, given = recording.read(package)[1][key], {}
    for spins in inputs.TRIPLES:
        shape = [2 * l + 1 for l in spins]
        size = int(np.prod(shape))
        given[spins], flat = flat[:size].reshape(shape), flat[size:]
    found = detect_convention(given, "clebsch_gordan")
    assert name in [convention.name for convention in found.conventions]


def test_3j_symbols():
    given = {spins: gt.wigner_3j(*spins) for spins in TRIPLES}
    found = detect_convention(given, "clebsch_gordan")
    assert found.choices["coupling"] == "3j"
    assert found.choices["basis"] == "complex"
    assert [c.name for c in found.conventions] == []


@pytest.mark.parametrize(
    ("array", "given", "sentence"),
    [
        (np.ones((3, 3, 3)), None, "couplings need their degrees: pass one tensor with degrees="),
        ({(1, 1, 1): np.ones((3, 3, 3))}, (1, 1, 1), "couplings need their degrees"),
        ({}, None, "couplings need their degrees"),
        (np.ones((3, 3, 3)), (1, 1), "the degrees (1, 1) were given, but a coupling has three"),
        ({"111": np.ones((3, 3, 3))}, None, "the degrees '111' were given"),
        (np.ones((3, 3, 5)), (1, 1, 1), "shape (3, 3, 5) was given with the degrees (1, 1, 1)"),
        (np.full((3, 3, 3), np.nan), (1, 1, 1), "nan throughout: pass some numbers"),
        (np.ones((3, 3, 3)), (1, 1, -1), "l = -1 was given, but a degree is"),
    ],
)
def test_bad_input_is_one_sentence(array, given, sentence):
    with pytest.raises(ArgumentError) as caught:
        detect_convention(array, "clebsch_gordan", degrees=given)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_degrees_that_do_not_couple():
    with pytest.raises(SelectionRuleError, match="breaks the triangle rule"):
        detect_convention(np.ones((3, 3, 7)), "clebsch_gordan", degrees=(1, 1, 3))
