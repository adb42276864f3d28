"""Wigner D matrices in bulk, with derivatives, from quaternions or rotation matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from grouptools.errors import ArgumentError
from grouptools.exact.cayley_klein import spin_of_basis
from grouptools.exact.quantum_numbers import spin_text
from grouptools.numeric.arguments import check_derivatives, results
from grouptools.numeric.bounds import check_tested
from grouptools.numeric.threads import run_sliced
from grouptools.numeric.wigner.blocks import evaluate, sizes, split
from grouptools.numeric.wigner.generators import differentiate, generators
from grouptools.numeric.wigner.parameters import COORDINATES, coordinates_of
from grouptools.numeric.wigner.rotations import Rotations, read_rotations

if TYPE_CHECKING:
    from grouptools.exact.quantum_numbers import Spin

__all__ = ["wigner_D", "wigner_D_blocks"]


def wigner_D(
    l: Spin,
    rotation: ArrayLike,
    *,
    basis: str = "real",
    derivatives: int = 0,
    with_respect_to: str = "quaternion",
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Any:
    """The matrices D^l of rotations, Y_l(R x) = D^l(R) Y_l(x), without Euler angles.

    Entries: [[D(m', m) for m in range(-l, l + 1)] for m' in range(-l, l + 1)]

    `rotation`: a scipy Rotation, quaternions (..., 4), scalar last and of any length but 0, or
    matrices (..., 3, 3) that are orthogonal to 1e-9 (1e-5 in float32).  A zero quaternion and nan
    give nan in their row only.
    `basis` "complex": D^j of SU(2) as in `grouptools.exact.wigner_D`, for integer and half-integer
    j; these need quaternions, where q and -q differ.
    `derivatives` 1 or 2: also the first and second derivatives, exact at every rotation, by
    `with_respect_to`: "quaternion", of q -> D(q/|q|); "rotation_vector", of w -> D(exp(w)) at the
    w of length <= pi; "perturbation", of w -> D(exp(w) R) at w = 0.  With half-integers w goes
    through the quaternion that was given.
    `dtype`: float64 or float32, by default that of the rotation; all is computed in float64 and
    rounded once.  `out`: an array, or one for each result.

    Returns an array of shape (..., 2l+1, 2l+1); with derivatives a tuple of it, (..., q, 2l+1,
    2l+1) and (..., q, q, 2l+1, 2l+1), q = 4 for quaternions and 3 else.
    Raises `ArgumentError` for an l beyond the tested range, arrays of other shapes and dtypes,
    matrices that are no rotations, and half-integers in the real basis or of matrices.
    Tested for l <= 200, with derivatives for l <= 100, at every kind of rotation.

    >>> import numpy as np
    >>> wigner_D(1, [0.0, 0.0, 1.0, 1.0]).round(12) + 0.0  # (x, y, z) -> (-y, x, z)
    array([[ 0.,  0.,  1.],
           [ 0.,  1.,  0.],
           [-1.,  0.,  0.]])
    """
    twice_j = spin_of_basis(l, basis)
    rotations = _read(twice_j, rotation, basis, derivatives, dtype)
    kind, shape, n = _result_dtype(rotations, basis), rotations.shape, twice_j + 1
    source = rotation if isinstance(rotation, np.ndarray) else None
    if not derivatives:
        (values,) = results(out, [(*shape, n, n)], kind, source)
        evaluate(rotations.quaternions, twice_j, twice_j, basis, values.reshape(-1))
        return values
    q = _coordinate_count(with_respect_to)
    axes = [(q,) * order for order in range(derivatives + 1)]
    arrays = results(out, [(*shape, *axis, n, n) for axis in axes], kind, source)
    matrices = np.empty(len(rotations.quaternions) * n * n, _computed(basis))
    evaluate(rotations.quaternions, twice_j, twice_j, basis, matrices)
    _differentiate(twice_j, basis, rotations, matrices, with_respect_to, arrays)
    return tuple(arrays)


def wigner_D_blocks(
    l_max: Spin,
    rotation: ArrayLike,
    *,
    basis: str = "real",
    derivatives: int = 0,
    with_respect_to: str = "quaternion",
    dtype: DTypeLike | None = None,
    out: Any = None,
) -> Any:
    """The matrices D^l of every degree l = 0, ..., l_max, in one pass; see `wigner_D`.

    Entries: [wigner_D(l, rotation) for l in range(l_max + 1)]; a half-integer l_max, in the
    complex basis, begins with 1/2.

    The arrays lie one after another in one piece of memory, which the last of them to live keeps;
    `out` is a flat array of that size, to use it again.
    Returns a list of arrays of shape (..., 2l+1, 2l+1); with derivatives a tuple of such lists.
    Raises as `wigner_D`; `ArgumentError` also for `out` together with derivatives.
    Tested as `wigner_D`.

    >>> [block.shape for block in wigner_D_blocks(2, [[0.0, 0.0, 0.6, 0.8]])]
    [(1, 1, 1), (1, 3, 3), (1, 5, 5)]
    """
    twice_j = spin_of_basis(l_max, basis)
    rotations = _read(twice_j, rotation, basis, derivatives, dtype)
    q, shape, count = rotations.quaternions, rotations.shape, len(rotations.quaternions)
    widths = sizes(twice_j % 2, twice_j)
    total = count * sum(n * n for n in widths)
    if out is not None and derivatives:
        raise ArgumentError(
            "out was given with derivatives, but blocks with derivatives are always new arrays: "
            "pass one of the two"
        )
    kind = _result_dtype(rotations, basis)
    (flat,) = results(out, [(total,)], _computed(basis) if derivatives else kind, None)
    evaluate(q, twice_j % 2, twice_j, basis, flat)
    pieces = split(flat, count, twice_j % 2, twice_j)
    if not derivatives:
        return [piece.reshape(*shape, n, n) for piece, n in zip(pieces, widths, strict=True)]
    axes = [(_coordinate_count(with_respect_to),) * order for order in range(derivatives + 1)]
    lists: list[list[NDArray[Any]]] = [[] for _ in axes]
    for piece, n in zip(pieces, widths, strict=True):
        arrays = [np.empty((*shape, *axis, n, n), kind) for axis in axes]
        _differentiate(n - 1, basis, rotations, piece, with_respect_to, arrays)
        for gathered, array in zip(lists, arrays, strict=True):
            gathered.append(array)
    return tuple(lists)


def _read(
    twice_j: int, rotation: ArrayLike, basis: str, derivatives: int, dtype: DTypeLike | None
) -> Rotations:
    """Read the rotations, and check that all of it can be evaluated."""
    check_derivatives(derivatives)
    precision = dtype
    if basis == "complex" and dtype is not None and np.dtype(dtype).kind == "c":
        precision = np.dtype(dtype).type(0).real.dtype
    rotations = read_rotations(rotation, precision)
    suffix = ", derivatives" if derivatives else ""
    if basis == "real":
        check_tested("wigner_D" + suffix, twice_j // 2, rotations.dtype)
    else:
        check_tested("wigner_D, complex" + suffix, twice_j, rotations.dtype)
    if twice_j % 2 and not rotations.has_sign:
        raise ArgumentError(
            f"j = {spin_text(twice_j)} was given with 3x3 matrices, which fix D only up to a sign "
            f"for half-integers: pass unit quaternions (x, y, z, w)"
        )
    return rotations


def _result_dtype(rotations: Rotations, basis: str) -> np.dtype[Any]:
    return rotations.dtype if basis == "real" else np.result_type(rotations.dtype, np.complex64)


def _computed(basis: str) -> np.dtype[Any]:
    """The dtype that derivatives are computed in."""
    return np.dtype(np.float64 if basis == "real" else np.complex128)


def _coordinate_count(name: str) -> int:
    if name not in COORDINATES:
        raise ArgumentError(
            f"with_respect_to = {name!r} was given, but it must be one of {', '.join(COORDINATES)}"
        )
    return COORDINATES[name]


def _differentiate(
    twice_j: int,
    basis: str,
    rotations: Rotations,
    matrices: NDArray[Any],
    name: str,
    arrays: Sequence[NDArray[Any]],
) -> None:
    """Write the matrices and their derivatives to arrays[0], arrays[1] and, if it is there, [2]."""
    count, n, q = len(rotations.quaternions), twice_j + 1, COORDINATES[name]
    D = matrices.reshape(count, n * n)
    arrays[0][...] = D.reshape(arrays[0].shape)
    rows, values = generators(twice_j, basis)
    # contiguous: one type for the kernel, whatever the coordinates
    jacobians, bends = (np.ascontiguousarray(part) for part in coordinates_of(rotations, name))
    order = len(arrays) - 1
    first = arrays[1].reshape(count, q, n * n)
    second = arrays[2].reshape(count, q, q, n * n) if order == 2 else first[:, :, None]

    def work(start: int, stop: int) -> None:
        differentiate(D, start, stop, rows, values, jacobians, bends, first, second, order)

    run_sliced(work, count, n * n * q**order)
