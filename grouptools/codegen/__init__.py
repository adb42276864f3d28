"""Source code of evaluators: harmonics, their gradients and Wigner D, by sympy's printers."""

from grouptools.codegen.generator import (
    DTYPES,
    EXTENSIONS,
    FUNCTIONS,
    L_LIMITS,
    LANGUAGES,
    generate,
)

__all__ = ["DTYPES", "EXTENSIONS", "FUNCTIONS", "LANGUAGES", "L_LIMITS", "generate"]
