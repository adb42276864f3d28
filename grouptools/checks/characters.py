"""Identities of the characters of a finite group [Serre 1977, Linear Representations, 2, 13.2].

e is the dimension of the endomorphisms of an irrep: 1 over the complex numbers; over the real ones
1, 2 or 4 by its type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grouptools.checks.arrays import Array
from grouptools.checks.group_provider import GroupTables, numbers_of
from grouptools.checks.identity import Residual, states
from grouptools.exact.algebra.fields import Field
from grouptools.representations.irrep_value import Irrep

_INDICATORS = {"real": 1, "complex": 0, "quaternionic": -1}


def _rows(tables: GroupTables) -> Iterator[tuple[str, Irrep, Irrep]]:
    for numbers, real in (("complex", False), ("real", True)):
        for a, b in tables.pairs(real=real):
            yield numbers, a, b


def _columns(tables: GroupTables) -> Iterator[tuple[str, int, int]]:
    count = len(tables.group.conjugacy_classes())
    for numbers in ("complex", "real"):
        yield from ((numbers, c, d) for c in range(count) for d in range(c + 1))


def _numbers(_: GroupTables) -> Iterator[tuple[str]]:
    yield from (("complex",), ("real",))


def _irreps(tables: GroupTables) -> Iterator[tuple[Irrep]]:
    yield from ((irrep,) for irrep in tables.all_irreps())


def _complex_irreps(tables: GroupTables) -> Iterator[tuple[Irrep]]:
    yield from ((irrep,) for irrep in tables.complex_irreps)


def _complex_pairs(tables: GroupTables) -> Iterator[tuple[Irrep, Irrep]]:
    yield from tables.pairs(real=False)


@states(_rows)
def character_rows(tables: GroupTables, numbers: str, a: Irrep, b: Irrep) -> Residual:
    """The sum of |c| chi_a(c) conj(chi_b(c)) over the classes c is |G| e delta(a, b)."""
    table = tables.characters(tables.group, real=numbers == "real")
    first, second = (table.values[table.irreps.index(irrep)] for irrep in (a, b))
    field = table.field
    total = field.element(-tables.group.order * a.endomorphism_dimension * (a == b))
    for size, x, y in zip(table.class_sizes, first, second, strict=True):
        total += size * x * field.conjugate(y)
    return _number(field, total)


@states(_columns)
def character_columns(tables: GroupTables, numbers: str, c: int, d: int) -> Residual:
    """The sum of chi(c) conj(chi(d)) / e over the irreps is delta(c, d) |G| / |c|.

    Over the real numbers it is the mean of that and of the same for the class of the inverses.
    """
    table = tables.characters(tables.group, real=numbers == "real")
    field = table.field
    inverse = tables.group.power_map(-1)[c] if numbers == "real" else c
    due = (c == d) + (int(inverse) == d)
    total = field.element(-tables.group.order * due) / (2 * table.class_sizes[c])
    for irrep, row in zip(table.irreps, table.values, strict=True):
        total += row[c] * field.conjugate(row[d]) / irrep.endomorphism_dimension
    return _number(field, total)


@states(_numbers)
def character_degrees(tables: GroupTables, numbers: str) -> Residual:
    """The sum of chi(1)^2 / e over the irreps is |G|, and complex irreps are as many as classes."""
    table = tables.characters(tables.group, real=numbers == "real")
    total = table.field.element(-tables.group.order)
    for irrep, row in zip(table.irreps, table.values, strict=True):
        total += row[0] * row[0] / irrep.endomorphism_dimension
    rows = len(table.classes) if numbers == "real" else len(table.values)
    return numbers_of(table.field, [total, table.field.element(rows - len(table.classes))])


@states(_irreps)
def character_traces(tables: GroupTables, irrep: Irrep) -> Residual:
    """chi(c) is the trace of the matrix of each element of c."""
    table = tables.characters(tables.group, real=irrep.is_real)
    row, rep = table.values[table.irreps.index(irrep)], irrep.representation
    field = table.field.joined(rep.field)
    class_of = tables.class_of(tables.group)
    values = [table.field.embed(value, field) for value in row]
    traces = [rep.field.embed(trace, field) for trace in tables.traces(rep)]
    return numbers_of(field, [t - values[class_of[g]] for g, t in enumerate(traces)])


@states(_complex_irreps)
def character_type(tables: GroupTables, irrep: Irrep) -> Residual:
    """The mean of chi(g^2) is 1, 0, -1 for real, complex, quaternionic type [Frobenius, Schur]."""
    table = tables.characters(tables.group, real=False)
    row, field = table.values[table.irreps.index(irrep)], table.field
    squares = tables.group.power_map(2)
    total = field.element(-tables.group.order * _INDICATORS[irrep.real_type])
    for c, size in enumerate(table.class_sizes):
        total += size * row[int(squares[c])]
    return _number(field, total)


@states(_complex_pairs)
def character_products(tables: GroupTables, a: Irrep, b: Irrep) -> Residual:
    """chi_a chi_b = sum of n chi over the irreps that a (x) b contains n times."""
    table = tables.characters(tables.group, real=False)
    field = table.field
    row = dict(zip(table.irreps, table.values, strict=True))
    product = a.representation.tensor(b.representation)
    total = [x * y for x, y in zip(row[a], row[b], strict=True)]
    for n, irrep in _complex_parts(tables, product):
        total = [x - n * y for x, y in zip(total, row[irrep], strict=True)]
    return numbers_of(field, total)


def _complex_parts(tables: GroupTables, rep: Any) -> Iterator[tuple[int, Irrep]]:
    """The complex irreps in a representation, those of a real irrep one by one."""
    by_label = {irrep.label: irrep for irrep in tables.complex_irreps}
    for n, irrep in tables.multiplicities(rep):
        labels = (irrep.data.complex_labels if irrep.is_real else ()) or (irrep.label,)
        twice = irrep.is_real and irrep.real_type == "quaternionic"
        for label in labels:
            yield 2 * n if twice and len(labels) == 1 else n, by_label[label]


def _number(field: Field, value: Any) -> Array:
    return numbers_of(field, [value])
