"""Kernels as sympy matrices of homogeneous polynomials."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from grouptools.exact.algebra.writing import root_to_sympy
from grouptools.exact.circular import circular_harmonics
from grouptools.exact.harmonics import harmonic_factors, solid_harmonics
from grouptools.exact.polynomials import variables_to_sympy
from grouptools.groups.group import Group
from grouptools.kernels.patterns import Part
from grouptools.kernels.summands import Summands

if TYPE_CHECKING:
    import sympy

__all__ = ["kernels_to_sympy"]


def kernels_to_sympy(
    parts: Sequence[Part],
    summands: tuple[Summands, Summands],
    variables: Sequence[object] | None,
    normalize: bool,
    elements: Sequence[int],
) -> tuple[sympy.Matrix, ...]:
    """See `KernelBasis.to_sympy`."""
    import sympy

    field = parts[0].field
    source, target = (s.over(field) for s in summands)
    names = "x y z"[: 2 * source.group.dimension - 1]
    xyz = variables_to_sympy(variables, names)
    radius = sympy.sqrt(sum((v**2 for v in xyz), sympy.Integer(0)))
    ends = np.cumsum([0, *(part.dimension for part in parts)])
    found: dict[int, sympy.Matrix] = {}
    for part, first in zip(parts, ends, strict=False):
        rows = [i for i in elements if 0 <= i - first < part.dimension]
        matrices = _polynomials(part, source, target, xyz, [i - first for i in rows])
        scale = radius**-part.degree if normalize else 1
        found.update(zip(rows, (matrix * scale for matrix in matrices), strict=True))
    return tuple(found[i] for i in elements)


def _polynomials(
    part: Part,
    source: Summands,
    target: Summands,
    xyz: Sequence[sympy.Expr],
    rows: Sequence[int],
) -> list[sympy.Matrix]:
    """The orthonormal kernels of one degree, as matrices of homogeneous polynomials.

    K(x)[a, b] = sum_m K[a, b, m] sqrt(n_a / (n_b n)) S_m(x) / sqrt(pi), n the kernel's square.

    `source`, `target`: over the field of `part`.  `rows`: which kernels.
    """
    import sympy

    field = part.field
    functions = _scaled_harmonics(part, target.group, xyz)
    out, inverses = target.squares(), [field.inverse(square) for square in source.squares()]
    row, a, b, m, coefficients = part.entries()
    ends = np.searchsorted(row, np.arange(part.dimension + 1)).tolist()
    squares = part.squares
    bounds = list(pairwise(ends))
    matrices = []
    for i in rows:
        matrix = sympy.zeros(*part.shape)
        for e in range(*bounds[i]):
            j, k, n = int(a[e]), int(b[e]), int(m[e])
            square = out[j] * inverses[k] % field.modulus * field.inverse(squares[i])
            element = field.element(coefficients[e].tolist())
            matrix[j, k] += root_to_sympy(field, element, square) * functions[n]
        matrices.append(matrix.applyfunc(sympy.expand))
    return matrices


def _scaled_harmonics(part: Part, group: Group, xyz: Sequence[sympy.Expr]) -> list[sympy.Expr]:
    """The S_m / sqrt(pi): integer polynomials, those of m < 0 over the length of the axis y."""
    import sympy

    l = part.degree
    if group.dimension == 2:
        harmonics = circular_harmonics(l, xyz)
        norms = [sympy.Rational(1, 1 if l else 2)] * len(harmonics)
    else:
        harmonics = solid_harmonics(l, xyz)
        squares = [harmonic_factors(l, m).norm_square for m in range(-l, l + 1)]
        norms = [sympy.Rational(n.numerator, n.denominator) for n in squares]
    length = sympy.sqrt(group.field.to_sympy(group.frame[1]))
    sines = 1 if group.dimension == 2 else l
    return [
        f / sympy.sqrt(n) / (length if l and k < sines else 1)
        for k, (f, n) in enumerate(zip(harmonics, norms, strict=True))
    ]
