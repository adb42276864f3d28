"""Finite groups from permutations, from exact orthogonal matrices and from Cayley tables."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.cayley import check_axioms
from grouptools.groups.elements import generated
from grouptools.groups.finite import FiniteGroup

__all__ = [
    "from_generators",
    "from_matrices",
    "from_permutations",
    "from_table",
    "generator_names",
    "read_permutation",
]

# Beyond so many elements a Cayley table is too large to keep.
LIMIT = 10_000


def from_permutations(
    generators: Sequence[Any], names: Sequence[str] | None = None, name: str | None = None
) -> FiniteGroup:
    """See `FiniteGroup.from_permutations`."""
    letters = generator_names(names, len(generators))
    read = [
        read_permutation(given, f"generator {letter!r}")
        for given, letter in zip(generators, letters, strict=True)
    ]
    for letter, permutation in zip(letters, read, strict=True):
        if len(permutation) != len(read[0]):
            raise ArgumentError(
                f"generator {letter!r} permutes {len(permutation)} points and {letters[0]!r} "
                f"permutes {len(read[0])}, but all must permute the same: fill up with fixed points"
            )
    one = tuple(range(len(read[0])))
    elements, steps, right = generated(read, _composed, one, lambda p: p, LIMIT)
    return FiniteGroup(name or _called(letters), steps, right, letters, given=elements)


def from_matrices(
    generators: Sequence[Any], names: Sequence[str] | None = None, name: str | None = None
) -> FiniteGroup:
    """See `FiniteGroup.from_matrices`."""
    from grouptools.exact.algebra.fields import RATIONALS
    from grouptools.exact.algebra.reading import read_matrix

    letters = generator_names(names, len(generators))
    read = [read_matrix(g, f"generator {a!r}") for g, a in zip(generators, letters, strict=True)]
    field = RATIONALS
    for letter, matrix in zip(letters, read, strict=True):
        if matrix.shape != read[0].shape:
            raise ArgumentError(
                f"generator {letter!r} is a matrix of shape {matrix.shape} and {letters[0]!r} one "
                f"of shape {read[0].shape}, but all must act on the same space"
            )
        _check_orthogonal(matrix, letter)
        field = field.joined(matrix.field)
    natural = [matrix.over(field) for matrix in read]
    one = FieldMatrix.identity(read[0].shape[0], field)
    _, steps, right = generated(natural, _integral_product, one, FieldMatrix.key, LIMIT)
    frame = [field.element(1)] * one.shape[0]
    return FiniteGroup(name or _called(letters), steps, right, letters, natural, frame, field)


def from_table(
    table: Any,
    generators: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
    name: str | None = None,
) -> FiniteGroup:
    """See `FiniteGroup.from_table`."""
    products, one, chosen = check_axioms(table, generators)
    default = ["E"] if chosen == [one] else [f"g{index}" for index in chosen]
    letters = generator_names(default if names is None else names, len(chosen))
    elements, steps, right = generated(chosen, lambda g, h: int(products[g, h]), one, lambda g: g)
    return FiniteGroup(name or _called(letters), steps, right, letters, given=elements)


def from_generators(
    generators: Sequence[Any], names: Sequence[str] | None = None, name: str | None = None
) -> FiniteGroup:
    """See `FiniteGroup.from_generators`."""
    letters = generator_names(names, len(generators))
    kinds = {_is_matrix(generator) for generator in generators}
    if len(kinds) > 1:
        raise ArgumentError(
            "permutations and matrices were given together, but the generators of a group are of "
            "one kind: pass only permutations or only matrices"
        )
    make = from_matrices if kinds == {True} else from_permutations
    return make(generators, letters, name)


def generator_names(names: Sequence[str] | None, count: int) -> list[str]:
    """The names of `count` generators, checked; a, b, c, ... where none are given."""
    if count == 0:
        raise ArgumentError(
            "no generators were given, but a group needs at least one: pass the identity for the "
            "trivial group"
        )
    if names is None:
        return list(ascii_lowercase[:count]) if count <= 26 else [f"g{i}" for i in range(count)]
    read = list(names)
    if len(read) != count or len(set(read)) != count:
        raise ArgumentError(
            f"the names {read!r} were given for {count} generators: pass {count} different names"
        )
    for text in read:
        if not isinstance(text, str) or not text or " " in text or "^" in text:
            raise ArgumentError(
                f"a generator was named {text!r}, but a name is a text without spaces and ^"
            )
    return read


def read_permutation(given: Any, what: str) -> tuple[int, ...]:
    """The images of 0, ..., n - 1, checked to be a permutation."""
    values = list(getattr(given, "array_form", given))
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise ArgumentError(
                f"{what} maps a point to {value!r}, but a permutation is a sequence of the images "
                f"of 0, ..., n - 1"
            )
    images = tuple(map(int, values))
    for point in range(len(images)):
        if point not in images:
            raise ArgumentError(
                f"{what} = {list(images)} is no permutation of 0, ..., {len(images) - 1}: nothing "
                f"is mapped to {point}"
            )
    return images


def _composed(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    """The permutation i -> p(q(i))."""
    return tuple(p[i] for i in q)


def _called(letters: Sequence[str]) -> str:
    return f"<{', '.join(letters)}>"


def _is_matrix(given: Any) -> bool:
    """Whether a generator is a matrix: a sympy one, a nested sequence or a 2d array."""
    if hasattr(given, "array_form"):
        return False
    return len(getattr(given, "shape", ())) == 2 or any(
        isinstance(row, list | tuple) or getattr(row, "ndim", 0) for row in given
    )


def _integral_product(a: FieldMatrix, b: FieldMatrix) -> FieldMatrix:
    """The product, refused where its trace is no algebraic integer.

    The trace of a matrix of finite order is a sum of roots of unity.  The conjugates of the
    orthogonal matrices of a real abelian field are orthogonal too, so an infinite group has
    elements of infinitely many traces, and integers among them are finitely many: one of them is
    refused.  The algebraic integers of the fields used here are the integer combinations of 1, t,
    t^2, ... [Washington 1997, Introduction to Cyclotomic Fields, theorem 2.6, proposition 2.16].
    """
    product = a @ b
    trace = product.trace()
    if trace.denom() != 1:
        raise ArgumentError(
            f"the generators have a product of trace {a.field.to_sympy(trace)}, which no matrix of "
            f"finite order has, so they generate an infinite group: pass generators of a finite one"
        )
    return product


def _check_orthogonal(matrix: FieldMatrix, letter: str) -> None:
    """Raise unless the matrix is square and R^T R = 1."""
    rows, columns = matrix.shape
    if rows != columns or not rows:
        raise ArgumentError(
            f"generator {letter!r} has shape {matrix.shape}, but a square matrix is expected"
        )
    rest = matrix.transposed() @ matrix - FieldMatrix.identity(rows, matrix.field)
    for i, row in enumerate(rest.rows()):
        for j, entry in enumerate(row):
            if entry != 0:
                raise ArgumentError(
                    f"generator {letter!r} is not orthogonal: entry ({i}, {j}) of R^T R - 1 is "
                    f"{matrix.field.to_sympy(entry)} where 0 is expected; pass orthogonal matrices"
                )
