"""From a case to a detection: what agrees, what does not, and which convention is said first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from grouptools.conventions.convention import Convention
from grouptools.conventions.detective.case import Arrays, Case, Finding
from grouptools.conventions.detective.detection import Contradiction, Detection
from grouptools.conventions.named import NAMED

__all__ = ["conclude"]

_NEAREST = 3


def conclude(kind: str, case: Case, rtol: float) -> Detection:
    """The detection: named conventions first, then those with the plainest texts."""
    findings = _agreeing(case, rtol)
    judged = {
        name: contradiction(case, convention, rtol)
        for name, convention in NAMED.items()
        if all(getattr(convention, field) is not None for field in case.fields)
    }
    named = tuple(NAMED[name] for name, entry in judged.items() if entry is None)
    wrong = sorted((e for e in judged.values() if e), key=lambda entry: entry.distance)
    nearest = () if named else tuple(wrong[:_NEAREST])
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


def _agreeing(case: Case, rtol: float) -> list[Finding]:
    """The findings that the data do not contradict, with the fewest degrees out of order."""
    found = [
        finding
        for finding in list(case.findings(rtol))  # all of them first: they check the points
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
    first, wrong, entries, distance = None, 0, 0, 0.0
    for name, sizes in _deviations(case, expected).items():
        found, wanted = case.data[name], expected[name]
        if sizes is None:
            size = found.size
            return Contradiction(convention, name, (), wanted.shape, found.shape, size, size, 1.0)
        known = ~np.isnan(found)
        differs = known & ~(sizes <= rtol)
        entries += int(known.sum())
        wrong += int(differs.sum())
        distance += float(np.minimum(sizes[known], 1).sum())
        if first is None and differs.any():
            index = tuple(map(int, np.argwhere(differs)[0]))
            first = name, index, wanted[index].item(), found[index].item()
    return Contradiction(convention, *first, wrong, entries, distance / entries) if first else None


def _deviations(case: Case, expected: Arrays) -> dict[str, NDArray[np.float64] | None]:
    """|found - expected| over the scale, nan where data are missing; None where shapes differ."""
    scales = case.scales(expected)
    return {
        name: np.abs(found - expected[name]) / scales[name]
        if found.shape == expected[name].shape
        else None
        for name, found in case.data.items()
    }


def _deviation(case: Case, convention: Convention) -> float:
    """The largest deviation from a convention that agrees."""
    found = _deviations(case, case.expected(convention)).values()
    return max(float(np.nanmax(sizes)) for sizes in found if sizes is not None)
