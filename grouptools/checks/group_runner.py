"""Running the identities of finite groups: `run_on_group` for one, `run_all_on_group` for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from grouptools.checks import characters, groups, kernels, representations
from grouptools.checks.group_provider import GroupProvider, GroupTables
from grouptools.checks.identity import Identity
from grouptools.checks.runner import Outcome, outcome_of
from grouptools.errors import ArgumentError
from grouptools.exact.quantum_numbers import degree
from grouptools.groups.finite import FiniteGroup

__all__ = ["GROUP_IDENTITIES", "run_all_on_group", "run_on_group"]

#: Every identity of a finite group by its name, in the order in which they are best read.
GROUP_IDENTITIES: Mapping[str, Identity] = MappingProxyType(
    {
        identity.name: identity
        for module in (groups, characters, representations, kernels)
        for identity in vars(module).values()
        if isinstance(identity, Identity)
    }
)


def run_on_group(
    identity: Identity | str,
    group: FiniteGroup,
    *,
    l_max: int = 2,
    provider: GroupProvider | None = None,
) -> Outcome:
    """Check one identity on a finite group, exactly, to the first case that fails.

    `l_max`: the highest degree of the kernels; the identities of kernels have no case for a group
    that acts neither on the plane nor on space.
    Without a `provider`, the group and the functions of `grouptools` are checked.
    Raises `ArgumentError` for a name that is no identity, and a group that is not finite.

    >>> from grouptools.groups.planar import dihedral
    >>> run_on_group("great_orthogonality", dihedral(3))
    Outcome(name='great_orthogonality', cases=9, failure=None, problem=None)
    """
    tables = GroupTables(group, provider, degree(l_max, "l_max"))
    return outcome_of(_find(identity), tables, tables, 0.0)


def run_all_on_group(
    group: FiniteGroup,
    names: Iterable[str] | None = None,
    *,
    l_max: int = 2,
    provider: GroupProvider | None = None,
    on_progress: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """Check identities on a finite group: all of `GROUP_IDENTITIES`, or those named.

    `on_progress` is called with each outcome as it is known.
    """
    tables = GroupTables(group, provider, degree(l_max, "l_max"))
    chosen = [_find(name) for name in (GROUP_IDENTITIES if names is None else names)]
    outcomes = []
    for identity in chosen:
        outcomes.append(outcome_of(identity, tables, tables, 0.0))
        if on_progress is not None:
            on_progress(outcomes[-1])
    return outcomes


def _find(identity: Identity | str) -> Identity:
    if isinstance(identity, Identity):
        return identity
    if identity not in GROUP_IDENTITIES:
        raise ArgumentError(
            f"{identity!r} was given, but the identities of groups are "
            f"{', '.join(GROUP_IDENTITIES)}: name one of them"
        )
    return GROUP_IDENTITIES[identity]
