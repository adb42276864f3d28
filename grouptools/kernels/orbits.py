"""Kernels between permutation representations: one orbit of pairs (a, b) at a time.

K[g a, g b](g x) = K[a, b](x), so one pair of each orbit decides, and its function is any that its
stabiliser S leaves invariant: in degree l the solutions are V_l^S.  With the smallest pair of an
orbit as the one that decides, the echelon form of all is that of V_l^S, and its canonical basis
the canonical basis of V_l^S carried along the orbit: the same as by the null space.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.algebra.assembling import beside
from grouptools.exact.algebra.bases import (
    CanonicalBasis,
    orthogonalised,
    primitive_rows,
    weighted_squares,
)
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.subsets import smallest_generators
from grouptools.kernels.patterns import Copies, pattern_of
from grouptools.representations.intertwiners import commuting_space
from grouptools.representations.representation import Representation

__all__ = ["element_permutations", "generating", "orbit_copies", "orbits_of_pairs", "permutes"]

Integers = NDArray[np.int64]
#: The stabiliser of the first pair of an orbit, as element numbers, and one element for each
#: coset of it, in the order in which the orbit's pairs are listed.
Stabiliser = tuple[tuple[int, ...], tuple[int, ...]]


def orbit_copies(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> list[Copies]:
    """The canonical kernels between permutation representations of a finite group."""
    copies = []
    for stabiliser, places in orbits_of_pairs(rep_in, rep_out).items():
        basis = _carried(functions, *stabiliser)
        pattern = pattern_of(basis, len(stabiliser[1]), functions.dimension)
        copies.append(Copies(pattern, np.array(places, dtype=np.int64)))
    return copies


def element_permutations(rep: Representation) -> Integers:
    """[[j where g sends basis vector i to j for i in ...] for g in the group]."""
    group = cast("FiniteGroup", rep.group)
    generators = [np.asarray(p, dtype=np.int64) for p in rep.permutation]
    one = np.arange(rep.dimension, dtype=np.int64)
    return np.array(group.images(generators, lambda p, q: p[q], one))


def permutes(rep: Representation) -> bool:
    """Whether the elements of a finite group permute an orthonormal basis."""
    return rep.permutation is not None and all(square == 1 for square in rep.squares)


def orbits_of_pairs(
    rep_in: Representation, rep_out: Representation
) -> dict[Stabiliser, list[Integers]]:
    """The orbits of the pairs a * n_in + b, by stabiliser and coset representatives."""
    n_in = rep_in.dimension
    left, right = element_permutations(rep_out), element_permutations(rep_in)
    seen = np.zeros(rep_out.dimension * n_in, dtype=bool)
    orbits: dict[Stabiliser, list[Integers]] = {}
    for pair in range(len(seen)):
        if seen[pair]:
            continue
        a, b = divmod(pair, n_in)
        images = left[:, a] * n_in + right[:, b]
        _, first = np.unique(images, return_index=True)
        cosets = np.sort(first)
        places = images[cosets]
        seen[places] = True
        fixing = np.flatnonzero(images == pair)
        orbits.setdefault((tuple(fixing.tolist()), tuple(cosets.tolist())), []).append(places)
    return orbits


def generating(group: FiniteGroup, elements: Sequence[int]) -> list[int]:
    """A few of the elements of a subgroup that generate it."""
    members = np.zeros(group.order, dtype=bool)
    members[list(elements)] = True
    return smallest_generators(group.table, members)


def _carried(
    functions: Representation, fixing: tuple[int, ...], cosets: tuple[int, ...]
) -> CanonicalBasis:
    """The canonical basis of the functions that `fixing` leaves invariant, along the orbit.

    K[g a, g b](x) = K[a, b](g^-1 x): the row of coefficients times D(g^-1).
    """
    group, field = cast("FiniteGroup", functions.group), functions.field
    images = functions.element_images
    one = FieldMatrix.identity(1, field)
    pairs = [(images[g], one) for g in generating(group, fixing)]
    invariant = (
        commuting_space(pairs) if pairs else FieldMatrix.identity(functions.dimension, field)
    )
    weights = list(functions.inverse_squares)
    seeds = orthogonalised(invariant, weights).vectors
    moves = [images[int(group.inverses[g])] for g in cosets]
    vectors = primitive_rows(seeds @ beside(moves))
    return CanonicalBasis(vectors, weighted_squares(vectors, weights * len(cosets)))
