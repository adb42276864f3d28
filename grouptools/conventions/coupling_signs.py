"""The sign of the real coupling l1 x l2 -> l3 relative to this library's, rule by rule.

Real Clebsch-Gordan coefficients are fixed by rotations up to one sign for each (l1, l2, l3), and
libraries differ in it.

With the unitary matrices (-i)^l U^+ in the place of U^+, the real part of the coupling differs
from this library's by (-1)^floor((l1 + l2 - l3)/2).  e3nn 0.4.4 has the same sign where the sum of
the degrees is even; where it is odd, the first nonzero entry is positive in the tensor of the
degrees in ascending order, and other orders permute its axes, with a sign where the permutation is
odd.  For a <= b <= c that turns the sign where a - b + c = 1 mod 4, but not where a = b and
c = 2 a - 1; e3nn 0.4.4 goes to degree 11, and for all its triples this is so.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["COUPLING_SIGNS", "coupling_sign"]


def _imaginary_units(l1: int, l2: int, l3: int) -> int:
    return int((-1) ** ((l1 + l2 - l3) // 2))


def _first_entries(l1: int, l2: int, l3: int) -> int:
    a, b, c = sorted((l1, l2, l3))
    turned = (a - b + c) % 4 == 1 and not (a == b and c == 2 * a - 1)
    return _imaginary_units(l1, l2, l3) * (-1 if turned and (a + b + c) % 2 else 1)


#: name -> the sign of (l1, l2, l3)
COUPLING_SIGNS: dict[str, Callable[[int, int, int], int]] = {
    "standard": lambda l1, l2, l3: 1,  # noqa: ARG005 - a rule has three degrees
    "(-1)^floor((l1+l2-l3)/2)": _imaginary_units,
    "e3nn 0.4.4": _first_entries,
}


def coupling_sign(rule: str, l1: int, l2: int, l3: int) -> int:
    """The sign, 1 or -1, of a rule of `COUPLING_SIGNS`.

    >>> coupling_sign("(-1)^floor((l1+l2-l3)/2)", 1, 1, 0)
    -1
    """
    return COUPLING_SIGNS[rule](l1, l2, l3)
