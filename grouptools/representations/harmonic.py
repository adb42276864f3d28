"""The representation of a group on the harmonics of one degree, exact.

The basis is that of the primitive integer solid harmonics S_m of `exact.harmonics`, the sines
(m < 0) divided by s, s^2 = frame[1], which keeps the images in the field of the group.  With
T = r^(l-m) P_l^(m)(z/r) and e = x + iy, up to a multiple of r^2,

    z T_{l-1}^m = (l-m)/(2l-1) T_l^m,    e T_{l-1}^m = 1/(2l-1) T_l^{m+1},
    conj(e) T_{l-1}^m e^m = -(l-m)(l-m+1)/(2l-1) T_l^{m-1} e^{m-1}    (m >= 1)

[DLMF 14.10.3 to 14.10.5, differentiated], so S^l = A (x (x) S^(l-1)) and x (x) S^(l-1) = B S^l with
sparse A B = 1, and a turn of x gives D^l = A (g (x) D^(l-1)) B.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import factorial

from grouptools.errors import ArgumentError
from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.fields import Element, Field
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.harmonics import harmonic_factors
from grouptools.exact.quantum_numbers import degree
from grouptools.groups.group import Group
from grouptools.representations.representation import Representation

__all__ = ["harmonic_orders", "harmonic_representation", "harmonic_squares"]

#: (axis, order of the factor, order of the product, coefficient)
Product = tuple[int, int, int, Fraction]


@lru_cache(maxsize=4096)
def harmonic_representation(group: Group, l: int) -> Representation:
    """The action of a group on the harmonics of degree l, S(g x) = D(g) S(x).

    Order: `harmonic_orders(group.dimension, l)`; the orthonormal matrix of an element of O(3) is
    the real Wigner D [`exact.wigner_D`].

    Returns a `Representation` of dimension 2*l + 1 in space, 2 (1 for l = 0) in the plane.
    Raises `ArgumentError` for a group that acts on neither.  Tested for l <= 12.

    >>> from grouptools.exact.algebra.matrices import FieldMatrix
    >>> turn = FieldMatrix.from_rows([[0, -1], [1, 0]])
    >>> quarter = Group("C4", ["r"], [False], [turn], [turn.field.element(1)] * 2, turn.field)
    >>> harmonic_representation(quarter, 1).images[0].to_sympy()  # on y, x
    Matrix([
    [ 0, 1],
    [-1, 0]])
    """
    l = degree(l)
    squares = harmonic_squares(group, l)
    if l == 0:
        images = [
            FieldMatrix.from_rows([[0 if derivation else 1]], group.field)
            for derivation in group.derivations
        ]
    else:
        left, right = _couplings(group.dimension, l, group.field, _key(group.frame[1]))
        before = harmonic_representation(group, l - 1).images
        images = [
            left @ _turned(matrix, image, derivation) @ right
            for matrix, image, derivation in zip(
                group.natural, before, group.derivations, strict=True
            )
        ]
    return Representation(group, images, squares, f"harmonics of degree {l}")


def harmonic_orders(dimension: int, l: int) -> tuple[int, ...]:
    """The orders m of the harmonics of degree l: -l..l in space, -l and l in the plane.

    >>> harmonic_orders(3, 2), harmonic_orders(2, 2), harmonic_orders(2, 0)
    ((-2, -1, 0, 1, 2), (-2, 2), (0,))
    """
    if dimension == 3:
        return tuple(range(-l, l + 1))
    return (-l, l) if l else (0,)


def harmonic_squares(group: Group, l: int) -> tuple[Element, ...]:
    """The squared norms of the basis over the sphere or circle, times pi, in the group's field."""
    if group.dimension not in (2, 3) or len(group.natural) != len(group.generator_names):
        raise ArgumentError(
            f"harmonics were asked for, but {group.name} acts on no plane or space: "
            f"give the group by matrices of size 2 or 3"
        )
    one, square = group.field.element(1), group.frame[1]
    if any(length != one for i, length in enumerate(group.frame) if i != 1):
        raise ArgumentError(
            f"the frame of {group.name} scales another axis than y: only y may have a length "
            f"that is not 1"
        )
    if group.dimension == 2:
        return (square, one) if l else (group.field.element(Fraction(1, 2)),)
    norms = [harmonic_factors(l, m).norm_square for m in harmonic_orders(3, l)]
    return tuple(
        group.field.element(norm) * (square if k < l else one) % group.field.modulus
        for k, norm in enumerate(norms)
    )


def _turned(matrix: FieldMatrix, image: FieldMatrix, derivation: bool) -> FieldMatrix:
    """What an element does to coordinates times harmonics, or a derivation by Leibniz' rule."""
    if not derivation:
        return kronecker(matrix, image)
    first = FieldMatrix.identity(matrix.shape[0], matrix.field)
    second = FieldMatrix.identity(image.shape[0], image.field)
    return kronecker(matrix, second) + kronecker(first, image)


def _key(element: Element) -> tuple[object, ...]:
    return tuple((int(c.p), int(c.q)) for c in element.coeffs())


@lru_cache(maxsize=1024)
def _couplings(
    dimension: int, l: int, field: Field, square_key: tuple[tuple[int, int], ...]
) -> tuple[FieldMatrix, FieldMatrix]:
    """The matrices A, B: S^l = A (x (x) S^(l-1)) and x (x) S^(l-1) = B S^l + a multiple of r^2."""
    square = field.element([Fraction(p, q) for p, q in square_key])
    orders, before = harmonic_orders(dimension, l), harmonic_orders(dimension, l - 1)
    place = {m: k for k, m in enumerate(orders)}
    rows = {(i, m): i * len(before) + k for i in range(dimension) for k, m in enumerate(before)}
    zero = field.element(0)
    left = [[zero] * len(rows) for _ in orders]
    right = [[zero] * len(orders) for _ in rows]
    # With S = s S' for sines and y = s y', a factor s^2 moves where two of them make a cosine.
    for i, m, n, c in _products(dimension, l):
        pair = (i == 1) and m < 0
        scale = field.inverse(square) if pair else field.element(1)
        right[rows[i, m]][place[n]] = field.element(c) * scale % field.modulus
    for i, m, n, c in _sources(dimension, l):
        scale = square if (i == 1) and m < 0 else field.element(1)
        left[place[n]][rows[i, m]] = field.element(c) * scale % field.modulus
    return FieldMatrix.from_rows(left, field), FieldMatrix.from_rows(right, field)


def _products(dimension: int, l: int) -> Iterator[Product]:
    """x_i S^{l-1}_m = sum of c S^l_n over the (i, m, n, c), up to a multiple of r^2."""
    for m in harmonic_orders(dimension, l - 1):
        k = abs(m)
        if dimension == 3:
            yield 2, m, m, Fraction(l - k, 2 * l - 1) * _ratio(l, k, k)
        up, down = _raising(dimension, l, k)
        sign = -1 if m < 0 else 1  # of y: A_k to B, B_k to -A
        outward = 2 * up if k == 0 else up  # (x + iy) and (x - iy) raise e^0 alike
        yield 0, m, sign * (k + 1), outward
        yield 1, m, -sign * (k + 1), sign * outward
        if k and down and dimension == 3:
            if m > 0 or k > 1:
                yield 0, m, sign * (k - 1), down
            if m < 0 or k > 1:
                yield 1, m, -sign * (k - 1), -sign * down


def _raising(dimension: int, l: int, k: int) -> tuple[Fraction, Fraction]:
    """Half the coefficients of e and conj(e) times the harmonic of order k of degree l - 1."""
    if dimension == 2:
        return Fraction(1, 2), Fraction(0)
    up = Fraction(1, 2 * (2 * l - 1)) * _ratio(l, k, k + 1)
    down = Fraction(-(l - k) * (l - k + 1), 2 * (2 * l - 1))
    return up, down * _ratio(l, k, k - 1) if k else down


def _sources(dimension: int, l: int) -> Iterator[Product]:
    """S^l_n = sum of c x_i S^{l-1}_m over the (i, m, n, c), up to a multiple of r^2."""
    if dimension == 3:
        for m in range(1 - l, l):
            k = abs(m)
            yield 2, m, m, Fraction(2 * l - 1, l - k) / _ratio(l, k, k)
    c = (2 * l - 1) / _ratio(l, l - 1, l) if dimension == 3 else Fraction(1)
    yield 0, l - 1, l, c
    yield 1, l - 1, -l, c
    if l > 1:
        yield 0, 1 - l, -l, c
        yield 1, 1 - l, l, -c


def _ratio(l: int, k: int, n: int) -> Fraction:
    """T^l_n / S^l_n over T^{l-1}_k / S^{l-1}_k: what primitive integers leave out."""
    return _content(l, n) / _content(l - 1, k)


@lru_cache(maxsize=4096)
def _content(l: int, m: int) -> Fraction:
    """T / S, by the coefficients of z^(l-m): (2l)! / (2^l l! (l-m)!) in T."""
    leading = Fraction(factorial(2 * l), 2**l * factorial(l) * factorial(l - m))
    return leading / harmonic_factors(l, m).zonal[0]
