"""Bases of functions of a distance, of tensors: Bessel, Gauss, Chebyshev.

The functions of `grouptools.numeric.radial`, differentiable to any order, also at r = 0.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree as read_degree
from grouptools.numeric.radial.distances import at_least, positive

__all__ = ["bessel_basis", "chebyshev_basis", "gaussian_basis"]

LARGEST = 8


def bessel_basis(r: Tensor, count: int, cutoff: float, *, l_max: int = 0) -> Tensor:
    """Spherical Bessel functions that vanish at the cut-off, orthonormal on the ball.

    R(l, n) = sqrt(2/c^3) / |j_{l+1}(z_ln)| * j_l(z_ln r/c), z_ln the n-th positive zero of j_l;
    for l = 0 sqrt(2/c) sin(n pi r/c) / r: `grouptools.spherical_bessel_basis`, `sine_basis`.

    Entries: [R(0, n) for n in range(1, count + 1)], and with l_max > 0
    [[R(l, n) for n in range(1, count + 1)] for l in range(l_max + 1)]

    `r`: distances (...).  Returns a tensor (..., count), with l_max > 0 (..., l_max + 1, count).
    Raises `ArgumentError` for count < 1 and l_max > 8.
    Tested to l_max = 8, count = 20, within 1e-13 in float64 of the largest value.

    >>> bessel_basis(torch.tensor([0.0, 1.0, 2.0]), 2, 2.0)
    tensor([[ 1.5708e+00,  3.1416e+00],
            [ 1.0000e+00, -8.7423e-08],
            [-4.3711e-08,  8.7423e-08]])
    """
    count, c = at_least(1, count, "count"), positive(cutoff, "cutoff")
    if not 0 <= read_degree(l_max, "l_max") <= LARGEST:
        raise ArgumentError(
            f"l_max = {l_max} was given, but this basis is tested to l_max = {LARGEST}: pass that "
            f"or less"
        )
    rows = []
    for l in range(l_max + 1):
        zeros, factors = (r.new_tensor(numbers) for numbers in _zeros(l, count, c))
        rows.append(factors * _spherical_bessel(l, zeros * (r / c).unsqueeze(-1)))
    return torch.stack(rows, -2) if l_max else rows[0]


def gaussian_basis(
    r: Tensor, count: int, cutoff: float, *, start: float = 0.0, width: float | None = None
) -> Tensor:
    """Gaussians exp(-((r - mu_k)/sigma)^2/2) with centres from `start` to the cut-off.

    Entries: [exp(-((r - mu(k)) / width) ** 2 / 2) for k in range(count)]
    with mu(k) = start + k*step, step = (cutoff - start)/(count - 1), sigma = `width`, by default
    the step: `grouptools.gaussian_basis`.

    `r`: distances (...).  Returns a tensor (..., count).  Raises `ArgumentError` for count < 2.

    >>> gaussian_basis(torch.tensor(1.0), 3, 2.0)
    tensor([0.6065, 1.0000, 0.6065])
    """
    count, c = at_least(2, count, "count"), positive(cutoff, "cutoff")
    if not start < c:
        raise ArgumentError(
            f"start = {start!r} was given, but the first centre lies below cutoff = {c!r}: pass a "
            f"number below it"
        )
    step = (c - start) / (count - 1)
    sigma = step if width is None else positive(width, "width")
    centers = r.new_tensor([start + k * step for k in range(count)])
    return torch.exp(-0.5 * ((r.unsqueeze(-1) - centers) / sigma).square())


def chebyshev_basis(r: Tensor, count: int, cutoff: float) -> Tensor:
    """Chebyshev polynomials of the first kind on [0, c].

    T_0 = 1, T_1 = t, T_{k+1} = 2 t T_k - T_{k-1}, t = 2 r/c - 1     [DLMF 18.9.1]

    Entries: [T(k, 2 * r / cutoff - 1) for k in range(count)]: `grouptools.chebyshev_basis`.

    `r`: distances (...), at most c.  Returns a tensor (..., count).
    Raises `ArgumentError` for count < 1.

    >>> chebyshev_basis(torch.tensor([0.0, 1.0, 2.0]), 3, 2.0)
    tensor([[ 1., -1.,  1.],
            [ 1.,  0., -1.],
            [ 1.,  1.,  1.]])
    """
    count, c = at_least(1, count, "count"), positive(cutoff, "cutoff")
    t = 2 * r / c - 1
    found = [torch.ones_like(t), t]
    while len(found) < count:
        found.append(2 * t * found[-1] - found[-2])
    return torch.stack(found[:count], -1)


def _spherical_bessel(l: int, x: Tensor) -> Tensor:
    """j_l(x): its power series below x = l + 1 [DLMF 10.53.1], j_{l+1} = (2l+1)/x j_l - j_{l-1}.

    Each is used only where nothing cancels, in the derivatives neither; of the series 11 + l terms,
    of which the last is below 1e-17 for l <= 8.
    """
    is_small = x < l + 1
    small, large = torch.where(is_small, x, 0.0), torch.where(is_small, l + 1.0, x)
    y, series = small * small / 2, torch.ones_like(x)
    for k in range(11 + l, 0, -1):
        series = 1 - series * y / (k * (2 * (l + k) + 1))
    for k in range(l):
        series = series * small / (2 * k + 3)
    lower, value = large.cos() / large, large.sin() / large
    for k in range(l):
        lower, value = value, (2 * k + 1) / large * value - lower
    return torch.where(is_small, series, value)


@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def _zeros(l: int, count: int, cutoff: float) -> tuple[list[float], list[float]]:
    """[z_ln for n in range(1, count + 1)], and the factors before j_l."""
    return _rounded_zeros(l, count, cutoff)


@lru_cache(maxsize=256)
def _rounded_zeros(l: int, count: int, cutoff: float) -> tuple[list[float], list[float]]:
    from grouptools.numeric.radial import spherical_bessel, spherical_bessel_zeros

    zeros = spherical_bessel_zeros(l, count)[l]
    slopes = spherical_bessel(l + 1, zeros)[:, l + 1]  # type: ignore[call-overload]
    factors = sqrt(2 / cutoff) / cutoff / abs(slopes)
    return zeros.tolist(), factors.tolist()
