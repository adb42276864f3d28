"""Polynomials between irreps that commute with the group, exact, then rounded.

A homogeneous polynomial P: V -> W of degree k is a linear map of the symmetric power S^k V, which
for V = V_1 + V_2 + ... is the sum of S^a V_1 (x) S^b V_2 (x) ..., a + b + ... = k.  In the
orthonormal basis of S^a V the power v^a has the coordinates sqrt(a! / (c_1! c_2! ...)) v_1^c_1 ...
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, reduce
from itertools import chain, combinations_with_replacement, groupby, product
from math import factorial, prod, sqrt
from operator import mul

import numpy as np
from numpy.typing import NDArray

from grouptools.kernels.maps import equivariant_maps
from grouptools.representations.irrep_value import Irrep

__all__ = ["Monomial", "Polynomial", "equivariant_polynomials"]

#: The components that a monomial is the product of, ascending.
Monomial = tuple[int, ...]
#: The coefficients of each monomial, one for each component of the value.
Polynomial = dict[Monomial, NDArray[np.float64]]


@lru_cache(maxsize=256)
def equivariant_polynomials(
    sources: tuple[Irrep, ...], target: Irrep, highest: int
) -> tuple[Polynomial, ...]:
    """A basis of the equivariant polynomials of degrees 1 to `highest`, V = sources -> target.

    Order: [p for degree in range(1, highest + 1)
              for terms in combinations_with_replacement(range(len(sources)), degree)
              for p in the canonical basis of the equivariant maps]
    Each is scaled so that the mean over its components of E p(v)^2 is 1, v from N(0, 1).

    >>> (square,) = equivariant_polynomials((Irrep("1o"),), Irrep("0e"), 2)  # |v|^2 / sqrt(15)
    >>> {e: round(float(c[0]) ** 2 * 15, 12) for e, c in square.items()}
    {(0, 0): 1.0, (1, 1): 1.0, (2, 2): 1.0}
    """
    found: list[Polynomial] = []
    for degree in range(1, highest + 1):
        for terms in combinations_with_replacement(range(len(sources)), degree):
            found += _of_product(sources, target, terms)
    return tuple(found)


def _of_product(
    sources: tuple[Irrep, ...], target: Irrep, terms: tuple[int, ...]
) -> Iterator[Polynomial]:
    """Those that are linear in each of these terms, or of degree a in one that is there a times."""
    counts = [(k, len(list(group))) for k, group in groupby(terms)]
    powers = [sources[k].representation.symmetric_power(a) for k, a in counts]
    maps = equivariant_maps(reduce(mul, powers), target).to_numpy(np.float64)
    monomials = [tuple(chain(*parts)) for parts in product(*(_basis(sources, *c) for c in counts))]
    exponents = np.array([[e.count(i) for i in range(_end(sources))] for e in monomials])
    scale = [
        sqrt(prod(factorial(a) for _, a in counts) / prod(map(factorial, row)))
        for row in exponents.tolist()
    ]
    moments = _moments(exponents)
    for coefficients in maps * np.array(scale):
        square = np.einsum("me,ef,mf->", coefficients, moments, coefficients) / len(coefficients)
        scaled = coefficients / sqrt(square)
        yield {e: c for e, c in zip(monomials, scaled.T, strict=True) if c.any()}


def _basis(sources: tuple[Irrep, ...], k: int, degree: int) -> list[Monomial]:
    """The monomials of the components of term k."""
    start = _end(sources[:k])
    return list(combinations_with_replacement(range(start, start + sources[k].dimension), degree))


def _end(sources: tuple[Irrep, ...]) -> int:
    return sum(irrep.dimension for irrep in sources)


def _moments(exponents: NDArray[np.int64]) -> NDArray[np.float64]:
    """E v^(e + f) for monomials e, f: products of (n - 1)!!, 0 where an exponent n is odd."""
    highest = 2 * int(exponents.max(initial=0))
    table = np.zeros(highest + 1)
    for n in range(0, highest + 1, 2):
        table[n] = prod(range(1, n, 2))
    moments: NDArray[np.float64] = table[exponents[:, None] + exponents].prod(-1)
    return moments
