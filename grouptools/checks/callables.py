"""Functions of numpy arrays, functions of torch tensors and modules, called in one way.

torch is never imported: a tensor or a module can only be given where it is loaded already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError

__all__ = ["ArrayFunction", "Floats", "array_function", "is_module", "read_array"]

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class ArrayFunction:
    """A function or a module, its arguments in one precision, its result read as an array.

    `dtype`: of torch where it takes tensors, of numpy where it does not, None to leave arrays as
    they are; `device`: of its tensors.
    """

    function: Callable[..., Any]
    dtype: Any = None
    device: Any = None

    def __call__(self, arguments: Sequence[Any]) -> tuple[Floats, float]:
        """The result, and the spacing of its floats near 1."""
        result = self.function(*map(self._given, arguments))
        array = read_array(result, "f(x)")
        single = _is_tensor(result) and (result.is_floating_point() or result.is_complex())
        finfo = sys.modules["torch"].finfo if single else np.finfo
        return array, float(finfo(result.dtype if single else array.dtype).eps)

    def rounded(self, array: Floats) -> Floats:
        """An array of floats in its precision; those that numpy does not have, in float32."""
        if self.dtype is None:
            return array
        real = np.float64 if str(self.dtype).endswith("float64") else np.float32
        return array.astype(np.result_type(real, np.complex64) if _is_complex(array) else real)

    def in_precision(self, name: str) -> ArrayFunction:
        """The same in "float64" or "float32": of a module a copy."""
        if self.device is None:
            return replace(self, dtype=np.dtype(name))
        dtype = getattr(sys.modules["torch"], name)
        other = deepcopy(self.function).to(dtype) if is_module(self.function) else self.function  # type: ignore[attr-defined]
        return replace(self, function=other, dtype=dtype)

    def _given(self, argument: Any) -> Any:
        """An argument as the function takes it; what holds no floats is left as it is."""
        if self.dtype is None or not _holds_floats(argument):
            return argument
        if self.device is None:
            return self.rounded(argument)
        torch = sys.modules["torch"]
        tensor = argument if _is_tensor(argument) else torch.tensor(argument)
        dtype = self.dtype.to_complex() if tensor.is_complex() else self.dtype
        return tensor.to(device=self.device, dtype=dtype)


def array_function(f: Callable[..., Any], inputs: Sequence[Any] | None) -> ArrayFunction:
    """Read f; it takes tensors where it is a module, or where an input has one.

    A module is copied, so that calls do not change it.  Its dtype and device are those of its first
    parameter or buffer of floats; of a function of tensors, those of the first that is given.
    """
    given = [x for one in inputs or () for x in (one if isinstance(one, tuple) else (one,))]
    tensors = [x for x in given if _is_tensor(x)]
    if is_module(f):
        f = deepcopy(f)
        tensors = [*f.parameters(), *f.buffers(), *tensors]  # type: ignore[attr-defined]
    elif not tensors:
        return ArrayFunction(f)
    torch = sys.modules["torch"]
    tensors = [x for x in tensors if x.is_floating_point()] or [torch.empty(0)]
    return ArrayFunction(f, tensors[0].dtype, tensors[0].device)


def is_module(f: object) -> bool:
    """Whether f is a module of torch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(f, torch.nn.Module)


def read_array(value: Any, name: str) -> Floats:
    """Read floats, complex numbers or ints; tensors on any device that need gradients too.

    Raises `ArgumentError`, with the name, for what is not numeric.
    """
    if hasattr(value, "detach"):
        value = value.detach()
    if _is_tensor(value):
        value = value.cpu().resolve_conj()
        value = value.float() if value.dtype == sys.modules["torch"].bfloat16 else value
    array = np.asarray(value)
    if array.dtype.kind in "iub":
        array = array.astype(np.float64)
    if array.dtype.kind not in "fc":
        raise ArgumentError(
            f"{name} is of type {type(value).__name__} and not numeric: return an array of floats"
        )
    return array


def _is_tensor(value: object) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _holds_floats(value: Any) -> bool:
    if _is_tensor(value):
        return bool(value.is_floating_point() or value.is_complex())
    return isinstance(value, np.ndarray) and value.dtype.kind in "fc"


def _is_complex(array: Floats) -> bool:
    return array.dtype.kind == "c"
