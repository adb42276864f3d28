"""Symmetric products of features with themselves: the bodies of many-body expansions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree as read_degree
from grouptools.nn.functional.backends import check_range
from grouptools.nn.functional.copies import layout_of, split_copies
from grouptools.nn.layers.equivariant_polynomials import Polynomial, equivariant_polynomials
from grouptools.nn.layers.module import WeightedModule, read_irreps
from grouptools.numeric.radial.distances import at_least

__all__ = ["SymmetricContraction"]


class SymmetricContraction(WeightedModule):
    """Every equivariant polynomial of the features of one channel, with weights by kind of node.

    z[c, M] = sum(w[kind, path, c] P_path,M(x[c])) / sqrt(number of paths into z)

    x[c] holds one copy of each irrep of the features, z[c] one of each of the result.  The P_path
    are a basis of the polynomials that commute with the group, of degrees 1 to `correlation`, as
    `equivariant_polynomials` lists and scales them: exact, for any group.  MACE's contraction
    [Batatia et al. 2022, arXiv:2206.07697, eqs. (10), (11)] is of this form, with the couplings of
    all orders of the factors in place of a basis.

    `irreps_in`, `irreps_out`: c copies of each term, such as "64x0e + 64x1o" and "64x0e".
    `kinds`: how many kinds of nodes have weights of their own.
    `weight`: (kinds, paths, c), of N(0, 1) at first, with the paths of each term of irreps_out one
    after the other; components of variance 1 give components of variance 1.

    Called with x (..., irreps_in.dimension) and, where there are several, kinds (...) of int64.
    Returns (..., irreps_out.dimension).  For each channel as many numbers are held as there are
    monomials, 968 for irreps 0 to 3 and degree 3.
    Raises `ArgumentError` for irreps with differing numbers of copies, and kinds out of range.

    >>> layer = SymmetricContraction("8x0e + 8x1o", "8x0e", correlation=2)
    >>> layer.weight.shape, layer(torch.ones(5, 32)).shape  # x_0, x_0^2, |x_1|^2
    (torch.Size([1, 3, 8]), torch.Size([5, 8]))
    """

    coefficients: Tensor

    def __init__(
        self, irreps_in: object, irreps_out: object, correlation: int = 3, *, kinds: int = 1
    ) -> None:
        super().__init__(read_irreps(irreps_in), read_irreps(irreps_out))
        channels = {n for n, _ in (*self.irreps_in, *self.irreps_out)}
        if len(channels) != 1:
            raise ArgumentError(
                f"{self.irreps_in} and {self.irreps_out} were given, but a symmetric contraction "
                f"works channel by channel: pass equally many copies of each term"
            )
        self.correlation = read_degree(correlation, "correlation")
        self.kinds = at_least(1, kinds, "kinds")
        self._layout = layout_of(self.irreps_in)
        sources = tuple(irrep for _, irrep in self.irreps_in)
        bases = [
            equivariant_polynomials(sources, irrep, self.correlation)
            for _, irrep in self.irreps_out
        ]
        self._terms = [
            (len(basis), irrep.dimension)
            for basis, (_, irrep) in zip(bases, self.irreps_out, strict=True)
        ]
        self._hold([polynomial for basis in bases for polynomial in basis])
        self.weight = torch.nn.Parameter(torch.empty(self.kinds, sum(map(len, bases)), *channels))
        self.reset_parameters()

    def _hold(self, polynomials: Sequence[Polynomial]) -> None:
        """Keep all coefficients, and how monomials of each degree are made of those before."""
        needed = {e[: k + 1] for p in polynomials for e in p for k in range(len(e))}
        monomials = sorted(needed, key=lambda e: (len(e), e))
        place = {e: i for i, e in enumerate(monomials)}
        rows = [np.zeros((0, len(monomials)))]
        for polynomial in polynomials:
            row = np.zeros((len(next(iter(polynomial.values()))), len(monomials)))
            for e, values in polynomial.items():
                row[:, place[e]] = values
            rows.append(row)
        self.hold("coefficients", np.concatenate(rows))
        degrees = [len(e) for e in monomials]
        self._counts = [degrees.count(k) for k in range(1, self.correlation + 1)]
        for k in range(1, self.correlation + 1):
            first = next((place[e] for e in monomials if len(e) == k - 1), 0)
            made = [(place.get(e[:-1], 0) - first, e[-1]) for e in monomials if len(e) == k]
            self.hold(f"factors_{k}", np.array(made, dtype=np.int64).reshape(-1, 2).T.copy())

    def reset_parameters(self) -> None:
        """Draw the weights again."""
        torch.nn.init.normal_(self.weight)

    def forward(self, x: Tensor, kinds: Tensor | None = None) -> Tensor:
        """z, of features x (..., irreps_in.dimension)."""
        self.check(x)
        v = torch.cat(split_copies(x, self._layout), -1).movedim(-1, 0)  # [component, ..., c]
        if kinds is None and self.kinds == 1:
            weight = self.weight[0].view(-1, *(1,) * (x.ndim - 1), v.shape[-1])
        else:
            weight = self.weight[self._checked(kinds, x)].movedim(-2, 0)  # [path, ..., c]
        values = self._values(v)
        found, path, row = [], 0, 0
        for paths, size in self._terms:
            of_term = values[row : row + paths * size].unflatten(0, (paths, size))
            weighted = of_term * weight[path : path + paths].unsqueeze(1)
            z = weighted.sum(0) * max(paths, 1) ** -0.5  # [component, ..., c]
            found.append(z.movedim(0, -1).flatten(-2))
            path, row = path + paths, row + paths * size
        return torch.cat(found, -1)

    def _values(self, v: Tensor) -> Tensor:
        """The components of all polynomials, [path component, ..., c]."""
        columns = self.coefficients.split(self._counts, 1)
        values, monomials = v.new_zeros(len(self.coefficients), v[0].numel()), v
        for k, matrix in enumerate(columns):
            lower, last = self.get_buffer(f"factors_{k + 1}")
            part = v.index_select(0, last)
            monomials = monomials.index_select(0, lower) * part if k else part
            values = torch.addmm(values, matrix, monomials.flatten(1))
        found: Tensor = values.unflatten(1, v.shape[1:])
        return found

    def _checked(self, kinds: Tensor | None, x: Tensor) -> Tensor:
        """The kinds, refused where they do not fit; elsewhere torch refuses those out of range."""
        if kinds is None or kinds.shape != x.shape[:-1] or kinds.dtype != torch.int64:
            found = "none" if kinds is None else f"{kinds.dtype} of shape {tuple(kinds.shape)}"
            raise ArgumentError(
                f"kinds {found} were given for nodes of shape {tuple(x.shape[:-1])}, but each node "
                f"has one: pass torch.int64 of that shape"
            )
        check_range(kinds, self.kinds, "kinds")
        return kinds

    @property
    def signature(self) -> str:
        """The irreps, and the degree."""
        return f"{super().signature} to degree {self.correlation}"

    def extra_repr(self) -> str:
        """The irreps, the degree and the kinds."""
        return f"{super().extra_repr()}, correlation={self.correlation}, kinds={self.kinds}"
