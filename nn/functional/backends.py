"""The two ways to compute a function: kernels of numba, and plain operations of torch.

The kernels work on the CPU in float32 and float64, forward and backward; plain operations work
everywhere, and under export, vmap and forward-mode derivatives too.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd import forward_ad

from grouptools.errors import ArgumentError

__all__ = ["BACKENDS", "check_range", "uses_numba"]

#: None chooses.
BACKENDS = (None, "numba", "torch")


def uses_numba(backend: str | None, *tensors: Tensor) -> bool:
    """Whether kernels of numba are to compute a function of these tensors.

    `backend`: "numba", "torch", or None for "numba" where it can be used and "torch" elsewhere.
    Raises `ArgumentError` for another name, and where "numba" is asked for and cannot be used.

    >>> uses_numba(None, torch.zeros(3)), uses_numba(None, torch.zeros(3, dtype=torch.bfloat16))
    (True, False)
    """
    if backend not in BACKENDS:
        raise ArgumentError(
            f"backend = {backend!r} was given, but it must be 'numba', 'torch' or None"
        )
    if backend == "torch":
        return False
    fits = all(
        t.device.type == "cpu" and t.dtype in (torch.float32, torch.float64) for t in tensors
    )
    if backend == "numba" and not fits:
        kinds = ", ".join(f"{t.dtype} on {t.device}" for t in tensors)
        raise ArgumentError(
            f"backend = 'numba' was given with tensors of {kinds}, but its kernels take float32 "
            f"and float64 on the CPU: pass such tensors, or backend='torch'"
        )
    return fits and (backend == "numba" or not _is_transformed(tensors))


def check_range(numbers: Tensor, count: int, what: str) -> None:
    """Raise `ArgumentError` unless all integers (...) are from 0 to count - 1; `what` they are.

    Only on the CPU, and where torch follows no operations: elsewhere the operation of torch that
    uses them refuses them.

    >>> check_range(torch.tensor([0, 2]), 2, "graphs")
    Traceback (most recent call last):
        ...
    grouptools.errors.ArgumentError: graphs from 0 to 2 were given, but there are 2: number them \
from 0 to 1
    """
    depth = torch._C._functorch.get_dynamic_layer_stack_depth()  # noqa: SLF001 - as below
    if numbers.device.type != "cpu" or torch.compiler.is_compiling() or depth:
        return
    if numbers.numel():
        low, high = (int(end) for end in torch.aminmax(numbers))
        if low < 0 or high >= count:
            raise ArgumentError(
                f"{what} from {low} to {high} were given, but there are {count}: number them from "
                f"0 to {count - 1}"
            )


def _is_transformed(tensors: tuple[Tensor, ...]) -> bool:
    """Whether torch.export, torch.func or forward-mode differentiation follows the operations."""
    if torch._C._functorch.get_dynamic_layer_stack_depth():  # noqa: SLF001 - there is no public name
        return True
    if torch.compiler.is_compiling():
        return torch.compiler.is_exporting()
    return any(forward_ad.unpack_dual(t).tangent is not None for t in tensors)
