"""Coefficients of a function: f = sum_k c_k Y_k, so that c_target = M^-T c_source."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from grouptools.conventions.arrays import as_complex
from grouptools.conventions.change import change_of_basis
from grouptools.conventions.convention import Convention
from grouptools.conventions.exact_map import ExactMap, act_in_blocks
from grouptools.conventions.kinds.harmonics import FIELDS, degrees
from grouptools.conventions.kinds.kind import Kind

__all__ = ["COEFFICIENTS"]


@lru_cache(maxsize=512)
def _change(l: int, source: Convention, target: Convention) -> ExactMap:
    return ExactMap(change_of_basis(l, target, source).T)


def _converted(array: Any, source: Convention, target: Convention, l: int | None = None) -> Any:
    maps = [_change(n, source, target) for n in degrees(array, l, "coefficients")]
    return act_in_blocks(maps, as_complex(array) if target.basis == "complex" else array)


COEFFICIENTS = Kind("coefficients", FIELDS, 1, _converted)
