"""What a convention says an array is, in floats: the functions that the detective compares with.

Standard are this library's orthonormal harmonics, real or complex, of P x = x[axes], in the order
m = -l, ..., l; S puts components in the order of a convention and gives them their phases.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.change import norms
from grouptools.conventions.convention import Convention
from grouptools.conventions.phases import Phase

__all__ = [
    "AXES_PLACES",
    "as_wigner_D",
    "phases",
    "places",
    "rotated_about",
    "standard_D",
    "standard_harmonics",
    "standard_norms",
]

Numbers = NDArray[Any]

#: what `wigner_D` may say -> D as it is made of the B of Y(R x) = B Y(x), and B of D likewise
_FROM_B: dict[str, Callable[[Numbers], Numbers]] = {
    "Y(R x) = D Y(x)": lambda B: B,
    "Y(R^-1 x) = D Y(x)": lambda B: np.conj(np.swapaxes(B, -1, -2)),
    "Y(R x) = D^T Y(x)": lambda B: np.swapaxes(B, -1, -2),
    "Y(R^-1 x) = D^T Y(x)": np.conj,
}

#: axes -> the places of the components that P x takes
AXES_PLACES = {
    axes: tuple("xyz".index(axis) for axis in axes)
    for axes in ("xyz", "yzx", "zxy", "zyx", "yxz", "xzy")
}


def standard_harmonics(basis: str, axes: str, l_max: int, points: Numbers) -> Numbers:
    """Y_lm(P x) for l <= l_max, shape (n, (l_max + 1)^2)."""
    from grouptools.numeric.harmonics.evaluation import spherical_harmonics

    return spherical_harmonics(l_max, points[:, AXES_PLACES[axes]], basis=basis)


def rotated_about(axes: str, rotations: Numbers) -> Numbers:
    """The matrices P R P^-1."""
    chosen = AXES_PLACES[axes]
    return rotations[:, chosen][:, :, chosen]


def standard_D(basis: str, axes: str, l: int, rotations: Numbers) -> Numbers:
    """B with Y(R x) = B Y(x), shape (n, 2l+1, 2l+1), for matrices R."""
    from grouptools.numeric.wigner import wigner_D

    turned = wigner_D(l, rotated_about(axes, rotations), basis=basis)
    return np.asarray(turned if basis == "real" else turned.conj())


def as_wigner_D(text: str, B: Numbers) -> Numbers:
    """D of B, and B of D, where `wigner_D` is this text."""
    return np.asarray(_FROM_B[text](B))


@lru_cache(maxsize=512)
def _norms(l: int, basis: str, normalization: str) -> tuple[float, ...]:
    return tuple(map(float, norms(l, Convention(basis=basis, normalization=normalization))))


def standard_norms(l: int, basis: str, normalization: str) -> NDArray[np.float64]:
    """The norms N of the components m = -l, ..., l."""
    return np.array(_norms(l, basis, normalization))


def places(convention: Convention, l: int) -> NDArray[np.int64]:
    """The places among m = -l, ..., l of the components of degree l."""
    return np.array(convention.orders(l)) + l


def phases(convention: Convention, l: int) -> NDArray[np.complex128]:
    """The phases of the components of degree l, in the convention's order."""
    phase = Phase.parse(convention.phase)
    return np.array([1, 1j, -1, -1j])[[phase.power_of_i(l, m) for m in convention.orders(l)]]
