"""How far a function is from commuting with a group, and an assertion that it is not.

The error at a group element R and an input x is max |f(rho_in(R) x) - rho_out(R) f(x)|, over the
largest |f(x)| of all inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grouptools.checks.group_elements import default_elements, group_of, matrix_functions
from grouptools.errors import ArgumentError, GroupToolsError

if TYPE_CHECKING:
    from grouptools.checks.group_elements import Representation

__all__ = [
    "EquivarianceError",
    "EquivarianceReport",
    "assert_equivariant",
    "equivariance_error",
]

Floats = NDArray[np.floating[Any]]
MatrixFunction = Callable[[Any], ArrayLike]

_SAMPLES = 3
_SEED = 0


class EquivarianceError(AssertionError, GroupToolsError):
    """A function does not commute with a group, to the tolerance that was asked for."""


@dataclass(frozen=True)
class EquivarianceReport:
    """The errors of f, one for each group element, and the worst case.

    `errors`: float array (rotations,), the largest over the inputs, relative to `scale`.
    `scale`: the largest |f(x)|; where it is 0, all of f(x) was zero and `errors` are absolute.
    `rotation`, `inputs`: where the error is largest; NaN counts as largest.
    `epsilon`: the spacing of the floats that f returned.
    """

    errors: Floats
    scale: float
    rotation: Any
    inputs: tuple[Floats, ...]
    epsilon: float

    @property
    def worst(self) -> float:
        """The largest error, NaN if there is one."""
        return float(np.max(self.errors))

    def __str__(self) -> str:
        """Name the largest error and where it is."""
        return (
            f"the relative error is {self.worst:.3g} at {_text(self.rotation)} and "
            f"the input {', '.join(_array_text(x) for x in self.inputs)}, where |f| <= "
            f"{self.scale:.3g}"
        )


def equivariance_error(
    f: Callable[..., ArrayLike],
    rep_in: Representation | Sequence[Representation],
    rep_out: Representation,
    *,
    rotations: Sequence[Any] | None = None,
    inputs: Sequence[ArrayLike | tuple[ArrayLike, ...]] | None = None,
) -> EquivarianceReport:
    """Measure |f(rho_in(R) x) - rho_out(R) f(x)|.

    `f`: takes one array for each representation in `rep_in`, returns one array (numpy, or what
    numpy can read); the last axis of each carries its representation.
    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of any finite or Lie group, or a
    function rotation -> matrix (dim, dim); several inputs, a list of them.
    `rotations`: what the representations are called with: elements of their group, as
    `Representation.numeric` takes them.  By default all elements of a finite group up to order
    240; special and other elements of a Lie group; for functions scipy `Rotation`s: half and
    quarter turns, the gimbal lock of Euler angles, near the identity, and twelve more.
    `inputs`: each an array (..., dim), or a tuple of them where f takes several; by default
    normally distributed vectors, of a fixed seed.
    Raises `ArgumentError` where shapes do not fit, and for representations of two groups.

    >>> def norm_times(v):
    ...     return np.linalg.norm(v) * v
    >>> report = equivariance_error(norm_times, lambda R: R.as_matrix(), lambda R: R.as_matrix())
    >>> report.worst < 1e-14
    True
    """
    given: list[Any] = list(rep_in) if isinstance(rep_in, list | tuple) else [rep_in]
    group = group_of([*given, rep_out])
    *reps, last = matrix_functions([*given, rep_out])
    chosen = list(default_elements(group) if rotations is None else rotations)
    samples = _samples(reps, chosen, inputs)
    images = [_array(f(*sample), "f(x)") for sample in samples]
    scale = max((float(np.max(np.abs(image), initial=0.0)) for image in images), default=0.0)
    table = _table(f, reps, last, chosen, list(zip(samples, images, strict=True)))
    place = np.unravel_index(int(np.argmax(table)), table.shape)  # NaN is the largest for argmax
    return EquivarianceReport(
        errors=table.max(axis=1) / (scale if scale > 0 else 1.0),
        scale=scale,
        rotation=chosen[int(place[0])],
        inputs=samples[int(place[1])],
        epsilon=float(np.finfo(images[0].dtype).eps),
    )


def assert_equivariant(
    f: Callable[..., ArrayLike],
    rep_in: Representation | Sequence[Representation],
    rep_out: Representation,
    *,
    rotations: Sequence[Any] | None = None,
    inputs: Sequence[ArrayLike | tuple[ArrayLike, ...]] | None = None,
    tolerance: float | None = None,
) -> None:
    """Raise `EquivarianceError` unless f(rho_in(R) x) = rho_out(R) f(x).

    Arguments as in `equivariance_error`.  `tolerance`: the largest error relative to |f| that is
    accepted, by default 1000 times the spacing of the floats that f returns.  A function that
    returns only zeros passes: look at `equivariance_error(...).scale` if yours may.

    >>> def first_two(v):
    ...     return v * [1, 1, 0]
    >>> rep = lambda R: R.as_matrix()
    >>> assert_equivariant(first_two, rep, rep)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    grouptools.checks.equivariance.EquivarianceError: f is not equivariant: ...
    """
    report = equivariance_error(f, rep_in, rep_out, rotations=rotations, inputs=inputs)
    accepted = 1000 * report.epsilon if tolerance is None else tolerance
    if not report.worst <= accepted:  # also where it is NaN
        raise EquivarianceError(
            f"f is not equivariant: {report}, and {accepted:.3g} was accepted; mend f or the "
            f"representations, or pass a larger tolerance"
        )


def _samples(
    reps: list[MatrixFunction],
    rotations: list[Any],
    inputs: Sequence[ArrayLike | tuple[ArrayLike, ...]] | None,
) -> list[tuple[Floats, ...]]:
    """Return the inputs as tuples with one array for each representation."""
    if not rotations:
        raise ArgumentError("no rotation was given, but at least one is needed: pass one")
    sizes = [_matrix(rep, rotations[0], "rep_in").shape[0] for rep in reps]
    if inputs is None:
        generator = np.random.default_rng(_SEED)
        return [tuple(generator.standard_normal(n) for n in sizes) for _ in range(_SAMPLES)]
    given = [x if isinstance(x, tuple) else (x,) for x in inputs]
    samples = [tuple(_array(x, "an input") for x in sample) for sample in given]
    for sample in samples:
        found = [x.shape[-1] if x.ndim else 0 for x in sample]
        if found != sizes:
            raise ArgumentError(
                f"inputs with last axes {found} were given, but rep_in has the dimensions "
                f"{sizes}: pass one array for each representation, components last"
            )
    if not samples:
        raise ArgumentError("no inputs were given, but at least one is needed: pass one")
    return samples


def _table(
    f: Callable[..., ArrayLike],
    reps: list[MatrixFunction],
    rep_out: MatrixFunction,
    rotations: list[Any],
    pairs: list[tuple[tuple[Floats, ...], Floats]],
) -> Floats:
    """[rotation, input] of the absolute errors, for pairs (x, f(x))."""
    rows = []
    for R in rotations:
        matrices = [_matrix(rep, R, "rep_in") for rep in reps]
        last = _matrix(rep_out, R, "rep_out")
        rows.append([_error(f, matrices, last, x, y) for x, y in pairs])
    return np.array(rows)


def _error(
    f: Callable[..., ArrayLike],
    matrices: list[Floats],
    last: Floats,
    sample: tuple[Floats, ...],
    image: Floats,
) -> float:
    """The largest |f(rho_in(R) x) - rho_out(R) f(x)| of all components."""
    moved = [_moved(x, matrix) for x, matrix in zip(sample, matrices, strict=True)]
    found = _array(f(*moved), "f(x)")
    if image.ndim == 0 or image.shape[-1] != len(last) or found.shape != image.shape:
        raise ArgumentError(
            f"f returned arrays of shapes {image.shape} and {found.shape}, but rep_out has "
            f"dimension {len(last)}: both shapes must be (..., {len(last)})"
        )
    return float(np.max(np.abs(found - image @ last.T), initial=0.0))


def _moved(x: Floats, matrix: Floats) -> Floats:
    """rho(R) x, in the precision of x."""
    product = x @ matrix.T
    return product.astype(x.dtype) if product.dtype.kind == x.dtype.kind else product


def _matrix(rep: MatrixFunction, rotation: Any, name: str) -> Floats:
    matrix = _array(rep(rotation), name)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ArgumentError(
            f"{name} returned an array of shape {matrix.shape} at {_text(rotation)}, but a "
            f"representation is a function rotation -> square matrix"
        )
    return matrix


def _array(value: Any, name: str) -> Floats:
    """Read floats, complex numbers or ints; torch tensors that need gradients too."""
    array = np.asarray(value.detach() if hasattr(value, "detach") else value)
    if array.dtype.kind in "iub":
        array = array.astype(np.float64)
    if array.dtype.kind not in "fc":
        raise ArgumentError(
            f"{name} is of type {type(value).__name__} and not numeric: return an array of floats"
        )
    return array


def _text(rotation: Any) -> str:
    """Name a group element: a scipy rotation by its unit quaternion."""
    if hasattr(rotation, "as_quat"):
        return f"the rotation (x, y, z, w) = {_array_text(rotation.as_quat())}"
    if isinstance(rotation, np.ndarray):
        return f"the element {_array_text(rotation)}"
    return f"the element {rotation}"


def _array_text(array: Floats) -> str:
    text = np.array2string(array, precision=6, separator=", ", threshold=20)
    return " ".join(line.strip() for line in text.splitlines())
