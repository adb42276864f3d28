"""Representations at single elements: exact at exact rotations, and in floats.

Exact matrices at an element of a Lie group come from the change of basis to irreps, whose matrices
are Wigner D or cosines of multiples of an angle.  In floats rep(exp(X)) = exp(rep(X)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grouptools.errors import ArgumentError
from grouptools.groups.finite import FiniteGroup
from grouptools.representations.orthonormal import matrix_to_sympy, number_to_sympy

if TYPE_CHECKING:
    import sympy

    from grouptools.representations.irrep_value import Irrep
    from grouptools.representations.representation import Representation

__all__ = ["character_at", "matrix_at", "numeric_at"]


def matrix_at(rep: Representation, element: object) -> sympy.Matrix:
    """The orthonormal matrix of one element, a sympy Matrix.

    `element`: of a finite group its number or word; of SO(2) an angle or a 2x2 matrix, of O(2) an
    angle or a 2x2 matrix, of SO(3) and O(3) a 3x3 matrix or a quaternion (x, y, z, w), of SU(2) a
    quaternion, all exact.
    """
    if isinstance(rep.group, FiniteGroup):
        image = rep.element_images[rep.group.element(element)]  # type: ignore[arg-type]
        return matrix_to_sympy(rep, image)
    import sympy

    if len(rep.summands) > 1:
        return sympy.diag(*(matrix_at(part, element) for part in rep.summands))
    if rep.irrep is not None:
        return _irrep_at(rep.irrep, element)
    split = rep.decompose()
    blocks = [_irrep_at(irrep, element) for n, irrep in split.irreps for _ in range(n)]
    change = split.matrix
    return (change.H * sympy.diag(*blocks) * change).applyfunc(sympy.expand)


def character_at(rep: Representation, element: object) -> sympy.Expr:
    """The trace at one element, as `matrix_at` takes them."""
    if isinstance(rep.group, FiniteGroup):
        number = rep.group.element(element)  # type: ignore[arg-type]
        return number_to_sympy(rep.field, rep.traces[int(rep.group.class_of[number])])
    import sympy

    irreps = rep.multiplicities()
    terms = [n * _irrep_at(irrep, element).trace() for n, irrep in irreps]
    return sympy.expand(sympy.Add(*terms))


def numeric_at(rep: Representation, element: object) -> NDArray[Any]:
    """The orthonormal matrices in floats, (..., dimension, dimension).

    `element`: numbers of elements of a finite group; of a Lie group angles, arrays (..., 2, 2),
    (..., 3, 3), quaternions (..., 4), or a scipy `Rotation`.
    Error: a small multiple of 2**-53 times the largest eigenvalue of the exponent, times the
    dimension; the matrices are unitary to the same accuracy.
    """
    if isinstance(rep.group, FiniteGroup):
        numbers = np.asarray(element)
        rep.group.element(int(numbers.max(initial=0)))
        rep.group.element(int(numbers.min(initial=0)))
        matrices: NDArray[Any] = rep.element_floats[numbers]
        return matrices
    from grouptools.representations.coordinates import exponential_coordinates

    coordinates, improper = exponential_coordinates(rep.group, element)
    images = rep.generator_floats
    algebra = images[: coordinates.shape[-1]]
    shape = coordinates.shape[:-1]
    flat = np.tensordot(coordinates.reshape(-1, len(algebra)), algebra, axes=1)
    values, vectors = np.linalg.eigh(-1j * flat)  # flat is antihermitian
    turns: NDArray[Any] = (vectors * np.exp(1j * values)[:, None, :]) @ vectors.conj().swapaxes(
        -1, -2
    )
    turns = (turns.real if rep.is_real else turns).reshape(*shape, rep.dimension, rep.dimension)
    if improper.any():  # g = exp(X) s with the element s of the second component
        turns = np.where(improper[..., None, None], turns @ images[-1], turns)
    return turns


def _irrep_at(irrep: Irrep, element: object) -> sympy.Matrix:
    """The matrix of an irrep of a Lie group in closed form."""
    import sympy

    from grouptools.exact.wigner import wigner_D
    from grouptools.representations.coordinates import circular_functions, proper_rotation
    from grouptools.representations.lie_labels import label_degree

    group, l = irrep.group, label_degree(irrep.label)
    if group.name == "SU(2)":
        if len(sympy.Matrix(element)) != 4:
            raise ArgumentError(
                "an element of SU(2) was given that is not of four numbers, but a unit quaternion "
                "(x, y, z, w) is expected"
            )
        return wigner_D(l, element, basis="complex")
    if group.dimension == 3:
        rotation, improper = proper_rotation(group, element)
        sign = -1 if improper and irrep.label.endswith("o") else 1
        return sign * wigner_D(l, rotation)
    cosine, sine, improper = circular_functions(group, element, int(l))
    if not l:
        return sympy.Matrix([[-1 if improper and irrep.label == "0-" else 1]])
    if len(irrep.data.squares) == 1:  # a complex irrep of SO(2)
        sign = -1 if irrep.label.startswith("-") else 1
        return sympy.Matrix([[cosine + sign * sympy.I * sine]])
    turn = sympy.Matrix([[cosine, sine], [-sine, cosine]])
    return turn * sympy.diag(-1, 1) if improper else turn
