"""Identities, each stated once, and what it takes to test one's own tables and layers.

`IDENTITIES` ties the exact tables together: `run_all(l_max)` checks them all, exactly, and
`Provider` puts other tables in their place.  `GROUP_IDENTITIES`, `run_all_on_group(group)` and
`GroupProvider` do the same for a finite group, its characters, representations and kernels.
`equivariance_error` and `assert_equivariant` test functions and torch modules,
`equivariance_report` says where an error comes from, and `strategies` draws spins, rotations,
points, groups and representations for hypothesis.
"""

from typing import TYPE_CHECKING

from grouptools.lazy import attach

_ORIGINS = {
    "GROUP_IDENTITIES": "group_runner",
    "IDENTITIES": "runner",
    "Deviation": "deviation",
    "EquivarianceError": "equivariance",
    "EquivarianceReport": "equivariance_reports",
    "GroupProvider": "group_provider",
    "GroupTables": "group_provider",
    "Identity": "identity",
    "Outcome": "runner",
    "Provider": "provider",
    "RootSum": "root_sums",
    "Tables": "provider",
    "assert_equivariant": "equivariance",
    "assert_kernels_equivariant": "kernel_equivariance",
    "equivariance_error": "equivariance",
    "equivariance_report": "equivariance_reports",
    "kernel_equivariance_error": "kernel_equivariance",
    "run": "runner",
    "run_all": "runner",
    "run_all_on_group": "group_runner",
    "run_on_group": "group_runner",
}

if TYPE_CHECKING:
    from grouptools.checks.deviation import Deviation
    from grouptools.checks.equivariance import (
        EquivarianceError,
        assert_equivariant,
        equivariance_error,
    )
    from grouptools.checks.equivariance_reports import EquivarianceReport, equivariance_report
    from grouptools.checks.group_provider import GroupProvider, GroupTables
    from grouptools.checks.group_runner import GROUP_IDENTITIES, run_all_on_group, run_on_group
    from grouptools.checks.identity import Identity
    from grouptools.checks.kernel_equivariance import (
        assert_kernels_equivariant,
        kernel_equivariance_error,
    )
    from grouptools.checks.provider import Provider, Tables
    from grouptools.checks.root_sums import RootSum
    from grouptools.checks.runner import IDENTITIES, Outcome, run, run_all

__all__ = [
    "GROUP_IDENTITIES",
    "IDENTITIES",
    "Deviation",
    "EquivarianceError",
    "EquivarianceReport",
    "GroupProvider",
    "GroupTables",
    "Identity",
    "Outcome",
    "Provider",
    "RootSum",
    "Tables",
    "assert_equivariant",
    "assert_kernels_equivariant",
    "equivariance_error",
    "equivariance_report",
    "kernel_equivariance_error",
    "run",
    "run_all",
    "run_all_on_group",
    "run_on_group",
]

# `strategies` is a module, and the only one here that needs hypothesis
_MODULES = {**_ORIGINS, "strategies": "strategies"}

__getattr__, __dir__ = attach(
    __name__, {name: f"{__name__}.{module}" for name, module in _MODULES.items()}
)
