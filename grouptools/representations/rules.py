"""How a representation was made of others, so that it can be made again of their restrictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grouptools.representations.representation import Representation

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`function(*parts, *arguments)` is the representation.

    The function makes representations of any group alike, as tensor products and powers do, so
    that restricting the result is the same as making it of restricted parts.
    """

    function: Callable[..., Representation]
    parts: tuple[Representation, ...]
    arguments: tuple[object, ...] = ()

    def applied(self, parts: Sequence[Representation]) -> Representation:
        """The representation that the rule makes of other parts."""
        return self.function(*parts, *self.arguments)
