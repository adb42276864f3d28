"""Contractions are the 4-linear form of their plan, in every slot, whatever the graph."""

import tracemalloc
from itertools import product as pairs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grouptools as gt
from grouptools.errors import ArgumentError
from grouptools.numeric import threads
from grouptools.numeric.contraction import evaluation
from grouptools.numeric.contraction.evaluation import (
    Edges,
    product,
    product_gradients,
    second_gradients,
)
from grouptools.numeric.contraction.plan import ProductPlan, channelwise_plan

ALL = (True, True, True)
O = gt.point_group("O")
C5 = gt.cyclic(5)
EVERY_O = gt.Irreps([(8, irrep) for irrep in O.irreps()], O)
EVERY_C5 = gt.Irreps([(3, irrep) for irrep in C5.irreps()], C5)

#: One register of channels, several, parts of one, many components, other groups.
PLANS = {
    "one register": channelwise_plan(
        *["8x0e + 8x1o + 8x2e", "0e + 1o + 2e"] * 1, "8x0e + 8x1o + 8x2e"
    ),
    "several": channelwise_plan("16x0e + 24x1o", "0e + 1o + 2e", "16x0e + 24x1o + 24x2e"),
    "parts": channelwise_plan("3x0e + 5x1o", "0e + 1o + 2e", "0e + 1o + 2o", separate=True),
    "many components": channelwise_plan("2x4e + 2x6o", "2e + 5o", "2x4e + 2x3o + 2x6o"),
    "O": channelwise_plan(EVERY_O, "A2 + E + T1", EVERY_O),
    "C5": channelwise_plan(EVERY_C5, gt.Irreps(C5.irreps()), EVERY_C5),
    "nothing": ProductPlan(*map(gt.Irreps, ("4x1o", "1o", "4x1o")), ()),
}


class Case:
    """A plan, a graph and arrays for all slots."""

    def __init__(self, plan, nodes=6, count=40, dtype="float64", own=(), shared=False, seed=0):
        """`own`: of "source" and "target", what each edge has a row of its own for."""
        self.plan, self.rng = plan, np.random.default_rng(seed)
        self.source = None if "source" in own else self.rng.integers(0, nodes, count)
        self.target = None if "target" in own else self.rng.integers(0, nodes + 1, count)
        rows_x = count if self.source is None else nodes
        rows_g = count if self.target is None else nodes + 1
        sizes = [sum(n * d for n, d in layout) for layout in plan.layouts]
        self.shapes = [(rows_x, sizes[0]), (count, sizes[1])]
        self.shapes += [(1 if shared else count, plan.weight_numel), (rows_g, sizes[2])]
        self.dtype = dtype
        self.edges = Edges(self.source, self.target, count, nodes, nodes + 1)
        self.x, self.y, self.w, self.g = self.normal()

    def normal(self):
        return tuple(self.rng.normal(size=shape).astype(self.dtype) for shape in self.shapes)

    def form(self, x, y, w, g):
        """T by its definition, path by path."""
        x = x if self.source is None else x[self.source]
        g = g if self.target is None else g[self.target]
        total = 0.0
        for path, part in zip(self.plan.paths, self.plan.weight_slices, strict=True):
            c = self.plan.coefficients(path, "float64")
            ends = path.first, path.second, path.target
            xs, ys, gs = (
                term(a, layout, k)
                for a, layout, k in zip((x, y, g), self.plan.layouts, ends, strict=True)
            )
            ws = np.broadcast_to(w[:, part], (len(y), w[:, part].shape[1]))
            total += np.einsum("eui,ej,eu,euk,ijk", xs, ys[:, 0], ws, gs, c, optimize=True)
        return total


def term(array, layout, k):
    """The features of term k, (edges, copies, components)."""
    begin = sum(n * d for n, d in layout[:k])
    n, d = layout[k]
    return array[:, begin : begin + n * d].reshape(len(array), n, d)


def pairing(a, b):
    return float((a.astype(float) * b).sum())


@pytest.fixture(params=PLANS)
def plan(request):
    return PLANS[request.param]


@pytest.fixture(params=[(), ("source",), ("target",), ("source", "target")], ids=str)
def own(request):
    return request.param


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_slot_is_a_derivative_of_the_form(plan, own, shared, dtype):
    case = Case(plan, own=own, shared=shared, dtype=dtype)
    x, y, w, g = case.x, case.y, case.w, case.g
    bound = 1e-12 if dtype == "float64" else 2e-5
    a, b, c, d = case.normal()
    scale = 1 + np.sqrt(len(y) * max(plan.weight_numel, 1)) * 10
    gx, gy, gw = product_gradients(plan, case.edges, x, y, w, g, ALL)
    z = product(plan, case.edges, x, y, w)
    for found, direction, arguments in (
        (gx, a, (a, y, w, g)),
        (gy, b, (x, b, w, g)),
        (gw, c, (x, y, c, g)),
        (z, d, (x, y, w, d)),
    ):
        assert found.dtype == dtype
        assert found.shape == direction.shape
        assert abs(pairing(found, direction) - case.form(*arguments)) < bound * scale


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("missing", list(pairs([False, True], repeat=3)))
def test_second_gradients_are_derivatives_of_the_sum(plan, own, shared, missing):
    case = Case(plan, own=own, shared=shared)
    given = case.x, case.y, case.w, case.g
    second = case.normal()[:3]
    asked = tuple(None if gone else s for gone, s in zip(missing, second, strict=True))
    found = second_gradients(plan, case.edges, given, asked, (True,) * 4)
    direction = case.normal()
    for k in range(4):
        expected = 0.0
        for moved in range(3):
            if moved != k and not missing[moved]:
                arguments = list(given)
                arguments[moved], arguments[k] = second[moved], direction[k]
                expected += case.form(*arguments)
        scale = 1 + np.sqrt(len(case.y) * max(plan.weight_numel, 1)) * 10
        assert abs(pairing(found[k], direction[k]) - expected) < 1e-12 * scale


def test_a_wrong_coefficient_is_seen(monkeypatch):
    case = Case(PLANS["one register"])
    right = case.plan.coefficients

    def wrong(path, dtype):
        c = right(path, dtype).copy()
        c.flat[np.flatnonzero(c)[0]] *= 1 + 1e-6
        return c

    z = product(case.plan, case.edges, case.x, case.y, case.w)
    object.__setattr__(case.plan, "coefficients", wrong)
    try:
        assert abs(pairing(z, case.g) - case.form(case.x, case.y, case.w, case.g)) > 1e-8
    finally:
        object.__delattr__(case.plan, "coefficients")


@pytest.mark.parametrize("wanted", list(pairs([False, True], repeat=3)))
def test_only_what_is_wanted_is_computed(wanted):
    case = Case(PLANS["parts"])
    given = case.x, case.y, case.w, case.g
    every = product_gradients(case.plan, case.edges, *given, ALL)
    found = product_gradients(case.plan, case.edges, *given, wanted)
    for want, one, all_of_it in zip(wanted, found, every, strict=True):
        assert np.array_equal(one, all_of_it) if want else one.size == 0


@pytest.mark.parametrize("own", [(), ("source",), ("target",)], ids=str)
@pytest.mark.parametrize("shared", [False, True])
def test_sums_do_not_depend_on_threads(own, shared, monkeypatch):
    case = Case(PLANS["one register"], nodes=23, count=700, own=own, shared=shared)
    given, second = (case.x, case.y, case.w, case.g), case.normal()[:3]

    def everything():
        yield product(case.plan, case.edges, *given[:3])
        yield from product_gradients(case.plan, case.edges, *given, ALL)
        yield from second_gradients(case.plan, case.edges, given, second, (True,) * 4)

    once = list(everything())
    for module in (threads, evaluation):
        monkeypatch.setattr(module, "SMALLEST_SLICE", 1 << 10)
    for count in (1, 2, 3, 7):
        with gt.threads_limited_to(count):
            for a, b in zip(once, everything(), strict=True):
                assert np.array_equal(a, b)


@pytest.mark.parametrize("shared", [False, True])
def test_chunks_change_nothing(own, shared, monkeypatch):
    case = Case(PLANS["parts"], count=100, own=own, shared=shared)
    given, second = (case.x, case.y, case.w, case.g), case.normal()[:3]

    def everything():
        yield product(case.plan, case.edges, *given[:3])
        yield from second_gradients(case.plan, case.edges, given, second, (True,) * 4)

    once = list(everything())
    monkeypatch.setattr(evaluation, "CHUNK", 8)
    monkeypatch.setattr(evaluation, "LONGEST", 24)
    for k, (a, b) in enumerate(zip(once, everything(), strict=True)):
        if shared and k == 3:  # its groups are chunks
            np.testing.assert_allclose(a, b, atol=1e-12)
        else:
            assert np.array_equal(a, b)


def test_sums_are_taken_in_the_order_of_the_edges():
    """0.1 + 0.7 + 0.2 + ... in this order and no other."""
    plan = channelwise_plan("0e", "0e", "0e")
    y = np.random.default_rng(3).normal(size=(500, 1))
    target = np.random.default_rng(4).integers(0, 3, 500)
    edges = Edges(np.zeros(500, np.int64), target, 500, 1, 3)
    found = product(plan, edges, np.ones((1, 1)), y, np.ones((1, 1)))
    expected = np.zeros(3)
    np.add.at(expected, target, y[:, 0])
    assert found[:, 0].tolist() == expected.tolist()


def test_nothing_is_read_beside_the_arrays(own):
    """All arrays lie among numbers that are not finite."""
    for name in ("one register", "parts", "many components"):
        case = Case(PLANS[name], own=own, count=37)

        def among(array):
            room = np.full(array.size + 256, np.nan)
            room[128 : 128 + array.size] = array.reshape(-1)
            return room[128 : 128 + array.size].reshape(array.shape)

        given = tuple(map(among, (case.x, case.y, case.w, case.g)))
        second = tuple(map(among, case.normal()[:3]))
        assert np.isfinite(product(case.plan, case.edges, *given[:3])).all()
        for asked in (second, (None, second[1], None), (second[0], None, None)):
            found = second_gradients(case.plan, case.edges, given, asked, (True,) * 4)
            assert all(np.isfinite(one).all() for one in found)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=5), st.integers(0, 4))
def test_edges_to_no_node_are_refused(index, nodes):
    array = np.array(index, dtype=np.int64)
    if all(0 <= k < nodes for k in index):
        Edges(array, None, len(index), nodes, 0)
        return
    low, high = min(index), max(index)
    for name, ends in (("source", (array, None)), ("target", (None, array))):
        with pytest.raises(ArgumentError) as error:
            Edges(*ends, len(index), nodes, nodes)
        assert str(error.value) == (
            f"{name} nodes from {low} to {high} were given, but there are {nodes} nodes: number "
            f"them from 0 to {nodes - 1}"
        )


def test_arrays_that_do_not_fit_are_refused():
    case = Case(PLANS["one register"])
    given = [case.x, case.y, case.w, case.g]
    for k in range(4):
        for wrong in (given[k][1:], given[k][:, 1:], given[k].astype("float32"), given[k][0]):
            arguments = [*given[:k], wrong, *given[k + 1 :]]
            with pytest.raises(ArgumentError, match="for all are expected"):
                product_gradients(case.plan, case.edges, *arguments, ALL)
            if k < 3:
                with pytest.raises(ArgumentError, match="for all are expected"):
                    product(case.plan, case.edges, *arguments[:3])
                second = [*given[:k], wrong, *given[k + 1 : 3]]
                with pytest.raises(ArgumentError, match="for all are expected"):
                    second_gradients(case.plan, case.edges, tuple(given), second, (True,) * 4)
    for index in (case.source[1:], case.source.astype(float), case.source[:, None]):
        with pytest.raises(ArgumentError, match="an integer for each of 40 edges is expected"):
            Edges(index, None, 40, 6, 7)


def test_graphs_without_edges_and_nodes_without_edges(plan, own):
    empty = Case(plan, count=0, own=own)
    z = product(plan, empty.edges, empty.x, empty.y, empty.w)
    assert not z.any()
    for found in product_gradients(plan, empty.edges, empty.x, empty.y, empty.w, empty.g, ALL):
        assert not found.any()
    if "target" not in own:
        few = Case(plan, nodes=50, count=3, own=own)
        z = product(plan, few.edges, few.x, few.y, few.w)
        lonely = np.setdiff1d(np.arange(51), few.target)
        assert not z[lonely].any()


def test_what_is_not_a_number_stays_with_its_node():
    case = Case(PLANS["parts"], nodes=9, count=30)
    case.y[4] = np.nan
    z = product(case.plan, case.edges, case.x, case.y, case.w)
    assert np.flatnonzero(np.isnan(z).any(1)).tolist() == [case.target[4]]
    gx, _, gw = product_gradients(case.plan, case.edges, case.x, case.y, case.w, case.g, ALL)
    assert np.flatnonzero(np.isnan(gx).any(1)).tolist() == [case.source[4]]
    assert np.flatnonzero(np.isnan(gw).any(1)).tolist() == [4]


def test_memory_does_not_grow_with_edges():
    """Beside results: packed rows of nodes, and a few numbers for each edge."""
    plan = channelwise_plan("32x0e + 32x1o", "0e + 1o", "32x0e + 32x1o")
    peaks = []
    for count in (40_000, 80_000):
        case = Case(plan, nodes=50, count=count, dtype="float32", own=())
        product(plan, case.edges, case.x, case.y, case.w)
        tracemalloc.start()
        product(plan, case.edges, case.x, case.y, case.w)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / 40_000 <= 16  # bytes; a message has 512
