"""Functions of the norm of each copy."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from grouptools.nn.functional.copies import copy_norms, layout_of, scale_copies
from grouptools.nn.layers.module import WeightedModule, read_irreps
from grouptools.nn.layers.moments import Scalar, factor, mean_over_norms

__all__ = ["NormActivation"]


class NormActivation(WeightedModule):
    """c h(|V| + b) V for each copy V of each irrep.

    [Thomas et al. 2018, arXiv:1802.08219, section 4.1.3], with one bias b for each copy, 0 at
    first, and c = (E h(|z|)^2 |z|^2 / d)^(-1/2), which keeps components of variance 1 where b = 0
    (z of d components from N(0, 1), by quadrature).  Derivatives are finite also at V = 0.

    `h`: any function of numbers.  `bias`: whether there is a bias.
    Features (..., irreps.dimension) to the same shape.
    Raises `ArgumentError` for irreps over the complex numbers.

    >>> layer = NormActivation("8x0e + 8x1o", torch.sigmoid)
    >>> layer(torch.ones(7, 32)).shape, layer.bias.shape
    (torch.Size([7, 32]), torch.Size([16]))
    """

    factors: Tensor

    def __init__(self, irreps: object, h: Scalar, *, bias: bool = True) -> None:
        read = read_irreps(irreps)
        super().__init__(read, read)
        self.h = h
        self.bias = torch.nn.Parameter(torch.zeros(read.num_irreps)) if bias else None
        self._layout = layout_of(read)
        with torch.no_grad():
            squares = {
                d: mean_over_norms(lambda r: (h(r) * r).square(), d) / d
                for d in sorted({d for _, d in self._layout})
            }
        factors = [factor(squares[d], repr(h)) for n, d in self._layout for _ in range(n)]
        self.hold("factors", np.array(factors, dtype=np.float64))

    def forward(self, x: Tensor) -> Tensor:
        """The values, of features x (..., irreps.dimension)."""
        self.check(x)
        norms = copy_norms(x, self._layout)
        shifted = norms if self.bias is None else norms + self.bias
        return scale_copies(x, self.factors * self.h(shifted), self._layout)
