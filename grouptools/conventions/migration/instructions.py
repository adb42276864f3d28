"""The paths of e3nn's tensor products, in the order in which its layers hold their weights.

A path couples term `first` of the first factor with term `second` of the second one into term
`target` of the result, and connects their copies u, v, w by a mode:

    uvw   W[u, v, w]     every copy with every copy
    uvu   W[u, v]        copy u of the result from copy u of the first factor; v is summed
    uvv   W[u, v]        copy v of the result from copy v of the second factor; u is summed
    uuw   W[u, w]        copies u of both factors
    uuu   W[u]           copy u of all three
    uvuv  W[u, v]        every pair of copies is a copy of the result
    uvu<v W[u < v]       every unordered pair of different copies is a copy of the result
    u<vw  W[u < v, w]    every unordered pair of different copies with every copy of the result

A layer's weights are flat, path after path, each W in C order; a path may have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from grouptools.errors import ArgumentError
from grouptools.representations.irrep_value import Irrep
from grouptools.representations.irreps_value import Irreps

__all__ = [
    "MODES",
    "Instruction",
    "channelwise_instructions",
    "check_instruction",
    "degree_and_parity",
    "fan_in",
    "full_instructions",
    "weight_numel",
]


class Instruction(NamedTuple):
    """One path: three terms by their numbers, the mode, and whether it has weights."""

    first: int
    second: int
    target: int
    mode: str = "uvw"
    has_weight: bool = True


class _Mode(NamedTuple):
    """The sizes of W, those of the sum in each copy of the result, and which are equal.

    Sizes are the copies u, v, w, `uv` = u v and `pairs` = u (u - 1)/2.
    """

    shape: tuple[str, ...]
    summed: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()


MODES = {
    "uvw": _Mode(("u", "v", "w"), summed=("u", "v")),
    "uvu": _Mode(("u", "v"), summed=("v",), equal=("u = w",)),
    "uvv": _Mode(("u", "v"), summed=("u",), equal=("v = w",)),
    "uuw": _Mode(("u", "w"), summed=("u",), equal=("u = v",)),
    "uuu": _Mode(("u",), equal=("u = v = w",)),
    "uvuv": _Mode(("u", "v"), equal=("uv = w",)),
    "uvu<v": _Mode(("pairs",), equal=("u = v", "pairs = w")),
    "u<vw": _Mode(("pairs", "w"), summed=("pairs",), equal=("u = v",)),
}


def full_instructions(first: Irreps, second: Irreps, target: Irreps) -> tuple[Instruction, ...]:
    """The paths of e3nn's FullyConnectedTensorProduct.

    Order: [(i, j, k) for i in terms of first for j in terms of second for k in terms of target],
    those that the degrees and parities allow.

    >>> full_instructions(Irreps("0e + 1o"), Irreps("1o"), Irreps("0e + 1o"))[0]
    Instruction(first=0, second=0, target=1, mode='uvw', has_weight=True)
    """
    return tuple(
        Instruction(i, j, k)
        for i, (_, one) in enumerate(first)
        for j, (_, two) in enumerate(second)
        for k, (_, three) in enumerate(target)
        if _couple(one, two, three)
    )


def channelwise_instructions(
    first: Irreps, second: Irreps, wanted: Irreps, *, by_result: bool = False
) -> tuple[Irreps, tuple[Instruction, ...]]:
    """The result and the paths of the depthwise convolutions of networks built on e3nn.

    Every path that gives an irrep among `wanted` (its multiplicities aside) has a term of its own
    in the result, with the copies of the first factor, mode "uvu".  The terms are sorted by degree,
    odd parity first, and the paths are

        [(i, j, l3) for i in terms of first for j in terms of second
         for l3 in range(abs(l1 - l2), l1 + l2 + 1)]

    as in NequIP and e3nn's own models; `by_result` sorts them by their terms, as in MACE.

    >>> result, paths = channelwise_instructions(*map(Irreps, ("4x1o", "0e + 1o", "0e + 1o")))
    >>> str(result), [path[:3] for path in paths]
    ('4x0e + 4x1o', [(0, 0, 1), (0, 1, 0)])
    """
    kept = {irrep for _, irrep in wanted}
    found = [
        (n, irrep, i, j)
        for i, (n, one) in enumerate(first)
        for j, (_, two) in enumerate(second)
        for irrep in _product(one, two)
        if irrep in kept
    ]
    order = sorted(range(len(found)), key=lambda k: (degree_and_parity(found[k][1]), k))
    paths = [Instruction(i, j, order.index(k), "uvu") for k, (_, _, i, j) in enumerate(found)]
    result = Irreps([(found[k][0], found[k][1]) for k in order], first.group)
    return result, tuple(sorted(paths, key=lambda path: path.target) if by_result else paths)


def weight_numel(path: Instruction, first: Irreps, second: Irreps, target: Irreps) -> int:
    """The number of a path's weights."""
    sizes = _sizes(path, first, second, target)
    return prod(sizes[name] for name in MODES[path.mode].shape) if path.has_weight else 0


def fan_in(path: Instruction, first: Irreps, second: Irreps, target: Irreps) -> int:
    """How many products of copies a path adds up in each copy of the result."""
    sizes = _sizes(path, first, second, target)
    return prod(sizes[name] for name in MODES[path.mode].summed)


def check_instruction(path: Instruction, first: Irreps, second: Irreps, target: Irreps) -> None:
    """Raise `ArgumentError` for a path that does not exist, with what forbids it."""
    if path.mode not in MODES:
        raise ArgumentError(
            f"the path {tuple(path)} was given, but its mode is one of {', '.join(MODES)}"
        )
    sizes = len(first), len(second), len(target)
    if not all(0 <= k < size for k, size in zip(path[:3], sizes, strict=True)):
        raise ArgumentError(
            f"the path {tuple(path)} was given, but there are {sizes[0]}, {sizes[1]} and "
            f"{sizes[2]} terms to couple, counted from 0"
        )
    terms = first[path.first], second[path.second], target[path.target]
    what = f"the path {tuple(path)} of {terms[0]} x {terms[1]} -> {terms[2]} was given, but"
    if not _couple(*(irrep for _, irrep in terms)):
        raise ArgumentError(f"{what} degrees or parities forbid it: leave it out")
    copies = _sizes(path, first, second, target)
    for rule in MODES[path.mode].equal:
        if len({copies[name] for name in rule.split(" = ")}) > 1:
            raise ArgumentError(f"{what} mode {path.mode!r} asks for copies with {rule}")


def degree_and_parity(irrep: Irrep) -> tuple[int, int]:
    """The degree of an irrep of O(3) or SO(3), and its parity, 1 for one of SO(3).

    >>> degree_and_parity(Irrep("2o"))
    (2, -1)
    """
    if irrep.group.name not in ("O(3)", "SO(3)"):
        raise ArgumentError(
            f"{irrep!r} was given for weights to migrate, but conventions differ in irreps of O(3) "
            f"and SO(3): write such as '8x0e + 8x1o'"
        )
    return int(irrep.label.rstrip("eo")), -1 if irrep.label.endswith("o") else 1


def _couple(one: Irrep, two: Irrep, three: Irrep) -> bool:
    (l1, p1), (l2, p2), (l3, p3) = map(degree_and_parity, (one, two, three))
    return abs(l1 - l2) <= l3 <= l1 + l2 and p1 * p2 == p3


def _product(one: Irrep, two: Irrep) -> Iterator[Irrep]:
    """The irreps in a product, by degree."""
    (l1, p1), (l2, p2) = degree_and_parity(one), degree_and_parity(two)
    ending = "" if one.group.name == "SO(3)" else "e" if p1 == p2 else "o"
    for l in range(abs(l1 - l2), l1 + l2 + 1):
        yield Irrep(f"{l}{ending}", one.group)


def _sizes(path: Instruction, first: Irreps, second: Irreps, target: Irreps) -> dict[str, int]:
    u = first[path.first].multiplicity
    v = second[path.second].multiplicity
    w = target[path.target].multiplicity
    return {"u": u, "v": v, "w": w, "uv": u * v, "pairs": u * (u - 1) // 2}
