"""The names of point groups: Schoenflies symbols of any n, Hermann-Mauguin symbols of the classes.

Both mean the standard setting of the International Tables for Crystallography, volume A, but for
the monoclinic classes, whose axis is z here, as in all tables of irreps; their usual b axis, y,
has the names "121", "1m1", "12/m1", or setting="b".  A setting says where the group lies:

    "c", "b", "a"   z, y or x is the axis of C2 and C2h, the normal of Cs, the polar axis of C2v
    "x", "y"        the axis of the generator C2', or the plane sigma_v of C_nv, contains x or y
    "xy"            it lies at 45 degrees between x and y
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from grouptools.errors import ArgumentError

__all__ = ["CLASSES", "CrystalClass", "Symbol", "hermann_mauguin", "read_symbol", "settings"]


class Symbol(NamedTuple):
    """A family of point groups, "Dh", its n, 0 for the polyhedra, and a setting.

    `family`: C, Cv, Ch, S, D, Dh, Dd, Ci, Cs, T, Td, Th, O, Oh, I or Ih.
    """

    family: str
    n: int
    setting: str = ""

    @property
    def schoenflies(self) -> str:
        """The Schoenflies symbol."""
        number = 2 * self.n if self.family == "S" else self.n
        return f"{self.family[0]}{number or ''}{self.family[1:]}"


class CrystalClass(NamedTuple):
    """A row of the table: a Schoenflies symbol, a setting and Hermann-Mauguin symbols for it.

    The first row of a Schoenflies symbol holds its standard setting, and the short symbol there
    may be given another one.
    """

    schoenflies: str
    setting: str
    short: str
    full: str
    others: tuple[str, ...] = ()


CLASSES = (
    CrystalClass("C1", "", "1", "1"),
    CrystalClass("Ci", "", "-1", "-1"),
    CrystalClass("C2", "c", "2", "1 1 2"),
    CrystalClass("C2", "b", "121", "1 2 1"),
    CrystalClass("C2", "a", "211", "2 1 1"),
    CrystalClass("Cs", "c", "m", "1 1 m"),
    CrystalClass("Cs", "b", "1m1", "1 m 1"),
    CrystalClass("Cs", "a", "m11", "m 1 1"),
    CrystalClass("C2h", "c", "2/m", "1 1 2/m"),
    CrystalClass("C2h", "b", "12/m1", "1 2/m 1"),
    CrystalClass("C2h", "a", "2/m11", "2/m 1 1"),
    CrystalClass("D2", "", "222", "2 2 2"),
    CrystalClass("C2v", "c", "mm2", "m m 2"),
    CrystalClass("C2v", "b", "m2m", "m 2 m"),
    CrystalClass("C2v", "a", "2mm", "2 m m"),
    CrystalClass("D2h", "", "mmm", "2/m 2/m 2/m"),
    CrystalClass("C4", "", "4", "4"),
    CrystalClass("S4", "", "-4", "-4"),
    CrystalClass("C4h", "", "4/m", "4/m"),
    CrystalClass("D4", "x", "422", "4 2 2"),
    CrystalClass("C4v", "x", "4mm", "4 m m"),
    CrystalClass("D2d", "x", "-42m", "-4 2 m"),
    CrystalClass("D2d", "xy", "-4m2", "-4 m 2"),
    CrystalClass("D4h", "x", "4/mmm", "4/m 2/m 2/m"),
    CrystalClass("C3", "", "3", "3"),
    CrystalClass("S6", "", "-3", "-3"),
    CrystalClass("D3", "x", "32", "3 2 1"),
    CrystalClass("D3", "y", "312", "3 1 2"),
    CrystalClass("C3v", "y", "3m", "3 m 1"),
    CrystalClass("C3v", "x", "31m", "3 1 m"),
    CrystalClass("D3d", "x", "-3m", "-3 2/m 1", ("-32/m", "-3m1")),
    CrystalClass("D3d", "y", "-31m", "-3 1 2/m"),
    CrystalClass("C6", "", "6", "6"),
    CrystalClass("C3h", "", "-6", "-6"),
    CrystalClass("C6h", "", "6/m", "6/m"),
    CrystalClass("D6", "x", "622", "6 2 2"),
    CrystalClass("C6v", "x", "6mm", "6 m m"),
    CrystalClass("D3h", "y", "-6m2", "-6 m 2"),
    CrystalClass("D3h", "x", "-62m", "-6 2 m"),
    CrystalClass("D6h", "x", "6/mmm", "6/m 2/m 2/m"),
    CrystalClass("T", "", "23", "2 3"),
    CrystalClass("Th", "", "m-3", "2/m -3", ("m3",)),
    CrystalClass("O", "", "432", "4 3 2"),
    CrystalClass("Td", "", "-43m", "-4 3 m"),
    CrystalClass("Oh", "", "m-3m", "4/m -3 2/m", ("m3m",)),
    CrystalClass("I", "", "235", "2 3 5", ("532",)),
    CrystalClass("Ih", "", "m-3-5", "2/m -3 -5", ("-53m", "m-35")),
)

_SCHOENFLIES = re.compile(r"(?:(C|D|S)(\d+)([vhdi]?)|(C[is]|T[dh]?|Oh?|Ih?))\Z")
_OTHER_NAMES = {"V": "D2", "Vh": "D2h", "Vd": "D2d", "S2": "Ci", "C1h": "Cs", "C1i": "Ci"}
#: A digit with a bar above it, as print has it, is -digit.
_BARS = re.compile("(\\d)[\u0304\u0305]")


def read_symbol(name: str, setting: str | None = None) -> Symbol:
    """The point group of a Schoenflies or Hermann-Mauguin symbol, short or full.

    Spaces and underscores are not read, and "3" with a bar is "-3".
    Raises `ArgumentError` where the name or its setting is not known.

    >>> read_symbol("4/m -3 2/m"), read_symbol("2/m", "b"), read_symbol("D_5d")
    (Symbol(family='Oh', n=0, setting=''), Symbol(family='Ch', n=2, setting='b'), \
Symbol(family='Dd', n=5, setting='x'))
    """
    text = _BARS.sub(r"-\1", re.sub(r"[\s_{}$\\]", "", name)) if isinstance(name, str) else ""
    row = _hermann_mauguin_names().get(text)
    symbol = _read_schoenflies(row.schoenflies if row else text)
    if symbol is None:
        raise ArgumentError(_unknown(name, text))
    allowed = settings(symbol)
    if setting is not None:
        other = _hermann_mauguin_names().get(setting.replace(" ", ""))
        if other is not None and other.schoenflies == symbol.schoenflies:
            setting = other.setting
        if setting not in allowed or (row and _is_oriented(row, text) and setting != row.setting):
            offered = ", ".join(map(repr, allowed)) if allowed != ("",) else "none but the standard"
            if row and _is_oriented(row, text):
                offered = f"{row.setting!r} only, which the symbol says"
            raise ArgumentError(
                f"setting = {setting!r} was given for {name!r}, but its settings are: {offered}"
            )
        return symbol._replace(setting=setting)
    return symbol._replace(setting=row.setting if row else allowed[0])


def settings(symbol: Symbol) -> tuple[str, ...]:
    """The settings of a point group, the standard one first; ("",) where there is one only.

    A group with an axis of order n > 2 has its generator C2' or sigma_v along x, but C_nv and D_nh
    of odd n along y: their mirror planes are normal to x.
    """
    family, n = symbol.family, symbol.n
    if family in {"cyclic", "dihedral"}:
        return ("x", "y") if family == "dihedral" and n % 2 else ("x",)
    if family == "Cs" or (n == 2 and family in {"C", "Cv", "Ch"}):
        return ("c", "b", "a")
    if family == "Dd":
        return ("x", "y") if n % 2 else ("x", "xy") if n == 2 else ("x",)
    if n <= 2 or family not in {"Cv", "D", "Dh"}:
        return ("",)
    if n % 2:
        return ("x", "y") if family == "D" else ("y", "x")
    return ("x", "y") if n % 4 else ("x", "xy")


def hermann_mauguin(symbol: Symbol, *, full: bool = False) -> str | None:
    """The Hermann-Mauguin symbol, short or full, or None where there is none.

    >>> hermann_mauguin(Symbol("Dd", 3, "y"), full=True)
    '-3 1 2/m'
    """
    rows = [row for row in CLASSES if row.schoenflies == symbol.schoenflies]
    row = next((row for row in rows if row.setting == symbol.setting), rows[0] if rows else None)
    return None if row is None else row.full if full else row.short


@cache
def _hermann_mauguin_names() -> dict[str, CrystalClass]:
    """Every Hermann-Mauguin symbol without its spaces."""
    names: dict[str, CrystalClass] = {}
    for row in CLASSES:
        for text in (row.short, row.full.replace(" ", ""), *row.others):
            names.setdefault(text, row)
    return names


def _is_oriented(row: CrystalClass, text: str) -> bool:
    """Whether a symbol says by itself where the axes are: "321" does, "32" does not."""
    first = next(other for other in CLASSES if other.schoenflies == row.schoenflies)
    return row is not first or text not in {first.short, "-32/m"}


def _read_schoenflies(text: str) -> Symbol | None:
    """A Schoenflies symbol; None for what is none, or is the same as a simpler one."""
    match = _SCHOENFLIES.match(_OTHER_NAMES.get(text, text))
    if match is None:
        return None
    letter, digits, kind, whole = match.groups()
    if whole:
        return Symbol(whole, 0)
    n, family = int(digits), letter + kind
    if family == "Ci":  # C3i is S6: an n-fold axis with an inversion, n odd
        return Symbol("S", n) if n % 2 and n > 1 else None
    if family == "S":
        return Symbol("S", n // 2) if n % 2 == 0 and n > 2 else None
    least = {"C": 1, "Ch": 2, "Cv": 2, "D": 2, "Dh": 2, "Dd": 2}
    return Symbol(family, n) if n >= least.get(family, n + 1) else None


def _unknown(name: object, text: str) -> str:
    """The sentence for a name that is not known, with the names that look like it."""
    known = [row.schoenflies for row in CLASSES] + list(_hermann_mauguin_names())
    near = list(dict.fromkeys(get_close_matches(text, known, 3, 0.5)))
    near += [k for k in known if k.lower() == text.lower() and k not in near]
    hint = f"; near it are {', '.join(near)}" if near else ""
    return (
        f"the point group {name!r} was asked for, but no point group has this name{hint}: write a "
        f"Schoenflies symbol such as 'D3h' or a Hermann-Mauguin symbol such as '-6m2'"
    )
