"""Coordinates of a rotation, and how the rotation turns when they change.

For coordinates u of R, `jacobian` J[i, a] is the rotation vector w with R(u + du) = exp(w) R(u)
per du_a, and `bend` K[i, a, b] the symmetric part of dJ[i, a]/du_b.

* "perturbation": u = w itself at w = 0; J = 1, K = 0.
* "quaternion": any q, of which q/|q| is the rotation; w = 2 vec(dq conj(q))/|q|^2.
* "rotation_vector": v of length <= pi; J = 1 + f [v] + g [v]^2, f = (1 - cos t)/t^2,
  g = (t - sin t)/t^3, t = |v|, as power series in t^2, which have no trouble at t = 0.
"""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.numeric.wigner.rotations import Rotations

__all__ = ["COORDINATES", "coordinates_of"]

Doubles = NDArray[np.float64]

COORDINATES = {"quaternion": 4, "rotation_vector": 3, "perturbation": 3}

#: [e_a] of the unit vectors: CROSS[a] v = e_a x v.
CROSS = np.zeros((3, 3, 3))
for _a, _b, _c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
    CROSS[_a, _c, _b], CROSS[_a, _b, _c] = 1.0, -1.0

#: Terms of the series; at t = pi the next one is below 1e-19.
TERMS = 17


def coordinates_of(rotations: Rotations, name: str) -> tuple[Doubles, Doubles]:
    """Return J (n, 3, q) and K (n, 3, q, q) of the coordinates with this name.

    Raises `ArgumentError` for another name.
    """
    count = len(rotations.quaternions)
    if name == "quaternion":
        with np.errstate(all="ignore"):
            return _of_quaternion(rotations.quaternions, rotations.lengths)
    if name == "rotation_vector":
        return _of_rotation_vector(_rotation_vectors(rotations.quaternions))
    if name == "perturbation":
        return np.tile(np.eye(3), (count, 1, 1)), np.zeros((count, 3, 3, 3))
    raise ArgumentError(
        f"with_respect_to = {name!r} was given, but it must be one of {', '.join(COORDINATES)}"
    )


def _of_quaternion(unit: Doubles, length: Doubles) -> tuple[Doubles, Doubles]:
    x, y, z, w = unit.T
    # vec(e_a conj(u)) in the column a = x, y, z, w
    M = np.array([[w, -z, y, -x], [z, w, -x, -y], [-y, x, w, -z]]).transpose(2, 0, 1)
    J = 2 * M / length[:, None, None]
    products = np.einsum("nia,nb->niab", M, unit)
    K = -2 * (products + products.swapaxes(2, 3)) / length[:, None, None, None]
    return J, K / length[:, None, None, None]


def _rotation_vectors(unit: Doubles) -> Doubles:
    """The vector of length <= pi of each rotation; of two the one whose quaternion is positive."""
    ordered = unit[:, [3, 0, 1, 2]]
    leading = np.take_along_axis(ordered, np.argmax(ordered != 0, axis=1)[:, None], axis=1)
    q = np.where(leading < 0, -unit, unit)
    sine = np.sqrt(np.sum(q[:, :3] ** 2, axis=1))
    tiny = sine == 0
    ratio = 2 * np.arctan2(sine, q[:, 3]) / np.where(tiny, 1.0, sine)
    return np.where(tiny, 2.0, ratio)[:, None] * q[:, :3]


def _of_rotation_vector(v: Doubles) -> tuple[Doubles, Doubles]:
    s = np.sum(v * v, axis=1)
    f, f_slope = _series(s, 2)
    g, g_slope = _series(s, 3)
    V = np.einsum("na,aij->nij", v, CROSS)
    V_square = V @ V
    J = np.eye(3) + f[:, None, None] * V + g[:, None, None] * V_square
    # dJ/dv_b: the slopes are with respect to s = t^2
    change = np.einsum("n,bij->nijb", f, CROSS)
    change += np.einsum("n,bik,nkj->nijb", g, CROSS, V) + np.einsum("n,nik,bkj->nijb", g, V, CROSS)
    slopes = f_slope[:, None, None] * V + g_slope[:, None, None] * V_square
    change += 2 * np.einsum("nij,nb->nijb", slopes, v)
    return J, (change + change.swapaxes(2, 3)) / 2


def _series(s: Doubles, first: int) -> tuple[Doubles, Doubles]:
    """sum_k (-s)^k / (2k + first)! and its derivative by s."""
    terms: list[Any] = [(-1.0) ** k / factorial(2 * k + first) for k in range(TERMS)]
    slopes = [k * term for k, term in enumerate(terms)][1:]
    return np.polynomial.polynomial.polyval(s, terms), np.polynomial.polynomial.polyval(s, slopes)
