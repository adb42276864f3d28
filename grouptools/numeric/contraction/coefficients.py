"""The coefficients of one path: an exact Clebsch-Gordan block, scaled, each number rounded once."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.exact.coupling import clebsch_gordan
from grouptools.representations.coupling import group_clebsch_gordan
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.lie_labels import label_degree
from grouptools.representations.orthonormal import rectangular_floats

__all__ = ["count_copies", "path_coefficients"]


def count_copies(first: Irrep, second: Irrep, target: Irrep) -> int:
    """How many independent equivariant maps first (x) second -> target there are.

    >>> count_copies(Irrep("1o"), Irrep("1o"), Irrep("1e")), count_copies(*[Irrep("1o")] * 3)
    (1, 0)
    """
    degrees = _degrees(first, second, target)
    if degrees is None:
        return group_clebsch_gordan(first, second, target).copies
    a, b, c = degrees
    odd = sum(irrep.label.endswith("o") for irrep in (first, second, target)) % 2
    return int(abs(a - b) <= c <= a + b and not odd)


@lru_cache(maxsize=4096)
def path_coefficients(
    first: Irrep, second: Irrep, target: Irrep, copy: int, square: Fraction, dtype: str
) -> NDArray[Any]:
    """sqrt(square) C[m1, m2, m3] of one copy, each the float nearest to it; read-only.

    C: the real coefficients of `exact.clebsch_gordan` for SO(3) and O(3), those of
    `group_clebsch_gordan` for other groups.
    """
    degrees = _degrees(first, second, target)
    if degrees is not None:
        block = clebsch_gordan(*degrees).scaled(square).to_numpy(dtype)
    else:
        coupling = group_clebsch_gordan(first, second, target)
        field = coupling.scaled.field
        scale = field.element(square.numerator) / square.denominator
        row = scale * field.inverse(coupling.squares[copy]) % field.modulus
        a, b, c, _ = coupling.shape
        flat = rectangular_floats(coupling.scaled.taken([copy]), [row], coupling.weights, dtype)
        block = np.ascontiguousarray(flat.reshape(c, a, b).transpose(1, 2, 0))
    block.flags.writeable = False
    return block


def _degrees(*irreps: Irrep) -> tuple[int, ...] | None:
    """The degrees of irreps of SO(3) or O(3)."""
    if irreps[0].group.name not in {"SO(3)", "O(3)"}:
        return None
    return tuple(int(label_degree(irrep.label)) for irrep in irreps)
