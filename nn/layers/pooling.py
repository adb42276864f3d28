"""Features of the nodes of each graph put together."""

from __future__ import annotations

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.backends import check_range
from grouptools.nn.functional.copies import copy_norms, layout_of, scale_copies
from grouptools.nn.layers.module import EquivariantModule, read_irreps

__all__ = ["Pooling"]

WAYS = ("sum", "mean", "max")


class Pooling(EquivariantModule):
    """The sum, the mean, or the copy of largest norm over the nodes of each graph.

    `reduce`: "sum", "mean" or "max".  With "max" each copy of each irrep is that of the node where
    its norm is largest; nodes that are equal in this give their mean, so that the order of nodes
    does not matter.  A graph without nodes gets 0.  Of n independent nodes with components of
    variance 1 a sum has variance n, a mean 1/n.

    Called with features x (nodes, irreps.dimension), batch (nodes,), the graph of each node as
    integers, and num_graphs, by default the largest of them + 1.
    Returns (num_graphs, irreps.dimension).
    Raises `ArgumentError` for another `reduce`, shapes and dtypes, and graphs out of range.

    >>> x = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    >>> Pooling("2x0e", "mean")(x, torch.tensor([0, 0, 1]))
    tensor([[2., 3.],
            [5., 6.]])
    """

    def __init__(self, irreps: object, reduce: str = "mean") -> None:
        read = read_irreps(irreps)
        super().__init__(read, read)
        if reduce not in WAYS:
            raise ArgumentError(
                f"reduce = {reduce!r} was given, but it must be 'sum', 'mean' or 'max'"
            )
        self.reduce = reduce
        self._layout = layout_of(read)

    def forward(self, x: Tensor, batch: Tensor, num_graphs: int | None = None) -> Tensor:
        """The features of each graph."""
        self.check(x)
        if x.ndim != 2 or batch.shape != x.shape[:1] or batch.dtype != torch.int64:
            raise ArgumentError(
                f"features of shape {tuple(x.shape)} and batch of shape {tuple(batch.shape)} and "
                f"dtype {batch.dtype} were given, but they must be (nodes, {self._width}) and "
                f"(nodes,) of int64"
            )
        if num_graphs is None:
            num_graphs = int(batch.max()) + 1 if len(batch) else 0
        check_range(batch, num_graphs, "graphs")
        if self.reduce == "max":
            x = self._largest(x, batch, num_graphs)
        total = x.new_zeros(num_graphs, x.shape[1]).index_add(0, batch, x)
        if self.reduce != "mean":
            return total
        ones = x.new_ones(len(batch))
        counts = x.new_zeros(num_graphs).index_add(0, batch, ones)
        return total / counts.clamp(min=1)[:, None]

    def _largest(self, x: Tensor, batch: Tensor, num_graphs: int) -> Tensor:
        """Copies of the largest norm in their graph, over their number; 0 for others."""
        norms = copy_norms(x.detach(), self._layout)
        place = batch[:, None].expand_as(norms)
        zero = norms.new_zeros(num_graphs, norms.shape[1])
        largest = zero.scatter_reduce(0, place, norms, "amax")
        chosen = (norms == largest.index_select(0, batch)).to(x.dtype)
        number = zero.index_add(0, batch, chosen)
        return scale_copies(x, chosen / number.index_select(0, batch), self._layout)

    def extra_repr(self) -> str:
        """The irreps and the way."""
        return f"{super().extra_repr()}, reduce={self.reduce}"
