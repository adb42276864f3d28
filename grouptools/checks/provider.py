"""Whose tables the identities are checked on: those of `grouptools.exact`, or a user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

import flint
import numpy as np

from grouptools.checks.arrays import Array, objects
from grouptools.checks.root_sums import RootSum, read_number, root, signed_root
from grouptools.checks.spins import Spin, dimension, is_triad
from grouptools.errors import ArgumentError
from grouptools.exact import (
    SurdArray,
    clebsch_gordan,
    gaunt,
    harmonic_coefficients,
    monomials,
    spherical_harmonics,
    unitary_to_real,
    wigner_3j_array,
    wigner_6j,
    wigner_9j,
    wigner_D,
    wigner_d,
    wigner_D_coefficients,
    wigner_D_euler,
)

__all__ = ["Provider", "Tables"]

Quaternion = tuple[Any, ...]


@dataclass(frozen=True)
class Provider:
    """The functions under test, each with the arguments and results of its namesake in exact.

    Any may be replaced by your own.  Arrays may be `SurdArray`s, numpy arrays, nested sequences
    or sympy's; numbers ints, Fractions, sympy's, or floats, which are read as the rational
    numbers that they are and need a tolerance.  Rotations are given as unit quaternions
    (x, y, z, w) of sympy numbers, points as triples of Fractions.
    """

    clebsch_gordan: Callable[..., Any] = clebsch_gordan
    wigner_3j_array: Callable[..., Any] = wigner_3j_array
    wigner_6j: Callable[..., Any] = wigner_6j
    wigner_9j: Callable[..., Any] = wigner_9j
    gaunt: Callable[..., Any] = gaunt
    unitary_to_real: Callable[..., Any] = unitary_to_real
    harmonic_coefficients: Callable[..., Any] = harmonic_coefficients
    spherical_harmonics: Callable[..., Any] = spherical_harmonics
    wigner_D_coefficients: Callable[..., Any] = wigner_D_coefficients
    wigner_D: Callable[..., Any] = wigner_D
    wigner_D_euler: Callable[..., Any] = wigner_D_euler
    wigner_d: Callable[..., Any] = wigner_d


class Tables:
    """What a provider returns, read once as arrays of ints and `RootSum`s.

    The factor 1/sqrt(pi) of harmonics and Gaunt coefficients is left out.
    """

    def __init__(self, provider: Provider | None = None) -> None:
        """Start with nothing read; without a provider, check `grouptools.exact`."""
        self.provider = provider or Provider()
        self._read: dict[tuple[Any, ...], Any] = {}

    def clebsch_gordan(self, basis: str, j1: Spin, j2: Spin, j3: Spin) -> Array:
        """[m1, m2, m3] of <j1 m1 j2 m2 | j3 m3>, or of the real coupling."""
        shape = dimension(j1), dimension(j2), dimension(j3)
        return self._array("clebsch_gordan", (j1, j2, j3), shape, basis=basis)

    def wigner_3j(self, j1: Spin, j2: Spin, j3: Spin) -> Array:
        """[m1, m2, m3] of the 3j symbol."""
        shape = dimension(j1), dimension(j2), dimension(j3)
        return self._array("wigner_3j_array", (j1, j2, j3), shape)

    def gaunt(self, basis: str, l1: int, l2: int, l3: int) -> Array:
        """[m1, m2, m3] of the integral of three harmonics, times sqrt(pi)."""
        shape = dimension(l1), dimension(l2), dimension(l3)
        return self._array("gaunt", (l1, l2, l3), shape, -1, basis=basis)

    def unitary_to_real(self, l: int) -> Array:
        """[m, mu] of U in Y_real = U Y_complex."""
        return self._array("unitary_to_real", (l,), (dimension(l),) * 2)

    def wigner_6j(self, *spins: Spin) -> Any:
        """{j1 j2 j3; j4 j5 j6}, 0 without asking where a triad breaks the triangle rule."""
        a, b, c, d, e, f = spins
        if not all(is_triad(*t) for t in ((a, b, c), (a, e, f), (d, b, f), (d, e, c))):
            return 0
        return self._number("wigner_6j", spins)

    def wigner_9j(self, *spins: Spin) -> Any:
        """{j1 j2 j3; j4 j5 j6; j7 j8 j9}, 0 without asking where a triad breaks the rule."""
        rows = [spins[:3], spins[3:6], spins[6:]]
        if not all(is_triad(*triad) for triad in [*rows, *zip(*rows, strict=True)]):
            return 0
        return self._number("wigner_9j", spins)

    def harmonics(self, basis: str, l: int) -> Array:
        """[m] of the solid harmonics, polynomials in x, y, z, times sqrt(pi)."""
        parts = (2,) if basis == "complex" else ()
        shape = (dimension(l), comb(l + 2, 2), *parts)
        return self._polynomials("harmonic_coefficients", basis, l, l, shape, "x y z", -1)

    def wigner_D_polynomials(self, basis: str, j: Spin) -> Array:
        """[m', m] of D^j, polynomials in x, y, z, w."""
        size, parts = dimension(j), (2,) if basis == "complex" else ()
        shape = (size, size, comb(size + 2, 3), *parts)
        return self._polynomials("wigner_D_coefficients", basis, j, size - 1, shape, "x y z w", 0)

    def harmonics_at(self, basis: str, l: int, point: Sequence[Any]) -> Array:
        """[m] of the spherical harmonics at a point, times sqrt(pi)."""
        arguments = (l, tuple(point))
        return self._array("spherical_harmonics", arguments, (dimension(l),), -1, basis=basis)

    def wigner_D(self, basis: str, j: Spin, rotation: Quaternion) -> Array:
        """[m', m] of D^j at a unit quaternion."""
        return self._array("wigner_D", (j, rotation), (dimension(j),) * 2, basis=basis)

    def wigner_D_euler(self, basis: str, j: Spin, *angles: Any) -> Array:
        """[m', m] of D^j at Euler angles."""
        return self._array("wigner_D_euler", (j, *angles), (dimension(j),) * 2, basis=basis)

    def wigner_d(self, j: Spin, beta: Any) -> Array:
        """[m', m] of d^j(beta)."""
        return self._array("wigner_d", (j, beta), (dimension(j),) * 2)

    def _array(
        self,
        name: str,
        arguments: tuple[Any, ...],
        shape: tuple[int, ...],
        pi_power: int = 0,
        **keywords: str,
    ) -> Array:
        key = (name, arguments, *keywords.values())
        if key not in self._read:
            given = getattr(self.provider, name)(*arguments, **keywords)
            call = f"{name}({', '.join(map(str, arguments))})"
            self._read[key] = _read_array(given, shape, pi_power, call)
        return self._read[key]  # type: ignore[no-any-return]

    def _number(self, name: str, spins: tuple[Spin, ...]) -> Any:
        key = (name, spins)
        if key not in self._read:
            self._read[key] = read_number(getattr(self.provider, name)(*spins))
        return self._read[key]

    def _polynomials(
        self,
        name: str,
        basis: str,
        label: Spin,
        power: int,
        shape: tuple[int, ...],
        variables: str,
        pi_power: int,
    ) -> Array:
        """Turn the axis of monomials, and that of real and imaginary part, into polynomials."""
        key = ("polynomials", name, basis, label)
        if key not in self._read:
            table = self._array(name, (label,), shape, pi_power, basis=basis)
            if basis == "complex":
                table = table[..., 0] + table[..., 1] * root(-1)
            names = variables.split()
            ring = flint.fmpq_mpoly_ctx.get(tuple(names), "lex")
            exponents = monomials(power, len(names))
            rows = [_polynomial(row, exponents, ring) for row in table.reshape(-1, len(exponents))]
            self._read[key] = objects(rows).reshape(table.shape[:-1])
        return self._read[key]  # type: ignore[no-any-return]


def _read_array(given: Any, shape: tuple[int, ...], pi_power: int, call: str) -> Array:
    """Return a dense array of ints and `RootSum`s."""
    if isinstance(given, SurdArray):
        if given.shape == shape and given.pi_power == pi_power:
            return _read_surds(given)
        found = f"{given.shape} and power {given.pi_power} of sqrt(pi)"
    else:
        table = np.array(given.tolist() if hasattr(given, "tolist") else given, dtype=object)
        if table.shape == shape:
            entries = [read_number(entry, pi_power) for entry in table.ravel()]
            return objects(entries).reshape(shape)
        found = f"{table.shape}"
    raise ArgumentError(
        f"{call} returned an array of shape {found}, but shape {shape} and power {pi_power} of "
        f"sqrt(pi) are expected: return it in the order of its namesake in grouptools.exact"
    )


def _read_surds(given: SurdArray) -> Array:
    dense = np.zeros(given.shape, dtype=object)
    entries = zip(given.indices.tolist(), given.numerators, given.denominators, strict=True)
    for index, n, d in entries:
        dense[tuple(index)] = signed_root(Fraction(int(n), int(d)))
    return dense


def _polynomial(row: Array, exponents: list[tuple[int, ...]], ring: Any) -> Any:
    """Gather sum(entry * monomial) by square roots."""
    terms: dict[int, dict[tuple[int, ...], Any]] = {}
    for entry, powers in zip(row, exponents, strict=True):
        if entry:
            for k, c in entry.terms.items():
                terms.setdefault(k, {})[powers] = c
    return RootSum({k: ring.from_dict(monomials) for k, monomials in terms.items()})
