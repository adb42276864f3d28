"""How far a function is from commuting with a group, and an assertion that it is not.

The error at a group element R and an input x is max |f(rho_in(R) x) - rho_out(R) f(x)|, over the
largest |f(x)| of all inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from grouptools.checks.callables import array_function
from grouptools.checks.deviation import Deviation
from grouptools.checks.trial import trial
from grouptools.errors import GroupToolsError

if TYPE_CHECKING:
    from grouptools.checks.group_elements import Representation

__all__ = ["ROUNDINGS", "EquivarianceError", "assert_equivariant", "equivariance_error"]

#: So many times the spacing of its floats, the error of a function is taken for rounding.
ROUNDINGS = 1000


class EquivarianceError(AssertionError, GroupToolsError):
    """A function does not commute with a group, to the tolerance that was asked for."""


def equivariance_error(
    f: Callable[..., Any],
    rep_in: Representation | Sequence[Representation | None],
    rep_out: Representation,
    *,
    elements: Sequence[Any] | None = None,
    inputs: Sequence[Any] | None = None,
) -> Deviation:
    """Measure |f(rho_in(R) x) - rho_out(R) f(x)|.

    `f`: takes one array for each representation in `rep_in`, returns one array; the last axis of
    each carries its representation.  Arrays of numpy, or what numpy can read; tensors where f is a
    torch module, or where an input is one.  A module is tried in its own dtype and mode, on a copy.
    `rep_in`, `rep_out`: an `Irrep`, `Irreps` or `Representation` of any finite or Lie group, or a
    function element -> matrix (dim, dim); several inputs, a list of them, in which None stands for
    what no element moves, such as the edges of a graph.  Vectors in the order x, y, z, such as
    positions, have the representation `group.natural_representation()`.
    `elements`: what the representations are called with: elements of their group, as
    `Representation.numeric` takes them.  By default all elements of a finite group up to order
    240; special and other elements of a Lie group; for functions scipy `Rotation`s: half and
    quarter turns, the gimbal lock of Euler angles, near the identity, and twelve more.
    `inputs`: each an array (..., dim), or a tuple of them where f takes several; by default
    normally distributed vectors, of a fixed seed.
    Raises `ArgumentError` where shapes do not fit, and for representations of two groups.

    >>> import numpy as np
    >>> def norm_times(v):
    ...     return np.linalg.norm(v) * v
    >>> found = equivariance_error(norm_times, lambda R: R.as_matrix(), lambda R: R.as_matrix())
    >>> found.worst < 1e-14
    True
    """
    tried = trial(rep_in, rep_out, elements, inputs)
    return tried.deviation(array_function(f, inputs))


def assert_equivariant(
    f: Callable[..., Any],
    rep_in: Representation | Sequence[Representation | None],
    rep_out: Representation,
    *,
    elements: Sequence[Any] | None = None,
    inputs: Sequence[Any] | None = None,
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
    found = equivariance_error(f, rep_in, rep_out, elements=elements, inputs=inputs)
    accepted = ROUNDINGS * found.epsilon if tolerance is None else tolerance
    if not found.worst <= accepted:  # also where it is NaN
        raise EquivarianceError(
            f"f is not equivariant: {found}, and {accepted:.3g} was accepted; mend f or the "
            f"representations, or pass a larger tolerance"
        )
