"""Normalisation over a batch."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.layers.invariants import is_trivial
from grouptools.nn.layers.module import WeightedModule, read_irreps

__all__ = ["BatchNorm"]


class BatchNorm(WeightedModule):
    """Invariants to mean 0, and each copy of each irrep to components of mean square 1.

    y = weight x' / sqrt(s + eps) + bias,  s = mean of |x'|^2/d over the batch,

    x' = x - mean(x) and a bias for invariants, x' = x without a bias for the others: they have no
    invariant mean but 0.  One weight, 1 at first, for each copy; one bias, 0 at first, for each
    invariant.  In evaluation the running means are used, which move by `momentum` of the difference
    at each training step.  Names and numbers are those of e3nn's layer of this name.  It computes
    in its own dtype, also under autocast.

    Features (..., irreps.dimension) to the same shape; all axes but the last are the batch.
    Raises `ArgumentError` for irreps over the complex numbers, and for no rows in training.

    >>> layer = BatchNorm("8x0e + 8x1o")
    >>> y = layer(torch.arange(64.0).reshape(2, 32))
    >>> layer.running_mean.shape, layer.running_var.shape, y.shape
    (torch.Size([8]), torch.Size([16]), torch.Size([2, 32]))
    """

    running_mean: Tensor
    running_var: Tensor
    copy_of: Tensor
    invariants: Tensor
    shares: Tensor

    def __init__(
        self, irreps: object, *, eps: float = 1e-5, momentum: float = 0.1, affine: bool = True
    ) -> None:
        read = read_irreps(irreps)
        super().__init__(read, read)
        self.eps, self.momentum = eps, momentum
        sizes = [irrep.dimension for n, irrep in read for _ in range(n)]
        flags = [is_trivial(irrep) for n, irrep in read for _ in range(n * irrep.dimension)]
        invariants = np.flatnonzero(flags)
        self.hold("copy_of", np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64)))
        self.hold("invariants", invariants)
        self.hold("shares", 1.0 / np.array(sizes, dtype=np.float64))
        self.register_buffer("running_mean", torch.zeros(len(invariants)))
        self.register_buffer("running_var", torch.ones(len(sizes)))
        self.weight = torch.nn.Parameter(torch.ones(len(sizes))) if affine else None
        self.bias = torch.nn.Parameter(torch.zeros(len(invariants))) if affine else None

    def forward(self, x: Tensor) -> Tensor:
        """y, of features x (..., irreps.dimension)."""
        self.check(x)
        rows = (x.flatten(0, -2) if x.ndim > 1 else x.unsqueeze(0)).to(self.running_mean.dtype)
        if self.training:
            if not len(rows):
                raise ArgumentError(
                    f"features of shape {tuple(x.shape)} were given to BatchNorm in training, but "
                    f"the mean over no rows is no number: pass one or more, or call eval() first"
                )
            mean = rows.mean(0).index_select(0, self.invariants)
            self._follow(self.running_mean, mean)
        else:
            mean = self.running_mean
        centred = rows - self._filled(mean)
        if self.training:
            squares = torch.zeros_like(self.running_var)
            square = squares.index_add(0, self.copy_of, centred.square().mean(0)) * self.shares
            self._follow(self.running_var, square)
        else:
            square = self.running_var
        factors = (square + self.eps).rsqrt()
        if self.weight is not None:
            factors = factors * self.weight
        found = centred * factors.index_select(0, self.copy_of)
        if self.bias is not None:
            found = found + self._filled(self.bias)
        return found.view(x.shape)

    def _filled(self, values: Tensor) -> Tensor:
        """Values of the invariants, and 0 for all other components."""
        return values.new_zeros(self._width).index_copy(0, self.invariants, values)

    def _follow(self, running: Tensor, found: Tensor) -> None:
        running.lerp_(found.detach(), self.momentum)
