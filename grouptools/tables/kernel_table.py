"""A basis of kernels as a table.

Over the rational numbers an entry is what a kernel has over orthonormal harmonics, a signed root:

    K_i(x)[a, b] = sum_(l, m) entry[i, a, b, (l, m)] Y_l^m(x)

Over another field there is no such root: entries are the integers of the scaled kernels over
1, t, t^2, ..., on one more axis "power", and the parameters hold the squared norms, in the form of
`grouptools.kernels.plain`.  The claims of the certificate are those about the basis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grouptools.certificates import Certificate
from grouptools.exact.surd import SurdArray
from grouptools.kernels.basis import KernelBasis
from grouptools.kernels.plain import plain_element
from grouptools.representations.harmonic import harmonic_orders, harmonic_squares
from grouptools.tables.canonical import canonical_json
from grouptools.tables.exact_table import Axis, Table
from grouptools.tables.kinds import MADE_KINDS

if TYPE_CHECKING:
    from grouptools.exact.algebra.fields import Element

__all__ = ["kernel_table"]

(KIND,) = MADE_KINDS
#: Positions on the axes, and the signed square of the entry.
Item = tuple[tuple[int, ...], Fraction]


def kernel_table(basis: KernelBasis) -> Table:
    """The table of a basis of kernels; see `KernelBasis.table`."""
    group = basis.group
    orders = [(l, m) for l in range(basis.l_max + 1) for m in harmonic_orders(group.dimension, l)]
    n_out, n_in = basis.shape
    axes = [
        Axis(("i", "degree"), tuple((i, int(l)) for i, l in enumerate(basis.degrees))),
        _numbered("a", n_out),
        _numbered("b", n_in),
        Axis(("l", "m"), tuple(orders)),
    ]
    parameters: dict[str, int | str] = {
        "group": group.name,
        "rep_in": basis.source.name,
        "rep_out": basis.target.name,
        "l_max": basis.l_max,
        "basis": basis.digest,
    }
    if basis.field.degree == 1:
        entries = dict(_roots(basis))
    else:
        axes.append(_numbered("power", basis.field.degree))
        squares = [plain_element(n) for part in basis.parts for n in part.squares]
        parameters |= {"field": repr(basis.field), "squares": canonical_json(squares)}
        entries = dict(_integers(basis))
    array = SurdArray.from_entries([axis.size for axis in axes], entries)
    table = Table(KIND, parameters, tuple(axes), array, Certificate(KIND, "", ()))
    return replace(table, certificate=Certificate(KIND, table.digest, basis.certificate.claims))


def _numbered(name: str, size: int) -> Axis:
    return Axis((name,), tuple((k,) for k in range(size)))


def _roots(basis: KernelBasis) -> Iterator[Item]:
    """The signed squares c |c| n_a / (n_b n_m n) of the coefficients of orthonormal kernels."""
    out, into = (_rational(s.over(basis.field).squares()) for s in (basis.target, basis.source))
    orders = [
        n for l in range(basis.l_max + 1) for n in _rational(harmonic_squares(basis.group, l))
    ]
    squares = [n for part in basis.parts for n in _rational(part.squares)]
    for (i, a, b, m), (c,) in _entries(basis):
        yield (i, a, b, m), c * abs(c) * out[a] / (into[b] * orders[m] * squares[i])


def _integers(basis: KernelBasis) -> Iterator[Item]:
    """The signed squares of the integer coefficients."""
    for place, coefficients in _entries(basis):
        for power, c in enumerate(coefficients):
            yield (*place, power), Fraction(c * abs(c))


def _entries(basis: KernelBasis) -> Iterator[tuple[tuple[int, int, int, int], list[int]]]:
    """The position and the integers of every entry, degree after degree."""
    first_row = first_order = 0
    for part in basis.parts:
        row, a, b, m, coefficients = part.entries()
        columns = [(row + first_row).tolist(), a.tolist(), b.tolist(), (m + first_order).tolist()]
        yield from zip(zip(*columns, strict=True), coefficients.tolist(), strict=True)
        first_row += part.dimension
        first_order += part.orders


def _rational(elements: list[Element] | tuple[Element, ...]) -> list[Fraction]:
    return [Fraction(int(e[0].p), int(e[0].q)) for e in elements]
