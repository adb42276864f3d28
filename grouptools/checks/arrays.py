"""Products of arrays of exact numbers and polynomials, over their nonzero entries only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import gcd
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from grouptools.checks.root_sums import RootSum

__all__ = ["Array", "adjoint", "conjugate", "contract", "identity", "matmul", "objects"]

#: Entries are ints and `RootSum`s.
Array = NDArray[np.object_]

Terms = list[tuple[int, Any]]


def matmul(left: Array, right: Array) -> Array:
    """The product of two matrices."""
    columns = [_nonzero(row) for row in right]
    product = np.zeros((len(left), right.shape[1]), dtype=object)
    for i, row in enumerate(left):
        sums: dict[int, dict[int, Any]] = defaultdict(dict)
        for k, terms in _nonzero(row):
            for j, others in columns[k]:
                _add_product(sums[j], terms, others)
        for j, total in sums.items():
            entry = RootSum({k: c for k, c in total.items() if c})
            product[i, j] = entry or 0
    return product


def contract(left: Array, left_axis: int, right: Array, right_axis: int) -> Array:
    """Sum over one axis of each, as numpy.tensordot does: the other axes stay in their order."""
    first = np.moveaxis(left, left_axis, -1)
    second = np.moveaxis(right, right_axis, 0)
    flat = matmul(first.reshape(-1, first.shape[-1]), second.reshape(second.shape[0], -1))
    return flat.reshape(first.shape[:-1] + second.shape[1:])


def conjugate(array: Array) -> Array:
    """The complex conjugate of each entry."""
    return np.frompyfunc(lambda entry: entry.conjugate(), 1, 1)(array)  # type: ignore[no-any-return]


def adjoint(matrix: Array) -> Array:
    """The conjugate transpose."""
    return conjugate(matrix.T)


def identity(size: int) -> Array:
    """The unit matrix."""
    return np.eye(size, dtype=int).astype(object)


def objects(entries: Sequence[Any]) -> Array:
    """A one-dimensional array of these entries."""
    array = np.empty(len(entries), dtype=object)
    array[:] = entries
    return array


def _nonzero(row: Array) -> list[tuple[int, Terms]]:
    """Place and terms of each entry that is not zero."""
    return [(place, _terms(entry)) for place, entry in enumerate(row.tolist()) if entry]


def _terms(entry: Any) -> Terms:
    return list(entry.terms.items()) if isinstance(entry, RootSum) else [(1, flint.fmpq(entry))]


def _add_product(total: dict[int, Any], left: Terms, right: Terms) -> None:
    """Add a product to a sum {k: c}; the rule is that of `RootSum.__mul__`."""
    for a, p in left:
        for b, q in right:
            if a == b:
                k, c = 1, p * q * a
            else:
                common = gcd(a, b)
                k = (a // common) * (b // common)
                c = p * q if common == 1 else p * q * common
                if a < 0 and b < 0:
                    c = -c
            total[k] = total[k] + c if k in total else c
