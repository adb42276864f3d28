"""Identities of a finite group: axioms of its Cayley table, classes and cosets.

Elements are numbers, 0 the identity; table[g, h] is the product g h.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grouptools.checks.group_provider import GroupTables
from grouptools.checks.identity import Residual, states
from grouptools.groups.subgroup import Subgroup

_ONCE: list[tuple[()]] = [()]


def _once(_: GroupTables) -> list[tuple[()]]:
    return _ONCE


def _elements(tables: GroupTables) -> Iterator[tuple[int]]:
    yield from ((g,) for g in range(tables.group.order))


def _subgroups(tables: GroupTables) -> Iterator[tuple[Subgroup]]:
    yield from ((subgroup,) for subgroup in tables.subgroups(tables.group))


@states(_once)
def group_identity(tables: GroupTables) -> Residual:
    """1 g = g = g 1."""
    table, every = tables.table(tables.group), np.arange(tables.group.order)
    return np.stack([table[0] - every, table[:, 0] - every])


@states(_elements)
def group_inverses(tables: GroupTables, g: int) -> Residual:
    """G g^-1 = 1 = g^-1 g."""
    table, inverse = tables.table(tables.group), tables.inverses(tables.group)[g]
    return np.array([table[g, inverse], table[inverse, g]])


@states(_elements)
def group_associativity(tables: GroupTables, g: int) -> Residual:
    """(g h) k = g (h k) for all h, k."""
    table = tables.table(tables.group)
    return table[table[g]] - table[g, table]


@states(_elements)
def group_classes(tables: GroupTables, h: int) -> Residual:
    """The class of h g h^-1 is that of g."""
    table, inverses = tables.table(tables.group), tables.inverses(tables.group)
    class_of = tables.class_of(tables.group)
    return class_of[table[table[h], inverses[h]]] - class_of


@states(_elements)
def group_class_sizes(tables: GroupTables, g: int) -> Residual:
    """A class has |G| / |C(g)| elements, C(g) the centraliser of its element g."""
    table, class_of = tables.table(tables.group), tables.class_of(tables.group)
    commuting = int((table[g] == table[:, g]).sum())
    return int((class_of == class_of[g]).sum()) * commuting - tables.group.order


@states(_subgroups)
def group_cosets(tables: GroupTables, subgroup: Subgroup) -> Residual:
    """G h H = g H for h in H, and |G| = [G : H] |H| [Lagrange]."""
    table, cosets = tables.table(tables.group), subgroup.projection
    moved = cosets[table[:, list(subgroup.elements)]] - cosets[:, None]
    index = len(np.unique(cosets))
    parts: list[Any] = [moved.ravel(), [index * subgroup.order - tables.group.order]]
    return np.concatenate(parts)
