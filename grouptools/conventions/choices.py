"""What a convention may choose, field by field; each text has one spelling for one meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import permutations

from grouptools.conventions.coupling_signs import COUPLING_SIGNS
from grouptools.conventions.orders import Order
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError

__all__ = ["ALIASES", "OPEN", "VALUES", "VOIGT_PAIRS", "normal"]

_AXES = tuple("".join(axes) for axes in permutations("xyz"))
_INDICES = tuple(" ".join(indices) for indices in permutations(("m1", "m2", "m3")))

#: field -> the texts that it takes, where they are few
VALUES: dict[str, tuple[str, ...]] = {
    "basis": ("real", "complex"),
    "axes": _AXES,
    "normalization": ("integral", "component", "norm", "unnormalized"),
    "wigner_D": (
        "Y(R x) = D Y(x)",
        "Y(R^-1 x) = D Y(x)",
        "Y(R x) = D^T Y(x)",
        "Y(R^-1 x) = D^T Y(x)",
    ),
    "coupling": ("orthonormal", "unit", "3j"),
    "coupling_sign": tuple(COUPLING_SIGNS),
    "coupling_order": _INDICES,
    "rotations": ("active", "passive"),
    "quaternions": ("xyzw", "wxyz"),
    "layout": ("mul_ir", "ir_mul"),
    "vectors": _AXES,
    "shear": ("1", "2", "sqrt(2)"),
}
#: other names of the same choice
ALIASES = {
    "orthonormal": "integral",
    "4pi": "component",
    "schmidt": "norm",
    "racah": "norm",
}
#: fields that may be None: a package without Euler angles has no order of them
OPEN = frozenset(
    {
        "wigner_D",
        "coupling",
        "coupling_sign",
        "coupling_order",
        "euler_angles",
        "quaternions",
        "layout",
        "voigt",
        "shear",
    }
)

_EULER = re.compile(r"(?!.*(.)\1)([xyz]{3}|[XYZ]{3})")
#: the pairs of indices of a symmetric tensor
VOIGT_PAIRS = ("xx", "yy", "zz", "yz", "xz", "xy")


def normal(field: str, text: str | None) -> str | None:
    """The one spelling of a field's text; raises `ArgumentError` that lists what is possible.

    >>> normal("normalization", "racah"), normal("wigner_D", "Y(Rx)=D Y(x)")
    ('norm', 'Y(R x) = D Y(x)')
    """
    if text is None and field in OPEN:
        return None
    if not isinstance(text, str):
        raise ArgumentError(f"{field} = {text!r} was given, but it is a text{_possible(field)}")
    match field:
        case "order":
            return str(Order.parse(text))
        case "phase":
            return str(Phase.parse(text))
        case "euler_angles":
            return _euler(text)
        case "voigt":
            return _voigt(text)
    squeezed = {"".join(value.split()): value for value in VALUES[field]}
    known = "".join((ALIASES.get(text, text) if field == "normalization" else text).split())
    if known not in squeezed:
        raise ArgumentError(f"{field} = {text!r} was given, but it is{_possible(field)}")
    return squeezed[known]


def _possible(field: str) -> str:
    values: Iterable[str] = VALUES.get(field, ())
    texts = [repr(value) for value in values] + (["None"] if field in OPEN else [])
    return f" one of {', '.join(texts)}" if values else ""


def _euler(text: str) -> str:
    if _EULER.fullmatch(text) is None:
        raise ArgumentError(
            f"euler_angles = {text!r} was given, but it is three axes, no axis twice running: "
            f"capitals (ZYZ) for intrinsic rotations, small letters (zyz) for extrinsic ones"
        )
    return text


def _voigt(text: str) -> str:
    pairs = ["".join(sorted(pair)) for pair in text.split()]
    if sorted(pairs) != sorted(VOIGT_PAIRS):
        raise ArgumentError(
            f"voigt = {text!r} was given, but it is an order of the six pairs "
            f"{' '.join(VOIGT_PAIRS)}"
        )
    return " ".join(pairs)
