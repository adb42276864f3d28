"""Lengths and directions of vectors, with finite derivatives of every order at zero vectors."""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["directions", "norm"]


def norm(vectors: Tensor) -> Tensor:
    """The lengths |v| of vectors in the last axis; at v = 0 all derivatives are 0.

    `vectors`: (..., n).  Returns a tensor (...) of the same dtype.

    >>> v = torch.tensor([[3.0, 4.0], [0.0, 0.0]], requires_grad=True)
    >>> length = norm(v)
    >>> length.sum().backward()
    >>> length.tolist(), v.grad.tolist()
    ([5.0, 0.0], [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]])
    """
    square = (vectors * vectors).sum(-1)
    is_zero = square == 0
    root = torch.where(is_zero, 1.0, square).sqrt()
    return torch.where(is_zero, 0.0, root)


def directions(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """The unit vectors v/|v|, and their squared lengths, 1 or 0; at v = 0 all is 0.

    v/|v| is a function of v/s for every s > 0, so that the derivatives are those at a fixed s;
    with s the largest component nothing overflows.

    `vectors`: (..., n).  Returns tensors (..., n) and (...); derivatives at v = 0 are 0.

    >>> directions(torch.tensor([[0.0, 2e-30], [0.0, 0.0]]))
    (tensor([[0., 1.],
            [0., 0.]]), tensor([1., 0.]))
    """
    size = vectors.detach().abs().amax(-1, keepdim=True)
    is_zero = size == 0
    scaled = torch.where(is_zero, 0.0, vectors / torch.where(is_zero, 1.0, size))
    square = (scaled * scaled).sum(-1, keepdim=True)
    unit = scaled / torch.where(is_zero, 1.0, square).sqrt()
    return unit, (~is_zero).squeeze(-1).to(vectors.dtype)
