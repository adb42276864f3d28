"""A basis of kernels as plain dictionaries, lists and integers: what a checker is given.

An element c_0 + c_1 t + ... over a denominator is [denominator, c_0, c_1, ...] without trailing
zeros, in lowest terms, the denominator positive; zero is [1].  A matrix is the list of its nonzero
entries [i, j, denominator, c_0, ...] by rows.  A kernel is the list of its nonzero entries
[a, b, m, c_0, ...], integers.  The canonical text is the JSON of all, keys sorted, no spaces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.groups.lie import LieGroup
from grouptools.kernels.patterns import Part
from grouptools.kernels.summands import Summands

__all__ = ["canonical_text", "plain_basis", "plain_element", "plain_group", "plain_matrix"]

Plain = dict[str, Any]


def plain_basis(
    source: Summands, target: Summands, space: Mapping[str, Any], parts: Sequence[Part]
) -> Plain:
    """The data of a basis of kernels from `source` to `target`.

    `space`: what the kernels are functions on: {"kind": "harmonics"}, or points, or none.
    """
    field = parts[0].field
    return {
        "field": _plain_field(field),
        "group": plain_group(source.group, field),
        "rep_in": _plain_representation(source.over(field)),
        "rep_out": _plain_representation(target.over(field)),
        "space": dict(space),
        "degrees": [_plain_part(part) for part in parts],
    }


def canonical_text(plain: Mapping[str, Any]) -> str:
    """JSON in one way only: sorted keys, no spaces, ASCII."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def plain_element(element: Element) -> list[int]:
    """[denominator, c_0, ..., c_k] of c_0 + c_1 t + ... over the denominator, c_k not zero."""
    return [int(element.denom()), *map(int, element.numer().coeffs())]


def plain_group(group: Group, field: Field) -> Plain:
    """The data of a group, its matrices over a larger field."""
    own = group.field
    order, right = None, None
    if isinstance(group, FiniteGroup):
        order, right = group.order, group.right.tolist()
    return {
        "name": group.name,
        "lie": group.name if isinstance(group, LieGroup) else None,
        "order": order,
        "right": right,
        "generators": list(group.generator_names),
        "derivations": list(map(bool, group.derivations)),
        "frame": [plain_element(own.embed(square, field)) for square in group.frame],
        "natural": [plain_matrix(matrix.over(field)) for matrix in group.natural],
    }


def _plain_field(field: Field) -> list[Any]:
    return [field.order, "real" if field.is_real else "cyclotomic"]


def plain_matrix(matrix: FieldMatrix) -> list[list[int]]:
    """[i, j, denominator, c_0, ...] for each nonzero entry, by rows."""
    return [
        [i, j, *plain_element(element)]
        for i, row in enumerate(matrix.rows())
        for j, element in enumerate(row)
        if element != 0
    ]


def _plain_representation(summands: Summands) -> Plain:
    images = [
        [[i, j, *plain_element(element)] for i, j, element in summands.nonzero(s)]
        for s in range(len(summands.group.generator_names))
    ]
    squares = [plain_element(square) for square in summands.squares()]
    return {"name": summands.name, "squares": squares, "images": images}


def _plain_part(part: Part) -> Plain:
    row, a, b, m, coefficients = part.entries()
    labels = np.stack([a, b, m], axis=1).tolist()
    entries = [
        [*label, *_without_trailing_zeros(numbers)]
        for label, numbers in zip(labels, coefficients.tolist(), strict=True)
    ]
    bounds = np.searchsorted(row, np.arange(part.dimension + 1)).tolist()
    return {
        "degree": part.degree,
        "vectors": [entries[i:j] for i, j in pairwise(bounds)],
        "squares": [plain_element(square) for square in part.squares],
    }


def _without_trailing_zeros(numbers: list[int]) -> list[int]:
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return numbers
