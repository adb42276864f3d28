"""Tensor products by plain operations of torch: any device, export, vmap, any derivative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from math import prod

import torch
from torch import Tensor

from grouptools.nn.functional.copies import split_copies
from grouptools.nn.functional.edges import Edges, check_edges
from grouptools.numeric.contraction.plan import ProductPlan, plan_of

__all__ = ["plain_product"]


def plain_product(
    plan: ProductPlan, x: Tensor, y: Tensor, weights: Tensor | None, edges: Edges
) -> Tensor:
    """The product of `tensor_product`, whose arguments have been checked."""
    source, target, num_nodes = edges
    check_edges(edges, x)
    gathered = x if source is None else x.index_select(0, source)
    messages = _messages(plan, gathered, y, weights)
    if target is None:
        return messages
    return messages.new_zeros(num_nodes, messages.shape[-1]).index_add(0, target, messages)


def _messages(plan: ProductPlan, x: Tensor, y: Tensor, weights: Tensor | None) -> Tensor:
    """The product row by row, leading axes broadcast."""
    shapes = [t.shape[:-1] for t in (x, y, weights) if t is not None]
    lead = torch.broadcast_shapes(*shapes)
    xs, ys = (split_copies(t, plan.layouts[k]) for k, t in enumerate((x, y)))
    found: dict[int, list[Tensor]] = defaultdict(list)
    for path, coefficients, part, shape in zip(
        plan.paths,
        _coefficients(plan, x.dtype, x.device),
        plan.weight_slices,
        plan.weight_shapes,
        strict=True,
    ):
        w = None if weights is None else weights[..., part].unflatten(-1, shape)
        z = _PRODUCTS[plan.mode](xs[path.first], ys[path.second], w, coefficients)
        found[path.target].append(z)
    columns = []
    for k, (n, dimension) in enumerate(plan.layouts[2]):
        z = sum(found[k][1:], start=found[k][0]) if k in found else x.new_zeros(n, dimension)
        columns.append(z.flatten(-2).expand(*lead, -1))
    return torch.cat(columns, -1) if columns else x.new_zeros(*lead, 0)


def _channelwise(x: Tensor, y: Tensor, w: Tensor | None, c: Tensor) -> Tensor:
    coupled = torch.einsum("...j,ijk->...ik", y.squeeze(-2), c)
    return (x if w is None else x * w.unsqueeze(-1)) @ coupled


def _elementwise(x: Tensor, y: Tensor, w: Tensor | None, c: Tensor) -> Tensor:
    coupled = torch.einsum("...uj,ijk->...uik", y, c)
    weighted = x if w is None else x * w.unsqueeze(-1)
    return (weighted.unsqueeze(-2) @ coupled).squeeze(-2)


def _fully_connected(x: Tensor, y: Tensor, w: Tensor, c: Tensor) -> Tensor:
    coupled = torch.einsum("...vj,ijk->...vik", y, c)
    pairs = torch.einsum("...ui,...vik->...kuv", x, coupled).flatten(-2)  # (..., m3, u v)
    return (pairs @ w.flatten(-3, -2)).transpose(-1, -2)


_PRODUCTS: dict[str, Callable[..., Tensor]] = {
    "uvu": _channelwise,
    "uuu": _elementwise,
    "uvw": _fully_connected,
}


def _coefficients(plan: ProductPlan, dtype: torch.dtype, device: torch.device) -> list[Tensor]:
    """The coefficients of each path; while torch traces, they are constants of the graph."""
    make = _rounded if torch.compiler.is_compiling() else _kept
    shapes = [plan.coefficient_shape(path) for path in plan.paths]
    parts = make(plan.digest, dtype, device).split([prod(shape) for shape in shapes])
    return [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]


def _rounded(digest: str, dtype: torch.dtype, device: torch.device) -> Tensor:
    """The coefficients of all paths, one after the other."""
    kind = "float64" if dtype == torch.float64 else "float32"
    return torch.tensor(_numbers(digest, kind), dtype=dtype, device=device)


@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def _numbers(digest: str, kind: str) -> list[float]:
    """The same as a list: inductor takes a tensor of a constant function once in a graph only."""
    plan = plan_of(digest)
    return [c for path in plan.paths for c in plan.coefficients(path, kind).ravel().tolist()]


_kept = lru_cache(maxsize=1024)(_rounded)
