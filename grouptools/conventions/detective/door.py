"""The door of the detective: which convention an array is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grouptools.conventions.detective.case import Case
from grouptools.conventions.detective.coefficients import Coefficients
from grouptools.conventions.detective.concluding import conclude
from grouptools.conventions.detective.couplings import ClebschGordan
from grouptools.conventions.detective.detection import Detection
from grouptools.conventions.detective.harmonics import Harmonics
from grouptools.conventions.detective.rotations import NamedRotations
from grouptools.conventions.detective.wigner_d import WignerD
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import check_triangle, degree

__all__ = ["KINDS", "detect_convention"]

#: kind -> the arguments that it takes
KINDS = {
    "harmonics": ("points", "l"),
    "wigner_D": ("rotations",),
    "clebsch_gordan": ("degrees",),
    "coefficients": ("rotation", "l", "degrees"),
    "euler_angles": ("rotations",),
    "quaternions": ("rotations",),
}


def detect_convention(
    array: Any,
    kind: str,
    *,
    points: Any = None,
    rotations: Any = None,
    rotation: Any = None,
    l: int | None = None,
    degrees: Sequence[int] | None = None,
    rtol: float = 1e-4,
) -> Detection:
    """The convention of an array whose meaning is known, found from its structure.

    Kinds, with what they take:

        harmonics        (n, (l_max+1)^2) at points= (n, 3); with l= (n, 2l+1), or fewer columns
        wigner_D         (n, 2l+1, 2l+1) of rotations=, n active rotations of points
        clebsch_gordan   a tensor of degrees= (l1, l2, l3), or a dict of tensors by such triples
        coefficients     (before, after), each (n, dimension), of functions f and f(R^-1 x), with
                         rotation= R, and l= or degrees= of the shells, in order
        euler_angles     (n, 3), radians, of rotations=
        quaternions      (n, 4) of rotations=

    Columns and slices that are nan throughout are missing.  `rotations`: a scipy Rotation,
    quaternions, scalar last, or matrices.
    The rule: an entry agrees if it is off by at most `rtol` times the largest entry expected in its
    column (harmonics, coefficients) or tensor (couplings), or times 1 (matrices); a convention
    agrees if all entries do.  Any convention that a `Convention` can write is found, named or not.
    Where several agree, orders and phases are reported by their shortest texts.

    Returns a `Detection`, false where no convention agrees.
    Raises `ArgumentError` for an unknown kind, for arguments and shapes that do not fit it, and for
    points, rotations or vectors that cannot tell the components apart.
    Tested for l <= 8 and noise of 1e-6.

    >>> import numpy as np
    >>> points = np.array([[1.0, 2.0, 3.0], [2.0, -1.0, 1.0], [-3.0, 1.0, 0.5]])
    >>> detect_convention(points / np.linalg.norm(points, axis=1)[:, None], "harmonics",
    ...                   points=points, l=1).choices["normalization"]
    'norm'
    """
    known = {
        "points": points,
        "rotations": rotations,
        "rotation": rotation,
        "l": l,
        "degrees": degrees,
    }
    given = {name: value for name, value in known.items() if value is not None}
    _check(kind, given, rtol)
    return conclude(kind, _case(array, kind, given), float(rtol))


def _check(kind: object, given: Mapping[str, Any], rtol: object) -> None:
    if not isinstance(kind, str) or kind not in KINDS:
        raise ArgumentError(
            f"kind = {kind!r} was given, but what is recognised is one of {', '.join(KINDS)}"
        )
    wrong = [name for name in given if name not in KINDS[kind]]
    if wrong:
        takes = ", ".join(f"{name}=" for name in KINDS[kind])
        raise ArgumentError(
            f"{wrong[0]}= was given with kind = {kind!r}, but that kind takes {takes}"
        )
    if isinstance(rtol, bool) or not isinstance(rtol, (int, float)) or not 0 < rtol < 0.1:
        raise ArgumentError(
            f"rtol = {rtol!r} was given, but it is a number between 0 and 0.1: ten to a hundred "
            f"times the relative noise of the data"
        )


def _case(array: Any, kind: str, given: Mapping[str, Any]) -> Case:
    match kind:
        case "harmonics":
            return Harmonics(array, given.get("points"), given.get("l"))
        case "wigner_D":
            return WignerD(array, given.get("rotations"))
        case "clebsch_gordan":
            return ClebschGordan(_tensors(array, given.get("degrees")))
        case "coefficients":
            return Coefficients(array, given.get("rotation"), _shells(given))
    return NamedRotations(kind, array, given.get("rotations"))


def _shells(given: Mapping[str, Any]) -> Sequence[int]:
    if ("l" in given) == ("degrees" in given):
        raise ArgumentError(
            "coefficients need the degrees of their shells: pass l= for one shell, or degrees= for "
            "several in order, as in degrees=(0, 0, 1)"
        )
    return (given["l"],) if "l" in given else tuple(given["degrees"])


def _tensors(array: Any, degrees: Any) -> dict[tuple[int, int, int], Any]:
    """Tensors by their degrees."""
    if isinstance(array, Mapping) == (degrees is not None) or (
        isinstance(array, Mapping) and not array
    ):
        raise ArgumentError(
            "couplings need their degrees: pass one tensor with degrees=(l1, l2, l3), or a dict "
            "{(l1, l2, l3): tensor}"
        )
    if not isinstance(array, Mapping):
        return {_triple(degrees): array}
    return {_triple(key): tensor for key, tensor in array.items()}


def _triple(given: Any) -> tuple[int, int, int]:
    triple = tuple(given) if isinstance(given, Sequence) and not isinstance(given, str) else ()
    if len(triple) != 3:
        raise ArgumentError(
            f"the degrees {given!r} were given, but a coupling has three: (l1, l2, l3)"
        )
    check_triangle(*(2 * degree(l) for l in triple))
    l1, l2, l3 = map(int, triple)
    return l1, l2, l3
