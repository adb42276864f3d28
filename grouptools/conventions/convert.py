"""The one door through which numbers change their convention."""

from __future__ import annotations

from typing import Any

from grouptools.conventions.arrays import read
from grouptools.conventions.convention import Convention
from grouptools.conventions.kinds import KINDS
from grouptools.errors import ArgumentError

__all__ = ["convert"]


def convert(
    array: Any, kind: str, source: Convention | str, target: Convention | str, **needed: Any
) -> Any:
    """The same object in another convention.

    Kinds, with the shape of what they take and what they need beside it:

        harmonics           (..., (l_max+1)^2), or l=: (..., 2l+1)    values Y
        coefficients        likewise                                 c in f = sum c_k Y_k
        features            (..., dimension), irreps=                copies of irreps
        wigner_D            (..., 2j+1, 2j+1)
        clebsch_gordan      (..., 2j1+1, 2j2+1, 2j3+1)               couplings and 3j symbols
        kernel              (..., out, in), irreps_in=, irreps_out=  maps between features
        euler_angles        (..., 3)                                 radians
        quaternions         (..., 4)
        rotation_matrices   (..., 3, 3)
        vectors             (..., 3)
        cartesian_tensors   (..., 3, ..., 3), rank=
        voigt               (..., 6), or rank=4: (..., 6, 6)

    `source`, `target`: a `Convention`, or a text that `Convention.parse` reads.
    `array`: numpy (the precision is kept, integers become float64), torch (on any device,
    differentiable), sympy matrices and arrays, objects and lists; exact numbers stay exact.
    Returns an array of the type given, in memory of its own, complex where the target's basis is;
    couplings are complex where its phases are.  In a real basis harmonics, Wigner matrices and
    couplings are real; coefficients, features and kernels from a complex one stay complex.
    What only moves and changes signs is not rounded: the way back restores every bit.
    Raises `ArgumentError`, with what is possible, for an unknown kind or name, a shape or argument
    that does not fit, a choice left open, and numbers that are not real in a real basis.
    Tested for l <= 8 against the packages named (couplings: all triples to l = 4, 40 more to
    l = 8, signs of e3nn to l = 11), and exactly there and back.

    >>> import numpy as np
    >>> convert(np.array([1.0, 2.0, 3.0]), "harmonics", "pyscf", "grouptools", l=1)
    array([2., 3., 1.])
    """
    chosen = KINDS.get(kind) if isinstance(kind, str) else None
    if chosen is None:
        raise ArgumentError(
            f"kind = {kind!r} was given, but what is converted is one of {', '.join(KINDS)}"
        )
    before, after = _convention(source, "source"), _convention(target, "target")
    chosen.check((before, after), needed)
    given, restored = read(array, chosen.axes)
    return restored(chosen.function(given, before, after, **needed))


def _convention(given: object, name: str) -> Convention:
    if isinstance(given, Convention):
        return given
    if isinstance(given, str):
        return Convention.parse(given)
    raise ArgumentError(
        f"{name} = {given!r} was given, but it is a Convention or a text such as 'e3nn'"
    )
