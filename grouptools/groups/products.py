"""Direct and semidirect products of finite groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import RATIONALS
from grouptools.groups.elements import Integers, generated, locked
from grouptools.groups.finite import FiniteGroup

__all__ = ["ProductGroup", "direct_product", "semidirect_product"]

Tuple = tuple[int, ...]


class ProductGroup(FiniteGroup):
    """A direct or semidirect product of finite groups.

    `factors`: the groups it is made of.
    `components[g]`: the elements of the factors that g is the tuple of, one row an element.
    `embeddings[i]`: the element of the product for each element of factor i.
    `projections[i]`: the element of factor i for each element of the product; for the normal
    factor of a semidirect product it is no homomorphism.
    `is_direct`: whether the factors commute with each other.
    """

    factors: tuple[FiniteGroup, ...]
    is_direct: bool
    components: Integers
    embeddings: tuple[Integers, ...]
    projections: tuple[Integers, ...]


def direct_product(
    *factors: FiniteGroup, name: str | None = None, block_diagonal: bool = False
) -> ProductGroup:
    """The direct product: tuples, multiplied entry by entry.

    Its generators are those of the first factor, then those of the second, and so on; a name that
    two factors share gets the factor's number, r_1 and r_2.
    `block_diagonal`: let it act on the sum of the spaces on which the factors act.

    >>> from grouptools.groups.finite import FiniteGroup
    >>> two, three = (FiniteGroup.from_permutations([p]) for p in ([1, 0], [1, 2, 0]))
    >>> product = direct_product(two, three)
    >>> product.order, product.is_abelian, product.generator_names
    (6, True, ('a_1', 'a_2'))
    """
    if not factors:
        raise ArgumentError("no groups were given, but a direct product needs at least one")

    def product(a: Tuple, b: Tuple) -> Tuple:
        return tuple(int(f.table[g, h]) for f, g, h in zip(factors, a, b, strict=True))

    called = name or " x ".join(factor.name for factor in factors)
    space = _sum_of_spaces(factors) if block_diagonal else {}
    return _product(called, factors, product, space, is_direct=True)


def semidirect_product(
    normal: FiniteGroup, acting: FiniteGroup, action: Sequence[Any], name: str | None = None
) -> ProductGroup:
    """The semidirect product: pairs with (n, h)(n', h') = (n theta_h(n'), h h').

    `action`: for each generator of `acting` an automorphism of `normal`, as the images of its
    elements 0, ..., order - 1.
    Raises `ArgumentError` that names the generator and the elements for which it is none, or the
    products that the automorphisms do not keep.

    >>> from grouptools.groups.finite import FiniteGroup
    >>> three = FiniteGroup.from_permutations([[1, 2, 0]], names=["r"])
    >>> two = FiniteGroup.from_permutations([[1, 0]], names=["f"])
    >>> semidirect_product(three, two, [[0, 2, 1]]).is_abelian  # the symmetries of a triangle
    False
    """
    from grouptools.groups.actions import action_from_generators

    theta = action_from_generators(acting, action)
    for letter, s in zip(acting.generator_names, acting.generators, strict=True):
        _check_automorphism(normal, theta[s], letter)

    def product(a: Tuple, b: Tuple) -> Tuple:
        (n, h), (other, k) = a, b
        return int(normal.table[n, theta[h, other]]), int(acting.table[h, k])

    called = name or f"{normal.name} : {acting.name}"
    trivial = bool((theta == theta[0]).all())
    return _product(called, (normal, acting), product, {}, is_direct=trivial)


def _product(
    name: str, factors: Sequence[FiniteGroup], product: Any, space: Any, *, is_direct: bool
) -> ProductGroup:
    """Enumerate the tuples that the factors' generators generate, and say where they come from."""
    one = (0,) * len(factors)
    shared = [a for factor in factors for a in factor.generator_names]
    generators, names = [], []
    for i, factor in enumerate(factors):
        for a, g in zip(factor.generator_names, factor.generators, strict=True):
            generators.append((*one[:i], g, *one[i + 1 :]))
            names.append(a if shared.count(a) == 1 else f"{a}_{i + 1}")
    elements, steps, right = generated(generators, product, one, lambda g: g)
    group = ProductGroup(name, steps, right, names, **space)
    number = {element: g for g, element in enumerate(elements)}
    group.factors = tuple(factors)
    group.is_direct = is_direct
    group.components = locked(np.array(elements, dtype=np.int32))
    group.projections = tuple(group.components.T)
    group.embeddings = tuple(
        locked(
            np.array(
                [number[*one[:i], g, *one[i + 1 :]] for g in range(factor.order)], dtype=np.int32
            )
        )
        for i, factor in enumerate(factors)
    )
    return group


def _sum_of_spaces(factors: Sequence[FiniteGroup]) -> dict[str, Any]:
    """The generators' block-diagonal matrices, with the frame and field of the sum."""
    from grouptools.exact.algebra.assembling import block_diagonal
    from grouptools.exact.algebra.matrices import FieldMatrix

    field = RATIONALS
    for factor in factors:
        if not factor.natural:
            raise ArgumentError(
                f"block_diagonal was asked for, but {factor.name} was given without a space to "
                f"act on: make it from matrices"
            )
        field = field.joined(factor.field)
    ones = [FieldMatrix.identity(factor.dimension, field) for factor in factors]
    natural = [
        block_diagonal([*ones[:i], matrix.over(field), *ones[i + 1 :]])
        for i, factor in enumerate(factors)
        for matrix in factor.natural
    ]
    frame = [factor.field.embed(square, field) for factor in factors for square in factor.frame]
    return {"natural": natural, "frame": frame, "field": field}


def _check_automorphism(group: FiniteGroup, images: Integers, letter: str) -> None:
    """Raise unless theta(g h) = theta(g) theta(h) for all g and h."""
    if len(images) != group.order:
        raise ArgumentError(
            f"the automorphism of {letter} has {len(images)} images, but {group.name} has "
            f"{group.order} elements: pass one image for each"
        )
    wrong = np.argwhere(images[group.table] != group.table[np.ix_(images, images)])
    if len(wrong):
        g, h = map(int, wrong[0])
        raise ArgumentError(
            f"the action of {letter} is no automorphism of {group.name}: it sends the product of "
            f"{g} and {h} to {images[group.table[g, h]]}, but the product of their images is "
            f"{group.table[images[g], images[h]]}"
        )
