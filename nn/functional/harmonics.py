"""Spherical harmonics of tensors, differentiable to any order.

Backend "numba": the kernels of `grouptools.numeric`, forward and first backward pass.  Backend
"torch", and every further derivative: polynomials in x, y, z by the recursion

    S(l, +-m) = W(l, m) p(l, m) {Re, Im} (x + iy)^m,   p(m, m) = 1,
    (l + m) p(l) = (2l - 1) z p(l-1) - (l - 1 - m) r^2 p(l-2)       [DLMF 14.10.3]

with W from `grouptools.numeric.harmonics.tables`, exact and correctly rounded to float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.nn.functional.backends import uses_numba
from grouptools.nn.functional.norms import directions
from grouptools.numeric.arguments import check_normalization

__all__ = ["spherical_harmonics"]


def spherical_harmonics(
    l_max: int,
    xyz: Tensor,
    *,
    normalize: bool = True,
    normalization: str = "integral",
    backend: str | None = None,
) -> Tensor:
    """The real spherical harmonics Y_l^m of all degrees up to l_max at points v = (x, y, z).

    Order: [Y(l, m) for l in range(l_max + 1) for m in range(-l, l + 1)], index l*l + l + m.

    The functions, `normalize` and `normalization` are those of `grouptools.spherical_harmonics`;
    with normalization="component" each harmonic has variance 1 over the sphere.
    `xyz`: (..., 3), floating point, any device.  `backend`: "numba", "torch" or None, see
    `grouptools.nn.functional.backends`.
    Returns a tensor (..., (l_max + 1)**2) of the same dtype and device.  Differentiable to any
    order; at the zero vector harmonics of l > 0 and all derivatives are 0, where normalize=True.
    Raises `ArgumentError` for another shape or dtype.
    Tested to l_max = 12, within 1e-13 of `grouptools.spherical_harmonics` in float64.

    >>> spherical_harmonics(1, torch.tensor([0.0, 0.0, 2.0]), normalization="component")
    tensor([1.0000, 0.0000, 1.7321, 0.0000])
    """
    l_max = degree(l_max, "l_max")
    check_normalization(normalization)
    if not xyz.is_floating_point() or xyz.ndim == 0 or xyz.shape[-1] != 3:
        raise ArgumentError(
            f"xyz of shape {tuple(xyz.shape)} and dtype {xyz.dtype} was given, but a "
            f"floating-point tensor of shape (..., 3) is expected"
        )
    if uses_numba(backend, xyz):
        found: Tensor = _harmonics(xyz, l_max, normalize, normalization)
        return found
    return _polynomials(xyz, l_max, normalize, normalization)


@torch.library.custom_op("grouptools::spherical_harmonics", mutates_args=())
def _harmonics(xyz: Tensor, l_max: int, normalize: bool, normalization: str) -> Tensor:
    from grouptools.numeric.harmonics.evaluation import spherical_harmonics as evaluate

    points = xyz.numpy(force=True)
    values = evaluate(l_max, points, normalize=normalize, normalization=normalization)
    return torch.from_numpy(values)


@_harmonics.register_fake
def _(xyz: Tensor, l_max: int, normalize: bool, normalization: str) -> Tensor:  # noqa: ARG001
    return xyz.new_empty((*xyz.shape[:-1], (l_max + 1) ** 2))


@torch.library.custom_op("grouptools::spherical_harmonics_pullback", mutates_args=())
def _pullback(
    xyz: Tensor, cotangent: Tensor, l_max: int, normalize: bool, normalization: str
) -> Tensor:
    from grouptools.numeric.harmonics.pullback import spherical_harmonics_pullback as evaluate

    points, weights = xyz.numpy(force=True), cotangent.numpy(force=True)
    pulled = evaluate(l_max, points, weights, normalize=normalize, normalization=normalization)
    return torch.from_numpy(pulled)


@_pullback.register_fake
def _(
    xyz: Tensor,
    cotangent: Tensor,  # noqa: ARG001
    l_max: int,  # noqa: ARG001
    normalize: bool,  # noqa: ARG001
    normalization: str,  # noqa: ARG001
) -> Tensor:
    return torch.empty_like(xyz, memory_format=torch.contiguous_format)


def _keep(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:  # noqa: ARG001
    """For the backward passes: the tensors, and the choices after them."""
    ctx.save_for_backward(*(one for one in inputs if isinstance(one, Tensor)))
    ctx.choices = tuple(one for one in inputs if not isinstance(one, Tensor))


def _harmonics_backward(ctx: Any, cotangent: Tensor) -> tuple[Any, ...]:
    (xyz,) = ctx.saved_tensors
    return _pullback(xyz, cotangent, *ctx.choices), None, None, None


def _pullback_backward(ctx: Any, cotangent: Tensor) -> tuple[Any, ...]:
    """The pullback as the derivative of the polynomials, which has derivatives of any order."""

    def pulled(xyz: Tensor, given: Tensor) -> Tensor:
        found: Tensor = torch.func.vjp(lambda v: _polynomials(v, *ctx.choices), xyz)[1](given)[0]
        return found

    xyz, given = ctx.saved_tensors
    return (*torch.func.vjp(pulled, xyz, given)[1](cotangent), None, None, None)


_harmonics.register_autograd(_harmonics_backward, setup_context=_keep)
_pullback.register_autograd(_pullback_backward, setup_context=_keep)


def _polynomials(xyz: Tensor, l_max: int, normalize: bool, normalization: str) -> Tensor:
    """The harmonics by plain operations."""
    if normalize:
        xyz, square = directions(xyz)
    else:
        square = (xyz * xyz).sum(-1)
    x, y, z = xyz.unbind(-1)
    one = torch.ones_like(square)
    weights = _weights(l_max, normalization)
    columns = [one] * (l_max + 1) ** 2
    re, im = one, torch.zeros_like(one)
    for m in range(l_max + 1):
        lower, p = torch.zeros_like(one), one
        for l in range(m, l_max + 1):
            if l > m:
                alpha, gamma = (2 * l - 1) / (l + m), (l - 1 - m) / (l + m)
                lower, p = p, alpha * z * p - gamma * square * lower
            q = weights[l * (l + 1) // 2 + m] * p
            columns[l * l + l - m] = q * im
            columns[l * l + l + m] = q * re
        re, im = x * re - y * im, x * im + y * re
    return torch.stack(columns, -1)


@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def _weights(l_max: int, normalization: str) -> tuple[float, ...]:
    """[W(l, m) for l in range(l_max + 1) for m in range(l + 1)]."""
    from grouptools.numeric.harmonics.tables import value_table

    table = value_table(l_max, normalization, np.dtype(np.float64))
    return tuple(table.reshape(-1, 3)[:, 2].tolist())
