"""Equivariant self-attention on points.

[Fuchs et al. 2020, arXiv:2006.10503: SE(3)-transformers]
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.nn.functional.copies import split_copies
from grouptools.nn.functional.edge_frames import edge_harmonics
from grouptools.nn.functional.gather_scatter import scatter_sum
from grouptools.nn.graphs.graph import Graph
from grouptools.nn.layers.linear import Linear
from grouptools.nn.layers.module import EquivariantModule, read_irreps
from grouptools.nn.layers.tensor_products import TensorProduct
from grouptools.nn.point_conv import edges_of, point_plan
from grouptools.nn.radial.network import CUTOFFS, RadialNetwork, variance_at
from grouptools.numeric.radial.distances import at_least, positive

__all__ = ["PointAttention", "edge_softmax", "mean_square"]


class PointAttention(EquivariantModule):
    """Self-attention of each node to its neighbours, with keys and values by tensor products.

    k_ab, v_ab = what `PointConv` sends from b to a,   q_a = W_q V_a
    alpha_ab = softmax over b of <q_a, k_ab> / (s d^(1/2)) + log f(rho_ab)
    out_a = W (V_a (+) A^(-1/2) sum over b of alpha_ab v_ab)

    for each head, which has its share of the channels, and d components of q and k.  f is the
    cut-off of the radial network, whose functions have the variance s^2 f^2 at first: so edges come
    and go smoothly, and scores have the variance f^2.
    [Fuchs et al. 2020, arXiv:2006.10503, (10) to (12), where f, s and A are 1]

    `heads`: how many, a divisor of the channels.  `neighbours`: the mean number N of edges into a
    node, for which A is the mean of v^2 summed with alpha^2, see `mean_square`: components of
    variance 1 give components of variance 1 at first where N edges fill the ball evenly.
    `channels`, `softening`, `cutoff` and `radial` as in `PointConv`, so too a node without edges,
    the order of sums, and errors.

    >>> layer = PointAttention("4x0e", "4x0e + 2x1o", 1, cutoff=3.0, neighbours=2.0, heads=2)
    >>> edge_index = torch.tensor([[0, 1], [1, 0]])
    >>> vectors = torch.tensor([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
    >>> layer(torch.ones(2, 4), edge_index, vectors).shape
    torch.Size([2, 10])
    """

    def __init__(
        self,
        irreps_in: object,
        irreps_out: object,
        l_max: int,
        cutoff: float,
        *,
        neighbours: float,
        heads: int = 1,
        channels: int | None = None,
        softening: float = 0.0,
        **radial: Any,
    ) -> None:
        super().__init__(read_irreps(irreps_in), read_irreps(irreps_out))
        self.l_max = degree(l_max, "l_max")
        self.neighbours = positive(neighbours, "neighbours")
        self.softening = positive(softening, "softening") if softening else 0.0
        self.heads = at_least(1, heads, "heads")
        values = point_plan(self.irreps_in, self.irreps_out, self.l_max, channels)
        self.channels = values.irreps_x[0].multiplicity
        if self.channels % self.heads:
            raise ArgumentError(
                f"heads = {heads} was given for {self.channels} channels, but all heads have "
                f"equally many: pass a divisor"
            )
        keys = point_plan(self.irreps_in, self.irreps_in, self.l_max, self.channels)
        self.linear_in = Linear(self.irreps_in, values.irreps_x)
        self.query = Linear(self.irreps_in, keys.irreps_out)
        self.key_product = TensorProduct(keys, weights=False)
        self.value_product = TensorProduct(values, weights=False)
        width = keys.weight_numel + values.weight_numel
        self.radial = RadialNetwork(width, cutoff, **radial)
        self.linear_out = Linear(self.irreps_in + values.irreps_out, self.irreps_out)
        self.scale = mean_square(self.neighbours, self.radial.envelope) ** -0.5

    def forward(self, x: Tensor, graph: Graph | Tensor, vectors: Tensor) -> Tensor:
        """out, of features x (nodes, irreps_in.dimension); see `PointConv`."""
        self.check(x)
        edge_index = edges_of(graph, x, vectors)
        lengths, harmonics = edge_harmonics(self.l_max, vectors, self.softening)
        sizes = [self.key_product.plan.weight_numel, self.value_product.plan.weight_numel]
        for_keys, for_values = self.radial(lengths).split(sizes, -1)
        sent = self.linear_in(x)
        keys = self.key_product(sent, harmonics, for_keys, edge_index=(edge_index[0], None))
        queries = self.query(x).index_select(0, edge_index[1])
        fall = CUTOFFS[self.radial.envelope](lengths, self.radial.cutoff)
        alpha = edge_softmax(self._scores(queries, keys), edge_index[1], len(x), fall)
        by_head = for_values.unflatten(-1, (-1, self.heads, self.channels // self.heads))
        shared = (by_head * alpha[:, None, :, None]).flatten(1)
        found = self.value_product(sent, harmonics, shared, edge_index=edge_index)
        return self.linear_out(torch.cat([x, found * self.scale], -1))  # type: ignore[no-any-return]

    def _scores(self, queries: Tensor, keys: Tensor) -> Tensor:
        """<q, k> / (s d^(1/2)) of each edge and head, (edges, heads)."""
        layout = self.key_product.plan.layouts[2]
        products = [part.sum(-1) for part in split_copies(queries * keys, layout)]
        by_channel = sum(products[1:], products[0]).unflatten(-1, (self.heads, -1))
        scale = (self.heads / keys.shape[-1]) ** 0.5 / self.radial.scale
        return by_channel.sum(-1) * scale  # type: ignore[no-any-return]

    def extra_repr(self) -> str:
        """The irreps, the degree of the filters, heads and neighbours."""
        return (
            f"{super().extra_repr()}, l_max={self.l_max}, heads={self.heads}, "
            f"neighbours={self.neighbours:g}"
        )


def edge_softmax(scores: Tensor, target: Tensor, num_nodes: int, factors: Tensor) -> Tensor:
    """alpha_e = f_e exp(s_e) / sum(f exp(s) for edges with the same target), 0 where f_e is 0.

    Nothing overflows, and where one f_e exp(s_e) is not 0 the sum is not either.  Sums are taken in
    the order of the edges on the CPU.

    `scores`: (edges, heads); `factors`: f, 0 or more, (edges,); `target`: (edges,) int64.
    Returns (edges, heads).

    >>> scores, target = torch.tensor([[0.0], [1e4], [1e4]]), torch.tensor([0, 1, 1])
    >>> edge_softmax(scores, target, 2, torch.tensor([1.0, 1.0, 3.0])).squeeze(-1)
    tensor([1.0000, 0.2500, 0.7500])
    """
    is_there = factors >= torch.finfo(factors.dtype).tiny
    logarithm = torch.where(is_there, factors, 1.0).log()
    total = torch.where(is_there.unsqueeze(-1), scores + logarithm.unsqueeze(-1), -torch.inf)
    index = target.unsqueeze(-1).expand_as(total)
    least = total.new_full((num_nodes, total.shape[-1]), -torch.inf)
    most = least.scatter_reduce(0, index, total.detach(), "amax")
    shifted = total - torch.where(most.isfinite(), most, 0.0).index_select(0, target)
    powers = shifted.exp()
    sums = scatter_sum(powers, target, num_nodes)
    return powers / torch.where(sums == 0, 1.0, sums).index_select(0, target)


@lru_cache(maxsize=256)
def mean_square(neighbours: float, envelope: str = "polynomial") -> float:
    """The mean of sum(alpha^2 v^2) over N neighbours spread evenly in the ball.

    alpha = e / sum(e), e = f(r) exp(f(r) z), z from N(0, 1), and v of variance s^2 f(r)^2; by

        E sum(alpha^2 v^2) = N int_0^inf t E[e^2 v^2 exp(-t e)] E[exp(-t e)]^(N - 1) dt,

    as 1/S^2 = int t exp(-t S) dt.  `neighbours`: N, below 1 taken to be 1.

    >>> round(mean_square(1.0), 6), round(mean_square(20.0), 3)
    (1.0, 0.505)
    """
    n = max(neighbours, 1.0)
    x, w = np.polynomial.legendre.leggauss(100)
    r = (x + 1) / 2
    z = np.arange(-8.0, 8.125, 0.25)
    density = np.exp(-z * z / 2)
    share = np.outer(1.5 * r * r * w, density / density.sum()).ravel()  # [r, z], 3 r^2 dr
    f = CUTOFFS[envelope](torch.from_numpy(r), 1.0).numpy()
    square = np.repeat(variance_at(torch.from_numpy(r), 1.0, envelope).numpy(), len(z))
    e = (f[:, None] * np.exp(np.outer(f, z))).ravel()
    t = np.exp(np.arange(-40.0, 25.0, 0.25))
    falls = np.exp(-np.outer(t, e))
    numbers = t * t * (falls @ (share * e * e * square)) * (falls @ share) ** (n - 1)
    return float(n * 0.25 * numbers.sum())  # dt = t d(log t)
