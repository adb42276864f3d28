"""Equivariant kernels, invariant tensors, adapted harmonics: what the one exact solver finds.

`kernel_basis` solves K(g x) = rho_out(g) K(x) rho_in(g)^-1 for a group of the plane or of space;
`crystal_tensor` and `invariant_tensors` find the tensors that a group leaves alone;
`cartesian_tensor` takes Cartesian tensors to irreps and back; `adapted_harmonics` finds the
harmonics that transform by each irrep.  Everything is imported on first use.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "AdaptedHarmonics": "adapted",
    "CRYSTAL_TENSORS": "crystal_tensors",
    "CartesianTensor": "cartesian",
    "Explanation": "explanation",
    "GaussianRings": "radial",
    "GridKernelBasis": "grid",
    "KernelBasis": "basis",
    "MapBasis": "maps",
    "RotationKernelBasis": "spheres",
    "SymmetryTensor": "tensors",
    "adapted_harmonics": "adapted",
    "cartesian_tensor": "cartesian",
    "crystal_tensor": "crystal_tensors",
    "equivariant_maps": "maps",
    "grid_kernel_basis": "grid",
    "invariant_harmonics": "adapted",
    "invariant_tensors": "tensors",
    "kernel_basis": "deriving",
    "left_rotation_kernel_basis": "spheres",
    "load_kernel_basis": "filing",
    "rotation_kernel_basis": "spheres",
    "sphere_kernel_basis": "spheres",
}

if TYPE_CHECKING:
    from grouptools.kernels.adapted import AdaptedHarmonics, adapted_harmonics, invariant_harmonics
    from grouptools.kernels.basis import KernelBasis
    from grouptools.kernels.cartesian import CartesianTensor, cartesian_tensor
    from grouptools.kernels.crystal_tensors import CRYSTAL_TENSORS, crystal_tensor
    from grouptools.kernels.deriving import kernel_basis
    from grouptools.kernels.explanation import Explanation
    from grouptools.kernels.filing import load_kernel_basis
    from grouptools.kernels.grid import GridKernelBasis, grid_kernel_basis
    from grouptools.kernels.maps import MapBasis, equivariant_maps
    from grouptools.kernels.radial import GaussianRings
    from grouptools.kernels.spheres import (
        RotationKernelBasis,
        left_rotation_kernel_basis,
        rotation_kernel_basis,
        sphere_kernel_basis,
    )
    from grouptools.kernels.tensors import SymmetryTensor, invariant_tensors

__all__ = [
    "CRYSTAL_TENSORS",
    "AdaptedHarmonics",
    "CartesianTensor",
    "Explanation",
    "GaussianRings",
    "GridKernelBasis",
    "KernelBasis",
    "MapBasis",
    "RotationKernelBasis",
    "SymmetryTensor",
    "adapted_harmonics",
    "cartesian_tensor",
    "crystal_tensor",
    "equivariant_maps",
    "grid_kernel_basis",
    "invariant_harmonics",
    "invariant_tensors",
    "kernel_basis",
    "left_rotation_kernel_basis",
    "load_kernel_basis",
    "rotation_kernel_basis",
    "sphere_kernel_basis",
]

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _ORIGINS.items()}
)
