"""What every basis of kernels has: exact parts, a digest, a certificate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

from grouptools.certificates import Certificate
from grouptools.exact.algebra.fields import Field
from grouptools.groups.group import Group
from grouptools.kernels.patterns import Part
from grouptools.kernels.plain import canonical_text, plain_basis
from grouptools.kernels.summands import Summands

__all__ = ["ExactBasis"]


class ExactBasis(ABC):
    """A canonical basis of kernels between two representations.

    `rep_in`, `rep_out`: the representations, as they were given.
    `source`, `target`: the same as sums of few different summands.
    `parts`: the exact kernels, by the degree of the functions that they are made of.
    """

    def __init__(
        self,
        rep_in: object,
        rep_out: object,
        summands: tuple[Summands, Summands],
        parts: Sequence[Part],
    ) -> None:
        self.rep_in = rep_in
        self.rep_out = rep_out
        self.source, self.target = summands
        self.parts = tuple(parts)

    @property
    @abstractmethod
    def space(self) -> dict[str, Any]:
        """What the kernels are functions on, as `plain()` says it."""

    @property
    def group(self) -> Group:
        """The group."""
        return self.source.group

    @property
    def field(self) -> Field:
        """The field of the exact coefficients."""
        return self.parts[0].field

    @property
    def shape(self) -> tuple[int, int]:
        """(n_out, n_in)."""
        return self.target.dimension, self.source.dimension

    @property
    def dimensions(self) -> tuple[int, ...]:
        """The number of kernels of each part."""
        return tuple(part.dimension for part in self.parts)

    @property
    def dimension(self) -> int:
        """The number of kernels."""
        return sum(self.dimensions)

    def plain(self) -> dict[str, Any]:
        """All of it as dictionaries, lists and integers; see `grouptools.kernels.plain`."""
        return plain_basis(self.source, self.target, self.space, self.parts)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text of `plain()`, in hexadecimal."""
        return sha256(canonical_text(self.plain()).encode()).hexdigest()

    @cached_property
    def certificate(self) -> Certificate:
        """What the independent checker proves about it, exactly, when it is first asked for."""
        from grouptools.certificates.kernels import kernel_certificate

        return kernel_certificate(self.plain())

    def __len__(self) -> int:
        """The number of kernels."""
        return self.dimension

    def __eq__(self, other: object) -> bool:
        """Two bases are equal when their digests are."""
        return isinstance(other, ExactBasis) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash the digest."""
        return hash(self.digest)
