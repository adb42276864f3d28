"""Kernels by exact null space: the constraint itself, for any two representations.

K(x)[a, b] = sum_m K[a, b, m] S_m(x) has K(g x) rho_in(g) = rho_out(g) K(x) iff the map
T[a, (b, m)] = K[a, b, m] intertwines rho_in (x) V_l and rho_out, V_l the action on the S_m.
"""

from __future__ import annotations

import numpy as np

from grouptools.exact.algebra.bases import CanonicalBasis
from grouptools.kernels.patterns import Copies, pattern_of
from grouptools.representations.intertwiners import intertwiners
from grouptools.representations.products import tensor_product
from grouptools.representations.representation import Representation

__all__ = ["direct_copies", "direct_kernels", "one_copy"]


def direct_kernels(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> CanonicalBasis:
    """The canonical basis of the kernels K[a, b, m].

    `functions`: how the functions S_m transform, S(g x) = functions(g) S(x).
    Order of the unknowns: [K[a, b, m] for a in range(rep_out.dimension)
                            for b in range(rep_in.dimension) for m in range(functions.dimension)]
    """
    return intertwiners(tensor_product(rep_in, functions), rep_out)


def direct_copies(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> list[Copies]:
    """One pattern on all pairs."""
    basis = direct_kernels(rep_in, rep_out, functions)
    return one_copy(basis, rep_out.dimension * rep_in.dimension, functions.dimension)


def one_copy(basis: CanonicalBasis, pairs: int, orders: int) -> list[Copies]:
    """The pattern of a basis on all pairs, once."""
    return [Copies(pattern_of(basis, pairs, orders), np.arange(pairs, dtype=np.int64)[None])]
