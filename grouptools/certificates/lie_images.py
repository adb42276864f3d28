"""Representations of SO(2), O(2), SO(3), O(3) and SU(2): relations of the generators, weights.

L, or L_z, is diagonal over the complex numbers with eigenvalues i k: the weights k, whole numbers
for a representation of SO(2) or SO(3), halves of them for SU(2).  A representation of SO(3) holds
the irrep of degree l as often as its weight l exceeds its weight l + 1
[Hall 2015, Lie Groups, Lie Algebras and Representations, 4.6].
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq_poly

from grouptools.certificates.finite_images import dense_row
from grouptools.certificates.number_field import Element, NumberField, Packing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grouptools.certificates.kernel_data import Matrix

__all__ = ["LIE_GROUPS", "Weights", "common_irreps", "first_broken_relation", "graded_weights"]

#: By (weight, sign of the component), how often; weights are doubled for SU(2).
Weights = Counter[tuple[int, int]]
#: A sum of words in the generators, with coefficients, that must vanish; () is the identity.
Relation = dict[tuple[int, ...], int]

_ALGEBRA: tuple[Relation, ...] = (
    {(0, 1): 1, (1, 0): -1, (2,): -1},
    {(1, 2): 1, (2, 1): -1, (0,): -1},
    {(2, 0): 1, (0, 2): -1, (1,): -1},
)
_INVERSION: tuple[Relation, ...] = (
    {(3, 0): 1, (0, 3): -1},
    {(3, 1): 1, (1, 3): -1},
    {(3, 2): 1, (2, 3): -1},
    {(3, 3): 1, (): -1},
)

#: The derivations and components, and the relations of each group's generators.
LIE_GROUPS: dict[str, tuple[tuple[bool, ...], tuple[Relation, ...]]] = {
    "SO(2)": ((True,), ()),
    "O(2)": ((True, False), ({(1, 0): 1, (0, 1): 1}, {(1, 1): 1, (): -1})),
    "SO(3)": ((True, True, True), _ALGEBRA),
    "O(3)": ((True, True, True, False), (*_ALGEBRA, *_INVERSION)),
    "SU(2)": ((True, True, True), _ALGEBRA),
}


def first_broken_relation(
    field: NumberField, lie: str, images: Sequence[Matrix], names: Sequence[str]
) -> tuple[int, str | None]:
    """Count the relations, and name the first that the images do not keep."""
    size = len(images[0])
    packing = Packing(field, size)
    relations = LIE_GROUPS[lie][1]
    for relation in relations:
        total: list[Element] = [fmpq_poly([0])] * size
        for word, coefficient in relation.items():
            rows = _word(packing, [images[s] for s in word], size)
            total = [t + r * coefficient for t, r in zip(total, rows, strict=True)]
        wrong = [i for i, row in enumerate(total) if row % packing.modulus != 0]
        if wrong:
            words = " ".join(
                f"{c:+} {' '.join(names[s] for s in word) or '1'}" for word, c in relation.items()
            )
            return len(relations), f"{words} = 0 fails in row {wrong[0]}"
    return len(relations), None


def graded_weights(field: NumberField, lie: str, images: Sequence[Matrix]) -> Weights | None:
    """The weights of a representation, or None where they are not all (half) integers.

    The sign is that of the inversion of O(3), 1 for every other group.
    """
    size = len(images[0])
    torus = images[2] if lie in ("SO(3)", "O(3)", "SU(2)") else images[0]
    steps = 2 if lie == "SU(2)" else 1
    rows = [dense_row([(j, e * steps) for j, e in row], size) for row in torus]
    squared = _squared(field, rows)
    signs = {1: images[3], -1: images[3]} if lie == "O(3)" else {1: None}
    found: Weights = Counter()
    largest = sum((-squared[i][i] for i in range(size)), fmpq_poly([0]))  # the sum of all k^2
    if largest.degree() > 0:
        return None
    k = 0
    while found.total() < size and k * k <= largest[0]:
        for sign, component in signs.items():
            for weight, count in _multiplicities(field, rows, squared, component, sign, k):
                found[weight, sign] += count
        k += 1
    return found if found.total() == size else None


def common_irreps(lie: str, left: Weights, right: Weights, space: Weights) -> Fraction:
    """The dimension of Hom(space (x) left, right); half an integer for O(2), without the rest.

    For O(2) only its part of det 1 is averaged over, with the factor 1/2 of the Haar measure.
    """
    if lie in ("SO(2)", "O(2)"):
        total = sum(
            n * m * s * ((a + c) == b)
            for (a, _), n in left.items()
            for (b, _), m in right.items()
            for (c, _), s in space.items()
        )
        return Fraction(total, 2 if lie == "O(2)" else 1)
    irreps = [_irreps(lie, weights) for weights in (left, right, space)]
    return Fraction(
        sum(
            n * m * s
            for (a, p), n in irreps[0].items()
            for (b, q), m in irreps[1].items()
            for (c, r), s in irreps[2].items()
            if p * r == q and abs(a - c) <= b <= a + c and (a + b + c) % 2 == 0
        )
    )


def _irreps(lie: str, weights: Weights) -> Weights:
    """How often each irrep is contained, by (doubled spin, sign)."""
    step = 1 if lie == "SU(2)" else 2
    irreps: Weights = Counter()
    for (k, sign), count in weights.items():
        if k >= 0:
            irreps[k * step, sign] = count - weights[k + 2 // step, sign]
    return irreps


def _multiplicities(
    field: NumberField,
    rows: list[list[Element]],
    squared: list[list[Element]],
    component: Matrix | None,
    sign: int,
    k: int,
) -> Iterator[tuple[int, int]]:
    """The weights k and -k, and how often each occurs where the component is `sign`."""
    size = len(rows)
    rest = [] if component is None else _shifted_rows(component, -sign)
    if k and field.kind == "cyclotomic" and field.order % 4 == 0:
        unit = fmpq_poly([0] * (field.order // 4) + [1]) % field.modulus
        for weight in (k, -k):
            yield weight, size - field.rank([*_shifted(rows, -weight * unit), *rest])
        return
    count = size - field.rank([*_shifted(squared, fmpq_poly([k * k])), *rest])
    yield k, count // 2 if k else count
    if k:
        yield -k, count // 2


def _shifted(rows: list[list[Element]], number: Element) -> list[list[Element]]:
    """The matrix plus a multiple of the identity."""
    return [[e + number if i == j else e for j, e in enumerate(row)] for i, row in enumerate(rows)]


def _shifted_rows(matrix: Matrix, number: int) -> list[list[Element]]:
    rows = [dense_row(row, len(matrix)) for row in matrix]
    return _shifted(rows, fmpq_poly([number]))


def _squared(field: NumberField, rows: list[list[Element]]) -> list[list[Element]]:
    columns = list(zip(*rows, strict=True))
    zero = fmpq_poly([0])
    return [
        [sum((a * b for a, b in zip(row, c, strict=True)), zero) % field.modulus for c in columns]
        for row in rows
    ]


def _word(packing: Packing, word: Sequence[Matrix], size: int) -> list[Element]:
    """The packed rows of a product of matrices."""
    rows = [fmpq_poly([0] * i + [1]) for i in range(size)]
    for matrix in reversed(word):
        rows = [
            sum((rows[j] * packing.spread(e) for j, e in row), fmpq_poly([0])) % packing.modulus
            for row in matrix
        ]
    return rows
