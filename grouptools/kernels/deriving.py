"""Deriving a basis of kernels."""

from __future__ import annotations

from time import perf_counter

from grouptools.exact.basis_version import BASIS_VERSION
from grouptools.exact.quantum_numbers import degree
from grouptools.kernels import cache
from grouptools.kernels.basis import KernelBasis
from grouptools.kernels.patterns import Part
from grouptools.kernels.solver import solved
from grouptools.kernels.summands import Summands, check_one_group, summands_of
from grouptools.representations.harmonic import harmonic_representation, harmonic_squares

__all__ = ["kernel_basis"]

#: What takes fewer seconds to derive is not kept on disk: reading it takes as long.
WORTH_KEEPING = 0.01


def kernel_basis(rep_in: object, rep_out: object, l_max: int) -> KernelBasis:
    """The canonical basis of the kernels K with K(g x) = rho_out(g) K(x) rho_in(g)^-1.

    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of one group of the plane or of
    space: finite, SO(2), O(2), SO(3) or O(3).
    `l_max`: the highest degree (in the plane: frequency) of the harmonics.

    Returns a `KernelBasis`, exact.
    Raises `ArgumentError` for two groups, and for a group that acts on neither plane nor space.

    >>> from grouptools.representations.irrep_value import Irrep
    >>> kernel_basis(Irrep("1o"), Irrep("1o"), 2).dimensions  # l = 0, 2 and no 1: parity
    (1, 0, 1)
    """
    l_max = degree(l_max, "l_max")
    source, target = summands_of(rep_in), summands_of(rep_out)
    check_one_group(source, target)
    harmonic_squares(source.group, 0)  # it must act on plane or space
    key = cache.request_key(source, target, ["harmonics", l_max, BASIS_VERSION])
    parts = cache.load(key)
    if parts is None:
        parts = _derived(source, target, l_max, key)
    return KernelBasis(rep_in, rep_out, (source, target), parts)


def _derived(source: Summands, target: Summands, l_max: int, key: str) -> list[Part]:
    """Derive the kernels, and keep those on disk that took long."""
    start = perf_counter()
    parts = [
        solved(source, target, harmonic_representation(source.group, l), l)
        for l in range(l_max + 1)
    ]
    if perf_counter() - start > WORTH_KEEPING:
        cache.store(key, parts)
    return parts
