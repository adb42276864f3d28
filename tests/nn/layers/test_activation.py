"""Functions of scalars and gates: what the group allows, and what becomes of the irreps."""

from functools import partial

import pytest
import torch

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.nn.layers import Activation, Gate
from grouptools.nn.layers.invariants import product
from grouptools.nn.layers.moments import mean_over_norms, mean_over_numbers, parity
from grouptools.representations import Irrep, Irreps

SILU = torch.nn.functional.silu


def test_irreps_afterwards():
    functions = [SILU, torch.tanh, torch.abs, None, None]
    layer = Activation("2x0e + 3x0o + 0o + 0o + 1e", functions)
    assert str(layer.irreps_out) == "2x0e + 3x0o + 0e + 0o + 1e"
    tetrahedral = gt.point_group("-43m")
    layer = Activation(
        Irreps("A1 + 2x A2 + A2 + E", tetrahedral), [SILU, torch.tanh, torch.abs, None]
    )
    assert layer.irreps_out == Irreps("A1 + 2xA2 + A1 + E", tetrahedral)


def test_values():
    x = torch.linspace(-2, 2, 7)
    layer = Activation("7x0o", [torch.abs])
    assert torch.allclose(layer(x), x.abs())
    scale = layer.functions[0].scale
    assert abs(scale - 1) < 1e-14


def test_moments_are_exact():
    assert mean_over_numbers(torch.ones_like) == pytest.approx(1, abs=1e-14)
    assert mean_over_numbers(lambda z: z**6) == pytest.approx(15, abs=1e-12)
    for d in (1, 2, 3, 5, 13):
        assert mean_over_norms(torch.ones_like, d) == pytest.approx(1, abs=1e-13)
        assert mean_over_norms(lambda r: r**4, d) == pytest.approx(d * (d + 2), rel=1e-13)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (torch.tanh, -1),
        (torch.abs, 1),
        (torch.cos, 1),
        (SILU, 0),
        (lambda x: x + 1e-6 * x**2, 0),
        (torch.nn.Hardtanh(), -1),
    ],
)
def test_parity(function, expected):
    assert parity(function) == expected


def test_a_function_that_only_looks_odd_breaks_the_group():
    """The check of parity is needed: with it left out, reflections do not commute."""
    layer = Activation("3x0o", [torch.tanh]).double()
    layer.functions[0].f = torch.sigmoid
    with pytest.raises(gt.checks.EquivarianceError):
        gt.checks.assert_equivariant(
            lambda x: layer(torch.from_numpy(x)), layer.irreps_in, layer.irreps_out
        )


def test_gates_with_signs():
    gate = Gate(
        "0o", [torch.tanh], "2x0o + 0e", [torch.tanh, torch.sigmoid], "1o + 2e + 1o"
    ).double()
    assert str(gate.irreps_in) == "3x0o + 0e + 1o + 2e + 1o"
    assert str(gate.irreps_out) == "0o + 1e + 2o + 1o"
    gt.checks.assert_equivariant(
        lambda x: gate(torch.from_numpy(x)), gate.irreps_in, gate.irreps_out, tolerance=1e-12
    )


def test_gate_values():
    gate = Gate("2x0e", [None], "0e + 0e", [None, None], "2x1o")
    x = torch.tensor([1.0, 2, 3, 4, 1, 1, 1, 1, 1, 1])
    assert gate(x).tolist() == [1, 2, 3, 3, 3, 4, 4, 4]


def test_products_of_irreps():
    assert product(Irrep("0o"), Irrep("2e")) == Irrep("2o")
    cubic = gt.point_group("432")
    assert product(cubic.irrep("A1"), cubic.irrep("T1")) == cubic.irrep("T1")
    with pytest.raises(ArgumentError) as caught:
        product(cubic.irrep("A2"), cubic.irrep("E"))
    assert "but the product is" in str(caught.value)
    assert "in another basis: use invariant factors, or a tensor product" in str(caught.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Activation("0e + 0o", [SILU]),
            "1 functions were given for the 2 terms of 0e + 0o: pass one for each, or None",
        ),
        (
            lambda: Activation("1o", [torch.tanh]),
            (
                'a function was given for Irrep("1o"), whose components the group mixes: pass '
                "None, and use a gate or a function of the norm"
            ),
        ),
        (
            lambda: Activation("0o", [torch.nn.ReLU()]),
            (
                'ReLU() was given for Irrep("0o"), whose vectors change sign, but it is neither '
                "even nor odd: pass one that is, such as torch.tanh or torch.abs"
            ),
        ),
        (
            lambda: Gate("", [], "2x0e", [torch.sigmoid], "1o"),
            (
                "2 gates (2x0e) were given for 1 gated irreps (1o), but each has its own: pass as "
                "many gates"
            ),
        ),
        (
            lambda: Gate("", [], "1o", [None], "1o"),
            'Irrep("1o") was given as a gate, but a gate is a factor: pass irreps of dimension 1',
        ),
    ],
)
def test_what_is_refused(make, message):
    with pytest.raises(ArgumentError) as caught:
        make()
    assert str(caught.value) == message


def test_functions_without_a_name_are_shown():
    leaky = partial(torch.nn.functional.leaky_relu, negative_slope=0.5)
    assert "leaky_relu" in repr(Activation("0e", [leaky]))


def test_a_function_without_a_mean_square_is_refused():
    with pytest.raises(ArgumentError, match=r"is 0\.0: pass a function that is not 0 and grows"):
        Activation("0e", [torch.zeros_like])
