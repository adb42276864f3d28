"""Which way a function is computed."""

import pytest
import torch
from torch.autograd import forward_ad
from torch.func import grad, vmap

from grouptools.errors import ArgumentError
from grouptools.nn.functional.backends import uses_numba

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")


def test_kernels_where_they_can_be_used():
    assert uses_numba(None, torch.ones(2), torch.ones(2, dtype=torch.float64))
    assert not uses_numba("torch", torch.ones(2))
    assert not uses_numba(None, torch.ones(2), torch.ones(2).bfloat16())
    assert not uses_numba(None, torch.ones(2, device="meta"))


def test_not_under_transformations():
    seen = []

    def f(x):
        seen.append(uses_numba(None, x))
        return x.sum()

    vmap(f)(torch.ones(2, 3))
    grad(f)(torch.ones(3))
    with forward_ad.dual_level():
        f(forward_ad.make_dual(torch.ones(3), torch.ones(3)))
    assert seen == [False] * 3


@pytest.mark.parametrize(
    ("backend", "tensor", "message"),
    [
        (
            "cuda",
            torch.ones(2),
            "backend = 'cuda' was given, but it must be 'numba', 'torch' or None",
        ),
        (
            "numba",
            torch.ones(2).half(),
            (
                "backend = 'numba' was given with tensors of torch.float16 on cpu, but its kernels "
                "take float32 and float64 on the CPU: pass such tensors, or backend='torch'"
            ),
        ),
    ],
)
def test_wrong_backends(backend, tensor, message):
    with pytest.raises(ArgumentError) as caught:
        uses_numba(backend, tensor)
    assert str(caught.value) == message
