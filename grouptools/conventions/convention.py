"""What a number means: order, sign, normalisation and direction, written down as one value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from grouptools.errors import ArgumentError
from grouptools.exact.basis_version import BASIS_VERSION

__all__ = ["BASIS_VERSION", "GROUPTOOLS", "Convention"]


@dataclass(frozen=True)
class Convention:
    """A convention, one sentence for each choice; two are equal when every choice is.

    >>> GROUPTOOLS.order
    'm = -l, ..., l; all degrees flat at l*l + l + m'
    """

    name: str
    rotations: str
    euler_angles: str
    quaternions: str
    order: str
    real_harmonics: str
    complex_harmonics: str
    normalization: str
    wigner_D_real: str
    wigner_D_complex: str
    clebsch_gordan_complex: str
    clebsch_gordan_real: str

    def to_json(self) -> dict[str, str]:
        """Return the choices as a plain dictionary, the form in which files carry them."""
        return asdict(self)

    @classmethod
    def from_json(cls, choices: Any) -> Convention:
        """Read what `to_json` wrote; raises `ArgumentError` where a choice is missing."""
        names = [field.name for field in fields(cls)]
        if not isinstance(choices, dict) or sorted(choices) != sorted(names):
            raise ArgumentError(f"{choices!r} is no convention: it must name {', '.join(names)}")
        return cls(**choices)


#: The one internal convention; everything else is converted at the border.
GROUPTOOLS = Convention(
    name="grouptools",
    rotations="active: x -> R x, (g f)(x) = f(g^-1 x)",
    euler_angles="intrinsic z-y-z: R(a, b, c) = Rz(a) Ry(b) Rz(c)",
    quaternions="scalar last: (x, y, z, w)",
    order="m = -l, ..., l; all degrees flat at l*l + l + m",
    real_harmonics=(
        "no Condon-Shortley sign: Y_1 = sqrt(3/(4 pi)) (y, z, x), "
        "Y(l, m) = sqrt(2) (-1)^m Re Y_l^m and Y(l, -m) = sqrt(2) (-1)^m Im Y_l^m for m > 0"
    ),
    complex_harmonics="Condon-Shortley sign: Y_l^-m = (-1)^m conj(Y_l^m)",
    normalization="orthonormal over the unit sphere",
    wigner_D_real="Y(R x) = D(R) Y(x)",
    wigner_D_complex="D[m1, m2](a, b, c) = exp(-i m1 a) d[m1, m2](b) exp(-i m2 c)",
    clebsch_gordan_complex="<l1 m1 l2 m2 | l3 m3>, Condon-Shortley",
    clebsch_gordan_real=(
        "v3 = sum C[m1, m2, m3] u1 v2, C = U3 C_complex U1^+ U2^+, "
        "times -i where l1 + l2 + l3 is odd"
    ),
)
