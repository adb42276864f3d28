"""Normalisation of each node by itself."""

from __future__ import annotations

import torch
from torch import Tensor

from grouptools.nn.functional.copies import layout_of, split_copies
from grouptools.nn.layers.invariants import is_trivial
from grouptools.nn.layers.module import WeightedModule, read_irreps

__all__ = ["LayerNorm"]


class LayerNorm(WeightedModule):
    """Each term of the irreps to components of mean square 1, of every node by itself.

    y[u] = weight[u] x'[u] / sqrt(s + eps) + bias[u],  s = mean over the copies u of |x'[u]|^2/d,

    x' = x - mean over u and a bias for invariants, x' = x without a bias for others [Ba et al.
    2016, arXiv:1607.06450, with norms in place of components].  One weight, 1 at first, for each
    copy; one bias, 0 at first, for each invariant.  A term of one single invariant becomes its
    bias: write invariants as one term, or simplify the irreps.

    Features (..., irreps.dimension) to the same shape; smooth also at 0.
    Raises `ArgumentError` for irreps over the complex numbers.

    >>> LayerNorm("2x0e + 1o")(torch.tensor([3.0, 5.0, 0.0, 3.0, 4.0]))
    tensor([-1.0000,  1.0000,  0.0000,  1.0392,  1.3856], grad_fn=<CatBackward0>)
    """

    def __init__(self, irreps: object, *, eps: float = 1e-5, affine: bool = True) -> None:
        read = read_irreps(irreps)
        super().__init__(read, read)
        self.eps = eps
        self._layout = layout_of(read)
        self._invariant = [is_trivial(irrep) for _, irrep in read]
        count = sum(n for n, irrep in read if is_trivial(irrep))
        self.weight = torch.nn.Parameter(torch.ones(read.num_irreps)) if affine else None
        self.bias = torch.nn.Parameter(torch.zeros(count)) if affine else None

    def forward(self, x: Tensor) -> Tensor:
        """y, of features x (..., irreps.dimension)."""
        self.check(x)
        found, copy, scalar = [], 0, 0
        for part, invariant in zip(split_copies(x, self._layout), self._invariant, strict=True):
            n = part.shape[-2]
            centred = part - part.mean(-2, keepdim=True) if invariant else part
            square = centred.square().mean((-2, -1), keepdim=True)
            y = centred * (square + self.eps).rsqrt()
            if self.weight is not None:
                y = y * self.weight[copy : copy + n, None]
            if self.bias is not None and invariant:
                y = y + self.bias[scalar : scalar + n, None]
                scalar += n
            copy += n
            found.append(y.flatten(-2))
        return torch.cat(found, -1) if found else x
