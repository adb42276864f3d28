"""Rounding, sampling and faults are told apart, in functions and in modules."""

import subprocess
import sys

import numpy as np
import pytest
import torch

import grouptools as gt
from grouptools.checks import Deviation, EquivarianceReport, equivariance_error, equivariance_report
from grouptools.errors import ArgumentError
from grouptools.nn.functional import scatter_sum
from grouptools.nn.graphs import radius_graph
from grouptools.nn.layers import BatchNorm, Dropout, EquivariantModule, Linear, S2Activation
from grouptools.representations import Irrep, Irreps

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")

VECTORS = Irreps("4x1o")
PRODUCTS = Irreps("4x0e + 4x1e + 4x2e")
SIGNALS = "2x0e + 2x1o + 2x2e"


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


class Squares(EquivariantModule):
    """The products of each vector with a mix of them, to 0e, 1e, 2e; `spoilt` scales one entry."""

    def __init__(self, spoilt=1.0, where=2):
        super().__init__(VECTORS, PRODUCTS)
        self.mix = Linear(VECTORS, VECTORS)
        for l in range(3):
            C = gt.clebsch_gordan(1, 1, l)
            if l == where:
                C[tuple(np.argwhere(C)[0])] *= spoilt
            self.hold(f"C{l}", C)

    def forward(self, x):
        u, v = (y.unflatten(-1, (4, 3)) for y in (x, self.mix(x)))
        parts = [torch.einsum("abc,...ua,...ub->...uc", C, u, v) for C in self.buffers()]
        return torch.cat([part.flatten(-2) for part in parts], -1)


def report(module, **given):
    return equivariance_report(module, module.irreps_in, module.irreps_out, **given)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_a_right_module_rounds(dtype):
    found = report(Squares().to(dtype))
    assert found.verdict == "rounding"
    assert (found.sampling, found.fault) == (0, 0)
    assert found.rounding == found.measured.worst < 30 * found.measured.epsilon
    assert found.measured.epsilon == torch.finfo(dtype).eps
    assert found.double.worst < 1e-14
    assert list(found.measured.by_irrep) == ["0e", "1e", "2e"]
    assert all(found.measured.by_irrep.values())


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("where", [0, 1, 2])
@pytest.mark.parametrize("size", [1e-2, 1e-7, 1e-11])
def test_one_wrong_coefficient_is_a_fault_of_its_irrep(dtype, where, size):
    found = report(Squares(1 + size, where).to(dtype))
    assert found.verdict == "fault"
    assert found.sampling == 0
    assert size / 10 < found.fault < size
    errors = found.double.by_irrep
    assert errors.pop(f"{where}e") == found.fault
    assert max(errors.values()) < 1e-14
    if size == 1e-11 and dtype == torch.float32:  # there all looks well
        assert found.measured.worst < 30 * found.measured.epsilon
        assert found.rounding == pytest.approx(found.measured.worst, rel=1e-3)


def test_constants_that_were_rounded_to_float32_are_a_fault():
    class Rounded(Squares):
        def hold(self, name, master):
            super().hold(name, master.astype(np.float32).astype(np.float64))

    found = report(Rounded())
    assert found.verdict == "fault"
    assert 1e-9 < found.fault < 1e-7


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_cancellation_is_rounding(dtype):
    class Cancelling(Squares):
        def forward(self, x):
            y = super().forward(x)
            large = 1e4 * y.square().sum()
            return (y + large) - large

    found = report(Cancelling().to(dtype))
    assert found.verdict == "rounding"
    assert found.measured.worst > 1000 * found.measured.epsilon
    assert found.fault == 0
    assert found.single is not None


@pytest.mark.parametrize("f", [torch.tanh, torch.relu])
def test_a_coarse_grid_is_sampling(f):
    def at(k):
        return S2Activation(SIGNALS, f, degree=6 * 2**k)

    found = report(at(0), refine=at)
    assert found.verdict == "sampling"
    assert found.fault == 0
    assert 1e-4 < found.sampling == found.double.worst
    errors = [one.worst for one in (found.double, *found.refined)]
    assert errors[-1] < errors[0] / 8
    assert found.sampling + found.rounding == pytest.approx(found.measured.worst)


def test_a_fine_grid_rounds_and_is_not_refined():
    layer = S2Activation("2x0e + 2x1o", torch.square, degree=3)
    found = report(layer, refine=lambda k: pytest.fail("nothing is left"))
    assert found.verdict == "rounding"
    assert found.refined == ()


def test_a_fault_stays_on_finer_grids():
    class Spoilt(S2Activation):
        def forward(self, x):
            y = super().forward(x)
            return y * torch.tensor([1, 1, 1 + 1e-3] + [1] * (y.shape[-1] - 3)).to(y)

    def at(k):
        return Spoilt(SIGNALS, torch.tanh, degree=6 * 2**k)

    found = report(at(0), refine=at)
    assert found.verdict == "fault"
    assert 1e-4 < found.fault < 1e-3 < found.sampling
    assert found.double.by_irrep["1o"] > 1e-3
    assert max(found.refined[-1].by_irrep, key=found.refined[-1].by_irrep.get) == "1o"
    without = report(at(0))
    assert (without.verdict, without.sampling) == ("fault", 0)
    assert without.fault == found.double.worst


def turned(R):
    return R.as_matrix()


def test_functions_of_arrays():
    def right(v):
        return np.cumsum(np.ones(3), dtype=v.dtype)[2] * v

    def wrong(v):
        return v * np.array([1, 1, 1 + 1e-9], dtype=v.dtype)

    inputs = [np.array([1, 2, 3], dtype=np.float32)]
    for given in (inputs, None):
        found = equivariance_report(right, turned, turned, inputs=given)
        assert found.verdict == "rounding"
        assert found.measured.parts == ("all",)
        found = equivariance_report(wrong, turned, turned, inputs=given)
        assert found.verdict == "fault"
        assert 1e-10 < found.fault < 2e-9
    assert equivariance_report(right, turned, turned).double.epsilon == np.finfo(np.float64).eps


def test_a_function_that_rounds_to_float32_is_judged_in_float32():
    def right(v):
        return v.astype(np.float32)

    def wrong(v):
        return (v * [1, 1, 1.01]).astype(np.float32)

    assert equivariance_report(right, turned, turned).verdict == "rounding"
    assert equivariance_report(wrong, turned, turned).verdict == "fault"


def test_functions_of_tensors():
    inputs = [(torch.randn(5, 3), torch.randn(5, 3))]
    seen = set()

    def cross(u, v):
        seen.update([u.dtype, v.dtype])
        return torch.linalg.cross(u, v)

    found = equivariance_report(cross, [Irrep("1o"), Irrep("1o")], Irrep("1e"), inputs=inputs)
    assert found.verdict == "rounding"
    assert seen == {torch.float32, torch.float64}
    found = equivariance_report(cross, [Irrep("1o"), Irrep("1o")], Irrep("1o"), inputs=inputs)
    assert found.verdict == "fault"
    assert np.linalg.det(found.measured.element) < 0


def test_spinors_are_complex():
    spin = gt.SU2().irrep("1/2")

    def wrong(u):
        return torch.stack([u[..., 0] * (1 + 1e-9), u[..., 1]], -1)

    inputs = [torch.randn(2, dtype=torch.complex64)]
    found = equivariance_report(lambda u: 2j * u, spin, spin, inputs=inputs)
    assert found.verdict == "rounding"
    assert equivariance_report(wrong, spin, spin, inputs=inputs).verdict == "fault"


class Dipoles(torch.nn.Module):
    """Invariants of neighbours times their vectors; `spoilt` stretches space."""

    def __init__(self, spoilt=1.0):
        super().__init__()
        self.linear = Linear("3x0e", "0e")
        self.register_buffer("axes", torch.tensor([1, 1, spoilt], dtype=torch.float64))

    def forward(self, x, graph, positions):
        source, target = graph.edge_index
        r = graph.vectors(positions * self.axes.to(positions))
        near = torch.exp(-r.square().sum(-1, keepdim=True))
        sent = self.linear(x)[source] * near * r[:, [1, 2, 0]]  # y, z, x
        return scatter_sum(sent, target, graph.num_nodes)


def test_positions_and_the_edges_of_a_graph():
    positions = torch.randn(6, 3)
    inputs = [(torch.randn(6, 3), radius_graph(positions, 2.0), positions)]
    reps = [Irreps("3x0e"), None, gt.O3().natural_representation()]
    found = equivariance_report(Dipoles().float(), reps, Irrep("1o"), inputs=inputs)
    assert found.verdict == "rounding"
    assert list(found.measured.by_irrep) == ["1o"]
    assert found.measured.inputs[1] is inputs[0][1]
    assert "Graph(nodes=6" in str(found)
    found = equivariance_report(Dipoles(1 + 1e-6).float(), reps, Irrep("1o"), inputs=inputs)
    assert found.verdict == "fault"


def test_of_a_finite_group_all_elements_are_tried():
    group = gt.point_group("-43m")
    irreps = Irreps([(2, irrep) for irrep in group.irreps()], group)
    layer = Linear(irreps, irreps)
    found = report(layer)
    assert found.verdict == "rounding"
    assert len(found.measured.errors) == 24
    assert list(found.measured.by_irrep) == [irrep.label for irrep in group.irreps()]

    class Rolled(Linear):
        def forward(self, x):
            return super().forward(x).roll(1, -1)

    assert report(Rolled(irreps, irreps)).verdict == "fault"


def test_the_module_stays_as_it_was():
    layer = BatchNorm("4x0e + 2x1o")
    before = {name: tensor.clone() for name, tensor in layer.state_dict().items()}
    found = report(layer, inputs=[torch.randn(20, 10)])
    assert found.verdict == "rounding"
    after = layer.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert all(before[name].dtype == after[name].dtype for name in before)


def test_dropout_is_a_fault_until_it_is_switched_off():
    layer = Dropout("20x1o", 0.5)
    assert report(layer).verdict == "fault"
    assert report(layer.eval()).measured.worst < 1e-6


def test_nan_is_a_fault_and_zero_is_none():
    found = equivariance_report(lambda v: v * np.nan, turned, turned, refine=lambda _: np.negative)
    assert found.verdict == "fault"
    assert np.isnan(found.measured.worst)
    zero = equivariance_report(lambda v: 0 * v, turned, turned)
    assert (zero.verdict, zero.rounding, zero.measured.scale) == ("rounding", 0, 0)


def deviation(epsilon, *errors):
    return Deviation(np.array([errors]), ("0e", "1o"), 2.0, 3, (np.ones(2),), epsilon)


def test_it_reads_well():
    single = deviation(2**-23, 2e-7, 2.001e-3)
    found = EquivarianceReport(
        single,
        single,
        deviation(2**-52, 1e-16, 2e-3),
        (deviation(2**-52, 1e-16, 1.3e-4), deviation(2**-52, 1e-16, 1e-4)),
    )
    assert str(found).splitlines() == [
        "fault: the error stays in float64, and on a finer grid",
        "the relative error is 0.002 at the element 3 and the input [1., 1.], where |f| <= 2",
        "                 0e       1o",
        "  as given    2e-07    0.002",
        "  in float64  1e-16    0.002",
        "  refined, 1  1e-16  0.00013",
        "  refined, 2  1e-16   0.0001",
        "rounding 1e-06, sampling 0.0019, fault 0.0001",
    ]
    for refined, start in (
        ((), "fault: the error stays in float64 (pass refine= where f samples on a grid)\n"),
        ([deviation(2**-52, 0.0, 1e-4)], "sampling: the error stays in float64, and shrinks on a"),
    ):
        other = EquivarianceReport(found.measured, found.single, found.double, tuple(refined))
        assert str(other).startswith(start)
    good = deviation(2**-52, 0.0, 1e-16)
    assert str(EquivarianceReport(good, None, good)).startswith(
        "rounding: the error shrinks with the spacing of floats\nthe relative error is 1e-16 at"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "no inputs were given, but arguments that no element moves cannot be drawn: pass"),
        ({"inputs": [np.ones(3)]}, "an input of 1 arrays was given, but rep_in has 2"),
        ({"inputs": [(np.ones(2), 1)]}, r"inputs with last axes \[2\] were given, but rep_in has"),
        ({"inputs": [(np.ones(3), 1)], "elements": []}, "no group element was given"),
    ],
)
def test_bad_input_gets_one_sentence(given, message):
    with pytest.raises(ArgumentError, match=message):
        equivariance_report(lambda v, _: v, [turned, None], turned, **given)


def test_assertions_take_modules_too():
    layer = Linear("2x0e + 1o", "0e + 3x1o")
    gt.checks.assert_equivariant(layer, layer.irreps_in, layer.irreps_out)
    found = equivariance_error(layer.double(), layer.irreps_in, layer.irreps_out)
    assert found.epsilon == np.finfo(np.float64).eps


def test_checks_do_not_import_torch():
    code = (
        "import sys, numpy as np, grouptools as gt\n"
        "found = gt.checks.equivariance_report(np.negative, gt.Irrep('1o'), gt.Irrep('1o'))\n"
        "sys.exit(found.verdict != 'rounding' or 'torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_on_a_gpu():
    module = Squares().cuda()
    assert report(module).verdict == "rounding"
    assert report(Squares(1.01).cuda()).verdict == "fault"
