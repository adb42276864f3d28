"""Characters of representations, and what follows from them alone.

Inner product <chi, psi> = 1/|G| sum_g chi(g) conj(psi(g)); chi contains an irrep of character psi
<chi, psi> / <psi, psi> times, <psi, psi> = 1, 2 or 4 for a real irrep of real, complex or
quaternionic type; the Frobenius-Schur indicator is 1/|G| sum_g chi(g^2)
[Serre 1977, Linear Representations of Finite Groups, 2.3, 7.2, 13.2].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.subgroup import Subgroup
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Copies, Irreps

if TYPE_CHECKING:
    from grouptools.representations.representation import Representation

__all__ = [
    "class_multiplicities",
    "class_traces",
    "frobenius_schur",
    "induced_character",
    "inner_product",
    "multiplicities",
]


def inner_product(
    group: FiniteGroup, first: Sequence[Element], second: Sequence[Element], field: Field
) -> Element:
    """1/|G| sum_g first(g) conj(second(g)) of class functions, by their values on the classes."""
    total = field.element(0)
    for conjugacy_class, a, b in zip(group.conjugacy_classes(), first, second, strict=True):
        total += conjugacy_class.size * a * field.conjugate(b)
    return total % field.modulus / group.order


def multiplicities(rep: Representation) -> Irreps:
    """How often a representation contains each irrep, in the order of the catalogue.

    Real irreps of a representation over a real field, complex ones else.

    >>> from grouptools.groups.planar import dihedral
    >>> str(multiplicities(dihedral(3).regular_representation()))
    '0+ + 0- + 2x1'
    """
    parts = rep.summands
    if not rep.dimension:
        return Irreps((), rep.group, real=rep.is_real)
    if len(parts) > 1 or parts[0].irrep is not None:
        counted: dict[Irrep, int] = {}
        for part in parts:
            for n, irrep in multiplicities_of_part(part, rep.is_real):
                counted[irrep] = counted.get(irrep, 0) + n
        terms = [Copies(n, irrep) for irrep, n in counted.items()]
        return Irreps(terms, rep.group, real=rep.is_real).sorted()
    return Irreps(multiplicities_of_part(rep, rep.is_real), rep.group, real=rep.is_real)


def multiplicities_of_part(rep: Representation, real: bool) -> list[Copies]:
    """How often one summand contains each irrep, real or complex."""
    if rep.irrep is not None and rep.irrep.is_real == real:
        return [Copies(1, rep.irrep)]
    if not isinstance(rep.group, FiniteGroup):
        return _of_lie_group(rep, real)
    return class_multiplicities(rep.group, rep.traces, rep.field, real=real, name=repr(rep))


def class_multiplicities(
    group: FiniteGroup,
    traces: Sequence[Element],
    field: Field,
    *,
    real: bool = True,
    name: str = "a class function",
) -> list[Copies]:
    """How often a character, given by its values on the classes, contains each irrep.

    Raises `ArgumentError` where a multiplicity is no natural number, so that it is no character.
    """
    from grouptools.representations.catalogue import irreps

    found = []
    for irrep in irreps(group, real=real):
        own = irrep.representation
        joined = field.joined(own.field)
        values = [field.embed(trace, joined) for trace in traces]
        others = [own.field.embed(trace, joined) for trace in own.traces]
        copies = inner_product(group, values, others, joined) / irrep.endomorphism_dimension
        if copies.degree() > 0 or copies[0].q != 1 or copies[0] < 0:
            raise ArgumentError(
                f"{name} would contain {irrep.label} {joined.to_sympy(copies)} times: its "
                f"matrices are no representation of {group.name}"
            )
        if copies != 0:
            found.append(Copies(int(copies[0].p), irrep))
    return found


def _of_lie_group(rep: Representation, real: bool) -> list[Copies]:
    """By weights, and of a tensor product by the series of its factors."""
    from grouptools.representations.products import tensor_product
    from grouptools.representations.series import product_series
    from grouptools.representations.weights import lie_multiplicities

    if rep.rule is not None and rep.rule.function is tensor_product:
        first, second = (multiplicities(part) for part in rep.rule.parts)
        if first.is_real == second.is_real == real:
            return list(product_series(first, second))
    return lie_multiplicities(rep, real)


def frobenius_schur(rep: Representation) -> int:
    """The indicator 1/|G| sum_g chi(g^2).

    Of a complex irrep: 1, 0, -1 for real, complex, quaternionic type; of a real one 1, 0, -2; of
    a sum the sum.
    """
    group = rep.group
    if not isinstance(group, FiniteGroup):
        raise ArgumentError(
            f"the Frobenius-Schur indicator was asked for by a sum over elements, but "
            f"{group.name} is not finite: its irreps have `real_type`"
        )
    squares = group.power_map(2)
    total = rep.field.element(0)
    for c, conjugacy_class in enumerate(group.conjugacy_classes()):
        total += conjugacy_class.size * rep.traces[int(squares[c])]
    return int((total % rep.field.modulus / group.order)[0].p)


def induced_character(
    subgroup: Subgroup, values: Sequence[Element], field: Field
) -> tuple[Element, ...]:
    """The character of the parent that a character of a subgroup induces, on its classes.

    (Ind chi)(g) = 1/|H| sum_t chi(t^-1 g t) over the t in G with t^-1 g t in H.

    `values`: one for each conjugacy class of `subgroup.group`, over `field`.
    """
    parent = subgroup.parent
    number = {int(g): h for h, g in enumerate(subgroup.inclusion)}
    class_of = subgroup.group.class_of
    every = np.arange(parent.order)
    result = []
    for conjugacy_class in parent.conjugacy_classes():
        g = conjugacy_class.representative
        conjugates = parent.table[parent.table[parent.inverses, g], every]  # t^-1 g t
        total = field.element(0)
        for element in conjugates.tolist():
            if element in number:
                total += values[int(class_of[number[element]])]
        result.append(total % field.modulus / subgroup.order)
    return tuple(result)


def class_traces(rep: Representation) -> tuple[Element, ...]:
    """See `Representation.traces`."""
    from grouptools.representations.products import tensor_product

    group, field = rep.group, rep.field
    if not isinstance(group, FiniteGroup):
        raise ArgumentError(
            f"characters of conjugacy classes were asked for, but {group.name} is not finite: "
            f"pass single elements to `character`"
        )
    if len(rep.summands) > 1:
        parts = [[part.field.embed(e, field) for e in part.traces] for part in rep.summands]
        return tuple(sum(column, field.element(0)) for column in zip(*parts, strict=True))
    if rep.rule is not None and rep.rule.function is tensor_product:
        first, second = ([p.field.embed(e, field) for e in p.traces] for p in rep.rule.parts)
        return tuple(a * b % field.modulus for a, b in zip(first, second, strict=True))
    representatives = [c.representative for c in group.conjugacy_classes()]
    if rep.permutation is not None:
        points = np.arange(rep.dimension)
        rows = [np.asarray(row) for row in rep.permutation]
        images = group.images(rows, lambda g, s: g[s], points)
        return tuple(field.element(int((images[g] == points).sum())) for g in representatives)
    known = {0: FieldMatrix.identity(rep.dimension, field)}

    def image(g: int) -> FieldMatrix:
        if g not in known:
            h, s = group.steps[g]
            known[g] = image(h) @ rep.images[s]
        return known[g]

    return tuple(image(g).trace() for g in representatives)
