"""A basis of the equivariant kernels between two representations, exact and canonical.

A kernel K: R^d -> R^(n_out x n_in) with K(g x) = rho_out(g) K(x) rho_in(g)^-1 makes the
convolution with it equivariant [Cohen and Welling 2017, arXiv:1612.08498; Weiler et al. 2018,
arXiv:1807.02547].  Its angular part of degree l is a combination of the harmonics of that degree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.kernels.exact_basis import ExactBasis
from grouptools.kernels.explanation import Explanation, explained
from grouptools.kernels.polynomials import kernels_to_sympy
from grouptools.kernels.rounded import Tile, degree_tiles

if TYPE_CHECKING:
    import sympy

    from grouptools.numeric.kernels.sampling import SampledKernels
    from grouptools.tables import Table

__all__ = ["KernelBasis"]


class KernelBasis(ExactBasis):
    """The equivariant kernels of degree 0 to `l_max`, orthonormal over the sphere or circle.

    `rep_in`, `rep_out`: the representations, as they were given.
    `parts[l]`: the exact basis of degree l; `dimensions[l]`: its size.

    The integral of tr(K_i^T K_j) over unit vectors is 1 for i = j and 0 otherwise.  Elements are
    in the order of their degree, and within it of the pivots of the canonical basis in the order

        [K[a, b, m] for a in range(n_out) for b in range(n_in) for m in orders]

    with m = -l..l in space; -l, l in the plane; 0 for l = 0.
    """

    @property
    def l_max(self) -> int:
        """The largest degree."""
        return len(self.parts) - 1

    @property
    def degrees(self) -> NDArray[np.int64]:
        """The degree of each kernel."""
        return np.repeat(np.arange(self.l_max + 1), self.dimensions)

    @property
    def space(self) -> dict[str, Any]:
        """The kernels are combinations of harmonics."""
        return {"kind": "harmonics"}

    @cached_property
    def tiles(self) -> tuple[tuple[Tile, ...], ...]:
        """The coefficients of each degree, rounded correctly when they are first asked for.

        The arrays are read-only; see `grouptools.kernels.rounded`.
        """
        return degree_tiles(self)

    def explain(self) -> Explanation:
        """Degree by degree, the number of kernels and the selection rule that leaves none.

        >>> from grouptools.kernels.deriving import kernel_basis
        >>> from grouptools.representations.irrep_value import Irrep
        >>> kernel_basis(Irrep("0e"), Irrep("1o"), 2).explain()
        kernels 0e -> 1o of O(3)
        l = 0:    0  V_l = 0e  triangle rule: 1 <= l <= 1 fails
        l = 1:    1  V_l = 1o  1 by 1o
        l = 2:    0  V_l = 2e  triangle rule: 1 <= l <= 1 fails
        """
        return explained(self.source, self.target, self.dimensions)

    def to_sympy(
        self,
        variables: Sequence[object] | None = None,
        *,
        normalize: bool = False,
        elements: Sequence[int] | None = None,
    ) -> tuple[sympy.Matrix, ...]:
        """The kernels as sympy matrices of functions of x, y(, z).

        `variables`: d sympy expressions or exact numbers, by default real symbols.
        `normalize=False`: homogeneous polynomials of the kernel's degree, which are the kernels
        on the unit sphere or circle; True: those divided by r**l, functions of the direction.
        `elements`: which kernels, by default all.

        Returns a tuple of matrices of shape (n_out, n_in).

        >>> from grouptools.kernels.deriving import kernel_basis
        >>> from grouptools.representations.irrep_value import Irrep
        >>> kernel_basis(Irrep("0e"), Irrep("1o"), 1).to_sympy()[0].T  # on y, z, x
        Matrix([[y/(2*sqrt(pi)), z/(2*sqrt(pi)), x/(2*sqrt(pi))]])
        """
        chosen = range(self.dimension) if elements is None else elements
        return kernels_to_sympy(
            self.parts, (self.source, self.target), variables, normalize, chosen
        )

    def evaluate(self, points: ArrayLike, *, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """The kernels at points: functions of the direction, whatever the length.

        `points`: (..., d), d = 2 or 3; float32 and float64 are kept, integers become float64.
        `dtype`: of the result, float64 or float32.

        Returns an array (dimension, ..., n_out, n_in).  At the zero vector, which has no
        direction, the kernels of degree > 0 are 0.  At a point with nan every kernel is nan.
        """
        from grouptools.numeric.kernels.evaluation import evaluate_basis

        return evaluate_basis(self, points, dtype)

    def evaluate_on_rotations(self, rotations: Any, right: KernelBasis | None) -> NDArray[Any]:
        """Filters on SO(3) made of this basis; see `grouptools.kernels.spheres`."""
        from grouptools.numeric.kernels.rotations import evaluate_at_rotations

        return evaluate_at_rotations(self, rotations, right)

    def sample(
        self, grid: int | ArrayLike, radial: Any = None, dtype: DTypeLike = np.float64
    ) -> SampledKernels:
        """The kernels on a grid, times radial profiles.

        `grid`: the number of pixels or voxels a side, about the centre, or points (..., d).
        `radial`: None for the angular part alone; a function of the distances that returns
        (profiles, ...), such as `GaussianRings`; or an array (profiles, *grid).  Where it has
        `cutoffs`, profile k multiplies the kernels of degree <= cutoffs[k] only.
        `dtype`: float64 or float32.

        Returns `SampledKernels`: values (count, n_out, n_in, *grid), and the profile and the
        basis element of each, profile after profile.  At the origin kernels of degree > 0 are 0.
        """
        from grouptools.numeric.kernels.sampling import sample_basis

        return sample_basis(self, grid, radial, dtype)

    def plot(self, elements: Sequence[int] | None = None, **options: Any) -> Any:
        """Draw kernels, by default all; see `grouptools.plotting`."""
        plotting = import_module("grouptools.plotting")
        return plotting.plot_kernels(self, elements, **options)

    def save(self, path: str | Path) -> Path:
        """Write group, representations, kernels, digest and certificate as JSON.

        `grouptools.kernels.load_kernel_basis` reads it back.
        """
        from grouptools.kernels.filing import save_kernel_basis

        return save_kernel_basis(self, path)

    def table(self) -> Table:
        """The exact coefficients as a `Table`, which has a digest and is saved in many formats.

        Axes: i (and its degree), a, b, (l, m).  Entries: signed roots of rational numbers, of
        orthonormal kernels over orthonormal harmonics, where the field is Q; otherwise integers
        with one more axis, see `grouptools.tables.kernel_table`.
        """
        from grouptools.tables.kernel_table import kernel_table

        return kernel_table(self)

    def __repr__(self) -> str:
        """Say between what, and how many."""
        return (
            f"<KernelBasis {self.source.name} -> {self.target.name} of {self.group.name}, "
            f"l <= {self.l_max}: {self.dimension} kernels>"
        )
