"""Tensor products by the kernels of `grouptools.numeric.contraction`, as operations of torch.

Three operations: the product, its gradients, and the gradients of the sum of these contracted
with x2, y2, w2, which is what the second derivative needs.  The derivative of the third is a sum
of the first two, so that derivatives of every order are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grouptools.numeric.contraction.plan import plan_of

__all__ = ["kernel_product"]


@torch.library.custom_op("grouptools::tensor_product", mutates_args=())
def kernel_product(
    x: Tensor,
    y: Tensor,
    w: Tensor,
    source: Tensor | None,
    target: Tensor | None,
    count: int,
    plan: str,
) -> Tensor:
    """The product that a plan of mode "uvu" with this digest says; see `tensor_product`.

    `w`: a row for each edge, or one row.  `count`: the number of target nodes, where there are.
    """
    from grouptools.numeric.contraction.evaluation import product

    edges = _edges(source, target, len(y), len(x), count)
    return torch.from_numpy(product(plan_of(plan), edges, *map(_array, (x, y, w))))


@kernel_product.register_fake
def _(
    x: Tensor,
    y: Tensor,
    w: Tensor,  # noqa: ARG001
    source: Tensor | None,  # noqa: ARG001
    target: Tensor | None,
    count: int,
    plan: str,
) -> Tensor:
    size = sum(n * dimension for n, dimension in plan_of(plan).layouts[2])
    return x.new_empty(len(y) if target is None else count, size)


@torch.library.custom_op("grouptools::tensor_product_gradients", mutates_args=())
def _gradients(
    x: Tensor,
    y: Tensor,
    w: Tensor,
    g: Tensor,
    source: Tensor | None,
    target: Tensor | None,
    plan: str,
    wanted: Sequence[bool],
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients for x, y and w of the product times g; those not wanted have no rows."""
    from grouptools.numeric.contraction.evaluation import product_gradients

    edges = _edges(source, target, len(y), len(x), len(g))
    x_wanted, y_wanted, w_wanted = wanted
    found = product_gradients(
        plan_of(plan),
        edges,
        *(_array(x), _array(y), _array(w), _array(g)),
        wanted=(x_wanted, y_wanted, w_wanted),
    )
    gx, gy, gw = map(torch.from_numpy, found)
    return gx, gy, gw


@_gradients.register_fake
def _(
    x: Tensor,
    y: Tensor,
    w: Tensor,
    g: Tensor,  # noqa: ARG001
    source: Tensor | None,  # noqa: ARG001
    target: Tensor | None,  # noqa: ARG001
    plan: str,  # noqa: ARG001
    wanted: Sequence[bool],
) -> tuple[Tensor, ...]:
    return _like((x, y, w), wanted)


@torch.library.custom_op("grouptools::tensor_product_second_gradients", mutates_args=())
def _second_gradients(
    x: Tensor,
    y: Tensor,
    w: Tensor,
    g: Tensor,
    x2: Tensor | None,
    y2: Tensor | None,
    w2: Tensor | None,
    source: Tensor | None,
    target: Tensor | None,
    plan: str,
    wanted: Sequence[bool],
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Gradients for x, y, w and g of T(x2, y, w, g) + T(x, y2, w, g) + T(x, y, w2, g)."""
    from grouptools.numeric.contraction.evaluation import second_gradients

    edges = _edges(source, target, len(y), len(x), len(g))
    given = _array(x), _array(y), _array(w), _array(g)
    second: Any = tuple(None if one is None else _array(one) for one in (x2, y2, w2))
    flags: Any = tuple(wanted)
    found = second_gradients(plan_of(plan), edges, given, second, flags)
    gx, gy, gw, gg = map(torch.from_numpy, found)
    return gx, gy, gw, gg


@_second_gradients.register_fake
def _(
    x: Tensor,
    y: Tensor,
    w: Tensor,
    g: Tensor,
    x2: Tensor | None,  # noqa: ARG001
    y2: Tensor | None,  # noqa: ARG001
    w2: Tensor | None,  # noqa: ARG001
    source: Tensor | None,  # noqa: ARG001
    target: Tensor | None,  # noqa: ARG001
    plan: str,  # noqa: ARG001
    wanted: Sequence[bool],
) -> tuple[Tensor, ...]:
    return _like((x, y, w, g), wanted)


def _keep(ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:  # noqa: ARG001
    """For the backward passes: the tensors, and the choices after them."""
    choices = [one for one in inputs if not isinstance(one, Tensor | None)]
    tensors = inputs[: len(inputs) - len(choices)]
    ctx.save_for_backward(*tensors)
    ctx.choices = choices
    ctx.set_materialize_grads(value=False)


def _product_backward(ctx: Any, g: Tensor | None) -> tuple[Tensor | None, ...]:
    x, y, w, source, target = ctx.saved_tensors
    if g is None:
        return (None,) * 7
    wanted = list(ctx.needs_input_grad[:3])
    found = _gradients(x, y, w, g, source, target, ctx.choices[1], wanted)
    return (*_those(found, wanted), None, None, None, None)


def _gradients_backward(ctx: Any, *second: Tensor | None) -> tuple[Tensor | None, ...]:
    x, y, w, g, source, target = ctx.saved_tensors
    plan, were_wanted = ctx.choices
    wanted = list(ctx.needs_input_grad[:4])
    moved = _those(second, were_wanted)
    found = _second_gradients(x, y, w, g, *moved, source, target, plan, wanted)
    return (*_those(found, wanted), None, None, None, None)


def _second_backward(ctx: Any, *third: Tensor | None) -> tuple[Tensor | None, ...]:
    """The gradients of a sum of forms T, each with one of x2, y2, w2 and one of a, b, c, d."""
    x, y, w, g, x2, y2, w2, source, target = ctx.saved_tensors
    plan, were_wanted = ctx.choices
    slots = {"x": (x, x2), "y": (y, y2), "w": (w, w2), "g": (g, None)}
    thirds = dict(zip("xywg", _those(third, were_wanted), strict=True))
    sums: dict[str, Tensor] = {}
    for moved in "xyw":
        for other in "xywg":
            chosen = {
                name: thirds[name] if name == other else pair[name == moved]
                for name, pair in slots.items()
            }
            if other == moved or any(one is None for one in chosen.values()):
                continue
            names = [name + "2" * (name == moved) for name in "xywg"]
            a, b, c, d = chosen.values()
            values = _gradients(a, b, c, d, source, target, plan, [True] * 3)
            last = kernel_product(a, b, c, source, target, len(g), plan)
            for name, value in zip(names, (*values, last), strict=True):
                if name != other:
                    sums[name] = sums[name] + value if name in sums else value
    return (*(sums.get(name) for name in ("x", "y", "w", "g", "x2", "y2", "w2")), *[None] * 4)


kernel_product.register_autograd(_product_backward, setup_context=_keep)
_gradients.register_autograd(_gradients_backward, setup_context=_keep)
_second_gradients.register_autograd(_second_backward, setup_context=_keep)


def _array(tensor: Tensor) -> Any:
    return np.ascontiguousarray(tensor.numpy(force=True))


def _edges(source: Tensor | None, target: Tensor | None, edges: int, nodes: int, count: int) -> Any:
    from grouptools.numeric.contraction.evaluation import Edges

    s, t = (None if index is None else _array(index) for index in (source, target))
    return Edges(s, t, edges, nodes, count)


def _like(tensors: Sequence[Tensor], wanted: Sequence[bool]) -> tuple[Tensor, ...]:
    """New tensors of the shapes of these, without rows where they are not wanted."""
    return tuple(
        t.new_empty(t.shape if want else (0, t.shape[1]))
        for t, want in zip(tensors, wanted, strict=True)
    )


def _those(found: Sequence[Tensor | None], wanted: Sequence[bool]) -> list[Tensor | None]:
    return [one if want else None for one, want in zip(found, wanted, strict=True)]
