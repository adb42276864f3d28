"""Layers of invariants alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.layers.moments import Normalized, Scalar

__all__ = ["Perceptron"]


class Perceptron(torch.nn.Module):
    """Linear maps with a function between them: x -> W_n f(... f(W_1 x)).

    `widths`: of the input, the layers between, and the output.  `function`: any of numbers; it is
    multiplied by the factor that makes its mean square 1 over normally distributed numbers.
    `weights[i]`: (widths[i], widths[i + 1]), from N(0, 1) at first; maps are divided by
    sqrt(widths[i]), so that inputs of variance 1 give outputs of variance 1.  No biases: 0 goes to
    0 where f(0) = 0.

    (..., widths[0]) to (..., widths[-1]).
    Raises `ArgumentError` for less than two widths.

    >>> Perceptron([8, 64, 3], torch.nn.functional.silu)(torch.ones(7, 8)).shape
    torch.Size([7, 3])
    """

    def __init__(self, widths: Sequence[int], function: Scalar) -> None:
        super().__init__()
        if len(widths) < 2:
            raise ArgumentError(
                f"widths = {widths!r} was given, but a perceptron has at least an input and an "
                f"output: pass two widths or more"
            )
        self.weights = torch.nn.ParameterList([torch.empty(a, b) for a, b in pairwise(widths)])
        self.function = Normalized(function)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the weights again."""
        for weight in self.weights:
            torch.nn.init.normal_(weight)

    def forward(self, x: Tensor) -> Tensor:
        """The values, (..., widths[-1])."""
        for i, weight in enumerate(self.weights):
            if i:
                x = self.function(x)
            x = x @ (weight * max(len(weight), 1) ** -0.5)
        return x
