"""Symmetric contractions: all equivariant polynomials of a degree, each once, of mean square 1."""

from itertools import combinations_with_replacement

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.checks import EquivarianceError, assert_equivariant
from grouptools.errors import ArgumentError
from grouptools.groups.planar import cyclic, dihedral
from grouptools.nn.layers import SymmetricContraction
from grouptools.nn.layers.equivariant_polynomials import equivariant_polynomials
from grouptools.representations import Irreps

DEGREE = 3
CASES = {
    "O(3)": Irreps("0e + 1o + 2e"),
    "SO(3)": Irreps("0 + 1", gt.SO3()),
    "O": Irreps("A1 + T1 + E", gt.point_group("432")),
    "D_4": Irreps("0+ + 1 + 2-", dihedral(4)),
    "C_5": Irreps("0 + 1 + 2", cyclic(5)),
}


@pytest.fixture(params=CASES)
def single(request):
    """One copy of each irrep."""
    return CASES[request.param]


def copies(n, irreps):
    return Irreps([(n, irrep) for _, irrep in irreps], irreps.group)


def values(polynomial, v):
    """P(v) by the definition, (points, components)."""
    return sum(np.prod(v[:, list(e)], axis=1)[:, None] * c for e, c in polynomial.items())


def test_they_are_as_many_as_characters_say_and_independent(single):
    sources = tuple(irrep for _, irrep in single)
    v = np.random.default_rng(0).normal(size=(400, single.dimension))
    for target in sources:
        found = equivariant_polynomials(sources, target, DEGREE)
        expected = sum(
            single.representation.symmetric_power(k).multiplicities().count(target)
            for k in range(1, DEGREE + 1)
        )
        assert len(found) == expected * target.endomorphism_dimension
        table = np.array([values(p, v).ravel() for p in found])
        assert np.linalg.matrix_rank(table) == len(found)


def test_their_mean_square_is_one(single):
    """By the cubature of degree 6 that is exact for them: products of three-point Gauss rules."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(4)
    sources = tuple(irrep for _, irrep in single)
    for p in equivariant_polynomials(sources, sources[1], DEGREE):
        used = sorted({i for e in p for i in e})
        if len(used) > 6:
            continue
        grid = np.stack(np.meshgrid(*[nodes] * len(used)), -1).reshape(-1, len(used))
        w = np.prod(np.stack(np.meshgrid(*[weights] * len(used)), -1), -1).ravel()
        v = np.zeros((len(grid), single.dimension))
        v[:, used] = grid
        mean = w @ (values(p, v) ** 2).mean(1) / (2 * np.pi) ** (len(used) / 2)
        assert mean == pytest.approx(1, abs=1e-12)


def test_the_layer_is_the_sum_of_its_polynomials(single):
    layer = SymmetricContraction(copies(2, single), copies(2, single), DEGREE, kinds=3).double()
    x = torch.randn(5, layer.irreps_in.dimension, dtype=torch.float64)
    kinds = torch.tensor([0, 2, 1, 1, 0])
    channels = torch.cat(
        [x[:, s].unflatten(1, (2, -1)) for s in layer.irreps_in.slices()], -1
    ).numpy()
    sources = tuple(irrep for _, irrep in single)
    weight, path, expected = layer.weight.detach().numpy()[kinds], 0, []
    for target in sources:
        basis = equivariant_polynomials(sources, target, DEGREE)
        for c in range(2):
            terms = [
                weight[:, path + i, c, None] * values(p, channels[:, c])
                for i, p in enumerate(basis)
            ]
            expected.append(sum(terms) / len(basis) ** 0.5)
        path += len(basis)
    found = layer(x, kinds).detach().numpy()
    assert np.abs(found - np.concatenate(expected, 1)).max() < 1e-12


def test_degrees_are_homogeneous_and_shapes_free(single):
    layer = SymmetricContraction(copies(2, single), copies(2, single), 1).double()
    x = torch.randn(2, 3, layer.irreps_in.dimension, dtype=torch.float64)
    assert torch.allclose(layer(3 * x), 3 * layer(x))
    assert torch.allclose(layer(x), layer(x.flatten(0, 1)).unflatten(0, (2, 3)))
    kinds = SymmetricContraction(copies(2, single), copies(2, single), 1, kinds=2)
    assert kinds(x.float(), torch.zeros(2, 3, dtype=torch.int64)).shape == x.shape


def test_variance():
    irreps = Irreps("16x0e + 16x1o + 16x2e")
    x = torch.randn(2000, irreps.dimension)
    layers = [SymmetricContraction(irreps, irreps, DEGREE) for _ in range(6)]
    squares = torch.stack([layer(x).detach().square().mean(0) for layer in layers]).mean(0)
    for place in irreps.slices():
        assert abs(float(squares[place].mean()) - 1) < 0.25


def test_one_wrong_coefficient_is_seen():
    layer = SymmetricContraction("2x0e + 2x1o", "2x1o", DEGREE).double()

    def f(x):
        return layer(torch.from_numpy(x))

    assert_equivariant(f, layer.irreps_in, layer.irreps_out, tolerance=1e-12)
    place = tuple(layer.coefficients.nonzero()[7])
    layer.coefficients[place] *= 1 + 1e-9
    with pytest.raises(EquivarianceError):
        assert_equivariant(f, layer.irreps_in, layer.irreps_out, tolerance=1e-12)


def test_bodies_of_three_vectors_are_all_there():
    """O(3), degree 4: |v|^2 and |v|^4 are the invariants of one vector."""
    (vector,) = [irrep for _, irrep in Irreps("1o")]
    (scalar,) = [irrep for _, irrep in Irreps("0e")]
    basis = equivariant_polynomials((vector,), scalar, 4)
    assert [len(next(iter(p))) for p in basis] == [2, 4]
    (_, quartic) = basis
    ratios = {e: float(c[0] / quartic[0, 0, 0, 0][0]) for e, c in quartic.items()}
    expected = {
        (i, i, j, j): 1.0 if i == j else 2.0 for i, j in combinations_with_replacement(range(3), 2)
    }
    assert ratios == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: SymmetricContraction("2x0e + 1o", "2x0e"),
            (
                "2x0e + 1o and 2x0e were given, but a symmetric contraction works channel by "
                "channel: pass equally many copies of each term"
            ),
        ),
        (
            lambda: SymmetricContraction("0e", "0e", kinds=0),
            "kinds = 0 was given, but it must be an integer: pass 1 or more",
        ),
        (
            lambda: SymmetricContraction("0e", "0e", kinds=2)(torch.ones(4, 1)),
            (
                "kinds none were given for nodes of shape (4,), but each node has one: pass "
                "torch.int64 of that shape"
            ),
        ),
        (
            lambda: SymmetricContraction("0e", "0e", kinds=2)(
                torch.ones(2, 1), torch.tensor([0, 2])
            ),
            "kinds from 0 to 2 were given, but there are 2: number them from 0 to 1",
        ),
    ],
)
def test_what_is_refused(make, message):
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == message
