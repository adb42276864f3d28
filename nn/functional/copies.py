"""Features by copies of irreps: norms of the copies, and factors for them.

A layout is a tuple of (multiplicity, dimension), one for each term of `Irreps`.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from grouptools.nn.functional.norms import norm
from grouptools.representations.irreps_value import Irreps

__all__ = ["Layout", "copy_norms", "layout_of", "scale_copies", "split_copies"]

Layout = Sequence[tuple[int, int]]


def layout_of(irreps: Irreps) -> Layout:
    """The layout of features of these irreps.

    >>> layout_of(Irreps("2x0e + 1o"))
    ((2, 1), (1, 3))
    """
    return tuple((n, irrep.dimension) for n, irrep in irreps)


def split_copies(x: Tensor, layout: Layout) -> list[Tensor]:
    """The features of each term, (..., multiplicity, dimension).

    >>> [tuple(part.shape) for part in split_copies(torch.ones(7, 5), ((2, 1), (1, 3)))]
    [(7, 2, 1), (7, 1, 3)]
    """
    parts = x.split([n * dimension for n, dimension in layout], -1)
    return [
        part.unflatten(-1, (n, dimension))
        for part, (n, dimension) in zip(parts, layout, strict=True)
    ]


def copy_norms(x: Tensor, layout: Layout) -> Tensor:
    """The norm of each copy; its derivatives are 0 where it is 0.

    `x`: (..., irreps.dimension).  Returns a tensor (..., irreps.num_irreps).

    >>> copy_norms(torch.tensor([-2.0, 1.0, 0.0, 3.0, 4.0]), ((2, 1), (1, 3)))
    tensor([2., 1., 5.])
    """
    norms = [norm(part) for part in split_copies(x, layout)]
    return torch.cat(norms, -1) if norms else x


def scale_copies(x: Tensor, factors: Tensor, layout: Layout) -> Tensor:
    """Each copy times its factor.

    `x`: (..., irreps.dimension); `factors`: (..., irreps.num_irreps).

    >>> scale_copies(torch.ones(5), torch.tensor([1.0, 2.0, 3.0]), ((2, 1), (1, 3)))
    tensor([1., 2., 3., 3., 3.])
    """
    each = factors.split([n for n, _ in layout], -1)
    parts = [
        (part * factor.unsqueeze(-1)).flatten(-2)
        for part, factor in zip(split_copies(x, layout), each, strict=True)
    ]
    return torch.cat(parts, -1) if parts else x
