"""Which irreps are invariant, and what a factor of one dimension makes of an irrep."""

from __future__ import annotations

from grouptools.errors import ArgumentError
from grouptools.representations.catalogue import trivial_label
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps

__all__ = ["is_trivial", "product", "trivial"]


def trivial(irrep: Irrep) -> Irrep:
    """The representation by 1 of the same group.

    >>> trivial(Irrep("1o"))
    Irrep("0e")
    """
    return Irrep(trivial_label(irrep.group), irrep.group, real=irrep.is_real)


def is_trivial(irrep: Irrep) -> bool:
    """Whether vectors of the irrep are invariant."""
    return irrep == trivial(irrep)


def product(sign: Irrep, irrep: Irrep) -> Irrep:
    """The irrep that s v is a vector of, for s of one of dimension 1 and v of any.

    Raises `ArgumentError` where the product has other matrices than the irrep of its class.

    >>> product(Irrep("0o"), Irrep("1o"))
    Irrep("1e")
    """
    if is_trivial(sign):
        return irrep
    ((_, found),) = Irreps(sign).tensor(Irreps(irrep))
    if found.representation != sign.representation * irrep.representation:
        raise ArgumentError(
            f"a factor of {sign!r} was given for {irrep!r}, but the product is {found!r} in "
            f"another basis: use invariant factors, or a tensor product"
        )
    return found
