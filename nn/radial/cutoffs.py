"""Cut-offs of tensors: functions of a distance that are 1 at 0 and 0 from the cut-off on.

The functions of `grouptools.numeric.radial.cutoffs`, differentiable to any order.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb, pi

import torch
from torch import Tensor

from grouptools.numeric.radial.distances import at_least, positive

__all__ = ["bump_cutoff", "cosine_cutoff", "polynomial_cutoff"]


def polynomial_cutoff(r: Tensor, cutoff: float, *, p: int = 6, smoothness: int = 2) -> Tensor:
    """The polynomial that falls from 1 at r = 0 to 0 at the cut-off, flat at both ends.

    f(x) = (1-x)^(s+1) sum(C(s+k, k) x^k for k in range(p)), x = r/c < 1, else 0, s = smoothness:
    `grouptools.polynomial_cutoff`.  Derivatives up to order s are 0 at c.

    Returns a tensor of the shape of r.  Raises `ArgumentError` for p < 1.

    >>> polynomial_cutoff(torch.tensor([0.0, 1.0, 2.0]), 2.0, p=2, smoothness=1)
    tensor([1.0000, 0.5000, 0.0000])
    """
    p, s = at_least(1, p, "p"), at_least(0, smoothness, "smoothness")

    def profile(x: Tensor) -> Tensor:
        series = torch.full_like(x, comb(s + p - 1, p - 1))
        for k in range(p - 2, -1, -1):
            series = series * x + comb(s + k, k)
        return (1 - x) ** (s + 1) * series

    return _cut(profile, r, cutoff)


def cosine_cutoff(r: Tensor, cutoff: float) -> Tensor:
    """The cosine cut-off, (1 + cos(pi r/c))/2 up to the cut-off and 0 beyond.

    `grouptools.cosine_cutoff`: its second derivative jumps at the cut-off.

    Returns a tensor of the shape of r.

    >>> cosine_cutoff(torch.tensor([0.0, 1.0, 2.0]), 2.0)
    tensor([1.0000, 0.5000, 0.0000])
    """
    return _cut(lambda x: torch.cos(pi / 2 * x) ** 2, r, cutoff)


def bump_cutoff(r: Tensor, cutoff: float) -> Tensor:
    """The bump exp(1 - 1/(1 - x^2)), x = r/c < 1, and 0 beyond: every derivative is continuous.

    `grouptools.bump_cutoff`.

    Returns a tensor of the shape of r.

    >>> bump_cutoff(torch.tensor([0.0, 1.0, 2.0]), 2.0)
    tensor([1.0000, 0.7165, 0.0000])
    """
    return _cut(lambda x: torch.exp(-x * x / ((1 - x) * (1 + x))), r, cutoff)


def _cut(profile: Callable[[Tensor], Tensor], r: Tensor, cutoff: float) -> Tensor:
    """The profile of r/c inside, and 0, with all derivatives, from the cut-off on."""
    beyond = r >= positive(cutoff, "cutoff")
    return torch.where(beyond, 0.0, profile(torch.where(beyond, 0.0, r) / cutoff))
