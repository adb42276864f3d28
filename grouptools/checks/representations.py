"""Identities of the representations of a finite group.

Matrices are in scaled coordinates, with N the diagonal matrix of the squared norms of the basis.
[Serre 1977, Linear Representations of Finite Groups, chapters 1 to 3, 7].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from grouptools.checks.group_provider import GroupTables, numbers_of, residual_of
from grouptools.checks.identity import Residual, states
from grouptools.errors import IntegrityError
from grouptools.exact.algebra.assembling import beside, kronecker, stacked
from grouptools.exact.algebra.fields import Element
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.subgroup import Subgroup
from grouptools.representations.harmonic import harmonic_representation
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.representation import Representation


def _representations(tables: GroupTables) -> list[Representation]:
    """Irreps, the natural representation and the regular one of a small group."""
    found = [irrep.representation for irrep in tables.all_irreps()]
    if tables.group.natural:
        found.append(tables.group.natural_representation())
    if tables.group.order <= 12:
        found.append(tables.group.regular_representation())
    return found


def _at_elements(tables: GroupTables) -> Iterator[tuple[Representation, int]]:
    for rep in _representations(tables):
        yield from ((rep, g) for g in range(tables.group.order))


def _degrees(tables: GroupTables) -> Iterator[tuple[int]]:
    if tables.group.dimension in (2, 3):
        yield from ((l,) for l in range(tables.l_max + 3))


def _complex_pairs(tables: GroupTables) -> Iterator[tuple[Irrep, Irrep]]:
    yield from tables.pairs(real=False)


def _all_pairs(tables: GroupTables) -> Iterator[tuple[Irrep, Irrep]]:
    yield from tables.pairs(real=True)
    yield from (pair for pair in tables.pairs(real=False) if not any(i.is_real for i in pair))


def _regular(tables: GroupTables) -> Iterator[tuple[Irrep]]:
    yield from ((irrep,) for irrep in tables.irreps)


def _unordered(tables: GroupTables) -> Iterator[tuple[Irrep, Irrep]]:
    irreps = tables.irreps
    yield from ((a, b) for j, b in enumerate(irreps) for a in irreps[: j + 1])


def _restrictions(tables: GroupTables) -> Iterator[tuple[Irrep, Subgroup]]:
    for subgroup in tables.subgroups(tables.group):
        yield from ((irrep, subgroup) for irrep in tables.irreps)


def _reciprocities(tables: GroupTables) -> Iterator[tuple[Irrep, Irrep, Subgroup]]:
    for irrep, subgroup in _restrictions(tables):
        if subgroup.index <= 12:
            yield from ((irrep, small, subgroup) for small in subgroup.group.irreps())


@states(_at_elements)
def homomorphism(tables: GroupTables, rep: Representation, g: int) -> Residual:
    """rho(g) rho(h) = rho(g h) for all h."""
    matrices, table = tables.matrices(rep), tables.table(tables.group)
    return residual_of(matrices[g] @ beside(matrices) - beside([matrices[k] for k in table[g]]))


@states(_at_elements)
def orthogonality(tables: GroupTables, rep: Representation, g: int) -> Residual:
    """rho(g)^+ N rho(g) = N: the matrices in the orthonormal basis are orthogonal, or unitary."""
    matrix = tables.matrices(rep)[g]
    norms = FieldMatrix.diagonal(list(rep.squares), rep.field)
    return residual_of(matrix.conjugated().transposed() @ norms @ matrix - norms)


@states(_degrees)
def harmonic_characters(tables: GroupTables, l: int) -> Residual:
    """The harmonics of degree l have the character of a turn: 1 + sum of 2 cos(k theta), k <= l.

    In the plane 2 cos(l theta), and 0 at a reflection (1 for l = 0); in space (-1)^l times that of
    the turn -g where det(g) = -1.
    """
    group = tables.group
    field, p, flat = group.field, group.field.modulus, group.dimension == 2
    natural = group.natural_representation()
    turns = tables.matrices(natural.antisymmetric_power(group.dimension))
    waves = tables.traces(harmonic_representation(group, l))
    residuals = []
    for trace, det, found in zip(tables.traces(natural), turns, waves, strict=True):
        proper = det[0, 0] == 1
        if flat and not proper:
            residuals.append(found - (l == 0))
            continue
        before, now = field.element(2), (trace if flat else (trace if proper else -trace) - 1)
        cosines = [field.element(1)]
        for _ in range(l):
            cosines.append(now)
            before, now = now, (cosines[1] * now - before) % p
        due = cosines[l] if flat else sum(cosines, field.element(0))
        residuals.append(found - (due if proper or l % 2 == 0 else -due))
    return numbers_of(field, residuals)


@states(_degrees)
def harmonic_branching(tables: GroupTables, l: int) -> Residual:
    """The irreps that the harmonics of degree l contain add up to their character."""
    harmonics = harmonic_representation(tables.group, l)
    return _rest(tables, harmonics, tables.traces(harmonics), tables.multiplicities(harmonics))


@states(_complex_pairs)
def great_orthogonality(tables: GroupTables, a: Irrep, b: Irrep) -> Residual:
    """The sum of a(g)_ij b(g^-1)_kl over g is |G| / d delta(a, b) delta(i, l) delta(j, k) [Schur].

    Rows (i, j), columns (k, l), for irreps over the complex numbers, of dimension d.
    """
    first, second = tables.matrices(a.representation), tables.matrices(b.representation)
    inverses, d = tables.inverses(tables.group), a.dimension
    rows = stacked([m.reshaped(1, d * d) for m in first])
    columns = stacked([second[k].reshaped(1, b.dimension**2) for k in inverses])
    found = rows.transposed() @ columns
    if a == b:
        swap = FieldMatrix.permutation([(k % d) * d + k // d for k in range(d * d)])
        found -= swap.scaled(tables.group.order).scaled(found.field.element([1]) / d)
    return residual_of(found)


@states(_all_pairs)
def schur(tables: GroupTables, a: Irrep, b: Irrep) -> Residual:
    """T a(g) = b(g) T for all g has e solutions where a = b, and only T = 0 otherwise [Schur]."""
    maps = tables.intertwiners(a.representation, b.representation).vectors
    due = a.endomorphism_dimension if a == b else 0
    residuals: list[Any] = [np.array([maps.shape[0] - due])]
    pairs = list(
        zip(tables.matrices(a.representation), tables.matrices(b.representation), strict=True)
    )
    for k in range(maps.shape[0]):
        t = maps.taken([k]).reshaped(b.dimension, a.dimension)
        residuals += [residual_of(t @ x - y @ t).ravel() for x, y in pairs]
    return np.concatenate(residuals)


@states(_regular)
def regular_multiplicity(tables: GroupTables, irrep: Irrep) -> Residual:
    """The regular representation contains an irrep d / e times."""
    found = {i: n for n, i in tables.multiplicities(tables.group.regular_representation())}
    return found.get(irrep, 0) * irrep.endomorphism_dimension - irrep.dimension


@states(_unordered)
def decomposition(tables: GroupTables, a: Irrep, b: Irrep) -> Residual:
    """Q is unitary and Q (a (x) b)(g) Q^-1 block diagonal, the irreps' own matrices as blocks."""
    product = a.representation.tensor(b.representation)
    split = tables.decompose(product)
    try:
        split.verify()
    except IntegrityError:
        return 1
    return split.irreps.dimension - product.dimension


@states(_unordered)
def coupling(tables: GroupTables, a: Irrep, b: Irrep) -> Residual:
    """C (a(g) (x) b(g)) = c(g) C for the couplings to each irrep c; those of all fill a (x) b."""
    residuals: list[Any] = []
    total = -a.dimension * b.dimension
    for c in tables.irreps:
        found = tables.clebsch_gordan(a, b, c)
        total += found.copies * c.dimension // c.endomorphism_dimension
        triples = [tables.matrices(rep) for rep in (found.first, found.second, found.target)]
        for k in range(found.copies):
            t = found.scaled.taken([k]).reshaped(c.dimension, a.dimension * b.dimension)
            for g in tables.group.generators:
                x, y, z = (matrices[g] for matrices in triples)
                residuals.append(residual_of(t @ kronecker(x, y) - z @ t).ravel())
    return np.concatenate([np.array([total]), *residuals])


@states(_restrictions)
def branching_sum(tables: GroupTables, irrep: Irrep, subgroup: Subgroup) -> Residual:
    """The characters of the irreps that a restriction contains add up to that of the irrep."""
    rep = irrep.representation
    traces = [tables.traces(rep)[int(g)] for g in subgroup.inclusion]
    return _rest(tables, rep, traces, tables.multiplicities(tables.restrict(rep, subgroup)))


@states(_reciprocities)
def frobenius_reciprocity(
    tables: GroupTables, irrep: Irrep, small: Irrep, subgroup: Subgroup
) -> Residual:
    """<Ind psi, chi> over G = <psi, Res chi> over H [Frobenius]."""
    whole, part = irrep.representation, small.representation
    induced = tables.induce(part, subgroup)
    field = whole.field.joined(part.field).joined(induced.field)
    chi = [whole.field.embed(trace, field) for trace in tables.traces(whole)]
    total = field.element(0)
    for x, g in zip(induced.element_images, range(tables.group.order), strict=True):
        total += induced.field.embed(x.trace(), field) * chi[g] * subgroup.order
    for y, g in zip(part.element_images, subgroup.inclusion, strict=True):
        total -= part.field.embed(y.trace(), field) * chi[int(g)] * tables.group.order
    return numbers_of(field, [total])


def _rest(
    tables: GroupTables, rep: Representation, traces: Sequence[Element], parts: Iterable[Any]
) -> Residual:
    """What is left of a character when those of its parts are subtracted."""
    listed = [(n, irrep.representation) for n, irrep in parts]
    field = rep.field
    for _, part in listed:
        field = field.joined(part.field)
    total = [rep.field.embed(trace, field) for trace in traces]
    for n, part in listed:
        own = [part.field.embed(trace, field) for trace in tables.traces(part)]
        total = [x - n * y for x, y in zip(total, own, strict=True)]
    return numbers_of(field, total)
