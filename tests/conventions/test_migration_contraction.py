"""Symmetric contractions: the products of couplings that MACE forms, under both versions of e3nn.

The numbers of paths and of those that change their sign were found with mace-torch 0.3.16, by
comparing its constants under e3nn 0.4.4 with those under e3nn 0.6.0.
"""

import numpy as np
import pytest

import grouptools as gt
from grouptools.conventions import named
from grouptools.conventions.migration import migrate_weights, read_layer
from grouptools.conventions.migration.instructions import degree_and_parity
from grouptools.errors import ArgumentError
from tests.conventions.products import couplings

#: irreps in, irrep out, correlation -> number of paths, number of those that turn
COUNTS = {
    ("0e + 1o + 2e", "0e", 3): (11, 0),
    ("0e + 1o + 2e", "1o", 1): (1, 0),
    ("0e + 1o + 2e", "1o", 3): (21, 1),
    ("0e + 1o + 2e", "2e", 3): (23, 1),
    ("0e + 1o + 2e", "1e", 1): (1, 0),  # no path, of which MACE keeps one of zeros
    ("0e + 1o + 2e", "1e", 3): (15, 8),
    ("0e + 1o + 2e", "1o", 4): (76, 0),
    ("0e + 1o + 2e + 3o", "0e", 3): (23, 0),
    ("0e + 1o + 2e + 3o", "1o", 3): (51, 6),
    ("0e + 1o + 2e + 3o", "1e", 3): (39, 23),
    ("0e + 1o + 1e + 2e", "0e", 3): (24, 3),
    ("0e + 1o + 1e + 2e", "1o", 3): (48, 7),
    ("0e + 1o", "0e", 4): (9, 0),
}


def chained(tensors, irreps, correlation):
    """(degree and parity, tensor [m, k1, ..., kn]) of each path, by MACE's recursion, l <= 4."""
    eye = np.eye(irreps.dimension)
    kinds = [degree_and_parity(irrep) for _, irrep in irreps]
    found = [(kind, eye[part]) for kind, part in zip(kinds, irreps.slices(), strict=True)]
    for _ in range(correlation - 1):
        longer = []
        for (left, p), tensor in found:
            for (right, q), part in zip(kinds, irreps.slices(), strict=True):
                for l in range(abs(left - right), min(4, left + right) + 1):
                    C = np.sqrt(2 * l + 1) * tensors[l, left, right]
                    longer.append(
                        ((l, p * q), np.einsum("mab,a...,bk->m...k", C, tensor, eye[part]))
                    )
        found = sorted(longer, key=lambda entry: entry[0])
    return found


def constants(version, irreps, irrep, correlation):
    """U[m, k1, ..., kn, path] of a version of e3nn."""
    wanted = degree_and_parity(irrep)
    paths = chained(couplings(version), irreps, correlation)
    return np.stack([tensor for kind, tensor in paths if kind == wanted], -1)


def layer(irreps, irrep, correlation, more=""):
    return f"contraction: {irreps}, {irrep}; correlation = {correlation}{more}"


@pytest.mark.parametrize(("request_", "counts"), COUNTS.items())
def test_numbers_of_paths(request_, counts):
    runs = read_layer(layer(*request_)).runs(named("e3nn 0.4.4"), named("e3nn"))
    assert (len(runs), sum(factor == -1 for _, factor in runs)) == counts


@pytest.mark.parametrize("irrep", ["0e", "1o", "1e", "2e"])
def test_contractions_before_and_after_agree(irrep):
    """sum_k w_k U_k(x, y, z) is the same, with constants and weights of either version."""
    irreps = gt.Irreps("0e + 1o + 2e")
    old, new = (constants(v, irreps, gt.Irrep(irrep), 3) for v in ("e3nn 0.4.4", "e3nn"))
    weights = np.cos(np.arange(2 * old.shape[-1] * 2.0)).reshape(2, -1, 2)
    given = {"p.weights_max": weights, "p.U_matrix_3": old}
    layers = {
        "*.weights_max": layer(irreps, irrep, 3),
        "*.U_matrix_3": layer(irreps, irrep, 3, "; constant = yes"),
    }
    migrated = migrate_weights(given, layers, "e3nn 0.4.4", "e3nn")
    assert np.abs(migrated["p.U_matrix_3"] - new).max() < 1e-14
    vectors = np.sin(np.arange(27.0)).reshape(3, 9)
    contracted = [
        np.einsum("mabck,a,b,c,ekf->efm", U, *vectors, w)
        for U, w in ((old, weights), (new, migrated["p.weights_max"]), (new, weights))
    ]
    assert np.abs(contracted[1] - contracted[0]).max() < 1e-13
    if COUNTS[str(irreps), irrep, 3][1]:
        assert np.abs(contracted[2] - contracted[0]).max() > 1e-3, "another sign would not be seen"


def test_way_back_is_the_identity():
    request = layer("0e + 1o + 2e + 3o", "1o", 3)
    weights = np.cos(np.arange(3 * 51 * 2.0)).reshape(3, 51, 2)
    there = migrate_weights({"w": weights}, {"w": request}, "e3nn 0.4.4", "e3nn")
    back = migrate_weights(there, {"w": request}, "e3nn", "e3nn 0.4.4")
    assert np.array_equal(back["w"], weights)
    assert not np.array_equal(there["w"], weights)


@pytest.mark.parametrize(
    ("text", "target", "sentence"),
    [
        (layer("1o", "0e", 0), "e3nn", "correlation = 0 was given, but it is how many features"),
        ("contraction: 1o, 0e", "e3nn", "correlation = 0 was given, but it is how many features"),
        (layer("1o", "0e + 1o", 2), "e3nn", "each of them has one irrep: write a layer for each"),
        (
            layer("1o", "0e", 2),
            "grouptools complex",
            "these are defined in a real basis: choose one",
        ),
        (
            layer("1o", "0e", 2, "; constant = yes"),
            "grouptools",
            "from a network that is built anew",
        ),
    ],
)
def test_contractions_that_cannot_be(text, target, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        migrate_weights({"w": np.ones((2, 1, 1))}, {"w": text}, "e3nn", target)
