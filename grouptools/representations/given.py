"""Representations by a user's own matrices, proved to be one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.groups.finite import FiniteGroup
from grouptools.groups.group import Group
from grouptools.representations.representation import Representation

__all__ = ["representation_from_matrices"]


def representation_from_matrices(
    group: Group, matrices: Sequence[Any], name: str = "given"
) -> Representation:
    """The representation with these orthogonal matrices of the generators, checked.

    `matrices`: one for each of `group.generator_names`, of integers, fractions or sympy numbers;
    that of a generator of a Lie algebra is antisymmetric.
    Proved are R^T R = 1 and image(g) image(s) = image(g s) for every element g and generator s of
    a finite group; the brackets, and that a full turn is 1, of a Lie group.
    Raises `ArgumentError` that names the generator or the elements, and the entry, that is wrong.

    >>> from grouptools.groups.planar import cyclic
    >>> representation_from_matrices(cyclic(2), [[[0, 1], [1, 0]]]).dimension
    2
    """
    names = group.generator_names
    if len(matrices) != len(names):
        raise ArgumentError(
            f"{len(matrices)} matrices were given, but {group.name} has {len(names)} generators, "
            f"{', '.join(names)}: pass one matrix for each"
        )
    images = _read(group, matrices)
    for generator, image, derivation in zip(names, images, group.derivations, strict=True):
        _check_orthogonal(generator, image, derivation)
    rep = Representation(group, images, name=name)
    if isinstance(group, FiniteGroup):
        _check_homomorphism(group, rep)
    else:
        _check_lie_relations(group, rep)
    return rep


def _read(group: Group, matrices: Sequence[Any]) -> list[FieldMatrix]:
    """The matrices as elements of one field, all square and of one size."""
    from grouptools.exact.algebra.reading import read_matrix

    images: list[FieldMatrix] = []
    field = RATIONALS
    for generator, given in zip(group.generator_names, matrices, strict=True):
        image = (
            given
            if isinstance(given, FieldMatrix)
            else read_matrix(given, _called(generator), real=False)
        )
        rows, columns = image.shape
        if rows != columns or image.shape != (images or [image])[0].shape:
            size = images[0].shape[0] if images else rows
            raise ArgumentError(
                f"{_called(generator)} has shape {image.shape}, but all matrices of a "
                f"representation are square and of one size, here {size} x {size}"
            )
        images.append(image)
        field = field.joined(image.field)
    return [image.over(field) for image in images]


def _called(generator: str) -> str:
    return f"the matrix of generator {generator!r}"


def _check_orthogonal(generator: str, image: FieldMatrix, derivation: bool) -> None:
    """Raise unless R^+ R = 1, or X^+ + X = 0 for a derivation."""
    adjoint, real = image.conjugated().transposed(), image.field.is_real
    if derivation:
        excess = adjoint + image
        property_, formula = ("antisymmetric", "X^T + X") if real else ("antihermitian", "X^+ + X")
    else:
        one = FieldMatrix.identity(image.shape[0], image.field)
        excess = adjoint @ image - one
        property_, formula = ("orthogonal", "R^T R - 1") if real else ("unitary", "R^+ R - 1")
    wrong = _first_nonzero(excess)
    if wrong:
        raise ArgumentError(
            f"{_called(generator)} is not {property_}: entry {wrong} of {formula} is "
            f"{image.field.to_sympy(excess[wrong])} where 0 is expected"
        )


def _check_homomorphism(group: FiniteGroup, rep: Representation) -> None:
    """Raise unless image(g) image(s) = image(g s) for all elements g and generators s."""
    images = rep.element_images
    for s, (name, image) in enumerate(zip(group.generator_names, rep.images, strict=True)):
        for g, product in enumerate(group.right[s].tolist()):
            if group.steps[product] == (g, s):
                continue  # it was made so
            wrong = _first_nonzero(images[g] @ image - images[product])
            if wrong:
                word = f"{group.element_name(g)} {name}" if g else name
                raise ArgumentError(
                    f"the matrices are no representation of {group.name}: {word} and "
                    f"{group.element_name(product)} are one element, but entry {wrong} of the "
                    f"products of their matrices is "
                    f"{rep.field.to_sympy((images[g] @ image)[wrong])} and "
                    f"{rep.field.to_sympy(images[product][wrong])}"
                )


def _check_lie_relations(group: Group, rep: Representation) -> None:
    """Raise unless brackets and reflections are those of the group, and full turns are 1."""
    images = dict(zip(group.generator_names, rep.images, strict=True))
    one = FieldMatrix.identity(rep.dimension, rep.field)
    relations = []
    if "Lx" in images:
        for a, b, c in (("Lx", "Ly", "Lz"), ("Ly", "Lz", "Lx"), ("Lz", "Lx", "Ly")):
            bracket = images[a] @ images[b] - images[b] @ images[a]
            relations.append((f"[{a}, {b}] - {c}", bracket - images[c]))
    if "f" in images:
        f, turn = images["f"], images["L"]
        relations += [("f^2 - 1", f @ f - one), ("f L f + L", f @ turn @ f + turn)]
    if "i" in images:
        i = images["i"]
        relations.append(("i^2 - 1", i @ i - one))
        relations += [(f"i {a} - {a} i", i @ images[a] - images[a] @ i) for a in ("Lx", "Ly", "Lz")]
    for formula, excess in relations:
        wrong = _first_nonzero(excess)
        if wrong:
            raise ArgumentError(
                f"the matrices are no representation of {group.name}: entry {wrong} of {formula} "
                f"is {rep.field.to_sympy(excess[wrong])} where 0 is expected"
            )
    if rep.multiplicities().dimension != rep.dimension:
        axis = "Lz" if "Lz" in images else "L"
        raise ArgumentError(
            f"the matrices are no representation of {group.name}: an eigenvalue of {axis} is no "
            f"multiple of i, so that a full turn is not 1"
        )


def _first_nonzero(matrix: FieldMatrix) -> tuple[int, int] | None:
    """The place of the first entry that is not zero, row after row."""
    if matrix.is_zero():
        return None
    for i, row in enumerate(matrix.rows()):
        for j, entry in enumerate(row):
            if entry != 0:
                return i, j
    return None
