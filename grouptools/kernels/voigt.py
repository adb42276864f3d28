"""Voigt's notation: a symmetric pair of indices as one, 11, 22, 33, 23, 13, 12 -> 1, ..., 6.

The entry of a pair that is off the diagonal carries a factor by what it stands for.  Stress has
none.  Strain is counted as gamma_4 = 2 epsilon_23, and so is every pair through which a tensor
yields strain or takes stress: s_44 = 4 s_2323 and d_14 = 2 d_123, but c_44 = c_2323 and
e_14 = e_123 [Nye 1985, Physical Properties of Crystals, VII.2 and VIII.2; IEEE Std 176-1987].
Mandel's factor sqrt(2) makes the entries orthonormal.  In the plane 11, 22, 12 -> 1, 2, 6.
"""

from __future__ import annotations

from collections.abc import Sequence

from grouptools.errors import ArgumentError
from grouptools.kernels.index_symmetry import VOIGT_PAIRS, Index, IndexSymmetry

__all__ = ["VOIGT_CONVENTIONS", "voigt_factor_square", "voigt_index", "voigt_shape"]

#: The square of the factor of a pair off the diagonal: of all pairs but the last, of the last.
VOIGT_CONVENTIONS: dict[str, tuple[int, int]] = {
    "stiffness": (1, 1),
    "compliance": (4, 4),
    "piezo e": (1, 1),
    "piezo d": (4, 4),
    "strain-optic": (1, 1),
    "stress-optic": (1, 4),
    "stress": (1, 1),
    "strain": (4, 4),
    "mandel": (2, 2),
}


def voigt_factor_square(symmetry: IndexSymmetry, index: Sequence[int], convention: str) -> int:
    """The square of V / T, V the Voigt entry of the component T[index].

    Raises `ArgumentError` for a name that is not in `VOIGT_CONVENTIONS`.

    >>> voigt_factor_square(IndexSymmetry.parse("ijkl=jikl=klij"), (1, 2, 1, 2), "compliance")
    16
    """
    if convention not in VOIGT_CONVENTIONS:
        raise ArgumentError(
            f"{convention!r} was given as Voigt convention: choose one of "
            f"{', '.join(VOIGT_CONVENTIONS)}"
        )
    others, last = VOIGT_CONVENTIONS[convention]
    pairs = [slot for slot in symmetry.slots if len(slot) == 2]
    square = 1
    for slot in pairs:
        if index[slot[0]] != index[slot[1]]:
            square *= last if slot == pairs[-1] else others
    return square


def voigt_shape(symmetry: IndexSymmetry, dimension: int = 3) -> tuple[int, ...]:
    """The shape of the Voigt array: 6 for a pair of indices, 3 for a single one.

    >>> voigt_shape(IndexSymmetry.parse("ijk=ikj"))
    (3, 6)
    """
    pairs = len(VOIGT_PAIRS[dimension])
    return tuple(pairs if len(slot) == 2 else dimension for slot in symmetry.slots)


def voigt_index(symmetry: IndexSymmetry, places: Sequence[int], dimension: int = 3) -> Index:
    """The index tuple of the entry of the Voigt array at `places`.

    >>> voigt_index(IndexSymmetry.parse("ijk=ikj"), (0, 3))
    (0, 1, 2)
    """
    index: list[int] = []
    for slot, place in zip(symmetry.slots, places, strict=True):
        index += VOIGT_PAIRS[dimension][place] if len(slot) == 2 else (place,)
    return tuple(index)
