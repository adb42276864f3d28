"""Convolutions on points in frames along the edges: the time grows as l_max^3.

[Passaro and Zitnick 2023, arXiv:2302.03655: eSCN]  The source has weights of its own for each
order m; here they are made from those of the paths, and the result is that of `PointConv`.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.func import functional_call

from grouptools.nn.functional.backends import uses_numba
from grouptools.nn.functional.copies import split_copies
from grouptools.nn.functional.edge_frames import edge_frames
from grouptools.nn.functional.edges import check_edges, read_edges
from grouptools.nn.functional.gather_scatter import scatter_sum
from grouptools.nn.functional.norms import norm
from grouptools.nn.functional.so2_plan import so2_plan
from grouptools.nn.functional.tensor_product import tensor_product
from grouptools.nn.functional.term_sums import sum_of_terms
from grouptools.nn.layers.module import EquivariantModule
from grouptools.nn.point_conv import PointConv
from grouptools.numeric.contraction.plan import ProductPlan

__all__ = ["SO2Conv", "SO2Product"]


class SO2Product(EquivariantModule):
    """The tensor product of features with harmonics of edges, by linear maps that keep SO(2).

    z_a = sum(D(r)^T A(w) D(r) x_b),   D(r) the matrices of a rotation that takes r to (0, 0, |r|)

    A(w): the maps of `so2_plan`.  The function is that of `TensorProduct(plan, weights=False)` with
    harmonics of variance 1; (L+1)^2 components of a channel cost some L^3 multiplications for each
    edge.  It does not depend on the choice of rotation, and so has no pole, in derivatives neither.

    `plan`: of mode "uvu", see `so2_plan`.

    >>> from grouptools.numeric.contraction.plan import channelwise_plan
    >>> product = SO2Product(channelwise_plan("8x0e + 8x1o", "0e + 1o + 2e", "8x0e + 8x1o"))
    >>> weights = product.convert(torch.ones(5, product.plan.weight_numel))
    >>> edge_index = torch.tensor([[0, 1, 2, 0, 1], [1, 0, 0, 2, 2]])
    >>> product(torch.ones(3, 32), torch.ones(5, 3), weights, edge_index=edge_index).shape
    torch.Size([3, 32])
    """

    matrix: Tensor
    order: Tensor
    back: Tensor
    terms: Tensor

    def __init__(self, plan: ProductPlan) -> None:
        super().__init__(plan.irreps_x, plan.irreps_out)
        self.plan = plan
        self.frames = so2_plan(plan)
        self.hold("matrix", self.frames.matrix)
        self.hold("order", self.frames.order)
        self.hold("back", self.frames.back)
        self.hold("terms", self.frames.terms)

    def convert(self, weights: Tensor) -> Tensor:
        """The numbers in A(w), (..., n), of weights w (..., plan.weight_numel); linear in them.

        Order: [a[k, i, c] for block for k for i for channel c], then [w[path, c]] for l2 = 0.
        """
        by_path = weights.unflatten(-1, (-1, self.frames.channels))
        return (self.matrix.mT @ by_path).flatten(-2)  # type: ignore[no-any-return]

    def forward(
        self,
        x: Tensor,
        vectors: Tensor,
        weights: Tensor,
        *,
        edge_index: Tensor,
        num_nodes: int | None = None,
        backend: str | None = None,
    ) -> Tensor:
        """The sums z (nodes, irreps_out.dimension).

        `x`: (nodes, irreps_in.dimension); `vectors`: (edges, 3), of any length; `weights`: (edges,
        n) or (n,) as `convert` makes them; the rest as in `nn.functional.tensor_product`.
        """
        self.check(x)
        if torch.is_autocast_enabled(x.device.type):
            x, vectors, weights = (
                t if t.dtype == torch.float64 else t.float() for t in (x, vectors, weights)
            )
        edges = read_edges((edge_index[0], edge_index[1]), x, vectors, num_nodes)
        check_edges(edges, x)
        still = self.frames.still
        moving = self.matrix.shape[1] - (len(still.paths) if still else 0)
        with torch.autocast(x.device.type, enabled=False):
            numbers = weights.expand(len(vectors), -1).unflatten(-1, (-1, self.frames.channels))
            turned = self._messages(x, edge_index[0], vectors, numbers, backend)
            found = self._rows(scatter_sum(turned, edge_index[1], edges.num_nodes))
            if still is None:
                return found
            one = vectors.new_ones(len(vectors), 1)
            return found + tensor_product(
                *(x, one, numbers[:, moving:].flatten(-2), still),
                edge_index=edge_index,
                num_nodes=edges.num_nodes,
                backend=backend,
            )

    def _messages(
        self, x: Tensor, source: Tensor, vectors: Tensor, numbers: Tensor, backend: str | None
    ) -> Tensor:
        """D^T A D x for each edge, (edges, components, channels), of the features of its source."""
        before, _, after = ([d for _, d in layout] for layout in self.plan.layouts)
        D = edge_frames(max(*before, *after) // 2, vectors)
        columns = torch.cat([t.mT for t in split_copies(x, self.plan.layouts[0])], 1)
        parts = columns.index_select(0, source).split(before, 1)
        turned = torch.cat([D[d // 2] @ part for d, part in zip(before, parts, strict=True)], 1)
        if uses_numba(backend, x, vectors, numbers):
            mapped: Tensor = sum_of_terms(turned, numbers, self.terms, [0, 1, 2], sum(after))
        else:
            mapped = self._mapped(turned, numbers)
        parts = mapped.split(after, 1)
        return torch.cat([D[d // 2].mT @ part for d, part in zip(after, parts, strict=True)], 1)

    def _mapped(self, x: Tensor, numbers: Tensor) -> Tensor:
        """A x by plain operations, piece after piece."""
        plan = self.frames
        shapes = [(2 if piece.m else 1, len(piece.terms)) for piece in plan.first]
        parts = x.index_select(1, self.order).split([s * n for s, n in shapes], 1)
        pieces = [part.unflatten(1, shape) for part, shape in zip(parts, shapes, strict=True)]
        sizes = [k * i for k, i in plan.shapes]
        matrices = numbers[:, : sum(sizes)].split(sizes, 1)
        found: dict[int, Tensor] = {}
        for block, a, shape in zip(plan.blocks, matrices, plan.shapes, strict=True):
            z = torch.einsum("ekic,esic->eskc", a.unflatten(1, shape), pieces[block.first])
            if block.turns:
                z = torch.stack([-z[:, 1], z[:, 0]], 1)
            found[block.last] = found[block.last] + z if block.last in found else z
        whole = [
            found[k].flatten(1, 2)
            if k in found
            else x.new_zeros(len(x), len(piece.terms) * (2 if piece.m else 1), plan.channels)
            for k, piece in enumerate(plan.last)
        ]
        return torch.cat(whole, 1).index_select(1, self.back)

    def _rows(self, columns: Tensor) -> Tensor:
        """Features (nodes, irreps_out.dimension) of (nodes, components, channels)."""
        parts = columns.split([d for _, d in self.plan.layouts[2]], 1)
        return torch.cat([part.mT.flatten(1) for part in parts], -1)


class SO2Conv(PointConv):
    """`PointConv`, computed in frames along the edges: faster where l_max is large.

    The same function of the same parameters, which may be loaded from one into the other; the last
    matrix of the radial network is converted once, not the weights of each edge.  `radial` is
    a `RadialNetwork` here.  There is no `softening`: frames have no derivative at zero vectors.

    [Passaro and Zitnick 2023, arXiv:2302.03655]

    >>> full = PointConv("4x0e", "4x0e + 2x1o", 1, cutoff=3.0, neighbours=2.0)
    >>> fast = SO2Conv("4x0e", "4x0e + 2x1o", 1, cutoff=3.0, neighbours=2.0)
    >>> fast.load_state_dict(full.state_dict())
    <All keys matched successfully>
    >>> x, edge_index, r = torch.ones(2, 4), torch.tensor([[0, 1], [1, 0]]), torch.randn(2, 3)
    >>> torch.allclose(full(x, edge_index, r), fast(x, edge_index, r), atol=1e-5)
    True
    """

    def __init__(
        self,
        irreps_in: object,
        irreps_out: object,
        l_max: int,
        cutoff: float,
        *,
        neighbours: float,
        channels: int | None = None,
        **radial: Any,
    ) -> None:
        super().__init__(
            irreps_in, irreps_out, l_max, cutoff, neighbours=neighbours, channels=channels, **radial
        )
        self.so2_product = SO2Product(self.product.plan)

    def messages(self, x: Tensor, edge_index: Tensor, vectors: Tensor) -> Tensor:
        """N^(1/2) m, of V' (nodes, ...)."""
        last = len(self.radial.perceptron.weights) - 1
        converted = self.so2_product.convert(self.radial.perceptron.weights[last])
        state = {f"perceptron.weights.{last}": converted}
        weights = functional_call(self.radial, state, (norm(vectors),))
        return self.so2_product(x, vectors, weights, edge_index=edge_index)  # type: ignore[no-any-return]
