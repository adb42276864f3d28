"""Kernels between irreps of a finite group, by way of the irreps of the harmonics.

A map rho_in (x) V_l -> rho_out is a sum of maps that pass through one irrep sigma of V_l:

    K[a, b, m] = sum_k C[a, b, k] H[k, m],  H in Hom(V_l, sigma), C in Hom(in (x) sigma, out)

so the C, which do not depend on l, and the H, which depend on no field, are found once for the
group.  The products span the kernels; they are brought to canonical form, which the direct null
space has too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from grouptools.exact.algebra.assembling import stacked
from grouptools.exact.algebra.bases import CanonicalBasis, canonical_basis
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.kernels.direct import one_copy
from grouptools.kernels.patterns import Copies
from grouptools.kernels.summands import Scaled
from grouptools.representations.catalogue import irreps
from grouptools.representations.intertwiners import intertwiner_weights, intertwiners
from grouptools.representations.products import tensor_product
from grouptools.representations.representation import Representation

__all__ = ["composed_copies", "composed_kernels"]


def composed_copies(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> list[Copies]:
    """One pattern on all pairs."""
    through = [irrep.representation for irrep in irreps(rep_in.group)]
    basis = composed_kernels(rep_in, rep_out, functions, through)
    return one_copy(basis, rep_out.dimension * rep_in.dimension, functions.dimension)


def composed_kernels(
    rep_in: Representation,
    rep_out: Representation,
    functions: Representation,
    through: Sequence[Representation],
) -> CanonicalBasis:
    """The canonical basis of the kernels K[a, b, m], as `direct_kernels` has it.

    `through`: the real irreps of the group, all that occur in `functions`.
    """
    field = rep_in.field.joined(rep_out.field).joined(functions.field)
    pairs, orders = rep_out.dimension * rep_in.dimension, functions.dimension
    products = [FieldMatrix.zeros(0, pairs * orders, field)]
    source, target, space = Scaled(rep_in), Scaled(rep_out), Scaled(functions)
    for irrep in map(Scaled, through):
        inner = _maps(space, irrep)
        if not inner:
            continue
        for outer in _couplings(source, irrep, target):
            products += [(outer @ h).reshaped(1, pairs * orders) for h in inner]
    weights = intertwiner_weights(tensor_product(rep_in, functions), rep_out, field)
    return canonical_basis(stacked(products).over(field), weights)


@lru_cache(maxsize=4096)
def _maps(functions: Scaled, irrep: Scaled) -> tuple[FieldMatrix, ...]:
    """A basis of Hom(functions, irrep): matrices (k, m)."""
    source, target = functions.representation, irrep.representation
    vectors = intertwiners(source, target).vectors
    shape = (target.dimension, source.dimension)
    return tuple(vectors.taken([i]).reshaped(*shape) for i in range(vectors.shape[0]))


@lru_cache(maxsize=4096)
def _couplings(source: Scaled, irrep: Scaled, target: Scaled) -> tuple[FieldMatrix, ...]:
    """A basis of Hom(source (x) irrep, target): matrices ((a, b), k)."""
    rep_in, inner, rep_out = (s.representation for s in (source, irrep, target))
    vectors = intertwiners(tensor_product(rep_in, inner), rep_out).vectors
    shape = (rep_out.dimension * rep_in.dimension, inner.dimension)
    return tuple(vectors.taken([i]).reshaped(*shape) for i in range(vectors.shape[0]))
