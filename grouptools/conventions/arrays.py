"""Arrays of every kind as one of three: numpy floats, numpy objects (exact numbers), torch tensors.

What differs between the three stands here; the kinds of conversion are written once for all.
torch is never imported: a tensor can only be given where it is loaded already.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError

__all__ = [
    "as_complex",
    "constant",
    "is_exact",
    "more_than_rounding",
    "namespace",
    "read",
    "real_part",
    "scaled",
]

#: an array of one of the three
Array = Any

#: What vanishes by its mathematics may be as large as this power of epsilon.
_NOISE_POWER = 0.5


def read(given: object, axes: int) -> tuple[Array, Callable[[Array], Any]]:
    """The array to compute with, and the function that makes of a result the type that was given.

    Integers become float64.  A sympy column is one vector where the kind has one axis.  A result
    that would share memory with what was given is copied.
    Raises `ArgumentError` for what is no array of numbers.
    """
    if _is_tensor(given):
        tensor: Any = given
        number = tensor if tensor.is_floating_point() or tensor.is_complex() else tensor.double()
        return number, lambda result: _own_tensor(result, tensor)
    if hasattr(given, "to_sympy") and not isinstance(given, np.ndarray):
        given = given.to_sympy()
    sympy = sys.modules.get("sympy")
    if sympy is not None and isinstance(given, sympy.MatrixBase | sympy.NDimArray):
        return _read_sympy(given, axes)
    try:
        array = np.asarray(given)
    except ValueError as error:
        raise ArgumentError(f"an array was given that cannot be read: {error}") from error
    if array.dtype.kind in "iub":
        array = array.astype(np.float64)
    elif array.dtype == object:
        array = _exact(array)
    elif array.dtype.kind not in "fc":
        raise ArgumentError(
            f"an array of dtype {array.dtype} was given, but numbers are converted: pass floats, "
            f"complex floats, a torch tensor or exact numbers of sympy"
        )
    return array, lambda result: result.copy() if np.may_share_memory(result, array) else result


def is_exact(array: Array) -> bool:
    """Whether the entries are exact numbers."""
    return isinstance(array, np.ndarray) and array.dtype == object


def namespace(array: Array) -> Any:
    """The module whose functions cos, sin, atan2, hypot, concat, stack, moveaxis take it."""
    if _is_tensor(array):
        return sys.modules["torch"]
    return _exact_functions() if is_exact(array) else np


def as_complex(array: Array) -> Array:
    """The same numbers in the complex dtype of their precision."""
    if is_exact(array):
        return array
    dtype = _complex_dtype(array)
    return array.to(dtype) if _is_tensor(array) else array.astype(dtype, copy=False)


def constant(numbers: NDArray[Any], like: Array) -> Array:
    """A numpy array as one of the type, device and precision of `like`; complex stays complex."""
    is_complex = np.iscomplexobj(numbers)
    dtype = _complex_dtype(like) if is_complex else like.real.dtype
    if not _is_tensor(like):
        return numbers.astype(dtype)
    torch = sys.modules["torch"]
    wide = numbers.astype(np.complex128 if is_complex else np.float64)
    return torch.from_numpy(wide).to(device=like.device, dtype=dtype)


def scaled(array: Array, factors: Sequence[Any]) -> Array:
    """Exact arrays times exact factors along the last axis, expanded."""
    return _expand(array * np.array(list(factors), dtype=object))


def real_part(array: Array, what: str) -> Array:
    """The real part of numbers that are real but for rounding; exact ones are left as they are.

    Raises `ArgumentError` where the imaginary part is more than rounding.
    """
    if is_exact(array) or not (array.is_complex() if _is_tensor(array) else np.iscomplexobj(array)):
        return array
    remainder = more_than_rounding(array.imag, array)
    if remainder:
        raise ArgumentError(
            f"{what} were given that are not real in a real basis: an imaginary part of "
            f"{remainder:.3g} remains, so they do not follow the convention that they are said to "
            f"come from"
        )
    return array.real


def more_than_rounding(part: Array, whole: Array) -> float:
    """The largest modulus in `part`; 0 where it is rounding beside the largest of `whole`.

    Entries that are not finite do not count; exact arrays are not looked into.
    """
    if is_exact(whole):
        return 0.0
    parts, wholes = (x.detach().cpu().numpy() if _is_tensor(x) else x for x in (part, whole))
    largest, size = (
        float(np.max(np.abs(x), initial=0.0, where=np.isfinite(x))) for x in (parts, wholes)
    )
    return largest if largest > np.finfo(wholes.dtype).eps ** _NOISE_POWER * size else 0.0


def _is_tensor(given: object) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(given, torch.Tensor)


def _own_tensor(result: Any, given: Any) -> Any:
    return result.clone() if result is given or result._is_view() else result  # noqa: SLF001 - of torch


def _read_sympy(given: Any, axes: int) -> tuple[Array, Callable[[Array], Any]]:
    import sympy

    if isinstance(given, sympy.NDimArray):
        array = np.array(given.tolist(), dtype=object)
        return array, lambda result: type(given)(result.ravel().tolist(), result.shape)
    array = np.array(given.tolist(), dtype=object).reshape(given.shape)
    if axes == 1 and given.cols == 1:
        return array[:, 0], lambda result: type(given)(result[:, None].tolist())
    return array, lambda result: type(given)(*result.shape, result.ravel().tolist())


def _exact(array: NDArray[Any]) -> NDArray[Any]:
    import sympy

    try:
        return np.asarray(np.frompyfunc(lambda x: sympy.sympify(x, strict=True), 1, 1)(array))
    except sympy.SympifyError as error:
        raise ArgumentError(
            f"an array with the entry {error.expr!r} was given, but numbers are converted: pass "
            f"floats, complex floats, a torch tensor or exact numbers of sympy"
        ) from error


def _expand(array: NDArray[Any]) -> NDArray[Any]:
    import sympy

    return np.asarray(np.frompyfunc(sympy.expand_mul, 1, 1)(array))


def _complex_dtype(array: Array) -> Any:
    if not _is_tensor(array):
        return np.result_type(array.dtype, np.complex64)
    torch = sys.modules["torch"]
    return torch.complex128 if array.real.dtype == torch.float64 else torch.complex64


def _exact_functions() -> Any:
    import sympy

    def decided(x: Any) -> Any:
        """Zero where a number is zero, which sympy proves but does not see."""
        return sympy.Integer(0) if sympy.sympify(x).equals(0) else x

    def atan2(y: Any, x: Any) -> Any:
        y, x = decided(y), decided(x)
        return sympy.Integer(0) if x == 0 and y == 0 else sympy.atan2(y, x)  # as for floats

    functions = {
        "cos": (sympy.cos, 1),
        "sin": (sympy.sin, 1),
        "atan2": (atan2, 2),
        "hypot": (lambda x, y: sympy.sqrt(sympy.expand(x**2 + y**2)), 2),
    }
    return SimpleNamespace(
        concat=np.concat,
        stack=np.stack,
        moveaxis=np.moveaxis,
        **{name: np.frompyfunc(call, inputs, 1) for name, (call, inputs) in functions.items()},
    )
