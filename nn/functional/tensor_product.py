"""Tensor products of features with harmonics or other features, over edges of a graph or not.

The 4-linear form of it is

    T(x, y, w, g) = sum C[m1, m2, m3] x[s(e), u, m1] y[e, m2] w[e, u] g[t(e), u, m3]

over edges e from node s(e) to node t(e), paths, channels u and components; the
result is its derivative with respect to g.
Backend "torch" writes messages of all edges, "numba" none (`grouptools.numeric.contraction`).
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.backends import uses_numba
from grouptools.nn.functional.edges import EdgeIndex, Edges, read_edges
from grouptools.nn.functional.plain_products import plain_product
from grouptools.nn.functional.product_kernels import kernel_product
from grouptools.numeric.contraction.plan import ProductPlan, fully_connected_plan
from grouptools.representations.irreps_value import Irreps

__all__ = ["fully_connected_tensor_product", "tensor_product"]


def tensor_product(
    x: Tensor,
    y: Tensor,
    weights: Tensor | None,
    plan: ProductPlan,
    *,
    edge_index: EdgeIndex = None,
    num_nodes: int | None = None,
    backend: str | None = None,
) -> Tensor:
    """The weighted tensor product of x and y that a plan says, summed by target node.

    out[t] = sum(P(x[s(e)], y[e], weights[e]) for edges e with t(e) = t), P the map of the plan.

    `x`: (nodes, irreps_x.dimension); `y`: (edges, irreps_y.dimension); `weights`:
    (edges, plan.weight_numel), or (plan.weight_numel,) for all edges, or None for ones.
    `edge_index`: (2, edges) int64, rows source and target; or a pair (source, target), of which
    None stands for: x has a row for each edge, the result has a row for each edge.
    Without `edge_index` any leading dimensions (...) take the place of edges, and broadcast.
    `num_nodes`: the number of target nodes, by default that of x.
    `backend`: "numba", "torch" or None, see `grouptools.nn.functional.backends`.
    Returns (num_nodes, irreps_out.dimension), or (..., irreps_out.dimension).
    Differentiable to any order.  Under autocast it computes in float32.
    Raises `ArgumentError` for shapes, dtypes or devices that do not fit, and for indices that are
    no nodes.

    >>> from grouptools.numeric.contraction.plan import channelwise_plan
    >>> plan = channelwise_plan("1o", "1o", "1o + 1e")
    >>> v, w = torch.tensor([0.0, 0.0, 1.0]), torch.tensor([1.0, 0.0, 0.0])  # (y, z, x)
    >>> tensor_product(v, w, None, plan)  # (v x w) / sqrt(2)
    tensor([0.0000, 0.0000, 0.0000, 0.0000, 0.7071, 0.0000])
    """
    if weights is None and plan.mode == "uvw":
        raise ArgumentError(
            "no weights were given, but a plan of mode 'uvw' mixes copies by them: pass weights"
        )
    given = [x, y] if weights is None else [x, y, weights]
    _check_tensors(plan, given)
    if torch.is_autocast_enabled(x.device.type):
        given = [t if t.dtype == torch.float64 else t.float() for t in given]
        with torch.autocast(x.device.type, enabled=False):
            return _product(given, plan, edge_index, num_nodes, backend)
    return _product(given, plan, edge_index, num_nodes, backend)


def fully_connected_tensor_product(
    x: Tensor,
    y: Tensor,
    weights: Tensor,
    irreps_x: Irreps | str,
    irreps_y: Irreps | str,
    irreps_out: Irreps | str,
    *,
    edge_index: EdgeIndex = None,
    num_nodes: int | None = None,
) -> Tensor:
    """The tensor product with every path and weights between all copies, by matrix products.

    z[w, m3] = sum(W[u, v, w] C[m1, m2, m3] x[u, m1] y[v, m2] / sqrt(fan-in) for paths into z)

    `weights`: flat, [W[u, v, w] for path in paths], for all rows or for each row; the paths are
    those of `fully_connected_plan`, in e3nn's order.  The rest as in `tensor_product`, which, given
    a plan, is what code for torch.compile calls: plans cannot be made inside it.

    >>> x, y = torch.tensor([1.0, 2.0]), torch.tensor([1.0])
    >>> fully_connected_tensor_product(x, y, torch.tensor([1.0, 1.0]), "2x0e", "0e", "0e")
    tensor([2.1213])
    """
    plan = _fully_connected_plan(irreps_x, irreps_y, irreps_out)
    return tensor_product(x, y, weights, plan, edge_index=edge_index, num_nodes=num_nodes)


@lru_cache(maxsize=256)
def _fully_connected_plan(x: Irreps | str, y: Irreps | str, out: Irreps | str) -> ProductPlan:
    return fully_connected_plan(x, y, out)


def _product(
    given: list[Tensor],
    plan: ProductPlan,
    edge_index: EdgeIndex,
    num_nodes: int | None,
    backend: str | None,
) -> Tensor:
    x, y, *rest = given
    weights = rest[0] if rest else None
    if edge_index is None:
        if num_nodes is not None:
            raise ArgumentError(
                f"num_nodes = {num_nodes} was given without edge_index, but there are no nodes "
                f"then: leave it out, or pass edge_index"
            )
        edges = Edges(None, None, 0)
    else:
        edges = read_edges(edge_index, x, y, num_nodes)
        if weights is not None and weights.ndim == 2 and len(weights) != len(y):
            raise ArgumentError(
                f"weights for {len(weights)} edges were given with y for {len(y)} edges: pass one "
                f"row of each for every edge"
            )
    numba = uses_numba(backend, *given)
    if plan.mode != "uvu":
        if backend == "numba":
            raise ArgumentError(
                f"backend = 'numba' was given with a plan of mode {plan.mode!r}, but its kernels "
                f"are for mode 'uvu': leave backend out"
            )
        numba = False
    return (_by_kernels if numba else plain_product)(plan, x, y, weights, edges)


def _by_kernels(
    plan: ProductPlan, x: Tensor, y: Tensor, weights: Tensor | None, edges: Edges
) -> Tensor:
    """Rows of one leading axis for the kernels."""
    w = x.new_ones(plan.weight_numel) if weights is None else weights
    if edges.source is not None or edges.target is not None:
        summed: Tensor = kernel_product(x, y, w.view(-1, w.shape[-1]), *edges, plan.digest)
        return summed
    shapes = [t.shape[:-1] for t in (x, y, w)]
    lead = torch.broadcast_shapes(*shapes)
    flat = [t.expand(*lead, t.shape[-1]).reshape(-1, t.shape[-1]) for t in (x, y)]
    each = w if w.ndim == 1 else w.expand(*lead, w.shape[-1])
    rows: Tensor = kernel_product(*flat, each.reshape(-1, w.shape[-1]), *edges, plan.digest)
    return rows.view(*lead, -1)


def _check_tensors(plan: ProductPlan, given: list[Tensor]) -> None:
    """Last axes, dtypes and devices."""
    sizes = (*(sum(n * d for n, d in terms) for terms in plan.layouts[:2]), plan.weight_numel)
    for name, tensor, size in zip(("x", "y", "weights"), given, sizes, strict=False):
        if not tensor.is_floating_point() or tensor.ndim == 0 or tensor.shape[-1] != size:
            raise ArgumentError(
                f"{name} of shape {tuple(tensor.shape)} and dtype {tensor.dtype} was given, but a "
                f"floating-point tensor whose last axis has the {size} numbers of the plan is "
                f"expected"
            )
        if tensor.device != given[0].device:
            raise ArgumentError(
                f"x on {given[0].device} and {name} on {tensor.device} were given, but all tensors "
                f"must be on one device: move one of them by .to(...)"
            )
        if tensor.dtype != given[0].dtype and not torch.is_autocast_enabled(tensor.device.type):
            raise ArgumentError(
                f"x of {given[0].dtype} and {name} of {tensor.dtype} were given, but all tensors "
                f"must have one dtype: convert one of them by .to(...)"
            )
