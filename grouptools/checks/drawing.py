"""hypothesis's strategies, or a sentence that says how to get them."""

from __future__ import annotations

from grouptools.errors import GroupToolsError

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise GroupToolsError(
        "grouptools.checks.strategies was imported, but hypothesis is not installed: "
        "install grouptools[test]"
    ) from error

__all__ = ["st"]
