"""Where a function's error in equivariance comes from: rounding, sampling, or a fault.

Rounding is what shrinks with the spacing of floats, sampling what shrinks on a finer grid, and a
fault stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grouptools.checks.callables import array_function, is_module
from grouptools.checks.deviation import Deviation
from grouptools.checks.equivariance import ROUNDINGS
from grouptools.checks.trial import trial

if TYPE_CHECKING:
    from grouptools.checks.group_elements import Representation

__all__ = ["EquivarianceReport", "equivariance_report"]

#: The errors of one function in two precisions, each in spacings, differ by less than this factor.
_SPREAD = 16
_REFINEMENTS = 3

#: From harmless to grave.
KINDS = ("rounding", "sampling", "fault")

_REASONS = {
    "rounding": "the error shrinks with the spacing of floats",
    "sampling": "the error stays in float64, and shrinks on a finer grid",
    "fault": "the error stays in float64, and on a finer grid",
    "unrefined": "the error stays in float64 (pass refine= where f samples on a grid)",
}


@dataclass(frozen=True)
class EquivarianceReport:
    """How far f is from commuting with its group, and why.

    `measured`: the errors of f as it was given: `.worst`, `.element`, `.by_irrep`, `.errors`.
    `single`, `double`: in float32, or what f was given in, and in float64; `single` is None where
    f in float64 needs no comparison, or is no module.
    `refined`: in float64, on grids finer and finer.
    """

    measured: Deviation
    single: Deviation | None
    double: Deviation
    refined: tuple[Deviation, ...] = ()

    @property
    def verdict(self) -> str:
        """The gravest of "rounding", "sampling" and "fault" that is there."""
        if self.fault != 0:
            return "fault"
        return "sampling" if self.sampling else "rounding"

    @property
    def rounding(self) -> float:
        """The part of the worst error that shrinks in float64."""
        return max(0.0, self.measured.worst - self._remaining)

    @property
    def sampling(self) -> float:
        """The part that stays in float64, and shrinks on a finer grid."""
        return self._remaining - self.fault

    @property
    def fault(self) -> float:
        """The part that stays: the error on the finest grid unless it is half of the one before."""
        errors = [found.worst for found in (self.double, *self.refined)]
        accepted = _accepted(self.single, self.double)
        if len(errors) > 1 and errors[-1] <= max(errors[-2] / 2, accepted):
            return 0.0
        return min(self._remaining, errors[-1])

    @property
    def _remaining(self) -> float:
        """The error in float64, 0 where it is rounding."""
        worst = self.double.worst
        return 0.0 if worst <= _accepted(self.single, self.double) else worst

    def __str__(self) -> str:
        """The verdict, the worst case, a table of errors by irrep, and the three parts."""
        known = self.verdict != "fault" or self.refined
        reason = _REASONS[self.verdict if known else "unrefined"]
        return "\n".join(
            [
                f"{self.verdict}: {reason}",
                str(self.measured),
                *_lines([("", self.measured.parts), *self._rows()]),
                ", ".join(f"{kind} {getattr(self, kind):.3g}" for kind in KINDS),
            ]
        )

    def _rows(self) -> Iterator[tuple[str, list[str]]]:
        named = [("as given", self.measured)]
        if self.single is not None and self.single is not self.measured:
            named.append(("in float32", self.single))
        if self.double is not self.measured:
            named.append(("in float64", self.double))
        named += [(f"refined, {k}", found) for k, found in enumerate(self.refined, 1)]
        for name, found in named:
            yield name, [f"{error:.2g}" for error in found.by_irrep.values()]


def equivariance_report(
    f: Callable[..., Any],
    rep_in: Representation | Sequence[Representation | None],
    rep_out: Representation,
    *,
    elements: Sequence[Any] | None = None,
    inputs: Sequence[Any] | None = None,
    refine: Callable[[int], Callable[..., Any]] | None = None,
) -> EquivarianceReport:
    """Measure how far f is from commuting with a group, by element and irrep, and say why.

    Arguments as in `equivariance_error`.  The measurement is repeated in float64: by a copy of a
    module made double, by a function with its inputs in float64, whose dtype it must follow.  An
    error is rounding up to 1000 spacings of float64, or where it shrinks with the spacing; a module
    that is given in float64 is copied to float32 for that where needed.
    `refine`: refine(k), k = 1, 2, 3, is f on a grid finer by 2^k, for functions that sample on one.
    An error that stays in float64 is sampling where it halves from one k to the next, or falls to
    rounding, and a fault where it does not at last.  Without it all that stays is called a fault.
    Dropout in training mode is a fault: no element moves its mask.
    Raises `ArgumentError` as `equivariance_error` does.

    >>> from grouptools.representations import Irrep
    >>> found = equivariance_report(np.cross, [Irrep("1o"), Irrep("1o")], Irrep("1e"))
    >>> found.verdict, found.measured.by_irrep["1e"] < 1e-14
    ('rounding', True)
    """
    tried = trial(rep_in, rep_out, elements, inputs)
    function = array_function(f, inputs)
    measured = tried.deviation(function)
    single, double = None, measured
    if measured.epsilon > np.finfo(np.float64).eps:
        single, double = measured, tried.deviation(function.in_precision("float64"))
    elif is_module(f) and not measured.worst <= _accepted(None, measured):
        single = tried.deviation(function.in_precision("float32"))
    refined: list[Deviation] = []
    if refine is not None:
        worst, accepted = double.worst, _accepted(single, double)
        while not worst <= accepted and len(refined) < _REFINEMENTS:
            finer = array_function(refine(len(refined) + 1), inputs).in_precision("float64")
            refined.append(tried.deviation(finer))
            worst = refined[-1].worst
    return EquivarianceReport(measured, single, double, tuple(refined))


def _accepted(single: Deviation | None, double: Deviation) -> float:
    """The largest error in float64 that is rounding."""
    if single is None or single.epsilon <= double.epsilon:
        return ROUNDINGS * double.epsilon
    expected = single.worst * double.epsilon / single.epsilon
    return float(max(ROUNDINGS * double.epsilon, _SPREAD * expected))


def _lines(rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """A table, the first column to the left and the others to the right."""
    cells = [[name, *entries] for name, entries in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for name, *entries in cells:
        right = [text.rjust(width) for text, width in zip(entries, widths[1:], strict=True)]
        yield "  ".join(["", name.ljust(widths[0]), *right])
