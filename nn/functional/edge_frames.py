"""Vectors of edges as convolutions use them: lengths, harmonics, and frames along the edge.

Any rotation that takes an edge to the polar axis serves as its frame: a convolution does not
depend on which.  Two charts, one for each half of the sphere, leave no pole, and near every vector
the frame is a smooth function of it.
"""

from __future__ import annotations

import torch
from torch import Tensor

from grouptools.nn.functional.harmonics import spherical_harmonics
from grouptools.nn.functional.norms import directions, norm
from grouptools.nn.functional.rotations import wigner_D_blocks

__all__ = ["edge_frames", "edge_harmonics", "to_polar_axis"]


def edge_harmonics(l_max: int, vectors: Tensor, softening: float = 0.0) -> tuple[Tensor, Tensor]:
    """The lengths of edges, and the harmonics of their directions, of variance 1 over the sphere.

    rho = sqrt(|v|^2 + s^2),   Y_l(v / rho) = (|v| / rho)^l Y_l(v / |v|),   s = softening

    `vectors`: (edges, 3).  Returns rho (edges,) and Y (edges, (l_max + 1)**2), flat.
    With s > 0 both have all derivatives everywhere.  With s = 0 the direction has no limit at
    v = 0: there harmonics of l > 0, and all derivatives, are set to 0.

    >>> edge_harmonics(1, torch.tensor([[0.0, 0.0, 3.0]]))
    (tensor([3.]), tensor([[1.0000, 0.0000, 1.7321, 0.0000]]))
    """
    if not softening:
        return norm(vectors), spherical_harmonics(l_max, vectors, normalization="component")
    rho = ((vectors * vectors).sum(-1) + softening**2).sqrt()
    unit = vectors / rho.unsqueeze(-1)
    return rho, spherical_harmonics(l_max, unit, normalize=False, normalization="component")


def to_polar_axis(vectors: Tensor) -> Tensor:
    """A rotation of each vector v to (0, 0, |v|), as a quaternion, scalar last.

    q = (y, -x, 0, 1 + z), and below the equator (1 - z, 0, x, y), of v/|v| = (x, y, z): that is
    q for (x, -y, -z), after a half turn about the x axis.  The identity where v = 0.

    `vectors`: (..., 3).  Returns a tensor (..., 4), of lengths from sqrt(2) to 2 (1 at v = 0).

    >>> to_polar_axis(torch.tensor([[0.0, 5.0, 0.0], [0.0, 0.0, -5.0]])).tolist()
    [[1.0, -0.0, 0.0, 1.0], [2.0, 0.0, 0.0, 0.0]]
    """
    x, y, z = directions(vectors)[0].unbind(-1)
    none = torch.zeros_like(z)
    above = torch.stack([y, -x, none, 1 + z], -1)
    below = torch.stack([1 - z, none, x, y], -1)
    return torch.where((z < 0).unsqueeze(-1), below, above)


def edge_frames(l_max: int, vectors: Tensor) -> list[Tensor]:
    """The matrices D^0, ..., D^l_max of a rotation of each vector to the polar axis.

    `vectors`: (edges, 3).  Returns a list of tensors (edges, 2l+1, 2l+1).  Where v = 0 those of
    l > 0 are 0, as harmonics are, so that D^T A D is equivariant there too.

    >>> up = edge_frames(1, torch.tensor([[0.0, 2.0, 0.0]]))[1]  # in the order y, z, x
    >>> (up @ torch.tensor([1.0, 0.0, 0.0])).tolist()
    [[0.0, 1.0, 0.0]]
    """
    is_edge = (vectors != 0).any(-1)[..., None, None]
    first, *others = wigner_D_blocks(l_max, to_polar_axis(vectors))
    return [first, *(torch.where(is_edge, block, 0.0) for block in others)]
