"""Kernels on one orbit of points, decided by the matrix at its first point.

K[g a, g b](g x) for permutation representations: each orbit of triples (a, b, x) is one kernel.
Otherwise K(x0) is any matrix of Hom_S(rho_in, rho_out), S the stabiliser of x0, and
K(g x0) = rho_out(g) K(x0) rho_in(g)^-1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.algebra.assembling import beside, kronecker
from grouptools.exact.algebra.bases import CanonicalBasis, canonical_basis
from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.kernels.orbits import element_permutations, generating, permutes
from grouptools.kernels.patterns import Copies, Pattern, pattern_of
from grouptools.representations.intertwiners import commuting_space, intertwiner_weights
from grouptools.representations.representation import Representation

__all__ = ["point_orbit_copies"]

Integers = NDArray[np.int64]


def point_orbit_copies(
    rep_in: Representation,
    rep_out: Representation,
    action: Integers,
    orbit: Sequence[int],
    field: Field,
) -> list[Copies]:
    """The canonical kernels on an orbit of points; `places` are (a * n_in + b) * n + p.

    `action[g, p]`: the point to which g sends p, of n points.
    `orbit`: the points, in ascending order.  Both representations are over `field`.
    """
    if permutes(rep_in) and permutes(rep_out):
        return _triples(rep_in, rep_out, action, orbit, field)
    n, first = action.shape[1], orbit[0]
    movers = [int(np.flatnonzero(action[:, first] == p)[0]) for p in orbit]
    fixing = np.flatnonzero(action[:, first] == first).tolist()
    basis = _transported(rep_in, rep_out, fixing, movers, field)
    pairs = np.arange(rep_out.dimension * rep_in.dimension, dtype=np.int64)
    places = (pairs[:, None] * n + np.array(orbit)).reshape(1, -1)
    return [Copies(pattern_of(basis, places.size, 1), places)]


def _triples(
    rep_in: Representation,
    rep_out: Representation,
    action: Integers,
    orbit: Sequence[int],
    field: Field,
) -> list[Copies]:
    """Each orbit of triples (a, b, p): 1 on it, 0 elsewhere."""
    n, n_in = action.shape[1], rep_in.dimension
    left, right = element_permutations(rep_out), element_permutations(rep_in)
    first = orbit[0]
    fixing = np.flatnonzero(action[:, first] == first)
    movers = action[:, first]
    found: dict[int, list[Integers]] = {}
    seen = np.zeros(rep_out.dimension * n_in, dtype=bool)  # of the pairs at the first point
    for pair in range(len(seen)):
        if not seen[pair]:
            a, b = divmod(pair, n_in)
            seen[left[fixing, a] * n_in + right[fixing, b]] = True
            triples = np.unique((left[:, a] * n_in + right[:, b]) * n + movers)
            found.setdefault(len(triples), []).append(triples)
    return [
        Copies(_indicator(size, field), np.array(triples, dtype=np.int64))
        for size, triples in found.items()
    ]


def _indicator(size: int, field: Field) -> Pattern:
    """One solution, 1 at every place."""
    zeros, ones = np.zeros(size, dtype=np.int64), np.zeros((size, field.degree), dtype=np.int64)
    ones[:, 0] = 1
    places = np.arange(size, dtype=np.int64)
    return Pattern(zeros, places, zeros, ones, (field.element(size),), size, 1)


def _transported(
    rep_in: Representation,
    rep_out: Representation,
    fixing: Sequence[int],
    movers: Sequence[int],
    field: Field,
) -> CanonicalBasis:
    """The canonical basis of K[a, b, p], from the matrices that commute with the stabiliser."""
    group = cast("FiniteGroup", rep_in.group)
    into, out = rep_in.element_images, rep_out.element_images
    unknowns = rep_out.dimension * rep_in.dimension
    pairs = [(into[g], out[g]) for g in generating(group, fixing)]
    space = commuting_space(pairs) if pairs else FieldMatrix.identity(unknowns, field)
    columns = []
    for g in movers:
        move = kronecker(out[g].transposed(), into[int(group.inverses[g])])
        columns.append((space @ move).reshaped(space.shape[0] * unknowns, 1))
    vectors = beside(columns).reshaped(space.shape[0], unknowns * len(movers))
    weights = intertwiner_weights(rep_in, rep_out, field)
    return canonical_basis(vectors, [w for w in weights for _ in movers])
