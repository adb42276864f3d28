"""Functions of a signal on the sphere, point by point."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree as read_degree
from grouptools.nn.functional.copies import split_copies
from grouptools.nn.layers.module import EquivariantModule, read_irreps
from grouptools.nn.layers.moments import Normalized, Scalar, parity
from grouptools.representations.irreps_value import Irreps

__all__ = ["S2Activation"]


class S2Activation(EquivariantModule):
    """Features as coefficients of a signal on the sphere, through a function of its values.

    s(x) = (l_max + 1)^(-1) sum(a[l, m] Y(l, m)(x)),   b[l, m] = (l_max + 1) int f(s(x)) Y(l, m)(x)

    with harmonics of variance 1 and the mean over the sphere, so that s has variance 1 at every x
    where the coefficients have.  f is multiplied by the factor that makes its mean square 1; then
    the mean squares of all components of b add up to (l_max + 1)^2, but for what f moves beyond
    l_out.  They differ between degrees: a mean of f other than 0 goes to l = 0.
    [Cohen et al. 2018, arXiv:1801.10130, section 6; de Haan et al. 2021 call it regular]

    `irreps`: n copies of each degree 0, 1, ..., l_max in order, for n signals, of SO(3) or O(3);
    there with parities p q^l, q = -1 for signals that inversion moves, q = 1 for those it does not.
    p = -1 takes an even or odd f.  `degree`: of the quadrature, which is exact for polynomials f of
    degree k where degree >= k l_max + l_out; for other f the error in equivariance falls with it.
    By default 4 l_max + l_out.  `l_out`: by default l_max.

    Features (..., irreps_in.dimension) to (..., irreps_out.dimension).
    Raises `ArgumentError` for other irreps, and an f of no parity where p = -1.

    >>> layer = S2Activation("4x0e + 4x1o + 4x2e", torch.tanh)
    >>> layer(torch.ones(7, 36)).shape
    torch.Size([7, 36])
    """

    to_grid: Tensor
    from_grid: Tensor

    def __init__(
        self, irreps: object, f: Scalar, *, degree: int | None = None, l_out: int | None = None
    ) -> None:
        read = read_irreps(irreps)
        l_max, p, q = _signal(read)
        top = l_max if l_out is None else read_degree(l_out, "l_out")
        sign = p if p >= 0 else _sign_after(f)
        n = read[0].multiplicity
        labels = [f"{l}{_letter(sign * q**l)}" for l in range(top + 1)]
        super().__init__(read, Irreps([(n, label) for label in labels], read.group))
        self.function = Normalized(f)
        self._layout = tuple((n, 2 * l + 1) for l in range(l_max + 1))
        self._sizes = [2 * l + 1 for l in range(top + 1)]
        self._hold_grid(l_max, top, 4 * l_max + top if degree is None else degree)

    def _hold_grid(self, l_max: int, top: int, degree: int) -> None:
        from grouptools.numeric.harmonics.evaluation import spherical_harmonics
        from grouptools.numeric.quadrature import sphere_quadrature

        rule = sphere_quadrature(degree)
        larger = spherical_harmonics(max(l_max, top), rule.points, normalization="component")
        mean = larger * (rule.weights / rule.weights.sum())[:, None]
        self.hold("to_grid", larger[:, : (l_max + 1) ** 2].T / (l_max + 1))
        self.hold("from_grid", mean[:, : (top + 1) ** 2] * (l_max + 1))

    def forward(self, x: Tensor) -> Tensor:
        """b, of features a (..., irreps_in.dimension)."""
        self.check(x)
        coefficients = torch.cat(split_copies(x, self._layout), -1)  # [..., signal, l m]
        found = self.function(coefficients @ self.to_grid) @ self.from_grid
        return torch.cat([part.flatten(-2) for part in found.split(self._sizes, -1)], -1)


def _signal(irreps: Irreps) -> tuple[int, int, int]:
    """l_max, p and q; p = 0 in SO(3)."""
    l_max, n = len(irreps) - 1, irreps[0].multiplicity if len(irreps) else 0
    choices = [(1, -1), (1, 1), (-1, -1), (-1, 1)] if irreps.group.name == "O(3)" else [(0, 0)]
    if irreps.group.name in {"SO(3)", "O(3)"} and n:
        found = [(m, irrep.label) for m, irrep in irreps]
        for p, q in choices:
            if found == list(_terms(n, l_max, p, q)):
                return l_max, p, q
    raise ArgumentError(
        f"{irreps!r} was given, but signals on the sphere are equally many copies of each degree "
        f"of SO(3) or O(3) from 0 on, with parities of one rule: pass irreps such as "
        f"'4x0e + 4x1o + 4x2e'"
    )


def _terms(n: int, l_max: int, p: int, q: int) -> Iterator[tuple[int, str]]:
    return ((n, f"{l}{_letter(p * q**l)}") for l in range(l_max + 1))


def _letter(sign: int) -> str:
    return {1: "e", -1: "o", 0: ""}[sign]


def _sign_after(f: Scalar) -> int:
    """The sign of f(s) under inversion, for s of sign -1."""
    sign = parity(f)
    if not sign:
        raise ArgumentError(
            f"{f!r} was given for signals that change sign, but it is neither even nor odd: pass "
            f"one that is, such as torch.tanh or torch.abs"
        )
    return sign
