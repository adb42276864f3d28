"""Irreps of the finite groups of the plane, C_n and D_n, by frequency, in closed form.

The irrep of frequency k is the action on (sin k phi, cos k phi), that of
`harmonic_representation(group, k)` [Serre 1977, Linear Representations of Finite Groups, 5.1,
5.3].  Labels of C_n: "0", ..., of complex type but "0" and, for even n, "n/2".  Those of D_n:
"0+" (trivial), "0-" (determinant), "1", ..., and for even n "n/2+" (cos) and "n/2-" (sin): the
sign is the image of the reflection y -> -y.
"""

from __future__ import annotations

from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.harmonic import harmonic_representation
from grouptools.representations.irrep_data import IrrepData

__all__ = ["complex_planar_irreps", "planar_irreps", "rotations_and_reflection"]


def rotations_and_reflection(group: FiniteGroup) -> tuple[int, bool] | None:
    """(n, whether it has reflections) for C_n and D_n as `cyclic`, `dihedral` make them, or None.

    The generators are the rotation by 2 pi/n, then for D_n the reflection y -> -y or x -> -x, which
    is the only one of D_1.
    """
    if group.dimension != 2 or not group.natural:
        return None
    field = group.field
    mirrors = [FieldMatrix.diagonal(signs).over(field) for signs in ([1, -1], [-1, 1])]
    mirrored = group.natural[-1] in mirrors
    n = group.order // 2 if mirrored else group.order
    rotations = group.natural[:-1] if mirrored else group.natural
    if not rotations:
        return (1, True) if n == 1 else None
    if len(rotations) > 1:
        return None
    (rotation,) = rotations
    if rotation[0, 0] != rotation[1, 1] or rotation.trace() != field.double_cosine(1, n):
        return None
    return (n, mirrored) if n <= 2 or field.sign(rotation[1, 0]) > 0 else None


def planar_irreps(group: FiniteGroup) -> list[IrrepData]:
    """The real irreps of a group that `rotations_and_reflection` knows, by frequency."""
    n, mirrored = rotations_and_reflection(group) or (1, False)
    one = group.field.element(1)
    trivial = tuple(FieldMatrix.identity(1, group.field) for _ in group.natural)
    found = [IrrepData("0+" if mirrored else "0", trivial, (one,), "real")]
    if mirrored:
        found.append(IrrepData("0-", (*trivial[:-1], -trivial[-1]), (one,), "real"))
    for k in range(1, (n + 1) // 2):
        waves = harmonic_representation(group, k)
        if mirrored:
            found.append(IrrepData(str(k), waves.images, waves.squares, "real"))
        else:
            labels = (str(k), str(n - k))
            found.append(IrrepData(str(k), waves.images, waves.squares, "complex", labels))
    if n % 2 == 0:
        k, half = n // 2, (-trivial[0], *trivial[1:])
        if mirrored:
            found.append(IrrepData(f"{k}+", half, (one,), "real"))
            found.append(IrrepData(f"{k}-", (half[0], -half[-1]), (one,), "real"))
        else:
            found.append(IrrepData(str(k), half, (one,), "real"))
    return found


def complex_planar_irreps(group: FiniteGroup) -> list[IrrepData]:
    """The complex irreps: r -> exp(2 pi i k/n) for C_n, those of `planar_irreps` for D_n."""
    n, mirrored = rotations_and_reflection(group) or (1, False)
    if mirrored:
        return planar_irreps(group)
    field = Field.cyclotomic(n)
    roots = [FieldMatrix.from_rows([[field.root_of_unity(k, n)]], field) for k in range(n)]
    one = (field.element(1),)
    return [
        IrrepData(str(k), (root,), one, "complex" if 2 * k % n else "real")
        for k, root in enumerate(roots)
    ]
