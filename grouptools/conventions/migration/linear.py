"""Weights of linear maps between copies of an irrep, which no convention changes.

y[w] = sum W[u, w] x[u] becomes M y[w] = sum W[u, w] M x[u] when the features change by M, the same
for every copy of an irrep; biases belong to invariants, for which M = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grouptools.conventions.convention import Convention
from grouptools.representations.irreps_value import Irreps

if TYPE_CHECKING:
    import sympy

__all__ = ["Linear"]


@dataclass(frozen=True)
class Linear:
    """A linear layer: weights [W[u, w] for terms i of in for terms j of out of the same irrep].

    `axis`: of the tensor along which the flat weights lie.

    >>> Linear(Irreps("8x0e + 2x1o"), Irreps("4x0e + 2x1o")).weight_numel
    36
    """

    irreps_in: Irreps
    irreps_out: Irreps
    axis: int = -1

    @property
    def weight_numel(self) -> int:
        """The number of weights."""
        return sum(
            n * m for n, irrep in self.irreps_in for m, other in self.irreps_out if irrep == other
        )

    def runs(
        self,
        source: Convention,  # noqa: ARG002 - what every layer takes
        target: Convention,  # noqa: ARG002
    ) -> list[tuple[int, sympy.Expr]]:
        """How many weights in a row are multiplied with which factor: all with 1."""
        import sympy

        return [(self.weight_numel, sympy.Integer(1))]
