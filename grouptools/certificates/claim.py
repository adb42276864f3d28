"""What a checker says: claims, and the certificate that a table carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grouptools.certificates.multiquadratic import Multiquadratic, Number
from grouptools.errors import FormatError

__all__ = ["CHECKER", "Certificate", "Claim", "Tally", "case_text", "exact_text"]

#: The name and version of the checkers: raised whenever a claim is added or changed.
CHECKER = "grouptools.certificates 1"


@dataclass(frozen=True)
class Claim:
    """One statement about a table, checked exactly.

    `statement`: what was checked, in words and one formula.
    `cases`: how many equations it consists of.
    `failure`: None where every residual is identically zero, else the smallest failing case.
    """

    statement: str
    cases: int
    failure: str | None = None

    @property
    def holds(self) -> bool:
        """Whether every residual is identically zero."""
        return self.failure is None


@dataclass(frozen=True)
class Certificate:
    """What was proved about the table with this digest, and by which version of the checkers."""

    kind: str
    digest: str
    claims: tuple[Claim, ...]
    checker: str = CHECKER

    @property
    def holds(self) -> bool:
        """Whether there are claims and all of them hold."""
        return bool(self.claims) and all(claim.holds for claim in self.claims)

    def to_json(self) -> dict[str, Any]:
        """Return a dictionary of plain texts, numbers and lists; `from_json` reads it back."""
        claims = [
            {"statement": claim.statement, "cases": claim.cases, "failure": claim.failure}
            for claim in self.claims
        ]
        return {
            "kind": self.kind,
            "digest": self.digest,
            "checker": self.checker,
            "claims": claims,
        }

    @classmethod
    def from_json(cls, data: object) -> Certificate:
        """Read what `to_json` wrote; raises `FormatError` where anything else was given."""
        texts = _entries(data, "certificate", {"kind": str, "digest": str, "checker": str})
        claims = _entries(data, "certificate", {"claims": list})["claims"]
        shape = {"statement": str, "cases": int, "failure": (str, type(None))}
        read = tuple(Claim(**_entries(claim, "claim", shape)) for claim in claims)
        return cls(texts["kind"], texts["digest"], read, texts["checker"])


def _entries(data: object, what: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of `data` named in `shape`, of the types given there."""
    if not isinstance(data, Mapping):
        raise FormatError(
            f"{data!r} was read as a {what}, but a {what} is a mapping with the entries "
            f"{', '.join(shape)}"
        )
    for name, expected in shape.items():
        if not isinstance(data.get(name, ...), expected) or isinstance(data[name], bool):
            raise FormatError(
                f"the entry {name!r} of a {what} is {data.get(name, 'missing')!r}, which is not "
                f"what Certificate.to_json writes there: write the {what} anew"
            )
    return {name: data[name] for name in shape}


class Tally:
    """Counts the equations of one statement and keeps the first failing case it is told of."""

    def __init__(self, statement: str) -> None:
        """Start with no case."""
        self._statement = statement
        self._cases = 0
        self._failure: str | None = None

    def add(self, cases: int, failure: str | None = None) -> None:
        """Count `cases` equations; `failure` describes the smallest that fails, if one does."""
        self._cases += cases
        if self._failure is None:
            self._failure = failure

    def claim(self) -> Claim:
        """Return the claim about all cases counted so far."""
        return Claim(self._statement, self._cases, self._failure)


def case_text(names: str, doubled: tuple[int, ...]) -> str:
    """Write quantum numbers, given as doubled integers.

    >>> case_text("j1 m1", (3, -2))
    'j1 = 3/2, m1 = -1'
    """
    pairs = zip(names.split(), doubled, strict=True)
    return ", ".join(f"{name} = {Fraction(value, 2)}" for name, value in pairs)


def exact_text(number: Number, square: Fraction = Fraction(1), pi_power: int = 0) -> str:
    """Write number * sqrt(square) * pi**(pi_power / 2), pi_power 0 or -1.

    >>> exact_text(3, Fraction(1, 2)), exact_text(-3, Fraction(1), -1)
    ('3*sqrt(2)/2', '-3/sqrt(pi)')
    """
    exact = Multiquadratic.root(square) * number
    text = str(exact)
    if not pi_power or not exact:
        return text
    return f"({text})/sqrt(pi)" if " " in text or "/" in text else f"{text}/sqrt(pi)"
