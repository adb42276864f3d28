"""Wigner matrices in bulk: D from quaternions, with derivatives; small d; characters.

`wigner_D`, `wigner_D_blocks`, `rotate_coefficients`, `wigner_d` and `character`.  Everything is
imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "character": "angles",
    "rotate_coefficients": "rotating",
    "wigner_D": "matrices",
    "wigner_D_blocks": "matrices",
    "wigner_d": "angles",
}

if TYPE_CHECKING:
    from grouptools.numeric.wigner.angles import character, wigner_d
    from grouptools.numeric.wigner.matrices import wigner_D, wigner_D_blocks
    from grouptools.numeric.wigner.rotating import rotate_coefficients

__all__ = ["character", "rotate_coefficients", "wigner_D", "wigner_D_blocks", "wigner_d"]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
