"""Quadrature with a declared exact degree, on the circle, the sphere and SO(3).

`circle_quadrature`, `sphere_quadrature` and `so3_quadrature` return a `Quadrature`, a value that
holds points, weights and the degree.  Everything is imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "Quadrature": "rule",
    "circle_quadrature": "rules",
    "so3_quadrature": "rules",
    "sphere_quadrature": "rules",
}

if TYPE_CHECKING:
    from grouptools.numeric.quadrature.rule import Quadrature
    from grouptools.numeric.quadrature.rules import (
        circle_quadrature,
        so3_quadrature,
        sphere_quadrature,
    )

__all__ = ["Quadrature", "circle_quadrature", "so3_quadrature", "sphere_quadrature"]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
