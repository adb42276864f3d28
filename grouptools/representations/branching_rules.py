"""Branching: the irreps of a subgroup in a representation, without matrices where there is a way.

A rotation by the angle t has the character sum_{m=-l..l} cos m t on the harmonics of degree l, and
2 cos k t on the waves of frequency k, where a reflection of the plane has 0.  From the trace of its
matrix 2 cos t is known, and u_m = 2 cos m t by u_{m+1} = 2 cos t u_m - u_{m-1} [DLMF 18.9.1].
"""

from __future__ import annotations

from grouptools.exact.algebra.fields import Element
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.characters import class_multiplicities, multiplicities
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps
from grouptools.representations.lie_labels import label_degree
from grouptools.representations.representation import Representation
from grouptools.representations.restriction import check_acts, determinants

__all__ = ["branching", "lie_traces"]


def branching(rep: Representation | Irrep, subgroup: object) -> Irreps:
    """The irreps of a subgroup that a representation, restricted to it, contains.

    `subgroup`: as for `Representation.restrict`.
    Of an irrep of a Lie group by characters alone, in closed form; tested for l <= 20.

    >>> from grouptools.groups.lie import SO3
    >>> from grouptools.groups.point_groups import point_group
    >>> str(branching(SO3().irrep(3), point_group("O")))
    'A2 + T1 + T2'
    """
    if not isinstance(rep, Irrep):
        return multiplicities(rep.restrict(subgroup))
    from_lie = rep.is_real and not isinstance(rep.group, FiniteGroup)
    if from_lie and isinstance(subgroup, FiniteGroup):
        check_acts(rep.group, subgroup)
        traces = lie_traces(rep, subgroup)
        return Irreps(class_multiplicities(subgroup, traces, subgroup.field), subgroup)
    return multiplicities(rep.representation.restrict(subgroup))


def lie_traces(irrep: Irrep, group: FiniteGroup) -> tuple[Element, ...]:
    """The character of an irrep of SO(2), O(2), SO(3) or O(3) on the classes of a finite group."""
    return tuple(
        _trace(irrep, group, members.representative) for members in group.conjugacy_classes()
    )


def _trace(irrep: Irrep, group: FiniteGroup, g: int) -> Element:
    field, l = group.field, int(label_degree(irrep.label))
    sign = _determinant(group, g)
    if group.dimension == 2:
        if l == 0:
            return field.element(sign if irrep.label == "0-" else 1)
        if sign < 0:
            return field.element(0)
        return _doubled_cosines(group, group.matrices[g].trace(), l)[l]
    rotation = group.matrices[g].trace() * sign
    total = field.element(1)
    for term in _doubled_cosines(group, rotation - 1, l)[1:]:
        total += term
    return total * (sign if irrep.label.endswith("o") else 1)


def _doubled_cosines(group: FiniteGroup, double_cosine: Element, top: int) -> list[Element]:
    """[2 cos m t for m in range(top + 1)], from 2 cos t."""
    modulus = group.field.modulus
    result = [group.field.element(2), double_cosine]
    while len(result) <= top:
        result.append((double_cosine * result[-1] - result[-2]) % modulus)
    return result[: top + 1]


def _determinant(group: FiniteGroup, g: int) -> int:
    """1 or -1: the product of those of the generators in its word."""
    signs, result = determinants(group), 1
    while g:
        g, s = group.steps[g]
        result *= signs[s]
    return result
