"""What a kind of conversion is: its name, the choices that it depends on, and its function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any

from grouptools.conventions.convention import Convention
from grouptools.errors import ArgumentError

__all__ = ["Kind", "last_axes"]


@dataclass(frozen=True)
class Kind:
    """One kind of object that conventions write differently.

    `fields`: the choices that matter.
    `axes`: how many axes at the end hold one object.
    `function`: (array, source, target, **arguments) -> array.
    """

    name: str
    fields: tuple[str, ...]
    axes: int
    function: Callable[..., Any]

    def check(self, conventions: tuple[Convention, ...], arguments: dict[str, Any]) -> None:
        """Raise `ArgumentError` for arguments that do not fit, and for choices left open."""
        known = list(signature(self.function).parameters.values())[3:]
        names = [p.name for p in known]
        missing = [p.name for p in known if p.default is Parameter.empty]
        wrong = [name for name in arguments if name not in names]
        if wrong or any(name not in arguments for name in missing):
            given = ", ".join(arguments) or "no more"
            takes = ", ".join(
                f"{name}=" + ("" if name in missing else " (optional)") for name in names
            )
            raise ArgumentError(
                f"{given} was given to convert {self.name}, but what it takes beside array, kind, "
                f"source and target is {takes or 'nothing'}"
            )
        for convention in conventions:
            for field in self.fields:
                if getattr(convention, field) is None:
                    raise ArgumentError(
                        f"the convention {convention.name or str(convention)!r} makes no choice of "
                        f"{field}, on which the kind {self.name} depends: name one, as in "
                        f"'{convention.name or '...'}; {field} = ...'"
                    )


def last_axes(array: Any, shape: tuple[int, ...], name: str) -> None:
    """Raise `ArgumentError` unless the array ends in axes of these lengths."""
    found = tuple(array.shape)
    if len(found) < len(shape) or found[len(found) - len(shape) :] != shape:
        wanted = ", ".join(map(str, shape))
        raise ArgumentError(
            f"an array of shape {found} was given, but {name} have the shape (..., {wanted})"
        )
