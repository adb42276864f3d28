"""Tables of polynomials: harmonics in x, y, z, and Wigner D in the unit quaternion."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from grouptools.exact.circular import circular_harmonic_coefficients
from grouptools.exact.harmonics import harmonic_coefficients
from grouptools.exact.polynomials import monomials
from grouptools.exact.surd import SurdArray
from grouptools.exact.wigner import wigner_D_coefficients
from grouptools.tables.exact_table import Axis, Label, Parameters

__all__ = ["circular_harmonics_table", "spherical_harmonics_table", "wigner_D_table"]

Derived = tuple[tuple[Axis, ...], SurdArray]
PART = Axis(("part",), (("re",), ("im",)))


def spherical_harmonics_table(parameters: Parameters) -> Derived:
    """Coefficients of r^l Y_l^m; axes (l, m), monomial (x, y, z), and part where complex."""
    basis = str(parameters["basis"])
    degrees = _degrees(parameters, "l")
    rows = tuple((l, m) for l in degrees for m in range(-l, l + 1))
    first = _degree_axis(parameters, ("l", "m"), rows)
    axes = (first, _monomial_axis("xyz", degrees), *_part(basis))
    row, column, blocks = 0, 0, []
    for l in degrees:
        block = harmonic_coefficients(l, basis=basis)
        blocks.append(((row, column, 0)[: len(axes)], block))
        row, column = row + block.shape[0], column + block.shape[1]
    return axes, SurdArray.assemble([axis.size for axis in axes], blocks)


def circular_harmonics_table(parameters: Parameters) -> Derived:
    """Coefficients of r^n times the circular harmonics; axes (n, m), monomial (x, y)."""
    degrees = _degrees(parameters, "n")
    rows = tuple((n, m) for n in degrees for m in ((-n, n) if n else (0,)))
    axes = (_degree_axis(parameters, ("n", "m"), rows), _monomial_axis("xy", degrees))
    row, column, blocks = 0, 0, []
    for n in degrees:
        block = circular_harmonic_coefficients(n)
        blocks.append(((row, column), block))
        row, column = row + block.shape[0], column + block.shape[1]
    return axes, SurdArray.assemble([axis.size for axis in axes], blocks)


def wigner_D_table(parameters: Parameters) -> Derived:
    """Coefficients of D[m, n]; axes (l, m), n, monomial (x, y, z, w), and part where complex."""
    basis = str(parameters["basis"])
    if "j" in parameters:
        j = Fraction(parameters["j"])
        values = tuple((_label(m - j),) for m in range(int(2 * j) + 1))
        monomial = _monomial_axis("xyzw", [int(2 * j)])
        axes = (Axis(("m",), values), Axis(("n",), values), monomial, *_part(basis))
        return axes, wigner_D_coefficients(j, basis=basis)
    degrees = _degrees(parameters, "l")
    largest = degrees[-1]
    rows = tuple((l, m) for l in degrees for m in range(-l, l + 1))
    columns = Axis(("n",), tuple((n,) for n in range(-largest, largest + 1)))
    monomial = _monomial_axis("xyzw", [2 * l for l in degrees])
    axes = (Axis(("l", "m"), rows), columns, monomial, *_part(basis))
    row, place, blocks = 0, 0, []
    for l in degrees:
        block = wigner_D_coefficients(l, basis=basis)
        blocks.append(((row, largest - l, place, 0)[: len(axes)], block))
        row, place = row + block.shape[0], place + block.shape[2]
    return axes, SurdArray.assemble([axis.size for axis in axes], blocks)


def _degrees(parameters: Parameters, letter: str) -> list[int]:
    """Return the degree of a block, or all degrees of a collection."""
    if letter in parameters:
        return [int(parameters[letter])]
    return list(range(int(parameters[f"{letter}_max"]) + 1))


def _degree_axis(
    parameters: Parameters, fields: tuple[str, str], rows: tuple[tuple[int, int], ...]
) -> Axis:
    """Return the axis (l, m) of a collection, or the axis m of a block."""
    if fields[0] in parameters:
        return Axis(fields[1:], tuple((m,) for _, m in rows))
    return Axis(fields, rows)


def _monomial_axis(variables: str, degrees: Iterable[int]) -> Axis:
    """Return the exponents of all monomials, degree after degree."""
    labels = [powers for degree in degrees for powers in monomials(degree, len(variables))]
    return Axis(tuple(variables), tuple(labels))


def _part(basis: str) -> tuple[Axis, ...]:
    return (PART,) if basis == "complex" else ()


def _label(value: Fraction) -> Label:
    return int(value) if value.denominator == 1 else value
