"""Sums of products of rows as an operation of torch: `grouptools.numeric.contraction.terms`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

__all__ = ["sum_of_terms"]


@torch.library.custom_op("grouptools::sum_of_terms", mutates_args=())
def sum_of_terms(p: Tensor, q: Tensor, terms: Tensor, roles: Sequence[int], count: int) -> Tensor:
    """out[e, k, c] = sum of sign * p[e, i, c] * q[e, j, c] over the rows (i, j, k, sign) of terms.

    `p`, `q`: (rows, n, channels), float32 or float64 on the CPU.  `roles`: which columns of
    `terms` are i, j and k.  Returns (rows, count, channels).  Differentiable to any order.

    >>> p, q = torch.tensor([[[2.0], [3.0]]]), torch.tensor([[[5.0]]])
    >>> sum_of_terms(p, q, torch.tensor([[0, 0, 0, 1], [1, 0, 0, -1]]), [0, 1, 2], 1)
    tensor([[[-5.]]])
    """
    from grouptools.numeric.contraction.terms import sum_terms

    left, right, table = (np.ascontiguousarray(t.numpy(force=True)) for t in (p, q, terms))
    i, j, k = roles
    return torch.from_numpy(sum_terms(left, right, table, (i, j, k), count))


@sum_of_terms.register_fake
def _(p: Tensor, q: Tensor, terms: Tensor, roles: Sequence[int], count: int) -> Tensor:  # noqa: ARG001
    return p.new_empty(p.shape[0], count, p.shape[2])


def _keep(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:  # noqa: ARG001
    ctx.save_for_backward(*inputs[:3])
    ctx.roles = inputs[3]


def _backward(ctx: Any, g: Tensor) -> tuple[Tensor | None, ...]:
    """Each gradient is such a sum, with the roles exchanged."""
    p, q, terms = ctx.saved_tensors
    i, j, k = ctx.roles
    for_p, for_q = ctx.needs_input_grad[:2]
    dp = sum_of_terms(g, q, terms, [k, j, i], p.shape[1]) if for_p else None
    dq = sum_of_terms(p, g, terms, [i, k, j], q.shape[1]) if for_q else None
    return dp, dq, None, None, None


sum_of_terms.register_autograd(_backward, setup_context=_keep)
