"""`table`: look up in the cache, or derive, prove and keep."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from grouptools.certificates import Certificate
from grouptools.errors import ArgumentError, IntegrityError
from grouptools.exact.surd import SurdArray
from grouptools.tables import cache as disk
from grouptools.tables.exact_table import Table
from grouptools.tables.kinds import kind_named, normal_parameters

__all__ = ["derive", "table"]


def table(kind: str, *, cache: bool = True, **parameters: Any) -> Table:
    """The exact table of a kind, derived and proved once, then read from the cache.

    `kind`: a name in `grouptools.tables.KINDS`.
    `parameters`: those of one block, such as j1=1, j2=1, j3=2, or a bound for every block,
    l_max=6 (integer spins) or j_max=Fraction(5, 2) (all spins); basis="real" or "complex" where
    there is a choice, "real" if none is made.
    `cache`: False derives it anew, and keeps nothing.
    Raises `ArgumentError` where kind or parameters make no sense, `SelectionRuleError` where the
    triangle rule is broken.

    >>> table("clebsch_gordan", j1=1, j2=1, j3=2)
    <Table clebsch_gordan(basis='real', j1=1, j2=1, j3=2): 3 x 3 x 5, 11 nonzero>
    """
    normal = normal_parameters(kind_named(kind), parameters)
    if not cache:
        return derive(kind, normal)
    found = disk.load(kind, normal)
    if found is None:
        found = derive(kind, normal)
        disk.store(found)
    return found


def derive(kind: str, parameters: dict[str, int | str]) -> Table:
    """Derive a table from normal parameters, and prove it.

    Raises `IntegrityError` if a claim of its certificate fails: a fault in this library.
    """
    axes, entries = kind_named(kind).derive(parameters)
    _check_digits(kind, entries)
    unproved = Table(kind, parameters, axes, entries, Certificate(kind, "", ()))
    proved = replace(unproved, certificate=unproved.proved_again())
    for claim in proved.certificate.claims:
        if not claim.holds:
            raise IntegrityError(
                f"{proved!r} was derived wrongly, which is a fault of this library: "
                f"{claim.statement} fails at {claim.failure}"
            )
    return proved


def _check_digits(kind: str, entries: SurdArray) -> None:
    """Raise where an integer is longer than Python reads back from text."""
    longest = sys.get_int_max_str_digits()
    bits = max((n.bit_length() for n in (*entries.numerators, *entries.denominators)), default=0)
    if longest and bits > 3 * longest:
        raise ArgumentError(
            f"{kind} was asked for spins so large that a number has over {longest} digits, which "
            f"no table holds: use the functions of grouptools.exact"
        )
