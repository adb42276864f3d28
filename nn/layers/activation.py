"""Functions of single components, where the group allows them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.layers.invariants import is_trivial, trivial
from grouptools.nn.layers.module import EquivariantModule, read_irreps
from grouptools.nn.layers.moments import Normalized, Scalar, parity
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps

__all__ = ["Activation", "activated"]


class Activation(EquivariantModule):
    """A function of each component of irreps of dimension 1, the identity on others.

    `functions`: one for each term of the irreps, None for the identity.  On invariants any
    function; on other irreps of dimension 1, whose vectors only change sign ("0o", "A2"), an odd
    function, or an even one, which makes them invariant.  Each is multiplied by the factor that
    makes its mean square 1 over normally distributed numbers, so that variance 1 stays.

    Features (..., irreps_in.dimension) to the same shape; `irreps_out` says what they are then.
    Raises `ArgumentError` for irreps of larger dimension, for a function that is neither even nor
    odd where it has to be, and unless there is one function for each term.

    >>> Activation("2x0e + 0o + 0o + 1o", [torch.relu, torch.tanh, torch.abs, None])
    Activation(
      2x0e + 0o + 0o + 1o -> 2x0e + 0o + 0e + 1o
      (functions): ModuleList(
        (0): Normalized(relu, scale=1.41421)
        (1): Normalized(tanh, scale=1.59254)
        (2): Normalized(abs, scale=1)
        (3): None
      )
    )
    """

    def __init__(self, irreps_in: object, functions: Sequence[Scalar | None]) -> None:
        irreps = read_irreps(irreps_in)
        if len(functions) != len(irreps):
            raise ArgumentError(
                f"{len(functions)} functions were given for the {len(irreps)} terms of {irreps}: "
                f"pass one for each, or None"
            )
        terms = [(n, activated(i, f)) for (n, i), f in zip(irreps, functions, strict=True)]
        super().__init__(irreps, Irreps(terms, irreps.group))
        modules = [f if f is None else Normalized(f) for f in functions]
        self.functions = torch.nn.ModuleList(modules)  # type: ignore[arg-type]  # None may be there
        self._sizes = [copies.dimension for copies in irreps]

    def forward(self, x: Tensor) -> Tensor:
        """The values, of features x (..., irreps_in.dimension)."""
        self.check(x)
        parts = x.split(self._sizes, -1)
        pairs = zip(parts, self.functions, strict=True)
        return torch.cat([part if f is None else f(part) for part, f in pairs], -1) if parts else x


def activated(irrep: Irrep, f: Scalar | None) -> Irrep:
    """The irrep of f(x), for x of one of dimension 1."""
    if f is None:
        return irrep
    if irrep.dimension > 1:
        raise ArgumentError(
            f"a function was given for {irrep!r}, whose components the group mixes: pass None, and "
            f"use a gate or a function of the norm"
        )
    if is_trivial(irrep):
        return irrep
    sign = parity(f)
    if not sign:
        raise ArgumentError(
            f"{f!r} was given for {irrep!r}, whose vectors change sign, but it is neither even nor "
            f"odd: pass one that is, such as torch.tanh or torch.abs"
        )
    return irrep if sign < 0 else trivial(irrep)
