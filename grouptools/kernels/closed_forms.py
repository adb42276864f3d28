"""Kernels between irreps of SO(3), O(3), SO(2) and O(2) in closed form.

Space, by Wigner and Eckart: the kernels of degree l from l_in to l_out are the multiples of

    K(x)[a, b] = sum_m C[b, m, a] Y_l^m(x),   C the real coupling l_in (x) l -> l_out,

for |l_in - l_out| <= l <= l_in + l_out, and in O(3) the parity (-1)^l = p_in p_out
[Weiler et al. 2018, arXiv:1807.02547, 4; Thomas et al. 2018, arXiv:1802.08219].  Plane: with
w = cos + i sin, frequencies k_in and k_out, the maps are

    w -> c exp(i (k_out - k_in) phi) w  and  w -> c exp(i (k_out + k_in) phi) conj(w)

with complex c; the reflections of O(2) leave real c, imaginary ones where one of the two
one-dimensional irreps is "0-" [Weiler and Cesa 2019, arXiv:1911.08251, appendix F].
"""

from __future__ import annotations

from math import gcd, isqrt, lcm
from typing import TYPE_CHECKING

import numpy as np

from grouptools.exact.algebra.bases import canonical_basis
from grouptools.exact.algebra.fields import RATIONALS
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.exact.coupling import clebsch_gordan
from grouptools.kernels.direct import one_copy
from grouptools.kernels.patterns import Copies, Pattern, integers
from grouptools.representations.intertwiners import intertwiner_weights
from grouptools.representations.products import tensor_product
from grouptools.representations.representation import Representation

if TYPE_CHECKING:
    import flint

__all__ = ["closed_form_copies", "has_closed_form"]


def has_closed_form(rep: Representation) -> bool:
    """Whether it is an irrep of SO(3), O(3), SO(2) or O(2), in the basis of the catalogue."""
    names = ("SO(3)", "O(3)", "SO(2)", "O(2)")
    return rep.irrep is not None and rep.irrep.is_real and rep.group.name in names


def closed_form_copies(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> list[Copies]:
    """The canonical kernels between two irreps; `functions` are the harmonics of one degree."""
    if rep_in.group.dimension == 2:
        return _planar_copies(rep_in, rep_out, functions)
    l_in, l_out, l = ((rep.dimension - 1) // 2 for rep in (rep_in, rep_out, functions))
    parities = [_parity(rep) for rep in (rep_in, rep_out, functions)]
    if not abs(l_in - l_out) <= l <= l_in + l_out or np.prod(parities) < 0:
        return []
    pairs = np.arange(rep_out.dimension * rep_in.dimension, dtype=np.int64)[None]
    return [Copies(_coupled(rep_in, rep_out, functions, l_in, l, l_out), pairs)]


def _parity(rep: Representation) -> int:
    """The image of the inversion, 1 in SO(3)."""
    return 1 if len(rep.images) == 3 else int(rep.images[3][0, 0][0].p)


def _coupled(
    rep_in: Representation,
    rep_out: Representation,
    functions: Representation,
    l_in: int,
    l: int,
    l_out: int,
) -> Pattern:
    """The coupling in scaled coordinates, as primitive integers, the first one positive."""
    import flint

    coupling = clebsch_gordan(l_in, l, l_out).transposed((2, 0, 1))
    a, b, m = coupling.indices.T
    n_out, n_in, n_l = ([square[0] for square in r.squares] for r in (rep_out, rep_in, functions))
    weights = [
        n_out[i] / (n_in[j] * n_l[k])
        for i, j, k in zip(*map(np.ndarray.tolist, (a, b, m)), strict=True)
    ]
    signed = [
        flint.fmpq(n, d) / weight
        for n, d, weight in zip(coupling.numerators, coupling.denominators, weights, strict=True)
    ]
    ratios = [_root(square / signed[0]) for square in signed]
    denominator = lcm(*(q for _, q in ratios))
    numbers = [p * (denominator // q) for p, q in ratios]
    content = gcd(*numbers)
    numbers = [n // content for n in numbers]
    square = sum((w * n * n for n, w in zip(numbers, weights, strict=True)), flint.fmpq(0))
    return Pattern(
        np.zeros(len(numbers), dtype=np.int64),
        a * rep_in.dimension + b,
        m,
        integers(numbers)[:, None],
        (RATIONALS.element(square),),
        rep_out.dimension * rep_in.dimension,
        functions.dimension,
    )


def _root(square: flint.fmpq) -> tuple[int, int]:
    """Numerator and denominator of the rational sign(square) sqrt(|square|)."""
    p = int(square.p)
    return (isqrt(p) if p > 0 else -isqrt(-p)), isqrt(int(square.q))


def _planar_copies(
    rep_in: Representation, rep_out: Representation, functions: Representation
) -> list[Copies]:
    """The kernels of SO(2) and O(2)."""
    k_in, k_out, l = (_frequency(rep) for rep in (rep_in, rep_out, functions))
    turns = [(k_out - k_in, False)]
    if k_in and k_out:
        turns.append((k_out + k_in, True))
    rows = [
        _planar_row(rep_in, rep_out, turn, imaginary, conjugating)
        for turn, conjugating in turns
        if abs(turn) == l
        for imaginary in _phases(rep_in, rep_out)
    ]
    pairs = rep_out.dimension * rep_in.dimension
    vectors = FieldMatrix.from_rows(rows, RATIONALS, pairs * functions.dimension)
    weights = intertwiner_weights(tensor_product(rep_in, functions), rep_out, RATIONALS)
    return one_copy(canonical_basis(vectors, weights), pairs, functions.dimension)


def _planar_row(
    rep_in: Representation, rep_out: Representation, turn: int, imaginary: bool, conjugating: bool
) -> list[int]:
    """The map w -> c exp(i turn phi) w or conj(w), c = 1 or i, on sin and cos: K[a, b, m]."""
    sine = [1 if turn > 0 else -1, 0] if turn else [0]
    cosine = [0, 1] if turn else [1]
    real, other = ([-n for n in sine], cosine) if imaginary else (cosine, sine)
    if conjugating:
        matrix = [[[-n for n in real], other], [other, real]]
    else:
        matrix = [[real, other], [[-n for n in other], real]]
    rows = matrix[2 - rep_out.dimension :]  # a single component is the cosine
    return [n for row in rows for entry in row[2 - rep_in.dimension :] for n in entry]


def _phases(rep_in: Representation, rep_out: Representation) -> tuple[bool, ...]:
    """Whether c may be real (False), imaginary (True)."""
    if len(rep_in.images) == 1:
        return (False, True)
    turned = [rep.dimension == 1 and rep.images[1][0, 0] == -1 for rep in (rep_in, rep_out)]
    return (turned[0] != turned[1],)


def _frequency(rep: Representation) -> int:
    """The k of L -> [[0, k], [-k, 0]]."""
    return abs(int(rep.images[0][0, 1][0].p)) if rep.dimension == 2 else 0
