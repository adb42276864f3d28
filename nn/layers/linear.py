"""Linear maps between features: every one that commutes with the group."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from grouptools.nn.layers.invariants import is_trivial
from grouptools.nn.layers.module import WeightedModule, read_irreps
from grouptools.representations.irrep_value import Irrep

__all__ = ["Linear"]


class _Path(NamedTuple):
    """Copies of an irrep at columns `start` of the features, to those of one term of the result."""

    start: int
    copies: int
    weights: slice
    endomorphisms: str  # the name of their buffer; "" where 1 is the only one


class Linear(WeightedModule):
    """Self-interaction: all linear maps between features that commute with the group.

    y[v] = (k U)^(-1/2) sum(w[u, v, e] E_e x[u]) + b[v]

    over all copies u of an irrep in `irreps_in`, U of them, and over the endomorphisms E_e, one
    for an irrep of real type, k = 2 or 4 for one of complex or quaternionic type (Schur's lemma).
    `bias`: whether invariants get the bias b; it begins at 0.  Weights begin as N(0, 1), so that
    components of variance 1 give components of variance 1.  Irreps of the result that the features
    do not have are 0 there.

    `weight`: flat, [w[i, j, u, v, e] for terms i of irreps_in for terms j of irreps_out of the same
    irrep for u for v for e]; `bias`: flat, one for each invariant of irreps_out.
    Features (..., irreps_in.dimension) to (..., irreps_out.dimension).
    Raises `ArgumentError` for irreps of two groups, or over the complex numbers.

    >>> layer = Linear("4x0e + 8x1o", "2x0e + 16x1o", bias=True)
    >>> layer.weight.shape, layer.bias.shape, layer(torch.ones(7, 28)).shape
    (torch.Size([136]), torch.Size([2]), torch.Size([7, 50]))
    """

    def __init__(self, irreps_in: object, irreps_out: object, *, bias: bool = False) -> None:
        super().__init__(read_irreps(irreps_in), read_irreps(irreps_out))
        size = self._find_paths()
        self.weight = torch.nn.Parameter(torch.empty(size))
        count = sum(n for n, irrep in self.irreps_out if is_trivial(irrep)) if bias else 0
        self.bias = torch.nn.Parameter(torch.empty(count)) if bias else None
        self.reset_parameters()

    def _find_paths(self) -> int:
        """Set (copies, dimension, k, whether invariant, paths) of each term; count the weights."""
        paths: list[list[_Path]] = [[] for _ in self.irreps_out]
        size = 0
        for (n, irrep), place in zip(self.irreps_in, self.irreps_in.slices(), strict=True):
            for (m, target), found in zip(self.irreps_out, paths, strict=True):
                if irrep == target and n and m:
                    stop = size + n * m * irrep.endomorphism_dimension
                    name = self._hold_endomorphisms(irrep)
                    found.append(_Path(place.start, n, slice(size, stop), name))
                    size = stop
        self._terms = tuple(
            (m, irrep.dimension, irrep.endomorphism_dimension, is_trivial(irrep), tuple(found))
            for (m, irrep), found in zip(self.irreps_out, paths, strict=True)
        )
        return size

    def _hold_endomorphisms(self, irrep: Irrep) -> str:
        """Keep E[e, m', m]; the name of the buffer."""
        if irrep.endomorphism_dimension == 1:
            return ""
        matrices = [np.array(e.evalf(30), dtype=np.float64) for e in irrep.endomorphisms()]
        name = "endomorphisms_" + irrep.label.replace(".", "_")
        self.hold(name, np.array(matrices))
        return name

    def reset_parameters(self) -> None:
        """Draw the weights again, and set the bias to 0."""
        torch.nn.init.normal_(self.weight)
        if self.bias is not None:
            torch.nn.init.zeros_(self.bias)

    def forward(self, x: Tensor) -> Tensor:
        """y, of features x (..., irreps_in.dimension)."""
        self.check(x)
        parts, first = [], 0
        for copies, dimension, k, invariant, paths in self._terms:
            fan_in = k * sum(path.copies for path in paths)
            found = [self._mapped(x, path, copies, dimension, fan_in) for path in paths]
            part = sum(found[1:], found[0]) if found else x.new_zeros(())
            if invariant and self.bias is not None:
                part = part + self.bias[first : first + copies]
                first += copies
            parts.append(part.expand(*x.shape[:-1], copies * dimension))
        return torch.cat(parts, -1) if parts else x[..., :0]

    def _mapped(self, x: Tensor, path: _Path, copies: int, d: int, fan_in: int) -> Tensor:
        """(fan_in)^(-1/2) sum(w[u, v, e] E_e x[u]) of one path, (..., copies * d)."""
        given = x[..., path.start : path.start + path.copies * d]
        weight = self.weight[path.weights] * fan_in**-0.5
        if path.endomorphisms:
            e = self.get_buffer(path.endomorphisms)
            w = weight.view(path.copies, copies, -1)
            whole = torch.einsum("uve,ecd->udvc", w, e).reshape(path.copies * d, copies * d)
            return torch.matmul(given, whole)
        w = weight.view(path.copies, copies)
        if d == 1:
            return torch.matmul(given, w)
        columns = given.unflatten(-1, (path.copies, d)).transpose(-1, -2)  # [..., m, u]
        return torch.matmul(columns, w).transpose(-1, -2).flatten(-2)
