"""What all layers share: constants that keep their precision, weights that say what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.basis_version import BASIS_VERSION
from grouptools.representations.irreps_value import Irreps

__all__ = ["EquivariantModule", "WeightedModule", "read_irreps"]


def read_irreps(irreps: object) -> Irreps:
    """Read irreps over the real numbers, as `Irreps` does.

    Raises `ArgumentError` for what is none, and for irreps over the complex numbers.

    >>> read_irreps("2x0e + 1o")
    Irreps("2x0e + 1o")
    """
    found = Irreps(irreps)  # type: ignore[arg-type]
    if not found.is_real:
        raise ArgumentError(
            f"{found!r} was given, whose irreps are over the complex numbers, but features are "
            f"real: pass irreps over the real numbers"
        )
    return found


class EquivariantModule(torch.nn.Module):
    """A function of features that commutes with a group.

    `irreps_in`, `irreps_out`: how the last axis of its argument and of its result transform.
    Constants are kept in float64, and rounded again whenever the dtype of the module changes.
    """

    def __init__(self, irreps_in: Irreps, irreps_out: Irreps) -> None:
        super().__init__()
        if irreps_in.group != irreps_out.group:
            raise ArgumentError(
                f"irreps_in of {irreps_in.group.name} and irreps_out of {irreps_out.group.name} "
                f"were given, but a layer commutes with one group: pass irreps of one"
            )
        self.irreps_in = irreps_in
        self.irreps_out = irreps_out
        self._width = irreps_in.dimension
        self._masters: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}

    def hold(self, name: str, master: NDArray[np.float64] | NDArray[np.int64]) -> None:
        """Keep a constant array as a buffer, of the module's dtype or of integers."""
        self._masters[name] = master
        dtype = torch.int64 if master.dtype.kind == "i" else torch.get_default_dtype()
        self.register_buffer(name, torch.as_tensor(master, dtype=dtype), persistent=False)

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        """Move or cast as torch does, then round the constants again from float64."""
        super()._apply(fn, recurse)
        for name, master in self._masters.items():
            old = self._buffers[name]
            if old is not None:
                self._buffers[name] = torch.as_tensor(master, dtype=old.dtype, device=old.device)
        return self

    def check(self, x: Tensor) -> None:
        """Raise `ArgumentError` unless x can be features of `irreps_in`, of the module's kind."""
        n = self._width
        if not x.is_floating_point() or x.ndim == 0 or x.shape[-1] != n:
            raise ArgumentError(
                f"features of shape {tuple(x.shape)} and dtype {x.dtype} were given, but "
                f"{type(self).__name__} takes a floating-point tensor of shape (..., {n}), for "
                f"{self.irreps_in}"
            )
        for own in (*self._parameters.values(), *self._buffers.values()):
            if own is not None and own.is_floating_point():
                self._check_kind(x, own)
                break

    def _check_kind(self, x: Tensor, own: Tensor) -> None:
        """Refuse another dtype or device than that of the module's numbers."""
        same = x.dtype == own.dtype or torch.is_autocast_enabled(x.device.type)
        if not same or x.device != own.device:
            raise ArgumentError(
                f"features of {x.dtype} on {x.device} were given, but {type(self).__name__} is of "
                f"{own.dtype} on {own.device}: convert one of them by .to(...)"
            )

    def extra_repr(self) -> str:
        """The irreps."""
        same = self.irreps_in == self.irreps_out
        return str(self.irreps_in) if same else f"{self.irreps_in} -> {self.irreps_out}"


class WeightedModule(EquivariantModule):
    """One with weights, which mean something only together with its basis and irreps.

    Its state_dict holds one more entry, of text as bytes: the version of the basis, the layer and
    its irreps.  Weights with another such text are refused with `ArgumentError`.
    """

    @property
    def meaning(self) -> str:
        """What the weights depend on: the basis, the layer, its irreps."""
        return (
            f"grouptools basis {BASIS_VERSION}, {type(self).__name__}, {self.signature} of "
            f"{self.irreps_in.group.name}"
        )

    @property
    def signature(self) -> str:
        """The irreps, and what else says how many weights there are and in which order."""
        return f"{self.irreps_in or '0'} -> {self.irreps_out or '0'}"

    def get_extra_state(self) -> Tensor:
        """The meaning, as bytes of a tensor."""
        return torch.tensor(list(self.meaning.encode()), dtype=torch.uint8)

    def set_extra_state(self, state: Any) -> None:
        """Refuse weights of another meaning."""
        found = bytes(state.tolist()).decode() if isinstance(state, Tensor) else repr(state)
        if found != self.meaning:
            raise ArgumentError(
                f"weights of ({found}) were given to a layer of ({self.meaning}), where they mean "
                f"something else: load them into a layer like theirs"
            )
