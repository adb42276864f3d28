"""The sign of the real coupling l1 x l2 -> l3 relative to this library's, rule by rule.

Real Clebsch-Gordan coefficients are fixed by rotations up to one sign for each (l1, l2, l3), and
libraries differ in it.  With the unitary matrices (-i)^l U^+ in the place of U^+, the real part of
the coupling differs from this library's by (-1)^floor((l1 + l2 - l3)/2).
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["COUPLING_SIGNS", "coupling_sign"]

COUPLING_SIGNS: dict[str, Callable[[int, int, int], int]] = {
    "standard": lambda l1, l2, l3: 1,  # noqa: ARG005 - a rule has three degrees
    "(-1)^floor((l1+l2-l3)/2)": lambda l1, l2, l3: (-1) ** ((l1 + l2 - l3) // 2),
}


def coupling_sign(rule: str, l1: int, l2: int, l3: int) -> int:
    """The sign, 1 or -1, of a rule of `COUPLING_SIGNS`.

    >>> coupling_sign("(-1)^floor((l1+l2-l3)/2)", 1, 1, 0)
    -1
    """
    return COUPLING_SIGNS[rule](l1, l2, l3)
