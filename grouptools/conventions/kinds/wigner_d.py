"""Wigner matrices: B_target = M B_source M^+ for the B of Y(R x) = B Y(x); D is B or made of it.

D is read from the equation that defines it:

Y(R x)    = D Y(x)      D = B
Y(R^-1 x) = D Y(x)      D = B^+
Y(R x)    = D^T Y(x)    D = B^T
Y(R^-1 x) = D^T Y(x)    D = conj(B), the standard of quantum mechanics
"""

from __future__ import annotations

from typing import Any

from grouptools.conventions.arrays import as_complex, real_part
from grouptools.conventions.convention import Convention
from grouptools.conventions.kinds.features import UNITARY, unitary_map
from grouptools.conventions.kinds.kind import Kind, last_axes
from grouptools.errors import ArgumentError

__all__ = ["WIGNER_D"]

#: equation -> whether D is transposed and whether it is conjugated, seen from B
_FROM_B = {
    "Y(R x) = D Y(x)": (False, False),
    "Y(R^-1 x) = D Y(x)": (True, True),
    "Y(R x) = D^T Y(x)": (True, False),
    "Y(R^-1 x) = D^T Y(x)": (False, True),
}


def _converted(array: Any, source: Convention, target: Convention) -> Any:
    size = array.shape[-1] if array.ndim else 0
    last_axes(array, (size, size), "Wigner matrices")
    if size == 0:
        raise ArgumentError("a Wigner matrix without rows was given, but spins have 2j+1 of them")
    block = unitary_map(size - 1, source, target)
    numbers = as_complex(array) if target.basis == "complex" else array
    right = block.conjugate.applied(_turned(numbers, source))
    result = _turned(block.applied(right, axis=-2), target)
    return result if target.basis == "complex" else real_part(result, "Wigner matrices")


def _turned(array: Any, convention: Convention) -> Any:
    """B of D, and D of B: the two operations are their own inverses."""
    transposed, conjugated = _FROM_B[str(convention.wigner_D)]
    array = array.swapaxes(-1, -2) if transposed else array
    return array.conj() if conjugated else array


WIGNER_D = Kind("wigner_D", (*UNITARY, "wigner_D"), 2, _converted)
