"""From a case to a detection: what agrees, what does not, and which convention is said first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from grouptools.conventions.convention import Convention
from grouptools.conventions.detective.case import Case, Finding
from grouptools.conventions.detective.detection import Contradiction, Detection
from grouptools.conventions.named import NAMED

__all__ = ["conclude"]

_NEAREST = 3


def conclude(kind: str, case: Case, rtol: float) -> Detection:
    """The detection: named conventions first, then those with the plainest texts."""
    judged = {
        name: contradiction(case, convention, rtol)
        for name, convention in NAMED.items()
        if all(getattr(convention, field) is not None for field in case.fields)
    }
    named = tuple(NAMED[name] for name, entry in judged.items() if entry is None)
    wrong = sorted((e for e in judged.values() if e is not None), key=_share)
    nearest = () if named else tuple(wrong[:_NEAREST])
    findings = _agreeing(case, rtol)
    candidates = (*named, *_others(case, findings, named))
    if not candidates:
        return Detection(kind, case.fields, rtol, nearest=nearest)
    return Detection(
        kind,
        case.fields,
        rtol,
        convention=candidates[0],
        conventions=named,
        candidates=candidates,
        undetermined=_undetermined(case, findings, named),
        missing=findings[0].missing if findings else (),
        nearest=nearest,
        deviation=_deviation(case, candidates[0]),
    )


def _share(entry: Contradiction) -> float:
    return entry.wrong / entry.entries


def _agreeing(case: Case, rtol: float) -> list[Finding]:
    """The findings that the data do not contradict, with the fewest degrees out of order."""
    found = [
        finding
        for finding in case.findings(rtol)
        if contradiction(case, finding.conventions()[0], rtol) is None
    ]
    least = min((finding.broken for finding in found), default=0)
    return sorted((f for f in found if f.broken == least), key=lambda finding: finding.rank)


def _others(
    case: Case, findings: Iterable[Finding], named: tuple[Convention, ...]
) -> Iterator[Convention]:
    """The conventions of the findings whose choices are not those of a named one."""
    said = {_choices(case, convention) for convention in named}
    for finding in findings:
        for convention in finding.conventions():
            if _choices(case, convention) not in said:
                said.add(_choices(case, convention))
                yield convention


def _choices(case: Case, convention: Convention) -> tuple[str, ...]:
    return tuple(str(getattr(convention, field)) for field in case.fields)


def _undetermined(
    case: Case, findings: Iterable[Finding], named: tuple[Convention, ...]
) -> dict[str, tuple[str, ...]]:
    """The values of each field of which there are several."""
    values: dict[str, dict[str, None]] = {field: {} for field in case.fields}
    for convention in named:
        for field in case.fields:
            values[field][str(getattr(convention, field))] = None
    for finding in findings:
        for field, texts in finding.values().items():
            values[field] |= dict.fromkeys(texts)
    return {field: tuple(texts) for field, texts in values.items() if len(texts) > 1}


def contradiction(case: Case, convention: Convention, rtol: float) -> Contradiction | None:
    """The first entry that differs from a convention by more than rtol of its scale."""
    expected = case.expected(convention)
    scales = case.scales(expected)
    first, wrong, entries = None, 0, 0
    for name, found in case.data.items():
        known = ~np.isnan(found)
        if expected[name].shape != found.shape:
            shapes = expected[name].shape, found.shape
            return Contradiction(convention, name, (), *shapes, int(known.sum()), int(known.sum()))
        differs = known & ~(np.abs(found - expected[name]) <= rtol * scales[name])
        entries += int(known.sum())
        wrong += int(differs.sum())
        if first is None and differs.any():
            index = tuple(map(int, np.argwhere(differs)[0]))
            first = name, index, expected[name][index], found[index]
    return Contradiction(convention, *first, wrong, entries) if first else None


def _deviation(case: Case, convention: Convention) -> float:
    expected = case.expected(convention)
    scales = case.scales(expected)
    return max(
        float(np.nanmax(np.abs(found - expected[name]) / scales[name]))
        for name, found in case.data.items()
    )
