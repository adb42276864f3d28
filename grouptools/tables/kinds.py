"""The kinds of table: which parameters each takes, and how its entries are derived."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree, spin_text, twice_spin
from grouptools.exact.surd import SurdArray
from grouptools.tables import coupling_kinds, polynomial_kinds
from grouptools.tables.exact_table import Axis, Parameters

__all__ = ["KINDS", "MADE_KINDS", "Kind", "kind_named", "normal_parameters"]

BOTH = ("real", "complex")
#: How a spin is typed.  `Fraction` reads more, and would take for ever over "1e999999999".
SPIN = re.compile(r"-?[0-9]{1,9}(/[1-9]|\.[0-9]{1,9})?", re.ASCII)
J3, J6, J9 = (tuple(f"j{i}" for i in range(1, count + 1)) for count in (3, 6, 9))


@dataclass(frozen=True)
class Kind:
    """One kind of table.

    `block`: the parameters of a single block; each is a degree if its name begins with l or n,
    a spin if it begins with j.
    `collections`: the parameters, one at a time, that ask for every block up to a bound.
    `bases`: the allowed values of the parameter `basis`, the default first; () if there is none.
    `derive`: normal parameters -> axes and exact entries.
    """

    name: str
    summary: str
    block: tuple[str, ...]
    collections: tuple[str, ...]
    bases: tuple[str, ...]
    derive: Callable[[Parameters], tuple[tuple[Axis, ...], SurdArray]]

    @property
    def usage(self) -> str:
        """Which parameters may be given, in words."""
        choices = [", ".join(self.block), *self.collections]
        basis = f" and basis ({' or '.join(self.bases)})" if self.bases else ""
        return " or ".join(choices) + basis


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "clebsch_gordan",
            "couplings <j1 m1 j2 m2 | j3 m3>, of real or complex bases",
            J3,
            ("l_max", "j_max"),
            BOTH,
            coupling_kinds.clebsch_gordan_table,
        ),
        Kind(
            "wigner_3j",
            "3j symbols",
            J3,
            ("l_max", "j_max"),
            (),
            coupling_kinds.wigner_3j_table,
        ),
        Kind(
            "gaunt",
            "integrals of three spherical harmonics",
            ("l1", "l2", "l3"),
            ("l_max",),
            BOTH,
            coupling_kinds.gaunt_table,
        ),
        Kind(
            "wigner_6j",
            "6j symbols",
            J6,
            ("l_max", "j_max"),
            (),
            coupling_kinds.wigner_6j_table,
        ),
        Kind(
            "wigner_9j",
            "9j symbols",
            J9,
            ("l_max", "j_max"),
            (),
            coupling_kinds.wigner_9j_table,
        ),
        Kind(
            "spherical_harmonics",
            "solid spherical harmonics as polynomials in x, y, z",
            ("l",),
            ("l_max",),
            BOTH,
            polynomial_kinds.spherical_harmonics_table,
        ),
        Kind(
            "circular_harmonics",
            "solid circular harmonics as polynomials in x, y",
            ("n",),
            ("n_max",),
            (),
            polynomial_kinds.circular_harmonics_table,
        ),
        Kind(
            "wigner_D",
            "Wigner D matrices as polynomials in the unit quaternion x, y, z, w",
            ("j",),
            ("l_max",),
            BOTH,
            polynomial_kinds.wigner_D_table,
        ),
    )
}

#: Kinds that no parameters ask for: an object makes the table, as `KernelBasis.table()` does.
MADE_KINDS = ("kernel_basis",)


def kind_named(name: str) -> Kind:
    """Return the kind, or raise `ArgumentError` with the list of kinds."""
    if name not in KINDS:
        raise ArgumentError(f"{name!r} is no kind of table: choose one of {', '.join(KINDS)}")
    return KINDS[name]


def normal_parameters(kind: Kind, parameters: Mapping[str, Any]) -> dict[str, int | str]:
    """Check the parameters and bring them to one form: ints, and texts such as "3/2".

    >>> normal_parameters(KINDS["clebsch_gordan"], {"j_max": Fraction(3, 2), "basis": "complex"})
    {'basis': 'complex', 'j_max': '3/2'}
    """
    given = dict(parameters)
    basis = given.pop("basis", kind.bases[0] if kind.bases else None)
    allowed = [set(kind.block), *({name} for name in kind.collections)]
    if set(given) not in allowed or (not kind.bases and basis is not None):
        named = ", ".join(parameters) or "nothing"
        raise ArgumentError(f"{kind.name} takes {kind.usage}, but {named} was given")
    if kind.bases and basis not in kind.bases:
        raise ArgumentError(
            f"basis = {basis!r} was given, but {kind.name} has the bases {' and '.join(kind.bases)}"
        )
    normal: dict[str, int | str] = {"basis": str(basis)} if kind.bases else {}
    for name in (*kind.block, *kind.collections):
        if name in given:
            normal[name] = _normal_number(name, given[name])
    spins = [value for name, value in normal.items() if name != "basis"]
    if basis == "real" and ("j_max" in normal or any(isinstance(s, str) for s in spins)):
        raise ArgumentError(
            f"{kind.name} was asked for half-integer spins with basis = 'real', but they have no "
            f"real basis: pass basis = 'complex', or l_max for integers"
        )
    return normal


def _normal_number(name: str, value: object) -> int | str:
    """Return an int, or the text of a half-integer where `name` is that of a spin."""
    if not name.startswith("j"):
        return degree(value, name)
    if isinstance(value, str) and SPIN.fullmatch(value):  # twice_spin refuses any other text
        value = Fraction(value)
    twice = twice_spin(value, name)
    return twice // 2 if twice % 2 == 0 else spin_text(twice)
