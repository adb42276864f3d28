"""Rules of migration: the exact factors are those by which the tensors of packages differ."""

from itertools import permutations

import numpy as np
import pytest
import sympy

import grouptools as gt
from grouptools.conventions import change_of_basis, named
from grouptools.conventions.change import unitary_change
from grouptools.conventions.convention import Convention
from grouptools.conventions.convert import convert
from grouptools.conventions.migration import (
    Instruction,
    TensorProduct,
    channelwise_instructions,
    coupling_factor,
    full_instructions,
    harmonics_factor,
    migration_rules,
)
from grouptools.conventions.migration.instructions import weight_numel
from grouptools.errors import ArgumentError, SelectionRuleError
from tests.conventions.products import couplings, recorded, sequence, tensor_product
from tests.peers import inputs
from tests.peers.recorders.e3nn import IRREPS_1, IRREPS_2, MODES

NAMES = ("grouptools", "grouptools complex", "e3nn", "e3nn 0.4.4")
PAIRS = list(permutations(NAMES, 2))
ROUNDING = 1e-14


def matrices(source, target):
    """The unitary changes of features."""
    return [
        np.array(unitary_change(l, named(source), named(target)).tolist(), complex)
        for l in range(inputs.L_MAX + 1)
    ]


def changed(tensor, M1, M2, M3):
    """M3 C M1^-1 M2^-1."""
    return np.einsum("kc,abc,ia,jb->ijk", M3, tensor, M1.conj(), M2.conj())


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_factors_are_those_between_the_tensors(source, target):
    M = matrices(source, target)
    for (l1, l2, l3), tensor in couplings(source).items():
        factor = complex(coupling_factor(l1, l2, l3, named(source), named(target)))
        found = factor * changed(tensor, M[l1], M[l2], M[l3])
        expected = couplings(target)[l1, l2, l3]
        assert np.abs(found - expected).max() < ROUNDING
        assert np.abs(-found - expected).max() > 0.1, "another sign would not be seen"


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_there_and_back_is_one_exactly(source, target):
    s, t, third = named(source), named(target), named("e3nn")
    for triple in inputs.TRIPLES:
        assert coupling_factor(*triple, s, t) * coupling_factor(*triple, t, s) == 1
        onwards = coupling_factor(*triple, s, third) * coupling_factor(*triple, third, t)
        assert sympy.expand(onwards) == coupling_factor(*triple, s, t)


@pytest.mark.parametrize("target", ["e3nn", "e3nn; normalization = norm", "grouptools complex"])
@pytest.mark.parametrize("l", range(4))
def test_harmonics_differ_by_their_norms(l, target):
    s, t = named("grouptools"), Convention.parse(target)
    expected = change_of_basis(l, s, t)
    assert harmonics_factor(l, s, t) * unitary_change(l, s, t) == expected
    assert harmonics_factor(l, s, t) * harmonics_factor(l, t, s) == 1


@pytest.mark.parametrize("norms", ["component_element", "norm_path"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("source", ["e3nn", "e3nn 0.4.4"])
def test_layers_of_e3nn_by_einsum_with_migrated_weights(source, mode, norms):
    out, paths = MODES[mode]
    irreps = [gt.Irreps(text) for text in (IRREPS_1, IRREPS_2, out)]
    irrep_norm, path_norm = norms.split("_")
    rules = migration_rules(
        *irreps,
        [(*path, mode) for path in paths],
        source=source,
        target="grouptools",
        irrep_normalization=(irrep_norm, "none"),
        path_normalization=(path_norm, "none"),
    )
    assert_same_output(source, irreps, rules, f"product_{mode}_{norms}")


@pytest.mark.parametrize("source", ["e3nn", "e3nn 0.4.4"])
def test_fully_connected_layer_of_e3nn_by_einsum(source):
    irreps = [gt.Irreps(text) for text in (IRREPS_1, IRREPS_2, "3x0e+2x1e+1x2e")]
    rules = migration_rules(
        *irreps,
        source=source,
        target="grouptools",
        irrep_normalization=("component", "none"),
        path_normalization=("element", "none"),
    )
    assert_same_output(source, irreps, rules, "product_fully_connected")


def assert_same_output(source, irreps, rules, name):
    """The recorded output of a layer, from this library's couplings and converted features."""
    weights = sequence(rules[-1].slice.stop, 0.1)
    for _, part, factor in rules:
        weights[part] *= float(factor)
    x, y = (
        convert(sequence(8, step), "features", source, "grouptools", irreps=one)
        for one, step in ((irreps[0], 0.3), (irreps[1], -0.2))
    )
    expected = convert(recorded(source)[name], "features", source, "grouptools", irreps=irreps[2])
    found = tensor_product(rules, irreps, weights, x, y, couplings("grouptools"))
    assert np.abs(found - expected).max() < 10 * ROUNDING * np.abs(expected).max()
    turned = weights * np.repeat(
        [-1, *[1] * (len(rules) - 1)], [r.slice.stop - r.slice.start for r in rules]
    )
    wrong = tensor_product(rules, irreps, turned, x, y, couplings("grouptools"))
    assert np.abs(wrong - expected).max() > 1e-3, "another sign would not be seen"


def test_harmonics_of_a_slot_bring_their_norm():
    """w C_s x Y_s is the same function as w' C_t x' Y_t, with Y as each convention has it."""
    irreps = [gt.Irreps(text) for text in ("2x1o", "0e + 1o + 2e", "1x0e + 2x1o + 1x1e + 1x2o")]
    source, target = named("e3nn"), named("grouptools")
    none = {"irrep_normalization": ("none",) * 2, "path_normalization": ("none",) * 2}
    rules = migration_rules(*irreps, source=source, target=target, harmonics=2, **none)
    weights, x = sequence(rules[-1].slice.stop, 0.1), sequence(6, 0.3)
    Y = gt.spherical_harmonics(2, np.array([0.3, -0.5, 0.2]))
    Y_source = convert(Y, "harmonics", target, source)
    expected = tensor_product(rules, irreps, weights, x, Y_source, couplings("e3nn"))
    for _, part, factor in rules:
        weights[part] *= float(factor)
    x_target = convert(x, "features", source, target, irreps=irreps[0])
    found = tensor_product(rules, irreps, weights, x_target, Y, couplings("grouptools"))
    back = convert(found, "features", target, source, irreps=irreps[2])
    assert np.abs(back - expected).max() < 100 * ROUNDING


def test_only_odd_couplings_of_e3nn_changed_sign():
    turned = {
        triple
        for triple in inputs.TRIPLES
        if coupling_factor(*triple, named("e3nn 0.4.4"), named("e3nn")) == -1
    }
    assert {tuple(sorted(t)) for t in turned if max(t) <= 3} == {(1, 2, 2), (1, 3, 3)}
    assert all(sum(t) % 2 for t in turned)


def test_signs_of_every_coupling_that_e3nn_0_4_4_has():
    """The largest entries of all tensors to l = 11, whose places are the same."""
    old, new = recorded("e3nn 0.4.4"), recorded("e3nn")
    assert np.array_equal(old["triples"], new["triples"])
    assert np.array_equal(old["largest_at"], new["largest_at"])
    for triple, before, after in zip(
        old["triples"].tolist(), old["largest"], new["largest"], strict=True
    ):
        factor = coupling_factor(*triple, named("e3nn 0.4.4"), named("e3nn"))
        assert abs(factor * before - after) < ROUNDING


def test_full_instructions_are_those_of_e3nn():
    o3 = pytest.importorskip("e3nn.o3", reason="e3nn is not installed")
    texts = "3x0e+2x1o+1x0o+2x1e+1x2e", "1x0e+2x1o+1x2e+1x3o", "2x0e+1x0o+3x1o+1x1e+2x2o+1x3o"
    layer = o3.FullyConnectedTensorProduct(*texts)
    irreps = [gt.Irreps(text) for text in texts]
    ours = full_instructions(*irreps)
    assert [tuple(path[:3]) for path in ours] == [tuple(path[:3]) for path in layer.instructions]
    sizes = [weight_numel(path, *irreps) for path in ours]
    assert sizes == [int(np.prod(path.path_shape)) for path in layer.instructions]


def test_channelwise_instructions_are_those_of_e3nns_models():
    points = pytest.importorskip(
        "e3nn.nn.models.v2106.points_convolution", reason="e3nn is not installed"
    )
    node, edge, wanted = "3x0e+2x1o+2x1e+1x2e", "1x0e+1x1o+1x2e", "4x0e+4x0o+4x1o+4x1e+4x2e+4x2o"
    layer = points.Convolution(node, "1x0e", edge, wanted, [2, 4], 1.0).tp
    result, paths = channelwise_instructions(*map(gt.Irreps, (node, edge, wanted)))
    assert str(layer.irreps_out) == "+".join(f"{n}x{irrep}" for n, irrep in result)
    assert [tuple(path[:4]) for path in paths] == [tuple(i[:4]) for i in layer.instructions]
    by_result = channelwise_instructions(*map(gt.Irreps, (node, edge, wanted)), by_result=True)
    assert by_result == (result, tuple(sorted(paths, key=lambda path: path.target)))


@pytest.mark.parametrize("mode", ["uvu<v", "u<vw"])
def test_pairs_of_different_copies(mode):
    o3 = pytest.importorskip("e3nn.o3", reason="e3nn is not installed")
    torch = pytest.importorskip("torch", reason="torch is not installed")
    texts = "4x1o", "4x1o", "6x0e+6x1e" if mode == "uvu<v" else "2x0e+3x1e"
    paths = [(0, 0, 0, mode, True), (0, 0, 1, mode, True)]
    layer = o3.TensorProduct(*texts, paths).to(torch.float64)
    irreps = [gt.Irreps(text) for text in texts]
    rules = migration_rules(
        *irreps,
        paths,
        source="e3nn",
        target="grouptools",
        irrep_normalization=("component", "none"),
        path_normalization=("element", "none"),
    )
    weights, x, y = sequence(layer.weight_numel, 0.1), sequence(12, 0.3), sequence(12, -0.2)
    expected = layer(*map(torch.from_numpy, (x, y, weights.copy()))).numpy()
    for _, part, factor in rules:
        weights[part] *= float(factor)
    x, y = (convert(v, "features", "e3nn", "grouptools", irreps=irreps[0]) for v in (x, y))
    found = tensor_product(rules, irreps, weights, x, y, couplings("grouptools"))
    back = convert(found, "features", "grouptools", "e3nn", irreps=irreps[2])
    assert np.abs(back - expected).max() < 1e-6  # the layer's couplings were rounded to float32


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ((0, 0, 0, "uvx"), "its mode is one of uvw, uvu, uvv, uuw, uuu, uvuv, uvu<v, u<vw"),
        ((0, 3, 0, "uvw"), "there are 2, 1 and 2 terms to couple, counted from 0"),
        ((1, 0, 1, "uvw"), "of 4x1o x 2x1o -> 3x1o was given, but degrees or parities forbid it"),
        ((0, 0, 1, "uvu"), "mode 'uvu' asks for copies with u = w"),
        ((1, 0, 0, "uuw"), "mode 'uuw' asks for copies with u = v"),
    ],
)
def test_paths_that_cannot_be(path, sentence):
    with pytest.raises(ArgumentError, match=sentence.replace("(", r"\(")):
        migration_rules(
            "2x0e + 4x1o", "2x1o", "2x0e + 3x1o", [path], source="e3nn", target="grouptools"
        )


def test_a_path_without_weights_takes_no_factor():
    terms = [gt.Irreps(text) for text in ("1o", "2e", "2o")]
    product = TensorProduct(*terms, (Instruction(0, 0, 0, "uvw", False),))
    s, t = named("e3nn 0.4.4"), named("e3nn")
    assert product.runs(t, t) == [(0, 1)]
    with pytest.raises(ArgumentError, match="has no weights that could take up the factor -1"):
        product.runs(s, t)


@pytest.mark.parametrize(
    ("convention", "sentence"),
    [
        ("pyscf", "it has no couplings: add `coupling = orthonormal` or `coupling = unit`"),
        ("grouptools complex; coupling = 3j", "3j symbols, which give no features"),
        ("e3nn; coupling_sign = None", "leaves the sign of couplings open"),
    ],
)
def test_conventions_without_the_couplings(convention, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        coupling_factor(1, 1, 2, Convention.parse(convention), named("e3nn"))


def test_other_arguments_that_cannot_be():
    s, t = named("e3nn"), named("grouptools")
    with pytest.raises(SelectionRuleError, match="breaks the triangle rule"):
        coupling_factor(1, 1, 3, s, t)
    with pytest.raises(ArgumentError, match="different norms, which no weight can take up"):
        harmonics_factor(1, s, Convention.parse("grouptools; normalization = unnormalized"))
    with pytest.raises(ArgumentError, match="harmonics = 3 was given, but it is one of 0, 1, 2"):
        migration_rules("1o", "1o", "0e", source=s, target=t, harmonics=3)
    with pytest.raises(ArgumentError, match="'mean' was given, but it is one of element, path, "):
        migration_rules("1o", "1o", "0e", source=s, target=t, path_normalization=("mean", "none"))
    with pytest.raises(ArgumentError, match=r"conventions differ in irreps of O\(3\) and SO\(3\)"):
        migration_rules(*[gt.Irreps("T1u", gt.point_group("m-3m"))] * 3, source=s, target=t)
    with pytest.raises(ArgumentError, match="7 was given where a convention is expected"):
        migration_rules("1o", "1o", "0e", source=7, target=t)
