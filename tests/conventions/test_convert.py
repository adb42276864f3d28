"""The door `convert`: arrays of every type, what is kept exactly, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
import torch
from hypothesis import given, settings
from hypothesis.extra import numpy as arrays

import grouptools as gt
from grouptools.checks.strategies import conventions
from grouptools.conventions import NAMED, Convention, convert
from grouptools.conventions.kinds import KINDS


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
@pytest.mark.parametrize("target", ["pyscf", "e3nn", "scipy"])
def test_precision_is_kept(dtype, target):
    result = convert(np.ones((2, 9), dtype), "harmonics", "grouptools", target)
    expected = np.result_type(dtype, np.complex64) if target == "scipy" else np.dtype(dtype)
    assert result.dtype == expected


@pytest.mark.parametrize("given", [np.arange(9), np.ones(9, bool), list(range(9)), tuple(range(9))])
def test_integers_become_float64(given):
    assert convert(given, "harmonics", "grouptools", "e3nn").dtype == np.float64


def test_long_doubles_are_accurate():
    x = np.ones(1, np.longdouble)
    there = convert(x, "harmonics", "grouptools", "e3nn", l=0)
    assert abs(there[0] ** 2 - 4 * np.arctan2(np.longdouble(0), np.longdouble(-1))) < 1e-17


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_tensors_stay_tensors(dtype):
    given = torch.arange(16, dtype=dtype).requires_grad_()
    result = convert(given, "harmonics", "grouptools", "e3nn")
    assert result.dtype == dtype
    (result * torch.arange(16)).sum().backward()
    expected = convert(np.eye(16), "harmonics", "grouptools", "e3nn") @ np.arange(16)
    assert given.grad.double().numpy() == pytest.approx(expected, rel=1e-2)


@pytest.mark.parametrize("kind", ["wigner_D", "clebsch_gordan", "euler_angles", "kernel"])
def test_tensors_and_arrays_agree(kind):
    cases = {
        "wigner_D": (gt.wigner_D(3, np.array([[0.5, 0.5, 0.1, 0.7]]) / np.sqrt(1.0)), {}),
        "clebsch_gordan": (gt.clebsch_gordan(1, 2, 3), {}),
        "euler_angles": (np.array([[0.3, 1.0, -0.4], [2.0, 0.1, 0.0]]), {}),
        "kernel": (np.arange(12.0).reshape(3, 4), {"irreps_in": "0e + 1o", "irreps_out": "1o"}),
    }
    array, needed = cases[kind]
    for target in ("e3nn", "escnn; order = fft", "grouptools complex"):
        ours = convert(array, kind, "grouptools", target, **needed)
        tensor = convert(torch.from_numpy(array), kind, "grouptools", target, **needed)
        assert tensor.dtype == torch.from_numpy(ours).dtype
        assert tensor.numpy() == pytest.approx(ours, abs=1e-15)


def test_gradients_pass_through_angles():
    angles = torch.tensor([0.3, 1.0, -0.4], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda x: convert(x, "euler_angles", "grouptools", "e3nn"), [angles]
    )


def test_sympy_types():
    column = convert(sympy.Matrix([1, 2, 3]), "vectors", "grouptools", "grouptools; vectors = zxy")
    assert column == sympy.Matrix([3, 1, 2])
    frozen = convert(sympy.ImmutableMatrix(sympy.eye(3)), "wigner_D", "grouptools", "e3nn")
    assert isinstance(frozen, sympy.ImmutableMatrix)
    assert frozen == sympy.eye(3)
    tensor = convert(gt.exact.clebsch_gordan(1, 1, 0), "clebsch_gordan", "grouptools", "e3nn")
    assert isinstance(tensor, sympy.ImmutableDenseNDimArray)
    assert tensor[0, 0, 0] == sympy.sqrt(3) / 3
    x, y, z = sympy.symbols("x y z", real=True)
    symbols = convert([x, y, z], "harmonics", "grouptools", "scipy", l=1)
    back = convert(symbols, "harmonics", "scipy", "grouptools", l=1)
    assert [sympy.expand(entry) for entry in back] == [x, y, z]


def test_fractions_are_exact():
    given = np.array([Fraction(1, 3), 2, sympy.pi], dtype=object)
    assert convert(given, "vectors", "grouptools", "grouptools; vectors = yzx").tolist() == [
        2,
        sympy.pi,
        sympy.Rational(1, 3),
    ]


@settings(max_examples=50, deadline=None)
@given(
    conventions(basis="real"),
    conventions(basis="real"),
    arrays.arrays(np.float64, (2, 9), elements={"allow_nan": False, "allow_infinity": False}),
)
def test_signed_permutations_of_floats_are_exact(source, target, array):
    """Of equal axes and norms nothing is rounded, there and back."""
    fields = {"axes": source.axes, "normalization": source.normalization}
    target = Convention(**{f: getattr(target, f) for f in ("basis", "order", "phase")}, **fields)
    there = convert(array, "harmonics", source, target)
    assert (np.sort(abs(there)) == np.sort(abs(array))).all()
    assert (convert(there, "harmonics", target, source) == array).all()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_shared(kind):
    """Also where nothing changes, the result is an array of its own with the same numbers."""
    shapes = {
        "harmonics": ((4,), {}),
        "coefficients": ((4,), {}),
        "features": ((4,), {"irreps": "0e + 1o"}),
        "wigner_D": ((3, 3), {}),
        "clebsch_gordan": ((3, 3, 3), {}),
        "kernel": ((3, 3), {"irreps_in": "1o", "irreps_out": "1o"}),
        "euler_angles": ((3,), {}),
        "quaternions": ((4,), {}),
        "rotation_matrices": ((3, 3), {}),
        "vectors": ((3,), {}),
        "cartesian_tensors": ((3, 3), {"rank": 2}),
        "voigt": ((6,), {}),
    }
    shape, needed = shapes[kind]
    given = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    kept = given.copy()
    result = convert(given, kind, "grouptools", "grouptools", **needed)
    assert (result == kept).all()
    assert not np.may_share_memory(result, given)
    result[...] = 0
    assert (given == kept).all()
    tensor = torch.from_numpy(given)
    convert(tensor, kind, "grouptools", "grouptools", **needed).zero_()
    assert (tensor.numpy() == kept).all()


def test_batches_and_empty_arrays():
    many = np.random.default_rng(0).normal(size=(2, 3, 5, 4))
    result = convert(many, "harmonics", "grouptools", "scipy")
    assert result[1, 2, 3] == pytest.approx(
        convert(many[1, 2, 3], "harmonics", "grouptools", "scipy")
    )
    assert convert(np.ones((0, 9)), "harmonics", "grouptools", "e3nn").shape == (0, 9)
    assert convert(np.ones((2, 0)), "features", "e3nn", "grouptools", irreps="").shape == (2, 0)
    assert convert(
        np.ones((0, 3, 3)), "wigner_D", "scipy; wigner_D = Y(R x) = D Y(x)", "e3nn"
    ).shape == (0, 3, 3)


def test_not_a_number_stays_in_its_row():
    values = np.ones((2, 9))
    values[0] = np.nan
    complex_ones = convert(values, "harmonics", "grouptools", "scipy")
    back = convert(complex_ones, "harmonics", "scipy", "grouptools")
    assert np.isnan(back[0, 1:]).all()
    assert back[1] == pytest.approx(np.ones(9))


def test_half_integers():
    quaternion = np.array([0.1, -0.5, 0.7, 0.5])
    quaternion /= np.linalg.norm(quaternion)
    ours = gt.wigner_D(Fraction(3, 2), quaternion, basis="complex")
    turned = convert(
        ours, "wigner_D", "grouptools complex",
        "grouptools complex; order = descending; wigner_D = Y(R x) = D Y(x)",
    )  # fmt: skip
    assert (turned == ours.conj()[::-1, ::-1]).all()
    coupling = gt.clebsch_gordan(Fraction(1, 2), 1, Fraction(3, 2), basis="complex")
    symbols = convert(coupling, "clebsch_gordan", "grouptools complex", "sympy; coupling = 3j")
    assert symbols == pytest.approx(gt.wigner_3j_block(Fraction(1, 2), 1, Fraction(3, 2)))


def test_layouts():
    """3 vectors, copies outside, and components outside."""
    vectors = np.arange(9.0)
    inside = convert(vectors, "features", "e3nn", "e3nn; layout = ir_mul", irreps="3x1o")
    assert inside.tolist() == [0, 3, 6, 1, 4, 7, 2, 5, 8]
    turned = convert(inside, "features", "e3nn; layout = ir_mul", "grouptools", irreps="3x1o")
    assert turned.tolist() == [1, 2, 0, 4, 5, 3, 7, 8, 6]


def test_voigt():
    """Strain with engineering shear, in the order of another program, from tensor components."""
    tensor = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    target = "grouptools; voigt = xx yy zz xy yz xz; shear = 2"
    assert convert(tensor, "voigt", "grouptools", target).tolist() == [1, 2, 3, 12, 8, 10]
    mandel = convert(np.eye(6), "voigt", "grouptools", "grouptools; shear = sqrt(2)", rank=4)
    assert np.diag(mandel) == pytest.approx([1, 1, 1, 2, 2, 2])


def test_coefficients_of_complex_functions_stay_complex():
    assert convert(np.ones(4), "coefficients", "scipy", "grouptools").dtype == np.complex128
    assert convert(np.ones(4), "coefficients", "e3nn", "grouptools").dtype == np.float64


def test_every_named_convention_converts_harmonics():
    values = gt.spherical_harmonics(2, [0.1, 0.2, 0.3])
    for name in NAMED:
        back = convert(convert(values, "harmonics", "grouptools", name), "harmonics", name, "e3nn")
        assert back == pytest.approx(convert(values, "harmonics", "grouptools", "e3nn"))
