"""Running identities: `run` for one, `run_all` for those of the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from grouptools.checks import (
    coupling,
    harmonics,
    recoupling,
    recoupling_9j,
    wigner,
    wigner_polynomials,
)
from grouptools.checks.identity import Identity
from grouptools.checks.provider import Provider, Tables
from grouptools.checks.root_sums import magnitude
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree

__all__ = ["IDENTITIES", "Outcome", "run", "run_all"]

#: Every identity by its name, in the order in which they are best read.
IDENTITIES: Mapping[str, Identity] = MappingProxyType(
    {
        identity.name: identity
        for module in (coupling, recoupling, recoupling_9j, harmonics, wigner, wigner_polynomials)
        for identity in vars(module).values()
        if isinstance(identity, Identity)
    }
)


@dataclass(frozen=True)
class Outcome:
    """What became of one identity.

    `cases`: how many were checked, up to and with the first that fails.
    `failure`: the arguments of that case, None where all hold; `problem` puts it in words.
    """

    name: str
    cases: int
    failure: tuple[Any, ...] | None = None
    problem: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the residual of every case is zero."""
        return self.failure is None


def run(
    identity: Identity | str,
    l_max: int,
    *,
    provider: Provider | None = None,
    tolerance: float = 0.0,
) -> Outcome:
    """Check one identity up to a degree, from the smallest case to the first that fails.

    Without a `provider`, the functions of `grouptools.exact` are checked.  `tolerance` is the
    largest modulus of a residual that counts as zero, for tables of floats.  Identities whose
    cases grow fast stop below `l_max`; their `cases` say where.
    Raises `ArgumentError` for a name that is no identity, and what the provider raises.

    >>> run("wigner_3j_symmetries", 1)
    Outcome(name='wigner_3j_symmetries', cases=5, failure=None, problem=None)
    """
    return outcome_of(_find(identity), degree(l_max, "l_max"), Tables(provider), tolerance)


def run_all(
    l_max: int,
    names: Iterable[str] | None = None,
    *,
    provider: Provider | None = None,
    tolerance: float = 0.0,
    on_progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Check identities up to a degree: all of `IDENTITIES`, or those named.

    `on_progress` is called with each outcome as it is known.
    """
    bound = degree(l_max, "l_max")
    chosen = [_find(name) for name in (IDENTITIES if names is None else names)]
    tables = Tables(provider)
    outcomes = []
    for identity in chosen:
        outcomes.append(outcome_of(identity, bound, tables, tolerance))
        if on_progress is not None:
            on_progress(outcomes[-1])
    return outcomes


def outcome_of(identity: Identity, scope: Any, tables: Any, tolerance: float) -> Outcome:
    """Check one identity for all the cases of a scope."""
    count = 0
    for arguments in identity.cases(scope):
        count += 1
        wrong = _first_wrong(identity.residual(tables, *arguments), tolerance)
        if wrong is not None:
            problem = f"{identity.case_text(arguments)}: {wrong}"
            return Outcome(identity.name, count, arguments, problem)
    return Outcome(identity.name, count)


def _find(identity: Identity | str) -> Identity:
    if isinstance(identity, Identity):
        return identity
    if identity not in IDENTITIES:
        raise ArgumentError(
            f"{identity!r} was given, but the identities are {', '.join(IDENTITIES)}: "
            f"name one of them"
        )
    return IDENTITIES[identity]


def _first_wrong(residual: Any, tolerance: float) -> str | None:
    """Describe the first entry of a residual that is not zero."""
    table = np.asarray(residual, dtype=object)
    for index, entry in np.ndenumerate(table):
        if not entry or (tolerance > 0 and magnitude(entry) <= tolerance):
            continue
        place = f" in entry {list(index)}" if index else ""
        size = f" (modulus {magnitude(entry):.3g})" if tolerance > 0 else ""
        return f"residual {_shortened(str(entry))}{size}{place}"
    return None


def _shortened(text: str, longest: int = 200) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."
