"""The selection rules of the Lie groups, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grouptools.kernels.summands import Summands
from grouptools.representations.characters import multiplicities
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.lie_labels import label_degree

__all__ = ["lie_selections"]

#: Degree, dimension, irreps of the harmonics, counts, rule: the fields of a `Selection`.
Row = tuple[int, int, str, tuple[tuple[str, int, int], ...], str]


def lie_selections(source: Summands, target: Summands, dimensions: Sequence[int]) -> Iterator[Row]:
    """What selects the degrees of kernels of SO(2), O(2), SO(3) and O(3)."""
    pairs = [(a, b) for a in _irreps(source) for b in _irreps(target)]
    for l, dimension in enumerate(dimensions):
        harmonics = _harmonics(source.group.name, l)
        counts = ((harmonics, 1, dimension),) if dimension else ()
        yield l, dimension, harmonics, counts, "" if dimension else _rule(pairs, l)


def _irreps(summands: Summands) -> list[Irrep]:
    """The different irreps in a sum."""
    found: dict[Irrep, None] = {}
    for kind in summands.kinds:
        for _, irrep in multiplicities(kind):
            found.setdefault(irrep)
    return list(found)


def _harmonics(name: str, l: int) -> str:
    """The label of the irrep that the harmonics of degree l are."""
    if name == "O(3)":
        return f"{l}{'o' if l % 2 else 'e'}"
    return "0+" if name == "O(2)" and l == 0 else str(l)


def _rule(pairs: Sequence[tuple[Irrep, Irrep]], l: int) -> str:
    """Why no pair of irreps has a kernel of degree l."""
    reasons = [_pair_rule(a, b, l) for a, b in pairs]
    if len(reasons) == 1:
        return ": ".join(reasons[0])
    names = sorted({name for name, _ in reasons})
    counts = [f"{name} ({sum(n == name for n, _ in reasons)} pairs)" for name in names]
    return "excluded by the " + " and the ".join(counts) if counts else "there is no irrep"


def _pair_rule(source: Irrep, target: Irrep, l: int) -> tuple[str, str]:
    """The name of the rule that excludes a degree, and what it says."""
    a, b = label_degree(source.label), label_degree(target.label)
    low, high = abs(a - b), a + b
    if source.group.dimension == 2:
        if l in (low, high):
            return "reflection rule", f"{source.label} -> {target.label} needs both signs alike"
        return "frequency rule", f"l must be |k_out - k_in| = {low} or k_out + k_in = {high}"
    if not low <= l <= high:
        return "triangle rule", f"{low} <= l <= {high} fails"
    signs = (source.label[-1], target.label[-1])
    return "parity rule", f"(-1)^l = {(-1) ** l}, but {signs[0]} -> {signs[1]} needs {-((-1) ** l)}"
