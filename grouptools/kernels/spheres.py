"""Band-limited equivariant filters on the sphere and on SO(3), the spaces of spherical networks.

Sphere: f(h x) = rho_out(h) f(x) rho_in(h)^-1 for unit vectors x is the constraint of
`kernel_basis`, whose angular parts are these filters.  Rotations, between fields on two quotients
of SO(3) with fibres that H_in and H_out turn [Cohen, Geiger and Weiler 2019, arXiv:1811.02017, 3]:

    psi(h R k^-1) = rho_out(h) psi(R) rho_in(k)^-1  for h in H_out, k in H_in.

By Peter and Weyl psi is sum_l sum_mn psi^l_mn D^l_mn, and the two conditions act on m and n apart:

    psi(R)[a, b] = sqrt(2l+1) sum_mn X[a, m] D^l_mn(R) Z[b, n]

with X from the kernels 1 -> rho_out of H_out and Z from the kernels rho_in -> 1 of H_in.  Each of
these bases has its certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group
from grouptools.kernels.basis import KernelBasis
from grouptools.kernels.deriving import kernel_basis
from grouptools.kernels.summands import summands_of
from grouptools.representations.named import determinant_representation, trivial_representation

__all__ = [
    "RotationKernelBasis",
    "left_rotation_kernel_basis",
    "rotation_kernel_basis",
    "sphere_kernel_basis",
]


@dataclass(frozen=True)
class RotationKernelBasis:
    """Filters on SO(3), orthonormal under the Haar measure of mass 1.

    `left`: the kernels whose orders m stand at the left index of D^l_mn.
    `right`: those of the right index n; None where nothing is asked of it, and each n is a filter.

    Order: [(l, i, j) for l in range(l_max + 1) for i in range(left.dimensions[l])
            for j in range(right.dimensions[l])], and n = -l..l for j where `right` is None.
    """

    left: KernelBasis
    right: KernelBasis | None

    @property
    def l_max(self) -> int:
        """The largest degree."""
        return self.left.l_max

    @property
    def dimensions(self) -> tuple[int, ...]:
        """The number of filters of each degree."""
        right = self.right.dimensions if self.right else range(1, 2 * self.l_max + 2, 2)
        return tuple(i * j for i, j in zip(self.left.dimensions, right, strict=True))

    @property
    def dimension(self) -> int:
        """The number of filters."""
        return sum(self.dimensions)

    @property
    def shape(self) -> tuple[int, int]:
        """(n_out, n_in)."""
        if self.right is None:
            return self.left.shape
        return self.left.shape[0], self.right.shape[1]

    @property
    def holds(self) -> bool:
        """Whether the certificates of the bases that it is made of hold."""
        bases = [self.left, *([self.right] if self.right else [])]
        return all(basis.certificate.holds for basis in bases)

    def evaluate(self, rotations: Any) -> NDArray[Any]:
        """The filters at rotations, given as `grouptools.wigner_D` takes them.

        Returns an array (dimension, ..., n_out, n_in).
        """
        return self.left.evaluate_on_rotations(rotations, self.right)


def sphere_kernel_basis(rep_in: object, rep_out: object, l_max: int) -> KernelBasis:
    """The canonical basis of the filters f(h x) = rho_out(h) f(x) rho_in(h)^-1 on the sphere.

    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of one group H of space.
    `l_max`: the band limit.

    Returns a `KernelBasis`, orthonormal over the sphere.

    >>> from grouptools.groups.point_groups import point_group
    >>> vector = point_group("432").natural_representation()
    >>> sphere_kernel_basis(vector, vector, 2).dimension
    4
    """
    basis = kernel_basis(rep_in, rep_out, l_max)
    if basis.group.dimension != 3:
        raise ArgumentError(
            f"filters on the sphere were asked for, but {basis.group.name} acts on the plane: "
            f"pass representations of a group of space"
        )
    return basis


def rotation_kernel_basis(rep_in: object, rep_out: object, l_max: int) -> RotationKernelBasis:
    """Filters psi(h R k^-1) = rho_out(h) psi(R) rho_in(k)^-1 on SO(3), h in H_out, k in H_in.

    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation`, each of a group of rotations of
    its own: SO(3) or a finite one, C1 where a side is to be free.
    `l_max`: the band limit.

    Raises `ArgumentError` for a group with reflections, which do not act on rotations.

    >>> from grouptools.groups.point_groups import point_group
    >>> free = point_group("1").trivial_representation()
    >>> rotation_kernel_basis(free, point_group("432").irrep("T1"), 1).dimensions
    (0, 3)
    """
    out, into = summands_of(rep_out).group, summands_of(rep_in).group
    for group in (out, into):
        _check_rotations(group)
    left = kernel_basis(trivial_representation(out), rep_out, l_max)
    return RotationKernelBasis(left, kernel_basis(rep_in, trivial_representation(into), l_max))


def left_rotation_kernel_basis(rep_in: object, rep_out: object, l_max: int) -> RotationKernelBasis:
    """Filters psi(h R) = rho_out(h) psi(R) rho_in(h)^-1 on SO(3), h in H: one side is free.

    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of one group H of rotations.

    >>> from grouptools.groups.point_groups import point_group
    >>> vector = point_group("432").irrep("T1")
    >>> left_rotation_kernel_basis(vector, vector, 2).dimensions
    (1, 3, 10)
    """
    left = kernel_basis(rep_in, rep_out, l_max)
    _check_rotations(left.group)
    return RotationKernelBasis(left, None)


def _check_rotations(group: Group) -> None:
    """Raise unless all elements are rotations of space."""
    if group.dimension != 3:
        raise ArgumentError(
            f"filters on SO(3) were asked for with {group.name}, but it does not act on space: "
            f"pass representations of a group of rotations"
        )
    one = FieldMatrix.identity(1, group.field)
    signs = determinant_representation(group).images
    for name, sign, derivation in zip(group.generator_names, signs, group.derivations, strict=True):
        if not derivation and sign != one:
            raise ArgumentError(
                f"filters on SO(3) were asked for with {group.name}, but its generator {name} is "
                f"no rotation: pass representations of a group of rotations"
            )
