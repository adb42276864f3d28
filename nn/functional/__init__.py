"""Functions on tensors: harmonics, Wigner matrices, tensor products, sums over edges.

Each has two backends with the same numbers: "numba" (compiled kernels, on the CPU) and "torch"
(plain operations: any device, `torch.export`, `torch.func`).
"""

from grouptools.nn.functional.gather_scatter import gather_scatter, scatter_sum
from grouptools.nn.functional.harmonics import spherical_harmonics
from grouptools.nn.functional.rotations import wigner_D, wigner_D_blocks
from grouptools.nn.functional.tensor_product import fully_connected_tensor_product, tensor_product

__all__ = [
    "fully_connected_tensor_product",
    "gather_scatter",
    "scatter_sum",
    "spherical_harmonics",
    "tensor_product",
    "wigner_D",
    "wigner_D_blocks",
]
