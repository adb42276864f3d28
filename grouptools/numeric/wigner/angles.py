"""Functions of one angle: small Wigner d matrices and characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.exact.quantum_numbers import twice_spin
from grouptools.numeric.arguments import read_points, results
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.wigner.blocks import evaluate

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = ["character", "wigner_d"]


def wigner_d(
    j: Spin, beta: ArrayLike, *, dtype: DTypeLike | None = None, out: NDArray[Any] | None = None
) -> NDArray[Any]:
    """The matrices d^j of angles, d_{m'm} = <j m'| exp(-i beta J_y) |j m>.

    Entries: [[d(m', m) for m in range(-j, j + 1)] for m' in range(-j, j + 1)], steps of one

    `beta`: angles in radians, of any shape and size; 2 pi changes the sign for half-integers.
    Returns an array of shape (..., 2j+1, 2j+1), in the phase of Condon and Shortley
    [Varshalovich et al. 1988, 4.3.1 (2)], float32 for float32, else float64; computed in float64.
    Raises `ArgumentError` for a float as j, and beyond the tested range, j <= 200.

    >>> import numpy as np
    >>> wigner_d(1, np.pi / 2).round(3)[0]
    array([0.5  , 0.707, 0.5  ])
    """
    twice_j = twice_spin(j)
    angles, shape, kind = _read_angles(beta, "beta", dtype)
    check_tested("wigner_d", twice_j, kind)
    n = twice_j + 1
    source = beta if isinstance(beta, np.ndarray) else None
    (values,) = results(out, [(*shape, n, n)], kind, source)
    quaternions = np.zeros((len(angles), 4))
    with np.errstate(invalid="ignore"):
        quaternions[:, 1], quaternions[:, 3] = np.sin(angles / 2), np.cos(angles / 2)
    evaluate(quaternions, twice_j, twice_j, "small", values.reshape(-1))
    return values


def character(j: Spin, angle: ArrayLike, *, dtype: DTypeLike | None = None) -> NDArray[Any]:
    """The character of a rotation by an angle, chi_j = sin((2j + 1) angle/2) / sin(angle/2).

    It is the trace of D^j [Varshalovich et al. 1988, 4.14 (6)], 2j + 1 at 0; at 2 pi half-integers
    change sign.  `angle`: radians, of any shape.
    Returns an array of the shape of `angle`, float32 for float32, else float64.
    Raises `ArgumentError` for a float as j, and beyond the tested range, j <= 1000.

    >>> import numpy as np
    >>> character(2, [0.0, np.pi])
    array([5., 1.])
    """
    twice_j = twice_spin(j)
    angles, shape, kind = _read_angles(angle, "angle", dtype)
    check_tested("character", twice_j, kind)
    with np.errstate(all="ignore"):
        # angle/2 = k pi + rest: tan and cos know k pi better than a division would
        rest = np.arctan(np.tan(angles / 2))
        sign = np.where((np.cos(angles / 2) < 0) & (twice_j % 2 == 1), -1.0, 1.0)
        quotient = np.sin((twice_j + 1) * rest) / np.sin(rest)
    values = sign * np.where(rest == 0, twice_j + 1.0, quotient)
    return values.astype(kind).reshape(shape)


def _read_angles(
    given: ArrayLike, name: str, dtype: DTypeLike | None
) -> tuple[NDArray[np.float64], tuple[int, ...], np.dtype[Any]]:
    """Angles as a flat float64 array, their shape, the dtype of the result."""
    flat, shape, kind = read_points(np.asarray(given)[..., None], 1, name, dtype)
    return flat[:, 0].astype(np.float64), shape, kind
