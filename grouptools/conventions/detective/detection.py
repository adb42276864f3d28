"""What the detective says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grouptools.conventions.convention import Convention

__all__ = ["Contradiction", "Detection"]

#: Names of conventions shown to people.
_SHOWN = 6


@dataclass(frozen=True)
class Contradiction:
    """The first entry, in the order of memory, in which the data differ from a convention.

    `array`: its name, where several were given.  `wrong` of `entries` entries differ.
    `distance`: the mean deviation of all entries, relative as `rtol` is, none counted above 1.
    Where shapes differ, `index` is empty and the shapes are `expected` and `found`.
    """

    convention: Convention
    array: str
    index: tuple[int, ...]
    expected: complex | tuple[int, ...]
    found: complex | tuple[int, ...]
    wrong: int
    entries: int
    distance: float

    def __str__(self) -> str:
        """One sentence."""
        if not self.index:
            array = " ".join(filter(None, ("the shape", self.array)))
            return f"{self.convention.name}: {array} is {self.found}, not {self.expected}"
        place = f"{self.array}[{', '.join(map(str, self.index))}]"
        return (
            f"{self.convention.name}: entry {place} is {_number(self.found)} where "
            f"{_number(self.expected)} is expected; {self.wrong} of {self.entries} entries differ"
        )


@dataclass(frozen=True, repr=False)
class Detection:
    """The convention of an array, or the nearest ones and what contradicts them.

    `convention`: the first of the named ones that agree with the data, else the plainest
        convention that does; None where none does.  Choices of an unnamed one on which the kind
        does not depend are None or this library's.
    `conventions`: all named ones that agree.
    `candidates`: these, then conventions by choices, the plainest first.
    `undetermined`: field -> its values, where conventions that agree differ in it.
    `missing`: the components (l, m) of which the data say nothing.
    `nearest`: where no named one agrees, the three of the least distance.
    `deviation`: the largest of an entry from `convention`, relative as `rtol` is.
    """

    kind: str
    fields: tuple[str, ...]
    rtol: float
    convention: Convention | None = None
    conventions: tuple[Convention, ...] = ()
    candidates: tuple[Convention, ...] = ()
    undetermined: dict[str, tuple[str, ...]] | None = None
    missing: tuple[tuple[int, int], ...] = ()
    nearest: tuple[Contradiction, ...] = ()
    deviation: float | None = None

    def __bool__(self) -> bool:
        """Whether there is a convention that agrees."""
        return self.convention is not None

    @property
    def choices(self) -> dict[str, str]:
        """The choices of `convention` on which the kind depends."""
        if self.convention is None:
            return {}
        return {field: str(getattr(self.convention, field)) for field in self.fields}

    def __str__(self) -> str:
        """Some lines for people."""
        lines = [f"{self.kind}: {self._verdict()}"]
        lines += [f"    {field} = {text}" for field, text in self.choices.items()]
        if self.undetermined:
            lines.append("not determined by these data:")
            lines += [
                f"    {field}: {' | '.join(texts)}" for field, texts in self.undetermined.items()
            ]
        if self.missing:
            lines.append(f"missing (l, m): {', '.join(map(str, self.missing))}")
        if self.nearest:
            lines += ["nearest:", *(f"    {entry}" for entry in self.nearest)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        """As text."""
        return str(self)

    def _verdict(self) -> str:
        if self.convention is None:
            return f"none of the known conventions (to {self.rtol:g})"
        size = f"deviation {self.deviation:.1e}"
        if not self.conventions:
            return f"a convention without a name ({size})"
        names = [convention.name for convention in self.conventions]
        also = f", as well as {', '.join(names[1:_SHOWN])}" if names[1:] else ""
        more = f" and {len(names) - _SHOWN} more" if names[_SHOWN:] else ""
        return f"{names[0]}{also}{more} ({size})"


def _number(value: Any) -> str:
    """Seven digits, without an imaginary part where there is none."""
    number = complex(value)
    return f"{number.real:.7g}" if number.imag == 0 else f"{number:.7g}"
