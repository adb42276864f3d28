"""Direct sums of irreps as values, written "16x0e + 8x1o"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, NamedTuple

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.group import Group
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.representation import Representation

__all__ = ["Copies", "Irreps"]


class Copies(NamedTuple):
    """`multiplicity` copies of one irrep, one after the other."""

    multiplicity: int
    irrep: Irrep

    @property
    def dimension(self) -> int:
        """The dimension of all copies together."""
        return self.multiplicity * self.irrep.dimension

    def __str__(self) -> str:
        """The label with its multiplicity, "8x1o"; a single one is the label alone."""
        label = self.irrep.label
        return label if self.multiplicity == 1 else f"{self.multiplicity}x{label}"


class Irreps:
    """A direct sum of irreps of one group, in order, each with a multiplicity.

    `Irreps("16x0e + 8x1o")` is 16 copies of "0e", then 8 of "1o", each copy contiguous:

        [(multiplicity, irrep, copy, m) for multiplicity, irrep in irreps
         for copy in range(multiplicity) for m in range(irrep.dimension)]

    Made of a text, an `Irrep`, or a sequence of irreps and (multiplicity, irrep); `group` is O(3)
    where none is given.  Immutable and hashable; `str(irreps)` reads back as the same value.
    Raises `ArgumentError` for what is no such sum, with the part that cannot be read.

    >>> irreps = Irreps("2x0e + 1o")
    >>> irreps.dimension, irreps[1].irrep, list(irreps.slices())
    (5, Irrep("1o"), [slice(0, 2, None), slice(2, 5, None)])
    """

    __slots__ = ("group", "is_real", "terms")

    group: Group
    terms: tuple[Copies, ...]
    is_real: bool

    def __init__(
        self,
        irreps: str | Irrep | Irreps | Iterable[object] = (),
        group: Group | None = None,
        *,
        real: bool = True,
    ) -> None:
        terms = _terms(irreps, group, real)
        if group is None:
            from grouptools.representations.catalogue import default_group

            known = irreps.group if isinstance(irreps, Irreps) else default_group()
            group = terms[0].irrep.group if terms else known
        for copies in terms:
            if copies.irrep.group != group:
                raise ArgumentError(
                    f"{copies.irrep!r} was given among irreps of {group.name}, but all must be "
                    f"irreps of one group"
                )
            if copies.irrep.is_real != terms[0].irrep.is_real:
                raise ArgumentError(
                    f"{terms[0].irrep!r} and {copies.irrep!r} were given together, but all must be "
                    f"irreps over the real numbers, or all over the complex ones"
                )
        object.__setattr__(self, "group", group)
        object.__setattr__(self, "terms", terms)
        object.__setattr__(self, "is_real", terms[0].irrep.is_real if terms else real)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: it is a value."""
        raise AttributeError(f"{name} was set, but Irreps are immutable: make new ones")

    @property
    def dimension(self) -> int:
        """The sum of the dimensions."""
        return sum(copies.dimension for copies in self.terms)

    @property
    def num_irreps(self) -> int:
        """The number of irreps, copies counted."""
        return sum(copies.multiplicity for copies in self.terms)

    def slices(self) -> tuple[slice, ...]:
        """Where the copies of each term lie among the `dimension` coordinates."""
        ends = [0]
        for copies in self.terms:
            ends.append(ends[-1] + copies.dimension)
        return tuple(slice(a, b) for a, b in pairwise(ends))

    def count(self, irrep: Irrep | str) -> int:
        """How many copies of one irrep there are, over all terms."""
        wanted = irrep if isinstance(irrep, Irrep) else self._irrep(irrep)
        return sum(n for n, found in self.terms if found == wanted)

    def sorted(self) -> Irreps:
        """The terms in the order of the catalogue: by degree and parity, or as `irreps` lists."""
        from grouptools.representations.catalogue import position

        return self._made(sorted(self.terms, key=lambda copies: position(copies.irrep)))

    def simplify(self) -> Irreps:
        """Neighbouring terms of one irrep collected, those without copies left out; no reordering.

        >>> str(Irreps("0e + 0e + 1o + 0e").simplify())
        '2x0e + 1o + 0e'
        """
        collected: list[Copies] = []
        for n, irrep in self.terms:
            if n and collected and collected[-1].irrep == irrep:
                collected[-1] = Copies(collected[-1].multiplicity + n, irrep)
            elif n:
                collected.append(Copies(n, irrep))
        return self._made(collected)

    def filter(self, keep: Callable[[Irrep], bool] | Iterable[Irrep | str]) -> Irreps:
        """The terms whose irrep `keep` accepts: a function, or the irreps to keep."""
        if callable(keep):
            return self._made([copies for copies in self.terms if keep(copies.irrep)])
        kept = {one if isinstance(one, Irrep) else self._irrep(one) for one in keep}
        return self._made([copies for copies in self.terms if copies.irrep in kept])

    def tensor(self, other: Irreps | str) -> Irreps:
        """The irreps in the tensor product with another sum, each once, in order.

        >>> str(Irreps("1o").tensor("1o + 2e"))
        '0e + 1o + 1e + 2e + 2o + 3o'
        """
        from grouptools.representations.series import product_series

        second = Irreps(other, self.group, real=self.is_real) if isinstance(other, str) else other
        return product_series(self, second)

    @property
    def representation(self) -> Representation:
        """The direct sum of the irreps, by matrices; its summands are the single copies."""
        return _representation(self)

    def __add__(self, other: Irreps | Irrep | str) -> Irreps:
        """The terms of both, one after the other."""
        if not isinstance(other, Irreps | Irrep | str):
            return NotImplemented
        own = isinstance(other, Irrep | Irreps)
        more = Irreps(other, None if own else self.group, real=self.is_real)
        return Irreps((*self.terms, *more.terms), self.group, real=self.is_real)

    def __mul__(self, times: int) -> Irreps:
        """The terms repeated so many times, in order."""
        if not isinstance(times, int) or isinstance(times, bool):
            return NotImplemented
        return self._made(self.terms * times)

    __rmul__ = __mul__

    def __iter__(self) -> Iterator[Copies]:
        """Yield (multiplicity, irrep)."""
        return iter(self.terms)

    def __len__(self) -> int:
        """The number of terms."""
        return len(self.terms)

    def __getitem__(self, index: int) -> Copies:
        """One term, (multiplicity, irrep)."""
        return self.terms[index]

    def __contains__(self, irrep: object) -> bool:
        """Whether there is a copy of an irrep."""
        return isinstance(irrep, Irrep | str) and self.count(irrep) > 0

    def __eq__(self, other: object) -> bool:
        """Whether group and terms are equal."""
        if not isinstance(other, Irreps):
            return NotImplemented
        return self.terms == other.terms and self.group == other.group

    def __hash__(self) -> int:
        """Hash group and terms."""
        return hash((self.group, self.terms))

    def __copy__(self) -> Irreps:
        """Itself: it does not change."""
        return self

    def __deepcopy__(self, memo: object) -> Irreps:
        """Itself: it does not change."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it is made of."""
        return partial(Irreps, real=self.is_real), (self.terms, self.group)

    def __str__(self) -> str:
        """The text that reads back: "16x0e + 8x1o"."""
        return " + ".join(map(str, self.terms))

    def __repr__(self) -> str:
        """How it is made, with the group where that is not O(3)."""
        group = "" if self.group.name == "O(3)" else f", {self.group!r}"
        real = "" if self.is_real or self.group.name == "SU(2)" else ", real=False"
        return f'Irreps("{self}"{group}{real})'

    def _made(self, terms: Iterable[Copies]) -> Irreps:
        return Irreps(tuple(terms), self.group, real=self.is_real)

    def _irrep(self, label: str) -> Irrep:
        return Irrep(label, self.group, real=self.is_real)


def _terms(given: object, group: Group | None, real: bool) -> tuple[Copies, ...]:
    """What `Irreps` was made of, as terms."""
    if isinstance(given, str):
        return tuple(_parsed(given, group, real))
    if isinstance(given, Irrep):
        return (Copies(1, given),)
    if isinstance(given, Irreps):
        return given.terms
    if not isinstance(given, Iterable):
        raise _not_irreps(given)
    return tuple(_term(part, group, real) for part in given)


def _term(part: object, group: Group | None, real: bool) -> Copies:
    """An irrep, a label, or a pair (multiplicity, one of them)."""
    n, irrep = part if isinstance(part, tuple) and len(part) == 2 else (1, part)
    if isinstance(irrep, str):
        irrep = Irrep(irrep, group, real=real)
    if not isinstance(irrep, Irrep) or type(n) is not int or n < 0:
        raise _not_irreps(part)
    return Copies(n, irrep)


def _not_irreps(given: object) -> ArgumentError:
    return ArgumentError(
        f"{given!r} was given where irreps are expected: pass a text such as '16x0e + 8x1o', an "
        f"Irrep, or a sequence of (multiplicity, irrep)"
    )


def _parsed(text: str, group: Group | None, real: bool) -> Iterator[Copies]:
    """The terms of a text; a "+" right after a label belongs to it where it makes one: "0+"."""
    from grouptools.representations.catalogue import default_group, has_label, trivial_label

    chosen = default_group() if group is None else group
    place = 0
    while text.strip():
        match = re.compile(r"\s*(?:(\d+)\s*x\s*)?([^\s+]+)").match(text, place)
        if not match:
            raise ArgumentError(
                f"{text!r} was given as irreps of {chosen.name}, but an irrep is missing after "
                f"{text[:place]!r}: write terms such as '2x{trivial_label(chosen)}', joined by '+'"
            )
        label, place = match[2], match.end()
        if text[place : place + 1] == "+" and has_label(chosen, f"{label}+", real):
            label, place = f"{label}+", place + 1
        yield Copies(int(match[1] or 1), Irrep(label, chosen, real=real))
        rest = text[place:].lstrip()
        if not rest:
            return
        if not rest.startswith("+"):
            raise ArgumentError(
                f"{text!r} was given as irreps of {chosen.name}, but {rest!r} follows {label!r} "
                f"without a '+' between them"
            )
        place = len(text) - len(rest) + 1


@lru_cache(maxsize=1024)
def _representation(irreps: Irreps) -> Representation:
    from grouptools.representations.sums import direct_sum

    parts = [irrep.representation for n, irrep in irreps.terms for _ in range(n)]
    if parts:
        return direct_sum(parts)
    empty = FieldMatrix.zeros(0, 0, RATIONALS)
    return Representation(irreps.group, [empty for _ in irreps.group.generator_names], (), "0")
