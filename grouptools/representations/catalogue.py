"""The irreps of every group: by label, and listed in a fixed order, the trivial one first.

Lie groups: `lie_labels`; C_n and D_n of the plane: `planar_irreps`; point groups by their Mulliken
symbols, also where they are recognised in any group of 3x3 matrices: `point_group_irreps`; double
groups: `spinor_irreps`; any other finite group: `general_irreps`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.representations.irrep_data import IrrepData
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.lie_labels import EXAMPLES, label_degree, lie_irrep, lie_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grouptools.groups.double import DoubleGroup

__all__ = [
    "canonical_label",
    "default_group",
    "has_label",
    "irrep",
    "irrep_data",
    "irreps",
    "position",
    "trivial_label",
]


def irreps(group: Group, l_max: object = None, *, real: bool = True) -> tuple[Irrep, ...]:
    """The irreducible representations of a group, one of each class, the trivial one first.

    Order: as the character table of a finite group; by degree, spin or frequency for a Lie group,
    where the parity of the harmonics comes first in O(3): "0e", "0o", "1o", "1e", ...

    `l_max`: the largest degree, spin or frequency, needed for a Lie group and for no other.
    `real=False` gives the irreps over the complex numbers.

    >>> from grouptools.groups.planar import dihedral
    >>> [irrep.label for irrep in irreps(dihedral(4))]
    ['0+', '0-', '1', '2+', '2-']
    """
    if isinstance(group, FiniteGroup):
        if l_max is not None:
            raise ArgumentError(
                f"l_max = {l_max!r} was given, but {group.name} is finite and has only "
                f"{len(_table(group, real))} irreps: leave it out"
            )
        return tuple(Irrep(label, group, real=real) for label in _table(group, real))
    if l_max is None:
        raise ArgumentError(
            f"the irreps of {group.name} were asked for, but there are infinitely many: pass "
            f"l_max, the largest degree"
        )
    labels = lie_labels(_lie_name(group), l_max, real)
    return tuple(Irrep(label, group, real=real) for label in labels)


def irrep(group: Group, label: object, *, real: bool = True) -> Irrep:
    """The irrep of a group with a label: "1o", "T1u", "1/2", a frequency.

    Raises `ArgumentError` that lists the labels there are.
    """
    return Irrep(label, group, real=real)


def irrep_data(group: Group, label: str, real: bool = True) -> IrrepData:
    """The matrices of the irrep with a label that is known to exist."""
    if isinstance(group, FiniteGroup):
        return _table(group, real)[label]
    data = lie_irrep(_lie_name(group), label, real)
    if data is None:
        raise _unknown(group, label, real)
    return data


def has_label(group: Group, label: str, real: bool = True) -> bool:
    """Whether an irrep of a group has this label."""
    if isinstance(group, FiniteGroup):
        return label in _table(group, real)
    return lie_irrep(_lie_name(group), label, real) is not None


def canonical_label(group: Group, label: object, real: bool = True) -> str:
    """The label as a text, of an irrep that exists: an int or a Fraction is written as one."""
    text = str(label)
    if isinstance(label, bool) or not has_label(group, text, real):
        raise _unknown(group, label, real)
    return text


def position(irrep: Irrep) -> tuple[object, ...]:
    """Where an irrep stands in the order of its group's irreps, as a key to sort by."""
    group, label = irrep.group, irrep.label
    if isinstance(group, FiniteGroup):
        return (list(_table(group, irrep.is_real)).index(label),)
    l = label_degree(label)
    return (l, list(lie_labels(_lie_name(group), l, irrep.is_real)).index(label))


def trivial_label(group: Group) -> str:
    """The label of the representation by 1."""
    if isinstance(group, FiniteGroup):
        return next(iter(_table(group, True)))
    return next(lie_labels(_lie_name(group), 0))


def default_group() -> Group:
    """The group O(3), whose irreps "1o" are written without a group."""
    from grouptools.groups.lie import O3

    return O3()


def _lie_name(group: Group) -> str:
    if group.name in EXAMPLES:
        return group.name
    raise ArgumentError(
        f"irreps of {group.name} were asked for, but they are known of finite groups and of "
        f"{', '.join(EXAMPLES)} only"
    )


def _unknown(group: Group, label: object, real: bool) -> ArgumentError:
    known = ", ".join(_table(group, real)) if isinstance(group, FiniteGroup) else None
    return ArgumentError(
        f"{label!r} was given as an irrep of {group.name}, but its irreps are "
        f"{known or EXAMPLES[_lie_name(group)]}"
    )


@lru_cache(maxsize=512)
def _table(group: FiniteGroup, real: bool) -> Mapping[str, IrrepData]:
    """The irreps of a finite group by label, in order."""
    found = _real_irreps(group) if real else _complex_irreps(group)
    return {data.label: data for data in found}


def _real_irreps(group: FiniteGroup) -> list[IrrepData]:
    from grouptools.groups.recognition import recognised
    from grouptools.representations.planar_irreps import planar_irreps, rotations_and_reflection

    if rotations_and_reflection(group):
        return planar_irreps(group)
    if group.dimension == 3 and recognised(group) is not None:
        from grouptools.representations.point_group_irreps import point_group_irreps

        return point_group_irreps(group)
    from grouptools.representations.abstract.general_irreps import general_irreps

    return general_irreps(group)


def _complex_irreps(group: FiniteGroup) -> list[IrrepData]:
    from grouptools.representations.planar_irreps import (
        complex_planar_irreps,
        rotations_and_reflection,
    )

    if rotations_and_reflection(group):
        return complex_planar_irreps(group)
    from grouptools.groups.double import DoubleGroup

    if isinstance(group, DoubleGroup):
        from grouptools.representations.spinor_irreps import spinor_irreps

        return [*_inflated(group), *spinor_irreps(group)]
    from grouptools.representations.abstract.complex_irreps import complex_irreps

    real = list(_table(group, True).values())
    if all(data.real_type == "real" for data in real):
        return real
    return complex_irreps(group, real)


def _inflated(group: DoubleGroup) -> list[IrrepData]:
    """The complex irreps of the point group below, as irreps of its double group."""
    below = [group.projection[element] for element in group.generators]
    found = []
    for label in _table(group.point_group, False):
        every = Irrep(label, group.point_group, real=False).representation.element_images
        data = irrep_data(group.point_group, label, False)
        found.append(data._replace(images=tuple(every[element] for element in below)))
    return found
