"""Gates: scalars through a function, and other irreps times such scalars."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.nn.functional.copies import layout_of, scale_copies
from grouptools.nn.layers.activation import Activation
from grouptools.nn.layers.invariants import product
from grouptools.nn.layers.module import EquivariantModule, read_irreps
from grouptools.nn.layers.moments import Scalar
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps

__all__ = ["Gate"]


class Gate(EquivariantModule):
    """f(s) for scalars s, and g(t) V for each copy V of other irreps with its own scalar t.

    [Weiler et al. 2018, arXiv:1807.02547, section 4.3].  Scalars are irreps of dimension 1, and
    functions as in `Activation`, which says what a scalar is afterwards; a gate that is "0o" then
    turns "1o" into "1e".  Variance 1 stays.

    `irreps_in`: (scalars + gates + gated).simplify(), in this order.
    `irreps_out`: the scalars and the gated irreps as they are then.
    Raises `ArgumentError` as `Activation`, and unless there are as many gates as gated copies.

    >>> gate = Gate("4x0e", [torch.nn.functional.silu], "3x0e", [torch.sigmoid], "2x1o + 2e")
    >>> gate
    Gate(7x0e + 2x1o + 2e -> 4x0e + 2x1o + 2e)
    >>> gate(torch.ones(18)).shape
    torch.Size([15])
    """

    def __init__(
        self,
        irreps_scalars: object,
        functions: Sequence[Scalar | None],
        irreps_gates: object,
        gate_functions: Sequence[Scalar | None],
        irreps_gated: object,
    ) -> None:
        scalars, gates, gated = map(read_irreps, (irreps_scalars, irreps_gates, irreps_gated))
        if gates.num_irreps != gated.num_irreps:
            raise ArgumentError(
                f"{gates.num_irreps} gates ({gates}) were given for {gated.num_irreps} gated "
                f"irreps ({gated}), but each has its own: pass as many gates"
            )
        both = Activation(scalars + gates, [*functions, *gate_functions])
        terms = list(both.irreps_out)
        found = _products(Irreps(terms[len(scalars) :], gated.group), gated)
        shown = Irreps(terms[: len(scalars)], gated.group) + found
        super().__init__((scalars + gates + gated).simplify(), shown.simplify())
        self.activation = both
        self._sizes = [scalars.dimension, gates.dimension, gated.dimension]
        self._layout = layout_of(gated)

    def forward(self, x: Tensor) -> Tensor:
        """The values, of features x (..., irreps_in.dimension)."""
        self.check(x)
        s, g, v = self._sizes
        activated = self.activation(x[..., : s + g])
        gated = scale_copies(x[..., s + g :], activated[..., s:], self._layout) if v else x[..., :0]
        return torch.cat([activated[..., :s], gated], -1)

    def __repr__(self) -> str:
        return f"Gate({self.extra_repr()})"


def _products(gates: Irreps, gated: Irreps) -> Irreps:
    """The irreps of the products of each gate with its copy."""
    factors: list[Irrep] = [irrep for n, irrep in gates for _ in range(n)]
    for irrep in factors:
        if irrep.dimension > 1:
            raise ArgumentError(
                f"{irrep!r} was given as a gate, but a gate is a factor: pass irreps of dimension 1"
            )
    copies = [irrep for n, irrep in gated for _ in range(n)]
    return Irreps(
        [product(*pair) for pair in zip(factors, copies, strict=True)], gated.group
    ).simplify()
