"""Finite groups by the products of their elements with generators, and images of all elements.

A table of products g s is that of a group iff multiplying by each generator from the left, too,
is well defined on it: the maps L with L(g s) = L(g) s then act transitively on the graph of the
products, which makes it a Cayley graph [Sabidussi 1958, Proc. Amer. Math. Soc. 9, 800].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import fmpq_poly

from grouptools.certificates.number_field import Element, NumberField, Packing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grouptools.certificates.kernel_data import Matrix

__all__ = [
    "Images",
    "LeftProducts",
    "determinant",
    "element_images",
    "identity_flaw",
    "inner_product_flaw",
    "left_products",
]

#: left[s][g]: the number of generator s times g.
LeftProducts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Images:
    """The traces of the images of all elements, and the first product that is not kept."""

    traces: tuple[Element, ...]
    cases: int
    failure: str | None


def left_products(
    right: Sequence[Sequence[int]], names: Sequence[str]
) -> tuple[LeftProducts | None, str | None]:
    """The products of generators with elements, or why the table is not that of a group."""
    order = len(right[0])
    for row, name in zip(right, names, strict=True):
        if len(set(row)) != order:
            return None, f"two elements have the same product with {name}"
    reached, edges = _spanning_tree(right)
    if len(reached) != order:
        return None, f"{len(reached)} of {order} elements are products of generators"
    left = []
    for s, name in enumerate(names):
        images = {0: right[s][0]}
        for g, r, h in edges:
            images[h] = right[r][images[g]]
        for r, row in enumerate(right):
            for g in range(order):
                if images[row[g]] != row[images[g]]:
                    return None, f"{name} ({g} {names[r]}) is not ({name} {g}) {names[r]}"
        left.append(tuple(images[g] for g in range(order)))
    return tuple(left), None


def element_images(
    field: NumberField,
    left: LeftProducts,
    images: Sequence[Matrix],
    names: Sequence[str],
) -> Images:
    """Extend the images of generators to all elements, and check all products s g.

    Each image is kept by its rows, packed.
    """
    size, order = len(images[0]), len(left[0])
    packing = Packing(field, size)
    spread = [_spread(matrix, packing) for matrix in images]
    known: list[tuple[Element, ...] | None] = [None] * order
    known[0] = tuple(fmpq_poly([0] * i + [1]) for i in range(size))
    failure, cases, queue = None, 0, [0]
    for g in queue:  # it grows meanwhile
        rows = known[g]
        for s, matrix in enumerate(spread):
            product, h = _product(matrix, rows or (), packing), left[s][g]
            cases += 1
            if known[h] is None:
                known[h] = product
                queue.append(h)
            elif failure is None and known[h] != product:
                failure = f"the image of {names[s]} times that of element {g} is not that of {h}"
    traces = tuple(_trace(rows or (), packing) for rows in known)
    return Images(traces, cases, failure)


def inner_product_flaw(
    field: NumberField, matrix: Matrix, squares: Sequence[Element], *, derivation: bool
) -> str | None:
    """Where M^+ N M - N, or X^+ N + N X for a derivation, is not zero; N = diag(squares)."""
    residual: dict[tuple[int, int], Element] = {}
    if not derivation:
        residual = {(j, j): -square for j, square in enumerate(squares)}
    for i, row in enumerate(matrix):
        for j, element in row:
            weighted = field.conjugate(element) * squares[i]
            if derivation:
                residual[j, i] = residual.get((j, i), 0) + weighted
                residual[i, j] = residual.get((i, j), 0) + squares[i] * element
                continue
            for k, other in row:
                residual[j, k] = residual.get((j, k), 0) + weighted * other
    wrong = [place for place, value in residual.items() if value % field.modulus != 0]
    if not wrong:
        return None
    i, j = min(wrong)
    return f"entry {[i, j]}: residual {field.text(residual[i, j] % field.modulus)}"


def determinant(field: NumberField, matrix: Matrix) -> Element:
    """The determinant of a 2x2 or 3x3 matrix."""
    n = len(matrix)
    zero = fmpq_poly([0])
    a = [[dict(row).get(j, zero) for j in range(n)] for row in matrix]
    if n == 2:
        return (a[0][0] * a[1][1] - a[0][1] * a[1][0]) % field.modulus
    total = zero
    for j in range(3):
        k, l = (j + 1) % 3, (j + 2) % 3
        minor = (a[1][k] * a[2][l] - a[1][l] * a[2][k]) % field.modulus
        total += a[0][j] * minor
    return total % field.modulus


def identity_flaw(field: NumberField, matrix: Matrix, other: Matrix, power: int) -> str | None:
    """Where two matrices times each other are not power * 1; None where they are."""
    packing = Packing(field, len(matrix))
    rows = tuple(packing.pack(dense_row(row, len(matrix))) for row in other)
    product = _product(_spread(matrix, packing), rows, packing)
    for i, row in enumerate(product):
        if row != fmpq_poly([0] * i + [power]):
            return f"row {i} of the product is not that of {power} times the identity"
    return None


def dense_row(row: Sequence[tuple[int, Element]], size: int) -> list[Element]:
    """The numbers of one row, with its zeros."""
    dense = [fmpq_poly([0])] * size
    for j, element in row:
        dense[j] = element
    return dense


def _spanning_tree(right: Sequence[Sequence[int]]) -> tuple[set[int], list[tuple[int, int, int]]]:
    """The elements reached from 0, and edges (g, s, g s) that reach each of them once."""
    reached, edges, queue = {0}, [], [0]
    for g in queue:  # it grows meanwhile
        for s, row in enumerate(right):
            if row[g] not in reached:
                reached.add(row[g])
                edges.append((g, s, row[g]))
                queue.append(row[g])
    return reached, edges


def _spread(matrix: Matrix, packing: Packing) -> Matrix:
    return tuple(tuple((j, packing.spread(element)) for j, element in row) for row in matrix)


def _product(matrix: Matrix, rows: Sequence[Element], packing: Packing) -> tuple[Element, ...]:
    """The rows of matrix times rows, packed and reduced."""
    rational = packing.field.degree == 1
    result = []
    for row in matrix:
        total = fmpq_poly([0])
        for j, element in row:
            total += rows[j] * element
        result.append(total if rational else total % packing.modulus)
    return tuple(result)


def _trace(rows: Sequence[Element], packing: Packing) -> Element:
    return sum((packing.component(row, i) for i, row in enumerate(rows)), fmpq_poly([0]))
