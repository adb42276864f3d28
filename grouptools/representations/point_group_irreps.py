"""The real irreps of the point groups of space, exact, by their Mulliken symbols.

Axial groups.  The turn r about z by 2 pi/n is 1, for even n also -1, or the rotation by 2 pi k/n on
(cos k phi, sin k phi), 0 < k < n/2, in the frame of an n-fold axis; the flip f, a half-turn or a
mirror that sends phi to 2 a - phi, is +-1, or diag(1, -1) turned by 2 a k [Serre 1977, Linear
Representations of Finite Groups, 5.1 to 5.4].  The inversion and sigma_h commute with all: +-1.
Polyhedral groups: `polyhedral_irreps`.
"""

from __future__ import annotations

from collections.abc import Sequence

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import axial_frame, turn
from grouptools.groups.axial import flip
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.groups.named import PointGroup
from grouptools.groups.recognition import Recognised, recognised
from grouptools.representations.irrep_data import IrrepData
from grouptools.representations.mulliken import (
    SIGNS,
    complex_pair,
    dihedral_label,
    frequency_label,
    signed,
)
from grouptools.representations.polyhedral_irreps import polyhedral_irreps

__all__ = ["point_group_irreps"]


def point_group_irreps(group: Group) -> list[IrrepData]:
    """The real irreps of a finite group of space, in the order of the tables.

    Order: A before B before E, T, G, H, numbers ascending; all with g or ' before those with u, ''.

    `group`: made by `point_group`, or else any finite group of exact 3 x 3 matrices, whose irreps
    are those of the point group that `recognised` finds.
    Raises `ArgumentError` for another group.  Tested for all families with n <= 12.

    >>> from grouptools.groups.point_groups import point_group
    >>> [irrep.label for irrep in point_group_irreps(point_group("m-3m"))]
    ['A1g', 'A2g', 'Eg', 'T1g', 'T2g', 'A1u', 'A2u', 'Eu', 'T1u', 'T2u']
    """
    if isinstance(group, FiniteGroup) and group.dimension == 3:
        if isinstance(group, PointGroup):
            return _irreps(group)
        found = recognised(group)
        if found is not None:
            return [_carried_over(irrep, found, group) for irrep in _irreps(found.group)]
    raise ArgumentError(
        f"the Mulliken symbols of {group.name} were asked for, but only a finite group that acts "
        f"on space by exact matrices has them: make it by point_group or from matrices"
    )


def _irreps(group: PointGroup) -> list[IrrepData]:
    if group.symbol.family[0] in "TOI":
        found = polyhedral_irreps(group.symbol.family)
    else:
        found = _axial_irreps(group)
    role = group.roles[-1]
    if role not in SIGNS:
        return found
    return [_with_sign(irrep, role, sign) for sign in (1, -1) for irrep in found]


def _carried_over(irrep: IrrepData, found: Recognised, group: FiniteGroup) -> IrrepData:
    """The irrep of a recognised group on the generators of the group itself."""
    form, one = found.group, FieldMatrix.identity(len(irrep.squares))
    every = form.images(irrep.images, FieldMatrix.__matmul__, one)
    number = {int(g): k for k, g in enumerate(found.elements)}
    return irrep._replace(images=tuple(every[number[g]] for g in group.generators))


def _axial_irreps(group: PointGroup) -> list[IrrepData]:
    """The irreps by the turn and the flip, without inversion or sigma_h."""
    n = group.turn_order
    roles = [role for role in group.roles if role not in SIGNS]
    flips = (1, -1) if "flip" in roles else (None,)
    is_d2 = group.symbol[:2] in {("D", 2), ("Dh", 2)}
    lines = [(r, f) for r in ((1, -1) if n % 2 == 0 else (1,)) for f in flips]
    named = sorted((dihedral_label(r, f, is_d2=is_d2), r, f or 1) for r, f in lines)
    found = [
        _line(label, [{"turn": r, "flip": f}.get(x, 1) for x in roles]) for label, r, f in named
    ]
    largest = (n - 1) // 2
    for k in range(1, largest + 1):
        label = frequency_label(k, largest)
        images = {"turn": turn(k, n), "flip": flip(group.symbol.setting, n, k)}
        squares = axial_frame(n)
        if "flip" in roles:
            found.append(IrrepData(label, tuple(images[x] for x in roles), squares, "real"))
        else:
            pair = complex_pair(label)
            found.append(IrrepData(label, (images["turn"],), squares, "complex", pair))
    return found


def _line(label: str, signs: Sequence[int]) -> IrrepData:
    """A one-dimensional irrep."""
    images = tuple(FieldMatrix.diagonal([sign]) for sign in signs)
    return IrrepData(label, images, (RATIONALS.element(1),), "real")


def _with_sign(irrep: IrrepData, role: str, sign: int) -> IrrepData:
    """The irrep together with the image of a last generator that commutes with all."""
    image = FieldMatrix.identity(len(irrep.squares)).scaled(sign)
    return irrep._replace(
        label=signed(irrep.label, role, sign),
        images=(*irrep.images, image),
        complex_labels=tuple(signed(label, role, sign) for label in irrep.complex_labels),
    )
