"""Couplings of every package, as recorded, are this library's, converted."""

from itertools import permutations

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import convert
from grouptools.conventions.coupling_signs import COUPLING_SIGNS, coupling_sign
from tests.peers import inputs, recording

RECORDED = [
    ("e3nn", "e3nn wigner_3j"),
    ("e3nn 0.4.4", "e3nn_old wigner_3j"),
    ("e3nn-jax", "e3nn_jax clebsch_gordan"),
    ("cuequivariance", "cuequivariance clebsch_gordan"),
    ("escnn", "escnn clebsch_gordan"),
    ("sympy", "sympy clebsch_gordan"),
    ("sympy; coupling = 3j", "sympy wigner_3j"),
    ("spherical; coupling = 3j", "spherical wigner_3j"),
    ("condon-shortley", "sympy clebsch_gordan"),
    ("wikipedia complex", "sympy clebsch_gordan"),
]


def tensors(flat):
    """(degrees, tensor) of every triple, one after the other."""
    start = 0
    for triple in inputs.TRIPLES:
        shape = [2 * l + 1 for l in triple]
        yield triple, flat[start : start + np.prod(shape)].reshape(shape)
        start += np.prod(shape)


@pytest.mark.parametrize(("name", "where"), RECORDED)
def test_tensors(name, where):
    file, key = where.split()
    for triple, theirs in tensors(recording.read(file)[1][key]):
        ours = gt.clebsch_gordan(*triple)
        converted = convert(ours, "clebsch_gordan", "grouptools", name)
        assert np.abs(converted - theirs).max() < 1e-14
        back = convert(theirs, "clebsch_gordan", name, "grouptools")
        longer = np.sqrt(2 * triple[2] + 1)  # than a tensor of norm 1
        assert np.abs(back - ours).max() < 1e-14 * longer


def test_coefficients_of_spherical():
    values = iter(recording.read("spherical")[1]["clebsch_gordan"])
    for triple in inputs.TRIPLES:
        ours = convert(gt.clebsch_gordan(*triple), "clebsch_gordan", "grouptools", "spherical")
        for i, j in np.ndindex(*ours.shape[:2]):
            k = i - triple[0] + j - triple[1] + triple[2]
            if 0 <= k < ours.shape[2]:
                assert ours[i, j, k] == pytest.approx(next(values), abs=1e-14)


@pytest.mark.parametrize(("name", "file"), [("e3nn", "e3nn"), ("e3nn 0.4.4", "e3nn_old")])
def test_signs_of_all_triples(name, file):
    """Of every triple to l = 11 the largest entry is recorded, with its place."""
    arrays = recording.read(file)[1]
    records = zip(
        arrays["triples"].tolist(), arrays["largest_at"].tolist(), arrays["largest"], strict=True
    )
    for triple, place, value in records:
        tensor = convert(gt.clebsch_gordan(*triple), "clebsch_gordan", "grouptools", name)
        assert tensor[tuple(place)] == pytest.approx(value, rel=1e-11)


def test_two_versions_of_e3nn_differ_in_sums_that_are_odd():
    """In 188 of 870 triples, which are all permutations of each other."""
    turned = {
        triple
        for triple in map(tuple, recording.read("e3nn")[1]["triples"].tolist())
        if coupling_sign("e3nn 0.4.4", *triple)
        != coupling_sign("(-1)^floor((l1+l2-l3)/2)", *triple)
    }
    assert len(turned) == 188
    assert all(sum(triple) % 2 for triple in turned)
    assert all(order in turned for triple in turned for order in permutations(triple))


def test_a_wrong_rule_is_seen():
    """With the signs of the other version some tensor is not that of the package."""
    arrays = recording.read("e3nn_old")[1]
    (theirs,) = (tensor for triple, tensor in tensors(arrays["wigner_3j"]) if triple == (1, 2, 2))
    ours = gt.clebsch_gordan(1, 2, 2)
    right = convert(ours, "clebsch_gordan", "grouptools", "e3nn 0.4.4")
    wrong = convert(ours, "clebsch_gordan", "grouptools", "e3nn")
    assert right == pytest.approx(theirs, abs=1e-14)
    assert wrong == pytest.approx(-theirs, abs=1e-14)


@pytest.mark.parametrize("rule", COUPLING_SIGNS)
def test_every_rule_is_a_sign(rule):
    assert {coupling_sign(rule, 3, 4, l3) for l3 in range(1, 8)} <= {1, -1}
