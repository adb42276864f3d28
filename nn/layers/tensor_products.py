"""Tensor products of two features as layers."""

from __future__ import annotations

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.edges import EdgeIndex
from grouptools.nn.functional.tensor_product import tensor_product
from grouptools.nn.layers.module import WeightedModule, read_irreps
from grouptools.numeric.contraction.plan import (
    ProductPlan,
    channelwise_plan,
    fully_connected_plan,
)
from grouptools.representations.irreps_value import Irreps

__all__ = ["FullyConnectedTensorProduct", "TensorProduct"]


class TensorProduct(WeightedModule):
    """The tensor product of features x and y, channel by channel of x, on every path.

    z[u, m3] = sum(w[path, u] C[m1, m2, m3] x[u, m1] y[m2]) / sqrt(number of paths into z)

    with the orthonormal Clebsch-Gordan coefficients C of any group.  y has one copy of each term,
    such as harmonics; paths are those between terms of x and of the result with equally many
    copies.  A `ProductPlan` in place of the irreps chooses the paths: `TensorProduct(plan)`.

    `weight`: flat, of N(0, 1) at first, in the order of the plan; components of variance 1 in x
    and y then give components of variance 1.  With `weights=False` it has none, and is given some
    for each row or edge, as by a radial network: `plan.weight_numel` numbers.

    Called as `nn.functional.tensor_product`: x and y of shapes (..., dimension), or with
    `edge_index` x (nodes, dimension) and y (edges, dimension), summed by target node.
    Raises `ArgumentError` for irreps of two groups, and weights that are missing or too many.

    >>> layer = TensorProduct("8x0e + 8x1o", "0e + 1o", "8x0e + 8x1o + 8x1e")
    >>> layer(torch.ones(5, 32), torch.ones(5, 4)).shape, layer.weight.shape
    (torch.Size([5, 56]), torch.Size([40]))
    """

    def __init__(
        self,
        irreps_x: object | ProductPlan,
        irreps_y: object = None,
        irreps_out: object = None,
        *,
        weights: bool = True,
    ) -> None:
        plan = irreps_x if isinstance(irreps_x, ProductPlan) else None
        if plan is None:
            plan = self._plan(*map(read_irreps, (irreps_x, irreps_y, irreps_out)))
        super().__init__(plan.irreps_x, plan.irreps_out)
        self.irreps_y = plan.irreps_y
        self.plan = plan
        self.weight = torch.nn.Parameter(torch.empty(plan.weight_numel)) if weights else None
        self.reset_parameters()

    @staticmethod
    def _plan(x: Irreps, y: Irreps, out: Irreps) -> ProductPlan:
        return channelwise_plan(x, y, out)

    def reset_parameters(self) -> None:
        """Draw the weights again."""
        if self.weight is not None:
            torch.nn.init.normal_(self.weight)

    def forward(
        self,
        x: Tensor,
        y: Tensor,
        weights: Tensor | None = None,
        *,
        edge_index: EdgeIndex = None,
        num_nodes: int | None = None,
    ) -> Tensor:
        """z, of features x and y."""
        if (weights is None) == (self.weight is None):
            raise ArgumentError(
                "weights were given to a tensor product that has its own: make it with "
                "weights=False"
                if self.weight is not None
                else "no weights were given to a tensor product that has none of its own: pass "
                "them, or make it with weights=True"
            )
        chosen = self.weight if weights is None else weights
        return tensor_product(x, y, chosen, self.plan, edge_index=edge_index, num_nodes=num_nodes)

    @property
    def signature(self) -> str:
        """The irreps, the mode, and the plan by its digest."""
        return f"{self.extra_repr()}, {self.plan.digest}"

    def extra_repr(self) -> str:
        """The irreps and the mode."""
        x, y, out = self.irreps_in, self.irreps_y, self.irreps_out
        return f"{x or '0'} (x) {y or '0'} -> {out or '0'}, {self.plan.mode}"


class FullyConnectedTensorProduct(TensorProduct):
    """The tensor product of x and y with weights between all copies.

    z[w, m3] = sum(W[path, u, v, w] C[m1, m2, m3] x[u, m1] y[v, m2]) / sqrt(fan-in)

    over all paths into z, the fan-in the number of (u, v) on them.  Everything else is as in
    `TensorProduct`; the order of the weights is [W[u, v, w] for path in paths], that of e3nn's
    layer of this name.

    >>> layer = FullyConnectedTensorProduct("4x0e + 4x1o", "2x0e + 1o", "3x0e + 5x1o")
    >>> layer(torch.ones(7, 16), torch.ones(7, 5)).shape, layer.weight.shape
    (torch.Size([7, 18]), torch.Size([96]))
    """

    @staticmethod
    def _plan(x: Irreps, y: Irreps, out: Irreps) -> ProductPlan:
        return fully_connected_plan(x, y, out)
