"""How far each evaluator is tested, and the largest error that is allowed there.

One row for each function and dtype: the largest degree or spin that the accuracy tests reach, and
an error bound as a formula.  `tests/accuracy` compares with exact values over structured and
adversarial points, writes what it finds to docs/accuracy.md, and fails where a bound is passed.
Beyond the tested range `check_tested` refuses the call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from grouptools.errors import ArgumentError

__all__ = ["TESTED", "Tested", "check_tested", "error_bound"]


@dataclass(frozen=True)
class Tested:
    """`limit`: the largest `quantity` tested; `bound(quantity)`: the error allowed there.

    `measure` says in words what the error is relative to.
    """

    quantity: str
    limit: int
    bound: Callable[[int], float]
    measure: str


F64, F32 = "float64", "float32"

#: (function, dtype) -> how far it is tested and how far it may be off.
TESTED: dict[tuple[str, str], Tested] = {}


def check_tested(function: str, value: int, dtype: DTypeLike = np.float64) -> None:
    """Raise `ArgumentError` where `value` lies beyond what `function` is tested for.

    >>> check_tested("spherical_harmonics", 3)
    """
    name = np.dtype(dtype).name
    tested = TESTED[function, name]
    if value > tested.limit:
        raise ArgumentError(
            f"{tested.quantity} = {value} was given to {function} in {name}, but its error is "
            f"tested only to {tested.quantity} = {tested.limit}: ask for less"
            + ("" if name == F64 or (function, F64) not in TESTED else ", or use float64")
        )


def error_bound(function: str, value: int, dtype: DTypeLike = np.float64) -> float:
    """The largest error that `function` may have at a degree or spin; see docs/accuracy.md.

    Raises `ArgumentError` for an unknown function and beyond the tested range.

    >>> error_bound("spherical_harmonics", 4)
    6e-15
    """
    key: Any = (function, np.dtype(dtype).name)
    if key not in TESTED:
        known = ", ".join(sorted({name for name, _ in TESTED}))
        raise ArgumentError(f"{key} was asked for, but bounds are stated for: {known}")
    check_tested(function, value, dtype)
    return TESTED[key].bound(value)
