"""Functions of signals on the sphere: exact for polynomials, and better with degree for others."""

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.checks import assert_equivariant, equivariance_error
from grouptools.errors import ArgumentError
from grouptools.nn.layers import S2Activation
from grouptools.representations import Irreps


def error(layer):
    inputs = [torch.randn(3, layer.irreps_in.dimension, dtype=torch.float64).numpy()]
    return equivariance_error(
        lambda x: layer(torch.from_numpy(x)), layer.irreps_in, layer.irreps_out, inputs=inputs
    ).worst


@pytest.mark.parametrize(
    "irreps",
    [
        Irreps("2x0e + 2x1o + 2x2e"),
        Irreps("2x0e + 2x1e + 2x2e"),
        Irreps("2x0o + 2x1e + 2x2o"),
        Irreps("0o + 1o + 2o"),
        Irreps("2x0 + 2x1 + 2x2", gt.SO3()),
    ],
    ids=str,
)
@pytest.mark.parametrize("power", [1, 2, 3])
def test_powers_commute_with_the_group_where_the_quadrature_is_exact(irreps, power):
    layer = S2Activation(irreps, lambda s: s**power, degree=2 * power + 2).double()
    assert error(layer) < 1e-12


def test_two_degrees_less_are_not_enough():
    irreps = "2x0e + 2x1o + 2x2e"
    assert error(S2Activation(irreps, lambda s: s**3, degree=8).double()) < 1e-12
    assert error(S2Activation(irreps, lambda s: s**3, degree=6).double()) > 1e-6


def test_other_functions_are_better_with_degree():
    errors = [
        error(S2Activation("0e + 1o + 2e", torch.tanh, degree=d).double()) for d in (10, 20, 40, 80)
    ]
    assert errors[0] > 10 * errors[1] > 100 * errors[2]
    assert errors[3] < 1e-8


def test_the_identity_gives_back_the_coefficients():
    layer = S2Activation("3x0e + 3x1o + 3x2e", lambda s: s).double()
    x = torch.randn(4, 27, dtype=torch.float64)
    assert torch.allclose(layer(x), x, atol=1e-13)
    less = S2Activation("3x0e + 3x1o + 3x2e", lambda s: s, l_out=1).double()
    assert str(less.irreps_out) == "3x0e + 3x1o"
    assert torch.allclose(less(x), x[:, :12], atol=1e-13)


def test_squares_are_products_by_couplings():
    """s^2 of a signal of degree 1, against the integral of three harmonics."""
    layer = S2Activation("0e + 1o", torch.square, l_out=2).double()
    v = torch.randn(3, dtype=torch.float64)
    found = layer(torch.cat([torch.zeros(1, dtype=torch.float64), v]))
    rule = gt.sphere_quadrature(6)
    Y = gt.spherical_harmonics(2, rule.points, normalization="component")
    signal = Y[:, 1:4] @ v.numpy() / 2
    scale = layer.function.scale
    expected = 2 * scale * (rule.weights / (4 * np.pi)) @ (signal[:, None] ** 2 * Y)
    assert np.allclose(found.numpy(), expected, atol=1e-13)
    assert scale == pytest.approx(1 / 3**0.5, abs=1e-14)


def test_irreps_afterwards():
    assert str(S2Activation("0o + 1e", torch.abs).irreps_out) == "0e + 1o"
    assert str(S2Activation("0o + 1e", torch.tanh).irreps_out) == "0o + 1e"
    assert str(S2Activation("0e + 1e", torch.tanh, l_out=2).irreps_out) == "0e + 1e + 2e"
    assert_equivariant(
        lambda x: S2Activation("0o + 1e", torch.square, degree=6).double()(torch.from_numpy(x)),
        Irreps("0o + 1e"),
        Irreps("0e + 1o"),
        tolerance=1e-12,
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: S2Activation("2x0e + 1o", torch.tanh),
            (
                'Irreps("2x0e + 1o") was given, but signals on the sphere are equally many copies '
                "of each degree of SO(3) or O(3) from 0 on, with parities of one rule: pass irreps "
                "such as '4x0e + 4x1o + 4x2e'"
            ),
        ),
        (
            lambda: S2Activation("0o + 1e", torch.relu),
            (
                f"{torch.relu!r} was given for signals that change sign, but it is neither even "
                "nor odd: pass one that is, such as torch.tanh or torch.abs"
            ),
        ),
    ],
)
def test_what_is_refused(make, message):
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == message
