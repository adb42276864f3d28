"""Hom_G(V, W): the maps commute, are as many as characters say, orthogonal and canonical."""

import numpy as np
import pytest

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.echelon import rank
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.lie import O3, SO3, SU2
from grouptools.groups.planar import cyclic, dihedral
from grouptools.groups.point_groups import icosahedral, point_group
from grouptools.representations import (
    Irrep,
    Representation,
    harmonic_representation,
    inner_product,
    irreps,
    natural_representation,
    regular_representation,
    tensor_product,
)
from grouptools.representations.intertwiners import intertwiner_weights, intertwiners

PAIRS = [
    (regular_representation(cyclic(4)), natural_representation(cyclic(4))),
    (harmonic_representation(dihedral(5), 2), regular_representation(dihedral(5))),
    (harmonic_representation(point_group("-43m"), 3), natural_representation(point_group("-43m"))),
    (harmonic_representation(icosahedral(), 6), natural_representation(icosahedral())),
    (harmonic_representation(icosahedral(), 5), harmonic_representation(icosahedral(), 3)),
]


def maps(source, target):
    vectors = intertwiners(source, target).vectors
    shape = (target.dimension, source.dimension)
    return [vectors.taken([i]).reshaped(*shape) for i in range(vectors.shape[0])]


@pytest.mark.parametrize(("source", "target"), PAIRS, ids=str)
def test_they_commute(source, target):
    for one in maps(source, target):
        for v, w in zip(source.images, target.images, strict=True):
            assert one @ v == w @ one


@pytest.mark.parametrize(("source", "target"), PAIRS, ids=str)
def test_characters_count_them(source, target):
    field = source.field.joined(target.field)
    traces = [[rep.field.embed(t, field) for t in rep.traces] for rep in (source, target)]
    assert len(maps(source, target)) == inner_product(source.group, *traces, field)


@pytest.mark.parametrize(("source", "target"), PAIRS, ids=str)
def test_they_are_orthogonal(source, target):
    basis = intertwiners(source, target)
    field = basis.vectors.field
    weights = FieldMatrix.diagonal(intertwiner_weights(source, target, field), field)
    gram = basis.vectors @ weights @ basis.vectors.transposed()
    assert gram == FieldMatrix.diagonal(basis.squares, field)
    assert rank(basis.vectors) == len(basis.squares)


def test_they_do_not_depend_on_the_order_of_generators():
    group = point_group("432")
    rep = harmonic_representation(group, 4)
    turned = Representation(group, rep.images[::-1], rep.squares)
    assert intertwiners(turned, turned) == intertwiners(rep, rep)


@pytest.mark.parametrize("group", [cyclic(5), point_group("23"), icosahedral()], ids=str)
def test_schur(group):
    """Between irreps there is nothing but endomorphisms, 1, 2 or 4 by the real type."""
    known = irreps(group)
    for first in known:
        for second in known:
            found = maps(first.representation, second.representation)
            assert len(found) == (first.endomorphism_dimension if first == second else 0)


def test_lie_algebras():
    """Couplings of SO(3) obey the triangle rule, those of O(3) parity too."""
    for l in range(4):
        pair = tensor_product(*[Irrep("1", SO3()).representation] * 2)
        assert len(maps(pair, Irrep(l, SO3()).representation)) == (l <= 2)
    pair = tensor_product(*[Irrep("1o").representation] * 2)
    assert [len(maps(pair, Irrep(f"1{p}", O3()).representation)) for p in "eo"] == [1, 0]


def test_complex_fields():
    """Spins: one half times one half is 0 and 1; the inner product is Hermitian."""
    half = Irrep("1/2", SU2()).representation
    pair = tensor_product(half, half)
    assert [len(maps(pair, Irrep(j, SU2()).representation)) for j in (0, 1, 2)] == [1, 1, 0]
    basis = intertwiners(pair, pair)
    field = basis.vectors.field
    weights = FieldMatrix.diagonal(intertwiner_weights(pair, pair, field), field)
    gram = basis.vectors @ weights @ basis.vectors.conjugated().transposed()
    assert gram == FieldMatrix.diagonal(basis.squares, field)
    assert len(basis.squares) == 2


def test_two_groups_are_refused():
    with pytest.raises(ArgumentError, match="representations of C4 and of C5 were given"):
        intertwiners(natural_representation(cyclic(4)), natural_representation(cyclic(5)))


def test_large_systems_are_not_built():
    """Regular to regular of order 24: 576 unknowns, by blocks of the first generator."""
    regular = regular_representation(point_group("432"))
    basis = intertwiners(regular, regular)
    assert np.array_equal(np.array([int(s[0].p) for s in basis.squares]), np.full(24, 24))
