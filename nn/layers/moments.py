"""Means over normally distributed numbers, by quadrature, and factors that set them to 1.

Panels of length 1/2 with Gauss and Legendre's rule: exact to rounding for what is smooth between
multiples of 1/2, such as relu, abs or hardtanh; nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable
from math import lgamma, log, pi, sqrt

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError

__all__ = [
    "Normalized",
    "Scalar",
    "factor",
    "mean_over_norms",
    "mean_over_numbers",
    "parity",
]

#: A function of numbers, one by one.
Scalar = Callable[[Tensor], Tensor]

NODES = 20
REACH = 12


def mean_over_numbers(f: Scalar) -> float:
    """The mean of f(z) over z from N(0, 1).

    >>> round(mean_over_numbers(torch.relu) * sqrt(2 * pi), 12)
    1.0
    """
    z, weights = _panels(-REACH, REACH)
    return float((f(z) * weights * torch.exp(-z * z / 2)).sum() / sqrt(2 * pi))


def mean_over_norms(f: Scalar, dimension: int) -> float:
    """The mean of f(|z|) over vectors z of so many components from N(0, 1).

    >>> round(mean_over_norms(torch.square, 5), 12)
    5.0
    """
    r, weights = _panels(0, REACH + int(sqrt(dimension)) + 1)
    half = dimension / 2
    density = (dimension - 1) * r.log() - r * r / 2 - (half - 1) * log(2) - lgamma(half)
    return float((f(r) * weights * density.exp()).sum())


def _panels(start: int, stop: int) -> tuple[Tensor, Tensor]:
    """Nodes and weights from `start` to `stop`."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    left = np.arange(start, stop, 0.5)
    nodes = (left[:, None] + (x + 1) / 4).ravel()
    return torch.from_numpy(nodes), torch.from_numpy(np.tile(w / 4, len(left)))


def factor(second_moment: float, what: str) -> float:
    """1/sqrt(second_moment).

    Raises `ArgumentError` where it is zero, infinite or nan.
    """
    if not 0 < second_moment < np.inf:
        raise ArgumentError(
            f"{what} was given, whose mean square over normally distributed numbers is "
            f"{second_moment}: pass a function that is not 0 and grows slowly"
        )
    return 1 / sqrt(second_moment)


def parity(f: Scalar) -> int:
    """1 where f(-x) = f(x), -1 where f(-x) = -f(x), to 1e-12 of the largest value, else 0.

    Tried at 241 points from 0 to 12, in float64.

    >>> parity(torch.tanh), parity(torch.abs), parity(torch.relu)
    (-1, 1, 0)
    """
    x = torch.linspace(0, 12, 241, dtype=torch.float64)
    with torch.no_grad():
        here, there = f(x), f(-x)
    bound = 1e-12 * float(here.abs().max())
    if float((here - there).abs().max()) <= bound:
        return 1
    return -1 if float((here + there).abs().max()) <= bound else 0


class Normalized(torch.nn.Module):
    """scale * f(x), with the mean square 1 over x from N(0, 1).

    >>> round(Normalized(torch.relu).scale ** 2, 12)
    2.0
    """

    def __init__(self, f: Scalar) -> None:
        super().__init__()
        self.f = f
        with torch.no_grad():
            moment = mean_over_numbers(lambda z: f(z).square())
        self.scale = factor(moment, repr(f))

    def forward(self, x: Tensor) -> Tensor:
        """The values."""
        return self.f(x) * self.scale

    def extra_repr(self) -> str:
        """The function, where it is no module."""
        scale = f"scale={self.scale:.6g}"
        if isinstance(self.f, torch.nn.Module):
            return scale
        return f"{getattr(self.f, '__name__', self.f)}, {scale}"
