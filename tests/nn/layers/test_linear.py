"""Linear maps: all that commute with the group, and no others; weights that say what they mean."""

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.groups.planar import cyclic
from grouptools.nn.layers import Linear
from grouptools.representations import Irreps


def quaternion_group():
    """Q_8, whose irrep of dimension 4 over the real numbers is of quaternionic type."""
    names = ["1", "-1", "i", "-i", "j", "-j", "k", "-k"]
    signs = {name: k for k, name in enumerate(names)}
    products = {"ij": "k", "jk": "i", "ki": "j", "ji": "-k", "kj": "-i", "ik": "-j"}

    def product(a, b):
        sign = a.startswith("-") ^ b.startswith("-")
        x, y = a.lstrip("-"), b.lstrip("-")
        found = y if x == "1" else x if y == "1" else "-1" if x == y else products[x + y]
        return found if not sign else found[1:] if found.startswith("-") else "-" + found

    table = [[signs[product(a, b)] for b in names] for a in names]
    return gt.FiniteGroup.from_table(table)


def linear_maps(layer):
    """The matrix of the layer for each of its weights alone, (weights, out, in)."""
    one = torch.eye(layer.irreps_in.dimension, dtype=torch.float64)
    found = []
    for k in range(len(layer.weight)):
        with torch.no_grad():
            layer.weight.zero_()[k] = 1
        found.append(layer(one).T.detach().numpy())
    return np.array(found)


def test_it_spans_all_equivariant_maps(irreps):
    layer = Linear(irreps, irreps).double()
    expected = sum(n * m * a.endomorphism_dimension for n, a in irreps for m, b in irreps if a == b)
    matrices = linear_maps(layer).reshape(len(layer.weight), -1)
    assert len(matrices) == expected == gt.equivariant_maps(irreps, irreps).dimension
    assert np.linalg.matrix_rank(matrices) == expected


def test_quaternionic_irreps():
    group = quaternion_group()
    (four,) = [irrep for irrep in group.irreps() if irrep.dimension == 4]
    assert four.real_type == "quaternionic"
    layer = Linear(Irreps([(2, four)]), Irreps([(3, four)])).double()
    matrices = linear_maps(layer).reshape(-1, 12 * 8)
    assert np.linalg.matrix_rank(matrices) == 2 * 3 * 4
    gt.checks.assert_equivariant(
        lambda x: layer(torch.from_numpy(x)), layer.irreps_in, layer.irreps_out, tolerance=1e-12
    )


def test_weights_have_the_order_that_is_stated():
    irreps_in, irreps_out = Irreps("2x0e + 1o + 3x0e"), Irreps("2x1o + 2x0e + 1e + 0e")
    layer = Linear(irreps_in, irreps_out).double()
    flat = iter(torch.arange(1.0, 1 + len(layer.weight)).double())
    with torch.no_grad():
        layer.weight.copy_(torch.arange(1.0, 1 + len(layer.weight)))
    found = layer(torch.eye(8, dtype=torch.float64)).T.detach()
    expected = torch.zeros_like(found)
    for (n, a), first in zip(irreps_in, irreps_in.slices(), strict=True):
        for (m, b), place in zip(irreps_out, irreps_out.slices(), strict=True):
            if a != b:
                continue
            fan_in = irreps_in.count(a)
            for u in range(n):
                for v in range(m):
                    w, d = next(flat) / fan_in**0.5, a.dimension
                    rows = slice(place.start + v * d, place.start + (v + 1) * d)
                    columns = slice(first.start + u * d, first.start + (u + 1) * d)
                    expected[rows, columns] = w * torch.eye(d, dtype=torch.float64)
    assert torch.allclose(found, expected, rtol=1e-14)
    assert next(flat, None) is None


def test_bias_on_invariants_only():
    layer = Linear("1o", "1o + 2x0e + 0o + 0e", bias=True)
    assert layer.bias.tolist() == [0.0] * 3
    torch.nn.init.ones_(layer.bias)
    assert layer(torch.zeros(3)).tolist() == [0, 0, 0, 1, 1, 0, 1]


def test_edges():
    assert Linear("0x0e + 1o", "0x0e + 2x0e")(torch.ones(4, 3)).tolist() == [[0.0, 0.0]] * 4
    assert Linear("", "1o")(torch.ones(2, 0)).tolist() == [[0.0] * 3] * 2
    assert Linear("1o", "")(torch.ones(2, 3)).shape == (2, 0)
    assert Linear("0x1o", "1o")(torch.ones(2, 0)).tolist() == [[0.0] * 3] * 2


def test_autocast_computes_products_in_half_precision():
    layer = Linear("4x0e + 4x1o", "2x0e + 4x1o")
    with torch.autocast("cpu", torch.bfloat16):
        found = layer(torch.ones(3, 16))
    assert found.dtype == torch.bfloat16
    assert torch.allclose(found.float(), layer(torch.ones(3, 16)), atol=0.1)


def test_weights_of_another_meaning_are_refused(monkeypatch):
    state = Linear("2x1o", "2x1o").state_dict()
    with pytest.raises(ArgumentError) as caught:
        Linear("2x1e", "2x1e").load_state_dict(state)
    assert str(caught.value) == (
        "weights of (grouptools basis 1, Linear, 2x1o -> 2x1o of O(3)) were given to a layer of "
        "(grouptools basis 1, Linear, 2x1e -> 2x1e of O(3)), where they mean something else: load "
        "them into a layer like theirs"
    )
    Linear("2x1o", "2x1o").load_state_dict(state)
    monkeypatch.setattr("grouptools.nn.layers.module.BASIS_VERSION", 2)
    with pytest.raises(ArgumentError, match=r"weights of .grouptools basis 1, .* basis 2"):
        Linear("2x1o", "2x1o").load_state_dict(state)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            (Irreps("1", cyclic(5)), "1o"),
            (
                "irreps_in of C5 and irreps_out of O(3) were given, but a layer commutes with one "
                "group: pass irreps of one"
            ),
        ),
        (
            (Irreps("1/2", gt.SU2()), Irreps("1/2", gt.SU2())),
            (
                'Irreps("1/2", <Group SU(2)>) was given, whose irreps are over the complex '
                "numbers, but features are real: pass irreps over the real numbers"
            ),
        ),
    ],
)
def test_wrong_irreps(arguments, message):
    with pytest.raises(ArgumentError) as caught:
        Linear(*arguments)
    assert str(caught.value) == message
