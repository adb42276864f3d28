"""Whether the kernels of a basis, in floats, are equivariant at group elements and points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grouptools.checks.deviation import Deviation
from grouptools.checks.equivariance import EquivarianceError
from grouptools.checks.group_elements import default_elements, matrix_functions
from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from grouptools.kernels.basis import KernelBasis

__all__ = ["assert_kernels_equivariant", "kernel_equivariance_error"]


def kernel_equivariance_error(
    basis: KernelBasis,
    *,
    elements: Sequence[Any] | None = None,
    points: Sequence[ArrayLike] | None = None,
) -> Deviation:
    """Measure |K(g x) - rho_out(g) K(x) rho_in(g)^-1| of all kernels of a basis.

    `elements`: of the basis's group, as `Representation.numeric` takes them; by default as for
    `equivariance_error`.
    `points`: vectors (d,); by default five, normally distributed, of a fixed seed.
    Raises `ArgumentError` for points of another dimension, and where there are none.

    >>> from grouptools.kernels.deriving import kernel_basis
    >>> from grouptools.representations.irrep_value import Irrep
    >>> kernel_equivariance_error(kernel_basis(Irrep("1o"), Irrep("1e"), 3)).worst < 1e-14
    True
    """
    group = basis.group
    chosen = list(default_elements(group) if elements is None else elements)
    places = _places(basis, points)
    natural: Any = group.natural_representation()
    turn, inner, outer = (
        [np.asarray(function(element)) for element in chosen]
        for function in matrix_functions([natural, basis.rep_in, basis.rep_out])  # type: ignore[list-item]
    )
    values = basis.evaluate(places)  # kernel, point, row, column
    moved = basis.evaluate(np.stack([places @ R.T for R in turn]))
    errors = np.array(
        [
            np.abs(moved[:, k] - outer[k] @ values @ inner[k].conj().T).max(
                axis=(0, 2, 3), initial=0.0
            )
            for k in range(len(chosen))
        ]
    )
    scale = float(np.abs(values).max(initial=0.0))
    place = np.unravel_index(int(np.argmax(errors)), errors.shape)  # NaN is the largest
    return Deviation(
        table=errors.max(axis=1, keepdims=True) / (scale if scale > 0 else 1.0),
        parts=("all",),
        scale=scale,
        element=chosen[int(place[0])],
        inputs=(places[int(place[1])],),
        epsilon=float(np.finfo(values.dtype).eps),
    )


def assert_kernels_equivariant(
    basis: KernelBasis,
    *,
    elements: Sequence[Any] | None = None,
    points: Sequence[ArrayLike] | None = None,
) -> None:
    """Raise `EquivarianceError` unless all kernels of a basis are equivariant, up to rounding.

    Accepted is an error of 4 eps B (5 l_max + n_in^2 + n_out^2 + 10), eps = 2^-52 the spacing of
    float64: an entry of a normalised kernel is at most B = sqrt((2 l_max + 1) / 4 pi), or
    sqrt(1/pi) in the plane, as the squares of the harmonics of one degree add up to B^2.  Harmonics
    and their sums cost 2 l_max + 3 roundings, turning the point 3 of a function that grows by
    l_max + 1, and products with matrices of size n, themselves exponentials of matrices with
    eigenvalues to n / 2, n^2 / 2 + n each.

    Arguments as in `kernel_equivariance_error`.
    """
    report = kernel_equivariance_error(basis, elements=elements, points=points)
    n_out, n_in = basis.shape
    l = basis.l_max
    largest = np.sqrt((2 * l + 1) / (4 * np.pi) if basis.group.dimension == 3 else 1 / np.pi)
    accepted = 4 * 2.0**-52 * largest * (5 * l + n_in**2 + n_out**2 + 10)
    if not report.worst * (report.scale or 1.0) <= accepted:  # also where it is NaN
        raise EquivarianceError(
            f"the kernels are not equivariant: {report}, and an absolute error of "
            f"{accepted:.3g} was accepted; mend the basis or its representations"
        )


def _places(basis: KernelBasis, points: Sequence[ArrayLike] | None) -> NDArray[np.float64]:
    """The points as an array (count, d)."""
    d = basis.group.dimension
    if points is None:
        return np.random.default_rng(0).standard_normal((5, d))
    places = np.array([np.asarray(point, dtype=np.float64) for point in points])
    if places.shape != (len(points), d) or not len(points):
        raise ArgumentError(
            f"points of shape {places.shape} were given, but the kernels of {basis.group.name} "
            f"are functions of vectors ({d},): pass a list of such vectors"
        )
    return places
