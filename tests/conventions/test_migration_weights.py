"""Weights by name: which arrays are taken, what is left alone, and what does not fit."""

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import grouptools as gt
from grouptools.conventions import named
from grouptools.conventions.migration import (
    BASIS_CHANGES,
    Instruction,
    TensorProduct,
    basis_change,
    migrate_weights,
    read_layer,
)
from grouptools.errors import ArgumentError
from tests.conventions.products import couplings

CROSS = "tensor_product: 2x1o, 1o, 2x0e + 2x1e"  # to grouptools: 4 weights turn, 4 stay
SIGNS = np.array([-1.0] * 4 + [1.0] * 4)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.complex64])
def test_arrays_keep_their_dtype(dtype):
    weights = np.arange(1, 9).astype(dtype)
    migrated = migrate_weights({"w": weights}, {"w": CROSS}, "e3nn", "grouptools")["w"]
    assert migrated.dtype == dtype
    assert np.array_equal(migrated, weights * SIGNS)


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_tensors_of_torch_keep_their_dtype(dtype):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    weights = torch.arange(1, 9, dtype=getattr(torch, dtype), requires_grad=True)
    migrated = migrate_weights({"w": weights}, {"w": CROSS}, "e3nn", "grouptools")["w"]
    assert migrated.dtype == weights.dtype
    assert migrated.detach().double().tolist() == [-1, -2, -3, -4, 5, 6, 7, 8]
    migrated.sum().backward()
    assert weights.grad.double().tolist() == SIGNS.tolist()


def test_exact_weights_stay_exact():
    weights = np.array([sympy.sqrt(2)] * 8, dtype=object)
    layer = f"{CROSS}; irrep_normalization = component -> none"
    migrated = migrate_weights({"w": weights}, {"w": layer}, "e3nn", "e3nn")["w"]
    assert migrated[0] == sympy.sqrt(2)
    assert migrated[4] == sympy.sqrt(6)
    back = f"{CROSS}; irrep_normalization = none -> component"
    assert list(migrate_weights({"w": migrated}, {"w": back}, "e3nn", "e3nn")["w"]) == list(weights)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_weights_of_a_radial_network(axis):
    weights = np.arange(24.0).reshape((8, 3) if axis == 0 else (3, 8))
    layer = {"w": f"{CROSS}; axis = {axis}"}
    migrated = migrate_weights({"w": weights}, layer, "e3nn", "grouptools")["w"]
    assert np.array_equal(migrated, weights * (SIGNS[:, None] if axis == 0 else SIGNS))


def test_what_is_not_named_comes_back_itself():
    state = {"a.w": np.ones(8), "b.w": np.ones(8), "b.bias": np.ones(2), "step": 3}
    migrated = migrate_weights(state, {"?.w": CROSS}, "e3nn", "grouptools")
    assert list(migrated) == list(state)
    assert np.array_equal(migrated["a.w"], SIGNS)
    assert np.array_equal(migrated["b.w"], SIGNS)
    assert migrated["b.bias"] is state["b.bias"]
    assert migrated["step"] == 3


def test_linear_maps_do_not_change():
    state = {"w": np.arange(36.0)}
    layer = {"w": "linear: 8x0e + 2x1o, 4x0e + 2x1o + 1e"}
    assert migrate_weights(state, layer, "e3nn", "grouptools complex")["w"] is state["w"]


@pytest.mark.parametrize(
    "name", ["_w3j_1_2_2", "tp._compiled_main_left_right._w3j_1_2_2", "w3j_1_2_2"]
)
def test_couplings_of_e3nn_are_recognized(name):
    old, new = (couplings(version)[1, 2, 2] for version in ("e3nn 0.4.4", "e3nn"))
    migrated = migrate_weights({name: old}, {}, "e3nn 0.4.4", "e3nn")[name]
    assert np.abs(migrated - new).max() < 1e-15
    assert np.abs(old - new).max() > 0.1
    ours = migrate_weights({name: old.astype(np.float32)}, {}, "e3nn 0.4.4", "grouptools")[name]
    assert ours.dtype == np.float32
    assert np.abs(ours - gt.clebsch_gordan(1, 2, 2)).max() < 1e-6


@pytest.mark.parametrize(
    "tensor", [couplings("e3nn")[1, 2, 2], couplings("e3nn")[1, 1, 1], np.zeros((3, 5, 5))]
)
def test_couplings_of_another_convention_are_refused(tensor):
    with pytest.raises(ArgumentError, match="built under another convention, which is its source"):
        migrate_weights({"tp._w3j_1_2_2": tensor}, {}, "e3nn 0.4.4", "e3nn")


def test_from_a_real_basis_to_a_complex_one():
    state = {"w": np.ones(8, complex)}
    migrated = migrate_weights(state, {"w": CROSS}, "grouptools", "grouptools complex")["w"]
    assert np.array_equal(migrated, [1, 1, 1, 1, -1j, -1j, -1j, -1j])
    with pytest.raises(ArgumentError, match="some weights take a factor i: pass complex weights"):
        migrate_weights({"w": np.ones(8)}, {"w": CROSS}, "grouptools", "grouptools complex")


@st.composite
def products(draw):
    """Tensor products of up to three couplings, each by one or two modes, in random norms."""
    n, terms, paths = draw(st.integers(1, 3)), ([], [], []), []
    for k in range(draw(st.integers(1, 3))):
        l1, l2 = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        l3 = draw(st.integers(abs(l1 - l2), l1 + l2))
        p1, p2 = draw(st.sampled_from("eo")), draw(st.sampled_from("eo"))
        labels = f"{l1}{p1}", f"{l2}{p2}", f"{l3}{'e' if p1 == p2 else 'o'}"
        for term, label in zip(terms, labels, strict=True):
            term.append((n, label))
        modes = st.sampled_from(["uvw", "uvu", "uvv", "uuw", "uuu", "u<vw"])
        paths += [Instruction(k, k, k, draw(modes)) for _ in range(draw(st.integers(1, 2)))]
    norms = (
        draw(st.tuples(*[st.sampled_from(["component", "norm", "none"])] * 2)),
        draw(st.tuples(*[st.sampled_from(["element", "path", "none"])] * 2)),
    )
    return TensorProduct(*map(gt.Irreps, terms), tuple(paths), draw(st.integers(0, 2)), *norms)


CONVENTIONS = st.sampled_from([named(n) for n in ("grouptools", "e3nn", "e3nn 0.4.4")])


@settings(max_examples=100, deadline=None)
@given(products(), CONVENTIONS, CONVENTIONS)
def test_way_back_is_the_identity_exactly(product, source, target):
    rules = product.rules(source, target)
    turned = TensorProduct(
        product.irreps_in1,
        product.irreps_in2,
        product.irreps_out,
        product.instructions,
        product.harmonics,
        product.irrep_normalization[::-1],
        product.path_normalization[::-1],
    )
    for rule, back in zip(rules, turned.rules(target, source), strict=True):
        assert rule[:2] == back[:2]
        assert rule.factor * back.factor == 1


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (
            {"v": CROSS},
            "a layer was given for 'v', but no tensor has a name like this: there are 'w'",
        ),
        (
            {"w": CROSS, "?": CROSS},
            "layers were given for 'w' and '\\?', which both fit the tensor 'w'",
        ),
        (
            {"w": "tensor_product: 1o, 1o, 1e"},
            "its layer has 1 weights along axis -1: check its irreps",
        ),
        (
            {"w": f"{CROSS}; axis = 1"},
            "of shape \\(8,\\) was given, but its layer has 8 weights along",
        ),
    ],
)
def test_layers_that_do_not_fit(layers, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        migrate_weights({"w": np.ones(8)}, layers, "e3nn", "grouptools")


def test_weights_that_come_from_outside():
    with pytest.raises(ArgumentError, match="name the last layer of the radial network"):
        migrate_weights({"w": np.ones(0)}, {"w": CROSS}, "e3nn", "grouptools")


def test_long_lists_of_names_are_cut():
    state = {f"w{k}": np.ones(1) for k in range(10)}
    with pytest.raises(ArgumentError, match="'w7' and 2 more"):
        migrate_weights(state, {"v": CROSS}, "e3nn", "grouptools")


def test_layers_may_be_values():
    state = {"w": np.ones(8)}
    migrated = migrate_weights(state, {"w": read_layer(CROSS)}, named("e3nn"), named("grouptools"))
    assert np.array_equal(migrated["w"], SIGNS)


def test_kernel_coefficients_of_the_first_version():
    assert basis_change(3, 1, 1) == sympy.eye(3)
    assert set(BASIS_CHANGES) == {(1, gt.BASIS_VERSION)}
    sentence = "from version 1 to version 2 was asked for, but known are those from 1 to 1"
    with pytest.raises(ArgumentError, match=sentence):
        basis_change(3, 1, 2)
