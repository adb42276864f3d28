"""What the kernels of one degree must satisfy: orthogonality and canonical form.

Each function returns how many equations it checked, and the first that fails.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations_with_replacement
from math import gcd
from typing import TYPE_CHECKING

from flint import fmpq_poly

from grouptools.certificates.number_field import Element, NumberField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grouptools.certificates.kernel_data import KernelVector, RepresentationData
    from grouptools.certificates.kernel_spaces import Functions

__all__ = ["canonical_form", "orthogonality"]

Checked = tuple[int, str | None]


def orthogonality(
    field: NumberField,
    functions: Functions,
    pair: tuple[RepresentationData, RepresentationData],
    vectors: Sequence[KernelVector],
    squares: Sequence[Element],
) -> Checked:
    """Sum of squares_out[a] / (squares_in[b] squares[m]) conj(K_r) K_s = delta squares[r]."""
    p = field.modulus
    count = len(vectors)
    if len(squares) != count:
        return 1, f"{count} kernels have {len(squares)} squares"
    in_inverses = [field.inverse(square) for square in pair[0].squares]
    m_inverses = [field.inverse(square) for square in functions.squares]
    columns: dict[tuple[int, int, int], list[tuple[int, Element]]] = defaultdict(list)
    for r, vector in enumerate(vectors):
        for place, element in vector.items():
            columns[place].append((r, element))
    gram: dict[tuple[int, int], Element] = {}
    for (a, b, m), entries in columns.items():
        weight = pair[1].squares[a] * in_inverses[b] % p * m_inverses[m] % p
        for (r, first), (s, second) in combinations_with_replacement(entries, 2):
            product = field.conjugate(first) * second % p * weight
            gram[r, s] = gram[r, s] + product if (r, s) in gram else product
    wrong = [(r, s) for (r, s), value in gram.items() if r != s and value % p != 0]
    wrong += [(r, r) for r, due in enumerate(squares) if (gram.get((r, r), 0) - due) % p != 0]
    cases = count * (count + 1) // 2
    if wrong:
        r, s = min(wrong)
        found = field.text(fmpq_poly(gram.get((r, s), fmpq_poly([0]))) % p)
        return cases, f"kernels {r} and {s} have the product {found}"
    bad = next((r for r, square in enumerate(squares) if not field.is_positive(square)), None)
    return cases, None if bad is None else f"the square of kernel {bad} is not positive"


def canonical_form(field: NumberField, vectors: Sequence[KernelVector]) -> Checked:
    """Orthogonal vectors are the canonical basis of their span in the order of (a, b, m).

    They are, scaled, a unit lower triangular matrix times the reduced echelon form of the span,
    whose rows are found from them one after the other; see `exact.algebra.bases` for the rule.
    """
    echelon: list[tuple[tuple[int, int, int], KernelVector]] = []
    failure = None
    for r, vector in enumerate(vectors):
        coefficients = [int(c) for element in vector.values() for c in element.coeffs()]
        if gcd(*coefficients) != 1:
            failure = failure or f"kernel {r} is not made of coprime integers"
        row = dict(vector)
        for pivot, earlier in echelon:
            _subtract(field, row, earlier, vector.get(pivot))
        if not row:
            failure = failure or f"kernel {r} depends on those before it"
            continue
        pivot, leading = min(row.items())
        if leading.degree() > 0 or not leading[0] > 0:
            failure = failure or f"kernel {r} is not a positive integer at {list(pivot)}"
            continue
        if echelon and pivot < echelon[-1][0]:
            failure = failure or f"kernel {r} has an earlier pivot than the kernel before it"
        if any(pivot in earlier for _, earlier in echelon):
            failure = failure or f"an earlier row of the echelon form is not 0 at {list(pivot)}"
        echelon.append((pivot, {place: e / leading[0] for place, e in row.items()}))
    return len(vectors), failure


def _subtract(
    field: NumberField, row: KernelVector, other: KernelVector, factor: Element | None
) -> None:
    """Subtract a multiple of a vector in place; zeros are left out."""
    if factor is None:
        return
    for place, element in other.items():
        value = (row.get(place, fmpq_poly([0])) - factor * element) % field.modulus
        if value == 0:
            row.pop(place, None)
        else:
            row[place] = value
