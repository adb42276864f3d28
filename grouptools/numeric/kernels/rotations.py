"""Filters on SO(3) at rotations: coefficients times Wigner matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.kernels.rounded import float_type
from grouptools.numeric.wigner import wigner_D_blocks

if TYPE_CHECKING:
    from grouptools.kernels.basis import KernelBasis

__all__ = ["evaluate_at_rotations"]


def evaluate_at_rotations(
    left: KernelBasis, rotations: Any, right: KernelBasis | None
) -> NDArray[Any]:
    """See `KernelBasis.evaluate_on_rotations`."""
    blocks = wigner_D_blocks(left.l_max, rotations)
    firsts = _dense(left)
    seconds = _dense(right) if right else [None] * len(firsts)
    shape = left.shape[0], (right or left).shape[1]
    pieces = []
    for first, second, block in zip(firsts, seconds, blocks, strict=True):
        if second is None:
            values = np.einsum("iabm,...mn->in...ab", first, block)
        else:
            values = np.einsum("iam,...mn,jbn->ij...ab", first[:, :, 0], block, second[:, 0])
        root = np.sqrt(block.shape[-1])
        pieces.append(root * values.reshape(-1, *block.shape[:-2], *shape))
    return np.concatenate(pieces)


def _dense(basis: KernelBasis) -> list[NDArray[Any]]:
    """The coefficients of each degree as a dense array (kernels, n_out, n_in, orders)."""
    arrays = []
    for part, tiles in zip(basis.parts, basis.tiles, strict=True):
        shape = part.dimension, basis.shape[0] * basis.shape[1], part.orders
        array = np.zeros(shape, float_type(basis.field))
        for tile in tiles:
            lengths = np.diff(tile.starts)
            rows, places = (np.repeat(x, lengths, axis=1) for x in (tile.rows, tile.places))
            array[rows, places, tile.orders] = tile.coefficients
        arrays.append(array.reshape(part.dimension, *basis.shape, part.orders))
    return arrays
