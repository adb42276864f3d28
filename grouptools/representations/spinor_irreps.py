"""The irreps of the double groups: those of the point groups, and those where a turn by 2 pi is -1.

The latter, complex, after Altmann & Herzig 1994, Point-Group Theory Tables, with m a half-integer:

    A_m, 1E_m, 2E_m   a turn about z by t is exp(i m t), 2E_m: exp(-i m t); one A_m is both
    E_m               those on the components -m and m together, which half-turns about axes in
                      the plane x, y exchange with the phase (-i)^(2m)
    E1/2, E5/2, E7/2  of T, O, I: spinors; those times A2; those with -sqrt5 for sqrt5
    F3/2, I5/2        spin 3/2 and 5/2; of O spinors times E; of T 1F3/2 and 2F3/2, spinors times
                      the two complex irreps in E

A lift of the inversion is 1 or -1, "g" or "u".  Where the group has none but reflections, they are
lifts of the rotations that they are -1 times of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import comb

from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.fields import RATIONALS, Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.double import (
    DoubleGroup,
    flip_azimuth,
    half_turn_spin,
    turn_angle,
    z_spin,
)
from grouptools.groups.named import PointGroup
from grouptools.representations.irrep_data import IrrepData, RealType

__all__ = ["spinor_irreps"]

_TYPES: dict[int, RealType] = {1: "real", 0: "complex", -1: "quaternionic"}


def spinor_irreps(group: DoubleGroup) -> list[IrrepData]:
    """The complex irreps of a double group in which R, the turn by 2 pi, is -1.

    The images are unitary in the given squared norms, over cyclotomic fields.  `real_type` is that
    of the character, by Frobenius and Schur.  Tested for all families with n <= 8.

    >>> from grouptools.groups.double import double_group
    >>> [(i.label, i.real_type) for i in spinor_irreps(double_group("D3"))]
    [('E1/2', 'quaternionic'), ('1E3/2', 'complex'), ('2E3/2', 'complex')]
    """
    point = group.point_group
    roles = [role for role in point.roles if role not in {"E", "inversion"}]
    found = _polyhedral(point, group) if point.symbol.family[0] in "TOI" else _axial(point, roles)
    if "R" in group.generator_names:
        minus = FieldMatrix.identity(1).scaled(-1)
        found = [(label, [minus], squares) for label, _, squares in found]
    if "inversion" not in point.roles:
        return [_made(group, label, images, squares) for label, images, squares in found]
    place = group.generator_names.index("i")
    result = []
    for suffix, sign in (("g", 1), ("u", -1)):
        for label, images, squares in found:
            inversion = FieldMatrix.identity(len(squares)).scaled(sign)
            every = [*images[:place], inversion, *images[place:]]
            result.append(_made(group, label + suffix, every, squares))
    return result


#: Label, images of the generators but the inversion, squared norms.
Part = tuple[str, list[FieldMatrix], Sequence[Element]]


def _axial(group: PointGroup, roles: Sequence[str]) -> list[Part]:
    """By the spin component m along z."""
    n = _rotations_about_z(group)
    one = RATIONALS.element(1)
    if "flip" not in roles:
        lines: list[Part] = []
        for twice_m in range(1, n + 1, 2):
            images = [_turn(group, role, twice_m) for role in roles]
            if twice_m == n:
                lines.append((f"A{n}/2", images, [one]))
                continue
            lines.append((f"1E{twice_m}/2", images, [one]))
            lines.append((f"2E{twice_m}/2", [m.conjugated() for m in images], [one]))
        return lines
    found: list[Part] = []
    for twice_m in range(1, n, 2):
        images = [_on_both(group, role, twice_m) for role in roles]
        found.append((f"E{twice_m}/2", images, [one, one]))
    if n % 2:
        flip = half_turn_spin(0, n)
        phase = FieldMatrix.from_rows([[flip[0, 1]]], flip.field)
        for number, image in ((1, phase), (2, -phase)):
            images = [image if role == "flip" else _turn(group, role, n) for role in roles]
            found.append((f"{number}E{n}/2", images, [one]))
    return found


def _rotations_about_z(group: PointGroup) -> int:
    """The number of rotations about z that are elements of the group, or -1 times one."""
    n = group.turn_order
    return 2 * n if "horizontal" in group.roles else n


def _turn(group: PointGroup, role: str, twice_m: int) -> FieldMatrix:
    entry, field = z_spin(*turn_angle(group, role), twice_m)
    return FieldMatrix.diagonal([entry], field)


def _on_both(group: PointGroup, role: str, twice_m: int) -> FieldMatrix:
    """On the components -m and m."""
    if role == "flip":
        return half_turn_spin(flip_azimuth(group), twice_m)
    entry, field = z_spin(*turn_angle(group, role), twice_m)
    return FieldMatrix.diagonal([entry, field.conjugate(entry)], field)


def _polyhedral(group: PointGroup, double: DoubleGroup) -> list[Part]:
    from grouptools.representations.polyhedral_irreps import polyhedral_irreps

    spin = list(double.spin[:2])
    units = [RATIONALS.element(1)] * 2
    irreps = {irrep.label: irrep for irrep in polyhedral_irreps(group.symbol.family)}
    if group.symbol.family[0] == "T" and group.symbol.family != "Td":
        third = Field.cyclotomic(3)
        parts: list[Part] = [("E1/2", spin, units)]
        for number, power in ((1, 1), (2, 2)):
            factor = third.root_of_unity(power, 3)
            images = [spin[0], spin[1].over(spin[1].field.joined(third))]
            field = images[1].field
            images[1] = images[1].scaled(third.embed(factor, field))
            parts.append((f"{number}F3/2", images, units))
        return parts
    if group.symbol.family[0] == "I":
        conjugate = [_with_minus_root_five(matrix) for matrix in spin]
        return [
            ("E1/2", spin, units),
            ("E7/2", conjugate, units),
            ("F3/2", [_symmetric_power(m, 3) for m in spin], _binomials(3)),
            ("I5/2", [_symmetric_power(m, 5) for m in spin], _binomials(5)),
        ]
    products = {
        label: [kronecker(m, s) for m, s in zip(irreps[label].images, spin, strict=True)]
        for label in ("A2", "E")
    }
    squares = [n for n in irreps["E"].squares for _ in range(2)]
    return [
        ("E1/2", spin, units),
        ("E5/2", products["A2"], units),
        ("F3/2", products["E"], squares),
    ]


def _with_minus_root_five(matrix: FieldMatrix) -> FieldMatrix:
    """Zeta -> zeta^13 in Q(zeta_20): i stays, sqrt5 changes its sign."""
    field = matrix.field
    image = field.root_of_unity(13, 20)

    def conjugate(element: Element) -> Element:
        result = field.element(0)
        for coefficient in reversed(element.coeffs()):
            result = (result * image + coefficient) % field.modulus
        return result

    return matrix.map(conjugate)


def _symmetric_power(matrix: FieldMatrix, k: int) -> FieldMatrix:
    """[[a, b], [c, d]] on homogeneous polynomials: x^(k-j) y^j -> (a x + c y)^(k-j) (b x + d y)^j.

    Order: [x**(k - i) * y**i for i in range(k + 1)], with the squared norms 1/binomial(k, i).
    """
    field = matrix.field
    (a, b), (c, d) = matrix.rows()
    columns = []
    for j in range(k + 1):
        polynomial = [field.element(1)]
        for x, y in [(a, c)] * (k - j) + [(b, d)] * j:
            shifted = [field.element(0), *polynomial]
            padded = [*polynomial, field.element(0)]
            polynomial = [
                (x * p + y * q) % field.modulus for p, q in zip(padded, shifted, strict=True)
            ]
        columns.append(polynomial)
    return FieldMatrix.from_rows(columns, field).transposed()


def _binomials(k: int) -> list[Element]:
    return [RATIONALS.element(1) / comb(k, i) for i in range(k + 1)]


def _made(
    group: DoubleGroup, label: str, images: Sequence[FieldMatrix], squares: Sequence[Element]
) -> IrrepData:
    """The irrep with its type by Frobenius and Schur, the mean of the character at the squares."""
    field = reduce(Field.joined, (m.field for m in images))
    one = FieldMatrix.identity(len(squares), field)
    every = group.images([m.over(field) for m in images], FieldMatrix.__matmul__, one)
    total = sum((every[g].trace() for g in group.powers(2)), field.element(0)) % field.modulus
    return IrrepData(label, tuple(images), tuple(squares), _TYPES[int(total[0] / group.order)])
