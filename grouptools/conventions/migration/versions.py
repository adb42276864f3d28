"""What changes in coefficients of kernel bases when the version of this library's bases rises.

A kernel is sum(c_k K_k) over a basis whose order, sign and orthogonalization BASIS_VERSION names;
coefficients c trained on one basis are M c on the next.  There has been one version so far.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

if TYPE_CHECKING:
    import sympy

__all__ = ["BASIS_CHANGES", "basis_change"]


def _identity(dimension: int) -> sympy.Matrix:
    import sympy

    return sympy.eye(dimension)


#: (source, target) -> the matrix M for a basis of so many kernels
BASIS_CHANGES: dict[tuple[int, int], Callable[[int], sympy.Matrix]] = {(1, 1): _identity}


def basis_change(dimension: int, source: int, target: int) -> sympy.Matrix:
    """The exact matrix M for which M c are the coefficients in the target version's basis.

    Raises `ArgumentError` for a version that this library does not know.

    >>> basis_change(2, 1, 1)
    Matrix([
    [1, 0],
    [0, 1]])
    """
    if (source, target) not in BASIS_CHANGES:
        known = ", ".join(f"{a} to {b}" for a, b in BASIS_CHANGES)
        raise ArgumentError(
            f"a change of bases from version {source!r} to version {target!r} was asked for, but "
            f"known are those from {known}: update grouptools, or check what wrote the file"
        )
    return BASIS_CHANGES[source, target](degree(dimension, "dimension"))
