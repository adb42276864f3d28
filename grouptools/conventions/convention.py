"""A convention as a value: what a number means, read from and written as text."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from grouptools.conventions.choices import VALUES, normal
from grouptools.conventions.orders import Order
from grouptools.conventions.phases import Phase
from grouptools.errors import ArgumentError

__all__ = ["CHOSEN", "Convention"]


@dataclass(frozen=True, repr=False)
class Convention:
    """A convention for harmonics, Wigner matrices, couplings, rotations and tensors.

    `basis`: real or complex harmonics.
    `axes`: the Cartesian axes that play the parts of x, y, z; the last one is polar.
    `order`: the order of m, see `grouptools.conventions.orders`.
    `phase`: of each component, see `grouptools.conventions.phases`.
    `normalization`: integral (orthonormal over the sphere), component (squares add up to 2l+1),
        norm (to 1), unnormalized (P_l^|m| cos m phi, P_l^|m| sin |m| phi or P_l^|m| e^(im phi)).
    `wigner_D`: the equation that defines D, where R is the rotation x -> R x of points and Y the
        column of orthonormal harmonics in this basis, order and phase.
    `coupling`: orthonormal columns; unit (squares of the whole tensor add up to 1); 3j symbols.
    `coupling_sign`: the rule for (l1, l2, l3) in a real basis, "standard" in a complex one; see
        `grouptools.conventions.coupling_signs`.
    `coupling_order`: of the indices of a coupling (m1 x m2 -> m3).
    `rotations`: what a matrix, a quaternion or angles name: the rotation of points (active) or the
        inverse one (passive).
    `euler_angles`: as in scipy, capitals for intrinsic and small letters for extrinsic rotations.
    `quaternions`: xyzw or wxyz.
    `layout`: copies outside (mul_ir) or components outside (ir_mul).
    `vectors`: the order of the components of Cartesian vectors, tensors and matrices.
    `voigt`, `shear`: the order of the pairs of a symmetric tensor and the factor of the mixed ones.

    A choice may be None where a package makes none.  The harmonics of a convention are

        Y(l, k)(x) = N(l, m) phase(l, m) Y_lm(P x),    m = order(l)[k],    P x = x[axes]

    with Y_lm this library's orthonormal real or complex ones and N the normalization.  Two
    conventions are equal when every choice is, in its one spelling; `name`, `source` and `version`
    (of the package that it was compared with) are no choices.
    Raises `ArgumentError` for a choice that does not exist, with those that do.

    >>> Convention(order="descending", normalization="racah").normalization
    'norm'
    >>> Convention(phase="(-1)^m for m>0 * (-1)^m for m<0") == Convention(phase="(-1)^m")
    True
    """

    basis: str = "real"
    axes: str = "xyz"
    order: str = "ascending"
    phase: str = "standard"
    normalization: str = "integral"
    wigner_D: str | None = "Y(R x) = D Y(x)"
    coupling: str | None = "orthonormal"
    coupling_sign: str | None = "standard"
    coupling_order: str | None = "m1 m2 m3"
    rotations: str = "active"
    euler_angles: str | None = "ZYZ"
    quaternions: str | None = "xyzw"
    layout: str | None = "mul_ir"
    vectors: str = "xyz"
    voigt: str | None = "xx yy zz yz xz xy"
    shear: str | None = "1"
    name: str = field(default="", compare=False)
    source: str = field(default="", compare=False)
    version: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for choice in CHOSEN:
            object.__setattr__(self, choice, normal(choice, getattr(self, choice)))
        if self.basis == "real":
            self._check_real()
            # D is orthogonal, so that its transpose is its inverse
            turned = {VALUES["wigner_D"][2]: 1, VALUES["wigner_D"][3]: 0}
            if self.wigner_D in turned:
                object.__setattr__(self, "wigner_D", VALUES["wigner_D"][turned[self.wigner_D]])
        elif self.coupling_sign is not None:  # complex coefficients have one sign
            object.__setattr__(self, "coupling_sign", "standard")

    def _check_real(self) -> None:
        if not Phase.parse(self.phase).is_real:
            raise ArgumentError(
                f"phase = {self.phase!r} was given with a real basis, but its phases are 1 and -1"
            )
        if self.coupling == "3j":
            raise ArgumentError(
                "coupling = '3j' was given with a real basis, but 3j symbols are those of the "
                "complex basis: take 'unit', which is invariant too"
            )

    @classmethod
    def parse(cls, text: str) -> Convention:
        """Read `a name`, `choice = value; ...`, or a name followed by choices that replace its own.

        Raises `ArgumentError` for an unknown name, choice or value, with those that are known.

        >>> Convention.parse("e3nn; normalization = norm").axes
        'zxy'
        """
        from grouptools.conventions.named import NAMED, named

        first, *rest = (part.strip() for part in text.split(";"))
        is_choice = "=" in first and first not in NAMED
        start, parts = (cls(), [first, *rest]) if is_choice else (named(first), rest)
        choices: dict[str, Any] = {}
        for part in filter(None, parts):
            key, equals, value = (piece.strip() for piece in part.partition("="))
            if not equals or key not in CHOSEN or key in choices:
                raise ArgumentError(
                    f"{part!r} was given in a convention, but a part is `choice = value`, each "
                    f"choice once, with a choice among {', '.join(CHOSEN)}"
                )
            choices[key] = None if value == "None" else value
        return replace(start, **choices, name="", source="", version="") if choices else start

    def __str__(self) -> str:
        """All choices as the text that `parse` reads."""
        return "; ".join(f"{choice} = {getattr(self, choice)}" for choice in CHOSEN)

    def __repr__(self) -> str:
        """The name, where it has one, and the choices that differ from this library's."""
        if self.name:
            return f"Convention.parse({self.name!r})"
        default = Convention()
        parts = [
            f"{c} = {getattr(self, c)}" for c in CHOSEN if getattr(self, c) != getattr(default, c)
        ]
        return f"Convention.parse({'; '.join(['grouptools', *parts])!r})"

    def orders(self, l: int) -> tuple[int, ...]:
        """The orders m of degree l, position by position."""
        return Order.parse(self.order).of(l)

    def differences(self, other: Convention) -> dict[str, tuple[str | None, str | None]]:
        """The choices in which two conventions differ, with the two values.

        >>> from grouptools.conventions import E3NN, GROUPTOOLS
        >>> E3NN.differences(GROUPTOOLS)["axes"]
        ('zxy', 'xyz')
        """
        pairs = {choice: (getattr(self, choice), getattr(other, choice)) for choice in CHOSEN}
        return {choice: pair for choice, pair in pairs.items() if pair[0] != pair[1]}


#: the fields that are choices, in order
CHOSEN = tuple(f.name for f in fields(Convention) if f.compare)
