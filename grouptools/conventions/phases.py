"""The phase of each component, relative to the standard harmonics of the same basis.

Standard are the real harmonics without Condon-Shortley sign and the complex ones with it, those of
docs/conventions.md.  A phase is a product of factors, written with ` * `:

    (-1)^m, (-1)^m for m>0, (-1)^m for m<0     m = 0 is never touched
    -1 for m<0, -1 for m>0
    (-1)^l, i^l, -i^l                          the last is (-i)^l
    -1 for |m|=3, -1 for |m|=3,4               both signs of m

    standard                                   1

`(-1)^m` adds the Condon-Shortley sign to real harmonics and takes it from complex ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from grouptools.errors import ArgumentError

__all__ = ["FACTORS", "Phase"]

#: factor -> (alternating for m > 0, for m < 0, minus for m > 0, for m < 0, power of i for each l)
FACTORS = {
    "standard": (0, 0, 0, 0, 0),
    "(-1)^m": (1, 1, 0, 0, 0),
    "(-1)^m for m>0": (1, 0, 0, 0, 0),
    "(-1)^m for m<0": (0, 1, 0, 0, 0),
    "-1 for m>0": (0, 0, 1, 0, 0),
    "-1 for m<0": (0, 0, 0, 1, 0),
    "(-1)^l": (0, 0, 0, 0, 2),
    "i^l": (0, 0, 0, 0, 1),
    "-i^l": (0, 0, 0, 0, 3),
}
_SINGLE = re.compile(r"-1 for \|m\|=(\d+(?:,\s*\d+)*)")


@dataclass(frozen=True)
class Phase:
    """A phase: four switches, a power of i for each l, and the |m| whose sign is turned.

    >>> Phase.parse("(-1)^m for m>0 * (-1)^m for m<0") == Phase.parse("(-1)^m")
    True
    """

    alternating_positive: int = 0
    alternating_negative: int = 0
    minus_positive: int = 0
    minus_negative: int = 0
    power: int = 0
    turned: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Phase:
        """Read a text; raises `ArgumentError` that names the factor that cannot be read."""
        switches, turned = [0] * 5, set[int]()
        for factor in (part.strip() for part in text.split(" * ")):
            if factor in FACTORS:
                switches = [a + b for a, b in zip(switches, FACTORS[factor], strict=True)]
            elif (match := _SINGLE.fullmatch(factor)) is not None:
                turned ^= {int(m) for m in match[1].split(",")}
            else:
                known = "; ".join([*FACTORS, "-1 for |m|=3,4"])
                raise ArgumentError(
                    f"the phase has the factor {factor!r}, but a factor is one of: {known}"
                )
        a, b, c, d, power = switches
        return cls(a % 2, b % 2, c % 2, d % 2, power % 4, frozenset(turned - {0}))

    def __str__(self) -> str:
        """The text that `parse` reads, the same for equal phases."""
        a, b = self.alternating_positive, self.alternating_negative
        factors = []
        if a or b:
            factors.append("(-1)^m" + ("" if a and b else " for m>0" if a else " for m<0"))
        factors += ["-1 for m>0"] * self.minus_positive + ["-1 for m<0"] * self.minus_negative
        factors += [["i^l"], ["(-1)^l"], ["-i^l"]][self.power - 1] if self.power else []
        if self.turned:
            factors.append(f"-1 for |m|={','.join(map(str, sorted(self.turned)))}")
        return " * ".join(factors) or "standard"

    @property
    def is_real(self) -> bool:
        """Whether every phase is 1 or -1."""
        return self.power % 2 == 0

    def power_of_i(self, l: int, m: int) -> int:
        """The p in 0, 1, 2, 3 for which the phase of (l, m) is i^p."""
        positive, negative = int(m > 0), int(m < 0)
        minus = positive * (self.alternating_positive * m + self.minus_positive)
        minus += negative * (self.alternating_negative * m + self.minus_negative)
        minus += abs(m) in self.turned
        return (2 * minus + self.power * l) % 4

    def check_spin(self, twice_j: int) -> None:
        """Refuse a half-integer spin, for which no phase but the standard one is defined."""
        if twice_j % 2 and self != Phase():
            raise ArgumentError(
                f"spin {Fraction(twice_j, 2)} was given, but the phase {str(self)!r} is for "
                f"integers: half-integers have the standard phase only"
            )
