"""How far a function is from commuting with a group: errors by element and by irrep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grouptools.checks.callables import Floats

__all__ = ["Deviation", "element_text"]


@dataclass(frozen=True)
class Deviation:
    """The errors of f at each group element and in each part of its result, and the worst case.

    `table`: [[error for part in parts] for element in elements], the largest over the inputs and
    the components of the part, relative to `scale`.
    `parts`: the irreps of the result, or "all" where it is not given by irreps.
    `scale`: the largest |f(x)|; where it is 0, all of f(x) was zero and errors are absolute.
    `element`, `inputs`: where the error is largest; NaN counts as largest.
    `epsilon`: the spacing near 1 of the floats that f returned.
    """

    table: Floats
    parts: tuple[str, ...]
    scale: float
    element: Any
    inputs: tuple[Any, ...]
    epsilon: float

    @property
    def errors(self) -> Floats:
        """The largest error at each element, (elements,)."""
        return np.asarray(self.table.max(axis=1, initial=0.0))

    @property
    def by_irrep(self) -> dict[str, float]:
        """The largest error of each part."""
        return dict(zip(self.parts, self.table.max(axis=0).tolist(), strict=True))

    @property
    def worst(self) -> float:
        """The largest error, NaN if there is one."""
        return float(np.max(self.table, initial=0.0))

    def __str__(self) -> str:
        """Name the largest error and where it is."""
        return (
            f"the relative error is {self.worst:.3g} at {element_text(self.element)} and "
            f"the input {', '.join(_input_text(x) for x in self.inputs)}, where |f| <= "
            f"{self.scale:.3g}"
        )


def element_text(element: Any) -> str:
    """Name a group element: a scipy rotation by its unit quaternion."""
    if hasattr(element, "as_quat"):
        return f"the rotation (x, y, z, w) = {_array_text(element.as_quat())}"
    if isinstance(element, np.ndarray):
        return f"the element {_array_text(element)}"
    return f"the element {element}"


def _input_text(given: Any) -> str:
    return _array_text(given) if isinstance(given, np.ndarray) else repr(given)


def _array_text(array: Floats) -> str:
    text = np.array2string(array, precision=6, separator=", ", threshold=20)
    return " ".join(line.strip() for line in text.splitlines())
