"""Names of conjugacy classes: E, C3, C4^3, i, S6, sigma_h for a group of space, else a word.

C_n^k turns by 2 pi k/n; S_n^k turns by it and reflects k times in the plane normal to the axis.
Of two inverse classes the first is that with k < n/2; of two with one name, the one that has z for
an axis comes first, then the smaller one, and the others get ' and ''.
"""

from __future__ import annotations

from math import gcd

from grouptools.groups.classes import ConjugacyClass
from grouptools.groups.finite import FiniteGroup

__all__ = ["class_symbols"]


def class_symbols(group: FiniteGroup) -> tuple[str, ...]:
    """One name a conjugacy class, in the order of the classes.

    >>> from grouptools.groups.point_groups import point_group
    >>> class_symbols(point_group("Td"))
    ('E', 'S4', 'C3', 'C2', 'sigma')
    """
    classes = group.conjugacy_classes()
    if group.dimension != 3 or not group.natural:
        return tuple(group.element_name(c.representative) for c in classes)
    names = [_symbol(group, c) for c in classes]
    order = sorted(
        range(len(classes)), key=lambda c: (not _has_z(group, classes[c]), classes[c].size)
    )
    seen: dict[str, int] = {}
    result = list(names)
    for c in order:
        count = seen.get(names[c], 0)
        seen[names[c]] = count + 1
        result[c] = names[c] + "'" * count
    mirrors = [c for c in order if names[c] == "sigma"]
    if mirrors and _has_z(group, classes[mirrors[0]]) and len(mirrors) > 1:
        result[mirrors[0]] = "sigma_h"
        for count, c in enumerate(mirrors[1:]):
            result[c] = "sigma_v" + "'" * count
    return tuple(result)


def _symbol(group: FiniteGroup, conjugacy_class: ConjugacyClass) -> str:
    """The name of a class by determinant and trace of its first element."""
    g = conjugacy_class.representative
    trace, order, field = group.matrices[g].trace(), group.order_of(g), group.field
    proper = _determinant(group, g) > 0
    cosine = trace - 1 if proper else trace + 1  # 2 cos of the angle of C or S
    n = order
    if not proper and cosine == 2:
        return "sigma"
    if not proper and cosine == -2:
        return "i"
    if not proper and order % 4 == 2:  # S_n of odd n has order 2n; that of n = 2 mod 4 has order n
        half = order // 2
        n = half if any(cosine == field.double_cosine(k, half) for k in range(half)) else order
    k = next(k for k in range(n) if gcd(k, n) in (1, n) and cosine == field.double_cosine(k, n))
    inverse = int(group.class_of[group.inverses[g]])
    if inverse < int(group.class_of[g]):
        k = n - k
    if not proper and k % 2 == 0:
        k = n - k if inverse == int(group.class_of[g]) else k + n
    if n == 1:
        return "E"
    letter = f"C{n}" if proper else f"S{n}"
    return letter if k == 1 else f"{letter}^{k}"


def _determinant(group: FiniteGroup, g: int) -> int:
    """1 or -1: the product of those of the generators in its word."""
    from grouptools.representations.restriction import determinants

    signs = determinants(group)
    result = 1
    while g:
        g, s = group.steps[g]
        result *= signs[s]
    return result


def _has_z(group: FiniteGroup, conjugacy_class: ConjugacyClass) -> bool:
    """Whether one of the elements sends the axis z to z or -z."""
    for g in conjugacy_class.elements:
        matrix = group.matrices[g]
        if all(matrix[i, 2] == 0 and matrix[2, i] == 0 for i in range(2)):
            return True
    return False
