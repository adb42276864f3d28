"""The torch text under autograd, vmap, compile, and on a device without memory."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

POINTS = [[0.3125, -0.75, 0.5], [0.0, 0.0, 1.5], [-1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


@pytest.fixture
def torch_function(evaluate, make_case):
    """A function (function, **options) -> the generated one."""

    def make(function, **options):
        return evaluate.imported(make_case(function, **options).source("torch"))[function]

    return make


@pytest.mark.parametrize("normalize", [True, False])
def test_autograd_gives_the_generated_gradient(torch_function, normalize):
    options = {"l_max": 5, "normalize": normalize}
    values = torch_function("spherical_harmonics", **options)
    with_gradient = torch_function("spherical_harmonics", derivatives=1, **options)
    points = torch.tensor(POINTS, dtype=torch.float64)
    if not normalize:
        points = points[:-1]  # a solid harmonic has its derivatives at zero, too
    jacobian = torch.func.vmap(torch.func.jacrev(values))(points).transpose(-1, -2)
    expected, gradient = with_gradient(points)
    assert torch.equal(values(points), expected)
    assert torch.allclose(jacobian, gradient, rtol=0, atol=2e-14)


def test_solid_harmonics_have_derivatives_at_zero(torch_function):
    _, gradient = torch_function("spherical_harmonics", l_max=2, derivatives=1, normalize=False)(
        torch.zeros(3, dtype=torch.float64)
    )
    n = (3 / (4 * np.pi)) ** 0.5
    expected = torch.zeros(3, 9, dtype=torch.float64)
    expected[1, 1] = expected[2, 2] = expected[0, 3] = n
    assert torch.allclose(gradient, expected, rtol=1e-15, atol=0)


@pytest.mark.parametrize("function", ["spherical_harmonics", "wigner_D"])
def test_second_derivatives(torch_function, function):
    evaluator = torch_function(function, l_max=2)
    points = torch.tensor([[0.5, -0.25, 1.0, 0.75], [0.125, 0.5, -0.25, -1.0]], dtype=torch.float64)
    points = points[:, : 4 if function == "wigner_D" else 3].clone().requires_grad_()
    assert torch.autograd.gradcheck(evaluator, points)
    assert torch.autograd.gradgradcheck(evaluator, points)


@pytest.mark.parametrize(
    ("function", "options"),
    [("spherical_harmonics", {"l_max": 3, "derivatives": 1}), ("wigner_D", {"l_max": 2})],
)
def test_compile_takes_the_whole_graph(torch_function, function, options):
    evaluator = torch_function(function, **options)
    compiled = torch.compile(evaluator, fullgraph=True, backend="aot_eager", dynamic=True)
    size = 4 if function == "wigner_D" else 3
    points = torch.linspace(-1.0, 1.25, 5 * size, dtype=torch.float64).reshape(5, size)
    for result, expected in zip(compiled(points), evaluator(points), strict=True):
        assert torch.allclose(result, expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_dtype_and_device_are_those_of_the_input(torch_function, dtype):
    points = torch.empty(2, 5, 3, dtype=dtype, device="meta")
    evaluator = torch_function("spherical_harmonics", l_max=3, derivatives=1)
    values, gradient = evaluator(points)
    assert (values.shape, gradient.shape) == ((2, 5, 16), (2, 5, 3, 16))
    assert values.dtype == gradient.dtype == dtype
    assert values.device.type == gradient.device.type == "meta"


def test_another_shape_is_refused(torch_function):
    with pytest.raises(ValueError, match=r"\(2, 3\), but its last axis must have length 4"):
        torch_function("wigner_D", l_max=1)(torch.zeros(2, 3))
