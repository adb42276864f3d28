"""Generators of the point groups with one principal axis, z, and of those without any axis.

    C_n  turn                     D_n   turn, flip C2'
    C_nv turn, flip sigma_v       D_nh  turn, flip C2', i (n even) or sigma_h (n odd)
    C_nh turn, i or sigma_h       D_nd  turn, flip C2', i (n odd); S_2n, flip C2' (n even)
    S_2n turn, i (n odd); S_2n (n even)

C_n turns by 2 pi/n about z; S_2n turns by pi/n and reflects z.
"""

from __future__ import annotations

from typing import NamedTuple

from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import diagonal, embedded, permuted_axes, turn
from grouptools.groups.symbols import Symbol

__all__ = ["Generator", "axial_generators", "axial_order", "flip"]

#: What the axes x, y, z are called where the principal axis is z, y or x.
_AXES = {"b": (2, 0, 1), "a": (1, 2, 0)}


class Generator(NamedTuple):
    """A named generator, and what it is among those of its family."""

    name: str
    role: str
    matrix: FieldMatrix


def axial_order(symbol: Symbol) -> int:
    """The order of the generator about z: n, or 2n where it is S_2n of even n."""
    doubled = symbol.family in {"S", "Dd"} and symbol.n % 2 == 0
    return 2 * symbol.n if doubled else max(symbol.n, 1)


def flip(setting: str, n: int, frequency: int = 1) -> FieldMatrix:
    """The reflection phi -> 2 a - phi of a circle, a = 0, 90, 45 degrees for "x", "y", "xy".

    `n`: the order of the axis whose frame it is written in, a multiple of 4 for "xy".
    `frequency`: k where it acts on the functions cos k phi, sin k phi: a becomes k a.
    """
    mirror = diagonal(1, -1)
    if setting == "y":
        return turn(frequency, 2) @ mirror
    return turn(frequency * n // 4, n) @ mirror if setting == "xy" else mirror


def axial_generators(symbol: Symbol) -> list[Generator]:
    """The generators of a point group without several axes of order n > 2, in their order."""
    generators = [*_about_z(symbol), *_flips(symbol), *_reversals(symbol)]
    if symbol.setting in _AXES:
        order = _AXES[symbol.setting]
        generators = [g._replace(matrix=permuted_axes(g.matrix, order)) for g in generators]
    return generators or [Generator("E", "E", diagonal(1, 1, 1))]


def _about_z(symbol: Symbol) -> list[Generator]:
    family, n = symbol.family, symbol.n
    if n <= 1:
        return []
    order = axial_order(symbol)
    if order > n:
        return [Generator(f"S{order}", "turn", embedded(turn(1, order), -1))]
    name = "C2(z)" if n == 2 and family in {"D", "Dh"} else f"C{n}"
    return [Generator(name, "turn", embedded(turn(1, n), 1))]


def _flips(symbol: Symbol) -> list[Generator]:
    family, n, setting = symbol
    order = axial_order(symbol)
    if family == "Cv":
        name = {"c": "sigma_v(xz)", "b": "sigma_v(yz)", "a": "sigma_v(xy)"}.get(setting, "sigma_v")
        return [Generator(name, "flip", embedded(flip(setting, order), 1))]
    if family in {"D", "Dh", "Dd"}:
        name = "C2(x)" if n == 2 and family != "Dd" else "C2'"
        return [Generator(name, "flip", embedded(flip(setting, order), -1))]
    return []


def _reversals(symbol: Symbol) -> list[Generator]:
    """The inversion or the mirror normal to z, which commute with all."""
    family, n = symbol.family, symbol.n
    inversion = Generator("i", "inversion", diagonal(-1, -1, -1))
    horizontal = Generator("sigma_h", "horizontal", diagonal(1, 1, -1))
    if family == "Ci" or (family in {"S", "Dd"} and n % 2):
        return [inversion]
    if family == "Cs":
        return [horizontal]
    if family in {"Ch", "Dh"}:
        return [horizontal if n % 2 else inversion]
    return []
