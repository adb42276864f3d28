"""Attributes that are imported on first use, so that importing the package costs little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["attach"]


def attach(
    package: str, origins: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for a package.

    `origins` maps each public name to the module that defines it; a name that maps to itself
    within the package is a submodule.
    """

    def load(name: str) -> Any:
        if name not in origins:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(origins[name])
        if origins[name] == f"{package}.{name}":
            return module
        return getattr(module, name)

    def names() -> list[str]:
        return sorted(origins)

    return load, names
