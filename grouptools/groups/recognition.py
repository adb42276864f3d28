"""Which point group a finite group of the plane or of space is, wherever its axes lie.

The family and n follow from the orders of the rotations and of the other elements, and from
whether the inversion is among them [Weyl 1952, Symmetry, appendix B].  Two finite subgroups of
O(d) are conjugate in it by an isomorphism that keeps the trace of every element: their
representations on the space then have one character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.axes import determinant, equal_in_frames
from grouptools.groups.elements import Integers
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.isomorphism import extended_homomorphism
from grouptools.groups.named import PointGroup
from grouptools.groups.planar import make_planar
from grouptools.groups.point_groups import make_point_group
from grouptools.groups.subgroup import Subgroup
from grouptools.groups.symbols import Symbol, read_symbol, settings

__all__ = ["Recognised", "named_subgroup", "recognised"]


class Recognised(NamedTuple):
    """A point group, and where its elements are in another group.

    `elements[g]`: the element of the other group that is element g of `group`.
    """

    group: PointGroup
    elements: Integers


@lru_cache(maxsize=512)
def recognised(group: FiniteGroup) -> Recognised | None:
    """The point group that a finite group of the plane or of space is, up to a rotation.

    It is in a setting in which both have the same matrices, the standard one first; where there
    is none, in the standard one, by the isomorphism that keeps the traces and has the smallest
    images of the generators.
    None for a group that does not act on a real plane or space, or not faithfully.

    >>> third = FiniteGroup.from_matrices([[[0, 0, 1], [1, 0, 0], [0, 1, 0]]])
    >>> recognised(third).group.name
    'C3'
    """
    if not group.natural or group.dimension not in {2, 3} or not group.field.is_real:
        return None
    one = FieldMatrix.identity(group.dimension, group.field)
    if group.matrices.count(one) > 1:
        return None
    forms = _forms(_symbol(group))
    for form in forms:
        if images := _in_place(form, group):
            return _extended(form, group, images)
    return next(_conjugate(forms[0], group), None)


def named_subgroup(group: FiniteGroup, name: str, setting: str | None = None) -> Subgroup:
    """The subgroup that is a point group: "D4", "-42m"; "C2", "D3" in a group of the plane.

    It is the one with the matrices of `point_group(name, setting=setting)`; where no setting is
    asked for and there is none, the one in another setting, or else turned to other axes, with
    the smallest images of the generators.
    Raises `ArgumentError` where there is none.

    >>> from grouptools.groups.point_groups import point_group
    >>> named_subgroup(point_group("Oh"), "D4").order
    8
    """
    forms = _planar_form(name) if group.dimension == 2 else _forms(read_symbol(name, setting))
    if group.natural and group.order % forms[0].order == 0:
        for form in forms if setting is None else forms[:1]:
            if images := _in_place(form, group):
                return group.subgroup(images, name=form.name)
        if setting is None and (found := next(_conjugate(forms[0], group), None)):
            images = [int(found.elements[g]) for g in forms[0].generators]
            return group.subgroup(images, name=forms[0].name)
    where = f" in the setting {setting!r}" if setting is not None else ""
    raise ArgumentError(
        f"the subgroup {name!r}{where} was asked for, but {group.name} has none: `subgroups()` "
        f"lists those that it has"
    )


def _symbol(group: FiniteGroup) -> Symbol:
    """Family and n of a finite subgroup of O(2) or O(3), in the standard setting."""
    signs = group.images([determinant(m) for m in group.natural], lambda a, b: a * b, 1)
    proper = [int(group.orders[g]) for g in range(group.order) if signs[g] == 1]
    other = [int(group.orders[g]) for g in range(group.order) if signs[g] != 1]
    if group.dimension == 2:
        return Symbol("dihedral" if other else "cyclic", len(proper), "x")
    minus = FieldMatrix.identity(3, group.field).scaled(-1)
    family, n = _family(len(proper), max(proper), max(other, default=0), minus in group.matrices)
    return Symbol(family, n, settings(Symbol(family, n))[0])


def _family(rotations: int, largest: int, other: int, has_inversion: bool) -> tuple[str, int]:
    """The family by the number of rotations and their largest order, and that of the others."""
    n = largest
    if rotations not in {n, 2 * n}:
        letter = {12: "T", 24: "O", 60: "I"}[rotations]
        return letter + ("h" if has_inversion else "d" if other else ""), 0
    is_dihedral = rotations == 2 * n
    if not other:
        return "D" if is_dihedral else "C", n
    if is_dihedral:
        return "Dh" if has_inversion == (n % 2 == 0) else "Dd", n
    if n == 1:
        return "Ci" if has_inversion else "Cs", 0
    if has_inversion:
        return "Ch" if n % 2 == 0 else "S", n
    if other == 2:
        return "Cv", n
    return "Ch" if n % 2 else "S", n


def _forms(symbol: Symbol) -> list[PointGroup]:
    """The point group in the setting given, and in all others."""
    make = make_planar if symbol.family in {"cyclic", "dihedral"} else make_point_group
    others = (symbol._replace(setting=s) for s in settings(symbol) if s != symbol.setting)
    return [make(s) for s in (symbol, *others)]


def _planar_form(name: str) -> list[PointGroup]:
    letter, digits = name[:1], name[1:]
    if letter not in {"C", "D"} or not digits.isdecimal() or int(digits) < 1:
        raise ArgumentError(
            f"{name!r} was given as a group of the plane, but these are C1, C2, ... and D1, D2, ..."
        )
    return _forms(Symbol("cyclic" if letter == "C" else "dihedral", int(digits), "x"))


def _in_place(form: PointGroup, group: FiniteGroup) -> list[int]:
    """The elements that have the matrices of the generators; [] where one is not there."""
    field = form.field.joined(group.field)
    frames = [[g.field.embed(n, field) for n in g.frame] for g in (form, group)]
    elements = [matrix.over(field) for matrix in group.matrices]
    images = []
    for wanted in (matrix.over(field) for matrix in form.natural):
        found = (g for g, m in enumerate(elements) if equal_in_frames(wanted, m, *frames))
        images.append(next(found, -1))
    return images if -1 not in images else []


def _conjugate(form: PointGroup, group: FiniteGroup) -> Iterator[Recognised]:
    """Where the group contains the point group with other axes, by isomorphisms in order."""
    field = form.field.joined(group.field)
    kinds, wanted = _kinds(group, field), _kinds(form, field)

    def extend(chosen: list[int]) -> Iterator[Recognised]:
        if len(chosen) == len(form.generators):
            found = _extended(form, group, chosen)
            if found and all(kinds[h] == wanted[g] for g, h in enumerate(found.elements)):
                yield found
            return
        a = form.generators[len(chosen)]
        for h in (h for h, kind in enumerate(kinds) if kind == wanted[a]):
            known = zip(form.generators, chosen, strict=False)
            if all(kinds[group.table[c, h]] == wanted[form.table[b, a]] for b, c in known):
                yield from extend([*chosen, h])

    return extend([])


def _extended(form: PointGroup, group: FiniteGroup, images: Sequence[int]) -> Recognised | None:
    elements = extended_homomorphism(form, group, list(images))
    return None if elements is None else Recognised(form, elements)


def _kinds(group: FiniteGroup, field: Field) -> list[tuple[object, ...]]:
    """Determinant and trace of each element: what conjugation in O(d) keeps."""
    signs = group.images([determinant(m) for m in group.natural], lambda a, b: a * b, 1)
    traces = [group.field.embed(matrix.trace(), field) for matrix in group.matrices]
    return [(sign, *map(str, t.coeffs())) for sign, t in zip(signs, traces, strict=True)]
