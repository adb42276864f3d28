"""Features in a direct sum of irreps: of each copy v_target = M v_source, M unitary.

Features turn with the orthonormal harmonics, v -> B(R) v where Y(R x) = B(R) Y(x): norms of
harmonics are no part of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grouptools.conventions.arrays import as_complex, namespace
from grouptools.conventions.change import spin_change
from grouptools.conventions.convention import Convention
from grouptools.conventions.exact_map import ExactMap
from grouptools.conventions.kinds.kind import Kind, last_axes
from grouptools.errors import ArgumentError

if TYPE_CHECKING:
    from grouptools.representations import Irreps

__all__ = ["FEATURES", "UNITARY", "read_irreps", "sum_changed", "unitary_map"]

#: the choices on which the basis of an irrep depends
UNITARY = ("basis", "axes", "order", "phase")

#: the groups whose irreps have the basis of harmonics
_GROUPS = ("O(3)", "SO(3)", "SU(2)")


@lru_cache(maxsize=1024)
def unitary_map(twice_j: int, source: Convention, target: Convention) -> ExactMap:
    """The unitary change of features of spin j."""
    return ExactMap(spin_change(twice_j, source, target))


def read_irreps(given: Irreps | str) -> list[tuple[int, int]]:
    """(copies, 2j) of each term of a direct sum; texts are irreps of O(3).

    Raises `ArgumentError` for irreps of a group that has no harmonics.

    >>> read_irreps("16x0e + 8x1o")
    [(16, 0), (8, 2)]
    """
    from grouptools.representations import Irreps
    from grouptools.representations.lie_labels import label_degree

    irreps = Irreps(given)
    if irreps.group.name not in _GROUPS:
        raise ArgumentError(
            f"irreps of {irreps.group.name} were given, but conventions differ in the irreps of "
            f"{', '.join(_GROUPS)}"
        )
    return [(n, int(2 * label_degree(irrep.label))) for n, irrep in irreps]


def sum_changed(
    array: Any,
    irreps: list[tuple[int, int]],
    source: Convention,
    target: Convention,
    *,
    axis: int = -1,
    conjugate: bool = False,
) -> Any:
    """Change the basis of a direct sum along one axis, by M or its conjugate."""
    last, parts, start = array.swapaxes(axis, -1), [], 0
    for copies, twice_j in irreps:
        size = twice_j + 1
        part = last[..., start : start + copies * size]
        start += copies * size
        block = unitary_map(twice_j, source, target)
        block = block.conjugate if conjugate else block
        parts.append(_term(part, copies, size, block, (source.layout, target.layout)))
    changed = namespace(array).concat(parts, -1) if parts else last
    return changed.swapaxes(axis, -1)


def _term(
    part: Any, copies: int, size: int, block: ExactMap, layouts: tuple[str | None, str | None]
) -> Any:
    """The copies of one irrep: (copy, component) in memory, or the other way round."""
    leading = tuple(part.shape[:-1])
    before, after = layouts
    if before == "mul_ir":
        split = part.reshape(*leading, copies, size)
    else:
        split = part.reshape(*leading, size, copies).swapaxes(-1, -2)
    changed = block.applied(split)
    ordered = changed if after == "mul_ir" else changed.swapaxes(-1, -2)
    return ordered.reshape(*leading, copies * size)


def _converted(array: Any, source: Convention, target: Convention, irreps: Irreps | str) -> Any:
    terms = read_irreps(irreps)
    last_axes(array, (sum(n * (t + 1) for n, t in terms),), f"features in {irreps}")
    numbers = as_complex(array) if target.basis == "complex" else array
    return sum_changed(numbers, terms, source, target)


FEATURES = Kind("features", (*UNITARY, "layout"), 1, _converted)
