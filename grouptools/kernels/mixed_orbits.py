"""Kernels between a permutation representation and one of any kind.

Where rho_in permutes its basis, K(x)[., g b] = rho_out(g) K(g^-1 x)[., b]: one column of each
orbit decides, any map V_l -> rho_out that its stabiliser S commutes with; so it is for the rows
where rho_out does.  The columns of an orbit are written side by side and brought to canonical
form, which is that of the null space.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from grouptools.exact.algebra.assembling import beside, kronecker
from grouptools.exact.algebra.bases import canonical_basis
from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.kernels.orbits import element_permutations, generating, permutes
from grouptools.kernels.patterns import Copies, pattern_of
from grouptools.representations.intertwiners import commuting_space, intertwiner_weights
from grouptools.representations.products import tensor_product
from grouptools.representations.representation import Representation

__all__ = ["mixed_copies"]


def mixed_copies(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> list[Copies]:
    """The canonical kernels where one of the representations is a permutation representation."""
    by_columns = permutes(rep_in)
    action = element_permutations(rep_in if by_columns else rep_out)
    pairs = np.arange(rep_out.dimension * rep_in.dimension).reshape(rep_out.dimension, -1)
    weights = intertwiner_weights(tensor_product(rep_in, functions), rep_out, functions.field)
    orders = functions.dimension
    seen = np.zeros(action.shape[1], dtype=bool)
    copies = []
    for first in np.arange(action.shape[1]):
        if seen[first]:
            continue
        orbit, movers = np.unique(action[:, first], return_index=True)
        seen[orbit] = True
        fixing = np.flatnonzero(action[:, first] == first).tolist()
        carried = _columns if by_columns else _rows
        vectors = carried(rep_in, rep_out, functions, fixing, movers.tolist())
        places = (pairs[:, orbit] if by_columns else pairs[orbit]).reshape(1, -1)
        own = [weights[p * orders + m] for p in places[0].tolist() for m in range(orders)]
        pattern = pattern_of(canonical_basis(vectors, own), places.size, orders)
        copies.append(Copies(pattern, places.astype(np.int64)))
    return copies


def _columns(
    rep_in: Representation,
    rep_out: Representation,
    functions: Representation,
    fixing: Sequence[int],
    movers: Sequence[int],
) -> FieldMatrix:
    """[K[a, b, m] for a, for b in the orbit, for m], one column K[., b, .] from the first."""
    group = cast("FiniteGroup", rep_in.group)
    out, turns = rep_out.element_images, functions.element_images
    n_out, orders = rep_out.dimension, functions.dimension
    pairs = [(turns[g], out[g]) for g in generating(group, fixing)]
    space = _commuting(pairs, n_out * orders, functions.field)
    count = space.shape[0]
    columns = []
    for g in movers:
        moved = space @ kronecker(out[g].transposed(), turns[int(group.inverses[g])])
        columns.append(moved.reshaped(count * n_out, orders))
    return beside(columns).reshaped(count, n_out * len(movers) * orders)


def _rows(
    rep_in: Representation,
    rep_out: Representation,
    functions: Representation,
    fixing: Sequence[int],
    movers: Sequence[int],
) -> FieldMatrix:
    """[K[a, b, m] for a in the orbit, for b, for m], one row K[a, ., .] from the first."""
    group = cast("FiniteGroup", rep_out.group)
    into, turns = rep_in.element_images, functions.element_images
    one = FieldMatrix.identity(1, functions.field)
    pairs = [(kronecker(into[g], turns[g]), one) for g in generating(group, fixing)]
    space = _commuting(pairs, rep_in.dimension * functions.dimension, functions.field)
    backs = [int(group.inverses[g]) for g in movers]
    return beside([space @ kronecker(into[g], turns[g]) for g in backs])


def _commuting(
    pairs: Sequence[tuple[FieldMatrix, FieldMatrix]], unknowns: int, field: Field
) -> FieldMatrix:
    """The maps that commute with a few elements; all maps where there is none."""
    return commuting_space(pairs) if pairs else FieldMatrix.identity(unknowns, field)
