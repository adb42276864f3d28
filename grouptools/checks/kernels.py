"""Identities of kernel bases between real irreps of a finite group, degree by degree.

K[a, b, m] are the coefficients of the harmonics S_m in scaled coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from grouptools.checks.group_provider import GroupTables, numbers_of, residual_of
from grouptools.checks.identity import Residual, states
from grouptools.exact.algebra.assembling import kronecker
from grouptools.exact.algebra.matrices import FieldMatrix
from grouptools.representations.harmonic import harmonic_representation
from grouptools.representations.irrep_value import Irrep


def _kernels(tables: GroupTables) -> Iterator[tuple[Irrep, Irrep, int]]:
    if tables.group.dimension in (2, 3):
        for l in range(tables.l_max + 1):
            yield from ((a, b, l) for a, b in product(tables.irreps, repeat=2))


@states(_kernels)
def kernel_constraint(tables: GroupTables, rep_in: Irrep, rep_out: Irrep, l: int) -> Residual:
    """K(g x) rho_in(g) = rho_out(g) K(x) for every g: K (rho_in(g) (x) D_l(g)) = rho_out(g) K."""
    harmonics = harmonic_representation(tables.group, l)
    ranges = [
        tables.matrices(r) for r in (rep_in.representation, harmonics, rep_out.representation)
    ]
    residuals: list[Any] = []
    for kernel in _matrices(tables, rep_in, rep_out, l):
        for x, d, y in zip(*ranges, strict=True):
            residuals.append(residual_of(kernel @ kronecker(x, d) - y @ kernel).ravel())
    return np.concatenate([*residuals, [0]])


@states(_kernels)
def kernel_completeness(tables: GroupTables, rep_in: Irrep, rep_out: Irrep, l: int) -> Residual:
    """There are 1/|G| sum_g chi_l(g) chi_in(g) chi_out(g) kernels of degree l, and independent."""
    reps = rep_in.representation, rep_out.representation, harmonic_representation(tables.group, l)
    field = reps[0].field.joined(reps[1].field).joined(reps[2].field)
    traces = [[rep.field.embed(t, field) for t in tables.traces(rep)] for rep in reps]
    gram = _gram(tables, rep_in, rep_out, l)
    total = field.element(-tables.group.order * gram.shape[0])
    for x, y, z in zip(*traces, strict=True):
        total += x * y % field.modulus * z
    return numbers_of(field, [total])


@states(_kernels)
def kernel_orthogonality(tables: GroupTables, rep_in: Irrep, rep_out: Irrep, l: int) -> Residual:
    """Sum of n_out / (n_in n_m) K_i[a, b, m] K_j[a, b, m] = delta(i, j) squares[i] > 0."""
    gram = _gram(tables, rep_in, rep_out, l)
    part = _basis(tables, rep_in, rep_out).parts[l]
    squares = FieldMatrix.diagonal(list(part.squares), part.field)
    signs = [part.field.sign(square) - 1 for square in part.squares]
    return np.concatenate([residual_of(gram - squares).ravel(), np.array(signs, dtype=object)])


def _basis(tables: GroupTables, rep_in: Irrep, rep_out: Irrep) -> Any:
    return tables.kernel_basis(rep_in, rep_out, tables.l_max)


def _rows(tables: GroupTables, rep_in: Irrep, rep_out: Irrep, l: int) -> FieldMatrix:
    """One kernel a row, the entries in the order of (a, b, m)."""
    part = _basis(tables, rep_in, rep_out).parts[l]
    functions = harmonic_representation(tables.group, l).dimension
    width = rep_out.dimension * rep_in.dimension * functions
    zero = part.field.element(0)
    rows = [[zero] * width for _ in range(part.dimension)]
    for r, a, b, m, numbers in zip(*(column.tolist() for column in part.entries()), strict=True):
        place = (a * rep_in.dimension + b) * functions + m
        rows[r][place] = part.field.element(numbers)
    return FieldMatrix.from_rows(rows, part.field, width)


def _matrices(tables: GroupTables, rep_in: Irrep, rep_out: Irrep, l: int) -> Iterator[FieldMatrix]:
    """Each kernel as a matrix of V_in (x) V_l -> V_out."""
    rows = _rows(tables, rep_in, rep_out, l)
    count, width = rows.shape
    for k in range(count):
        yield rows.taken([k]).reshaped(rep_out.dimension, width // rep_out.dimension)


def _gram(tables: GroupTables, rep_in: Irrep, rep_out: Irrep, l: int) -> FieldMatrix:
    """The inner products of the kernels."""
    rows = _rows(tables, rep_in, rep_out, l)
    reps = rep_out.representation, rep_in.representation, harmonic_representation(tables.group, l)
    p = rows.field.modulus
    out, inner, waves = (
        [rep.field.embed(e, rows.field) for e in elements]
        for rep, elements in zip(
            reps, (reps[0].squares, reps[1].inverse_squares, reps[2].inverse_squares), strict=True
        )
    )
    weights = [x * y % p * z % p for x in out for y in inner for z in waves]
    return rows @ FieldMatrix.diagonal(weights, rows.field) @ rows.transposed()
