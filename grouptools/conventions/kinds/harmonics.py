"""Values of harmonics: Y_target = M Y_source, with the M of `change_of_basis`."""

from __future__ import annotations

from functools import lru_cache
from math import isqrt
from typing import Any

from grouptools.conventions.arrays import as_complex, real_part
from grouptools.conventions.change import change_of_basis
from grouptools.conventions.convention import Convention
from grouptools.conventions.exact_map import ExactMap, act_in_blocks
from grouptools.conventions.kinds.kind import Kind, last_axes
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

__all__ = ["FIELDS", "HARMONICS", "degrees"]

#: the choices on which a column of harmonics depends
FIELDS = ("basis", "axes", "order", "phase", "normalization")


@lru_cache(maxsize=512)
def _change(l: int, source: Convention, target: Convention) -> ExactMap:
    return ExactMap(change_of_basis(l, source, target))


def _converted(array: Any, source: Convention, target: Convention, l: int | None = None) -> Any:
    maps = [_change(n, source, target) for n in degrees(array, l, "values of harmonics")]
    if target.basis == "complex":
        return act_in_blocks(maps, as_complex(array))
    return real_part(act_in_blocks(maps, array), "values of harmonics")


def degrees(array: Any, l: int | None, name: str) -> list[int]:
    """The degrees along the last axis: one, or all to l_max where l is None."""
    length = array.shape[-1] if array.ndim else 0
    if l is not None:
        last_axes(array, (2 * degree(l) + 1,), f"{name} of degree {l}")
        return [degree(l)]
    root = isqrt(length)
    if root == 0 or root * root != length:
        raise ArgumentError(
            f"an array of shape {tuple(array.shape)} was given, but all {name} to l_max have the "
            f"shape (..., (l_max + 1)^2): pass l= where they are of one degree"
        )
    return list(range(root))


HARMONICS = Kind("harmonics", FIELDS, 1, _converted)
