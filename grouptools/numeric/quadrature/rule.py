"""A quadrature rule as a value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grouptools.errors import ArgumentError

__all__ = ["Array", "Quadrature"]

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Quadrature:
    """Points and weights whose sum is the integral of every function up to a degree.

    `points`: unit vectors (n, 2) of the circle or (n, 3) of the sphere, or unit quaternions (n, 4)
    of SO(3), scalar last.
    `weights`: (n,), which add up to 2 pi, 4 pi, and 1 (the Haar measure).
    `degree`: harmonics, or matrix elements D^l, of degree l <= degree are integrated exactly, up to
    the rounding of points and weights.  A product of two functions has the sum of their degrees.
    `name`: the rule in words.

    Both arrays are read-only.  Raises `ArgumentError` unless the shapes fit.

    >>> import numpy as np
    >>> rule = Quadrature(np.array([[0.0, 0, 1], [0, 0, -1]]), np.full(2, 2 * np.pi), 1, "poles")
    >>> rule.integrate(rule.points[:, 2] + 1).round(6)
    np.float64(12.566371)
    """

    points: Array
    weights: Array
    degree: int
    name: str

    def __post_init__(self) -> None:
        if self.points.ndim != 2 or self.weights.shape != self.points.shape[:1]:
            raise ArgumentError(
                f"points of shape {self.points.shape} and weights of shape {self.weights.shape} "
                f"were given, but a rule has (n, d) and (n,): pass one weight for each point"
            )
        self.points.setflags(write=False)
        self.weights.setflags(write=False)

    def __len__(self) -> int:
        return len(self.weights)

    def __repr__(self) -> str:
        return f"Quadrature({self.name}, degree={self.degree}, {len(self)} points)"

    def integrate(self, values: ArrayLike) -> NDArray[np.generic]:
        """The integral of a function from its values at the points, along the first axis.

        `values`: (n, ...), real or complex.  Returns an array of shape (...).
        Raises `ArgumentError` for another length of the first axis.
        """
        array = np.asarray(values)
        if array.ndim == 0 or len(array) != len(self):
            raise ArgumentError(
                f"values of shape {array.shape} were given, but the rule has {len(self)} points: "
                f"pass one value, or array of values, for each along the first axis"
            )
        integral: NDArray[np.generic] = np.tensordot(self.weights, array, axes=1)[()]
        return integral
