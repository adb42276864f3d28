"""Wigner D matrices of tensors, polynomials in the quaternion, differentiable to any order.

Backend "torch": D^1 is quadratic in the unit quaternion, and with the real Clebsch-Gordan
coefficients C of 1 x (l-1) -> l, whose columns are orthonormal,

    D^l = C^T (D^1 x D^(l-1)) C,

so that each entry of D^l is the polynomial of degree 2l of `grouptools.exact.wigner_D`.
Backend "numba": the kernels of `grouptools.numeric`.  Both have no Euler angles, and no pole.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.nn.functional.backends import uses_numba

__all__ = ["wigner_D", "wigner_D_blocks"]


def wigner_D(l: int, rotation: Tensor, *, backend: str | None = None) -> Tensor:
    """The matrices D^l of rotations, Y_l(R x) = D^l(R) Y_l(x).

    Entries: [[D(m', m) for m in range(-l, l + 1)] for m' in range(-l, l + 1)]

    `rotation`: quaternions (..., 4), scalar last, of any length but 0, or matrices (..., 3, 3),
    which are taken to be rotations: their entries are not checked.
    `backend`: "numba", "torch" or None, see `grouptools.nn.functional.backends`.
    Returns a tensor (..., 2l+1, 2l+1).  Differentiable to any order, at every rotation; those of
    quaternions are derivatives of q -> D(q/|q|).
    Raises `ArgumentError` for another shape or dtype.
    Tested to l = 10, within 1e-13 of `grouptools.wigner_D` in float64.

    >>> turn = torch.tensor([0.0, 0.0, 1.0, 1.0], dtype=torch.float64)  # (x, y, z) -> (-y, x, z)
    >>> wigner_D(1, turn).round(decimals=12) + 0.0
    tensor([[ 0.,  0.,  1.],
            [ 0.,  1.,  0.],
            [-1.,  0.,  0.]], dtype=torch.float64)
    """
    l = degree(l, "l")
    q = _quaternions(rotation)
    if uses_numba(backend, q):
        (found,) = _matrices(q, [l])
        return found  # type: ignore[no-any-return]
    return _by_couplings(l, q)[-1]


def wigner_D_blocks(l_max: int, rotation: Tensor, *, backend: str | None = None) -> list[Tensor]:
    """The matrices D^l of every degree l = 0, ..., l_max, see `wigner_D`.

    Entries: [wigner_D(l, rotation) for l in range(l_max + 1)]

    Returns a list of tensors (..., 2l+1, 2l+1).  Raises and tested as `wigner_D`.

    >>> [tuple(block.shape) for block in wigner_D_blocks(2, torch.ones(7, 4))]
    [(7, 1, 1), (7, 3, 3), (7, 5, 5)]
    """
    l_max = degree(l_max, "l_max")
    q = _quaternions(rotation)
    if uses_numba(backend, q):
        return list(_matrices(q, list(range(l_max + 1))))
    return _by_couplings(l_max, q)


@torch.library.custom_op("grouptools::wigner_D", mutates_args=())
def _matrices(quaternion: Tensor, degrees: list[int]) -> list[Tensor]:
    """D^l of one degree, or of all from 0 on."""
    from grouptools.numeric.wigner import wigner_D as one
    from grouptools.numeric.wigner import wigner_D_blocks as many

    q = quaternion.numpy(force=True)
    found = [one(degrees[0], q)] if len(degrees) == 1 else many(degrees[-1], q)
    return [torch.from_numpy(block) for block in found]


@_matrices.register_fake
def _(quaternion: Tensor, degrees: list[int]) -> list[Tensor]:
    return [quaternion.new_empty((*quaternion.shape[:-1], 2 * l + 1, 2 * l + 1)) for l in degrees]


def _keep(ctx: Any, inputs: tuple[Any, ...], output: list[Tensor]) -> None:
    ctx.save_for_backward(inputs[0], *output)
    ctx.degrees = inputs[1]


def _backward(ctx: Any, cotangents: list[Tensor]) -> tuple[Tensor, None]:
    """By the generators X_a: D(exp(w) R) has the derivative X_a D by w_a at w = 0.

    R turns by w = 2 vec(dq conj(q))/|q|^2 when q changes by dq.
    """
    q, *matrices = ctx.saved_tensors
    turn = sum(
        torch.einsum("...ik,aik->...a", u @ D.mT, _generators(l, q))
        for l, u, D in zip(ctx.degrees, cotangents, matrices, strict=True)
    )
    x, y, z, w = q.unbind(-1)
    rows = [[w, -z, y, -x], [z, w, -x, -y], [-y, x, w, -z]]
    jacobian = torch.stack([torch.stack(row, -1) for row in rows], -2)
    square = (q * q).sum(-1, keepdim=True)
    return 2 * torch.einsum("...a,...ab->...b", turn, jacobian) / square, None


_matrices.register_autograd(_backward, setup_context=_keep)


def _by_couplings(l_max: int, q: Tensor) -> list[Tensor]:
    """D^0, ..., D^l_max."""
    x, y, z, w = (q / (q * q).sum(-1, keepdim=True).sqrt()).unbind(-1)
    rows = [  # the rotation matrix, in the order y, z, x
        [w * w - x * x + y * y - z * z, 2 * (y * z - x * w), 2 * (x * y + z * w)],
        [2 * (y * z + x * w), w * w - x * x - y * y + z * z, 2 * (x * z - y * w)],
        [2 * (x * y - z * w), 2 * (x * z + y * w), w * w + x * x - y * y - z * z],
    ]
    first = torch.stack([torch.stack(row, -1) for row in rows], -2)
    blocks = [torch.ones_like(first[..., :1, :1]), first][: l_max + 1]
    coupling = _coupling if torch.compiler.is_compiling() else _kept_coupling
    for l in range(2, l_max + 1):
        c = coupling(l, q.dtype, q.device)
        half = torch.einsum("abc,...ad->...bcd", c, first)
        half = torch.einsum("...bcd,...be->...cde", half, blocks[-1])
        blocks.append(torch.einsum("...cde,def->...cf", half, c))
    return blocks


def _quaternions(rotation: Tensor) -> Tensor:
    """The quaternions given, or one of each matrix: a column of 4 q q^T [Shepperd 1978]."""
    if rotation.is_floating_point():
        if rotation.ndim >= 2 and rotation.shape[-2:] == (3, 3):
            return _of_matrices(rotation)
        if rotation.ndim and rotation.shape[-1] == 4:
            return rotation
    raise ArgumentError(
        f"a rotation of shape {tuple(rotation.shape)} and dtype {rotation.dtype} was given, but "
        f"floating-point quaternions (..., 4) or matrices (..., 3, 3) are expected"
    )


def _of_matrices(R: Tensor) -> Tensor:
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = (row.unbind(-1) for row in R.unbind(-2))
    columns = [
        [1 + xx - yy - zz, xy + yx, xz + zx, zy - yz],
        [xy + yx, 1 - xx + yy - zz, yz + zy, xz - zx],
        [xz + zx, yz + zy, 1 - xx - yy + zz, yx - xy],
        [zy - yz, xz - zx, yx - xy, 1 + xx + yy + zz],
    ]
    fourfold = torch.stack([torch.stack(column, -1) for column in columns], -2)
    longest = fourfold.detach().diagonal(dim1=-2, dim2=-1).argmax(-1)
    place = longest[..., None, None].expand(*longest.shape, 1, 4)
    return fourfold.gather(-2, place).squeeze(-2)


def _coupling(l: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """The real Clebsch-Gordan coefficients of 1 x (l-1) -> l."""
    flat = torch.tensor(_coefficients(l), dtype=dtype, device=device)
    return flat.view(3, 2 * l - 1, 2 * l + 1)


_kept_coupling = lru_cache(maxsize=256)(_coupling)


@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def _coefficients(l: int) -> list[float]:
    from grouptools.numeric.coupling import clebsch_gordan

    return clebsch_gordan(1, l - 1, l).ravel().tolist()


def _generators(l: int, like: Tensor) -> Tensor:
    """X[a, m', m], the derivatives of D^l(exp(w)) by w = (x, y, z) at w = 0."""
    from grouptools.numeric.wigner.generators import generators

    rows, values = generators(2 * l, "real")
    dense = np.zeros((3, 2 * l + 1, 2 * l + 1))
    for place, column in np.ndenumerate(rows):
        dense[(*place[:2], column)] += values[place]
    return torch.as_tensor(dense, dtype=like.dtype, device=like.device)
