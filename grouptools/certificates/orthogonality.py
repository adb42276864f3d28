"""Orthonormality of the columns and of the rows of Clebsch-Gordan coefficients."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from grouptools.certificates.claim import case_text, exact_text
from grouptools.certificates.rotations import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grouptools.certificates.invariants import Tensor
    from grouptools.certificates.multiquadratic import Number

__all__ = ["first_skew_columns", "first_skew_rows"]

#: Entries v_i sqrt(square / (w norm_i)) of one row or column: (square, w, [(i, v_i), ...]).
_Line = tuple[Fraction, int, list[tuple[int, "Number"]]]


def first_skew_columns(tensor: Tensor) -> str | None:
    """Return the smallest pair m3, n3 of columns that is not orthonormal, in words."""
    _, t2, t3 = tensor.spins
    w1, w2, w3 = (weights(tensor.basis, t) for t in tensor.spins)
    rows: dict[int, list[tuple[int, Number]]] = defaultdict(list)
    for code in sorted(tensor.scaled.values):
        row, column = divmod(code, t3 + 1)
        rows[row].append((column, tensor.scaled.values[code]))
    square = tensor.scaled.square
    lines = [(square, w1[r // (t2 + 1)] * w2[r % (t2 + 1)], line) for r, line in rows.items()]
    skew = _first_skew(lines, w3)
    if skew is None:
        return None
    i, k, residual = skew
    return f"{case_text('m3 n3', (2 * i - t3, 2 * k - t3))}: residual {residual}"


def first_skew_rows(tensors: Sequence[Tensor]) -> str | None:
    """Return the smallest pair of rows that is not orthonormal over all j3, in words."""
    basis, (t1, t2, _) = tensors[0].basis, tensors[0].spins
    lines: list[_Line] = []
    for tensor in tensors:
        w3 = weights(basis, tensor.spins[2])
        columns: list[list[tuple[int, Number]]] = [[] for _ in w3]
        for code in sorted(tensor.scaled.values):
            row, column = divmod(code, len(w3))
            columns[column].append((row, tensor.scaled.values[code]))
        lines += [(tensor.scaled.square, w, line) for w, line in zip(w3, columns, strict=True)]
    skew = _first_skew(lines, [a * b for a in weights(basis, t1) for b in weights(basis, t2)])
    if skew is None:
        return None
    i, k, residual = skew
    m = [
        2 * index - t
        for row in (i, k)
        for index, t in zip(divmod(row, t2 + 1), (t1, t2), strict=True)
    ]
    return f"{case_text('m1 m2 n1 n2', tuple(m))}: residual {residual}"


def _first_skew(lines: Sequence[_Line], norms: Sequence[int]) -> tuple[int, int, str] | None:
    """Return the smallest (i, k) whose scalar product over all lines is not delta[i, k]."""
    common = lcm(*{square.denominator for square, _, _ in lines}) * lcm(*{w for _, w, _ in lines})
    sums: dict[tuple[int, int], Number] = defaultdict(int)
    for square, w, entries in lines:
        factor = square.numerator * (common // (square.denominator * w))
        for position, (i, value) in enumerate(entries):
            weighted = factor * value
            for k, other in entries[position:]:
                sums[i, k] += weighted * other
    for i, norm in enumerate(norms):
        sums[i, i] -= common * norm
    failing = [pair for pair, residual in sums.items() if residual]
    if not failing:
        return None
    i, k = min(failing)
    return i, k, exact_text(sums[i, k], Fraction(1, common**2 * norms[i] * norms[k]))
