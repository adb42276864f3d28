"""The names of the conjugacy classes of a point group, as its tables of characters have them.

E, C_n^k, i, S_n^k   of the elements in a class, the smallest k
C2', C2''            half-turns normal to the principal axis: with the generator C2', without
C2 (=C4^2), C2'      half-turns of O and O_h about four-fold axes, about others
C2(x), C2(y), C2(z)  those of D_2 and D_2h
sigma_h              the mirror normal to the principal axis, or to the two-fold axes of T_h,
                     to the four-fold ones of O_h
sigma_v, sigma_d     other mirrors: of C_nv with the generator sigma_v, without; of D_nh those
                     that contain an axis C2', that contain none; of D_nd, T_d and O_h sigma_d
sigma_v(xz), sigma_v'(yz)           the mirrors of C_2v
sigma(xy), sigma(xz), sigma(yz)     those of D_2h
sigma                those of I_h
"""

from __future__ import annotations

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.named import PointGroup
from grouptools.groups.operations import along_z, operations
from grouptools.groups.recognition import recognised

__all__ = ["class_names", "counted_class_names"]


def class_names(group: FiniteGroup) -> tuple[str, ...]:
    """One name a conjugacy class of a finite group of space, in the order of the classes.

    Raises `ArgumentError` for a group that is no point group of space.

    >>> from grouptools.groups.point_groups import point_group
    >>> class_names(point_group("Td"))
    ('E', 'S4', 'C3', 'C2', 'sigma_d')
    """
    if isinstance(group, PointGroup) and group.dimension == 3:
        return _names(group)
    found = recognised(group)
    if found is None or group.dimension != 3:
        raise ArgumentError(
            f"names of the classes of {group.name} were asked for, but only a finite group that "
            f"acts on space by exact matrices has them: make it by point_group or from matrices"
        )
    names, result = _names(found.group), {}
    for g, image in enumerate(found.elements):
        result[int(group.class_of[image])] = names[int(found.group.class_of[g])]
    return tuple(result[c] for c in sorted(result))


def _names(group: PointGroup) -> tuple[str, ...]:
    every = operations(group)
    names = []
    for members in group.conjugacy_classes():
        first = min((every[g] for g in members.elements), key=lambda o: o.k)
        name = first.name
        if name == "C2":
            name = _half_turn(group, members.representative)
        elif name == "sigma":
            name = _mirror(group, members.representative)
        names.append(name)
    return tuple(names)


def counted_class_names(group: FiniteGroup) -> tuple[str, ...]:
    """The names with the numbers of elements before them, as they head a table of characters.

    >>> from grouptools.groups.point_groups import point_group
    >>> counted_class_names(point_group("Oh"))[:5]
    ('E', '6C4', '8C3', 'i', '3C2 (=C4^2)')
    """
    sizes = [members.size for members in group.conjugacy_classes()]
    names = class_names(group)
    return tuple(f"{n}{name}" if n > 1 else name for n, name in zip(sizes, names, strict=True))


def _half_turn(group: PointGroup, g: int) -> str:
    family, n = group.symbol.family, group.symbol.n
    if family in {"O", "Oh"}:
        return "C2 (=C4^2)" if _is_square(group, g) else "C2'"
    if family[0] != "D":
        return "C2"
    if n == 2 and family != "Dd":
        return f"C2({_axis_letter(group, g)})"
    if along_z(group.matrices[g]):
        return "C2"
    return "C2'" if _is_flip(group, g) else "C2''"


def _mirror(group: PointGroup, g: int) -> str:
    family, n = group.symbol.family, group.symbol.n
    if family in {"Cs", "Ch", "Th"}:
        return "sigma_h"
    if family == "Ih":
        return "sigma"
    if family == "Oh":
        inversion = group.generators[-1]
        return "sigma_h" if _is_square(group, int(group.table[g, inversion])) else "sigma_d"
    if n == 2 and family in {"Cv", "Dh"}:
        plane = "xyz".replace(_axis_letter(group, g), "")
        if family == "Dh":
            return f"sigma({plane})"
        return f"sigma_v({plane})" if _is_flip(group, g) else f"sigma_v'({plane})"
    if family == "Cv":
        return "sigma_v" if _is_flip(group, g) else "sigma_d"
    if family != "Dh":
        return "sigma_d"
    return _mirror_of_prism(group, g)


def _mirror_of_prism(group: PointGroup, g: int) -> str:
    """A mirror of D_nh, n > 2, contains the axis C2' where it is sigma_h C2'."""
    if along_z(group.matrices[g]):
        return "sigma_h"
    horizontal = group.generators[-1]
    if group.roles[-1] == "inversion":
        half = group.power(group.generators[0], group.symbol.n // 2)
        horizontal = int(group.table[horizontal, half])
    return "sigma_v" if _is_flip(group, int(group.table[horizontal, g])) else "sigma_d"


def _is_flip(group: PointGroup, g: int) -> bool:
    """Whether it is conjugate to the generator C2' or sigma_v."""
    generator = group.generators[group.roles.index("flip")]
    return bool(group.class_of[g] == group.class_of[generator])


def _is_square(group: PointGroup, g: int) -> bool:
    return bool((group.powers(2) == g).any())


def _axis_letter(group: PointGroup, g: int) -> str:
    """The axis of a half-turn, or the normal of a mirror, that is x, y or z."""
    entries = [group.matrices[g][i, i] for i in range(3)]
    return "xyz"[next(i for i in range(3) if entries.count(entries[i]) == 1)]
