"""The real irreps of T, T_d, O and I; those of T_h, O_h, I_h have the inversion +-1 besides.

    E    the irrep of D_3 = O / D_2, C3 a rotation by 120 degrees, on (2z^2 - x^2 - y^2, x^2 - y^2)
         up to lengths
    T    the group's own matrices; T1 of O and I the same, T2 of O is T1 A2
    T_d  is O with S4^-1 = -C4 for C4: T2 is its own matrices, T1 those times A2
    I    T2 is T1 with -sqrt5 for sqrt5
         G permutes the five triples of two-fold axes; it is on 4t - u - v - w - s, t for x, y, z
         and u, v, w, s for the triples at (1,1,1), (1,-1,-1), (-1,1,-1), (-1,-1,1), and on
         u + v - w - s, u - v + w - s, u - v - w + s: under T it is A + T
         H is on the solid harmonics of degree 2, (x y, y z, 3z^2 - r^2, x z, x^2 - y^2)

[Altmann & Herzig 1994, Point-Group Theory Tables, for the labels.]
"""

from __future__ import annotations

from collections.abc import Sequence

from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import axial_frame, diagonal, turn
from grouptools.groups.polyhedral import polyhedral_generators
from grouptools.representations.irrep_data import IrrepData
from grouptools.representations.mulliken import complex_pair

__all__ = ["polyhedral_irreps"]

#: How C5 and C3 of I permute the triple x, y, z and those at (1,1,1), ..., (-1,-1,1).
_TRIPLES = {"C5": (3, 4, 1, 2, 0), "C3": (0, 1, 3, 4, 2)}
_TRIPLE_SUMS = ((4, -1, -1, -1, -1), (0, 1, 1, -1, -1), (0, 1, -1, 1, -1), (0, 1, -1, -1, 1))

#: The symmetric matrices of the solid harmonics of degree 2, row after row, and squared norms up
#: to a factor 5 / (16 pi).
_QUADRICS = (
    (0, 1, 0, 1, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 1, 0, 1, 0),
    (-2, 0, 0, 0, -2, 0, 0, 0, 4),
    (0, 0, 1, 0, 0, 0, 1, 0, 0),
    (2, 0, 0, 0, -2, 0, 0, 0, 0),
)
_QUADRIC_SQUARES = (12, 12, 1, 12, 3)


def polyhedral_irreps(family: str) -> list[IrrepData]:
    """The real irreps of T, Td, Th, O, Oh, I or Ih on its generators but the inversion.

    >>> [irrep.label for irrep in polyhedral_irreps("I")]
    ['A', 'T1', 'T2', 'G', 'H']
    """
    generators = [g for g in polyhedral_generators(family) if g.role != "inversion"]
    natural = [g.matrix for g in generators]
    if family[0] == "I":
        return _icosahedral(natural)
    third = turn(1, 3)
    if family in {"T", "Th"}:
        one = FieldMatrix.identity(2)
        return [
            _line("A", (1, 1)),
            IrrepData("E", (one, third), axial_frame(3), "complex", complex_pair("E")),
            _irrep("T", natural),
        ]
    other = [-natural[0], natural[1]]
    first, second = (other, natural) if family == "Td" else (natural, other)
    return [
        _line("A1", (1, 1)),
        _line("A2", (-1, 1)),
        _irrep("E", [diagonal(1, -1), third], axial_frame(3)),
        _irrep("T1", first),
        _irrep("T2", second),
    ]


def _icosahedral(natural: Sequence[FieldMatrix]) -> list[IrrepData]:
    field = Field.real(5)
    other = field.double_cosine(2, 5)  # where 2 cos(2 pi/5) = (sqrt5 - 1)/2 goes with -sqrt5

    def conjugate(element: Element) -> Element:
        return (element[0] + element[1] * other) % field.modulus

    quadrics = [_on_span(kronecker(g, g), _QUADRICS) for g in natural]
    triples = [
        _on_span(FieldMatrix.permutation(_TRIPLES[name]), _TRIPLE_SUMS) for name in ("C5", "C3")
    ]
    return [
        _line("A", (1, 1)),
        _irrep("T1", natural),
        _irrep("T2", [g.map(conjugate) for g in natural]),
        _irrep("G", triples, _elements((1, 5, 5, 5))),
        _irrep("H", quadrics, _elements(_QUADRIC_SQUARES)),
    ]


def _on_span(matrix: FieldMatrix, rows: Sequence[Sequence[int]]) -> FieldMatrix:
    """D with P g = D P, for orthogonal rows P whose span g leaves invariant: f(g v) = D f(v)."""
    basis = FieldMatrix.from_rows(rows)
    dual = basis.transposed() @ (basis @ basis.transposed()).inverse()
    return basis @ matrix @ dual


def _irrep(
    label: str, images: Sequence[FieldMatrix], squares: Sequence[Element] | None = None
) -> IrrepData:
    given = squares if squares is not None else _elements((1,) * images[0].shape[0])
    return IrrepData(label, tuple(images), tuple(given), "real")


def _line(label: str, signs: Sequence[int]) -> IrrepData:
    return _irrep(label, [diagonal(sign) for sign in signs])


def _elements(numbers: Sequence[int]) -> tuple[Element, ...]:
    return tuple(RATIONALS.element(n) for n in numbers)
