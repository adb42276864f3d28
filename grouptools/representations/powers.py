"""Symmetric and antisymmetric powers, in orthogonal bases.

The basis vectors of S^k are the products b_i1 ... b_ik, i1 <= ... <= ik, of squared norm
n_i1 ... n_ik (c_1! c_2! ...) / k!, c the multiplicities among the i: that of the symmetrised
tensor.  Those of the k-vectors are b_i1 ^ ... ^ b_ik, i1 < ... < ik, of squared norm
n_i1 ... n_ik.  [Fulton and Harris 1991, Representation Theory, appendix B.2]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, combinations_with_replacement
from math import factorial, prod

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.quantum_numbers import degree
from grouptools.representations.representation import Representation
from grouptools.representations.rules import Rule

__all__ = ["antisymmetric_power", "symmetric_power"]

Factors = tuple[int, ...]
#: Factors in order, then one more -> the sorted product and its sign, 0 where it vanishes.
Join = Callable[[Factors, int], tuple[Factors, int]]


def symmetric_power(rep: Representation, k: int) -> Representation:
    """The action on homogeneous polynomials of degree k in the basis vectors.

    Order of the basis: list(combinations_with_replacement(range(rep.dimension), k))

    Raises `ArgumentError` unless k is a non-negative integer.
    """
    k = degree(k, "k")
    basis = list(combinations_with_replacement(range(rep.dimension), k))
    scale = [
        (prod(factorial(factors.count(i)) for i in set(factors)), factorial(k)) for factors in basis
    ]
    return _power(rep, k, basis, _joined_symmetric, scale, symmetric_power, "S")


def antisymmetric_power(rep: Representation, k: int) -> Representation:
    """The action on k-vectors: the matrix of k x k minors.

    Order of the basis: list(combinations(range(rep.dimension), k))

    Raises `ArgumentError` unless k is an integer from 0 to the dimension.
    """
    k = degree(k, "k")
    if k > rep.dimension:
        raise ArgumentError(
            f"k = {k} was given, but a representation of dimension {rep.dimension} has "
            f"antisymmetric powers to k = {rep.dimension} only"
        )
    basis = list(combinations(range(rep.dimension), k))
    return _power(rep, k, basis, _joined_antisymmetric, None, antisymmetric_power, "A")


def _power(
    rep: Representation,
    k: int,
    basis: Sequence[Factors],
    join: Join,
    scale: Sequence[tuple[int, int]] | None,
    function: Callable[..., Representation],
    symbol: str,
) -> Representation:
    field = rep.field
    images = [
        _power_image(image, basis, join, derivation)
        for image, derivation in zip(rep.images, rep.group.derivations, strict=True)
    ]
    squares = []
    for i, factors in enumerate(basis):
        square = field.element(1)
        for factor in factors:
            square = square * rep.squares[factor] % field.modulus
        squares.append(square * scale[i][0] / scale[i][1] if scale else square)
    name = f"{symbol}^{k}({rep.name})"
    return Representation(rep.group, images, squares, name, rule=Rule(function, (rep,), (k,)))


def _power_image(
    image: FieldMatrix, basis: Sequence[Factors], join: Join, derivation: bool
) -> FieldMatrix:
    """The matrix on products of basis vectors, of an element or (by Leibniz) of a derivation."""
    field, columns = image.field, image.transposed().rows()
    place = {factors: i for i, factors in enumerate(basis)}
    known: dict[Factors, dict[Factors, Element]] = {(): {(): field.element(1)}}

    def turned(factors: Factors) -> dict[Factors, Element]:
        """The image of a product, by that of all its factors but the last."""
        if factors not in known:
            known[factors] = _times(turned(factors[:-1]), columns[factors[-1]], join, field)
        return known[factors]

    def derived(factors: Factors) -> dict[Factors, Element]:
        total: dict[Factors, Element] = {}
        for t, factor in enumerate(factors):
            before: dict[Factors, Element] = {factors[:t]: field.element(1)}
            changed = _times(before, columns[factor], join, field)
            for later in factors[t + 1 :]:
                unit = [field.element(int(i == later)) for i in range(len(columns))]
                changed = _times(changed, unit, join, field)
            _add(total, changed.items())
        return total

    zero = field.element(0)
    rows = [[zero] * len(basis) for _ in basis]
    for j, factors in enumerate(basis):
        for product, element in (derived if derivation else turned)(factors).items():
            rows[place[product]][j] = element % field.modulus
    return FieldMatrix.from_rows(rows, field, len(basis))


def _times(
    polynomial: dict[Factors, Element], column: Sequence[Element], join: Join, field: Field
) -> dict[Factors, Element]:
    """A combination of products, times the vector sum_i column[i] b_i."""
    result: dict[Factors, Element] = {}
    vector = [(i, c) for i, c in enumerate(column) if c != 0]
    for factors, element in polynomial.items():
        terms = []
        for i, c in vector:
            product, sign = join(factors, i)
            if sign:
                terms.append((product, sign * element * c % field.modulus))
        _add(result, terms)
    return result


def _add(total: dict[Factors, Element], terms: Iterable[tuple[Factors, Element]]) -> None:
    for factors, element in terms:
        total[factors] = total[factors] + element if factors in total else element


def _joined_symmetric(factors: Factors, new: int) -> tuple[Factors, int]:
    return tuple(sorted((*factors, new))), 1


def _joined_antisymmetric(factors: Factors, new: int) -> tuple[Factors, int]:
    if new in factors:
        return factors, 0
    larger = sum(factor > new for factor in factors)
    return tuple(sorted((*factors, new))), -1 if larger % 2 else 1
