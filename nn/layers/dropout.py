"""Dropout of whole copies."""

from __future__ import annotations

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.copies import layout_of, scale_copies
from grouptools.nn.layers.module import EquivariantModule, read_irreps

__all__ = ["Dropout"]


class Dropout(EquivariantModule):
    """In training, each copy of each irrep becomes 0 with probability p, else 1/(1-p) times itself.

    Copies of every node are drawn by themselves; all components of a copy share its fate, so that
    each draw commutes with the group.  In evaluation nothing changes.

    Features (..., irreps.dimension) to the same shape.
    Raises `ArgumentError` unless 0 <= p <= 1.

    >>> Dropout("2x0e + 1o", p=1.0)(torch.ones(5))
    tensor([0., 0., 0., 0., 0.])
    """

    def __init__(self, irreps: object, p: float = 0.5) -> None:
        read = read_irreps(irreps)
        super().__init__(read, read)
        if not 0 <= p <= 1:
            raise ArgumentError(
                f"p = {p!r} was given, but it is a probability: pass a number from 0 to 1"
            )
        self.p = p
        self._layout = layout_of(read)
        self._copies = read.num_irreps

    def forward(self, x: Tensor) -> Tensor:
        """The values, of features x (..., irreps.dimension)."""
        self.check(x)
        if not self.training:
            return x
        ones = x.new_ones((*x.shape[:-1], self._copies))
        return scale_copies(x, torch.nn.functional.dropout(ones, self.p), self._layout)

    def extra_repr(self) -> str:
        """The irreps and p."""
        return f"{super().extra_repr()}, p={self.p}"
